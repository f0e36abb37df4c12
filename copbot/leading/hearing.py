"""What is said while a ritual runs: a contribution if it waits for who wrote it, else what the kind of phase makes of it.

Who is asked to listen only and speaks nevertheless is left alone in the room: their words are not kept, and once a phase
they are told so kindly, in their own chat.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from copbot.core.text import Place, text
from copbot.core.wishes import Save, Say, Wish
from copbot.dialogue.call import Call
from copbot.dialogue.round_kept import save
from copbot.dialogue.round_words import ENDING, no_contribution
from copbot.dialogue.scene import Scene
from copbot.leading import rounds
from copbot.phases.kind import Told
from copbot.phases.registry import kinds
from copbot.rituals.parts import listens
from copbot.rituals.records import Contribution
from copbot.rituals.state import Phase, Standing

_READY = re.compile(ENDING, re.IGNORECASE)
LISTENERS = "listening"
"""Under this name, which no phase can have, the course notes who was told that they only listen."""


def in_the_room(call: Call, now: Scene, words: str, *, answers_somebody: bool) -> Sequence[Wish]:
    """A message in the room. ``answers_somebody``: it replies to another member, and so is said to them."""
    if now.course.gathering:
        return ()
    if now.round.phase is Phase.TALKING:
        told = kinds()[now.phase.kind].heard(call, now, words)
        # Of who only listens nothing counts but the word that ends a talk, which anybody may say.
        if listens(now.course, now.phase, call.sender, call.read.roles()) and not (told and told.over):
            return _listening(call, now)
        return () if told is None else told_of(call, now, told)
    if not _expected(now, call.sender):
        return _listening(call, now)
    if answers_somebody or (words and no_contribution(words)):
        return ()
    options = now.round.options
    in_turns = now.round.phase is Phase.TURNS
    if in_turns and (options.here or (options.long and _READY.fullmatch(words))):
        return ()
    return contribution(call, now, words)


def contribution(call: Call, now: Scene, words: str) -> Sequence[Wish]:
    """Words of whom the phase waits for, in the room or in their own chat. Raises Illegal where it does not."""
    told = kinds()[now.phase.kind].heard(call, now, words)
    return told_of(call, now, Told(counts=True, keep=words) if told is None else told)


def told_of(call: Call, now: Scene, told: Told) -> tuple[Wish, ...]:
    """What a kind made of what the sender said. Raises Illegal where it counts and they had no say to have."""
    kept = None
    if told.keep is not None:
        kept = Contribution(
            call.room.id,
            now.ritual.number,
            call.event,
            call.sender,
            told.keep,
            call.now,
            phase=now.phase.name,
        )
        now = replace(now, fresh=(*now.fresh, kept))
    saved = () if kept is None else (Save(kept),)
    if not told.counts:
        return (*saved, *rounds.carry_out(call, now, told))
    return (*saved, *rounds.contributed(call, now, told))


def _expected(now: Scene, member: str) -> bool:
    """Whose turn it is; who writes together and was not heard yet, or may write more."""
    if now.round.phase is not Phase.WRITING:
        return now.round.speaking == member
    seat = now.round.seat(member)
    more = now.round.options.long or kinds()[now.phase.kind].again
    return seat is not None and (seat.standing is not Standing.SPOKE or more)


def _listening(call: Call, now: Scene) -> tuple[Wish, ...]:
    """Who only listens has spoken: a kind word in their own chat, once in a phase."""
    if not listens(now.course, now.phase, call.sender, call.read.roles()):
        return ()
    noted = now.course.notes.get(LISTENERS)
    told = tuple(noted["told"]) if noted and noted["entered"] == now.course.entered else ()
    if call.sender in told:
        return ()
    note = {"entered": now.course.entered, "told": [*told, call.sender]}
    after = replace(now, course=now.course.noted(LISTENERS, note))
    words = text("ritual.you-listen", room=Place(call.room.id))
    kind = {"about": f"ritual {now.ritual.number}"}
    said = Say(call.chance.key(), (words,), "nudge", kind, to=call.sender, scope=call.room.id)
    return (save(after), said)
