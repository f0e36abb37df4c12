"""What happened in a round, as messages and alarms: a prompt for a turn, the outcome at the end, the opening edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from copbot.core.text import Text, Who, text
from copbot.core.wishes import Edit, Say, Silence, Unseed, Wish
from copbot.dialogue import round_messages
from copbot.dialogue.call import By, Call
from copbot.dialogue.round_kept import TURN, WINDOW, Live, alarm, save, turn_alarm
from copbot.rituals.happenings import (
    Began,
    Closed,
    FacilitatorChanged,
    HandLowered,
    HandRaised,
    Happening,
    Passed,
    Postponed,
    PutBack,
    Spoke,
    TogetherChosen,
    TurnGiven,
    WritingOpened,
)
from copbot.rituals.records import Contribution
from copbot.rituals.state import Phase, Round

SHOWN_IN_OPENING = (HandRaised, HandLowered, TogetherChosen, Began, FacilitatorChanged)


@dataclass(frozen=True, slots=True)
class Unfolded:
    """What a move led to: the round as it is now, what must be said in the room, and what else must be done."""

    live: Live
    said: tuple[Say, ...]
    wishes: tuple[Wish, ...]


def unfold(
    call: Call,
    now: Live,
    after: Round,
    happened: Iterable[Happening],
    *,
    aside: Text | None = None,
    fresh: Sequence[Contribution] = (),
    opening: bool = True,
) -> Unfolded:
    """What happened, as messages and alarms.

    ``aside`` stands above the next message, or takes the place of the prompt that was tapped on; ``fresh`` are
    contributions that are not in the store yet; ``opening`` is whether there is one to edit already.
    """
    told = tuple(happened)
    changed = any(isinstance(it, FacilitatorChanged) for it in told)
    acted = call.now if changed or call.sender == now.round.facilitator else now.ritual.acted
    live_now = Live(replace(now.ritual, acted=acted), after, now.due)
    said: list[Say] = []
    wishes: list[Wish] = []
    if aside is not None and call.by is By.TAP and call.touched == now.ritual.prompt is not None:
        wishes.append(_tapped(call, now, live_now, aside))
        aside = None
    else:
        wishes += _prompt_again(call, now, after, told, briefly=aside is not None)
    if now.ritual.prompt is not None and (after.turn != now.round.turn or after.closed):
        wishes.append(Unseed(now.ritual.prompt))
    for it in told:
        match it:
            case Began():
                wishes.append(Silence(alarm(WINDOW, now.ritual)))
            case TurnGiven() | WritingOpened():
                live_now, ring = turn_alarm(call, live_now)
                wishes.extend([ring] if ring else [])
                said.append(round_messages.prompt(call, live_now.ritual, after, live_now.due, aside))
                live_now = replace(live_now, ritual=replace(live_now.ritual, prompt=said[-1].key))
            case Closed():
                if after.options.together:
                    said += round_messages.shown(call, live_now.ritual, after, _said_in(call, now, fresh))
                said.append(round_messages.outcome(call, live_now.ritual, after, aside))
                ended = replace(live_now.ritual, prompt=None, outcome=said[-1].key, ended=call.now)
                live_now = replace(live_now, ritual=ended, due=None)
                wishes += [Silence(alarm(WINDOW, now.ritual)), Silence(alarm(TURN, now.ritual))]
            case _:
                pass
    if opening and not after.closed and any(isinstance(it, SHOWN_IN_OPENING) for it in told):
        wishes.append(round_messages.opening_again(call, live_now.ritual, after, live_now.due))
    return Unfolded(live_now, tuple(said), (save(live_now), *wishes))


def _tapped(call: Call, before: Live, now: Live, aside: Text) -> Edit:
    """A tap is answered by editing what was tapped on: one's own prompt, or the one for all who write."""
    assert call.touched is not None
    if before.round.phase is Phase.WRITING:
        return round_messages.writing_again(call.touched, now.ritual, now.round, before.due)
    return round_messages.turn_over(call.touched, before.ritual, before.round, aside)


def _prompt_again(
    call: Call, before: Live, after: Round, told: Sequence[Happening], *, briefly: bool
) -> list[Wish]:
    """The prompt of a turn stays true: it says how the turn ended, or who follows now.

    What was done in a direct chat stays there. ``briefly``: a kind word stands in the next message, right below, already.
    """
    key, present = before.ritual.prompt, before.round
    if key is None or present.speaking is None:
        return []
    if after.turn != present.turn or after.closed:
        private = call.elsewhere and call.sender == present.speaking
        words = (
            _without_a_name(after)
            if private
            else _how_it_ended(present.speaking, after, told, briefly=briefly)
        )
        return [round_messages.turn_over(key, before.ritual, present, words)]
    if after.following != present.following:
        return [round_messages.turn_again(call, key, before.ritual, after)]
    return []


def _how_it_ended(member: str, after: Round, told: Sequence[Happening], *, briefly: bool) -> Text:
    """How a member's turn ended. Of who was not heard it says nothing, not even the name."""
    for it in told:
        match it:
            case Spoke(who) if who == member:
                return text("round.thanks", who=Who(member))
            case Passed(who) if who == member:
                if briefly:
                    return text("round.listens", who=Who(member))
                return text("round.passed-last" if after.closed else "round.passed", who=Who(member))
            case Postponed(who) | PutBack(who) if who == member:
                return text("round.comes-later" if briefly else "round.postponed", who=Who(member))
            case _:
                pass
    return _without_a_name(after)


def _without_a_name(after: Round) -> Text:
    return text("round.is-over" if after.closed else "round.went-on")


def _said_in(call: Call, now: Live, fresh: Sequence[Contribution]) -> tuple[Contribution, ...]:
    stored = {said.event: said for said in call.read.contributions(now.ritual.number)}
    return tuple((stored | {said.event: said for said in fresh}).values())
