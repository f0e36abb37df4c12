"""Which member somebody means: by Matrix id in the text, or by a mention as clients send it. Never by display name."""

from __future__ import annotations

import re

from copbot.core.facts import Posted
from copbot.dialogue.call import Call

_ID = re.compile(r"@[^\s:@]+:[^\s]+")


def meant(call: Call, line: str) -> tuple[str | None, str]:
    """The member meant, and the text without their id. A mention counts when the text itself holds no id."""
    match = _ID.search(line)
    if match:
        return match[0].rstrip(".,;!?"), f"{line[: match.start()]} {line[match.end() :]}".strip()
    if isinstance(call.fact, Posted):
        others = [user for user in call.fact.mentions if user != call.me]
        if len(others) == 1:
            return others[0], line
    return None, line
