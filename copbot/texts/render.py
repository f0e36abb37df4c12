"""From text ids and values to words: plain for every client, and the same as HTML with all that people wrote escaped.

A message stays within 600 characters: where people wrote more, their words are shortened, the longest first, and end
in an ellipsis. copbot's own words are never cut.

What people wrote can't look like copbot's own: words and names stand on one line, and where a line begins with them and
they begin with a number, they are in quotation marks, for what begins with a number is a choice.
"""

from __future__ import annotations

import dataclasses
import html
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.lists import format_list

from copbot.core.names import JOINERS, one_line, visible
from copbot.core.text import Place, Said, Text, Value, Who, Wording
from copbot.texts.catalogue import UnknownText, entry

LONGEST = 600  # characters of a message
LONGEST_NAME = 60
SHORTENED = (400, 250, 160, 100, 60, 40, 24, 14)
_PLACE = re.compile(r"{(\w+)}")
_BREAK = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_ENDS = ".,:;!?…"


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
    escaped: Callable[[str], str] = str  # of what people wrote, where their signs could mean something


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


def said(words: Value, voice: Voice) -> str:
    """A value by itself, such as words of a person, in plain words."""
    return _Words(voice).value(words)[0]


def _render(
    lines: Sequence[Text], choices: Sequence[Text], closing: Sequence[Text], voice: Voice
) -> Rendered:
    words = _Words(voice)
    shown = [words.text(line, first=True) for line in lines]
    numbered = [words.text(choice) for choice in choices]
    last = [words.text(line, first=True) for line in closing]
    body = [body for body, _ in shown if body] + [f"{n} {body}" for n, (body, _) in enumerate(numbered, 1)]
    marked = [f"<p>{marked}</p>" for body, marked in shown if body]
    if numbered:
        marked.append("<ol>" + "".join(f"<li>{marked}</li>" for _, marked in numbered) + "</ol>")
    body += [body for body, _ in last if body]
    marked += [f"<p>{marked}</p>" for body, marked in last if body]
    return Rendered("\n".join(body), "".join(marked))


class _Words:
    """Renders values twice at once: plain and as HTML. ``first`` is for what stands at the beginning of a line."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def text(self, text: Text, *, first: bool = False) -> tuple[str, str]:
        found = entry(self._voice.language, text.id)
        count = text.values.get("count")
        form = found.one if count in (None, 1) else found.many
        missing = found.places - set(text.values)
        if missing:
            raise UnknownText(f"{text.id} lacks {sorted(missing)}")
        return self._filled(form, text.values, first=first)

    def _worded(self, wording: Wording, *, first: bool) -> tuple[str, str]:
        language = self._voice.language
        form = wording.forms.get(language) or next(iter(wording.forms.values()), "")
        missing = set(_PLACE.findall(form)) - set(wording.values)
        if missing:
            raise UnknownText(f"a script's words lack {sorted(missing)}")
        return self._filled(form, wording.values, first=first)

    def _filled(self, form: str, given: Mapping[str, Value], *, first: bool) -> tuple[str, str]:
        values = {
            name: self.value(given[name], first=first and form.startswith(f"{{{name}}}"))
            for name in _PLACE.findall(form)
        }
        body = _PLACE.sub(lambda match: values[match[1]][0], form)
        parts = _PLACE.split(form)
        marked = "".join(
            values[part][1] if place else html.escape(part, quote=False)
            for part, place in zip(parts, _places(parts), strict=True)
        )
        return body.strip(), marked.strip().replace("\n", "<br>")

    def value(self, value: Value, *, first: bool = False) -> tuple[str, str]:
        match value:
            case Who(user):
                return self._who(user, first=first)
            case Text():
                return self.text(value, first=first)
            case Wording():
                return self._worded(value, first=first)
            case Said(words, _):
                return self._said(words, first=first)
            case tuple():
                return self._list(value, first=first)
            case Place(room):
                return self._both(self._marked(one_line(self._voice.place(room)), first=first))
            case datetime():
                return self._both(self._moment(value))
            case date():
                return self._both(self._day(value))
            case None:
                return "", ""
            case _:
                return self._both(visible(str(value)))

    def _both(self, words: str) -> tuple[str, str]:
        return self._voice.escaped(words), html.escape(words, quote=False)

    def _who(self, user: str, *, first: bool) -> tuple[str, str]:
        longest = min(self._voice.longest_quote, LONGEST_NAME)
        name = self._marked(self._shortened(one_line(self._voice.name(user)), longest), first=first)
        link = "https://matrix.to/#/" + quote(user, safe="@:")
        return self._voice.escaped(
            name
        ), f'<a href="{html.escape(link)}">{html.escape(name, quote=False)}</a>'

    def _said(self, words: str | None, *, first: bool) -> tuple[str, str]:
        if words is None:
            return self.text(Text("said.gone"))
        return self._both(
            self._marked(self._shortened(spoken(words), self._voice.longest_quote), first=first)
        )

    @staticmethod
    def _marked(words: str, *, first: bool) -> str:
        """In quotation marks, where the words could be read as a choice."""
        begin = words.lstrip(JOINERS)[:1]
        return f'"{words}"' if first and begin and unicodedata.category(begin)[0] == "N" else words

    @staticmethod
    def _shortened(words: str, longest: int) -> str:
        return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"

    def _list(self, values: tuple[Value, ...], *, first: bool) -> tuple[str, str]:
        shown = [self.value(value, first=first and index == 0) for index, value in enumerate(values)]
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
    broken = _BREAK.sub("\n", words.replace("\t", " "))
    lines = [" ".join(line.split()) for line in visible(broken).split("\n")]
    return "\n".join(line for line in lines if line)


def spoken(words: str) -> str:
    """What a person wrote on one line, as it reads aloud: a stroke stands for a line break that ended no sentence."""
    line, *rest = clean(words).split("\n")
    for following in rest:
        line += (" " if line[-1] in _ENDS else " / ") + following
    return line
