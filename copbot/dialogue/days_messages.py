"""What a ritual over days says of how it stands: how many answered, by number only."""

from __future__ import annotations

from copbot.core.text import Text, text
from copbot.core.wishes import Edit
from copbot.dialogue import days_words, phase_messages, round_messages
from copbot.dialogue.call import Call
from copbot.dialogue.ladder_words import day
from copbot.dialogue.ritual_words import plain
from copbot.dialogue.scene import Scene
from copbot.dialogue.which_ritual import called
from copbot.rituals.state import Phase


def answered_so_far(call: Call, now: Scene, lines: tuple[Text, ...]) -> Edit | None:
    """The message that waits for answers as it is now: with how many there are, by number only."""
    key = now.ritual.prompt
    if key is None:
        return None
    if key == now.ritual.opening:
        lines = days_words.opening(call, now)
    ready = phase_messages.ready(now)
    return Edit(key, (*lines, *ready), round_messages.field(now)) if ready else None


def status(call: Call, now: Scene) -> tuple[Text, ...]:
    """Where the ritual is: which one, in which step, until when, and how many answered."""
    step = () if plain(now.script) or now.course.place is None else (phase_messages.step(now),)
    until = None if now.due is None else day(now.due, call.zone)
    if now.round.phase is Phase.TALKING:
        how = () if until is None else (text("days.status-talk", until=until),)
        return (called(now), *step, *how)
    if days_words.by_oneself(now):
        return (called(now), *step, text("days.status-alone", until=until))
    done = sum(not seat.pending for seat in now.round.seats)
    how = (text("days.status", count=done, of=len(now.round.seats), until=until),)
    return (called(now), *step, *how)
