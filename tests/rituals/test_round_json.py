"""A round is written as plain JSON of a stated version. That every round comes back is held by the model test."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copbot.rituals.moves import Contribute, Later, TimeUp
from copbot.rituals.round import open_round, step
from copbot.rituals.round_json import from_json, to_json, waiting, waiting_options
from copbot.rituals.state import Options, Phase, Round, Seat


def test_this_is_how_a_round_is_written() -> None:
    state, _ = open_round("f", Options(everyone=True, long=True), ("a", "b", "c"))
    for move in (TimeUp(1), Later("b"), Contribute("c")):
        state, _ = step(state, move)
    expected = {
        "version": 1,
        "phase": "turns",
        "options": {"everyone": True, "long": True, "together": False, "here": False, "unhurried": False},
        "facilitator": "f",
        "seats": [
            {"member": "c", "standing": "speaking", "put_back": False, "said": True, "postponed": 0},
            {"member": "a", "standing": "waiting", "put_back": True, "said": False, "postponed": 0},
            {"member": "b", "standing": "waiting", "put_back": False, "said": False, "postponed": 1},
        ],
        "turn": 3,
    }
    assert expected == to_json(state)
    assert state == from_json(expected)


@settings(max_examples=30, deadline=None)
@given(
    st.builds(
        Round,
        phase=st.sampled_from(Phase),
        options=st.builds(Options),
        facilitator=st.text(max_size=9),
        seats=st.lists(st.builds(Seat, postponed=st.integers(0, 3)), max_size=3).map(tuple),
        turn=st.integers(0, 99),
    )
)
def test_what_is_written_comes_back(state: Round) -> None:
    assert state == from_json(to_json(state))


@pytest.mark.parametrize("version", [None, 0, 2, "1"])
def test_another_version_is_not_guessed_at(version: object) -> None:
    written = to_json(Round(Phase.JOINING, Options(), "f"))
    with pytest.raises(ValueError, match="version"):
        from_json(written | {"version": version})


def test_a_round_that_waits_says_so_where_its_phase_will_stand() -> None:
    """The store tells it from one that runs by this word."""
    options = Options(everyone=True, together=True)
    written = waiting(options)
    assert written["phase"] == "waiting"
    assert waiting_options(written) == options
    with pytest.raises(ValueError, match="waiting"):
        from_json(written | {"facilitator": "f", "seats": [], "turn": 0})
