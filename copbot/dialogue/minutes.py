"""Minutes: shown when a meeting is over and whenever somebody asks, as a message and as a file; corrected by anybody who was asked along.

They are read from what the room keeps, each time anew. A correction is a line of its own with its member's name, beside what
it corrects: nobody rewrites what others see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from copbot.core.errors import Error
from copbot.core.facts import Redacted
from copbot.core.records import Option
from copbot.core.text import Text, from_json, text, to_json, without
from copbot.core.wishes import About, Edit, File, Save, Say, Wish
from copbot.dialogue import answers, files, minutes_words
from copbot.dialogue.call import By, Call
from copbot.dialogue.minutes_words import Minutes, gathered
from copbot.meetings.agenda import MINUTES, Line, Session

READS = (*minutes_words.READS, "last", "quoting", "minutes_lines_from")
"""The queries that minutes need."""
PAGE = 8
LONGEST, MOST = 300, 20
"""Characters of a correction, and how many there are with one meeting's minutes."""
MARKDOWN = "text/markdown"
_NUMBER = re.compile(r"#?([1-9][0-9]{0,8})(?=\s|$|:)[:.,]?\s*")
_CORRECT = re.compile(
    r"(?:correct(?:ion|ie)?|verbeter(?:ing)?|verbeteren|corrigeer|aanvulling)\b[:,]?\s*(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)


def run(call: Call, line: str) -> Sequence[Wish]:
    """``!minutes``: those of the last meeting, or of one by its number; with a correction, that."""
    match = _NUMBER.match(line.strip())
    rest = line.strip()[match.end() :].strip() if match else line.strip()
    number = int(match[1]) if match else None
    if number is None and call.about is not None and call.about.what == MINUTES:
        number = call.about.number
    session = call.read.last_session(number)
    if session is None:
        id = "minutes.none" if number is None else "minutes.none-of"
        return answers.refuse(call, Error.NO_MINUTES, text(id, n=number, p=call.prefix))
    correction = _CORRECT.fullmatch(rest)
    if correction is not None:
        return corrected(call, session, correction["words"].strip())
    if rest:
        return _either(call, session, rest)
    return shown(call, session)


def _either(call: Call, session: Session, rest: str) -> Sequence[Wish]:
    choices = [
        (text("minutes.add-this"), Option("minutes", f"{session.meeting} correct {rest}")),
        (text("minutes.only-show"), Option("minutes", f"{session.meeting}")),
    ]
    return answers.ask(call, Error.NOT_UNDERSTOOD, text("minutes.add-or-show"), choices=choices)


def shown(call: Call, session: Session) -> Sequence[Wish]:
    """The minutes as an answer, with the file behind them."""
    found = gathered(call, session)
    message, rest = _message(call, found)
    name = text("minutes.file", day=session.started.astimezone(call.zone).date())
    file = File(name, MARKDOWN, minutes_words.written(call, found))
    kept = () if call.elsewhere else (Save(replace(session, key=message.key)),)
    about = About(MINUTES, session.meeting)
    return (*kept, message, *rest, files.attached(call, "minutes", message.field, file, about=about))


def _message(call: Call, found: Minutes, **more: object) -> tuple[Say, tuple[Wish, ...]]:
    key = call.chance.key()
    lines, options, labels = _page(call, found, 0)
    message = answers.say(
        call,
        "minutes",
        lines,
        minutes_words.fields(call, found),
        key=key,
        about=About(MINUTES, found.session.meeting),
        choices=labels,
        **more,
    )
    asked = (answers.asking(call, key, options, anyone=True, stays=True),) if options else ()
    return message, asked


def _page(
    call: Call, found: Minutes, page: int
) -> tuple[tuple[Text, ...], tuple[Option, ...], tuple[Text, ...]]:
    """The lines of a page, and the choice that leads to the next one."""
    told = minutes_words.lines(found)
    these, more = told[page * PAGE : (page + 1) * PAGE], len(told) > (page + 1) * PAGE
    foot = () if more or page else (text("minutes.how", p=call.prefix),)
    lines = (minutes_words.head(call, found), *these, *foot)
    if not more:
        return lines, (), ()
    session = found.session
    line = f"{session.meeting} {session.occurrence.isoformat()} {page + 1}"
    return lines, (Option("minutes-more", line),), (text("minutes.more"),)


def more(call: Call, line: str) -> Sequence[Wish]:
    """The next page."""
    session, page = _named(call, line)
    if session is None:
        return answers.refuse(call, Error.NO_MINUTES, text("minutes.none", p=call.prefix, n=None))
    found = gathered(call, session)
    key = call.chance.key()
    lines, options, labels = _page(call, found, page)
    about = About(MINUTES, session.meeting)
    fields = minutes_words.fields(call, found)
    message = answers.say(call, "minutes", lines, fields, key=key, about=about, choices=labels)
    asked = (answers.asking(call, key, options, anyone=True, stays=True),) if options else ()
    return (message, *asked)


def _named(call: Call, line: str) -> tuple[Session | None, int]:
    meeting, occurrence, *page = line.split()
    session = call.read.session(int(meeting), datetime.fromisoformat(occurrence))
    return session, int(page[0]) if page else 0


def after(call: Call, payload: str) -> Sequence[Wish]:
    """The meeting is over, and all of it is kept: its minutes are shown, once."""
    session, _ = _named(call, payload)
    if session is None or session.ended is None:
        return ()
    found = gathered(call, session)
    if call.people.successor is not None and call.people.mute:
        return _taken_along(call, found)
    message, rest = _message(call, found, thread=None)
    return (Save(replace(session, key=message.key)), message, *rest)


def _taken_along(call: Call, found: Minutes) -> Sequence[Wish]:
    """The room's people moved while they met, and nobody may write there: all of it is given to who led it."""
    pages: list[tuple[Text, ...]] = []
    following = True
    while following:
        lines, options, _ = _page(call, found, len(pages))
        pages.append(lines)
        following = bool(options)
    shown = minutes_words.fields(call, found)
    return [
        Say(
            call.chance.key(),
            lines,
            "minutes",
            shown,
            to=found.session.leader,
            scope=call.room.id,
            unprompted=True,
            timely=True,
        )
        for lines in pages
    ]


# -- corrected


def corrected(call: Call, session: Session, words: str) -> Sequence[Wish]:
    """A line that corrects or completes them, by any member of the room, under their name."""
    if not words:
        free = Option("minutes", f"{session.meeting} correct")
        return answers.ask(call, Error.NEEDS_TEXT, text("minutes.needs-text"), free=free)
    if len(words) > LONGEST:
        free = Option("minutes", f"{session.meeting} correct")
        return answers.ask(call, Error.TOO_LONG, text("minutes.too-long", most=LONGEST), free=free)
    there = call.read.minutes_lines(session.meeting, session.occurrence)
    if sum(one.kind == "correction" for one in there) >= MOST:
        return answers.refuse(call, Error.MINUTES_FULL, text("minutes.full", most=MOST, p=call.prefix))
    number = 1 + max((one.number for one in there), default=0)
    line = Line(
        call.room.id,
        session.meeting,
        session.occurrence,
        number,
        "correction",
        words,
        call.source,
        call.sender,
        call.now,
    )
    again = () if session.key is None else (_edited(call, gathered(call, session, line), session.key),)
    return (Save(line), *again, answers.reply(call, text("minutes.corrected", p=call.prefix)))


def _edited(call: Call, found: Minutes, key: str) -> Edit:
    lines, _, labels = _page(call, found, 0)
    return Edit(key, lines, minutes_words.fields(call, found), labels)


# -- something was taken away


def redacted(call: Call, _line: str) -> Sequence[Wish]:
    """Words that stood in minutes were removed, and the message with them: it is said again without them."""
    gone = call.fact
    if not isinstance(gone, Redacted) or call.by is not By.HEARD:
        return ()
    for message in call.read.quoting(gone.target):
        if message.about is None or message.about.what != MINUTES or message.room != call.room.id:
            continue
        session = call.read.last_session(message.about.number)
        if session is not None and session.key == message.key:
            again, rest = _message(call, gathered(call, session), thread=None)
            lines = tuple(_without(line, gone.target) for line in again.lines)
            return (Save(replace(session, key=again.key)), replace(again, lines=lines), *rest)
    return ()


def _without(line: Text, source: str) -> Text:
    kept = from_json(without(to_json(line), source))
    assert isinstance(kept, Text)
    return kept
