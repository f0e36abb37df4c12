"""A round in the words that people use: taking part, ending, asking where it is, asking for one."""

from pathlib import Path

import pytest

from tests.dialogs.rounds import QUESTION, begun, closed, kept_words, opened
from tests.dialogs.stage import ROOM, stage, user


@pytest.mark.parametrize(
    "words", ["ja ik doe mee hoor", "ik doe wel mee", "Ik doe alsnog mee!", "ikdoemee", "Ja, ik doe mee."]
)
async def test_joining_anywhere(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await opened(s, "Karin")
        (hand,) = await s.says("Ahmed", words)
        assert hand.body.endswith("\n2 mensen doen mee: Karin en Ahmed.")
        (hand,) = await s.says("Ahmed", "nee ik doe toch maar niet mee")
        assert hand.body.endswith("\n1 persoon doet mee: Karin.")


@pytest.mark.parametrize("words", ["ja leuk", "graag", "in", "yes I'm in please"])
async def test_joining_only_in_reply_to_the_opening(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opening = await opened(s, "Karin")
        assert await s.says("Ahmed", words) == []
        (hand,) = await s.says("Ahmed", words, reply_to=opening)
        assert hand.body.endswith("\n2 mensen doen mee: Karin en Ahmed.")


@pytest.mark.parametrize(
    "words",
    ["ik ook", "Ja, ik ook graag!", "me too!", "doe mee", "doe ik ook mee!", "ik ben erbij", "I'll join"],
)
async def test_joining_in_few_words_while_it_is_waited_for(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await opened(s, "Karin")
        (hand,) = await s.says("Ahmed", words)
        assert hand.body.endswith("\n2 mensen doen mee: Karin en Ahmed.")


@pytest.mark.parametrize("words", ["ik ook", "me too"])
async def test_once_begun_few_words_are_for_others(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await begun(s, "Karin", "Ahmed")
        assert await s.says("Els", words) == []


async def test_a_tick_before_a_word_passes_a_long_turn(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        turn = await begun(s, "Karin", "Ahmed", line="!ronde lang Hoe zit je erbij?")
        ahmed, passed = await s.taps("Karin", turn, "✅")
        assert ahmed.data["member"] == user("Ahmed")
        assert passed.body.startswith("Prima, Karin. Fijn dat je meeluistert.")


@pytest.mark.parametrize("words", ["Dank!", "thanks all", "Dank jullie wel", "bedankt allemaal"])
async def test_bare_thanks_are_no_sentence_in_the_outcome(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        await begun(s, "Karin")
        outcome = closed(await s.says("Karin", "Goed."))
        assert await s.says("Karin", words, reply_to=outcome) == []
        (sentence,) = await s.says("Karin", "Dank jullie wel, tot dinsdag", reply_to=outcome)
        assert sentence.body.endswith("\nKarin: Dank jullie wel, tot dinsdag")


@pytest.mark.parametrize("words", ["stop maar met het rondje", "afsluiten", "Einde rondje!", "end the round"])
async def test_ending(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        turn = await begun(s, "Karin", "Ahmed")
        (refused,) = await s.says("Ahmed", f"copbot: {words}")
        assert refused.error == "not-facilitator"
        assert await s.says("Ahmed", words) == []
        assert closed(await s.says("Karin", words, reply_to=turn)).reply_to == s.last


async def test_ending_by_name(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        assert closed(await s.says("Karin", "copbot, end the round")).reply_to == s.last


@pytest.mark.parametrize("words", ["waar zijn we?", "mijn beurt?", "Is it my turn?"])
async def test_asking_where_we_are(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        (where,) = await s.says("Ahmed", f"copbot: {words}")
        assert where.body == f"Rondje: {QUESTION}\nKarin is aan de beurt.\nDaarna: Ahmed. Nog 1 te gaan."
        assert kept_words(tmp_path) == []


async def test_asking_for_a_round(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", "copbot: hoe begin ik een rondje?")
        assert asked.body == "Waar gaat het rondje over? Antwoord op dit bericht met je vraag."
        (opening,) = await s.says("Karin", f"copbot: kun je een rondje starten met de vraag: {QUESTION}")
        assert opening.body.startswith(f"Rondje: {QUESTION}\n")


async def test_asking_for_a_round_in_a_direct_chat_is_asked_back(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        (sure,) = await s.says("Karin", "can you start a round with the question: How are you?", room=chat)
        assert "How are you?\n1 yes, ask the group" in sure.body
        heard = await s.says("Karin", "1", room=chat)
        assert [one.body for one in heard if one.room == chat] == ["The round is open in De kring."]
        (opening,) = [one for one in heard if one.room == ROOM]
        assert 'To begin earlier: write "begin".' in opening.body
