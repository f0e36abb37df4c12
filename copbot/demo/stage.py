"""Where the demo is played: the members, each with a client of their own, the room, and the screen that shows it.

Nothing here waits for a time to pass. Every step waits for the very message that it expects, with a bound, and looks for it
with the clients of everybody who should see it.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

import aiohttp

from copbot.demo.expectations import Expected, UnexpectedError, is_edit, shown
from copbot.demo.member import Member
from copbot.demo.pace import Pace
from copbot.demo.screen import Screen
from copbot.demo.sight import SPOKEN, NotSeenError, poll_of
from copbot.demo.wire import JsonObject, MatrixError
from copbot.demo.wording import Wording

BOUND_S = 15.0
"""How long copbot has for any one thing that is expected of it, in seconds."""
_LOOK_S = 5.0
_CHECK_S = 0.5
_PAUSE_AFTER_TROUBLE_S = 0.3


@dataclass(slots=True)
class Player:
    """One of the members; `private` is the direct chat with copbot, once there is one."""

    name: str
    account: str
    password: str
    member: Member
    private: str | None = None

    @property
    def user_id(self) -> str:
        """The Matrix id."""
        return self.member.user_id


class Stage:
    """Everything that a scene needs. Scenes say, tap and expect; what is seen goes to the screen by itself."""

    def __init__(
        self,
        copbot: str,
        players: Sequence[Player],
        screen: Screen,
        words: Wording,
        pace: Pace,
        trouble: Callable[[], str | None] = lambda: None,
    ) -> None:
        """`copbot` is its Matrix id; `trouble` tells why it no longer runs, None while it does."""
        self.copbot = copbot
        self.players = tuple(players)
        self.screen = screen
        self.words = words
        self.room = ""
        self.pace = pace
        self._trouble = trouble
        self._shown: set[str] = set()
        self._news = asyncio.Condition()
        self.asked: dict[str, tuple[Player, str, int]] = {}
        """What members said, by event: who, the words, and how many answers of copbot's are due (none or one)."""
        screen.introduce(copbot, {player.user_id: player.name for player in players})

    def __getitem__(self, name: str) -> Player:
        return next(player for player in self.players if player.name == name)

    def last_event(self, who: Player) -> str:
        """The newest event of the room that this member has seen."""
        return str(who.member.events(self.room)[-1]["event_id"])

    def named(self, name: str) -> Player | None:
        """Who has this name, in any case of letters; None if nobody has."""
        return next((player for player in self.players if player.name.lower() == name.lower()), None)

    def player(self, user_id: str) -> Player | None:
        """Who has this Matrix id, None if it is nobody of the cast."""
        return next((player for player in self.players if player.user_id == user_id), None)

    @contextlib.asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """While this lasts the screen shows what happens."""
        tasks = [asyncio.create_task(self._watch(player)) for player in self.players]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.screen.flush()

    # ------------------------------------------------------------------------------------------ what members do

    async def says(self, who: Player, line: str, *, reply_to: JsonObject | None = None) -> str:
        """A member says something in the room that copbot does not answer; returns the event's id."""
        return await self._say(who, self.room, line, reply_to, answers=0)

    async def asks(
        self, who: Player, line: str, *, reply_to: JsonObject | None = None, private: bool = False
    ) -> str:
        """A member says something that copbot answers, exactly once; returns the event's id."""
        room = who.private if private else self.room
        if room is None:
            raise UnexpectedError(f"copbot to share a direct chat with {who.name}", "there is none")
        return await self._say(who, room, line, reply_to, answers=1)

    async def taps(self, who: Player, event: JsonObject | str, emoji: str) -> str:
        """A member puts an emoji on a message in the room; returns the reaction's id."""
        await self._breathe(emoji)
        target = event if isinstance(event, str) else event["event_id"]
        reaction = await who.member.react(self.room, target, emoji)
        await self._until_shown(reaction)
        return reaction

    async def votes(self, who: Player, poll: JsonObject, option: str) -> str:
        """A member taps on an option (by id) of a native poll, to which copbot says nothing; returns the event's id."""
        _, options = poll_of(poll) or ("", {})
        await self._breathe("")
        event_id = await who.member.vote(self.room, poll["event_id"], option)
        self.asked[event_id] = (who, options.get(option, option), 0)
        await self._until_shown(event_id)
        return event_id

    async def opens_private_chat(self, who: Player) -> None:
        """A member begins a direct chat with copbot, which must come in."""
        who.private = await who.member.create_room([self.copbot], direct=True, encrypted=True)

        def arrived(event: JsonObject) -> bool:
            return event.get("state_key") == self.copbot and event["content"].get("membership") == "join"

        await self._seen_by(who, who.private, arrived, Expected("copbot to come into the direct chat"), None)

    # ---------------------------------------------------------------------------------------- what copbot does

    async def expects(self, expected: Expected, *, after: str, within: float | None = None) -> JsonObject:
        """copbot's message in the room, seen and checked by everybody's client; `after` is an event's id.

        It has `within` seconds, `BOUND_S` unless given. Raises `UnexpectedError`.
        """
        seen = await asyncio.gather(
            *(self._expect_of(player, self.room, expected, after, within) for player in self.players),
            return_exceptions=True,
        )
        for one in seen:
            if isinstance(one, BaseException):
                raise one
        events = [one for one in seen if not isinstance(one, BaseException)]
        if len({event["event_id"] for event in events}) != 1:
            told = " | ".join(shown(event) for event in events)
            raise UnexpectedError(f"{expected.what}: the same message for everybody", told)
        await self._until_shown(events[0]["event_id"])
        return events[0]

    async def expects_privately(
        self, who: Player, expected: Expected, *, after: str | None = None
    ) -> JsonObject:
        """The same in a member's direct chat with copbot, which copbot may have to begin."""
        if who.private is None:
            await self._until(lambda: who.private is not None, f"{expected.what}: a direct chat")
        assert who.private is not None
        event = await self._expect_of(who, who.private, expected, after)
        await self._until_shown(event["event_id"])
        return event

    # ------------------------------------------------------------------------------------------------- the rest

    def newest(self, who: Player, *, of: str | None = None) -> tuple[str, str] | None:
        """The newest message that this member sees (`of` a sender, if given): its room and its event id."""
        found = [
            (event.get("origin_server_ts", 0), room, event["event_id"])
            for room in self._rooms(who)
            for event in who.member.events(room)
            if event["type"] in SPOKEN and not is_edit(event) and of in {None, event["sender"]}
        ]
        return max(found)[1:] if found else None

    async def _say(
        self, who: Player, room: str, line: str, reply_to: JsonObject | None, *, answers: int
    ) -> str:
        await self._breathe(line)
        event_id = await who.member.say(room, line, reply_to=reply_to["event_id"] if reply_to else None)
        self.asked[event_id] = (who, line, answers)
        await self._until_shown(event_id)
        return event_id

    async def _breathe(self, line: str) -> None:
        unread, self.screen.unread = self.screen.unread, 0
        await self.pace.breathe(unread, len(line))

    async def _expect_of(
        self, who: Player, room: str, expected: Expected, after: str | None, within: float | None = None
    ) -> JsonObject:
        def meant(event: JsonObject) -> bool:
            return bool(event["sender"] == self.copbot) and expected.meant_by(event)

        event = await self._seen_by(who, room, meant, expected, after, within)
        expected.check(event)
        return event

    async def _seen_by(
        self,
        who: Player,
        room: str,
        predicate: Callable[[JsonObject], bool],
        expected: Expected,
        after: str | None,
        within: float | None = None,
    ) -> JsonObject:
        bound = BOUND_S if within is None else within
        looking = asyncio.create_task(who.member.wait_for(room, predicate, bound, after=after))
        try:
            while not looking.done():
                await asyncio.wait({looking}, timeout=_CHECK_S)
                if not looking.done() and (trouble := self._trouble()):  # nothing will come any more
                    raise UnexpectedError(expected.what, trouble)
            return looking.result()
        except NotSeenError:
            raise expected.missing(_since(who.member.events(room), after), self.copbot, bound) from None
        finally:
            looking.cancel()

    async def _watch(self, who: Player) -> None:
        place: dict[str, int] = {}
        entered: set[str] = set()
        while True:
            try:
                await who.member.sync(_LOOK_S)
                for room, state in list(who.member.invitations.items()):
                    if room not in entered and any(event["sender"] == self.copbot for event in state):
                        entered.add(room)
                        await who.member.join(room)
                        who.private = room
            except (aiohttp.ClientError, TimeoutError, MatrixError):
                await asyncio.sleep(_PAUSE_AFTER_TROUBLE_S)
            async with self._news:
                for room in self._rooms(who, shown_only=True):
                    events = who.member.events(room)
                    for event in events[place.get(room, 0) :]:
                        self.screen.show(event, who.user_id if room == who.private else None)
                        self._shown.add(event["event_id"])
                    place[room] = len(events)
                self._news.notify_all()

    def _rooms(self, who: Player, *, shown_only: bool = False) -> list[str]:
        """The rooms of a member; of the common room one client is enough to show it."""
        common = [self.room] if self.room and (not shown_only or who is self.players[0]) else []
        return common + ([who.private] if who.private else [])

    async def _until_shown(self, event_id: str) -> None:
        await self._until(lambda: event_id in self._shown, "what was said to be seen in the room")

    async def _until(self, holds: Callable[[], bool], what: str) -> None:
        try:
            async with asyncio.timeout(BOUND_S), self._news:
                await self._news.wait_for(holds)
        except TimeoutError:
            seen = self._trouble() or f"nothing of the kind within {BOUND_S:g} seconds"
            raise UnexpectedError(what, seen) from None


def _since(events: list[JsonObject], after: str | None) -> list[JsonObject]:
    ids = [event["event_id"] for event in events]
    return events[ids.index(after) + 1 :] if after in ids else events
