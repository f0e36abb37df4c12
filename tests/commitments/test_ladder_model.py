"""The ladder under any sequence of moves by anybody: what must hold whatever people do.

COPBOT_MODEL_EXAMPLES sets the number of sequences (of 50 moves each); a release is tried with 5000.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from copbot.commitments.ladder import (
    STANDS,
    WAITING,
    AllKept,
    Behalf,
    Cannot,
    Checked,
    Close,
    Decline,
    Done,
    Helped,
    Illegal,
    Item,
    May,
    Move,
    NameObstacle,
    Obstacle,
    OnBehalf,
    Release,
    Reschedule,
    Rung,
    SeeksSupport,
    Standing,
    Status,
    Support,
    Unwelcome,
    Welcome,
    open_pledge,
    opened,
    step,
)

EXAMPLES = int(os.environ.get("COPBOT_MODEL_EXAMPLES", "20"))

members = st.sampled_from(["@opener:x", "@one:x", "@two:x", "@three:x"])
words = st.sampled_from(["woorden", "words", " "])
anybody = st.none() | members


def expected_rung(item: Item) -> Rung:
    """The one rule under all others, said again in its own words."""
    if item.ground is None:
        return Rung.CANNOT
    return Rung.SUPPORT if any(p.standing in STANDS for p in item.pledges) else Rung.MAY


class Ladder(RuleBasedStateMachine):
    """Members move one item at will; every refusal must leave it as it was."""

    item: Item
    highest: int

    @initialize()
    def open(self) -> None:
        self.item = opened(1, "@opener:x", "naar school", None)
        self.highest = 0

    def move(self, move: Move) -> None:
        before, shown = self.item, repr(self.item)
        try:
            after, happened = step(before, move)
        except Illegal:
            assert shown == repr(before)
            return
        assert shown == repr(before), "the item given is never changed"
        assert before.status is Status.OPEN, "an ended item never changes"
        assert happened, "a move that is allowed can be told"
        assert (before.number, before.opener, before.text, before.source) == (
            after.number, after.opener, after.text, after.source,
        )  # fmt: skip
        self.check_pledges(before, after, move)
        fell = before.rung is Rung.SUPPORT and after.rung is Rung.MAY
        assert fell == any(isinstance(h, SeeksSupport) for h in happened)
        if any(isinstance(h, AllKept) for h in happened):
            standings = {p.standing for p in after.pledges}
            assert Standing.DONE in standings
            assert not standings & WAITING
        self.item = after

    def check_pledges(self, before: Item, after: Item, move: Move) -> None:
        """Nobody's pledge is changed by another, except that the opener welcomes or declines it."""
        now = {p.number: p for p in after.pledges}
        for pledge in before.pledges:
            if now.get(pledge.number) == pledge or pledge.member == move.by:
                continue
            assert move.by == before.opener
            assert isinstance(move, Welcome | Unwelcome | Decline)
            assert now[pledge.number] == replace(pledge, standing=now[pledge.number].standing)
            assert now[pledge.number].standing in WAITING | {Standing.DECLINED}
        for number in now.keys() - {p.number for p in before.pledges}:
            assert now[number].member == move.by, "nobody promises for another"
            assert number > self.highest, "no number is used again"
            self.highest = number

    @rule(by=members, why=words, host=st.booleans())
    def cannot(self, by: str, why: str, host: bool) -> None:
        self.move(Cannot(by, why, host))

    @rule(by=members, because=words)
    def may(self, by: str, because: str) -> None:
        self.move(May(by, because, None))

    @rule(by=members, what=words)
    def support(self, by: str, what: str) -> None:
        self.move(Support(by, what, None, None))

    @rule(by=st.just("@opener:x") | members, member=anybody)
    def welcome(self, by: str, member: str | None) -> None:
        self.move(Welcome(by, member))

    @rule(by=st.just("@opener:x") | members, member=anybody)
    def unwelcome(self, by: str, member: str | None) -> None:
        self.move(Unwelcome(by, member))

    @rule(by=st.just("@opener:x") | members, member=anybody)
    def decline(self, by: str, member: str | None) -> None:
        self.move(Decline(by, member))

    @rule(by=members)
    def done(self, by: str) -> None:
        self.move(Done(by))

    @rule(by=members)
    def release(self, by: str) -> None:
        self.move(Release(by))

    @rule(by=members, due=st.none() | st.dates())
    def reschedule(self, by: str, due: date | None) -> None:
        before = open_pledge(self.item, by)
        self.move(Reschedule(by, due))
        if before is not None and self.item.status is Status.OPEN:
            assert open_pledge(self.item, by) == replace(before, due=due), "only the date changes"

    @rule(by=members, decider=words)
    def checked(self, by: str, decider: str) -> None:
        self.move(Checked(by, decider))

    @rule(by=members, obstacle=st.sampled_from(Obstacle))
    def name_obstacle(self, by: str, obstacle: Obstacle) -> None:
        self.move(NameObstacle(by, obstacle))

    @rule(by=members, behalf=st.sampled_from(Behalf))
    def on_behalf(self, by: str, behalf: Behalf) -> None:
        self.move(OnBehalf(by, behalf))

    # an end is rarer than a move, or most sequences would be over before they began
    @rule(by=members, sure=st.integers(0, 9))
    def helped(self, by: str, sure: int) -> None:
        if sure == 9:
            self.move(Helped(by))

    @rule(by=members, host=st.booleans(), sure=st.integers(0, 9))
    def close(self, by: str, host: bool, sure: int) -> None:
        if sure == 9:
            self.move(Close(by, host))

    @invariant()
    def the_rung_follows_from_ground_and_support(self) -> None:
        assert self.item.rung is expected_rung(self.item)

    @invariant()
    def a_check_needs_a_ground(self) -> None:
        assert (self.item.ground is None) == (self.item.ground_by is None)
        assert self.item.checked == (self.item.decider is not None)
        assert not self.item.checked or self.item.ground is not None

    @invariant()
    def one_open_offer_a_member(self) -> None:
        waiting = [p.member for p in self.item.pledges if p.standing in WAITING]
        assert len(waiting) == len(set(waiting))

    @invariant()
    def nobody_welcomed_their_own(self) -> None:
        own = {p.standing for p in self.item.pledges if p.member == self.item.opener}
        assert not own & {Standing.WELCOME, Standing.DECLINED}


TestLadder = Ladder.TestCase
TestLadder.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=50,
    deadline=None,  # no assertions about time
    suppress_health_check=[HealthCheck.too_slow],
)
