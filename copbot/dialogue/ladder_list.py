"""Items shown: one with all that carries it, or many in a short list of which the rest comes on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from copbot.commitments.ladder import Behalf, Item, Pledge, Rung, Standing, Status
from copbot.commitments.records import Kept
from copbot.core.records import Option
from copbot.core.text import Text, Value, Who, text
from copbot.core.wishes import About, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.ladder_words import (
    fields,
    ground,
    labelled,
    offer,
    rung,
    said,
    standing,
    stuck,
)

PAGE = 7  # items in one message: with their words cut short they stay within 600 characters
OFFERS = 3  # offers shown with an item
READS = ("open_items", "items_of", "apart")
"""The queries that a list needs."""

GROUPS: tuple[tuple[Rung, Text], ...] = (
    (Rung.MAY, text("ladder.list-may")),
    (Rung.CANNOT, text("ladder.list-cannot")),
    (Rung.SUPPORT, text("ladder.list-support")),
)
"""What seeks support first, then what seeks a ground, then what is carried."""

STANDINGS: Mapping[Standing, str] = {
    Standing.OFFERED: "ladder.item-offered",
    Standing.WELCOME: "ladder.item-welcome",
    Standing.DONE: "ladder.item-done",
}
"""What has become of an offer that carries an item, in a sentence that any words fit into."""


def show_item(call: Call, kept: Kept) -> Sequence[Wish]:
    """One item: how far it is, why it may, who stands beside it, and the way on."""
    item = kept.item
    lines = [text("ladder.item", n=item.number, opener=Who(item.opener), text=stuck(item)), _state(item)]
    if item.obstacle is not None:
        lines.append(text(f"ladder.stands-{item.obstacle.value}", n=item.number))
    if item.ground is not None:
        lines.append(ground(item))
        if item.checked:
            lines.append(text("ladder.decides", who=said(item.decider, item.decider_source)))
        else:
            lines.append(text("ladder.item-unchecked"))
    shown = standing(item)[-OFFERS:]
    lines.extend(_offer(call, pledge) for pledge in shown)
    if more := len(standing(item)) - len(shown):
        lines.append(text("ladder.item-more-offers", count=more))
    if item.status is Status.OPEN:
        cannot = item.rung is Rung.CANNOT
        lines.append(text("ladder.item-think-along" if cannot else "ladder.think-along-support"))
    return [answers.say(call, "commitment", lines, fields(item), about=About("item", item.number))]


def _offer(call: Call, pledge: Pledge) -> Text:
    who: Value = Who(pledge.member)
    if pledge.behalf is Behalf.ORGANISATION:
        who = text("ladder.for-organisation", who=who)
    return text(STANDINGS[pledge.standing], who=who, offer=offer(pledge, call.zone))


def _state(item: Item) -> Text:
    if item.status is Status.OPEN:
        return text("ladder.item-open", rung=rung(item))
    return text("ladder.item-helped" if item.status is Status.HELPED else "ladder.item-closed")


def show_list(call: Call, which: str, after: int = 0) -> Sequence[Wish]:
    """A page of open items, or of the sender's own, in groups by rung."""
    if which == "mine":
        hidden = frozenset[int]() if call.spot.direct else call.read.apart("item")
        mine = (kept for kept in call.read.items_of(call.sender) if kept.item.number not in hidden)
        found = [kept for kept in mine if kept.item.number > after]
    else:
        found = list(call.read.open_items(after, PAGE + 1))
    if not found:
        id = "ladder.list-nothing" if which == "open" else "ladder.list-nothing-mine"
        return [answers.reply(call, text(id, p=call.prefix))]
    page = found[:PAGE]
    lines = [text("ladder.list-title" if which == "open" else "ladder.list-title-mine")]
    for step, heading in GROUPS:
        items = [kept.item for kept in page if kept.item.rung is step]
        if items:
            lines.extend([heading, *(labelled(item) for item in items)])
    lines.append(text("ladder.list-way-on", n=page[0].item.number, p=call.prefix))
    if len(found) <= PAGE:
        return [answers.reply(call, *lines)]
    key = call.chance.key()
    last = page[-1].item.number
    label = text("ladder.list-more")
    message = answers.reply(call, *lines, key=key, choices=(label,), about=About(f"items-{which}", last))
    options = (Option("commitments-more", f"{which} {last}"),)
    everybodys = which == "open"
    free = None if everybodys else options[0]  # of a list of one's own, only who asked for it hears the rest
    return [message, answers.asking(call, key, options, free, anyone=everybodys, stays=True)]
