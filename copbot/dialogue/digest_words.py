"""What a digest tells, in words: whole sentences for somebody who was not there, an item's own words once.

Who opened what is open stays untold, also where somebody stands beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copbot.commitments.ladder import Item, Pledge
from copbot.core.text import Said, Text, Value, Who, text
from copbot.dialogue.ladder_words import day, ground, names, offer, said, standing, stuck
from copbot.digests.week import Announced, Decided, Entry, Kind, Week

_AHEAD = frozenset({Kind.MEETING, Kind.DUE, Kind.POLL, Kind.REMINDER, Kind.REVIEW})
_TODAY = {"digest.title": "digest.title-today", "digest.title-rest": "digest.title-rest-today"}
_ANNOUNCED = {
    Kind.MEETING: "digest.meeting",
    Kind.POLL: "digest.poll",
    Kind.REMINDER: "digest.reminder",
    Kind.REVIEW: "digest.review",
    Kind.ADOPTED: "digest.adopted",
}
_PLAIN = {
    Kind.CHECKED: "digest.checked",
    Kind.NEW: "digest.new",
    Kind.BACK: "digest.back",
    Kind.OFF: "digest.off",
}


def sentences(week: Week, entries: Sequence[Entry], title: str) -> tuple[Text, ...]:
    """A line for each entry, under the title (its text id) where anything happened; a heading before what is to come."""
    happened = any(entry.kind not in _AHEAD for entry in entries)
    lines: list[Text] = [_title(week, title)] if happened else []
    told: set[int] = set()
    ahead = False
    for entry in entries:
        if entry.kind in _AHEAD and not ahead:
            lines.append(text("digest.ahead"))
            ahead = True
        if entry.item is not None:
            lines.append(_sentence(week, entry, entry.item, known=entry.number in told))
            told.add(entry.number)
        elif entry.announced is not None:
            lines.append(_announced(week, entry.announced))
        elif entry.decided is not None:
            lines.append(_decided(entry.decided))
    return tuple(lines)


def _title(week: Week, title: str) -> Text:
    since = week.local(week.since)
    return text(_TODAY[title]) if since == week.today else text(title, day=since)


def _decided(one: Decided) -> Text:
    id = "digest.decided" if len(one.winners) == 1 else "digest.decided-equal"
    options = tuple(Said(words, one.options_source) for words in one.winners)
    return text(id, n=one.number, text=said(one.question, one.source), options=options)


def _announced(week: Week, one: Announced) -> Text:
    words: Value = said(one.words, one.source)
    if one.kind is Kind.MEETING and one.words is None:
        words = text("meeting.untitled")
    at = text("ladder.day", day=week.local(one.at)) if one.kind is Kind.REVIEW else day(one.at, week.zone)
    return text(_ANNOUNCED[one.kind], at=at, n=one.number, text=words)


def _sentence(week: Week, entry: Entry, item: Item, *, known: bool) -> Text:
    if entry.pledge is not None:
        return _support(week, entry.kind, item, entry.pledge, known=known)
    if entry.kind is Kind.HELPED:
        return _helped(week, item)
    if entry.kind is Kind.MAY:
        return text("digest.may", n=item.number, ground=ground(item))
    return text(_PLAIN[entry.kind], n=item.number, text=stuck(item))


def _helped(week: Week, item: Item) -> Text:
    others = (item.ground_by, *(pledge.member for pledge in standing(item)))
    who = names(one for one in others if one is not None and one != item.opener and one in week.members)
    values: dict[str, Value] = {"n": item.number, "text": stuck(item)}
    return text("digest.helped-with", who=who, **values) if who else text("digest.helped", **values)


def _support(week: Week, kind: Kind, item: Item, pledge: Pledge, *, known: bool) -> Text:
    values: dict[str, Value] = {"n": item.number, "who": Who(pledge.member)}
    if not known:
        values["text"] = stuck(item)
    match kind:
        case Kind.DUE:
            values["day"] = day(pledge.due or week.today, week.zone)
            if known:
                values["what"] = said(pledge.what, pledge.source)
            return text("digest.due-known" if known else "digest.due", **values)
        case Kind.DONE:
            values["what"] = said(pledge.what, pledge.source)
            return text("digest.done-known" if known else "digest.done", **values)
    past = pledge.due is not None and week.local(pledge.due) < week.today
    values["offer"] = offer(
        replace(pledge, due=None) if past else pledge, week.zone
    )  # nobody is late in a digest
    return text("digest.helps-known" if known else "digest.helps", **values)
