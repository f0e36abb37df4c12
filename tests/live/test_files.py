"""Calendar files on a real homeserver: members download, decrypt and read them; each is shown once, or a sentence says why not."""

import asyncio

import aiohttp
import pytest

from copbot.demo.member import Member
from copbot.demo.sight import Predicate
from copbot.demo.wire import JsonObject
from tests.live.conftest import MakeCopbot, MakeMember, MakePeer
from tests.live.copbot import Copbot
from tests.live.events import answers, kind, spoken
from tests.live.proxy import Fault, FaultProxy, Hang, Pass, Seen, bad_gateway, matrix_error
from tests.live.rooms import ask, welcomed
from tests.meetings.calendar_files import lines

CALLED = "!bijeenkomst Kring 1 dec 2027 19:30 duur 2 uur in de bibliotheek"
WHILE = 2.0  # seconds in which a second one would be there


def uploads(request: Seen) -> bool:
    """Matches files given to the homeserver."""
    return request.method == "POST" and request.path.endswith("/media/v3/upload")


def file(number: int) -> Predicate:
    """Holds for the nth file."""
    seen: set[str] = set()

    def holds(event: JsonObject) -> bool:
        if event["content"].get("msgtype") == "m.file":
            seen.add(event["event_id"])
        return len(seen) >= number

    return holds


async def downloaded(member: Member, content: JsonObject) -> str:
    """What is in a file in the clear, as any client gets it."""
    server, media = content["url"].removeprefix("mxc://").split("/")
    address = f"{member._wire._url}/_matrix/client/v1/media/download/{server}/{media}"
    headers = {"Authorization": f"Bearer {member.access_token}"}
    async with aiohttp.ClientSession() as session, session.get(address, headers=headers) as answer:
        assert answer.status == 200
        assert answer.content_type == content["info"]["mimetype"]
        return (await answer.read()).decode()


async def files(member: Member, room: str, copbot: Copbot) -> list[JsonObject]:
    """The files that stand in the room, after a while in which others might have come."""
    await asyncio.sleep(WHILE)
    said = spoken(await member.timeline(room), copbot.user_id)
    return [event["content"] for event in said if event["content"]["msgtype"] == "m.file"]


async def test_a_member_reads_the_file_and_the_next_one_takes_its_place(
    new_copbot: MakeCopbot, new_member: MakeMember
) -> None:
    copbot = await new_copbot()
    await copbot.start()
    anna, bert = await new_member("anna"), await new_member("bert")
    room = await welcomed(anna, copbot, bert)
    await ask(anna, room, "!instellingen kalender volledig")
    said = await anna.say(room, CALLED)
    await anna.wait_for(room, answers(said), 20)
    shown = (await bert.wait_for(room, file(1), 20))["content"]
    assert (shown["body"], shown["info"]["mimetype"]) == ("bijeenkomst-1.ics", "text/calendar")
    first = lines(await downloaded(bert, shown))
    assert "SUMMARY:Kring" in first
    assert "DTSTART;TZID=Europe/Amsterdam:20271201T193000" in first
    assert shown["info"]["size"] == len((await downloaded(bert, shown)).encode())

    await ask(anna, room, "!bijeenkomst verzet 1 2 dec 2027 20:00", timeout=20)
    changed = lines(await downloaded(bert, (await bert.wait_for(room, file(2), 20))["content"]))
    assert "DTSTART;TZID=Europe/Amsterdam:20271202T200000" in changed
    uid = [line for line in first if line.startswith("UID:")]
    assert [line for line in changed if line.startswith(("UID:", "SEQUENCE:"))] == [*uid, "SEQUENCE:1"]


async def test_in_an_encrypted_room_the_homeserver_keeps_nothing_that_can_be_read(
    new_copbot: MakeCopbot, new_peer: MakePeer
) -> None:
    copbot = await new_copbot()
    await copbot.start()
    anna, bert = await new_peer("anna"), await new_peer("bert")
    room = await welcomed(anna, copbot, bert, timeout=60, encrypted=True)
    said = await anna.say(room, CALLED)
    await anna.wait_for(room, answers(said), 20)
    event = await bert.wait_for(room, file(1), 20)
    assert event["encrypted"]
    assert "url" not in event["content"]
    kept, text = await bert.file(event["content"])
    assert b"VCALENDAR" not in kept
    assert lines(text)[0] == "BEGIN:VCALENDAR"
    assert "SUMMARY:Bijeenkomst" in lines(text)
    assert "LOCATION" not in text


async def test_killed_between_the_file_and_the_message_that_shows_it(
    new_copbot: MakeCopbot, new_member: MakeMember, proxy: FaultProxy
) -> None:
    copbot = await new_copbot(url=proxy.url)
    await copbot.start()
    anna = await new_member("anna")
    room = await welcomed(anna, copbot)
    await copbot.emptied()

    def after_a_file(request: Seen) -> Fault:
        return Hang(60) if request.is_send and proxy.matching(uploads) else Pass()

    proxy.choose(after_a_file)
    said = await anna.say(room, CALLED)
    await anna.wait_for(room, answers(said), 20)
    await proxy.arrived(uploads, 1)
    await proxy.arrived(lambda request: isinstance(request.fault, Hang), 1)
    await copbot.kill()
    proxy.clear()
    await copbot.start()
    await anna.wait_for(room, file(1), 20)
    assert len(await files(anna, room, copbot)) == 1
    assert len(proxy.matching(uploads)) == 2, "the first one lies at the homeserver, and nothing leads there"


@pytest.mark.parametrize(
    ("fault", "tries"),
    [
        pytest.param(matrix_error(413, "M_TOO_LARGE"), 1, id="too large"),
        pytest.param(matrix_error(404, "M_UNRECOGNIZED"), 1, id="no files", marks=pytest.mark.torture),
        pytest.param(bad_gateway(), 4, id="sick", marks=pytest.mark.torture),
    ],
)
async def test_where_the_homeserver_takes_no_files_people_read_a_sentence(
    new_copbot: MakeCopbot, new_member: MakeMember, proxy: FaultProxy, fault: Fault, tries: int
) -> None:
    copbot = await new_copbot(url=proxy.url, language="en")
    await copbot.start()
    anna = await new_member("anna")
    room = await welcomed(anna, copbot)
    proxy.always(uploads, fault)
    said = await anna.say(room, "!meeting Circle 1 Dec 2027 19:30")
    answer = await anna.wait_for(room, answers(said), 20)
    told = await anna.wait_for(
        room, lambda event: kind("meeting")(event) and "(meeting-1)" in event["content"]["body"], 30
    )
    assert told["content"]["msgtype"] == "m.notice"
    assert told["content"]["nl.copbot"]["start"] == answer["content"]["nl.copbot"]["start"]
    assert len(proxy.matching(uploads)) == tries
    await ask(anna, room, "!meetings", timeout=20)
    assert await files(anna, room, copbot) == []
