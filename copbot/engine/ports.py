"""The doors of the engine: what it needs from the store, from Matrix and from the clock, and nothing more of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from copbot.core.facts import Fact, Posted
from copbot.core.records import Question, Record, Room
from copbot.core.wishes import Ask, Edit, React, Retract, Ring, Say
from copbot.crypto.rows import KeyRow
from copbot.dialogue.people import People
from copbot.dialogue.reading import Message, Reader
from copbot.rituals.records import Ritual

T = TypeVar("T")

# The named moments on the way of an event; a test may end the process at any of them.
AFTER_INGEST = "after-ingest"
AFTER_COMMIT = "after-commit"
BEFORE_SEND = "before-send"
AFTER_SEND = "after-send"
BEFORE_MARK = "before-mark"
MOMENTS = (AFTER_INGEST, AFTER_COMMIT, BEFORE_SEND, AFTER_SEND, BEFORE_MARK)
# Those of encryption beside them: a room's key is about to leave (the conversations that carry it are on disk already), the
# homeserver has it for everybody and nothing was said under it, one-time keys are on disk and the homeserver has none of them.
BEFORE_GIVING = "before-giving"
AFTER_GIVING = "after-giving"
BEFORE_UPLOAD = "before-upload"
SECRET_MOMENTS = (BEFORE_GIVING, AFTER_GIVING, BEFORE_UPLOAD)
Checkpoint = Callable[[str], None]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A fact that waits to be handled, with the number of its row in the inbox; an alarm has none there."""

    id: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something to send: an outbox row. ``lane`` is a room, or a user id while that direct chat is still to be made."""

    id: int
    txn: str
    act: str
    lane: str
    key: str | None
    rev: int
    body: Mapping[str, Any]
    tried: datetime | None
    target: str | None = None  # the first event of the message that is edited or tapped on
    thread: str | None = None  # the root of the thread, where the body names it by key
    events: tuple[str, ...] = ()  # every event of a message that is retracted
    direct_with: str | None = None  # whose direct chat the lane is: nothing goes there while others are in it
    waited_for: bool = True  # whether somebody waits for it


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """A message of the outbox that waits until its member may be spoken to."""

    key: str
    body: Mapping[str, Any]


class Work(Protocol):
    """One unit of work: everything in it is committed together, or not at all."""

    def take_in(
        self,
        facts: Iterable[Fact],
        token: str,
        now: datetime,
        addressed: Callable[[Posted], bool],
        keys: Iterable[KeyRow] = (),
    ) -> int:
        """Put facts in the inbox, with the sync token that stands behind them and changed keys. Returns how many were new.

        Of rooms where nothing may be kept yet only words that are ``addressed`` to copbot are written.
        """

    def take(self, limit: int) -> tuple[Waiting, ...]:
        """The next facts in the inbox, rooms taking turns."""

    def due(self, until: datetime, limit: int) -> tuple[Waiting, ...]:
        """The alarms that are due at a time (UTC), as facts: those due first go first."""

    def done(self, waiting: Waiting, now: datetime) -> bool:
        """The fact is handled in this unit of work, and waits no more. False: it does not any more; the alarm was taken back."""

    def more(self, until: datetime | None) -> tuple[bool, bool]:
        """Whether facts in the inbox wait to be handled, and whether alarms do that are due by then (UTC)."""

    def part(self, act: Callable[[], T]) -> T:
        """A part that can fail without the rest."""

    def room(self, id: str) -> Room | None:
        """A room that copbot knows."""

    def joined_rooms(self, among: Iterable[str]) -> tuple[Room, ...]:
        """Those of the rooms that copbot is in and that are no direct chats."""

    def reader(self, room: str) -> Reader:
        """The named queries about a room."""

    def direct_room(self, member: str) -> str | None:
        """The member's direct chat."""

    def rituals_from(self, event: str) -> tuple[Ritual, ...]:
        """Rituals that run or wait, in whatever room, whose question was asked in an event."""

    def message_by_event(self, event: str) -> Message | None:
        """copbot's message that an event is."""

    def last_message(self, room: str, after: datetime) -> Message | None:
        """copbot's newest message that stands in a room, if it was wished after a time."""

    def question(self, key: str, now: datetime) -> Question | None:
        """A question that waits, by the message that asks it."""

    def question_in_thread(self, asked: str, room: str, thread: str, now: datetime) -> Question | None:
        """The newest question that waits for a member in a thread."""

    def question_in_direct(self, asked: str, room: str, now: datetime) -> Question | None:
        """The newest question that waits for a member in their direct chat."""

    def stale(self, asked: str, room: str) -> None:
        """The member wrote in the direct chat: what was asked before is answered only by reply from now on."""

    def focus(self, member: str, now: datetime) -> str | None:
        """Which room the member's direct chat is about."""

    def arrivals(self, inviter: str, after: datetime) -> tuple[datetime, ...]:
        """For when this inviter's recent invitations were let in, newest first."""

    def asked_directly(self, room: str) -> str | None:
        """Whose direct chat a room is to be, as the last invitation to it said."""

    def say(self, wish: Say, body: Mapping[str, Any], txn: str, now: datetime, held: datetime | None) -> None:
        """Put a message in the outbox, and know it."""

    def edit(self, wish: Edit, body: Mapping[str, Any], txn: str, now: datetime) -> None:
        """Put a change of a message in the outbox."""

    def act(
        self, act: str, lane: str, turn: int, body: Mapping[str, Any], txn: str, now: datetime, **more: Any
    ) -> None:
        """Put anything else in the outbox: entering or leaving a room."""

    def react(self, wish: React, txn: str, now: datetime) -> None:
        """Put a reaction in the outbox."""

    def unseed(self, key: str) -> None:
        """Take back the reactions that wait for a message."""

    def retract(self, wish: Retract, txn: str, now: datetime) -> None:
        """Remove a message: what was sent of it, and what is under way as soon as it has arrived."""

    def unquote(self, event: str) -> tuple[str, ...]:
        """Take a removed event's words out of everything; returns the messages that may have been sent with them."""

    def ask(self, wish: Ask) -> None:
        """Remember a question."""

    def withdraw(self, key: str) -> None:
        """Forget a question."""

    def ring(self, wish: Ring) -> None:
        """Set an alarm."""

    def silence(self, name: str) -> None:
        """Take an alarm back."""

    def rouse(self, prefix: str, at: datetime) -> None:
        """Alarms whose names begin so ring then."""

    def held(self, member: str) -> tuple[HeldMessage, ...]:
        """What is held for a member and was not told of yet, oldest first."""

    def hold(self, key: str, until: datetime | None) -> None:
        """Hold a message until then; None lets it go now."""

    def list_it(self, key: str) -> None:
        """A message was told of: it waits until it is asked for."""

    def rewrite(self, into: str, body: Mapping[str, Any], instead: tuple[str, ...]) -> None:
        """A held message says other words, in which those of others stand too, which go."""

    def bring(self, key: str, event: str) -> None:
        """A message that was told of goes now, in reply to an event."""

    def unsay(self, key: str) -> None:
        """A held message is not sent."""

    def hush(self, member: str, *, only_listed: bool) -> None:
        """What copbot would have told a member of its own accord is not sent."""

    def save(self, record: Record, now: datetime) -> None:
        """Write a record; what people gave is kept from ``now`` on."""

    def erase(self, record: Record) -> None:
        """Remove a record."""

    def leave(self, room: str, now: datetime) -> None:
        """copbot is out of the room: what runs and is open ends, nothing goes out or rings, who is who is forgotten."""

    def next_due(self, after: datetime | None = None) -> datetime | None:
        """When the next alarm is due (UTC), of all or of those due after a time."""

    def heads(
        self, now: datetime, busy: Iterable[str], limit: int, behind: int | None = None
    ) -> tuple[Parcel, ...]:
        """The next thing to send in each lane that is not busy; at most ``behind`` of what nobody waits for."""

    def left_behind(self) -> bool:
        """Whether something that nobody waits for may be sent, or is under way."""

    def next_held(self) -> datetime | None:
        """When the next held message may go."""

    def tried(self, ids: Iterable[int], now: datetime) -> None:
        """Remember when parcels were first tried."""

    def sent(self, parcel: Parcel, event: str | None, now: datetime) -> None:
        """A parcel was confirmed."""

    def drop(self, parcel: Parcel) -> None:
        """A parcel can never be sent."""

    def direct_made(self, member: str, room: str) -> None:
        """A member's direct chat was made."""

    def direct_ended(self, member: str, room: str) -> None:
        """A member's direct chat is one no more: what is private and waits for it goes to another one."""


class Desk(Protocol):
    """The store, as the engine sees it."""

    async def work(self, unit: Callable[[Work], T]) -> T:
        """Run a unit of work. Raises what it raises, and StoreFailed."""

    async def read(self, unit: Callable[[Work], T]) -> T:
        """Run something that only looks, without the right to write. Raises StoreFailed."""

    async def settle(self) -> None:
        """See to it that what was erased is gone from the files too; where that can't be now, at the next call."""

    async def tidy(self, now: datetime) -> int:
        """Erase what has been kept long enough; returns how many rows. Raises StoreFailed."""


class Commit(Protocol):
    """Runs a unit of work, perhaps with more in the same commit."""

    async def __call__(self, unit: Callable[[Work], T]) -> T:
        """Returns what the unit returns. Raises what it raises, and StoreFailed."""


class Directory(Protocol):
    """Who is where, as the homeserver said last."""

    async def learn(self, rooms: Iterable[str]) -> None:
        """Make sure that the members of these rooms are known. Raises Unsent when the homeserver can't say now."""

    def knows(self, room: str) -> bool:
        """Whether the members of a room are known."""

    def unlearned(self) -> frozenset[str]:
        """The rooms whose members are not known."""

    def people(self, room: str) -> People:
        """The joined members of a room."""

    def encrypted(self, room: str) -> bool:
        """Whether the room is or ever was encrypted, as far as the homeserver has shown."""

    def rooms_of(self, user: str) -> tuple[str, ...]:
        """The rooms that a user shares with copbot, as far as known."""


class Unsent(Exception):
    """It could not be sent now; try again, not before ``after`` seconds if the homeserver said so."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class Undeliverable(Exception):
    """It can never be sent; ``code`` is the homeserver's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unmakeable(Exception):
    """The message could not be made: a fault of ours. Trying again would not help."""


class StoreFailed(Exception):
    """The database can't be written now: the disk is full, or the file is locked or read-only."""


class Sender(Protocol):
    """The way out. Raises Unsent, Undeliverable, Unmakeable, or TokenDead."""

    async def send(self, parcel: Parcel) -> str | None:
        """Carry out one outbox row; returns the event's id where there is one."""

    async def find(self, parcel: Parcel) -> str | None:
        """Look for an earlier sending of the same row in the room; its event, or None when it never arrived."""

    async def make_direct(self, member: str) -> str:
        """Make (or find) the direct chat with a member; returns its room."""
