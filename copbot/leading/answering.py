"""Answers to a ritual over days: in the room in reply to what copbot asked, or in one's own chat.

Who came to the room later may answer too. Several messages add up. In the room a message that replies to nothing of copbot's is
people's talk; in one's own chat it is only an answer where that is plain, or was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from copbot.core.errors import Error
from copbot.core.machine import Illegal
from copbot.core.records import Option, Question
from copbot.core.text import Place, Who, text
from copbot.core.wishes import About, Ask, Say, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.round_kept import CAME, kept, running, save
from copbot.dialogue.round_refusals import refused
from copbot.dialogue.round_words import no_contribution
from copbot.dialogue.scene import Scene
from copbot.dialogue.which_ritual import called
from copbot.leading import hearing, over_days, rounds, willing
from copbot.phases import _writing
from copbot.phases.registry import kinds
from copbot.rituals.course import step
from copbot.rituals.moves import Join, Pass
from copbot.rituals.parts import takes_part
from copbot.rituals.state import Phase

PRIVATE = "ritual-answer"
"""The command that an answer in one's own chat is."""
SHOWN = 4
"""So many rituals are shown where it is asked to which of them words belong."""


def in_the_room(call: Call, now: Scene, words: str) -> Sequence[Wish]:
    """A message in the room that replies to one of the ritual's."""
    if call.sender not in call.people.humans:
        return ()
    if _is_earlier(call, now) or not over_days.in_time(call, now):
        return () if now.round.phase is Phase.TALKING else over_days.too_late(call, now)
    if words and no_contribution(words):
        return ()
    if (over := hearing.stopping(call, now, words)) is not None:
        return over
    if (first := _first(call, now)) is not None:
        return first
    now = _with_sender(call, now)
    if hearing.alone(now):
        return hearing.in_the_wrong_place(call, now, words) if now.round.seat(call.sender) else ()
    if now.round.phase is Phase.WRITING and now.round.seat(call.sender) is not None:
        return hearing.contribution(call, now, words)
    return hearing.in_the_room(call, now, words, answers_somebody=False)


def in_a_talk(call: Call, words: str) -> Sequence[Wish]:
    """A message in the room that replies to nothing of copbot's: in a talk over days a kind may wait for its words."""
    for now in running(call):
        if not now.over_days or now.course.over:
            continue
        if (over := hearing.stopping(call, now, words)) is not None:
            return over
        if now.round.phase is Phase.TALKING:
            told = kinds()[now.phase.kind].heard(call, now, words)
            if told is not None:
                return hearing.told_of(call, now, told)
    return ()


def came(call: Call) -> Sequence[Wish]:
    """A member came to the room: nobody waits for them, but in their own chat they can answer what runs."""
    if call.sender not in call.people.humans:
        return ()
    wishes = []
    for now in running(call):
        before = now.course.notes.get(CAME) or ()
        if now.over_days and call.sender not in (*before, *now.course.members):
            wishes.append(save(now.with_noted(CAME, [*before, call.sender])))
    return wishes


def privately(call: Call, now: Scene, words: str) -> Sequence[Wish]:
    """An answer in one's own chat; it says that it was taken, and how to add to it or to change it."""
    if call.sender not in call.people.humans or not over_days.in_time(call, now):
        return answers.refuse(call, Error.ROUND_CLOSED, text("days.too-late-here", room=Place(call.room.id)))
    if (first := _first(call, now)) is not None:
        return first
    unanswered = replace(call, by=By.HEARD, event=call.source or call.event)
    try:
        wishes = tuple(hearing.contribution(unanswered, _with_sender(call, now), words))
    except Illegal as refusal:
        return refused(call, now.round, refusal.code, due=now.due, script=now.script)
    if any(isinstance(wish, Say) and wish.reply_to == unanswered.event for wish in wishes):
        return tuple(_replying(call, unanswered, wish) for wish in wishes)
    return (*wishes, *_taken(call, now))


def passed(call: Call, now: Scene) -> Sequence[Wish]:
    """Nothing to say this time: told in one's own chat."""
    if (first := _first(call, now)) is not None:
        return first
    words = text("days.passed", who=Who(call.sender))
    return rounds.play(call, _with_sender(call, now), Pass(call.sender, call.sender), words)


def perhaps(call: Call, words: str) -> Sequence[Wish]:
    """Words out of the blue in a direct chat, while rituals wait for the sender: whether they are an answer is asked."""
    waiting = [now for now in _asking(call) if _waits_for(call, now, words)][:SHOWN]
    if not waiting:
        return ()
    means: Literal["", "yes"] = "yes" if len(waiting) == 1 else ""
    choices = [
        (
            text("days.answers", ritual=called(now), room=Place(now.ritual.room)),
            Option(PRIVATE, f"{now.ritual.number} {now.course.entered} {words}", now.ritual.room, means),
        )
        for now in waiting
    ]
    no = (text("days.answers-none"), Option("never-mind", means="no"))
    return answers.ask(call, Error.NOT_UNDERSTOOD, text("days.is-it-an-answer"), choices=[*choices, no])


def _asking(call: Call) -> tuple[Scene, ...]:
    return tuple(
        kept(ritual, call.prefix) for ritual in call.read.over_days_with(call.sender, call.room.encrypted)
    )


def _waits_for(call: Call, now: Scene, words: str) -> bool:
    if not over_days.waits(now) or not over_days.in_time(call, now):
        return False
    figure = now.phase.kind == "rate"
    if words.strip().isdecimal() and not figure:
        return False  # a number answers a question with numbers
    return now.round.seat(call.sender) is not None or call.sender in (now.course.notes.get(CAME) or ())


def _is_earlier(call: Call, now: Scene) -> bool:
    """Whether it replies to what was asked in a phase that is over, and not to an answer, the opening or the outcome."""
    return call.touched is not None and call.touched in (now.course.notes.get(over_days.ASKED) or ())


def _first(call: Call, now: Scene) -> Sequence[Wish] | None:
    """What who came to the room later is asked before any answer of theirs; None where there is nothing, or it is talk."""
    return willing.asked_first(call, now) if now.round.phase is Phase.WRITING else None


def _with_sender(call: Call, now: Scene) -> Scene:
    """With a seat for who came to the room later, or who was away when it began."""
    roles = call.read.roles()
    coming = call.sender not in now.course.members
    seat = now.round.seat(call.sender)
    if now.round.phase is not Phase.WRITING or (seat is not None and not coming):
        return now
    if not coming and not takes_part(now.course, now.phase, call.sender, roles):
        return now
    try:
        course, _ = step(now.course, now.script, Join(call.sender), roles)
    except Illegal:
        return now
    return replace(now, course=course)


def _taken(call: Call, now: Scene) -> tuple[Wish, ...]:
    key, room = call.chance.key(), Place(call.room.id)
    id = "days.taken-unshown" if _writing.kept_to_itself(now) else "days.taken"
    said = answers.reply(call, text(id, room=room), key=key, about=About("answer", now.ritual.number))
    free = Option(PRIVATE, f"{now.ritual.number} {now.course.entered}")
    until = max(now.due or call.now, answers.until(call.now))
    asked = Question(key, call.room.id, call.sender, until, room=call.spot.room, free=free, stays=True)
    return said, Ask(asked)


def _replying(call: Call, unanswered: Call, wish: Wish) -> Wish:
    """What the kind said to it answers the message at hand."""
    if isinstance(wish, Say) and wish.reply_to == unanswered.event:
        return replace(wish, reply_to=call.event, field={**wish.field, "command": call.command})
    return wish
