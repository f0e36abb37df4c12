"""What members see of copbot in an encrypted room, judged: everything once, nothing in the clear, nothing to warn of."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from copbot.demo.sight import Predicate
from copbot.demo.wire import JsonObject
from tests.live.copbot import Copbot
from tests.live.events import answered, kind, spoken
from tests.live.peer import Peer

LONG = 60.0  # seconds; far more than anything takes


async def sound(room: str, copbot: Copbot, *peers: Peer, once: Iterable[str] = ()) -> None:
    """Each of the peers reads all that copbot said, without a warning; `once`: the commands owed one answer each, in order."""
    owed = list(once)
    for peer in peers:
        flaws = await peer.lasting_flaws(room, copbot.user_id)
        assert not flaws, flaws
        events = await peer.timeline(room)
        said = spoken(events, copbot.user_id)
        assert said, "there was nothing to judge"
        revisions = Counter((data["key"], data["rev"]) for event in said for data in [data_of(event)])
        doubled = [each for each, times in revisions.items() if times > 1]
        assert not doubled, doubled
        found = [event for event in answered(events, copbot.user_id) if event in set(owed)]
        assert found == owed, (found, owed)


def data_of(event: JsonObject) -> dict[str, Any]:
    """The `nl.copbot` of a message of copbot's; empty for anything else."""
    content = event["content"].get("m.new_content", event["content"])
    return dict(content.get("nl.copbot", {}))


def tells(name: str, **fields: object) -> Predicate:
    """Holds for a message of copbot's of that kind with these fields."""

    def holds(event: JsonObject) -> bool:
        return kind(name)(event) and fields.items() <= data_of(event).items()

    return holds


def by(user: str) -> Predicate:
    """Holds for what that user said, readable."""
    return lambda event: event["sender"] == user and "state_key" not in event and "body" in event["content"]


def sessions(events: Iterable[JsonObject], sender: str) -> list[str]:
    """The ids of the keys under which somebody sent what is encrypted, in order, each once."""
    found = (
        event["wire"]["content"]["session_id"]
        for event in events
        if event["sender"] == sender and event["encrypted"]
    )
    return list(dict.fromkeys(found))
