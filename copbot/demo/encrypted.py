"""A person in encrypted rooms: a `Member` whose client encrypts what it says there and reads what others encrypted."""

from collections.abc import Collection

from copbot.demo.keys import Keys
from copbot.demo.member import Member
from copbot.demo.sight import ENCRYPTED, ENCRYPTION, OPEN
from copbot.demo.wire import JsonObject, MatrixError


class EncryptedMember(Member):
    """What it sees are the events as they were meant; `Keys.read` tells what stands beside them. In plain rooms it is a `Member`."""

    _keys: Keys

    async def close(self) -> None:
        """Closes the connection and forgets the keys."""
        if hasattr(self, "_keys"):
            self._keys.close()
        await super().close()

    async def login(self, name: str, password: str, *, device_id: str | None = None) -> str:
        """Logs in as `name` on a new device, whose keys are uploaded, and returns the Matrix id."""
        user = await super().login(name, password, device_id=device_id)
        self._keys = Keys(self._wire, self.user_id, self.device_id)
        self._secret: set[str] = set()  # rooms that are known to be encrypted, which they then are for ever
        await self._keys.publish()
        return user

    async def send(
        self, room: str, event_type: str, content: JsonObject, *, transaction: str | None = None
    ) -> str:
        """Sends any event, encrypted where the room is, and returns its id."""
        if event_type not in OPEN and await self._is_encrypted(room):
            content = await self._keys.seal(room, await self._listeners(room), event_type, content)
            event_type = ENCRYPTED
        return await super().send(room, event_type, content, transaction=transaction)

    async def timeline(self, room: str) -> list[JsonObject]:
        """The whole room as it is now, oldest first, each event read anew."""
        return await self._read(room, await super().timeline(room))

    async def _understood(
        self, answer: JsonObject, fresh: dict[str, list[JsonObject]]
    ) -> dict[str, list[JsonObject]]:
        # The key of a message comes before it, or in the same answer.
        await self._keys.hear(answer)
        return {room: await self._read(room, events) for room, events in fresh.items()}

    async def _read(self, room: str, events: Collection[JsonObject]) -> list[JsonObject]:
        await self._keys.meet({event["sender"] for event in events if event["type"] == ENCRYPTED})
        return [self._keys.read(room, event) for event in events]

    async def _is_encrypted(self, room: str) -> bool:
        if room not in self._secret:
            try:
                await self.state(room, ENCRYPTION)
            except MatrixError as error:
                if error.errcode != "M_NOT_FOUND":
                    raise
                return False
            self._secret.add(room)
        return True

    async def _listeners(self, room: str) -> set[str]:
        """Who is in the room or may come in: an invited person may read what is said meanwhile."""
        found = await self.request("GET", "rooms", room, "members")
        return {
            str(event["state_key"])
            for event in found["chunk"]
            if event["content"].get("membership") in {"join", "invite"}
        }
