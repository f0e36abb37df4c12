"""Authority comes from the room's own state: power levels, and the creators of newer rooms. Nothing forged counts."""

from typing import Any, cast

import pytest

from copbot.matrix.http import Requests
from copbot.matrix.rooms import Rooms


def rooms(*events: Any) -> Rooms:
    found = Rooms(cast("Requests", None), "@copbot:x", frozenset({"@bot:x"}))
    members = [
        state("m.room.member", {"membership": "join"}, key=name) for name in ("@els:x", "@karin:x", "@bot:x")
    ]
    found.apply("!r", [*members, *events])
    return found


def state(kind: str, content: Any, key: str = "", sender: str = "@els:x") -> dict[str, Any]:
    return {"type": kind, "state_key": key, "sender": sender, "content": content}


@pytest.mark.parametrize(
    ("version", "host"),
    [("10", False), ("11", False), ("12", True), ("13", True), ("org.odd", False), (None, False)],
)
def test_the_creator_of_a_newer_room_is_a_host(version: str | None, host: bool) -> None:
    content = {} if version is None else {"room_version": version}
    people = rooms(state("m.room.create", content), state("m.room.power_levels", {"users": {}})).people("!r")
    assert people.host("@els:x") is host
    assert people.host("@karin:x") is False


def test_further_creators_count_too() -> None:
    content = {"room_version": "12", "additional_creators": ["@karin:x", 7]}
    assert rooms(state("m.room.create", content)).people("!r").host("@karin:x")


@pytest.mark.parametrize(
    ("level", "host"), [(50, True), (100, True), (49, False), ("100", False), (True, False), (None, False)]
)
def test_power_of_fifty_makes_a_host(level: Any, host: bool) -> None:
    people = rooms(state("m.room.power_levels", {"users": {"@karin:x": level}})).people("!r")
    assert people.host("@karin:x") is host


def test_a_message_that_claims_to_be_power_levels_is_none() -> None:
    forged = {"type": "m.room.power_levels", "sender": "@karin:x", "content": {"users": {"@karin:x": 100}}}
    assert not rooms(forged).people("!r").host("@karin:x")


def test_bots_are_those_named_and_those_that_only_send_notices() -> None:
    def says(sender: str, kind: str) -> dict[str, Any]:
        return {"type": "m.room.message", "sender": sender, "content": {"msgtype": kind, "body": "x"}}

    found = rooms(says("@els:x", "m.notice"), says("@karin:x", "m.notice"), says("@karin:x", "m.text"))
    assert found.people("!r").humans == ("@karin:x",)


def test_names_that_are_the_same_are_told_apart() -> None:
    names = [
        state("m.room.member", {"membership": "join", "displayname": "Jo"}, key=key)
        for key in ("@a:x", "@b:x")
    ]
    found = rooms(*names)
    assert found.name("!r", "@a:x") == "Jo (@a:x)"
    assert found.name("!r", "@els:x") == "els"
    assert found.name("!nowhere", "@who:x") == "who"


@pytest.mark.parametrize(
    "event",
    [None, 7, {}, {"type": "m.room.member"}, state("m.room.member", None), state("m.room.create", [])],
)
def test_malformed_state_is_left_alone(event: Any) -> None:
    assert rooms(event).people("!r").members
