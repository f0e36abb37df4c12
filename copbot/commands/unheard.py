"""What copbot could not take in, in an encrypted room, and says so: once, and with a way on.

Said in the clear, or from a device that nobody verified: anybody may have put that there, so nothing is done with it, and
who spoke is told. Sealed, for want of a key: keys often come a moment later, so the room hears of it only after a while,
in waking hours, and not again until something of that member could be read, or for a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from copbot.core.errors import Error
from copbot.core.facts import Overheard, Redacted, Sealed
from copbot.core.quiet import free_from
from copbot.core.text import Text, Who, text
from copbot.core.wishes import Ring, Save, Say, Silence, Wish
from copbot.dialogue import hints
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.round_kept import at_turn, live

GRACE = timedelta(minutes=5)  # a key that comes later than this is late
SILENT = timedelta(days=1)
SEALED = "sealed"


def overheard(call: Call, line: str) -> Sequence[Wish]:
    """Who spoke to copbot in the clear, or from an unverified device, is told how it would be heard; so is whose turn it is."""
    heard = call.fact
    if not isinstance(heard, Overheard) or call.sender not in call.people.humans:
        return ()
    if not heard.spoken and not _awaited(call):
        return ()
    by_device = heard.why == "device"
    if hints.told(call, "device" if by_device else "clear"):
        return ()
    told = hints.hint(call, "device" if by_device else "clear", call.sender)
    words = text("unheard.device" if by_device else "unheard.clear", who=Who(call.sender))
    fields = {"command": "", "ok": False, "error": Error.UNVERIFIED if by_device else Error.IN_THE_CLEAR}
    return [_say(call, call.event, words, fields), Save(told)]


def _awaited(call: Call) -> bool:
    """Whether a round waits for words of just this member, which would wait in vain."""
    now = live(call)
    return now is not None and not now.round.options.here and at_turn(now, call.sender)


def sealed(call: Call, line: str) -> Sequence[Wish]:
    """A message came without its key: time is given for that to come; one that is removed needs none."""
    match call.fact:
        case Redacted(target=target) if not call.room.open:
            return (Silence(_alarm(target)),)  # where nothing may be kept, nothing else tells that it is gone
        case Sealed(of=event) if not _silent(call):
            return (Ring(_alarm(event), call.now + GRACE, call.room.id, SEALED, event),)
        case _:
            return ()


def still_sealed(call: Call, event: str) -> Sequence[Wish]:
    """The time is over. Where nobody accepted the notice no message is kept to be opened later, so it still is."""
    sender = call.read.sealed_by(event)
    if (sender is None and call.room.open) or _silent(call):
        return ()
    free = free_from(call.now, call.zone, call.room.settings.quiet, None)
    if free > call.now:
        return (Ring(_alarm(event), free, call.room.id, SEALED, event),)  # by then it may have come
    fields = {"command": "", "ok": False, "error": Error.UNREADABLE}
    told = _say(call, event, text("unheard.sealed"), fields, unprompted=True)
    return [told, Save(hints.hint(call, "sealed", sender or ""))]


def _silent(call: Call) -> bool:
    at = call.read.hinted_here("sealed")
    return at is not None and at > call.now - SILENT


def _alarm(event: str) -> str:
    return f"{SEALED}:{event}"


def _say(call: Call, event: str, words: Text, fields: dict[str, object], *, unprompted: bool = False) -> Say:
    return Say(
        call.chance.key(),
        (words,),
        "reply",
        fields,
        room=call.room.id,
        reply_to=event,
        unprompted=unprompted,
    )


COMMANDS = (
    Command(
        names=("overheard",),
        dutch=(),
        section="room",
        run=overheard,
        reads=(*hints.READS, "ritual"),
        early=True,
        roomless=True,
        hidden=True,
        silent=True,
        hears=("overheard",),
    ),
    Command(
        names=(SEALED,),
        dutch=(),
        section="room",
        run=sealed,
        reads=(*hints.READS, "sealed_by"),
        early=True,
        roomless=True,
        hidden=True,
        silent=True,
        peopled=False,
        hears=("sealed", "redacted"),
        rings={SEALED: still_sealed},
    ),
)
