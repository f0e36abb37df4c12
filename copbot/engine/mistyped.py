"""Which command a mistyped one may have been meant to be."""

from __future__ import annotations

from copbot.engine.registry import Registry

CLOSE = 78  # how alike a mistyped name must be, of 100
SHORTEST = 4  # letters; shorter words are close to too many names


def mistyped(name: str, registry: Registry, language: str) -> str | None:
    """The known name that a mistyped one is close to, or a part of (!week, !weg): that one as it is called in the room's language."""
    from rapidfuzz import fuzz, process  # 3 MB that only who mistypes needs

    named = {known: command.name for command in registry.typed for known in (*command.names, *command.dutch)}
    if len(name) >= SHORTEST and (
        found := process.extractOne(name, [*named], scorer=fuzz.ratio, score_cutoff=CLOSE)
    ):
        return str(found[0])
    parts = [known for known in named if _begins_or_ends(known, name)]
    if len({named[known] for known in parts}) != 1:
        return None
    command = registry.by_name[parts[0]]
    names = command.names if language == "en" else command.dutch or command.names
    return next((known for known in parts if known in names), names[0])


def _begins_or_ends(known: str, name: str) -> bool:
    """Ends are what stays when a little word in front is forgotten; beginnings are more often another bot's."""
    return (len(name) >= SHORTEST and known.startswith(name)) or (
        len(name) == len("weg") and known.endswith(name)
    )
