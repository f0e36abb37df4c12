"""What is said in a turn: the first message of whose turn it is counts, anywhere in the room.

A command is none, and neither is a reply to somebody else or to a message of an earlier round, a sign without words,
or a short question about the turns. A picture, a sound or a
file counts as well; that it was one is all that is kept of it. What others say meanwhile is left alone and not kept.
Whoever leaves the room leaves the round as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copbot.core.facts import Edited, Posted
from copbot.core.machine import Illegal
from copbot.core.wishes import Save, Wish
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.round_kept import live, past
from copbot.leading import rounds
from copbot.leading.hearing import in_the_room
from copbot.leading.opening import dropped
from copbot.rituals.moves import Gone


def run(call: Call, line: str) -> Sequence[Wish]:
    """A message in the room: a contribution if the ritual waits for who wrote it."""
    now, said = live(call), call.fact
    if now is None or not isinstance(said, Posted) or not (line or said.media) or past(call, now):
        return ()
    answers_somebody = said.reply_to is not None and call.touched is None and not said.own
    return in_the_room(call, now, line, answers_somebody=answers_somebody)


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
        return (*theirs, *rounds.moved(call, now, Gone(call.sender)))
    except Illegal:
        return theirs


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
