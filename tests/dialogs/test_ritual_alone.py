"""Steps in which each is asked alone: what is said before the others is no answer, who comes later is asked too, anybody may stop."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from copbot.rituals.script import Mode
from tests.dialogs.playing_acts import MORNING, played, rows
from tests.dialogs.stage import ROOM, START, Heard, Stage, stage, user

PARTIES = ("Ahmed", "Bram")
modes = pytest.mark.parametrize("mode", [Mode.LIVE, Mode.DAYS])
Chats = dict[str, str]


def clock(mode: Mode) -> datetime:
    return START if mode is Mode.LIVE else MORNING


async def begun(s: Stage, mode: Mode) -> Chats:
    """A mediation whose first step waits for a yes of each party; Karin leads it."""
    await s.room("Karin", *PARTIES, encrypted=True)
    chats = {name: await s.direct(name, encrypted=True) for name in ("Karin", *PARTIES)}
    over_days = " over dagen" if mode is Mode.DAYS else ""
    (own_room,) = await s.says("Karin", f"!werkvorm bemiddeling{over_days}")
    await s.says("Karin", "1", reply_to=own_room)
    await s.says("Karin", "1", room=chats["Karin"])
    if mode is Mode.LIVE:
        for name in PARTIES:
            await s.says(name, "!ikdoemee")
        await s.says("Karin", "!begin")
    return chats


async def agreed(s: Stage, mode: Mode) -> Chats:
    """The same when each told that they want it: they are asked for their side."""
    chats = await begun(s, mode)
    for name in PARTIES:
        await s.says(name, "ja", room=chats[name])
    return chats


def here(heard: list[Heard]) -> list[str]:
    return [one.body for one in heard if one.room == ROOM and not one.edited]


async def test_what_is_said_in_the_room_is_no_answer(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        chats = await begun(s, Mode.LIVE)
        assert await s.says("Bram", "zullen we de koffie alvast zetten?") == []
        (once,) = await s.says("Bram", "ja hoor")
        assert (once.room, once.kind) == (chats["Bram"], "question")
        assert once.body.startswith("Wat je in De kring schrijft, lezen de anderen ook.")
        assert await s.says("Bram", "ja") == [], "once is enough"
        assert rows(tmp_path, "SELECT * FROM contributions") == []
        await s.says("Ahmed", "1", room=chats["Ahmed"])
        on = await s.says("Bram", "1", room=chats["Bram"])
        assert here(on)[0].startswith("Stap 2 van 6")
        assert await s.says("Bram", "Hij schreeuwde tegen mij.") == []
        assert rows(tmp_path, "SELECT member FROM contributions WHERE phase = 'stories'") == []


async def test_an_answer_in_the_room_over_days_is_asked_for_in_private(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        chats = await begun(s, Mode.DAYS)
        asked = next(one for one in s.server.sent if one.room == ROOM and one.kind == "ritual.phase")
        (once,) = await s.says("Bram", "liever niet", reply_to=asked)
        assert once.room == chats["Bram"]
        assert rows(tmp_path, "SELECT * FROM contributions") == []


@modes
async def test_what_was_no_answer_leaves_the_question_waiting(tmp_path: Path, mode: Mode) -> None:
    async with stage(tmp_path, clock=clock(mode)) as s:
        chats = await begun(s, mode)
        (which,) = await s.says("Bram", "hoe bedoel je?", room=chats["Bram"])
        assert which.error == "not-understood"
        (still,) = await s.says("Bram", "tja", room=chats["Bram"])
        assert still.error == "not-understood"
        thanks, *_ = await s.says("Bram", "ja", room=chats["Bram"])
        assert thanks.body.startswith("Dank je wel.")
        assert rows(tmp_path, "SELECT member, words FROM contributions") == [(user("Bram"), "ja")]


@pytest.mark.parametrize(
    ("mode", "language", "private"),
    [(Mode.LIVE, "nl", True), (Mode.LIVE, "en", False), (Mode.DAYS, "nl", False), (Mode.DAYS, "en", True)],
)
async def test_pause_ends_every_step(tmp_path: Path, mode: Mode, language: str, private: bool) -> None:
    """Also before anybody told anything, and while each tells their side; nobody is named, and no words stay."""
    word = {"nl": "pauze", "en": "Pause, please"}[language]
    async with stage(tmp_path, language, clock=clock(mode)) as s:
        chats = await agreed(s, mode)
        if mode is Mode.LIVE:
            await s.says("Ahmed", "Zo was het.", room=chats["Ahmed"])
        told = await s.says("Bram", word, room=chats["Bram"] if private else ROOM)
        stops, closing, *_ = here(told)
        assert (
            stops
            == {
                "nl": "We stoppen. Dank je wel dat je het zegt.",
                "en": "We stop now. Thank you for saying so.",
            }[language]
        )
        assert {"nl": "Stap 6 van 6", "en": "Step 6 of 6"}[language] in closing
        over = await s.says("Ahmed", word)
        assert here(over)[0] == stops
        assert rows(tmp_path, "SELECT * FROM contributions") == []
        assert rows(tmp_path, "SELECT count(*) FROM rituals WHERE ended IS NULL") == [(0,)]


async def test_pause_ends_it_before_it_begins(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await begun(s, Mode.LIVE)
        told = here(await s.says("Bram", "pauze"))
        assert told[1].startswith("Nu niet\nWe beginnen er nu niet aan.")


@pytest.mark.parametrize(
    ("mode", "answer"),
    [
        (Mode.LIVE, "1"),
        (Mode.DAYS, "1"),
        (Mode.LIVE, "nee, liever niet"),
        (Mode.DAYS, "misschien"),
    ],
)
async def test_who_comes_later_is_asked_first_whether_they_want_it(
    tmp_path: Path, mode: Mode, answer: str
) -> None:
    async with stage(tmp_path, clock=clock(mode)) as s:
        await agreed(s, mode)
        s.server.members[ROOM][user("Noor")] = "Noor"
        await s.enters("Noor")
        chat = await s.direct("Noor", encrypted=True)
        heard = await s.says("Noor", "!ikdoemee")
        (asked,) = [one for one in heard if one.room == chat]
        assert "Doe je hier uit vrije wil aan mee" in asked.body
        assert here(heard) == ["Noor, ik vraag je eerst iets in ons eigen gesprek. Na een ja doe je mee."]
        told = await s.says("Noor", answer, room=chat)
        seated = rows(
            tmp_path, "SELECT 1 FROM rituals WHERE state LIKE '%@noor:localhost%' AND ended IS NULL"
        )
        if answer == "1":
            assert any("Hoe is het voor jou?" in one.body for one in told if one.room == chat)
            assert seated
        else:
            assert here(told) == []
            assert user("Noor") not in str(rows(tmp_path, "SELECT state FROM rituals")) or mode is Mode.DAYS
            assert rows(tmp_path, "SELECT * FROM contributions WHERE member = '@noor:localhost'") == []
        if answer == "misschien":
            later = await s.says("Noor", "1", room=chat)
            assert any("Hoe is het voor jou?" in one.body for one in later if one.room == chat)


async def test_who_comes_later_tells_nothing_before_that(tmp_path: Path) -> None:
    """Over days somebody may answer without raising a hand; nothing of it is kept before their yes."""
    async with stage(tmp_path, clock=MORNING) as s:
        await agreed(s, Mode.DAYS)
        s.server.members[ROOM][user("Noor")] = "Noor"
        await s.enters("Noor")
        chat = await s.direct("Noor", encrypted=True)
        (whether,) = await s.says("Noor", "Niemand luisterde naar mij.", room=chat)
        (first,) = await s.says("Noor", "1", room=chat, reply_to=whether)
        assert "Doe je hier uit vrije wil aan mee" in first.body
        await s.says("Noor", "1", room=chat)
        (taken,) = [one for one in await s.says("Noor", "Niemand luisterde.", room=chat) if one.room == chat]
        assert "Ik laat het in De kring aan niemand zien." in taken.body
        kept = rows(tmp_path, "SELECT words FROM contributions WHERE member = '@noor:localhost'")
        assert kept == [("Niemand luisterde.",)]


@pytest.mark.parametrize(("name", "phase"), [("chaotic", "alone"), ("mediation", "stories")])
async def test_only_what_nobody_reads_is_said_to_be_shown_to_nobody(
    tmp_path: Path, name: str, phase: str
) -> None:
    """Of ideas that are written alone, the partner reads some."""
    play = await played(tmp_path, name, "nl", Mode.DAYS)
    taken = ("Dank je. Ik heb het.", "Dank je. Je antwoord")
    thanked = [one.body for one in play.said(phase).copbot if one.body.startswith(taken)]
    assert thanked
    assert {"aan niemand zien" in words for words in thanked} == {name == "mediation"}


@modes
async def test_nobody_can_count_who_said_what(tmp_path: Path, mode: Mode) -> None:
    """Of two, one knows of themselves; so no number is told: not meanwhile, not when asked, not at the end."""
    async with stage(tmp_path, clock=clock(mode)) as s:
        chats = await begun(s, mode)
        heard = await s.says("Ahmed", "ja", room=chats["Ahmed"])
        heard += await s.says("Bram", "!waarzijnwe")
        heard += await s.says("Karin", "!einde")
        told = "\n".join(one.body for one in heard if one.room == ROOM)
        assert "Wil je dit zelf?" in told
        assert re.findall(r"Klaar: |Gehoord: |mensen|niet gehoord", told) == []
        (over,) = [one for one in heard if one.kind == "ritual.closed"]
        assert [over.data[count] for count in ("spoke", "passed", "unheard")] == [0, 0, 0]
