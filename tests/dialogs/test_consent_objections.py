"""Objections: they hold the proposal, look for their words, are taken back by their owner alone, and lead to other words."""

from pathlib import Path

import pytest

from tests.dialogs.proposals import live, to_consent
from tests.dialogs.stage import ROOM, START, stage


async def test_an_objection_without_words_is_asked_once_and_holds_the_round(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        (why,) = await s.says("Els", "ik heb een bezwaar", reply_to=asked)
        assert why.data["ok"] is True
        assert why.pings == ("@els:localhost",)
        assert why.body.splitlines()[-1] == (
            "Wat gaat er dan mis, en voor wie? Antwoord op dit bericht. Zoek je nog naar woorden? Dat mag, de groep denkt straks mee."
        )
        (again,) = await s.says("Els", "!bezwaar")
        assert "Wat gaat er dan mis" not in again.body
        (told,) = await s.says("Karin", "geen bezwaar", reply_to=asked)
        assert told.body.splitlines()[-1].startswith("Gehoord: 3 van 3."), "all are heard, and it goes on"
        told, ended = await s.says("Els", "Mijn zoon kan dan niet slapen", reply_to=why)
        assert told.body == "Dank je, Els. Zo staat je bezwaar bij voorstel 1."
        assert ended.data["round"] == "consent"
        assert ended.body == (
            "Voorstel 1 gaat zo nog niet door: er is 1 bezwaar.\n"
            "Bezwaar van Els: Mijn zoon kan dan niet slapen\n"
            "Wat is er nodig, zodat iedereen ermee kan leven? Help elkaar ook met de woorden. Ahmed of een gastvrouw of gastheer "
            "schrijft wat jullie vinden met !wijzig 1 en de nieuwe tekst. Dan vraag ik het iedereen opnieuw."
        )


async def test_what_is_said_is_shown_only_when_the_round_ends(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        chat = await s.direct("Els")
        asked = await to_consent(s)
        (told,) = await s.says("Els", "!bezwaar te laat voor de kleintjes", room=chat)
        assert told.room == chat
        await s.says("Karin", "kanttekening: graag vegetarisch", reply_to=asked)
        (shown,) = await s.says("Ahmed", "!voorstel 1")
        assert "te laat" not in shown.body
        assert "Els" not in shown.body
        assert "vegetarisch" not in shown.body
        assert "Gehoord: 3 van 4." in shown.body
        (ended,) = [one for one in await s.waits(days=8) if one.kind == "proposal.round"]
        assert (
            "Bezwaar van Els: te laat voor de kleintjes\nKanttekening van Karin: graag vegetarisch"
            in ended.body
        )


@pytest.mark.parametrize(
    "words",
    [
        "ik trek mijn bezwaar in",
        "I withdraw my objection",
        "geen bezwaar",
        "!geenbezwaar",
        "!bezwaar intrekken",
        "!bezwaar 1 trek in",
        "!objection withdraw",
        "kanttekening: dan wel om zeven uur",
    ],
)
async def test_its_owner_takes_it_back(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        await s.says("Els", "bezwaar: te laat", reply_to=asked)
        await s.says("Karin", "geen bezwaar", reply_to=asked)
        ended = s.server.sent[-1]
        told, decided = await s.says("Els", words, reply_to=ended)
        assert told.body == "Dank je, Els. Je bezwaar tegen voorstel 1 staat er niet meer."
        assert decided.kind == "decision"


async def test_nobody_else_takes_it_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        await s.says("Els", "bezwaar: te laat", reply_to=asked)
        await s.says("Karin", "geen bezwaar", reply_to=asked)
        ended = s.server.sent[-1]
        for name in ("Karin", "Ahmed"):
            (told,) = await s.says(name, "ik trek mijn bezwaar in", reply_to=ended)
            assert "staat er niet meer" not in told.body
        assert [one.kind for one in s.server.sent if one.kind == "decision"] == []


async def test_taken_back_in_private_the_room_hears_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        chat = await s.direct("Els")
        asked = await to_consent(s)
        await s.says("Els", "bezwaar: te laat", reply_to=asked)
        await s.says("Karin", "geen bezwaar", reply_to=asked)
        said = await s.says("Els", "ik trek mijn bezwaar in", room=chat)
        assert [(one.room == chat, one.kind) for one in said] == [
            (True, "reply"),
            (False, "nudge"),
            (False, "decision"),
        ]
        assert said[1].body == "Els trekt het bezwaar tegen voorstel 1 in."


async def test_after_the_round_another_objection_is_still_welcome(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        await s.says("Els", "bezwaar: te laat", reply_to=asked)
        await s.says("Karin", "geen bezwaar", reply_to=asked)
        await s.says("Karin", "!bezwaar toch te ver weg")
        (told,) = await s.says("Els", "!geenbezwaar")
        assert told.kind == "reply", "Karin's stands"
        (shown,) = await s.says("Ahmed", "!voorstel 1")
        assert "Bezwaar van Karin: toch te ver weg" in shown.body


async def test_other_words_ask_everybody_anew(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        asked = await to_consent(s, words="We eten elke vrijdag om zeven uur samen soep")
        await s.says("Els", "bezwaar: zeven uur is te laat", reply_to=asked)
        await s.says("Karin", "geen bezwaar", reply_to=asked)
        await s.says("Bob", "geen bezwaar", reply_to=asked)
        diff, again = await s.says("Ahmed", "!wijzig 1 We eten elke vrijdag om zes uur samen")
        assert (diff.kind, diff.reply_to) == ("reply", s.last)
        assert diff.body == (
            "Voorstel 1 heeft een nieuwe tekst: versie 2. Dit is anders:\n"
            'In plaats van "zeven uur samen soep" staat er nu "zes uur samen".'
        )
        assert again.body.startswith(
            "Voorstel 1, versie 2, kunnen we hiermee leven? We eten elke vrijdag om zes uur samen\n"
        )
        (late,) = await s.says("Karin", "1", reply_to=asked)
        assert late.error == "round-closed", "the numbers of the earlier round mean nothing any more"
        (late,) = await s.says("Els", "akkoord", reply_to=asked)
        assert late.error == "round-closed", "nobody consents to words that they may not have seen"
        for name in ("Els", "Karin"):
            await s.says(name, "akkoord", reply_to=again)
        *_, decided = await s.says("Bob", "akkoord", reply_to=again)
        assert (decided.kind, decided.data["version"]) == ("decision", 2)


async def test_who_proposed_is_asked_about_a_hosts_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        await s.says("Els", "bezwaar: te laat", reply_to=asked)
        await s.says("Karin", "geen bezwaar", reply_to=asked)
        _, again = await s.says("Karin", "!wijzig We eten samen om zes uur soep")
        await s.says("Els", "akkoord", reply_to=again)
        assert s.server.sent[-1].kind == "reply"
        *_, decided = await s.says("Ahmed", "akkoord", reply_to=again)
        assert decided.kind == "decision"


async def test_quite_other_words_are_told_as_such(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await to_consent(s)
        diff, _ = await s.says("Ahmed", "!wijzig Iedereen neemt zelf iets te eten mee naar de kring")
        assert (
            diff.body.splitlines()[1] == "De tekst is grotendeels nieuw. Eerst stond er: We eten samen soep"
        )


async def test_an_objection_goes_with_who_leaves_the_room(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        asked = await to_consent(s)
        await s.says("Els", "bezwaar: te laat", reply_to=asked)
        await s.says("Karin", "akkoord", reply_to=asked)
        await s.leaves("Els")
        *_, decided = await s.says("Bob", "akkoord", reply_to=asked)
        assert decided.kind == "decision"
        assert "3 van de 3" in decided.body


async def test_nobody_finds_other_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await live(s)
        await s.says("Els", "bezwaar: te laat")
        await s.says("Karin", "geen bezwaar")
        assert "1 bezwaar" in s.server.sent[-1].body
        (told,) = [one for one in await s.waits(days=31) if one.kind == "proposal.round"]
        assert told.room == ROOM
        assert told.body.startswith(
            "Over voorstel 1 is niets besloten: er staat nog een bezwaar, en er kwam geen nieuwe tekst.\nWat kan er nu?"
        )
        assert asked.data["proposal"] == 1


async def test_the_same_words_asked_once_more(tmp_path: Path) -> None:
    """Where the objector's worry was met by talking, who leads asks everybody afresh."""
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        await s.says("Els", "bezwaar: te laat", reply_to=asked)
        await s.says("Karin", "geen bezwaar", reply_to=asked)
        (again,) = await s.says("Ahmed", "!volgende")
        assert again.data["round"] == "consent"
        await s.says("Els", "akkoord", reply_to=again)
        *_, decided = await s.says("Karin", "akkoord", reply_to=again)
        assert decided.kind == "decision"


@pytest.mark.parametrize(
    ("language", "word"), [("nl", "!voorstel 1 intrekken"), ("en", "!proposal 1 withdraw")]
)
async def test_it_is_taken_back_with_its_number_first_too(tmp_path: Path, language: str, word: str) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Ahmed", "!proposal We eten samen soep")
        (told,) = await s.says("Ahmed", word)
        assert told.data["outcome"] == "withdrawn"


@pytest.mark.parametrize("proposer_stays", [True, False])
async def test_who_objected_leaves_and_who_leads_hears_how_to_go_on(
    tmp_path: Path, proposer_stays: bool
) -> None:
    """Nothing is adopted by a departure; where somebody else objects too it changes nothing."""
    async with stage(tmp_path, clock=START.replace(hour=9)) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        await to_consent(s)
        for name in ("Els", "Bob"):
            await s.says(name, "!bezwaar te zout")
        await s.says("Karin", "!geenbezwaar")
        assert await s.leaves("Bob") == []
        if not proposer_stays:
            await s.leaves("Ahmed")
        (told,) = await s.leaves("Els")
        assert "houdt het voorstel niet langer tegen" in told.body
        who = "Ahmed kan" if proposer_stays else "een gastvrouw of gastheer kan"
        assert f"{who} het iedereen opnieuw vragen met !volgende 1" in told.body
        (anew,) = await s.says("Ahmed" if proposer_stays else "Karin", "!volgende 1")
        assert (anew.kind, anew.data["round"]) == ("proposal.round", "consent")


async def test_an_objection_after_the_decision_hears_a_way_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await to_consent(s)
        await s.says("Karin", "!geenbezwaar")
        (late,) = await s.says("Karin", "!bezwaar te zout")
        assert late.error == "no-proposal"
        assert "!besluit 1 over 2 weken" in late.body
        (day,) = await s.says("Karin", "!besluit 1 volgende week")
        assert day.error == "vague-when"
        (day,) = await s.says("Karin", "!besluit 1 over 2 weken")
        assert day.data["ok"] is True
