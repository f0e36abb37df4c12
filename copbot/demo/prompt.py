"""A line to type on at the bottom of a conversation that goes on: what arrives meanwhile is shown above it.

The terminal's own line editing would be written over by every message, and so would that of `input()`.
"""

import asyncio
import codecs
import contextlib
import os
import termios
import tty
from collections.abc import Callable, Iterator
from typing import TextIO

from rich.cells import cell_len

_BACKSPACE = ("\x7f", "\b")
_END = "\x04"  # Ctrl-D
_CLEAR = "\x15"  # Ctrl-U
_ESCAPE = "\x1b"


class Prompt:
    """Lines typed on a terminal. Where `editing`, the line is drawn on `out`; else the terminal itself does so."""

    def __init__(self, out: TextIO, *, editing: bool) -> None:
        self.label = ""
        self._out = out
        self._editing = editing
        self._typed = ""
        self._open = False
        self._escaped = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()

    @contextlib.contextmanager
    def on(self, terminal: int) -> Iterator[None]:
        """While this lasts, what is typed on the terminal with this file descriptor is read."""
        loop = asyncio.get_running_loop()
        before = termios.tcgetattr(terminal)
        if self._editing:
            tty.setcbreak(terminal)
        self._open = True
        loop.add_reader(terminal, lambda: self.feed(os.read(terminal, 4096)))
        try:
            yield
        finally:
            self._open = False
            loop.remove_reader(terminal)
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
            self._write("\r\033[K")

    async def line(self) -> str | None:
        """The next line without spaces around it; None when whoever types has ended."""
        self._draw()
        return await self._lines.get()

    def end(self) -> None:
        """As if whoever types had ended."""
        self._lines.put_nowait(None)

    def feed(self, data: bytes) -> None:
        """What was typed; nothing means that the terminal is gone."""
        if not data:
            self.end()
        for sign in self._decoder.decode(data):
            self._take(sign)
        self._draw()

    def aside(self, show: Callable[[], None]) -> None:
        """Shows something above the line that is typed on."""
        if not self._open:
            show()
            return
        self._write("\r\033[K")
        show()
        self._draw()

    def _take(self, sign: str) -> None:
        if self._escaped or sign == _ESCAPE:  # arrows and function keys
            self._escaped += sign
            if not _unfinished(self._escaped):
                self._escaped = ""
        elif sign in "\r\n":
            line, self._typed = self._typed.strip(), ""
            self._write("\r\033[K")
            self._lines.put_nowait(line)
        elif sign in _BACKSPACE:
            self._typed = self._typed[:-1]
        elif sign == _CLEAR:
            self._typed = ""
        elif sign == _END:
            if not self._typed:
                self.end()
        elif sign.isprintable() or sign in "\u200d\ufe0f":
            self._typed += sign

    def _draw(self) -> None:
        if not self._open:
            return
        shown = self._typed
        while shown and cell_len(self.label + shown) >= self._columns():
            shown = shown[1:]
        self._write(f"\r\033[K{self.label}{shown}")

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._out.fileno()).columns
        except OSError:
            return 80

    def _write(self, signs: str) -> None:
        if self._editing:
            self._out.write(signs)
            self._out.flush()


def _unfinished(escaped: str) -> bool:
    """Whether more belongs to a key's escape sequence."""
    if len(escaped) == 1:
        return True
    if escaped[1] == "O":
        return len(escaped) < 3
    return escaped[1] == "[" and (len(escaped) == 2 or not "@" <= escaped[-1] <= "~")
