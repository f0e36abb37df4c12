"""What a supporter answers when asked how it goes: done, on time, more time, or that it will not work."""

from pathlib import Path

import pytest

from tests.dialogs.dues import MORNING, asked_at, on_the_day, promised, times
from tests.dialogs.stage import stage


@pytest.mark.parametrize(
    "words", ["1", "gedaan", "Gelukt!", "het is gelukt", "ja, gedaan", "done", "I did it"]
)
async def test_done_is_told_in_the_room(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat, _ = await on_the_day(s)
        done, told = (await s.says("Els", words, room=chat))[:2]
        assert (done.room, done.data["pledges"][0]["standing"]) == ("!kring:localhost", "done")
        assert (told.room, told.data["ok"], told.reply_to) == (chat, True, s.last)


@pytest.mark.parametrize(
    "words",
    [
        "2",
        "op tijd",
        "het komt op tijd",
        "Komt goed!",
        "het gaat lukken",
        "ben er mee bezig",
        "on time",
        "on track",
        "I'm working on it",
    ],
)
async def test_on_time_is_thanked_and_nobody_else_hears(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat, asked = await on_the_day(s)
        (told,) = await s.says("Els", words, room=chat)
        assert told.body == "Fijn, dank je. Succes met #1."
        assert await asked_at(s, chat) == []
        (again,) = await s.says("Els", words, room=chat, reply_to=asked)
        assert again.room == chat, "later, in reply, in words or as a number that lapsed"


async def test_on_time_two_days_before_is_asked_once_more_on_the_day(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december")
        ((_, asked),) = await asked_at(s, chat, days=8)
        (told,) = await s.says("Els", "2", room=chat, reply_to=asked)
        assert told.body == "Fijn, dank je. Op de dag zelf vraag ik nog één keer naar #1."
        assert times(await asked_at(s, chat)) == ["Fri 04 09:00"]


async def test_on_time_within_a_day_of_the_date_is_not_asked_again(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december")
        ((_, asked),) = await asked_at(s, chat, days=8)
        await s.waits(hours=24)
        (told,) = await s.says("Els", "op tijd", room=chat, reply_to=asked)
        assert told.body == "Fijn, dank je. Succes met #1."
        assert await asked_at(s, chat) == []


@pytest.mark.parametrize(
    "words",
    [
        "3",
        "meer tijd nodig",
        "Ik heb nog wat meer tijd nodig",
        "wordt maandag",
        "kan pas volgende week",
        "weet ik nog niet",
        "more time",
        "I need more time",
    ],
)
async def test_more_time_asks_until_when_and_gives_a_new_date(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat, _ = await on_the_day(s)
        (asked,) = await s.says("Els", words, room=chat)
        assert asked.error == "needs-when"
        assert asked.body == (
            "Natuurlijk, dat kan. Tot wanneer voor #1? Kies een cijfer, of schrijf een dag.\n"
            "1 een week: tot woensdag 2 december\n2 zonder datum"
        )
        shown, told = await s.says("Els", "tot vrijdag 4 december", room=chat)
        assert shown.body == "Een nieuwe afspraak bij #1. Els biedt aan: ik bel, uiterlijk vrijdag 4 december"
        assert shown.data["pledges"][0]["due"] == "2026-12-04"
        assert told.body == "Dat is goed. De nieuwe afspraak bij #1 staat in De kring."
        assert times(await asked_at(s, chat)) == ["Wed 02 09:00", "Fri 04 09:00"]


async def test_more_time_may_be_said_with_its_date_chosen_or_without_any(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat, question = await on_the_day(s)
        shown, _ = await s.says("Els", "ik heb meer tijd nodig, tot vrijdag", room=chat)
        assert shown.data["pledges"][0]["due"] == "2026-11-27"
        await s.says("Els", "3", room=chat, reply_to=question)
        shown, _ = await s.says("Els", "1", room=chat)
        assert shown.data["pledges"][0]["due"] == "2026-12-04"
        await s.says("Els", "3", room=chat, reply_to=question)
        shown, _ = await s.says("Els", "een week", room=chat)
        assert shown.data["pledges"][0]["due"] == "2026-12-02"
        await s.says("Els", "3", room=chat, reply_to=question)
        shown, _ = await s.says("Els", "2", room=chat)
        assert shown.data["pledges"][0]["due"] is None
        assert await asked_at(s, chat) == []


@pytest.mark.parametrize(
    ("words", "error"),
    [("vrijdag 8 uur", "ambiguous-when"), ("2026-11-20", "past-when"), ("als het lukt", "vague-when")],
)
async def test_a_new_date_that_is_not_clear_is_asked_back(tmp_path: Path, words: str, error: str) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat, _ = await on_the_day(s)
        await s.says("Els", "3", room=chat)
        (asked,) = await s.says("Els", words, room=chat)
        assert asked.error == error
        shown, _ = await s.says("Els", "zaterdag", room=chat)
        assert shown.data["pledges"][0]["due"] == "2026-11-28"


@pytest.mark.parametrize(
    "words", ["4", "lukt niet", "Het lukt me niet", "het gaat niet lukken", "it won't work"]
)
async def test_wont_work_lets_go_without_a_reason(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat, _ = await on_the_day(s)
        shown, told = await s.says("Els", words, room=chat)
        assert shown.data["pledges"][0]["standing"] == "released"
        assert (
            told.body == "Dank je dat je het zegt. Het staat nu in De kring, bij #1. Niemand vraagt waarom."
        )


async def test_answers_in_reply_days_later_still_count(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat, asked = await on_the_day(s)
        await s.waits(days=3)
        (late,) = await s.says("Els", "op tijd", room=chat, reply_to=asked)
        assert late.body == "Fijn, dank je. Succes met #1."
        shown, _ = await s.says("Els", "meer tijd tot vrijdag 4 december", room=chat, reply_to=asked)
        assert shown.data["pledges"][0]["due"] == "2026-12-04"
        done, *_ = await s.says("Els", "gedaan", room=chat, reply_to=asked)
        assert done.data["pledges"][0]["standing"] == "done"


async def test_answers_after_the_item_was_closed_do_no_harm(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat, asked = await on_the_day(s)
        await s.says("Karin", "!sluit 1")
        for number in "1234":
            (refused,) = await s.says("Els", number, room=chat, reply_to=asked)
            assert refused.error == "item-closed", number
        assert await asked_at(s, chat) == []


async def test_who_has_nothing_to_keep_is_not_understood_as_a_supporter(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await promised(s, "voor morgen")
        chat = await s.direct("Ahmed")
        (answer,) = await s.says("Ahmed", "op tijd", room=chat)
        assert answer.error == "not-understood"
        assert await s.says("Ahmed", "meer tijd nodig") == []
