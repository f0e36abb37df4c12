"""Asking a supporter, privately, how it goes with an offer that has a date; and what may be answered.

It names the number and the room, never the words of the item: a telephone shows messages to whoever looks. Every answer
is good; nobody else hears of a date that passed. What is due at the same time in one room is one message.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from copbot.commitments.ladder import Done, Item, Reschedule, Rescheduled, open_pledge
from copbot.commitments.records import Asked, Dated, Kept
from copbot.core.errors import Error
from copbot.core.quiet import FOREVER, free_from
from copbot.core.records import Option, Question
from copbot.core.text import Place, Said, Text, Value, Who, text
from copbot.core.when import Ambiguous, Day, Moment, Past, Vague
from copbot.core.wishes import About, Ask, Save, Say, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.due_dates import alarm, following, is_over, moments
from copbot.dialogue.ladder import Choice, Found, Step, find, move, numbered, tell, with_own_offer
from copbot.dialogue.ladder_refusals import refused
from copbot.dialogue.ladder_support import offer_key
from copbot.dialogue.ladder_words import day, offer
from copbot.dialogue.until import read, split

MOST = 8
"""So many offers are asked about in one message; the others a day later."""

NO_DATE = "-"
WITHIN = timedelta(days=1)
"""Who said so shortly before that it comes on time is not asked again on the day."""


# -- the alarm


def due(call: Call, member: str) -> Sequence[Wish]:
    """An alarm rang, or who was away is back: ask about what is due, and set the alarm of each offer anew."""
    if member not in call.people.members:
        return ()
    zone, room = call.zone, call.room.id
    nexts = {dated: following(dated.due, dated.through, zone) for dated in call.read.dates(member)}
    later: list[Wish] = [
        alarm(room, dated, member, at) for dated, at in nexts.items() if at and at > call.now
    ]
    pending = [dated for dated, at in nexts.items() if at and at <= call.now]
    if not pending:
        return later
    free = _free(call, member)
    if free > call.now:
        return [*later, *(alarm(room, dated, member, free) for dated in pending)]
    for dated in pending[:MOST]:
        later.append(Save(Asked(room, dated.item, dated.number, call.now)))
        if (at := following(dated.due, call.now, zone)) is not None:
            later.append(alarm(room, dated, member, at))
    tomorrow = call.now + timedelta(days=1)
    later += [alarm(room, dated, member, tomorrow) for dated in pending[MOST:]]
    return [*later, *_asking(call, member, pending[:MOST])]


def _free(call: Call, member: str) -> datetime:
    """When the member may be asked: not while they are away or want no messages, nor in quiet hours."""
    if call.read.stopped(member):
        return FOREVER
    settings = call.read.chat_settings(member) or call.room.settings
    away = call.read.away(member)
    return free_from(
        call.now, ZoneInfo(settings.timezone), settings.quiet, None if away is None else away.until
    )


def _asking(call: Call, member: str, pending: Sequence[Dated]) -> list[Wish]:
    """One message: about one offer with its four answers, or about several, to choose from."""
    if len(pending) == 1:
        lines, choices, number = _question(call, pending[0]), _answers(call, pending[0]), pending[0].item
        closing: tuple[Text, ...] = ()
    else:
        lines, number = (text("due.several", room=Place(call.room.id)),), 0
        choices = [
            (text("due.one", n=dated.item, due=day(dated.due, call.zone)), Option("due-one", str(dated.item)))
            for dated in pending
        ]
        closing = (text("due.choose"),)
    key = call.chance.key()
    message = Say(
        key,
        lines,
        "question",
        {"about": "item"},
        to=member,
        scope=call.room.id,
        about=About("item", number) if number else About("dates"),
        choices=tuple(label for label, _ in choices),
        closing=closing,
        unprompted=True,
        aloud=True,
    )
    options = tuple(option for _, option in choices)
    until = answers.until(call.now)
    return [message, Ask(Question(key, call.room.id, member, until, options=options, stays=True))]


def _question(call: Call, dated: Dated) -> tuple[Text, ...]:
    values: dict[str, Value] = {
        "n": dated.item,
        "room": Place(call.room.id),
        "due": day(dated.due, call.zone),
    }
    if is_over(dated.due, call.now, call.zone):
        return text("due.passed", **values), text("due.how")
    local = dated.due.astimezone(call.zone).date() if isinstance(dated.due, datetime) else dated.due
    today = local == call.now.astimezone(call.zone).date()
    return text("due.today" if today else "due.before", **values), text("due.how")


def _answers(call: Call, dated: Dated) -> list[Choice]:
    n = str(dated.item)
    coming = "due.still" if is_over(dated.due, call.now, call.zone) else "due.on-time"
    return [
        (text("due.done"), Option("gedaan", n, means="done")),
        (text(coming), Option("due-on-time", n, means="on-time")),
        (text("due.more-time"), Option("due-more", n, means="more-time")),
        (text("due.wont"), Option("release", n, means="wont")),
    ]


def one(call: Call, line: str) -> Sequence[Wish]:
    """One of several was chosen: its question, with the four answers."""
    found = next((dated for dated in call.read.dates(call.sender) if dated.item == int(line)), None)
    if found is None:
        return _nothing_open(call, call.read.item(int(line)))
    choices = _answers(call, found)
    key, options = call.chance.key(), tuple(option for _, option in choices)
    message = answers.say(
        call,
        "question",
        _question(call, found),
        {"about": "item"},
        key=key,
        about=About("item", found.item),
        choices=tuple(label for label, _ in choices),
        aloud=call.spot.direct,
    )
    return [message, answers.asking(call, key, options, stays=True)]


# -- the answers that are no move of their own


def on_time(call: Call, line: str) -> Sequence[Wish]:
    """It comes on time: thanks; on the day it is asked once more, unless that is soon."""
    found = _own(call, line, "due-on-time")
    if not isinstance(found, Found):
        return found
    item = found.kept.item
    dated = next((dated for dated in call.read.dates(call.sender) if dated.item == item.number), None)
    about = About("item", item.number)
    if dated is None:
        return [answers.reply(call, text("due.thanks", n=item.number), about=about)]
    _, last = moments(dated.due, call.zone)
    if last <= call.now:
        return [answers.reply(call, text("due.thanks", n=item.number), about=about)]
    if last - call.now > WITHIN:
        return [answers.reply(call, text("due.thanks-again", n=item.number), about=about)]
    settled = Save(Asked(call.room.id, item.number, dated.number, last))
    return [settled, answers.reply(call, text("due.thanks", n=item.number), about=about)]


def more_time(call: Call, line: str) -> Sequence[Wish]:
    """More time: until when is asked, unless it was said along with it."""
    found = _own(call, line, "due-more")
    if not isinstance(found, Found):
        return found
    if found.rest:
        return _by(call, found.kept, found.rest)
    item = found.kept.item
    pledge = open_pledge(item, call.sender)
    assert pledge is not None
    today = call.now.astimezone(call.zone).date()
    was = pledge.due.astimezone(call.zone).date() if isinstance(pledge.due, datetime) else pledge.due
    week = max(today, was or today) + timedelta(days=7)
    choices = [
        (text("due.week-later", day=week), Option("due-by", f"{item.number} {week.isoformat()}")),
        (text("due.no-date"), Option("due-by", f"{item.number} {NO_DATE}")),
    ]
    question = text("due.until-when", n=item.number)
    free = Option("due-by", str(item.number))
    return answers.ask(
        call, Error.NEEDS_WHEN, question, choices=choices, free=free, about=About("item", item.number)
    )


def by(call: Call, line: str) -> Sequence[Wish]:
    """The new date, in answer to that question."""
    number, phrase = numbered(line)
    kept = None if number is None else call.read.item(number)
    if kept is None:
        return _nothing_open(call, kept)
    return _by(call, kept, phrase)


def _by(call: Call, kept: Kept, phrase: str) -> Sequence[Wish]:
    if phrase == NO_DATE:
        return _reschedule(call, kept, None)
    how, words = split(phrase)
    match read(words, call.now, call.zone, how):
        case Day(value) | Moment(value):
            return _reschedule(call, kept, value)
        case Ambiguous(readings, asked):
            line, found = text("due.ambiguous", phrase=Said(asked, call.source)), list(readings)
            return _ask_back(call, kept.item, Error.AMBIGUOUS_WHEN, line, found)
        case Past(possible, asked):
            line = text("due.past", phrase=Said(asked, call.source))
            return _ask_back(call, kept.item, Error.PAST_WHEN, line, [possible])
        case Vague() | _:
            line = text("due.vague", phrase=Said(words, call.source))
            return _ask_back(call, kept.item, Error.VAGUE_WHEN, line, [])


def _ask_back(call: Call, item: Item, error: Error, line: Text, found: Sequence[object]) -> Sequence[Wish]:
    days = [reading.value for reading in found if isinstance(reading, Day | Moment)]
    n = item.number
    choices = [(day(value, call.zone), Option("due-by", f"{n} {_typed(value)}")) for value in days]
    return answers.ask(
        call, error, line, choices=choices, free=Option("due-by", str(n)), about=About("item", n)
    )


def _typed(value: date | datetime) -> str:
    return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else value.isoformat()


def _reschedule(call: Call, kept: Kept, value: date | datetime | None) -> Sequence[Wish]:
    made = move(call, kept, Reschedule(call.sender, value), "reschedule")
    if not isinstance(made, Step):
        return made
    (happened,) = [happening for happening in made.happened if isinstance(happening, Rescheduled)]
    n, who = made.item.number, Who(call.sender)
    told = text("due.later", n=n, who=who, offer=offer(happened.pledge, call.zone))
    key = offer_key(call.chance.key(), happened.pledge.number)
    return [*made.saved, *tell(call, made.item, told, key=key, told_as="due.told-later")]


def _own(call: Call, line: str, verb: str) -> Found | Sequence[Wish]:
    """The item that the sender supports and means. In words of everyday it only counts from who does."""
    found = find(call, line, verb, with_own_offer, (Error.NO_OFFER, "ladder.no-offer-of-yours"))
    if call.by is By.PHRASE and not isinstance(found, Found) and not list(with_own_offer(call)):
        return ()
    if not isinstance(found, Found):
        return found
    if found.kept.closed is not None or open_pledge(found.kept.item, call.sender) is None:
        return () if call.by is By.PHRASE else _nothing_open(call, found.kept)
    return found


def _nothing_open(call: Call, kept: Kept | None) -> Sequence[Wish]:
    """The offer is done, let go of or gone, or the item was closed."""
    if kept is None:
        return answers.refuse(call, Error.NO_OFFER, text("ladder.no-offer-of-yours", p=call.prefix))
    code = "item-closed" if kept.closed is not None else "no-offer"
    return refused(call, kept.item, code, Done)
