"""What is private goes to a chat with one person in it, and an answer that says nothing is no confirmation."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from copbot.engine.ports import Parcel, Undeliverable, Unsent
from copbot.matrix.http import Refused, Requests
from copbot.matrix.rooms import DIRECT_MARK, Rooms
from copbot.matrix.sending import MatrixSender
from tests.encryption import Plain

ME, KARIN, MALLORY = "@copbot:x", "@karin:x", "@mallory:x"
NOW = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)


class Plainly:
    """Words that need no catalogue."""

    def render(self, lane: str, body: Mapping[str, Any]) -> tuple[str, str]:
        return "geheim", "geheim"

    def plain(self, lane: str, body: Mapping[str, Any]) -> str:
        return ""

    def poll(self, lane: str, body: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
        return "", []

    def file(self, lane: str, body: Mapping[str, Any]) -> tuple[str, str, bytes]:
        return "", "", b""


class Homeserver:
    """Rooms by what was asked; ``answers`` takes the place of what it would say itself."""

    def __init__(self) -> None:
        self.members: dict[str, dict[str, str]] = {}
        self.state: dict[tuple[str, str], dict[str, Any]] = {}
        self.answers: dict[str, Any] = {}
        self.asked: list[tuple[str, ...]] = []

    async def request(self, method: str, *path: str, **_: object) -> Any:
        self.asked.append(path)
        answer = self.answers.get(path[0] if len(path) == 1 else path[2])
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            return answer
        match path:
            case ("joined_rooms",):
                return {"joined_rooms": sorted(self.members)}
            case ("createRoom",):
                return {"room_id": "!new:x"}
            case ("rooms", room, "members"):
                return {"chunk": [_member(user, how) for user, how in self.members.get(room, {}).items()]}
            case ("rooms", room, "state", kind) if (room, kind) in self.state:
                return self.state[room, kind]
            case ("rooms", _, "state", _):
                raise Refused(404, "M_NOT_FOUND")
            case ("rooms", _, "send", _, _):
                return {"event_id": "$sent"}
        raise AssertionError(path)

    def sent(self) -> list[str]:
        return [path[1] for path in self.asked if "send" in path]


def _member(user: str, membership: str) -> dict[str, Any]:
    return {"type": "m.room.member", "state_key": user, "content": {"membership": membership}}


def created(by: str, mark: str = KARIN) -> dict[str, Any]:
    return {"type": "m.room.create", "state_key": "", "sender": by, "content": {DIRECT_MARK: mark}}


class Post:
    """A sender before that homeserver, with what the sync told of rooms."""

    def __init__(self) -> None:
        self.server = Homeserver()
        requests = cast("Requests", self.server)
        self.rooms = Rooms(requests, ME, frozenset())
        self.sender = MatrixSender(requests, self.rooms, Plainly(), Plain(), ME)

    def room(self, room: str, create: dict[str, Any], heard_of: bool = True, /, **members: str) -> None:
        self.server.members[room] = {ME: "join"} | {f"@{name}:x": how for name, how in members.items()}
        self.server.state[room, "m.room.create"] = create
        if heard_of:
            self.rooms.apply(room, [create])


def parcel(direct_with: str | None = KARIN, act: str = "say", tried: datetime | None = None) -> Parcel:
    body = {"kind": "nudge", "field": {"about": "item"}, "scope": None}
    return Parcel(1, "t", act, "!dm:x", "k", 0, body, tried, target="$0", direct_with=direct_with)


@pytest.mark.parametrize("how", ["join", "invite"])
@pytest.mark.parametrize("heard_of", [True, False])
async def test_an_earlier_direct_chat_is_used_again(how: str, heard_of: bool) -> None:
    post = Post()
    post.room("!old:x", created(ME), heard_of, karin=how)
    assert await post.sender.make_direct(KARIN) == "!old:x"


@pytest.mark.parametrize("heard_of", [True, False])
async def test_a_room_that_somebody_else_marked_is_no_direct_chat(heard_of: bool) -> None:
    post = Post()
    post.room("!trap:x", created(MALLORY), heard_of, mallory="join", karin="invite")
    assert await post.sender.make_direct(KARIN) == "!new:x"


@pytest.mark.parametrize(
    "members",
    [{"karin": "join", "mallory": "join"}, {"karin": "join", "mallory": "invite"}, {"mallory": "join"}, {}],
)
async def test_a_chat_with_others_in_it_or_nobody_is_not_used(members: dict[str, str]) -> None:
    post = Post()
    post.room("!old:x", created(ME), **members)
    assert await post.sender.make_direct(KARIN) == "!new:x"


async def test_an_encrypted_chat_is_used_again() -> None:
    post = Post()
    post.room("!old:x", created(ME), karin="join")
    post.rooms.lock(["!old:x"])
    assert await post.sender.make_direct(KARIN) == "!old:x"


async def test_a_chat_in_the_clear_is_left_alone_where_they_share_an_encrypted_room() -> None:
    post = Post()
    post.room("!old:x", created(ME), karin="join")
    post.room("!group:x", created(MALLORY), karin="join")
    post.rooms.apply("!group:x", [{**_member(KARIN, "join"), "sender": KARIN}])
    post.rooms.lock(["!group:x"])
    assert await post.sender.make_direct(KARIN) == "!new:x"
    assert post.rooms.encrypted("!new:x")


async def test_rooms_that_the_sync_told_of_are_not_asked_about() -> None:
    post = Post()
    for number in range(30):
        post.room(f"!{number}:x", created(MALLORY), mallory="join")
    await post.sender.make_direct(KARIN)
    assert [path for path in post.server.asked if path[0] == "rooms"] == []


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("createRoom", {"made": True}),
        ("createRoom", {"room_id": None}),
        ("joined_rooms", {"joined_rooms": None}),
        ("joined_rooms", {"joined": []}),
        ("joined_rooms", Refused(400, "M_UNKNOWN")),
    ],
)
async def test_an_answer_of_the_wrong_shape_is_asked_for_again(question: str, answer: Any) -> None:
    post = Post()
    post.server.answers[question] = answer
    with pytest.raises(Unsent):
        await post.sender.make_direct(KARIN)


async def test_who_may_not_be_asked_is_told_apart() -> None:
    post = Post()
    post.server.answers["createRoom"] = Refused(403, "M_FORBIDDEN")
    with pytest.raises(Undeliverable):
        await post.sender.make_direct(KARIN)


@pytest.mark.parametrize("act", ["say", "edit"])
@pytest.mark.parametrize("how", ["join", "invite"])
async def test_nothing_goes_to_a_direct_chat_while_somebody_else_is_in_it(act: str, how: str) -> None:
    post = Post()
    post.room("!dm:x", created(ME), karin="join", mallory=how)
    with pytest.raises(Unsent):
        await post.sender.send(parcel(act=act))
    assert post.server.sent() == []
    assert await post.sender.send(parcel(None, act)) == "$sent", "in a room it may"


async def test_it_goes_where_its_person_is_alone() -> None:
    post = Post()
    post.room("!dm:x", created(ME), karin="invite")
    assert await post.sender.send(parcel()) == "$sent"


async def test_a_room_just_made_is_asked_whether_it_is_encrypted() -> None:
    post = Post()
    post.room("!dm:x", created(ME), False, karin="invite")
    post.server.state["!dm:x", "m.room.encryption"] = {"content": {"algorithm": "m.megolm.v1.aes-sha2"}}
    with pytest.raises(AssertionError, match="!dm:x"):  # sealing was asked for, and gave nothing
        await post.sender.send(parcel())
    assert post.server.sent() == []


@pytest.mark.parametrize("answer", [{"sent": True}, {"event_id": None}])
async def test_a_confirmation_without_the_event_is_none(answer: Any) -> None:
    post = Post()
    post.room("!dm:x", created(ME), karin="join")
    post.server.answers["send"] = answer
    with pytest.raises(Unsent):
        await post.sender.send(parcel())


OWN = {"sender": ME, "event_id": "$it", "content": {"nl.copbot": {"key": "k", "rev": 0}}}


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ({"chunk": [OWN]}, "$it"),
        ({"chunk": []}, None),
        ({"chunk": [{**OWN, "sender": MALLORY}]}, None),
        (Refused(403, "M_FORBIDDEN"), None),
    ],
)
async def test_what_was_sent_before_is_found(page: Any, found: str | None) -> None:
    post = Post()
    post.server.answers["messages"] = page
    assert await post.sender.find(parcel(tried=NOW)) == found


@pytest.mark.parametrize(
    "page",
    [
        {},
        {"chunk": None},
        {"chunk": [json.loads(json.dumps(OWN | {"event_id": None}))]},
        Refused(400, "M_UNKNOWN"),
    ],
)
async def test_what_cannot_be_looked_for_now_is_not_sent_again_unseen(page: Any) -> None:
    post = Post()
    post.server.answers["messages"] = page or {"more": 1}
    with pytest.raises(Unsent):
        await post.sender.find(parcel(tried=NOW))
