"""What somebody answers in their own chat, in a step of a ritual in which everybody writes to copbot alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.machine import Illegal
from copbot.core.records import Option
from copbot.core.text import Who, text
from copbot.core.wishes import Ask, Say, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.round_kept import numbered
from copbot.dialogue.round_refusals import refused
from copbot.dialogue.round_words import PASSING
from copbot.dialogue.scene import Scene
from copbot.leading import answering, hearing, rounds
from copbot.rituals.moves import Pass

_PASSING = re.compile(PASSING, re.IGNORECASE)


def run(call: Call, line: str) -> Sequence[Wish]:
    """An answer, while its step runs; or a kind word that it is over."""
    number, entered, words = (*line.split(maxsplit=2), "", "")[:3]
    now = numbered(call, int(number))
    if now is None or now.course.entered != int(entered):
        return answers.refuse(call, Error.ROUND_CLOSED, text("ritual.step-over", p=call.prefix))
    if (over := hearing.stopping(call, now, words)) is not None:
        return over
    if now.over_days:
        return (
            answering.passed(call, now)
            if _PASSING.fullmatch(words)
            else _asked_still(call, now, answering.privately(call, now, words))
        )
    if _PASSING.fullmatch(words):
        passed = text("round.passed", who=Who(call.sender))
        return rounds.play(call, now, Pass(call.sender, call.sender), passed)
    try:
        return _asked_still(call, now, hearing.contribution(call, now, words))
    except Illegal as refusal:
        return refused(call, now.round, refusal.code, due=now.due, script=now.script)


def _asked_still(call: Call, now: Scene, wishes: Sequence[Wish]) -> Sequence[Wish]:
    """What was no answer to it leaves the question waiting: what is written next is meant for it too."""
    if any(isinstance(wish, Ask) for wish in wishes):
        return wishes
    free = Option("ritual-answer", f"{now.ritual.number} {now.course.entered}")
    asks = [
        answers.asking(call, wish.key, (), free)
        for wish in wishes
        if isinstance(wish, Say) and wish.reply_to == call.event and wish.field.get("ok") is False
    ]
    return (*wishes, *asks)


COMMANDS = (
    Command(
        names=("ritual-answer",),
        part_of="ritual",
        dutch=(),
        section="round",
        run=run,
        reads=rounds.READS,
        hidden=True,
    ),
    Command(
        names=("perhaps-an-answer",),
        part_of="ritual",
        dutch=(),
        section="round",
        run=answering.perhaps,
        reads=("over_days_with",),
        roomless=True,
        hidden=True,
    ),
)
