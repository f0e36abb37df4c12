"""What holds of every message that copbot sends, in any test: the schema, and the promises about its content."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

TEXT = "org.matrix.msc1767.text"
START, END = "org.matrix.msc3381.poll.start", "org.matrix.msc3381.poll.end"
SCHEMA = Path(__file__).parent.parent / "docs" / "message.schema.json"
LONGEST = 600
_TAGS = re.compile(r"</?(p|ol|li|a|br)( href=\"https://matrix\.to/#/[^\"]+\")?>")


@cache
def schema() -> dict[str, Any]:
    """The schema of ``nl.copbot``."""
    return dict(json.loads(SCHEMA.read_text(encoding="utf-8")))


@cache
def validator(kind: str) -> Draft202012Validator:
    """The schema without the branches that exclude this kind anyway; trying all of them takes several times as long."""
    branches = [branch for branch in schema()["oneOf"] if kind in _kinds(branch)]
    return Draft202012Validator({**schema(), "oneOf": branches or schema()["oneOf"]})


def _kinds(branch: dict[str, Any]) -> list[str]:
    """The kinds that a branch is for; every one of them says so."""
    kind = branch["properties"]["kind"]
    return list(kind["enum"] if "enum" in kind else [kind["const"]])


def checked(content: dict[str, Any]) -> dict[str, Any]:
    """The content, if it is as every message of copbot's must be; an AssertionError with the reason otherwise."""
    assert "nl.copbot" in content, "a message without nl.copbot"
    validator(content["nl.copbot"].get("kind", "")).validate(content["nl.copbot"])
    if TEXT in content:
        return _checked_poll(content)
    if content["msgtype"] == "m.file":
        return _checked_file(content)
    assert content["msgtype"] in ("m.text", "m.notice")
    assert set(content["m.mentions"]) <= {"user_ids"}, "never the whole room"
    shown = content.get("m.new_content", content)
    assert content["nl.copbot"] == shown["nl.copbot"]
    relation = content.get("m.relates_to", {})
    if relation.get("rel_type") == "m.replace":
        assert "m.in_reply_to" not in relation
        assert content["nl.copbot"]["rev"] > 0
    body = shown["body"]
    assert 0 < len(body) <= LONGEST, f"{len(body)} characters: {body}"
    assert not re.search(r"[{}]", _TAGS.sub("", shown["formatted_body"])), body
    assert "<" not in _TAGS.sub("", shown["formatted_body"]), shown["formatted_body"]
    return content


def words(content: dict[str, Any]) -> str:
    """What a client without polls, or without edits of them, shows of a message of copbot's."""
    shown = content.get("m.new_content", content)
    return str(shown[TEXT] if TEXT in shown else shown["body"])


def _checked_file(content: dict[str, Any]) -> dict[str, Any]:
    """A file, in the clear or encrypted: it means nobody, answers nothing, and its name is all that is to be read."""
    assert content["m.mentions"] == {}
    assert "formatted_body" not in content
    assert "m.new_content" not in content
    assert re.fullmatch(r"[^\\/:*?\"<>|\x00-\x1f]{1,70}\.(ics|md|txt)", content["body"]), content["body"]
    assert content["filename"] == content["body"]
    assert content["info"].keys() == {"mimetype", "size"}
    assert ("url" in content) != ("file" in content)
    address = content["url"] if "url" in content else content["file"]["url"]
    assert address.startswith("mxc://")
    relation = content.get("m.relates_to", {})
    assert relation.get("rel_type") in (None, "m.thread")
    assert relation.get("is_falling_back", True), "the message before it is the answer"
    return content


def _checked_poll(content: dict[str, Any]) -> dict[str, Any]:
    """The start, the change or the end of a native poll (MSC3381, unstable names)."""
    assert content["m.mentions"] == {}
    shown, data = content.get("m.new_content", content), content["nl.copbot"]
    assert shown["nl.copbot"] == data
    relation = content.get("m.relates_to", {})
    assert 0 < len(shown[TEXT]) <= LONGEST, f"{len(shown[TEXT])} characters: {shown[TEXT]}"
    ids = [option["id"] for option in data["options"]]
    assert len(set(ids)) == len(ids)
    if END in shown:
        assert (data["kind"], relation["rel_type"]) == ("poll.closed", "m.reference")
        assert shown[END] == {}
        assert set(data["tally"]) == set(ids)
        assert set(data["winner"]) <= set(ids)
        return content
    poll = shown[START]
    assert data["kind"] == "poll.opened"
    assert poll["kind"] == "org.matrix.msc3381.poll.disclosed"
    assert 1 <= poll["max_selections"] <= len(ids)
    assert poll["question"][TEXT]
    answers = [{"id": answer["id"], "text": answer[TEXT]} for answer in poll["answers"]]
    assert answers == data["options"], "the same options for people and for machines"
    if relation.get("rel_type") == "m.replace":
        assert "m.in_reply_to" not in relation
        assert START not in content, "a client that knows no edits would show a second poll"
        assert data["rev"] > 0
    else:
        assert relation.keys() <= {"m.in_reply_to"}, "in the main timeline"
    return content
