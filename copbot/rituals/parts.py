"""Who has a part in a phase of a script, who is asked to listen only, and who is neither."""

from __future__ import annotations

from collections.abc import Mapping

from copbot.rituals.script import ScriptPhase
from copbot.rituals.under_way import Course

YOUNG = frozenset({"youth"})
PARENTS = frozenset({"parent"})

Roles = Mapping[str, frozenset[str]]
"""What each member brings to the room."""


def takes_part(course: Course, phase: ScriptPhase, member: str, roles: Roles) -> bool:
    """Whether a member has a part in a phase: it is for them, and they are not asked to listen only."""
    return _among(course, phase.who, member, roles) and not listens(course, phase, member, roles)


def listens(course: Course, phase: ScriptPhase, member: str, roles: Roles) -> bool:
    """Whether a member is asked to listen only in a phase."""
    return any(_among(course, who, member, roles) for who in phase.silent)


def _among(course: Course, who: str, member: str, roles: Roles) -> bool:
    brings = roles.get(member, frozenset())
    match who:
        case "all":
            return True
        case "owner":
            return member == course.owner
        case "others":
            return member != course.owner
        case "parents":
            return bool(brings & PARENTS)
        case "professionals":
            return bool(brings - PARENTS - YOUNG)
        case role:
            return role in brings
