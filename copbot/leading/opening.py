"""Opening a ritual: at once, or after the one that runs now.

One ritual at a time in a room. Another one that is asked for meanwhile is kept as a ritual that waits, and opens by
itself when the present one is over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from copbot.core.errors import Error
from copbot.core.machine import Illegal
from copbot.core.wishes import Save, Wish
from copbot.dialogue import days_words, round_messages
from copbot.dialogue.call import Call
from copbot.dialogue.round_kept import CAME, UNTIL, script_of, window_alarm
from copbot.dialogue.scene import Scene
from copbot.leading.unfolding import unfold
from copbot.rituals import course_json, script_json
from copbot.rituals.course import Course, open_course
from copbot.rituals.happenings import Happening
from copbot.rituals.order import speaking_order
from copbot.rituals.records import Ritual
from copbot.rituals.script import Mode, Script
from copbot.rituals.state import Options, Phase, Round

MOST_WAITING = 3
"""So many rituals may wait in a room; more would be a plan, not a conversation."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A ritual as it is asked for. ``owner`` brings the topic, where the script wants somebody who does.

    Over days, ``until`` is when it ends (ISO), where that was said, and ``unnamed`` whether names are left out.
    """

    script: Script
    mode: Mode
    options: Options
    question: str
    facilitator: str
    owner: str | None = None
    until: str | None = None
    unnamed: bool = False

    @property
    def notes(self) -> dict[str, Any]:
        """What the course remembers of how it was asked for."""
        unnamed = {days_words.UNNAMED: True} if self.unnamed else {}
        return unnamed | ({UNTIL: self.until} if self.until is not None else {})


def in_order(call: Call, members: Sequence[str]) -> tuple[str, ...]:
    """The members in speaking order, as the room has chosen."""
    settings = call.room.settings
    return speaking_order(members, call.read.roles(), members, settings.order, call.chance.shuffled)


def asked_for(call: Call, asked: Asked) -> Ritual:
    """A ritual that is asked for, with the next number; it waits. Needs the query ``last``."""
    return Ritual(
        room=call.room.id,
        number=call.read.last("ritual") + 1,
        script=asked.script.name,
        facilitator=asked.facilitator,
        question=asked.question or None,
        source=call.source if asked.question else None,
        state=json.dumps(course_json.waiting(asked.mode, asked.options)),
        opening="",
        threaded=False,
        started=call.now,
        acted=call.now,
        copy=script_json.to_text(asked.script),
        mode=asked.mode.value,
        owner=asked.owner,
    )


def private_enough(call: Call, script: Script) -> bool:
    """Whether the room is as closed as the script wants it."""
    return not script.sensitive or (call.room.encrypted and not call.people.public)


def check(call: Call, asked: Asked) -> None:
    """Whether it could open now. Raises Illegal."""
    _course(call, asked.script, asked.mode, asked.options, asked.facilitator, asked.owner)


def _course(
    call: Call, script: Script, mode: Mode, options: Options, facilitator: str, owner: str | None
) -> tuple[Course, tuple[Happening, ...]]:
    at_once = options.everyone or options.here or mode is Mode.DAYS
    left_out = call.people.deaf if options.everyone and not options.here else frozenset[str]()
    present = (member for member in _present(call, facilitator) if member not in left_out)
    members = in_order(call, tuple(present)) if at_once else ()
    return open_course(script, mode, options, facilitator, call.read.roles(), members, owner)


def _present(call: Call, opener: str) -> tuple[str, ...]:
    """Everybody whom a round for all is for: who is away is left in peace, unless they open it themselves."""
    away = call.read.absent(call.now) - {opener}
    return tuple(member for member in call.people.humans if member not in away)


def opened(
    call: Call, waiting: Ritual, *, reply_to: str | None = None, notes: Mapping[str, Any] | None = None
) -> tuple[Wish, ...]:
    """The ritual opens now: kept, with its opening in the room, its alarm or its first prompt. Raises Illegal."""
    mode, options = course_json.waited_for(json.loads(waiting.state))
    script = script_of(waiting)
    if not private_enough(call, script):
        raise Illegal(Error.NOT_PRIVATE)  # the room was opened up while it waited
    course, happened = _course(call, script, mode, options, waiting.facilitator, waiting.owner)
    course = replace(course, notes={**course.notes, **(notes or {}), **_others(call, course)})
    settings = call.room.settings
    ritual = replace(
        waiting,
        opening=call.chance.key(),
        threaded=settings.threads,
        started=call.now,
        acted=call.now,
    )
    gathers = course.gathering
    begins = call.now + timedelta(minutes=settings.join_minutes) if gathers else None
    gathering = Course(mode, options, Round(Phase.JOINING, options, ritual.facilitator), owner=waiting.owner)
    start = Scene(ritual, script, gathering, begins, prefix=call.prefix)
    told = unfold(call, start, course, happened, opening=False)
    # What began at once ends the opening's say: it tells who takes part as things stand before anything else is said.
    opening = round_messages.opening(call, replace(told.live, ritual=ritual), reply_to=reply_to)
    alarms = () if begins is None else (window_alarm(call, start),)
    return (*told.wishes, opening, *told.said, *told.last, *alarms)


def _others(call: Call, course: Course) -> dict[str, Any]:
    """Over days, who is away when it begins, and may come back before it ends."""
    others = [member for member in call.people.humans if member not in course.members]
    return {CAME: others} if course.mode is Mode.DAYS and others else {}


def following(call: Call, queued: Sequence[Ritual] = ()) -> tuple[Wish, ...]:
    """A round is over: the first that waits opens, if who asked for it is still here and its question still stands.

    ``queued`` are rounds that wait but are not in the store yet.
    """
    gone: list[Wish] = []
    for waiting in (*call.read.waiting_rituals(), *queued):
        if waiting.facilitator in call.people.members and _stands(waiting):
            try:
                return (*gone, *opened(call, waiting))
            except Illegal:  # nobody is in the room any more whom it could be for
                pass
        gone.append(dropped(call, waiting))
    return tuple(gone)


def _stands(waiting: Ritual) -> bool:
    """Whether its question was not taken away; one that never had any stands too."""
    return waiting.question is not None or waiting.source is None


def dropped(call: Call, waiting: Ritual) -> Save:
    """A round that waits does not open any more."""
    return Save(replace(waiting, ended=call.now))
