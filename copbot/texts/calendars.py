"""The words of a calendar file: made at the edge, of what `copbot.dialogue.meeting_file` put in the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from copbot.core import text as texts
from copbot.core.text import Said, Text
from copbot.meetings.calendar import Entry, Moved, calendar
from copbot.texts.render import Voice, said


def made(values: Mapping[str, Any], voice: Voice) -> str:
    """The calendar file. Raises KeyError and ValueError for values that are none."""
    title = _words(values["title"], voice) or said(Text("file.meeting-title"), voice)
    if values["cancelled"]:
        title = said(Text("file.meeting-off", {"title": Said(title)}), voice)
    at = texts.from_json(values["at"])
    assert isinstance(at, datetime)
    entry = Entry(
        uid=values["uid"],
        sequence=values["sequence"],
        title=title,
        start=_wall(values["start"]),
        minutes=values["minutes"],
        zone=values["zone"],
        at=at,
        rule=values["rule"],
        excepted=[_wall(one) for one in values["excepted"]],
        moved=[
            Moved(_wall(of), None if wall is None else _wall(wall), minutes, _words(place, voice))
            for of, wall, minutes, place in values["moved"]
        ],
        place=_words(values["place"], voice),
        more=said(texts.from_json(values["more"]), voice),
        cancelled=values["cancelled"],
    )
    return calendar(entry)


def _words(plain: Any, voice: Voice) -> str:
    """What somebody wrote; nothing where it was taken away."""
    value = texts.from_json(plain)
    return said(value, voice) if isinstance(value, Said) and value.words is not None else ""


def _wall(plain: str) -> datetime:
    return datetime.fromisoformat(plain)
