"""A meeting that a ritual runs: which one it is, what of its agenda still waits, and what is kept when it is over.

The ritual only notes which meeting it belongs to. The agenda is read when an item begins, so that what is put there while
the meeting runs is still come to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from copbot.core.text import Text
from copbot.core.wishes import Erase, Ring, Save, Silence, Wish
from copbot.dialogue.agenda_words import labelled, of
from copbot.dialogue.call import Call
from copbot.dialogue.round_kept import MEETING
from copbot.dialogue.scene import Scene
from copbot.meetings.agenda import AgendaItem, Dealt, How, Outcome, Session, Standing
from copbot.meetings.records import Held

NOTE = MEETING
AGENDA = "agenda"
"""The key of a phase of a meeting's script: the numbers of what is on its agenda, which are asked about in place of words."""
OVER, SHOW = "meeting.close", "minutes.show"
"""The purposes of alarms: a meeting that nobody ended is over, and minutes are shown once all of it is kept."""
READS = ("agenda_items", "agenda_item", "session", "meeting", "meeting_held", "meeting_answers", "last")
"""The queries that a meeting needs while it runs."""
ROLES = ("parent", "youth", "school", "care", "municipality", "alliance", "attendance", "other")


@dataclass(frozen=True, slots=True)
class Sitting:
    """Which meeting a ritual runs, which time of it (naive), and how it is held."""

    meeting: int
    occurrence: datetime
    how: How

    @property
    def note(self) -> dict[str, object]:
        """What the course keeps of it."""
        return {"meeting": self.meeting, "occurrence": self.occurrence.isoformat(), "how": self.how}

    @property
    def line(self) -> str:
        """It in the payload of an alarm or the line of a choice."""
        return f"{self.meeting} {self.occurrence.isoformat()}"


def sitting(now: Scene) -> Sitting | None:
    """The meeting that a ritual runs, if it runs one."""
    note = now.noted(NOTE)
    if note is None:
        return None
    return Sitting(note["meeting"], datetime.fromisoformat(note["occurrence"]), note["how"])


def alarm_name(purpose: str, room: str, where: Sitting) -> str:
    """The name of an alarm of one time of a meeting."""
    return f"{purpose}:{room}:{where.meeting}:{where.occurrence.isoformat()}"


def waiting(call: Call, where: Sitting, gone: Sequence[int]) -> list[AgendaItem]:
    """What of the agenda was not come to yet."""
    there = of(where.meeting, call.read.agenda_items())
    return [item for item in there if item.number not in gone]


def on_the_agenda(call: Call, now: Scene) -> tuple[Text, ...]:
    """In the phase of a meeting that asks about its agenda: what is on it, in the words of who put it there."""
    where = sitting(now)
    if where is None or AGENDA not in now.phase.more:
        return ()
    return tuple(labelled(item) for item in waiting(call, where, ()))


def seeds(where: Sitting) -> tuple[str, ...]:
    """Elsewhere who leads may tap on."""
    return ("⏭",) if where.how != "chat" else ()


def settle(call: Call, where: Sitting, item: AgendaItem, outcome: Outcome) -> tuple[Wish, ...]:
    """What became of an item at this meeting."""
    dealt = Save(Dealt(call.room.id, where.meeting, where.occurrence, item.number, outcome, call.now))
    if item.standing is not Standing.OPEN:
        return (dealt,)
    if outcome == "carried":
        return Save(replace(item, carried=item.carried + 1)), dealt
    standing = Standing.DONE if outcome == "done" else Standing.DROPPED
    return Save(replace(item, standing=standing, ended=call.now)), dealt


def closed(call: Call, now: Scene, where: Sitting, gone: Sequence[int]) -> tuple[Wish, ...]:
    """The meeting is over: what was not come to waits for the next one; how many were there is kept, without names."""
    quiet = Silence(alarm_name(OVER, call.room.id, where))
    session = call.read.session(where.meeting, where.occurrence)
    if session is None or session.ended is not None:
        return (quiet,)
    held = call.read.meeting_held(where.meeting, where.occurrence)
    if now.course.entered == 0:  # nobody came: it can be opened again
        again = (
            () if held is None else (Save(replace(held, started=None, leader=None, how=None, ritual=None)),)
        )
        return quiet, Erase(session), *again
    wishes: list[Wish] = [quiet, Save(_ended(call, now, session))]
    if held is not None:
        wishes.append(Save(replace(held, ended=call.now)))
    for item in waiting(call, where, gone):
        wishes += settle(call, where, _for_any(call, item), "carried")
    show = alarm_name(SHOW, call.room.id, where)
    return *wishes, Ring(show, call.now.astimezone(UTC), call.room.id, SHOW, where.line)


def _ended(call: Call, now: Scene, session: Session) -> Session:
    """With who was there: those who took part here; elsewhere only who had said to come is known, and that is told as such."""
    roles = call.read.roles()
    answers = call.read.meeting_answers(session.meeting, session.occurrence)
    expected = counted([one.member for one in answers if one.answer == "yes"], roles)
    there = tuple(dict.fromkeys((*now.course.members, now.course.facilitator)))  # who leads is there too
    present = counted(there, roles) if session.how == "chat" else {}
    return replace(session, ended=call.now, present=present, expected=expected)


def counted(members: Sequence[str], brought: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """How many there are of each role; each member counts once, for the first thing that they bring."""
    first = (next((role for role in ROLES if role in brought.get(member, ())), "none") for member in members)
    return dict(Counter(first))


def _for_any(call: Call, item: AgendaItem) -> AgendaItem:
    """What was for a meeting that does not come again is for whichever comes next."""
    meeting = None if item.meeting is None else call.read.meeting(item.meeting)
    return replace(item, meeting=None) if meeting is not None and meeting.rule is None else item


def opened(
    call: Call, where: Sitting, ritual: int, held: Held | None, announced: str | None
) -> tuple[Wish, ...]:
    """The meeting is opened: kept as begun, by who opened it; ``announced`` is the message that tells the room so now."""
    session = Session(call.room.id, where.meeting, where.occurrence, call.now, call.sender, where.how, ritual)
    before = held or Held(call.room.id, where.meeting, where.occurrence)
    begun = replace(before, started=call.now, leader=call.sender, how=where.how, ritual=ritual)
    if announced is not None:
        begun = replace(begun, announced=call.now, key=announced)
    return Save(session), Save(begun)
