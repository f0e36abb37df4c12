"""``collect``: everybody writes at the same time, in the room or to copbot alone; at the end it is shown."""

from __future__ import annotations

from copbot.dialogue import parking
from copbot.phases import _stopping, _writing
from copbot.phases.kind import Kind
from copbot.rituals.form import Form
from copbot.rituals.script import DONE, Shape

KIND = Kind(
    Form(
        "collect",
        Shape.WRITING,
        "everybody writes at the same time; at the end it is shown",
        keys={
            "private": _writing.PRIVATE,
            "shown": _writing.SHOWN,
            parking.PARK: parking.KEY,
            _stopping.STOP: _stopping.KEY,
        },
        outcomes=(DONE, _stopping.STOPPED),
        check=parking.check,
    ),
    begins=_writing.asks,
    ends=_writing.shows,
    joined=_writing.asks_newcomer,
)
