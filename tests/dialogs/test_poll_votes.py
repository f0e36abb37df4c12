"""Votes as people type them: by number, text, beginning, reply, in words; what is unclear is asked back."""

from pathlib import Path

import pytest

from tests.dialogs.stage import Heard, Stage, stage


async def opened(s: Stage, line: str) -> Heard:
    await s.room("Karin", "Ahmed", "Els")
    (poll,) = await s.says("Karin", line)
    return poll


@pytest.mark.parametrize(
    ("words", "counted"),
    [
        ("!stem 2", "dinsdag"),
        ("!vote #1 2", "dinsdag"),
        ("!stem #1 dinsdag", "dinsdag"),
        ("!stem Dinsdag.", "dinsdag"),
        ("!stem di", "dinsdag"),
        ("!stem optie 3", "'s avonds"),
        ("!stem s avonds", "'s avonds"),
        ("!stem op dinsdag", "dinsdag"),
        ("!stem voor 2", "dinsdag"),
        ("!vote for 2 please", "dinsdag"),
        ("!stem 2 graag", "dinsdag"),
        ('!stem "dinsdag"', "dinsdag"),
        ("copbot: ik stem op dinsdag", "dinsdag"),
        ("copbot, stem voor maandag", "maandag"),
        ("copbot: I vote for maandag", "maandag"),
    ],
)
async def test_ways_to_vote(tmp_path: Path, words: str, counted: str) -> None:
    async with stage(tmp_path) as s:
        await opened(s, "!peiling Welke dag? | maandag | dinsdag | 's avonds")
        (told,) = await s.says("Ahmed", words, mention=words.startswith("copbot"))
        assert told.body.startswith(f"Je stem in peiling 1 telt: {counted}."), told.body
        assert told.reply_to == s.last


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("!stem", "needs-vote"),
        ("!stem 4", "no-such-option"),
        ("!stem woensdag", "no-such-option"),
        ("!stem ma", "which-option"),
        ("!stem 1 en 2", "too-many-choices"),
        ("!stem #9 1", "no-such-poll"),
    ],
)
async def test_what_is_no_vote_is_asked_back(tmp_path: Path, words: str, error: str) -> None:
    async with stage(tmp_path) as s:
        await opened(s, "!peiling Welke dag? | maandag | maart | dinsdag")
        (asked,) = await s.says("Ahmed", words)
        assert (asked.error, asked.reply_to) == (error, s.last)
        if error != "no-such-poll":
            number = "2" if error == "which-option" else "3"
            (told,) = await s.says("Ahmed", number, reply_to=asked)
            chosen = "maart" if error == "which-option" else "dinsdag"
            assert told.body.startswith(f"Je stem in peiling 1 telt: {chosen}.")


async def test_a_number_that_is_also_another_options_text_is_asked_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await opened(s, "!peiling Hoeveel? | 3 | 2 | 1")
        (asked,) = await s.says("Ahmed", "!stem 1")
        assert asked.error == "which-option"
        assert asked.body.splitlines()[1:] == ["1 3", "2 1"]
        (told,) = await s.says("Ahmed", "2", reply_to=asked)
        assert told.body.startswith("Je stem in peiling 1 telt: 1.")
        (told,) = await s.says("Els", "!stem 2")
        assert told.body.startswith("Je stem in peiling 1 telt: 2.")


@pytest.mark.parametrize(
    "words", ["2", "2.", "#2", "Pizza", "pizza!", "2\ufe0f\u20e3", "2 graag", "Pizza graag!"]
)
async def test_a_reply_to_the_poll_is_a_vote(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        poll = await opened(s, "!peiling Wat eten we? | soep | pizza")
        (told,) = await s.says("Ahmed", words, reply_to=poll)
        assert told.body.startswith("Je stem in peiling 1 telt: pizza."), told.body


@pytest.mark.parametrize(
    "words",
    ["Lekker!", "pizza lust ik niet", "so", "ik kan niet", "bedankt", "en toetje?", "😀", "geen idee"],
)
async def test_talk_about_a_poll_is_left_alone(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        poll = await opened(s, "!peiling Wat eten we? | soep | pizza")
        assert await s.says("Ahmed", words, reply_to=poll) == []
        end, told = await s.says("Karin", "!peiling sluit")
        assert end.data["voters"] == 0
        assert await s.says("Ahmed", words, reply_to=told) == []


async def test_a_number_that_is_no_option_is_told(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        poll = await opened(s, "!peiling Wat eten we? | soep | pizza")
        (asked,) = await s.says("Ahmed", "7", reply_to=poll)
        assert asked.error == "no-such-option"


async def test_in_a_poll_of_several_a_reply_may_name_several(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        poll = await opened(s, "!peiling meer Welke dagen? | maandag | dinsdag | vrijdag")
        (told,) = await s.says("Ahmed", "1 en vrijdag", reply_to=poll)
        assert told.body.startswith("Je stem in peiling 1 telt: maandag en vrijdag.")
        (asked,) = await s.says("Els", "!stem")
        (told,) = await s.says("Els", "1 en 3", reply_to=asked)
        assert told.body.startswith("Je stem in peiling 1 telt: maandag en vrijdag.")


@pytest.mark.parametrize("words", ["1/3", "ma/vr", "1 / 3", "maandag / vrijdag"])
async def test_a_stroke_parts_several_too(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await opened(s, "!peiling meer Welke dagen? | maandag | dinsdag | vrijdag")
        (told,) = await s.says("Ahmed", f"!stem {words}")
        assert told.body.startswith("Je stem in peiling 1 telt: maandag en vrijdag.")


async def test_a_choice_from_before_a_correction_is_asked_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await opened(s, "!peiling Doorgaan? | nee | ja")
        (asked,) = await s.says("Ahmed", "!stem")
        await s.says("Karin", "!peiling wijzig 1 Doorgaan? | ja | nee")
        (again,) = await s.says("Ahmed", "1", reply_to=asked)
        assert (again.error, "1 ja\n2 nee" in again.body) == ("needs-vote", True)
        (told,) = await s.says("Ahmed", "1", reply_to=again)
        assert told.body.startswith("Je stem in peiling 1 telt: ja.")


async def test_a_bot_can_not_vote(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await opened(s, "!peiling Wat eten we? | soep | pizza")
        await s.enters("otherbot")
        (refused,) = await s.says("otherbot", "!stem 1")
        assert refused.error == "not-allowed"
