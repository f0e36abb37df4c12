"""Where tests write, and in which order they run, so that all of them together wait as little as they can."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import copbot.logs  # noqa: F401 - first, as in copbot itself: a fault is shown plainly then, and not in colours, which takes seconds

MEMORY = Path("/dev/shm")
ROOM = 1 << 30
"""Bytes; the tests that run side by side need about a tenth of it, but containers often have even less."""

EXAMPLES = max(30, int(os.environ.get("COPBOT_MODEL_EXAMPLES", "0")))
"""Of whatever is tried with examples made at random, each run with others; those who ask for more of the models mean these too."""

# On a busy machine an example may take long by chance: no time is asserted.
settings.register_profile(
    "patient", max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Files are kept in memory where that is possible: homeservers and copbots sync theirs all the time, as they must.

    Whoever has chosen a place with TMPDIR keeps it.
    """
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None
    gc.disable()  # what is collected from now on stays


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits most begins first, so that the others run meanwhile and nothing is left to wait for in the end.

    All of that but the play is of one group, and so of one worker: where every worker waited, the processors would have nothing to do.
    """
    items.sort(key=lambda item: item.get_closest_marker("waits") is None)


def pytest_collection_finish() -> None:
    """What was collected stays until the end: nobody need look again and again whether it is garbage."""
    gc.collect()
    gc.freeze()
    gc.enable()
