"""A poll, a reminder that is not as it should be: the scenes notice it."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from copbot.demo.expectations import UnexpectedError
from copbot.demo.scenes import outcomes, poll, tea
from copbot.demo.sight import POLL_END, POLL_START
from copbot.demo.wording import LANGUAGES, Wording

TEXT = "org.matrix.msc1767.text"
COPBOT, KARIN = "@copbot:x", "@karin:x"
ASKED = "!poll Tea? | yes | no"


def native(question: str = "Tea?", **options: str) -> dict[str, Any]:
    """A native poll, as copbot opens it."""
    options = options or {"a": "yes", "b": "no"}
    listed = [{"id": id, TEXT: words} for id, words in options.items()]
    told = {
        "v": 1,
        "key": "k",
        "kind": "poll.opened",
        "options": [{"id": "a", "text": "yes"}, {"id": "b", "text": "no"}],
    }
    content = {
        TEXT: question,
        POLL_START: {"question": {TEXT: question}, "answers": listed},
        "nl.copbot": told,
    }
    return {"type": POLL_START, "event_id": "$poll", "sender": COPBOT, "content": content}


def message(body: str, kind: str = "m.room.message", **content: Any) -> dict[str, Any]:
    return {"type": kind, "event_id": "$e", "sender": COPBOT, "content": {"body": body, **content}}


def test_the_native_poll_has_the_options_that_were_asked_for() -> None:
    assert poll._options(native(), ASKED) == ["a", "b"]


@pytest.mark.parametrize(
    "wrong",
    [native("Coffee?"), native(a="yes", b="maybe"), native(a="yes"), native(b="yes", a="no")],
    ids=["another question", "another option", "an option less", "other ids than for machines"],
)
def test_another_poll_than_was_asked_for_is_noticed(wrong: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedError, match="a poll to tap on"):
        poll._options(wrong, ASKED)


def test_a_poll_that_only_seems_to_end_is_noticed() -> None:
    ended = {"m.relates_to": {"rel_type": "m.reference", "event_id": "$poll"}}
    poll._check_end(message("Closed.", POLL_END, **ended), native())
    for wrong in (
        message("Closed.", "m.room.message", **ended),
        message("Closed.", POLL_END, **{"m.relates_to": {"event_id": "$other"}}),
    ):
        with pytest.raises(UnexpectedError, match="the end of the native poll"):
            poll._check_end(wrong, native())


def test_an_outcome_without_what_was_chosen_is_noticed() -> None:
    poll._check_words(message("Most votes: yes."), native(), "a")
    with pytest.raises(UnexpectedError, match="“yes” in the outcome"):
        poll._check_words(message("Most votes: no."), native(), "a")


def test_a_reminder_before_its_time_is_noticed() -> None:
    due = datetime(2026, 11, 22, 13, 8, tzinfo=ZoneInfo("Europe/Amsterdam"))

    def came(at: datetime) -> dict[str, Any]:
        told = {"v": 1, "key": "k", "kind": "reminder", "reminder": 1, "due": due.isoformat()}
        return {
            **message("Tea."),
            "origin_server_ts": int(at.timestamp() * 1000),
            "content": {"nl.copbot": told},
        }

    tea._check_time(came(due))
    with pytest.raises(UnexpectedError, match="not to come before"):
        tea._check_time(came(due - timedelta(seconds=1)))


def test_the_next_full_minute() -> None:
    now = datetime(2026, 11, 22, 23, 59, 42, 7, ZoneInfo("Europe/Amsterdam"))
    assert tea.next_minute(now).isoformat() == "2026-11-23T00:00:00+01:00"
    assert tea.next_minute(tea.next_minute(now)).isoformat() == "2026-11-23T00:01:00+01:00"


def test_an_offer_that_does_not_stand_so_is_noticed() -> None:
    offers = [{"member": KARIN, "due": None, "standing": "offered"}]
    told = message(
        "Support.",
        "m.room.message",
        **{"nl.copbot": {"v": 1, "key": "k", "kind": "commitment", "pledges": offers}},
    )
    assert outcomes.pledge(told, KARIN, "offered") == offers[0]
    for member, standing in ((KARIN, "welcome"), (COPBOT, "offered")):
        with pytest.raises(UnexpectedError, match="one offer of"):
            outcomes.pledge(told, member, standing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_poll_of_the_play_has_three_options_and_one_is_voted_for(language: str) -> None:
    words = Wording(language)
    _, *options = words("lines.poll").split(" | ")
    assert len(options) == 3
    voted = words("lines.vote").partition(" ")[2]
    assert [option for option in options if option.startswith(voted)] == options[:1]
