"""Taking back: ❌ on one's own contribution, or removing the message; and a question that was taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copbot.core.facts import Redacted
from copbot.core.machine import Illegal
from copbot.core.wishes import Erase, Wish
from copbot.dialogue import round_messages, rounds
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Touch
from copbot.rituals.moves import TakeBack
from copbot.rituals.records import Contribution
from copbot.rituals.round import step
from copbot.rituals.state import Phase


def run(call: Call, line: str) -> Sequence[Wish]:
    """❌ on one's own contribution: the words go, and who said them waits again while the round runs."""
    kept = call.read.contribution(call.touched) if call.touched else None
    return () if kept is None or kept.member != call.sender else _take_back(call, kept)


def redacted(call: Call, line: str) -> Sequence[Wish]:
    """A message was removed: one's own contribution, or the question of the round."""
    gone = call.fact
    if not isinstance(gone, Redacted):
        return ()
    now = rounds.live(call)
    if now is not None and now.ritual.source == gone.target:
        return _without_question(call, now)
    kept = call.read.contribution(gone.target)
    if kept is None or kept.member != call.sender:
        return ()
    return _take_back(call, kept)


def _take_back(call: Call, kept: Contribution) -> tuple[Wish, ...]:
    now = rounds.live(call)
    if now is None or now.ritual.number != kept.ritual:
        return (Erase(kept),)
    others = [said for said in call.read.contributions(kept.ritual) if said.member == kept.member]
    if len(others) > 1:
        return (Erase(kept),)
    try:
        after, happened = step(now.round, TakeBack(call.sender))
    except Illegal:
        return (Erase(kept),)
    told = rounds.unfold(call, now, after, happened)
    return (Erase(kept), *rounds.tell(call, told, rounds.goes_on(call)))


def _without_question(call: Call, now: rounds.Live) -> tuple[Wish, ...]:
    """Everything that quoted the question is removed from the room; what is needed to go on is said again."""
    ritual = replace(now.ritual, question=None, source=None, opening=call.chance.key())
    again = [round_messages.opening(call, ritual, now.round, now.due, reply_to=None)]
    if now.round.phase is not Phase.JOINING:
        prompt = round_messages.prompt(call, ritual, now.round, now.due)
        again.append(prompt)
        ritual = replace(ritual, prompt=prompt.key)
    return (rounds.save(replace(now, ritual=ritual)), *again)


COMMANDS = (
    Command(
        names=("take-back",),
        dutch=(),
        section="round",
        run=run,
        reads=(*rounds.READS, "contribution"),
        hidden=True,
        touches=(Touch("❌", "message", forgeable=False),),
    ),
    Command(
        names=("taken-away",),
        dutch=(),
        section="round",
        run=redacted,
        reads=(*rounds.READS, "contribution"),
        hidden=True,
        silent=True,
        hears=("redacted",),
    ),
)
