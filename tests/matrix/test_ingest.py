"""From when on events count: since copbot came in; in a chat of two since it was asked in."""

from collections.abc import Mapping
from typing import Any, cast

import pytest

from copbot.core.facts import Departed, Entered, Fact, Posted, Reacted
from copbot.engine.ports import Unsent
from copbot.matrix.http import Refused, Requests
from copbot.matrix.ingest import MOST_LOOKUPS, REMEMBERED, Reading

ME = "@copbot:x"
KARIN = "@karin:x"


class Messages:
    """A homeserver that knows messages by their ids, and can be unwell."""

    def __init__(self, **found: dict[str, Any]) -> None:
        self.found = found
        self.asked: list[str] = []
        self.trouble: list[Exception] = []

    async def request(self, method: str, *path: str) -> dict[str, Any]:
        *_, event = path
        self.asked.append(event)
        if self.trouble:
            raise self.trouble.pop(0)
        if event[1:] not in self.found:
            raise Refused(404, "M_NOT_FOUND")
        return self.found[event[1:]]


def reading(messages: Messages | None = None, *open_rooms: str) -> Reading:
    async def may_keep(_among: object) -> frozenset[str]:
        return frozenset(open_rooms)

    return Reading(cast("Requests", messages), ME, frozenset({"🧱"}), may_keep)


def member(membership: str, before: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    content = {"membership": membership, **more}
    return {
        "type": "m.room.member",
        "state_key": ME,
        "sender": KARIN,
        "event_id": "$m",
        "content": content,
        "unsigned": {} if before is None else {"prev_content": before},
    }


def says(body: str) -> dict[str, Any]:
    content = {"msgtype": "m.text", "body": body}
    return {"type": "m.room.message", "sender": KARIN, "event_id": f"${body}", "content": content}


def heard(facts: list[Fact]) -> list[str]:
    return [fact.body for fact in facts if isinstance(fact, Posted)]


DIRECT = [says("old"), member("invite", is_direct=True), says("early"), member("join"), says("now")]


@pytest.mark.parametrize(
    ("events", "direct_with", "expected"),
    [
        (
            [says("old"), member("invite"), says("early"), member("join"), says("now")],
            None,
            ["now"],
        ),
        (DIRECT, KARIN, ["early", "now"]),
        (DIRECT, None, ["now"]),
        (
            [member("join"), member("leave"), says("away"), member("invite"), member("join"), says("now")],
            None,
            ["now"],
        ),
        ([says("old"), member("invite", is_direct=True)], KARIN, []),
        ([says("old")], None, []),
    ],
)
def test_from_when_on_it_listens(
    events: list[Mapping[str, Any]], direct_with: str | None, expected: list[str]
) -> None:
    heard_of = reading().since_own_joining(events, direct_with=direct_with)
    facts = reading().timeline("!room", heard_of, direct_with)
    assert heard(facts) == expected


@pytest.mark.parametrize(
    ("events", "inside", "begins"),
    [
        ([member("join")], False, True),
        ([member("join")], True, False),
        ([member("join", {"membership": "join"})], False, False),
        ([member("join", {"membership": "invite"})], True, True),
        ([member("leave"), member("join")], True, True),
        ([member("join"), says("x"), member("join", displayname="copbot!")], True, False),
        ([says("x")], True, False),
    ],
)
def test_a_new_name_of_its_own_is_no_coming(
    events: list[Mapping[str, Any]], inside: bool, begins: bool
) -> None:
    assert reading().begins(events, inside=inside) is begins


@pytest.mark.parametrize(
    ("events", "direct"),
    [
        ([member("invite", is_direct=True), member("join")], True),
        ([member("invite"), member("join")], False),
        ([member("join", {"membership": "invite", "is_direct": True})], True),
        ([member("invite", is_direct=True), member("leave"), member("invite"), member("join")], False),
        ([member("invite", is_direct="yes"), member("join")], False),
    ],
)
def test_what_its_last_invitation_was_to(events: list[Mapping[str, Any]], direct: bool) -> None:
    assert reading().asked_directly(events) is direct


@pytest.mark.parametrize("stamp", [10**20, -(10**18), "soon", None, True, 1e300])
def test_an_invitation_at_an_odd_time_is_one(stamp: object) -> None:
    (found,) = reading().invitation("!r", [member("invite") | {"origin_server_ts": stamp}], "s1")
    assert found.at.year == 1970


def test_an_odd_event_does_not_keep_the_others_from_being_heard(capsys: pytest.CaptureFixture[str]) -> None:
    class Odd(dict[str, Any]):
        def get(self, key: str, default: object = None) -> object:
            if key == "body":
                raise RecursionError("geheim")
            return super().get(key, default)

    odd = says("geheim") | {"content": Odd(msgtype="m.text", body="geheim")}

    assert heard(reading().timeline("!r", [says("een"), odd, says("twee")])) == ["een", "twee"]
    log = capsys.readouterr().out
    assert "m.room.message" in log
    assert "geheim" not in log


def tap(number: int = 1, *, room: str = "!open", emoji: str = "🧱") -> Reacted:
    at = reading().invitation("!r", [member("invite")], "s")[0].at
    return Reacted(room, KARIN, f"$tap{number}{emoji}", at, f"$m{number}", emoji)


def words(fact: Fact) -> str | None:
    return fact.body if isinstance(fact, Reacted) else None


async def test_the_words_of_a_message_come_along_only_where_they_may_be_kept() -> None:
    messages = Messages(m1=says("vast"))
    facts = [tap(), tap(emoji="❌"), tap(room="!closed")]

    found = await reading(messages, "!open").completed([*facts])

    assert [words(fact) for fact in found] == ["vast", None, None]
    assert messages.asked == ["$m1"]


async def test_an_edited_message_is_given_as_it_reads_now() -> None:
    newer = {"sender": KARIN, "content": {"body": "* nieuw", "m.new_content": {"body": "nieuw"}}}
    edited = says("oud") | {"unsigned": {"m.relations": {"m.replace": newer}}}
    forged = says("oud") | {"unsigned": {"m.relations": {"m.replace": newer | {"sender": "@else:x"}}}}

    found = await reading(Messages(m1=edited, m2=forged), "!open").completed([tap(1), tap(2)])

    assert [words(fact) for fact in found] == ["nieuw", "oud"]


async def test_a_picture_has_no_words_to_give() -> None:
    picture = says("kind.jpg")
    picture["content"]["msgtype"] = "m.image"
    found = await reading(Messages(m1=picture), "!open").completed([tap()])
    assert [words(fact) for fact in found] == [None]


async def test_a_flood_of_given_messages_is_bounded() -> None:
    messages = Messages(**{f"m{number}": says("x") for number in range(50)})

    found = await reading(messages, "!open").completed([tap(number) for number in range(50)])

    assert len(messages.asked) == MOST_LOOKUPS
    assert [words(fact) for fact in found] == ["x"] * MOST_LOOKUPS + [None] * (50 - MOST_LOOKUPS)


async def test_a_message_that_cannot_be_looked_up_holds_the_sync_up_once() -> None:
    messages = Messages(m1=says("x"), m2=says("y"))
    reads = reading(messages, "!open")
    messages.trouble = [Unsent("M_LIMIT_EXCEEDED"), Unsent("M_LIMIT_EXCEEDED")]

    with pytest.raises(Unsent):
        await reads.completed([tap(1), tap(2)])

    assert [words(fact) for fact in await reads.completed([tap(1), tap(2)])] == [None, "y"]
    messages.trouble = [Unsent("M_LIMIT_EXCEEDED")]
    with pytest.raises(Unsent):
        await reads.completed([tap(1)])


@pytest.mark.parametrize(
    ("who", "content", "before", "expected"),
    [
        ("@els:x", {"membership": "invite"}, None, Entered),
        (KARIN, {"membership": "invite"}, None, None),
        (KARIN, {"membership": "leave"}, "invite", Departed),
        (KARIN, {"membership": "leave"}, None, Departed),
        ("@els:x", {"membership": "leave"}, "invite", None),
    ],
)
def test_who_is_asked_into_a_direct_chat_and_who_refuses_it(
    who: str, content: dict[str, Any], before: str | None, expected: type[Fact] | None
) -> None:
    event = member("", {"membership": before} if before else None) | {"state_key": who, "content": content}
    facts = reading().timeline("!r", [event], KARIN)
    assert [type(fact) for fact in facts] == ([expected] if expected else [])
    assert reading().timeline("!r", [event]) == [], "in a room it is no news"


def reply(sender: str, event: str, to: str) -> dict[str, Any]:
    relation = {"m.in_reply_to": {"event_id": to}}
    content = {"msgtype": "m.text", "body": event, "m.relates_to": relation}
    return {"type": "m.room.message", "sender": sender, "event_id": event, "content": content}


def test_a_reply_to_oneself_is_known_as_one() -> None:
    listening = reading()
    first = listening.timeline(
        "!r:x", [says("one"), reply(KARIN, "$two", "$one"), reply("@ahmed:x", "$three", "$one")]
    )
    later = listening.timeline("!r:x", [reply(KARIN, "$four", "$one"), reply(KARIN, "$five", "$unknown")])
    own = [fact.own for fact in (*first, *later) if isinstance(fact, Posted)]
    assert own == [False, True, False, True, False]


def test_who_wrote_what_is_not_remembered_for_ever() -> None:
    listening = reading()
    listening.timeline("!r:x", [says("one"), *(says(f"{number}") for number in range(REMEMBERED))])
    (late,) = listening.timeline("!r:x", [reply(KARIN, "$late", "$one")])
    assert isinstance(late, Posted)
    assert not late.own
