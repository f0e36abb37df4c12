"""What a ritual over days says of how it stands: how many answered, by number only."""

from __future__ import annotations

from copbot.core.text import Text, text
from copbot.core.wishes import Edit
from copbot.dialogue import days_words, round_messages
from copbot.dialogue.call import Call
from copbot.dialogue.ladder_words import day
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
    return Edit(key, (*lines, round_messages.ready(now.round)), round_messages.field(now))


def status(call: Call, now: Scene) -> Text:
    """Where the ritual is, in one line: until when, and how many answered."""
    until = None if now.due is None else day(now.due, call.zone)
    if now.round.phase is Phase.TALKING or until is None:
        return text("days.status-talk", ritual=called(now), until=until)
    done = sum(not seat.pending for seat in now.round.seats)
    return text("days.status", ritual=called(now), until=until, count=done, of=len(now.round.seats))
