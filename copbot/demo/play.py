"""The demo: a real homeserver, copbot as its own process, and four members who play one whole meeting in an encrypted room.

What they expect of copbot is checked by their own clients while it appears on the screen; afterwards the person who
watches may go on as one of them.
"""

import asyncio
import contextlib
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import TextIO
from zoneinfo import ZoneInfo

from copbot.demo.afterwards import go_on
from copbot.demo.daemon import Daemon, DaemonError
from copbot.demo.encrypted import EncryptedMember
from copbot.demo.expectations import UnexpectedError
from copbot.demo.homeserver import Homeserver, HomeserverError
from copbot.demo.pace import Pace
from copbot.demo.progress import progress
from copbot.demo.prompt import Prompt
from copbot.demo.scenes import play_meeting
from copbot.demo.screen import Screen
from copbot.demo.stage import Player, Stage
from copbot.demo.wording import Wording

ZONE = "Europe/Amsterdam"
QUIET = ("21:00-08:00", "03:00-05:00", "12:00-13:00")
CAST = ("Karin", "Ahmed", "Els", "Joost")
"""Who plays. Karin is the host; nobody of them exists."""


def play(language: str, once: bool, out: TextIO, *, bot: Mapping[str, object] | None = None) -> bool:
    """Plays one meeting in `language` ('nl' or 'en') on `out`; returns whether every expected outcome was seen.

    Without `once` the terminal on standard input may go on afterwards. `bot` are further keys for the section of that name
    in copbot's configuration. Raises KeyboardInterrupt when it is stopped by Ctrl-C or a signal, after clearing away.
    """
    try:
        return asyncio.run(_Demo(language, out, dict(bot or {})).run(once))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


class _Demo:
    """What one run of the demo holds on to."""

    def __init__(self, language: str, out: TextIO, bot: dict[str, object]) -> None:
        self._out = out
        self._words = Wording(language)
        self._screen = Screen(out, self._words)
        self._bot = {
            "language": language,
            "timezone": ZONE,
            "quiet": awake(datetime.now(ZoneInfo(ZONE))),
            **bot,
        }
        self._terminal = sys.stdin.fileno() if self._screen.terminal and sys.stdin.isatty() else None

    async def run(self, once: bool) -> bool:
        with _stopped_by_signals():
            try:
                async with self._opened() as (url, stage):
                    await self._play(stage)
                    if not once:
                        prompt = Prompt(self._out, editing=self._screen.terminal)
                        await go_on(stage, url, prompt, sys.stdin.fileno())
            except UnexpectedError as error:
                self._screen.tell(f"\n{error}", "bold red")
                return False
            except (HomeserverError, DaemonError) as error:
                self._screen.tell(str(error), "red")
                return False
            else:
                self._screen.tell(self._words("scenes.ended"))
                return True

    async def _play(self, stage: Stage) -> None:
        pace = stage.pace
        with pace.skipped_by_enter(self._terminal):
            if self._terminal is not None:
                self._screen.tell(self._words("progress.skip"), "dim")
            count = await play_meeting(stage, ZONE)
        self._screen.tell("\n" + self._words("scenes.correct", messages=count), "bold")

    @contextlib.asynccontextmanager
    async def _opened(self) -> AsyncIterator[tuple[str, Stage]]:
        """The homeserver's address and the stage with everybody on it; in the end all is cleared away."""
        words = self._words
        async with contextlib.AsyncExitStack() as stack:
            with progress(self._out, words("progress.homeserver"), words):
                homeserver = await stack.enter_async_context(Homeserver())
            with progress(self._out, words("progress.accounts"), words):
                players = [await self._player(stack, homeserver, name) for name in CAST]
                password = secrets.token_urlsafe(16)
                user = await homeserver.register("copbot", password)
            with progress(self._out, words("progress.copbot"), words):
                daemon = await stack.enter_async_context(Daemon(homeserver.url, user, password, self._bot))
            pace = Pace(watched=self._screen.terminal)
            stage = Stage(user, players, self._screen, words, pace, daemon.trouble)
            await stack.enter_async_context(stage.watched())
            yield homeserver.url, stage

    @staticmethod
    async def _player(stack: contextlib.AsyncExitStack, homeserver: Homeserver, name: str) -> Player:
        account, password = name.lower(), secrets.token_hex(4)
        await homeserver.register(account, password)
        member = await stack.enter_async_context(EncryptedMember(homeserver.url))
        await member.login(account, password)
        await member.set_display_name(name)
        return Player(name, account, password, member)


def awake(now: datetime) -> str:
    """Quiet hours that do not hold back what copbot says by itself now or within the hour; the usual ones by day."""
    return next(hours for hours in QUIET if not any(_within(now + timedelta(hours=n), hours) for n in (0, 1)))


def _within(moment: datetime, hours: str) -> bool:
    begin, end = (time.fromisoformat(clock) for clock in hours.split("-"))
    clock = moment.time()
    return begin <= clock < end if begin < end else not end <= clock < begin


@contextlib.contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """SIGTERM and a closed terminal end the demo in order, as Ctrl-C does."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    assert task is not None
    signals = (signal.SIGTERM, signal.SIGHUP)
    for number in signals:
        loop.add_signal_handler(number, task.cancel)
    try:
        yield
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
