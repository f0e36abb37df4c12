"""What a member sees: every event of its rooms, once and in order, whatever the homeserver leaves out of an answer."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import aiohttp

from copbot.demo.wire import JsonObject, MatrixError, Wire

Predicate = Callable[[JsonObject], bool]
Found = TypeVar("Found")

POLL_START, POLL_END = "org.matrix.msc3381.poll.start", "org.matrix.msc3381.poll.end"
POLL_RESPONSE = "org.matrix.msc3381.poll.response"
SPOKEN = frozenset({"m.room.message", POLL_START, POLL_END})
"""Types of events that say something: messages, and polls that open or end."""
ENCRYPTED, ENCRYPTION = "m.room.encrypted", "m.room.encryption"
OPEN = frozenset({"m.reaction", "m.room.redaction"})
"""Types of events that no client encrypts; state events are in the clear as well."""
_TEXT = "org.matrix.msc1767.text"
_PAGE = 200
_LONG_POLL_S = 5.0
_PAUSE_AFTER_TROUBLE_S = 0.2
_SHOWN = 12


class NotSeenError(AssertionError):
    """What was waited for did not come in time. The text shows what came last."""


class Sight:
    """The reading half of a member. It looks only while somebody waits: there is no task in the background."""

    def __init__(self, wire: Wire, sync_limit: int) -> None:
        """`sync_limit`: how many events of one room a sync may bring; a larger gap is filled by paging back."""
        self._wire = wire
        self._sync_limit = sync_limit
        self._since: str | None = None
        self._looks = 0
        self._looking = asyncio.Lock()
        self._seen: dict[str, list[JsonObject]] = {}
        self._known: dict[str, set[str]] = {}
        self.invitations: dict[str, list[JsonObject]] = {}
        """Stripped state of the rooms that one is invited to and did not answer, by room id."""

    def events(self, room: str) -> list[JsonObject]:
        """The events of a room that were seen so far, oldest first."""
        return list(self._seen.get(room, ()))

    async def timeline(self, room: str) -> list[JsonObject]:
        """The whole room as it is now, oldest first: state, messages, edits, reactions and redacted events alike."""
        found: list[JsonObject] = []
        place: str | None = None
        while True:
            query = {"dir": "f", "limit": str(_PAGE)} | ({"from": place} if place else {})
            page = await self._wire.request("GET", "rooms", room, "messages", query=query)
            found += page["chunk"]
            # A page may be empty because its events are hidden; only a missing end is the end.
            if page.get("end") in {None, place}:
                return found
            place = page["end"]

    async def state(self, room: str, event_type: str, state_key: str = "") -> JsonObject:
        """The content of a piece of the room's state as it is now. Raises `MatrixError` (404) if there is none."""
        return await self._wire.request("GET", "rooms", room, "state", event_type, state_key)

    async def members(self, room: str) -> dict[str, str]:
        """Who is in the room now: Matrix id to display name ('' if none)."""
        joined = (await self._wire.request("GET", "rooms", room, "joined_members"))["joined"]
        return {user: entry.get("display_name") or "" for user, entry in joined.items()}

    async def sync(self, wait: float = 0.0) -> None:
        """Looks once, for at most `wait` seconds if there is nothing new. Several may wait for the same look."""
        before = self._looks
        async with self._looking:
            if self._looks != before:
                return
            query = {"timeout": str(int(wait * 1000)), "filter": self._filter()}
            if self._since:
                query["since"] = self._since
            answer = await self._wire.request("GET", "sync", query=query, seconds=wait + 30)
            rooms: JsonObject = answer.get("rooms", {})
            fresh: dict[str, list[JsonObject]] = {}
            for room, part in [*rooms.get("join", {}).items(), *rooms.get("leave", {}).items()]:
                fresh[room] = await self._without_gap(room, part.get("timeline", {}))
            fresh = await self._understood(answer, fresh)
            # Nothing is awaited from here on, so a cancelled look has either happened or not.
            for room, new in fresh.items():
                self._take(room, new)
                self.invitations.pop(room, None)
            for room, part in rooms.get("invite", {}).items():
                self.invitations[room] = part["invite_state"]["events"]
            self._since = answer["next_batch"]
            self._looks += 1

    async def wait_for(
        self,
        room: str,
        predicate: Predicate,
        timeout: float = 10.0,  # noqa: ASYNC109 - the error tells what came, which asyncio.timeout could not
        *,
        after: str | None = None,
    ) -> JsonObject:
        """The first event of the room for which `predicate` holds, among all seen and those to come.

        `timeout` in seconds. With `after` only events later than the one with that id count. Trouble with the homeserver is
        borne until the time is over. Raises `NotSeenError`.
        """
        position = 0
        counts = after is None

        def find() -> JsonObject | None:
            nonlocal position, counts
            seen = self._seen.get(room, [])
            while position < len(seen):
                event = seen[position]
                position += 1
                if counts and predicate(event):
                    return event
                counts = counts or event["event_id"] == after
            return None

        found, trouble = await self._look_until(find, timeout)
        if found is None:
            shown = "\n".join(f"  {_line(event)}" for event in self.events(room)[-_SHOWN:])
            raise NotSeenError(
                f"not seen within {timeout:g} s{trouble}; the last events were:\n{shown or '  none'}"
            )
        return found

    async def wait_for_invitation(
        self,
        timeout: float = 10.0,  # noqa: ASYNC109 - as in wait_for
        *,
        sender: str | None = None,
    ) -> str:
        """The id of a room that one is invited to (by `sender`, if given). Raises `NotSeenError`."""

        def find() -> str | None:
            for room, state in self.invitations.items():
                mine = [event for event in state if event["type"] == "m.room.member"]
                if sender is None or any(event["sender"] == sender for event in mine):
                    return room
            return None

        found, trouble = await self._look_until(find, timeout)
        if found is None:
            raise NotSeenError(
                f"no invitation within {timeout:g} s{trouble}; open ones: {list(self.invitations)}"
            )
        return found

    async def _look_until(self, find: Callable[[], Found | None], seconds: float) -> tuple[Found | None, str]:
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        trouble = ""
        while True:
            found = find()
            left = end - loop.time()
            if found is not None or left <= 0:
                return found, trouble
            try:
                await self.sync(wait=min(left, _LONG_POLL_S))
            except (aiohttp.ClientError, TimeoutError, MatrixError) as error:
                if isinstance(error, MatrixError) and 400 <= error.status < 500:
                    raise
                trouble = f" (trouble on the way: {error!r})"
                await asyncio.sleep(min(left, _PAUSE_AFTER_TROUBLE_S))

    async def _understood(
        self,
        answer: JsonObject,  # noqa: ARG002 - who can read encrypted rooms finds the keys in it
        fresh: dict[str, list[JsonObject]],
    ) -> dict[str, list[JsonObject]]:
        """The new events of each room as this member's client understands them; `answer` is the sync's that brought them."""
        return fresh

    async def _without_gap(self, room: str, timeline: JsonObject) -> list[JsonObject]:
        events: list[JsonObject] = timeline.get("events", [])
        known = self._known.get(room, set())
        missing: list[JsonObject] = []
        place = timeline.get("prev_batch") if timeline.get("limited") else None
        while place is not None:
            query = {"dir": "b", "limit": str(_PAGE), "from": place}
            page = await self._wire.request("GET", "rooms", room, "messages", query=query)
            for event in page["chunk"]:
                if event["event_id"] in known:
                    return missing[::-1] + events
                missing.append(event)
            place = page.get("end")
        return missing[::-1] + events

    def _take(self, room: str, new: list[JsonObject]) -> None:
        seen, known = self._seen.setdefault(room, []), self._known.setdefault(room, set())
        for event in new:
            if event["event_id"] not in known:
                known.add(event["event_id"])
                seen.append(event)

    def _filter(self) -> str:
        nothing = '{"types":[]}'
        room = f'{{"timeline":{{"limit":{self._sync_limit}}},"ephemeral":{nothing},"account_data":{nothing}}}'
        return f'{{"presence":{nothing},"account_data":{nothing},"room":{room}}}'


def words_of(content: JsonObject) -> str:
    """What a message says; of a poll, what clients show that know no polls. Empty for anything else."""
    found = content.get("body", content.get(_TEXT, ""))
    return found if isinstance(found, str) else ""


def poll_of(event: JsonObject) -> tuple[str, dict[str, str]] | None:
    """The question of a native poll and its options, words by id, as clients show them; None if this opens no poll."""
    poll = event.get("content", {}).get(POLL_START)
    if event["type"] != POLL_START or not isinstance(poll, dict):
        return None
    return words_of(poll["question"]), {str(one["id"]): words_of(one) for one in poll["answers"]}


def _line(event: JsonObject) -> str:
    return f"{event.get('sender')}: {words_of(event.get('content', {})) or event.get('type')}"
