"""What a ritual over days says in the room: how and until when to answer, how many did, and how it stands.

Nobody is named, and no telephone rings: everybody answers when it suits. The lines stand in the opening of a round and in the
message of each phase.
"""

from __future__ import annotations

from copbot.core.text import Text, Who, text
from copbot.dialogue.call import Call
from copbot.dialogue.ladder_words import day
from copbot.dialogue.ritual_words import FREE, plain, titled
from copbot.dialogue.scene import Scene
from copbot.rituals.state import Phase

UNNAMED = "days:unnamed"
"""Under this name, which no phase can have, the course notes that the starter wants no names."""
PRIVATE = "private"
"""The key of phases in which everybody writes to copbot alone."""
AGREE = "yes"
"""The key of phases in which everybody says yes or no: alone, nothing in the room shows who passes."""


def by_oneself(now: Scene) -> bool:
    """Whether each says yes or no alone just now: then not even how many did is told, for who counts would know who did not."""
    more = {} if now.course.place is None else now.phase.more
    return AGREE in more and bool(more.get(PRIVATE))


def unnamed(now: Scene, phase: str | None = None) -> bool:
    """Whether what is written in a phase (the present one) is shown without names."""
    if now.course.notes.get(UNNAMED):
        return True
    at = now.course.place if phase is None else now.script.phase(phase)
    return at is not None and now.script.phases[at].more.get("shown") == "unnamed"


def opening(call: Call, now: Scene) -> tuple[Text, ...]:
    """The words of the opening. That of a round is also what is answered, so it says how."""
    lead = text("days.lead", who=Who(now.round.facilitator))
    without = (text("days.unnamed"),) if unnamed(now) else ()
    if plain(now.script):
        return (titled(now), *how(call, now), *without, lead)
    agreements = () if now.script.agreements is None else (now.line(now.script.agreements),)
    first = not now.course.over and now.course.entered <= 1
    about = (now.line(now.script.about), *agreements) if first else ()
    steps = text("days.steps", count=len(now.script.usual))
    return (titled(now), *about, steps, *without, lead)


def how(call: Call, now: Scene) -> tuple[Text, ...]:
    """How to answer in the present phase, and until when."""
    if now.due is None or now.course.place is None:
        return ()
    until = day(now.due, call.zone)
    if now.round.phase is Phase.TALKING:
        return (text("days.talk" if now.phase.kind in FREE else "days.until", until=until),)
    private = bool(now.phase.more.get(PRIVATE))
    if private and AGREE in now.phase.more:
        return (text("days.ask-private", until=until),)
    return (text("days.write-private" if private else "days.write", until=until),)
