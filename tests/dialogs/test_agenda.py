"""The agenda: anybody puts something there, takes their own off; what waits is carried over; nothing comes there by itself."""

from pathlib import Path

import pytest

from tests.dialogs.sittings import evening, kinds, opened, to_the_items
from tests.dialogs.stage import stage


def listed(body: str) -> list[str]:
    return [line for line in body.splitlines() if line.startswith("#")]


@pytest.mark.parametrize(
    ("language", "add", "told", "shown"),
    [
        (
            "nl",
            "!agenda erbij de bus (besluiten)",
            "Op de agenda van de volgende bijeenkomst: #1 de bus (om te besluiten)",
            "Agenda voor de volgende bijeenkomst.",
        ),
        (
            "en",
            "!agenda add the bus (decide)",
            "On the agenda of the next meeting: #1 the bus (to decide)",
            "Agenda for the next meeting.",
        ),
    ],
)
async def test_without_a_meeting_it_waits_for_the_next(
    tmp_path: Path, language: str, add: str, told: str, shown: str
) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Karin", "Els")
        (reply,) = await s.says("Els", add)
        assert reply.reply_to == s.last
        assert reply.body.splitlines()[0] == told
        (reply,) = await s.says("Karin", "!agenda")
        assert reply.body.splitlines()[:2] == [shown, told.partition(": ")[2]]
        called = (
            "!bijeenkomst Kring di 1 dec 19:30" if language == "nl" else "!meeting Circle tue 1 dec 19:30"
        )
        await s.says("Karin", called)
        (reply,) = await s.says("Karin", "!agenda")
        assert (
            "Kring, dinsdag 1 december" if language == "nl" else "Circle, Tuesday 1 December"
        ) in reply.body
        assert len(listed(reply.body)) == 1


async def test_who_may_take_something_off(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed")
        await s.says("Els", "!agenda erbij de bus")
        (reply,) = await s.says("Ahmed", "!agenda eraf 1")
        assert (reply.error, "Els" in reply.body) == ("not-allowed", True)
        (reply,) = await s.says("Els", "!agenda eraf #1")
        assert reply.body == "Van de agenda gehaald: #1 de bus"
        (reply,) = await s.says("Els", "!agenda eraf 1")
        assert reply.error == "agenda-item-over"
        (reply,) = await s.says("Els", "!agenda eraf 7")
        assert reply.error == "no-such-agenda-item"
        await s.says("Els", "!agenda erbij de lift")
        (reply,) = await s.says("Karin", "!agenda klaar 2")  # a host
        assert reply.body == "Besproken: #2 de lift"


async def test_what_can_not_be_put_there_says_why(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        (asked,) = await s.says("Els", "!agenda erbij")
        assert asked.error == "needs-text"
        (reply,) = await s.says("Els", "de bus", reply_to=asked.event)
        assert "#1 de bus" in reply.body
        (reply,) = await s.says("Els", "!agenda erbij De bus")
        assert (reply.error, "#1" in reply.body) == ("same-words", True)
        (reply,) = await s.says("Els", "!agenda erbij " + "lang " * 50)
        assert reply.error == "too-long"
        (reply,) = await s.says("Els", "!agenda erbij besluit 4")
        assert reply.error == "no-such-decision"
        (reply,) = await s.says("Els", "!agenda 5 erbij de lift")
        assert reply.error == "no-such-meeting"
        for number in range(2, 31):
            await s.says("Els", f"!agenda erbij punt nummer {number}")
        (reply,) = await s.says("Els", "!agenda erbij nog een")
        assert reply.error == "agenda-full"
        (first,) = await s.says("Els", "!agenda")
        assert len(listed(first.body)) == 6
        (rest,) = await s.says("Karin", "1", reply_to=first.event)
        assert listed(rest.body)[0] == "#7 punt nummer 7"


async def test_what_seeks_support_and_what_is_to_be_looked_at_are_offered_by_number(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await evening(s)
        await s.says("Els", "!kanniet vervoer naar school")
        await opened(s, {"start": "!bijeenkomst start"}, how="samen")
        await s.says("Karin", "!besloten we beginnen om tien uur")
        await s.says("Karin", "!besluit 1 over 2 dagen")
        await s.says("Karin", "!bijeenkomst einde")
        await s.says("Karin", "!bijeenkomst Kring di 15 dec 19:30")
        (reply,) = await s.says("Els", "!agenda")
        assert "Terugkijken op besluit 1" in reply.body
        assert "#1, dat nog steun zoekt" in reply.body
        assert "vervoer" not in reply.body
        assert listed(reply.body) == []
        (added,) = await s.says("Ahmed", "1", reply_to=reply.event)
        assert "#1 terugkijken op besluit 1" in added.body
        (reply,) = await s.says("Els", "!agenda")
        assert "Terugkijken op besluit 1\n" not in reply.body


async def test_words_that_name_no_verb_are_asked_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        (asked,) = await s.says("Els", "!agenda de bus van half negen")
        assert asked.error == "not-understood"
        (reply,) = await s.says("Els", "1", reply_to=asked.event)
        assert "#1 de bus van half negen" in reply.body
        (reply,) = await s.says("Els", "copbot, zet op de agenda: de lift")
        assert "#2 de lift" in reply.body


async def test_what_was_taken_away_is_off_the_agenda(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        (told,) = await s.says("Els", "!agenda erbij mijn geheime punt")
        event = s.last
        (shown,) = await s.says("Karin", "!agenda")
        await s.takes_away("Els", event)
        assert {told.event, shown.event} <= set(s.server.redacted)
        (reply,) = await s.says("Karin", "!agenda")
        assert listed(reply.body) == []
        await s.says("Els", "!agenda erbij een ander punt")
        (reply,) = await s.says("Karin", "!agenda")
        assert listed(reply.body) == ["#2 een ander punt"]


async def test_what_was_not_come_to_waits_for_the_next_meeting(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s, "nl", "de bus", "de zomer", "de lift")
        await s.says("Karin", "!bijeenkomst Kring di 15 dec 19:30")
        await opened(s, typed)
        await to_the_items(s, typed)
        await s.says("Karin", "klaar")
        await s.says("Karin", "volgende keer")
        assert kinds(await s.says("Karin", typed["end"]), "ritual.closed")
        (reply,) = await s.says("Els", "!agenda")
        assert "dinsdag 15 december" in reply.body
        assert listed(reply.body) == ["#2 de zomer", "#3 de lift"]
