"""The session: who copbot is on the homeserver, kept so that its device stays the same for life."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import structlog

from copbot.core.failures import HomeserverUnreachable, LoginRefused
from copbot.engine.ports import Unsent
from copbot.matrix.http import Refused, Requests

FILE = "session.json"
DEVICE_NAME = "copbot"
log = structlog.get_logger("copbot")


@dataclass(frozen=True, slots=True)
class Session:
    """An access token with the account and device that it belongs to."""

    user_id: str
    device_id: str
    access_token: str


def stored(folder: Path, user_id: str) -> Session | None:
    """The session kept in the data folder, if it is this user's."""
    try:
        found = Session(**json.loads((folder / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return found if found.user_id == user_id else None


def store(folder: Path, session: Session) -> None:
    """Keep the session, readable by copbot's own user only; the file is whole or not there."""
    draft = folder / f"{FILE}.new"
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(session), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / FILE)


async def log_in(requests: Requests, url: str, user_id: str, password: str, device_id: str | None) -> Session:
    """Log in with a password, on the earlier device if there was one. Raises LoginRefused, HomeserverUnreachable."""
    body = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": user_id},
        "password": password,
        "initial_device_display_name": DEVICE_NAME,
    }
    if device_id is not None:
        body["device_id"] = device_id
    try:
        answer = await requests.request("POST", "login", body=body)
    except Unsent as trouble:
        raise HomeserverUnreachable(url) from trouble
    except Refused as refusal:
        raise LoginRefused(
            f"The homeserver does not let {user_id} in ({refusal.code}). "
            "Is homeserver.user_id right, and the password in homeserver.password_file?"
        ) from refusal
    found = [answer.get(name) for name in ("user_id", "device_id", "access_token")]
    if not all(isinstance(value, str) for value in found):
        raise HomeserverUnreachable(url)
    return Session(*map(str, found))


async def who_am_i(requests: Requests, url: str, user_id: str, token: str) -> Session:
    """The session that an access token belongs to. Raises LoginRefused, HomeserverUnreachable, TokenDead."""
    try:
        answer = await requests.request("GET", "account", "whoami")
    except Unsent as trouble:
        raise HomeserverUnreachable(url) from trouble
    except Refused as refusal:
        raise LoginRefused(f"The homeserver refuses the access token ({refusal.code}).") from refusal
    if answer.get("user_id") != user_id:
        raise LoginRefused(
            f"The access token belongs to {answer.get('user_id')}, but homeserver.user_id is {user_id}. Make them agree."
        )
    return Session(user_id, str(answer.get("device_id", "")), token)


async def unnotified(requests: Requests) -> None:
    """Have the homeserver note no notifications for copbot: it would for every message of every room, and nobody looks at them.

    A homeserver that does not do so goes on as it did. Raises TokenDead.
    """
    rule = ("pushrules", "global", "override", ".m.rule.master", "enabled")
    try:
        await requests.request("PUT", *rule, body={"enabled": True})
    except (Unsent, Refused) as trouble:
        log.info("the homeserver goes on noting notifications for copbot", why=str(trouble))
