"""What becomes of a prompt once it has been answered: it stays true, and says how the turn ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from copbot.core.text import Text, Who, text
from copbot.core.wishes import Edit, Unseed, Wish
from copbot.dialogue import days_messages, phase_messages, round_messages
from copbot.dialogue.call import By, Call
from copbot.dialogue.ritual_words import own
from copbot.dialogue.scene import Scene
from copbot.rituals.happenings import Happening, Passed, Postponed, PutBack, Spoke
from copbot.rituals.state import Phase

Lines = Callable[[Scene], tuple[Text, ...]]


def settled(
    call: Call,
    before: Scene,
    now: Scene,
    told: Sequence[Happening],
    aside: Text | None,
    lines: Callable[[Call, Scene], tuple[Text, ...]],
) -> tuple[list[Wish], Text | None]:
    """What becomes of the prompt that was waited on until now; with ``aside``, unless that took its place."""
    key = before.ritual.prompt
    gone = now.round.turn != before.round.turn or now.round.closed
    unseed: list[Wish] = [Unseed(key)] if key is not None and gone else []
    if before.over_days and _goes_on(before, now):
        announced = phase_messages.lines(call, now, lines(call, now))
        edit = days_messages.answered_so_far(call, now, announced)
        return ([edit] if edit is not None else []) + unseed, None
    if aside is not None and call.by is By.TAP and call.touched == key is not None:
        return [tapped(call, before, now, aside, lambda scene: lines(call, scene)), *unseed], None
    return again(call, before, now, told, briefly=aside is not None) + unseed, aside


def _goes_on(before: Scene, now: Scene) -> bool:
    """Whether the same phase of writing still runs, with other answers than before."""
    same = now.course.entered == before.course.entered and not now.round.closed
    return same and before.round.phase is Phase.WRITING and now.round.seats != before.round.seats


def tapped(call: Call, before: Scene, now: Scene, aside: Text, lines: Lines) -> Edit:
    """A tap is answered by editing what was tapped on: one's own prompt, or the one for all who write."""
    assert call.touched is not None
    if before.round.phase is Phase.WRITING:
        return phase_messages.announced_again(call, call.touched, _writing(before, now), lines(now))
    return round_messages.turn_over(call.touched, before, aside)


def _writing(before: Scene, now: Scene) -> Scene:
    """As it is after the tap, but still as the phase in which all write: that the last one ended it is told elsewhere."""
    state = replace(now.round, phase=before.round.phase)
    return replace(now, course=replace(now.course, round=state), due=before.due)


def again(call: Call, before: Scene, now: Scene, told: Sequence[Happening], *, briefly: bool) -> list[Wish]:
    """The prompt of a turn says how the turn ended, or who follows now.

    What was done in a direct chat stays there. ``briefly``: a kind word stands in the next message, right below, already.
    """
    key, present, after = before.ritual.prompt, before.round, now.round
    if key is None or present.speaking is None:
        return []
    if after.turn != present.turn or after.closed:
        private = call.elsewhere and call.sender == present.speaking
        words = (
            _without_a_name(now) if private else _how_it_ended(present.speaking, now, told, briefly=briefly)
        )
        return [round_messages.turn_over(key, before, words)]
    if after.following != present.following:
        return [round_messages.turn_again(call, key, now)]
    return []


def _how_it_ended(member: str, now: Scene, told: Sequence[Happening], *, briefly: bool) -> Text:
    """How a member's turn ended. Of who was not heard it says nothing, not even the name."""
    for it in told:
        match it:
            case Spoke(who) if who == member:
                return text("round.thanks", who=Who(member))
            case Passed(who) if who == member:
                if briefly:
                    return text("round.listens", who=Who(member))
                return text("round.passed-last" if now.round.closed else "round.passed", who=Who(member))
            case Postponed(who) | PutBack(who) if who == member:
                return text("round.comes-later" if briefly else "round.postponed", who=Who(member))
            case _:
                pass
    return _without_a_name(now)


def _without_a_name(now: Scene) -> Text:
    return text(own(now.script, "round.is-over" if now.round.closed else "round.went-on"))
