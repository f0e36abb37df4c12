"""What holds of every message that copbot sends, in any test: the schema, and the promises about its content."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SCHEMA = Path(__file__).parent.parent / "docs" / "message.schema.json"
LONGEST = 600
_TAGS = re.compile(r"</?(p|ol|li|a|br)( href=\"https://matrix\.to/#/[^\"]+\")?>")


@cache
def validator() -> Draft202012Validator:
    """The schema of ``nl.copbot``."""
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def checked(content: dict[str, Any]) -> dict[str, Any]:
    """The content, if it is as every message of copbot's must be; an AssertionError with the reason otherwise."""
    assert "nl.copbot" in content, "a message without nl.copbot"
    validator().validate(content["nl.copbot"])
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
