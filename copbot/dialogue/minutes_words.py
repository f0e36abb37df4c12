"""What a meeting came to, in words: read from what the room keeps, so that nothing stands in minutes that was taken away.

There is no chatter in it and nothing of what anybody said in a round: decisions, what was agreed, what moved on the ladder,
what was talked about and what waits. People appear in numbers, by what they bring to the room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from copbot.core.recurrence import in_zone
from copbot.core.text import Said, Text, Value, Who, Wording, text
from copbot.decisions.records import Decision, KeptProposal
from copbot.decisions.state import Phase, Stance
from copbot.dialogue.agenda_words import what
from copbot.dialogue.call import Call
from copbot.dialogue.meeting_words import ROLES, title
from copbot.dialogue.reminder_words import clock
from copbot.meetings.agenda import KIND, AgendaItem, Line, Outcome, Session
from copbot.meetings.records import Meeting

READS = (
    "agenda_dealt",
    "agenda_item",
    "decisions",
    "meeting",
    "meeting_changes",
    "minutes_lines",
    "moves_between",
    "open_proposals",
    "session",
    "last_session",
    "unreported",
)
"""The queries that minutes are read with."""
PAGE = 20
MOST_MOVES = 200
INSTANT = timedelta(milliseconds=1)
"""What was done in the instant in which it was opened belongs to it."""
LADDER: Mapping[str, tuple[str, ...]] = {
    "new": ("cannot",),
    "may": ("may",),
    "support": ("support",),
    "done": ("done",),
    "helped": ("helped",),
}
"""What the minutes tell of the ladder, by which moves it came."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """What one time of a meeting came to. ``lines`` are what members wrote down, ``ladder`` the numbers of items by what they came to."""

    session: Session
    meeting: Meeting | None
    decisions: Sequence[Decision]
    held_up: Sequence[KeptProposal]
    lines: Sequence[Line]
    ladder: Mapping[str, Sequence[int]]
    items: Mapping[Outcome, Sequence[AgendaItem]]


def gathered(call: Call, session: Session, *fresh: Line) -> Minutes:
    """All there is to tell of it; ``fresh`` lines are not in the store yet. Needs the queries of `READS`."""
    until = session.ended or call.now
    dealt = call.read.agenda_dealt(session.meeting, session.occurrence)
    hidden = call.read.unreported(KIND)
    found = [(one.outcome, call.read.agenda_item(one.item)) for one in dealt if one.item not in hidden]
    items: dict[Outcome, list[AgendaItem]] = {"done": [], "carried": [], "dropped": []}
    for outcome, item in found:
        if item is not None:
            items[outcome].append(item)
    stored = call.read.minutes_lines(session.meeting, session.occurrence)
    return Minutes(
        session,
        call.read.meeting(session.meeting),
        _decided(call, session.started, until),
        _held_up(call, session.started),
        (*stored, *fresh),
        _moved(call, session.started, until),
        items,
    )


def _decided(call: Call, since: datetime, until: datetime) -> list[Decision]:
    found: list[Decision] = []
    before: int | None = None
    while page := call.read.decisions(before, PAGE):
        found += [made for made in page if since <= made.adopted <= until]
        if page[-1].adopted < since:
            break
        before = page[-1].number
    return found[::-1]


def _held_up(call: Call, since: datetime) -> list[KeptProposal]:
    """What somebody objected to in this meeting, so that it waits for other words."""
    hidden = call.read.unreported("proposal")
    return [
        kept
        for kept in call.read.open_proposals()
        if kept.proposal.phase is Phase.INTEGRATE
        and kept.began >= since
        and kept.proposal.number not in hidden
        and any(voice.stance is Stance.OBJECTION for voice in kept.proposal.voices)
    ]


def _moved(call: Call, since: datetime, until: datetime) -> dict[str, list[int]]:
    moves = call.read.moves_between(since - INSTANT, until, MOST_MOVES)
    found: dict[str, list[int]] = {}
    for name, by in LADDER.items():
        numbers = dict.fromkeys(move.item for move in moves if move.move in by)
        if numbers:
            found[name] = list(numbers)
    return found


# -- in words


def head(call: Call, found: Minutes) -> Text:
    """Of which meeting, which day, and from when until when."""
    session, zone = found.session, call.zone if found.meeting is None else ZoneInfo(found.meeting.zone)
    values: dict[str, Value] = {
        "title": text("meeting.untitled") if found.meeting is None else title(found.meeting),
        "day": session.started.astimezone(zone).date(),
        "begin": clock(session.started, zone),
    }
    if session.ended is None:
        return text("minutes.head-running", **values)
    return text("minutes.head", **values, end=clock(session.ended, zone))


def lines(found: Minutes, *, whole: bool = False) -> list[Text]:
    """What it came to, one thing a line, what matters most first; ``whole`` with every concern, for a file."""
    told = [*_there(found.session), *(_line(one) for one in found.lines if one.kind == "correction")]
    for made in found.decisions:
        told += _decision(made, whole=whole)
    told += [text("minutes.held-up", n=kept.proposal.number) for kept in found.held_up]
    told += [_line(one) for one in found.lines if one.kind == "objection"]
    told += [_line(one) for one in found.lines if one.kind == "agreement"]
    told += [_ladder(name, numbers) for name, numbers in found.ladder.items()]
    for outcome in ("done", "carried"):
        told += _talked(outcome, found.items["done" if outcome == "done" else "carried"])
    if len(told) == len(_there(found.session)):
        told.append(text("minutes.nothing"))
    return told


def _there(session: Session) -> list[Text]:
    id, numbers = "minutes.present", session.present
    if session.how != "chat":
        id, numbers = "minutes.expected", session.expected
    total = sum(numbers.values())
    if not total:
        return []
    roles = tuple(
        text(f"meeting.role-{role}", count=numbers[role], n=numbers[role])
        for role in (*ROLES, "none")
        if numbers.get(role)
    )
    if numbers.keys() == {"none"}:  # nobody told what they bring: a number is enough
        return [text(f"{id}-plain", count=total, n=total)]
    return [text(id, count=total, n=total, roles=roles)]


def _decision(made: Decision, *, whole: bool) -> list[Text]:
    aloud = not made.proposal
    id = "minutes.decided-aloud" if aloud else "minutes.decided"
    told = [text(id, n=made.number, words=Said(made.words, made.source), review=made.review)]
    if whole:
        told += [text("minutes.concern", words=Said(voice.words, voice.source)) for voice in made.concerns]
    elif made.concerns:
        told.append(text("minutes.concerns", count=len(made.concerns), n=made.number))
    return told


def _line(one: Line) -> Text:
    words = Said(one.words, one.source)
    if one.kind == "correction":
        return text("minutes.correction", who=Who(one.member), words=words)
    return text("minutes.objected" if one.kind == "objection" else "minutes.agreed", words=words)


def _ladder(name: str, numbers: Sequence[int]) -> Text:
    return text(f"minutes.ladder-{name}", items=tuple(text("harvest.item", n=number) for number in numbers))


def _talked(outcome: str, items: Sequence[AgendaItem]) -> list[Text]:
    shown: list[Value] = [text("agenda.named", n=item.number, what=what(item)) for item in items]
    return [text(f"minutes.{outcome}", items=tuple(shown))] if shown else []


def written(call: Call, found: Minutes) -> tuple[Text | Wording | None, ...]:
    """The lines of the Markdown file."""
    items = [text("minutes.md-line", line=line) for line in lines(found, whole=True)]
    return (text("minutes.md-head", head=head(call, found)), None, *items, None, text("minutes.md-foot"))


def fields(call: Call, found: Minutes) -> dict[str, Any]:
    """What machines read of it: which time of which meeting."""
    session = found.session
    zone = call.zone if found.meeting is None else ZoneInfo(found.meeting.zone)
    of = in_zone(session.occurrence, zone).isoformat(timespec="seconds")
    start = session.started.astimezone(zone).isoformat(timespec="seconds")
    return {"meeting": session.meeting, "start": start, "occurrence": of}
