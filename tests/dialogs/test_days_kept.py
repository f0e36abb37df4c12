"""Rounds over days: what counts as an answer, until when, and what becomes of it; in both languages where words differ."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.dialogs.rounds import alarms, closed, kept_words, numbers
from tests.dialogs.stage import ROOM, Heard, Stage, stage, user

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, ten in the morning in Amsterdam
LINE = "!ronde tot vrijdag 17:00 Wat gaf je moed?"


async def asked(s: Stage, line: str = LINE) -> Heard:
    (opening,) = await s.says("Karin", line)
    assert opening.kind == "ritual.opened"
    return opening


def compiled(heard: list[Heard]) -> list[Heard]:
    return [one for one in heard if one.kind == "ritual.phase" and not one.edited]


async def test_talk_in_the_room_is_no_answer(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed")
        await asked(s)
        assert await s.says("Ahmed", "Wat een mooie vraag is dat!") == []
        assert kept_words(tmp_path) == []


async def test_several_messages_add_up(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        opening = await asked(s)
        await s.says("Ahmed", "De juf.", reply_to=opening)
        await s.says("Ahmed", "En de buurvrouw.", reply_to=opening)
        heard = await s.waits(days=5)
        (together,) = compiled(heard)
        assert "Ahmed: De juf." in together.body
        assert "Ahmed: En de buurvrouw." in together.body
        assert numbers(closed(heard)) == (1, 0, 2)


async def test_an_answer_is_edited_while_its_time_runs_and_not_after(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Ahmed")
        await asked(s)
        await s.says("Ahmed", "De juf.", room=chat)
        await s.says("Ahmed", "1", room=chat)
        (event,) = [said[1] for said in await events(tmp_path)]
        await s.edits("Ahmed", event, "De juf en de meester.", room=chat)
        (together,) = compiled(await s.waits(days=5))
        assert "De juf en de meester." in together.body
        await s.edits("Ahmed", event, "Niemand.", room=chat)
        assert kept_words(tmp_path) == [(user("Ahmed"), "De juf en de meester.")]


async def events(folder: Path) -> list[tuple[str, str]]:
    import sqlite3

    with sqlite3.connect(folder / "copbot.db") as sql:
        rows = sql.execute("SELECT member, event FROM contributions ORDER BY at, event").fetchall()
    sql.close()
    return [(member, event) for member, event in rows]


async def test_an_answer_that_is_removed_is_waited_for_again(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed")
        opening = await asked(s)
        await s.says("Ahmed", "De juf.", reply_to=opening)
        await s.takes_away("Ahmed", s.last)
        assert kept_words(tmp_path) == []
        heard = await s.says("Karin", "Samen eten.", reply_to=opening)
        assert compiled(heard) == []


async def test_what_is_complete_in_the_night_is_told_in_the_morning(tmp_path: Path) -> None:
    """Until then anybody may change their words."""
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed")
        opening = await asked(s)
        await s.says("Karin", "Samen eten.", reply_to=opening)
        await s.waits(hours=13)
        heard = await s.says("Ahmed", "De juf.", reply_to=opening)
        assert compiled(heard) == []
        await s.edits("Ahmed", s.last, "De juf, denk ik.")
        assert await s.waits(hours=8, minutes=30) == []
        (together,) = compiled(await s.waits(hours=1))
        assert "Ahmed: De juf, denk ik." in together.body
        assert s.time.astimezone(UTC).hour >= 7


async def test_a_deadline_in_the_night_counts_though_it_is_told_in_the_morning(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed")
        opening = await asked(s, "!ronde tot vandaag 22:00 Wat gaf je moed?")
        await s.waits(hours=11, minutes=50)
        await s.says("Karin", "Samen eten.", reply_to=opening)
        await s.waits(minutes=30)
        (late,) = await s.says("Ahmed", "De juf.", reply_to=opening)
        assert late.room != ROOM
        assert late.kind == "nudge"
        (together,) = compiled(await s.waits(hours=12))
        assert "Samen eten." in together.body
        assert "De juf" not in together.body


async def test_off_over_the_deadline(tmp_path: Path) -> None:
    """Who answered in time while copbot was off is heard; who did not is told so kindly, once; it closes once."""
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        opening = await asked(s, "!ronde tot morgen 17:00 Wat gaf je moed?")
        before = s
    in_time, late = MORNING + timedelta(days=1, hours=6), MORNING + timedelta(days=1, hours=8)
    before.time = MORNING + timedelta(days=2)
    async with stage(tmp_path, before=before) as s:
        await s.ticking.tick()
        heard = await s.settle()
        heard += await said_at(s, "Ahmed", "De juf.", opening, in_time)
        heard += await said_at(s, "Els", "De meester.", opening, late)
        heard += await said_at(s, "Els", "Of de conciërge.", opening, late)
        heard += await s.waits(minutes=5)
        (together,) = compiled(heard)
        assert "Ahmed: De juf." in together.body
        assert "meester" not in together.body
        assert numbers(closed(heard)) == (1, 0, 2)
        (told,) = [one for one in heard if one.kind == "nudge"]
        assert told.room != ROOM
        assert alarms(tmp_path) == 0


async def said_at(s: Stage, name: str, body: str, opening: Heard, at: datetime) -> list[Heard]:
    """A reply that the homeserver took at another time than now."""
    relation = {"m.in_reply_to": {"event_id": opening.event}}
    content = {"msgtype": "m.text", "body": body, "m.mentions": {}, "m.relates_to": relation}
    more = {"origin_server_ts": int(at.timestamp() * 1000)}
    return await s.event(name, "m.room.message", content, more=more)


async def test_who_comes_later_may_answer_and_nobody_waits_for_who_leaves(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        opening = await asked(s)
        await s.says("Ahmed", "De juf.", reply_to=opening)
        s.server.members[ROOM][user("Bram")] = "Bram"
        await s.enters("Bram")
        await s.says("Bram", "Mijn oma.", reply_to=opening)
        await s.leaves("Ahmed")
        await s.leaves("Els")
        heard = await s.says("Karin", "Samen eten.", reply_to=opening)
        (together,) = compiled(heard)
        assert "De juf." in together.body
        assert "Bram: Mijn oma." in together.body
        assert numbers(closed(heard)) == (3, 0, 0)


async def test_without_names(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed")
        opening = await asked(s, "!ronde zonder namen tot vrijdag 17:00 Wat gaf je moed?")
        assert "zonder namen" in opening.body
        await s.says("Ahmed", "De juf.", reply_to=opening)
        heard = await s.says("Karin", "Samen eten.", reply_to=opening)
        (together,) = compiled(heard)
        assert "Ahmed" not in together.body
        assert "De juf." in together.body


async def test_long_answers_are_read_on_by_who_wants(tmp_path: Path) -> None:
    """One message of a telephone's length; every word can be read, and what is removed is not."""
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        opening = await asked(s)
        words = " ".join(f"woord{number}" for number in range(120))
        await s.says("Ahmed", words, reply_to=opening)
        await s.says("Els", "Kort.", reply_to=opening)
        heard = await s.says("Karin", "Ook kort.", reply_to=opening)
        (page,) = compiled(heard)
        read = page.body
        while "verder lezen" in page.body:
            assert len(page.body) <= 600
            heard = await s.says("Els", "1", reply_to=page)
            (page,) = [one for one in heard if one.reply_to == s.last]
            read += page.body
        assert all(f"woord{number}" in read for number in range(120))
        assert "Els: Kort." in read


async def test_the_way_it_is_asked_for(tmp_path: Path) -> None:
    """A time with two meanings, one in the past and a vague one are asked back; words that are no time are the question."""
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed")
        (heard,) = await s.says("Karin", "!ronde tot gisteren Wat gaf je moed?")
        assert heard.error == "past-when"
        (heard,) = await s.says("Karin", "!ronde tot half acht Wat gaf je moed?")
        assert heard.error == "ambiguous-when"
        (opening,) = await s.says("Karin", "1", reply_to=heard)
        assert "Wat gaf je moed?" in opening.body
        (heard,) = await s.says("Karin", "!ronde tot slot: wat neem je mee?")
        assert "tot slot: wat neem je mee?" in heard.body
        (opening,) = await s.says("Karin", "!ronde over dagen Wat helpt?")
        assert "woensdag 25 november" in opening.body
        (heard,) = await s.says("Karin", "!ronde hier over dagen Wat helpt?")
        assert heard.error == "options-clash"
        (heard,) = await s.says("Karin", "!ronde tot vrijdag")
        assert heard.error == "needs-question"
        (opening,) = await s.says("Karin", "En nu?", reply_to=heard)
        assert "vrijdag 27 november" in opening.body


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("nl", "!werkvorm inchecken de komende dagen"),
        ("nl", "!werkvorm inchecken in eigen tempo zonder namen"),
        ("en", "!ritual check-in over the coming days"),
        ("en", "!ritual check-in at our own pace"),
    ],
)
async def test_in_the_words_that_people_use(tmp_path: Path, language: str, line: str) -> None:
    async with stage(tmp_path, language, MORNING) as s:
        await s.room("Karin", "Ahmed")
        opening, question = await s.says("Karin", line)
        assert opening.kind == "ritual.opened"
        assert "24 november" in question.body.lower()
        assert question.pings == ()


async def test_nothing_of_an_encrypted_room_is_said_in_an_open_chat(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", encrypted=True)
        chat = await s.direct("Ahmed")
        opening = await asked(s)
        heard = await s.says("Ahmed", "De juf.", room=chat)
        assert all("moed" not in one.body for one in heard)
        assert kept_words(tmp_path) == []
        await s.says("Ahmed", "De meester.", reply_to=opening)
        assert kept_words(tmp_path) == [(user("Ahmed"), "De meester.")]
