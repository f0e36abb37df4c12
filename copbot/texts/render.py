"""From text ids and values to words: plain for every client, and the same as HTML with all that people wrote escaped.

A message stays within 600 characters: where people wrote more, their words are shortened, the longest first, and end
in an ellipsis. copbot's own words are never cut.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.lists import format_list

from copbot.core.names import visible
from copbot.core.text import Place, Said, Text, Value, Who
from copbot.texts.catalogue import UnknownText, entry

LONGEST = 600  # characters of a message
LONGEST_NAME = 60
SHORTENED = (400, 250, 160, 100, 60, 40, 24)
_PLACE = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in words: plain, and as HTML."""

    body: str
    html: str


@dataclass(frozen=True, slots=True)
class Voice:
    """How to render: language, time zone, the moment, and who and where people and rooms are called what."""

    language: str
    zone: ZoneInfo
    now: datetime
    name: Callable[[str], str]
    place: Callable[[str], str]
    longest_quote: int = LONGEST


def render(lines: Sequence[Text], choices: Sequence[Text], closing: Sequence[Text], voice: Voice) -> Rendered:
    """Lines of text, numbered choices, closing lines. Raises UnknownText for an id or a value that is missing."""
    rendered = _render(lines, choices, closing, voice)
    for longest in SHORTENED:
        if len(rendered.body) <= LONGEST:
            break
        rendered = _render(lines, choices, closing, dataclasses.replace(voice, longest_quote=longest))
    return rendered


def plain(text: Text, voice: Voice) -> str:
    """One text in plain words."""
    return _Words(voice).text(text)[0]


def _render(
    lines: Sequence[Text], choices: Sequence[Text], closing: Sequence[Text], voice: Voice
) -> Rendered:
    words = _Words(voice)
    shown = [words.text(line) for line in lines]
    numbered = [words.text(choice) for choice in choices]
    last = [words.text(line) for line in closing]
    body = [body for body, _ in shown if body] + [f"{n} {body}" for n, (body, _) in enumerate(numbered, 1)]
    marked = [f"<p>{marked}</p>" for body, marked in shown if body]
    if numbered:
        marked.append("<ol>" + "".join(f"<li>{marked}</li>" for _, marked in numbered) + "</ol>")
    body += [body for body, _ in last if body]
    marked += [f"<p>{marked}</p>" for body, marked in last if body]
    return Rendered("\n".join(body), "".join(marked))


class _Words:
    """Renders values twice at once: plain and as HTML."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def text(self, text: Text) -> tuple[str, str]:
        found = entry(self._voice.language, text.id)
        count = text.values.get("count")
        form = found.one if count in (None, 1) else found.many
        missing = found.places - set(text.values)
        if missing:
            raise UnknownText(f"{text.id} lacks {sorted(missing)}")
        values = {name: self.value(text.values[name]) for name in _PLACE.findall(form)}
        body = _PLACE.sub(lambda match: values[match[1]][0], form)
        parts = _PLACE.split(form)
        marked = "".join(
            values[part][1] if place else html.escape(part, quote=False)
            for part, place in zip(parts, _places(parts), strict=True)
        )
        return body.strip(), marked.strip().replace("\n", "<br>")

    def value(self, value: Value) -> tuple[str, str]:
        match value:
            case Who(user):
                return self._who(user)
            case Text():
                return self.text(value)
            case Said(words, _):
                return self._said(words)
            case tuple():
                return self._list(value)
            case Place(room):
                return self._both(clean(self._voice.place(room)))
            case datetime():
                return self._both(self._moment(value))
            case date():
                return self._both(self._day(value))
            case None:
                return "", ""
            case _:
                return self._both(str(value))

    @staticmethod
    def _both(words: str) -> tuple[str, str]:
        return words, html.escape(words, quote=False)

    def _who(self, user: str) -> tuple[str, str]:
        name = self._shortened(clean(self._voice.name(user)), min(self._voice.longest_quote, LONGEST_NAME))
        link = "https://matrix.to/#/" + quote(user, safe="@:")
        return name, f'<a href="{html.escape(link)}">{html.escape(name, quote=False)}</a>'

    def _said(self, words: str | None) -> tuple[str, str]:
        if words is None:
            return self.text(Text("said.gone"))
        kept = self._shortened(clean(words), self._voice.longest_quote)
        return kept, html.escape(kept, quote=False).replace("\n", "<br>")

    @staticmethod
    def _shortened(words: str, longest: int) -> str:
        return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"

    def _list(self, values: tuple[Value, ...]) -> tuple[str, str]:
        shown = [self.value(value) for value in values]
        locale = self._voice.language
        return format_list([body for body, _ in shown], locale=locale), format_list(
            [mark for _, mark in shown], locale=locale
        )

    def _day(self, day: date) -> str:
        pattern = "EEEE d MMMM" if abs((day - self._today()).days) < 300 else "EEEE d MMMM y"
        return format_date(day, pattern, locale=self._voice.language)

    def _moment(self, at: datetime) -> str:
        local = at.astimezone(self._voice.zone)
        clock = format_datetime(local.replace(tzinfo=None), "HH:mm", locale=self._voice.language)
        if local.date() == self._today():
            return self.text(Text("when.clock", {"clock": clock}))[0]
        return self.text(Text("when.moment", {"day": self._day(local.date()), "clock": clock}))[0]

    def _today(self) -> date:
        return self._voice.now.astimezone(self._voice.zone).date()


def _places(parts: Sequence[str]) -> list[bool]:
    return [index % 2 == 1 for index in range(len(parts))]


def clean(words: str) -> str:
    """What a person wrote, without control and direction characters, and without empty lines."""
    lines = [" ".join(line.split()) for line in visible(words).split("\n")]
    return "\n".join(line for line in lines if line)
