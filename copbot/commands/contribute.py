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
from copbot.dialogue.round_kept import MESSAGES, kept, live, numbered, past, running, save
from copbot.dialogue.scene import Scene
from copbot.leading import answering, rounds
from copbot.leading.hearing import in_the_room
from copbot.leading.opening import dropped
from copbot.leading.over_days import ASKED, in_time, too_late
from copbot.rituals.moves import Gone


def run(call: Call, line: str) -> Sequence[Wish]:
    """A message in the room: a contribution if the ritual waits for who wrote it."""
    now, said = live(call), call.fact
    if not isinstance(said, Posted) or not (line or said.media):
        return ()
    if now is None or past(call, now):
        return _after(call) if now is None and call.about is not None else answering.in_a_talk(call, line)
    if now.over_days:
        return answering.in_the_room(call, now, line)
    answers_somebody = said.reply_to is not None and call.touched is None and not said.own
    silent, now = now, replace(now, course=now.course.back_again(call.sender))
    wishes = in_the_room(call, now, line, answers_somebody=answers_somebody) or answering.in_a_talk(
        call, line
    )
    return (save(now),) if not wishes and now.course != silent.course else wishes


def _after(call: Call) -> Sequence[Wish]:
    """A reply while nothing runs: to what a ritual over days asked that is closed, it is an answer that came too late."""
    assert call.about is not None
    if call.about.what not in MESSAGES or call.touched is None:
        return ()
    ritual = call.read.ritual_number(call.about.number)
    over = None if ritual is None else kept(ritual, call.prefix)
    if over is None or not over.over_days or call.touched not in (over.course.notes.get(ASKED) or ()):
        return ()
    return too_late(call, over)


def edited(call: Call, line: str) -> Sequence[Wish]:
    """An edited contribution takes the place of the kept one, while its round runs.

    Which edit it was is kept too, so that removing that edit removes the words.
    """
    new = call.fact
    if not isinstance(new, Edited) or not new.body:
        return ()
    said = call.read.contribution(new.target)
    now = None if said is None or said.member != call.sender else numbered(call, said.ritual)
    if said is None or now is None:
        return ()
    if now.over_days and (now.course.place is None or now.phase.name != said.phase or not in_time(call, now)):
        return ()  # what was shown to everybody stays what it was
    return (Save(replace(said, words=new.body, revision=new.event)),)


def entered(call: Call, line: str) -> Sequence[Wish]:
    """A member came to the room, in which something may run over days."""
    return answering.came(call)


def departed(call: Call, line: str) -> Sequence[Wish]:
    """A member left the room: no turn waits for them any more, and no round of theirs."""
    theirs = tuple(
        dropped(call, waiting)
        for waiting in call.read.waiting_rituals()
        if waiting.facilitator == call.sender
    )
    return (*theirs, *(wish for now in running(call) for wish in _gone(call, now)))


def _gone(call: Call, now: Scene) -> tuple[Wish, ...]:
    try:
        return rounds.moved(call, now, Gone(call.sender))
    except Illegal:
        return ()


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
    _hidden("contribute", "posted", run, "ritual_number"),
    _hidden("contribution-edited", "edited", edited, "contribution"),
    _hidden("member-entered", "entered", entered),
    _hidden("member-departed", "departed", departed),
)
