"""Words were removed that a proposal or a decision quotes: what else stood in its message is said again.

The engine removes every message that quotes them. A proposal without its words is gone; a decision stays, as a number with
its day, for people count on it; an objection stays without its words, for somebody else may have removed the message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copbot.core.facts import Redacted
from copbot.core.wishes import Save, Wish
from copbot.decisions.moves import Counted
from copbot.decisions.records import KeptProposal
from copbot.decisions.state import Phase, tally
from copbot.dialogue import adopting, proposal_course, proposal_words, proposals
from copbot.dialogue.call import Call
from copbot.dialogue.reading import Message


def removed(call: Call, _line: str) -> Sequence[Wish]:
    """An event was removed."""
    gone = call.fact
    if not isinstance(gone, Redacted):
        return ()
    wishes: list[Wish] = []
    for message in call.read.quoting(gone.target):
        wishes += _again(call, message, gone.target)
    return wishes


def _again(call: Call, message: Message, gone: str) -> list[Wish]:
    about = message.about
    if message.room != call.room.id or about is None:
        return []
    if about.what == "decision":
        return _decision(call, message, about.number, gone)
    if about.what != "proposal":
        return []
    kept = call.read.proposal(about.number)
    if kept is None or kept.prompt != message.key or kept.proposal.phase is not Phase.INTEGRATE:
        return []
    if kept.proposal.source == gone:
        return []  # the proposal itself was removed
    return _objections(call, proposal_words.without(kept, gone))


def _decision(call: Call, message: Message, number: int, gone: str) -> list[Wish]:
    made = call.read.decision(number)
    if made is None or made.key != message.key:
        return []
    concerns = tuple(replace(voice, words=None) if voice.source == gone else voice for voice in made.concerns)
    words = None if made.source == gone else made.words
    after = replace(made, words=words, concerns=concerns, key=call.chance.key())
    return [Save(after), replace(adopting.told(call, after), ping=())]


def _objections(call: Call, kept: KeptProposal) -> list[Wish]:
    fresh = replace(kept, prompt=call.chance.key())
    found = tally(fresh.proposal, proposals.circle(call, fresh))
    return [Save(fresh), proposal_course.told(call, fresh, Counted(Phase.INTEGRATE, found))]
