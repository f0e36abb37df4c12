"""What commands may read: named queries about one room. A command names those that it needs, and sees no others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from copbot.commitments.ladder import Behalf
from copbot.commitments.records import Dated, Kept, Moved
from copbot.core.records import Away, Option, RatherNot, Settings, Tap
from copbot.core.wishes import About
from copbot.decisions.records import Decision, KeptProposal
from copbot.digests.records import Told
from copbot.meetings.agenda import AgendaItem, Dealt, Line, Session
from copbot.meetings.records import Answer, Change, Held, Meeting
from copbot.polls.records import Ballot, KeptPoll
from copbot.reminders.records import Reminder
from copbot.rituals.records import Contribution, Ritual


@dataclass(frozen=True, slots=True)
class Message:
    """A logical message of copbot's: where it stands and what it is about. ``event`` is None while it is unsent."""

    key: str
    room: str | None
    member: str | None
    scope: str | None
    event: str | None
    rev: int
    kind: str
    about: About | None
    thread: str | None


class Reader(Protocol):
    """The named queries. All are about the room of the call, and answer with records or nothing."""

    def item(self, number: int) -> Kept | None:
        """One item of the ladder."""

    def item_from(self, event: str) -> Kept | None:
        """The item that was opened with the words of a message."""

    def open_items(self, after: int = 0, limit: int | None = None) -> tuple[Kept, ...]:
        """Open items with a number above ``after``, oldest first, at most ``limit``."""

    def items_of(self, member: str) -> tuple[Kept, ...]:
        """Open items that the member opened or supports, oldest first."""

    def has_supported(self, member: str) -> bool:
        """Whether the member ever offered support in this room."""

    def spoke_for(self, member: str) -> Behalf | None:
        """For whom the member last said to speak when offering support in this room."""

    def dates(self, member: str) -> tuple[Dated, ...]:
        """The member's open offers with a date, by item."""

    def moves(self, number: int) -> tuple[Moved, ...]:
        """An item's history, oldest first."""

    def ritual(self) -> Ritual | None:
        """The ritual that runs live in the room."""

    def over_days(self) -> tuple[Ritual, ...]:
        """The rituals that run over days in the room, the oldest first."""

    def over_days_with(self, member: str, encrypted: bool) -> tuple[Ritual, ...]:
        """The rituals that run over days, in whatever room, and that may have a seat for the member.

        Those of rooms that are encrypted only if ``encrypted``: their words go into no open chat.
        """

    def ritual_held(self, script: str) -> datetime | None:
        """When the last ritual of a script ended in the room (UTC)."""

    def waiting_rituals(self) -> tuple[Ritual, ...]:
        """Rituals that open when the one that runs is over, in the order in which they were asked for."""

    def ritual_number(self, number: int) -> Ritual | None:
        """A ritual by its number, ended or not."""

    def contributions(self, ritual: int) -> tuple[Contribution, ...]:
        """What was said in a ritual, oldest first."""

    def contribution(self, event: str) -> Contribution | None:
        """What was said in one message, or in the edit that it was last changed by."""

    def poll(self, number: int) -> KeptPoll | None:
        """A poll by its number, ended or not."""

    def open_polls(self, limit: int | None = None) -> tuple[KeptPoll, ...]:
        """Open polls, oldest first, at most ``limit``."""

    def closed_polls(self, since: datetime, until: datetime, limit: int) -> tuple[KeptPoll, ...]:
        """Polls that were closed after a time (aware) up to another, the first to close first, at most ``limit``."""

    def poll_at(self, event: str) -> KeptPoll | None:
        """The poll that an event opened."""

    def ballots(self, poll: int) -> tuple[Ballot, ...]:
        """The last ballot of each member in a poll, in the order of their arrival."""

    def voted(self, poll: int) -> bool:
        """Whether there is any ballot in a poll, counting or not."""

    def proposal(self, number: int) -> KeptProposal | None:
        """A proposal by its number, ended or not."""

    def open_proposals(self, limit: int | None = None) -> tuple[KeptProposal, ...]:
        """Proposals that are on their way, oldest first, at most ``limit``."""

    def decision(self, number: int) -> Decision | None:
        """A decision by its number."""

    def decisions(self, before: int | None, limit: int) -> tuple[Decision, ...]:
        """Decisions, the newest first, at most ``limit``; with ``before`` those with a lower number."""

    def reviews_between(self, first: date, last: date, limit: int) -> tuple[Decision, ...]:
        """Decisions that are looked at again from a local day up to and including another, the nearest first."""

    def roles(self) -> Mapping[str, frozenset[str]]:
        """What each member says to bring to the room."""

    def rather_nots(self) -> tuple[RatherNot, ...]:
        """With whom members would rather not be put together by lot: for lots alone, and for who said so."""

    def hosts(self) -> frozenset[str]:
        """Members whom a host named as host."""

    def last(self, kind: str) -> int:
        """The last number given out for a kind of thing, 0 if none."""

    def message(self, key: str) -> Message | None:
        """A message of copbot's by its key."""

    def quoting(self, event: str) -> tuple[Message, ...]:
        """Messages of copbot's that quote what was said in an event."""

    def quoted(self, key: str) -> frozenset[str]:
        """The events whose words a message of copbot's quotes."""

    def reminder(self, number: int) -> Reminder | None:
        """A reminder by its number."""

    def reminders(
        self, private: bool, after: tuple[datetime, int] | None, limit: int
    ) -> tuple[Reminder, ...]:
        """What is still to come in the room (or, ``private``, of the direct chat alone), the next first.

        ``after`` is the due time and number behind which to begin.
        """

    def reminders_waiting(self, member: str) -> int:
        """How many of a member's reminders are still to come."""

    def reminders_from(self, event: str) -> tuple[Reminder, ...]:
        """The reminders whose words were said in an event."""

    def personal_reminders(self) -> frozenset[int]:
        """The numbers of those to come that members set in the room for themselves."""

    def snoozers(self, number: int) -> tuple[str, ...]:
        """Who wants to hear a reminder again."""

    def meeting(self, number: int) -> Meeting | None:
        """A meeting by its number, ended or not."""

    def planned_meetings(self) -> tuple[Meeting, ...]:
        """The meetings that are still to take place, by number."""

    def meetings_from(self, event: str) -> tuple[Meeting, ...]:
        """The meetings whose title or place was said in an event."""

    def meeting_changes(self, number: int) -> tuple[Change, ...]:
        """What was changed about single times of a meeting, by the wall time that each had."""

    def meeting_answers(self, number: int, occurrence: datetime) -> tuple[Answer, ...]:
        """Who answered about one time of a meeting (naive, as the meeting itself has it), in the order in which they did."""

    def meeting_answers_from(self, event: str) -> tuple[Answer, ...]:
        """What was answered about meetings by a reaction or a message."""

    def meeting_held(self, number: int, occurrence: datetime) -> Held | None:
        """How one time of a meeting took place, as far as copbot knows."""

    def agenda_item(self, number: int) -> AgendaItem | None:
        """An item of the agenda by its number, ended or not."""

    def agenda_items(self) -> tuple[AgendaItem, ...]:
        """What still waits to be talked about at a meeting, by number."""

    def agenda_dealt(self, meeting: int, occurrence: datetime) -> tuple[Dealt, ...]:
        """What became of items of the agenda at one time of a meeting (naive), in the order in which it did."""

    def session(self, meeting: int, occurrence: datetime) -> Session | None:
        """One time of a meeting (naive), if somebody opened it."""

    def last_session(self, meeting: int | None) -> Session | None:
        """The last time that somebody opened a meeting of the room, or that meeting."""

    def minutes_lines(self, meeting: int, occurrence: datetime) -> tuple[Line, ...]:
        """The lines of the minutes of one time of a meeting (naive)."""

    def minutes_lines_from(self, event: str) -> tuple[Line, ...]:
        """The lines of minutes whose words were said in an event."""

    def sent_at(self, key: str) -> datetime | None:
        """When a message of copbot's was sent (UTC)."""

    def hinted(self, what: str, member: str) -> datetime | None:
        """When a member was last told something of how an encrypted room works."""

    def hinted_here(self, what: str) -> datetime | None:
        """When anybody in the room was last told that."""

    def sealed_by(self, event: str) -> str | None:
        """Who sent a message of the room that still waits for its key."""

    def tap(self, event: str) -> Tap | None:
        """A reaction that counted."""

    def away(self, member: str) -> Away | None:
        """Until when the member said to be away, in whatever room; it may be over."""

    def stopped(self, member: str) -> bool:
        """Whether the member wants no direct messages of copbot's own accord."""

    def absent(self, now: datetime) -> frozenset[str]:
        """Everybody who is away at that time."""

    def seated(self, member: str) -> tuple[str, ...]:
        """The rooms in which a live ritual runs that may have a seat for the member."""

    def held(self, key: str) -> bool:
        """Whether a message waits that copbot has told of, but not sent yet."""

    def chat_settings(self, member: str) -> Settings | None:
        """How copbot behaves in the member's direct chat, if there is one."""

    def told(self) -> Told | None:
        """How far the room has been told by digests; None before the first."""

    def moves_between(self, after: datetime, until: datetime, limit: int) -> tuple[Moved, ...]:
        """The newest moves on the ladder after a time up to another, at most ``limit``; oldest first."""

    def due_between(self, first: date, last: date, limit: int) -> tuple[Kept, ...]:
        """Items with support that is due from a day up to and including another, the nearest first."""

    def seeking(self, after: int, limit: int) -> tuple[int, ...]:
        """Open items that nobody supports yet: those with a number above ``after`` first, then from the oldest on."""

    def choosing(self, member: str, now: datetime) -> tuple[Option, ...]:
        """What a member is asked to choose from about the room, in all questions that still wait."""

    def unreported(self, kind: str) -> frozenset[int]:
        """The numbers of what came of rituals that are told nowhere: of an item, poll, proposal, decision, reminder, meeting,
        agenda (by the kind of its number), or of the rituals themselves.

        Digests, minutes and lists for others leave those out. The queries of digests, and decisions, do so already.
        """

    def apart(self, kind: str) -> frozenset[int]:
        """The same, none while such a ritual runs: what is shown by its number to those alone whose it is. Open items are without those."""

    def rungs(self) -> Mapping[str, int]:
        """How many items are open on each rung."""

    def subscribers(self) -> tuple[str, ...]:
        """Members who asked for a digest of their own every week."""

    def subscribed(self, member: str) -> bool:
        """Whether a member asked for a digest of their own every week."""
