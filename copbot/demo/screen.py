"""The conversation on a screen: each speaker in a colour of their own, what copbot edits as edits, what is private marked.

Where output is no terminal the same stands there without colours and unwrapped, so that it can be searched and compared.
"""

import unicodedata
from collections.abc import Callable, Mapping
from typing import TextIO

from rich.console import Console
from rich.text import Text

from copbot.demo.expectations import answered_by, edited_by
from copbot.demo.sight import ENCRYPTION, POLL_END, POLL_RESPONSE, SPOKEN, poll_of, words_of
from copbot.demo.wire import JsonObject
from copbot.demo.wording import Wording

WIDEST = 100  # columns; longer lines tire the eye
COLOURS = ("magenta", "green", "yellow", "blue")
COPBOT_COLOUR = "bold cyan"
OPTION = "○"  # before what can be tapped on in a poll
_LONGEST_QUOTE = 32  # so that a line with it fits on 80 columns


class Screen:
    """Shows events one after another, in the order in which it is given them."""

    def __init__(
        self,
        out: TextIO,
        wording: Wording,
        *,
        terminal: bool | None = None,
        width: int | None = None,
    ) -> None:
        """`terminal` and `width` (in columns) are those of `out` unless they are given."""
        self.terminal = out.isatty() if terminal is None else terminal
        self._console = Console(
            file=out, highlight=False, emoji=False, force_terminal=self.terminal, width=width, soft_wrap=True
        )
        self._wording = wording
        self._names: Mapping[str, str] = {}
        self._styles: Mapping[str, str] = {}
        self._copbot = ""
        self._column = 0
        self._words: dict[str, tuple[str, str]] = {}  # event → who, and what it says by now
        self._taps: dict[str, str] = {}
        self._polls: dict[str, tuple[str, dict[str, str]]] = {}  # poll → question, and options by id
        self._seeds: list[str] = []
        self._latest = ""  # the message shown last
        self.unread = 0  # characters shown since somebody took the time to read
        self.aside: Callable[[Callable[[], None]], None] = lambda show: show()

    def introduce(self, copbot: str, members: Mapping[str, str]) -> None:
        """Tells who is who: names by Matrix id."""
        self._copbot = copbot
        self._names = {**members, copbot: "copbot"}
        colours = {user: COLOURS[number % len(COLOURS)] for number, user in enumerate(members)}
        self._styles = {**{user: f"bold {colour}" for user, colour in colours.items()}, copbot: COPBOT_COLOUR}
        self._column = max(len(name) for name in self._names.values()) + 2

    def scene(self, title: str) -> None:
        """A heading."""
        self._flush_seeds()
        if not self.terminal:
            self._print(Text(f"\n== {title} =="))
            return
        for number, line in enumerate(Text(title, "bold").wrap(self._console, self._width - 6)):
            self._print(Text.assemble(("\n── " if number == 0 else "   ", "dim"), line))

    def tell(self, text: str, style: str = "") -> None:
        """Something that nobody in the room says."""
        self._flush_seeds()
        self._print(*self._wrapped(Text(clean(text), style), 0))

    def show(self, event: JsonObject, private: str | None = None) -> None:
        """One event; `private` is the Matrix id of the member in whose direct chat with copbot it stands."""
        sender, content = event["sender"], event.get("content", {})
        if event["type"] == "m.reaction" and content:
            self._show_tap(event, private)
            return
        self._flush_seeds()
        if event["type"] in SPOKEN and content:
            if event["type"] == POLL_END:
                self._show_end(event, private)
            elif (original := edited_by(event)) is not None:
                self._show_edit(sender, original, content, private)
            else:
                self._show_message(event, private)
        elif event["type"] == POLL_RESPONSE and content:
            self._show_vote(event, private)
        elif event["type"] == "m.room.redaction":
            gone = event.get("redacts") or content.get("redacts")
            emoji = self._taps.pop(str(gone), None)
            what = self._wording("screen.untaps", emoji=emoji) if emoji else self._wording("screen.removes")
            self._act(sender, what, private)
        elif event["type"] == "m.room.member" and private is None:
            self._show_coming(event)
        elif event["type"] == ENCRYPTION and private is None:
            self._indented(Text(self._wording("screen.encrypted"), "dim"))

    def flush(self) -> None:
        """Shows what was held back to be shown together."""
        self._flush_seeds()

    def _show_message(self, event: JsonObject, private: str | None) -> None:
        sender, body = event["sender"], clean(words_of(event["content"]))
        if (poll := poll_of(event)) is not None:
            self._polls[event["event_id"]] = poll
            question = self._wording("screen.poll", question=poll[0])
            body = clean("\n".join([question, *(f"{OPTION} {option}" for option in poll[1].values())]))
        self._words[event["event_id"]] = (sender, body)
        self._latest = event["event_id"]
        label = self._private_label(sender, private)
        answered = self._words.get(answered_by(event) or "")
        if answered is not None and sender != self._copbot:
            name, words = self._name(answered[0]), quoted(answered[1])
            label.append(self._wording("screen.answers", name=name, words=words) + "\n", "dim")
        self._say(sender, label + Text(body, "italic" if private else ""))

    def _show_edit(self, sender: str, original: str, content: JsonObject, private: str | None) -> None:
        body = clean(words_of(content.get("m.new_content", {})))
        _, before = self._words.get(original, (sender, ""))
        self._words[original] = (sender, body)
        changed = changed_lines(before, body)
        if not changed:
            return  # something changed for machines only
        label = self._private_label(sender, private)
        label.append(self._wording("screen.edited") + " ", "dim")
        self._say(sender, label + Text("\n".join(changed), "italic" if private else ""))

    def _show_tap(self, event: JsonObject, private: str | None) -> None:
        relation = event["content"].get("m.relates_to", {})
        emoji, target = clean(str(relation.get("key", ""))), str(relation.get("event_id", ""))
        if event["sender"] == self._copbot:
            if target == self._latest:  # else somebody has gone on already, and it would seem to belong there
                self._seeds.append(emoji)
            return
        self._flush_seeds()
        self._taps[event["event_id"]] = emoji
        whose, words = self._words.get(target, (event["sender"], ""))
        label = "screen.taps_own" if whose == event["sender"] else "screen.taps"
        what = self._wording(label, emoji=emoji, name=self._name(whose), words=quoted(words))
        self._act(event["sender"], what, private)

    def _show_vote(self, event: JsonObject, private: str | None) -> None:
        self._latest = ""  # what was shown before is no longer right above
        options = self._poll_meant(event)[1]
        chosen = [
            clean(options.get(id, id)) for id in event["content"].get(POLL_RESPONSE, {}).get("answers", ())
        ]
        votes = self._wording("screen.votes", options=", ".join(chosen))
        self._act(event["sender"], votes if chosen else self._wording("screen.withdraws"), private)

    def _show_end(self, event: JsonObject, private: str | None) -> None:
        """As clients do that know polls: they show no words of this event's own."""
        question = clean(self._poll_meant(event)[0])
        self._act(event["sender"], self._wording("screen.closes", question=question), private)

    def _poll_meant(self, event: JsonObject) -> tuple[str, dict[str, str]]:
        """The question and the options of the poll that a vote or an end belongs to; nothing where it was not seen."""
        return self._polls.get(str(event["content"].get("m.relates_to", {}).get("event_id")), ("", {}))

    def _show_coming(self, event: JsonObject) -> None:
        before = event.get("unsigned", {}).get("prev_content", {}).get("membership")
        match before, event["content"].get("membership"):
            case ("join", "join"):
                pass
            case (_, "join"):
                self._act(event["state_key"], self._wording("screen.enters"), None)
            case ("join", "leave" | "ban"):
                self._act(event["state_key"], self._wording("screen.leaves"), None)
            case _:
                pass

    def _flush_seeds(self) -> None:
        seeds, self._seeds = self._seeds, []
        if seeds:
            self._indented(Text(self._wording("screen.seeds", emojis=" ".join(seeds)), "dim"))

    def _act(self, user: str, what: str, private: str | None) -> None:
        name = (self._name(user), self._style(user))
        self._indented(Text.assemble(name, " ", self._private_label(user, private), (what, "dim")))

    def _private_label(self, sender: str, private: str | None) -> Text:
        if private is None:
            return Text()
        other = self._copbot if sender == private else private
        label = self._wording("screen.private", name=self._name(other))
        return Text.assemble((f"{label} ", "dim"))

    def _say(self, user: str, words: Text) -> None:
        self.unread += len(words)
        name = self._name(user)
        if not self.terminal:
            first, *others = words.split("\n")
            self._print(Text(f"{name}: ") + first, *(Text("  ") + line for line in others))
            return
        first, *others = self._wrapped(words, self._column)
        start = (name.ljust(self._column), self._style(user))
        self._print(Text.assemble(start, first), *(Text(" " * self._column) + line for line in others))

    def _indented(self, line: Text) -> None:
        column = self._column if self.terminal else 2
        self._print(*(Text(" " * column) + part for part in self._wrapped(line, column)))

    def _wrapped(self, words: Text, column: int) -> list[Text]:
        if not self.terminal:
            return list(words.split("\n"))
        wrapped = [
            line for part in words.split("\n") for line in part.wrap(self._console, self._width - column)
        ]
        for line in wrapped:
            line.rstrip()
        return wrapped or [Text()]

    def _print(self, *lines: Text) -> None:
        def show() -> None:
            for line in lines:
                self._console.print(line)
            self._console.file.flush()

        self.aside(show)

    @property
    def _width(self) -> int:
        return min(self._console.width, WIDEST)

    def _name(self, user: str) -> str:
        return self._names.get(user, user)

    def _style(self, user: str) -> str:
        return self._styles.get(user, "bold")


def clean(words: str) -> str:
    """What was written without the signs that could move the cursor or change colours; line ends stay."""
    return "".join(
        sign for sign in words if sign in "\n\u200d" or not unicodedata.category(sign).startswith("C")
    )


def changed_lines(before: str, after: str) -> list[str]:
    """The lines that are new in `after`; where lines only went away, all that is left."""
    if before == after:
        return []
    old = set(before.splitlines())
    lines = [line for line in after.splitlines() if line.strip()]
    return [line for line in lines if line not in old] or lines


def quoted(words: str) -> str:
    """The beginning of what was said, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1].rstrip(" ,.;:") + "…"
