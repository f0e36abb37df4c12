"""What people wrote, in a Markdown file: as they wrote it, without their signs meaning anything."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&!$])")
_BEGINS = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)]))")


def escaped(words: str) -> str:
    """The words with a backslash before every sign that would be read as markup, or would begin a list or a heading."""
    marked = _SIGNS.sub(r"\\\1", words)
    begin = _BEGINS.match(marked)
    if begin is None:
        return marked
    if begin[2].isdecimal():  # "1. Onderzoek": the sign behind the number begins a list
        return f"{begin[1]}{begin[2]}\\{marked[begin.end() :]}"
    return f"{begin[1]}\\{marked[begin.end(1) :]}"
