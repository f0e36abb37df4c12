"""The live round in a room: a member's move goes to the machine, and what happened becomes messages and alarms.

The machine (`copbot.rituals.round`) knows who sits and whose turn it is; this module knows where it is kept, when its
alarms ring and which message answers what. In a running round the next prompt is the answer to a command.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from copbot.core.machine import Illegal
from copbot.core.text import Place, Text, Who, text
from copbot.core.wishes import Edit, Ring, Save, Say, Silence, Wish
from copbot.dialogue import answers, round_messages
from copbot.dialogue.call import By, Call
from copbot.dialogue.round_refusals import nothing_runs, refused
from copbot.rituals import round_json
from copbot.rituals.happenings import (
    Began,
    Closed,
    FacilitatorChanged,
    HandLowered,
    HandRaised,
    Happening,
    Spoke,
    TogetherChosen,
    TurnGiven,
    WritingOpened,
)
from copbot.rituals.moves import Done, Move, Pass
from copbot.rituals.order import speaking_order
from copbot.rituals.records import Contribution, Ritual
from copbot.rituals.round import step
from copbot.rituals.state import Phase, Round

Run = Callable[[Call, str], Sequence[Wish]]

READS = ("ritual", "roles", "hosts", "contributions")
"""The queries that every move of a round needs."""

SCRIPT = "round"
WINDOW, TURN = "round.window", "round.turn"
"""The purposes of its two alarms: the time to join ends, the time of a turn ends."""

SHOWN_IN_OPENING = (HandRaised, HandLowered, TogetherChosen, Began, FacilitatorChanged)


@dataclass(frozen=True, slots=True)
class Live:
    """A round that runs, as it was kept. ``due`` is when its present alarm rings (UTC), if one is set."""

    ritual: Ritual
    round: Round
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unfolded:
    """What a move led to: the round as it is now, what must be said in the room, and what else must be done."""

    live: Live
    said: tuple[Say, ...]
    wishes: tuple[Wish, ...]


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


def in_order(call: Call, members: Sequence[str]) -> tuple[str, ...]:
    """The members in speaking order, as the room has chosen."""
    settings = call.room.settings
    return speaking_order(members, call.read.roles(), members, settings.order, call.chance.shuffled)


def meant_for_copbot(call: Call, now: Live) -> Call | None:
    """The call, if it is a command; words of everyday ("pas") only count from whom the round waits for."""
    if call.by is not By.PHRASE or call.addressed:
        return call
    return replace(call, addressed=True) if at_turn(now, call.sender) else None


def tapped_for(call: Call, now: Live) -> str | None:
    """Whose turn a tap is about: one's own, or in one physical room, by the facilitator, that of who speaks now."""
    if at_turn(now, call.sender):
        return call.sender
    return now.round.speaking if now.round.options.here and call.sender == now.round.facilitator else None


def end_turn(call: Call) -> Sequence[Wish]:
    """``!done`` without a number: my (long) turn is over. Needs the queries of ``READS``."""
    now = live(call)
    if now is None:
        return nothing_runs(call)
    return play(call, now, Done(call.sender), thanks(call.sender))


def thanks(member: str) -> Text:
    """What is said to whom has spoken, where no prompt follows."""
    return text("round.thanks", who=Who(member))


def goes_on(call: Call) -> Text:
    """What is said in a direct chat when something was done in the room."""
    return text("round.goes-on", room=Place(call.room.id))


def play(call: Call, now: Live, move: Move, said: Text, *, aside: bool = False) -> tuple[Wish, ...]:
    """Make a move and tell what came of it; what the machine refuses gets its sentence.

    ``said`` answers where no prompt does; with ``aside`` it also stands above the next prompt, or takes the place of
    the prompt that was tapped on.
    """
    try:
        after, happened = step(now.round, move)
    except Illegal as refusal:
        return refused(call, now.round, refusal.code, gone=vanished(call, now), due=now.due)
    if isinstance(move, Pass) and Spoke(move.member) in happened:
        said = thanks(move.member)  # words of a long turn stay said, however it ends
    above = said if aside and not call.elsewhere else None
    return tell(call, unfold(call, now, after, happened, aside=above), said)


def unfold(
    call: Call,
    now: Live,
    after: Round,
    happened: Iterable[Happening],
    *,
    aside: Text | None = None,
    fresh: Sequence[Contribution] = (),
    opening: bool = True,
) -> Unfolded:
    """What happened, as messages and alarms.

    ``fresh`` are contributions that are not in the store yet; ``opening`` is whether there is one to edit already.
    """
    told = tuple(happened)
    changed = any(isinstance(it, FacilitatorChanged) for it in told)
    acted = call.now if changed or call.sender == now.round.facilitator else now.ritual.acted
    live_now = Live(replace(now.ritual, acted=acted), after, now.due)
    said: list[Say] = []
    wishes: list[Wish] = []
    if aside is not None and call.by is By.TAP and call.touched == now.ritual.prompt is not None:
        wishes.append(_tapped(call, now, live_now, aside))
        aside = None
    for it in told:
        match it:
            case Began():
                wishes.append(Silence(alarm(WINDOW, now.ritual)))
            case TurnGiven() | WritingOpened():
                live_now = _with_turn_alarm(call, live_now, wishes)
                said.append(round_messages.prompt(call, live_now.ritual, after, live_now.due, aside))
                live_now = replace(live_now, ritual=replace(live_now.ritual, prompt=said[-1].key))
            case Closed():
                if after.options.together:
                    said += round_messages.shown(call, live_now.ritual, after, _said_in(call, now, fresh))
                said.append(round_messages.outcome(call, live_now.ritual, after))
                ended = replace(live_now.ritual, prompt=None, outcome=said[-1].key, ended=call.now)
                live_now = replace(live_now, ritual=ended, due=None)
                wishes += [Silence(alarm(WINDOW, now.ritual)), Silence(alarm(TURN, now.ritual))]
            case _:
                pass
    if opening and not after.closed and any(isinstance(it, SHOWN_IN_OPENING) for it in told):
        wishes.append(round_messages.opening_again(call, live_now.ritual, after, live_now.due))
    return Unfolded(live_now, tuple(said), (save(live_now), *wishes))


def tell(call: Call, done: Unfolded, said: Text) -> tuple[Wish, ...]:
    """Say what must be said, the last of it as the answer; where there is none, or it is elsewhere, ``said``."""
    messages = list(done.said)
    if not answers.owed(call):
        return (*done.wishes, *messages)
    if call.elsewhere or not messages:
        return (*done.wishes, *messages, answers.reply(call, said))
    answer = messages[-1]
    thread = None if answer.kind == "ritual.closed" else call.spot.thread
    messages[-1] = replace(answer, reply_to=call.event, thread=thread)
    return (*done.wishes, *messages)


def goes_on_talking(call: Call, now: Live, after: Round) -> tuple[Wish, ...]:
    """Something was said in a long turn that goes on: its time begins anew, so that nobody is cut short."""
    acted = call.now if call.sender == now.round.facilitator else now.ritual.acted
    timed, ring = turn_alarm(call, Live(replace(now.ritual, acted=acted), after, now.due))
    return (save(timed), *([ring] if ring else []))


def alarm(purpose: str, ritual: Ritual) -> str:
    """The name of a round's alarm; setting it again replaces it."""
    return f"{purpose}:{ritual.room}:{ritual.number}"


def turn_alarm(call: Call, now: Live) -> tuple[Live, Ring | None]:
    """The present turn gets its full time from now; in one physical room nobody is timed."""
    if now.round.options.here:
        return replace(now, due=None), None
    due = call.now + timedelta(minutes=call.room.settings.turn_minutes)
    payload = f"{now.ritual.number} {now.round.turn}"
    return replace(now, due=due), Ring(alarm(TURN, now.ritual), due, call.room.id, TURN, payload)


def _with_turn_alarm(call: Call, now: Live, wishes: list[Wish]) -> Live:
    timed, ring = turn_alarm(call, now)
    wishes.extend([ring] if ring else [])
    return timed


def _tapped(call: Call, before: Live, now: Live, aside: Text) -> Edit:
    """A tap is answered by editing what was tapped on: one's own prompt, or the one for all who write."""
    assert call.touched is not None
    if before.round.phase is Phase.WRITING:
        return round_messages.writing_again(call.touched, now.ritual, now.round, before.due)
    return round_messages.turn_over(call.touched, before.ritual, before.round, aside)


def _said_in(call: Call, now: Live, fresh: Sequence[Contribution]) -> tuple[Contribution, ...]:
    stored = {said.event: said for said in call.read.contributions(now.ritual.number)}
    return tuple((stored | {said.event: said for said in fresh}).values())
