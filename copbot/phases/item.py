"""``item``: an item of the agenda is talked about; where a meeting is run, one after the other, until there are none.

Without a meeting it is a talk like any other. In a meeting the phase comes back for each item that waits, and who leads
may write in a few words what came of it: "afspraak: …", "besluit: …", "volgende keer", "klaar".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from copbot.core.text import Text, Who, text
from copbot.core.wishes import Wish
from copbot.dialogue import phase_messages
from copbot.dialogue.agenda_words import what
from copbot.dialogue.call import Call
from copbot.meetings.agenda import AgendaItem, Outcome
from copbot.phases import _noting, _sitting
from copbot.phases.kind import Kind, Scene, Told
from copbot.rituals.form import Form, Key
from copbot.rituals.script import DONE, Shape

MORE, THROUGH = "more", "through"
"""Another item waits, or none any more; `DONE` where no meeting is run."""


def begins(call: Call, now: Scene) -> Told:
    """The next item, or where there is none, that there is none."""
    where = _sitting.sitting(now)
    if where is None:
        return Told()
    gone: Sequence[int] = (now.note or {}).get("gone", ())
    found = _sitting.waiting(call, where, gone)
    note = {"item": found[0].number if found else None, "gone": [*gone], "said": 0}
    if not found:
        lines: tuple[Text, ...] = (text("agenda.nothing-waits", p=call.prefix),)
    else:
        lines = _about(now, found[0], len(gone) + 1, len(gone) + len(found))
    led = (_how(now),) if where.how != "chat" else ()
    said = phase_messages.announced(call, now, (*lines, *led))
    return Told((replace(said, seeds=_sitting.seeds(where)),), note=note)


def _about(now: Scene, item: AgendaItem, n: int, of: int) -> tuple[Text, ...]:
    purpose = text(f"agenda.for-{item.purpose or 'nothing'}", p=now.prefix)
    return text("agenda.present", n=n, of=of, item=item.number, what=what(item)), purpose


def _how(now: Scene) -> Text:
    return text("agenda.how-led", lead=Who(now.course.facilitator))


def heard(call: Call, now: Scene, words: str) -> Told | None:
    """What who leads writes of an item in a few words; all else is talk."""
    where, match = _sitting.sitting(now), _noting.OUTCOME.fullmatch(words.strip())
    if where is None or match is None or call.sender != now.course.facilitator:
        return None
    note = now.note or {}
    if match["carried"] or match["done"]:
        becomes = "carried" if match["carried"] else "done"
        return Told(note={**note, "becomes": becomes}, over=True)
    told = _noting.noted(call, where, match, note.get("item"))
    kept = told is not None and bool(told.wishes)
    return told if told is None or not kept else replace(told, note={**note, "said": note["said"] + 1})


def ends(call: Call, now: Scene) -> Told:
    """What became of the item, and whether another one waits."""
    where = _sitting.sitting(now)
    if where is None:
        return Told(outcome=DONE)
    note = now.note or {}
    number, gone = note.get("item"), [*note.get("gone", ())]
    item = None if number is None else call.read.agenda_item(number)
    wishes: tuple[Wish, ...] = ()
    if item is not None:
        unfinished = now.course.over and not note.get("said")
        becomes: Outcome = note.get("becomes") or ("carried" if unfinished else "done")
        wishes = _sitting.settle(call, where, item, becomes)
    if number is not None:
        gone.append(number)
    after = {"item": None, "gone": gone, "said": 0}
    outcome = MORE if _sitting.waiting(call, where, gone) else THROUGH
    return Told(wishes=wishes, note=after, outcome=outcome)


def closes(call: Call, now: Scene) -> Told:
    """The ritual is over, and with it the meeting that it ran."""
    where = _sitting.sitting(now)
    if where is None:
        return Told()
    gone = [
        number for phase in now.script.phases if phase.kind == "item" for number in _gone(now, phase.name)
    ]
    return Told(wishes=_sitting.closed(call, now, where, gone))


def _gone(now: Scene, phase: str) -> Sequence[int]:
    note: Mapping[str, Sequence[int]] = now.noted(phase) or {}
    return note.get("gone", ())


KIND = Kind(
    Form(
        "item",
        Shape.TALKING,
        "people talk about an item of the agenda; in a meeting of the room about one after the other",
        keys={
            "each": Key(
                "words", "its title where a meeting of the room goes through its agenda here", longest=60
            )
        },
        outcomes=(DONE, MORE, THROUGH),
    ),
    begins=begins,
    heard=heard,
    ends=ends,
    closes=closes,
    reads=(*_sitting.READS, *_noting.READS),
)
