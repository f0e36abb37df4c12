"""What who leads a meeting writes down of it by command: what was agreed, and elsewhere than in the chat what was decided.

It means the same as the words "afspraak: …" and "besluit: …" while an item is talked about, in any phase of the meeting.
"""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Who, text
from copbot.core.wishes import Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.leading import meeting_opening
from copbot.leading.meeting_opening import runs
from copbot.phases import _noting
from copbot.phases._sitting import Sitting

READS = tuple(dict.fromkeys((*meeting_opening.READS, "minutes_lines", "decision", "last")))
"""The queries that it needs."""


def agreed(call: Call, line: str) -> Sequence[Wish]:
    """What was agreed, as a line of the minutes."""
    found = _meant(call, line)
    if not isinstance(found, Sitting):
        return found
    meeting = runs(call)
    assert meeting is not None
    now, where = meeting
    note = now.note if now.course.place is not None and now.phase.kind == "item" else None
    return _noting.agreed(call, where, line.strip(), (note or {}).get("item"))


def decided(call: Call, line: str) -> Sequence[Wish]:
    """What was decided aloud, by who was there."""
    found = _meant(call, line)
    if not isinstance(found, Sitting):
        return found
    if found.how == "chat":
        return answers.refuse(call, Error.NOT_ALLOWED, text("agenda.decide-here", p=call.prefix))
    return _noting.decided(call, line.strip())


def _meant(call: Call, line: str) -> Sitting | Sequence[Wish]:
    """The meeting that runs, if who writes leads it (or is a host) and says something."""
    meeting = runs(call)
    if meeting is None:
        return answers.refuse(call, Error.NO_RITUAL, text("agenda.none-runs", p=call.prefix))
    now, where = meeting
    if call.sender != now.course.facilitator and not call.is_host(call.sender):
        refusal = text("agenda.lead-notes", lead=Who(now.course.facilitator), p=call.prefix)
        return answers.refuse(call, Error.NOT_FACILITATOR, refusal)
    if not line.strip():
        return answers.ask(call, Error.NEEDS_TEXT, text("agenda.needs-note"), free=Option(call.command))
    return where
