"""Nothing that was said is lost unseen: other words, or none, end a consent round only with what was said in it."""

from pathlib import Path

import pytest

from tests.dialogs.proposals import to_consent
from tests.dialogs.stage import stage


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_other_words_in_a_consent_round_first_tell_what_was_held(tmp_path: Path, language: str) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob", "Dirk")
        asked = await to_consent(s, language=language)
        chat = await s.direct("Els")
        await s.says("Els", "!bezwaar Bob kan er niet in", room=chat)
        await s.says("Bob", "!kanttekening graag zonder ui", reply_to=asked)
        await s.says("Dirk", "!geenbezwaar", reply_to=asked)
        cut, told, fresh = await s.says("Ahmed", "!wijzig 1 We eten beneden soep")
        first = {
            "nl": "Deze ronde over voorstel 1, versie 1, stopt hier. Dit zeiden jullie al:",
            "en": "This round about proposal 1, version 1, stops here. You had said this already:",
        }[language]
        assert cut.body.splitlines()[0] == first
        assert "Els" in cut.body.splitlines()[1]
        assert cut.body.splitlines()[1].endswith("Bob kan er niet in")
        assert cut.body.splitlines()[2].endswith("graag zonder ui")
        assert "Dirk" not in cut.body
        assert (cut.data["version"], told.reply_to, fresh.data["version"]) == (1, s.last, 2)


async def test_more_than_a_message_holds_comes_in_several(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        names = ["Els", "Bob", "Dirk", "Fatma", "Gijs", "Hans", "Ine"]
        await s.room("Karin", "Ahmed", *names, "Jan")
        asked = await to_consent(s)
        for name in names:
            await s.says(name, f"!kanttekening {name} vindt: {'heel lang ' * 15}", reply_to=asked)
        said = await s.says("Ahmed", "!wijzig 1 We eten beneden soep")
        cut = [one.body for one in said if one.data.get("version") == 1]
        assert len(cut) > 1
        assert all(f"{name} vindt" in "".join(cut) for name in names)


async def test_who_takes_the_proposal_back_does_not_take_away_what_others_said(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        asked = await to_consent(s)
        await s.says("Els", "bezwaar: te laat op de avond", reply_to=asked)
        cut, withdrawn = await s.says("Ahmed", "!voorstel trek in")
        assert "Bezwaar van Els: te laat op de avond" in cut.body
        assert (withdrawn.kind, withdrawn.reply_to) == ("decision", s.last)


async def test_what_was_shown_once_is_not_shown_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        await s.says("Els", "bezwaar: te laat", reply_to=asked)
        await s.says("Karin", "akkoord", reply_to=asked)
        said = await s.says("Ahmed", "!wijzig 1 We eten om vijf uur soep")
        assert [one.body.count("te laat") for one in said] == [0, 0]
        assert not any("stopt hier" in one.body for one in said)


async def test_of_many_objections_those_that_did_not_fit_are_told_before_new_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        names = ["Els", "Bob", "Dirk", "Fatma", "Gijs", "Karin"]
        await s.room("Karin", "Ahmed", *names[:-1])
        asked = await to_consent(s)
        for name in names[:-1]:
            await s.says(name, f"bezwaar: {name} kan dan niet", reply_to=asked)
        *_, counted = await s.says("Karin", "bezwaar: Karin kan dan niet", reply_to=asked)
        assert sum(f"{name} kan dan niet" in counted.body for name in names) == 4
        cut, *_ = await s.says("Ahmed", "!wijzig 1 Iets heel anders dan soep")
        assert [f"{name} kan dan niet" in counted.body + cut.body for name in names] == [True] * 6


async def test_concerns_of_a_round_in_which_too_few_were_heard_are_shown(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob", "Dirk", "Fatma")
        asked = await to_consent(s)
        await s.says("Els", "kanttekening: graag buiten", reply_to=asked)
        (*_, over) = await s.waits(days=8)
        assert over.body.splitlines()[1] == "Kanttekening van Els: graag buiten"
        assert over.body.splitlines()[2].startswith("Wat kan er nu?")
        (shown,) = await s.says("Bob", "!voorstel 1")
        assert "graag buiten" in shown.body
