"""What is said in a rehearsal by made-up members, and around it on the screen: one file for each language."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from importlib import resources
from typing import Any


class Wording:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        file = resources.files("copbot.rehearsal").joinpath("words", f"{language}.toml")
        self._words: dict[str, dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8"))
        self.language = language

    def screen(self, name: str, /, **values: object) -> str:
        """A text of the screen. Raises KeyError for one, or a value, that is missing."""
        return str(self._words["screen"][name]).format(**values)

    def member(self, name: str) -> str:
        """What any member says."""
        return str(self._words["members"][name])

    def lines(self, name: str) -> list[str]:
        """What members say, one after another."""
        return list(self._words["members"][name])

    def weekday(self, number: int) -> str:
        """A day of the week, from Monday, 0."""
        return str(self._words["screen"]["days"][number])

    def span(self, span: timedelta) -> str:
        """How long something lasts."""
        minutes = max(round(span.total_seconds() / 60), 0)
        if minutes >= 2 * 24 * 60:
            return self.screen("whole_days", count=round(minutes / (24 * 60)))
        if minutes >= 2 * 60:
            return self.screen("hours", hours=minutes // 60, minutes=minutes % 60)
        return self.screen("minute" if minutes == 1 else "minutes", count=minutes)
