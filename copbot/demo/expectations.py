"""What the members of the demo expect of copbot, told apart from what they saw.

A play that only looks right proves nothing. So everything that copbot should do is written down as an `Expected`: how to
know the message that it is about, and what must be in it. Both are read from the events as a member's client got them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from copbot.demo.sight import SPOKEN, words_of
from copbot.demo.wire import JsonObject

FIELD = "nl.copbot"
_LONGEST_SEEN = 160


class UnexpectedError(Exception):
    """copbot did something else than was expected, or nothing. Its text tells both, on two lines."""

    def __init__(self, expected: str, seen: str) -> None:
        super().__init__(f"Expected: {expected}\nSeen: {seen}")
        self.expected = expected
        self.seen = seen


@dataclass(frozen=True, slots=True)
class Expected:
    """One message of copbot's. What is None is left open.

    `reply_to`, `kind` and `key` choose the message (with `edit`, an edit of the one with that key); if that is not enough,
    `choose` names fields that must have these values for it to be the one meant. `fields` are what must then be in its
    `nl.copbot`, and `mentions` whom it must mention, neither more nor less.
    """

    what: str
    reply_to: str | None = None
    kind: str | None = None
    key: str | None = None
    edit: bool = False
    choose: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    mentions: tuple[str, ...] | None = None

    def meant_by(self, event: JsonObject) -> bool:
        """Whether this event is the one that is expected, right or wrong."""
        told = told_in(event)
        if told is None or is_edit(event) != self.edit:
            return False
        if self.reply_to is not None and answered_by(event) != self.reply_to:
            return False
        # What answers a message may be of the wrong kind; without that tie the kind is what tells it from others.
        if self.kind is not None and self.reply_to is None and told.get("kind") != self.kind:
            return False
        if self.key is not None and told.get("key") != self.key:
            return False
        return all(told.get(name) == value for name, value in self.choose.items())

    def check(self, event: JsonObject) -> None:
        """Raises `UnexpectedError` unless everything in the event is as expected."""
        told = told_in(event) or {}
        wanted = dict(self.fields) | ({"kind": self.kind} if self.kind else {})
        wrong = [
            (f"{name} {value!r}", f"{name} {told.get(name)!r}")
            for name, value in wanted.items()
            if told.get(name) != value
        ]
        content = event["content"]
        mentioned = tuple(content.get("m.mentions", {}).get("user_ids", ()))
        if self.mentions is not None and sorted(mentioned) != sorted(self.mentions):
            wrong.append((f"mentions of {_names(self.mentions)}", f"mentions of {_names(mentioned)}"))
        if not words_of(content).strip():
            wrong.append(("words to read", "an empty message"))
        if wrong:
            seen = ", ".join(found for _, found in wrong)
            expected = ", ".join(wish for wish, _ in wrong)
            raise UnexpectedError(f"{self.what}: {expected}", f"{seen}; in {shown(event)}")

    def missing(self, events: Iterable[JsonObject], copbot: str, seconds: float) -> UnexpectedError:
        """The error for when nothing came within `seconds`; `events` are what did come."""
        said = (event for event in events if event["sender"] == copbot)
        came = [shown(event) for event in said if event["type"] in SPOKEN or "failure" in event]
        last = "copbot's last messages: " + " | ".join(came[-3:]) if came else "copbot said nothing more"
        seen = f"nothing of the kind within {seconds:g} seconds; {last}"
        return UnexpectedError(self.what, seen)


def told_in(event: JsonObject) -> JsonObject | None:
    """The field `nl.copbot` of an event, None if there is none."""
    found = event.get("content", {}).get(FIELD)
    return found if isinstance(found, dict) else None


def is_edit(event: JsonObject) -> bool:
    """Whether the event changes an earlier message."""
    return _relation(event).get("rel_type") == "m.replace"


def edited_by(event: JsonObject) -> str | None:
    """The event that this one changes."""
    return str(_relation(event).get("event_id")) if is_edit(event) else None


def answered_by(event: JsonObject) -> str | None:
    """The event that this one answers; what merely stands in a thread answers nothing."""
    relation = _relation(event)
    found = relation.get("m.in_reply_to", {}).get("event_id")
    return None if found is None or relation.get("is_falling_back") else str(found)


def answers_to(events: Iterable[JsonObject], copbot: str, event_id: str) -> list[JsonObject]:
    """copbot's answers to an event."""
    return [event for event in events if event["sender"] == copbot and answered_by(event) == event_id]


def shown(event: JsonObject) -> str:
    """One line about an event, for who looks for what went wrong."""
    content = event.get("content", {})
    if "failure" in event:
        return f"a message that could not be read: {event['failure']}"
    told = told_in(event)
    facts = ", ".join(f"{name} {value!r}" for name, value in (told or {}).items() if name not in {"v", "key"})
    words = " ".join((words_of(content) or str(event.get("type", ""))).split())
    if len(words) > _LONGEST_SEEN:
        words = words[: _LONGEST_SEEN - 1].rstrip() + "…"
    return f"“{words}” ({facts})" if facts else f"“{words}”"


def _relation(event: JsonObject) -> JsonObject:
    found = event.get("content", {}).get("m.relates_to")
    return found if isinstance(found, dict) else {}


def _names(members: Iterable[str]) -> str:
    return ", ".join(sorted(members)) or "nobody"
