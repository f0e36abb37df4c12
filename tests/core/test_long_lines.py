"""Lines that are made to be slow to read: what they cost grows with their length, and not with its square.

No time is measured: were one of them to grow so, its case would take most of a minute.
"""

import re
from collections.abc import Callable

import pytest

from copbot.commands.remind import ASKED
from copbot.dialogue import digest_time, poll_voting
from copbot.polls import asking, typed
from copbot.polls.methods import dots
from copbot.polls.poll import numbered
from copbot.rituals import laws

OPTIONS = numbered(tuple(f"{number} {'een keuze ' * 9}" for number in range(20)))
PHRASES = [re.compile(phrase.pattern, re.IGNORECASE) for phrase in ASKED]
LONG = 40_000  # characters, ten times what is read of a message
RUNS = (" ", ", ", "\n ", " \t", "., ", "aan ", "1 en ")
READERS: dict[str, Callable[[str], object]] = {
    "a vote": lambda line: typed.several(line, OPTIONS),
    "whether it is one": lambda line: typed.plainly(line, OPTIONS),
    "a kind word after it": lambda line: poll_voting._KINDLY.sub("", line),
    "options": lambda line: asking.choices(asking.Draft(), line, None),
    "a poll": lambda line: asking.wanted(line, None, lambda _: None),
    "dots": lambda line: dots.read(line, OPTIONS),
    "whether they are": lambda line: dots.plain(line, OPTIONS),
    "a law": lambda line: laws.split(f"artikel 1{line}; {line}lid 2{line}"),
    "a day of the week": lambda line: digest_time.read(line, None),
    "somebody who asks for a reminder": lambda line: [
        phrase.fullmatch(f"kun je me {line}") for phrase in PHRASES
    ],
}


@pytest.mark.parametrize("ends", [("x", "x"), ('"x"', '"'), ("x?", "?")])
@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("reader", READERS)
def test_a_run_of_the_same_is_read_in_one_go(reader: str, run: str, ends: tuple[str, str]) -> None:
    READERS[reader](f"{ends[0]}{run * (LONG // len(run))}{ends[1]}")
