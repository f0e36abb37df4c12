"""The meetings of the week to come, for the digest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice

from copbot.dialogue import meetings
from copbot.dialogue.call import Call
from copbot.digests.week import AHEAD, Announced, Kind
from copbot.meetings.occurrences import occurrences

READS = (*meetings.FINDING, "unreported")
"""The queries that this needs."""
MOST = 2  # times of one meeting: what comes every day needs no announcing


def announced(call: Call) -> Sequence[Announced]:
    """Every meeting of the days ahead; one that repeats is no news by itself."""
    found = []
    hidden = call.read.unreported("meeting")
    for meeting in (one for one in call.read.planned_meetings() if one.number not in hidden):
        changes = call.read.meeting_changes(meeting.number)
        week = occurrences(meeting, changes, call.now, call.now + AHEAD + timedelta(days=1))
        for one in islice(week, MOST):
            repeats = meeting.rule is not None and not one.moved
            words = Announced(Kind.MEETING, meeting.number, meeting.title, meeting.source, one.start, repeats)
            found.append(words)
    return found
