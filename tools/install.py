"""Install pinned requirements into the environment this runs in, quietly but never silently.

Pip is either a wall of text or minutes of nothing. Somebody who sees this project for the first time gets one short
line that lives, and all of pip's own words when something goes wrong. Only the standard library is used: nothing else
is installed yet.

Usage: python tools/install.py LABEL PIP-ARGUMENT…
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from typing import TextIO

_STEP = re.compile(r"^\s*(?:Collecting|Downloading|Building wheels?|Requirement already satisfied)")
_NAME = re.compile(r"^\s*(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9._-]+)")
_SECONDS_BETWEEN_LINES = 10.0  # where there is no terminal to rewrite a line on


def main(label: str, arguments: list[str], out: TextIO) -> int:
    """Run `pip install` with `arguments`, telling `out` how far it is; returns pip's exit code."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        *arguments,
    ]
    began = told = time.monotonic()
    seen: set[str] = set()
    words: list[str] = []
    terminal = out.isatty()
    if not terminal:
        print(f"{label} …", file=out, flush=True)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            words.append(line)
            if found := _NAME.match(line):
                seen.add(found[1].lower())
            now = time.monotonic()
            if line.startswith("Installing collected packages"):
                state = "unpacking"
            elif _STEP.match(line):
                state = f"{len(seen)} packages looked at"
            else:
                continue
            if terminal:
                print(f"\r\033[K{label} … {state}, {now - began:.0f} s", end="", file=out, flush=True)
            elif now - told >= _SECONDS_BETWEEN_LINES:
                told = now
                print(f"  … {state}, {now - began:.0f} s", file=out, flush=True)
    start = "\r\033[K" if terminal else ""
    if pip.returncode == 0:
        print(f"{start}{label}: ready in {time.monotonic() - began:.0f} s", file=out, flush=True)
    else:
        print(f"{start}{label}: this did not work. What pip said:\n", file=out, flush=True)
        out.writelines(words)
        out.flush()
    return pip.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:], sys.stdout))
