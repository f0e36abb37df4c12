"""The meeting, scene by scene. Each scene says what its members do and what they expect of copbot."""

from copbot.demo.scenes import beginning, check_in, ladder
from copbot.demo.stage import Stage
from copbot.demo.verdict import judge


async def play_meeting(stage: Stage) -> int:
    """Plays it all; returns how many messages copbot sent. Raises `UnexpectedError` at the first wrong outcome."""
    await beginning.play(stage)
    await check_in.play(stage)
    await ladder.play(stage)
    return await judge(stage)
