"""What is mine, in private: offers that wait for my word, what I promised with its dates, and what I opened.

It comes when its member asks for it, and every week if they want that too; never empty of its own accord.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from copbot.commitments.ladder import Item, Pledge, Rung, Standing, open_pledge
from copbot.commitments.records import Kept
from copbot.core.records import Option, Question
from copbot.core.text import Place, Text, Value, Who, text
from copbot.core.wishes import Ask, Erase, Save, Say, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.digest import ABOUT, MOVES, WEEK, Choice, rfc3339
from copbot.dialogue.digest_time import rhythm, shown
from copbot.dialogue.ladder import offers_of_others
from copbot.dialogue.ladder_words import offer, stuck
from copbot.digests.fit import LONGEST, NAME, OPEN, QUOTE, TITLE
from copbot.digests.records import Subscriber
from copbot.digests.week import PUBLIC, Week, dates

READS = ("items_of", "moves_between", "subscribed", "unreported")
"""The queries that a digest of one's own needs."""

WELCOMES = 2  # offers that can be welcomed with a number
OWN = 32  # characters of copbot's own words in a line
CHOICE = 40
RUNGS = {
    Rung.CANNOT: "digest.mine-cannot",
    Rung.MAY: "digest.mine-may",
    Rung.SUPPORT: "digest.mine-support",
}


@dataclass(frozen=True, slots=True)
class Mine:
    """A member's open items, and what is to be said of them: a line each, with about how long it is."""

    items: tuple[Kept, ...]
    lines: tuple[tuple[Text, int], ...]
    waiting: tuple[tuple[Item, Pledge], ...]


def of(call: Call, member: str) -> Mine:
    """What is a member's in the room of the call."""
    hidden = call.read.unreported("item")
    items = tuple(kept for kept in call.read.items_of(member) if kept.item.number not in hidden)
    opened = [kept.item for kept in items if kept.item.opener == member]
    waiting = tuple((item, pledge) for item in opened for pledge in _unwelcomed(call, item))
    lines = [*(_offered(call, item, pledge) for item, pledge in waiting)]
    lines += [
        _promised(call, kept.item, pledge) for kept in items if (pledge := open_pledge(kept.item, member))
    ]
    told = {item.number for item, _ in waiting}
    lines += [_opened(item) for item in opened if item.number not in told]
    return Mine(items, tuple(lines), waiting)


def _unwelcomed(call: Call, item: Item) -> Iterable[Pledge]:
    return (
        pledge
        for pledge in offers_of_others(item)
        if pledge.standing is Standing.OFFERED and pledge.member in call.people.members
    )


def _offered(call: Call, item: Item, pledge: Pledge) -> tuple[Text, int]:
    values: dict[str, Value] = {
        "who": Who(pledge.member),
        "text": stuck(item),
        "offer": offer(pledge, call.zone),
    }
    return text("digest.mine-offered", n=item.number, **values), OWN + NAME + _quotes(item.text, pledge.what)


def _promised(call: Call, item: Item, pledge: Pledge) -> tuple[Text, int]:
    values: dict[str, Value] = {"text": stuck(item), "offer": offer(pledge, call.zone)}
    due = 28 if pledge.due is not None else 0
    return text("digest.mine-promised", n=item.number, **values), OWN + due + _quotes(item.text, pledge.what)


def _opened(item: Item) -> tuple[Text, int]:
    return text(RUNGS[item.rung], n=item.number, text=stuck(item)), OWN + _quotes(item.text)


def _quotes(*words: str | None) -> int:
    return sum(min(len(one or ""), QUOTE) for one in words)


def asked_for(call: Call) -> list[Wish]:
    """In answer to who asks: in their direct chat, also when they asked in the room, which hears only where it is."""
    if call.spot.direct:
        return _message(call, call.sender, of(call, call.sender), answer=True)
    told = answers.reply(call, text("digest.mine-told"))
    return [told, *_message(call, call.sender, of(call, call.sender))]


def every_week(call: Call, members: Iterable[str]) -> list[Wish]:
    """To those who want it every week and are here; nothing where nothing is theirs."""
    found = ((member, of(call, member)) for member in members if member in call.people.members)
    return [
        wish for member, mine in found if mine.lines for wish in _message(call, member, mine, unprompted=True)
    ]


def _message(
    call: Call, member: str, mine: Mine, *, answer: bool = False, unprompted: bool = False
) -> list[Wish]:
    there = Place(call.room.id)
    weekly = call.read.subscribed(member)
    choices: list[Choice] = [
        (
            text("moment.welcome", n=item.number, who=Who(pledge.member)),
            Option("accept", f"{item.number} {pledge.member}"),
        )
        for item, pledge in mine.waiting[:WELCOMES]
    ]
    lines, left = _fitting(mine, LONGEST - TITLE - OPEN - CHOICE * (len(choices) + 1))
    if left:
        choices.append((text("digest.mine-all", count=left), Option("commitments", "mine")))
    switch = "off" if weekly else "on"
    choices.append((text(f"digest.weekly-{switch}"), Option("digest-weekly", switch)))
    title = text("digest.mine-title" if lines else "digest.mine-nothing", room=there)
    kind, values = (
        ("digest", _fields(call, mine, member)) if lines else ("reply", {"command": "digest", "ok": True})
    )
    key = call.chance.key()
    labels, options = tuple(label for label, _ in choices), tuple(option for _, option in choices)
    said = (title, *lines, text("digest.mine-how"))
    if answer:
        message: Say = answers.say(call, kind, said, values, key=key, choices=labels, about=ABOUT)
    else:
        message = Say(
            key,
            said,
            kind,
            values,
            to=member,
            scope=call.room.id,
            about=ABOUT,
            choices=labels,
            unprompted=unprompted,
        )
    asked = Question(key, call.room.id, member, answers.until(call.now), options=options, stays=True)
    return [message, Ask(asked)]


def _fitting(mine: Mine, room: int) -> tuple[tuple[Text, ...], int]:
    lines: list[Text] = []
    for line, length in mine.lines:
        room -= length + 1
        if room < 0 and lines:
            break
        lines.append(line)
    return tuple(lines), len(mine.lines) - len(lines)


def _fields(call: Call, mine: Mine, member: str) -> dict[str, object]:
    since = call.now - WEEK
    made = Week(since, call.now, call.zone, frozenset({member}), due=mine.items)
    numbers = {kept.item.number for kept in mine.items}
    moves = call.read.moves_between(since, call.now, MOVES)
    return {
        "from": rfc3339(made, since),
        "to": rfc3339(made, call.now),
        "rungs": {rung.value: sum(kept.item.rung is rung for kept in mine.items) for rung in Rung},
        "moves": sum(moved.item in numbers and moved.move in PUBLIC for moved in moves),
        "due": len(dates(made)),
    }


def subscribe(call: Call, *, on: bool) -> list[Wish]:
    """Every week from now on, or no more."""
    who = Subscriber(call.room.id, call.sender)
    if not on:
        return [Erase(who), answers.reply(call, text("digest.weekly-ended"))]
    when = shown(rhythm(call.room))
    begun = text("digest.weekly-begun", when=when, room=Place(call.room.id), p=call.prefix)
    return [Save(who), answers.reply(call, begun)]
