"""A room is upgraded: what runs in it ends, kindly, and its people are told where they find each other.

It does not go on in the new room: who is there, who leads and whether it is encrypted are other than when people answered.
In an upgraded room mostly nobody may write any more, so that who leads, and waits for something, is told in their own chat too.
"""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.facts import Moved
from copbot.core.text import Place, text
from copbot.core.wishes import Say, Wish
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.round_kept import running
from copbot.leading import rounds
from copbot.leading.opening import dropped
from copbot.rituals.moves import End

LINK = "https://matrix.to/#/"


def run(call: Call, line: str) -> Sequence[Wish]:
    """End all that runs, tell the room, and who led."""
    moved, scenes = call.fact, running(call)
    if not isinstance(moved, Moved) or not scenes:
        return ()
    wishes: list[Wish] = [dropped(call, waiting) for waiting in call.read.waiting_rituals()]
    for now in scenes:
        end = End(now.round.facilitator)
        wishes += rounds.alone(call, now, end)
    where = LINK + moved.successor
    key = call.chance.key()
    here = text("days.moved", where=where)
    wishes.append(Say(key, (here,), "nudge", {"about": "moved"}, room=call.room.id))
    room = Place(call.room.id)
    for lead in dict.fromkeys(now.round.facilitator for now in scenes):
        told = text("days.moved-lead", room=room, where=where)
        wishes.append(
            Say(
                call.chance.key(),
                (told,),
                "nudge",
                {"about": "moved"},
                to=lead,
                scope=call.room.id,
                unprompted=True,
            )
        )
    return wishes


COMMANDS = (
    Command(
        names=("room-moved",),
        dutch=(),
        section="round",
        run=run,
        reads=rounds.READS,
        hidden=True,
        silent=True,
        hears=("moved",),
    ),
)
