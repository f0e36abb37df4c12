"""Who comes to a meeting: ✅ ❔ ❌ on what copbot told of it, or a word in reply, to copbot, or in a direct chat.

It stands before other commands in the alphabet on purpose: in reply to a meeting, "ik ben er niet" is about that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from copbot.core.wishes import Wish
from copbot.dialogue import meeting_answering
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase, Touch
from copbot.dialogue.meeting_phrases import (
    ALWAYS,
    AT,
    DATED,
    MAYBE,
    MAYBE_SAID,
    NO,
    NO_SAID,
    YES,
    YES_AND_MORE,
    YES_SAID,
)
from copbot.dialogue.meeting_words import ABOUT, REMINDED

_WHICH = r"(?: (?:nummer |nr\.? ?|number )?#?(?P<number>[0-9]{1,6}))?"


def run(call: Call, line: str) -> Sequence[Wish]:
    """Somebody says whether they come."""
    return meeting_answering.answer(call, line)


def withdraw(call: Call, line: str) -> Sequence[Wish]:
    """The reaction that said so was taken away."""
    return meeting_answering.withdraw(call)


def taken_away(call: Call, line: str) -> Sequence[Wish]:
    """A message was removed, perhaps one that said so."""
    return meeting_answering.taken_away(call)


def _in_reply(pattern: str, line: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(pattern, about=about, line=line) for about in (ABOUT, REMINDED))


def _said(pattern: str, line: str) -> Phrase:
    return Phrase(rf"(?:{pattern}){AT}{_WHICH}", line=f"{line}/{{number}}")


def _dated() -> Iterator[Phrase]:
    for pattern, line in DATED:
        yield from (
            Phrase(pattern, about=about, line=f"{line}//{{day}}") for about in (ABOUT, REMINDED, None)
        )


_TAPS = (("✅", "yes"), ("👍", "yes"), ("❔", "maybe"), ("❓", "maybe"), ("❌", "no"), ("👎", "no"))

COMMANDS = (
    Command(
        names=(meeting_answering.ANSWER,),
        part_of="meeting",
        dutch=(),
        section="meeting",
        run=run,
        reads=meeting_answering.READS,
        hidden=True,
        phrases=(
            *_dated(),
            *_in_reply(ALWAYS, "always"),
            *_in_reply(MAYBE, "maybe"),
            *_in_reply(NO, "no"),
            *_in_reply(YES, "yes"),
            *_in_reply(YES_AND_MORE, "yes"),
            _said(ALWAYS, "always"),
            _said(MAYBE_SAID, "maybe"),
            _said(NO_SAID, "no"),
            _said(YES_SAID, "yes"),
        ),
        touches=tuple(
            Touch(emoji, about, line=line, undo=meeting_answering.WITHDRAW)
            for emoji, line in _TAPS
            for about in (ABOUT, REMINDED)
        ),
    ),
    Command(
        names=(meeting_answering.WITHDRAW,),
        part_of="meeting",
        dutch=(),
        section="meeting",
        run=withdraw,
        reads=meeting_answering.READS,
        hidden=True,
    ),
    Command(
        names=("meeting-answer-gone",),
        part_of="meeting",
        dutch=(),
        section="meeting",
        run=taken_away,
        reads=meeting_answering.READS,
        hidden=True,
        silent=True,
        hears=("redacted",),
    ),
)
