"""Dates of support: when the supporter is asked, in which words, and when not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.dialogs.dues import ELS, MORNING, alarms, asked_at, promised, times
from tests.dialogs.stage import stage

# -- when


@pytest.mark.parametrize(
    ("by", "at"),
    [
        ("voor vrijdag 4 december", ["Wed 02 09:00", "Fri 04 09:00"]),
        ("voor vrijdag 4 december 17:00", ["Wed 02 17:00", "Fri 04 14:00"]),
        ("voor vrijdag 4 december 10:00", ["Wed 02 10:00", "Fri 04 09:00"]),
        ("voor vrijdag 4 december 08:30", ["Wed 02 08:30", "Thu 03 19:00"]),
        ("voor vrijdag 4 december 23:30", ["Thu 03 08:00", "Fri 04 20:30"]),
        ("voor donderdag", ["Thu 26 09:00"]),
        ("voor morgen", ["Wed 25 09:00"]),
        ("voor vandaag", []),
        ("voor vandaag 20:00", []),
        ("", []),
    ],
)
async def test_two_days_before_and_on_the_day_at_a_decent_hour(
    tmp_path: Path, by: str, at: list[str]
) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, by)
        assert times(await asked_at(s, chat)) == at


async def test_the_words_name_the_number_and_not_the_item(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december")
        (_, before), (_, day) = await asked_at(s, chat)
        answers = (
            "Elk antwoord is goed. Antwoord met een cijfer of een paar woorden.\n"
            "1 het is gedaan\n2 het komt op tijd\n3 ik heb meer tijd nodig\n4 het lukt niet"
        )
        assert before.body == (
            f"Je wilde iets doen bij #1 in De kring, uiterlijk vrijdag 4 december. Hoe staat het ermee?\n{answers}"
        )
        assert day.body == (
            f"Vandaag is de dag van je steun bij #1 in De kring: vrijdag 4 december. Hoe staat het ermee?\n{answers}"
        )
        for one in (before, day):
            assert (one.kind, one.data["about"], one.content["msgtype"]) == ("question", "item", "m.text")
            assert "taxi" not in str(one.content)
            assert "bel" not in one.body


async def test_the_same_in_english(tmp_path: Path) -> None:
    async with stage(tmp_path, "en", clock=MORNING) as s:
        chat = await promised(s, "before 4 December 17:00")
        (_, before), _ = await asked_at(s, chat)
        assert before.body == (
            "You wanted to do something for #1 in De kring, by Friday 4 December at 17:00. How is it going?\n"
            "Every answer is fine. Reply with a number or a few words.\n"
            "1 it is done\n2 it will be on time\n3 I need more time\n4 it won't work"
        )


async def test_a_direct_chat_is_begun_for_it(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        await s.says("Karin", "!kanniet halve dagen")
        await s.says("Els", "!iksteun 1 ik bel voor morgen")
        (asked,) = await s.waits(days=1)
        assert s.server.members[asked.room].keys() == {"@copbot:localhost", ELS}


async def test_several_of_one_day_are_one_message(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor donderdag", "voor donderdag", "voor zaterdag")
        ((at, asked),) = await asked_at(s, chat, days=2)
        assert at == "Thu 26 09:00"
        assert asked.body == (
            "Je wilde iets doen bij deze punten in De kring. Over welk punt kun je iets zeggen?\n"
            "1 #1, uiterlijk donderdag 26 november\n2 #2, uiterlijk donderdag 26 november\n"
            "3 #3, uiterlijk zaterdag 28 november\nKies een cijfer. Elk antwoord is goed."
        )
        (second,) = await s.says("Els", "2", room=chat)
        assert second.body.startswith("Vandaag is de dag van je steun bij #2")
        assert (second.reply_to, second.kind) == (s.last, "question")
        done, *_ = await s.says("Els", "gedaan", room=chat)
        assert (done.data["item"], done.data["pledges"][0]["standing"]) == (2, "done")
        (first,) = await s.says("Els", "1", room=chat, reply_to=asked)
        assert "#1" in first.body
        (gone,) = await s.says("Els", "2", room=chat, reply_to=asked)
        assert gone.error == "no-offer"


# -- when not


@pytest.mark.parametrize(
    "commands",
    [
        ["Els: !gedaan 1"],
        ["Els: !luktniet 1"],
        ["Karin: !sluit 1"],
        ["Karin: !gelukt 1"],
        ["Els: !iksteun 1 ik rij"],
    ],
)
async def test_never_after_it_was_kept_let_go_of_replaced_or_ended(
    tmp_path: Path, commands: list[str]
) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december")
        for command in commands:
            name, _, words = command.partition(": ")
            await s.says(name, words)
        assert await asked_at(s, chat) == []
        assert await alarms(s) == 0


async def test_never_after_it_was_declined(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december")
        karin = await s.direct("Karin")
        await s.says("Karin", "liever niet #1", room=karin)
        assert await asked_at(s, chat) == []


async def test_never_to_who_left_the_room(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december")
        await s.leaves("Els")
        assert await asked_at(s, chat) == []


async def test_never_after_copbot_left_the_room(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december")
        await s.leaves("@copbot:localhost")
        assert await asked_at(s, chat) == []
        assert await alarms(s) == 0


async def test_a_welcome_changes_no_alarm(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december")
        await s.waits(days=8)
        await s.says("Karin", "!graag 1")
        assert times(await asked_at(s, chat)) == ["Fri 04 09:00"]


async def test_away_is_asked_once_on_return_if_it_is_still_open(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december", "voor zaterdag 5 december")
        await s.says("Els", "!evenweg tot 7 december")
        await s.says("Els", "!gedaan 2")
        ((at, asked),) = await asked_at(s, chat, days=20)
        assert at == "Mon 07 09:00"
        assert asked.body.startswith(
            "Je wilde iets doen bij #1 in De kring. De datum was vrijdag 4 december. Hoe staat het ermee?"
        )
        assert "2 het komt nog\n" in asked.body


@pytest.mark.parametrize("words", ["!stop", "!evenweg tot ik terug ben"])
async def test_stopped_or_away_without_end_is_asked_once_after_back(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december")
        await s.says("Els", words)
        assert await asked_at(s, chat, days=20) == []
        await s.says("Els", "!terug")
        ((_, asked),) = await asked_at(s, chat)
        assert "De datum was vrijdag 4 december." in asked.body


async def test_back_before_the_date_changes_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december")
        await s.says("Els", "!stop")
        await s.says("Els", "!terug")
        assert times(await asked_at(s, chat)) == ["Wed 02 09:00", "Fri 04 09:00"]


async def test_what_waited_and_what_is_due_come_as_one_message(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december", "")
        karin = await s.direct("Karin")
        await s.says("Els", "!evenweg tot 7 december")
        await s.says("Karin", "liever niet #2", room=karin)
        ((_, one),) = await asked_at(s, chat, days=13)
        assert one.body.startswith("Dit wachtte nog op je:\n")
        assert ("#2" in one.body, "De datum was vrijdag 4 december." in one.body) == (True, True)
        done, *_ = await s.says("Els", "1", room=chat)
        assert (done.data["item"], done.data["pledges"][0]["standing"]) == (1, "done")


# -- time itself


@pytest.mark.parametrize("down", [timedelta(minutes=1), timedelta(days=1)])
async def test_down_for_a_while_it_comes_once_and_late(tmp_path: Path, down: timedelta) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december")
        await s.waits(days=7, hours=22, minutes=59, seconds=30)  # half a minute before two days before
        s.time += down
        async with stage(tmp_path, before=s) as again:
            asked = [one for one in await again.waits(seconds=1) if one.room == chat]
            assert ["uiterlijk vrijdag 4 december" in one.body for one in asked] == [True]
            assert times(await asked_at(again, chat)) == ["Fri 04 09:00"]


async def test_down_over_both_moments_it_is_one_message_that_says_the_date_has_passed(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december", "voor zaterdag 5 december")
        await s.waits(days=7)
        s.time += timedelta(days=8)
        async with stage(tmp_path, before=s) as again:
            (asked,) = [one for one in await again.waits(minutes=1) if one.room == chat]
            assert "1 #1, uiterlijk vrijdag 4 december\n2 #2, uiterlijk zaterdag 5 december" in asked.body
            (one,) = await again.says("Els", "1", room=chat, reply_to=asked)
            assert "De datum was vrijdag 4 december." in one.body
            assert await asked_at(again, chat) == []


@pytest.mark.parametrize(
    "jump", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)]
)
@pytest.mark.parametrize("after", [timedelta(days=7), timedelta(days=8), timedelta(days=9, hours=12)])
async def test_a_clock_that_jumps_doubles_nothing(tmp_path: Path, jump: timedelta, after: timedelta) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december")
        first = [one for one in await s.waits(seconds=after.total_seconds()) if one.room == chat]
        s.time += jump
        then = [one for _, one in await asked_at(s, chat, days=1)]
        s.time -= jump
        rest = [one for _, one in await asked_at(s, chat)]
        bodies = [one.body.partition("\n")[0] for one in (*first, *then, *rest)]
        assert bodies == list(dict.fromkeys(bodies)), "none twice"
        assert any("Vandaag is de dag" in body or "De datum was" in body for body in bodies)


@pytest.mark.parametrize(
    ("clock", "by", "at"),
    [
        (datetime(2026, 10, 20, 8, tzinfo=UTC), "maandag 26 oktober", ["Sat 24 09:00", "Mon 26 09:00"]),
        (datetime(2026, 10, 20, 8, tzinfo=UTC), "zondag 25 oktober", ["Fri 23 09:00", "Sun 25 09:00"]),
        (datetime(2027, 3, 23, 8, tzinfo=UTC), "maandag 29 maart", ["Sat 27 09:00", "Mon 29 09:00"]),
        (datetime(2027, 3, 23, 8, tzinfo=UTC), "zondag 28 maart 15:00", ["Fri 26 15:00", "Sun 28 12:00"]),
    ],
)
async def test_nine_is_nine_over_both_changes_of_daylight_saving(
    tmp_path: Path, clock: datetime, by: str, at: list[str]
) -> None:
    async with stage(tmp_path, clock=clock) as s:
        chat = await promised(s, f"voor {by}")
        assert times(await asked_at(s, chat, days=8)) == at


async def test_another_time_zone_moves_the_hour(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await promised(s, "voor vrijdag 4 december")
        await s.says("Karin", "!tijdzone Lisbon")
        assert times(await asked_at(s, chat)) == ["Wed 02 10:00", "Fri 04 10:00"], "nine in Lisbon"
