"""Writing in private to who takes part in a ritual: their card, with whom they talk.

copbot begins a direct chat only with who tapped or wrote. Whoever raised a hand for the ritual or spoke in it did; whoever
was simply in the room when a ritual for everybody began did not, unless there is a chat already. Who wants no direct
messages gets none. They all can ask for it in the room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from copbot.core.records import Option
from copbot.core.text import Text
from copbot.core.wishes import Ask, Say, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.scene import Scene
from copbot.rituals.parts import takes_part
from copbot.rituals.script import Mode

READS = ("roles", "absent", "stopped", "chat_settings")
"""The queries that it needs."""


def taking_part(call: Call, scene: Scene) -> tuple[str, ...]:
    """Those who have a part in the present phase and are not away, in speaking order."""
    roles, away = call.read.roles(), call.read.absent(call.now) - {call.sender}
    course = scene.course
    here = (member for member in course.members if member not in away)
    return tuple(member for member in here if takes_part(course, scene.phase, member, roles))


def reached(call: Call, scene: Scene, member: str) -> bool:
    """Whether copbot may write to a member by itself. Who says or taps something just now is always reached."""
    if member == call.sender:
        return True
    if call.read.stopped(member):
        return False
    course = scene.course
    by_hand = course.mode is Mode.LIVE and not (course.options.everyone or course.options.here)
    acted = {course.facilitator, course.owner, *course.settled().spoke, *course.settled().passed}
    return by_hand or member in acted or call.read.chat_settings(member) is not None


def said(
    call: Call,
    scene: Scene,
    member: str,
    lines: Sequence[Text],
    about: str,
    choices: Sequence[tuple[Text, Option]] = (),
) -> tuple[Wish, ...]:
    """A message in the member's direct chat, with numbers to answer. Live, or asked for, it comes at once; over days at a decent hour."""
    key = call.chance.key()
    asked_for = member == call.sender or scene.course.mode is Mode.LIVE
    more: dict[str, Any] = {"aloud": True, "unprompted": not asked_for}
    labels = tuple(label for label, _ in choices)
    kind = "question" if choices else "nudge"
    fields = {"about": about}
    message = Say(key, tuple(lines), kind, fields, to=member, scope=call.room.id, choices=labels, **more)
    if not choices:
        return (message,)
    options = tuple(option for _, option in choices)
    nobodys = replace(call, source=None)  # it repeats no words of whoever had the phase begin
    return message, Ask(answers.question(nobodys, key, options, asked=member, private=True))
