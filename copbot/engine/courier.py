"""The courier: takes what waits in the outbox to the homeserver, in order within each room, and marks what is confirmed.

Every row has a transaction id of its own that never changes, so a row may be sent again after any interruption: the
homeserver remembers it. That memory lasts a day; a row that was first tried longer ago is looked for in the room first.
One row a room is under way at a time; rooms are served side by side. Sending is never cut off in the middle: on stopping,
what is under way may finish.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from copbot.core.failures import TokenDead
from copbot.engine.lateness import as_of, held_until
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

SIDE_BY_SIDE = 16
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
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._resting: dict[str, Rest] = {}
        self._pause: Rest | None = None
        self._stopping = False
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Send what comes, for ever; raises TokenDead when the homeserver no longer knows us."""
        while not self._stopping:
            self.wake.clear()
            try:
                self._gather()
                await self.start_waiting()
                seconds = await self._idle()
            except StoreFailed as trouble:
                log.error("the database can't be written", why=str(trouble))
                self._meter(Troubled("outbox", str(trouble), FIRST_WAIT, stored=True))
                await asyncio.sleep(FIRST_WAIT)
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(self.wake.wait(), seconds)

    async def stop(self, within: float) -> None:
        """Take nothing new; let what is under way finish, for so many seconds. The rest stays for the next start."""
        self._stopping = True
        self.wake.set()
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=within)

    async def start_waiting(self) -> int:
        """Start sending the next row of every lane that is free. Returns how many were started."""
        now = self._clock()
        if self._stopping or (self._pause is not None and self._pause.left(now)):
            return 0
        room = SIDE_BY_SIDE - len(self._busy)
        if room <= 0:
            return 0
        busy = (*self._busy, *(lane for lane, rest in self._resting.items() if rest.left(now)))
        parcels = await self._desk.work(lambda work: _take(work, now, busy, room))
        for parcel in parcels:
            task = asyncio.create_task(self._deliver(parcel))
            self._busy[parcel.lane] = task
        return len(parcels)

    async def _deliver(self, parcel: Parcel) -> None:
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
        self._checkpoint(BEFORE_MARK)
        await self._desk.work(lambda work: work.sent(parcel, event, self._clock()))
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
        """Free the lanes whose sending ended; raises what none of them may survive (TokenDead, a fault of ours)."""
        for lane, task in list(self._busy.items()):
            if task.done():
                del self._busy[lane]
                task.result()

    async def _idle(self) -> float:
        """Seconds until a lane has rested, or the time comes of a message that is held; a minute at most."""
        now = self._clock()
        held = await self._desk.read(lambda work: work.next_held())
        rests = [rest for lane, rest in self._resting.items() if lane not in self._busy]
        waits = [rest.left(now) for rest in (*rests, *([self._pause] if self._pause else []))]
        waits += [(held - now).total_seconds()] if held is not None else []
        return max(min([LONGEST_WAIT, *(wait for wait in waits if wait > 0)]), 0.01)


def _delivered(parcel: Parcel) -> Delivered:
    answers = parcel.body.get("reply_to") if parcel.act == "say" else None
    return Delivered(parcel.lane, parcel.act, str(parcel.body.get("kind", parcel.act)), answers)


def _take(work: Work, now: datetime, busy: Iterable[str], limit: int) -> tuple[Parcel, ...]:
    """What to send next; the homeserver's memory of a row is counted from the first time that it is taken."""
    parcels = work.heads(now, busy, limit)
    work.tried([parcel.id for parcel in parcels if parcel.tried is None], now)
    return parcels
