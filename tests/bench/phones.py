"""The encryption of the stub homeserver and of the people in it: one device each, whose messages copbot can read.

They are made of copbot's own pieces, in the stub's process: what they cost is not copbot's, and whether others can read it
too is a matter of the tests, not of a measurement.
"""

from datetime import UTC, datetime
from typing import Any

from vodozemac import Account, Session

from copbot.crypto import megolm, olm
from copbot.crypto.account import SIGNED, device_keys, one_time_keys
from copbot.crypto.devices import Device, device_of
from copbot.crypto.megolm import Habit, Outbound

PHONE = "PHONE"
HABIT = Habit()

Json = dict[str, Any]


class Phones:
    """Everybody's devices, copbot's too, as far as the homeserver knows them."""

    def __init__(self, me: str) -> None:
        self._me = me
        self._own: dict[str, Json] = {}  # copbot's devices
        self._identity: dict[str, Json] = {}  # copbot's, by the name under which it was uploaded
        self._one_time: dict[str, Json] = {}  # copbot's, as yet unused
        self._fallback: Json = {}
        self._accounts: dict[str, Account] = {}
        self._talks: dict[str, Session] = {}  # of each person with copbot
        self._speaking: dict[str, Outbound] = {}  # of each person, who are in one room
        self.letters: list[Json] = []
        """What was sent to copbot's device, ever."""

    @property
    def left(self) -> int:
        """copbot's one-time keys that nobody has used."""
        return len(self._one_time)

    # -- what copbot asks for

    def answer(self, what: str, body: Json) -> Json:
        """What the homeserver says to a request about keys."""
        ways = {
            "upload": self.upload,
            "query": self.query,
            "claim": self.claim,
            "device_signing/upload": self.identify,
            "signatures/upload": self.sign,
        }
        return ways[what](body)

    def upload(self, body: Json) -> Json:
        """Keys of copbot's."""
        if keys := body.get("device_keys"):
            self._own[keys["device_id"]] = keys
        self._one_time |= body.get("one_time_keys", {})
        self._fallback |= body.get("fallback_keys", {})
        return {"one_time_key_counts": {SIGNED: self.left}}

    def identify(self, body: Json) -> Json:
        """copbot's identity."""
        self._identity |= {f"{name}s": keys for name, keys in body.items() if name.endswith("_key")}
        return {}

    def sign(self, body: Json) -> Json:
        """Signatures under copbot's keys."""
        for name, signed in body[self._me].items():
            found = self._own.get(name, self._identity.get("master_keys"))
            if found is not None:
                signatures = found.setdefault("signatures", {}).setdefault(self._me, {})
                signatures |= signed["signatures"][self._me]
        return {"failures": {}}

    def query(self, body: Json) -> Json:
        """Whose devices there are."""
        asked = body["device_keys"]
        told = {
            user: {PHONE: device_keys(self._account(user), user, PHONE)} for user in asked if user != self._me
        }
        answer: Json = {"device_keys": told, "failures": {}}
        if self._me in asked:
            told[self._me] = self._own
            answer |= {name: {self._me: keys} for name, keys in self._identity.items()}
        return answer

    def claim(self, body: Json) -> Json:
        """A one-time key of every person asked for."""
        given: Json = {}
        for user in body["one_time_keys"]:
            account = self._account(user)
            account.generate_one_time_keys(1)
            given[user] = {PHONE: one_time_keys(account, user, PHONE)}
            account.mark_keys_as_published()
        return {"one_time_keys": given, "failures": {}}

    def _account(self, user: str) -> Account:
        if user not in self._accounts:
            self._accounts[user] = Account()
        return self._accounts[user]

    # -- what people do

    def sealed(self, room: str, user: str, kind: str, content: Json) -> Json:
        """What somebody says, as it stands in the room; where copbot has no key for it yet, that is sent to it before."""
        outbound = self._speaking.get(user)
        if outbound is None or outbound.worn(HABIT, datetime.now(UTC)):
            outbound = self._speaking[user] = Outbound(room, datetime.now(UTC))
            self._give(user, outbound)
        return outbound.seal(kind, content, self._account(user).curve25519_key.to_base64(), PHONE)

    def _give(self, user: str, outbound: Outbound) -> None:
        account, device = self._account(user), self._copbot()
        if user not in self._talks:
            name = next(iter(self._one_time), None)
            claimed = {name: self._one_time.pop(name)} if name else self._fallback
            begun = olm.begun(account, device, claimed)
            if begun is None:
                raise RuntimeError("copbot's one-time key is none")
            self._talks[user] = begun
        keys = device_keys(account, user, PHONE)
        content = olm.seal(account, self._talks[user], device, user, keys, megolm.ROOM_KEY, outbound.key())
        self.letters.append({"type": "m.room.encrypted", "sender": user, "content": content})

    def _copbot(self) -> Device:
        for keys in self._own.values():
            if (found := device_of(self._me, keys)) is not None:
                return found
        raise RuntimeError("copbot has uploaded no keys")
