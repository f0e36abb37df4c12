"""Taking back: ❌ on one's own contribution, or removing a message; also the question of a round, or the sentence that
stands in its outcome.

The engine removes every message of copbot's that quotes the removed words. What else stood in those messages, words of
others and numbers, is said again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copbot.core.facts import Redacted
from copbot.core.machine import Illegal
from copbot.core.wishes import About, Erase, Retract, Save, Say, Wish
from copbot.dialogue import harvest_back, parking, round_messages
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Touch
from copbot.dialogue.days_words import UNNAMED
from copbot.dialogue.reading import Message
from copbot.dialogue.ritual_words import plain
from copbot.dialogue.round_kept import kept, numbered, running, save
from copbot.dialogue.scene import Scene
from copbot.leading import rounds
from copbot.meetings.agenda import Standing
from copbot.rituals.moves import TakeBack
from copbot.rituals.records import Contribution


def run(call: Call, line: str) -> Sequence[Wish]:
    """❌ on one's own contribution: the words go, and who said them waits again while the round runs.

    Where the round has shown them already, they go from there too.
    """
    said = call.read.contribution(call.touched) if call.touched else None
    if said is None or said.member != call.sender:
        return ()
    wishes = [*_take_back(call, said), *_off_agenda(call, said)]
    ritual = call.read.ritual_number(said.ritual)
    if ritual is not None:
        wishes += harvest_back.taken_back(call, kept(ritual, call.prefix), said)
    for message in call.read.quoting(said.event):
        if message.about == About("phase", said.ritual):
            wishes += [Retract(message.key), *_again(call, message, said.event)]
    return wishes


def redacted(call: Call, line: str) -> Sequence[Wish]:
    """A message was removed: the question of a round, a contribution, or the sentence in an outcome."""
    gone = call.fact
    if not isinstance(gone, Redacted):
        return ()
    for now in running(call):
        if now.ritual.source == gone.target:
            return _without_question(call, now)
    for waiting in call.read.waiting_rituals():
        if waiting.source == gone.target:
            return (Save(replace(waiting, question=None, source=None, ended=call.now)),)
    again = tuple(
        wish for message in call.read.quoting(gone.target) for wish in _again(call, message, gone.target)
    )
    said = call.read.contribution(gone.target)
    own = said is not None and said.member == call.sender
    return (*(_take_back(call, said) if said is not None and own else ()), *again)


def _off_agenda(call: Call, said: Contribution) -> tuple[Wish, ...]:
    """What came onto the agenda with those words, and nobody talked about yet, is off again."""
    return tuple(
        Save(replace(item, words=None, standing=Standing.DROPPED, ended=call.now))
        for item in call.read.agenda_items()
        if item.source == said.event
    )


def _take_back(call: Call, said: Contribution) -> tuple[Wish, ...]:
    now = numbered(call, said.ritual)
    if now is None:
        return (Erase(said),)
    if now.course.place is None or now.phase.name != said.phase:
        return (Erase(said),)
    own = [one.event for one in now.contributions(call) if one.member == said.member]
    if own != [said.event]:
        return (Erase(said),)
    try:
        return (Erase(said), *rounds.moved(call, now, TakeBack(call.sender)))
    except Illegal:
        return (Erase(said),)


def _without_question(call: Call, now: Scene) -> tuple[Wish, ...]:
    """Everything that quoted the question is removed from the room; what is needed to go on is said again."""
    ritual = replace(now.ritual, question=None, source=None, opening=call.chance.key())
    now = replace(now, ritual=ritual)
    again = [round_messages.opening(call, now, reply_to=None)]
    if now.over_days and plain(now.script):
        now = replace(now, ritual=replace(ritual, prompt=ritual.opening))  # the opening is what is answered
    elif not now.course.gathering:
        again.append(rounds.prompt(call, now))
        now = replace(now, ritual=replace(ritual, prompt=again[-1].key))
    return (save(now), *again)


def _again(call: Call, message: Message, gone: str) -> tuple[Wish, ...]:
    """What stood beside the removed words: the prompt that is waited on, what others wrote, or the outcome."""
    about = message.about
    if message.room != call.room.id or about is None:
        return ()
    ritual = call.read.ritual_number(about.number) if about.what in ("phase", "outcome") else None
    if ritual is None:
        return ()
    over = kept(ritual, call.prefix)
    if about.what == "phase" and message.key == ritual.prompt:
        return _prompt_again(call, over, gone)
    if about.what == "phase":
        beside = call.read.quoted(message.key)
        left = [said for said in call.read.contributions(ritual.number) if _stands(said, beside, gone)]
        members = tuple(dict.fromkeys(said.member for said in left))
        named = all(_by_name(over, one) for one in left) and not over.course.notes.get(UNNAMED)
        return tuple(round_messages.shown(call, over, left, members=members, named=named)) if left else ()
    if ritual.ended is None or message.key != ritual.outcome:
        return ()
    if ritual.source == gone:  # the store forgot it: it is neither said again nor kept again
        ritual = replace(ritual, question=None, source=None)
        over = kept(ritual, call.prefix)
    outcome: Say = round_messages.outcome(call, over, invites=False)
    return Save(replace(ritual, outcome=outcome.key)), outcome


def _prompt_again(call: Call, now: Scene, gone: str) -> tuple[Wish, ...]:
    """The prompt without the removed words, which are in the store until this is done."""
    said = call.read.contribution(gone)
    without = () if said is None else (replace(said, words=""),)
    prompt = rounds.prompt(call, replace(now, fresh=(*now.fresh, *without)))
    return (save(replace(now, ritual=replace(now.ritual, prompt=prompt.key))), prompt)


def _by_name(over: Scene, said: Contribution) -> bool:
    """Whether what was said in its phase is shown with names, and nothing of it is kept aside."""
    phase = next((one for one in over.script.phases if one.name == said.phase), None)
    return phase is None or (
        phase.more.get("shown", "named") == "named" and parking.PARK not in phase.more and phase.kind in NAMED
    )


def _stands(said: Contribution, beside: frozenset[str], gone: str) -> bool:
    return said.event in beside and gone not in (said.event, said.revision)


NAMED = ("round", "collect")
"""The kinds of phases whose words are shown with the names of who said them."""
READS = (*rounds.READS, "contribution", "ritual_number", "quoted", *harvest_back.READS)

COMMANDS = (
    Command(
        names=("take-back",),
        dutch=(),
        section="round",
        run=run,
        reads=READS,
        hidden=True,
        touches=(Touch("❌", "message", forgeable=False, instead="taps.take-back"),),
    ),
    Command(
        names=("taken-away",),
        dutch=(),
        section="round",
        run=redacted,
        reads=READS,
        hidden=True,
        silent=True,
        hears=("redacted",),
    ),
)
