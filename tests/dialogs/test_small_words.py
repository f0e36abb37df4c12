"""Small things that people met: what copbot says is true, in place, and of what they meant."""

from datetime import timedelta
from pathlib import Path

import pytest

from copbot.core.facts import Posted
from copbot.store import erasure
from tests.dialogs.stage import ROOM, START, Stage, stage, user


async def test_a_decline_that_copbot_cannot_bring_is_not_promised(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Bert")
        for name in ("Els", "Bert"):
            await s.direct(name)
        chat = await s.direct("Karin")
        await s.says("Karin", "!kanniet de taxi komt niet")
        await s.says("Els", "!iksteun 1 ik rijd")
        await s.says("Els", "!stop")
        (told,) = [
            one for one in await s.says("Karin", "liever niet 1", room=chat) if one.data.get("command")
        ]
        assert told.body == (
            "Goed dat je het zegt. Bij #1 staat de steun van Els niet meer open. "
            "Ik kan Els nu geen privébericht sturen: zeg je het zelf? In de groep zeg ik er niets over."
        )
        await s.says("Bert", "!iksteun 1 ik ook")
        heard = await s.says("Karin", "liever niet 1", room=chat)
        assert any("Ik geef het vriendelijk door aan Bert." in one.body for one in heard)


async def test_away_in_the_group_does_not_say_that_nobody_hears_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        (here,) = await s.says("Els", "!evenweg tot vrijdag")
        assert "Vraag je iets, dan antwoord ik gewoon.\n" in here.body
        assert "niemand" not in here.body
        chat = await s.direct("Karin")
        (there,) = await s.says("Karin", "!evenweg tot vrijdag", room=chat)
        assert "Verder zeg ik het tegen niemand." in there.body


@pytest.mark.parametrize(
    ("language", "typed", "proposed"),
    [
        ("nl", "!week", "!weekbericht"),
        ("en", "!week", "!digest"),
        ("en", "!kannit", "!kanniet"),
        ("nl", "!lader", "!ladder"),
    ],
)
async def test_what_is_proposed_for_a_mistyped_name(
    language: str, typed: str, proposed: str, tmp_path: Path
) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        if language == "en":
            await s.says("Karin", "!language en")
        (asked,) = await s.says("Karin", typed)
        assert asked.error == "unknown-command"
        assert proposed in asked.body


async def test_the_ladder_is_shown_by_its_name(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        await s.says("Karin", "!kanniet de taxi komt niet")
        (shown,) = await s.says("Karin", "!ladder")
        assert shown.data["command"] == "commitments"
        assert "de taxi komt niet" in shown.body


def posted(s: Stage, words: str, minutes: int, name: str = "Karin") -> Posted:
    """Something that was said so many minutes ago."""
    return Posted(ROOM, user(name), s.server.event_id(), s.time - timedelta(minutes=minutes), words)


async def test_what_is_said_twice_while_copbot_is_off_is_one_item(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Bert")
        heard = await s.happens(
            posted(s, "!kanniet de taxi komt niet", 9),
            posted(s, "!kanniet De taxi  komt niet", 8),
            posted(s, "!kanniet de bus komt niet", 7),
            posted(s, "!kanniet de taxi komt niet", 6, "Bert"),
        )
        assert [(one.kind, one.data.get("item")) for one in heard] == [
            ("commitment", 1),
            ("reply", None),
            ("commitment", 2),
            ("commitment", 3),
        ]
        assert heard[1].body == (
            "Dat heb ik gehoord: het staat er, als #1. Is er nog iets anders? Schrijf het dan met andere woorden."
        )
        s.time += timedelta(minutes=5)
        (again,) = await s.says("Karin", "!kanniet de taxi komt niet")
        assert again.data["item"] == 4, "said again once it was answered, it is meant"


async def test_editing_a_reminder_says_once_that_it_stays_as_it_was(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        await s.says("Karin", "!herinner morgen 9:00 taart")
        asked = s.last
        (told,) = await s.edits("Karin", asked, "!herinner morgen 10:00 taart")
        assert (told.error, told.reply_to) == ("edited-command", asked)
        assert told.body == (
            "Karin, je hebt je bericht veranderd, maar aan herinnering 1 verandert dat niets. "
            "Die blijft: woensdag 25 november om 09:00 uur, taart\n"
            "Moet het anders? Schrijf !herinner schrap 1, en daarna een nieuwe."
        )
        assert await s.edits("Karin", asked, "!herinner morgen 11:00 taart") == []
        await s.says("Karin", "!herinner morgen 12:00 brood")
        later = s.last
        await s.says("Karin", "!herinner schrap 2")
        assert await s.edits("Karin", later, "!herinner morgen 13:00 brood") == []
        await s.says("Karin", "zomaar wat")
        assert await s.edits("Karin", s.last, "zomaar iets") == []


async def test_editing_a_reminder_in_a_direct_chat(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        chat = await s.direct("Karin")
        await s.says("Karin", "!remind tomorrow 9:00 cake", room=chat)
        (told,) = await s.edits("Karin", s.last, "!remind tomorrow 10:00 cake", room=chat)
        assert told.error == "edited-command"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("!herinner mij vrijdag 9:00 de tandarts", False),
        ("!herinner even me vrijdag 9:00 de tandarts", False),
        ("copbot, kun je mij vrijdag 9:00 herinneren aan de tandarts?", False),
        ("!herinner ons vrijdag 9:00 de tandarts", True),
        ("!herinner vrijdag 9:00 de tandarts", True),
    ],
)
async def test_what_somebody_wants_to_hear_themselves_is_not_in_the_groups_digest(
    words: str, told: bool, tmp_path: Path
) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        await s.says("Els", "!kanniet de taxi komt niet")
        (kept,) = await s.says("Karin", words)
        assert kept.data["ok"] is True
        (digest,) = await s.says("Karin", "!weekbericht nu")
        assert ("tandarts" in digest.body) is told
        (listed,) = await s.says("Karin", "!herinneringen")
        assert "tandarts" in listed.body


async def test_a_time_that_was_asked_for_leaves_it_ones_own(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        await s.says("Els", "!kanniet de taxi komt niet")
        (asked,) = await s.says("Karin", "!herinner mij aan de tandarts")
        await s.says("Karin", "vrijdag 9:00", reply_to=asked)
        (digest,) = await s.says("Karin", "!weekbericht nu")
        assert "tandarts" not in digest.body


async def test_words_in_a_question_are_gone_when_it_has_lapsed(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        (asked,) = await s.says("Karin", "!peiling tot vrijdag 8 uur Waar? | het geheime huis | het park")
        assert asked.error == "ambiguous-when"

        async def words() -> str:
            rows = await s.database.read(
                lambda sql: sql.execute("SELECT options, free FROM questions").fetchall()
            )
            return str([tuple(row) for row in rows])

        await s.database.write(lambda sql: erasure.tidy(sql, START + timedelta(hours=23)))
        assert "geheime" in await words()
        await s.database.write(lambda sql: erasure.tidy(sql, START + timedelta(hours=24, minutes=1)))
        assert "geheime" not in await words()


async def test_a_round_for_all_has_no_turn_for_who_can_hear_and_say_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Anna", "Bert", "Els")
        s.rooms.deaf = lambda users: frozenset({user("Bert")}) & users
        open_room = await s.says("Anna", "!ronde allen Hoe is het?")
        assert open_room[-1].data["of"] == 3, "in a room that is not encrypted everybody is heard"
        await s.says("Anna", "!einde")
        await s.locks("Anna")
        s.rooms.lock([ROOM])
        heard = await s.says("Anna", "!ronde allen Hoe is het nu?")
        opening = next(one for one in heard if one.kind == "ritual.opened")
        assert next(one for one in heard if one.kind == "ritual.turn").data["of"] == 2
        assert (
            "Voor Bert is er nu geen beurt: een bevestigd apparaat dat hier kan meelezen is er nog niet."
            in opening.body
        )
        await s.says("Anna", "!einde")
        (here,) = [
            one for one in await s.says("Anna", "!ronde hier Hoe is het daar?") if one.kind == "ritual.opened"
        ]
        assert "geen beurt" not in here.body
