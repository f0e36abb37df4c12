"""The judge sees what is wrong, and nothing else."""

from typing import Any

from tests.live.flaws import UNSUSPECTED
from tests.torture.judge import judge

COPBOT, ANNA = "@copbot:localhost", "@anna:localhost"


def says(event: str, sender: str = ANNA, to: str | None = None, **data: Any) -> dict[str, Any]:
    content: dict[str, Any] = {
        "msgtype": "m.notice",
        "body": "goed",
        "formatted_body": "goed",
        "m.mentions": {},
    }
    if sender == COPBOT:
        content["nl.copbot"] = {
            "v": 1,
            "key": event,
            "rev": 0,
            "kind": "reply",
            "command": "role",
            "ok": True,
        } | data
    if to:
        content["m.relates_to"] = {"m.in_reply_to": {"event_id": to}}
    return {"type": "m.room.message", "event_id": event, "sender": sender, "content": content}


def item(event: str, to: str, number: int) -> dict[str, Any]:
    state: dict[str, Any] = {"rung": "cannot", "status": "open", "checked": None, "case": None, "pledges": []}
    return says(event, COPBOT, to, kind="commitment", item=number, **state)


def test_a_good_room_has_no_findings() -> None:
    room = [says("a"), says("zomaar"), says("b"), item("x", "a", 1), says("y", COPBOT, "b")]
    found = judge(room, COPBOT, ["a", "b"])

    assert (found.commands, found.messages) == (2, 2)
    assert found.lost + found.doubled + found.misplaced + found.inconsistent == []


def test_a_missing_answer_is_lost() -> None:
    assert judge([says("a"), says("b"), says("x", COPBOT, "a")], COPBOT, ["a", "b"]).lost == [
        "b was not answered"
    ]


def test_an_answer_by_somebody_else_is_none() -> None:
    assert judge([says("a"), says("x", ANNA, "a")], COPBOT, ["a"]).lost == ["a was not answered"]


def test_a_command_that_the_homeserver_lost_is_told() -> None:
    assert judge([], COPBOT, ["a"]).lost == ["a is not in the timeline"]


def test_two_answers_are_doubled() -> None:
    room = [says("a"), says("x", COPBOT, "a"), says("y", COPBOT, "a")]

    assert judge(room, COPBOT, ["a"]).doubled == ["a was answered 2 times"]


def test_the_same_message_twice_is_doubled() -> None:
    room = [says("x", COPBOT), says("y", COPBOT, key="x")]

    assert judge(room, COPBOT, []).doubled == ["message x stands there 2 times"]


def test_answers_in_another_order_are_misplaced() -> None:
    room = [
        says("a"),
        says("b"),
        says("c"),
        says("x", COPBOT, "b"),
        says("y", COPBOT, "a"),
        says("z", COPBOT, "c"),
    ]

    assert judge(room, COPBOT, ["a", "b", "c"]).misplaced == ["b came too early", "a came too early"]


def test_holes_and_doubles_in_the_numbers_are_inconsistent() -> None:
    for numbers in ([1, 3], [1, 1], [2, 1]):
        room = [says("a"), says("b")] + [item(f"x{n}", to, n) for to, n in zip("ab", numbers, strict=True)]
        assert judge(room, COPBOT, ["a", "b"]).inconsistent == [f"items are numbered {numbers}"]


def test_a_message_without_its_field_is_improper() -> None:
    bare = says("x", COPBOT, "a")
    del bare["content"]["nl.copbot"]

    assert len(judge([says("a"), bare], COPBOT, ["a"]).improper) == 1


def sealed(event: dict[str, Any], **differently: Any) -> dict[str, Any]:
    """As a peer saw it in an encrypted room."""
    return event | {"encrypted": True, "failure": None, "shield": UNSUSPECTED} | differently


def test_in_an_encrypted_room_what_could_be_read_without_a_warning_is_good() -> None:
    room = [sealed(says("a")), sealed(says("x", COPBOT, "a"))]
    found = judge(room, COPBOT, ["a"], encrypted=True)

    assert found.lost + found.exposed + found.warned == []


def test_an_answer_that_could_not_be_read_is_lost() -> None:
    failure = {"code": "MEGOLM_UNKNOWN_INBOUND_SESSION_ID", "text": ""}
    answer = sealed(says("x", COPBOT, "a"), type="m.room.encrypted", failure=failure, shield=None)

    assert judge([sealed(says("a")), answer], COPBOT, ["a"], encrypted=True).lost == [
        "a was not answered",
        "x could not be read: MEGOLM_UNKNOWN_INBOUND_SESSION_ID",
    ]


def test_an_answer_in_the_clear_is_lost_and_told() -> None:
    answer = sealed(says("x", COPBOT, "a"), encrypted=False, shield=None)
    found = judge([sealed(says("a")), answer], COPBOT, ["a"], encrypted=True)

    assert found.lost == ["a was not answered"]
    assert found.exposed == ["x came in the clear"]


def test_an_answer_beside_a_warning_is_told() -> None:
    answer = sealed(says("x", COPBOT, "a"), shield={"colour": "RED", "reason": "UNSIGNED_DEVICE"})

    assert len(judge([sealed(says("a")), answer], COPBOT, ["a"], encrypted=True).warned) == 1
