"""copbot's identity with the homeserver: made known once, put under its device, and never put in the place of another.

Every step looks first and changes only what is missing, so that a start that ended anywhere is mended by the next, and one
that finds all well changes nothing. The identity is in its file before any of it leaves the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import structlog

from copbot.core.failures import Failure
from copbot.crypto.identity import (
    Identity,
    Published,
    Standing,
    published,
    standing,
    vouched,
)
from copbot.engine.ports import Unsent
from copbot.matrix.http import Asked, Refused, Requests

Object = Mapping[str, Any]
Password = Callable[[], str]

PASSWORD = "m.login.password"  # noqa: S105  # a step's name in the specification
log = structlog.get_logger("copbot")


class Keeper(Protocol):
    """Where the identity is kept. Each method is done with the disk when it returns. Raises UnsafeSecret, OSError."""

    def kept(self) -> Identity | None:
        """The identity, if there is one."""

    def make(self) -> Identity:
        """A new one, kept: for an account that has none."""

    def successor(self) -> Identity | None:
        """One that was made to take the place of the account's, and of which it is not known whether it did."""

    def make_successor(self) -> Identity:
        """Such a one, made now; or the one that there is."""

    def succeed(self) -> Identity:
        """The successor is the identity from now on."""


class IdentityRefused(Failure):
    """The homeserver does not take copbot's identity; the message says why and what to do."""


async def look(requests: Requests, user: str, device: str) -> Published:
    """What the homeserver tells about copbot's own account. Raises Unsent, TokenDead."""
    try:
        answer = await requests.request("POST", "keys", "query", body={"device_keys": {user: []}})
    except Refused as refusal:
        raise Unsent(f"keys: {refusal}") from refusal
    return published(answer, user, device)


async def establish(
    requests: Requests,
    keeper: Keeper,
    own: Object,
    sign: Callable[[Object], Object],
    password: Password | None,
) -> Standing:
    """Make the identity if there is none, make it known, sign the device with it; returns how all stands afterwards.

    ``own`` are the device's keys as uploaded, ``sign`` puts the device's signature under an object. An identity of the account
    that is not in the keeper's hands is left alone: copbot then works without. Raises Unsent, TokenDead, UnsafeSecret.
    """
    user, device = own["user_id"], own["device_id"]
    try:
        identity, found = await _known(requests, keeper, user, device, password)
        if identity is not None and await _sign(requests, found, identity, own, sign):
            found = await look(requests, user, device)
    except IdentityRefused:
        log.error("the homeserver does not take copbot's identity; copbot login tells why")
        found = await look(requests, user, device)
    identity = keeper.kept()
    reached = standing(found, identity, own)
    _tell(reached, identity)
    return reached


async def make_known(
    requests: Requests, keeper: Keeper, user: str, password: Password | None
) -> Identity | None:
    """See to it that the account has copbot's identity, made now if it has none; None when it has another, which stays.

    Raises IdentityRefused; Unsent, TokenDead, UnsafeSecret.
    """
    identity, _ = await _known(requests, keeper, user, "", password)
    return identity


async def _known(
    requests: Requests, keeper: Keeper, user: str, device: str, password: Password | None
) -> tuple[Identity | None, Published]:
    found = await look(requests, user, device)
    identity, successor = keeper.kept(), keeper.successor()
    if successor is not None and successor.is_in(found):
        identity = keeper.succeed()
    if identity is None and found.master is None:
        identity = keeper.make()
        log.info("copbot made itself an identity", master=identity.master)
    if identity is None or (found.master is not None and not identity.is_in(found)):
        return None, found
    if missing := identity.missing_in(found):
        await _upload(requests, user, missing, password)
        found = await look(requests, user, device)
        if not identity.is_whole_in(found):
            raise IdentityRefused("The homeserver took copbot's identity, but does not show it. Try again.")
    return identity, found


async def replace(requests: Requests, keeper: Keeper, user: str, password: Password | None) -> Identity:
    """Put a new identity in the place of the account's, because who runs copbot said so. Its devices are not signed yet.

    Raises IdentityRefused; Unsent, TokenDead, UnsafeSecret.
    """
    identity = keeper.make_successor()
    await _upload(requests, user, identity.keys(), password)
    if not identity.is_whole_in(await look(requests, user, "")):
        raise IdentityRefused(
            "The homeserver said that it took the new identity, but does not show it. Try again."
        )
    return keeper.succeed()


async def _upload(requests: Requests, user: str, keys: Object, password: Password | None) -> None:
    try:
        await _upload_asked(requests, user, keys, password)
    except Refused as refusal:
        raise IdentityRefused(
            f"The homeserver does not take copbot's identity ({refusal.code})."
        ) from refusal


async def _upload_asked(requests: Requests, user: str, keys: Object, password: Password | None) -> None:
    try:
        await requests.request("POST", "keys", "device_signing", "upload", body=keys)
    except Asked as asked:
        body = {**keys, "auth": _answer(asked, user, password)}
        try:
            await requests.request("POST", "keys", "device_signing", "upload", body=body)
        except Asked as again:
            raise IdentityRefused(
                f"The homeserver does not take copbot's password for a change of its identity ({again.code or 'no reason given'}). "
                "Is the password in homeserver.password_file right?"
            ) from again


def _answer(asked: Asked, user: str, password: Password | None) -> Object:
    if [PASSWORD] not in asked.ways:
        where = f" Allow it at {asked.address}, then" if asked.address else " Ask its administrator how, then"
        raise IdentityRefused(
            f"The homeserver wants a person to allow a change of copbot's identity.{where} run this again."
        )
    if password is None:
        raise IdentityRefused(
            "The homeserver asks for the account's password before it takes another identity, and there is only an access "
            "token. Put password_file in the place of access_token_file for this once."
        )
    return {
        "type": PASSWORD,
        "identifier": {"type": "m.id.user", "user": user},
        "password": password(),
        "session": asked.session,
    }


async def _sign(
    requests: Requests, found: Published, identity: Identity, own: Object, sign: Callable[[Object], Object]
) -> bool:
    """The identity signs the device, the device the identity, where that is missing. Returns whether it was."""
    missing: dict[str, Object] = {}
    if found.device is not None and not identity.signs(found.device):
        missing[own["device_id"]] = identity.signed_device(own)
    if found.device is not None and not vouched(found, own):
        missing[identity.master] = sign(identity.keys()["master_key"])
    if not missing:
        return False
    try:
        answer = await requests.request("POST", "keys", "signatures", "upload", body={identity.user: missing})
    except Refused as refusal:
        log.error("the homeserver does not take the signatures of copbot's identity", code=refusal.code)
        return False
    if answer.get("failures"):
        log.error("the homeserver does not take all signatures of copbot's identity")
    return True


def _tell(reached: Standing, identity: Identity | None) -> None:
    match reached:
        case Standing.SIGNED:
            log.info(
                "copbot's device is signed by its identity", master=identity.master if identity else None
            )
        case Standing.FOREIGN:
            log.error(
                "the account has an identity that is not copbot's; members see a warning; see copbot check"
            )
        case Standing.LOST:
            log.error("copbot's identity is not in the data folder any more; see copbot check")
        case _:
            log.error(
                "copbot's device is not signed, members see a warning; see copbot check",
                standing=reached.value,
            )
