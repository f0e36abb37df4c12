"""A poll that is a phase of a ritual: whose vote counts in it, and when everybody has voted.

Everybody in the room may vote for whom the phase is; who is asked to listen only does not.
"""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.text import text
from copbot.core.wishes import Wish
from copbot.dialogue import answers, polls
from copbot.dialogue.ballot_keys import belongs
from copbot.dialogue.call import Call
from copbot.dialogue.round_kept import numbered
from copbot.dialogue.scene import Scene
from copbot.polls.ballots import counting
from copbot.polls.poll import Phase
from copbot.polls.records import KeptPoll
from copbot.rituals.parts import listens, takes_part

READS = ("ritual", "over_days", "roles")
"""The queries that a vote needs to know whose it may be."""


def running(call: Call, kept: KeptPoll) -> Scene | None:
    """The ritual whose present phase the poll is."""
    theirs = belongs(kept)
    now = None if theirs is None else numbered(call, theirs.ritual)
    if theirs is None or now is None or now.course.place is None or now.course.over:
        return None
    return now if now.course.entered == theirs.entered else None


def outside(call: Call, kept: KeptPoll) -> bool:
    """Whether who votes has no part in the phase: it is for others, or they only listen in it."""
    now = running(call, kept)
    return now is not None and not takes_part(now.course, now.phase, call.sender, call.read.roles())


def refused(call: Call, kept: KeptPoll) -> Sequence[Wish]:
    """What who has no part in it hears of a typed vote."""
    now = running(call, kept)
    silent = now is not None and listens(now.course, now.phase, call.sender, call.read.roles())
    said = "ballot.listens" if silent else "ballot.for-others"
    return answers.refuse(
        call, Error.NOT_ALLOWED, text(said, n=kept.poll.number), about=polls.about(kept.poll)
    )


def all_voted(call: Call, now: Scene, kept: KeptPoll) -> bool:
    """Whether the poll is over for its ritual: closed, or everybody voted who takes part and is waited for.

    Over days nobody waits for who is away until the end. Needs the queries ballots and absent.
    """
    if kept.poll.phase is not Phase.OPEN:
        return True
    roles = call.read.roles()
    away = call.read.absent(now.due) if now.over_days and now.due is not None else frozenset()
    awaited = {
        member
        for member in now.course.members
        if takes_part(now.course, now.phase, member, roles) and member in call.people.members
    } - away
    voted = {ballot.member for ballot in counting(call.read.ballots(kept.poll.number))}
    return bool(awaited) and awaited <= voted
