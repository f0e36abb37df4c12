"""Whatever happens, no word that a person wrote reaches a log line."""

import ast
import asyncio
import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from copbot import logs

CANARY = "kanarie mijn kind durft niet"
WORD = "kanarie"


@pytest.fixture(params=["console", "json"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the lines go; what is set for the whole process is put back afterwards."""
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    handlers, level = logging.root.handlers[:], logging.root.level
    yield io.StringIO()
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
    logging.captureWarnings(capture=False)
    logging.root.handlers[:], logging.root.level = handlers, level
    structlog.reset_defaults()


def parse_body() -> None:
    raise ValueError(f"could not read {CANARY!r}")


def fail() -> None:
    secret_local = CANARY
    try:
        parse_body()
    except ValueError as error:
        raise KeyError(secret_local) from error


def test_own_lines_keep_machine_words_and_lose_sentences(form: str, stream: io.StringIO) -> None:
    logs.configure(form, "info", stream)
    structlog.get_logger().info(
        "took a command",
        room="!r:localhost",
        count=3,
        body=WORD,
        said=CANARY,
        deep={"x": [CANARY], "name": WORD},
        odd=ValueError(WORD),
    )
    line = stream.getvalue()
    assert WORD not in line
    for kept in ("took a command", "!r:localhost", "3", f"<{len(CANARY)} characters>", "<ValueError>"):
        assert kept in line


def test_json_lines_are_json_with_time_level_and_event(stream: io.StringIO) -> None:
    logs.configure("json", "info", stream)
    structlog.get_logger().warning("took a command", count=3)
    line = json.loads(stream.getvalue())
    assert (line["event"], line["level"], line["count"]) == ("took a command", "warning", 3)
    assert line["timestamp"].endswith("Z")


def test_lines_below_the_level_are_not_told(stream: io.StringIO) -> None:
    logs.configure("json", "warning", stream)
    structlog.get_logger().info("took a command")
    assert stream.getvalue() == ""


def test_an_exception_tells_its_types_and_places_only(form: str, stream: io.StringIO) -> None:
    logs.configure(form, "info", stream)
    try:
        fail()
    except KeyError:
        structlog.get_logger().exception("a command failed")
    line = stream.getvalue()
    assert WORD not in line
    assert "secret_local" not in line
    for kept in (
        "a command failed",
        "builtins.KeyError at ",
        "from builtins.ValueError at ",
        "tests/test_logs.py:",
    ):
        assert kept in line


def test_an_exception_group_tells_each_of_its_own(form: str, stream: io.StringIO) -> None:
    logs.configure(form, "info", stream)
    structlog.get_logger().error(
        "two failed", exc_info=ExceptionGroup(CANARY, [ValueError(CANARY), TypeError(CANARY)])
    )
    line = stream.getvalue()
    assert WORD not in line
    assert "builtins.ValueError" in line
    assert "builtins.TypeError" in line


def test_a_circle_of_causes_ends() -> None:
    first, second = ValueError(), TypeError()
    first.__cause__, second.__cause__ = second, first
    assert logs.places(first) == "builtins.ValueError at no place; from builtins.TypeError at no place"


@pytest.mark.parametrize(
    "name",
    ["nio.responses", "nio.crypto.olm_machine", "aiohttp.client", "apscheduler.executors", "asyncio", "new"],
)
def test_a_library_tells_that_and_where_but_not_what(name: str, form: str, stream: io.StringIO) -> None:
    logs.configure(form, "debug", stream)
    library = logging.getLogger(name)
    library.warning("Error validating response: '%s' is not of type 'object'", CANARY)
    library.error(f"event {{'body': '{CANARY}'}}", extra={"content": CANARY})
    try:
        fail()
    except KeyError:
        library.exception(CANARY)
    text = stream.getvalue()
    assert WORD not in text
    assert text.count(name) == 3
    assert text.count("test_logs.py:") >= 3


def test_what_nio_itself_says_of_a_malformed_event_stays_out(form: str, stream: io.StringIO) -> None:
    import nio

    logs.configure(form, "debug", stream)
    event = {
        "type": "m.room.message",
        "sender": "@a:b",
        "event_id": 7,
        "origin_server_ts": 1,
        "content": {"body": CANARY},
    }
    timeline = {"events": [event], "limited": False, "prev_batch": "p"}
    nio.SyncResponse.from_dict(
        {"next_batch": CANARY.split(), "rooms": {"join": {"!r:b": {"timeline": timeline}}}}
    )
    assert "nio" in stream.getvalue()
    assert WORD not in stream.getvalue()


async def test_a_task_that_nobody_waited_for_says_nothing_of_people(form: str, stream: io.StringIO) -> None:
    logs.configure(form, "debug", stream)
    loop = asyncio.get_running_loop()
    loop.call_exception_handler({"message": CANARY, "exception": ValueError(CANARY)})
    assert "asyncio" in stream.getvalue()
    assert WORD not in stream.getvalue()


def test_warnings_and_last_gasps_say_nothing_of_people(
    form: str, stream: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(form, "debug", stream)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(CANARY, RuntimeWarning, stacklevel=1)
    error: Any = ValueError(CANARY)
    sys.excepthook(ValueError, error, None)
    threading.excepthook(threading.ExceptHookArgs((ValueError, error, None, None)))
    captured = capsys.readouterr()
    assert WORD not in stream.getvalue() + captured.out + captured.err
    assert stream.getvalue().count("an error that nobody caught") == 2


def test_every_line_in_the_code_begins_with_a_fixed_phrase() -> None:
    """What is put together at run time could hold words; what stands beside it is looked at when it is written."""
    loose = [
        f"{file.name}:{node.lineno}"
        for file in Path(logs.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"debug", "info", "warning", "error", "exception", "critical"}
        and isinstance(node.func.value, ast.Name | ast.Attribute)
        and getattr(node.func.value, "id", getattr(node.func.value, "attr", "")).strip("_").lower()
        in {"log", "logger"}
        and not (node.args and isinstance(node.args[0], ast.Constant) and len(node.args) == 1)
    ]
    assert loose == []
