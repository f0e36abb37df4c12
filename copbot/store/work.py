"""The unit of work: what the engine may do with the database within one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from copbot.core.facts import Fact, Posted, Rang
from copbot.core.records import Question, Record, Room
from copbot.core.text import sources
from copbot.core.wishes import Ask, Edit, React, Retract, Ring, Say, Turn
from copbot.crypto.rows import KeyRow
from copbot.dialogue.reading import Message
from copbot.engine.ports import HeldMessage, Parcel, Waiting
from copbot.rituals.records import Contribution, Ritual
from copbot.store import (
    alarms,
    erasure,
    holding,
    inbox,
    messages,
    outbox,
    polls,
    quotes,
    records,
    rituals,
    rooms,
    waiting,
)
from copbot.store.database import savepoint
from copbot.store.outbox import Outgoing
from copbot.store.reader import RoomReader
from copbot.store.troubles import told
from copbot.store.turns import Turns

T = TypeVar("T")


class SqlWork:
    """The engine's port ``Work`` on SQLite; lives as long as its transaction, and looks nothing up twice."""

    def __init__(self, sql: sqlite3.Connection, turns: Turns) -> None:
        self._sql = sql
        self._turns = turns
        self._rooms: dict[str, Room | None] = {}
        self.removed = False
        """Whether somebody's words were taken away."""

    def take_in(
        self,
        facts: Iterable[Fact],
        token: str,
        now: datetime,
        addressed: Callable[[Posted], bool],
        keys: Iterable[KeyRow] = (),
    ) -> int:
        return inbox.ingest(self._sql, facts, token, now, addressed, keys)

    def take(self, limit: int) -> tuple[Waiting, ...]:
        return inbox.take(self._sql, limit, self._turns)

    def due(self, until: datetime, limit: int) -> tuple[Waiting, ...]:
        return tuple(Waiting(0, fact) for fact in alarms.due(self._sql, until, limit))

    def done(self, waiting: Waiting, now: datetime) -> bool:
        if isinstance(waiting.fact, Rang):
            return alarms.rang(self._sql, waiting.fact)
        inbox.done(self._sql, waiting, now)
        return True

    def more(self, until: datetime | None) -> tuple[bool, bool]:
        return inbox.more(self._sql), until is not None and alarms.more(self._sql, until)

    def part(self, act: Callable[[], T]) -> T:
        try:
            with told():
                return savepoint(self._sql, lambda _: act())
        except BaseException:
            self._forget()
            raise

    def _forget(self) -> None:
        self._rooms.clear()

    def room(self, id: str) -> Room | None:
        if id not in self._rooms:
            self._rooms[id] = rooms.room(self._sql, id)
        return self._rooms[id]

    def joined_rooms(self, among: Iterable[str]) -> tuple[Room, ...]:
        return rooms.joined_rooms(self._sql, tuple(among))

    def reader(self, room: str) -> RoomReader:
        return RoomReader(self._sql, room)

    def direct_room(self, member: str) -> str | None:
        return rooms.direct_room(self._sql, member)

    def rituals_from(self, event: str) -> tuple[Ritual, ...]:
        return rituals.rituals_from(self._sql, event)

    def message_by_event(self, event: str) -> Message | None:
        return messages.by_event(self._sql, event)

    def last_message(self, room: str, after: datetime) -> Message | None:
        return messages.last(self._sql, room, after)

    def question(self, key: str, now: datetime) -> Question | None:
        return waiting.question(self._sql, key, now)

    def question_in_thread(self, asked: str, room: str, thread: str, now: datetime) -> Question | None:
        return waiting.question_in_thread(self._sql, asked, room, thread, now)

    def question_in_direct(self, asked: str, room: str, now: datetime) -> Question | None:
        return waiting.question_in_direct(self._sql, asked, room, now)

    def stale(self, asked: str, room: str) -> None:
        waiting.stale(self._sql, asked, room)

    def focus(self, member: str, now: datetime) -> str | None:
        return rooms.focus(self._sql, member, now)

    def arrivals(self, inviter: str, after: datetime) -> tuple[datetime, ...]:
        return rooms.arrivals(self._sql, inviter, after)

    def asked_directly(self, room: str) -> str | None:
        return rooms.asked_directly(self._sql, room)

    def say(self, wish: Say, body: Mapping[str, Any], txn: str, now: datetime, held: datetime | None) -> None:
        room = wish.room if wish.to is None else rooms.direct_room(self._sql, wish.to)
        lane = room or wish.to
        assert lane is not None
        messages.add(self._sql, wish.key, room, wish.to, wish.scope, wish.kind, wish.about, wish.thread, now)
        turn = Turn.UNPROMPTED if wish.unprompted else Turn.PROMPT
        outbox.add(self._sql, Outgoing(txn, "say", lane, turn, body, wish.key, 0, held), now)
        quotes.note(self._sql, wish.key, _sources(wish), now)

    def edit(self, wish: Edit, body: Mapping[str, Any], txn: str, now: datetime) -> None:
        message = messages.message(self._sql, wish.key)
        if message is None:
            return
        lane = message.room or message.member
        assert lane is not None
        full = {**body, "kind": message.kind, "thread": message.thread}
        if outbox.add_edit(self._sql, Outgoing(txn, "edit", lane, Turn.EDIT, full, wish.key), now):
            quotes.note(self._sql, wish.key, _sources(wish), now)

    def react(self, wish: React, txn: str, now: datetime) -> None:
        message = messages.message(self._sql, wish.key)
        if message is None or messages.retracted(self._sql, wish.key):
            return
        lane = message.room or message.member
        assert lane is not None
        seed = Outgoing(txn, "react", lane, Turn.SEED, {"emoji": wish.emoji}, wish.key)
        outbox.add_change(self._sql, seed, now)

    def act(
        self, act: str, lane: str, turn: int, body: Mapping[str, Any], txn: str, now: datetime, **more: Any
    ) -> None:
        outbox.add(self._sql, Outgoing(txn, act, lane, turn, body, **more), now)

    def unseed(self, key: str) -> None:
        outbox.drop_seeds(self._sql, key)

    def retract(self, wish: Retract, txn: str, now: datetime) -> None:
        outbox.retract(self._sql, wish.key, txn, now)
        quotes.drop_in(self._sql, wish.key)  # it quotes nobody any more

    def unquote(self, event: str) -> tuple[str, ...]:
        self.removed = True
        keys: dict[str, None] = {}
        keys |= dict.fromkeys(polls.told_in(self._sql, event))  # also what still waits: it would say nothing
        for source in erasure.unquote(self._sql, event):
            waiting.drop_questions_quoting(self._sql, source)
            keys |= dict.fromkeys(quotes.unquote(self._sql, source))
        return tuple(keys)

    def ask(self, wish: Ask) -> None:
        waiting.save_question(self._sql, wish.question)

    def withdraw(self, key: str) -> None:
        waiting.drop_question(self._sql, key)

    def ring(self, wish: Ring) -> None:
        alarms.ring(self._sql, wish)

    def silence(self, name: str) -> None:
        alarms.silence(self._sql, name)

    def rouse(self, prefix: str, at: datetime) -> None:
        alarms.rouse(self._sql, prefix, at)

    def held(self, member: str) -> tuple[HeldMessage, ...]:
        return holding.held(self._sql, member)

    def hold(self, key: str, until: datetime | None) -> None:
        holding.until(self._sql, key, until)

    def list_it(self, key: str) -> None:
        holding.list_it(self._sql, key)

    def rewrite(self, into: str, body: Mapping[str, Any], instead: tuple[str, ...]) -> None:
        holding.rewrite(self._sql, into, body, instead)

    def bring(self, key: str, event: str) -> None:
        holding.bring(self._sql, key, event)

    def unsay(self, key: str) -> None:
        holding.drop(self._sql, key)

    def hush(self, member: str, *, only_listed: bool) -> None:
        holding.hush(self._sql, member, only_listed=only_listed)

    def save(self, record: Record, now: datetime) -> None:
        if isinstance(record, Room):
            self._rooms.pop(record.id, None)
        records.save(self._sql, record, now)

    def erase(self, record: Record) -> None:
        self.removed = self.removed or isinstance(record, Contribution)
        records.erase(self._sql, record)

    def leave(self, room: str, now: datetime) -> None:
        self._forget()
        outbox.drop_lane(self._sql, room)
        alarms.silence_room(self._sql, room)
        erasure.leave(self._sql, room, now)

    def next_due(self, after: datetime | None = None) -> datetime | None:
        return alarms.next_due(self._sql, after)

    def heads(
        self, now: datetime, busy: Iterable[str], limit: int, behind: int | None = None
    ) -> tuple[Parcel, ...]:
        return outbox.heads(self._sql, now, busy, limit, self._turns, behind)

    def left_behind(self) -> bool:
        return outbox.left_behind(self._sql)

    def next_held(self) -> datetime | None:
        return outbox.next_held(self._sql)

    def tried(self, ids: Iterable[int], now: datetime) -> None:
        outbox.tried(self._sql, ids, now)

    def sent(self, parcel: Parcel, event: str | None, now: datetime) -> None:
        outbox.sent(self._sql, parcel, event, now)

    def drop(self, parcel: Parcel) -> None:
        outbox.drop(self._sql, parcel)

    def direct_made(self, member: str, room: str) -> None:
        self._forget()
        rooms.begin_direct(self._sql, member, room, messages.scope_for(self._sql, member))
        outbox.direct_made(self._sql, member, room)

    def direct_ended(self, member: str, room: str) -> None:
        self._forget()
        outbox.direct_ended(self._sql, member, room)


def _sources(wish: Say | Edit) -> frozenset[str]:
    """The events whose words a message quotes."""
    poll = (*(words for _, words in wish.poll.answers), wish.poll.question) if wish.poll else ()
    file = wish.file if isinstance(wish, Say) else None
    filed = (file.name, *file.lines, *file.values.values()) if file else ()
    return sources((*wish.lines, *wish.choices, *poll, *filed))
