"""A ritual over days in a thread: what is written there counts without a reply, for telephones make that hard."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.dialogs.rounds import closed, kept_words, numbers
from tests.dialogs.stage import stage

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("threads", [True, False])
async def test_in_its_own_thread_an_answer_needs_no_reply(tmp_path: Path, threads: bool) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        if threads:
            await s.says("Karin", "!draadjes aan")
        (opening,) = await s.says("Karin", "!ronde tot vrijdag 17:00 Wat gaf je moed?")
        await s.says("Els", "De juf.", thread=opening.event)
        own = s.last
        await s.says("Ahmed", "Wat fijn, Els", reply_to=own, thread=opening.event)
        await s.says("Ahmed", "Heel iets anders")
        await s.says("Ahmed", "Nog iets", thread="$elsewhere")
        assert kept_words(tmp_path) == [("@els:localhost", "De juf.")]
        edit, told = sorted(
            await s.says("Ahmed", "pas", thread=opening.event), key=lambda one: not one.edited
        )
        assert edit.body.endswith("Klaar: 2 van 3.")
        assert (told.thread, told.reply_to) == (opening.event, s.last)
        (help_,) = await s.says("Els", "@copbot hulp", thread=opening.event)
        assert (help_.kind, help_.thread) == ("reply", opening.event)
        await s.says("Karin", "Het bos.", thread=opening.event)
        (outcome,) = [one for one in s.server.sent if one.kind == "ritual.closed"]
        assert (outcome.thread, numbers(outcome)) == (None, (2, 1, 0))
        assert await s.says("Els", "Mooi allemaal.", thread=opening.event) == []


async def test_a_later_step_in_the_thread(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Karin", "!draadjes aan")
        opening, *_, first = await s.says("Karin", "!werkvorm uitchecken over dagen")
        assert first.thread == opening.event
        for name in ("Els", "Ahmed"):
            await s.says(name, "De soep.", thread=opening.event)
        said = await s.says("Karin", "Het lachen.", thread=opening.event)
        assert {one.thread for one in said if not one.edited} == {opening.event}
        assert any("Stap 2 van 2" in one.body for one in said)
        for name, figure in (("Els", "4"), ("Ahmed", "5")):
            await s.says(name, figure, thread=opening.event)
        assert numbers(closed(await s.says("Karin", "3", thread=opening.event))) == (3, 0, 0)


@pytest.mark.parametrize(
    ("question", "step"),
    [("!ronde tot vrijdag 17:00 Wat nu?", ""), ("!werkvorm uitchecken over dagen", "Stap 1 van 2: ")],
)
async def test_where_it_is_reads_well(tmp_path: Path, question: str, step: str) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Karin", question)
        (status,) = await s.says("Els", "!waarzijnwe")
        first, *middle, last = status.body.splitlines()
        assert first in ("#1 Rondje: Wat nu?", "#1 Even afsluiten")
        assert [line.startswith("Stap 1 van 2: ") for line in middle] == ([True] if step else [])
        assert last.startswith("Gehoord: 0 van 3. Antwoorden kan tot ")
