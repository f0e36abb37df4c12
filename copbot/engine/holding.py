"""The one place that everything passes which copbot says of its own accord: quiet hours, who is away, who wants nothing.

A message waits in the outbox until its chat's quiet hours are over and its member is back; to whom wants no direct
messages it is not sent at all. When the wait is over an alarm rings, and what was held for a member goes as one
message. Should the alarm be lost (copbot left the room that it was set in), each goes by itself a minute later.

What is exempt says so itself: an answer is not ``unprompted``, nor is a live ritual or the notice on joining; a time
that somebody asked for is ``timely``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from copbot.core.quiet import FOREVER, free_from, late_until
from copbot.core.records import Option, Question, Settings
from copbot.core.text import Place, Text, from_json, text, to_json
from copbot.core.wishes import About, Ask, Ring, Say
from copbot.dialogue.call import Chance
from copbot.dialogue.waiting import HELD, SETTLE
from copbot.engine.ports import HeldMessage, Work

SHOWN = "shown"
"""The purpose of the alarm at which what was told of, but never asked for, is not sent any more."""

GRACE = timedelta(minutes=1)  # how much later it goes without the alarm
ANSWER_WITHIN = timedelta(hours=24)
MOST = 8  # so many are held for a member; of more, the oldest are not sent
INLINE = 3  # so many that only tell something stand in one message
SHORT = 2  # lines of such a message
ROOMY = 3  # lines of the one that they stand above; a longer one, as a digest, goes by itself


@dataclass(frozen=True, slots=True)
class Holding:
    """Decides for one unit of work; ``now`` is its moment (UTC)."""

    work: Work
    chance: Chance
    now: datetime

    def member(self, wish: Say) -> str | None:
        """Whose direct chat a message is for."""
        if wish.to is not None or wish.room is None:
            return wish.to
        room = self.work.room(wish.room)
        return None if room is None else room.direct_with

    def unwanted(self, wish: Say) -> bool:
        """Whether it is for somebody who wants no direct messages of copbot's own accord."""
        if not wish.unprompted:
            return False
        member = self.member(wish)
        return member is not None and self.work.reader("").stopped(member)

    def until(self, wish: Say, settings: Settings) -> datetime | None:
        """Until when a message waits, None: not at all. Sets the alarm at which what is held for a member goes."""
        if not wish.unprompted or wish.timely:
            return None
        if wish.late is not None:  # it was asked for: it waits for the quiet hours alone, and goes by itself
            return late_until(wish.late.due, self.now, ZoneInfo(settings.timezone), settings.quiet)
        member = self.member(wish)
        free = self.free(member, settings)
        if member is None:
            return free if free > self.now else None
        if free <= self.now and not self.work.held(member):
            return None
        free = max(free, self.now)  # what is released in a moment takes this along
        self._make_room(member)
        room = self.work.direct_room(member) or wish.scope
        if free < FOREVER and room is not None:
            self.work.ring(Ring(f"{HELD}:{member}", free + SETTLE, room, HELD, member))
        return free if free >= FOREVER else free + GRACE

    def free(self, member: str | None, settings: Settings) -> datetime:
        """The first moment from now on at which copbot may speak of its own accord (UTC)."""
        away = None if member is None else self.work.reader("").away(member)
        back = None if away is None else away.until
        return free_from(self.now, ZoneInfo(settings.timezone), settings.quiet, back)

    def asked(self, question: Question, held: datetime | None) -> Question:
        """A question in a message that is held may be answered for as long after it is sent as any other."""
        return question if held is None else dataclasses.replace(question, until=held + ANSWER_WITHIN)

    def release(self, member: str, settings: Settings) -> Say | None:
        """What is held for a member goes now, as one message. Returns a list to say where it is too much for that."""
        waiting = self.work.held(member)
        if not waiting:
            return None
        if self.work.reader("").stopped(member):
            self.work.hush(member, only_listed=False)
            return None
        free = self.free(member, settings)
        if free > self.now:
            self._hold_on(member, waiting, free)
            return None
        if len(waiting) == 1:
            self._go(waiting[0].key)
            return None
        together = one_message(waiting)
        if together is not None:
            into, body = together
            self.work.rewrite(into, body, tuple(held.key for held in waiting if held.key != into))
            self._go(into)
            return None
        return self._list(member, waiting)

    def _go(self, key: str) -> None:
        self.work.hold(key, None)
        self._again(key, self.now + ANSWER_WITHIN)

    def _hold_on(self, member: str, waiting: Sequence[HeldMessage], free: datetime) -> None:
        for held in waiting:
            self.work.hold(held.key, free if free >= FOREVER else free + GRACE)
            self._again(held.key, free + ANSWER_WITHIN)
        room = self.work.direct_room(member) or waiting[0].body.get("scope")
        if free < FOREVER and room is not None:
            self.work.ring(Ring(f"{HELD}:{member}", free + SETTLE, room, HELD, member))

    def _again(self, key: str, until: datetime) -> None:
        question = self.work.question(key, self.now)
        if question is not None:
            self.work.ask(Ask(dataclasses.replace(question, until=until)))

    def _make_room(self, member: str) -> None:
        for held in self.work.held(member)[: -(MOST - 1)]:
            self.work.unsay(held.key)
            self.work.withdraw(held.key)

    def _list(self, member: str, waiting: Sequence[HeldMessage]) -> Say:
        """One message that tells what waits; each comes when its number is chosen."""
        self.work.hush(member, only_listed=True)  # what an earlier list told of was not wanted
        for held in waiting:
            self.work.list_it(held.key)
            self._again(held.key, self.now + ANSWER_WITHIN)
        scope = next((held.body["scope"] for held in waiting if held.body.get("scope")), None)
        room = self.work.direct_room(member) or scope
        key = self.chance.key()
        if room is not None:
            options = tuple(Option("held", held.key) for held in waiting)
            asked = Question(key, room, member, self.now + ANSWER_WITHIN, options=options, stays=True)
            self.work.ask(Ask(asked))
            self.work.ring(Ring(f"{SHOWN}:{member}", asked.until, room, SHOWN, member))
        return Say(
            key,
            (text("away.waited", count=len(waiting)),),
            "nudge",
            {"about": "held"},
            to=member,
            scope=scope,
            about=About("held"),
            choices=tuple(self._label(held) for held in waiting),
            closing=(text("away.choose"),),
            aloud=True,
        )

    def _label(self, held: HeldMessage) -> Text:
        """What it is about; else its first line."""
        message = self.work.reader("").message(held.key)
        room, about = held.body.get("scope"), None if message is None else message.about
        if room and about is not None and about.what == "item":
            return text("away.item", n=about.number, room=Place(room))
        first = from_json(held.body["lines"])
        assert isinstance(first, tuple)
        assert isinstance(first[0], Text)
        return first[0]


def one_message(waiting: Sequence[HeldMessage]) -> tuple[str, dict[str, Any]] | None:
    """What is held in one message, under the key of the one that asks something: at most one does, and all are short."""
    questions = [held for held in waiting if held.body["choices"]]
    told = [held for held in waiting if not held.body["choices"]]
    if len(questions) > 1 or len(told) + len(questions) > INLINE:
        return None
    if any(held.body.get("file") for held in waiting):
        return None  # a file stands by itself
    if any(len(held.body["lines"]) > SHORT or held.body["closing"] for held in told):
        return None
    base = (questions or told)[-1]
    if len(base.body["lines"]) > ROOMY:
        return None
    others = [held for held in told if held is not base]
    first = to_json((text("away.together"),))
    lines = [*first, *(line for held in (*others, base) for line in held.body["lines"])]
    return base.key, {**base.body, "lines": lines}
