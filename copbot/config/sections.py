"""The sections of the configuration file and their keys.

Every key has a description, shown when it is missing, and every sentence that a check raises says what is wrong *and*
what would be right: who runs copbot is often not who wrote it.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt

from copbot.config.addresses import homeserver_address, host_and_port
from copbot.config.values import (
    FilePath,
    Inviter,
    Minutes,
    OneLine,
    Sentence,
    UserId,
    command_prefix,
    digest_time,
    loopback,
    quiet_hours,
    somebody,
    time_zone,
)
from copbot.core.records import Settings


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
    timezone: Annotated[str, AfterValidator(time_zone)] = Field(
        default="Europe/Amsterdam", description="a new room's time zone, by its IANA name"
    )
    quiet: Annotated[str, AfterValidator(quiet_hours)] = Field(
        default="21:00-08:00", description="a new room's quiet hours, in its local time"
    )
    prefix: Annotated[str, AfterValidator(command_prefix)] = Field(
        default="!", description="what stands before a command"
    )
    turn_minutes: Minutes = Field(default=5, description="how long a turn in a round lasts, in minutes")
    join_minutes: Minutes = Field(default=5, description="how long people can step into a round, in minutes")
    digest: Annotated[str, AfterValidator(digest_time)] = Field(
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

    invite_from: Annotated[tuple[Inviter, ...], AfterValidator(somebody)] = Field(
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

    listen: Annotated[str, AfterValidator(loopback)] | None = Field(
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
