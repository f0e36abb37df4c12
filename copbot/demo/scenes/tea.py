"""A reminder, in real time: asked for before other things, so that it comes due while they go on.

The shortest time that can be asked for is a minute. So where nobody watches, or who does is in a hurry, the next full minute on the
clock is asked for, if that is not too near.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from copbot.demo.expectations import Expected, UnexpectedError
from copbot.demo.scenes.outcomes import reply, told
from copbot.demo.stage import BOUND_S, Stage
from copbot.demo.wire import JsonObject

A_MINUTE = timedelta(minutes=1)
TOO_NEAR = timedelta(seconds=8)
"""A clock time nearer than this may have passed on a busy machine before copbot reads it, and would be tomorrow's."""
_WORTH_TELLING_S = 2.0


@dataclass(frozen=True, slots=True)
class Kettle:
    """What was asked for: by which event, and about when it comes (aware)."""

    asked: str
    due: datetime


async def put_on(stage: Stage, zone: str) -> Kettle:
    """Karin asks for it; `zone` is the room's time zone."""
    words, host = stage.words, stage["Karin"]
    stage.screen.scene(words("scenes.tea"))
    now = datetime.now(ZoneInfo(zone))
    due = now + A_MINUTE
    when = words("lines.in_a_minute")
    if stage.pace.hurried and (full := next_minute(now)) - now >= TOO_NEAR:
        due, when = full, words("lines.at_clock", clock=f"{full:%H:%M}")
    asked = await stage.asks(host, words("lines.remind", when=when))
    await stage.expects(reply("the reminder to be set", asked, "remind"), after=asked)
    return Kettle(asked, due)


async def ready(stage: Stage, kettle: Kettle) -> None:
    """It comes due, unless it did already, and rings for who asked for it."""
    words, host = stage.words, stage["Karin"]
    left = (kettle.due - datetime.now(UTC)).total_seconds()
    if left > _WORTH_TELLING_S:
        stage.screen.tell("\n" + words("progress.tea", seconds=round(left)), "dim")
    reminder = await stage.expects(
        Expected(
            "the reminder to come due",
            kind="reminder",
            fields={"reminder": 1, "late": False},
            mentions=(host.user_id,),
        ),
        after=kettle.asked,
        within=max(left, 0.0) + BOUND_S,
    )
    _check_time(reminder)
    await stage.says(stage["Ahmed"], words("lines.pours"))
    await stage.says(stage["Joost"], words("lines.leaves"))


def next_minute(now: datetime) -> datetime:
    """The next full minute on the clock."""
    return now.replace(second=0, microsecond=0) + A_MINUTE


def _check_time(reminder: JsonObject) -> None:
    """It must not come before its time."""
    due = datetime.fromisoformat(told(reminder)["due"])
    came = datetime.fromtimestamp(reminder["origin_server_ts"] / 1000, UTC)
    if came < due:
        raise UnexpectedError(
            f"the reminder not to come before {due}", f"it came at {came.astimezone(due.tzinfo)}"
        )
