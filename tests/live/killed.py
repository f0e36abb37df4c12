"""copbot's process, for tests: it ends itself at a named moment, or its clock is ahead of everybody's.

``python -m tests.live.killed CONFIG MOMENT NTH [HOURS]``: at the nth passing of the moment it sends itself SIGKILL.
"""

import asyncio
import os
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

from copbot.app import now, run
from copbot.config import load
from copbot.core.failures import Failure
from copbot.logs import configure


def main(arguments: list[str]) -> int:
    """Run copbot; returns the exit code of the command line if it ends by itself."""
    file, moment, nth, *hours = arguments
    config = load(Path(file))
    configure(config.log.format, config.log.level)
    ahead = timedelta(hours=float(hours[0]) if hours else 0.0)
    passings = 0

    def checkpoint(passed: str) -> None:
        nonlocal passings
        if passed == moment:
            passings += 1
            if passings == int(nth):
                os.kill(os.getpid(), signal.SIGKILL)

    def clock() -> datetime:
        return now() + ahead

    def announce() -> None:
        sys.stdout.write("ready\n")
        sys.stdout.flush()

    try:
        asyncio.run(run(config, announce, checkpoint, clock))
    except Failure as failure:
        sys.stderr.write(f"{failure}\n")
        return failure.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
