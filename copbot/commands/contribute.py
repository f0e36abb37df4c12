"""What is said in a turn: the first message of whose turn it is counts, anywhere in the room.

A command is none, and neither is a reply to somebody else or to a message of an earlier round, a sign without words,
or a short question about the turns. A picture, a sound or a
file counts as well; that it was one is all that is kept of it. What others say meanwhile is left alone and not kept.
Whoever leaves the room leaves the round as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from copbot.core.facts import Edited, Posted
from copbot.core.machine import Illegal
from copbot.core.wishes import Save, Wish
from copbot.dialogue import rounds
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.round_kept import Live, live, past
from copbot.dialogue.round_opening import dropped
from copbot.dialogue.round_unfolding import unfold
from copbot.dialogue.round_words import ENDING, no_contribution
from copbot.rituals.moves import Contribute, Gone
from copbot.rituals.records import Contribution
from copbot.rituals.round import step
from copbot.rituals.state import Phase, Standing

_READY = re.compile(ENDING, re.IGNORECASE)


def run(call: Call, line: str) -> Sequence[Wish]:
    """A message in the room: a contribution if the round waits for who wrote it."""
    now, said = live(call), call.fact
    if now is None or not isinstance(said, Posted) or not (line or said.media) or past(call, now):
        return ()
    answers_somebody = said.reply_to is not None and call.touched is None and not said.own
    if answers_somebody or not _expected(now, call.sender) or (line and no_contribution(line)):
        return ()
    options = now.round.options
    if options.here or (options.long and _READY.fullmatch(line)):
        return ()
    after, happened = step(now.round, Contribute(call.sender))
    kept = Contribution(call.room.id, now.ritual.number, call.event, call.sender, line, call.now)
    if after.phase is Phase.TURNS and after.speaking == call.sender and after.turn == now.round.turn:
        return (Save(kept), *rounds.goes_on_talking(call, now, after))
    told = unfold(call, now, after, happened, fresh=(kept,))
    return (Save(kept), *rounds.tell(call, told, rounds.goes_on(call)))


def _expected(now: Live, member: str) -> bool:
    """Whose turn it is; who writes together and was not heard yet, or may write more."""
    if now.round.phase is not Phase.WRITING:
        return now.round.speaking == member
    seat = now.round.seat(member)
    return seat is not None and (seat.standing is not Standing.SPOKE or now.round.options.long)


def edited(call: Call, line: str) -> Sequence[Wish]:
    """An edited contribution takes the place of the kept one, while its round runs.

    Which edit it was is kept too, so that removing that edit removes the words.
    """
    now, new = live(call), call.fact
    if now is None or not isinstance(new, Edited) or not new.body:
        return ()
    kept = call.read.contribution(new.target)
    if kept is None or kept.member != call.sender or kept.ritual != now.ritual.number:
        return ()
    return (Save(replace(kept, words=new.body, revision=new.event)),)


def departed(call: Call, line: str) -> Sequence[Wish]:
    """A member left the room: no turn waits for them any more, and no round of theirs."""
    now = live(call)
    if now is None:
        return ()
    theirs = tuple(
        dropped(call, waiting)
        for waiting in call.read.waiting_rituals()
        if waiting.facilitator == call.sender
    )
    try:
        after, happened = step(now.round, Gone(call.sender))
    except Illegal:
        return theirs
    if after == now.round:
        return theirs
    return (*theirs, *rounds.tell(call, unfold(call, now, after, happened), rounds.goes_on(call)))


def _hidden(name: str, kind: str, act: rounds.Run, *more: str) -> Command:
    return Command(
        names=(name,),
        dutch=(),
        section="round",
        run=act,
        reads=(*rounds.READS, *more),
        hidden=True,
        silent=True,
        hears=(kind,),
    )


COMMANDS = (
    _hidden("contribute", "posted", run),
    _hidden("contribution-edited", "edited", edited, "contribution"),
    _hidden("member-departed", "departed", departed),
)
