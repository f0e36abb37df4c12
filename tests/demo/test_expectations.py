"""A wrong outcome is noticed, and told in a way that shows what was expected and what was seen."""

from typing import Any

import pytest

from copbot.demo.expectations import Expected, UnexpectedError, answers_to, shown
from copbot.demo.verdict import check_answers, check_encrypted, check_keys

COPBOT, KARIN = "@copbot:x", "@karin:x"


def event(
    body: str = "Fine.",
    *,
    told: dict[str, Any] | None = None,
    relation: dict[str, Any] | None = None,
) -> dict[str, Any]:
    content: dict[str, Any] = {"body": body, "m.mentions": {}}
    if told is not None:
        content["nl.copbot"] = {"v": 1, "key": "k", "rev": 0, **told}
    if relation is not None:
        content["m.relates_to"] = relation
    return {"type": "m.room.message", "event_id": "$e", "sender": COPBOT, "content": content}


def answer_to(event_id: str, /, **more: Any) -> dict[str, Any]:
    return {"m.in_reply_to": {"event_id": event_id}, **more}


REPLY = {"kind": "reply", "command": "role", "ok": True}


def test_the_answer_is_known_by_what_it_answers() -> None:
    expected = Expected("an answer", reply_to="$1", kind="reply", fields={"ok": True})
    assert expected.meant_by(event(told=REPLY, relation=answer_to("$1")))
    assert not expected.meant_by(event(told=REPLY, relation=answer_to("$2")))
    assert not expected.meant_by(event(told=REPLY))
    assert not expected.meant_by(event(relation=answer_to("$1")))  # without a field it is nobody of ours


def test_what_merely_stands_in_a_thread_is_no_answer() -> None:
    relation = answer_to("$1", rel_type="m.thread", event_id="$0", is_falling_back=True)
    assert answers_to([event(told=REPLY, relation=relation)], COPBOT, "$1") == []
    relation["is_falling_back"] = False
    assert len(answers_to([event(told=REPLY, relation=relation)], COPBOT, "$1")) == 1
    assert answers_to([event(told=REPLY, relation=relation)], KARIN, "$1") == []


def test_without_that_tie_the_kind_tells_which_one_is_meant() -> None:
    expected = Expected("a turn", kind="ritual.turn")
    assert not expected.meant_by(event(told=REPLY))
    assert expected.meant_by(event(told={"kind": "ritual.turn"}))


def test_edits_and_first_versions_are_never_mixed_up() -> None:
    changed = event(told={"kind": "notice"}, relation={"rel_type": "m.replace", "event_id": "$1"})
    assert Expected("an edit", kind="notice", key="k", edit=True).meant_by(changed)
    assert not Expected("an edit", kind="notice", key="other", edit=True).meant_by(changed)
    assert not Expected("the notice", kind="notice").meant_by(changed)


def test_all_right() -> None:
    Expected("an answer", kind="reply", fields={"command": "role"}, mentions=()).check(event(told=REPLY))


@pytest.mark.parametrize(
    ("seen", "expected", "wrong", "instead"),
    [
        ({**REPLY, "ok": False, "error": "not-allowed"}, {"ok": True}, "ok True", "ok False"),
        ({"kind": "commitment", "rung": "cannot"}, {"rung": "may"}, "rung 'may'", "rung 'cannot'"),
        ({"kind": "ritual.closed", "spoke": 4}, {"spoke": 3}, "spoke 3", "spoke 4"),
    ],
)
def test_a_wrong_field(seen: dict[str, Any], expected: dict[str, Any], wrong: str, instead: str) -> None:
    with pytest.raises(UnexpectedError) as error:
        Expected("the good one", fields=expected).check(event("What I did.", told=seen))
    assert error.value.expected == f"the good one: {wrong}"
    assert error.value.seen.startswith(f"{instead}; in “What I did.” (")


def test_an_answer_of_the_wrong_kind() -> None:
    expected = Expected("the item", reply_to="$1", kind="commitment")
    found = event(told={**REPLY, "ok": False}, relation=answer_to("$1"))
    assert expected.meant_by(found)
    with pytest.raises(UnexpectedError, match="Expected: the item: kind 'commitment'\nSeen: kind 'reply'"):
        expected.check(found)


def test_a_wrong_mention() -> None:
    turn = event(told={"kind": "ritual.turn"})
    turn["content"]["m.mentions"] = {"user_ids": ["@els:x"]}
    with pytest.raises(UnexpectedError) as error:
        Expected("a turn", mentions=(KARIN,)).check(turn)
    assert str(error.value).startswith("Expected: a turn: mentions of @karin:x\nSeen: mentions of @els:x")
    with pytest.raises(UnexpectedError, match="mentions of nobody"):
        Expected("a turn", mentions=()).check(turn)


def test_nothing_to_read() -> None:
    with pytest.raises(UnexpectedError, match="words to read"):
        Expected("an answer").check(event("  ", told=REPLY))


def test_nothing_came() -> None:
    others = {**event("I say this myself."), "sender": KARIN}
    error = Expected("an answer").missing([others], COPBOT, 15)
    expected = "Expected: an answer\nSeen: nothing of the kind within 15 seconds; copbot said nothing more"
    assert str(error) == expected


def test_something_else_came() -> None:
    error = Expected("an answer").missing([event("Hm?", told=REPLY)], COPBOT, 15)
    assert "copbot's last messages: “Hm?” (rev 0, kind 'reply', command 'role', ok True)" in error.seen


def test_one_line_about_an_event_is_one_short_line() -> None:
    line = shown(event("word\n" * 100, told=REPLY))
    assert "\n" not in line
    assert "…” (rev 0, kind 'reply'" in line
    assert len(line) < 300


def test_an_answer_too_many_or_too_few() -> None:
    one = event("Fine.", told=REPLY)
    check_answers("!help", "Karin", 1, [one])
    check_answers("Hello", "Karin", 0, [])
    with pytest.raises(
        UnexpectedError, match="Expected: exactly one answer to “!help” of Karin\nSeen: 0: none"
    ):
        check_answers("!help", "Karin", 1, [])
    with pytest.raises(UnexpectedError, match=r"Seen: 2: “Fine\.”"):
        check_answers("!help", "Karin", 1, [one, one])
    with pytest.raises(UnexpectedError, match="no answer to “Hello” of Karin"):
        check_answers("Hello", "Karin", 0, [one])


def test_a_message_that_came_twice_and_one_without_a_key() -> None:
    one = event(told=REPLY)
    changed = event(told=REPLY, relation={"rel_type": "m.replace", "event_id": "$e"})
    check_keys([one, changed, changed])
    with pytest.raises(UnexpectedError, match="to come twice"):
        check_keys([one, changed, one])
    with pytest.raises(UnexpectedError, match=r"to carry nl\.copbot"):
        check_keys([event()])


def test_what_was_said_in_the_clear_or_could_not_be_read() -> None:
    sealed = {**event(told=REPLY), "encrypted": True}
    removed = {"type": "m.room.encrypted", "event_id": "$r", "sender": KARIN, "content": {}}
    state = {
        "type": "m.room.name",
        "event_id": "$n",
        "sender": KARIN,
        "state_key": "",
        "content": {"name": "x"},
    }
    tap = {"type": "m.reaction", "event_id": "$t", "sender": KARIN, "content": {}}
    check_encrypted([state, sealed, removed, tap])
    with pytest.raises(UnexpectedError, match=r"to be encrypted\nSeen: in the clear: “Fine\.”"):
        check_encrypted([state, event(told=REPLY), sealed])
    with pytest.raises(UnexpectedError, match=r"to be readable for everybody\nSeen: .* read: no key"):
        check_encrypted(
            [sealed, {**removed, "content": {"ciphertext": "x"}, "encrypted": True, "failure": "no key"}]
        )


def test_what_could_not_be_read_is_told_where_something_is_missing() -> None:
    sealed = {"type": "m.room.encrypted", "event_id": "$r", "sender": COPBOT, "content": {"ciphertext": "x"}}
    error = Expected("an answer").missing([{**sealed, "failure": "no key"}], COPBOT, 15)
    assert error.seen.endswith("copbot's last messages: a message that could not be read: no key")
