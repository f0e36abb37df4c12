"""Every answer is judged: said no for good, try again later, or no answer at all. Nothing else comes out of a request."""

import json
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self, cast

import pytest
from nio import AsyncClient

from copbot.core.failures import TokenDead
from copbot.engine.ports import Unsent
from copbot.matrix.http import LATER, UNWRITABLE, Asked, Refused, Requests


class Answer:
    """What a homeserver answers, as aiohttp shows it."""

    def __init__(self, status: int, body: object, headers: Mapping[str, str] | None = None) -> None:
        self.status = status
        self.headers = headers or {}
        self._raw = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return

    async def read(self) -> bytes:
        return self._raw


class Client:
    """nio's client, with one answer for all requests."""

    access_token = "secret"

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.asked = 0

    async def send(self, *_: object, **__: object) -> Answer:
        self.asked += 1
        return self._answer


def requests(status: int = 200, body: object = None, **headers: str) -> Requests:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Requests(cast("AsyncClient", Client(Answer(status, {} if body is None else body, named))))


@pytest.mark.parametrize("code", sorted(LATER))
async def test_what_somebody_has_to_mend_first_is_tried_again(code: str) -> None:
    with pytest.raises(Unsent):
        await requests(403, {"errcode": code}).request("GET", "x")


@pytest.mark.parametrize("code", ["M_FORBIDDEN", "M_NOT_FOUND", "M_TOO_LARGE", "M_UNKNOWN", "M_BAD_JSON"])
async def test_a_no_is_a_no(code: str) -> None:
    with pytest.raises(Refused) as refusal:
        await requests(403, {"errcode": code}).request("GET", "x")
    assert refusal.value.code == code


async def test_a_dead_token_is_told() -> None:
    with pytest.raises(TokenDead):
        await requests(401, {"errcode": "M_UNKNOWN_TOKEN"}).request("GET", "x")


@pytest.mark.parametrize(
    "body", [b"", b"null", b"[]", b"<html>", b"\xff", b"[" * 100_000, b'{"a":' + b"9" * 5000]
)
async def test_what_is_no_answer_is_none(body: bytes) -> None:
    with pytest.raises(Unsent):
        await requests(200, body).request("GET", "x")


@pytest.mark.parametrize(
    ("header", "after"),
    [("7", 7.0), (" 7 ", 7.0), ("²", 1.0), ("٣", 1.0), ("soon", 1.0), ("", 1.0), ("9" * 400, 3600.0)],
)
async def test_how_long_to_wait_is_read_with_care(header: str, after: float) -> None:
    with pytest.raises(Unsent) as trouble:
        await requests(429, {"errcode": "M_LIMIT_EXCEEDED"}, Retry_After=header).request("GET", "x")
    assert trouble.value.after == after


@pytest.mark.parametrize(
    ("milliseconds", "after"), [(2500, 2.5), (10**400, 3600.0), (-1, 1.0), ("2500", 1.0), (True, 1.0)]
)
async def test_how_long_to_wait_in_the_body(milliseconds: Any, after: float) -> None:
    body = {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": milliseconds}
    with pytest.raises(Unsent) as trouble:
        await requests(429, body).request("GET", "x")
    assert trouble.value.after == after


@pytest.mark.parametrize(
    "asked",
    [
        {"path": ("rooms", "!\ud800:x")},
        {"path": ("x",), "query": {"from": "\udfff"}},
        {"path": ("x",), "body": {"body": "\ud800"}},
    ],
)
async def test_half_a_character_is_refused_before_it_is_sent(asked: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refusal:
        await requests().request("PUT", *asked.pop("path"), **asked)
    assert refusal.value.code == UNWRITABLE


async def test_a_question_who_it_is_that_asks_is_passed_on() -> None:
    body = {
        "session": "s",
        "flows": [{"stages": ["m.login.password"]}, {"stages": ["m.oauth", "x"]}, {}, 7],
        "params": {"m.oauth": {"url": "https://x.example/allow"}, "x": 7},
    }
    with pytest.raises(Asked) as asked:
        await requests(401, body).request("POST", "x")
    found = asked.value
    assert (found.session, found.code, found.address) == ("s", "", "https://x.example/allow")
    assert found.ways == [["m.login.password"], ["m.oauth", "x"]]


@pytest.mark.parametrize("address", [None, 7, "javascript:x", "http://x"])
async def test_a_question_in_an_odd_shape_is_one_too(address: object) -> None:
    body = {"flows": [], "params": {"x": {"url": address}}, "errcode": "M_FORBIDDEN"}
    with pytest.raises(Asked) as asked:
        await requests(401, body).request("POST", "x")
    assert (asked.value.session, asked.value.code, asked.value.address) == ("", "M_FORBIDDEN", None)


async def test_who_does_not_expect_a_question_tries_again_later() -> None:
    with pytest.raises(Unsent):
        await requests(401, {"flows": []}).request("PUT", "x")
