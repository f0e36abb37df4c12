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
from tests.dialogs.stage import ROOM, Stage, stage

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
    await begun(s, "Karin", "Ahmed")
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


async def begun(s: Stage, *joining: str) -> None:
    """Karin begins it, here in the room, with those who join."""
    (own_room,) = await s.says("Karin", "!werkvorm proef kanarie erbij")
    opening, *_ = await s.says("Karin", "1", reply_to=own_room)
    for name in joining:
        await s.taps(name, opening, "✋")
    await s.says("Karin", "!begin")


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


async def test_once_it_is_over_it_is_shown_to_those_alone_whose_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in lists nor by its number; while it runs its people see it in the room as ever."""
    use(monkeypatch, PHASES, NOWHERE)
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        await begun(s, "Karin")
        await s.says("Ahmed", "!kanniet een vogelkooi")
        await s.says("Karin", "!steun 1 zangzaad voor vrijdag")
        await s.says("Ahmed", "!herinner vrijdag 10:00 vogelkooi ophalen")
        for line in ("!steun", "!punt 1", "!herinneringen"):
            (meanwhile,) = await s.says("Ahmed", line)
            assert "vogelkooi" in meanwhile.body
        await s.says("Karin", "!einde")
        await s.waits(minutes=5)
        chats = {name: await s.direct(name) for name in ("Karin", "Ahmed", "Els")}
        for name, line, room in (
            ("Ahmed", "!punt 1", None),
            ("Els", "!punt 1", chats["Els"]),
            ("Ahmed", "!steun", None),
            ("Ahmed", "!steun mijn", None),
            ("Els", "!herinneringen", None),
            ("Els", "!steun", chats["Els"]),
        ):
            (told,) = await s.says(name, line, room=room or ROOM)
            assert [word for word in CANARIES if word in told.body] == [], line
        for name in ("Ahmed", "Karin"):
            (theirs,) = await s.says(name, "!punt 1", room=chats[name])
            assert "vogelkooi" in theirs.body
        (mine,) = await s.says("Ahmed", "!steun mijn", room=chats["Ahmed"])
        assert "vogelkooi" in mine.body
        assert any("vogelkooi ophalen" in one.body for one in await s.waits(days=4)), "reminders come as ever"


async def test_what_is_done_meanwhile_with_older_things_is_not_told_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, PHASES, NOWHERE)
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet een bus")
        await s.says("Karin", "!weekbericht nu")
        await s.waits(days=1)
        await begun(s, "Karin")
        await s.says("Karin", "!magwel 1 want vogelkooi")
        await s.says("Ahmed", "!steun 1 zangzaad voor vrijdag")
        await s.says("Karin", "!einde")
        await s.waits(minutes=5)
        told = bodies(await s.says("Karin", "!weekbericht nu"))
        assert "een bus" not in told
        assert [word for word in CANARIES if word in told] == []
        await s.says("Ahmed", "!kanniet achteraf een trein")
        weekly = bodies(await until(s, monday(30)))
        assert "achteraf een trein" in weekly
        assert [word for word in CANARIES if word in weekly] == []


@pytest.mark.parametrize("left", [False, True])
async def test_a_decision_of_it_comes_back_to_who_proposed_it_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: bool
) -> None:
    use(monkeypatch, PHASES, NOWHERE)
    async with stage(tmp_path, clock=MORNING) as s:
        await held(s)
        chats = {name: await s.direct(name) for name in ("Karin", "Ahmed")}
        for name, room in (("Karin", ROOM), ("Ahmed", ROOM), ("Ahmed", chats["Ahmed"])):
            (register,) = await s.says(name, "!besluit 1", room=room)
            assert register.error == "not-told"
        (shown,) = await s.says("Karin", "!besluit 1", room=chats["Karin"])
        assert "kanarie erbij" in shown.body
        if left:
            await s.leaves("Karin")
        later = [one for one in await s.waits(days=120) if "kanarie" in one.body]
        assert [one.room for one in later] == ([] if left else [chats["Karin"]])
        if not left:
            assert later[0].body.startswith("Een vraag voor jou alleen, voor De kring:")
            (again,) = await s.says("Karin", "1", room=chats["Karin"])
            assert again.room == chats["Karin"]


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
