"""What single keys of the configuration may hold: each check says what is wrong and what would be right."""

from __future__ import annotations

import os
import re
from datetime import time
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, StrictInt, ValidationInfo

from copbot.config.addresses import host_and_port
from copbot.digests.weekly import weekly

SERVER = r"(?:\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?)(?::\d{1,5})?"
_USER = re.compile(rf"@[^@:\s]+:{SERVER}")
_WHOLE_SERVER = re.compile(rf"\*:{SERVER}")
_SPAN = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})")
_CREDENTIALS = re.compile(r"\$(?:CREDENTIALS_DIRECTORY|\{CREDENTIALS_DIRECTORY\})/")


def _user_id(value: str) -> str:
    if len(value.encode()) > 255:
        raise ValueError("is longer than the 255 bytes that Matrix allows a user id")
    if not _USER.fullmatch(value):
        name = value.removeprefix("@").partition(":")[0].strip() or "copbot"
        example = f"@{name}:example.org" if re.fullmatch(r"[\w.=/+-]+", name) else "@copbot:example.org"
        raise ValueError(f'is no Matrix user id; write the name and the server, as in "{example}"')
    return value


def _inviter(value: str) -> str:
    if _WHOLE_SERVER.fullmatch(value) or _USER.fullmatch(value):
        if value.startswith("@*"):
            raise ValueError(f'for everybody on a server, leave out the @: "{value.removeprefix("@")}"')
        return value
    if value in {"*", "*:*", "@*:*"}:
        raise ValueError('would let in every server there is; name them one by one, as in "*:example.org"')
    raise ValueError('is neither a user id ("@anna:example.org") nor a whole server ("*:example.org")')


def somebody(value: tuple[str, ...]) -> tuple[str, ...]:
    """At least one who may invite. Raises ValueError."""
    if not value:
        raise ValueError(
            'must not be empty, or nobody can bring copbot into a room; for instance ["*:example.org"]'
        )
    return value


def loopback(value: str) -> str:
    """A host and a port. Raises ValueError."""
    host_and_port(value)
    return value


def time_zone(value: str) -> str:
    """The IANA name of a time zone. Raises ValueError."""
    try:
        ZoneInfo(value)
    except (OSError, ValueError, KeyError):
        raise ValueError(f'is no time zone; write its IANA name, as in "{_nearest_zone(value)}"') from None
    return value


def _nearest_zone(value: str) -> str:
    from difflib import get_close_matches
    from zoneinfo import available_timezones

    by_name = {zone.lower(): zone for zone in sorted(available_timezones()) if "/" in zone}
    by_name |= {zone.rpartition("/")[2]: whole for zone, whole in by_name.items()}
    found = get_close_matches(value.lower(), by_name, n=1)
    return by_name[found[0]] if found else "Europe/Amsterdam"


def digest_time(value: str) -> str:
    """A weekday and a clock time, or "off". Raises ValueError."""
    try:
        return str(weekly(value.strip().lower()) or "off")
    except ValueError:
        raise ValueError('must be a day and a time, as in "mon 12:30", or "off"') from None


def quiet_hours(value: str) -> str:
    """Two clock times with a dash between. Raises ValueError."""
    found = _SPAN.fullmatch(value.strip())
    try:
        if found is None:
            raise ValueError
        start, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    except ValueError:
        raise ValueError('must be two clock times, as in "21:00-08:00"') from None
    if start == end:
        raise ValueError("begins and ends at the same moment; take two different times")
    return f"{start:%H:%M}-{end:%H:%M}"


def command_prefix(value: str) -> str:
    """What may stand before a command. Raises ValueError."""
    if not 1 <= len(value) <= 8 or any(sign.isspace() or not sign.isprintable() for sign in value):
        raise ValueError('must be one to eight signs without spaces, as in "!"')
    if value[-1].isalnum():
        raise ValueError(
            f'must not end in a letter or digit, or it runs into the word after it; "{value}!" would do'
        )
    if value[0] in "/@#":
        raise ValueError('cannot begin with / @ or #, which mean something else in a chat; "!" would do')
    return value


def _line(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    if not value.isprintable():
        raise ValueError("must be one line of text")
    return value.strip()


def resolved(value: str, base: Path) -> Path:
    """Where `value` points: from `base`, unless it is absolute or a systemd credential. Raises ValueError."""
    if not value.strip() or "\0" in value:
        raise ValueError("must name a file or folder")
    if found := _CREDENTIALS.match(value):
        folder = os.environ.get("CREDENTIALS_DIRECTORY")
        if not folder:
            raise ValueError(
                "names a systemd credential, but $CREDENTIALS_DIRECTORY is not set; let systemd start copbot"
            )
        return Path(folder) / value[found.end() :]
    return base / value


def _path(value: Any, info: ValidationInfo) -> Any:
    return resolved(value, (info.context or {}).get("base", Path())) if isinstance(value, str) else value


UserId = Annotated[str, AfterValidator(_user_id)]
Inviter = Annotated[str, AfterValidator(_inviter)]
OneLine = Annotated[str, Field(max_length=200), AfterValidator(_line)]
Sentence = Annotated[str, Field(max_length=300), AfterValidator(_line)]
FilePath = Annotated[Path, BeforeValidator(_path)]
Minutes = Annotated[StrictInt, Field(ge=1, le=120)]
