"""What was answered over days, compiled: one message of a telephone's length, and the rest for who asks for it.

In speaking order with names; without names in an order that tells nothing, the same each time. Every page is made anew from
what is kept, so that what was taken away meanwhile is on none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Said, Text, Who, text
from copbot.core.wishes import About, Ask, Say, Wish
from copbot.dialogue import answers, parking
from copbot.dialogue.call import Call
from copbot.dialogue.days_words import unnamed
from copbot.dialogue.round_messages import GONE, MEDIA, NAME, field, thread
from copbot.dialogue.scene import Scene
from copbot.rituals.records import Contribution

FITS = 480
"""Characters of people's words and names in one message; the rest of 600 is for copbot's own."""
PIECE = 420
"""Characters of one person's words in one message; longer words go on in the next."""
READABLE = timedelta(days=7)
"""For so long the rest may be asked for by its number: who answers over days reads over days."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of a page, and how much room it takes."""

    line: Text
    size: int


def pages(now: Scene, said: Sequence[Contribution], *, named: bool) -> tuple[tuple[Text, ...], ...]:
    """All that was said, in as many messages as it takes."""
    found: list[list[Text]] = []
    room = 0
    for one in _in_order(now, said, named=named):
        words = parking.heard(now, one)
        if one.words and not words:
            continue  # all of it is kept aside
        for piece in _pieces(replace(one, words=words), named=named):
            if not found or piece.size > room:
                found.append([])
                room = FITS
            room -= piece.size
            found[-1].append(piece.line)
    return tuple(map(tuple, found))


def page(
    call: Call, now: Scene, said: Sequence[Contribution], phase: str, at: int = 0, title: Text | None = None
) -> tuple[Say, tuple[Wish, ...]] | None:
    """One page of a phase, with the way to the next one; None where there is no such page (any more)."""
    named = not unnamed(now, phase)
    all_pages = pages(now, [one for one in said if one.phase == phase], named=named)
    if at >= len(all_pages):
        return None
    more = len(all_pages) - at - 1
    head = title or text("days.compiled" if at == 0 else "days.compiled-on")
    key = call.chance.key()
    message = Say(
        key,
        (head, *all_pages[at]),
        "ritual.phase",
        field(now),
        room=call.room.id,
        thread_key=thread(now),
        about=About("phase", now.ritual.number),
        choices=(text("days.read-on", count=more),) if more else (),
    )
    if not more:
        return message, ()
    option = Option("read-on", f"{now.ritual.number} {at + 1} {phase}")
    nobodys = replace(call, source=None)
    asked = answers.question(nobodys, key, (option,), asked=now.round.facilitator, anyone=True, stays=True)
    return message, (Ask(replace(asked, room=call.room.id, thread=None, until=call.now + READABLE)),)


def answered(call: Call, now: Scene, said: Sequence[Contribution], phase: str, at: int) -> tuple[Wish, ...]:
    """A further page, as the answer to who asked for it."""
    found = page(call, now, said, phase, at)
    if found is None:
        return answers.refuse(call, Error.ROUND_CLOSED, text("days.nothing-more"))
    message, asked = found
    thread = call.spot.thread
    return (
        replace(message, room=call.spot.room, reply_to=call.event, thread=thread, thread_key=None),
        *asked,
    )


def _in_order(now: Scene, said: Sequence[Contribution], *, named: bool) -> list[Contribution]:
    if not named:
        return sorted(said, key=lambda one: one.event)  # ids of events are made by lot
    first = {member: place for place, member in enumerate(now.course.members)}
    return sorted(said, key=lambda one: first.get(one.member, len(first)))


def _pieces(one: Contribution, *, named: bool) -> list[Piece]:
    who, origin = Who(one.member), Said("", one.revision)
    if not one.words:
        id = "round.media" if named else "ritual.media"
        return [Piece(text(id, who=who, words=Said("", one.event), origin=origin), MEDIA + NAME)]
    found = []
    for place, words in enumerate(_cut(one.words)):
        id = "days.goes-on" if place else ("round.words" if named else "ritual.idea")
        size = max(len(words), GONE) + NAME
        found.append(Piece(text(id, who=who, words=Said(words, one.event), origin=origin), size))
    return found


def _cut(words: str) -> list[str]:
    """The words in pieces, parted between words where that can be."""
    found = []
    while len(words) > PIECE:
        at = max(words.rfind(sign, PIECE // 2, PIECE) for sign in " \n")
        at = PIECE if at < 0 else at
        found.append(words[:at].rstrip())
        words = words[at:].lstrip()
    return [*found, words] if words else found
