"""The identity in the data folder: one file, whole or not there, and on disk before anything of it leaves the machine.

Who has this file can be copbot to all members. So it is read under the rules for secret files: closed to everybody but
copbot's own user, or copbot does not start.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from copbot.config import UnsafeSecret, read_secret
from copbot.crypto.identity import SEED_BYTES, USAGES, Identity, NoIdentity, read
from copbot.entry.secret_file import keep, rename

FILE = "identity.json"
SUCCESSOR = "identity.json.next"


class IdentityFile:
    """The port ``Keeper``, for one account. Raises UnsafeSecret for a file that is not safe, or holds no identity of it."""

    def __init__(self, folder: Path, user: str) -> None:
        self._path = folder / FILE
        self._next = folder / SUCCESSOR
        self._user = user

    def safe(self) -> None:
        """Look at the files, so that one that is not safe is told at the start, and not somewhere underway."""
        self.kept()
        self.successor()

    def kept(self) -> Identity | None:
        """The identity, if there is one."""
        return self._read(self._path)

    def make(self) -> Identity:
        """A new one, on disk: for an account that has none."""
        return self._write(self._path)

    def successor(self) -> Identity | None:
        """One that was made to take the place of the account's, and of which it is not known whether it did."""
        return self._read(self._next)

    def make_successor(self) -> Identity:
        """Such a one, on disk; the one that there is, because it may have taken its place already."""
        return self.successor() or self._write(self._next)

    def succeed(self) -> Identity:
        """The successor is the identity from now on."""
        identity = self._read(self._next)
        assert identity is not None  # asked for only after it was read or made
        rename(self._next, self._path)
        return identity

    def _read(self, path: Path) -> Identity | None:
        if not path.exists():
            return None
        try:
            return read(read_secret(path), self._user)
        except NoIdentity as wrong:
            mend = "put the one from your backup in its place, or, if there is none, move it away"
            raise UnsafeSecret(path, str(wrong), mend) from None

    def _write(self, path: Path) -> Identity:
        identity = Identity(self._user, *(secrets.token_bytes(SEED_BYTES) for _ in USAGES))
        keep(path, identity.written().encode())
        return identity
