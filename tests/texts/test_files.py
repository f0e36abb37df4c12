"""Files are made at the edge: whole, with names that any system takes, and with people's signs meaning nothing."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from copbot.core.text import Said, Text, Who, Wording, to_json
from copbot.core.wishes import File
from copbot.engine.outgoing import _file
from copbot.texts import files
from copbot.texts.files import UnknownMedia, made
from copbot.texts.markdown import escaped
from copbot.texts.render import Voice

VOICE = Voice(
    "nl",
    ZoneInfo("Europe/Amsterdam"),
    datetime(2026, 11, 24, 19, 0, tzinfo=UTC),
    lambda user: f"*{user}*",
    lambda room: room,
)


def quoted(words: str | None) -> Wording:
    """A line of a script's own with somebody's words in it."""
    return Wording({"nl": "## {words}"}, {"words": Said(words, "$said")})


def content(*lines: Text | Wording | None, media: str = "text/markdown") -> str:
    return made(_file(File(quoted("x"), media, lines)), VOICE)[2].decode()


def named(words: str) -> str:
    name = Wording({"nl": "{words}"}, {"words": Said(words, "$said")})
    return made({"name": to_json(name), "media": "text/plain", "lines": []}, VOICE)[0]


def test_lines_stand_one_below_the_other_with_words_whole() -> None:
    long = "woord " * 400 + "einde"
    assert content(quoted("een"), None, quoted(long)) == f"## een\n\n## {long}\n"


def test_words_that_were_taken_away_say_so() -> None:
    assert "weggehaald" in content(quoted(None))


@pytest.mark.parametrize(
    "words",
    [
        "# kop",
        "[kijk](https://x.example)",
        "<img src=x>",
        "*sterk*",
        "`code`",
        "1. een",
        "- een",
        "| a | b |",
    ],
)
def test_what_people_wrote_is_no_markup(words: str) -> None:
    marked = escaped(words)
    assert marked.replace("\\", "") == words
    assert marked != words
    assert content(quoted(words)) == f"## {marked}\n"


def test_names_of_people_are_no_markup_either_and_hidden_signs_are_gone() -> None:
    line = Wording({"nl": "{who}: {words}"}, {"who": Who("@els:x"), "words": Said("a\u202eb\nc\x00", None)})
    assert content(line) == "\\*@els:x\\*: ab / c\n"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("verslag 3", "verslag 3.txt"),
        ("../../etc/passwd", "etc passwd.txt"),
        ('a\r\nb:"c"|<d>?*', "a b c d.txt"),
        (".", "copbot.txt"),
        ("é" * 90, "é" * 60 + ".txt"),
    ],
)
def test_names_are_such_that_any_system_takes_them(words: str, name: str) -> None:
    assert named(words) == name


def test_a_type_that_nobody_makes_is_told() -> None:
    with pytest.raises(UnknownMedia):
        content(media="image/png")


def test_every_type_has_an_ending() -> None:
    assert {maker.ending for maker in files.MAKERS.values()} >= {"md", "txt"}
