"""A room is upgraded: what runs there ends, what was said in it is lost to nobody, and people are told where to go on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.dialogs.proposals import to_consent
from tests.dialogs.rounds import alarms
from tests.dialogs.stage import ROOM, Heard, Stage, stage, user

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NEW = "!nieuw:localhost"


async def moves(s: Stage, *, mute: bool = True) -> list[Heard]:
    """Karin upgrades the room, as a homeserver tells it: first that it moved, then that nobody may write any more."""
    tombstone = {"body": "This room has been replaced", "replacement_room": NEW}
    said = await s.event("Karin", "m.room.tombstone", tombstone, more={"state_key": ""})
    assert said == []
    if mute:
        powers = {"users": {user("Karin"): 100}, "events_default": 50, "invite": 50}
        await s.event("Karin", "m.room.power_levels", powers, more={"state_key": ""})
    return await s.waits(seconds=15)


def to(said: list[Heard], s: Stage, name: str) -> list[str]:
    """What somebody got in their own chat."""
    return [one.body for one in said if one.room != ROOM and user(name) in s.server.members[one.room]]


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_who_led_gets_what_was_said_and_where_to_go_on(tmp_path: Path, language: str) -> None:
    async with stage(tmp_path, language, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        (opening,) = await s.says("Ahmed", "!ronde tot vrijdag 17:00 Wat gaf je moed?")
        await s.says("Els", "De juf.", reply_to=opening)
        said = await moves(s)
        assert [one.room for one in said if one.room == ROOM] == [], "nobody may write there any more"
        where, words, told, *_ = to(said, s, "Ahmed")
        assert f"https://matrix.to/#/{NEW}" in where
        assert "De kring" in words
        assert "Els: De juf." in told
        assert to(said, s, "Els") == []
        assert alarms(tmp_path) == 0
        (status,) = await s.says("Els", "!waarzijnwe")
        assert status.error == "no-ritual"


@pytest.mark.parametrize(("quiet", "heir"), [("A", "Karin"), ("AK", "Els"), ("AKE", None)])
async def test_what_was_said_is_not_lost_where_who_led_wants_no_messages(
    tmp_path: Path, quiet: str, heir: str | None
) -> None:
    """Then it goes to who upgraded the room, or to somebody else who may begin it anew; who said "stop" is left in peace."""
    names = ("Karin", "Ahmed", "Els")
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room(*names)
        (opening,) = await s.says("Ahmed", "!ronde tot vrijdag 17:00 Wat gaf je moed?")
        await s.says("Els", "De juf.", reply_to=opening)
        for name in names:
            if name[0] in quiet:
                await s.says(name, "!stop", room=await s.direct(name))
        said = await moves(s)
        assert [name for name in names if to(said, s, name)] == ([] if heir is None else [heir])
        if heir is not None:
            where, words, told, *_ = to(said, s, heir)
            assert "Wat daar liep, is gestopt." in where
            assert "De kring" in words
            assert "Els: De juf." in told


async def test_where_copbot_may_still_write_all_of_it_stands_in_the_room(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        (opening,) = await s.says("Ahmed", "!ronde tot vrijdag 17:00 Wat gaf je moed?")
        await s.says("Els", "De juf.", reply_to=opening)
        said = await moves(s, mute=False)
        here = [one.body for one in said if one.room == ROOM and not one.edited]
        assert "Els: De juf." in here[0]
        assert here[-1].startswith(f"Deze groep gaat verder in een nieuwe: https://matrix.to/#/{NEW}")
        (private,) = to(said, s, "Ahmed")
        assert "Wat jij daar leidde, is gestopt." in private


async def test_a_proposal_ends_without_a_decision_and_with_what_was_held(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        asked = await to_consent(s)
        await s.says("Els", "bezwaar: Bob kan er niet in", reply_to=asked)
        await s.says("Bob", "geen bezwaar", reply_to=asked)
        said = to(await moves(s), s, "Ahmed")
        assert said[2] == "Voorstel 1 stopt hier, zonder besluit: We eten samen soep"
        assert said[3].endswith("Bezwaar van Els: Bob kan er niet in")
        assert len(said) == 4
        (gone,) = await s.says("Bob", "!geenbezwaar 1")
        assert gone.error == "no-such-proposal"
        assert alarms(tmp_path) == 0


async def test_a_poll_closes_with_the_votes_that_there_are(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Ahmed", "!peiling Soep? | ja | nee")
        await s.says("Els", "!stem 1")
        said = to(await moves(s), s, "Ahmed")
        assert "ja" in said[-1]
        assert "1" in said[-1]
        (closed,) = await s.says("Els", "!stem #1 2")
        assert closed.error == "poll-closed"


@pytest.mark.parametrize("known", [True, False])
async def test_who_upgraded_the_room_is_told_in_a_chat_that_there_is(tmp_path: Path, known: bool) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        if known:
            await s.direct("Karin")
        told = [one.body for one in await moves(s)]
        assert [one.endswith("Nodig mij daar uit, dan doe ik weer mee.") for one in told] == [True] * known


async def test_what_stands_on_the_ladder_can_still_be_read_in_private(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Ahmed", "!kanniet Vervoer regelen")
        chat = await s.direct("Karin")
        (told,) = to(await moves(s), s, "Karin")
        assert "Wat er op de ladder staat, blijft bij de oude groep." in told
        (shown,) = await s.says("Karin", "!steun", room=chat)
        assert "Vervoer regelen" in shown.body


async def test_a_reminder_comes_in_private_where_nobody_reads_the_room_any_more(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Ahmed", "!herinner elke dag 12:00 soep halen")
        await moves(s)
        told = to(await s.waits(hours=3), s, "Ahmed")
        assert [one.startswith("Je wilde dit niet vergeten: soep halen.") for one in told] == [True]
        assert await s.waits(days=3) == []


async def test_in_a_chat_the_old_room_and_the_new_one_are_told_apart(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed")
        await moves(s)
        await s.room("Karin", "Ahmed", room=NEW)
        chat = await s.direct("Ahmed")
        (which,) = await s.says("Ahmed", "!rol ouder", room=chat)
        assert which.body.splitlines()[-2:] == ["1 De kring", "2 De kring, zoals die was voor de verhuizing"]


async def test_copbot_off_while_the_room_moves(tmp_path: Path) -> None:
    """It ends what runs when it is back, once; a second tombstone ends nothing twice."""
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        (opening,) = await s.says("Ahmed", "!ronde tot vrijdag 17:00 Wat gaf je moed?")
        await s.says("Els", "De juf.", reply_to=opening)
        await s.event("Karin", "m.room.tombstone", {"replacement_room": NEW}, more={"state_key": ""})
    async with stage(tmp_path, before=s) as s:
        said = await s.waits(days=5)
        assert sum("De juf." in one for one in to(said, s, "Ahmed")) == 0, (
            "copbot may still write in the room"
        )
        assert sum("De juf." in one.body for one in said if one.room == ROOM) == 1
        assert await moves(s, mute=False) == []


@pytest.mark.parametrize(("language", "mute"), [("nl", True), ("en", False)])
async def test_nobody_is_called_to_a_meeting_in_a_dead_room(
    tmp_path: Path, language: str, mute: bool
) -> None:
    """Who called it is told at once, who comes once and in time; nothing is sent into the room, and nothing after that."""
    async with stage(tmp_path, language, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        shown, _file = await s.says("Ahmed", "!meeting Kring every wednesday 19:30 in de bieb")
        await s.says("Els", "ik kom", reply_to=shown)
        await s.says("Bob", "ik kom niet", reply_to=shown)
        (told,) = to(await moves(s, mute=mute), s, "Ahmed")
        assert f"https://matrix.to/#/{NEW}" in told
        assert "#1 (Kring)" in told
        later = await s.waits(days=30)
        assert {one.room for one in later} & {ROOM} == set()
        assert [(len(to(later, s, name)), name) for name in ("Ahmed", "Els", "Bob")] == [
            (1, "Ahmed"),
            (1, "Els"),
            (0, "Bob"),
        ]
        (coming,) = to(later, s, "Els")
        assert f"https://matrix.to/#/{NEW}" in coming
        assert "de bieb" in coming
        assert alarms(tmp_path) == 0


async def test_the_minutes_of_a_meeting_that_ran_are_given_to_who_led_it(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Ahmed", "!bijeenkomst Kring vandaag 10:15")
        (how,) = await s.says("Ahmed", "!bijeenkomst start")
        await s.says("Ahmed", "2", reply_to=how)
        for n in range(12):
            await s.says("Ahmed", f"!afspraak nummer {n} doen we")
        said = await moves(s)
        assert [one for one in said if one.room == ROOM] == []
        told = "\n".join(to(said, s, "Ahmed"))
        assert [n for n in range(12) if f"nummer {n} doen we" not in told] == []
