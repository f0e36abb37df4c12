"""A meeting on a real homeserver, led by one person, with copbot that ends in the middle; who was not there reads the minutes."""

from __future__ import annotations

from typing import Any

from copbot.demo.member import Member
from copbot.demo.wire import JsonObject
from copbot.engine.ports import AFTER_COMMIT, AFTER_SEND, BEFORE_MARK
from tests.live.conftest import MakeMember
from tests.live.copbot import Copbot
from tests.live.events import check_all, kind, spoken
from tests.live.rooms import ask, welcomed
from tests.live.test_files import downloaded


async def item(member: Member, room: str, words: str) -> JsonObject:
    """The message with which an item of the agenda begins."""

    def begins(event: JsonObject) -> bool:
        return kind("ritual.phase")(event) and words in event["content"]["body"]

    return await member.wait_for(room, begins, 30)


async def restarted(copbot: Copbot, moment: str) -> None:
    """copbot starts, ends by itself at a moment, and starts again."""
    await copbot.start(kill_at=(moment, 1), until_ready=False)
    assert await copbot.ended() == -9
    await copbot.start()


def minutes(event: JsonObject) -> bool:
    return kind("minutes")(event) and event["content"]["msgtype"] != "m.file"


def written_down(event: JsonObject) -> bool:
    return kind("minutes")(event) and event["content"]["msgtype"] == "m.file"


async def test_a_meeting_goes_on_however_copbot_ends_and_who_was_not_there_reads_its_minutes(
    copbot: Copbot, new_member: MakeMember
) -> None:
    anna, bert, later = await new_member("anna"), await new_member("bert"), await new_member("cleo")
    room = await welcomed(anna, copbot, bert)
    assert (await ask(anna, room, "!bijeenkomst Kring over een uur"))["kind"] == "meeting"
    for words in ("de bus (besluiten)", "de zomer", "de lift"):
        assert (await ask(bert, room, f"!agenda erbij {words}"))["ok"] is True
    await copbot.kill()

    await anna.say(room, "!bijeenkomst start samen")
    await restarted(copbot, AFTER_COMMIT)
    await anna.wait_for(room, kind("ritual.opened"), 30)
    for _ in range(3):
        await ask(anna, room, "!volgende")
    first = await item(anna, room, ": #1 de bus")
    await copbot.kill()

    await anna.say(room, "besluit: we vragen een andere bus")
    await restarted(copbot, AFTER_SEND)
    await anna.wait_for(room, kind("decision"), 30)
    await copbot.kill()

    await anna.say(room, "afspraak: Bert belt de gemeente")
    await anna.react(room, first["event_id"], "⏭️")
    await restarted(copbot, BEFORE_MARK)
    await item(bert, room, ": #2 de zomer")
    await anna.say(room, "volgende keer")
    await item(bert, room, ": #3 de lift")
    await copbot.kill()

    await anna.say(room, "!bijeenkomst einde")
    await restarted(copbot, AFTER_COMMIT)
    await bert.wait_for(room, minutes, 30)

    await anna.invite(room, later.user_id)
    await later.join(room)
    answer = await ask(later, room, "!verslag")
    file = await later.wait_for(room, written_down, 30)
    assert file["content"]["info"]["mimetype"] == "text/markdown"
    written = await downloaded(later, file["content"])
    said = spoken(await later.timeline(room), copbot.user_id)
    shown = next(event for event in said if event["content"]["nl.copbot"]["key"] == answer["key"])
    for line in (
        "Besluit 1, samen genomen in de bijeenkomst: we vragen een andere bus",
        "Afspraak: Bert belt de gemeente",
        "Besproken: #1 de bus",
        "Voor de volgende keer: #2 de zomer en #3 de lift",
    ):
        assert line in shown["content"]["body"]
        assert line in written.replace("\\", "")
    assert kinds(spoken(await bert.timeline(room), copbot.user_id)) == {
        "ritual.opened": 1,
        "ritual.phase": 6,
        "decision": 1,
        "ritual.closed": 1,
        "meeting.started": 1,
        "minutes": 3,  # when it was over, and as an answer with its file
    }, "each of them once"
    assert [event for event in spoken(await bert.timeline(room), copbot.user_id) if pings(event)] == []
    check_all([anna, bert], copbot.user_id)


def kinds(said: list[JsonObject]) -> dict[str, int]:
    """How many messages of each kind that tells of the meeting, edits left out."""
    told: dict[str, int] = {}
    for event in said:
        data: dict[str, Any] = event["content"]["nl.copbot"]
        if data["rev"] == 0 and data["kind"] not in ("notice", "reply", "meeting"):
            told[data["kind"]] = told.get(data["kind"], 0) + 1
    return told


def pings(event: JsonObject) -> list[str]:
    """Whom a message of the meeting means."""
    found = event["content"]["nl.copbot"]["kind"].split(".")[0]
    return event["content"]["m.mentions"].get("user_ids", []) if found in ("ritual", "meeting") else []
