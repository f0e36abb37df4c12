"""``rate``: everybody gives a figure from 1 to 5; at the end there are a spread and an average, and no names."""

from __future__ import annotations

import re
from collections import Counter

from copbot.core.errors import Error
from copbot.core.text import Text, text
from copbot.core.wishes import About, Say
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.round_messages import field, thread
from copbot.phases import _writing
from copbot.phases.kind import Kind, Scene, Told
from copbot.rituals.form import Form
from copbot.rituals.script import DONE, Shape

LOWEST, HIGHEST = 1, 5
WORDS = {
    "een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
}  # fmt: skip
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_BARE = re.compile(r"[^\w]*(?:een |a )?(\w+)[^\w]*")


def figure(words: str) -> int | None:
    """The figure that is meant; None where there is none from 1 to 5, or more than one."""
    numbers = _NUMBER.findall(words)
    if not numbers:
        bare = _BARE.fullmatch(words.lower())
        return WORDS.get(bare[1]) if bare else None
    if len(set(numbers)) != 1 or not numbers[0].isdecimal():
        return None
    found = int(numbers[0])
    return found if LOWEST <= found <= HIGHEST else None


def heard(call: Call, _scene: Scene, words: str) -> Told | None:
    """A figure counts; what has none is people's talk, and a wrong one gets a sentence."""
    found = figure(words)
    if found is not None:
        return Told(counts=True, keep=str(found))
    if not answers.owed(call) and not _NUMBER.search(words):
        return Told()
    remark = answers.remark(call, Error.BAD_VALUE, text("ritual.rate-wrong", low=LOWEST, high=HIGHEST))
    return Told(says=(remark,))


def lines(_call: Call, scene: Scene) -> tuple[Text, ...]:
    """What is asked for, where the script does not say it itself."""
    if all(str(HIGHEST) in words for words in scene.phase.words.values()):
        return ()
    return (text("ritual.rate-how", low=LOWEST, high=HIGHEST),)


def ends(call: Call, scene: Scene) -> Told:
    """The average and the spread of everybody's last figure."""
    last = {said.member: figure(said.words) for said in scene.contributions(call)}
    figures = [found for found in last.values() if found is not None]
    if not figures:
        return Told(outcome=DONE)
    tenths = round(10 * sum(figures) / len(figures))
    average = text("ritual.figure", whole=tenths // 10, tenth=tenths % 10)
    counted = Counter(figures)
    spread = tuple(
        text("ritual.rated-so", figure=value, times=counted[value])
        for value in range(LOWEST, HIGHEST + 1)
        if counted[value]
    )
    told = Say(
        call.chance.key(),
        (
            text("ritual.rated", average=average, count=len(figures)),
            text("ritual.rated-spread", spread=spread),
        ),
        "ritual.phase",
        field(scene),
        room=scene.ritual.room,
        thread_key=thread(scene),
        about=About("phase", scene.ritual.number),
    )
    return Told(says=(told,), outcome=DONE)


KIND = Kind(
    Form(
        "rate",
        Shape.WRITING,
        "everybody gives a figure from 1 to 5; at the end there are a spread and an average, and no names",
        keys={"private": _writing.PRIVATE},
    ),
    begins=_writing.asks,
    heard=heard,
    ends=ends,
    lines=lines,
    joined=_writing.asks_newcomer,
)
