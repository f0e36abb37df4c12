"""A meeting from its opening to its minutes: in the chat with everybody, and elsewhere by who leads it alone."""

import sqlite3
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from copbot.store.unreported import MARK
from tests.dialogs.sittings import NAMES, evening, kinds, opened, to_the_items
from tests.dialogs.stage import ROOM, Stage, stage


def _mark(sql: sqlite3.Connection, row: tuple[str, str, int]) -> None:
    sql.execute(MARK, row)


async def in_the_chat(s: Stage, typed: dict[str, str]) -> None:
    """Everybody takes part, up to the first item."""
    await opened(s, typed, how="chat")
    for name in NAMES:
        await s.says(name, typed["join"])
    await s.says("Karin", typed["begin"])
    for name in NAMES:
        await s.says(name, "goed")
    await s.says("Karin", typed["next"])
    for name in NAMES:
        await s.says(name, typed["consent"])


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_a_whole_meeting_in_the_chat(tmp_path: Path, language: str) -> None:
    async with stage(tmp_path, language) as s:
        items = ("de bus (besluiten)", "de zomer", "de lift")
        typed = await evening(s, language, *items)
        await s.says("Els", "!rol ouder")
        await s.says("Ahmed", "!rol school")
        (asked,) = await s.says("Karin", typed["start"])
        assert asked.error == "needs-how"
        heard = await s.says("Karin", "1", reply_to=asked.event)
        (opening,) = kinds(heard, "ritual.opened")
        assert opening.reply_to == s.last
        assert kinds(heard, "meeting.started") == []  # the clock told that it begins
        for name in NAMES:
            await s.says(name, typed["join"])
        await s.says("Karin", typed["begin"])
        for name in NAMES:
            heard = await s.says(name, "moe, zeg ik alleen hier")
        heard = await s.says("Karin", typed["next"])
        shown = kinds(heard, "ritual.phase")[-1].body
        assert "#1 de bus" in shown
        assert "#3 de lift" in shown
        (proposal,) = kinds(heard, "proposal.opened")
        assert "agenda: #1, #2, #3" in proposal.body
        for name in NAMES:
            await s.says(name, typed["consent"])
        heard = await s.waits(seconds=2)
        assert "#1 de bus" in kinds(heard, "ritual.phase")[-1].body
        assert await s.says("Els", "de bus is altijd te laat") == []
        (refused,) = await s.says("Karin", typed["decision"])
        assert (refused.error, refused.reply_to) == ("not-allowed", s.last)
        (noted,) = await s.says("Karin", typed["agreed"])
        assert noted.data["ok"]
        assert await s.says("Els", typed["agreed"]) == []  # who leads writes it down
        await s.says("Ahmed", f"{typed['add']} rondvraag")
        heard = await s.says("Karin", typed["done"])
        assert "#2 de zomer" in kinds(heard, "ritual.phase")[-1].body
        heard = await s.says("Karin", typed["later"])
        assert "#3 de lift" in kinds(heard, "ritual.phase")[-1].body
        heard = await s.says("Karin", typed["next"])
        assert "#4 rondvraag" in kinds(heard, "ritual.phase")[-1].body
        await s.says("Karin", typed["next"])
        for name in NAMES:
            heard = await s.says(name, "fijn")
        assert kinds(heard, "ritual.closed")
        heard = await s.waits(seconds=2)
        (minutes,) = kinds(heard, "minutes")
        lines = minutes.body.splitlines()
        expected = {
            "nl": [
                "Verslag van Kring, dinsdag 1 december, 19:35 tot 19:35.",
                "Er waren 3 mensen: 1 ouder, 1 van school en 1 zonder rol.",
                "Afspraak: Els belt de gemeente",
                "Besproken: #1 de bus, #3 de lift en #4 rondvraag",
                "Voor de volgende keer: #2 de zomer",
            ],
            "en": [
                "Minutes of Circle, Tuesday 1 December, 19:35 to 19:35.",
                "There were 3 people: 1 parent, 1 from school, and 1 without a role.",
                "Agreed: Els calls the town",
                "Talked about: #1 de bus, #3 de lift, and #4 rondvraag",
                "For the next time: #2 de zomer",
            ],
        }
        assert lines[:-1] == expected[language]
        assert not any(name in minutes.body for name in ("Karin", "Ahmed", "moe", "te laat"))
        assert minutes.data["occurrence"] == "2026-12-01T19:30:00+01:00"


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_a_whole_meeting_elsewhere(tmp_path: Path, language: str) -> None:
    async with stage(tmp_path, language) as s:
        typed = await evening(s, language, "de bus (besluiten)", "de zomer")
        heard = await opened(s, typed, "Els")
        (opening,) = kinds(heard, "ritual.opened")
        assert opening.reply_to == s.last
        heard = await to_the_items(s, typed, "Els")
        item = kinds(heard, "ritual.phase")[-1]
        assert "#1 de bus" in item.body
        agenda = next(one for one in s.server.sent if one.body.splitlines()[-2:-1] == ["#2 de zomer"])
        assert agenda.kind == "ritual.phase"
        assert agenda.body.splitlines()[-3].startswith("#1 de bus (")
        (made,) = kinds(await s.says("Els", typed["decision"], reply_to=item.event), "decision")
        assert (made.reply_to, made.pings, made.data["proposal"], made.data["decision"]) == (
            s.last,
            (),
            None,
            1,
        )
        await s.says("Els", typed["agreed"])
        (again,) = kinds(await s.taps("Els", item, "⏭️"), "ritual.phase")
        assert "#2 de zomer" in again.body
        assert await s.taps("Karin", again, "⏭️") == []  # who leads taps on
        await s.says("Els", typed["later"])
        heard = await s.says("Els", typed["next"])
        assert kinds(heard, "ritual.closed")
        assert all(one.pings == () for one in s.server.sent)
        (minutes,) = kinds(await s.waits(seconds=2), "minutes")
        decision = {
            "nl": "Besluit 1, samen genomen in de bijeenkomst: we vragen een andere bus",
            "en": "Decision 1, made together in the meeting: we ask for another bus",
        }
        assert decision[language] in minutes.body
        answer, file = await s.says("Ahmed", typed["minutes"])
        assert (answer.body, answer.reply_to) == (minutes.body, s.last)
        assert file.file is not None
        kind, content = s.server.files[file.file]
        assert kind == "text/markdown"
        assert f"- {decision[language]}" in content.decode()
        heard = await s.says("Ahmed", typed["correct"])
        (edit,) = [one for one in heard if one.edited is not None]
        assert edit.edited == answer.event
        assert "Ahmed" in edit.body
        shown = (await s.says("Els", "!besluit 1" if language == "nl" else "!decision 1"))[0].body
        assert (
            "Samen besloten in de bijeenkomst" if language == "nl" else "Decided together in the meeting"
        ) in shown


async def test_opened_before_its_time_is_asked_and_told_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        await s.says("Karin", "!bijeenkomst Kring di 1 dec 19:30")
        await s.waits(hours=2)  # in the quiet hours: who opens it is here
        (asked,) = await s.says("Els", "!bijeenkomst start samen")
        assert asked.error == "too-early"
        heard = await s.says("Els", "ja", reply_to=asked.event)
        assert len(kinds(heard, "meeting.started")) == 1
        (refused,) = await s.says("Karin", "!bijeenkomst start")
        assert (refused.error, "Els" in refused.body) == ("ritual-runs", True)
        await s.says("Els", "!bijeenkomst einde")
        (refused,) = await s.says("Karin", "!bijeenkomst start")
        assert refused.error == "meeting-over"
        heard = await s.waits(days=7)
        assert kinds(heard, "meeting.started") == []


async def test_what_is_going_on_is_neither_cancelled_nor_moved(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s)
        await opened(s, typed)
        for line in ("!bijeenkomst schrap 1", "!bijeenkomst verzet 1 morgen 20:00"):
            (refused,) = await s.says("Karin", line)
            assert (refused.error, refused.body) == (
                "ritual-runs",
                "Bijeenkomst #1 (Kring) is nu bezig. Sluiten kan met !bijeenkomst einde",
            )


async def test_what_else_runs_goes_first(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s)
        await s.says("Els", "!ronde hoe gaat het")
        (refused,) = await opened(s, typed)
        assert (refused.error, "Els" in refused.body) == ("ritual-runs", True)
        await s.says("Els", "!einde")
        assert kinds(await opened(s, typed), "ritual.opened")


async def test_there_must_be_a_meeting_to_open_or_to_tell_of(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        for said, error in (
            ("!bijeenkomst start", "no-meeting"),
            ("!bijeenkomst start 4", "no-such-meeting"),
            ("!bijeenkomst einde", "no-ritual"),
            ("!afspraak iets", "no-ritual"),
            ("!verslag", "no-minutes"),
            ("!verslag 4", "no-minutes"),
        ):
            (refused,) = await s.says("Els", said)
            assert refused.error == error, said


async def test_what_nobody_closes_is_closed_by_itself_and_not_at_night(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s, "nl", "de bus")
        await opened(s, typed)
        heard = await s.waits(hours=10)
        assert kinds(heard, "ritual.closed") == []
        heard = await s.waits(hours=4)
        assert s.time < datetime(2026, 12, 2, 10, 0, tzinfo=UTC)
        assert len(kinds(heard, "ritual.closed")) == 1
        assert "Voor de volgende keer: #1 de bus" in kinds(heard, "minutes")[0].body


async def test_copbot_stops_in_the_middle(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s, "nl", "de bus", "de zomer")
        await opened(s, typed)
        await to_the_items(s, typed)
        await s.says("Karin", typed["agreed"])
    async with stage(tmp_path, before=s) as s:
        heard = await s.says("Karin", typed["done"])
        assert "Punt 2 van 2: #2 de zomer" in kinds(heard, "ritual.phase")[-1].body
        await s.says("Karin", typed["end"])
        (minutes,) = kinds(await s.waits(seconds=2), "minutes")
        assert "Afspraak: Els belt de gemeente" in minutes.body
        assert "Besproken: #1 de bus" in minutes.body
        assert "Voor de volgende keer: #2 de zomer" in minutes.body


async def test_nobody_came_and_it_can_be_opened_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s, "nl", "de bus")
        await opened(s, typed, how="chat")
        heard = await s.waits(minutes=6)
        assert kinds(heard, "ritual.closed")
        assert kinds(await s.waits(minutes=1), "minutes") == []
        (reply, *_) = await s.says("Els", "!agenda")
        assert "#1 de bus" in reply.body
        assert kinds(await opened(s, typed), "ritual.opened")


async def test_words_that_are_taken_away_are_not_in_the_minutes_any_more(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s, "nl", "de bus")
        await opened(s, typed)
        await to_the_items(s, typed)
        await s.says("Karin", typed["agreed"])
        said = s.last
        await s.says("Karin", typed["end"])
        (minutes,) = kinds(await s.waits(seconds=2), "minutes")
        heard = await s.takes_away("Karin", said)
        assert minutes.event in s.server.redacted
        (again,) = kinds(heard, "minutes")
        assert "gemeente" not in again.body
        assert "Voor de volgende keer" in again.body or "Besproken" in again.body
        answer, file = await s.says("Els", "!verslag")
        assert "gemeente" not in answer.body
        assert b"gemeente" not in s.server.files[file.file or ""][1]


async def test_a_correction_needs_words_and_may_be_anybodys(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s)
        await opened(s, typed)
        await s.says("Karin", typed["end"])
        (minutes,) = kinds(await s.waits(seconds=2), "minutes")
        (asked,) = await s.says("Ahmed", "!verslag verbeter")
        assert asked.error == "needs-text"
        heard = await s.says("Ahmed", "Els was er ook", reply_to=asked.event)
        assert "Verbetering van Ahmed: Els was er ook" in "\n".join(one.body for one in heard)
        (refused,) = await s.says("Ahmed", "!verslag verbeter " + "lang " * 70)
        assert refused.error == "too-long"
        heard = await s.says("Els", "verbetering: ik was er tot acht uur", reply_to=minutes.event)
        assert "Verbetering van Els: ik was er tot acht uur" in "\n".join(one.body for one in heard)
        (asked,) = await s.says("Els", "!verslag dit klopt niet helemaal")
        assert asked.error == "not-understood"


async def test_only_who_leads_or_a_host_writes_down_and_closes(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s, "nl", "de bus")
        await opened(s, typed, "Els")
        (refused,) = await s.says("Ahmed", "!afspraak taart")
        assert refused.error == "not-facilitator"
        (refused,) = await s.says("Ahmed", typed["end"])
        assert refused.error == "not-facilitator"
        assert kinds(await s.says("Karin", "!besloten taart"), "decision")  # a host
        assert kinds(await s.says("Karin", typed["end"]), "ritual.closed")


async def test_the_ladder_and_what_was_decided_together_stand_in_the_minutes_and_the_rest_is_a_page_further(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s, "nl", "de bus")
        await in_the_chat(s, typed)
        await s.waits(seconds=2)
        await s.says("Els", "!kanniet vervoer")
        await s.says("Ahmed", "!magwel 1 want het lukte elders")
        await s.says("Ahmed", "!iksteun 1 ik rijd")
        await s.says("Karin", "!voorstel nu we vragen een andere bus")
        for _ in range(2):
            await s.says("Karin", "!volgende")  # what is decided goes on, not the agenda
            await s.waits(minutes=2)
        await s.says("Els", "!kanttekening het kost veel tijd")
        await s.says("Ahmed", "!geenbezwaar")
        heard = await s.says("Karin", "!geenbezwaar")
        heard += await s.waits(seconds=2)
        for number in range(7):
            await s.says("Karin", f"afspraak: nummer {number}")
        await s.says("Karin", typed["end"])
        (minutes,) = kinds(await s.waits(seconds=2), "minutes")
        first = minutes.body.splitlines()
        assert "De rest van het verslag" in first[-1]
        (rest,) = kinds(await s.says("Ahmed", "1", reply_to=minutes.event), "minutes")
        all_of_it = "\n".join((*first, *rest.body.splitlines()))
        for line in (
            "Afspraak: nummer 0",
            "Afspraak: nummer 6",
            "Nieuw op de ladder: #1.",
            "Mag wel: #1.",
            "Nieuwe steun bij #1.",
            "Besproken: #1 de bus",
        ):
            assert line in all_of_it
        assert "lukte elders" not in all_of_it
        assert "Besluit 1: we vragen een andere bus" in all_of_it, heard
        assert "Met 1 kanttekening: zie besluit 1." in all_of_it
        _, file = await s.says("Els", "!verslag")
        assert b"Kanttekening: het kost veel tijd" in s.server.files[file.file or ""][1]


async def test_minutes_and_agenda_in_a_direct_chat(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s, "nl", "de bus")
        chat = await s.direct("Els")
        (reply,) = await s.says("Els", "!agenda erbij de lift", room=chat)
        assert (reply.room, "#2 de lift" in reply.body) == (chat, True)
        heard = await s.says("Els", "!bijeenkomst start samen", room=chat)
        assert [one.room for one in kinds(heard, "ritual.opened")] != [chat]
        (reply,) = [one for one in heard if one.room == chat]
        assert reply.data["ok"]
        await to_the_items(s, typed, "Els")
        heard = await s.says("Els", "!besloten we bellen de gemeente", room=chat)
        assert len(kinds(heard, "decision")) == 1
        assert [one.data["ok"] for one in heard if one.room == chat] == [True]
        heard = await s.says("Els", "!verslag", room=chat)
        assert {one.room for one in heard} == {chat}
        assert "Besluit 1, samen genomen in de bijeenkomst: we bellen de gemeente" in heard[0].body


async def test_an_objection_to_the_agenda_is_talked_about_and_it_is_asked_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s, "nl", "de bus")
        await opened(s, typed, how="chat")
        for name in NAMES:
            await s.says(name, typed["join"])
        await s.says("Karin", typed["begin"])
        for name in NAMES:
            await s.says(name, "goed")
        await s.says("Karin", typed["next"])
        await s.says("Els", "!bezwaar de lift moet er ook op, anders kan Noor niet komen")
        for name in ("Karin", "Ahmed"):
            await s.says(name, typed["consent"])
        heard = await s.waits(seconds=2)
        assert "De agenda beter maken" in kinds(heard, "ritual.phase")[-1].body
        await s.says("Els", "!agenda erbij de lift")
        heard = await s.says("Karin", typed["next"])
        assert "#2 de lift" in kinds(heard, "ritual.phase")[-1].body
        await s.says("Els", "!bezwaar intrekken")
        for name in NAMES:
            await s.says(name, typed["consent"])
        heard = await s.waits(seconds=2)
        assert "Punt 1 van 2: #1 de bus" in kinds(heard, "ritual.phase")[-1].body


async def test_what_comes_of_a_ritual_that_is_told_nowhere_is_not_in_the_minutes(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s, "nl", "de bus")
        await opened(s, typed)
        await to_the_items(s, typed)
        await s.says("Els", "!kanniet vervoer")
        await s.says("Els", "!kanniet geheim")
        for kind, number in (("item", 2), ("agenda", 1)):
            await s.database.write(partial(_mark, row=(ROOM, kind, number)))
        await s.says("Karin", typed["end"])
        (minutes,) = kinds(await s.waits(seconds=2), "minutes")
        assert "Nieuw op de ladder: #1." in minutes.body
        assert "de bus" not in minutes.body


async def test_an_item_whose_time_is_over_waits_until_its_decision_is_made(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        typed = await evening(s, "nl", "de bus (besluiten)", "de zomer")
        await in_the_chat(s, typed)
        await s.waits(minutes=18)
        await s.says("Karin", "!voorstel nu we vragen een andere bus")
        heard = await s.waits(minutes=4)  # twenty are over
        assert not any("#2 de zomer" in one.body for one in kinds(heard, "ritual.phase"))
        heard = await s.waits(minutes=30)
        assert any("#2 de zomer" in one.body for one in kinds(heard, "ritual.phase"))
