"""Runs a Python module that ends when its parent does, however the parent ends.

A parent that is killed cannot stop its children. It does hold the writing end of this process's standard input, and the
kernel closes that end for it: reading the end of the file here therefore means that the parent is gone. Linux's "parent
death signal" would do the same, but it fires when the *thread* that started the child ends, and exists on Linux only.

Run as a file: `python -P tethered.py MODULE [ARGUMENT ...]`. It imports nothing of copbot.
"""

import os
import runpy
import signal
import sys
import threading

GRACE_S = 5.0
"""How long the module may take to end by itself after the parent is gone, in seconds."""


def end_with_parent() -> None:
    """Blocks until standard input ends, then asks this process to end, and makes it end after `GRACE_S`."""
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(GRACE_S)
    os._exit(1)


def main() -> None:
    """Runs the module named by the first argument as `__main__`, with the other arguments as its own."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
