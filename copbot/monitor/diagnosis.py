"""From what is known to what is told: part by part whether it is well, late or failing, and why. Pure.

A part is *late* when something takes longer than it does on an ordinary day, and *failing* when that has outlasted all
patience, or when somebody has to come and mend it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from copbot.engine.signs import Backlog
from copbot.monitor.vitals import Trouble, Vitals
from copbot.monitor.words import span, why

PATIENCE = 120.0  # seconds after which what is late is failing
QUIET_SYNC = 60.0  # seconds that a sync without trouble may take: the homeserver may keep it waiting for 25
BATCH = 30.0  # seconds that a batch may take
TICK = 45.0  # seconds between two ticks: three times what it should be
WAITING = 30.0  # seconds that a fact, a message or an alarm may wait
JUMP_TOLD = 3600.0  # seconds for which a jump of the clock is told
DISK_LATE = 200_000_000  # bytes
DISK_FAILING = 20_000_000


class Status(StrEnum):
    """How a part is."""

    OK = "ok"
    LATE = "late"
    FAILING = "failing"


RANK = {Status.OK: 0, Status.LATE: 1, Status.FAILING: 2}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: how it is, in words, and in figures, whose names end in their unit."""

    status: Status
    says: str
    figures: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk under the data folder: free bytes, and the size of the database in bytes."""

    free: int
    database: int


@dataclass(frozen=True, slots=True)
class Known:
    """All that there is to go by at one moment. ``now`` is monotonic, ``wall`` UTC; None: it could not be found out."""

    vitals: Vitals
    backlog: Backlog | None
    disk: Disk | None
    now: float
    wall: datetime
    patience: float = PATIENCE
    left_out: int = 0  # files of scripts that can't be used


@dataclass(frozen=True, slots=True)
class Report:
    """How copbot is: as its worst part."""

    parts: Mapping[str, Part]
    uptime: float  # seconds

    @property
    def status(self) -> Status:
        """The status of the worst part."""
        return max((part.status for part in self.parts.values()), key=RANK.__getitem__)


def diagnose(known: Known) -> Report:
    """How every part is at this moment."""
    parts = {
        "sync": _sync(known),
        "token": _token(known),
        "inbox": _inbox(known),
        "engine": _engine(known),
        "outbox": _outbox(known),
        "tick": _tick(known),
        "alarms": _alarms(known),
        "database": _database(known),
        "clock": _clock(known),
    } | ({"scripts": _scripts(known)} if known.left_out else {})
    return Report(parts, known.now - known.vitals.began)


def _sync(known: Known) -> Part:
    vitals, now = known.vitals, known.now
    since = vitals.began if vitals.synced is None else vitals.synced
    age, trouble = now - since, vitals.trouble("sync")
    figures = {
        "age_seconds": None if vitals.synced is None else age,
        "again_in_seconds": _again(known, trouble),
    }
    never = "no answer yet" if vitals.synced is None else f"no news for {span(age)}"
    if trouble is not None:
        return Part(_outlasted(known, trouble.since), f"{never}: {_told(known, trouble)}", figures)
    if age > QUIET_SYNC:
        return Part(_after(age, PATIENCE), f"{never}, and it still waits for this answer", figures)
    if vitals.synced is None:
        return Part(Status.LATE, f"asks for news for the first time, for {span(age)} now", figures)
    return Part(Status.OK, f"heard from the homeserver {span(age)} ago", figures)


def _token(known: Known) -> Part:
    trouble = known.vitals.trouble("sync")
    if trouble is not None and trouble.why.startswith("401"):
        return Part(_outlasted(known, trouble.since), why(trouble.why))
    if trouble is not None or known.vitals.synced is None:
        return Part(
            Status.OK, "not refused; a token that the homeserver no longer knows ends copbot (exit code 4)"
        )
    return Part(Status.OK, "accepted with the last answer")


def _inbox(known: Known) -> Part:
    if known.backlog is None:
        return _unknown()
    count, age = known.backlog.inbox, _age(known, known.backlog.inbox_since)
    figures = {"waiting": float(count), "oldest_seconds": age}
    if count and known.vitals.first_synced is None:
        return Part(Status.OK, f"{count} waiting, to be handled after the first news", figures)
    if age is None or age <= WAITING:
        return Part(Status.OK, f"{count} waiting" if count else "empty", figures)
    idle = _idle(known, known.vitals.handled)
    says = f"{count} waiting, the oldest for {span(age)}"
    if known.vitals.unknown:
        says += "; the members of some rooms can't be asked for now"
    failing = age > known.patience and idle > known.patience
    return Part(Status.FAILING if failing else Status.LATE, says, figures)


def _engine(known: Known) -> Part:
    vitals, now = known.vitals, known.now
    last = None if vitals.handled is None else now - vitals.handled
    figures = {
        "idle_seconds": last,
        "busy_seconds": None if vitals.handling is None else now - vitals.handling,
    }
    if vitals.first_synced is None:
        return Part(Status.OK, "begins after the first news", figures)
    if (trouble := vitals.trouble("engine")) is not None:
        return Part(_outlasted(known, trouble.since), f"can't go on: {_told(known, trouble)}", figures)
    if vitals.handling is not None and now - vitals.handling > BATCH:
        busy = now - vitals.handling
        return Part(_after(busy, known.patience), f"has been at the same work for {span(busy)}", figures)
    inbox = _inbox(known)
    if inbox.status is Status.FAILING:
        return Part(Status.FAILING, f"does nothing though the inbox is not empty: {inbox.says}", figures)
    says = "has had nothing to handle yet" if last is None else f"last handled something {span(last)} ago"
    return Part(Status.OK, says, figures)


def _outbox(known: Known) -> Part:
    if known.backlog is None:
        return _unknown()
    vitals, waits, rests = known.vitals, known.backlog, known.vitals.resting()
    limited = max((vitals.limited_until or known.now) - known.now, 0.0)
    age = _age(known, waits.outbox_since)
    overdue = _age(known, waits.held_until) if waits.held_until and waits.held_until < known.wall else None
    age = max((seconds for seconds in (age, overdue) if seconds is not None), default=None)
    figures = {
        "waiting": float(waits.outbox),
        "oldest_seconds": age,
        "held": float(waits.held),
        "resting_rooms": float(sum(rests.values())),
        "limited_seconds": limited,
    }
    says = f"{waits.outbox} to send" if waits.outbox else "nothing to send"
    if waits.held:
        says += f", {waits.held} held for later"
    if age is not None and age > WAITING:
        says += f"; the oldest waits for {span(age)}"
    if limited:
        says += f"; the homeserver asks for {span(limited)} of patience (its rate limits)"
    for code, rooms in sorted(rests.items()):
        says += f"; {rooms} rooms rest: {why(code)}" if rooms > 1 else f"; one room rests: {why(code)}"
    if vitals.first_synced is None:
        return Part(Status.OK, f"{says}, after the first news", figures)
    if age is None or age <= WAITING:
        return Part(Status.OK, says, figures)
    failing = age > known.patience and _idle(known, vitals.sent) > known.patience
    return Part(Status.FAILING if failing else Status.LATE, says, figures)


def _tick(known: Known) -> Part:
    vitals = known.vitals
    if vitals.first_synced is None:
        return Part(Status.OK, "begins after the first news")
    age = known.now - (vitals.first_synced if vitals.ticked is None else vitals.ticked)
    figures = {"age_seconds": age}
    if (trouble := vitals.trouble("tick")) is not None:
        return Part(_after(age, known.patience), f"the last try failed: {why(trouble.why)}", figures)
    if age > TICK:
        return Part(_after(age, known.patience), f"has not looked at what is due for {span(age)}", figures)
    return Part(Status.OK, f"looked at what is due {span(age)} ago", figures)


def _alarms(known: Known) -> Part:
    if known.backlog is None:
        return _unknown()
    overdue = max(_age(known, known.backlog.alarm) or 0.0, 0.0)
    figures = {"overdue_seconds": overdue}
    if overdue <= WAITING:
        return Part(Status.OK, "none is overdue", figures)
    if known.vitals.first_synced is None:
        return Part(
            Status.OK, f"the oldest was due {span(overdue)} ago; they ring after the first news", figures
        )
    # Many that were missed take a while; as long as something is handled, it is going on.
    failing = overdue > known.patience and _idle(known, known.vitals.handled) > known.patience
    status = Status.FAILING if failing else Status.LATE
    return Part(status, f"the oldest was due {span(overdue)} ago", figures)


def _database(known: Known) -> Part:
    disk = known.disk
    figures: dict[str, float | None] = {
        "disk_free_bytes": None if disk is None else float(disk.free),
        "size_bytes": None if disk is None else float(disk.database),
    }
    if (trouble := known.vitals.trouble("database")) is not None:
        return Part(Status.FAILING, f"can't be written: {why(trouble.why)}", figures)
    if known.backlog is None:
        return Part(Status.FAILING, "can't be read, or does not answer in time", figures)
    if disk is None:
        return Part(Status.LATE, "how much room the disk has can't be found out", figures)
    if disk.free < DISK_LATE:
        status = Status.FAILING if disk.free < DISK_FAILING else Status.LATE
        return Part(status, f"its disk has only {disk.free / 1e6:.0f} MB left", figures)
    return Part(Status.OK, "can be read and written", figures)


def _clock(known: Known) -> Part:
    jump = known.vitals.jump
    if jump is None or known.now - jump.at > JUMP_TOLD:
        return Part(Status.OK, "goes evenly", {"jumps": float(known.vitals.jumps)})
    way = "forward" if jump.by > 0 else "back"
    says = f"was moved {span(abs(jump.by))} {way} {span(known.now - jump.at)} ago"
    says += ", or the machine slept" if jump.by > 0 else ""
    return Part(Status.OK, says, {"jumps": float(known.vitals.jumps), "last_jump_seconds": jump.by})


def _scripts(known: Known) -> Part:
    figures = {"left_out": float(known.left_out)}
    one = known.left_out == 1
    says = f"{known.left_out} {'file is' if one else 'files are'} left out of the rituals; copbot check tells why"
    return Part(Status.LATE, says, figures)


def _unknown() -> Part:
    return Part(Status.LATE, "can't be looked at: the database does not answer")


def _told(known: Known, trouble: Trouble) -> str:
    again = _again(known, trouble)
    return f"{why(trouble.why)}; tries again" + (f" in {span(again)}" if again else " now")


def _again(known: Known, trouble: Trouble | None) -> float | None:
    if trouble is None or trouble.again_at is None:
        return None
    return max(trouble.again_at - known.now, 0.0)


def _outlasted(known: Known, since: float) -> Status:
    return _after(known.now - since, known.patience)


def _after(seconds: float, patience: float) -> Status:
    return Status.FAILING if seconds > patience else Status.LATE


def _age(known: Known, since: datetime | None) -> float | None:
    return None if since is None else (known.wall - since).total_seconds()


def _idle(known: Known, last: float | None) -> float:
    begun = known.vitals.first_synced
    return known.now - (last if last is not None else known.vitals.began if begun is None else begun)
