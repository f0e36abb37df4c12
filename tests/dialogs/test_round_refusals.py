"""Every reason that the round's machine can give has a sentence with a way on, in both languages."""

import re
from pathlib import Path

import pytest

import copbot.rituals
from copbot.core.errors import Error
from copbot.rituals.round import REFUSALS
from copbot.texts.catalogue import catalogue
from tests.dialogs.rounds import prompt
from tests.dialogs.stage import stage

RAISED = re.compile(r"Illegal\(\"([a-z-]+)\"\)")
MACHINE = Path(copbot.rituals.__file__).parent
CODES = sorted(
    {code for file in MACHINE.glob("*.py") for code in RAISED.findall(file.read_text(encoding="utf-8"))}
    | set(REFUSALS.values())
)
FINAL = ("already-in", "not-facilitator")
"""The way on is to wait, or to ask the person who is named."""


def test_the_codes_are_found() -> None:
    assert {"not-your-turn", "nobody-joined", "round-closed", "later-too-often"} <= set(CODES)
    assert set(CODES) <= set(Error)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_sentence_with_a_way_on(code: str, language: str) -> None:
    sentence = catalogue(language)[f"round.refused-{code}"]
    assert sentence.places <= {"p", "lead", "at", "least", "most"}
    way_on = re.search(r"{p}\w+|\"ik doe mee\"|\"I'm in\"|❌", sentence.one)
    assert way_on or code in FINAL, sentence.one


@pytest.mark.parametrize("line", ["!ronde allen Hoe is het?", "!ronde allen samen Hoe is het?"])
async def test_whose_turn_it_is_need_not_join_and_may_skip(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        given = prompt(await s.says("Karin", line))
        name = given.data.get("member", "@karin:localhost")[1:].partition(":")[0].title()
        (already,) = await s.says(name, "!ikdoemee")
        assert already.error == "already-in"
        assert (
            already.body
            == "Je doet al mee, en nu mag jij. Schrijf je bericht in de groep, of sla over met !pas."
        )
        (helped,) = await s.says(name, "!hulp")
        offered = helped.body.splitlines()
        assert "2 mijn beurt overslaan" in offered
        assert not any("meedoen met het rondje" in choice for choice in offered)
        skipped = await s.says(name, "2", reply_to=helped)
        assert any("Prima" in one.body or one.data.get("command") == "pass" for one in skipped)
        (again,) = await s.says(name, "!hulp")
        assert "2 meedoen met het rondje" in again.body.splitlines()
