"""Files reach the homeserver before the message that shows them, encrypted where the room is, and once is enough."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nio.crypto.attachments import decrypt_attachment

from copbot.crypto.attachments import sealed
from copbot.engine.ports import Parcel, Unmakeable, Unsent
from copbot.matrix import files
from copbot.matrix.http import Refused
from tests.databases import database
from tests.messages import checked
from tests.phones import KARIN, ME, ROOM, Object, Phone
from tests.secrecy import House, Server

INSIDE = "BEGIN:VCALENDAR\r\nSUMMARY:Café\r\nEND:VCALENDAR\r\n".encode()


class Words:
    """A file that changes when it is told to."""

    inside = INSIDE

    def render(self, lane: str, body: Mapping[str, Any]) -> tuple[str, str]:
        return "Er hoort een bestand bij.", "Er hoort een bestand bij."

    def plain(self, lane: str, body: Mapping[str, Any]) -> str:
        return ""

    def poll(self, lane: str, body: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
        return "", []

    def file(self, lane: str, body: Mapping[str, Any]) -> tuple[str, str, bytes]:
        return "bijeenkomst.ics", "text/calendar", self.inside


WISH = Parcel(
    1,
    "txn",
    "say",
    ROOM,
    "key-0001",
    0,
    {"kind": "question", "field": {"about": "item"}, "file": {"media": "text/calendar"}},
    None,
)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A room in the clear, with one member who could read secrets."""
    server = Server()
    server.members[ROOM] = {ME: "join", KARIN: "join"}
    server.phones[KARIN] = [Phone(KARIN, "PHONE")]
    async with database(tmp_path / "copbot.db") as opened:
        house = House(opened, server, Words())
        house.rooms.apply(ROOM, [])
        yield house


def uploads(house: House) -> list[tuple[tuple[str, ...], bytes]]:
    """The files that the homeserver was given: under which name and type, and what is in them."""
    return [
        (path[2:], body.encode("latin-1"))
        for _, path, body in house.server.asked
        if path[:2] == ("media", "upload")
    ]


def opened(house: House, said: Object) -> Object:
    """What a member's device reads."""
    found = house.server.phones[KARIN][0].opens(said)
    assert found is not None
    return dict(found["content"])


def failing(house: House, *places: str) -> list[Exception]:
    """Requests whose path has one of these in it meet the troubles in the list, one after the other."""
    troubles: list[Exception] = []

    def meet(path: tuple[str, ...], body: object) -> None:
        if troubles and any(place in path for place in places):
            raise troubles.pop(0)

    house.server.trouble = meet
    return troubles


async def test_in_the_clear_the_message_leads_to_the_file(house: House) -> None:
    assert await house.sender.send(WISH) is not None
    assert uploads(house) == [(("bijeenkomst.ics", "text/calendar"), INSIDE)]
    (said,) = house.server.said()
    assert said["msgtype"] == "m.file"
    assert said["url"].startswith("mxc://")
    assert said["info"] == {"mimetype": "text/calendar", "size": len(INSIDE)}
    assert said["nl.copbot"]["key"] == "key-0001"
    assert checked(said)["body"] == "bijeenkomst.ics"


async def test_in_an_encrypted_room_the_homeserver_sees_neither_content_nor_name_nor_type(
    house: House,
) -> None:
    house.rooms.lock([ROOM])
    await house.sender.send(WISH)
    await house.sender.send(replace(WISH, txn="another"))
    (_, first), (_, second) = uploads(house)
    assert {name for name, _ in uploads(house)} == {("", "application/octet-stream")}
    assert first != second, "no key serves twice"
    assert b"VCALENDAR" not in first
    assert not any("ics" in json.dumps([path, body]) for _, path, body in house.server.asked)
    content = opened(house, house.server.said()[0])
    assert checked(content)["info"]["mimetype"] == "text/calendar"
    file = content["file"]
    assert (file["v"], file["key"]["alg"], file["key"]["kty"]) == ("v2", "A256CTR", "oct")
    assert decrypt_attachment(first, file["key"]["k"], file["hashes"]["sha256"], file["iv"]) == INSIDE


async def test_a_message_that_did_not_get_through_takes_the_file_that_is_there_already(house: House) -> None:
    failing(house, "send").append(Unsent("away"))
    with pytest.raises(Unsent):
        await house.sender.send(WISH)
    await house.sender.send(WISH)
    assert len(uploads(house)) == 1
    assert [path[4] for _, path, _ in house.server.asked if "send" in path] == ["txn", "txn"]


async def test_words_that_were_taken_away_meanwhile_are_not_in_what_is_shown(house: House) -> None:
    failing(house, "send").append(Unsent("away"))
    with pytest.raises(Unsent):
        await house.sender.send(WISH)
    assert isinstance(house.words, Words)
    house.words.inside = b"nothing"
    await house.sender.send(WISH)
    assert [inside for _, inside in uploads(house)] == [INSIDE, b"nothing"]
    assert house.server.said()[-1]["info"]["size"] == len(b"nothing")


async def test_a_room_that_is_encrypted_while_the_file_is_on_its_way_gets_it_encrypted(house: House) -> None:
    async def lock(path: tuple[str, ...]) -> None:
        if "upload" in path:
            house.rooms.lock([ROOM])

    house.server.pause = lock
    with pytest.raises(Unsent):
        await house.sender.send(WISH)
    assert house.server.said() == []
    await house.sender.send(WISH)
    assert "url" not in opened(house, house.server.said()[0])


@pytest.mark.parametrize("refusal", [(413, "M_TOO_LARGE"), (403, "M_FORBIDDEN"), (404, "M_UNRECOGNIZED")])
@pytest.mark.parametrize("secret", [False, True])
async def test_where_no_files_are_taken_people_read_a_sentence(
    house: House, refusal: tuple[int, str], secret: bool
) -> None:
    if secret:
        house.rooms.lock([ROOM])
    failing(house, "upload").append(Refused(*refusal))
    await house.sender.send(WISH)
    (said,) = house.server.said()
    content = opened(house, said) if secret else said
    assert (content["msgtype"], content["body"]) == ("m.notice", "Er hoort een bestand bij.")
    assert checked(content)["nl.copbot"]["key"] == "key-0001"


async def test_a_homeserver_whose_files_are_sick_holds_a_room_up_for_a_few_tries_only(house: House) -> None:
    failing(house, "upload").extend([Unsent("502")] * (files.TRIES + 1))
    for _ in range(files.TRIES - 1):
        with pytest.raises(Unsent):
            await house.sender.send(WISH)
    await house.sender.send(WISH)
    assert [said["msgtype"] for said in house.server.said()] == ["m.notice"]
    with pytest.raises(Unsent):
        await house.sender.send(replace(WISH, txn="the next file is tried anew"))


async def test_a_file_that_is_too_large_is_a_fault_of_ours(house: House) -> None:
    assert isinstance(house.words, Words)
    house.words.inside = bytes(files.LARGEST + 1)
    with pytest.raises(Unmakeable):
        await house.sender.send(WISH)
    assert uploads(house) == []


def test_no_key_of_another_length_is_taken() -> None:
    with pytest.raises(ValueError, match="length"):
        sealed(b"", bytes(16), bytes(8))
