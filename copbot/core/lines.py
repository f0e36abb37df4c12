"""Find the line on which each key of a TOML file stands.

The standard library's reader forgets where it read what, and an error without a line sends people searching. This walks
over source that the real reader has already accepted, so it only has to recognise where keys, strings and brackets are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRINGS = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]+")
_BLANK = re.compile(r"[ \t]*")
_BETWEEN = re.compile(r"(?:\s|#[^\n]*)*")


def lines(source: str) -> Mapping[Path, int]:
    """The line, counted from 1, of every key and list item in `source`, which must be valid TOML."""
    return _Walk(source.replace("\r\n", "\n")).all()


class _Walk:
    """A reading position in the source, and what was found before it."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._found: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}  # how many tables an array of tables has so far

    def all(self) -> Mapping[Path, int]:
        table: Path = ()
        self._skip(_BETWEEN)
        while self._at < len(self._source):
            if self._source.startswith("[[", self._at):
                self._at += 2
                line = self._line()
                key = self._inside_arrays(self._key())
                self._counts[key] = self._counts.get(key, -1) + 1
                table = (*key, self._counts[key])
                self._note(table, line)
                self._at += 2
            elif self._source.startswith("[", self._at):
                self._at += 1
                line = self._line()
                table = self._inside_arrays(self._key())
                self._note(table, line)
                self._at += 1
            else:
                self._pair(table)
            self._skip(_BETWEEN)
        return self._found

    def _inside_arrays(self, key: Path) -> Path:
        """A header means the latest table of every array of tables that it passes through."""
        path: Path = ()
        for index, part in enumerate(key):
            path = (*path, part)
            if path in self._counts and index < len(key) - 1:
                path = (*path, self._counts[path])
        return path

    def _pair(self, table: Path) -> None:
        line = self._line()
        path = (*table, *self._key())
        self._note(path, line)
        self._at += 1  # the equals sign
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: Path) -> None:
        sign = self._source[self._at : self._at + 1]
        if sign == "[":
            self._at += 1
            index = 0
            while not self._closes("]"):
                self._note((*path, index), self._line())
                self._value((*path, index))
                index += 1
        elif sign == "{":
            self._at += 1
            while not self._closes("}"):
                self._pair(path)
        elif string := _STRINGS.match(self._source, self._at):
            self._at = string.end()
        else:
            self._skip(_SCALAR)

    def _closes(self, bracket: str) -> bool:
        """Skip what stands between two items; whether the list or table ends here."""
        self._skip(_BETWEEN)
        if self._source.startswith(",", self._at):
            self._at += 1
            self._skip(_BETWEEN)
        closed = self._source.startswith(bracket, self._at)
        self._at += closed
        return closed

    def _key(self) -> Path:
        parts: list[str] = []
        while True:
            self._skip(_BLANK)
            if bare := _BARE.match(self._source, self._at):
                parts.append(bare[0])
                self._at = bare.end()
            else:
                quoted = _STRINGS.match(self._source, self._at)
                assert quoted is not None  # the real reader accepted it, so it is a key
                parts.append(_unquoted(quoted[0]))
                self._at = quoted.end()
            self._skip(_BLANK)
            if not self._source.startswith(".", self._at):
                return tuple(parts)
            self._at += 1

    def _note(self, path: Path, line: int) -> None:
        for length in range(1, len(path) + 1):
            self._found.setdefault(path[:length], line)

    def _line(self) -> int:
        return self._source.count("\n", 0, self._at) + 1

    def _skip(self, pattern: re.Pattern[str]) -> None:
        if found := pattern.match(self._source, self._at):
            self._at = found.end()


def _unquoted(key: str) -> str:
    import tomllib

    return str(next(iter(tomllib.loads(f"{key} = 0"))))
