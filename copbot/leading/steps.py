"""Who leads chooses the next step of a ritual by its name, or leaves one out ahead of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Text, text
from copbot.core.wishes import Wish
from copbot.dialogue import answers, steps_named
from copbot.dialogue.call import By, Call
from copbot.dialogue.ritual_words import plain
from copbot.dialogue.scene import Scene
from copbot.leading import rounds
from copbot.rituals import choosing
from copbot.rituals.moves import LeaveOut, Skip

STEP, WITHOUT, WITH = "stap", "zonder", "met"
"""How the command is said that goes to a step, leaves one out, has one after all."""
MOST = 7
"""So many steps are offered to choose from."""


def go_to(call: Call, now: Scene, name: str) -> Sequence[Wish]:
    """The step of that name comes next."""
    if call.sender != now.round.facilitator or now.course.gathering:
        return rounds.play(call, now, Skip(call.sender), rounds.goes_on(call, now))
    may = choosing.reachable(now.course, now.script, call.read.roles())
    place = _meant(call, now, name, may, STEP)
    if not isinstance(place, int):
        return place
    move = Skip(call.sender, now.script.phases[place].name)
    return rounds.play(call, now, move, rounds.goes_on(call, now))


def leave_out(call: Call, now: Scene, name: str) -> Sequence[Wish]:
    """The step of that name does not come, ahead of time."""
    return _changed(call, now, name, choosing.may_be_left_out(now.course, now.script), WITHOUT)


def keep_in(call: Call, now: Scene, name: str) -> Sequence[Wish]:
    """A step that was left out comes after all."""
    may = tuple(now.script.phase(one) for one in now.course.left_out)
    return _changed(call, now, name, may, WITH)


def _changed(call: Call, now: Scene, name: str, may: tuple[int, ...], how: str) -> Sequence[Wish]:
    if call.sender != now.round.facilitator:
        return rounds.play(call, now, LeaveOut(call.sender, ""), rounds.goes_on(call, now))
    place = _meant(call, now, name, may, how)
    if not isinstance(place, int):
        return place
    phase = now.script.phases[place]
    said = text(
        "ritual.left-out" if how == WITHOUT else "ritual.kept-in",
        title=now.words(phase.title),
        p=call.prefix,
    )
    return rounds.play(call, now, LeaveOut(call.sender, phase.name, how == WITH), said)


def _meant(call: Call, now: Scene, name: str, may: tuple[int, ...], how: str) -> int | Sequence[Wish]:
    """The step that is meant, of those that may be; or what is answered where that can't be told."""
    meant = steps_named.named(now.script, name)
    fitting = [place for place in meant if place in may]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        return answers.ask(
            call, Error.WHICH_PHASE, text("ritual.which-step"), choices=_choices(now, fitting, how)
        )
    if not meant and call.by is By.PHRASE:
        return ()  # it was about something else
    code = Error.PHASE_OUT_OF_REACH if meant else Error.NO_SUCH_PHASE
    if how == WITHOUT and meant:
        code = Error.PHASE_NEEDED
    lines: list[Text] = [_why(now, meant, how)]
    if not may:
        return answers.refuse(call, code, *lines, text(_rest(now, how), p=call.prefix))
    lines.append(text(f"ritual.steps-{WAYS[how]}"))
    return answers.ask(call, code, *lines, choices=_choices(now, may, how))


WAYS = {STEP: "go-to", WITHOUT: "leave-out", WITH: "keep-in"}


def _why(now: Scene, meant: Sequence[int], how: str) -> Text:
    if not meant:
        return text("ritual.step-unknown")
    title = now.words(now.script.phases[meant[0]].title)
    return text(f"ritual.step-not-{WAYS[how]}", title=title)


def _rest(now: Scene, how: str) -> str:
    """What can be done where nothing can be chosen."""
    if plain(now.script) or len(now.script.phases) == 1:
        return "ritual.steps-only-one"
    return "ritual.steps-go-on" if how == STEP else "ritual.steps-none"


def _choices(now: Scene, places: Iterable[int], how: str) -> list[tuple[Text, Option]]:
    phases = [now.script.phases[place] for place in places][:MOST]
    return [
        (
            text("ritual.title", title=now.words(phase.title)),
            Option("next", f"{how} {phase.name} #{now.ritual.number}"),
        )
        for phase in phases
    ]
