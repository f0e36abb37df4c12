"""Whatever people do in whatever order, and whatever the script: it stays fair, it is told whole, and it ends.

Each phase is followed from its happenings alone, by the ledger of the round's own model. The number of sequences is raised
for a release with COPBOT_MODEL_EXAMPLES=5000.
"""

from __future__ import annotations

import json
import os

from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from copbot.core.machine import Illegal
from copbot.rituals import choosing
from copbot.rituals import happenings as h
from copbot.rituals import moves as m
from copbot.rituals.course import Course, advance, close_in_vain, open_course, step
from copbot.rituals.course_json import from_json, to_json
from copbot.rituals.parts import listens, takes_part
from copbot.rituals.script import END, NEXT, SKIPPED, Mode, Script, Shape
from copbot.rituals.script_json import from_text, to_text
from copbot.rituals.state import Options, Phase, Standing
from tests.rituals import courses
from tests.rituals.test_round_model import PENDING, Ledger

EXAMPLES = int(os.environ.get("COPBOT_MODEL_EXAMPLES", "15"))
MEMBERS = ("@a:x", "@b:x", "@c:x", "@d:x", "@e:x")
ROLES = {"@a:x": frozenset({"parent"}), "@b:x": frozenset({"school"}), "@c:x": frozenset({"youth"})}
OUTCOMES = ("done", "objections")
anybody = st.sampled_from(MEMBERS)
none_or_anybody = st.none() | anybody
NAMES = ("one", "two", "three", "four", "five")
WHO = ("all", "all", "all", "owner", "others", "parents", "professionals", "care")


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Up to four phases of any shape, for anybody, which may lead back."""
    names = ("one", "two", "three", "four")[: draw(st.integers(1, 4))]
    phases = []
    for name in names:
        silent = draw(st.sampled_from([(), (), ("owner",), ("professionals",)]))
        then = draw(
            st.dictionaries(
                st.sampled_from((*OUTCOMES, SKIPPED)), st.sampled_from((*names, NEXT, END)), max_size=2
            )
        )
        phases.append(
            courses.phase(
                name,
                draw(st.sampled_from([Shape.TURNS, Shape.TURNS, Shape.WRITING, Shape.TALKING, Shape.SAID])),
                who=draw(st.sampled_from(WHO)),
                silent=silent,
                optional=draw(st.booleans()),
                again=draw(st.booleans()),
                then=then,
                more={"long": draw(st.integers(0, 4)) == 0},
            )
        )
    return courses.script(
        *phases,
        least=draw(st.sampled_from([1, 1, 1, 3])),
        most=draw(st.sampled_from([None, None, 3, 4])),
        owned=draw(st.booleans()),
        impartial=draw(st.integers(0, 4)) == 0,
    )


class AnyRitual(RuleBasedStateMachine):
    """A room of five in which everybody does whatever comes up."""

    script: Script
    course: Course

    @initialize(
        script=scripts(),
        lead=anybody,
        owner=anybody,
        here=st.integers(0, 4),
        together=st.integers(0, 4),
        mode=st.sampled_from([Mode.LIVE, Mode.LIVE, Mode.DAYS]),
        members=st.lists(anybody, unique=True),
    )
    def opens(
        self, script: Script, lead: str, owner: str, here: int, together: int, mode: Mode, members: list[str]
    ) -> None:
        self.script, self.phase = script, ""
        self.closed: h.Closed | None = None
        self.begun, self.members = False, set[str]()
        self.ledger: Ledger | None = None
        self.spoke, self.passed, self.unheard = set[str](), set[str](), set[str]()
        options = Options(here=here == 0, together=together == 0 and here != 0)
        try:
            self.course, told = open_course(
                script, mode, options, lead, ROLES, tuple(members), owner if script.owned else None
            )
        except Illegal as refused:
            event(f"not opened: {refused.code}")
            self.course, told = open_course(script, Mode.LIVE, Options(), lead, ROLES)
        self.members = set(self.course.round.members) if self.course.gathering else set()
        self.follow(told)

    def do(self, move: m.Move | m.Skip | m.LeaveOut) -> None:
        if self.course.over:
            return
        before = self.course
        try:
            self.course, told = step(self.course, self.script, move, ROLES)
        except Illegal as refused:
            event(f"{type(move).__name__} refused: {refused.code}")
            assert before == self.course
            return
        event(f"{before.round.phase}: {type(move).__name__}")
        self.follow(told)

    @precondition(lambda self: self.course.between)
    @rule(outcome=st.sampled_from(OUTCOMES))
    def goes_on(self, outcome: str) -> None:
        self.course, told = advance(self.course, self.script, outcome, ROLES)
        self.follow(told)

    def follow(self, told: tuple[h.Happening, ...]) -> None:
        for it in told:
            match it:
                case h.Began(members):
                    assert not self.begun, "begun twice"
                    self.begun, self.members = True, set(members)
                case h.PhaseBegan(name, members):
                    self._phase_began(name, members)
                case h.PhaseEnded(name, outcome, spoke, passed, unheard):
                    assert name == self.phase
                    assert outcome in OUTCOMES
                    standings = [] if self.ledger is None else list(self.ledger.standing.values())
                    assert not PENDING & set(standings)
                    heard = (Standing.SPOKE, Standing.PASSED, Standing.UNHEARD)
                    assert [spoke, passed, unheard] == [standings.count(one) for one in heard]
                    self._settle()
                case h.PhaseSkipped(name):
                    assert name in {phase.name for phase in self.script.phases}
                case h.Closed():
                    assert self.closed is None
                    self._settle()
                    self.closed = it
                case h.HandRaised(member):
                    self.members.add(member)
                    self._seated(it, member)
                case h.HandLowered(member):
                    self.members.discard(member)
                    if self.ledger is not None and member in self.ledger.standing:
                        self.ledger.put_back.discard(member)
                        self.ledger.hear(it)
                    self.unheard.discard(member)
                case h.Left(member):
                    assert self.ledger is not None
                    assert self.ledger.standing[member] is Standing.SPOKE
                    self.members.discard(member)
                    self.unheard.discard(member)
                case h.Unheard(member) if not self.begun:
                    assert member in self.members  # it ended before it began
                case h.FacilitatorChanged() | h.TogetherChosen() | h.TalkOpened():
                    pass
                case _:
                    assert self.ledger is not None, it
                    self.ledger.hear(it)
        if self.course.over:
            assert self.closed is not None, "its end was not told"

    def _phase_began(self, name: str, members: tuple[str, ...]) -> None:
        self._settle()
        self.phase, self.ledger = name, Ledger()
        phase = self.script.phases[self.script.phase(name)]
        assert phase.name not in self.course.left_out
        assert set(members) <= self.members
        for member in members:
            assert takes_part(self.course, phase, member, ROLES)
            assert not listens(self.course, phase, member, ROLES), "asked to listen, and to speak"
            if phase.shaped(self.course.mode) in (Shape.TURNS, Shape.WRITING):
                self.ledger.standing[member] = Standing.WAITING
        if self.script.impartial:
            assert self.course.facilitator not in members, "who leads has a say"

    def _seated(self, it: h.HandRaised, member: str) -> None:
        seat = self.course.round.seat(member)
        if self.ledger is None or self.course.gathering or seat is None:
            return
        self.ledger.hear(it)

    def _settle(self) -> None:
        if self.ledger is None:
            return
        for member, standing in self.ledger.standing.items():
            match standing:
                case Standing.SPOKE:
                    self.spoke.add(member)
                case Standing.PASSED:
                    self.passed.add(member)
                case _:
                    self.unheard.add(member)
        self.ledger = None

    @rule(who=anybody)
    def join(self, who: str) -> None:
        sitting = len(self.course.taking_part)
        self.do(m.Join(who)) if not self.course.between else None
        if self.script.most is not None:
            assert len(self.course.taking_part) <= max(self.script.most, sitting)

    @rule(who=anybody, leaves=st.booleans())
    def go(self, who: str, leaves: bool) -> None:
        if not self.course.between:
            self.do(m.Gone(who) if leaves else m.Withdraw(who))

    @precondition(lambda self: self.course.gathering)
    @rule(data=st.data(), alarm=st.booleans())
    def begin(self, data: st.DataObject, alarm: bool) -> None:
        order = tuple(data.draw(st.permutations(self.course.round.members)))
        self.do(m.WindowEnds(order) if alarm else m.Begin(self.course.facilitator, order))

    @rule(who=anybody, move=st.sampled_from([m.Contribute, m.TakeBack, m.Pass, m.Later, m.Done]))
    def act(self, who: str, move: type[m.Contribute | m.TakeBack | m.Pass | m.Later | m.Done]) -> None:
        if not self.course.between:
            self.do(move(who))

    @rule(move=st.sampled_from([m.Contribute, m.Contribute, m.Done, m.Pass, m.Later]))
    def speaker_acts(self, move: type[m.Contribute | m.Done | m.Pass | m.Later]) -> None:
        if self.course.round.speaking is not None:
            self.do(move(self.course.round.speaking))

    @rule(by=st.none() | anybody, move=st.sampled_from([m.Next, m.Next, m.Skip]))
    def lead(self, by: str | None, move: type[m.Next | m.Skip]) -> None:
        if self.course.between:
            return
        before = self.course
        by = by or before.facilitator
        self.do(move(by))
        assert by == before.facilitator or before == self.course, "only who leads leads"

    @rule(by=anybody, rarely=st.integers(0, 5))
    def end(self, by: str, rarely: int) -> None:
        if rarely == 0 and not self.course.between:
            self.do(m.End(by))

    @rule(by=anybody, to=anybody, vanished=st.booleans())
    def hand_over(self, by: str, to: str, vanished: bool) -> None:
        if not self.course.between:
            self.do(m.TakeOver(by, vanished) if to == by else m.Handover(by, to))

    @rule(by=none_or_anybody, name=st.sampled_from(NAMES), comes=st.booleans())
    def leave_out(self, by: str | None, name: str, comes: bool) -> None:
        if self.course.between:
            return
        before = self.course
        by = by or before.facilitator
        self.do(m.LeaveOut(by, name, comes))
        assert before == self.course or by == before.facilitator
        for other in set(self.course.left_out) - set(before.left_out):
            assert self.script.phases[self.script.phase(other)].optional, "a phase that is needed is left out"

    @rule(by=none_or_anybody, name=st.sampled_from(NAMES), away=st.sets(anybody))
    def choose(self, by: str | None, name: str, away: set[str]) -> None:
        """Who leads chooses the next phase: it begins, and nothing that is needed was passed by or comes twice."""
        if self.course.between or self.course.over or self.course.gathering:
            return
        before, by = self.course, by or self.course.facilitator
        may = {self.script.phases[place].name for place in choosing.reachable(before, self.script, ROLES)}
        self.do(m.Skip(by, name))
        if before == self.course:
            assert name not in may or by != before.facilitator
            return
        assert name in may
        assert by == before.facilitator
        way = choosing.ahead(before, self.script)
        self.course, told = advance(self.course, self.script, "done", ROLES, frozenset(away))
        skipped = [it.name for it in told if isinstance(it, h.PhaseSkipped)]
        began = [it.name for it in told if isinstance(it, h.PhaseBegan)]
        assert began[0] == name, "what was chosen begins"
        chosen = self.script.phase(name)
        if chosen in way:
            by_the_way = [self.script.phases[place] for place in way[: way.index(chosen)]]
            assert [phase.name for phase in by_the_way] == skipped[: len(by_the_way)]
            assert all(phase.optional for phase in by_the_way)
        else:
            assert self.script.phases[chosen].again
            if self.course.place == chosen and not self.course.over:
                assert choosing.ahead(self.course, self.script) == way, "it goes on where it had come to"
        self.follow(told)

    @rule(late=st.integers(0, 2))
    def time_up(self, late: int) -> None:
        if self.course.between or self.course.place is None:
            return
        before = self.course
        self.do(m.TimeUp(self.course.round.turn - late))
        if late:
            assert before == self.course

    @invariant()
    def the_happenings_told_the_whole_story(self) -> None:
        if not hasattr(self, "course") or self.course.over:
            return
        assert self.members == set(self.course.taking_part)
        if self.ledger is not None and not self.course.gathering:
            assert self.ledger.standing == {s.member: s.standing for s in self.course.round.seats}

    @invariant()
    def exactly_one_speaks_while_turns_go_round(self) -> None:
        if hasattr(self, "course"):
            turns = self.course.round.phase is Phase.TURNS
            assert self.course.round.count(Standing.SPEAKING) == (1 if turns else 0)

    @invariant()
    def the_numbers_add_up(self) -> None:
        if not hasattr(self, "course") or self.closed is None or not self.begun:
            return
        spoke, passed = len(self.spoke), len(self.passed - self.spoke)
        unheard = len(self.unheard - self.spoke - self.passed)
        assert self.closed == h.Closed(spoke, passed, unheard)

    @invariant()
    def it_survives_being_written_down(self) -> None:
        if hasattr(self, "course"):
            assert self.course == from_json(json.loads(json.dumps(to_json(self.course))))
            assert self.script == from_text(to_text(self.script))

    def teardown(self) -> None:
        """When nobody does anything any more, it ends: by the clock, or at one table by who leads."""
        if not hasattr(self, "course"):
            return
        if self.course.gathering:
            try:
                self.course, told = step(
                    self.course, self.script, m.WindowEnds(self.course.round.members), ROLES
                )
            except Illegal:
                self.course, told = close_in_vain(self.course)
            self.follow(told)
        for _ in range(60 * (2 * len(MEMBERS) + 2)):
            if self.course.over:
                break
            if self.course.between:
                self.goes_on("done")
            elif self.course.round.options.here:
                self.do(m.Next(self.course.facilitator))
            else:
                self.do(m.TimeUp(self.course.round.turn))
        assert self.course.over


AnyRitual.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestAnyRitual = AnyRitual.TestCase
