"""``copbot login``: session and identity, and on a machine that lacks the old keys first the choices, before anything is done.

Members' clients remember copbot by its identity. To make another one is therefore nothing that happens by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from copbot.config import Config
from copbot.core.failures import Failure, HomeserverUnreachable
from copbot.crypto.identity import Device, Identity, Published, device_standing
from copbot.engine.ports import Unsent
from copbot.entry.identity_file import FILE, IdentityFile
from copbot.entry.own_keys import own_keys
from copbot.entry.session import entered, log_out, moved, password
from copbot.matrix import session as sessions
from copbot.matrix.device import KeysElsewhere
from copbot.matrix.http import Requests
from copbot.matrix.identity import look, make_known, replace
from copbot.matrix.session import Session


@dataclass(frozen=True, slots=True)
class Entered:
    """The session, and what else there is to tell, in sentences."""

    session: Session
    told: tuple[str, ...] = ()


class IdentityElsewhere(Failure):
    """The account has an identity that is not in the data folder, and nobody said what to do. Nothing was done."""

    def __init__(self, user: str, another: bool) -> None:
        here = f"{FILE} in the data folder holds another one" if another else "it is not in the data folder"
        super().__init__(
            f"{user} has an identity by which members' devices know copbot, and {here}. Nothing was done. Choose:\n"
            f"  (a) Put {FILE} from your backup, or from the old machine, in the data folder and run copbot login again. copbot\n"
            "      then is a new device of the same identity, and nobody notices.\n"
            "  (b) Run copbot login --new-identity to begin anew. Members' devices will warn them that copbot's identity changed;\n"
            "      tell them beforehand. This cannot be undone."
        )


async def login(
    config: Config, requests: Requests, *, new_device: bool = False, new_identity: bool = False
) -> Entered:
    """Log in, and see to it that the account has copbot's identity. The caller holds the data folder.

    ``new_device``: on another device than before; ``new_identity``: with another identity than the account has. Raises
    IdentityElsewhere, IdentityRefused, KeysElsewhere, LoginRefused, HomeserverUnreachable, TokenDead, UnsafeSecret.
    """
    try:
        return await _login(config, requests, new_device, new_identity)
    except Unsent as trouble:
        raise HomeserverUnreachable(config.homeserver.url) from trouble


async def _login(config: Config, requests: Requests, new_device: bool, new_identity: bool) -> Entered:
    folder, user = config.bot.data_dir, config.homeserver.user_id
    keeper, earlier = IdentityFile(folder, user), sessions.stored(folder, user)
    identities = (keeper.kept(), keeper.successor())
    had = earlier.device_id if earlier else None
    session = await entered(config, requests, None if new_device else had)
    if new_device and session.device_id == had:
        raise KeysElsewhere(session.device_id)
    found = await look(requests, user, session.device_id)
    lacking = device_standing(found, own_keys(folder, session)) is Device.OTHER
    fresh = session.device_id != had
    if _elsewhere(found, identities) and not new_identity and (fresh or lacking):
        if fresh and config.homeserver.access_token_file is None:
            await log_out(requests, session)
        elif not fresh:  # nothing but its token is new; the old one may be dead
            sessions.store(folder, session)
        raise IdentityElsewhere(user, identities[0] is not None)
    told = []
    if lacking:
        session = await moved(config, requests, session)
        told.append("The old device's keys are not in the data folder: this is a new device.")
    elif fresh and earlier is not None:
        sessions.store(folder, session)
        await log_out(requests, earlier)
        requests.use(session.access_token)
    sessions.store(folder, session)
    await sessions.unnotified(requests)
    if new_identity:
        identity = await replace(requests, keeper, user, password(config))
        told.append(f"It has a new identity, {identity.master}: members' devices will warn of the change.")
    else:
        told.append(await _told(requests, keeper, user, config))
    return Entered(session, tuple(told))


async def _told(requests: Requests, keeper: IdentityFile, user: str, config: Config) -> str:
    identity = await make_known(requests, keeper, user, password(config))
    if identity is None:
        return (
            "The account's identity is not in the data folder: members may see a warning. Run copbot check."
        )
    return f"Its identity is {identity.master}, kept in {FILE}: keep a copy of that file in a safe place."


def _elsewhere(found: Published, identities: Sequence[Identity | None]) -> bool:
    return found.master is not None and not any(one is not None and one.is_in(found) for one in identities)
