"""Codes become words; what is no code never gets through."""

import pytest

from copbot.monitor.words import span, why


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("ClientConnectorError", "nothing answers at the homeserver's address"),
        ("502 without a Matrix answer", "something answers 502 in the homeserver's place"),
        ("503 M_UNAVAILABLE", "the homeserver answers 503 M_UNAVAILABLE"),
        ("messages of a room: 500 M_UNKNOWN", "the homeserver answers 500 M_UNKNOWN"),
        ("500", "the homeserver answers 500"),
        ("401", "the homeserver does not take copbot's token for now (401)"),
        ("403 Anna is ziek", "the homeserver answers 403"),
        ("SQLITE_IOERR_WRITE", "the disk gives errors"),
        ("SQLITE_READONLY_DBMOVED", "the database may not be written"),
        ("SQLITE_BUSY", "another program holds the database"),
        ("ZeroDivisionError", "ZeroDivisionError"),
        ("Anna is ziek", "for a reason that has no code"),
        ("", "for a reason that has no code"),
    ],
)
def test_why(code: str, words: str) -> None:
    assert why(code) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-3, "0 s"), (0.4, "0 s"), (119, "119 s"), (120, "2 min"), (7200, "2 h"), (172_800, "2 days")],
)
def test_span(seconds: float, words: str) -> None:
    assert span(seconds) == words
