"""Which phase comes next, where who leads chooses: one that lies ahead, one that is held once more, one that is left out.

A script is a way, and who leads may walk it otherwise as far as it says: what is ``optional`` may be passed by, so any phase
behind such ones can come at once; what is marked ``again`` may be held once more, and after it the group goes on where it had
come to. All of it is read from the script: no phase that a group needs is ever lost, and none that makes no sense twice comes
twice.
"""

from __future__ import annotations

from dataclasses import replace

from copbot.core.machine import Illegal
from copbot.rituals.parts import Roles, takes_part
from copbot.rituals.script import DONE, END, Script, Shape
from copbot.rituals.under_way import Course

MOST_PHASES = 60
"""So many phases one ritual may go through, so that one that leads back still ends."""


def ahead(course: Course, script: Script) -> tuple[int, ...]:
    """The places of the phases that are still to come where nothing out of the ordinary happens, the next one first."""
    at = 0 if course.place is None else course.after(script, DONE)
    way: list[int] = []
    while at is not None and at not in way:
        way.append(at)
        at = script.after(at, DONE)
    return tuple(way)


def reachable(course: Course, script: Script, roles: Roles) -> tuple[int, ...]:
    """The places of the phases that may come next, in the order of the script; none while people are still joining."""
    if course.place is None or course.over:
        return ()
    way = ahead(course, script)
    needed = next((n for n, place in enumerate(way) if not script.phases[place].optional), len(way))
    found = set(way[: needed + 1])
    if course.entered + len(way) < MOST_PHASES:  # the way from there to the end still fits
        found |= {place for place, phase in enumerate(script.phases) if phase.again and place not in way}
    return tuple(place for place in sorted(found) if _anybody(course, script, place, roles))


def aimed(course: Course, script: Script, name: str, roles: Roles) -> Course:
    """The phase of that name is to come next. Raises `Illegal`: `no-such-phase`, `phase-out-of-reach`."""
    if _place(script, name) not in reachable(course, script, roles):
        raise Illegal("phase-out-of-reach")
    return replace(course, aim=name)


def taken(course: Course, script: Script, name: str) -> tuple[Course, tuple[int, ...]]:
    """On the way to the chosen phase, which is its place now; and the places of those that are passed by."""
    place, way = script.phase(name), ahead(course, script)
    stays = tuple(other for other in course.left_out if other != name)
    chosen = replace(course, aim=None, left_out=stays, place=place)
    if place in way:
        over = way[: way.index(place)]
        return replace(chosen, back=None, entered=course.entered + len(over)), over
    return replace(chosen, back=script.phases[way[0]].name if way else END), ()


def may_be_left_out(course: Course, script: Script) -> tuple[int, ...]:
    """The places of the phases to come that may be left out, and are not."""
    return tuple(
        place
        for place in ahead(course, script)
        if script.phases[place].optional and script.phases[place].name not in course.left_out
    )


def left_out(course: Course, script: Script, name: str) -> Course:
    """A phase is left out that may be and has not begun. Raises `Illegal`: `no-such-phase`, `phase-needed`."""
    place = _place(script, name)
    if name in course.left_out:
        return course
    if place not in may_be_left_out(course, script):
        raise Illegal("phase-needed")
    return replace(course, left_out=(*course.left_out, name))


def kept_in(course: Course, script: Script, name: str) -> Course:
    """A phase that was left out comes after all. Raises `Illegal`: `no-such-phase`."""
    _place(script, name)
    return replace(course, left_out=tuple(other for other in course.left_out if other != name))


def _place(script: Script, name: str) -> int:
    try:
        return script.phase(name)
    except KeyError:
        raise Illegal("no-such-phase") from None


def _anybody(course: Course, script: Script, place: int, roles: Roles) -> bool:
    phase = script.phases[place]
    if phase.shaped(course.mode) not in (Shape.TURNS, Shape.WRITING):
        return True
    present = (m for m in course.members if not (script.impartial and m == course.facilitator))
    return any(takes_part(course, phase, member, roles) for member in present)
