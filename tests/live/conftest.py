"""One real Synapse for all live tests of a test process, and fresh members and rooms for each test.

A copbot takes about as long to start as most tests take, so those that neither end it nor change what it runs on share one.
"""

import os
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import pytest
import pytest_asyncio

from copbot.demo.homeserver import Homeserver, synapse_installed
from copbot.demo.member import Member
from tests.live.copbot import Copbot
from tests.live.events import check_all
from tests.live.machines import Machine
from tests.live.peer import Peer
from tests.live.peer_process import Node, PeerProcess, missing
from tests.live.proxy import FaultProxy
from tests.live.rooms import acquainted

PASSWORD = "made-up"
"""Of every account that `new_member` makes."""

_numbers = count(1)


class MakeMember(Protocol):
    """See `new_member`."""

    async def __call__(
        self, name: str = "member", *, url: str | None = None, patience: float = 60.0, sync_limit: int = 100
    ) -> Member: ...


class MakePeer(Protocol):
    """See `new_peer`."""

    async def __call__(self, name: str = "peer", *, url: str | None = None, **settings: Any) -> Peer: ...


class MakeRoom(Protocol):
    """See `new_room`."""

    async def __call__(self, first: Member, *others: Member, **settings: Any) -> str: ...


class MakeCopbot(Protocol):
    """See `new_copbot`."""

    async def __call__(self, *, url: str | None = None, **settings: Any) -> Copbot: ...


class MakeMachine(Protocol):
    """See `new_machine`."""

    async def __call__(self, like: Machine | None = None) -> Machine: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks everything in this folder as live."""
    here = f"{Path(__file__).parent}{os.sep}"
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.live)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def homeserver() -> AsyncIterator[Homeserver]:
    """A running Synapse with limits out of reach, and without errands that no test looks at. Tests that stop it or need other settings start their own."""
    if not synapse_installed():
        pytest.skip("Synapse is not installed (the 'demo' extra of copbot)")
    async with Homeserver(errands=False) as server:
        yield server


@pytest.fixture
async def proxy(homeserver: Homeserver) -> AsyncIterator[FaultProxy]:
    """A proxy before the homeserver that can be told to fail."""
    async with FaultProxy(homeserver.url) as running:
        yield running


@pytest.fixture
def members() -> list[Member]:
    """Everybody that `new_member` made in this test."""
    return []


@pytest.fixture
async def new_member(homeserver: Homeserver, members: list[Member]) -> AsyncIterator[MakeMember]:
    """Makes logged-in members with unique names that begin as asked: `await new_member("anna")` is `@anna1:localhost`.

    `url` leads through another address (a proxy's); the other arguments are those of `Member`.
    """

    async def make(
        name: str = "member", *, url: str | None = None, patience: float = 60.0, sync_limit: int = 100
    ) -> Member:
        account = f"{name}{next(_numbers)}"
        await homeserver.register(account, PASSWORD)
        member = Member(url or homeserver.url, patience=patience, sync_limit=sync_limit)
        members.append(member)
        await member.login(account, PASSWORD)
        return member

    yield make
    for member in members:
        await member.close()


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    """The process in which the encrypted clients of all tests live, one test after the other."""
    if reason := missing():
        pytest.skip(reason)
    running = Node()
    yield running
    running.end()


@pytest.fixture
async def peers(node: Node) -> AsyncIterator[PeerProcess]:
    """The process in which this test's encrypted clients live. Where it cannot be had the test is skipped."""
    async with PeerProcess(node) as process:
        yield process


@pytest.fixture
async def new_peer(
    homeserver: Homeserver, members: list[Member], peers: PeerProcess
) -> AsyncIterator[MakePeer]:
    """Makes logged-in members whose encryption is not ours, as `new_member` makes plain ones; see `Peer`."""

    async def make(name: str = "peer", *, url: str | None = None, **settings: Any) -> Peer:
        account = f"{name}{next(_numbers)}"
        await homeserver.register(account, PASSWORD)
        peer = Peer(url or homeserver.url, peers, **settings)
        members.append(peer)
        await peer.login(account, PASSWORD)
        return peer

    yield make
    for member in members:
        if isinstance(member, Peer):
            await member.close()
            assert member.troubles == []


@pytest.fixture
async def new_copbot(
    homeserver: Homeserver, members: list[Member], tmp_path: Path
) -> AsyncIterator[MakeCopbot]:
    """Makes copbots with accounts of their own, not started yet; the arguments are those of `Copbot`, but `loaded`.

    In the end they are killed, and every message of theirs that any member saw is checked.
    """
    made: list[Copbot] = []

    async def make(*, url: str | None = None, **settings: Any) -> Copbot:
        account = f"copbot{next(_numbers)}"
        user = await homeserver.register(account, PASSWORD)
        settings = {"loaded": True} | settings
        one = Copbot(tmp_path / account, url or homeserver.url, user, PASSWORD, **settings)
        made.append(one)
        return one

    yield make
    for one in made:
        await one.close()
    for one in made:
        check_all(members, one.user_id)


@pytest.fixture
async def copbot(new_copbot: MakeCopbot) -> Copbot:
    """A copbot that runs and is ready."""
    one = await new_copbot()
    await one.start()
    return one


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def lasting_copbot(
    homeserver: Homeserver, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Copbot]:
    """The process behind `resident`."""
    account = f"copbot{next(_numbers)}"
    user = await homeserver.register(account, PASSWORD)
    one = Copbot(tmp_path_factory.mktemp(account), homeserver.url, user, PASSWORD, loaded=True)
    one.watch()
    await one.start()
    yield one
    await one.close()


@pytest.fixture
def resident(lasting_copbot: Copbot, members: list[Member]) -> Iterator[Copbot]:
    """A copbot that runs, with a monitor's port, for tests that leave it as it is: other tests were there and will come.

    In the end every message of its that any member of this test saw is checked.
    """
    yield lasting_copbot
    check_all(members, lasting_copbot.user_id)


@pytest.fixture
def new_room() -> MakeRoom:
    """`await new_room(anna, bert, carla, name=…)`: a room of the first in which the others have arrived.

    The settings are those of `Member.create_room`.
    """

    async def make(first: Member, *others: Member, **settings: Any) -> str:
        room = await first.create_room([other.user_id for other in others], **settings)
        for other in others:
            await other.join(room)
        await acquainted(room, first, *others)
        return room

    return make


@pytest.fixture
def new_machine(homeserver: Homeserver, tmp_path: Path) -> MakeMachine:
    """Makes machines that have not logged in yet, with an account of their own, or with that of another machine."""

    async def make(like: Machine | None = None) -> Machine:
        name = f"machine{next(_numbers)}"
        user = like.user if like else await homeserver.register(name, PASSWORD)
        return Machine(tmp_path / name, homeserver.url, user, PASSWORD)

    return make
