"""What waits in the outbox, in words: with the names that rooms and people have at the moment of sending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from copbot.core import text as texts
from copbot.core.text import Text
from copbot.texts import files
from copbot.texts.render import Voice, plain, render, said


class Names(Protocol):
    """What people and rooms are called now."""

    def name(self, room: str, user: str) -> str:
        """A user's name in a room."""

    def title(self, room: str) -> str:
        """A room's name."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """Renders what waits in the outbox, with the names of the moment of sending."""

    names: Names
    clock: Callable[[], datetime]

    def render(self, lane: str, body: Mapping[str, Any]) -> tuple[str, str]:
        """Plain words and HTML."""
        lines, choices, closing = (_texts(body, name) for name in ("lines", "choices", "closing"))
        rendered = render(lines, choices, closing, self._voice(lane, body))
        return rendered.body, rendered.html

    def plain(self, lane: str, body: Mapping[str, Any]) -> str:
        """Plain words only."""
        return " ".join(plain(line, self._voice(lane, body)) for line in _texts(body, "lines"))

    def poll(self, lane: str, body: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
        """The question and the answers (by id) of a poll, in plain words and whole."""
        voice, poll = self._voice(lane, body), body["poll"]
        question = texts.from_json(poll["question"])
        answers = [(str(id), said(texts.from_json(words), voice)) for id, words in poll["answers"]]
        return plain(question, voice) if isinstance(question, Text) else "", answers

    def file(self, lane: str, body: Mapping[str, Any]) -> tuple[str, str, bytes]:
        """The file that a row sends: its name, its type and what is in it. Raises UnknownMedia, and as `render` does."""
        return files.made(body["file"], self._voice(lane, body))

    def _voice(self, lane: str, body: Mapping[str, Any]) -> Voice:
        room = body.get("scope") or lane
        return Voice(
            language=body["language"],
            zone=ZoneInfo(body["zone"]),
            now=self.clock(),
            name=lambda user: self.names.name(room, user),
            place=self.names.title,
        )


def _texts(body: Mapping[str, Any], name: str) -> tuple[Text, ...]:
    values = texts.from_json(body.get(name, []))
    return tuple(value for value in values if isinstance(value, Text)) if isinstance(values, tuple) else ()
