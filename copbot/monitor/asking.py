"""Asking a running copbot how it is, for ``copbot check``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PATIENCE = 5.0  # seconds
LARGEST = 100_000  # bytes of an answer


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard. ``ok`` is None for a note; ``mend`` says what to do."""

    ok: bool | None
    sentence: str
    mend: str | None = None


async def ask(host: str, port: int, *, runs: bool) -> Heard:
    """What the monitor's port says; ``runs`` tells whether copbot holds its data folder now."""
    import aiohttp

    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        async with (
            aiohttp.ClientSession(timeout=timeout) as http,
            http.get(f"http://{where}/health", allow_redirects=False) as answer,
        ):
            told = _told(await answer.content.read(LARGEST))
    except aiohttp.ClientConnectorError:
        return _silent(where, runs=runs)
    except (aiohttp.ClientError, TimeoutError, OSError):
        told = None
    if told is None or not runs:
        mend = "Choose another port in [http] listen, or stop the other program."
        return Heard(False, f"another program answers at {where}", mend)
    return _said(told)


def _silent(where: str, *, runs: bool) -> Heard:
    if not runs:
        return Heard(None, f"nothing answers at {where}, as copbot does not run now")
    mend = "Restart copbot if [http] listen is new; if another program had the port at its start, the log says so."
    return Heard(False, f"nothing answers at {where}, though copbot runs", mend)


def _told(raw: bytes) -> Mapping[str, Any] | None:
    """The answer, if it is a copbot's."""
    try:
        found = json.loads(raw)
        parts = {name: (str(part["status"]), str(part["says"])) for name, part in found["parts"].items()}
        return {"status": str(found["status"]), "parts": parts}
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return None


def _said(told: Mapping[str, Any]) -> Heard:
    status, parts = told["status"], told["parts"]
    unwell = [f"{name} is {how}: {says}" for name, (how, says) in parts.items() if how != "ok"]
    if not unwell:
        return Heard(True, f"all {len(parts)} parts of the running copbot are well")
    return Heard(False if status == "failing" else None, "; ".join(unwell))
