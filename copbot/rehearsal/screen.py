"""A rehearsal on the screen: when, who, what; what is private is marked, and of what copbot changes only the new lines show."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TextIO
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.text import Text

from copbot.rehearsal.crowd import Crowd
from copbot.rehearsal.ears import Heard
from copbot.rehearsal.wording import Wording

ZONE = ZoneInfo("Europe/Amsterdam")
COPBOT, MEMBER, ASIDE = "bold cyan", "bold", "dim"


class Screen:
    """Shows what happens, in the order in which it does. Where output is no terminal: without colours."""

    def __init__(self, out: TextIO, wording: Wording, crowd: Crowd, *, with_days: bool) -> None:
        self._console = Console(file=out, highlight=False, emoji=False, soft_wrap=True)
        self.wording = wording
        self._crowd = crowd
        self._with_days = with_days
        self._shown: dict[str, str] = {}  # what each message says by now
        names = [*crowd.names.values(), "copbot"]
        self._column = max(len(name) for name in names) + 4  # room for the sign of a change

    def plain(self, line: str = "") -> None:
        """A line of the rehearsal's own."""
        self._console.print(Text(line, style="bold"))

    def member(self, at: datetime, name: str, words: str, *, private: bool) -> None:
        """A member says something."""
        self._line(at, self.wording.screen("private", name=name) if private else name, words, MEMBER)

    def copbot(self, heard: Heard) -> None:
        """copbot says something; of a change only the lines that are new."""
        before = self._shown.get(heard.key, "").split("\n") if heard.edits else []
        self._shown[heard.key] = heard.body
        words = "\n".join(line for line in heard.body.split("\n") if line not in before)
        words += "".join(
            f"\n{self.wording.screen('poll', option=option)}"
            for _, option in heard.options
            if not heard.edits
        )
        if not words:
            return
        who = "copbot"
        if heard.member is not None:
            who = self.wording.screen("to", name=self._crowd.names.get(heard.member, heard.member))
        self._line(heard.at, f"{who} ✎" if heard.edits else who, words, COPBOT)

    def later(self, span: timedelta) -> None:
        """Time went by."""
        if span >= timedelta(minutes=1):
            self._console.print(
                Text(
                    " " * self._margin + self.wording.screen("wait", span=self.wording.span(span)),
                    style=ASIDE,
                )
            )

    @property
    def _margin(self) -> int:
        return len(self._clock(datetime(2026, 1, 1, tzinfo=ZONE))) + 2

    def _clock(self, at: datetime) -> str:
        local = at.astimezone(ZONE)
        day = f"{self.wording.weekday(local.weekday())} " if self._with_days else ""
        return f"{day}{local:%H:%M}"

    def _line(self, at: datetime, who: str, words: str, style: str) -> None:
        margin = self._margin + self._column
        shown = Text(f"{self._clock(at)}  ", style=ASIDE)
        shown.append(f"{who}  " if len(who) + 2 > self._column else who.ljust(self._column), style=style)
        if len(who) + 2 > self._column:
            shown.append("\n" + " " * margin)
        shown.append(words.replace("\n", "\n" + " " * margin))
        self._console.print(shown)
