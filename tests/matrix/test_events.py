"""From events to facts: what everyday clients send is read right, and nothing that anybody sends can break it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copbot.core import facts
from copbot.core.facts import Departed, Edited, Entered, Locked, Posted, Reacted, Redacted
from copbot.matrix import polls
from copbot.matrix.events import emoji, fact

ME = "@copbot:x"


def event(content: dict[str, Any], kind: str = "m.room.message", **more: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "sender": "@karin:x",
        "event_id": "$1",
        "origin_server_ts": 1_790_000_000_000,
        "content": content,
        **more,
    }


def posted(content: dict[str, Any]) -> Posted:
    found = fact("!room", event({"msgtype": "m.text", **content}), ME)
    assert isinstance(found, Posted)
    return found


def test_a_message() -> None:
    found = posted({"body": " hallo ", "m.mentions": {"user_ids": [ME, 3]}})
    assert (found.body, found.mentions, found.reply_to, found.thread) == ("hallo", (ME,), None, None)
    assert found.at.isoformat() == "2026-09-21T14:13:20+00:00"


def test_a_reply_loses_its_fallback() -> None:
    found = posted(
        {"body": "> <@a:x> eerst\n> dan\n\n1", "m.relates_to": {"m.in_reply_to": {"event_id": "$0"}}}
    )
    assert (found.body, found.reply_to) == ("1", "$0")


def test_a_quotation_by_hand_is_kept() -> None:
    assert posted({"body": "> zei iemand\nja"}).body == "> zei iemand\nja"


@pytest.mark.parametrize(("falling_back", "reply_to"), [(True, None), (False, "$0")])
def test_a_thread_is_a_reply_only_if_it_says_so(falling_back: bool, reply_to: str | None) -> None:
    relation = {
        "rel_type": "m.thread",
        "event_id": "$root",
        "is_falling_back": falling_back,
        "m.in_reply_to": {"event_id": "$0"},
    }
    found = posted({"body": "x", "m.relates_to": relation})
    assert (found.thread, found.reply_to) == ("$root", reply_to)


def test_an_edit_is_no_message() -> None:
    relation = {"rel_type": "m.replace", "event_id": "$0"}
    content = {
        "msgtype": "m.text",
        "body": "* !hulp",
        "m.new_content": {"body": "!hulp"},
        "m.relates_to": relation,
    }
    assert isinstance(fact("!room", event(content), ME), Edited)


@pytest.mark.parametrize(("key", "plain"), [("👍🏽", "👍"), ("✅\ufe0f", "✅"), ("✋🏿", "✋")])
def test_a_reaction_means_the_same_in_any_tone(key: str, plain: str) -> None:
    relation = {"rel_type": "m.annotation", "event_id": "$0", "key": key}
    found = fact("!room", event({"m.relates_to": relation}, "m.reaction"), ME)
    assert isinstance(found, Reacted)
    assert found.emoji == plain == emoji(key)


def test_removals_of_old_and_new_rooms() -> None:
    old = fact("!room", event({}, "m.room.redaction", redacts="$0"), ME)
    new = fact("!room", event({"redacts": "$0"}, "m.room.redaction"), ME)
    assert old == new
    assert isinstance(old, Redacted)


def test_comings_and_goings() -> None:
    def member(now: str, before: str | None) -> object:
        unsigned = {"prev_content": {"membership": before}} if before else {}
        return fact(
            "!room", event({"membership": now}, "m.room.member", state_key="@ahmed:x", unsigned=unsigned), ME
        )

    assert isinstance(member("join", "invite"), Entered)
    assert isinstance(member("leave", "join"), Departed)
    assert isinstance(member("ban", "join"), Departed)
    assert member("join", "join") is None, "a new name"
    assert member("leave", "invite") is None
    assert isinstance(fact("!room", event({}, "m.room.encryption", state_key=""), ME), Locked)


def test_a_message_is_no_state() -> None:
    assert fact("!room", event({"msgtype": "m.text", "body": "x"}, state_key=""), ME) is None


def test_copbots_own_messages_are_no_facts() -> None:
    assert fact("!room", event({"msgtype": "m.text", "body": "!hulp"}) | {"sender": ME}, ME) is None


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
names = st.sampled_from(
    [
        "m.relates_to",
        "body",
        "msgtype",
        "m.mentions",
        "m.new_content",
        "membership",
        "redacts",
        "m.selections",
        polls.RESPONSE,
    ]
)
related = st.fixed_dictionaries({"rel_type": st.just("m.reference"), "event_id": st.just("$poll") | json})
kinds = st.sampled_from(
    [
        "m.room.message",
        "m.reaction",
        "m.room.redaction",
        "m.room.member",
        "m.room.encryption",
        "x",
        *sorted(polls.KINDS),
    ]
)


@given(
    st.fixed_dictionaries(
        {"type": kinds | json, "sender": st.just("@karin:x") | json, "event_id": st.just("$1") | json},
        optional={
            "content": st.dictionaries(names, json | related) | json,
            "origin_server_ts": json,
            "state_key": json,
            "unsigned": json,
            "redacts": json,
        },
    )
)
def test_no_event_can_break_it(found: dict[str, Any]) -> None:
    read = fact("!room", found, ME)
    if read is not None:
        assert facts.from_json(facts.to_json(read)) == read


@pytest.mark.parametrize("kind", ["m.image", "m.audio", "m.video", "m.file", "m.location"])
def test_a_picture_a_sound_or_a_file_is_a_message_without_words(kind: str) -> None:
    content = {
        "msgtype": kind,
        "body": "Bram 8 jaar.jpg",
        "url": "mxc://x/1",
        "m.mentions": {"user_ids": [ME]},
    }
    relation = {"m.relates_to": {"m.in_reply_to": {"event_id": "$0"}}}
    found = fact("!room", event(content | relation), ME)
    assert isinstance(found, Posted)
    assert (found.body, found.media, found.reply_to, found.mentions) == ("", True, "$0", (ME,))
    assert "Bram" not in repr(found)


def test_another_picture_in_the_place_of_one_is_no_news() -> None:
    new = {"msgtype": "m.image", "body": "Bram 8 jaar.jpg", "url": "mxc://x/2"}
    replaced = {"m.relates_to": {"rel_type": "m.replace", "event_id": "$0"}, "m.new_content": new}
    assert fact("!room", event(new | replaced), ME) is None


def test_a_text_is_no_picture() -> None:
    assert not posted({"body": "x"}).media
