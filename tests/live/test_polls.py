"""Polls on a real homeserver: taps by other clients and typed votes in one tally, and one outcome whatever happens to copbot."""

from datetime import UTC, datetime, timedelta

import pytest

from copbot.demo.member import Member
from copbot.demo.wire import JsonObject
from copbot.engine.ports import AFTER_SEND, MOMENTS
from tests.live.conftest import MakeMember
from tests.live.copbot import Copbot
from tests.live.events import answers, kind, reply_to, spoken
from tests.live.rooms import welcomed

POLL = "!peiling Wat eten we? | soep | pizza | friet"


async def opened(host: Member, room: str, line: str = POLL) -> JsonObject:
    """A poll of the host's."""
    said = await host.say(room, line)
    poll = await host.wait_for(room, answers(said), 20)
    assert poll["type"] == "org.matrix.msc3381.poll.start"
    return poll


async def closed(member: Member, room: str, copbot: Copbot, polls: int = 1) -> JsonObject:
    """The end of the last of so many polls, when the outcome is there too; there is one of each."""
    await member.wait_for(room, kind("nudge"), 40)
    said = spoken(await member.timeline(room), copbot.user_id)
    ends = [event for event in said if event["content"]["nl.copbot"]["kind"] == "poll.closed"]
    told = [event for event in said if event["content"]["nl.copbot"]["kind"] == "nudge"]
    assert (len(ends), len(told)) == (polls, polls)
    return ends[-1]


async def test_taps_and_typed_votes_are_one_tally(resident: Copbot, new_member: MakeMember) -> None:
    anna, bert, carla, dirk = [await new_member(name) for name in ("anna", "bert", "carla", "dirk")]
    room = await welcomed(anna, resident, bert, carla, dirk)
    poll = await opened(anna, room)
    await bert.wait_for(room, lambda event: event["event_id"] == poll["event_id"], 10)

    await bert.vote(room, poll["event_id"], "1")
    typed = await carla.say(room, "!stem pizza")
    await carla.wait_for(room, answers(typed), 10)
    replied = await dirk.say(room, "2", reply_to=poll["event_id"])
    await dirk.wait_for(room, answers(replied), 10)
    later = await bert.vote(room, poll["event_id"], "3")
    await bert.redact(room, later)
    spoilt = await carla.vote(room, poll["event_id"], "nonsense")
    await carla.redact(room, spoilt)
    mine = await anna.vote(room, poll["event_id"], "1")
    assert mine
    await anna.vote(room, poll["event_id"])
    said = await anna.say(room, "!peiling sluit")
    await anna.wait_for(room, answers(said), 10)

    end = await closed(anna, room, resident)
    assert reply_to(end) == said
    assert end["content"]["m.relates_to"]["event_id"] == poll["event_id"]
    assert end["content"]["nl.copbot"]["tally"] == {"1": 1, "2": 2, "3": 0}
    assert end["content"]["nl.copbot"]["voters"] == 3


async def test_a_correction_is_an_edit_of_the_poll(resident: Copbot, new_member: MakeMember) -> None:
    anna = await new_member("anna")
    room = await welcomed(anna, resident)
    poll = await opened(anna, room, "!peiling Wat ete we? | soep | piza")
    said = await anna.say(room, "!peiling wijzig 1 Wat eten we? | soep | pizza")
    await anna.wait_for(room, answers(said), 10)

    def edit(event: JsonObject) -> bool:
        relation = event["content"].get("m.relates_to", {})
        return bool(relation.get("rel_type") == "m.replace" and relation["event_id"] == poll["event_id"])

    found = await anna.wait_for(room, edit, 10)
    assert found["type"] == poll["type"]
    path = ("rooms", room, "event", poll["event_id"])
    shown = (await anna.request("GET", *path))["unsigned"]["m.relations"]["m.replace"]
    assert shown["event_id"] == found["event_id"], "the homeserver takes it for an edit too"


async def test_a_native_end_of_a_host_is_followed_by_copbots_own(
    resident: Copbot, new_member: MakeMember
) -> None:
    anna, bert = await new_member("anna"), await new_member("bert")
    room = await welcomed(anna, resident, bert)
    poll = await opened(anna, room)
    await bert.end_poll(room, poll["event_id"])
    await bert.vote(room, poll["event_id"], "1")
    await anna.end_poll(room, poll["event_id"])
    end = await closed(anna, room, resident)
    assert end["content"]["nl.copbot"]["tally"] == {"1": 1, "2": 0, "3": 0}


async def test_a_deadline_while_away_closes_once_with_the_votes_until_then(
    copbot: Copbot, new_member: MakeMember
) -> None:
    anna, bert = await new_member("anna"), await new_member("bert")
    room = await welcomed(anna, copbot, bert)
    until = datetime.now(UTC) + timedelta(hours=5)
    poll = await opened(anna, room, f"!peiling tot {_local(until)} Wat eten we? | soep | pizza")
    await bert.vote(room, poll["event_id"], "2")
    assert await copbot.stop() == 0
    await anna.vote(room, poll["event_id"], "2")

    await copbot.start(ahead=12)
    end = await closed(anna, room, copbot)
    assert end["content"]["nl.copbot"]["tally"] == {"1": 0, "2": 2}
    await copbot.kill()
    await copbot.start(ahead=36)
    said = await anna.say(room, "!peiling")
    await anna.wait_for(room, answers(said), 20)
    await closed(anna, room, copbot)


def _local(at: datetime) -> str:
    from zoneinfo import ZoneInfo

    return at.astimezone(ZoneInfo("Europe/Amsterdam")).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    "moment",
    [pytest.param(moment, marks=() if moment == AFTER_SEND else pytest.mark.torture) for moment in MOMENTS],
)
async def test_an_end_at_a_named_moment_loses_and_doubles_no_vote(
    moment: str, copbot: Copbot, new_member: MakeMember
) -> None:
    anna, bert, carla = [await new_member(name) for name in ("anna", "bert", "carla")]
    room = await welcomed(anna, copbot, bert, carla)
    poll = await opened(anna, room)
    await bert.vote(room, poll["event_id"], "1")
    await copbot.kill()
    await carla.vote(room, poll["event_id"], "2")
    typed = await bert.say(room, "!stem 2")
    said = await anna.say(room, "!peiling sluit")
    await copbot.start(kill_at=(moment, 1), until_ready=False)
    assert await copbot.ended() == -9
    await copbot.start()

    await anna.wait_for(room, answers(said), 20)
    end = await closed(anna, room, copbot)
    assert end["content"]["nl.copbot"]["tally"] == {"1": 0, "2": 2, "3": 0}
    timeline = spoken(await anna.timeline(room), copbot.user_id)
    assert [reply_to(event) for event in timeline].count(typed) == 1


async def test_what_goes_out_is_what_clients_of_msc3381_read(
    resident: Copbot, new_member: MakeMember
) -> None:
    """The unstable names, a question and answers with text, and a text for clients that show no polls; whatever words."""
    anna, bert = await new_member("anna"), await new_member("bert")
    room = await welcomed(anna, resident, bert)
    poll = await opened(anna, room, "!peiling meer Wat? <b>\u202eook dit</b> | soep & brood | pizza 🍕")
    content = poll["content"]
    start = content["org.matrix.msc3381.poll.start"]
    assert set(start) == {"question", "kind", "max_selections", "answers"}
    assert start["question"] == {
        "org.matrix.msc1767.text": "Wat? <b>ook dit</b> (je mag meer keuzes maken)"
    }, "plain text, in which nothing can be turned round"
    assert (start["kind"], start["max_selections"]) == ("org.matrix.msc3381.poll.disclosed", 2)
    assert start["answers"] == [
        {"id": "1", "org.matrix.msc1767.text": "soep & brood"},
        {"id": "2", "org.matrix.msc1767.text": "pizza 🍕"},
    ]
    assert "1. soep & brood\n2. pizza 🍕" in content["org.matrix.msc1767.text"]
    assert content["m.mentions"] == {}
    assert "rel_type" not in content["m.relates_to"]

    for answers_chosen in (["1", "1"], ["1", "2", "nonsense"], ["2", "9"]):
        await bert.vote(room, poll["event_id"], *answers_chosen)
    await bert.vote(room, poll["event_id"], "2", "1")
    await anna.say(room, "!peiling sluit")
    end = await closed(anna, room, resident)
    assert end["type"] == "org.matrix.msc3381.poll.end"
    assert end["content"]["org.matrix.msc3381.poll.end"] == {}
    assert end["content"]["org.matrix.msc1767.text"].startswith("Peiling 1 is gesloten")
    assert end["content"]["m.relates_to"]["rel_type"] == "m.reference"
    assert end["content"]["nl.copbot"]["tally"] == {"1": 1, "2": 1}
