"""How long and why, as an operator reads it. Of what others said only codes get through, never sentences."""

from __future__ import annotations

import re

_CODE = re.compile(r"\b(\d{3})(?: [A-Z][A-Z_]{0,63})?\b")
_KIND = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_MEANINGS = {
    "ClientConnectorError": "nothing answers at the homeserver's address",
    "ClientConnectorDNSError": "the homeserver's name can't be found",
    "ClientConnectorCertificateError": "the homeserver's certificate is not accepted",
    "ClientConnectorSSLError": "no safe connection to the homeserver can be made",
    "ClientOSError": "the connection to the homeserver breaks off",
    "ClientPayloadError": "the homeserver's answers break off",
    "ConnectionResetError": "the connection to the homeserver breaks off",
    "ServerDisconnectedError": "the connection to the homeserver breaks off",
    "ServerTimeoutError": "the homeserver does not answer in time",
    "SocketTimeoutError": "the homeserver does not answer in time",
    "TimeoutError": "the homeserver does not answer in time",
    "M_LIMIT_EXCEEDED": "the homeserver asks for patience (its rate limits)",
    "SQLITE_BUSY": "another program holds the database",
    "SQLITE_CANTOPEN": "the database's files can't be opened",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_IOERR": "the disk gives errors",
    "SQLITE_READONLY": "the database may not be written",
}


def why(code: str) -> str:
    """What a code means: an error's kind, a status of the homeserver's, or a code of the database's."""
    for known in (code, code.partition(":")[0], "_".join(code.split("_")[:2])):
        if known in _MEANINGS:
            return _MEANINGS[known]
    if found := _CODE.search(code):
        if found[1] == "401":
            return f"the homeserver does not take copbot's token for now ({found[0]})"
        if "without a Matrix answer" in code:
            return f"something answers {found[1]} in the homeserver's place"
        return f"the homeserver answers {found[0]}"
    return code if _KIND.fullmatch(code) else "for a reason that has no code"


def span(seconds: float) -> str:
    """A length of time, roughly."""
    seconds = max(seconds, 0.0)
    for limit, unit, name in ((120, 1, "s"), (7200, 60, "min"), (172_800, 3600, "h")):
        if seconds < limit:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds / 86_400:.0f} days"
