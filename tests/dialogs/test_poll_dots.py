"""Dot voting: everybody divides a few stickers over the options, by tapping one each or by typing, in one tally."""

from pathlib import Path

import pytest

from tests.dialogs.stage import stage


async def test_a_dot_vote_from_beginning_to_end(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        (poll,) = await s.says("Karin", "!peiling stickers Wat pakken we op? | vervoer | rust | een maatje")
        assert poll.data["method"] == "dots"
        assert poll.poll["max_selections"] == 2
        assert poll.poll["question"]["org.matrix.msc1767.text"] == "Wat pakken we op? (je hebt 2 stickers)"
        assert poll.body.splitlines() == [
            "Peiling 1: Wat pakken we op?",
            "1. vervoer",
            "2. rust",
            "3. een maatje",
            "Je hebt 2 stickers; meer op één keuze mag. Antwoord met de nummers, of schrijf !stem #1 1 1.",
        ]
        assert await s.votes("Els", poll, "1", "3", "2") == []
        (told,) = await s.says("Ahmed", "!stem 2x op 1")
        assert told.body == "Je stickers in peiling 1 tellen: vervoer (2x). Iets anders? Stem gewoon opnieuw."
        (told,) = await s.says("Karin", "rust", reply_to=poll)
        assert told.body.splitlines() == [
            "Je stickers in peiling 1 tellen: rust. Iets anders? Stem gewoon opnieuw.",
            "Je hebt er nog 1 over. Ook plakken? Stem opnieuw, met alle nummers.",
        ]
        end, outcome = await s.says("Karin", "!peiling sluit")
        assert end.data["tally"] == {"1": 3, "2": 1, "3": 1}
        assert (end.data["voters"], end.data["winner"]) == (3, ["1"])
        assert outcome.body.splitlines() == [
            "Uitslag van peiling 1: Wat pakken we op?",
            "3 mensen stemden. De meeste stickers (3) zijn voor: vervoer.",
            "vervoer: 3 stickers |||",
            "rust: 1 sticker |",
            "een maatje: 1 sticker |",
        ]


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_as_many_and_as_long_options_as_there_can_be(tmp_path: Path, language: str) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Karin", "Ahmed")
        options = " | ".join(f"{n} {'een lange keuze ' * 6}" for n in range(20))
        (poll,) = await s.says("Karin", f"!poll dots until friday 17:00 Wat? | {options}")
        assert (len(poll.data["options"]), poll.poll["max_selections"]) == (20, 5)
        (end, outcome) = await s.says("Karin", "!poll close")
        assert (end.kind, outcome.kind) == ("poll.closed", "nudge")


async def test_the_same_in_english_with_a_tie(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        (poll,) = await s.says(
            "Karin", "!poll dots until friday 17:00 What first? | transport | rest | a buddy"
        )
        question = poll.poll["question"]["org.matrix.msc1767.text"]
        assert question == "What first? (you have 2 dots, until Friday 27 November at 17:00)"
        assert "You have 2 dots; several on one option is fine." in poll.body
        (told,) = await s.says("Ahmed", "1 1", reply_to=poll)
        assert told.body == "Your dots in poll 1 count: transport (2x). Something else? Just vote again."
        (told,) = await s.says("Karin", "!vote two on rest")
        assert told.body == "Your dots in poll 1 count: rest (2x). Something else? Just vote again."
        (stands,) = await s.says("Ahmed", "!poll result")
        assert "A tie, 2 dots each: transport and rest." in stands.body
        end, outcome = await s.says("Karin", "!poll close")
        assert end.data["winner"] == ["1", "2"]
        assert outcome.body.splitlines()[1:] == [
            "2 people voted. A tie, 2 dots each: transport and rest.",
            "transport: 2 dots ||",
            "rest: 2 dots ||",
            "No dots: a buddy.",
        ]


@pytest.mark.parametrize(("language", "words"), [("nl", "Je hebt 2 stickers"), ("en", "You have 2 dots")])
async def test_too_many_dots_are_asked_back(tmp_path: Path, language: str, words: str) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!poll dots Wat? | soep | pizza")
        (asked,) = await s.says("Ahmed", "!vote 1 1 2")
        assert (asked.error, asked.reply_to) == ("too-many-choices", s.last)
        assert words in asked.body
        (told,) = await s.says("Ahmed", "1 2", reply_to=asked)
        assert "soep" in told.body
        assert "pizza" in told.body


async def test_the_last_ballot_counts_and_an_empty_one_withdraws(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (poll,) = await s.says("Karin", "!peiling dots Wat? | soep | pizza")
        await s.says("Ahmed", "!stem alles op 1")
        await s.votes("Ahmed", poll, "2")
        await s.says("Karin", "!stem 1 1")
        await s.says("Karin", "!stem niets")
        end, _ = await s.says("Karin", "!peiling sluit")
        assert (end.data["tally"], end.data["voters"]) == ({"1": 0, "2": 1}, 1)


@pytest.mark.parametrize("words", ["een op de drie", "soep lust ik niet", "2 x zo lekker"])
async def test_talk_in_reply_is_no_ballot(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (poll,) = await s.says("Karin", "!peiling stickers Wat? | soep | pizza | vla")
        assert await s.says("Ahmed", words, reply_to=poll) == []


async def test_what_fits_no_option_is_asked_back_with_all_of_them(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!peiling stickers Wat? | soep | pizza")
        (asked,) = await s.says("Ahmed", "!stem 2x vla")
        assert asked.error == "no-such-option"
        (told,) = await s.says("Ahmed", "2x op pizza", reply_to=asked)
        assert told.body == "Je stickers in peiling 1 tellen: pizza (2x). Iets anders? Stem gewoon opnieuw."
