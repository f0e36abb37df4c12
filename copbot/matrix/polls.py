"""Native polls (MSC3381): what others send about one as facts, and the content of those that copbot opens and ends.

Clients act on the unstable names only, so those are sent; both are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from copbot.core.facts import Fact, PollEnded, Voted

PREFIX = "org.matrix.msc3381.poll"
START, RESPONSE, END = (f"{PREFIX}.{part}" for part in ("start", "response", "end"))
TEXT = "org.matrix.msc1767.text"
DISCLOSED = f"{PREFIX}.disclosed"
RESPONSES = (RESPONSE, "m.poll.response")
ENDS = (END, "m.poll.end")
KINDS = frozenset({START, "m.poll.start", *RESPONSES, *ENDS})
MOST_SELECTIONS = 40  # of one response; more than any poll has answers
LONGEST_ID = 64  # characters of an answer's id that can be one of copbot's

Content = dict[str, Any]


def fact(room: str, kind: str, sender: str, id: str, at: datetime, content: Mapping[str, Any]) -> Fact | None:
    """A response or an end, as what happened; None for anything else, and for the wrong shape."""
    relation = content.get("m.relates_to")
    target = relation.get("event_id") if isinstance(relation, Mapping) else None
    if not isinstance(relation, Mapping) or relation.get("rel_type") != "m.reference":
        return None
    if not isinstance(target, str):
        return None
    if kind in ENDS:
        return PollEnded(room, sender, id, at, target)
    if kind not in RESPONSES:
        return None
    return Voted(room, sender, id, at, target, _selections(content))


def _selections(content: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids chosen, at most so many; what is no id stands as one that no answer has, and so spoils the vote."""
    block = content.get(RESPONSE)
    chosen = block.get("answers") if isinstance(block, Mapping) else content.get("m.selections")
    if not isinstance(chosen, list):
        return ()
    return tuple(
        one if isinstance(one, str) and len(one) <= LONGEST_ID else "" for one in chosen[:MOST_SELECTIONS]
    )


def opening(
    body: str, question: str, answers: Sequence[tuple[str, str]], most: int, data: Mapping[str, Any]
) -> Content:
    """A poll whose votes everybody may see; ``body`` is what clients without polls show."""
    return {
        TEXT: body,
        START: {
            "kind": DISCLOSED,
            "max_selections": most,
            "question": {TEXT: question},
            "answers": [{"id": id, TEXT: words} for id, words in answers],
        },
        "m.mentions": {},
        **data,
    }


def changed(content: Content, target: str) -> Content:
    """The same as a replacement of an earlier opening: the poll itself stands in the new content only."""
    return {
        **{name: value for name, value in content.items() if name != START},
        TEXT: f"* {content[TEXT]}",
        "m.new_content": content,
        "m.relates_to": {"rel_type": "m.replace", "event_id": target},
    }


def ending(body: str, target: str, reply_to: str | None, data: Mapping[str, Any]) -> Content:
    """The end of a poll, and the answer to the command that asked for it, if one did."""
    relation: Content = {"rel_type": "m.reference", "event_id": target}
    if reply_to is not None:
        relation["m.in_reply_to"] = {"event_id": reply_to}
    return {TEXT: body, END: {}, "m.mentions": {}, "m.relates_to": relation, **data}
