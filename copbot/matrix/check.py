"""Questions to the homeserver for ``copbot check``: does it answer, does it know us, may we speak fast, is its clock ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp

from copbot.core.failures import HomeserverUnreachable, LoginRefused, TokenDead
from copbot.engine.ports import Unsent
from copbot.matrix.http import Refused, Requests
from copbot.matrix.session import Session, who_am_i

CLOCK_SLACK = 60.0  # seconds that two clocks may differ
EASY_RATE = 5.0  # messages a second below which a whole round gets slow


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``ok`` is None for a note; ``mend`` says what to do."""

    ok: bool | None
    subject: str
    sentence: str
    mend: str | None = None


async def reachable(requests: Requests, url: str) -> Finding:
    """Whether a homeserver answers."""
    try:
        answer = await requests.request("GET", "versions", base="/_matrix/client")
    except (Unsent, Refused):
        return Finding(
            False,
            "homeserver",
            f"no homeserver answers at {url}",
            "Is it running, and is homeserver.url right?",
        )
    versions = answer.get("versions")
    newest = versions[-1] if isinstance(versions, list) and versions else "an unknown version"
    return Finding(True, "homeserver", f"{url} answers and speaks Matrix up to {newest}")


async def account(requests: Requests, url: str, user_id: str, session: Session | None) -> Sequence[Finding]:
    """Whether the kept session is good, and what the account may."""
    if session is None:
        mend = "copbot run logs in by itself; or run copbot login now."
        return [Finding(None, "account", "there is no session yet", mend)]
    requests.use(session.access_token)
    try:
        found = await who_am_i(requests, url, user_id, session.access_token)
    except TokenDead:
        mend = "Run copbot login, or put a new token in access_token_file."
        return [Finding(False, "account", "the homeserver no longer knows the access token", mend)]
    except (LoginRefused, HomeserverUnreachable) as failure:
        return [Finding(False, "account", str(failure))]
    return [
        Finding(True, "account", f"{found.user_id} is known, device {found.device_id}"),
        await _rate(requests, user_id),
    ]


async def _rate(requests: Requests, user_id: str) -> Finding:
    """What limits hold for the account, where it may ask: only administrators may on Synapse."""
    try:
        found = await requests.request(
            "GET", "users", user_id, "override_ratelimit", base="/_synapse/admin/v1"
        )
    except (Refused, Unsent):
        return Finding(
            None,
            "rate limits",
            "the homeserver does not say which limits hold for copbot; by default Synapse lets a user send one message in five "
            "seconds after the first ten, which makes a round with many people slow",
            f"Ask its administrator for an override_ratelimit for {user_id}; docs/operators.md says how.",
        )
    rate = found.get("messages_per_second")
    if rate == 0 or (isinstance(rate, int | float) and rate >= EASY_RATE):
        return Finding(True, "rate limits", "none that slow copbot down")
    return Finding(
        False,
        "rate limits",
        "the limits of an ordinary user hold for copbot",
        "Set an override_ratelimit; docs/operators.md says how.",
    )


async def clock(url: str, now: datetime) -> Finding:
    """Whether our clock and the homeserver's agree to the minute."""
    try:
        timeout = aiohttp.ClientTimeout(total=10)
        async with (
            aiohttp.ClientSession(timeout=timeout) as http,
            http.get(f"{url}/_matrix/client/versions") as answer,
        ):
            theirs = parsedate_to_datetime(answer.headers["Date"])
    except (aiohttp.ClientError, TimeoutError, OSError, KeyError, ValueError):
        return Finding(None, "clock", "the homeserver does not tell its time")
    apart = abs((now - theirs).total_seconds())
    if apart > CLOCK_SLACK:
        return Finding(
            False,
            "clock",
            f"it differs {apart:.0f} seconds from the homeserver's",
            "Set both by a time server (NTP).",
        )
    return Finding(True, "clock", "agrees with the homeserver's")
