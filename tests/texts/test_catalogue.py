"""The catalogues and the code fit: the same texts in both languages, all of them used, none missing."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from copbot.texts.catalogue import LANGUAGES, UnknownText, catalogue, entry

pytestmark = pytest.mark.xdist_group("all the code")  # which is read once, by one worker
SOURCE = Path(__file__).parents[2] / "copbot"


@dataclass(frozen=True)
class Ids:
    """What the code says of text ids."""

    called: frozenset[str]
    """Every id that is given to ``text(…)`` as it stands."""
    whole: frozenset[str]
    """Every string that there is, which may be an id."""
    parts: tuple[re.Pattern[str], ...]
    """Patterns for ids that are put together."""


@cache
def in_code() -> Ids:
    """All of the code is read once, for both languages."""
    called: set[str] = set()
    whole: set[str] = set()
    parts: list[re.Pattern[str]] = []
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Constant(value=str(words)):
                    whole.add(words)
                case ast.JoinedStr() if re.fullmatch(r"[a-z]+\.[a-z-]*", _literal(node.values[0])):
                    pattern = "".join(re.escape(_literal(part)) or r"[\w.-]+" for part in node.values)
                    parts.append(re.compile(pattern))
                case ast.Call(func=ast.Name(id="text"), args=[ast.Constant(value=str(id)), *_]):
                    called.add(id)
                case _:
                    called |= fitting(node)
    return Ids(frozenset(called), frozenset(whole | called), tuple(parts))


def fitting(node: ast.AST) -> set[str]:
    """The two ids of a text that has its like for encrypted rooms, where both are named by one."""
    match node:
        case ast.Call(func=ast.Attribute(attr="fitting"), args=[_, ast.Constant(value=str(id))]):
            return {id, f"{id}-encrypted"}
        case _:
            return set()


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing(language: str) -> None:
    assert in_code().called - set(catalogue(language)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_left_over(language: str) -> None:
    said = in_code()
    unused = {
        id
        for id in catalogue(language)
        if id not in said.whole and not any(part.fullmatch(id) for part in said.parts)
    }
    assert unused == set()


def test_both_languages_say_the_same_things() -> None:
    dutch, english = catalogue("nl"), catalogue("en")
    assert set(dutch) == set(english)
    assert {id: entry.places for id, entry in dutch.items()} == {
        id: entry.places for id, entry in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_fit_for_a_phone(language: str) -> None:
    """Short, with the prefix as a value and never as a literal, and nobody is called "u"."""
    for id, text in catalogue(language).items():
        for form in (text.one, text.many):
            assert 0 < len(form) <= 560, id
            assert not re.search(r"(^|\s)!\w", form), f"{id} has the prefix written out"
            if language == "nl":
                assert not re.search(r"\b(u|uw)\b", form), f"{id} says u"


def test_an_unknown_text_is_named() -> None:
    with pytest.raises(UnknownText, match=r"no\.such"):
        entry("nl", "no.such")
