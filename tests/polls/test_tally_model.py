"""The tally against a simple model, on the real store: taps, typed votes, removals, repeats, late ones, in any order.

COPBOT_MODEL_EXAMPLES sets the number of sequences (of 50 moves each); a release is tried with 5000.
"""

import os
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from copbot.core.machine import Illegal
from copbot.core.wishes import About
from copbot.polls.ballots import counting, valid
from copbot.polls.poll import Cast, Lapse, Poll, numbered, step
from copbot.polls.records import Ballot, KeptPoll
from copbot.polls.registry import methods
from copbot.store import messages
from copbot.store.turns import Turns
from copbot.store.work import SqlWork
from tests import databases

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
END = NOW + timedelta(hours=5)
MEMBERS = ("@karin:x", "@ahmed:x", "@els:x")
IDS = ("1", "2", "3", "nonsense", "")


class Tally(RuleBasedStateMachine):
    """What the store and the counting make of it, and a list of what happened."""

    cast = Bundle("cast")

    @initialize(method=st.sampled_from(sorted(methods())))
    def opens(self, method: str) -> None:
        self.sql = databases.in_memory()
        self.unit = SqlWork(self.sql, Turns())
        self.method = methods()[method]
        poll = Poll(1, method, MEMBERS[0], "Wat?", numbered(("a", "b", "c")), END, "$asked", "$asked")
        messages.add(self.sql, "opening", "!r", None, "!r", "poll.opened", About("poll", 1), None, NOW)
        messages.sent(self.sql, "opening", "$poll", NOW)
        self.unit.save(KeptPoll("!r", poll, "opening", NOW, limited=True), NOW)
        self.happened: list[tuple[str, str, tuple[str, ...]]] = []  # event, member, what it is worth
        self.number = 0
        self.closed: dict[str, int] | None = None

    def kept(self) -> KeptPoll:
        found = self.unit.reader("!r").poll_at("$poll")
        assert found is not None
        return found

    def worth(self, chosen: tuple[str, ...]) -> tuple[str, ...]:
        most = {"choice": 1, "dots": 2, "multi": 3}[self.method.name]
        cut = list(chosen)[:most]
        return (
            tuple(id for id in ("1", "2", "3") if id in cut) if all(id in "123" and id for id in cut) else ()
        )

    def save(self, event: str, member: str, chosen: tuple[str, ...], at: datetime) -> None:
        kept = self.kept()
        try:
            step(kept.poll, Cast(at))
        except Illegal:
            return
        most = self.method.most(kept.poll.options)
        worth = valid(chosen, kept.poll.options, most)
        self.unit.save(Ballot("!r", 1, event, member, worth), NOW)

    @rule(
        target=cast,
        member=st.sampled_from(MEMBERS),
        chosen=st.lists(st.sampled_from(IDS), max_size=4).map(tuple),
        late=st.booleans(),
    )
    def vote(self, member: str, chosen: tuple[str, ...], late: bool) -> str:
        self.number += 1
        event = f"$vote{self.number}"
        self.save(event, member, chosen, END + timedelta(seconds=1) if late else END)
        if not late and self.closed is None:
            self.happened.append((event, member, self.worth(chosen)))
        return event

    @rule(event=cast, member=st.sampled_from(MEMBERS))
    def arrives_again(self, event: str, member: str) -> None:
        known = next((one for one in self.happened if one[0] == event), None)
        if known is not None:
            self.save(event, known[1], ("1",), END)

    @rule(event=cast)
    def is_removed(self, event: str) -> None:
        self.unit.unquote(event)
        if self.closed is None:
            self.happened = [one for one in self.happened if one[0] != event]

    @rule()
    def closes(self) -> None:
        kept = self.kept()
        try:
            poll = step(kept.poll, Lapse())
        except Illegal:
            return
        self.closed = dict(self.counted())
        self.unit.save(KeptPoll("!r", poll, "opening", NOW, limited=True, ended=END), NOW)

    def counted(self) -> dict[str, int]:
        ballots = counting(self.unit.reader("!r").ballots(1))
        return dict(self.method.count(self.kept().poll.options, ballots).tally)

    @invariant()
    def the_tally_is_the_models(self) -> None:
        """Once it was said it stays, whatever is removed afterwards."""
        model = {"1": 0, "2": 0, "3": 0}
        for member in MEMBERS:
            last = [worth for _, who, worth in self.happened if who == member][-1:]
            for id in last[0] if last else ():
                model[id] += 1
        assert model == (self.counted() if self.closed is None else self.closed)

    def teardown(self) -> None:
        if hasattr(self, "sql"):
            self.sql.close()


Tally.TestCase.settings = settings(
    max_examples=int(os.environ.get("COPBOT_MODEL_EXAMPLES", "20")), stateful_step_count=50, deadline=None
)
test_tally = Tally.TestCase
