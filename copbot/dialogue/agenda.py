"""The agenda: what the room wants to talk about when it meets. Anybody puts something there, or takes their own off.

What a meeting did not come to stays there for the next one by itself. Decisions to look at again, and items that seek
support, are only offered, by their number: people's words come on an agenda when somebody puts them there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from copbot.core.errors import Error
from copbot.core.records import Count, Option
from copbot.core.text import Said, Text, Who, text
from copbot.core.wishes import Save, Wish
from copbot.dialogue import answers, meetings
from copbot.dialogue.agenda_words import headed, labelled, nearest, of, upcoming, what
from copbot.dialogue.call import Call
from copbot.dialogue.meeting_words import title
from copbot.dialogue.meetings import Found
from copbot.meetings.agenda import (
    KIND,
    LONGEST,
    MOST_OPEN,
    AgendaItem,
    Outcome,
    Refers,
    Standing,
    purposed,
    referred,
)

READS = (
    *meetings.FINDING,
    "agenda_item",
    "agenda_items",
    "decision",
    "item",
    "last",
    "last_session",
    "hosts",
    "reviews_between",
    "seeking",
    "session",
)
"""The queries that the agenda needs."""
PAGE = 6
OFFERED = 3
BEHIND = timedelta(days=180)
"""A decision whose day is longer past is not offered any more: then nobody wants to look at it."""
WITHOUT_DAY = timedelta(days=14)
"""Where no meeting is planned, decisions to look at within so long are offered."""

_NUMBER = re.compile(r"#?([1-9][0-9]{0,8})[:.,)]?(?:\s+|$)")
_VERB = re.compile(
    r"(?P<add>add|put|erbij|toevoegen|voeg toe|zet erop)"
    r"|(?P<off>off|remove|eraf|weg|haal weg|schrap)"
    r"|(?P<done>done|klaar|gedaan|besproken)"
    r"|(?P<carried>later|next time|volgende keer|doorschuiven|carry(?: over)?)"
    r"|(?P<dropped>drop(?:ped)?|vervalt|laat vallen)",
    re.IGNORECASE,
)
_SPACE_OR_END = re.compile(r"[:,]?(?:\s+|$)")


def run(call: Call, line: str) -> Sequence[Wish]:
    """``!agenda``, with the number of a meeting or without, and what is to be done with it."""
    words = line.strip()
    number, rest = _numbered(words)
    verb, said = _verb(rest)
    if verb == "add":
        return added(call, said, number)
    if verb is not None:
        item, _ = _numbered(said)
        return settled(call, item if item is not None else number, verb)
    if not rest:
        found = _meeting(call, number)
        return found if isinstance(found, Sequence) else shown(call, found)
    label = text("agenda.add-this", what=Said(words, call.source))
    choices = [(label, Option("agenda-add", words)), (text("agenda.only-show"), Option("agenda"))]
    return answers.ask(call, Error.NOT_UNDERSTOOD, text("agenda.add-or-show"), choices=choices)


def _numbered(words: str) -> tuple[int | None, str]:
    match = _NUMBER.match(words)
    return (int(match[1]), words[match.end() :].strip()) if match else (None, words)


def _verb(words: str) -> tuple[str | None, str]:
    match = _VERB.match(words)
    behind = _SPACE_OR_END.match(words, match.end()) if match else None
    if match is None or behind is None:
        return None, words
    return match.lastgroup, words[behind.end() :].strip()


def _meeting(call: Call, number: int | None) -> Found | Sequence[Wish] | None:
    return nearest(call) if number is None else meetings.by_number(call, number)


# -- shown


def shown(call: Call, found: Found | None, after: int = 0) -> Sequence[Wish]:
    """The agenda of a meeting, or what waits for one: a page of it, and on the first what might be put there."""
    meeting = None if found is None else found.meeting.number
    all_of_it = of(meeting, call.read.agenda_items())
    items = [item for item in all_of_it if item.number > after]
    page, more = items[:PAGE], len(items) > PAGE
    lines = [headed(call, found), *(labelled(item) for item in page)]
    if not all_of_it:
        lines.append(text("agenda.empty"))
    lines.append(text("agenda.way-on", p=call.prefix))
    if found is None:
        lines.append(text("agenda.no-meeting-yet", p=call.prefix))
    choices = [] if after else _offered(call, found, all_of_it)
    if more:
        line = f"{0 if meeting is None else meeting} {page[-1].number}"
        choices.append((text("agenda.more"), Option("agenda-more", line)))
    if not choices:
        return [answers.reply(call, *lines)]
    key = call.chance.key()
    if not after and len(choices) > more:
        lines.append(text("agenda.perhaps"))
    message = answers.reply(call, *lines, key=key, choices=tuple(label for label, _ in choices))
    options = tuple(option for _, option in choices)
    return [message, answers.asking(call, key, options, anyone=True, stays=True)]


def more(call: Call, line: str) -> Sequence[Wish]:
    """The rest of a list."""
    meeting, after = (int(one) for one in line.split())
    found = _meeting(call, meeting or None)
    return found if isinstance(found, Sequence) else shown(call, found, after)


def _offered(call: Call, found: Found | None, there: Sequence[AgendaItem]) -> list[tuple[Text, Option]]:
    """Decisions whose day comes before the meeting, and items that seek support: by number, at most three."""
    following = None if found is None else upcoming(call, found)
    today = call.now.astimezone(call.zone).date()
    day = today + WITHOUT_DAY
    if found is not None and following is not None:
        day = following.start.astimezone(ZoneInfo(found.meeting.zone)).date()
    already = {(item.refers, item.to) for item in there}
    offers: list[tuple[Text, Option]] = [
        (text("agenda.offer-decision", n=made.number), Option("agenda-add", f"decision {made.number}"))
        for made in call.read.reviews_between(today - BEHIND, day, OFFERED + len(there))
        if ("decision", made.number) not in already and made.words is not None
    ]
    offers += [
        (text("agenda.offer-item", n=number), Option("agenda-add", f"#{number}"))
        for number in call.read.seeking(0, OFFERED + len(there))
        if ("item", number) not in already
    ]
    return offers[:OFFERED]


# -- something is put there


def added(call: Call, said: str, number: int | None = None) -> Sequence[Wish]:
    """Put something on the agenda of a meeting by its number, or of the next one."""
    found = _meeting(call, number)
    if isinstance(found, Sequence):
        return found
    refers = referred(said)
    words, purpose = purposed(said)
    line = "" if number is None else f"@{number}"
    if not words:
        free = Option("agenda-add", line)
        return answers.ask(call, Error.NEEDS_TEXT, text("agenda.needs-text"), free=free)
    if refers is None and len(words) > LONGEST:
        refusal = text("agenda.too-long", most=LONGEST)
        return answers.ask(call, Error.TOO_LONG, refusal, free=Option("agenda-add", line))
    if refers is not None and (missing := _missing(call, refers)):
        return missing
    there = call.read.agenda_items()
    if len(there) >= MOST_OPEN:
        return answers.refuse(call, Error.AGENDA_FULL, text("agenda.full", most=MOST_OPEN, p=call.prefix))
    same = next((item for item in there if _same(item, words, refers)), None)
    if same is not None:
        return answers.refuse(call, Error.SAME_WORDS, text("agenda.same", n=same.number))
    item = made(call, words, call.source, number, purpose=purpose, refers=refers)
    told = text("agenda.added", what=labelled(item), head=_where(call, found))
    how = text("agenda.added-off", n=item.number, p=call.prefix)
    return [*saved(item), answers.reply(call, told, how)]


def made(
    call: Call,
    words: str,
    source: str | None,
    meeting: int | None = None,
    *,
    after: int = 0,
    purpose: str | None = None,
    refers: tuple[Refers, int] | None = None,
) -> AgendaItem:
    """A new item, with the next number; ``after`` counts those that were made just now. Needs the query last."""
    item = AgendaItem(
        call.room.id,
        call.read.last(KIND) + after + 1,
        None if refers else words,
        None if refers else source,
        call.sender,
        call.now,
        meeting=meeting,
    )
    kind, to = refers or (None, None)
    return replace(item, purpose=purpose, refers=kind, to=to)  # type: ignore[arg-type]  # one of three words


def saved(item: AgendaItem) -> tuple[Wish, ...]:
    """A new item is kept, and its number never used again."""
    return Save(Count(item.room, KIND, item.number)), Save(item)


def _missing(call: Call, refers: tuple[Refers, int]) -> Sequence[Wish]:
    kind, number = refers
    if kind == "decision" and call.read.decision(number) is None:
        missing = text("decision.no-such", n=number, p=call.prefix)
        return answers.refuse(call, Error.NO_SUCH_DECISION, missing)
    if kind == "item" and call.read.item(number) is None:
        return answers.refuse(call, Error.NO_SUCH_ITEM, text("ladder.no-such-item", n=number, p=call.prefix))
    return ()


def _same(item: AgendaItem, words: str, refers: tuple[Refers, int] | None) -> bool:
    if refers is not None:
        return (item.refers, item.to) == refers
    return (item.words or "").casefold().split() == words.casefold().split()


def _where(call: Call, found: Found | None) -> Text:
    following = None if found is None else upcoming(call, found)
    if found is None or following is None:
        return text("agenda.where-waiting")
    day = following.start.astimezone(ZoneInfo(found.meeting.zone)).date()
    return text("agenda.where", title=title(found.meeting), day=day)


# -- something is done with an item


def settled(call: Call, number: int | None, verb: str) -> Sequence[Wish]:
    """An item is taken off, done, kept for the next time, or dropped: by who put it there, a host, or who leads the meeting."""
    item = None if number is None else call.read.agenda_item(number)
    if number is None:
        return answers.refuse(call, Error.NO_SUCH_AGENDA_ITEM, text("agenda.which", p=call.prefix))
    if item is None or item.empty:
        return answers.refuse(
            call, Error.NO_SUCH_AGENDA_ITEM, text("agenda.no-such", n=number, p=call.prefix)
        )
    if not _may(call, item):
        refusal = text("agenda.not-yours", n=number, who=Who(item.member))
        return answers.refuse(call, Error.NOT_ALLOWED, refusal)
    if item.standing is not Standing.OPEN:
        return answers.refuse(
            call, Error.AGENDA_ITEM_OVER, text(f"agenda.was-{item.standing.value}", n=number)
        )
    told = text(f"agenda.now-{verb}", what=labelled(item))
    return [Save(become(item, verb, call)), answers.reply(call, told)]


def become(item: AgendaItem, verb: str, call: Call) -> AgendaItem:
    """The item after that: done, off, or once more to be carried over."""
    if verb == "carried":
        return replace(item, carried=item.carried + 1)
    standing = Standing.DONE if verb == "done" else Standing.DROPPED
    return replace(item, standing=standing, ended=call.now)


def outcome(item: AgendaItem) -> Outcome:
    """What became of an item that is over."""
    return "done" if item.standing is Standing.DONE else "dropped"


def _may(call: Call, item: AgendaItem) -> bool:
    if call.sender == item.member or call.is_host(call.sender):
        return True
    session = call.read.last_session(None)
    if session is not None and session.ended is None and session.leader == call.sender:
        return True
    meeting = None if item.meeting is None else call.read.meeting(item.meeting)
    return meeting is not None and call.sender in (meeting.member, meeting.host)


def named(item: AgendaItem) -> Text:
    """An item within a sentence."""
    return text("agenda.named", n=item.number, what=what(item))
