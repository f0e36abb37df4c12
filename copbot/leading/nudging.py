"""Over days, who has not answered is asked again, in their own chat: halfway and on the last day, at most twice in a ritual.

Only to whom copbot has a chat with already: it begins none for this. Never who is away, said stop, or is young; nobody is named
in the room. Answering and skipping are both fine, right there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from copbot.core.facts import Rang
from copbot.core.quiet import free_from
from copbot.core.records import Option, Question
from copbot.core.text import Place, text
from copbot.core.wishes import About, Ask, Say, Wish
from copbot.dialogue.call import Call
from copbot.dialogue.ladder_words import day
from copbot.dialogue.ritual_words import asked
from copbot.dialogue.round_kept import save, time_alarm
from copbot.dialogue.scene import Scene
from copbot.leading import over_days
from copbot.leading.answering import PRIVATE
from copbot.phases import agree
from copbot.rituals.lots import young
from copbot.rituals.over_days import IN_TIME, MOST_NUDGES

NUDGED = "days:nudged"
"""Under this name, which no phase can have, the course notes how often each member was asked again."""


def nudge(call: Call, now: Scene) -> Sequence[Wish]:
    """The time has come. Where copbot was down, or in the quiet hours, it comes later, if that is still in good time."""
    if not over_days.waits(now) or now.due is None:
        return ()
    free = free_from(call.now, call.zone, call.room.settings.quiet, None)
    if free > call.now:
        purpose = call.fact.purpose if isinstance(call.fact, Rang) else ""
        return (time_alarm(now, free, purpose),) if free <= now.due - IN_TIME else ()
    counts: Mapping[str, int] = now.course.notes.get(NUDGED) or {}
    waiting = [seat.member for seat in now.round.seats if seat.pending]
    meant = [member for member in waiting if _reached(call, now, member, counts.get(member, 0))]
    if not meant:
        return ()
    counted = {**counts, **{member: counts.get(member, 0) + 1 for member in meant}}
    after = now.with_noted(NUDGED, counted)
    return (save(after), *(wish for member in meant for wish in _asked(call, after, member)))


def _reached(call: Call, now: Scene, member: str, before: int) -> bool:
    """Whether there is a chat with the member in which it can be said in time, and they may be asked again."""
    assert now.due is not None
    if before >= MOST_NUDGES or member not in call.people.humans or call.read.stopped(member):
        return False
    if member in call.read.absent(call.now) or young(call.read.roles(), (member,)):
        return False
    if any(map(partial(_chooses, now), call.read.choosing(member, call.now))):
        return False  # a number is their answer to that, and must not become one to this
    chat = call.read.chat_settings(member)
    return chat is not None and free_from(call.now, call.zone, chat.quiet, None) <= now.due - IN_TIME


def _chooses(now: Scene, option: Option) -> bool:
    """Whether choosing a number stands for something of this ritual, other than what is asked again here."""
    return option.numbered and option.verb != PRIVATE and option.line.split(" ")[0] == str(now.ritual.number)


def _asked(call: Call, now: Scene, member: str) -> tuple[Wish, ...]:
    assert now.due is not None
    key = call.chance.key()
    labels, options = agree.choices(now) if agree.alone(now) else ((), ())
    said = Say(
        key,
        (
            text("days.nudge", room=Place(now.ritual.room), question=asked(now)),
            text("days.nudge-how", until=day(now.due, call.zone)),
        ),
        "nudge",
        {"about": "ritual"},
        to=member,
        scope=now.ritual.room,
        about=About("answer", now.ritual.number),
        unprompted=True,
        aloud=True,
        choices=labels,
    )
    free = Option(PRIVATE, f"{now.ritual.number} {now.course.entered}")
    waits = Question(
        key,
        now.ritual.room,
        member,
        now.due,
        options=options,
        free=free,
        source=now.ritual.source,
        stays=True,
    )
    return said, Ask(waits)
