"""A line that lives while something takes long, so that nobody wonders whether anything happens."""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from typing import TextIO

from copbot.demo.wording import Wording

_EVERY_S = 0.25


@contextlib.contextmanager
def progress(out: TextIO, label: str, words: Wording) -> Iterator[None]:
    """Shows `label` with the seconds that have passed; where `out` is no terminal, only when it begins and is over."""
    began = time.monotonic()
    terminal = out.isatty()

    def seconds() -> int:
        return round(time.monotonic() - began)

    async def live() -> None:
        while True:
            print(f"\r\033[K{label} … {seconds()} s", end="", file=out, flush=True)
            await asyncio.sleep(_EVERY_S)

    task = asyncio.get_running_loop().create_task(live()) if terminal else None
    if not terminal:
        print(f"{label} …", file=out, flush=True)
    try:
        yield
    except BaseException:
        if terminal:
            print(file=out, flush=True)
        raise
    else:
        start = "\r\033[K" if terminal else ""
        print(f"{start}{label}: {words('progress.ready', seconds=seconds())}", file=out, flush=True)
    finally:
        if task is not None:
            task.cancel()
