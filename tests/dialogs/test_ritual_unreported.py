"""What came of a ritual of which nothing is told: it stands in no digest and no list for others, whoever put it there and how."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copbot.store import erasure
from tests.databases import database
from tests.dialogs.digests import digests, monday, until
from tests.dialogs.playing_acts import bodies, rows
from tests.dialogs.scripted import HEAD, phase, use
from tests.dialogs.stage import Stage, stage

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ASK = 'ask = { nl = "Waarover?", en = "About what?" }\n'
TOLD = HEAD + "own_room = true\n" + ASK
NOWHERE = TOLD + "unreported = true\n"
PHASES = (
    phase("may", "harvest", "Wat mag?", "What may?", 'onto = "may"')
    + phase("vote", "ballot", "Welke?", "Which one?", 'options = { nl = "rood | blauw", en = "red | blue" }')
    + phase("agree", "consent", "Kan dit?", "Can this be?")
)
CANARIES = ("halve dagen", "kanarie", "vogelkooi", "zangzaad", "rood", "voederbak")


async def held(s: Stage) -> None:
    """The whole ritual, with more that people do meanwhile; and something of the room's own before and after."""
    await s.room("Karin", "Ahmed")
    await s.says("Karin", "!kanniet vooraf een bus")
    (own_room,) = await s.says("Karin", "!werkvorm proef kanarie erbij")
    opening, *_ = await s.says("Karin", "1", reply_to=own_room)
    for name in ("Karin", "Ahmed"):
        await s.taps(name, opening, "✋")
    await s.says("Karin", "!begin")
    await s.says("Karin", "halve dagen mag wel, want het lukte elders")
    await s.says("Ahmed", "!kanniet een vogelkooi")
    await s.says("Ahmed", "!herinner vrijdag 10:00 zangzaad kopen")
    await s.says("Ahmed", "!peiling tot vrijdag 17:00 voederbak? | ja | nee")
    await s.says("Ahmed", "pas")
    for name in ("Karin", "Ahmed"):
        await s.says(name, "!stem #2 rood")
    await s.waits(seconds=5)
    for name in ("Karin", "Ahmed"):
        await s.says(name, "!geenbezwaar")
    await s.waits(minutes=5)
    await s.says("Karin", "!kanniet achteraf een trein")


@pytest.mark.parametrize("script", ["nowhere", "told"])
async def test_nothing_of_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    use(monkeypatch, PHASES, NOWHERE if script == "nowhere" else TOLD)
    async with stage(tmp_path, clock=MORNING) as s:
        await held(s)
        assert rows(tmp_path, "SELECT count(*) FROM rituals WHERE ended IS NULL") == [(0,)]
        assert len(rows(tmp_path, "SELECT * FROM decisions")) == 1
        (now,) = digests(await s.says("Karin", "!weekbericht nu"))
        (register,) = await s.says("Karin", "!besluiten")
        chat = await s.direct("Ahmed")
        mine = bodies(await s.says("Ahmed", "!weekbericht mij", room=chat))
        weekly = bodies(await until(s, monday(30)))
        told = f"{now.body}\n{register.body}\n{mine}\n{weekly}"
        assert "vooraf een bus" in told
        assert "achteraf een trein" in told
        if script == "told":
            assert all(
                canary in told for canary in ("halve dagen", "kanarie", "vogelkooi", "zangzaad", "voederbak")
            )
            return
        assert [canary for canary in CANARIES if canary in told] == []
        assert now.data["rungs"] == {"cannot": 2, "may": 0, "support": 0}
        (shown,) = await s.says("Karin", "!punt 2")
        assert "halve dagen" in shown.body, "who asks for it by its number is shown it"


async def test_its_marks_go_with_what_they_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, PHASES, NOWHERE)
    async with stage(tmp_path, clock=MORNING) as s:
        await held(s)
        await s.waits(days=6)
    marked = "SELECT kind, number FROM unreported ORDER BY kind, number"
    assert rows(tmp_path, marked) == [
        ("decision", 1),
        ("item", 2),
        ("item", 3),
        ("poll", 1),
        ("poll", 2),
        ("proposal", 1),
        ("reminder", 1),
    ]
    async with database(tmp_path / "copbot.db") as opened:
        await opened.write(lambda sql: erasure.tidy(sql, MORNING + timedelta(days=200)))
    assert [kind for kind, _ in rows(tmp_path, marked)] == ["decision", "item", "item"], (
        "those are kept longer"
    )
