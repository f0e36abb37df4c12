"""Whatever people do in whatever order: the round stays fair, its happenings tell the whole story, and it ends.

The test keeps a ledger of its own, from the happenings alone, and never looks at how the machine got there. The number of
sequences is raised for a release with COPBOT_MODEL_EXAMPLES=5000.
"""

from __future__ import annotations

import json
import os

from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from copbot.core.machine import Illegal
from copbot.rituals import happenings as h
from copbot.rituals import moves as m
from copbot.rituals.round import REFUSALS, TABLE, open_round, step
from copbot.rituals.round_json import from_json, to_json
from copbot.rituals.state import Options, Phase, Round, Standing

EXAMPLES = int(os.environ.get("COPBOT_MODEL_EXAMPLES", "15"))
MEMBERS = ("@a:x", "@b:x", "@c:x", "@d:x", "@e:x")
anybody = st.sampled_from(MEMBERS)
Opening = tuple[str, Options, tuple[str, ...]]
PENDING = {Standing.WAITING, Standing.SPEAKING}


@st.composite
def openings(draw: st.DrawFn) -> Opening:
    """A facilitator, options that go together, and members; most rounds begin at once, to have more of them."""
    how = draw(st.sampled_from(["everyone", "everyone", "everyone", "here", "join"]))
    options = Options(
        everyone=how == "everyone",
        long=draw(st.booleans()),
        together=how != "here" and draw(st.integers(0, 3)) == 0,
        here=how == "here",
    )
    members = draw(st.lists(anybody, unique=True, min_size=0 if how == "join" else 1))
    return draw(anybody), options, tuple(members)


class Ledger:
    """What somebody knows who only hears the happenings; complains as soon as they are unfair or contradict."""

    def __init__(self) -> None:
        self.standing: dict[str, Standing] = {}
        self.closed: h.Closed | None = None
        self.put_back: set[str] = set()
        self.turns = 0
        # Per member who had a turn: those who waited then and have neither had one nor stepped back since.
        self.owed: dict[str, set[str]] = {}

    def hear(self, told: h.Happening) -> None:
        assert self.closed is None, "nothing happens in a closed round"
        match told:
            case h.HandRaised(member):
                assert self.standing.get(member) not in PENDING | {Standing.SPOKE}
                self.standing[member] = Standing.WAITING
            case h.HandLowered(member):
                del self.standing[member]
                self.owed.pop(member, None)
                self._no_longer_owed(member)
            case h.Began(members) | h.WritingOpened(members):
                assert set(members) >= set(self.standing)
                self.standing = dict.fromkeys(members, Standing.WAITING)
            case h.TurnGiven(member):
                self._turn(told)
            case h.Spoke(member):
                assert self.standing[member] is not Standing.SPOKE, "heard twice without taking words back"
                self._settle(member, Standing.SPOKE)
            case h.Passed(member):
                assert self.standing[member] is not Standing.SPOKE
                self._settle(member, Standing.PASSED)
            case h.Unheard(member):
                assert self.standing[member] in PENDING
                self._settle(member, Standing.UNHEARD)
            case h.PutBack(member):
                assert self.standing[member] is Standing.SPEAKING
                assert member not in self.put_back, "put back twice"
                self.put_back.add(member)
                self.standing[member] = Standing.WAITING
            case h.Postponed(member):
                assert self.standing[member] in PENDING
                self.standing[member] = Standing.WAITING
                self._no_longer_owed(member)
            case h.TakenBack(member):
                if self.standing[member] is not Standing.SPEAKING:
                    assert self.standing[member] is Standing.SPOKE
                    self.standing[member] = Standing.WAITING
            case h.Closed():
                self.closed = told

    def _turn(self, told: h.TurnGiven) -> None:
        assert self.standing[told.member] is Standing.WAITING
        assert Standing.SPEAKING not in self.standing.values(), "two have the turn"
        assert set() == self.owed.get(told.member, set()), "a second turn while somebody waited for one"
        self.turns += 1
        assert self.turns == told.index <= told.of
        self.standing[told.member] = Standing.SPEAKING
        self._no_longer_owed(told.member)
        self.owed[told.member] = {who for who, how in self.standing.items() if how is Standing.WAITING}
        assert (told.then is None) == (not self.owed[told.member])

    def _settle(self, member: str, standing: Standing) -> None:
        self.standing[member] = standing
        self._no_longer_owed(member)

    def _no_longer_owed(self, member: str) -> None:
        for waiting in self.owed.values():
            waiting.discard(member)


class AnyRound(RuleBasedStateMachine):
    """A room of five in which everybody does whatever comes up."""

    round: Round
    ledger: Ledger

    @initialize(opening=openings())
    def opens(self, opening: Opening) -> None:
        self.open(opening)

    @precondition(lambda self: self.round.closed)
    @rule(opening=openings())
    def opens_another(self, opening: Opening) -> None:
        self.open(opening)

    def open(self, opening: Opening) -> None:
        facilitator, options, members = opening
        at_once = options.everyone or options.here
        self.ledger = Ledger()
        self.round, told = open_round(facilitator, options, members if at_once else ())
        for happening in told:
            self.ledger.hear(happening)
        if not at_once:
            for member in members:
                self.do(m.Join(member))

    def do(self, move: m.Move) -> None:
        before = to_json(self.round)
        phase = self.round.phase
        try:
            self.round, told = step(self.round, move)
        except Illegal as refused:
            code = refused.code
        else:
            self.follow(phase, move, told)
            return
        event(f"{phase}: {type(move).__name__} refused")
        assert before == to_json(self.round)
        assert REFUSALS.get((phase, type(move)), code) == code

    def follow(self, phase: Phase, move: m.Move, told: tuple[h.Happening, ...]) -> None:
        event(f"{phase}: {type(move).__name__}")
        assert self.round.phase in TABLE[phase, type(move)].leads_to
        silent = m.Contribute | m.Gone | m.TimeUp | m.WindowEnds
        assert told or isinstance(move, silent), "a move that did nothing and said nothing"
        for happening in told:
            if isinstance(happening, h.HandLowered):
                # A new seat after having left starts afresh.
                self.ledger.put_back.discard(happening.member)
            self.ledger.hear(happening)

    @rule(who=anybody)
    def join(self, who: str) -> None:
        self.do(m.Join(who))

    @rule(who=anybody, leaves=st.booleans())
    def go(self, who: str, leaves: bool) -> None:
        self.do(m.Gone(who) if leaves else m.Withdraw(who))

    @precondition(lambda self: self.round.phase is Phase.JOINING)
    @rule(data=st.data(), alarm=st.booleans())
    def begin(self, data: st.DataObject, alarm: bool) -> None:
        order = tuple(data.draw(st.permutations(self.round.members)))
        self.do(m.WindowEnds(order) if alarm else m.Begin(self.round.facilitator, order))

    @precondition(lambda self: self.round.phase is Phase.JOINING)
    @rule(by=anybody)
    def switch(self, by: str) -> None:
        self.do(m.SwitchToTogether(by))

    @rule(who=anybody, move=st.sampled_from([m.Contribute, m.TakeBack, m.Pass, m.Later, m.Done]))
    def act(self, who: str, move: type[m.Contribute | m.TakeBack | m.Pass | m.Later | m.Done]) -> None:
        self.do(move(who))

    @rule(move=st.sampled_from([m.Contribute, m.Done, m.Pass, m.Later]))
    def speaker_acts(self, move: type[m.Contribute | m.Done | m.Pass | m.Later]) -> None:
        if self.round.speaking is not None:
            self.do(move(self.round.speaking))

    @rule(who=anybody, by=anybody, move=st.sampled_from([m.Pass, m.Later]))
    def act_for(self, who: str, by: str, move: type[m.Pass | m.Later]) -> None:
        self.do(move(who, by=by))

    @rule(by=st.none() | anybody, move=st.sampled_from([m.Next, m.Next, m.End]))
    def lead(self, by: str | None, move: type[m.Next | m.End]) -> None:
        before = self.round
        by = by or before.facilitator
        self.do(move(by))
        assert by == before.facilitator or before == self.round, "only the facilitator leads"

    @rule(by=anybody, to=anybody)
    def hand_over(self, by: str, to: str) -> None:
        self.do(m.Handover(by, to))

    @rule(by=anybody, vanished=st.booleans())
    def take_over(self, by: str, vanished: bool) -> None:
        self.do(m.TakeOver(by, vanished))

    @rule(late=st.integers(0, 2))
    def time_up(self, late: int) -> None:
        before = self.round
        self.do(m.TimeUp(self.round.turn - late))
        if late:
            assert before == self.round

    @invariant()
    def the_happenings_told_the_whole_story(self) -> None:
        assert self.ledger.standing == {seat.member: seat.standing for seat in self.round.seats}
        assert len(self.round.seats) == len(set(self.round.members))

    @invariant()
    def exactly_one_speaks_while_turns_go_round(self) -> None:
        speaking = self.round.count(Standing.SPEAKING)
        assert (1 if self.round.phase is Phase.TURNS else 0) == speaking
        assert not any(seat.said for seat in self.round.seats if seat.standing is not Standing.SPEAKING)

    @invariant()
    def the_numbers_add_up(self) -> None:
        heard = self.round.spoke + self.round.passed + self.round.unheard
        open_seats = len(self.round.waiting) + self.round.count(Standing.SPEAKING)
        assert len(self.round.seats) == heard + open_seats
        assert (self.ledger.closed is not None) == self.round.closed
        if self.ledger.closed is not None:
            assert h.Closed(self.round.spoke, self.round.passed, self.round.unheard) == self.ledger.closed
            assert open_seats == 0

    @invariant()
    def it_survives_being_written_down(self) -> None:
        assert self.round == from_json(json.loads(json.dumps(to_json(self.round))))

    def teardown(self) -> None:
        """When nobody does anything any more, it ends by the clock, or here by the facilitator's taps."""
        if not hasattr(self, "round"):
            return
        if self.round.phase is Phase.JOINING:
            self.do(m.WindowEnds(self.round.members))
        most = 2 * len([seat for seat in self.round.seats if seat.standing in PENDING])
        for _ in range(most):
            if self.round.closed:
                break
            here = self.round.options.here
            self.do(m.Next(self.round.facilitator) if here else m.TimeUp(self.round.turn))
        assert self.round.closed


AnyRound.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestAnyRound = AnyRound.TestCase
