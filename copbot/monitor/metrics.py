"""Prometheus figures. Imported only where a port is configured; a registry of copbot's own, labels of kinds and names only."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from copbot.engine.signs import (
    Delivered,
    Dropped,
    GapFilled,
    Handled,
    Postponed,
    Sign,
    Synced,
    Troubled,
    Unread,
)
from copbot.monitor.diagnosis import RANK, Report

KIND = "text/plain; version=0.0.4; charset=utf-8"
REMEMBERED = 2_000  # events whose answer may still come
LONGEST = 600.0  # seconds after which an answer says nothing about speed any more
ANSWER_BUCKETS = (0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
SYNC_BUCKETS = (0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 20.0, 26.0, 30.0, 60.0)
WORK_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0)
_LABEL = re.compile(r"[a-z][a-z0-9_.-]{0,40}")


class Metrics(Collector):
    """Counts signs (its ``note`` is a ``Meter``) and writes them, with what a report says, for Prometheus."""

    def __init__(self, ticks: Callable[[], float], version: str) -> None:
        self._ticks = ticks
        self._read: OrderedDict[str, float] = OrderedDict()
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        Gauge("copbot_build", "Which copbot this is.", ["version"], registry=registry).labels(version).set(1)
        self._facts = Counter(
            "copbot_facts_read", "What syncs brought, repeats included.", ["kind"], registry=registry
        )
        self._handled = Counter("copbot_facts_handled", "What was handled.", ["kind"], registry=registry)
        self._commands = Counter(
            "copbot_commands", "Commands that ran.", ["command", "outcome"], registry=registry
        )
        self._faults = Counter("copbot_faults", "Faults of copbot's own.", registry=registry)
        self._sent = Counter(
            "copbot_sent",
            "What the homeserver took, by act and kind of message.",
            ["act", "kind"],
            registry=registry,
        )
        self._dropped = Counter(
            "copbot_dropped", "What could never be sent and was given up.", ["act"], registry=registry
        )
        self._retries = Counter(
            "copbot_retries", "Work that has to be tried again, by part.", ["part"], registry=registry
        )
        self._limited = Counter(
            "copbot_rate_limited", "Times that the homeserver asked to go slower.", registry=registry
        )
        self._gaps = Counter("copbot_gaps_filled", "Gaps in syncs that were paged in.", registry=registry)
        self._gap_events = Counter("copbot_gap_events", "Events that were paged in.", registry=registry)
        self._unread = Counter(
            "copbot_letters_unread",
            "Messages between devices that were left unread, because their senders sent too many.",
            registry=registry,
        )
        self._answer = Histogram(
            "copbot_answer_seconds",
            "From a message's coming in with a sync to the homeserver's having the answer.",
            buckets=ANSWER_BUCKETS,
            registry=registry,
        )
        self._sync = Histogram(
            "copbot_sync_seconds",
            "A round of syncing; a quiet one takes as long as the homeserver holds it.",
            buckets=SYNC_BUCKETS,
            registry=registry,
        )
        self._work = Histogram(
            "copbot_sync_work_seconds",
            "Of a round of syncing, what copbot did after the homeserver's answer.",
            buckets=WORK_BUCKETS,
            registry=registry,
        )
        self._report: Report | None = None
        registry.register(self)

    def note(self, sign: Sign) -> None:
        """Count a sign."""
        match sign:
            case Synced():
                self._synced(sign)
            case GapFilled(events):
                self._gaps.inc()
                self._gap_events.inc(events)
            case Handled(facts, commands, faults):
                for kind in facts:
                    self._handled.labels(_label(kind)).inc()
                for command, done in commands:
                    self._commands.labels(_label(command), "ok" if done else "refused").inc()
                self._faults.inc(faults)
            case Delivered():
                self._sent.labels(_label(sign.act), _label(sign.kind)).inc()
                self._answered(sign.answers)
            case Postponed():
                self._retries.labels("outbox").inc()
                self._limited.inc(sign.limited)
            case Dropped():
                self._dropped.labels(_label(sign.act)).inc()
            case Troubled():
                self._retries.labels(_label(sign.part)).inc()
            case Unread(letters):
                self._unread.inc(letters)
            case _:
                pass

    def text(self, report: Report) -> str:
        """Everything in Prometheus' text format."""
        self._report = report
        return generate_latest(self._registry).decode()

    def collect(self) -> Iterator[Metric]:
        """What the report says, for the registry."""
        if self._report is None:
            return
        yield GaugeMetricFamily(
            "copbot_uptime_seconds", "How long this process runs.", value=self._report.uptime
        )
        status = GaugeMetricFamily(
            "copbot_status", "0 ok, 1 late, 2 failing: all of copbot, and by part.", labels=["part"]
        )
        status.add_metric(["all"], RANK[self._report.status])
        for name, part in self._report.parts.items():
            status.add_metric([name], RANK[part.status])
            for figure, value in part.figures.items():
                if value is not None:
                    yield GaugeMetricFamily(f"copbot_{name}_{figure}", "As /health tells it.", value=value)
        yield status

    def _synced(self, sign: Synced) -> None:
        self._sync.observe(sign.took)
        self._work.observe(sign.worked)
        came = self._ticks() - sign.worked
        for kind, event in sign.arrived:
            self._facts.labels(_label(kind)).inc()
            if kind == "posted":
                self._read[event] = came
        while len(self._read) > REMEMBERED:
            self._read.popitem(last=False)

    def _answered(self, event: str | None) -> None:
        came = self._read.pop(event, None) if event is not None else None
        if came is not None and (took := self._ticks() - came) <= LONGEST:
            self._answer.observe(took)


def _label(word: str) -> str:
    """A kind or a name; whatever does not look like one must not become a label."""
    return word if _LABEL.fullmatch(word) else "other"
