"""What stays of a proposal and what goes: taps, removals, retention, restarts, leaving, encrypted rooms."""

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from copbot.core.facts import Departed
from tests.dialogs.proposals import live, to_consent
from tests.dialogs.stage import ME, ROOM, Stage, stage


async def rows(s: Stage, table: str) -> list[dict[str, Any]]:
    def read(sql: sqlite3.Connection) -> list[dict[str, Any]]:
        return [dict(row) for row in sql.execute(f"SELECT * FROM {table}")]

    return await s.database.read(read)


async def everything(s: Stage) -> str:
    """All that the database holds, as text."""

    def read(sql: sqlite3.Connection) -> str:
        return "\n".join(sql.iterdump())

    return await s.database.read(read)


# -- taps


async def test_a_tap_is_answered_by_editing_and_taken_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        (edit,) = await s.taps("Els", asked, "✅")
        assert (edit.edited, edit.body.count("Gehoord: 2 van 3.")) == (asked.event, 1)
        tap = s.last
        (edit,) = await s.taps("Els", asked, "✅")
        assert "Gehoord: 2 van 3." in edit.body, "twice is once"
        (edit,) = await s.takes_away("Els", tap)
        assert "Gehoord: 1 van 3." in edit.body


async def test_taking_a_tap_away_takes_back_no_objection(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        await s.taps("Els", asked, "✅")
        tap = s.last
        await s.says("Els", "bezwaar: te laat", reply_to=asked)
        assert await s.takes_away("Els", tap) == []
        assert [voice["stance"] for voice in await rows(s, "voices")] == ["objection"]


async def test_a_tap_on_an_earlier_round_means_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        await s.says("Ahmed", "!wijzig We eten samen brood")
        assert await s.taps("Els", asked, "✅") == []
        assert await rows(s, "voices") == []


async def test_in_an_encrypted_room_a_message_is_needed(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", encrypted=True)
        asked = await to_consent(s)
        assert "✅" not in asked.body
        assert s.server.reactions == []
        (told,) = await s.taps("Els", asked, "✅")
        assert (told.error, await rows(s, "voices")) == ("needs-message", [])
        assert 'wil je "geen bezwaar" schrijven' in told.body
        await s.says("Els", "geen bezwaar", reply_to=asked)
        *_, decided = await s.says("Karin", "1", reply_to=asked)
        assert decided.kind == "decision"


# -- words that are taken away


async def test_removing_the_proposal_takes_it_away(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        (opened,) = await s.says("Ahmed", "!voorstel De kanarie mag mee")
        said = s.last
        await s.says("Ahmed", "!volgende")
        assert await s.takes_away("Ahmed", said) == []
        assert opened.event in s.server.redacted
        (none,) = await s.says("Els", "!geenbezwaar")
        assert none.error == "no-proposal"
        (gone,) = await s.says("Els", "!voorstel 1")
        assert gone.error == "no-such-proposal"
        assert [one.kind for one in await s.waits(days=40)] == []
        assert "kanarie" not in await everything(s)


async def test_removing_an_objection_takes_its_words_and_not_the_objection(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        await s.says("Els", "bezwaar: de kanarie schrikt", reply_to=asked)
        objection = s.last
        await s.says("Karin", "kanttekening: wel voor negenen", reply_to=asked)
        ended = s.server.sent[-1]
        assert "kanarie" in ended.body
        (again,) = await s.takes_away("Els", objection)
        assert ended.event in s.server.redacted
        assert "Bezwaar van Els: (weggehaald)" in again.body
        assert "Kanttekening van Karin: wel voor negenen" in again.body, "what stood beside it is said again"
        assert "kanarie" not in await everything(s)
        (told, decided) = await s.says("Els", "ik trek mijn bezwaar in", reply_to=again)
        assert (told.kind, decided.kind) == ("reply", "decision")


async def test_removing_a_concern_leaves_the_decision(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        await s.says("Els", "kanttekening: de kanarie mag mee", reply_to=asked)
        concern = s.last
        *_, decided = await s.says("Karin", "akkoord", reply_to=asked)
        (again,) = await s.takes_away("Els", concern)
        assert decided.event in s.server.redacted
        assert (again.kind, again.data["decision"]) == ("decision", 1)
        assert "Kanttekening van Els: (weggehaald)" in again.body
        assert "kanarie" not in await everything(s)


async def test_removing_what_was_decided_leaves_its_number(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Ahmed", "!voorstel nu De kanarie mag mee")
        said = s.last
        await s.waits(minutes=15, seconds=5)
        *_, decided = (await s.says("Karin", "geen bezwaar"), s.server.sent[-1])
        assert decided.kind == "decision"
        (again,) = await s.takes_away("Ahmed", said)
        assert again.body.startswith("Besluit 1: (weggehaald)\n")
        (shown,) = await s.says("Karin", "!besluiten")
        assert "Besluit 1: (weggehaald)" in shown.body
        assert "kanarie" not in await everything(s)
        assert [one.kind for one in await s.waits(days=100) if one.kind == "question"] == []


# -- how long


async def test_contributions_go_after_ninety_days_and_decisions_two_years_after_their_day(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        await s.says("Karin", "!weekbericht uit")
        await s.says("Els", "kanttekening: op tijd", reply_to=asked)
        await s.says("Karin", "akkoord", reply_to=asked)
        await s.waits(days=89)
        await s.ticking.tidy()
        assert [len(await rows(s, table)) for table in ("proposals", "voices", "decisions", "concerns")] == [
            1,
            2,
            1,
            1,
        ]
        await s.waits(days=2)
        await s.ticking.tidy()
        assert [len(await rows(s, table)) for table in ("proposals", "voices", "decisions", "concerns")] == [
            0,
            0,
            1,
            1,
        ]
        s.time += timedelta(days=730)
        await s.ticking.tidy()
        assert len(await rows(s, "decisions")) == 1, "the day was three months after"
        s.time += timedelta(days=5)
        await s.ticking.tidy()
        assert [len(await rows(s, table)) for table in ("decisions", "concerns")] == [0, 0]


async def test_when_copbot_leaves_what_runs_ends(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await to_consent(s)
        await s.happens(Departed(ROOM, ME, "$out", s.time))
        (kept,) = await rows(s, "proposals")
        assert (kept["phase"], kept["ended"] is not None) == ("gone", True)
        assert await s.waits(days=40) == []


@pytest.mark.parametrize("rounds", range(4))
async def test_stopped_in_any_round_it_goes_on_where_it_was(tmp_path: Path, rounds: int) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        if rounds < 3:
            await s.says("Ahmed", "!voorstel nu Samen eten")
            await s.waits(minutes=(0, 5, 15)[rounds], seconds=2)
        else:
            await live(s)
            await s.says("Els", "bezwaar: te laat")
            await s.says("Karin", "akkoord")
    async with stage(tmp_path, before=s) as again:
        await again.waits(minutes=15 - (0, 5, 15, 15)[rounds], seconds=2)
        asked = [one for one in again.server.sent if one.kind.startswith("proposal")][-1]
        if rounds == 3:
            *_, asked = await again.says("Ahmed", "!wijzig Samen vroeg eten")
        await again.says("Els", "akkoord", reply_to=asked)
        *_, decided = await again.says("Karin", "akkoord", reply_to=asked)
        assert decided.kind == "decision"
        assert [one.kind for one in again.server.sent].count("decision") == 1
