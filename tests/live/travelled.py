"""The clock of a process's own system is another than everybody's, and may jump while it runs.

Not copbot's idea of the time is changed, but what the system tells it: ``time.time``, ``datetime.now`` and all that is made of
them, in copbot and in every library. Seconds go by as ever, and the clock that only counts them is left alone.
"""

from __future__ import annotations

import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine


def begin(file: Path) -> None:
    """From now on the system's clock is as many seconds ahead as the file says; it is read anew at every SIGUSR1."""
    signal.signal(signal.SIGUSR1, lambda *_: _Travel.to(float(file.read_text())))
    _Travel.to(float(file.read_text()))


class _Travel:
    present: time_machine.travel | None = None

    @classmethod
    def to(cls, seconds: float) -> None:
        if cls.present is not None:
            cls.present.stop()
        cls.present = time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True)
        cls.present.start()
