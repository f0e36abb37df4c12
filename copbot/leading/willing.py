"""Whoever comes to a ritual after everybody was asked whether they want it is asked the same first, alone, before they take part.

A mediation begins when each party said yes of their own will. Somebody who comes later would else be led past that very
question. Nothing is kept of who is asked: the question waits in their own chat, a yes lets them in, and a no is told to nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.machine import Illegal
from copbot.core.records import Option, Question
from copbot.core.text import Place, Who, text
from copbot.core.wishes import Ask, Say, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.phase_messages import AGREE
from copbot.dialogue.scene import Scene
from copbot.leading import rounds
from copbot.phases.agree import ALL, KIND, NAY, NUMBERED, YES
from copbot.rituals.course import step
from copbot.rituals.moves import Join
from copbot.rituals.script import ScriptPhase
from copbot.rituals.stances import agrees

VERB = "join-willingly"
"""The command that the answer goes to."""


def missed(now: Scene, member: str) -> ScriptPhase | None:
    """The step in which everybody said yes before this member came; None where there was none, or they were there."""
    course = now.course
    if course.over or course.place is None or member in course.taking_part:
        return None
    return next(
        (
            phase
            for phase in now.script.phases[: course.place]
            if phase.kind == KIND.name and phase.more.get(AGREE) == ALL and phase.name not in course.left_out
        ),
        None,
    )


def asked_first(call: Call, now: Scene) -> Sequence[Wish] | None:
    """The sender wants to take part: what they are asked first; None where they may just come, or can't at all."""
    phase = missed(now, call.sender)
    if phase is None:
        return None
    try:
        step(now.course, now.script, Join(call.sender), call.read.roles())
    except Illegal:
        return None  # who can't take part is told so, and asked nothing
    room = Place(now.ritual.room)
    lines = (
        text("agree.late", room=room, title=now.words(now.script.title)),
        now.line(phase.words),
        text("agree.how"),
    )
    key = call.chance.key()
    line = str(now.ritual.number)
    asked = Question(
        key=key,
        scope=now.ritual.room,
        asked=call.sender,
        until=answers.until(call.now),
        options=(Option(VERB, f"{line} {YES}", means="yes"), Option(VERB, f"{line} {NAY}", means="no")),
        free=Option(VERB, line),
    )
    labels = (text("agree.yes"), text("agree.no"))
    if call.elsewhere:
        return answers.say(call, "question", lines, {"about": "ritual"}, key=key, choices=labels), Ask(asked)
    said = Say(
        key,
        lines,
        "question",
        {"about": "ritual"},
        to=call.sender,
        scope=now.ritual.room,
        choices=labels,
        aloud=True,
    )
    told: Sequence[Wish] = ()
    if call.by is not By.HEARD and answers.owed(call):
        told = answers.refuse(call, Error.NEEDS_YES, text("agree.late-here", who=Who(call.sender)))
    return said, Ask(asked), *told


def answered(call: Call, now: Scene, words: str) -> Sequence[Wish]:
    """Their answer: a yes lets them in, a no is told to nobody, and what is neither is asked once more."""
    stance = agrees(NUMBERED.get(words.strip(" .)#"), words))
    if stance is None:
        free = Option(VERB, str(now.ritual.number))
        return answers.ask(call, Error.NOT_UNDERSTOOD, text("agree.which"), free=free)
    if not stance:
        return (answers.reply(call, text("agree.late-no", room=Place(now.ritual.room))),)
    return rounds.play(call, now, Join(call.sender), text("round.you-join-late", who=Who(call.sender)))
