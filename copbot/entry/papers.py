"""What stands behind the device: asked before its keys are uploaded, and told once they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from copbot.crypto.canonical import signed_by_both
from copbot.crypto.identity import Standing
from copbot.matrix.device import Starts, begin
from copbot.matrix.http import Requests
from copbot.matrix.identity import Keeper, Password, establish

Object = Mapping[str, Any]


class Papers:
    """The port ``Identifying``, with all that its two questions need."""

    def __init__(self, requests: Requests, keeper: Keeper, starts: Starts, password: Password | None) -> None:
        self._requests = requests
        self._keeper = keeper
        self._starts = starts
        self._password = password

    async def before(self, keys: Object) -> None:
        """May these device keys be uploaded? Raises KeysElsewhere if not; Unsent, TokenDead, StoreFailed."""
        await begin(self._requests, keys, self._starts)

    async def after(self, keys: Object, sign: Callable[[Object], Object]) -> Object:
        """The keys are uploaded; ``sign`` puts the device's signature under an object.

        Returns the keys, with the identity's signature if it stands behind them. Raises Unsent, TokenDead, UnsafeSecret.
        """
        reached = await establish(self._requests, self._keeper, keys, sign, self._password)
        identity = self._keeper.kept()
        if identity is None or reached is not Standing.SIGNED:
            return keys
        return signed_by_both(keys, identity.signed_device(keys))
