"""An item of the ladder in words, and as the field for machines: what every message about it is made of.

Words of people stand at the end of a line, or lose the full stop that would stand in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from copbot.commitments.ladder import STANDS, Item, Pledge, Rung, pledge_field
from copbot.core.text import Said, Text, Who, text

_CONJUNCTION = re.compile(r"(omdat|aangezien|nu|als|mits|zolang|if|as long as)\b", re.IGNORECASE)
# Words that begin with a capital only because a telephone gave them one.
_LITTLE = re.compile(
    r"bij|daar|dat|de|dit|een|er|het|hier|hij|ik|iedereen|in|je|mijn|na|niemand|ons|onze|op|soms|toen|vaak|we|wij|ze|zij"
    r"|after|at|because|everyone|he|here|his|her|it|my|nobody|on|our|she|sometimes|that|the|there|they|this|when",
    re.IGNORECASE,
)
_QUOTES = {'"': '"', "“": "”", "„": "”", "'": "'", "‘": "’"}


def fields(item: Item) -> dict[str, Any]:
    """The fields of a message of kind ``commitment``."""
    return {
        "item": item.number,
        "rung": item.rung.value,
        "status": item.status.value,
        "checked": item.checked,
        "case": None,
        "pledges": pledge_field(item),
    }


def stuck(item: Item) -> Said:
    """What the item is about, in its opener's words; without words when they were taken away."""
    return said(item.text, item.source)


def labelled(item: Item) -> Text:
    """An item as one of several."""
    return text("ladder.labelled", n=item.number, text=stuck(item))


def said(words: str | None, source: str | None) -> Said:
    """Words of a person for use within a sentence."""
    return Said(words.rstrip(" .,;:") or words if words else None, source)


def unquoted(words: str) -> tuple[str, bool]:
    """The words without the quotation marks around all of them, and whether there were any."""
    plain = words.strip()
    if len(plain) > 1 and _QUOTES.get(plain[0]) == plain[-1] and plain[-1] not in plain[1:-1]:
        return plain[1:-1].strip(), True
    return plain, False


def ground(item: Item) -> Text:
    """Why it may: "…: mag wel, want …". A ground that brings its own conjunction keeps it."""
    own = item.ground is not None and _CONJUNCTION.match(item.ground) is not None
    values = {"text": stuck(item), "ground": said(within(item.ground), item.ground_source)}
    return text("ladder.ground-own", **values) if own else text("ladder.ground", **values)


def within(words: str | None) -> str | None:
    """The words as they go on within a sentence: a telephone's capital at their beginning is taken back."""
    first = words.split(maxsplit=1)[0] if words and words.strip() else ""
    if words is None or not _LITTLE.fullmatch(first) or first[1:] != first[1:].lower():
        return words
    return words[:1].lower() + words[1:]


def offer(pledge: Pledge, zone: ZoneInfo) -> Text:
    """What somebody does, and by when: with the weekday, the date and, where one was named, the time."""
    what = said(pledge.what, pledge.source)
    if pledge.due is None:
        return text("ladder.offer", what=what)
    return text("ladder.offer-due", what=what, due=day(pledge.due, zone))


def offer_of(pledge: Pledge, zone: ZoneInfo) -> Text:
    """The same, with whose offer it is."""
    return text("ladder.offer-of", who=Who(pledge.member), offer=offer(pledge, zone))


def day(due: date | datetime, zone: ZoneInfo) -> Text:
    """A day, or a moment with its clock time in ``zone``."""
    if not isinstance(due, datetime):
        return text("ladder.day", day=due)
    local = due.astimezone(zone)
    return text("ladder.moment", day=local.date(), clock=local.strftime("%H:%M"))


def standing(item: Item) -> tuple[Pledge, ...]:
    """The offers that carry the item: made, welcomed or done."""
    return tuple(pledge for pledge in item.pledges if pledge.standing in STANDS)


def names(members: Iterable[str]) -> tuple[Who, ...]:
    """Members by name, each once."""
    return tuple(Who(member) for member in dict.fromkeys(members))


def rung(item: Item) -> Text:
    """How far the item is, in a few words."""
    if item.rung is Rung.CANNOT:
        return text("ladder.rung-cannot")
    return text("ladder.rung-may") if item.rung is Rung.MAY else text("ladder.rung-support")
