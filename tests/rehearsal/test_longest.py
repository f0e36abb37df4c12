"""A script of nothing but the longest words there may be still fits on a telephone, in every kind of phase."""

from __future__ import annotations

import asyncio
import io

import pytest

from copbot.core.records import Language
from copbot.engine.registry import discover
from copbot.phases.registry import forms
from copbot.rehearsal import players
from copbot.rehearsal.play import play
from copbot.rituals.library import EMPTY
from copbot.rituals.reading import keys, read
from copbot.rituals.script import LANGUAGES, Mode, Shape

LONGEST = 600
FILLED = "{topic} {owner} {facilitator} {p} "
OWN = {"ballot": 'from = "{first}"', "harvest": 'onto = "may"', "deal": 'deck = "cards"'}
"""What a kind can't do without."""


def words(name: str, longest: int, beginning: str = "") -> str:
    """A key with as many characters as it may have, in every language."""
    whole = (beginning + "lange woorden " * 40)[: longest - 1] + "."
    return "".join(f'{name}.{language} = "{whole}"\n' for language in LANGUAGES)


def phase(kind: str, number: int, first: str) -> str:
    """A phase with the longest words."""
    name = f"phase-{number:02}-".ljust(keys.LONGEST_NAME, "x")
    times = "" if forms()[kind].shape is Shape.SAID else "minutes = 10\ndays = 1\n"
    return (
        f'[[phase]]\nname = "{name}"\nkind = "{kind}"\nwho = "others"\nsilent = "owner"\noptional = true\n{times}'
        + (OWN.get(kind, "").format(first=first) + "\n")
        + words("title", keys.LONGEST_TITLE)
        + words("words", keys.LONGEST_WORDS, FILLED)
    )


def script() -> str:
    """Every kind of phase, one after another."""
    top = f'format = 1\nname = "{"x" * keys.LONGEST_NAME}"\nowned = true\n'
    top += "".join(f'called.{language} = "{language * 15}"\n' for language in LANGUAGES)
    for name in ("title", "about", "ask", "consent_first"):
        top += words(name, keys.SCRIPT[name].longest or keys.LONGEST_WORDS)
    top += words("agreements", keys.SCRIPT["agreements"].longest or 0, "{p}")
    first = "phase-00-".ljust(keys.LONGEST_NAME, "x")
    kinds = ["collect", *sorted(forms())]
    cards = [
        f'[[card]]\ndeck = "cards"\nname = "card-{number}"\n'
        + words("title", keys.LONGEST_TITLE)
        + words("words", keys.LONGEST_WORDS, FILLED)
        for number in range(6)
    ]
    return top + "".join(phase(kind, number, first) for number, kind in enumerate(kinds)) + "".join(cards)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_words_fit_on_a_telephone(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    long_names = tuple((name.ljust(25, "a"), role) for name, role in players.CAST)
    monkeypatch.setattr(players, "CAST", long_names)
    found = read(script(), forms())
    assert found.faults == ()
    assert found.script is not None
    topic = "Waarom toch? " * 40
    played = asyncio.run(
        play(found.script, EMPTY, discover(), io.StringIO(), language=language, mode=Mode.LIVE, topic=topic)
    )
    assert played.unsaid == []
    assert played.closed
    begun = {
        heard.data["phase"] for heard in played.messages if heard.kind in ("ritual.phase", "ritual.turn")
    }
    assert begun >= {one.name for one in found.script.phases if one.kind not in ("ballot", "deal")}
    too_long = {heard.body for heard in played.messages if len(heard.body) > LONGEST}
    assert too_long == set()
