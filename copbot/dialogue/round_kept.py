"""A round as it is kept in the store: read and written back, with the names of its alarms."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from copbot.core.wishes import Ring, Save
from copbot.dialogue.call import By, Call
from copbot.rituals import round_json
from copbot.rituals.records import Ritual
from copbot.rituals.state import Phase, Round

READS = ("ritual", "waiting_rituals", "roles", "hosts", "contributions", "absent")
"""The queries that every move of a round needs."""

SCRIPT = "round"
WINDOW, TURN = "round.window", "round.turn"
"""The purposes of its two alarms: the time to join ends, the time of a turn ends."""

MESSAGES = ("opening", "turn", "phase", "outcome")
"""What copbot's messages of a round are about, with its number."""


@dataclass(frozen=True, slots=True)
class Live:
    """A round that runs, as it was kept. ``due`` is when its present alarm rings (UTC), if one is set."""

    ritual: Ritual
    round: Round
    due: datetime | None = None


def live(call: Call) -> Live | None:
    """The round that runs in the room."""
    ritual = call.read.ritual()
    return None if ritual is None or ritual.script != SCRIPT else kept(ritual)


def kept(ritual: Ritual) -> Live:
    """The round of a ritual's record."""
    plain = json.loads(ritual.state)
    due = plain.get("due")
    return Live(ritual, round_json.from_json(plain), datetime.fromisoformat(due) if due else None)


def save(now: Live) -> Save:
    """Keep the round: the machine's own JSON, with the time of the alarm beside it."""
    plain = round_json.to_json(now.round) | {"due": now.due.isoformat() if now.due else None}
    return Save(replace(now.ritual, state=json.dumps(plain), facilitator=now.round.facilitator))


def past(call: Call, now: Live) -> bool:
    """Whether a tap or everyday words are about another round than the one that runs. A command never is."""
    if call.by in (By.COMMAND, By.CHOICE) or call.about is None or call.about.what not in MESSAGES:
        return False
    return call.about.number != now.ritual.number


def on_prompt(call: Call, now: Live) -> bool:
    """Whether what was tapped on is what the round waits for now: an earlier prompt is over."""
    return call.by is not By.TAP or (call.touched is not None and call.touched == now.ritual.prompt)


def vanished(call: Call, now: Live) -> bool:
    """Whether the facilitator left the room, or did nothing in the round for twice the turn time."""
    patience = timedelta(minutes=2 * call.room.settings.turn_minutes)
    return now.round.facilitator not in call.people.members or call.now - now.ritual.acted > patience


def at_turn(now: Live, member: str) -> bool:
    """Whether the round waits for this member now: in turn, or among those who write together."""
    if now.round.phase is Phase.WRITING:
        seat = now.round.seat(member)
        return seat is not None and seat.pending
    return now.round.speaking == member


def alarm(purpose: str, ritual: Ritual) -> str:
    """The name of a round's alarm; setting it again replaces it."""
    return f"{purpose}:{ritual.room}:{ritual.number}"


def window_alarm(call: Call, now: Live) -> Ring:
    """The time to join ends when the round is due."""
    assert now.due is not None
    return Ring(alarm(WINDOW, now.ritual), now.due, call.room.id, WINDOW, str(now.ritual.number))


def turn_alarm(call: Call, now: Live) -> tuple[Live, Ring | None]:
    """The present turn gets its full time from now; in one physical room nobody is timed."""
    if now.round.options.here:
        return replace(now, due=None), None
    due = call.now + timedelta(minutes=call.room.settings.turn_minutes)
    payload = f"{now.ritual.number} {now.round.turn}"
    return replace(now, due=due), Ring(alarm(TURN, now.ritual), due, call.room.id, TURN, payload)
