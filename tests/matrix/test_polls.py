"""Native polls at the door: responses and ends as facts, by both names; openings, changes and ends as content."""

from typing import Any

import pytest

from copbot.core.facts import PollEnded, Voted
from copbot.core.facts import from_json as fact_from_json
from copbot.core.facts import to_json as fact_to_json
from copbot.matrix import polls
from copbot.matrix.events import fact

ME = "@copbot:x"
REFERENCE = {"m.relates_to": {"rel_type": "m.reference", "event_id": "$poll"}}


def read(kind: str, content: dict[str, Any], sender: str = "@karin:x") -> object:
    event = {"type": kind, "sender": sender, "event_id": "$1", "origin_server_ts": 1, "content": content}
    return fact("!room", event, ME)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (polls.RESPONSE, {polls.RESPONSE: {"answers": ["1", "2"]}}),
        ("m.poll.response", {"m.selections": ["1", "2"]}),
    ],
)
def test_a_vote_by_both_names(kind: str, content: dict[str, Any]) -> None:
    vote = read(kind, REFERENCE | content)
    assert isinstance(vote, Voted)
    assert (vote.target, vote.selections, vote.sender) == ("$poll", ("1", "2"), "@karin:x")
    assert fact_from_json(fact_to_json(vote)) == vote


@pytest.mark.parametrize("kind", [polls.END, "m.poll.end"])
def test_an_end_by_both_names(kind: str) -> None:
    ended = read(kind, REFERENCE | {kind: {}})
    assert isinstance(ended, PollEnded)
    assert ended.target == "$poll"
    assert fact_from_json(fact_to_json(ended)) == ended


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$poll"}},
        {"m.relates_to": {"rel_type": "m.reference"}},
        {"m.relates_to": {"rel_type": "m.reference", "event_id": ["$poll"]}},
    ],
)
@pytest.mark.parametrize("kind", [polls.RESPONSE, polls.END])
def test_what_refers_to_no_poll_is_no_fact(kind: str, content: dict[str, Any]) -> None:
    assert read(kind, content) is None


@pytest.mark.parametrize(
    ("chosen", "selections"),
    [(None, ()), ("1", ()), ([], ()), ([1, "2"], ("", "2")), (["x" * 65], ("",)), (["1"] * 99, ("1",) * 40)],
)
def test_odd_selections(chosen: object, selections: tuple[str, ...]) -> None:
    vote = read(polls.RESPONSE, REFERENCE | {polls.RESPONSE: {"answers": chosen}})
    assert isinstance(vote, Voted)
    assert vote.selections == selections


def test_what_can_not_be_written_down_is_no_fact() -> None:
    content = REFERENCE | {polls.RESPONSE: {"answers": ["\ud800"]}}
    assert read(polls.RESPONSE, content) is None


def test_polls_that_others_open_and_votes_of_copbots_own_are_no_facts() -> None:
    assert read(polls.START, {polls.START: {}}) is None
    assert read(polls.RESPONSE, REFERENCE | {polls.RESPONSE: {"answers": ["1"]}}, ME) is None


def test_a_change_shows_no_second_poll() -> None:
    data = {"nl.copbot": {"key": "k", "rev": 1}}
    opening = polls.opening("Wat?", "Wat?", [("1", "a"), ("2", "b")], 1, data)
    changed = polls.changed(opening, "$poll")
    assert polls.START not in changed
    assert changed["m.new_content"] == opening
    assert changed["nl.copbot"] == opening["nl.copbot"]
    assert changed["m.relates_to"] == {"rel_type": "m.replace", "event_id": "$poll"}
