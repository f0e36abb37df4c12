"""Every refusal of the ladder has a clear sentence with a way on, in both languages."""

import ast
from pathlib import Path

import pytest

from copbot.commitments.ladder import TABLE, Refused
from copbot.core.errors import Error
from copbot.dialogue.ladder_refusals import ASKED, REFUSED, REFUSED_MOVE
from copbot.texts.catalogue import LANGUAGES, entry
from tests.dialogs.stage import Stage, stage

MACHINE = Path(__file__).parents[2] / "copbot" / "commitments"


def codes() -> set[str]:
    """Every code with which the machine refuses: those of its table, and those that its source raises or hands on."""
    found = {way.code for ways in TABLE.values() for way in ways.values() if isinstance(way, Refused)}
    nodes = [
        node
        for file in MACHINE.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    ]
    for node in nodes:
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id not in ("Illegal", "_said", "Refused"):
            continue
        inside = [inner for argument in node.args for inner in ast.walk(argument)]
        found |= {c.value for c in inside if isinstance(c, ast.Constant) and isinstance(c.value, str)}
    return found


def test_every_code_of_the_machine_is_found_and_has_its_error() -> None:
    assert codes() == {*REFUSED, *ASKED}
    assert codes() <= {error.value for error in Error}
    assert {code for code, _ in REFUSED_MOVE} <= codes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_machine_has_a_text_with_a_way_on(language: str) -> None:
    for id in (*REFUSED.values(), *REFUSED_MOVE.values()):
        words = entry(language, id).one
        assert any(way in words for way in ("{p}", '"', "een van hen", "one of them")), id
    for _, id in ASKED.values():
        assert any(way in entry(language, id).one for way in ("Antwoord op dit bericht", "Reply to this")), id


async def _room(s: Stage) -> None:
    await s.room("Els", "Karin", "Ahmed", "Noor")
    await s.says("Karin", "!kanniet halve dagen")
    await s.says("Ahmed", "!iksteun 1 ik rij")


REFUSALS = [
    ("Ahmed", "!magwel 9 want het mag", "no-such-item"),
    ("Ahmed", "!magwel #9", "no-such-item"),
    ("Noor", "!gedaan 1", "no-offer"),
    ("Noor", "!luktniet", "no-offer"),
    ("Noor", "!graag", "no-offer"),
    ("Noor", "!graag 1", "not-yours"),
    ("Noor", "!gelukt 1", "not-yours"),
    ("Noor", "!gelukt", "nothing-open"),
    ("Noor", "!sluit 1", "not-yours"),
    ("Noor", "!sluit", "nothing-open"),
    ("Karin", "!kanniet #1 nog steeds", "already-cannot"),
    ("Noor", "!nagevraagd 1 de directeur", "no-ground"),
    ("Noor", "!nagevraagd 1", "no-ground"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "line", "error"), REFUSALS)
async def test_what_is_refused_changes_nothing(
    tmp_path: Path, language: str, name: str, line: str, error: str
) -> None:
    async with stage(tmp_path, language) as s:
        await _room(s)
        (before,) = await s.says("Els", "!punt 1")
        (refused,) = await s.says(name, line)
        assert (refused.kind, refused.error, refused.reply_to) == ("reply", error, s.last)
        (after,) = await s.says("Els", "!punt 1")
        assert after.body == before.body


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "line",
    ["!magwel 1 want het mag", "!iksteun 1 ik bel", "!gedaan 1", "!luktniet 1", "!graag 1", "!gelukt 1", "!sluit 1",
     "!kanniet #1 toch", "!nagevraagd 1 hij", "!iksteun 1 ik bel voor vanavond"],
)  # fmt: skip
async def test_a_closed_item_stays_closed(tmp_path: Path, language: str, line: str) -> None:
    async with stage(tmp_path, language) as s:
        await _room(s)
        (closed,) = await s.says("Els", "!sluit 1")
        assert closed.data["status"] == "closed", "a host may put it away"
        (refused,) = await s.says("Karin", line)
        assert refused.error == "item-closed"
        assert await s.taps("Karin", closed, "✅") == []
        assert await s.taps("Karin", closed, "🔑") == []
        assert await s.taps("Karin", closed, "🤝") == []


async def test_nothing_open_says_how_to_begin(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        for line in (
            "!magwel want het mag",
            "!iksteun ik rij",
            "!nagevraagd de directeur",
            "!punt",
            "!sluit",
        ):
            (nothing,) = await s.says("Ahmed", line)
            assert nothing.error == "nothing-open", line


async def test_twice_is_kindly_refused(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await _room(s)
        await s.says("Karin", "!graag 1")
        (twice,) = await s.says("Karin", "!graag 1")
        assert twice.error == "no-offer"
        assert twice.body == (
            "Bij #1 wacht nu geen steun op een woord. Schrijf !punt 1 om te zien hoe het ervoor staat."
        )
        await s.says("Ahmed", "!gedaan 1")
        (twice,) = await s.says("Ahmed", "!gedaan 1")
        assert twice.body == (
            "Bij #1 ken ik geen steun van jou die nog openstaat. Wil je iets doen? "
            'Antwoord op dit bericht met "ik help met …".'
        )


async def test_the_wrong_person_hears_whose_word_it_is(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await _room(s)
        (refused,) = await s.says("Noor", "!helped 1")
        assert refused.body == ('Whether #1 worked, only Karin knows. Was it your support? Reply "done".')
        (refused,) = await s.says("Noor", "!close 1")
        assert refused.body == "Taking #1 off the list is up to Karin or a host. Please ask one of them."
        (refused,) = await s.says("Noor", "!accept 1")
        assert refused.body == (
            'That is up to Karin, who told #1. You can always help: reply "I\'ll help with …".'
        )


async def test_nothing_is_kept_before_the_notice_is_accepted(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", accepted=False)
        await s.says("Karin", "geen halve dagen")
        message = s.last
        assert await s.taps("Karin", message, "🧱") == []
        (refused,) = await s.says("Karin", "!kanniet halve dagen")
        assert refused.error == "notice-not-accepted"
