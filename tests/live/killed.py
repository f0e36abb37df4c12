"""copbot's process, for tests: it ends itself at a named moment, its clock is ahead of everybody's, or it stands by.

``python -m tests.live.killed CONFIG MOMENT NTH [--ahead HOURS] [--patience SECONDS] [--standby] [--travel FILE] [--doom FILE]``:
at the nth passing of the moment it sends itself SIGKILL. What is late for longer than its patience it tells as failing. Standing
by it says ``waiting`` and begins when the copbot before it has ended, however that happened. With a file to travel, the clock of
its system is what that says: see ``travelled``. With a file of doom, SIGUSR2 makes the next passing of the moment in it the last.
"""

import argparse
import asyncio
import fcntl
import os
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

from copbot.app import now, run
from copbot.config import load
from copbot.core.failures import Failure
from copbot.engine.registry import discover
from copbot.logs import configure
from copbot.monitor.diagnosis import PATIENCE
from tests.live import travelled


def main(arguments: list[str]) -> int:
    """Run copbot; returns the exit code of the command line if it ends by itself."""
    parser = argparse.ArgumentParser()
    parser.add_argument("config", type=Path)
    parser.add_argument("moment")
    parser.add_argument("nth", type=int)
    parser.add_argument("--ahead", type=float, default=0.0)
    parser.add_argument("--patience", type=float, default=PATIENCE)
    parser.add_argument("--standby", action="store_true")
    parser.add_argument("--travel", type=Path)
    parser.add_argument("--doom", type=Path)
    given = parser.parse_args(arguments)
    if given.travel is not None:
        travelled.begin(given.travel)
    config = load(given.config)
    configure(config.log.format, config.log.level)
    ahead = timedelta(hours=given.ahead)
    moment, left = given.moment, given.nth

    def doomed(*_: object) -> None:
        nonlocal moment, left
        moment, left = given.doom.read_text(), 1

    if given.doom is not None:
        signal.signal(signal.SIGUSR2, doomed)

    def checkpoint(passed: str) -> None:
        nonlocal left
        if passed == moment:
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    def clock() -> datetime:
        return now() + ahead

    if given.standby:
        discover()  # everything is loaded before its turn comes
        _say("waiting")
        _wait_for(config.bot.data_dir / "lock")
    try:
        asyncio.run(run(config, lambda: _say("ready"), checkpoint, clock, given.patience))
    except Failure as failure:
        sys.stderr.write(f"{failure}\n")
        return failure.exit_code
    return 0


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _wait_for(lock: Path) -> None:
    with lock.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
