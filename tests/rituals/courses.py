"""Scripts and courses to begin a test with; `f` always leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from copbot.rituals.course import Course, advance, open_course, step
from copbot.rituals.happenings import Happening
from copbot.rituals.moves import Begin, Join, LeaveOut, Move, Skip
from copbot.rituals.script import DONE, Mode, Script, ScriptPhase, Shape
from copbot.rituals.state import Options

NOBODY: Mapping[str, frozenset[str]] = {}


def words(said: str) -> dict[str, str]:
    return {"nl": said, "en": said}


def phase(name: str, shape: Shape = Shape.TURNS, **more: object) -> ScriptPhase:
    return ScriptPhase(name, "round", shape, words(name), words(name), **more)  # type: ignore[arg-type]


def script(*phases: ScriptPhase, **more: object) -> Script:
    called = {"nl": ("proef",), "en": ("trial",)}
    return Script("trial", called, words("Trial"), words("A trial"), phases, **{"least": 1, **more})  # type: ignore[arg-type]


def gathering(of: Script, *members: str, owner: str | None = None) -> Course:
    course, _ = open_course(of, Mode.LIVE, Options(), "f", NOBODY, owner=owner)
    for member in members:
        course, _ = step(course, of, Join(member), NOBODY)
    return course


def begun(of: Script, *members: str, owner: str | None = None) -> Course:
    course = gathering(of, *members, owner=owner)
    return step(course, of, Begin("f", course.round.members), NOBODY)[0]


def played(
    course: Course, of: Script, moves: Sequence[Move | Skip | LeaveOut], outcome: str = DONE
) -> tuple[Course, tuple[Happening, ...]]:
    """The ritual after all moves, going on wherever a phase is over, and everything that happened."""
    told: tuple[Happening, ...] = ()
    for move in moves:
        course, more = step(course, of, move, NOBODY)
        told = (*told, *more)
        if course.between:
            course, more = advance(course, of, outcome, NOBODY)
            told = (*told, *more)
    return course, told
