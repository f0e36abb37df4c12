"""How copbot comes into a room: notice, acceptance, settings; and that it keeps nothing before."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from copbot.core.facts import Entered, Invited, Locked
from tests.dialogs.stage import ME, ROOM, Heard, Stage, stage


async def test_a_host_accepts_and_takes_the_settings_in_dutch(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", accepted=False)
        accepted, proposal = await s.says("Els", "!start")
        if accepted.kind != "notice":
            accepted, proposal = proposal, accepted
        assert (accepted.kind, accepted.data["accepted"], accepted.data["rev"]) == ("notice", True, 1)
        assert accepted.body.endswith("Ik doe mee. Schrijf !hulp om te zien wat er kan.")
        assert proposal.data["command"] == "start"
        assert proposal.reply_to is not None
        assert proposal.body == (
            "Dank je wel, ik doe mee. Zo stel ik het voor:\n"
            "Ik schrijf Nederlands.\n"
            "Een beurt duurt 5 minuten.\n"
            "Meedoen kan 5 minuten lang.\n"
            "Van 21:00 tot 08:00 uur ben ik stil.\n"
            "Elke maandag om 12:30 uur vertel ik kort wat er gebeurde.\n"
            "Is dit goed? Zet ✅ of schrijf !start. Liever anders? Bijvoorbeeld: !instellingen beurt 3"
        )
        (settled,) = await s.says("Els", "start", reply_to=proposal)
        assert settled.body.startswith("Mooi, zo doen we het. Schrijf !hulp")
        assert "ouder" in settled.body
        (again,) = await s.says("Els", "!start")
        assert again.error == "already-started"


async def test_a_host_accepts_by_tapping_in_english(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        notice = await notice_of(s)
        assert (notice.data["accepted"], notice.data["rev"]) == (False, 0)
        assert "Stichting Voorbeeld runs me" in notice.body
        assert await s.taps("Karin", notice.event, "✅") == [], "only a host accepts"
        heard = await s.taps("Els", notice.event, "✅")
        kinds = {message.kind: message for message in heard}
        assert kinds["notice"].edited == notice.event
        assert kinds["notice"].data["accepted"] is True
        assert kinds["reply"].reply_to is None
        assert kinds["reply"].body == (
            "Thank you, I take part. This is what I propose:\n"
            "I write English.\n"
            "A turn takes 5 minutes.\n"
            "You can join for 5 minutes.\n"
            "From 21:00 to 08:00 I am quiet.\n"
            "Every Monday at 12:30 I tell in short what happened.\n"
            "Is this fine? Put ✅ or write !start. Something else? For example: !settings turn 3"
        )
        (taken,) = await s.taps("Els", kinds["reply"], "✅")
        assert taken.edited == kinds["reply"].event
        assert "Good, that is how we do it." in taken.body
        assert await s.taps("Els", kinds["reply"], "✅") == [], "once is enough"


async def notice_of(s: Stage) -> Heard:
    s.server.members[ROOM] = {ME: "copbot", "@els:localhost": "Els", "@karin:localhost": "Karin"}
    power = {"users": {"@els:localhost": 50}}
    s.rooms.apply(
        ROOM, [{"type": "m.room.power_levels", "state_key": "", "sender": "@els:localhost", "content": power}]
    )
    (notice,) = await s.happens(Entered(ROOM, ME, "$in", s.time))
    return notice


@pytest.mark.parametrize(("language", "command"), [("nl", "!rol ouder"), ("en", "!role parent")])
async def test_before_acceptance_it_refuses_once_a_day(tmp_path: Path, language: str, command: str) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Els", "Karin", accepted=False)
        (refused,) = await s.says("Karin", command)
        assert refused.error == "notice-not-accepted"
        assert await s.says("Els", command) == []
        await s.waits(days=1)
        (refused,) = await s.says("Karin", command)
        assert refused.error == "notice-not-accepted"
        for early in ("!help", "!privacy", "!language"):
            (answer,) = await s.says("Karin", early)
            assert answer.data["ok"] is True, early
        (denied,) = await s.says("Karin", "!start")
        assert denied.error == "not-allowed"
        assert "!gastvrouw" not in denied.body, "before the notice is accepted that tells nothing"


async def test_before_acceptance_nothing_about_people_is_kept(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", accepted=False)
        for line in (
            "ons kind zit thuis",
            "!kanniet naar school",
            "!rol ouder",
            "!hulp",
            "copbot: wat kun je?",
            "!ronde Hoe is het?",
        ):
            await s.says("Karin", line)
            await s.taps("Karin", s.last, "🧱")
        await s.waits(hours=2)
        found = await s.database.read(everything)
        people = [
            cell for cell in found if "karin" in cell or "els" in cell or "school" in cell or "thuis" in cell
        ]
        assert people == []


def everything(sql: sqlite3.Connection) -> list[str]:
    """Every cell of every table, in small letters."""
    tables = [
        row[0]
        for row in sql.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
    ]
    return [
        str(cell).lower() for table in tables for row in sql.execute(f"SELECT * FROM {table}") for cell in row
    ]


async def test_only_allowed_people_bring_it_in(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.happens(Invited("!a:localhost", "@els:localhost", "$1", s.time))
        await s.happens(Invited("!b:elsewhere", "@mallory:elsewhere", "$2", s.time))
        await s.happens(Invited("!c:localhost", "@els:localhost", "$3", s.time, encrypted=True))
        assert s.server.joined == ["!a:localhost", "!c:localhost"]
        assert s.server.left == [("!b:elsewhere", "")]


async def test_a_flood_of_invitations_waits(tmp_path: Path) -> None:
    """The stage allows three an hour from one person; the fourth is let in when the hour of the first is over."""
    async with stage(tmp_path) as s:
        for number in range(5):
            await s.happens(
                Invited(
                    f"!{number}:localhost",
                    "@els:localhost",
                    f"$e{number}",
                    s.time + timedelta(minutes=number),
                )
            )
        await s.happens(Invited("!other:localhost", "@karin:localhost", "$other", s.time))
        assert s.server.joined == ["!0:localhost", "!1:localhost", "!2:localhost", "!other:localhost"]
        await s.waits(minutes=59)
        assert len(s.server.joined) == 4
        await s.waits(minutes=2)
        assert s.server.joined[4:] == ["!3:localhost", "!4:localhost"]


async def test_a_notice_that_waits_takes_no_tap_once_the_room_is_encrypted(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        notice = await notice_of(s)
        (edited,) = await s.happens(Locked(ROOM, "@els:localhost", "$lock", s.time))
        assert (edited.edited, edited.data["accepted"], edited.data["rev"]) == (notice.event, False, 1)
        assert "Schrijf !start." in edited.body
        assert "✅" not in edited.body
        assert await s.happens(Locked(ROOM, "@els:localhost", "$again", s.time)) == []


async def test_leaving_and_coming_back_begins_anew(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        await s.says("Els", "!rol ouder")
        from copbot.core.facts import Departed

        await s.happens(Departed(ROOM, ME, "$out", s.time))
        assert await s.says("Els", "!hulp") == []
        (notice,) = await s.happens(Entered(ROOM, ME, "$back", s.time))
        assert notice.data["accepted"] is False
        await s.says("Els", "!start")
        (asked,) = await s.says("Els", "!rol")
        assert "Wat breng jij mee?" in asked.body, "the role went with the leaving"
