"""A room's settings: their names in both languages, what each may hold, and how they are shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from copbot.core.quiet import span
from copbot.core.records import Settings
from copbot.core.text import Text, text
from copbot.dialogue import digest_time
from copbot.dialogue.meeting_settings import told as meeting_reminders
from copbot.digests.weekly import OFF, USUAL, weekly
from copbot.meetings.telling import USUAL as USUAL_REMINDERS
from copbot.meetings.telling import kept_leads, leads

LONGEST_TURN = 60  # minutes
LARGEST_QUORUM = 999


class BadValue(Exception):
    """The setting can't hold that."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: the field that holds it, its names, how a value is read from text, and how it is shown."""

    field: str
    names: tuple[str, ...]
    read: Callable[[str], object]
    show: Callable[[Settings], Text]


LANGUAGES: Mapping[str, str] = {
    "nl": "nl",
    "nederlands": "nl",
    "dutch": "nl",
    "en": "en",
    "engels": "en",
    "english": "en",
}
ORDERS: Mapping[str, str] = {
    "ouders-eerst": "parents-first",
    "ouders": "parents-first",
    "parents-first": "parents-first",
    "parents": "parents-first",
    "lot": "lot",
    "loten": "lot",
    "aanmelding": "joined",
    "joined": "joined",
}
SWITCH: Mapping[str, bool] = {
    "aan": True,
    "on": True,
    "ja": True,
    "yes": True,
    "uit": False,
    "off": False,
    "nee": False,
    "no": False,
}


SHOWN: Mapping[str, str] = {
    "neutral": "neutral",
    "neutraal": "neutral",
    "full": "full",
    "volledig": "full",
    "alles": "full",
    "everything": "full",
}


def _one_of(values: Mapping[str, object]) -> Callable[[str], object]:
    def read(line: str) -> object:
        try:
            return values[line.strip().lower()]
        except KeyError:
            raise BadValue from None

    return read


def _zone(line: str) -> str:
    wanted = line.strip().lower().replace(" ", "_")
    names = {name.lower(): name for name in available_timezones()}
    cities = {
        name.rpartition("/")[2]: full
        for name, full in names.items()
        if full.startswith(("Europe/", "America/", "Africa/", "Asia/"))
    }
    found = names.get(wanted) or cities.get(wanted)
    if found is None:
        raise BadValue
    ZoneInfo(found)
    return found


def _quiet(line: str) -> str:
    if line.strip().lower() in ("uit", "off"):
        return "00:00-00:00"
    found = span(line.replace(" tot ", "-").replace(" to ", "-"))
    if found is None:
        raise BadValue
    return f"{found[0]:%H:%M}-{found[1]:%H:%M}"


def _minutes(line: str) -> int:
    first = line.strip().split(" ")[0]
    if not first.isdecimal() or not 1 <= int(first) <= LONGEST_TURN:
        raise BadValue
    return int(first)


def _digest(line: str) -> str:
    switch = SWITCH.get(line.strip().lower())
    if switch is not None:
        return str(USUAL) if switch else OFF
    found, sure = digest_time.read(line, None)
    if not sure:
        raise BadValue
    return str(found[0])


QUORUMS: Mapping[str, str] = {
    "half": "half",
    "helft": "half",
    "de helft": "half",
    "two-thirds": "two-thirds",
    "two thirds": "two-thirds",
    "twee derde": "two-thirds",
    "tweederde": "two-thirds",
    "twee-derde": "two-thirds",
    "all": "all",
    "everyone": "all",
    "everybody": "all",
    "allemaal": "all",
    "iedereen": "all",
}


def _quorum(line: str) -> str:
    wanted = line.strip().lower().rstrip(" .!")
    first = wanted.split(" ")[0]
    if first.isdecimal() and 2 <= int(first) <= LARGEST_QUORUM:
        return str(int(first))
    found = QUORUMS.get(wanted)
    if found is None:
        raise BadValue
    return found


def _show_quorum(settings: Settings) -> Text:
    if settings.quorum.isdecimal():
        return text("settings.quorum-number", count=int(settings.quorum))
    return text(f"settings.quorum-{settings.quorum}")


def _reminders(line: str) -> str:
    if SWITCH.get(line.strip().lower()) is True:
        return kept_leads(USUAL_REMINDERS)
    found = leads(line)
    if found is None:
        raise BadValue
    return kept_leads(found)


def _show_reminders(settings: Settings) -> Text:
    return text("settings.reminders", told=meeting_reminders(leads(settings.reminders) or ()))


def _show_digest(settings: Settings) -> Text:
    when = weekly(settings.digest)
    return (
        text("settings.digest-off") if when is None else text("settings.digest", when=digest_time.shown(when))
    )


def _show_quiet(settings: Settings) -> Text:
    found = span(settings.quiet)
    if found is None or found[0] == found[1]:
        return text("settings.quiet-off")
    begin, end = settings.quiet.split("-")
    return text("settings.quiet", begin=begin, end=end)


SETTINGS = (
    Setting(
        "language",
        ("language", "taal"),
        _one_of(LANGUAGES),
        lambda s: text(f"settings.language-{s.language}"),
    ),
    Setting(
        "timezone", ("timezone", "tijdzone"), _zone, lambda s: text("settings.timezone", zone=s.timezone)
    ),
    Setting("quiet", ("quiet", "stil"), _quiet, _show_quiet),
    Setting(
        "threads",
        ("threads", "draadjes"),
        _one_of(SWITCH),
        lambda s: text("settings.threads-on" if s.threads else "settings.threads-off"),
    ),
    Setting("order", ("order", "volgorde"), _one_of(ORDERS), lambda s: text(f"settings.order-{s.order}")),
    Setting("digest", ("digest", "weekbericht", "weekoverzicht"), _digest, _show_digest),
    Setting(
        "turn_minutes",
        ("turn", "beurt", "beurttijd"),
        _minutes,
        lambda s: text("settings.turn", count=s.turn_minutes),
    ),
    Setting(
        "join_minutes",
        ("join", "instap", "instaptijd"),
        _minutes,
        lambda s: text("settings.join", count=s.join_minutes),
    ),
    Setting("reminders", ("reminders", "herinneringen", "herinnering"), _reminders, _show_reminders),
    Setting("quorum", ("quorum", "genoeg"), _quorum, _show_quorum),
    Setting(
        "calendar",
        ("calendar", "kalender"),
        _one_of(SHOWN),
        lambda s: text(f"settings.calendar-{s.calendar}"),
    ),
)


def shown(settings: Settings) -> tuple[Text, ...]:
    """All settings, a line each."""
    return tuple(setting.show(settings) for setting in SETTINGS)


def proposed(settings: Settings) -> tuple[Text, ...]:
    """What matters to people when copbot begins, a sentence each; `shown` tells the rest."""
    found = span(settings.quiet)
    when = weekly(settings.digest)
    quiet = text("start.quiet-off")
    if found is not None and found[0] != found[1]:
        begin, end = settings.quiet.split("-")
        quiet = text("start.quiet", begin=begin, end=end)
    return (
        text(f"start.language-{settings.language}"),
        text("start.turn", count=settings.turn_minutes),
        text("start.join", count=settings.join_minutes),
        quiet,
        text("start.digest-off") if when is None else text("start.digest", when=digest_time.shown(when)),
    )


def named(name: str) -> Setting | None:
    """The setting of this name, in either language."""
    wanted = name.strip().lower()
    return next((setting for setting in SETTINGS if wanted in setting.names), None)


def changed(settings: Settings, setting: Setting, line: str) -> Settings:
    """The settings with one of them changed. Raises BadValue."""
    values: dict[str, Any] = {setting.field: setting.read(line)}
    return dataclasses.replace(settings, **values)
