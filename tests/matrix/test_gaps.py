"""Paging back: all of a gap or none of it, unless copbot may no longer read the room."""

from typing import Any, cast

import pytest

from copbot.engine.ports import Unsent
from copbot.matrix import gaps
from copbot.matrix.gaps import Gaps
from copbot.matrix.http import Refused, Requests
from copbot.matrix.syncing import FILTER


class History:
    """A room's history as ``/messages`` tells it: two events a page, newest first."""

    def __init__(self, *events: str) -> None:
        self.pages: list[Any] = []
        self.queries: list[dict[str, str]] = []
        newest_first = [{"event_id": event} for event in reversed(events)]
        for index in range(0, len(newest_first), 2):
            self.pages.append({"chunk": newest_first[index : index + 2], "end": f"t{index + 2}"})
        if self.pages:
            del self.pages[-1]["end"]

    async def request(self, *_: str, query: dict[str, str]) -> dict[str, Any]:
        self.queries.append(query)
        page = self.pages.pop(0)
        if isinstance(page, Exception):
            raise page
        return cast("dict[str, Any]", page)


def ids(events: list[Any]) -> list[str]:
    return [event["event_id"] for event in events]


def reader(history: History) -> Gaps:
    return Gaps(cast("Requests", history), FILTER)


async def test_a_gap_is_filled_in_order() -> None:
    history = History("$1", "$2", "$3")
    assert ids(await reader(history).fill("!r", "now", "since")) == ["$1", "$2", "$3"]
    assert [(query["from"], query["to"]) for query in history.queries] == [("now", "since"), ("t2", "since")]


async def test_without_a_token_it_begins_with_the_newest() -> None:
    history = History("$1")
    assert ids(await reader(history).fill("!r", None, "since")) == ["$1"]
    assert "from" not in history.queries[0]


@pytest.mark.parametrize("code", ["M_FORBIDDEN", "M_NOT_FOUND"])
async def test_what_may_no_longer_be_read_ends_it(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    history = History("$1", "$2", "$3")
    history.pages[1] = Refused(403, code)
    assert ids(await reader(history).fill("!r", "now", "since")) == ["$2", "$3"]
    assert code in capsys.readouterr().out


@pytest.mark.parametrize(
    "page", [Refused(400, "M_INVALID_PARAM"), Refused(400, "M_UNKNOWN"), {}, {"chunk": None}, {"chunk": {}}]
)
async def test_anything_else_is_no_end(page: object) -> None:
    history = History("$1", "$2", "$3")
    history.pages[1] = page
    with pytest.raises(Unsent):
        await reader(history).fill("!r", "now", "since")


async def test_what_is_cut_off_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gaps, "MOST_PAGES", 2)
    assert len(await reader(History(*"abcdefgh")).fill("!r", "now", "since")) == 4
    assert "older is left out" in capsys.readouterr().out


async def test_it_goes_back_as_far_as_is_asked() -> None:
    history = History("$1", "$2", "$3", "$4", "$5")
    found = await reader(history).back_to("!r", "now", lambda page: "$3" in ids(page))
    assert ids(found) == ["$2", "$3", "$4", "$5"]
