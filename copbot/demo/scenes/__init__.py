"""The meeting, scene by scene. Each scene says what its members do and what they expect of copbot."""

from copbot.demo.scenes import beginning, check_in, ladder, poll, tea, week
from copbot.demo.stage import Stage
from copbot.demo.verdict import judge


async def play_meeting(stage: Stage, zone: str) -> int:
    """Plays it all in a room of time zone `zone`; returns how many messages copbot sent.

    Raises `UnexpectedError` at the first wrong outcome.
    """
    await beginning.play(stage)
    await check_in.play(stage)
    kettle = await tea.put_on(stage, zone)
    await ladder.play(stage)
    await poll.play(stage)
    await tea.ready(stage, kettle)
    await week.play(stage)
    return await judge(stage)
