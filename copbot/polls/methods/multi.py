"""Several choices: everybody chooses as many options as they like, the most votes win."""

from __future__ import annotations

from copbot.polls.count import plurality
from copbot.polls.method import Method
from copbot.polls.shown import rows
from copbot.polls.typed import several

METHOD = Method(name="multi", words=("multi", "meer"), most=len, read=several, count=plurality, rows=rows)
