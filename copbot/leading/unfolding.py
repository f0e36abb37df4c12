"""What happened in a ritual, as messages and alarms: a phase that begins, a prompt for a turn, the outcome at the end.

The machine says that a phase began or is over; its kind says what that means, and which outcome it has. Where a phase is
over the next one begins in the same breath, so that nothing is ever kept between two phases.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from copbot.core.text import Text
from copbot.core.wishes import Edit, Say, Silence, Unseed, Wish
from copbot.dialogue import days_messages, parking, phase_messages, round_messages
from copbot.dialogue.call import Call
from copbot.dialogue.ritual_words import plain, single
from copbot.dialogue.round_kept import WINDOW, alarm, save, silences, turn_alarm
from copbot.dialogue.scene import Scene
from copbot.leading import forgetting, over_days, prompts
from copbot.leading.unfolded import Unfolded, after_the_room, in_private
from copbot.phases.kind import Kind, Told
from copbot.phases.registry import kinds, lasting
from copbot.rituals import seating
from copbot.rituals.course import Course, advance
from copbot.rituals.happenings import (
    Began,
    Closed,
    FacilitatorChanged,
    HandLowered,
    HandRaised,
    Happening,
    Left,
    PhaseBegan,
    TalkOpened,
    TogetherChosen,
    TurnGiven,
    WritingOpened,
)
from copbot.rituals.script import DONE, Shape
from copbot.rituals.state import Phase

SHOWN_IN_OPENING = (HandRaised, HandLowered, Left, TogetherChosen, Began, FacilitatorChanged)


def unfold(
    call: Call,
    before: Scene,
    after: Course,
    happened: Iterable[Happening],
    *,
    aside: Text | None = None,
    opening: bool = True,
    told: Told | None = None,
) -> Unfolded:
    """What happened, as messages and alarms.

    ``aside`` stands above the next message, or takes the place of the prompt that was tapped on; ``opening`` is whether
    there is one to edit already; ``told`` is what the kind of the present phase wants, before what follows of the rest.
    """
    all_told = tuple(happened)
    changed = any(isinstance(it, FacilitatorChanged) for it in all_told)
    acted = call.now if changed or call.sender == before.round.facilitator else before.ritual.acted
    now = replace(before, ritual=replace(before.ritual, acted=acted), course=after)
    way = _Way(call, now, aside, in_phase=before.course.place is not None)
    way.prompt(before, all_told)
    if told is not None:
        way.carry_out(told)
    way.go(all_told)
    if opening and not way.now.course.over and any(isinstance(it, SHOWN_IN_OPENING) for it in all_told):
        way.opening_again()
    return way.unfolded()


def carry_out(call: Call, now: Scene, told: Told) -> Unfolded:
    """What a kind wants in the present phase, without a move of anybody's: it is noted, said, and the phase may end."""
    way = _Way(call, now, None, in_phase=now.course.place is not None)
    way.carry_out(told)
    way.go(())
    return way.unfolded()


def below(call: Call, now: Scene) -> tuple[Text, ...]:
    """What stands below the words of a phase: what its kind has to say, and what was kept aside until now."""
    if plain(now.script):
        return ()
    return (*kinds()[now.phase.kind].lines(call, now), *parking.brought(call, now))


class _Way:
    """The way from what happened to what is said of it, phase after phase."""

    def __init__(self, call: Call, now: Scene, aside: Text | None, *, in_phase: bool) -> None:
        self.call = call
        self.now = now
        self.said: list[Say] = []
        self.wishes: list[Wish] = []
        self._aside = aside
        self._outcome: str | None = None  # of the present phase, where it is known already
        self._begun = False  # a phase that has begun was not announced yet
        self._in_phase = in_phase  # a phase has begun whose end was not told yet
        self._private: list[Wish] = []  # it leaves after what the room is told
        self._last: list[Wish] = []

    def unfolded(self) -> Unfolded:
        """All of it."""
        last = (*after_the_room(self.said, self._private), *self._last)
        return Unfolded(self.now, tuple(self.said), (save(self.now), *self.wishes), last)

    def prompt(self, before: Scene, told: Sequence[Happening]) -> None:
        """What becomes of the prompt that was waited on until now."""
        wishes, self._aside = prompts.settled(self.call, before, self.now, told, self._aside, below)
        self.wishes += wishes

    def opening_again(self) -> None:
        """The opening as it is now; where it is what people answer, with how many did."""
        ritual = self.now.ritual
        answered = self.now.over_days and ritual.prompt == ritual.opening
        if not answered:
            self.wishes.append(round_messages.opening_again(self.call, self.now))
        elif not any(isinstance(wish, Edit) and wish.key == ritual.opening for wish in self.wishes):
            self.wishes += filter(None, [days_messages.answered_so_far(self.call, self.now, ())])

    def go(self, told: Sequence[Happening]) -> None:
        """Tell of what happened; where a phase is over, of how it ended and what follows, until people are waited for."""
        self._tell(told)
        while self.now.course.between or self._all_answered():
            self._end_phase()
            roles = self.call.read.roles()
            away = self.call.read.absent(self.call.now) - {self.call.sender}
            course, told = advance(self.now.course, self.now.script, self._outcome or DONE, roles, away)
            self._outcome = None
            self.now = replace(
                self.now, course=course, ritual=replace(self.now.ritual, prompt=None), due=None
            )
            self._tell(told)

    def _all_answered(self) -> bool:
        """Over days: whether the phase ends now because all have answered; in the night it does so in the morning."""
        if not over_days.waits(self.now):
            return False
        ends, ring = over_days.ending(self.call, self.now)
        if not ends:
            self.wishes.append(ring)
            return False
        after, _ = seating.end(self.now.round)
        self.now = replace(self.now, course=replace(self.now.course, round=after))
        return True

    def _tell(self, told: Sequence[Happening]) -> None:
        for it in told:
            match it:
                case Began():
                    self.wishes.append(Silence(alarm(WINDOW, self.now.ritual)))
                case PhaseBegan(name):
                    self.now = self.now.begun_before(self.call, name)
                    self._announce_said(name)
                case TurnGiven():
                    self._turn()
                case WritingOpened() | TalkOpened():
                    self._open()
                case HandRaised(member):
                    self._came_or_went(member, came=True)
                case HandLowered(member) | Left(member):
                    self._came_or_went(member, came=False)
                case Closed():
                    self._close()
                case _:
                    pass
            if self.now.course.between:
                return

    def _announce_said(self, name: str) -> None:
        """A phase in which copbot only says something is over at once; of others it is told when their shape is."""
        place = self.now.script.phase(name)
        if self.now.script.phases[place].shaped(self.now.course.mode) is not Shape.SAID:
            self._begun = True
            return
        course = self.now.course
        nobody = replace(course.round, phase=Phase.CLOSED, seats=())
        there = replace(self.now, course=replace(course, place=place, round=nobody))
        told = self._kind(there).begins(self.call, there)
        self._say_begun(told, there)
        ended = self._kind(there).ends(self.call, there)
        self._carry(ended)
        for wanted in (told, ended):
            if wanted.note is not None:
                self.now = replace(self.now, course=self.now.course.noted(name, wanted.note))

    def _turn(self) -> None:
        """Somebody's turn; before the first one of a phase, the phase itself."""
        self.now, rings = turn_alarm(self.call, self.now)
        if self._begun and not self._begins(announced=not single(self.now.script)):
            return
        self.wishes.extend(rings)
        self._prompted(round_messages.turn(self.call, self.now, self._taken()))

    def _open(self) -> None:
        """A phase in which all write, or people talk: what begins it is what it waits for."""
        self.now, rings = turn_alarm(self.call, self.now)
        before = len(self.said)
        in_opening = self.now.over_days and plain(self.now.script)
        if not self._begins(announced=not in_opening):
            return
        self.wishes.extend(rings)
        if in_opening:
            self.now = replace(self.now, ritual=replace(self.now.ritual, prompt=self.now.ritual.opening))
            return
        here = [say.key for say in self.said[before:] if say.room == self.now.ritual.room]
        self.now = replace(self.now, ritual=replace(self.now.ritual, prompt=here[-1] if here else None))

    def _begins(self, *, announced: bool) -> bool:
        """The kind begins its phase; False where that is its end already."""
        self._begun, self._in_phase = False, True
        told = self._kind(self.now).begins(self.call, self.now)
        if announced:
            # What its kind adds to the usual message may be what it has just noted.
            self._say_begun(told, self.now if told.note is None else self.now.with_note(told.note))
        else:
            self._carry(told)
        self._noted(told)
        if told.over:
            self._cut(told.outcome)
        return not told.over

    def _say_begun(self, told: Told, now: Scene) -> None:
        if not any(say.room for say in told.says):
            self.said.append(phase_messages.announced(self.call, now, self._kind_lines(now), self._taken()))
        self._carry(told)

    def _came_or_went(self, member: str, *, came: bool) -> None:
        """Somebody came to the ritual or left it while a phase runs: the kind may have to see to it."""
        if self.now.course.place is None or self.now.course.over or self.now.round.closed:
            return
        kind = self._kind(self.now)
        told = (kind.joined if came else kind.left)(self.call, self.now, member)
        if told is not None:
            self.carry_out(told)

    def carry_out(self, told: Told) -> None:
        """What a kind wants, in the present phase."""
        self._carry(told)
        self._noted(told)
        if told.over:
            self._cut(told.outcome)

    def _cut(self, outcome: str | None) -> None:
        """The present phase ends now, whoever is still waited for."""
        self._outcome = outcome
        if self.now.round.closed:
            return
        after, _ = seating.end(self.now.round)
        self.now = replace(self.now, course=replace(self.now.course, round=after))

    def _end_phase(self) -> None:
        """The phase is over: its kind says what came of it, and its outcome, unless that was known before."""
        told = self._kind(self.now).ends(self.call, self.now)
        self._in_phase = False
        self._carry(told)
        self._noted(told)
        self._outcome = self._outcome or told.outcome
        self.wishes += silences(self.now.ritual)
        if self.now.ritual.prompt is not None:
            self.wishes.append(Unseed(self.now.ritual.prompt))
            self.now = over_days.asked_before(self.now, self.now.ritual.prompt)

    def _close(self) -> None:
        """The ritual is over. The phase in which who leads ended it has its end as well."""
        if self._in_phase:
            self._end_phase()
        for kind in dict.fromkeys(phase.kind for phase in self.now.script.phases):
            self._carry(kinds()[kind].closes(self.call, self.now))
        outcome = round_messages.outcome(self.call, self.now, self._taken())
        self.said.append(outcome)
        ended = replace(self.now.ritual, prompt=None, outcome=outcome.key, ended=self.call.now)
        self.now = replace(self.now, ritual=ended, course=lasting(self.now.script, self.now.course), due=None)
        self.wishes += [Silence(alarm(WINDOW, self.now.ritual)), *silences(self.now.ritual)]
        if self.now.script.forgets:
            self._last += forgetting.words_of(self.call, self.now)
            self.now = forgetting.without(self.now)

    def _carry(self, told: Told) -> None:
        self.said.extend(told.says)
        for wish in told.wishes:
            (self._private if in_private(wish) else self.wishes).append(wish)

    def _noted(self, told: Told) -> None:
        if told.note is not None:
            self.now = self.now.with_note(told.note)
        if told.owner is not None:
            course = replace(self.now.course, owner=told.owner)
            self.now = replace(self.now, course=course, ritual=replace(self.now.ritual, owner=told.owner))

    def _prompted(self, said: Say) -> None:
        self.said.append(said)
        self.now = replace(self.now, ritual=replace(self.now.ritual, prompt=said.key))

    def _taken(self) -> Text | None:
        aside, self._aside = self._aside, None
        return aside

    def _kind(self, now: Scene) -> Kind:
        return kinds()[now.phase.kind]

    def _kind_lines(self, now: Scene) -> tuple[Text, ...]:
        return below(self.call, now)
