"""A vote within a ritual: when everybody has voted its phase is over, and an option that was taken away leaves the poll."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copbot.core.facts import Redacted
from copbot.core.quiet import quiet_until
from copbot.core.wishes import Save, Wish
from copbot.dialogue import ballots, polls
from copbot.dialogue.ballot_keys import MOVED, belongs
from copbot.dialogue.ballot_keys import moved as told
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.leading import rounds
from copbot.phases.kind import Told
from copbot.polls.poll import Phase


def moved(call: Call, payload: str) -> Sequence[Wish]:
    """Somebody voted in the poll of that number, or it was closed: the phase goes on if nobody is waited for."""
    kept = call.read.poll(int(payload))
    now = None if kept is None else ballots.running(call, kept)
    if kept is None or now is None or not ballots.all_voted(call, now, kept):
        return ()
    morning = quiet_until(call.now, call.zone, call.room.settings.quiet) if now.over_days else None
    if morning is not None and morning < kept.poll.deadline:
        return tuple(replace(ring, at=morning) for ring in told(call, kept))  # until then votes may change
    return rounds.carry_out(call, now, Told(over=True))


def taken_away(call: Call, line: str) -> Sequence[Wish]:
    """An option's words were taken away: the poll is shown again without them, and what was cast stays cast.

    copbot's message with those words is removed from the room, and the poll that people tapped on with it.
    """
    gone = call.fact.target if isinstance(call.fact, Redacted) else ""
    wishes: list[Wish] = []
    for message in call.read.quoting(gone):
        kept = (
            call.read.poll(message.about.number) if message.about and message.about.what == "poll" else None
        )
        theirs = None if kept is None else belongs(kept)
        if kept is None or theirs is None or kept.poll.phase is not Phase.OPEN or message.key != kept.opening:
            continue
        left = tuple(
            replace(option, text="") if option.source == gone else option for option in kept.poll.options
        )
        if left == kept.poll.options or kept.poll.source == gone:
            continue
        again = replace(kept, poll=replace(kept.poll, options=left), opening=theirs.key(call))
        wishes += [Save(again), polls.shown(call, again)]
    return wishes


COMMANDS = (
    Command(
        names=("ballot",),
        part_of="poll",
        dutch=(),
        section="poll",
        run=lambda _call, _line: (),
        reads=rounds.READS,
        hidden=True,
        silent=True,
        rings={MOVED: moved},
    ),
    Command(
        names=("ballot-words-gone",),
        part_of="poll",
        dutch=(),
        section="poll",
        run=taken_away,
        reads=("quoting", "poll"),
        hidden=True,
        silent=True,
        hears=("redacted",),
    ),
)
