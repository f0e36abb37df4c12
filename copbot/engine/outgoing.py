"""Carries out wishes within a unit of work: each becomes rows, and nothing leaves before they are committed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from copbot.core.records import Room, Settings
from copbot.core.text import Place, Text, text, to_json
from copbot.core.wishes import (
    Ask,
    Bring,
    Edit,
    Enter,
    Erase,
    File,
    Hush,
    Paper,
    Quit,
    React,
    Release,
    Retract,
    Ring,
    Rouse,
    Save,
    Say,
    Silence,
    Turn,
    Unquote,
    Unseed,
    Wish,
    Withdraw,
)
from copbot.dialogue.call import Chance
from copbot.engine import lateness
from copbot.engine.holding import Holding
from copbot.engine.ports import Work

A_MOMENT = timedelta(seconds=3)
"""So long waits what is said in private behind what the room is told: rooms are sent to side by side."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Where wishes are carried out: the unit of work, the moment, and the room whose habits count."""

    work: Work
    chance: Chance
    now: datetime
    settings: Settings
    held: dict[str, datetime] = field(default_factory=dict)  # messages that wait, until when
    unwanted: set[str] = field(default_factory=set)  # messages that are not sent

    def carry_out(self, wishes: Iterable[Wish]) -> None:
        """Write everything that is wished for. Raises what the store raises."""
        for wish in wishes:
            self._carry_out(wish)

    def _carry_out(self, wish: Wish) -> None:
        match wish:
            case Say():
                self._say(wish)
            case Edit():
                self.work.edit(wish, self._edit_body(wish), self.chance.key(), self.now)
            case React():
                self.work.react(wish, self.chance.key(), self.now)
            case Unseed(key):
                self.work.unseed(key)
            case Retract():
                self.work.retract(wish, self.chance.key(), self.now)
            case Enter(room, not_before):
                self._act("enter", room, {}, not_before=not_before)
            case Quit(room, reason):
                self._act("quit", room, self._words((reason,) if reason else (), self.settings))
            case Ask(question):
                if question.key not in self.unwanted:
                    self.work.ask(Ask(self._holding.asked(question, self.held.get(question.key))))
            case Withdraw(key):
                self.work.withdraw(key)
            case Ring():
                self.work.ring(wish)
            case Silence(name):
                self.work.silence(name)
            case Rouse(prefix, at):
                self.work.rouse(prefix, at)
            case Release(member):
                self._release(member)
            case Bring(key, event):
                self.work.bring(key, event)
            case Hush(member, listed):
                self.work.hush(member, only_listed=listed)
            case Save(record):
                self.work.save(record, self.now)
            case Erase(record):
                self.work.erase(record)
            case Unquote(source):
                for key in self.work.unquote(source):
                    self.work.retract(Retract(key), self.chance.key(), self.now)

    @property
    def _holding(self) -> Holding:
        return Holding(self.work, self.chance, self.now)

    def _say(self, wish: Say) -> None:
        wish = self._discreet(wish)
        if self._holding.unwanted(wish):
            self.unwanted.add(wish.key)
            return
        settings = self._settings_for(wish)
        until = self._holding.until(wish, settings)
        if until is not None:
            self.held[wish.key] = until
        self._send(wish, self.now + A_MOMENT if wish.behind and until is None else until, settings)

    def _discreet(self, wish: Say) -> Say:
        """What is about an encrypted room is not told in an open chat: only that there is something."""
        chat = self.work.direct_room(wish.to) if wish.to else None
        here = self.work.room(chat) if chat else None
        scope = self.work.room(wish.scope) if wish.scope else None
        if here is None or here.encrypted or scope is None or not scope.encrypted:
            return wish
        words = text("encrypted.something", room=Place(scope.id))
        return dataclasses.replace(wish, lines=(words,), choices=(), closing=(), file=None)

    def _release(self, member: str) -> None:
        chat = self.work.direct_room(member)
        room = self.work.room(chat) if chat else None
        told = self._holding.release(member, self.settings if room is None else room.settings)
        if told is not None:
            self._send(told, None, self._settings_for(told))

    def _send(self, wish: Say, held: datetime | None, settings: Settings) -> None:
        body = self._words((*wish.lines,), settings) | {
            "choices": to_json(wish.choices),
            "closing": to_json(wish.closing),
            "kind": wish.kind,
            "field": dict(wish.field),
            "ping": list(wish.ping),
            "aloud": wish.aloud,
            "scope": wish.scope,
            "reply_to": wish.reply_to,
            "thread": wish.thread,
            "thread_key": wish.thread_key,
            "poll": _paper(wish.poll),
        }
        if wish.unprompted and (wish.late is not None or not wish.timely):
            body["quiet"] = settings.quiet  # by the time that it is sent it may be night
        if wish.late is not None:
            body["late"] = lateness.to_json(wish.late)
        if wish.file is not None:
            body["file"] = _file(wish.file)
        if wish.seeds:
            body["seeds"] = list(wish.seeds)  # they become rows of their own once it is sent
        self.work.say(wish, body, self.chance.key(), self.now, held)

    def _settings_for(self, wish: Say) -> Settings:
        chat = self.work.direct_room(wish.to) if wish.to else wish.room
        room: Room | None = self.work.room(chat) if chat else None
        return self.settings if room is None else room.settings

    def _edit_body(self, wish: Edit) -> dict[str, Any]:
        message = self.work.reader("").message(wish.key)
        room = self.work.room(message.room) if message and message.room else None
        words = self._words(wish.lines, self.settings if room is None else room.settings)
        more = {"choices": to_json(wish.choices), "field": dict(wish.field), "ping": []}
        return words | more | {"poll": _paper(wish.poll)}

    @staticmethod
    def _words(lines: tuple[Text, ...], settings: Settings) -> dict[str, Any]:
        return {"language": settings.language, "zone": settings.timezone, "lines": to_json(lines)}

    def _act(self, act: str, room: str, body: dict[str, Any], **more: Any) -> None:
        self.work.act(act, room, Turn.PROMPT, body, self.chance.key(), self.now, **more)


def _paper(poll: Paper | None) -> dict[str, Any] | None:
    """A native poll as plain JSON: its words keep their sources, so that they can still be taken out."""
    if poll is None:
        return None
    answers = [[id, to_json(words)] for id, words in poll.answers]
    return {"question": to_json(poll.question), "answers": answers, "most": poll.most, "ends": poll.ends}


def _file(file: File) -> dict[str, Any]:
    """A file as plain JSON: what it will be made of."""
    values = {name: to_json(value) for name, value in file.values.items()}
    return {"name": to_json(file.name), "media": file.media, "lines": to_json(file.lines), "values": values}


def answers(wishes: Iterable[Wish], event: str) -> int:
    """How many messages answer an event."""
    return sum(isinstance(wish, Say) and wish.reply_to == event for wish in wishes)


def refused(wishes: Iterable[Wish], event: str) -> bool:
    """Whether the answer to an event says that it was not done."""
    return any(
        isinstance(wish, Say) and wish.reply_to == event and wish.field.get("ok") is False for wish in wishes
    )


def with_scope(wishes: Iterable[Wish], room: str) -> list[Wish]:
    """The same wishes, with every message knowing which room it is about."""
    return [
        dataclasses.replace(wish, scope=room) if isinstance(wish, Say) and wish.scope is None else wish
        for wish in wishes
    ]
