"""Opening an item: somebody is heard, and may say in the same breath what the obstacle is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from copbot.commitments.ladder import Illegal, Obstacle, opened
from copbot.commitments.records import Kept, Moved
from copbot.core.facts import Posted
from copbot.core.records import Count, Option
from copbot.core.text import Text, Who, text
from copbot.core.wishes import About, Save, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.ladder import tell
from copbot.dialogue.ladder_refusals import ask_words
from copbot.dialogue.ladder_words import stuck, unquoted

READS = ("last", "item")
"""The queries that opening an item needs."""

WAITED = timedelta(seconds=10)
"""Who waited longer than this for an answer may have said it again."""

SAID_LATELY = 5
"""Items back to which it is looked whether something was said before."""

OBSTACLES: tuple[tuple[Obstacle, Text], ...] = (
    (Obstacle.RULE, text("ladder.obstacle-rule")),
    (Obstacle.MEANS, text("ladder.obstacle-means")),
    (Obstacle.HABIT, text("ladder.obstacle-habit")),
    (Obstacle.FEAR, text("ladder.obstacle-fear")),
    (Obstacle.UNKNOWN, text("ladder.obstacle-unknown")),
)
"""What may stand in the way, in the order in which it is asked."""


def open_item(
    call: Call, words: str, *, key: str | None = None, reply_to: str | None = None, number: int | None = None
) -> Sequence[Wish]:
    """Open an item of the sender's, and ask after the obstacle; anybody may answer that.

    ``number`` is given where several are opened at once; else it is the next.
    """
    number = number or call.read.last("item") + 1
    said, _ = unquoted(words)
    if (before := _said_before(call, said, number)) is not None:
        return [answers.reply(call, text("ladder.said-before", n=before), about=About("item", before))]
    try:
        item = opened(number, call.sender, said, call.source)
    except Illegal as no:
        return ask_words(call, no.code)
    kept = Kept(call.room.id, item, call.now, call.now)
    moved = Moved(call.room.id, number, call.now, call.sender, "cannot", item.text, call.source)
    choices = [(label, Option("obstacle", f"{number} {obstacle.value}")) for obstacle, label in OBSTACLES]
    return [
        Save(Count(call.room.id, "item", number)),
        Save(kept),
        Save(moved),
        *tell(
            call,
            item,
            text("ladder.heard", opener=Who(item.opener)),
            text("ladder.cannot", n=number, text=stuck(item)),
            text("ladder.think-along"),
            asking=text("ladder.ask-obstacle"),
            choices=choices,
            anyone=True,
            key=key,
            reply_to=reply_to,
        ),
    ]


def _said_before(call: Call, words: str, number: int) -> int | None:
    """The item of the sender's that these very words opened, where they were said again before it could be answered."""
    if not isinstance(call.fact, Posted) or call.now - call.fact.at < WAITED:
        return None
    for earlier in range(number - 1, max(number - 1 - SAID_LATELY, 0), -1):
        kept = call.read.item(earlier)
        if kept is None or kept.item.opener != call.sender or kept.item.text is None:
            continue
        if _plain(kept.item.text) == _plain(words) and call.fact.at < kept.opened:
            return earlier
    return None


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
