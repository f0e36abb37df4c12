"""The embedded Synapse: starts, keeps what it was given, talks to nobody else, and never outlives its parent."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from copbot.demo import homeserver as module
from copbot.demo.homeserver import Homeserver, HomeserverError, free_port
from copbot.demo.member import Member
from copbot.demo.wire import MatrixError
from tests.live.conftest import MakeMember, MakeRoom


async def status_of(url: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status


def alive(pid: int) -> bool:
    """Whether the process runs; one that ended and was not collected by its parent does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


async def test_registering_twice_is_the_same_account(homeserver: Homeserver) -> None:
    first = await homeserver.register("twice", "one password")
    again = await homeserver.register("twice", "another password")

    assert first == again == "@twice:localhost"
    async with Member(homeserver.url) as member:
        assert await member.login("twice", "one password") == first


async def test_a_name_that_matrix_does_not_allow_is_refused(homeserver: Homeserver) -> None:
    with pytest.raises(HomeserverError, match="M_INVALID_USERNAME"):
        await homeserver.register("Not A Name", "password")


async def test_only_an_admin_may_do_what_admins_do(homeserver: Homeserver) -> None:
    await homeserver.register("headmaster", "password", admin=True)
    await homeserver.register("plain", "password")
    async with Member(homeserver.url) as chief, Member(homeserver.url) as plain:
        await chief.login("headmaster", "password")
        await plain.login("plain", "password")
        address = f"{homeserver.url}/_synapse/admin/v2/users"
        async with aiohttp.ClientSession() as session:
            for member, expected in ((chief, 200), (plain, 403)):
                headers = {"Authorization": f"Bearer {member.access_token}"}
                async with session.get(address, headers=headers) as answer:
                    assert answer.status == expected


async def test_other_servers_can_neither_be_reached_nor_reach_it(
    homeserver: Homeserver, new_member: MakeMember
) -> None:
    anna = await new_member("anna")

    with pytest.raises(MatrixError) as refusal:
        await anna.request("GET", "profile", "@somebody:matrix.org")
    assert refusal.value.errcode == "M_FORBIDDEN"
    assert await status_of(f"{homeserver.url}/_matrix/federation/v1/version") == 404
    assert await status_of(f"{homeserver.url}/_matrix/key/v2/server") == 404


async def test_limits_are_out_of_reach_unless_asked_for(new_member: MakeMember, new_room: MakeRoom) -> None:
    anna = await new_member("anna", patience=0)
    room = await new_room(anna)

    for number in range(30):
        await anna.say(room, str(number))

    assert sum(event["type"] == "m.room.message" for event in await anna.timeline(room)) == 30


@pytest.mark.torture
async def test_accounts_and_rooms_survive_kill_restart_and_a_new_start(tmp_path: Path) -> None:
    lines: list[str] = []
    server = Homeserver(tmp_path / "data", progress=lines.append)
    async with server, Member(server.url) as anna:
        await server.register("anna", "password")
        await anna.login("anna", "password")
        room = await anna.create_room()
        said = await anna.say(room, "before")
        url, pids = server.url, [server.pid]

        await server.kill()
        pids.append(server.pid)
        with pytest.raises(aiohttp.ClientConnectionError):
            await anna.timeline(room)

        await server.restart()
        assert server.url == url
        pids.append(server.pid)
        first, none, second = pids
        assert first is not None
        assert not alive(first)
        assert none is None
        assert second is not None
        assert alive(second)
        assert said in {event["event_id"] for event in await anna.timeline(room)}

    async with Homeserver(tmp_path / "data") as later, Member(later.url) as anna_later:
        await anna_later.login("anna", "password")
        assert said in {event["event_id"] for event in await anna_later.timeline(room)}
    assert lines == [
        "Starting the homeserver",
        f"The homeserver answers at {url}",
        "Starting the homeserver",
        f"The homeserver answers again at {url}",
    ]


def test_it_takes_another_port_is_tied_to_no_event_loop_and_removes_its_own_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        offered = iter([taken, free_port()])
        monkeypatch.setattr(module, "free_port", lambda: next(offered))
        lines: list[str] = []
        server = Homeserver(progress=lines.append)
        asyncio.run(server.start())
    assert "The port was taken meanwhile, trying another" in lines
    assert not server.url.endswith(f":{taken}")
    folder, pid = server.folder, server.pid
    try:
        assert pid is not None
        assert folder.is_dir()
        assert folder.stat().st_mode & 0o077 == 0
        assert asyncio.run(status_of(f"{server.url}/_matrix/client/versions")) == 200
        assert asyncio.run(server.register("anna", "password")) == "@anna:localhost"
    finally:
        asyncio.run(server.stop())
    assert not folder.exists()
    assert not alive(pid)


async def test_a_server_that_dies_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    server = Homeserver(tmp_path, server_name="no name at all")
    with pytest.raises(HomeserverError, match=r"(?s)ended with code \d+.*no name at all"):
        await server.start()
    assert server.pid is None


async def test_a_server_that_is_too_slow_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    spawn = Homeserver._spawn

    def remembering(self: Homeserver, log_path: Path, ready_path: str) -> subprocess.Popen[bytes]:
        started.append(spawn(self, log_path, ready_path))
        return started[-1]

    monkeypatch.setattr(Homeserver, "_spawn", remembering)
    with pytest.raises(HomeserverError, match="did not answer within"):
        await Homeserver(tmp_path, start_timeout=0.1).start()
    assert [process.returncode for process in started] == [-signal.SIGKILL]


async def test_it_does_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    parent_code = """
import asyncio, os, signal, sys, pathlib
from copbot.demo.homeserver import Homeserver

async def main():
    server = Homeserver(pathlib.Path(sys.argv[1]))
    await server.start()
    print(server.pid, server.url, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", parent_code, str(tmp_path), stdout=asyncio.subprocess.PIPE, cwd=Path.cwd()
    )
    output, _ = await parent.communicate()
    assert parent.returncode == -signal.SIGKILL
    pid, url = output.decode().split()
    try:
        async with asyncio.timeout(30):
            while alive(int(pid)):  # noqa: ASYNC110 - another's child gives no event
                await asyncio.sleep(0.05)
    except TimeoutError:
        os.kill(int(pid), signal.SIGKILL)
        pytest.fail("the homeserver outlived its parent")
    with pytest.raises(aiohttp.ClientConnectionError):
        await status_of(f"{url}/_matrix/client/versions")
