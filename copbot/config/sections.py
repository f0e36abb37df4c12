"""The sections of the configuration file and what each key may hold.

Every key has a description, shown when it is missing, and every sentence that a check raises says what is wrong *and*
what would be right: who runs copbot is often not who wrote it.
"""

from __future__ import annotations

import os
import re
from datetime import time
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    ValidationInfo,
)

from copbot.config.addresses import homeserver_address, host_and_port
from copbot.core.records import Settings
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


def _somebody(value: tuple[str, ...]) -> tuple[str, ...]:
    if not value:
        raise ValueError(
            'must not be empty, or nobody can bring copbot into a room; for instance ["*:example.org"]'
        )
    return value


def _loopback(value: str) -> str:
    host_and_port(value)
    return value


def _zone(value: str) -> str:
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


def _digest(value: str) -> str:
    try:
        return str(weekly(value.strip().lower()) or "off")
    except ValueError:
        raise ValueError('must be a day and a time, as in "mon 12:30", or "off"') from None


def _quiet(value: str) -> str:
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


def _prefix(value: str) -> str:
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


class Section(BaseModel):
    """A table of the file: frozen, and closed to keys that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Homeserver(Section):
    """Where copbot's account lives and how it gets in."""

    url: Annotated[str, AfterValidator(homeserver_address)] = Field(
        description="the address of your homeserver", examples=["https://matrix.example.org"]
    )
    user_id: UserId = Field(
        description="the account that copbot logs in with", examples=["@copbot:example.org"]
    )
    password_file: FilePath | None = Field(
        default=None, description="a file that holds the account's password", examples=["secrets/password"]
    )
    access_token_file: FilePath | None = Field(
        default=None,
        description="instead of a password: a file that holds an access token",
        examples=["secrets/token"],
    )

    @property
    def readable_on_the_way(self) -> bool:
        """Whether what is sent to the homeserver crosses a network without TLS."""
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        if parts.scheme == "https" or host == "localhost" or host.endswith(".localhost"):
            return False
        try:
            return not ip_address(host).is_loopback
        except ValueError:
            return True


class Distress(Section):
    """Where to turn in distress, shown by help, per language; None means copbot's own words."""

    nl: Sentence | None = Field(
        default=None, description="in Dutch", examples=["Bel je huisarts, 113 of 112."]
    )
    en: Sentence | None = Field(
        default=None, description="in English", examples=["Call your doctor, 113 or 112."]
    )


class Bot(Section):
    """Who runs copbot, where it keeps things, and how it behaves in a room that has not chosen for itself."""

    data_dir: FilePath = Field(
        description="the folder for the database, the keys and the lock", examples=["data"]
    )
    operator: OneLine = Field(
        description="who runs this copbot; members read it in the notice", examples=["Stichting Voorbeeld"]
    )
    contact: OneLine = Field(
        description="where members can reach who runs it; they read it in the notice",
        examples=["privacy@voorbeeld.example"],
    )
    language: Literal["nl", "en"] = Field(default="nl", description="a new room's language")
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        default="Europe/Amsterdam", description="a new room's time zone, by its IANA name"
    )
    quiet: Annotated[str, AfterValidator(_quiet)] = Field(
        default="21:00-08:00", description="a new room's quiet hours, in its local time"
    )
    prefix: Annotated[str, AfterValidator(_prefix)] = Field(
        default="!", description="what stands before a command"
    )
    turn_minutes: Minutes = Field(default=5, description="how long a turn in a round lasts, in minutes")
    join_minutes: Minutes = Field(default=5, description="how long people can step into a round, in minutes")
    digest: Annotated[str, AfterValidator(_digest)] = Field(
        default="mon 12:30", description="when a new room's weekly digest comes, in its local time, or off"
    )
    threads: StrictBool = Field(default=False, description="whether a new room's rounds run in a thread")
    distress: Distress = Field(default=Distress(), description="where to turn in distress, per language")

    def for_new_rooms(self) -> Settings:
        """The settings that a room has until it chooses its own."""
        return Settings(
            language=self.language,
            timezone=self.timezone,
            quiet=self.quiet,
            threads=self.threads,
            digest=self.digest,
            turn_minutes=self.turn_minutes,
            join_minutes=self.join_minutes,
        )


class Access(Section):
    """Who may bring copbot into a room, and who there is no person."""

    invite_from: Annotated[tuple[Inviter, ...], AfterValidator(_somebody)] = Field(
        description="who may bring copbot into a room: user ids, or *:server for everybody on a server",
        examples=[["*:example.org"]],
    )
    bots: tuple[UserId, ...] = Field(default=(), description="other bots, which get no turn in a round")
    invites_per_hour: Annotated[StrictInt, Field(ge=1, le=10_000)] = Field(
        default=60, description="how many invitations are taken in an hour; later ones wait"
    )


class Rituals(Section):
    """The scripts of rituals, beside those that copbot brings."""

    folder: FilePath | None = Field(
        default=None, description="a folder with scripts of your own", examples=["rituals"]
    )


class Log(Section):
    """What copbot writes to standard error."""

    format: Literal["console", "json"] = Field(default="console", description="for people or for machines")
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="the least that is told"
    )


class Http(Section):
    """The monitor's port; closed unless an address is given."""

    listen: Annotated[str, AfterValidator(_loopback)] | None = Field(
        default=None,
        description="where health and metrics can be asked for, on this machine only",
        examples=["127.0.0.1:9464"],
    )

    @property
    def address(self) -> tuple[str, int] | None:
        """Host and port, if there is to be one."""
        return None if self.listen is None else host_and_port(self.listen)


class Config(Section):
    """The whole file. Paths are absolute once read; what is not written has its default."""

    homeserver: Homeserver
    bot: Bot
    access: Access
    rituals: Rituals = Rituals()
    log: Log = Log()
    http: Http = Http()
