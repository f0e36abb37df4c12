"""How fast the demo goes: as people read where somebody watches, as fast as it can where nobody does.

The pauses only give time to read. Nothing depends on them, so whoever is in a hurry may skip them all.
"""

import asyncio
import contextlib
import os
from collections.abc import Iterator

_READING = 70.0  # characters a second; fast, for most of it is glanced over
_TYPING = 60.0
_LEAST_S, _LONGEST_S = 0.7, 4.5


class Pace:
    """Pauses before members speak; `watched` is whether anybody is there to read."""

    def __init__(self, *, watched: bool) -> None:
        self._hurry = asyncio.Event()
        if not watched:
            self._hurry.set()

    @property
    def hurried(self) -> bool:
        """Whether nobody is there to read, or whoever is has skipped the pauses."""
        return self._hurry.is_set()

    async def breathe(self, read: int, typed: int) -> None:
        """Time to read so many characters and to type so many."""
        if self._hurry.is_set():
            return
        seconds = min(_LONGEST_S, _LEAST_S + read / _READING + typed / _TYPING)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hurry.wait()

    @contextlib.contextmanager
    def skipped_by_enter(self, terminal: int | None) -> Iterator[None]:
        """While this lasts, Enter on the terminal with this file descriptor ends all pauses."""
        if terminal is None or self._hurry.is_set():
            yield
            return
        loop = asyncio.get_running_loop()

        def typed() -> None:
            self._hurry.set()
            loop.remove_reader(terminal)
            os.read(terminal, 4096)

        loop.add_reader(terminal, typed)
        try:
            yield
        finally:
            loop.remove_reader(terminal)
