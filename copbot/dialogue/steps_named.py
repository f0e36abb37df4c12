"""Which step of a ritual somebody means: by its title, a part of that, or its name in the script; in any language.

People write "witte hoed", "wit" or "feiten" for "De witte hoed: feiten", and now and then a letter too many. What fits more
than one step is told as such, and asked back.
"""

from __future__ import annotations

import re
import unicodedata

from copbot.rituals.script import Script, ScriptPhase

_ARTICLES = frozenset(
    ["de", "het", "een", "the", "a", "an", "naar", "to", "met", "with", "nog", "eens", "again"]
)
_PARTS = re.compile(r"[:?!.]+")
_LABEL = re.compile(r"\w+:")
"""How words may begin that tell in one word what the step is: "Rood: wat voel je erbij?"."""
SHORTEST_TYPO = 4
"""Letters that a word has at least in which one may be wrong: of shorter ones too many are alike."""
SHORTEST_BEGINNING = 3


def named(script: Script, words: str) -> tuple[int, ...]:
    """The places of the steps that are meant, those that fit best; none where nothing fits."""
    by_name = tuple(n for n, phase in enumerate(script.phases) if phase.name == words.strip().casefold())
    wanted = _words(words)
    if by_name or not wanted:
        return by_name
    for fits in (_whole, _part, _typed):
        found = tuple(place for place, phase in enumerate(script.phases) if fits(phase, wanted))
        if found:
            return found
    return ()


def exactly(script: Script, words: str) -> tuple[int, ...]:
    """The same for words that may mean something else: only where they are a name or a title, or a part of one between signs."""
    wanted = _words(words)
    return tuple(place for place, phase in enumerate(script.phases) if wanted and _whole(phase, wanted))


def _titles(phase: ScriptPhase) -> list[tuple[str, ...]]:
    """What the step is called: its name, its titles, and what stands in those before and after a sign."""
    parts = [part for title in phase.title.values() for part in (title, *_PARTS.split(title))]
    parts += [words.partition(":")[0] for words in phase.words.values() if _LABEL.match(words)]
    return [words for words in map(_words, (phase.name, *parts)) if words]


def _whole(phase: ScriptPhase, wanted: tuple[str, ...]) -> bool:
    return wanted in _titles(phase)


def _part(phase: ScriptPhase, wanted: tuple[str, ...]) -> bool:
    """Every word, or its beginning, stands in one title."""

    def begins(title: tuple[str, ...], word: str) -> bool:
        return word in title or (
            len(word) >= SHORTEST_BEGINNING and any(other.startswith(word) for other in title)
        )

    return any(all(begins(title, word) for word in wanted) for title in _titles(phase))


def _typed(phase: ScriptPhase, wanted: tuple[str, ...]) -> bool:
    """The same with one letter wrong, missing, too many or in the wrong place in a word."""

    from rapidfuzz.distance import OSA  # only who mistypes needs it

    def close(title: tuple[str, ...], word: str) -> bool:
        return word in title or (
            len(word) >= SHORTEST_TYPO and any(OSA.distance(word, other) <= 1 for other in title)
        )

    return any(all(close(title, word) for word in wanted) for title in _titles(phase))


def _words(said: str) -> tuple[str, ...]:
    letters = unicodedata.normalize("NFKD", said.casefold())
    plain = "".join(sign if sign.isalnum() else " " for sign in letters if not unicodedata.combining(sign))
    words = tuple(plain.split())
    return tuple(word for word in words if word not in _ARTICLES) or words
