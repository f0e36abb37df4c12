"""The courier: takes what waits in the outbox to the homeserver, in order within each room, and marks what is confirmed.

Every row has a transaction id of its own that never changes, so a row may be sent again after any interruption: the
homeserver remembers it. That memory lasts a day; a row that was first tried longer ago is looked for in the room first.
One row a room is under way at a time; rooms are served side by side. Sending is never cut off in the middle: on stopping,
what is under way may finish.

A commit is the dearest part of an answer. So what was confirmed is marked, and what goes next is taken, in the commit of
whoever has one: the engine does its own `along` with the courier's, and only what is left gets a commit of its own.
While the engine has one commit after the other, that is nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from copbot.core.failures import TokenDead
from copbot.engine.lateness import as_of, held_until
from copbot.engine.pace import Pace
from copbot.engine.ports import (
    AFTER_SEND,
    BEFORE_MARK,
    BEFORE_SEND,
    Checkpoint,
    Clock,
    Desk,
    Parcel,
    Sender,
    StoreFailed,
    Undeliverable,
    Unmakeable,
    Unsent,
    Work,
)
from copbot.engine.signs import Delivered, Dropped, Meter, Postponed, Troubled, unmetered

T = TypeVar("T")

SIDE_BY_SIDE = 24  # the answers to a whole batch of the engine's, and what nobody waits for beside them
REMEMBERED = timedelta(
    hours=20
)  # the homeserver keeps transaction ids for 24 h; this stays clear of the edge
NOT_AT_ALL = timedelta()  # less than this, and the clock was put back: nobody knows how long ago it was
FORGOTTEN = timedelta(hours=25)  # what was tried so long ago, the homeserver has surely forgotten
FIRST_WAIT = 1.0  # seconds
LONGEST_WAIT = 60.0  # seconds
log = structlog.get_logger("copbot.courier")


@dataclass(frozen=True, slots=True)
class Rest:
    """The homeserver is left alone from a time on, for so many seconds; ``wait`` doubles until something gets through."""

    since: datetime
    seconds: float
    wait: float = FIRST_WAIT

    def left(self, now: datetime) -> float:
        """Seconds that it still lasts; none once the clock was put back, which would make it last for hours."""
        gone = (now - self.since).total_seconds()
        return max(self.seconds - gone, 0.0) if gone >= 0 else 0.0


class Courier:
    """Sends what waits. ``wake`` is set when there may be something new."""

    def __init__(
        self,
        desk: Desk,
        sender: Sender,
        clock: Clock,
        jitter: Callable[[], float],
        checkpoint: Checkpoint,
        meter: Meter = unmetered,
    ) -> None:
        self._desk = desk
        self._sender = sender
        self._clock = clock
        self._jitter = jitter  # between 0 and 1
        self._checkpoint = checkpoint
        self._meter = meter
        self._busy: dict[str, asyncio.Task[None]] = {}  # by lane, until what was sent is marked
        self._confirmed: dict[
            str, tuple[Parcel, str | None]
        ] = {}  # by lane: sent, with its event; not marked yet
        self._behind: set[str] = set()  # those of the lanes in which goes what nobody waits for
        self._pace = Pace()  # of that
        self._put_off = False  # whether something of that may only go when a pause of it is over
        self._resting: dict[str, Rest] = {}
        self._pause: Rest | None = None
        self._held: datetime | None = None  # when the next held message may go
        self._stopping = False
        self._taking = asyncio.Lock()  # two who take at once would take the same
        self._passed = False  # whether something was left to who commits after the one that commits now
        self.spoken: Callable[[], bool] = lambda: False
        """Whether something that people said waits to be handled."""
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Send what comes, for ever; raises TokenDead when the homeserver no longer knows us."""
        while not self._stopping:
            self.wake.clear()
            try:
                self._gather()
                self._passed = self._taking.locked()
                if not self._passed:
                    await self.start_waiting()
            except StoreFailed as trouble:
                log.error("the database can't be written", why=str(trouble))
                self._meter(Troubled("outbox", str(trouble), FIRST_WAIT, stored=True))
                await asyncio.sleep(FIRST_WAIT)
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(self.wake.wait(), self._idle())

    async def empty(self) -> None:
        """Send what was taken, and what may follow it, until nothing is left. Raises what sending raises, and StoreFailed."""
        while self._busy or self.wake.is_set():
            self.wake.clear()
            await asyncio.gather(*self._busy.values())
            self._gather()
            await self.start_waiting()

    async def answering(self) -> None:
        """Wait until what somebody waits for, and is under way now, has arrived, or has not."""
        waited_for = [task for lane, task in self._busy.items() if lane not in self._behind]
        if under_way := [task for task in waited_for if not task.done()]:
            await asyncio.wait(under_way)

    def calmed(self) -> None:
        """What people said is handled."""
        if self._pace.more and not self._waited_for():
            self.wake.set()

    async def stop(self, within: float) -> None:
        """Take nothing new; let what is under way finish, for so many seconds. The rest stays for the next start."""
        self._stopping = True
        self.wake.set()
        async with self._taking:
            pass  # what is being taken now, by the engine's commit, is under way after it
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=within)
        for task in self._busy.values():
            if task.done() and not task.cancelled():
                task.exception()  # what ended it is told by whoever ends copbot, and not by asyncio, later
        try:
            await self.start_waiting()  # only to mark what was sent
        except StoreFailed as trouble:
            log.error("the database can't be written", why=str(trouble))

    async def start_waiting(self) -> int:
        """Mark what was confirmed, and start sending the next row of every lane that is free. Returns how many began."""
        busy = len(self._busy) - len(self._confirmed)
        await self.along(lambda _: None)
        return len(self._busy) - busy

    async def along(self, unit: Callable[[Work], T]) -> T:
        """A unit of work; in the same commit what was confirmed is marked, and what goes next is taken.

        Raises what the unit raises, and StoreFailed; then nothing is marked and nothing begins.
        """
        try:
            return await self._along(unit)
        finally:
            if self._passed:
                self.wake.set()  # for who is next: an engine that goes on at once, else the courier itself

    async def _along(self, unit: Callable[[Work], T]) -> T:
        async with self._taking:
            now, done = self._clock(), dict(self._confirmed)
            for _ in done:
                self._checkpoint(BEFORE_MARK)
            busy = [lane for lane in self._busy if lane not in done]
            free = 0 if self._stopping or self._paused(now) else SIDE_BY_SIDE - len(busy)
            room = self._pace.room(now, waited_for=self._waited_for())
            behind = room - len(self._behind.intersection(busy))
            busy += [lane for lane, rest in self._resting.items() if rest.left(now)]

            def whole(work: Work) -> tuple[T, tuple[Parcel, ...], datetime | None, bool]:
                result = unit(work)
                for parcel, event in done.values():
                    work.sent(parcel, event, now)
                taken = _take(work, now, busy, free, behind) if free > 0 else ()
                return result, taken, work.next_held(), work.left_behind()

            result, parcels, held, self._pace.more = await self._desk.work(whole)
            for lane in done:
                del self._confirmed[lane], self._busy[lane]
                self._behind.discard(lane)
            for parcel in parcels:
                self._busy[parcel.lane] = asyncio.create_task(self._deliver(parcel))
                self._pace.began(now, waited_for=parcel.waited_for)
                if not parcel.waited_for:
                    self._behind.add(parcel.lane)
            if held is not None and (self._held is None or held < self._held):
                self.wake.set()  # whoever sleeps until then sleeps too long
            self._held = held
            put_off = self._pace.more and room == 0
            if put_off and not self._put_off:
                self.wake.set()  # nothing else tells whoever sleeps of the end of that pause
            self._put_off = put_off
            return result

    def _waited_for(self) -> bool:
        """Whether somebody waits for copbot now: what they said is not handled yet, or the answer is on its way."""
        under_way = (task for lane, task in self._busy.items() if lane not in self._behind)
        return self.spoken() or any(not task.done() for task in under_way)

    def _paused(self, now: datetime) -> bool:
        return self._pause is not None and self._pause.left(now) > 0

    async def _deliver(self, parcel: Parcel) -> None:
        began = self._clock()
        try:
            await self._try(parcel)
        except Unsent as trouble:
            log.info("could not send now", room=parcel.lane, why=str(trouble))
            self._rest(parcel.lane, str(trouble), trouble.after)
        except Undeliverable as refusal:
            log.warning("not delivered", act=parcel.act, room=parcel.lane, code=refusal.code)
            await self._drop(parcel)
        except Unmakeable:
            # A fault of ours, in this one message: it must neither be tried for ever nor stop all others.
            log.exception("a message could not be made", act=parcel.act, room=parcel.lane)
            await self._drop(parcel)
        except (TokenDead, StoreFailed):
            raise
        except Exception as fault:
            # A fault of ours that is not in the message: it stays, in its place, and the other rooms go on.
            log.exception("a message could not be sent", act=parcel.act, room=parcel.lane)
            self._rest(parcel.lane, type(fault).__name__)
        finally:
            self._pace.ended(began, self._clock(), waited_for=parcel.waited_for)
            self.wake.set()

    async def _drop(self, parcel: Parcel) -> None:
        await self._desk.work(lambda work: work.drop(parcel))
        self._resting.pop(parcel.lane, None)
        self._meter(Dropped(parcel.lane, parcel.act))

    async def _try(self, parcel: Parcel) -> None:
        if parcel.lane.startswith("@"):
            room = await self._sender.make_direct(parcel.lane)
            await self._desk.work(lambda work: work.direct_made(parcel.lane, room))
            self._resting.pop(parcel.lane, None)
            return
        now = self._clock()
        if (until := held_until(parcel, now)) is not None:
            await self._desk.work(lambda work: work.hold(parcel.key or "", until))
            self._resting.pop(parcel.lane, None)
            return
        parcel = as_of(parcel, now)
        self._checkpoint(BEFORE_SEND)
        event = None
        if parcel.tried is not None and not NOT_AT_ALL <= self._clock() - parcel.tried <= REMEMBERED:
            event = await self._sender.find(parcel)
        if event is None:
            event = await self._sender.send(parcel)
        self._checkpoint(AFTER_SEND)
        self._confirmed[parcel.lane] = parcel, event
        self._resting.pop(parcel.lane, None)
        self._meter(_delivered(parcel))

    def _rest(self, lane: str, why: str, after: float | None = None) -> None:
        now = self._clock()
        wait = min(self._resting[lane].wait * 2, LONGEST_WAIT) if lane in self._resting else FIRST_WAIT
        pause = max(wait * (0.5 + self._jitter() / 2), after or 0.0)
        self._resting[lane] = Rest(now, pause, wait)
        self._meter(Postponed(lane, why, pause, limited=after is not None))
        if after is not None:
            # The homeserver counts per user, not per room: everything waits.
            self._pause = Rest(now, after)

    def _gather(self) -> None:
        """Free the lanes whose sending failed; raises what none of them may survive (TokenDead, a fault of ours)."""
        for lane, task in list(self._busy.items()):
            if task.done() and lane not in self._confirmed:
                del self._busy[lane]
                self._behind.discard(lane)
                task.result()

    def _idle(self) -> float:
        """Seconds until a lane has rested, or the time comes of a message that is held; a minute at most."""
        now = self._clock()
        rests = [rest for lane, rest in self._resting.items() if lane not in self._busy]
        waits = [rest.left(now) for rest in (*rests, *([self._pause] if self._pause else []))]
        waits += [(self._held - now).total_seconds()] if self._held is not None else []
        if self._put_off:  # the pause may have ended since
            waits.append(max(self._pace.left(now, waited_for=self._waited_for()), 0.01))
        return max(min([LONGEST_WAIT, *(wait for wait in waits if wait > 0)]), 0.01)


def _delivered(parcel: Parcel) -> Delivered:
    answers = parcel.body.get("reply_to") if parcel.act == "say" else None
    return Delivered(parcel.lane, parcel.act, str(parcel.body.get("kind", parcel.act)), answers)


def _take(work: Work, now: datetime, busy: Iterable[str], limit: int, behind: int) -> tuple[Parcel, ...]:
    """What to send next; the homeserver's memory of a row is counted from the first time that it is taken."""
    parcels = work.heads(now, busy, limit, behind)
    work.tried([parcel.id for parcel in parcels if parcel.tried is None], now)
    return parcels
