"""Which ritual somebody means, where several run: one live, and others over days beside it.

It is the one whose message is replied to, else the one of the number, else the one that runs live, else the only one; else
it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Text, text
from copbot.core.wishes import Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.ritual_words import plain
from copbot.dialogue.round_kept import live, running
from copbot.dialogue.round_refusals import nothing_runs
from copbot.dialogue.scene import Scene

_NUMBER = re.compile(r"(?:^|(?<=\s))#?([0-9]{1,4})(?=\s|$)")
MOST = 5


@dataclass(frozen=True, slots=True)
class Found:
    """The ritual that is meant, and what else was said."""

    now: Scene
    rest: str


def find(
    call: Call, line: str, verb: str, among: Callable[[Scene], bool] | None = None
) -> Found | Sequence[Wish]:
    """The ritual that a command is about, or why that can't be told. ``verb`` goes on with what is chosen.

    ``among`` are those that may be meant where nothing names one.
    """
    scenes = running(call)
    if not scenes:
        return nothing_runs(call)
    if call.by is not By.TAP and (match := _NUMBER.search(line)) is not None:
        number = int(match[1])
        rest = " ".join((line[: match.start()] + line[match.end() :]).split())
        for now in scenes:
            if now.ritual.number == number:
                return Found(now, rest)
        return answers.refuse(call, Error.NO_SUCH_RITUAL, text("days.no-such", n=number, p=call.prefix))
    meant = live(call)
    if meant is not None:
        return Found(meant, line)
    fitting = [now for now in scenes if among is None or among(now)] or list(scenes)
    if len(fitting) == 1:
        return Found(fitting[0], line)
    choices = [(called(now), Option(verb, f"{line} #{now.ritual.number}".strip())) for now in fitting[:MOST]]
    return answers.ask(call, Error.WHICH_RITUAL, text("days.which"), choices=choices)


def called(now: Scene) -> Text:
    """A ritual in one line, among others: its number, and its topic or its name."""
    topic = now.ritual.question is not None
    if plain(now.script):
        return text("days.called-round", n=now.ritual.number, question=now.topic)
    title = now.words(now.script.title)
    if topic:
        return text("days.called-topic", n=now.ritual.number, title=title, topic=now.topic)
    return text("days.called", n=now.ritual.number, title=title)
