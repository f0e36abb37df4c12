"""The people: several rooms in which members go on giving numbered commands, whatever happens to copbot."""

import asyncio
import contextlib
from random import Random

from copbot.demo.homeserver import Homeserver
from copbot.demo.member import Member
from copbot.engine.ports import BEFORE_UPLOAD
from tests.live.copbot import Copbot
from tests.live.events import answered, answers
from tests.live.peer import Peer
from tests.live.peer_process import PeerProcess
from tests.live.rooms import welcomed
from tests.torture.judge import Verdict, judge

PASSWORD = "made-up"
DRAINED = 30  # one-time keys taken at once: copbot makes new ones when less than half of its fifty are left
KEY = "signed_curve25519"
PATIENCE = 60.0  # seconds for a room to be made and an answer to come, on a busy machine


class Traffic:
    """Members who talk, and one who only watches: the judge's eyes."""

    def __init__(
        self, server: Homeserver, copbot: Copbot, chance: Random, peers: PeerProcess | None = None
    ) -> None:
        """With `peers` their rooms are encrypted, and every member, the judge's eyes too, has a client that is not ours."""
        self._server = server
        self._copbot = copbot
        self._chance = chance
        self._peers = peers
        self._pause = 1.0
        self._members: list[Member] = []
        self._watcher: Member | None = None
        self._talking: list[asyncio.Task[None]] = []
        self.given: dict[str, list[str]] = {}
        """The commands of each room, in order."""

    @property
    def encrypted(self) -> bool:
        """Whether the rooms are."""
        return self._peers is not None

    async def begin(self, rooms: int, commands_a_second: float) -> None:
        """Make the rooms, with three members each, and begin to talk. copbot must run."""
        self._pause = rooms / commands_a_second
        self._watcher = await self._member("rechter")
        for number in range(rooms):
            people = [await self._member(f"{name}{number}") for name in ("anna", "bert")]
            room = await welcomed(
                people[0],
                self._copbot,
                people[1],
                self._watcher,
                timeout=PATIENCE,
                encrypted=self.encrypted,
            )
            self.given[room] = []
            self._talking.append(asyncio.create_task(self._talk(room, people)))

    async def _member(self, name: str) -> Member:
        if self._peers is None:
            member = Member(self._server.url)
        else:
            name = f"versleuteld-{name}"
            member = Peer(self._server.url, self._peers, patience=PATIENCE)
        await self._server.register(name, PASSWORD)
        self._members.append(member)
        await member.login(name, PASSWORD)
        return member

    async def _talk(self, room: str, people: list[Member]) -> None:
        while True:
            await asyncio.sleep(self._chance.uniform(0.0, 2 * self._pause))
            await self._command(room, self._chance.choice(people))

    async def _command(self, room: str, who: Member) -> str:
        number = len(self.given[room]) + 1
        words = self._chance.choice(
            [f"!cannot het lukt nog niet, nummer {number}"] * 3 + ["!role parent", "!help"]
        )
        event = await who.say(room, words)
        self.given[room].append(event)
        return event

    async def provoke(self, moment: str) -> None:
        """See to it that a named moment comes: copbot uploads keys only when others have used them up."""
        if moment != BEFORE_UPLOAD:
            return
        assert self._watcher is not None
        me = self._copbot.user_id
        body = {"device_keys": {me: list[str]()}}
        found = await self._watcher.request("POST", "keys", "query", body=body)
        (device,) = found["device_keys"][me]
        claim = {"one_time_keys": {me: {device: KEY}}}
        for _ in range(DRAINED):
            await self._watcher.request("POST", "keys", "claim", body=claim)

    async def seen(self) -> tuple[int, int]:
        """How many commands were given so far, and how many answers of copbot's the watcher has seen."""
        assert self._watcher is not None
        await self._watcher.sync()
        count = 0
        for room, given in self.given.items():
            count += len(set(given) & set(answered(self._watcher.events(room), self._copbot.user_id)))
        return sum(map(len, self.given.values())), count

    async def end(self, patience: float = 180.0) -> Verdict:
        """Stop talking, give one last command in each room, wait for its answer, and judge. copbot must run."""
        assert self._watcher is not None
        for task in self._talking:
            task.cancel()
        for task in self._talking:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        whole = Verdict()
        for room in self.given:
            # A command that was under way when the talking stopped has no id here; the judge passes it over.
            last = await self._command(room, self._members[1 + 2 * list(self.given).index(room)])
            with contextlib.suppress(AssertionError):  # the judge will tell
                await self._watcher.wait_for(room, answers(last), patience)
        await asyncio.sleep(2.0)  # time for what should not come
        for room, given in self.given.items():
            timeline = await self._watcher.timeline(room)
            whole.add(judge(timeline, self._copbot.user_id, given, encrypted=self.encrypted))
        return whole

    async def close(self) -> None:
        """Close every connection."""
        for task in self._talking:
            task.cancel()
        for member in self._members:
            await member.close()
