"""A ritual as it is kept in the store: read and written back, with the names of its alarms."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

from copbot.core.wishes import Ring, Save, Silence
from copbot.dialogue import ritual_words
from copbot.dialogue.call import By, Call
from copbot.dialogue.scene import Scene
from copbot.rituals import course_json, script_json
from copbot.rituals.over_days import deadline, nudges
from copbot.rituals.plain_round import ROUND
from copbot.rituals.records import Ritual
from copbot.rituals.script import Mode, Script
from copbot.rituals.state import Phase

READS = ("ritual", "over_days", "waiting_rituals", "roles", "hosts", "contributions", "absent")
"""The queries that every move of a ritual needs."""

WINDOW, TURN, SOON = "round.window", "round.turn", "round.soon"
"""The purposes of its alarms: the time to join ends, that of a turn or a phase ends, that of a talk ends soon."""
NUDGES = ("round.nudge", "round.nudge-last")
"""Over days: who has not answered is asked again, halfway and on the last day."""
PATIENCE = timedelta(days=2)
"""Over days, who leads and does nothing for so long may be relieved."""
UNTIMED_DAYS = 7.0
"""Days after which a phase ends that has no days of its own."""
CAME = "days:came"
"""Under this name, which no phase can have, the course notes who is in the room but was not there, or away, when it began."""
UNTIL = "days:until"
"""Under this name, which no phase can have, the course notes until when (ISO) its only phase lasts, if that was asked for."""
MEETING = "meeting"
"""Under this name, which no phase of a meeting's script can have, the course notes which meeting of the room it runs."""
WARNED = timedelta(minutes=2)
"""So long before a timed talk ends copbot says so."""
WORTH_A_WARNING = timedelta(minutes=10)
UNTIMED_TALK = 60
"""Minutes after which a talk goes on by itself that no script and nobody ends, so that no ritual runs for ever."""
SHORTEST_TURN = 2
"""Minutes that a turn lasts at least, however many share the time of a phase: who types on a telephone needs them."""

MESSAGES = ("opening", "turn", "phase", "outcome")
"""What copbot's messages of a ritual are about, with its number."""


def live(call: Call) -> Scene | None:
    """The ritual that is meant: one over days where its message was replied to or tapped on, else the one that runs live."""
    if call.about is not None and call.about.what in MESSAGES:
        for one in call.read.over_days():
            if one.number == call.about.number:
                return kept(one, call.prefix)
    ritual = call.read.ritual()
    return None if ritual is None else kept(ritual, call.prefix)


def running(call: Call) -> tuple[Scene, ...]:
    """All rituals that run in the room: the live one first, then those over days, the oldest first."""
    present = call.read.ritual()
    found = (*(() if present is None else (present,)), *call.read.over_days())
    return tuple(kept(ritual, call.prefix) for ritual in found)


def numbered(call: Call, number: int) -> Scene | None:
    """The ritual of that number, if it runs."""
    return next((now for now in running(call) if now.ritual.number == number), None)


def kept(ritual: Ritual, prefix: str = "!") -> Scene:
    """The ritual of a record, with the script that it runs."""
    plain = json.loads(ritual.state)
    due = plain.get("due")
    course = course_json.from_json(plain)
    due_at = datetime.fromisoformat(due) if due else None
    return Scene(ritual, script_of(ritual), course, due_at, prefix=prefix)


def script_of(ritual: Ritual) -> Script:
    """The script that a ritual runs or waits to run, as it was when it was asked for."""
    return ROUND if ritual.copy is None else script_json.from_text(ritual.copy)


def save(now: Scene) -> Save:
    """Keep the ritual: the machine's own JSON, with the time of the alarm beside it."""
    plain = course_json.to_json(now.course) | {"due": now.due.isoformat() if now.due else None}
    return Save(replace(now.ritual, state=json.dumps(plain), facilitator=now.round.facilitator))


def past(call: Call, now: Scene) -> bool:
    """Whether a tap or everyday words are about another ritual than the one that runs. A command never is."""
    if call.by in (By.COMMAND, By.CHOICE) or call.about is None or call.about.what not in MESSAGES:
        return False
    return call.about.number != now.ritual.number


def on_prompt(call: Call, now: Scene) -> bool:
    """Whether what was tapped on is what the ritual waits for now: an earlier prompt is over."""
    return call.by is not By.TAP or (call.touched is not None and call.touched == now.ritual.prompt)


def vanished(call: Call, now: Scene) -> bool:
    """Whether who leads left the room, or did nothing for twice the turn time; in a talk there is less to be done."""
    if now.over_days:
        return now.round.facilitator not in call.people.members or call.now - now.ritual.acted > PATIENCE
    minutes: float = 2 * call.room.settings.turn_minutes
    if now.round.phase is Phase.TALKING:
        minutes = max(minutes, now.phase.lasts(now.course.mode, len(now.course.members)) or 0)
    patience = timedelta(minutes=minutes)
    return now.round.facilitator not in call.people.members or call.now - now.ritual.acted > patience


def at_turn(now: Scene, member: str) -> bool:
    """Whether the ritual waits for this member now: in turn, or among those who write together."""
    if now.round.phase is Phase.WRITING:
        seat = now.round.seat(member)
        return seat is not None and seat.pending
    return now.round.speaking == member


def alarm(purpose: str, ritual: Ritual) -> str:
    """The name of a ritual's alarm; setting it again replaces it."""
    return f"{purpose}:{ritual.room}:{ritual.number}"


def window_alarm(call: Call, now: Scene) -> Ring:
    """The time to join ends when the ritual is due."""
    assert now.due is not None
    return Ring(alarm(WINDOW, now.ritual), now.due, call.room.id, WINDOW, str(now.ritual.number))


def turn_alarm(call: Call, now: Scene) -> tuple[Scene, tuple[Ring, ...]]:
    """The present turn, or the phase in which nobody has one, gets its full time from now; at one table nobody is timed."""
    if now.over_days:
        return _days_alarms(call, now)
    minutes = minutes_now(call, now)
    if now.round.options.here or minutes is None:
        return replace(now, due=None), ()
    due = call.now + timedelta(minutes=minutes)
    rings = [time_alarm(now, due)]
    if now.round.phase is Phase.TALKING and due - call.now >= WORTH_A_WARNING:
        rings.append(time_alarm(now, due - WARNED, SOON))
    return replace(now, due=due), tuple(rings)


def minutes_now(call: Call, now: Scene) -> float | None:
    """How many minutes the present turn lasts, or the phase in which nobody has one."""
    phase, usual = now.phase, call.room.settings.turn_minutes
    if ritual_words.plain(now.script):
        return usual  # a round has the room's own time for a turn
    if now.round.phase is Phase.TURNS:
        if phase.minutes_each is not None:
            return phase.minutes_each
        if phase.minutes is None:
            return usual
        return max(phase.minutes / max(len(now.round.seats), 1), SHORTEST_TURN)
    lasts = phase.lasts(Mode.LIVE, len(now.course.members))
    if lasts is not None:
        return lasts
    return UNTIMED_TALK if now.round.phase is Phase.TALKING else usual


def decides(call: Call, now: Scene) -> bool:
    """Whether a meeting decides about an item of its agenda just now. Needs the query open_proposals."""
    if not now.noted(MEETING) or now.course.place is None or now.phase.kind != "item":
        return False
    return any(kept.live and kept.ritual is None for kept in call.read.open_proposals())


def time_alarm(now: Scene, at: datetime, purpose: str = TURN) -> Ring:
    """Something of the present phase is due then, its end or what is told before it."""
    payload = f"{now.ritual.number} {now.round.turn} {now.course.entered}"
    return Ring(alarm(purpose, now.ritual), at, now.ritual.room, purpose, payload)


def _days_alarms(call: Call, now: Scene) -> tuple[Scene, tuple[Ring, ...]]:
    """A phase over days lasts until the time that was asked for, or so many days; on the way who has not answered is asked."""
    quiet = call.room.settings.quiet
    asked = now.course.notes.get(UNTIL)
    days = now.phase.days or UNTIMED_DAYS
    due = datetime.fromisoformat(asked) if asked else deadline(call.now, days, call.zone, quiet)
    timed = replace(now, due=due)
    rings = [time_alarm(timed, due)]
    if now.round.phase is Phase.WRITING:
        times = nudges(call.now, due, call.zone, quiet)
        rings += [time_alarm(timed, at, purpose) for purpose, at in zip(NUDGES, times, strict=False)]
    return timed, tuple(rings)


def silences(ritual: Ritual) -> tuple[Silence, ...]:
    """No alarm of a phase rings any more."""
    return tuple(Silence(alarm(purpose, ritual)) for purpose in (TURN, SOON, *NUDGES))
