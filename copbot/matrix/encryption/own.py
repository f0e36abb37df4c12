"""copbot's own keys with the homeserver: made, kept, uploaded, and made anew before others run out of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from vodozemac import Account, PickleException

from copbot.crypto.account import SIGNED, device_keys, fallback_key, missing, one_time_keys
from copbot.crypto.rows import AccountRow
from copbot.engine.ports import BEFORE_UPLOAD, Checkpoint, Unsent
from copbot.matrix.device import KeysElsewhere
from copbot.matrix.encryption.vault import Seal, Vault
from copbot.matrix.http import Refused, Requests

log = structlog.get_logger("copbot.encryption")


class NoKeys(Unsent):
    """The homeserver refuses the device's keys: a token without a device, say. In encrypted rooms nothing can be said."""


class OwnKeys:
    """The account behind copbot's device. Whoever changes it holds the lock of `Encryption` meanwhile."""

    def __init__(
        self, requests: Requests, vault: Vault, seal: Seal, me: str, device: str, checkpoint: Checkpoint
    ) -> None:
        self._requests = requests
        self._vault = vault
        self._seal = seal
        self._checkpoint = checkpoint
        self.me = me
        self.device = device
        self._curve: str | None = None
        self._at_hand: Account | None = None
        self.known: Mapping[str, Any] = {}
        """The device's public keys as others are to know them, with all signatures. Only after the keys were ready."""

    @property
    def curve(self) -> str:
        """The device's Curve25519 key. Only after the keys were ready."""
        if self._curve is None:
            raise RuntimeError("the keys are not ready")
        return self._curve

    async def account(self) -> Account:
        """The account as it was last kept; made and kept when there is none. Raises StoreFailed, KeysElsewhere.

        Whoever takes it hands it back with `kept`, once all that changed in it is on disk. Otherwise the next one reads it anew,
        and that takes the longer, the more of its one-time keys were taken and never used: anybody can do that.
        """
        at_hand, self._at_hand = self._at_hand, None
        if at_hand is not None:
            return at_hand
        kept = await self._vault.account(self.device)
        if kept is None:
            account = Account()
            await self._vault.save([self.row(account)])
        else:
            try:
                account = Account.from_pickle(kept.pickle, self._seal)
            except PickleException as wrong:
                raise KeysElsewhere(self.device) from wrong
        self._curve = account.curve25519_key.to_base64()
        return account

    def kept(self, account: Account) -> None:
        """The account is on disk as it is now."""
        self._at_hand = account

    def row(self, account: Account) -> AccountRow:
        """The account as it is to be kept."""
        return AccountRow(self.device, account.pickle(self._seal))

    def keys(self, account: Account) -> dict[str, Any]:
        """The device's public keys, signed by itself."""
        return device_keys(account, self.me, self.device)

    async def upload(self, account: Account) -> None:
        """See to it that the homeserver has the device's keys. Raises Unsent, StoreFailed.

        What an earlier process was uploading when it ended counts as uploaded: nobody knows whether it was.
        """
        if account.one_time_keys or account.fallback_key:  # type: ignore[attr-defined]  # left out of its stubs
            account.mark_keys_as_published()
            await self._vault.save([self.row(account)])
        self.kept(account)
        answer = await self._upload({"device_keys": self.keys(account)})
        await self.top_up(answer.get("one_time_key_counts"), None)

    async def top_up(self, counts: object, unused: object) -> None:
        """Make and upload keys where the homeserver has too few left. Raises Unsent, StoreFailed."""
        if keys := await self.prepared(counts, unused):
            await self.send(keys)
            await self.published()

    async def prepared(self, counts: object, unused: object) -> dict[str, Any]:
        """Make keys where the homeserver has too few left; what it does not say is not wanting. Returns what to `send`.

        ``unused`` are the kinds of fallback keys that nobody used yet. Raises StoreFailed.
        """
        count = counts.get(SIGNED, 0) if isinstance(counts, Mapping) else None
        wants_fallback = isinstance(unused, list | tuple) and SIGNED not in unused
        wanted = missing(count) if isinstance(count, int) else 0
        if not wants_fallback and not wanted:
            return {}
        account = await self.account()
        # What could not be uploaded a moment ago goes first: making ever more would push out keys that others may use.
        account.generate_one_time_keys(max(wanted - len(account.one_time_keys), 0))
        if wants_fallback and not account.fallback_key:  # type: ignore[attr-defined]  # the same
            account.generate_fallback_key()  # type: ignore[attr-defined]  # the same
        await self._vault.save([self.row(account)])  # before anybody can use them
        self.kept(account)
        body = {
            "one_time_keys": one_time_keys(account, self.me, self.device),
            "fallback_keys": fallback_key(account, self.me, self.device),
        }
        return {name: keys for name, keys in body.items() if keys}

    async def send(self, keys: Mapping[str, Any]) -> None:
        """Upload keys that were prepared; whoever changes the account may do so meanwhile. Raises Unsent."""
        self._checkpoint(BEFORE_UPLOAD)
        await self._upload(keys)

    async def published(self) -> None:
        """The homeserver has what was prepared. Raises StoreFailed."""
        account = await self.account()
        account.mark_keys_as_published()
        await self._vault.save([self.row(account)])
        self.kept(account)

    async def _upload(self, body: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return await self._requests.request("POST", "keys", "upload", body=body)
        except Refused as refusal:
            log.error("the homeserver does not take copbot's keys", code=refusal.code)
            raise NoKeys(refusal.code) from refusal
