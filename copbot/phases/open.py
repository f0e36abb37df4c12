"""``open``: people talk freely, by turns of their own, until the time is over or who leads goes on.

Where the script names a word for it, anybody in the room ends the phase with that word, at once and without a reason.
"""

from __future__ import annotations

from copbot.phases import _sitting, _stopping
from copbot.phases.kind import Kind
from copbot.rituals.form import Form
from copbot.rituals.script import DONE, Shape

KIND = Kind(
    Form(
        "open",
        Shape.TALKING,
        "people talk freely, until the time is over or who leads goes on",
        keys={_stopping.STOP: _stopping.KEY},
        outcomes=(DONE, _stopping.STOPPED),
    ),
    heard=_stopping.stopped,
    lines=_sitting.on_the_agenda,
    reads=_sitting.READS,
)
