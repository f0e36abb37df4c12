"""After the play: who watched may go on as one of the members, here or in any Matrix client."""

import asyncio
import contextlib
import signal
import unicodedata
from collections.abc import Callable, Iterator

import aiohttp

from copbot.demo.expectations import UnexpectedError
from copbot.demo.prompt import Prompt
from copbot.demo.stage import Player, Stage
from copbot.demo.wire import MatrixError

_TO_COPBOT = ("copbot:", "copbot,")


async def go_on(stage: Stage, url: str, prompt: Prompt, terminal: int) -> None:
    """Lets the person at the terminal with this file descriptor talk until they end it. `url` is the homeserver's."""
    words, tell = stage.words, stage.screen.tell
    who = stage.players[0]
    tell("\n" + words("afterwards.address", url=url), "bold")
    for player in stage.players:
        tell("  " + words("afterwards.login", account=player.user_id, password=player.password))
    tell(words("afterwards.how", name=who.name))
    tell(words("afterwards.example"), "dim")
    stage.screen.aside = prompt.aside
    with _interrupt(prompt.end), prompt.on(terminal):
        while True:
            prompt.label = f"{who.name}> "
            line = await prompt.line()
            if not line:
                break
            other = stage.named(line.rstrip(":"))
            if other is not None:
                who = other
                tell(words("afterwards.now", name=who.name), "dim")
                continue
            try:
                await _send(stage, who, line)
            except (MatrixError, aiohttp.ClientError, TimeoutError) as error:
                tell(words("afterwards.refused", why=error), "red")
            except UnexpectedError as error:
                tell(str(error), "red")


async def _send(stage: Stage, who: Player, line: str) -> None:
    if line.lower().startswith(_TO_COPBOT):
        if who.private is None:
            await stage.opens_private_chat(who)
        assert who.private is not None
        await who.member.say(who.private, line[len(_TO_COPBOT[0]) :].strip())
        return
    if is_emoji(line):
        found = stage.newest(who)
        if found is not None:
            await who.member.react(*found, line)
        return
    if line.isdecimal() or line.startswith(">"):
        found = stage.newest(who, of=stage.copbot)
        if found is None:
            stage.screen.tell(stage.words("afterwards.nothing", name=who.name), "dim")
            return
        room, event = found
        await who.member.say(room, line.removeprefix(">").strip(), reply_to=event)
        return
    await who.member.say(stage.room, line)


def is_emoji(line: str) -> bool:
    """Whether the line is one emoji and nothing else."""
    kinds = {unicodedata.category(sign) for sign in line}
    return len(line) <= 8 and "So" in kinds and kinds <= {"So", "Sk", "Mn", "Cf"}


@contextlib.contextmanager
def _interrupt(act: Callable[[], None]) -> Iterator[None]:
    """Meanwhile Ctrl-C ends the typing in order; the meeting was played."""
    loop = asyncio.get_running_loop()
    before = signal.getsignal(signal.SIGINT)
    loop.add_signal_handler(signal.SIGINT, act)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        signal.signal(signal.SIGINT, before)
