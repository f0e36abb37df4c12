"""Which member somebody means: by Matrix id or the name in it, or by a mention as clients send it.

Never by display name: anybody may choose somebody else's.
"""

from __future__ import annotations

import re

from copbot.core.facts import Posted
from copbot.dialogue.call import Call

_ID = re.compile(r"@[^\s:@]+:[^\s]+")
_AT = re.compile(r"(?<!\S)@([^\s:@]+)")
_AROUND = ".,;!?"


def meant(call: Call, line: str, *, bare: bool = False) -> tuple[str | None, str]:
    """The member meant, and the text without their name.

    A mention counts when the text itself holds no whole id; after that ``@ahmed``, and with ``bare`` a line that is
    ``ahmed`` and nothing else, where one joined member's id begins so. A name after an ``@`` that nobody here has (or two
    have) comes back as it stands: it is no member.
    """
    match = _ID.search(line)
    if match:
        return match[0].rstrip(_AROUND), _without(line, match)
    if isinstance(call.fact, Posted):
        others = [user for user in call.fact.mentions if user != call.me]
        if len(others) == 1:
            return others[0], line
    match = _AT.search(line)
    if match:
        wanted = match[1].rstrip(_AROUND)
        return _named(call, wanted) or f"@{wanted}", _without(line, match)
    found = _named(call, line.strip().rstrip(_AROUND)) if bare else None
    return (found, "") if found else (None, line)


def _without(line: str, match: re.Match[str]) -> str:
    return f"{line[: match.start()]} {line[match.end() :]}".strip()


def _named(call: Call, wanted: str) -> str | None:
    """The one joined member whose id begins with this name, case aside."""
    name = wanted.lower()
    found = [member for member in call.people.members if member[1:].partition(":")[0].lower() == name]
    return found[0] if name and len(found) == 1 else None
