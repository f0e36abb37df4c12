"""Asking for a reminder, in a room and in private: what is understood is said back, what is not clear is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogs.stage import Stage, stage

KARIN = "@karin:localhost"


async def in_room(s: Stage) -> None:
    await s.room("Els", "Karin", "Ahmed")


async def test_it_says_back_what_it_understood_and_comes_then(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        (told,) = await s.says("Karin", "!herinner morgen 9u taart meenemen")
        assert (told.kind, told.data["command"], told.data["ok"]) == ("reply", "remind", True)
        assert told.reply_to == s.last
        assert told.body == (
            "Goed, Karin. Herinnering #1 komt woensdag 25 november om 09:00 uur: taart meenemen\n"
            'Toch niet? Antwoord met "weg", of schrijf !herinner schrap 1.'
        )
        assert await s.waits(hours=12, minutes=59) == []
        (came,) = await s.waits(minutes=1)
        assert came.body == "Herinnering van Karin: taart meenemen"
        assert {name: came.data[name] for name in ("kind", "reminder", "due", "late")} == {
            "kind": "reminder",
            "reminder": 1,
            "due": "2026-11-25T09:00:00+01:00",
            "late": False,
        }
        assert (came.content["msgtype"], came.pings, came.reply_to) == ("m.text", (KARIN,), None)
        assert s.server.reactions == [(came.event, "⏰")]
        assert await s.waits(days=40) == []


async def test_in_english(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await in_room(s)
        (told,) = await s.says("Karin", "!remind me tomorrow 9:00 to call mum")
        assert told.body == (
            "Fine, Karin. Reminder #1 comes Wednesday 25 November at 09:00: call mum\n"
            'Not needed? Reply with "cancel", or write !remind cancel 1.'
        )
        (came,) = await s.waits(hours=13)
        assert came.body == "Reminder from Karin: call mum"


async def test_a_repeat_says_its_rule_and_the_first_times(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        (told,) = await s.says("Karin", "!herinner ons elke dinsdag 19:30 de kring begint")
        assert told.body.startswith(
            "Goed, Karin. Herinnering #1 komt elke dinsdag om 19:30 uur: de kring begint\n"
            "De eerste keer is dinsdag 1 december om 19:30 uur, daarna dinsdag 8 december om 19:30 uur.\n"
        )
        came = await s.waits(days=21)
        assert [heard.data["due"] for heard in came] == [
            "2026-12-01T19:30:00+01:00",
            "2026-12-08T19:30:00+01:00",
            "2026-12-15T19:30:00+01:00",
        ]
        assert {heard.body for heard in came} == {"Herinnering van Karin: de kring begint"}


@pytest.mark.parametrize(
    ("said", "of"),
    [
        ("!herinner mij morgen 9:00 aan de brief", "de brief"),
        ("!herinner morgen 9:00: de brief", "de brief"),
        ("!herinner morgen 9:00 aan de brief denken", "aan de brief denken"),
        ("!herinner ons morgen 9:00 aan melk", "melk"),
        ("!herinner morgen 9:00 dat we taart eten", "dat we taart eten"),
        ("!herinner me morgen 9:00 om te bellen", "bellen"),
        ('!herinner morgen 9:00 "aan de brief"', "aan de brief"),
        ("!herinner morgen 9:00 weg met de fiets", "weg met de fiets"),
        ("!remind us tomorrow 9:00 that we meet", "we meet"),
        ("!remind me tomorrow 9:00 about the cake", "the cake"),
        ("!reminder tomorrow 9:00 that book", "that book"),
        ("copbot, herinner me morgen 9:00 aan de brief", "de brief"),
        ("copbot, kun je me morgen om 9:00 herinneren aan de brief?", "de brief"),
        ("copbot: wil je ons morgen om 9:00 aan de brief herinneren?", "de brief"),
        ("copbot can you remind me tomorrow 9:00 of the letter?", "the letter"),
        ("copbot zet een herinnering voor morgen 9:00 brief", "brief"),
    ],
)
async def test_the_words_that_tie_it_together_are_taken_off(tmp_path: Path, said: str, of: str) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        await s.says("Karin", said)
        (came,) = await s.waits(hours=13)
        assert came.body == f"Herinnering van Karin: {of}"


async def test_two_meanings_are_asked_back_and_chosen(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        (asked,) = await s.says("Karin", "!herinner morgen half acht taart")
        assert (asked.error, asked.pings) == ("ambiguous-when", (KARIN,))
        assert asked.body == (
            'Wanneer bedoel je met "morgen half acht"? Kies een cijfer, of schrijf de tijd anders.\n'
            "1 woensdag 25 november om 07:30 uur\n2 woensdag 25 november om 19:30 uur"
        )
        (told,) = await s.says("Karin", "2", reply_to=asked)
        assert told.body.startswith(
            "Goed, Karin. Herinnering #1 komt woensdag 25 november om 19:30 uur: taart\n"
        )
        (asked,) = await s.says("Karin", "!herinner morgen half acht taart")
        (told,) = await s.says("Karin", "vrijdag 20:00 graag", reply_to=asked)
        assert told.body.startswith(
            "Goed, Karin. Herinnering #2 komt vrijdag 27 november om 20:00 uur: taart\n"
        )


async def test_what_is_past_is_refused_with_the_next_one(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        (asked,) = await s.says("Karin", "!herinner vandaag 9:00 taart")
        assert (asked.error, asked.body) == (
            "past-when",
            (
                '"vandaag 9:00" is voorbij. Bedoel je deze? Of schrijf een andere tijd.\n'
                "1 woensdag 25 november om 09:00 uur"
            ),
        )
        await s.waits(hours=14)
        (again,) = await s.says("Karin", "1", reply_to=asked)
        assert (again.error, again.body) == (
            "past-when",
            "Die tijd is intussen voorbij. Wanneer dan? Antwoord bijvoorbeeld met: morgen 9:00.",
        )
        (told,) = await s.says("Karin", "morgen 10:00", reply_to=again)
        assert told.body.startswith(
            "Goed, Karin. Herinnering #1 komt donderdag 26 november om 10:00 uur: taart\n"
        )


async def test_what_is_vague_or_missing_is_asked(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        (asked,) = await s.says("Karin", "!herinner vanavond taart")
        assert asked.error == "vague-when"
        (asked,) = await s.says("Karin", "als het kan", reply_to=asked)
        assert (asked.error, asked.body) == (
            "needs-when",
            "Wanneer? Antwoord op dit bericht, bijvoorbeeld: morgen 9:00, of elke dinsdag 19:30.\nHet gaat over: taart",
        )
        (told,) = await s.says("Karin", "elke dinsdag 19:30", reply_to=asked)
        assert told.body.startswith("Goed, Karin. Herinnering #1 komt elke dinsdag om 19:30 uur: taart\n")
        (asked,) = await s.says("Karin", "!herinner mij morgen 9:00")
        assert (asked.error, asked.body) == (
            "needs-text",
            "Goed, woensdag 25 november om 09:00 uur. Waaraan zal ik je dan herinneren? Antwoord op dit bericht.",
        )
        (told,) = await s.says("Karin", "de brief", reply_to=asked)
        assert told.body.startswith(
            "Goed, Karin. Herinnering #2 komt woensdag 25 november om 09:00 uur: de brief\n"
        )
        (asked,) = await s.says("Karin", "!herinner")
        assert asked.error == "needs-when"
        (told,) = await s.says("Karin", "morgen 9:00 koffie", reply_to=asked)
        assert "komt woensdag 25 november om 09:00 uur: koffie\n" in told.body


async def test_a_time_at_the_end_is_offered_and_not_taken(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        (asked,) = await s.says("Karin", "!herinner me aan de brief morgen om 9:00")
        assert (asked.error, asked.body) == (
            "needs-when",
            (
                "Bedoel je het zo? Kies een cijfer, of schrijf wanneer, bijvoorbeeld: morgen 9:00.\n"
                "1 woensdag 25 november om 09:00 uur: de brief"
            ),
        )
        (told,) = await s.says("Karin", "vrijdag 10:00", reply_to=asked)
        assert "komt vrijdag 27 november om 10:00 uur: de brief morgen om 9:00\n" in told.body
        (told,) = await s.says("Karin", "1", reply_to=asked)
        assert told.error == "not-understood", "answered before"
        (asked,) = await s.says("Karin", "!herinner me aan de vergadering van dinsdag")
        assert "Het gaat over: de vergadering van dinsdag" in asked.body


async def test_words_that_wait_go_when_they_are_taken_away(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        (asked,) = await s.says("Karin", "!herinner vanavond taart")
        await s.takes_away("Karin", s.last)
        assert asked.event in s.server.redacted
        answers = await s.says("Karin", "vrijdag 20:00", reply_to=asked)
        assert not [answer for answer in answers if answer.data.get("ok")]


async def test_quiet_hours_are_told_and_do_not_hold_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        (told,) = await s.says("Karin", "!herinner morgen 22:30 slapen")
        assert "\nDat valt in de stille uren. Ik stuur het dan toch.\n" in told.body
        (came,) = await s.waits(hours=26, minutes=30)
        assert came.data["due"] == "2026-11-25T22:30:00+01:00"


@pytest.mark.parametrize(
    "often", ["elke minuut", "elke 5 minuten", "elk half uur", "elk uur", "every 2 hours"]
)
async def test_more_than_once_a_day_is_refused(tmp_path: Path, often: str) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        (asked,) = await s.says("Karin", f"!herinner {often} water")
        assert asked.error == "too-often"
        assert asked.body == (
            "Zo vaak kan ik niet herinneren: ten hoogste één keer per dag. Wanneer wel? Bijvoorbeeld: elke dag 9:00.\n"
            "Het gaat over: water"
        )
        (told,) = await s.says("Karin", "elke dag 9:00", reply_to=asked)
        assert "komt elke dag om 09:00 uur: water\n" in told.body


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("elke 2e dinsdag van de maand 19:30", "elke 2e dinsdag van de maand om 19:30 uur"),
        ("elke laatste vrijdag van de maand 16:00", "elke laatste vrijdag van de maand om 16:00 uur"),
        ("om de week op vrijdag 9:00", "om de week op vrijdag om 09:00 uur"),
        ("elke werkdag 9:00", "elke werkdag om 09:00 uur"),
        ("elke ma en do 19:00", "elke maandag en donderdag om 19:00 uur"),
        ("elke 3 dagen", "elke 3 dagen om 09:00 uur"),
        ("elke maand op de 15e", "elke maand op de 15e om 09:00 uur"),
        ("elk jaar op 5 december", "elk jaar om 09:00 uur"),
        ("elke eerste werkdag van de maand", "elke 1e werkdag van de maand om 09:00 uur"),
        ("elke dag 9u in totaal 5 keer", "elke dag om 09:00 uur, 5 keer"),
        ("elke dag 8:00 tot 1 maart", "elke dag om 08:00 uur, tot en met maandag 1 maart"),
    ],
)
async def test_rules_in_words(tmp_path: Path, said: str, rule: str) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        (told,) = await s.says("Karin", f"!herinner {said} taart")
        assert told.body.split("\n")[0] == f"Goed, Karin. Herinnering #1 komt {rule}: taart"


async def test_rules_in_english(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await in_room(s)
        (told,) = await s.says("Karin", "!remind every 2nd tuesday of the month 7:30pm circle")
        assert "comes every 2nd Tuesday of the month at 19:30: circle\n" in told.body
        (told,) = await s.says("Karin", "!remind fortnightly on monday 9:00 circle")
        assert "comes every other week on Monday at 09:00: circle\n" in told.body


async def test_bounds_are_said_in_a_sentence(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        (asked,) = await s.says("Karin", f"!herinner morgen 9:00 {'taart ' * 70}")
        assert (asked.error, asked.data["ok"]) == ("too-long", False)
        assert "ten hoogste 350 tekens" in asked.body
        (told,) = await s.says("Karin", "taart", reply_to=asked)
        assert "om 09:00 uur: taart\n" in told.body
        for _ in range(49):
            await s.says("Karin", "!herinner morgen 9:00 taart")
        (refused,) = await s.says("Karin", "!herinner morgen 9:00 taart")
        assert (refused.error, refused.body) == (
            "too-many-reminders",
            "Er staan al 50 herinneringen van jou te komen. Haal er eerst een weg: !herinneringen laat ze zien.",
        )
        (told,) = await s.says("Ahmed", "!herinner morgen 9:00 taart")
        assert told.data["ok"] is True, "each their own"


async def test_a_direct_chat_has_its_own_that_nobody_else_sees(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        chat = await s.direct("Karin")
        (told,) = await s.says("Karin", "herinner me morgen 9:00 aan mijn pillen", room=chat)
        assert "Herinnering #1 komt" in told.body
        assert "\nAlleen jij ziet dit.\n" in told.body
        (listed,) = await s.says("Els", "!herinneringen")
        assert listed.body.startswith("Er komt nu niets.")
        (listed,) = await s.says("Karin", "herinneringen", room=chat)
        assert "\n#1, woensdag 25 november om 09:00 uur: mijn pillen\n" in listed.body
        (came,) = await s.waits(hours=13)
        assert (came.room, came.body) == (chat, "Je herinnering: mijn pillen")
        assert (came.content["msgtype"], came.pings) == ("m.text", ("@karin:localhost",))


async def test_what_is_private_stays_so_when_the_chat_does_not(tmp_path: Path) -> None:
    """Somebody else comes into the direct chat: the reminder goes to another chat with its member."""
    async with stage(tmp_path) as s:
        await in_room(s)
        chat = await s.direct("Karin")
        await s.says("Karin", "herinner me morgen 9:00 aan mijn pillen", room=chat)
        s.server.members[chat]["@ahmed:localhost"] = "Ahmed"
        await s.enters("Ahmed", room=chat)
        (notice,) = [heard for heard in s.server.sent if heard.kind == "notice"]
        await s.taps("Karin", notice, "✅", room=chat)
        (listed,) = await s.says("Karin", "!herinneringen", room=chat)
        assert "pillen" not in listed.body
        came = [heard for heard in await s.waits(hours=13) if heard.kind == "reminder"]
        assert [heard.body for heard in came] == ["Je herinnering: mijn pillen"]
        assert came[0].room != chat
        assert set(s.server.members[came[0].room]) == {KARIN, "@copbot:localhost"}


async def test_asked_in_a_thread_it_comes_in_the_main_timeline(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_room(s)
        (told,) = await s.says("Karin", "!herinner morgen 9:00 taart", thread="$root")
        assert told.thread == "$root"
        (came,) = await s.waits(hours=13)
        assert came.thread is None
