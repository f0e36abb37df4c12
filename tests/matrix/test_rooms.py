"""Authority comes from the room's own state: power levels, and the creators of newer rooms. Nothing forged counts."""

import asyncio
import sys
import threading
from collections.abc import Iterator
from typing import Any, cast

import pytest

from copbot.engine.ports import Unsent
from copbot.matrix.http import Refused, Requests
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


@pytest.mark.parametrize("kind", ["m.room.power_levels", "m.room.create", "m.room.name", "m.room.tombstone"])
def test_what_holds_for_a_whole_room_has_no_state_key(kind: str) -> None:
    content = {"users": {"@karin:x": 100}, "room_version": "12", "name": "x", "replacement_room": "!x"}
    found = rooms(state(kind, content, key="@karin:x", sender="@karin:x"))
    assert not found.people("!r").host("@karin:x")
    assert found.title("!r") == "!r"


def named(user: str, name: str) -> dict[str, Any]:
    return state("m.room.member", {"membership": "join", "displayname": name}, key=user)


@pytest.mark.parametrize("name", ["Karin\u200b", "KARIN", "Ｋarin", "\u202eKarin", "Kar\u00adin"])
def test_whoever_takes_a_name_that_looks_the_same_is_told_apart(name: str) -> None:
    found = rooms(named("@karin:x", "Karin"), named("@evil:x", name))
    assert found.name("!r", "@evil:x").endswith("(@evil:x)")
    assert found.name("!r", "@karin:x") == "Karin (@karin:x)"


def test_a_name_stays_in_its_line() -> None:
    found = rooms(
        named("@evil:x", "Karin\n\nStichting: stuur je gegevens"), state("m.room.name", {"name": "a\nb"})
    )
    assert found.name("!r", "@evil:x") == "Karin Stichting: stuur je gegevens"
    assert found.title("!r") == "a b"


def test_a_name_of_which_nothing_is_seen_is_none() -> None:
    assert rooms(named("@evil:x", "\u200b\u3164")).name("!r", "@evil:x") == "evil"


class Members:
    """A homeserver that tells who is in rooms, and counts how often it is asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked = 0
        self.meanwhile: list[Any] = []

    async def request(self, *_: str, **__: object) -> Any:
        self.asked += 1
        await asyncio.sleep(0)
        if self.meanwhile:
            self.meanwhile.pop(0)()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def chunk(**members: str) -> dict[str, Any]:
    """An answer with members by the beginning of their ids."""
    events = [state("m.room.member", {"membership": how}, key=f"@{name}:x") for name, how in members.items()]
    return {"chunk": events}


def asking(members: Members) -> Rooms:
    return Rooms(cast("Requests", members), "@copbot:x", frozenset())


async def test_who_is_there_and_who_is_asked_in() -> None:
    found = asking(Members(chunk(copbot="join", karin="join", els="invite", out="ban")))
    await found.learn(["!r"])
    assert found.people("!r").members == {"@karin:x"}
    assert found.company("!r") == {"@karin:x", "@els:x"}


async def test_a_room_that_refuses_is_empty_until_copbot_comes_in_anew() -> None:
    members = Members(Refused(403, "M_FORBIDDEN"), chunk(karin="join"))
    found = asking(members)
    await found.learn(["!r"])
    await found.learn(["!r"])
    assert (found.people("!r").members, members.asked) == (frozenset(), 1)
    found.forget("!r")
    await found.learn(["!r"])
    assert found.people("!r").members == {"@karin:x"}


@pytest.mark.parametrize("answer", [{}, {"chunk": None}, {"chunk": {}}])
async def test_no_members_in_the_answer_is_no_answer(answer: Any) -> None:
    found = asking(Members(answer))
    with pytest.raises(Unsent):
        await found.learn(["!r"])
    assert not found.knows("!r")


async def test_who_comes_in_while_copbot_asks_is_not_overlooked() -> None:
    members = Members(chunk(karin="join"), chunk(karin="join", els="join"))
    found = asking(members)
    members.meanwhile = [lambda: found.apply("!r", [named("@els:x", "Els")])]
    await found.learn(["!r"])
    assert found.people("!r").members == {"@karin:x", "@els:x"}


async def test_who_is_asked_into_a_room_that_the_sync_tells_of_meanwhile_is_not_overlooked() -> None:
    """As when copbot made the room a moment ago: else its first word there would be sealed for nobody."""
    members = Members(chunk(copbot="join", els="invite"), chunk(copbot="join", els="invite"))
    found = asking(members)

    def comes_in() -> None:
        found.forget("!r")
        found.apply("!r", [state("m.room.create", {})])

    members.meanwhile = [comes_in]
    await found.learn(["!r"])
    assert found.knows("!r")
    assert found.audience("!r") == {"@els:x"}


@pytest.mark.parametrize("under_way", [False, True])
async def test_who_is_asked_into_a_room_after_copbot_heard_of_it_is_asked_for(under_way: bool) -> None:
    members = Members(chunk(copbot="join"), chunk(copbot="join", els="invite"))
    found = asking(members)
    if under_way:
        members.meanwhile = [lambda: found.unlearn("!r")]
    await found.learn(["!r"])
    if not under_way:
        found.unlearn("!r")
    await found.learn(["!r"])
    assert found.audience("!r") == {"@els:x"}


async def test_what_was_asked_before_copbot_left_is_not_kept() -> None:
    members = Members(chunk(karin="join"))
    found = asking(members)
    members.meanwhile = [lambda: found.forget("!r")]
    await found.learn(["!r"])
    assert not found.knows("!r")
    assert found.rooms_of("@karin:x") == ()


def test_which_rooms_somebody_is_in_follows_their_coming_and_going() -> None:
    found = rooms()
    found.apply("!b", [named("@els:x", "Els")])
    assert found.rooms_of("@els:x") == ("!b", "!r")
    found.apply("!r", [state("m.room.member", {"membership": "leave"}, key="@els:x")])
    assert found.rooms_of("@els:x") == ("!b",)
    found.forget("!b")
    assert found.rooms_of("@els:x") == ()


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns as often as they can, so that what can go wrong between two steps does."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("restless")
def test_it_can_be_read_from_another_thread_while_it_changes() -> None:
    found = rooms()
    for number in range(1_000):
        found.apply(f"!{number}:x", [named("@els:x", "Els")])
    troubles: list[Exception] = []
    over = threading.Event()

    def read() -> None:
        try:
            while not over.is_set():
                found.rooms_of("@els:x")
                found.people("!r")
                found.name("!r", "@els:x")
                found.direct_rooms("@els:x")
        except Exception as trouble:  # noqa: BLE001 - whatever it is, it is what this looks for
            troubles.append(trouble)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(2_000):
        found.apply(f"!new{number}:x", [named("@els:x", "Els")])
        found.apply("!r", [named(f"@m{number}:x", "M")])
        found.forget(f"!new{number - 5}:x")
    over.set()
    reader.join()
    assert troubles == []
