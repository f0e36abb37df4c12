"""Log lines that never hold what people wrote.

copbot's own lines are a fixed phrase with machine words beside it. Libraries are another matter: matrix-nio puts whole
events into its warnings, and an exception's message often quotes what it choked on. So of a library's line only its
level, its logger and its place in the source are kept, and of an exception only its type and the places it went through.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any, TextIO


@contextmanager
def _without(*names: str) -> Iterator[None]:
    """Modules that can't be imported meanwhile, by whoever can do without them."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules |= dict.fromkeys(absent)  # type: ignore[arg-type]  # None is Python's own mark for that
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


# Where they are installed structlog imports them, for tracebacks that are never shown here: 5 MB that a daemon would carry.
with _without("rich", "twisted"):
    import structlog

# Identifiers, paths, addresses, figures: no spaces, so no sentence and no full name.
_MACHINE_WORD = re.compile(r"[\w.,:;/$!@#%&?+=~*()\[\]{}<>|-]{1,255}")
_PEOPLES_KEYS = frozenset(
    {"body", "content", "displayname", "formatted_body", "message", "name", "text", "topic", "words"}
)
_LEVELS: Mapping[str, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


def configure(form: str, level: str, stream: TextIO | None = None) -> None:
    """Send every log line of this process, libraries' and last gasps included, to `stream` (standard error).

    `form` is ``console`` or ``json``, `level` the least that is told: ``debug``, ``info``, ``warning`` or ``error``.
    """
    out = stream or sys.stderr
    least = _LEVELS[level]
    renderer: Any = structlog.processors.JSONRenderer()
    if form == "console":
        renderer = structlog.dev.ConsoleRenderer(colors=out.isatty(), pad_event_to=0)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.WriteLoggerFactory(file=out),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_Library()], level=max(least, logging.WARNING), force=True)
    logging.captureWarnings(capture=True)
    sys.excepthook = lambda _kind, error, _trace: _uncaught(error)
    sys.unraisablehook = lambda found: _uncaught(found.exc_value or found.exc_type())
    threading.excepthook = lambda found: _uncaught(found.exc_value or found.exc_type())


class _Library(logging.Handler):
    """Takes what libraries log and passes on that they did, where, and how bad it is."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(
            record.levelno,
            "a library has something to say",
            logger=record.name,
            where=f"{record.filename}:{record.lineno}",
            exc_info=record.exc_info,
        )


def _uncaught(error: BaseException) -> None:
    structlog.get_logger().error("an error that nobody caught", exc_info=error)


def _without_words(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Keep what machines wrote; of the rest say only how long it was."""
    found = line.pop("exc_info", None)
    if found:
        error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
        if isinstance(error, BaseException):
            line["error"] = places(error)
    line.pop("stack_info", None)
    for key, value in line.items():
        if key not in {"event", "error"}:
            line[key] = _machine(key, value)
    return line


def _machine(key: str, value: Any) -> Any:
    match value:
        case bool() | int() | float() | None:
            return value
        case str() if key not in _PEOPLES_KEYS and _MACHINE_WORD.fullmatch(value):
            return value
        case str():
            return f"<{len(value)} characters>"
        case dict():
            return {str(name): _machine(str(name), held) for name, held in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_machine(key, held) for held in value]
        case PurePath():
            return str(value)
        case _:
            return f"<{type(value).__name__}>"


def places(error: BaseException) -> str:
    """The error's type and the places it went through, innermost last; with what it came from, and no message."""
    told: list[str] = []
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        told.append(f"{type(following).__module__}.{type(following).__qualname__} at {_way(following)}")
        if isinstance(following, BaseExceptionGroup):
            told += [places(inner) for inner in following.exceptions]
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)
    return "; from ".join(told)


def _way(error: BaseException) -> str:
    steps = (
        f"{'/'.join(PurePath(frame.f_code.co_filename).parts[-2:])}:{line}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    )
    return " > ".join(steps) or "no place"
