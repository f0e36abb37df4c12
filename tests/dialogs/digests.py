"""What the dialogues about digests share: the digests among what was heard, and weeks that begin on a Monday."""

from collections.abc import Iterable
from datetime import UTC, datetime

from tests.dialogs.stage import Heard, Stage

WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)  # ten in the morning in Amsterdam


def digests(heard: Iterable[Heard]) -> list[Heard]:
    """The messages of kind digest."""
    return [message for message in heard if message.kind == "digest"]


async def until(s: Stage, at: datetime) -> list[Heard]:
    """Time goes by until ``at``; the digests that came."""
    return digests(await s.waits(seconds=(at - s.time).total_seconds()))


def monday(day: int, month: int = 11, hour: int = 11, minute: int = 40) -> datetime:
    """Ten minutes past half past twelve in Amsterdam in winter, by which time every room's digest was sent."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def off(s: Stage, at: datetime) -> None:
    """Time goes by while copbot is down: no alarm rings."""
    s.time = at
