"""How tests read what a member saw, and what of it copbot said."""

from collections.abc import Iterable
from typing import Any

from copbot.demo.member import Member
from copbot.demo.sight import SPOKEN, Predicate
from copbot.demo.wire import JsonObject
from tests.messages import checked


def bodies(events: list[JsonObject]) -> list[str]:
    """The texts of the messages, in order; other events are left out."""
    return [event["content"]["body"] for event in events if event["type"] == "m.room.message"]


def says(text: str) -> Predicate:
    """Holds for an event with exactly this text."""
    return lambda event: bool(event["content"].get("body") == text)


def spoken(events: Iterable[JsonObject], sender: str) -> list[JsonObject]:
    """copbot's messages among the events, edits included, each checked; those that were redacted are left out."""
    found = [
        event
        for event in events
        if event["type"] in SPOKEN and event["sender"] == sender and event["content"]
    ]
    for event in found:
        checked(event["content"])
    return found


def check_all(members: Iterable[Member], sender: str) -> None:
    """Check everything of copbot's that any of the members saw in any room."""
    for member in members:
        for events in member._seen.values():
            spoken(events, sender)


def reply_to(event: JsonObject) -> str | None:
    """The event that a message answers."""
    relation: dict[str, Any] = event["content"].get("m.relates_to", {})
    found = relation.get("m.in_reply_to", {}).get("event_id")
    return found if isinstance(found, str) else None


def answers(event_id: str) -> Predicate:
    """Holds for an answer to the event."""
    return lambda event: reply_to(event) == event_id


def kind(name: str) -> Predicate:
    """Holds for copbot's messages of that kind."""
    return lambda event: bool(event["content"].get("nl.copbot", {}).get("kind") == name)


def answered(events: Iterable[JsonObject], sender: str) -> list[str]:
    """Which events copbot answered, in the order of its answers; one that it answered twice is there twice."""
    return [target for event in spoken(events, sender) if (target := reply_to(event)) is not None]
