"""A person in an encrypted room whose client is not ours: matrix-js-sdk with its Rust cryptography, as Element has it.

It is a `Member`, so that a test says and sees things by either; what is sent in an encrypted room is encrypted, and what is
seen is what the library decrypted. Beside an event's own fields stand:

- `encrypted`: whether it came as ciphertext, and then `wire`, its `type` and `content` as they came;
- `failure`: `{code, text}` if it could not be read, or was refused; its type is `m.room.encrypted` then;
- `shield`: `{colour, reason}`, the warning that Element shows beside it: `NONE`, `GREY` or `RED`; None if it is not encrypted.
"""

import asyncio
import contextlib
from collections.abc import Iterable
from itertools import count
from typing import Any, Self

from copbot.demo.member import Member
from copbot.demo.sight import NotSeenError, Predicate, words_of
from copbot.demo.wire import JsonObject
from tests.live.flaws import ENCRYPTION, flaws_of, open_in
from tests.live.known import Known
from tests.live.peer_process import PeerProcess

ALGORITHM = "m.megolm.v1.aes-sha2"

_numbers = count(1)
_SHOWN = 12
_PAUSE = 0.2  # seconds


class Peer(Member):
    """One account on one device, in a process that it may share with others."""

    def __init__(
        self,
        url: str,
        process: PeerProcess | None = None,
        *,
        signed_only: bool = True,
        cross_sign: bool = True,
        patience: float = 60.0,
        sync_limit: int = 100,
    ) -> None:
        """`process` runs already and is left running; without it the peer has one of its own, which ends with it.

        `signed_only`: only devices that their owners signed get keys and are read. `cross_sign`: at login it makes an
        identity and signs its device with it. `patience`: seconds that each of its doings may take. `sync_limit`: as a
        `Member`'s.
        """
        super().__init__(url, patience=patience, sync_limit=sync_limit)
        self._url = url
        self._alone = process is None
        self._process = PeerProcess() if process is None else process
        self._device = f"device{next(_numbers)}"
        self._patience = patience
        self._signed_only = signed_only
        self._cross_sign = cross_sign
        self._credentials = ("", "")
        self._place: dict[str, dict[str, int]] = {}
        self._news = asyncio.Event()
        self.troubles: list[str] = []
        """What went wrong while it looked; empty is as it should be."""

    async def close(self) -> None:
        """Stops it. The device stays logged in."""
        await super().close()
        if self._alone:
            await self._process.close()
        elif self._process.pid is not None and self.user_id:
            await self._do("stop")

    async def login(self, name: str, password: str, *, device_id: str | None = None) -> str:
        """Logs in as `name` (without server) on a new device and returns the Matrix id.

        With `device_id` it is that device again, without the keys that it had.
        """
        if self._alone:
            await self._process.start()
        self._process.listen(self._device, self._see)
        self._credentials = (name, password)
        answer = await self._do(
            "login",
            url=self._url,
            user=name,
            password=password,
            device_id=device_id,
            device_name=f"{name} on another phone",
            signed_only=self._signed_only,
            sync_limit=self._sync_limit,
        )
        self._wire.token = str(answer["access_token"])
        self.user_id, self.device_id = str(answer["user_id"]), str(answer["device_id"])
        if self._cross_sign:
            await self.cross_sign()
        return self.user_id

    # ------------------------------------------------------------------------------------------ itself

    async def cross_sign(self, *, reset: bool = False) -> None:
        """Makes an identity, if this device has none, and signs this device with it. `reset`: another one instead."""
        await self._do("bootstrap", reset=reset)

    async def signed_only(self, on: bool) -> None:
        """From now on only devices that their owners signed get keys and are read, or all of them."""
        self._signed_only = on
        await self._do("signed_only", on=on)

    async def stop(self) -> None:
        """Goes offline, with its keys."""
        await self._do("stop")

    async def start(self) -> None:
        """Comes online again and returns when what came meanwhile reached it."""
        await self._do("start")

    async def logout(self) -> None:
        """Ends this device for good."""
        await self._do("logout")

    async def another(self, *, signed: bool = True) -> Self:
        """A new device of the same person; `signed`: by the same identity, else by none. Close it as any other."""
        other = type(self)(
            self._url, self._process, signed_only=self._signed_only, cross_sign=False, patience=self._patience
        )
        await other.login(*self._credentials)
        if signed:
            await self.sign(other)
        return other

    async def sign(self, other: "Peer") -> None:
        """Verifies another device of the same person, which from then on has the same identity."""
        await other._do("adopt", secrets=await self._do("secrets"))

    async def file(self, content: JsonObject) -> tuple[bytes, str]:
        """What the homeserver keeps of a file that it was shown, and what is in it; decrypted where it is encrypted."""
        found = await self._do("file", content=content)
        return str(found["kept"]).encode("latin-1"), str(found["text"])

    async def room_keys(self) -> list[JsonObject]:
        """The keys of all sessions that it can read, as people export them to a file."""
        return list(await self._do("room_keys"))

    async def take_room_keys(self, keys: list[JsonObject]) -> None:
        """Imports such keys, as from a file."""
        await self._do("take_room_keys", keys=keys)

    async def to_device(self, user_id: str, device_id: str, event_type: str, content: JsonObject) -> None:
        """Sends a message to one device, encrypted for it alone."""
        await self._do("to_device", user=user_id, device=device_id, type=event_type, content=content)

    async def verify(self, user_id: str) -> None:
        """Signs somebody's identity, as after comparing numbers with that person."""
        await self._do("verify", user=user_id)

    async def known(self, user_id: str, *, fresh: bool = True) -> Known:
        """What it knows of a person, itself included; `fresh`: the homeserver is asked first."""
        return Known.read(await self._do("user", user=user_id, fresh=fresh))

    async def version(self) -> str:
        """Which cryptography it has."""
        return str(await self._do("version"))

    # ------------------------------------------------------------------------------------------ rooms

    async def create_room(self, invite: Iterable[str] = (), **settings: Any) -> str:
        """Makes a private room and returns its id when this device knows of it. The settings are those of `Member`."""
        room = await super().create_room(invite, **settings)
        await self._knows(room=room, encrypted=bool(settings.get("encrypted")))
        return room

    async def join(self, room: str) -> None:
        """Enters a room and returns when this device knows of it."""
        await super().join(room)
        await self._knows(room=room)

    async def meet(self, room: str, *user_ids: str, encrypted: bool = False) -> None:
        """Waits until this device knows that they are in the room, so that they get its keys; and that it is `encrypted`."""
        await self._knows(room=room, members=list(user_ids), encrypted=encrypted)

    async def encrypt(self, room: str) -> None:
        """Turns encryption on and returns when this device heeds it."""
        await self.set_state(room, ENCRYPTION, {"algorithm": ALGORITHM})
        await self._knows(room=room, encrypted=True)

    async def send(
        self, room: str, event_type: str, content: JsonObject, *, transaction: str | None = None
    ) -> str:
        """Sends any event, encrypted where the room is, and returns its id. A `transaction` serves once."""
        return str(
            await self._do("send", room=room, type=event_type, content=content, transaction=transaction)
        )

    async def send_as_it_is(self, room: str, event_type: str, content: JsonObject) -> str:
        """Sends an event past the library: in the clear, or ciphertext from elsewhere. Returns its id."""
        return await super().send(room, event_type, content)

    async def discard_session(self, room: str) -> None:
        """The next event that it sends there begins a new session of keys."""
        await self._do("discard", room=room)

    # ------------------------------------------------------------------------------------------ seeing

    async def timeline(self, room: str) -> list[JsonObject]:
        """The whole room as it is now, oldest first, each event read and judged anew."""
        return list(await self._do("timeline", room=room))

    async def look(self, room: str, event_id: str) -> JsonObject:
        """One event, read and judged anew."""
        return dict(await self._do("look", room=room, event=event_id))

    def unread(self, room: str) -> list[JsonObject]:
        """What it saw and could not read so far, or refused."""
        return [event for event in self.events(room) if event["failure"]]

    def in_the_clear(self, room: str) -> list[JsonObject]:
        """What was said in the room unencrypted after it had been encrypted; reactions and redactions aside."""
        return open_in(self.events(room))

    def flaws(self, room: str, sender: str) -> list[str]:
        """What a person would notice of somebody's encryption in a room, one line each: as it should be, none.

        In the clear where the room is encrypted, not readable, or beside a warning.
        """
        return flaws_of(self.events(room), sender)

    async def lasting_flaws(self, room: str, sender: str, patience: float = 10.0) -> list[str]:
        """The same of the whole room judged anew, until nothing is left or `patience` seconds are over.

        A device that gets a key at the very moment at which it learns whose that is warns of it until then.
        """
        end = asyncio.get_running_loop().time() + patience
        while found := flaws_of(await self.timeline(room), sender):
            if asyncio.get_running_loop().time() > end:
                break
            await asyncio.sleep(_PAUSE)
        return found

    async def sync(self, wait: float = 0.0) -> None:
        """Waits until it saw something new, for at most `wait` seconds. It looks all the time by itself."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self._news.wait()
        self._news.clear()

    async def wait_for(
        self,
        room: str,
        predicate: Predicate,
        timeout: float = 10.0,  # noqa: ASYNC109 - as in Member
        *,
        after: str | None = None,
    ) -> JsonObject:
        """As a `Member` waits; an event whose key came later counts from then on."""

        def find() -> JsonObject | None:
            seen = self._seen.get(room, [])
            begin = 0 if after is None else self._place.get(room, {}).get(after, len(seen)) + 1
            return next((event for event in seen[begin:] if predicate(event)), None)

        found, _ = await self._look_until(find, timeout)
        if found is None:
            shown = "\n".join(f"  {_line(event)}" for event in self.events(room)[-_SHOWN:])
            raise NotSeenError(
                f"not seen within {timeout:g} s {self.troubles or ''}; the last events were:\n{shown or '  none'}"
            )
        return found

    def _see(self, report: JsonObject) -> None:
        if "trouble" in report:
            self.troubles.append(report["trouble"])
        elif "invitation" in report:
            self.invitations[report["invitation"]] = report["state"]
        elif "joined" in report:
            self.invitations.pop(report["joined"], None)
        else:
            room, event = report["room"], report["event"]
            seen, place = self._seen.setdefault(room, []), self._place.setdefault(room, {})
            if event["event_id"] in place:
                seen[place[event["event_id"]]] = event
            else:
                place[event["event_id"]] = len(seen)
                seen.append(event)
        self._news.set()

    async def _knows(self, **given: Any) -> None:
        # A little sooner than patience ends, so that the process itself says what it waited for.
        await self._do("knows", within=self._patience * 0.9, **given)

    async def _do(self, verb: str, **given: Any) -> Any:
        return await self._process.call(self._device, verb, given, self._patience)


def _line(event: JsonObject) -> str:
    if event["failure"]:
        return f"{event['sender']}: not readable: {event['failure']['code']}"
    return f"{event['sender']}: {words_of(event['content']) or event['type']}"
