"""The monitor's port of a real copbot: what is well, what is late and why, and never a word of anybody's."""

import asyncio
import json
import re
import socket
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from copbot.demo.homeserver import Homeserver
from tests.live.conftest import MakeCopbot, MakeMember
from tests.live.copbot import Copbot
from tests.live.loaded import PROJECT
from tests.live.proxy import FaultProxy, Hang, bad_gateway, rate_limited, sends, syncs
from tests.live.rooms import ask, welcomed

CANARY = "kanariegeel"
WITHIN = 60.0  # seconds; copbot's patience with a homeserver that was gone grows


@dataclass(frozen=True)
class Told:
    """What the port answered."""

    status: int
    kind: str
    text: str

    @property
    def health(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text)
        return found

    def part(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.health["parts"][name]
        return found

    def figures(self) -> dict[tuple[str, ...], float]:
        """Prometheus' samples by name and labels' values."""
        families = text_string_to_metric_families(self.text)
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in families
            for sample in family.samples
        }


async def told(port: int, page: str = "health") -> Told:
    where = f"http://127.0.0.1:{port}/{page}"
    async with aiohttp.ClientSession() as http, http.get(where) as answer:
        return Told(answer.status, answer.content_type, await answer.text())


async def until(port: int, part: str, status: str, words: str = "") -> Told:
    """Ask until a part is so, and says so."""
    found = None
    with suppress(TimeoutError):
        async with asyncio.timeout(WITHIN):
            while True:
                with suppress(aiohttp.ClientError):
                    found = await told(port)
                    if found.part(part)["status"] == status and words in found.part(part)["says"]:
                        return found
                await asyncio.sleep(0.1)
    raise AssertionError(f"{part} was never {status}: {found}")


async def check(copbot: Copbot) -> tuple[int | None, list[str]]:
    """What ``copbot check`` says of the monitor, and its exit code."""
    import sys

    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "copbot", "check", "--config", str(copbot.config)),
        stdout=asyncio.subprocess.PIPE,
        cwd=PROJECT,
    )
    out, _ = await process.communicate()
    lines = out.decode().splitlines()
    at = next(number for number, line in enumerate(lines) if "  monitor: " in line)
    return process.returncode, lines[at : at + 2]


async def test_a_copbot_that_is_well_says_so(new_copbot: MakeCopbot, new_member: MakeMember) -> None:
    anna, copbot = await new_member("anna"), await new_copbot()
    port = copbot.watch()
    assert (await check(copbot))[1] == [
        f"note   monitor: nothing answers at 127.0.0.1:{port}, as copbot does not run now"
    ]
    await copbot.start()
    room = await welcomed(anna, copbot)
    await ask(anna, room, "!help")

    found = await until(port, "tick", "ok")
    assert (found.status, found.kind) == (200, "application/json")
    assert {name: part["status"] for name, part in found.health["parts"].items()} == dict.fromkeys(
        ("sync", "token", "inbox", "engine", "outbox", "tick", "alarms", "database", "clock"), "ok"
    )
    assert found.health["status"] == "ok"
    assert (await check(copbot))[1] == ["fine   monitor: all 9 parts of the running copbot are well"]
    assert await copbot.stop(within=5.0) == 0


async def test_figures_count_what_happened(resident: Copbot, new_member: MakeMember) -> None:
    anna = await new_member("anna")
    room = await welcomed(anna, resident)
    before = (await told(resident.port, "metrics")).figures()
    await ask(anna, room, "!help")
    await ask(anna, room, "!cannot #99 again")

    found = await told(resident.port, "metrics")
    figures = found.figures()
    assert found.kind == "text/plain"
    for command, outcome in (("help", "ok"), ("cannot", "refused")):
        name = ("copbot_commands_total", command, outcome)
        assert figures[name] == before.get(name, 0) + 1
    assert figures["copbot_sent_total", "say", "reply"] == before["copbot_sent_total", "say", "reply"] + 2
    assert figures["copbot_answer_seconds_count",] == before["copbot_answer_seconds_count",] + 2
    read, handled = (
        figures[f"copbot_facts_{what}_total", "posted"] - before[f"copbot_facts_{what}_total", "posted"]
        for what in ("read", "handled")
    )
    assert read == handled == 2
    assert figures["copbot_status", "all"] == 0
    assert figures["copbot_inbox_waiting",] == 0
    assert 0 <= figures["copbot_tick_age_seconds",] < 30
    assert figures["process_resident_memory_bytes",] > 10_000_000


async def test_no_words_names_or_rooms_are_told(resident: Copbot, new_member: MakeMember) -> None:
    anna = await new_member("anna")
    room = await welcomed(anna, resident)
    await anna.say(room, f"!{CANARY} {CANARY}")
    await anna.say(room, f"zomaar over {CANARY}")
    await ask(anna, room, f"!cannot {CANARY} naar school")
    await ask(anna, room, f"!help {CANARY}")
    await ask(anna, room, f"!role {CANARY}")
    await ask(anna, room, f"!may 1 because {CANARY}")

    for page in ("health", "metrics"):
        text = (await told(resident.port, page)).text
        assert CANARY not in text
        assert anna.user_id not in text
        assert resident.user_id not in text
        assert "localhost" not in text
        assert not re.search(r"[!$@][\w.=/+-]{6,}", text), text


@pytest.mark.waits
@pytest.mark.xdist_group("waits")
async def test_a_homeserver_that_is_gone_is_told_and_fails_after_patience(
    homeserver: Homeserver, new_copbot: MakeCopbot
) -> None:
    async with FaultProxy(homeserver.url) as server:
        copbot = await new_copbot(url=server.url)
        port = copbot.watch()
        await copbot.start(patience=3.0)
        await until(port, "sync", "ok")

    late = await until(port, "sync", "late")
    assert late.status == 200
    assert re.fullmatch(
        r"no news for \d+ s: (nothing answers at the homeserver's address|the connection to the homeserver "
        r"breaks off); tries again (in \d+ s|now)",
        late.part("sync")["says"],
    )
    failing = await until(port, "sync", "failing")
    assert (failing.status, failing.health["status"]) == (503, "failing")
    assert failing.part("engine")["status"] == failing.part("tick")["status"] == "ok"

    async with server.again():
        assert (await until(port, "sync", "ok")).status == 200


async def test_what_cannot_be_sent_is_told_with_its_reason(
    proxy: FaultProxy, new_copbot: MakeCopbot, new_member: MakeMember
) -> None:
    anna, copbot = await new_member("anna"), await new_copbot(url=proxy.url)
    port = copbot.watch()
    await copbot.start()
    room = await welcomed(anna, copbot)
    await copbot.emptied()
    proxy.always(sends, bad_gateway())
    await anna.say(room, "!help")
    outbox = (await until(port, "outbox", "ok", "rests")).part("outbox")
    assert outbox["says"] == "1 to send; one room rests: something answers 502 in the homeserver's place"
    assert (outbox["waiting"], outbox["resting_rooms"]) == (1, 1)
    proxy.clear()
    proxy.always(sends, rate_limited(60_000))
    outbox = (await until(port, "outbox", "ok", "patience")).part("outbox")
    assert re.search(r"; the homeserver asks for \d\d s of patience \(its rate limits\)", outbox["says"])
    assert 50 < outbox["limited_seconds"] <= 60
    figures = (await told(port, "metrics")).figures()
    assert figures["copbot_retries_total", "outbox"] >= 2
    assert figures["copbot_rate_limited_total",] == 1
    assert await copbot.stop(within=5.0) == 0


async def test_a_database_that_another_program_holds_is_told(
    new_copbot: MakeCopbot, new_member: MakeMember
) -> None:
    anna, copbot = await new_member("anna"), await new_copbot()
    port = copbot.watch()
    await copbot.start()
    room = await welcomed(anna, copbot)
    with closing(sqlite3.connect(copbot.data / "copbot.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await anna.say(room, "!help")
        failing = await until(port, "database", "failing")
        assert failing.status == 503
        assert failing.part("database")["says"] in {
            "can't be written: another program holds the database",
            "can't be read, or does not answer in time",
        }
        other.execute("ROLLBACK")
    await until(port, "database", "ok")


async def test_a_port_that_is_taken_does_not_stop_copbot(
    new_copbot: MakeCopbot, new_member: MakeMember
) -> None:
    anna, copbot = await new_member("anna"), await new_copbot()
    port = copbot.watch()
    with socket.create_server(("127.0.0.1", port)):
        await copbot.start()
        assert (await ask(anna, await welcomed(anna, copbot), "!help"))["ok"] is True
        assert "the monitor's port can't be opened" in copbot.log()
        code, said = await check(copbot)
        assert code == 1
        assert said[0] == f"wrong  monitor: another program answers at 127.0.0.1:{port}"
    assert await copbot.stop(within=5.0) == 0


async def test_it_stops_in_time_while_somebody_asks_without_end(
    proxy: FaultProxy, new_copbot: MakeCopbot
) -> None:
    copbot = await new_copbot(url=proxy.url)
    port = copbot.watch()
    await copbot.start()
    proxy.always(syncs, Hang(60))
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /health HTTP/1.1\r\n")
    await writer.drain()

    assert await copbot.stop(within=5.0) == 0
    writer.close()


async def test_it_answers_before_the_homeserver_does(proxy: FaultProxy, new_copbot: MakeCopbot) -> None:
    copbot = await new_copbot(url=proxy.url)
    port = copbot.watch()
    proxy.always(syncs, Hang(60))
    await copbot.start(until_ready=False)

    found = await until(port, "sync", "late")
    assert re.fullmatch(r"asks for news for the first time, for \d+ s now", found.part("sync")["says"])
    assert found.part("engine")["says"] == "begins after the first news"
    assert await copbot.stop(within=5.0) == 0
