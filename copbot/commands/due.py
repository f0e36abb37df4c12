"""Dates of support: two days before, and on the day, the supporter is asked how it goes; every answer is good.

There is nothing to type: the alarms are set with the promise, and the answers are numbers or words of everyday.
"""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue import due
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.ladder import FINDING
from copbot.dialogue.waiting import DUE

READS = (*FINDING, "dates", "away", "stopped", "chat_settings")

_ON_TIME = r"(?:ja,? )?(?:(?:het|dat|dit) )?(?:komt|gaat|lukt|wordt|is)?(?: nog| wel| gewoon)* ?op tijd|(?:yes,? )?(?:it['’]?s |it will be )?(?:on time|on track)"
_MORE = r"(?:nee,? )?(?:ik heb |er is )?(?:nog )?(?:wat |iets |even )?meer tijd(?: nodig)?|(?:no,? )?(?:i need |i want )?(?:a bit |some )?more time"
_UNTIL = r"(?:,? (?P<when>(?:tot|voor|uiterlijk|until|till|by|before) .+))?"


def ring(call: Call, member: str) -> Sequence[Wish]:
    """Something is due, or who was away is back."""
    return due.due(call, member)


COMMANDS = (
    Command(
        names=("due-one",),
        dutch=(),
        section="ladder",
        run=due.one,
        reads=READS,
        hidden=True,
        rings={DUE: ring},
    ),
    Command(
        names=("due-on-time",),
        dutch=(),
        section="ladder",
        run=due.on_time,
        reads=READS,
        hidden=True,
        phrases=(Phrase(_ON_TIME, about="item", line="{n}"), Phrase(_ON_TIME)),
    ),
    Command(
        names=("due-more",),
        dutch=(),
        section="ladder",
        run=due.more_time,
        reads=READS,
        hidden=True,
        phrases=(
            Phrase(rf"(?:{_MORE}){_UNTIL}", about="item", line="{n} {when}"),
            Phrase(rf"(?:{_MORE}){_UNTIL}", line="{when}"),
        ),
    ),
    Command(
        names=("due-by",),
        part_of="due-more",
        dutch=(),
        section="ladder",
        run=due.by,
        reads=READS,
        hidden=True,
    ),
)
