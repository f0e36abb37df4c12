"""Opening a round: at once, or after the one that runs now.

One round at a time in a room. Another one that is asked for meanwhile is kept as a ritual that waits, and opens by
itself when the present one is over.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from copbot.core.machine import Illegal
from copbot.core.wishes import Save, Wish
from copbot.dialogue import round_messages
from copbot.dialogue.call import Call
from copbot.dialogue.round_kept import SCRIPT, Live, window_alarm
from copbot.dialogue.round_unfolding import unfold
from copbot.rituals import round_json
from copbot.rituals.order import speaking_order
from copbot.rituals.records import Ritual
from copbot.rituals.round import open_round
from copbot.rituals.state import Options, Phase, Round

MOST_WAITING = 3
"""So many rounds may wait in a room; more would be a plan, not a conversation."""


def in_order(call: Call, members: Sequence[str]) -> tuple[str, ...]:
    """The members in speaking order, as the room has chosen."""
    settings = call.room.settings
    return speaking_order(members, call.read.roles(), members, settings.order, call.chance.shuffled)


def asked_for(call: Call, options: Options, question: str) -> Ritual:
    """A round that the sender asks for, with the next number; it waits. Needs the query ``last``."""
    return Ritual(
        room=call.room.id,
        number=call.read.last("ritual") + 1,
        script=SCRIPT,
        facilitator=call.sender,
        question=question,
        source=call.source,
        state=json.dumps(round_json.waiting(options)),
        opening="",
        threaded=False,
        started=call.now,
        acted=call.now,
    )


def check(call: Call, options: Options) -> None:
    """Whether a round with these options could open now. Raises Illegal."""
    open_round(call.sender, options, _present(call, call.sender) if options.everyone or options.here else ())


def _present(call: Call, opener: str) -> tuple[str, ...]:
    """Everybody whom a round for all is for: who is away is left in peace, unless they open it themselves."""
    away = call.read.absent(call.now) - {opener}
    return tuple(member for member in call.people.humans if member not in away)


def opened(call: Call, waiting: Ritual, *, reply_to: str | None = None) -> tuple[Wish, ...]:
    """The round opens now: kept, with its opening in the room, its alarm or its first prompt. Raises Illegal."""
    options = round_json.waiting_options(json.loads(waiting.state))
    at_once = options.everyone or options.here
    members = in_order(call, _present(call, waiting.facilitator)) if at_once else ()
    state, happened = open_round(waiting.facilitator, options, members)
    settings = call.room.settings
    ritual = replace(
        waiting,
        opening=call.chance.key(),
        threaded=settings.threads,
        started=call.now,
        acted=call.now,
    )
    begins = None if at_once else call.now + timedelta(minutes=settings.join_minutes)
    start = Live(ritual, Round(Phase.JOINING, options, ritual.facilitator), begins)
    told = unfold(call, start, state, happened, opening=False)
    opening = round_messages.opening(call, ritual, state, told.live.due, reply_to=reply_to)
    alarms = () if begins is None else (window_alarm(call, start),)
    return (*told.wishes, opening, *told.said, *alarms)


def following(call: Call, queued: Sequence[Ritual] = ()) -> tuple[Wish, ...]:
    """A round is over: the first that waits opens, if who asked for it is still here and its question still stands.

    ``queued`` are rounds that wait but are not in the store yet.
    """
    gone: list[Wish] = []
    for waiting in (*call.read.waiting_rituals(), *queued):
        if waiting.facilitator in call.people.members and waiting.question is not None:
            try:
                return (*gone, *opened(call, waiting))
            except Illegal:  # nobody is in the room any more whom it could be for
                pass
        gone.append(dropped(call, waiting))
    return tuple(gone)


def dropped(call: Call, waiting: Ritual) -> Save:
    """A round that waits does not open any more."""
    return Save(replace(waiting, ended=call.now))
