"""Prometheus' figures: what happened, counted once, in a text that Prometheus reads; labels are kinds and names only."""

import re
from pathlib import Path

import prometheus_client
import pytest
from prometheus_client.parser import text_string_to_metric_families

from copbot.engine.signs import Delivered, Dropped, GapFilled, Handled, Postponed, Sign, Synced, Troubled
from copbot.monitor.metrics import REMEMBERED, Metrics
from tests.monitor.watching import Watching


class Counting(Watching):
    """Metrics beside the vitals."""

    def __init__(self) -> None:
        super().__init__()
        self.metrics = Metrics(lambda: self.ticks, "1.2.3")

    def hears(self, *signs: Sign) -> None:
        for sign in signs:
            self.metrics.note(sign)

    def figures(self) -> dict[tuple[str, ...], float]:
        """Every sample by its name and its labels' values."""
        families = list(text_string_to_metric_families(self.metrics.text(self.report())))
        assert all(family.documentation for family in families)
        return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}


@pytest.fixture
def counting() -> Counting:
    found = Counting()
    found.well(1.0)
    return found


def test_everything_is_counted_by_kind(counting: Counting) -> None:
    counting.hears(
        Synced(20.0, 0.004, (("posted", "$1"), ("posted", "$2"), ("reacted", "$3"))),
        GapFilled(60),
        Handled(("posted", "posted"), (("help", True), ("help", True), ("may", False)), 1),
        Delivered("!a", "say", "commitment"),
        Postponed("!a", "502", 2.0),
        Postponed("!a", "M_LIMIT_EXCEEDED", 2.0, limited=True),
        Dropped("!a", "react"),
        Troubled("sync", "500", 1.0),
    )
    figures = counting.figures()
    expected = {
        ("copbot_facts_read_total", "posted"): 2.0,
        ("copbot_facts_read_total", "reacted"): 1.0,
        ("copbot_facts_handled_total", "posted"): 2.0,
        ("copbot_commands_total", "help", "ok"): 2.0,
        ("copbot_commands_total", "may", "refused"): 1.0,
        ("copbot_faults_total",): 1.0,
        ("copbot_sent_total", "say", "commitment"): 1.0,
        ("copbot_retries_total", "outbox"): 2.0,
        ("copbot_retries_total", "sync"): 1.0,
        ("copbot_rate_limited_total",): 1.0,
        ("copbot_dropped_total", "react"): 1.0,
        ("copbot_gaps_filled_total",): 1.0,
        ("copbot_gap_events_total",): 60.0,
        ("copbot_sync_seconds_bucket", "26.0"): 1.0,
        ("copbot_sync_seconds_bucket", "10.0"): 0.0,
        ("copbot_sync_work_seconds_sum",): 0.004,
        ("copbot_build", "1.2.3"): 1.0,
    }
    assert {name: figures.get(name) for name in expected} == expected


def test_an_answer_takes_from_the_homeservers_telling_to_its_taking(counting: Counting) -> None:
    counting.hears(Synced(20.0, 0.25, (("posted", "$1"), ("posted", "$2"))))
    counting.passes(0.5)
    counting.hears(
        Delivered("!a", "say", "reply", "$1"),
        Delivered("!a", "say", "reply", "$1"),
        Delivered("!a", "say", "reminder"),
        Delivered("!a", "say", "reply", "$unknown"),
    )
    figures = counting.figures()
    assert figures["copbot_answer_seconds_count",] == 1
    assert figures["copbot_answer_seconds_sum",] == 0.75
    counting.passes(601.0)
    counting.hears(Delivered("!a", "say", "reply", "$2"))
    assert counting.figures()["copbot_answer_seconds_count",] == 1, "it waited for something else"


def test_only_so_many_events_are_remembered(counting: Counting) -> None:
    counting.hears(Synced(1.0, 0.0, tuple(("posted", f"${number}") for number in range(REMEMBERED + 1))))
    assert len(counting.metrics._read) == REMEMBERED
    counting.hears(Delivered("!a", "say", "reply", "$0"), Delivered("!a", "say", "reply", "$1"))
    assert counting.figures()["copbot_answer_seconds_count",] == 1


def test_a_report_is_told_in_figures_that_name_their_unit(counting: Counting) -> None:
    counting.passes(2.0, Troubled("sync", "502", 3.0))
    figures = counting.figures()
    expected = {
        ("copbot_status", "all"): 1.0,
        ("copbot_status", "sync"): 1.0,
        ("copbot_status", "engine"): 0.0,
        ("copbot_sync_age_seconds",): 2.0,
        ("copbot_sync_again_in_seconds",): 3.0,
        ("copbot_inbox_waiting",): 0.0,
        ("copbot_database_disk_free_bytes",): 5e10,
        ("copbot_uptime_seconds",): 3.0,
    }
    assert {name: figures.get(name) for name in expected} == expected
    assert ("copbot_inbox_oldest_seconds",) not in figures, "nothing waits, so nothing has an age"
    assert figures["process_resident_memory_bytes",] > 0
    assert figures["process_cpu_seconds_total",] > 0


def test_what_is_no_kind_never_becomes_a_label(counting: Counting) -> None:
    wrong = ("@anna:localhost", "!room:x", "Anna", "een zin", "x" * 50, "", 'a"b', "a\nb")
    for word in wrong:
        counting.hears(
            Handled((word,), ((word, True),)),
            Delivered("!a", word, word),
            Synced(1.0, 0.1, ((word, "$1"),)),
            Dropped("!a", word),
            Troubled(word, "500"),
        )
    text = counting.metrics.text(counting.report())
    assert "nna" not in text
    assert "localhost" not in text
    assert counting.figures()["copbot_commands_total", "other", "ok"] == len(wrong)


def test_the_librarys_own_registry_is_left_alone(counting: Counting) -> None:
    counting.hears(Handled(("posted",)))
    assert b"copbot" not in prometheus_client.generate_latest()


def test_operators_read_of_every_figure_and_every_part(counting: Counting) -> None:
    text = (Path(__file__).parents[2] / "docs" / "operators.md").read_text()
    parts = counting.report().parts
    assert re.findall(r"^\| `([a-z]+)` \|", text, re.MULTILINE) == list(parts)
    derived = tuple(f"copbot_{part}_{name}" for part, found in parts.items() for name in found.figures)
    for family in text_string_to_metric_families(counting.metrics.text(counting.report())):
        if not family.name.startswith(("process_", *derived)) and not family.name.endswith("_created"):
            name = family.name if family.type != "counter" else f"{family.name}_total"
            assert f"`{name}" in text, name
    for name in re.findall(r"`(copbot_[a-z_]+)", text):
        assert name in counting.metrics.text(counting.report()) or name in derived
