"""From Matrix events to facts. Whatever has the wrong shape is no fact; nothing here raises on what others send."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from copbot.core.facts import (
    Departed,
    Edited,
    Entered,
    Fact,
    Locked,
    Moved,
    Posted,
    Reacted,
    Redacted,
    Sealed,
    Sent,
)
from copbot.matrix import polls
from copbot.matrix.formatting import FIELD

LONGEST = 4096  # characters of a message that copbot reads; the rest is cut before it is stored anywhere
LONGEST_ID = 255  # characters of the id of a room
KINDS = frozenset(
    {
        "m.reaction",
        "m.room.create",
        "m.room.encrypted",
        "m.room.encryption",
        "m.room.member",
        "m.room.message",
        "m.room.name",
        "m.room.power_levels",
        "m.room.redaction",
        "m.room.tombstone",
        *polls.KINDS,
    }
)
"""What copbot reads at all."""
DOUBT = "nl.copbot.doubt"  # beside an event's content: why it may be forged; set by the door itself
SEALED = "nl.copbot.sealed"  # the type of an event that could not be opened yet
WORDS = ("m.text", "m.notice", "m.emote")
MEDIA = ("m.image", "m.audio", "m.video", "m.file", "m.location")
_TONES = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f]")
_FALLBACK = re.compile(r"\A(?:> .*\n)+\n?")

Event = Mapping[str, Any]


def emoji(key: str) -> str:
    """A reaction without skin tone and without U+FE0F."""
    return _TONES.sub("", key)


def writable(words: str) -> bool:
    """Whether words can be written down: halves of a character, which JSON lets through, can't."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


def fact(room: str, event: Event, me: str, direct_with: str | None = None) -> Fact | None:
    """What an event of a room's timeline says happened, or None. ``direct_with`` names whose direct chat the room is.

    A text loses what can't be written down; an event whose ids or emoji can't be is no fact.
    """
    found = _read(room, event, me, direct_with)
    if found is None or all(map(writable, _strings(found))):
        return found
    return None


def _strings(fact: Fact) -> Iterator[str]:
    for name in fact.__slots__:
        value = getattr(fact, name)
        if isinstance(value, str):
            yield value
        elif name == "selections":
            yield from value


def _read(room: str, event: Event, me: str, direct_with: str | None) -> Fact | None:
    kind, sender, id = event.get("type"), event.get("sender"), event.get("event_id")
    content = event.get("content")
    if not (isinstance(sender, str) and isinstance(id, str) and isinstance(content, Mapping)):
        return None
    at = moment(event.get("origin_server_ts"))
    if "state_key" in event:
        return _state(room, event, sender, id, at, me, direct_with)
    if kind == "m.room.redaction":
        target = event.get("redacts") or content.get("redacts")
        return Redacted(room, sender, id, at, target) if isinstance(target, str) else None
    doubt = event.get(DOUBT)
    if doubt is not None:
        return _doubtful(room, event, sender, id, at, str(doubt)) if sender != me else None
    if sender == me:
        return _own(room, sender, id, at, content)
    if kind == SEALED:
        return Sealed(room, sender, f"sealed:{id}", at, id)
    if kind == "m.reaction":
        return _reaction(room, sender, id, at, content)
    if kind == "m.room.message":
        return _message(room, sender, id, at, content)
    if isinstance(kind, str) and kind in polls.KINDS:
        return polls.fact(room, kind, sender, id, at, content)
    return None


def _doubtful(room: str, event: Event, sender: str, id: str, at: datetime, doubt: str) -> Fact | None:
    """Of what may be forged only that somebody spoke; no edit, no vote."""
    if event.get("type") != "m.room.message":
        return None
    said = _message(room, sender, id, at, event["content"])
    return replace(said, doubt=doubt) if isinstance(said, Posted) else None


def taken_away(redaction: Event) -> set[str]:
    """What a redaction takes away: where it says so depends on the room's version."""
    content = redaction.get("content")
    told = (redaction.get("redacts"), content.get("redacts") if isinstance(content, Mapping) else None)
    return {event for event in told if isinstance(event, str) and writable(event)}


def _own(room: str, sender: str, id: str, at: datetime, content: Event) -> Fact | None:
    """A message of copbot's own, by its key; anything else of its own is no news."""
    data = content.get(FIELD)
    key, rev = (data.get("key"), data.get("rev")) if isinstance(data, Mapping) else (None, None)
    if not isinstance(key, str) or not isinstance(rev, int) or isinstance(rev, bool):
        return None
    return Sent(room, sender, id, at, key, rev)


def moment(stamp: object) -> datetime:
    """The homeserver's stamp (milliseconds), or the beginning of time for nonsense."""
    if isinstance(stamp, int) and not isinstance(stamp, bool) and 0 <= stamp < 32_503_680_000_000:
        return datetime.fromtimestamp(stamp / 1000, UTC)
    return datetime.fromtimestamp(0, UTC)


def _state(
    room: str, event: Event, sender: str, id: str, at: datetime, me: str, direct_with: str | None
) -> Fact | None:
    if event.get("type") == "m.room.encryption":
        return Locked(room, sender, id, at) if event["state_key"] == "" else None
    if event.get("type") == "m.room.tombstone":
        successor = event["content"].get("replacement_room")
        told = isinstance(successor, str) and successor.startswith("!") and len(successor) <= LONGEST_ID
        return Moved(room, sender, id, at, successor) if told and event["state_key"] == "" else None
    if event.get("type") != "m.room.member" or not isinstance(event.get("state_key"), str):
        return None
    member, now, before = event["state_key"], event["content"].get("membership"), membership_before(event)
    # Who is asked into a direct chat is in it as far as private words go, and who refuses it has left it.
    third = direct_with is not None and member not in (direct_with, me)
    if (now == "join" and before != "join") or (now == "invite" and third):
        return Entered(room, member, id, at)
    refused = direct_with == member and before in ("invite", None)
    if now in ("leave", "ban") and (before == "join" or refused):
        return Departed(room, member, id, at)
    return None


def membership_before(event: Event) -> object:
    """What the member was before, where the homeserver says so."""
    unsigned = event.get("unsigned")
    previous = unsigned.get("prev_content") if isinstance(unsigned, Mapping) else None
    return previous.get("membership") if isinstance(previous, Mapping) else None


def text(body: str) -> str:
    """As much of a text as copbot reads, without what can't be written down."""
    shown = body.strip()[:LONGEST]
    return shown if writable(shown) else shown.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _reaction(room: str, sender: str, id: str, at: datetime, content: Event) -> Fact | None:
    relation = content.get("m.relates_to")
    if not isinstance(relation, Mapping) or relation.get("rel_type") != "m.annotation":
        return None
    target, key = relation.get("event_id"), relation.get("key")
    if not isinstance(target, str) or not isinstance(key, str) or len(key) > 32:
        return None
    return Reacted(room, sender, id, at, target, emoji(key))


def _message(room: str, sender: str, id: str, at: datetime, content: Event) -> Fact | None:
    body, kind = content.get("body"), content.get("msgtype")
    media = kind in MEDIA
    if not isinstance(body, str) or not (media or kind in WORDS):
        return None
    relation = content.get("m.relates_to")
    relation = relation if isinstance(relation, Mapping) else {}
    if relation.get("rel_type") == "m.replace":
        return None if media else _edit(room, sender, id, at, content, relation)
    thread = relation.get("event_id") if relation.get("rel_type") == "m.thread" else None
    reply = relation.get("m.in_reply_to")
    reply_to = reply.get("event_id") if isinstance(reply, Mapping) else None
    if thread is not None and relation.get("is_falling_back") is True:
        reply_to = None
    if reply_to is not None:
        body = _FALLBACK.sub("", body)
    return Posted(
        room,
        sender,
        id,
        at,
        "" if media else text(body),
        notice=kind == "m.notice",
        reply_to=reply_to if isinstance(reply_to, str) else None,
        thread=thread if isinstance(thread, str) else None,
        mentions=_mentions(content),
        media=media,
    )


def _edit(room: str, sender: str, id: str, at: datetime, content: Event, relation: Event) -> Fact | None:
    target, new = relation.get("event_id"), content.get("m.new_content")
    body = new.get("body") if isinstance(new, Mapping) else None
    if not isinstance(target, str) or not isinstance(body, str):
        return None
    return Edited(room, sender, id, at, target, text(body))


def _mentions(content: Event) -> tuple[str, ...]:
    mentions = content.get("m.mentions")
    users = mentions.get("user_ids") if isinstance(mentions, Mapping) else None
    return (
        tuple(user for user in users if isinstance(user, str) and writable(user))[:50]
        if isinstance(users, list)
        else ()
    )
