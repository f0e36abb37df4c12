"""``!digest``: how it is set, in numbers; its day and time in everyday words, chosen by hosts."""

from pathlib import Path

import pytest

from tests.dialogs.digests import WEDNESDAY
from tests.dialogs.stage import ROOM, Stage, stage


async def setting(s: Stage) -> str:
    room = await s.desk.work(lambda work: work.room(ROOM))
    assert room is not None
    return room.settings.digest


async def test_without_anything_it_says_how_it_is_set(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        (shown,) = await s.says("Karin", "!weekbericht")
        assert shown.data == {**shown.data, "command": "digest", "ok": True}
        assert shown.body == (
            "Elke maandag om 12:30 uur vertel ik kort wat er die week gebeurde. "
            "Is er niets veranderd, dan zeg ik niets.\n"
            "Wat wil je? Antwoord met een cijfer.\n"
            "1 zien wat er deze week gebeurde\n"
            "2 zien wat van mij is, privé\n"
            "3 een andere dag of tijd\n"
            "4 geen weekbericht meer"
        )
        (member,) = await s.says("Ahmed", "!weekoverzicht")
        assert "een andere dag" not in member.body, "what is for hosts is not offered to others"


async def test_each_number_does_what_it_says(tmp_path: Path) -> None:
    async with stage(tmp_path, "en", clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        (shown,) = await s.says("Karin", "!digest")
        (nothing,) = await s.says("Karin", "1", reply_to=shown)
        assert nothing.body.startswith("Nothing has changed today yet.")
        (told, private) = await s.says("Karin", "2", reply_to=shown)
        assert told.body == "I am sending it to you in private. See nothing? Then look at your invitations."
        assert private.room != ROOM
        (asked,) = await s.says("Karin", "3", reply_to=shown)
        assert (asked.error, asked.pings) == ("vague-when", ("@karin:localhost",))
        (which,) = await s.says("Karin", "thursday 4", reply_to=asked)
        (done,) = await s.says("Karin", "thursdays at 4pm", reply_to=which)
        assert done.body == (
            "Good. Every Thursday at 16:00 there is a short weekly digest, if anything changed.\n"
            "The next can come on Thursday 26 November."
        )
        (off,) = await s.says("Karin", "4", reply_to=shown)
        assert off.data["ok"] is True
        assert await setting(s) == "off"
        (shown,) = await s.says("Karin", "!digest")
        assert shown.body.startswith("There is no weekly digest here.")


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("vrijdag 16:00", "fri 16:00"),
        ("vr 16u", "fri 16:00"),
        ("elke maandag 12:30", "mon 12:30"),
        ("op zondag om 19.30", "sun 19:30"),
        ("dinsdagavond half acht", "tue 19:30"),
        ("woensdag", "wed 12:30"),
        ("every friday at 5pm", "fri 17:00"),
        ("saturdays 9:30", "sat 09:30"),
        ("wekelijks op dinsdag 10:00", "tue 10:00"),
        ("mon 9:00", "mon 09:00"),
        ("'s maandags om 9:00", "mon 09:00"),
        ("zondags 10:00", "sun 10:00"),
        ("vrijdag 's middags 4 uur", "fri 16:00"),
        ("vrijdag 16:00 elke week", "fri 16:00"),
        ("every week on friday 16:00", "fri 16:00"),
        ("uit", "off"),
        ("off", "off"),
        ("Uit.", "off"),
        ("aan", "mon 12:30"),
    ],
)
async def test_a_day_and_a_time_in_everyday_words(tmp_path: Path, words: str, stored: str) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        (done,) = await s.says("Karin", f"!weekbericht {words}")
        assert done.data["ok"] is True
        assert await setting(s) == stored


@pytest.mark.parametrize(
    "words", ["morgen 16:00", "1 dec 16:00", "eind van de maand", "om de week vrijdag", "vaker", "over 3 uur"]
)
async def test_what_is_no_day_of_the_week_is_asked_back(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", f"!weekbericht {words}")
        assert (asked.error, await setting(s)) == ("vague-when", "mon 12:30")
        assert f'"{words}"' in asked.body
        (done,) = await s.says("Karin", "vrijdag 16:00", reply_to=asked)
        assert (done.data["ok"], await setting(s)) == (True, "fri 16:00")


@pytest.mark.parametrize(
    ("words", "choices", "stored"),
    [
        ("vrijdag 4 uur", ["vrijdag om 04:00 uur", "vrijdag om 16:00 uur"], "fri 16:00"),
        ("16:00", ["maandag om 16:00 uur"], None),
        ("half vijf", [], None),
    ],
)
async def test_what_has_two_meanings_is_asked_back(
    tmp_path: Path, words: str, choices: list[str], stored: str | None
) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", f"!weekbericht {words}")
        assert asked.data["ok"] is False
        assert await setting(s) == "mon 12:30"
        for number, choice in enumerate(choices, 1):
            assert f"\n{number} {choice}" in asked.body
        if stored:
            await s.says("Karin", "2", reply_to=asked)
            assert await setting(s) == stored


async def test_off_and_on_again(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!weekbericht vrijdag 16:00")
        await s.says("Karin", "!weekbericht elke week")
        assert await setting(s) == "fri 16:00", "it is on already, and stays as it was"
        await s.says("Karin", "!weekbericht uit")
        (done,) = await s.says("Karin", "!digest on")
        assert done.body.startswith("Goed. Elke maandag om 12:30 uur")
        await s.says("Karin", "!instellingen weekoverzicht uit")
        assert await setting(s) == "off"
        await s.says("Karin", "!settings digest on")
        assert await setting(s) == "mon 12:30"
        (wrong,) = await s.says("Karin", "!instellingen iets")
        assert "weekbericht" in wrong.body


@pytest.mark.parametrize("line", ["!weekbericht Nu", "!digest now!", "!weekoverzicht nu."])
async def test_a_telephones_capital_and_full_stop_mean_nothing(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        (told,) = await s.says("Ahmed", line)
        assert (told.data["ok"], "niets veranderd" in told.body) == (True, True)


async def test_within_the_quiet_hours_the_day_on_which_it_comes_is_told(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        (done,) = await s.says("Karin", "!weekbericht zondag 22:00")
        assert done.body.splitlines()[1:] == [
            "Op die tijd zijn het stille uren. Daarom komt het op maandag om 08:00 uur.",
            "De volgende kan komen op maandag 30 november.",
        ]


async def test_only_a_host_chooses(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        for words in ("vrijdag 16:00", "uit", "iets"):
            (refused,) = await s.says("Ahmed", f"!weekbericht {words}")
            assert refused.error == "not-allowed"
            assert refused.body == (
                "De dag en tijd kiest een gastvrouw of gastheer. Nu lezen kan altijd: !weekbericht nu"
            )
        await s.says("Karin", "!gastvrouw @ahmed:localhost")
        (done,) = await s.says("Ahmed", "!weekbericht vrijdag 16:00")
        assert done.data["ok"] is True


async def test_it_is_one_of_the_settings(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        (shown,) = await s.says("Ahmed", "!instellingen")
        assert "Weekbericht: elke maandag om 12:30 uur, als er iets veranderd is" in shown.body
        (done,) = await s.says("Karin", "!instellingen weekbericht vrijdag 16:00")
        assert (
            done.body == "Goed, vanaf nu:\nWeekbericht: elke vrijdag om 16:00 uur, als er iets veranderd is"
        )
        (wrong,) = await s.says("Karin", "!settings digest soms")
        assert wrong.error == "bad-value"
        assert "!weekbericht vrijdag 16:00" in wrong.body
        (gone,) = await s.says("Karin", "!settings digest off")
        assert gone.body.endswith("Weekbericht: uit")


async def test_in_words_where_copbot_is_spoken_to(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        (nothing,) = await s.says("Ahmed", "copbot, wat is er deze week gebeurd?")
        assert nothing.data["command"] == "digest"
        assert await s.says("Ahmed", "wat is er deze week gebeurd?") == []


async def test_help_tells_of_it(tmp_path: Path) -> None:
    async with stage(tmp_path, "en", clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        (told,) = await s.says("Ahmed", "!help digest")
        assert "!digest friday 16:00" in told.body
