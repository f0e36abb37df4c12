"""Calling a meeting: it is said back, what is not clear is asked, and whoever comes says so by a tap or a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.dialogs.stage import ROOM, Heard, Stage, stage

KARIN = "@karin:localhost"
CIRCLE = "!bijeenkomst Kring 1 dec 19:30 duur 2 uur in de bibliotheek"


async def in_room(s: Stage, *said: str) -> Heard:
    """A room of four with roles; what Karin says there, the last of which is answered by a meeting."""
    await s.room("Els", "Karin", "Ahmed", "Bram")
    await s.says("Karin", "!rol ouder")
    await s.says("Ahmed", "!rol school")
    heard: list[Heard] = []
    for line in said:
        heard = await s.says("Karin", line)
    s.server.reactions.clear()
    return heard[0]


def fields(heard: Heard) -> dict[str, Any]:
    return {name: value for name, value in heard.data.items() if name not in ("v", "kind", "key", "rev")}


async def test_it_stands_as_it_was_understood_and_asks_who_comes(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (called,) = [one for one in await s.says("Karin", CIRCLE) if not one.file]
        assert (called.kind, called.reply_to, called.pings) == ("meeting", s.last, ())
        assert called.body == (
            "Bijeenkomst #1: Kring\n"
            "dinsdag 1 december, 19:30–21:30 uur\n"
            "Waar: de bibliotheek\n"
            "Kom je? ✅ ja, ❔ misschien, ❌ nee. Of antwoord: ik kom.\n"
            "Verzetten of schrappen: !bijeenkomst verzet 1 of !bijeenkomst schrap 1"
        )
        assert fields(called) == {
            "meeting": 1,
            "start": "2026-12-01T19:30:00+01:00",
            "occurrence": "2026-12-01T19:30:00+01:00",
            "standing": "planned",
        }
        assert [emoji for event, emoji in s.server.reactions if event == called.event] == ["✅", "❔", "❌"]


async def test_in_english_and_on_a_holiday_again_and_again(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Els", "Karin")
        called = (await s.says("Karin", "!meeting Circle every friday 19:30 at the library"))[0]
        assert called.body.startswith(
            "Meeting #1: Circle\n"
            "Repeats every Friday at 19:30\n"
            "Next time: Friday 27 November, 19:30–21:30\n"
            "Where: the library\n"
            "Are you coming this time?"
        )
        called = (await s.says("Karin", "!meeting Carols 25 dec 19:30"))[0]
        assert "Mind: Friday 25 December is Christmas Day." in called.body


async def test_by_a_tap_and_taken_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        called = await in_room(s, CIRCLE)
        (edit,) = await s.taps("Ahmed", called, "✅")
        assert (edit.edited, edit.body.split("\n")[-1]) == (
            called.event,
            "Tot nu toe: 1 komt (1 van school).",
        )
        tap = s.last
        (edit,) = await s.taps("Bram", called, "❔")
        (edit,) = await s.taps("Els", called, "👎")
        assert edit.body.endswith("Tot nu toe: 1 komt (1 van school), 1 misschien en 1 kan niet.")
        assert "@" not in edit.body
        assert "Ahmed" not in edit.body, "who comes is told in numbers"
        (edit,) = await s.takes_away("Ahmed", tap)
        assert edit.body.endswith("Tot nu toe: 1 misschien en 1 kan niet.")
        await s.taps("Bram", called, "✅")
        old = s.last
        await s.taps("Bram", called, "❌")
        assert await s.takes_away("Bram", old) == [], "an earlier reaction is not what counts"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ja hoor ik ben er", "Fijn, Ahmed! Ik heb genoteerd dat je komt: Kring,"),
        ("Ik kom!", "Fijn, Ahmed!"),
        ("yes, I'm coming", "Fijn, Ahmed!"),
        ("nee, ik kan helaas niet", "Dank voor het laten weten, Ahmed."),
        ("ik ben er niet", "Dank voor het laten weten, Ahmed."),
        ("misschien", "Goed, Ahmed. Ik heb genoteerd dat je misschien komt"),
        ("weet ik nog niet", "Goed, Ahmed."),
        ("Top, ik kom, maar iets later", "Fijn, Ahmed!"),
        ("helaas, ik ben dan op vakantie", "Dank voor het laten weten, Ahmed."),
        ("helaas lukt het niet", "Dank voor het laten weten, Ahmed."),
        ("Nee sorry, dat lukt mij echt niet", "Dank voor het laten weten, Ahmed."),
        ("yes lovely", "Fijn, Ahmed!"),
        ("Yes please, see you there!", "Fijn, Ahmed!"),
        ("ja, ik neem taart mee", "Fijn, Ahmed!"),
    ],
)
async def test_by_a_word_in_reply(tmp_path: Path, said: str, told: str) -> None:
    async with stage(tmp_path) as s:
        called = await in_room(s, CIRCLE)
        answer, edit = await s.says("Ahmed", said, reply_to=called)
        assert answer.body.startswith(told)
        assert answer.reply_to == s.last
        assert edit.edited == called.event
        (edit,) = await s.takes_away("Ahmed", s.last)
        assert "Tot nu toe" not in edit.body, "who removes the message withdraws the answer"


@pytest.mark.parametrize(
    "said",
    [
        "Zal ik koekjes meenemen?",
        "ja maar wie neemt koffie mee?",
        "Wat leuk, Karin",
        "Dan is mijn zus jarig",
        "yes but who drives",
    ],
)
async def test_people_answer_each_other_too(tmp_path: Path, said: str) -> None:
    async with stage(tmp_path) as s:
        called = await in_room(s, CIRCLE)
        assert await s.says("Ahmed", said, reply_to=called) == []


async def test_in_a_direct_chat_the_next_one_is_meant(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!bijeenkomst Later 8 dec 19:30", CIRCLE)
        chat = await s.direct("Ahmed")
        answer, edit = await s.says("Ahmed", "ik kom", room=chat)
        assert answer.body == (
            "Fijn, Ahmed! Ik heb genoteerd dat je komt: Kring, dinsdag 1 december, 19:30–21:30 uur"
        )
        assert edit.body.startswith("Bijeenkomst #2: Kring")
        answer, *_ = await s.says("Ahmed", "ik kom niet naar de bijeenkomst 1", room=chat)
        assert "dat je niet komt: Later" in answer.body
        (listed,) = await s.says("Ahmed", "!bijeenkomsten", room=chat)
        assert listed.body == (
            "Dit komt eraan:\n"
            "#2 Kring: dinsdag 1 december, 19:30–21:30 uur (jij komt)\n"
            "#1 Later: dinsdag 8 december, 19:30–21:30 uur (jij komt niet)"
        )
        (shown,) = await s.says("Ahmed", "!bijeenkomst 2", room=chat)
        assert shown.body.endswith("Tot nu toe: 1 komt (1 van school).\njij komt")


async def test_called_from_a_direct_chat_it_stands_in_the_room(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!rol ouder")
        chat = await s.direct("Karin")
        heard = [one for one in await s.says("Karin", CIRCLE, room=chat) if not one.file]
        assert {one.room: one.kind for one in heard} == {ROOM: "meeting", chat: "reply"}


async def test_what_is_not_clear_is_asked(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (asked,) = await s.says("Karin", "!bijeenkomst Kring dinsdag half acht")
        assert (asked.error, asked.body.split("\n")[1:]) == (
            "ambiguous-when",
            ["1 dinsdag 1 december om 07:30 uur", "2 dinsdag 1 december om 19:30 uur"],
        )
        called = (await s.says("Karin", "2", reply_to=asked))[0]
        assert called.body.startswith("Bijeenkomst #1: Kring\ndinsdag 1 december, 19:30–21:30 uur\n")
        (asked,) = await s.says("Karin", "!bijeenkomst Kring")
        assert asked.error == "needs-when"
        called = (await s.says("Karin", "donderdag 20:00 duur 1 uur", reply_to=asked))[0]
        assert called.body.startswith("Bijeenkomst #2: Kring\ndonderdag 26 november, 20:00–21:00 uur\n")
        (asked,) = await s.says("Karin", "!bijeenkomst vrijdag 20:00")
        assert asked.error == "needs-title"
        called = (await s.says("Karin", "Thee", reply_to=asked))[0]
        assert called.body.startswith("Bijeenkomst #3: Thee\nvrijdag 27 november, 20:00–22:00 uur\n")
        (asked,) = await s.says("Karin", "!bijeenkomst zaterdag 20:00")
        called = (await s.says("Karin", "1", reply_to=asked))[0]
        assert called.body.startswith("Bijeenkomst #4\n")
        (asked,) = await s.says("Karin", "!bijeenkomst Kring 2026-11-20 19:30")
        assert asked.error == "past-when"
        (asked,) = await s.says("Karin", "!bijeenkomst Kring ergens volgende week")
        assert asked.error in ("vague-when", "needs-when")


async def test_two_people_call_the_same(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, CIRCLE)
        (asked,) = await s.says("Ahmed", "!bijeenkomst kring 1 dec 19:30")
        assert asked.error == "same-meeting"
        assert asked.body.startswith(
            "Bijeenkomst #1 (Kring) staat er al op die tijd. Karin was net iets eerder."
        )
        called = (await s.says("Ahmed", "1", reply_to=asked))[0]
        assert called.data["meeting"] == 2


async def test_without_any(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        for line, error in (("!bijeenkomst schrap", "no-meeting"), ("!bijeenkomst 3", "no-such-meeting")):
            (told,) = await s.says("Karin", line)
            assert told.error == error
        (told,) = await s.says("Karin", "ik kom", room=chat)
        assert told.error == "no-meeting"
        (told,) = await s.says("Karin", "!bijeenkomsten")
        assert told.body.startswith("Er staat geen bijeenkomst gepland.")


async def test_as_many_as_a_room_can_oversee(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        for n in range(30):
            await s.says("Karin", f"!bijeenkomst Kring {n} op 1 dec 19:30")
        (told,) = await s.says("Karin", "!bijeenkomst Nog een op 1 dec 19:30")
        assert told.error == "too-many-meetings"
        (listed,) = await s.says("Karin", "!bijeenkomsten")
        assert len(listed.body.split("\n")) == 7
        (told,) = await s.says("Karin", "!bijeenkomst " + "lang " * 40 + "5 dec 19:30")
        assert told.error in ("too-long", "too-many-meetings")


async def test_what_is_left_out_of_a_repeat_is_said_and_not_counted(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        called = (await s.says("Karin", "!bijeenkomst Kring elke dinsdag 20:00 niet in juli en augustus"))[0]
        assert "elke dinsdag om 20:00 uur, niet in juli en augustus" in called.body
        called = (await s.says("Karin", "!bijeenkomst Koor elke vrijdag 20:00 10 keer behalve 25 december"))[
            0
        ]
        assert "elke vrijdag om 20:00 uur, 10 keer" in called.body


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("!bijeenkomst Kring elke dinsdag 20:00 behalve in de schoolvakantie", "regio"),
        ("!bijeenkomst Kring elke dinsdag 20:00 behalve 25 december", "25 december"),
    ],
)
async def test_what_cannot_be_left_out_is_told_with_a_way_on(tmp_path: Path, line: str, answer: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (asked,) = await s.says("Karin", line)
        assert (asked.data.get("error"), answer in asked.body) == ("vague-when", True)


async def test_in_an_encrypted_room_taps_answer_the_invitation_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed", encrypted=True)
        called = (await s.says("Karin", CIRCLE))[0]
        (edit,) = await s.taps("Ahmed", called, "✅")
        assert edit.body.endswith("Tot nu toe: 1 komt.")
        chat = await s.direct("Ahmed")
        (told,) = await s.says("Ahmed", "!bijeenkomsten", room=chat)
        assert told.error == "needs-encryption", "what an encrypted room talks of is not told in an open chat"


async def test_called_in_a_thread_it_stands_in_the_main_timeline(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s, "!rol ouder")
        called = (await s.says("Karin", CIRCLE, thread="$root"))[0]
        assert (called.kind, called.thread, called.reply_to) == ("meeting", None, s.last)
