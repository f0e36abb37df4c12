"""``!vote``: vote in a poll by typing; also a reply to the poll with a number or an option, and a tap on the poll itself."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue import ballots, poll_voting
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase


def tapped(call: Call, line: str) -> Sequence[Wish]:
    """A vote on the native poll: it counts, quietly."""
    return poll_voting.tapped(call)


COMMANDS = (
    Command(
        names=("vote",),
        dutch=("stem",),
        section="poll",
        run=poll_voting.typed,
        reads=poll_voting.READS,
        phrases=(
            Phrase(r"(?:ik )?stem (?:op|voor) (?P<words>.+)", line="{words}"),
            Phrase(r"(?:i )?vote (?:for|on) (?P<words>.+)", line="{words}"),
        ),
    ),
    Command(
        names=("vote-in-reply",),
        part_of="vote",
        dutch=(),
        section="poll",
        run=poll_voting.in_reply,
        reads=poll_voting.READS,
        hidden=True,
        phrases=(Phrase(r"(?P<words>.+)", about="poll", line="{n} {words}"),),
    ),
    Command(
        names=("vote-for",),
        part_of="vote",
        dutch=(),
        section="poll",
        run=poll_voting.chosen,
        reads=poll_voting.READS,
        hidden=True,
    ),
    Command(
        names=("vote-tapped",),
        part_of="vote",
        dutch=(),
        section="poll",
        run=tapped,
        reads=("poll_at", *ballots.READS),
        hidden=True,
        silent=True,
        hears=("voted",),
    ),
)
