"""One choice: everybody chooses one option, the most votes win. It is what a poll is if nothing else is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.polls import typed
from copbot.polls.count import plurality
from copbot.polls.method import Method
from copbot.polls.poll import Option
from copbot.polls.shown import rows
from copbot.polls.typed import Chosen, Read, TooMany


def read(words: str, options: Sequence[Option]) -> Read:
    """One option; whoever names two is told that only one counts."""
    found = typed.several(words, options)
    return TooMany() if isinstance(found, Chosen) and len(found.ids) > 1 else found


METHOD = Method(name="choice", words=(), most=lambda _: 1, read=read, count=plurality, rows=rows)
