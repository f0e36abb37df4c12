"""Away, back and stop: who is left in peace, what is held for them, and how it comes when they are back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.dialogs.rounds import begun, closed, numbers, opened, prompt
from tests.dialogs.stage import Heard, Stage, stage

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, ten in the morning in Amsterdam


def private(heard: list[Heard], chat: str) -> list[Heard]:
    """What was said in a direct chat."""
    return [one for one in heard if one.room == chat]


async def declined(s: Stage, item: int, chat: str) -> list[Heard]:
    """Karin would rather not have Els' support with an item; Els is told so, privately."""
    await s.says("Karin", "!kanniet iets")
    await s.says("Els", f"!iksteun {item} ik bel")
    return await s.says("Karin", f"liever niet #{item}", room=chat)


# -- until when


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("!evenweg tot maandag", "maandag 30 november om 09:00 uur"),
        ("!evenweg maandag", "maandag 30 november om 09:00 uur"),
        ("!evenweg t/m maandag", "dinsdag 1 december om 09:00 uur"),
        ("!evenweg tot en met zondag", "maandag 30 november om 09:00 uur"),
        ("!evenweg vandaag", "woensdag 25 november om 09:00 uur"),
        ("!evenweg tot morgen 14:00", "woensdag 25 november om 14:00 uur"),
        ("!evenweg tot 16:00", "16:00 uur"),
        ("!evenweg 3 dagen", "vrijdag 27 november om 09:00 uur"),
        ("!evenweg een week", "dinsdag 1 december om 09:00 uur"),
        ("!evenweg voor een week", "dinsdag 1 december om 09:00 uur"),
        ("!away for 2 hours", "12:00 uur"),
        ("!evenweg een half uur", "10:30 uur"),
        ("!away until 4 December", "vrijdag 4 december om 09:00 uur"),
    ],
)
async def test_until_when_is_said_with_weekday_and_date(tmp_path: Path, words: str, until: str) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        (told,) = await s.says("Els", words)
        assert told.body == (
            f"Goed, tot {until} laat ik je met rust: geen beurten, en geen berichten van mij uit mezelf.\n"
            "Vraag je iets, dan antwoord ik gewoon.\n"
            "Eerder terug? Schrijf !terug. Toch langer weg? Schrijf !evenweg met een andere dag."
        )
        assert (told.reply_to, told.data["ok"]) == (s.last, True)


async def test_without_a_time_it_is_asked_with_choices(tmp_path: Path) -> None:
    async with stage(tmp_path, "en", clock=MORNING) as s:
        await s.room("Karin", "Els")
        (asked,) = await s.says("Els", "!away")
        assert asked.error == "needs-when"
        assert asked.body == (
            "Taking a rest is good. Until when are you away? Choose a number, or write a day: friday, or 4 December.\n"
            "1 until tomorrow, Wednesday 25 November\n2 a week, until Tuesday 1 December\n3 until I write !back"
        )
        (open_ended,) = await s.says("Els", "3", reply_to=asked)
        assert open_ended.body.startswith("All right, I leave you in peace: no turns")
        (asked,) = await s.says("Els", "!away")
        (told,) = await s.says("Els", "friday", reply_to=asked)
        assert "until Friday 27 November at 09:00" in told.body


@pytest.mark.parametrize(
    ("words", "error", "choices"),
    [
        ("tot vrijdag 8 uur", "ambiguous-when", 2),
        ("2 uur", "ambiguous-when", 3),
        ("tot 2026-11-20", "past-when", 1),
        ("tot vanavond", "vague-when", 0),
        ("tot ik alles heb uitgezocht", "needs-when", 3),
    ],
)
async def test_what_is_not_clear_is_asked_back(tmp_path: Path, words: str, error: str, choices: int) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        (asked,) = await s.says("Els", f"!evenweg {words}")
        assert (asked.error, asked.body.count("\n")) == (error, choices)
        (told,) = await s.says("Els", "vrijdag 4 december", reply_to=asked)
        assert "tot vrijdag 4 december om 09:00 uur" in told.body


@pytest.mark.parametrize(
    "words",
    ["tot ik !terug zeg", "tot ik terug ben", "tot nader order", "tot het weer beter gaat", "until I'm back"],
)
async def test_away_without_an_end(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        (told,) = await s.says("Els", f"!evenweg {words}")
        assert told.body.startswith("Goed, ik laat je met rust: ")


async def test_in_a_direct_chat_in_ones_own_words_and_without_any_room(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await s.direct("Els")
        for words in ("ik ben even weg tot maandag", "Ik ben er tot maandag niet.", "I'm away until monday"):
            (told,) = await s.says("Els", words, room=chat)
            assert "tot maandag 30 november om 09:00 uur" in told.body, words
        for words in ("ik ben er weer", "terug"):
            (back,) = await s.says("Els", words, room=chat)
            assert back.data["command"] == "back", words
        (again,) = await s.says("Els", "!terug", room=chat)
        assert again.body.startswith("Voor mij was je er gewoon.")


async def test_before_the_notice_is_accepted_nobody_is_noted_as_away(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els", accepted=False)
        (refused,) = await s.says("Els", "!stop")
        assert refused.error == "notice-not-accepted"


# -- rounds


async def test_a_turn_goes_by_as_if_passed_and_nobody_is_told_why(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els", "Ahmed")
        chat = await s.direct("Els")
        await begun(s, "Karin", "Els", "Ahmed")
        assert prompt(await s.says("Karin", "goed")).data["member"] == "@els:localhost"
        (told,) = await s.says("Els", "!evenweg tot morgen", room=chat)
        assert told.room == chat
        heard = await s.waits(seconds=1)
        assert prompt(heard).data["member"] == "@ahmed:localhost"
        assert not any("weg" in one.body or "away" in one.body for one in heard)
        (status,) = await s.says("Karin", "!status")
        assert "Els" not in status.body
        outcome = closed(await s.says("Ahmed", "ook goed"))
        assert numbers(outcome) == (2, 1, 0)
        assert "Els" not in outcome.body


async def test_a_raised_hand_is_lowered(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els", "Ahmed")
        await opened(s, "Karin", "Els", "Ahmed")
        await s.says("Els", "!evenweg tot morgen")
        (opening,) = await s.waits(seconds=1)
        assert opening.kind == "ritual.opened"
        assert "Els" not in opening.body


async def test_a_round_for_all_leaves_out_who_is_away_until_they_are_back(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els", "Ahmed")
        await s.says("Els", "!evenweg tot morgen")
        assert prompt(await s.says("Karin", "!ronde allen Hoe is het?")).data["of"] == 2
        await s.says("Karin", "!einde")
        await s.waits(hours=24)
        assert prompt(await s.says("Karin", "!ronde allen Hoe is het?")).data["of"] == 3


async def test_who_is_away_and_opens_a_round_for_all_is_in_it(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        await s.says("Els", "!evenweg tot morgen")
        assert prompt(await s.says("Els", "!ronde allen Hoe is het?")).data["of"] == 2


# -- what is held


async def test_one_message_is_held_until_they_are_back_and_comes_as_it_is(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        karin, els = await s.direct("Karin"), await s.direct("Els")
        await s.says("Els", "!evenweg tot morgen 14:00")
        heard = await declined(s, 1, karin)
        heard += await s.waits(hours=28)
        assert private(heard, els) == []
        (told,) = await s.waits(minutes=1)
        assert (told.room, told.kind) == (els, "nudge")
        assert told.body.startswith("Hoi Els. Dank je dat je")


async def test_back_earlier_brings_it_within_seconds(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        karin, els = await s.direct("Karin"), await s.direct("Els")
        await s.says("Els", "!evenweg tot ik terug ben")
        heard = await declined(s, 1, karin)
        heard += await s.waits(days=3)
        assert private(heard, els) == []
        (back,) = await s.says("Els", "!terug")
        assert back.body.startswith("Fijn dat je er weer bent.")
        assert len(private(await s.waits(seconds=10), els)) == 1
        assert private(await s.waits(days=2), els) == []


async def test_back_at_night_it_comes_in_the_morning(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        karin, els = await s.direct("Karin"), await s.direct("Els")
        await s.says("Els", "!evenweg tot 22:30")
        await declined(s, 1, karin)
        assert private(await s.waits(hours=21, minutes=59), els) == []
        assert s.time.hour == 6  # in Amsterdam a minute before eight
        assert len(private(await s.waits(minutes=2), els)) == 1


async def test_away_for_longer_holds_on_and_for_shorter_lets_go(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        karin, els = await s.direct("Karin"), await s.direct("Els")
        await s.says("Els", "!evenweg tot morgen 14:00")
        await declined(s, 1, karin)
        await s.says("Els", "!evenweg tot vrijdag 14:00")
        assert private(await s.waits(days=2), els) == []
        await s.says("Els", "!evenweg tot 14:00")
        assert len(private(await s.waits(hours=4, minutes=1), els)) == 1


async def test_short_ones_come_as_one_message(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        karin, els = await s.direct("Karin"), await s.direct("Els")
        await s.says("Els", "!evenweg tot morgen")
        for item in (1, 2, 3):
            await declined(s, item, karin)
        (one,) = private(await s.waits(days=2), els)
        assert one.body.startswith("Dit wachtte nog op je:\n")
        assert [f"#{item}" in one.body for item in (1, 2, 3)] == [True] * 3


async def several(s: Stage) -> tuple[str, Heard]:
    """Five messages waited for Els; her chat, and the list."""
    await s.room("Karin", "Els")
    karin, els = await s.direct("Karin"), await s.direct("Els")
    await s.says("Els", "!evenweg tot morgen")
    for item in range(1, 6):
        await declined(s, item, karin)
    (listed,) = private(await s.waits(days=1), els)
    return els, listed


async def test_many_are_told_of_in_one_list_and_each_comes_when_asked_for(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        els, listed = await several(s)
        assert listed.body == (
            "Er wachtten 5 berichten op je.\n1 over #1 in De kring\n2 over #2 in De kring\n3 over #3 in De kring\n"
            "4 over #4 in De kring\n5 over #5 in De kring\nKies een cijfer, dan stuur ik het. Het hoeft niet."
        )
        (fourth,) = await s.says("Els", "4", room=els)
        assert ("#4" in fourth.body, fourth.reply_to, fourth.room) == (True, s.last, els)
        (second,) = await s.says("Els", "2", room=els, reply_to=listed)
        assert ("#2" in second.body, second.reply_to) == (True, s.last)
        (again,) = await s.says("Els", "2", room=els, reply_to=listed)
        assert (again.error, again.reply_to) == ("not-understood", s.last)
        assert private(await s.waits(days=3), els) == []
        (late,) = await s.says("Els", "1", room=els, reply_to=listed)
        assert late.data["ok"] is False


async def test_of_more_than_eight_the_oldest_are_not_sent(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        karin, els = await s.direct("Karin"), await s.direct("Els")
        await s.says("Els", "!evenweg tot morgen")
        for item in range(1, 11):
            await declined(s, item, karin)
        (listed,) = private(await s.waits(days=1), els)
        assert [line.split(" ")[2] for line in listed.body.splitlines()[1:-1]] == [
            f"#{n}" for n in range(3, 11)
        ]


async def test_a_question_that_was_held_can_be_answered_for_a_day(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        chat = await s.direct("Karin")
        await s.says("Karin", "!cannot halve dagen")
        await s.says("Els", "!may 1 het mag")
        await s.says("Karin", "!evenweg tot 4 december")
        await s.says("Ahmed", "!support 1 ik bel")
        heard = await s.says("Ahmed", "!done 1")
        heard += await s.waits(days=9)
        assert private(heard, chat) == []
        (asked,) = private(await s.waits(days=1), chat)
        assert asked.kind == "question"
        await s.waits(hours=23)
        helped, told = await s.says("Karin", "1", room=chat, reply_to=asked)
        assert (helped.data["status"], told.room) == ("helped", chat)


async def test_words_that_are_taken_away_go_from_what_is_held(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        karin = await s.direct("Karin")
        await s.says("Karin", "!cannot kanarie")
        source = s.last
        await s.says("Els", "!may 1 het mag")
        await s.says("Karin", "!evenweg tot morgen")
        await s.says("Ahmed", "!support 1 ik bel")
        await s.says("Ahmed", "!done 1")
        await s.takes_away("Karin", source)
        (asked,) = private(await s.waits(days=1), karin)
        assert ("kanarie" in asked.body, "(weggehaald)" in asked.body) == (False, True)


async def test_what_is_held_survives_that_copbot_leaves_the_room_it_was_set_in(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        karin = await s.direct("Karin")
        await s.says("Els", "!evenweg tot morgen")
        await declined(s, 1, karin)  # Els has no direct chat yet: it would be begun for this
        before = s.server.count
        await s.waits(hours=22)
        assert s.server.count == before
        heard = await s.waits(hours=3)
        assert [one.kind for one in heard] == ["nudge"]


# -- stop


async def test_stop_ends_what_waits_and_what_would_come_until_back(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        karin, els = await s.direct("Karin"), await s.direct("Els")
        await s.waits(hours=13)  # late in the evening: what copbot says by itself waits
        await declined(s, 1, karin)
        (told,) = await s.says("Els", "stop", room=els)
        assert told.body == (
            "Goed, ik stop ermee. Vanaf nu krijg je van mij geen vragen, seintjes of herinneringen meer in een privégesprek. "
            "Wat nog klaarstond, stuur ik niet.\n"
            "Vraag je zelf iets, dan antwoord ik. In de groep verandert er niets.\n"
            "Toch weer wel? Schrijf !terug."
        )
        assert private(await s.waits(days=1), els) == []
        assert private(await declined(s, 2, karin), els) == []
        (again,) = await s.says("Els", "!stop")
        assert again.body.startswith("Dat had ik al genoteerd.")
        (answered,) = await s.says("Els", "!steun mijn", room=els)
        assert answered.room == els
        (back,) = await s.says("Els", "!terug")
        assert back.body.startswith("Fijn dat je er weer bent. Vanaf nu schrijf ik je weer")
        await s.waits(hours=10)
        assert len(private(await declined(s, 3, karin), els)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "stop",
        "Stop!",
        "stop met berichten sturen",
        "laat me met rust",
        "afmelden",
        "please leave me alone",
        "unsubscribe",
    ],
)
async def test_stop_in_ones_own_words_in_a_direct_chat(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chat = await s.direct("Els")
        (told,) = await s.says("Els", words, room=chat)
        assert (told.data["command"], told.data["ok"]) == ("stop", True)


async def test_stop_to_a_question_that_waits_for_words_means_never_mind(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        chat = await s.direct("Els")
        await s.says("Els", "!kanniet", room=chat)
        (left,) = await s.says("Els", "stop", room=chat)
        assert left.body == (
            "Prima, dan doe ik niets. Kom gerust terug.\n"
            "Wil je helemaal geen berichten meer van mij? Schrijf dan nog een keer: stop."
        )
        (stopped,) = await s.says("Els", "stop", room=chat)
        assert stopped.data["command"] == "stop"


@pytest.mark.parametrize("replying", [True, False])
async def test_stop_to_a_question_that_copbot_came_with_ends_them(tmp_path: Path, *, replying: bool) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        chat = await s.direct("Els")
        await s.says("Karin", "!peiling tot donderdag 10:00 Waar? | hier | daar")
        (asked,) = private(await s.waits(days=2), chat)
        assert asked.kind == "nudge"
        (told,) = await s.says("Els", "Stop.", room=chat, reply_to=asked if replying else None)
        assert (told.data["command"], told.data["ok"]) == ("stop", True)


async def test_stop_in_a_room_needs_the_prefix(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        assert await s.says("Els", "stop") == []
        (told,) = await s.says("Els", "!stop")
        assert told.data["command"] == "stop"


async def test_stop_in_reply_in_a_room_is_asked_back(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        (opening,) = await s.says("Karin", "!ronde Hoe is het?")
        (asked,) = await s.says("Karin", "stop", reply_to=opening)
        assert asked.error == "not-understood"
        assert asked.body == (
            "Waarmee zal ik stoppen? Antwoord met een cijfer.\n1 met berichten aan jou in een privégesprek\n2 met niets, laat maar"
        )
        (left,) = await s.says("Karin", "nee", reply_to=asked)
        assert left.data["command"] != "stop"
        (asked,) = await s.says("Karin", "stop", reply_to=opening)
        (told,) = await s.says("Karin", "1", reply_to=asked)
        assert (told.data["command"], told.data["ok"]) == ("stop", True)


async def test_who_stopped_still_has_turns(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        await s.says("Els", "!stop")
        assert prompt(await s.says("Karin", "!ronde allen Hoe is het?")).data["of"] == 2


async def test_away_says_that_messages_stay_off_after_stop(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        await s.says("Els", "!stop")
        (told,) = await s.says("Els", "!evenweg tot maandag")
        assert told.body.endswith("Berichten van mij blijven daarna uit; met !terug komen ze weer.")
