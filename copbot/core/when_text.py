"""The words of a text as the tables want them, each with its place, so that what follows a time can be handed on.

One word as written can become several ("dinsdagavond", "5pm"), which then share its place; a time never ends within it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from copbot.core.when_table import Language

SHORTEST_WEEKDAY: Final = 6
"""Letters of a weekday of which two are missing."""
MAX_WORD: Final = 40
"""Characters; a longer word is no word of the tables."""

MAX_WORDS: Final = 24
"""No phrase of the tables has more; this bounds the work."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case, without accents, apostrophes and dots; where it ends in the text.

    ``mended``: a slip of one letter was put right.
    """

    text: str
    end: int
    mended: bool = False


_SEPARATORS: Final = frozenset(',;:.!?…()[]"“”„«»')
_NO_APOSTROPHES: Final = {ord(c): None for c in "'’‘`´′"}
_POSSESSIVE = re.compile(r"(?<=[a-z])['’‘`´′]s\b")
_QUOTED = re.compile(r"[\"“”„«»]|['’‘](?!(?:[snt]|\d\d)\b)\w")
_SHORT_YEAR = re.compile(r"['’‘`´](\d\d)[.,;!?]?")
_COMMA = re.compile(r"[;\n]|,(?!\d)|(?<!\d),")
_SPLIT = re.compile(
    r"(?P<number>\d[\d:.]{0,7})(?P<unit>am|pm|uur|uren|min|mins|minuten|kwartier|hours?|hrs?|minutes?|oclock"
    r"|dgn|dag|dagen|wkn?|week|weken|mnd|maand|maanden|days?|wks|weeks?|months?)"
    r"|(?P<before>[a-z]{2,})[.@]?(?P<after>\d.{0,12})|(?P<day>\d{1,2})(?P<month>[a-z]{3,9})"
)
_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\d)t(\d\d:\d\d(?::\d\d)?)")
_LIST = re.compile(r"[a-z]{2,}(?:[/+&][a-z]{2,}){2,}")
_LETTERS = re.compile(r"([a-z]{2,})([-/+&])([a-z]{2,})")


def plain(text: str) -> str:
    """In lower case, without accents and apostrophes; digits of any width are digits.

    A possessive keeps its apostrophe: "monday's lesson" is not on every Monday.
    """
    letters = "".join(
        c
        for c in unicodedata.normalize("NFKD", text.lower().replace("½", ".5"))
        if not unicodedata.combining(c)
    )
    return (
        _POSSESSIVE.sub("'s", letters) if _POSSESSIVE.search(letters) else letters.translate(_NO_APOSTROPHES)
    )


def words_of(text: str, language: Language, quotes_end: bool, most: int = MAX_WORDS) -> list[Word]:
    """The first words of ``text`` for a language. With ``quotes_end``, an opening quote is where they end."""
    found: list[Word] = []
    for raw in re.finditer(r"\S+", text):
        if len(found) >= most:
            break
        if quotes_end and _QUOTED.match(raw[0]):
            break
        if len(raw[0]) > MAX_WORD:
            found.append(Word("", raw.end()))  # no word of any table
            continue
        year = _SHORT_YEAR.fullmatch(raw[0])  # 1 december '26
        parts = [f"20{year[1]}"] if year else _parts(plain(raw[0]), language)
        found += [Word(word, raw.end()) for word in parts if word not in language.words.noise]
    texts = ["", *(word.text for word in found), ""]
    return [
        replace(word, text=language.words.turned(before, word.text, after))
        for before, word, after in zip(texts, found, texts[2:], strict=False)
    ]


def _parts(raw: str, language: Language) -> Iterable[str]:
    for piece in _COMMA.split(raw):
        word = piece.strip("".join(_SEPARATORS))
        if not word:
            continue
        word = word.rstrip("-–—") or "-"
        if not word[1:2].isdigit():  # "-5" is no 5
            word = word.lstrip("-–—") or "-"
        if not any(c.isdigit() for c in word):
            word = word.replace(".", "")  # a.s., p.m.
        yield from _known(word, language)


def _known(word: str, language: Language) -> Iterable[str]:
    """The word, or the words that were written as one."""
    same = language.words.compounds.get(word)
    if same is not None:
        yield from same
    elif word in language.vocabulary:
        yield word
    elif found := _ISO_TIME.fullmatch(word):
        yield from found.groups()
    elif (found := _SPLIT.fullmatch(word.replace("p.m", "pm").replace("a.m", "am"))) and (
        found["number"] or found["before"] in language.vocabulary or found["month"] in language.words.months
    ):
        first, second = (group for group in found.groups() if group is not None)
        yield from _known(first.rstrip(".:"), language)
        yield from _known(second, language)
    elif _LIST.fullmatch(word) and {*re.split("[/+&]", word)} <= language.vocabulary:  # ma/wo/vr
        for part in re.split("[/+&]", word):
            yield from _known(part, language)
    elif (found := _LETTERS.fullmatch(word)) and {found[1], found[3]} <= language.vocabulary:
        yield from _known(found[1], language)
        weekdays = language.words.weekdays
        if found[1] in weekdays and found[3] in weekdays:
            yield "t/m" if found[2] == "-" else "&"
        yield from _known(found[3], language)
    else:
        yield word


def mended(words: list[Word], languages: Iterable[Language], own: Language) -> list[Word]:
    """The words with slips of one letter put right, where one word of the language's tables must be meant."""
    known = [language.vocabulary for language in languages]
    found: list[Word] = []
    for word in words:
        right = None if any(word.text in words for words in known) else _nearest(word.text, own)
        if right is None:
            found.append(word)
        else:
            found += [Word(part, word.end, mended=True) for part in own.words.compounds.get(right, (right,))]
    return found


def _nearest(word: str, language: Language) -> str | None:
    """The one word of five letters or more that is one slip away: a letter too many, missing, wrong or out of turn.

    The first letter is seldom the wrong one, and "zorgen" is no "morgen". Of a weekday, two letters may be missing ("wensday").
    """
    if len(word) < 4 or not word.isalpha():
        return None
    near = (*language.long_words.get(word[0], ()), *language.long_words.get(word[1], ()))
    found = {known for known in near if abs(len(known) - len(word)) <= 1 and _one_slip(word, known)}
    if not found and len(word) >= SHORTEST_WEEKDAY:
        found = {known for known in near if known in language.words.weekdays and _two_missing(word, known)}
    found -= set(language.words.other.split())
    # two ways of writing the same word are no doubt
    meant = {language.words.compounds.get(known, (known,)) for known in found}
    return min(found) if len(meant) == 1 else None


def _two_missing(word: str, weekday: str) -> bool:
    """Whether a weekday was written without two of its letters, none of them at its beginning or in its "day"."""
    if len(word) + 2 != len(weekday) or (word[:2], word[-3:]) != (weekday[:2], weekday[-3:]):
        return False
    letters = iter(weekday)
    return all(letter in letters for letter in word)


def _one_slip(word: str, known: str) -> bool:
    if word[0] != known[0] and word[:2] != known[1::-1]:
        return False
    at = next(
        (n for n, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), min(len(word), len(known))
    )
    if len(word) == len(known):
        turned = word[at : at + 2] == known[at : at + 2][::-1]
        return word[at + 1 :] == known[at + 1 :] or (turned and word[at + 2 :] == known[at + 2 :])
    if len(word) < len(known):
        return word[at:] == known[at + 1 :]
    return word[at + 1 :] == known[at:]
