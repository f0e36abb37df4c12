"""The room's last digest once more, without words that were removed meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from copbot.core import text as texts
from copbot.core.text import Text
from copbot.core.wishes import Save, Wish, Withdraw
from copbot.dialogue.call import Call
from copbot.dialogue.digest import WEEK, Digest, compose, say, week
from copbot.digests.week import entries


def again(call: Call, gone: str) -> list[Wish]:
    """A message was removed whose words the room's last digest repeats: without them, it is said again.

    The digest itself is removed by the engine. One that was not sent yet loses the words while it waits.
    """
    known = call.read.told()
    if known is None or known.key is None or call.now - known.seen > WEEK:
        return []
    quoting = [message for message in call.read.quoting(gone) if message.key == known.key]
    if not quoting or quoting[0].event is None or quoting[0].room != call.room.id:
        return []
    made = week(call, known.since, known.seen)
    digest = compose(call, made, entries(made), known.turn)
    key = call.chance.key()
    said = say(call, _without(digest, gone), key, unprompted=True)
    return [Withdraw(known.key), Save(replace(known, key=key)), *said]


def _without(digest: Digest, gone: str) -> Digest:
    lines = tuple(_blanked(line, gone) for line in digest.lines)
    return replace(
        digest,
        lines=lines,
        choices=tuple((_blanked(label, gone), option) for label, option in digest.choices),
    )


def _blanked(line: Text, gone: str) -> Text:
    return cast("Text", texts.from_json(texts.without(texts.to_json(line), gone)))
