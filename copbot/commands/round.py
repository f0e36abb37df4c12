"""``!round``: open a live round with a question; as hands go up, or at once with everybody (``all``, ``here``).

While another ritual runs, the round waits or is dropped, as its starter chooses. The alarms of every ritual are here too: the
time to join ends, that of a turn or a phase ends, that of a talk ends soon. An alarm that comes late because copbot was
down takes nobody's time away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from copbot.core.machine import Illegal
from copbot.core.text import text
from copbot.core.wishes import Wish
from copbot.dialogue import answers, phase_messages, round_messages
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.round_kept import (
    NUDGES,
    SOON,
    TURN,
    WARNED,
    WINDOW,
    decides,
    live,
    numbered,
    save,
    time_alarm,
    turn_alarm,
    window_alarm,
)
from copbot.dialogue.round_question import wanted
from copbot.dialogue.round_words import ASKING_FOR, ASKING_HOW
from copbot.dialogue.scene import Scene
from copbot.leading import asking, asking_days, nudging, opening, over_days, rounds
from copbot.leading.unfolding import unfold
from copbot.rituals.course import close_in_vain, step
from copbot.rituals.moves import TimeUp, WindowEnds
from copbot.rituals.state import Phase

LATE = timedelta(minutes=1)
"""An alarm that rings so much too late rang while copbot was down."""


def run(call: Call, line: str) -> Sequence[Wish]:
    """Open a round."""
    return asking.asked_anew(call, wanted(line))


def left(call: Call, line: str) -> Sequence[Wish]:
    """Rather no round, after all."""
    return [answers.reply(call, text("round.left"))]


def window_ends(call: Call, payload: str) -> Sequence[Wish]:
    """The time to join is over. Hands that went up while copbot was down are still in the post: a minute more.

    With too few the time to join begins once more; after that the ritual ends, kindly.
    """
    now = live(call)
    if now is None or now.ritual.number != int(payload) or not now.course.gathering:
        return ()
    assert call.fact is not None
    if call.now - call.fact.at > LATE:
        return _wait_on(call, now, LATE)
    order = opening.in_order(call, now.round.members)
    try:
        after, happened = step(now.course, now.script, WindowEnds(order), call.read.roles())
    except Illegal:  # too few of them, or too many
        return _not_so_many(call, now)
    return rounds.tell(call, unfold(call, now, after, happened), rounds.goes_on(call, now))


def _not_so_many(call: Call, now: Scene) -> Sequence[Wish]:
    if now.course.notes.get("waited"):
        after, happened = close_in_vain(now.course)
        return rounds.tell(call, unfold(call, now, after, happened), rounds.goes_on(call, now))
    waited = replace(now, course=now.course.noted("waited", True))
    more = timedelta(minutes=call.room.settings.join_minutes)
    return (*_wait_on(call, waited, more), phase_messages.too_few(call, waited, call.now + more))


def _wait_on(call: Call, now: Scene, more: timedelta) -> tuple[Wish, ...]:
    later = replace(now, due=call.now + more)
    return save(later), window_alarm(call, later), round_messages.opening_again(call, later)


def turn_ends(call: Call, payload: str) -> Sequence[Wish]:
    """The time of a turn, or of a phase, is over; of one that is already past it means nothing."""
    now = _meant(call, payload)
    if now is None:
        return ()
    assert call.fact is not None
    if now.over_days:
        held = over_days.held(call, now)
        return rounds.moved(call, now, TimeUp(now.round.turn)) if held is None else held
    if call.now - call.fact.at > LATE and now.round.phase is Phase.TALKING:
        return _rounds_off(call, now)
    if decides(call, now):  # they do not go on while they decide; that ends by a clock of its own
        longer = replace(now, due=call.now + WARNED)
        return (save(longer), time_alarm(longer, call.now + WARNED))
    if call.now - call.fact.at > LATE:
        again, rings = turn_alarm(call, now)
        return (save(again), *rings)
    return rounds.moved(call, now, TimeUp(now.round.turn))


def _rounds_off(call: Call, now: Scene) -> Sequence[Wish]:
    """The time of a talk was over while copbot was down: people talked on, and get a moment to round off, not all of it again."""
    until = replace(now, due=call.now + WARNED)
    return (save(until), time_alarm(until, call.now + WARNED), phase_messages.soon(call, until))


def soon_ends(call: Call, payload: str) -> Sequence[Wish]:
    """The time of a talk is almost over; too late it is not worth a word."""
    now = _meant(call, payload)
    if now is None or now.due is None or call.fact is None or call.now - call.fact.at > LATE:
        return ()
    return (phase_messages.soon(call, now),)


def nudge(call: Call, payload: str) -> Sequence[Wish]:
    """Over days: who has not answered is asked again, in their own chat."""
    now = _meant(call, payload)
    return () if now is None else nudging.nudge(call, now)


def _meant(call: Call, payload: str) -> Scene | None:
    """The ritual, if it is still in the turn of the phase that an alarm was set for. Older alarms name no phase."""
    number, turn, *entered = (int(part) for part in payload.split())
    now = numbered(call, number)
    if now is None or now.course.place is None or now.ritual.number != number or now.round.turn != turn:
        return None
    return now if now.course.entered == (entered[0] if entered else 1) else None


READS = (*rounds.READS, "last", "stopped", "chat_settings", "ritual_held", "choosing", "open_proposals")


def _part(name: str, act: asking.Run) -> Command:
    return Command(
        names=(name,), part_of="round", dutch=(), section="round", run=act, reads=READS, hidden=True
    )


COMMANDS = (
    Command(
        names=("round",),
        dutch=("ronde", "rondje"),
        section="round",
        run=run,
        reads=READS,
        wordy=True,
        phrases=(Phrase(ASKING_HOW), Phrase(ASKING_FOR, line="{question}")),
        rings={WINDOW: window_ends, TURN: turn_ends, SOON: soon_ends, **dict.fromkeys(NUDGES, nudge)},
    ),
    _part("round-asked", asking.asked),
    _part("round-after", asking.after),
    _part("round-instead", asking.instead),
    _part("round-left", left),
    _part(asking_days.AGAIN, asking.until),
)
