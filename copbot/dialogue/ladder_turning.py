"""An item turned: it may, because …, in the room's words; one that is there, or a new one that comes with its ground."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copbot.commitments.ladder import May, opened
from copbot.commitments.records import Kept, Moved
from copbot.core.records import Count
from copbot.core.text import Who, text
from copbot.core.wishes import Save, Wish
from copbot.dialogue.call import Call
from copbot.dialogue.ladder import Step, move, tell
from copbot.dialogue.ladder_words import ground, unquoted

# "want" is said by copbot itself, so that "mag wel, want" does not stand there twice
_BECAUSE = re.compile(
    r"(?:(?:het |dat |it )?(?:mag wel|may)\b[\s,.:…]*)?(?:(?:want|because)\b[\s,:…]*)?", re.IGNORECASE
)


def turned(call: Call, kept: Kept, said: str) -> Sequence[Wish]:
    """An item gets its ground, or the question what that is."""
    words, quoted = unquoted(said)
    match = _BECAUSE.match(words)
    because = words if quoted or match is None else words[match.end() :]
    made = move(call, kept, May(call.sender, because, call.source), "may", because)
    if not isinstance(made, Step):
        return made
    return [
        *made.saved,
        *tell(
            call,
            made.item,
            text("ladder.may", n=made.item.number, who=Who(call.sender)),
            ground(made.item),
            text("ladder.ask-check"),
            text("ladder.think-along-support"),
        ),
    ]


def opened_with_ground(
    call: Call, number: int, words: str, source: str | None, because: str
) -> Sequence[Wish]:
    """A new item of the sender's that may at once: its words were said in ``source``, its ground in the call's own.

    What else can be done with it is left to who asked for it: there may be more of them at once.
    Raises `Illegal` ``needs-text`` or ``needs-ground`` where there is nothing to see in one of them.
    """
    item = opened(number, call.sender, words, source)
    kept = Kept(call.room.id, item, call.now, call.now)
    made = move(call, kept, May(call.sender, because, call.source), "may", because)
    if not isinstance(made, Step):
        return made
    begun = Moved(call.room.id, number, call.now, call.sender, "cannot", item.text, source)
    saved = Save(Count(call.room.id, "item", number)), Save(kept), Save(begun)
    first = text("ladder.may-new", n=number, who=Who(call.sender))
    return [*saved, *made.saved, *tell(call, made.item, first, ground(made.item))]
