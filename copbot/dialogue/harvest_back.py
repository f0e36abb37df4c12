"""Somebody takes back what they wrote in a harvest: what came of it goes as well, as long as nobody did anything with it.

What others went on with stays, and its writer is told so, in their own chat: an offer that somebody counts on, a ground
that was checked, is not theirs alone any more.
"""

from __future__ import annotations

from copbot.commitments.ladder import Close, Item, Status
from copbot.commitments.records import Kept
from copbot.core.text import Place, Value, text
from copbot.core.wishes import About, Edit, Say, Wish
from copbot.dialogue.call import Call
from copbot.dialogue.ladder import Step, move
from copbot.dialogue.ladder_words import fields
from copbot.dialogue.scene import Scene
from copbot.rituals.records import Contribution

READS = ("item", "item_from", "quoting")
"""The queries that this needs."""
HARVEST = "harvest"


def taken_back(call: Call, over: Scene, said: Contribution) -> tuple[Wish, ...]:
    """What becomes of the items that a contribution led to; ``over`` is its ritual, which may have ended."""
    phase = next((one for one in over.script.phases if one.name == said.phase), None)
    if phase is None or phase.kind != HARVEST:
        return ()
    noted = over.noted(said.phase) or {}
    numbers = dict.fromkeys(noted.get("items") or ())
    opened = call.read.item_from(said.event)
    if opened is not None:
        numbers[opened.item.number] = None
    wishes: list[Wish] = []
    stays: list[int] = []
    for number in numbers:
        kept = call.read.item(number)
        if kept is None or kept.item.status is not Status.OPEN or not _is_from(kept.item, said.event):
            continue
        gone = _put_away(call, kept, said.event) if _untouched(kept.item, said) else ()
        wishes += gone
        if not gone:
            stays.append(number)
    return (*wishes, *_told(call, said, stays))


def _is_from(item: Item, event: str) -> bool:
    return event in (item.source, item.ground_source, *(pledge.source for pledge in item.pledges))


def _untouched(item: Item, said: Contribution) -> bool:
    """Whether it is as its opener, who wrote it, put it there."""
    own = item.opener == said.member and item.ground_by in (None, "", said.member)
    return own and not item.pledges and not item.checked and item.obstacle is None


def _put_away(call: Call, kept: Kept, event: str) -> tuple[Wish, ...]:
    made = move(call, kept, Close(call.sender, host=False), "close")
    if not isinstance(made, Step):
        return ()
    about = About("item", kept.item.number)
    shown = [message for message in call.read.quoting(event) if message.about == about]
    line = text("ladder.taken-back", n=kept.item.number)
    return (*made.saved, *(Edit(message.key, (line,), fields(made.item)) for message in shown))


def _told(call: Call, said: Contribution, stays: list[int]) -> tuple[Wish, ...]:
    if not stays:
        return ()
    items: tuple[Value, ...] = tuple(text("harvest.item", n=number) for number in stays)
    words = text("harvest.stays", room=Place(said.room), items=items, p=call.prefix)
    return (Say(call.chance.key(), (words,), "nudge", {"about": "item"}, to=said.member, scope=said.room),)
