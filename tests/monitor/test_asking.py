"""What ``copbot check`` says of the monitor's port, whatever answers there."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from copbot.demo.homeserver import free_port
from copbot.monitor.asking import Heard, ask
from copbot.monitor.pages import Answer
from copbot.monitor.port import Port
from tests.monitor.watching import until


@asynccontextmanager
async def answering(body: str) -> AsyncIterator[int]:
    number = free_port()

    async def health() -> Answer:
        return Answer(body)

    with capture_logs() as lines:
        running = asyncio.create_task(Port("127.0.0.1", number, {"/health": health}).run())
        await until(lambda: lines)
    yield number
    running.cancel()
    await asyncio.wait([running])


def health(status: str, **parts: str) -> str:
    told = {name: {"status": how, "says": f"{name} says so"} for name, how in parts.items()}
    return json.dumps({"status": status, "parts": told})


@pytest.mark.parametrize(
    ("body", "heard"),
    [
        (health("ok", sync="ok", tick="ok"), Heard(True, "all 2 parts of the running copbot are well")),
        (health("late", sync="late", tick="ok"), Heard(None, "sync is late: sync says so")),
        (
            health("failing", sync="late", tick="failing"),
            Heard(False, "sync is late: sync says so; tick is failing: tick says so"),
        ),
    ],
    ids=["ok", "late", "failing"],
)
async def test_what_a_running_copbot_says(body: str, heard: Heard) -> None:
    async with answering(body) as number:
        assert await ask("127.0.0.1", number, runs=True) == heard


@pytest.mark.parametrize(
    "body", ["", "hello", "[]", "{}", '{"parts": 3, "status": "ok"}', "[" * 9000], ids=range(6)
)
async def test_another_program_is_told(body: str) -> None:
    async with answering(body) as number:
        heard = await ask("127.0.0.1", number, runs=True)
    assert (heard.ok, heard.sentence) == (False, f"another program answers at 127.0.0.1:{number}")
    assert heard.mend == "Choose another port in [http] listen, or stop the other program."


async def test_another_copbot_is_told() -> None:
    async with answering(health("ok", sync="ok")) as number:
        heard = await ask("127.0.0.1", number, runs=False)
    assert (heard.ok, heard.sentence) == (False, f"another program answers at 127.0.0.1:{number}")


async def test_silence_is_wrong_only_while_copbot_runs() -> None:
    number = free_port()
    heard = await ask("127.0.0.1", number, runs=True)
    assert (heard.ok, heard.sentence) == (False, f"nothing answers at 127.0.0.1:{number}, though copbot runs")
    heard = await ask("::1", number, runs=False)
    assert (heard.ok, heard.sentence) == (
        None,
        f"nothing answers at [::1]:{number}, as copbot does not run now",
    )
