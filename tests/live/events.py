"""How tests read what a member saw."""

from copbot.demo.sight import Predicate
from copbot.demo.wire import JsonObject


def bodies(events: list[JsonObject]) -> list[str]:
    """The texts of the messages, in order; other events are left out."""
    return [event["content"]["body"] for event in events if event["type"] == "m.room.message"]


def says(text: str) -> Predicate:
    """Holds for an event with exactly this text."""
    return lambda event: bool(event["content"].get("body") == text)
