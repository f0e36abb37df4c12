"""Opening an item: somebody is heard, and may say in the same breath what the obstacle is."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.commitments.ladder import Illegal, Obstacle, opened
from copbot.commitments.records import Kept, Moved
from copbot.core.records import Count, Option
from copbot.core.text import Text, Who, text
from copbot.core.wishes import Save, Wish
from copbot.dialogue.call import Call
from copbot.dialogue.ladder import tell
from copbot.dialogue.ladder_refusals import ask_words
from copbot.dialogue.ladder_words import stuck, unquoted

READS = ("last",)
"""The query that opening an item needs."""

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
