"""A meeting that is not clear yet: what is known so far waits in the question, with the messages whose words it is."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from copbot.core.records import Option
from copbot.core.when_meeting import MeetingPhrase, MeetingRefused

GO_ON = "meeting-on"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known so far. ``first`` is aware, ``without`` are the times that its ``rule`` leaves out (naive).

    ``vague`` is a time that was named but is not clear by itself, ``twin`` that a meeting like it may stand there too,
    ``untitled`` that it goes without a title.
    """

    title: str | None = None
    source: str | None = None
    first: datetime | None = None
    rule: str | None = None
    without: tuple[datetime, ...] = ()
    minutes: int | None = None
    place: str | None = None
    place_source: str | None = None
    vague: str | None = None
    twin: bool = False
    untitled: bool = False

    def timed(self, said: MeetingPhrase, source: str | None) -> Draft:
        """The same with a time, and how long and where, if that was said with it."""
        timed = replace(
            self, first=said.when.first, rule=said.when.rule, without=tuple(said.when.without), vague=None
        )
        return timed.with_more(said.length, said.place, source)

    def with_more(self, length: timedelta | None, place: str | None, source: str | None) -> Draft:
        """The same with how long and where, as far as that was said."""
        after = self if length is None else replace(self, minutes=int(length.total_seconds()) // 60)
        return replace(after, place=place, place_source=source) if place else after

    def named(self, title: str, source: str | None) -> Draft:
        """The same with a title."""
        return replace(self, title=title, source=source) if title.strip() else self

    def understood(self, said: MeetingRefused, source: str | None) -> Draft:
        """The same with what was understood beside the time that is none."""
        return self.named(said.title, source).with_more(said.length, said.place, source)

    def option(self) -> Option:
        """Going on from here; a text in answer follows behind it."""
        plain = [
            self.title,
            self.source,
            None if self.first is None else self.first.isoformat(),
            self.rule,
            [one.isoformat() for one in self.without],
            self.minutes,
            self.place,
            self.place_source,
            self.vague,
            self.twin,
            self.untitled,
        ]
        return Option(GO_ON, json.dumps(plain, ensure_ascii=False))


def resumed(line: str) -> tuple[Draft, str]:
    """The draft in an option's text, and what was typed behind it."""
    (title, source, first, rule, without, *more), end = json.JSONDecoder().raw_decode(line)
    at = None if first is None else datetime.fromisoformat(first)
    left_out = tuple(datetime.fromisoformat(one) for one in without)
    return Draft(title, source, at, rule, left_out, *more), line[end:].strip()
