"""An item of the agenda in words, and the agenda of a meeting as it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from copbot.core.text import Said, Text, Value, text
from copbot.dialogue.call import Call
from copbot.dialogue.meeting_words import title
from copbot.dialogue.meetings import Found, planned
from copbot.meetings.agenda import AgendaItem
from copbot.meetings.occurrences import Occurrence, at_hand, coming


def what(item: AgendaItem) -> Value:
    """What it is about: its words, or the number that it refers to."""
    if item.refers == "decision":
        return text("agenda.of-decision", n=item.to)
    if item.refers == "item":
        return text("agenda.of-item", n=item.to)
    words = item.words.rstrip(" .,;:") or item.words if item.words else None
    return Said(words, item.source)


def labelled(item: AgendaItem) -> Text:
    """An item as one of several: its number, what it is about, and what it is for."""
    id = "agenda.item" if item.purpose is None else f"agenda.item-{item.purpose}"
    return text(id, n=item.number, what=what(item))


def of(meeting: int | None, items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """Those of all that wait that are for one meeting, or for the next one where there is none yet."""
    if meeting is None:
        return [item for item in items if item.meeting is None]
    return [item for item in items if item.meant_for(meeting)]


def upcoming(call: Call, found: Found) -> Occurrence | None:
    """The time of a meeting that its agenda is for: the one that runs, unless it was closed, else the next. Needs the query session."""
    now = at_hand(found.meeting, found.changes, call.now)
    session = None if now is None else call.read.session(found.meeting.number, now.of)
    if now is None or session is None or session.ended is None:
        return now
    return coming(found.meeting, found.changes, max(now.start, call.now))


def nearest(call: Call) -> Found | None:
    """The meeting whose agenda is meant where none is named. Needs the queries that finding meetings needs, and session."""
    starts = [(upcoming(call, found), found) for found in planned(call)]
    there = [(one.start, found.meeting.number, found) for one, found in starts if one is not None]
    return min(there, key=lambda one: one[:2])[2] if there else None


def headed(call: Call, found: Found | None) -> Text:
    """Whose agenda it is."""
    following = None if found is None else upcoming(call, found)
    if found is None or following is None:
        return text("agenda.head-waiting")
    day = following.start.astimezone(ZoneInfo(found.meeting.zone)).date()
    return text("agenda.head", title=title(found.meeting), day=day)
