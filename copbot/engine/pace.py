"""How much of what nobody waits for may go at once, so that a homeserver which is busy with it answers nobody late.

A homeserver does one thing after another. While somebody waits for an answer nothing of it begins, and after the answer there is a
pause, for who goes on at once. Where people are about it goes one at a time, with a pause behind each. How long the pauses are
follows from how long the homeserver took: a slow one is given longer ones.
"""

from __future__ import annotations

from datetime import datetime, timedelta

BEHIND = 4  # at once, as long as nobody is about
BESIDE_PEOPLE = 1  # the same while people are
ABOUT = timedelta(seconds=5)  # that long after an answer they are
LONGEST_BREATH = timedelta(seconds=1)
AFTER_ANSWERS = 4  # times as long as sending it took: whoever was answered may ask again
LONGEST_HUSH = timedelta(seconds=3)  # without any of it, because somebody waits: then one goes all the same


class Pace:
    """Knows when people were answered last, and how long the homeserver took. Times are UTC; a clock put back ends all pauses."""

    def __init__(self) -> None:
        self._answered: datetime | None = None  # when something was last sent that somebody waited for
        self._breath: datetime | None = None  # until when nothing begins beside people
        self._hushed: datetime | None = None  # since when nothing begins because somebody waits
        self.more = False
        """Whether there is more of what nobody waits for."""

    def room(self, now: datetime, *, waited_for: bool) -> int:
        """How many may be under way at once; ``waited_for``: somebody waits for copbot now."""
        if not self.more:
            self._hushed = None
        if waited_for:
            self._hushed = now if self._hushed is None else self._hushed
            return 0 if self._hush(now) else BESIDE_PEOPLE
        if self._answered is None or abs(now - self._answered) >= ABOUT:
            return BEHIND
        return 0 if self._breathing(now) else BESIDE_PEOPLE

    def began(self, now: datetime, *, waited_for: bool) -> None:
        """Something is being sent."""
        if waited_for:
            self._answered = now
        else:
            self._hushed = None

    def ended(self, began: datetime, now: datetime, *, waited_for: bool) -> None:
        """It was sent, or could not be."""
        took = (now - began) * (AFTER_ANSWERS if waited_for else 1)
        until = now + min(took, LONGEST_BREATH)
        self._breath = until if self._breath is None or not self._breathing(now) else max(self._breath, until)

    def left(self, now: datetime, *, waited_for: bool) -> float:
        """Seconds until more may go; 0 when no pause lasts, or nothing waits for its end."""
        if not self.more:
            return 0.0
        return self._hush(now) if waited_for else self._breathing(now)

    def _breathing(self, now: datetime) -> float:
        left = self._breath - now if self._breath is not None else timedelta()
        return max(left.total_seconds(), 0.0) if left <= LONGEST_BREATH else 0.0

    def _hush(self, now: datetime) -> float:
        left = self._hushed + LONGEST_HUSH - now if self._hushed is not None else timedelta()
        return max(left.total_seconds(), 0.0) if left <= LONGEST_HUSH else 0.0
