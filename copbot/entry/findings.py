"""How copbot's device and identity stand, in the sentences of ``copbot check``: what is wrong, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from copbot.config import UnsafeSecret
from copbot.crypto.identity import Device, Identity, Published, Standing, device_standing, standing
from copbot.engine.ports import Unsent
from copbot.entry.identity_file import FILE, IdentityFile
from copbot.matrix.check import Finding
from copbot.matrix.device import put_back
from copbot.matrix.http import Requests
from copbot.matrix.identity import look
from copbot.matrix.session import Session

BRING = f"Put {FILE} from your backup in the data folder and start copbot again; without a backup: copbot login --new-identity."
RESTART = "Start copbot again; if that does not help, copbot login tells why."


async def encryption(
    requests: Requests,
    file: IdentityFile,
    session: Session,
    own: Mapping[str, Any] | None,
    starts: int,
    runs: bool,
) -> list[Finding]:
    """How device and identity stand. Raises TokenDead.

    ``own`` are the device's keys in the data folder, ``starts`` how often copbot started with them, as that folder knows.
    """
    if not session.device_id:
        return [
            Finding(
                False,
                "device keys",
                "the access token belongs to no device, so that copbot cannot take part in encrypted rooms",
                "Log in with a password, and take the access token of that.",
            )
        ]
    try:
        identity, successor = file.kept(), file.successor()
    except UnsafeSecret as unsafe:
        return [
            Finding(
                False,
                "identity",
                f"{unsafe.path} {unsafe.wrong}",
                f"{unsafe.mend[:1].upper()}{unsafe.mend[1:]}",
            )
        ]
    try:
        found = await look(requests, session.user_id, session.device_id)
        device = device_standing(found, own)
        if device is Device.SAME and await put_back(requests, session.user_id, session.device_id, starts):
            device = Device.OTHER
    except Unsent as trouble:
        return [
            Finding(None, "identity", f"the homeserver does not tell about copbot's keys now ({trouble})")
        ]
    if successor is not None and successor.is_in(found):
        identity = successor
    return [_device(device, session, own, runs), _identity(found, identity, own, runs)]


def _device(reached: Device, session: Session, own: Mapping[str, Any] | None, runs: bool) -> Finding:
    match reached:
        case Device.SAME:
            return Finding(True, "device keys", f"the homeserver has those of device {session.device_id}")
        case Device.OTHER:
            return Finding(
                False,
                "device keys",
                f"those of device {session.device_id} are not in the data folder, or not as new: it was lost, or put back from a copy",
                "Run copbot login --new-device; with access_token_file, put the token of a new device in it first.",
            )
        case _ if own is not None and runs:
            return Finding(False, "device keys", "the homeserver does not have them", RESTART)
        case _:
            return Finding(
                None, "device keys", "the homeserver has none yet; they are uploaded at the next start"
            )


def _identity(
    found: Published, identity: Identity | None, own: Mapping[str, Any] | None, runs: bool
) -> Finding:
    match standing(found, identity, own):
        case Standing.SIGNED:
            assert identity is not None  # or it could not have signed
            return Finding(True, "identity", f"copbot's device is signed by its own ({identity.master})")
        case Standing.NONE:
            return Finding(
                None, "identity", "copbot has none yet; it is made at the next start, or by copbot login"
            )
        case Standing.KEPT:
            sentence = "it was made, and is not, or not wholly, with the homeserver"
            return Finding(False if runs else None, "identity", sentence, RESTART)
        case Standing.UNSIGNED:
            if found.device is None and not runs:
                return Finding(None, "identity", "it signs copbot's device at the next start")
            sentence = (
                "it has not signed copbot's device: members see a warning, and some do not see copbot at all"
            )
            return Finding(False, "identity", sentence, RESTART)
        case Standing.LOST:
            return Finding(False, "identity", f"{FILE} is not in the data folder any more", BRING)
        case Standing.FOREIGN:
            sentence = (
                "the account has an identity that is not the one in the data folder"
                if identity is not None
                else "the account has an identity, and there is none in the data folder"
            )
            return Finding(False, "identity", f"{sentence}: members see a warning beside copbot", BRING)
