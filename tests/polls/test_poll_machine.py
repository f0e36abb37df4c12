"""The table of a poll: what is legal in which phase, and that an illegal move changes nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from copbot.core.machine import Illegal
from copbot.polls.poll import MOVES, Cast, Change, Close, Lapse, Move, Phase, Poll, Remove, numbered, step

END = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
POLL = Poll(1, "choice", "@karin:x", "Wat?", numbered(("a", "b")), END)


def change(by: str = "@karin:x", *, voted: bool = False) -> Change:
    return Change(by, "multi", "Wie?", ("c", "d"), END + timedelta(days=1), "$e", "$e", voted)


EVERY: tuple[Move, ...] = (Cast(END), change(), Close("@karin:x", host=False), Lapse(), Remove())


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("move", EVERY, ids=lambda move: type(move).__name__)
def test_the_table_is_what_runs(phase: Phase, move: Move) -> None:
    poll = replace(POLL, phase=phase)
    after = MOVES[phase].get(type(move))
    if after is None:
        with pytest.raises(Illegal, match="poll-closed"):
            step(poll, move)
    else:
        assert step(poll, move).phase is after


def test_every_phase_and_every_move_has_its_place() -> None:
    assert set(MOVES) == set(Phase)
    assert {move for moves in MOVES.values() for move in moves} == {type(move) for move in EVERY}


@pytest.mark.parametrize(
    ("move", "code"),
    [
        (Cast(END + timedelta(microseconds=1)), "poll-closed"),
        (Close("@els:x", host=False), "not-allowed"),
        (change("@els:x"), "not-allowed"),
        (change(voted=True), "already-voted"),
    ],
)
def test_what_is_refused(move: Move, code: str) -> None:
    with pytest.raises(Illegal, match=code):
        step(POLL, move)


def test_a_host_may_close_what_somebody_else_began() -> None:
    assert step(POLL, Close("@els:x", host=True)).phase is Phase.CLOSED


def test_a_correction_gives_new_ids_every_time() -> None:
    first = step(POLL, change())
    second = step(first, change())
    ids = [{option.id for option in poll.options} for poll in (POLL, first, second)]
    assert [option.text for option in first.options] == ["c", "d"]
    assert len(set.union(*ids)) == 6
    assert (first.question, first.method, first.deadline) == ("Wie?", "multi", END + timedelta(days=1))


def test_what_is_gone_has_no_words() -> None:
    gone = step(POLL, Remove())
    assert (gone.question, gone.options) == (None, ())
