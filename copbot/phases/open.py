"""``open``: people talk freely, by turns of their own, until the time is over or who leads goes on.

Where the script names a word for it, anybody in the room ends the phase with that word, at once and without a reason.
"""

from __future__ import annotations

from dataclasses import replace

from copbot.core.text import Who, text
from copbot.dialogue import phase_messages
from copbot.dialogue.call import Call
from copbot.phases import _noting, _sitting, _stopping
from copbot.phases.kind import Kind, Scene, Told
from copbot.rituals.form import Form
from copbot.rituals.script import DONE, Shape


def begins(call: Call, now: Scene) -> Told:
    """In a meeting that one person leads elsewhere, with how they go on; else as usual."""
    where = _sitting.sitting(now)
    if where is None or where.how == "chat":
        return Told()
    how = text("agenda.how-led-on", lead=Who(now.course.facilitator))
    said = phase_messages.announced(call, now, (*_sitting.on_the_agenda(call, now), how))
    return Told((replace(said, seeds=_sitting.seeds(where)),))


def heard(call: Call, now: Scene, words: str) -> Told | None:
    """The word that ends it; in a meeting also what who leads writes down of it."""
    stopped, where = _stopping.stopped(call, now, words), _sitting.sitting(now)
    if stopped is not None or where is None:
        return stopped
    return _noting.in_a_talk(call, now, where, words)


KIND = Kind(
    Form(
        "open",
        Shape.TALKING,
        "people talk freely, until the time is over or who leads goes on",
        keys={_stopping.STOP: _stopping.KEY},
        outcomes=(DONE, _stopping.STOPPED),
    ),
    begins=begins,
    heard=heard,
    lines=_sitting.on_the_agenda,
    reads=(*_sitting.READS, *_noting.READS),
)
