"""From when on events count: since copbot came in; in a direct chat since it was asked in."""

from collections.abc import Mapping
from typing import Any, cast

import pytest

from copbot.core.facts import Posted
from copbot.matrix.http import Requests
from copbot.matrix.ingest import Reading

ME = "@copbot:x"


def member(membership: str, **more: Any) -> dict[str, Any]:
    content = {"membership": membership, **more}
    return {
        "type": "m.room.member",
        "state_key": ME,
        "sender": "@karin:x",
        "event_id": "$m",
        "content": content,
    }


def says(body: str) -> dict[str, Any]:
    content = {"msgtype": "m.text", "body": body}
    return {"type": "m.room.message", "sender": "@karin:x", "event_id": f"${body}", "content": content}


@pytest.mark.parametrize(
    ("events", "heard"),
    [
        ([says("old"), member("invite"), says("early"), member("join"), says("now")], ["now"]),
        (
            [says("old"), member("invite", is_direct=True), says("early"), member("join"), says("now")],
            ["early", "now"],
        ),
        (
            [member("join"), member("leave"), says("away"), member("invite"), member("join"), says("now")],
            ["now"],
        ),
        ([says("old"), member("invite", is_direct=True)], []),
        ([says("old")], []),
    ],
)
def test_from_when_on_it_listens(events: list[Mapping[str, Any]], heard: list[str]) -> None:
    reading = Reading(cast("Requests", None), ME, frozenset())
    facts = reading.after_own_joining("!room", events)
    assert [fact.body for fact in facts if isinstance(fact, Posted)] == heard
