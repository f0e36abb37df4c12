"""The content of what copbot sends: text for people, ``nl.copbot`` for machines, and who is meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

VERSION = 1
FIELD = "nl.copbot"

Content = dict[str, Any]


def field(kind: str, key: str, rev: int, more: Mapping[str, Any]) -> Content:
    """The field for machines. The schema of it is ``docs/message.schema.json``."""
    return {"v": VERSION, "kind": kind, "key": key, "rev": rev, **more}


def message(body: str, html: str, data: Mapping[str, Any], ping: Iterable[str], *, aloud: bool) -> Content:
    """A message. It makes a telephone ring (``m.text``) only when somebody is meant or an answer is waited for."""
    meant = sorted(ping)
    content: Content = {
        "msgtype": "m.text" if meant or aloud else "m.notice",
        "body": body,
        "format": "org.matrix.custom.html",
        "formatted_body": html,
        "m.mentions": {"user_ids": meant} if meant else {},
    }
    content[FIELD] = dict(data)
    return content


def file(content: Content, name: str, media: str, size: int, where: Mapping[str, Any]) -> Content:
    """The same as a file, which means nobody. ``where`` is its ``url``, or ``file`` with the key to it; ``size`` in bytes."""
    kept = {name: value for name, value in content.items() if name not in ("format", "formatted_body")}
    info = {"mimetype": media, "size": size}
    return {
        **kept,
        "msgtype": "m.file",
        "body": name,
        "filename": name,
        "info": info,
        **where,
        "m.mentions": {},
    }


def related(content: Content, reply_to: str | None, thread: str | None) -> Content:
    """The same content as an answer, in a thread, or both; what nobody asked for falls back to the thread's root."""
    relation: Content = {}
    if thread is not None:
        relation = {"rel_type": "m.thread", "event_id": thread, "is_falling_back": reply_to is None}
        relation["m.in_reply_to"] = {"event_id": reply_to or thread}
    elif reply_to is not None:
        relation = {"m.in_reply_to": {"event_id": reply_to}}
    return {**content, "m.relates_to": relation} if relation else content


def edit(content: Content, target: str) -> Content:
    """The content as a replacement of an earlier message, with the field at the top and in the new content."""
    return {
        **content,
        "body": f"* {content['body']}",
        "formatted_body": f"* {content['formatted_body']}",
        "m.mentions": {},
        "m.new_content": content,
        "m.relates_to": {"rel_type": "m.replace", "event_id": target},
    }


def reaction(target: str, emoji: str) -> Content:
    """A reaction."""
    return {"m.relates_to": {"rel_type": "m.annotation", "event_id": target, "key": emoji}}
