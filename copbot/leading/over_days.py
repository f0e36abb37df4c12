"""A ritual over days: when a phase is over, and what counts as an answer in time.

A phase ends when its time is over, or as soon as everybody has answered or passed who is not away until then; but nothing is
told in the quiet hours: what ends in the night is told in the morning, and until then anybody may change their words. An answer
is in time when the homeserver took it in time, however late copbot hears of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from copbot.core.quiet import quiet_until
from copbot.core.text import Place, text
from copbot.core.wishes import Ring, Say, Wish
from copbot.dialogue.call import Call
from copbot.dialogue.round_kept import save, time_alarm
from copbot.dialogue.scene import Scene
from copbot.rituals.state import Phase

LATE = timedelta(minutes=1)
"""An alarm that rings so much too late rang while copbot was down: what was said meanwhile is still in the post."""
ASKED = "days:asked"
"""Under this name the course notes the messages of phases that are over: who replies to them is late."""
TOLD = "days:late"
"""Under this name, which no phase can have, the course notes who was told kindly that their answer came too late."""


def waits(now: Scene) -> bool:
    """Whether this is a phase over days in which people write."""
    course = now.course
    return now.over_days and not course.over and course.place is not None and now.round.phase is Phase.WRITING


def ending(call: Call, now: Scene) -> tuple[bool, Ring]:
    """Whether the phase is over now because all have answered; else when it ends as things stand."""
    assert now.due is not None
    if not _all_answered(call, now):
        return False, time_alarm(now, now.due)
    morning = quiet_until(call.now, call.zone, call.room.settings.quiet)
    return morning is None, time_alarm(now, min(now.due, morning or now.due))


def _all_answered(call: Call, now: Scene) -> bool:
    """Whether somebody answered, and nobody is waited for: who is away until the end is not."""
    assert now.due is not None
    seats = now.round.seats
    away = call.read.absent(now.due)
    answered = any(not seat.pending for seat in seats)
    return answered and all(not seat.pending or seat.member in away for seat in seats)


def held(call: Call, now: Scene) -> Sequence[Wish] | None:
    """The time of the present phase is over: why it does not end yet; None where it does."""
    assert call.fact is not None
    morning = quiet_until(call.now, call.zone, call.room.settings.quiet)
    if morning is not None:
        return (time_alarm(now, morning),)
    if call.now - call.fact.at > LATE:
        return (time_alarm(now, call.now + LATE),)
    return None


def in_time(call: Call, now: Scene) -> bool:
    """Whether what was just said was taken by the homeserver before the phase's time was over."""
    at = call.now if call.fact is None else call.fact.at
    return now.due is None or at <= now.due


def asked_before(now: Scene, prompt: str) -> Scene:
    """With a message noted to which answers come too late from here on."""
    if not now.over_days or now.round.phase is Phase.TALKING:
        return now
    return now.with_noted(ASKED, [*(now.course.notes.get(ASKED) or ()), prompt])


def too_late(call: Call, now: Scene) -> tuple[Wish, ...]:
    """Somebody answered too late: a kind word in their own chat, once in a ritual."""
    told = tuple(now.course.notes.get(TOLD) or ())
    if call.sender in told:
        return ()
    after = now.with_noted(TOLD, [*told, call.sender])
    words = text("days.too-late", room=Place(call.room.id))
    kind = {"about": f"ritual {now.ritual.number}"}
    said = Say(call.chance.key(), (words,), "nudge", kind, to=call.sender, scope=call.room.id)
    return save(after), said
