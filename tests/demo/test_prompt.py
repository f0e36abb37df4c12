"""The line that is typed on below the conversation, and what a typed line means."""

import asyncio
import io
import os
import pty

import pytest

from copbot.demo.afterwards import is_emoji
from copbot.demo.prompt import Prompt


async def typed(*chunks: bytes) -> list[str | None]:
    """The lines that come of what was typed."""
    prompt = Prompt(io.StringIO(), editing=True)
    for chunk in chunks:
        prompt.feed(chunk)
    prompt.end()
    lines: list[str | None] = []
    while (line := await prompt.line()) is not None:
        lines.append(line)
    return lines


@pytest.mark.parametrize(
    ("keys", "lines"),
    [
        (b"hello\r", ["hello"]),
        (b" one \ntwo\n", ["one", "two"]),
        (b"helpo\x7f\x7flp\r", ["hellp"]),
        (b"gone\x15kept\r", ["kept"]),
        (b"a\x1b[Db\x1bOPc\x1b[15~d\r", ["abcd"]),
        ("✋🏽 één\r".encode(), ["✋🏽 één"]),
        (b"\r", [""]),
        (b"unfinished", []),
    ],
)
async def test_keys(keys: bytes, lines: list[str | None]) -> None:
    assert await typed(keys) == lines
    assert await typed(*(bytes([key]) for key in keys)) == lines


async def test_ctrl_d_ends_only_on_an_empty_line() -> None:
    assert await typed(b"text\x04\r", b"\x04", b"later\r") == ["text"]


async def test_a_terminal_that_is_gone_ends() -> None:
    assert await typed(b"") == []


async def test_what_arrives_is_shown_above_the_typed_line_and_the_terminal_is_restored() -> None:
    controller, terminal = pty.openpty()
    out = io.StringIO()
    prompt = Prompt(out, editing=True)
    prompt.label = "Karin> "
    try:
        with prompt.on(terminal):
            os.write(controller, b"!he")
            async with asyncio.timeout(5):
                while not out.getvalue().endswith("Karin> !he"):  # noqa: ASYNC110 - nothing tells of a drawn line
                    await asyncio.sleep(0.01)
            prompt.aside(lambda: print("copbot: Hello.", file=out))
            assert out.getvalue().endswith("\r\x1b[Kcopbot: Hello.\n\r\x1b[KKarin> !he")
            os.write(controller, b"lp\r")
            async with asyncio.timeout(5):
                assert await prompt.line() == "!help"
        assert out.getvalue().endswith("\r\x1b[K")
        prompt.aside(lambda: print("over", file=out))
        assert out.getvalue().endswith("\r\x1b[Kover\n")
    finally:
        os.close(controller)
        os.close(terminal)


async def test_where_the_terminal_edits_itself_nothing_is_drawn() -> None:
    out = io.StringIO()
    prompt = Prompt(out, editing=False)
    prompt.feed(b"!help\n")
    assert await prompt.line() == "!help"
    assert out.getvalue() == ""


@pytest.mark.parametrize("line", ["✋", "✋🏽", "⏭️", "🧱"])
def test_an_emoji(line: str) -> None:
    assert is_emoji(line)


@pytest.mark.parametrize("line", ["", "1", "ok", "✋ mee", "!help", "…"])
def test_no_emoji(line: str) -> None:
    assert not is_emoji(line)
