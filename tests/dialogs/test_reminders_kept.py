"""What is to come: shown, cancelled, taken away, moved to another time zone, ended with the room; and once more."""

from __future__ import annotations

from pathlib import Path

import pytest

from copbot.core.facts import Departed, Locked
from tests.dialogs.stage import ME, ROOM, Heard, Stage, stage

KARIN, AHMED = "@karin:localhost", "@ahmed:localhost"


async def in_room(s: Stage) -> None:
    await s.room("Els", "Karin", "Ahmed")


async def comes(s: Stage, **span: float) -> Heard:
    """The one reminder that comes within this time."""
    (came,) = [heard for heard in await s.waits(**span) if heard.kind == "reminder"]
    return came


async def test_the_list_is_in_order_of_time_with_who_asked(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        (listed,) = await s.says("Ahmed", "!herinneringen")
        assert listed.body == (
            "Er komt nu niets. Zelf iets vragen? Bijvoorbeeld: !herinner morgen 9:00 taart meenemen"
        )
        await s.says("Karin", "!herinner elke dinsdag 19:30 de kring")
        await s.says("Ahmed", "!herinner morgen 9:00 taart")
        (listed,) = await s.says("Els", "!herinneringen")
        assert listed.body == (
            "Dit komt er nog:\n"
            "#2, woensdag 25 november om 09:00 uur, van Ahmed: taart\n"
            "#1, elke dinsdag om 19:30 uur, de volgende keer dinsdag 1 december om 19:30 uur, van Karin: de kring\n"
            "Eén weghalen? !herinner schrap 2"
        )


async def test_a_long_list_comes_in_parts(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        for hour in range(10, 22):
            await s.says("Karin", f"!herinner morgen {hour}:00 {'een heel lange tekst ' * 15}")
        (first,) = await s.says("Ahmed", "!herinneringen")
        assert first.body.endswith("\n1 de rest")
        (second,) = await s.says("Els", "1", reply_to=first)
        assert "#6, woensdag 25 november om 15:00 uur" in second.body
        (third,) = await s.says("Karin", "1", reply_to=second)
        assert "#12, " in third.body
        assert "de rest" not in third.body
        (again,) = await s.says("Ahmed", "de rest", reply_to=first)
        assert [line[:40] for line in again.body.splitlines() if line.startswith("#")] == [
            line[:40] for line in second.body.splitlines() if line.startswith("#")
        ]


@pytest.mark.parametrize(
    "how",
    [
        "!herinner schrap 1",
        "!herinner schrap #1",
        "!remind cancel 1",
        "!remind 1 weg",
        "!herinneringen schrap 1",
        "!reminders cancel 1",
        "!herinneringen weg",
        "!herinner stop",
        "copbot, herinner schrap 1",
    ],
)
async def test_it_is_cancelled(tmp_path: Path, how: str) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner morgen 9:00 taart")
        (gone,) = await s.says("Karin", how)
        assert gone.body == "Herinnering #1 is weg: taart"
        assert await s.waits(days=2) == []
        (refused,) = await s.says("Karin", "!herinner schrap 1")
        assert refused.error == "no-such-reminder"
        assert refused.body == "Herinnering #1 was al weggehaald. Er komt niets meer van."


@pytest.mark.parametrize("words", ["weg", "toch niet", "hoeft niet meer", "Cancel", "laat maar"])
async def test_it_is_cancelled_in_reply(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        (told,) = await s.says("Karin", "!herinner elke dag 9:00 taart")
        came = await comes(s, hours=13)
        (gone,) = await s.says("Karin", words, reply_to=told)
        assert gone.body == "Herinnering #1 is weg: taart"
        (refused,) = await s.says("Karin", words, reply_to=came)
        assert refused.error == "no-such-reminder"


async def test_only_who_asked_for_it_or_a_host_cancels_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner morgen 9:00 taart")
        (refused,) = await s.says("Ahmed", "!herinner schrap 1")
        assert (refused.error, refused.body) == (
            "not-yours",
            "Herinnering #1 is van Karin. Weghalen kan Karin, of een gastvrouw of gastheer.",
        )
        (refused,) = await s.says("Ahmed", "!herinner schrap")
        assert refused.error == "no-reminders"
        (refused,) = await s.says("Ahmed", "!herinner schrap 7")
        assert (refused.error, refused.body) == (
            "no-such-reminder",
            "Herinnering #7 ken ik hier niet. !herinneringen laat zien wat er nog komt.",
        )
        (gone,) = await s.says("Els", "!herinner schrap 1")
        assert gone.data["ok"] is True


async def test_of_several_it_is_asked_which(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner morgen 9:00 taart")
        await s.says("Karin", "!herinner morgen 10:00 koffie")
        (asked,) = await s.says("Karin", "!herinner schrap")
        assert (asked.error, asked.body) == (
            "which-reminder",
            (
                "Welke herinnering kan weg? Antwoord met een cijfer.\n"
                "1 #1, woensdag 25 november om 09:00 uur, van Karin: taart\n"
                "2 #2, woensdag 25 november om 10:00 uur, van Karin: koffie"
            ),
        )
        (gone,) = await s.says("Karin", "2", reply_to=asked)
        assert gone.body == "Herinnering #2 is weg: koffie"
        assert (await comes(s, days=2)).body == "Herinnering van Karin: taart"
        (over,) = await s.says("Karin", "!herinner schrap 1")
        assert over.body == "Herinnering #1 is al geweest. Er komt niets meer van."


# -- once more


async def test_a_clock_on_it_repeats_it_in_an_hour(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner morgen 9:00 taart")
        came = await comes(s, hours=13)
        (shown,) = await s.taps("Ahmed", came, "⏰")
        assert shown.edited == came.event
        assert shown.body == "Herinnering van Karin: taart\n⏰ Om 10:00 uur herinner ik er nog een keer aan."
        assert (shown.data["due"], shown.data["late"]) == (came.data["due"], False)
        await s.waits(minutes=20)
        await s.taps("Els", came, "⏰")
        again = await comes(s, minutes=40)
        assert again.body == "Nog een keer, voor Ahmed en Els: taart"
        assert (again.pings, again.data["due"]) == ((AHMED, "@els:localhost"), "2026-11-25T10:00:00+01:00")
        assert await s.waits(days=2) == []


async def test_two_clocks_at_once_are_one_repeat(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner morgen 9:00 taart")
        came = await comes(s, hours=13)
        await s.taps("Ahmed", came, "⏰")
        await s.taps("Karin", came, "⏰")
        assert (await comes(s, days=2)).body == "Nog een keer, voor Ahmed en Karin: taart"


async def test_taking_the_clock_away_takes_that_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner morgen 9:00 taart")
        came = await comes(s, hours=13)
        await s.taps("Ahmed", came, "⏰")
        (shown,) = await s.takes_away("Ahmed", s.last)
        assert shown.body == "Herinnering van Karin: taart"
        assert await s.waits(days=1) == []


async def test_it_still_comes_for_who_left_the_clock_there(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner morgen 9:00 taart")
        came = await comes(s, hours=13)
        await s.taps("Ahmed", came, "⏰")
        mine = s.last
        await s.taps("Karin", came, "⏰")
        await s.takes_away("Ahmed", mine)
        assert (await comes(s, days=1)).body == "Nog een keer, voor Karin: taart"


@pytest.mark.parametrize(
    "words",
    ["straks", "Later!", "nog even", "over een uur", "snooze", "herinner me later nog eens", "not now"],
)
async def test_words_in_reply_repeat_it_too(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner morgen 9:00 taart")
        came = await comes(s, hours=13)
        (told,) = await s.says("Ahmed", words, reply_to=came)
        assert (told.kind, told.body) == (
            "reply",
            "Goed, Ahmed. Om 10:00 uur herinner ik er nog een keer aan.",
        )
        again = await comes(s, hours=1)
        (told,) = await s.says("Ahmed", words, reply_to=again)
        assert "Om 11:00 uur" in told.body, "as often as one likes"


async def test_a_reply_to_a_reminder_is_about_that_also_in_a_round(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner morgen 9:00 taart")
        came = await comes(s, hours=13)
        await s.says("Karin", "!ronde allen Hoe is het?")
        (told,) = await s.says("Karin", "straks", reply_to=came)
        assert "herinner ik er nog een keer aan" in told.body


async def test_it_works_until_a_day_later(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner morgen 9:00 taart")
        came = await comes(s, hours=13)
        await s.waits(hours=24, minutes=-1)
        assert await s.taps("Ahmed", came, "⏰")
        await s.takes_away("Ahmed", s.last)
        await s.waits(minutes=2)
        assert await s.taps("Ahmed", came, "⏰") == []
        (refused,) = await s.says("Ahmed", "straks", reply_to=came)
        assert (refused.error, refused.body) == (
            "snooze-too-late",
            "Deze herinnering is van langer dan een dag geleden. Een nieuwe? Bijvoorbeeld: !herinner over een uur taart",
        )


async def test_what_was_cancelled_is_not_repeated(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner elke dag 9:00 taart")
        came = await comes(s, hours=13)
        await s.taps("Ahmed", came, "⏰")
        await s.says("Karin", "!herinner schrap 1")
        assert await s.waits(days=2) == []
        (refused,) = await s.says("Ahmed", "straks", reply_to=came)
        assert refused.error == "no-such-reminder"


async def test_a_repeat_that_comes_again_and_is_due_is_one_message(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner elke dag 9:00 taart")
        came = await comes(s, hours=13)
        await s.waits(hours=23)
        await s.taps("Ahmed", came, "⏰")
        late = await comes(s, minutes=60)
        assert (late.body, late.pings) == ("Herinnering van Karin: taart", (KARIN,))


async def test_talk_about_a_reminder_is_left_to_people(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner morgen 9:00 taart")
        came = await comes(s, hours=13)
        assert await s.says("Ahmed", "ik neem er twee mee", reply_to=came) == []
        (done,) = await s.says("Karin", "gedaan!", reply_to=came)
        assert done.body == "Mooi zo."


async def test_in_private_it_is_repeated_in_private(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        chat = await s.direct("Karin")
        await s.says("Karin", "herinner me morgen 9:00 aan mijn pillen", room=chat)
        came = await comes(s, hours=13)
        await s.taps("Karin", came, "⏰", room=chat)
        again = await comes(s, hours=1)
        assert (again.room, again.body, again.content["msgtype"]) == (
            chat,
            "Nog een keer: mijn pillen",
            "m.text",
        )


# -- taken away, moved, ended


async def test_taking_ones_message_away_ends_it_and_takes_every_quotation(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        (told,) = await s.says("Karin", "!herinner elke dag 9:00 taart")
        asked = s.last
        came = await comes(s, hours=13)
        (listed,) = await s.says("Ahmed", "!herinneringen")
        await s.takes_away("Karin", asked)
        assert {told.event, came.event, listed.event} <= set(s.server.redacted)
        assert await s.waits(days=3) == []
        (listed,) = await s.says("Ahmed", "!herinneringen")
        assert listed.body.startswith("Er komt nu niets.")
        rows = await s.database.read(lambda sql: sql.execute("SELECT words, ended FROM reminders").fetchall())
        assert [row["words"] for row in rows] == [None]
        assert rows[0]["ended"] is not None


async def test_it_is_forgotten_thirty_days_after_it_came(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner morgen 9:00 taart")
        await s.says("Karin", "!herinner elke dag 10:00 koffie")
        came = await comes(s, hours=13)
        await s.taps("Ahmed", came, "⏰")
        await s.waits(hours=24 * 29)
        await s.ticking.tidy()

        async def kept() -> list[str]:
            rows = await s.database.read(lambda sql: sql.execute("SELECT words FROM reminders").fetchall())
            return [row["words"] for row in rows]

        assert await kept() == ["taart", "koffie"]
        await s.waits(days=2)
        await s.ticking.tidy()
        assert await kept() == ["koffie"]


async def test_in_another_time_zone_the_clock_on_the_wall_counts(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner morgen 9:00 taart")
        await s.says("Karin", "!herinner elke dinsdag 19:30 de kring")
        await s.says("Els", "!tijdzone London")
        first = await comes(s, days=1)
        assert first.data["due"] == "2026-11-25T09:00:00+00:00"
        assert [heard.data["due"] for heard in await s.waits(days=14)] == [
            "2026-12-01T19:30:00+00:00",
            "2026-12-08T19:30:00+00:00",
        ]


async def test_a_zone_whose_wall_is_past_already_brings_it_at_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner vandaag 20:30 taart")
        await s.says("Karin", "!herinner elke dag 20:30 koffie")
        await s.says("Els", "!tijdzone Athens")
        came = await s.waits(hours=23)
        assert [(heard.body.split("\n")[0], heard.data["late"]) for heard in came] == [
            ("Herinnering van Karin: taart", True)
        ]


async def test_it_ends_when_copbot_leaves(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner elke dag 9:00 taart")
        await s.happens(Departed(ROOM, ME, "$out", s.time))
        assert await s.waits(days=3) == []
        (row,) = await s.database.read(
            lambda sql: sql.execute("SELECT standing, ended FROM reminders").fetchall()
        )
        assert (row["standing"], row["ended"] is not None) == ("cancelled", True)


async def test_it_goes_on_when_the_room_is_encrypted(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner elke dag 9:00 taart")
        await s.happens(Locked(ROOM, KARIN, "$lock", s.time))
        assert len(await s.waits(days=3)) == 3


async def test_of_who_left_it_still_comes_for_the_others(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", "!herinner morgen 9:00 taart")
        s.server.members[ROOM].pop(KARIN)
        await s.leaves("Karin")
        came = await comes(s, hours=13)
        assert (came.body, came.pings) == ("Herinnering: taart", ())


async def test_who_wants_no_messages_hears_that_it_will_not_come(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        chat = await s.direct("Karin")
        await s.says("Karin", "!stop", room=chat)
        (told,) = await s.says("Karin", "!herinner morgen 9:00 mijn pillen", room=chat)
        assert "\nJe schreef !stop. Dit komt alleen als je vóór die tijd !terug schrijft.\n" in told.body
        assert [heard for heard in await s.waits(hours=13) if heard.kind == "reminder"] == []


async def test_who_is_away_hears_what_they_asked_for(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        chat = await s.direct("Karin")
        await s.says("Karin", "!herinner morgen 9:00 mijn pillen", room=chat)
        await s.says("Karin", "!evenweg tot 1 december", room=chat)
        assert (await comes(s, hours=13)).room == chat
