"""Taps on and replies to what is over: prompts of turns that went by, messages of rounds that ended. They mean nothing."""

from pathlib import Path

import pytest

from tests.dialogs.rounds import begun, closed, kept_words, opened, prompt
from tests.dialogs.stage import Heard, Stage, stage, user


async def first_round(s: Stage) -> tuple[Heard, Heard, Heard]:
    """A round that is over: its opening, a prompt, its outcome."""
    opening = await opened(s, "Karin")
    turn = prompt(await s.says("Karin", "!begin"))
    return opening, turn, closed(await s.says("Karin", "Goed."))


@pytest.mark.parametrize("emoji", ["✅", "⏭️", "⏳"])
async def test_a_tap_on_a_finished_prompt_in_one_physical_room(tmp_path: Path, emoji: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        _, ahmed = await s.says("Karin", "!ronde hier Wat neem je mee?")
        els = prompt(await s.taps("Karin", ahmed, "✅"))
        assert els.data["member"] == user("Els")
        assert await s.taps("Karin", ahmed, emoji) == []
        (where,) = await s.says("Karin", "!waarzijnwe")
        assert "\nEls is aan de beurt." in where.body


@pytest.mark.parametrize("emoji", ["⏭️", "⏳"])
async def test_a_tap_on_somebody_elses_past_prompt(tmp_path: Path, emoji: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        karin = await begun(s, "Karin", "Ahmed", "Els")
        ahmed = prompt(await s.says("Karin", "Goed."))
        assert await s.taps("Ahmed", karin, emoji) == []
        assert prompt(await s.taps("Ahmed", ahmed, emoji)).data["member"] == user("Els")


async def test_a_tick_on_the_prompt_of_an_earlier_long_turn(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        karin = await begun(s, "Karin", "Ahmed", line="!ronde lang Hoe zit je erbij?")
        await s.says("Karin", "Goed.")
        ahmed = prompt(await s.taps("Karin", karin, "✅"))
        await s.says("Ahmed", "Ik begin net.")
        assert await s.taps("Ahmed", karin, "✅") == []
        closed(await s.taps("Ahmed", ahmed, "✅"))


async def test_hands_on_an_earlier_opening(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opening, _, _ = await first_round(s)
        (second,) = await s.says("Ahmed", "!ronde En nu?")
        assert await s.taps("Karin", opening, "✋") == []
        await s.taps("Karin", second, "✋")
        (where,) = await s.says("Ahmed", "!waarzijnwe")
        assert where.body.endswith("\n1 persoon doet mee: Karin.")


async def test_a_hand_taken_off_an_earlier_opening(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (opening,) = await s.says("Karin", "!ronde Hoe zit je erbij?")
        await s.taps("Karin", opening, "✋")
        hand = s.last
        closed(await s.says("Karin", "!einde"))
        await opened(s, "Ahmed", "Karin")
        assert await s.takes_away("Karin", hand) == []
        (where,) = await s.says("Ahmed", "!waarzijnwe")
        assert where.body.endswith("\n2 mensen doen mee: Ahmed en Karin.")


async def test_a_passing_tap_taken_off_an_earlier_prompt(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        turn = await begun(s, "Karin")
        closed(await s.taps("Karin", turn, "⏭️"))
        tap = s.last
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "pas")
        assert await s.takes_away("Karin", tap) == [], "she passed in this round too, and stays so"
        closed(await s.says("Ahmed", "Goed."))


async def test_words_in_reply_to_an_earlier_opening(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opening, _, _ = await first_round(s)
        await opened(s, "Karin")
        for name, words in (("Karin", "samen"), ("Ahmed", "ik doe mee"), ("Karin", "ik doe niet mee")):
            (over,) = await s.says(name, words, reply_to=opening)
            assert (over.error, over.reply_to) == ("round-closed", s.last)
            assert over.body == "Dat rondje is al klaar. Waar we nu zijn, zie je met !waarzijnwe."
        (where,) = await s.says("Ahmed", "!waarzijnwe")
        assert where.body.endswith("\n1 persoon doet mee: Karin.")
        assert prompt(await s.says("Karin", "!begin")).kind == "ritual.turn", "not together"


async def test_words_in_reply_to_an_earlier_prompt(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        opening, turn, outcome = await first_round(s)
        karin = await begun(s, "Karin", "Ahmed", line="!round How are you now?")
        for words in ("pass", "later", "done", "next", "That was good to hear"):
            assert await s.says("Karin", words, reply_to=turn) == [], words
        (over,) = await s.says("Ahmed", "I'm out", reply_to=opening)
        assert over.body == "That round is over. !status shows where we are now."
        (edit,) = await s.says("Karin", "It was a good round", reply_to=outcome)
        assert edit.edited == outcome.event, "a sentence for the outcome of that round, as ever"
        assert [words for _, words in kept_words(tmp_path)] == ["Goed."]
        assert prompt(await s.says("Karin", "pass", reply_to=karin)).data["member"] == user("Ahmed")


async def test_a_command_is_about_the_round_that_runs_whatever_it_replies_to(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        _, turn, _ = await first_round(s)
        await begun(s, "Karin", "Ahmed")
        assert prompt(await s.says("Karin", "!pas", reply_to=turn)).data["member"] == user("Ahmed")
