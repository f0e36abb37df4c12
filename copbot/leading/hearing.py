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
from copbot.leading import rounds, unfolding
from copbot.phases import _stopping, agree
from copbot.phases.kind import Told
from copbot.phases.registry import kinds
from copbot.rituals.parts import listens
from copbot.rituals.records import Contribution
from copbot.rituals.stances import agrees
from copbot.rituals.state import Phase, Standing

_READY = re.compile(ENDING, re.IGNORECASE)
LISTENERS = "listening"
"""Under this name, which no phase can have, the course notes who was told that they only listen."""
ALONE = "alone:told"
"""Under this name, which no phase can have, it notes who was told that an answer in the room does not count."""


def in_the_room(call: Call, now: Scene, words: str, *, answers_somebody: bool) -> Sequence[Wish]:
    """A message in the room. ``answers_somebody``: it replies to another member, and so is said to them."""
    if now.course.gathering:
        return ()
    if now.round.phase is not Phase.TALKING and (over := stopping(call, now, words)) is not None:
        return over
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
    if alone(now):
        return in_the_wrong_place(call, now, words)
    options = now.round.options
    in_turns = now.round.phase is Phase.TURNS
    if in_turns and (options.here or (options.long and _READY.fullmatch(words))):
        return ()
    return contribution(call, now, words)


def contribution(call: Call, now: Scene, words: str) -> Sequence[Wish]:
    """Words of whom the phase waits for, in the room or in their own chat. Raises Illegal where it does not."""
    told = kinds()[now.phase.kind].heard(call, now, words)
    return told_of(call, now, Told(counts=True, keep=words) if told is None else told)


def stopping(call: Call, now: Scene, words: str) -> Sequence[Wish] | None:
    """The word that ends the present step at once, whoever says it, where its script names one; None where it is none."""
    told = _stopping.stopped(call, now, words)
    if told is None:
        return None
    return rounds.tell(call, unfolding.carry_out(call, now, told), text("stopping.stopped"))


def alone(now: Scene) -> bool:
    """Whether in the present step each answers in their own chat, and what is said in the room is talk."""
    return now.round.phase is Phase.WRITING and bool(now.phase.more.get("private"))


def in_the_wrong_place(call: Call, now: Scene, words: str) -> Sequence[Wish]:
    """Words in the room while each is asked alone: where they look like an answer, who said them is asked for it once more.

    They count for nothing: what is said before others may be said because of them, and people talk meanwhile.
    """
    kind = kinds()[now.phase.kind]
    replies = call.about is not None and call.about.number == now.ritual.number
    if not replies and (kind.name != agree.KIND.name or agrees(words) is None):
        return ()
    asked = kind.joined(call, now, call.sender)
    noted = _once(call, now, ALONE)
    if asked is None or noted is None:
        return ()
    first = text("ritual.only-here", room=Place(call.room.id))
    says = [replace(one, lines=(first, *one.lines[1:]), unprompted=False) for one in asked.says]
    return (save(noted), *says, *asked.wishes)


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
    after = _once(call, now, LISTENERS)
    if after is None:
        return ()
    words = text("ritual.you-listen", room=Place(call.room.id))
    kind = {"about": f"ritual {now.ritual.number}"}
    said = Say(call.chance.key(), (words,), "nudge", kind, to=call.sender, scope=call.room.id)
    return (save(after), said)


def _once(call: Call, now: Scene, name: str) -> Scene | None:
    """With a note that the sender was told something of the present step; None where they were before."""
    noted = now.course.notes.get(name)
    told = tuple(noted["told"]) if noted and noted["entered"] == now.course.entered else ()
    if call.sender in told:
        return None
    return now.with_noted(name, {"entered": now.course.entered, "told": [*told, call.sender]})
