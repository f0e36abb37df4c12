"""Who raised an objection leaves the room: it holds the proposal no longer, and who leads it hears how to go on.

Nothing is adopted by that. Those who stay are asked anew, if who leads wants it; else it would be decided by a departure.
"""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.text import Who, text
from copbot.core.wishes import Say, Wish
from copbot.decisions.records import KeptProposal
from copbot.decisions.state import Phase, Stance
from copbot.dialogue import proposals
from copbot.dialogue.call import Call


def gone(call: Call, _line: str) -> Sequence[Wish]:
    """A member left the room."""
    return [_told(call, kept) for kept in call.read.open_proposals() if _held_by_sender_alone(call, kept)]


def _held_by_sender_alone(call: Call, kept: KeptProposal) -> bool:
    now = kept.proposal
    objections = {voice.member for voice in now.voices if voice.stance is Stance.OBJECTION}
    stay = (objections - {call.sender}) & call.people.members
    return now.phase is Phase.INTEGRATE and kept.ritual is None and call.sender in objections and not stay


def _told(call: Call, kept: KeptProposal) -> Say:
    now = kept.proposal
    stays = now.proposer in call.people.members
    id = "proposal.objector-gone" if stays else "proposal.objector-gone-host"
    return Say(
        call.chance.key(),
        (text(id, n=now.number, lead=Who(now.proposer), p=call.prefix),),
        "nudge",
        {"about": "proposal"},
        room=call.room.id,
        about=proposals.about(now),
        thread_key=kept.thread,
        unprompted=True,
    )
