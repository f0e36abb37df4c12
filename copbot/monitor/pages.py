"""What a page of the monitor answers; apart from the port, so that nothing of a web server is loaded without one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page answers."""

    body: str
    kind: str = PLAIN
    status: int = HTTPStatus.OK


Page = Callable[[], Awaitable[Answer]]
