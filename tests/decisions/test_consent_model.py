"""The machine of consent played at random on the real store: members, hosts and clocks do what they can, in any order.

COPBOT_MODEL_EXAMPLES sets the number of sequences (of 50 moves each); a release is tried with 5000.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from copbot.core.machine import Illegal
from copbot.decisions.moves import (
    Amend,
    Answer,
    Began,
    Counted,
    GoOn,
    Happening,
    Lapse,
    Mind,
    Move,
    Next,
    Remove,
    Resume,
    Speak,
    Suggest,
    TakeBack,
    Unseen,
    Uproot,
    Withdraw,
)
from copbot.decisions.proposal import TABLE, opened, step
from copbot.decisions.records import KeptProposal
from copbot.decisions.state import OPEN, Circle, Phase, Proposal, Stance
from copbot.store import decisions
from tests import databases

EXAMPLES = int(os.environ.get("COPBOT_MODEL_EXAMPLES", "20"))
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PROPOSER, *OTHERS = MEMBERS = ("@karin:x", "@ahmed:x", "@els:x", "@bob:x")

members = st.sampled_from(MEMBERS)
hosts = st.booleans()
ENDED = {Phase.ADOPTED, Phase.WITHDRAWN, Phase.GONE}


class Consent(RuleBasedStateMachine):
    """One proposal, and beside it a plain account of who said what in the present round."""

    def __init__(self) -> None:
        super().__init__()
        self.sql = databases.in_memory()

    @initialize(
        phase=st.sampled_from([Phase.CLARIFY, Phase.CONSENT]), quorum=st.sampled_from(["half", "all", "3"])
    )
    def open(self, phase: Phase, quorum: str) -> None:
        self.state = opened(1, PROPOSER, "samen soep eten", "$said", phase)
        self.here = set(MEMBERS)
        self.away: set[str] = set()
        self.quorum = quorum
        self.said: dict[str, tuple[Stance, bool]] = {}
        self.words = 0
        self.minded = False

    @property
    def circle(self) -> Circle:
        return Circle(frozenset(self.here), frozenset(self.away & self.here), self.quorum)

    def move(self, move: Move) -> bool:
        before, shown = self.state, repr(self.state)
        try:
            after, happened = step(before, move, self.circle)
        except Illegal:
            assert repr(before) == shown
            return False
        assert repr(before) == shown, "the proposal given is never changed"
        assert before.phase not in ENDED, "what ended never changes"
        assert after.phase in TABLE[before.phase][type(move)]
        self._noted(before, move)
        self._counted(before, after, move)
        self._shown(before, after, move, happened)
        if before.phase is Phase.CONSENT and after.phase is not Phase.CONSENT:
            self.said = {
                who: what for who, what in self.said.items() if who in self.here
            }  # who left is out of it
        began = any(isinstance(one, Began) for one in happened)
        assert began == (after.turn > before.turn and after.phase is not Phase.INTEGRATE)
        if began and not isinstance(move, Resume):
            self.said, self.minded = {}, False
        for counted in (one for one in happened if isinstance(one, Counted)):
            assert counted.phase is after.phase
            assert counted.tally.heard <= len(self.here)
        self.state = after
        return True

    def _noted(self, before: Proposal, move: Move) -> None:
        match move:
            case Speak(by):
                self.said[by] = (Stance.HEARD, False)
            case Answer(by, stance, words):
                was = self.said.get(by)
                worded = words is not None or (was is not None and was[0] is stance and was[1])
                self.said[by] = (stance, worded)
            case TakeBack(by):
                self.said.pop(by, None)
            case _:
                pass

    def _counted(self, before: Proposal, after: Proposal, move: Move) -> None:
        """The three rules, said again in other words."""
        standing = {who: what for who, what in self.said.items() if who in self.here}
        objections = [who for who, (stance, _) in standing.items() if stance is Stance.OBJECTION]
        if after.phase is Phase.ADOPTED:
            assert not objections, "an objection holds the proposal"
            heard = set(standing) | ({before.author} & self.here)
            assert standing, "silence decides nothing"
            assert len(heard) >= min(2, len(self.here)), "nobody decides alone"
            awaited = (self.here - self.away) | heard
            least = {"half": -(-len(awaited) // 2), "all": len(awaited), "3": min(3, len(awaited))}
            assert len(heard) >= least[self.quorum], "not heard is not consent"
        if isinstance(move, Answer) and before.phase is Phase.CONSENT and after.phase is not Phase.CONSENT:
            missing = (self.here - self.away) - set(standing) - {before.author}
            assert not missing, "by itself it ends only when all are heard"
            assert all(standing[who][1] for who in objections), (
                "and not while an objection looks for its words"
            )
        if isinstance(move, GoOn) and after.phase is not before.phase:
            assert before.skipping, "what nobody proposed is not left out"
            assert not self.minded, "nor what anybody minds"

    def _shown(self, before: Proposal, after: Proposal, move: Move, happened: Sequence[Happening]) -> None:
        """What was held in the consent round comes before everybody, however the round ends, or it is still held."""
        if before.phase is not Phase.CONSENT or isinstance(move, Remove):
            return
        held = {
            who
            for who, (stance, _) in self.said.items()
            if who in self.here and stance in (Stance.CONCERN, Stance.OBJECTION)
        }
        shown = {voice.member for one in happened if isinstance(one, Unseen) for voice in one.voices}
        shown |= {
            voice.member
            for one in happened
            if isinstance(one, Counted)
            for voice in (*one.tally.concerns, *one.tally.objections)
        }
        kept = {voice.member for voice in after.voices}
        assert held <= shown | kept, "nothing that was said is lost unseen"

    # -- what people do

    @rule(by=members)
    def speak(self, by: str) -> None:
        self.move(Speak(by))

    @rule(
        by=members,
        stance=st.sampled_from([Stance.CONSENT, Stance.CONCERN, Stance.OBJECTION]),
        worded=st.booleans(),
    )
    def answer(self, by: str, stance: Stance, worded: bool) -> None:
        others = {voice for voice in self.state.voices if voice.member != by}
        words = "omdat" if worded or stance is Stance.CONCERN else None
        if by in self.here and self.move(Answer(by, stance, words, "$why" if words else None)):
            kept = {voice for voice in self.state.voices if voice.member != by}
            left = {voice for voice in others if voice.member not in self.here}
            assert others - left <= kept | left, "nobody changes what another said"

    @rule(by=members)
    def take_back(self, by: str) -> None:
        self.move(TakeBack(by))

    @rule(by=members, host=hosts)
    def suggest(self, by: str, host: bool) -> None:
        if self.move(Suggest(by, host)):
            assert by == PROPOSER or host
            self.minded = False

    @rule(by=members)
    def mind(self, by: str) -> None:
        if self.move(Mind(by)):
            self.minded = True

    @rule(by=members, host=hosts)
    def next(self, by: str, host: bool) -> None:
        if self.move(Next(by, host)):
            assert by == PROPOSER or host

    @rule(by=members, host=hosts)
    def amend(self, by: str, host: bool) -> None:
        self.words += 1
        before = self.state
        if self.move(Amend(by, f"versie {self.words}", "$amended", host)):
            assert by == PROPOSER or host
            assert (self.state.version, self.state.author) == (before.version + 1, by)
            if before.phase not in (Phase.CLARIFY, Phase.REACT):
                assert (self.state.phase, self.state.voices) == (Phase.CONSENT, ())

    @rule(by=members, host=hosts)
    def resume(self, by: str, host: bool) -> None:
        before = self.state
        if self.move(Resume(by, host)):
            assert self.state.voices == before.voices

    # an end is rarer than a move, or most sequences would be over before they began
    @rule(by=members, host=hosts, sure=st.integers(0, 9))
    def withdraw(self, by: str, host: bool, sure: int) -> None:
        if sure == 9 and self.move(Withdraw(by, host)):
            assert by == PROPOSER or (host and PROPOSER not in self.here)

    @rule(sure=st.integers(0, 19))
    def remove(self, sure: int) -> None:
        if sure == 19:
            self.move(Remove())

    @rule(sure=st.integers(0, 19))
    def uproot(self, sure: int) -> None:
        if sure == 19:
            self.move(Uproot())

    # -- what the clock does, and where people are

    @rule()
    def go_on(self) -> None:
        self.move(GoOn())

    @rule()
    def lapse(self) -> None:
        before = self.state.phase
        if self.move(Lapse()):
            assert self.state.phase is not before, "a round that is over is over"

    @rule(who=members)
    def comes_or_goes(self, who: str) -> None:
        if len(self.here) > 1 or who not in self.here:
            self.here ^= {who}

    @rule(who=members)
    def is_away_or_back(self, who: str) -> None:
        self.away ^= {who}

    # -- what always holds

    @invariant()
    def one_voice_a_member(self) -> None:
        spoke = [voice.member for voice in self.state.voices]
        assert len(spoke) == len(set(spoke))

    @invariant()
    def only_what_was_said_in_this_round_is_kept(self) -> None:
        kept = {voice.member: (voice.stance, voice.words is not None) for voice in self.state.voices}
        if self.state.phase in OPEN:
            assert kept.items() <= self.said.items()

    @invariant()
    def the_store_gives_back_what_it_was_given(self) -> None:
        ended = None if self.state.phase in OPEN else NOW
        kept = KeptProposal("!r", self.state, False, "key", NOW, NOW, NOW + timedelta(days=7), ended=ended)
        decisions.save_proposal(self.sql, kept)
        assert decisions.proposal(self.sql, "!r", 1) == kept
        found = decisions.open_proposals(self.sql, "!r")
        assert found == ((kept,) if ended is None else ())


TestConsent = Consent.TestCase
TestConsent.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=50,
    deadline=None,  # no assertions about time
    suppress_health_check=[HealthCheck.too_slow],
)
