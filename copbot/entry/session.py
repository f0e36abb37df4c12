"""The session that copbot speaks with: the kept one, or a new one, on the device that it had or on another.

A device stays the same for life, because the homeserver knows transactions by it, and members' clients its keys. Only when
its keys are not in the data folder (any more) copbot goes on as another device, and logs the old one out.
"""

from __future__ import annotations

import structlog

from copbot.config import Config, read_secret
from copbot.core.failures import TokenDead
from copbot.engine.ports import Unsent
from copbot.matrix import session as sessions
from copbot.matrix.device import KeysElsewhere
from copbot.matrix.http import Refused, Requests
from copbot.matrix.identity import Password
from copbot.matrix.session import Session

log = structlog.get_logger("copbot")


async def session(config: Config, requests: Requests) -> Session:
    """The kept session, or a new one on the same device; the requests speak with it from now on.

    Raises LoginRefused, HomeserverUnreachable, TokenDead, UnsafeSecret.
    """
    found = sessions.stored(config.bot.data_dir, config.homeserver.user_id)
    if found is None or config.homeserver.access_token_file is not None:
        found = await renewed(config, requests)
    requests.use(found.access_token)
    return found


async def renewed(config: Config, requests: Requests) -> Session:
    """A session on the device that copbot had, or on its first; kept. Raises what `session` raises."""
    earlier = sessions.stored(config.bot.data_dir, config.homeserver.user_id)
    found = await entered(config, requests, earlier.device_id if earlier else None)
    sessions.store(config.bot.data_dir, found)
    await sessions.unnotified(requests)
    return found


async def moved(config: Config, requests: Requests, old: Session) -> Session:
    """A session on another device than the old one, kept; the old one is logged out, if it still can be.

    Raises KeysElsewhere when the access token that is configured is that of the old device; else what `session` raises.
    """
    found = await entered(config, requests, None)
    if found.device_id == old.device_id:
        raise KeysElsewhere(old.device_id)
    # The new one is kept first: whoever is interrupted here has a device too many, and not one too few.
    sessions.store(config.bot.data_dir, found)
    await log_out(requests, old)
    requests.use(found.access_token)
    log.warning("copbot goes on as a new device", old=old.device_id, new=found.device_id)
    return found


async def log_out(requests: Requests, old: Session) -> None:
    """End a session, and its device with it; one that cannot be ended stays."""
    requests.use(old.access_token)
    try:
        await requests.request("POST", "logout")
    except (Unsent, Refused, TokenDead):
        log.warning("the homeserver does not let the old device go, or did so before", device=old.device_id)


def password(config: Config) -> Password | None:
    """How to get at the account's password, if copbot has it."""
    file = config.homeserver.password_file
    return None if file is None else lambda: read_secret(file)


async def entered(config: Config, requests: Requests, device: str | None) -> Session:
    """A session, not kept: with the token that is configured, or by password on a device; None for a new one.

    The requests speak with it from now on. Raises what `session` raises.
    """
    url, user = config.homeserver.url, config.homeserver.user_id
    if config.homeserver.access_token_file is not None:
        token = read_secret(config.homeserver.access_token_file)
        requests.use(token)
        return await sessions.who_am_i(requests, url, user, token)
    assert config.homeserver.password_file is not None  # the configuration has one or the other
    requests.use("")
    found = await sessions.log_in(requests, url, user, read_secret(config.homeserver.password_file), device)
    requests.use(found.access_token)
    return found
