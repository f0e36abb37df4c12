"""What a person would notice of somebody's encryption, among the events of a room as a peer's client shows them."""

from collections.abc import Sequence

from copbot.demo.wire import JsonObject

ENCRYPTION = "m.room.encryption"
NEVER_ENCRYPTED = frozenset({"m.reaction", "m.room.redaction"})
"""What no client encrypts, state events aside."""
UNSUSPECTED: JsonObject = {"colour": "NONE", "reason": None}
"""The shield of an event that Element shows without any warning."""


def open_in(events: Sequence[JsonObject]) -> list[JsonObject]:
    """What was said unencrypted in a room after it had been encrypted."""
    begin = next((n for n, event in enumerate(events) if event["type"] == ENCRYPTION), len(events))
    return [event for event in events[begin:] if _is_open(event)]


def flaws_of(events: Sequence[JsonObject], sender: str) -> list[str]:
    """What a person would notice of somebody's encryption among the events of a room."""
    flaws = [f"in the clear: {event['type']}" for event in open_in(events) if event["sender"] == sender]
    for event in events:
        if event["sender"] == sender and (failure := event["failure"]):
            flaws.append(f"not readable: {failure['code']}")
        elif event["sender"] == sender and event["encrypted"] and event["shield"] != UNSUSPECTED:
            flaws.append(f"warned of: {event['type']} {event['shield']}")
    return flaws


def _is_open(event: JsonObject) -> bool:
    # What was redacted keeps its type on the wire, which tells how it had come.
    said = event["type"] not in NEVER_ENCRYPTED and "state_key" not in event
    return said and not event["encrypted"] and event["type"] != "m.room.encrypted"
