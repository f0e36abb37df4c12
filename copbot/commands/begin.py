"""``!begin``: the facilitator does not wait for the time to join to end; also in words, in reply to the opening or by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copbot.core.wishes import Wish
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.round_kept import live, past
from copbot.dialogue.round_refusals import nothing_runs, over
from copbot.dialogue.round_words import BEGINNING
from copbot.leading import rounds
from copbot.leading.opening import in_order
from copbot.rituals.moves import Begin
from copbot.rituals.state import Phase


def run(call: Call, line: str) -> Sequence[Wish]:
    """Begin."""
    now = live(call)
    if now is None:
        return nothing_runs(call)
    order = in_order(call, now.round.members)
    return rounds.play(call, now, Begin(call.sender, order), rounds.goes_on(call, now))


def in_words(call: Call, line: str) -> Sequence[Wish]:
    """Begin, in words of everyday. They mean nothing here where no round waits for its beginning: "start" has other uses."""
    now = live(call)
    about = call.about.what if call.about else None
    if now is None or about not in (None, "opening"):
        return ()
    if past(call, now):
        return over(call)
    if now.round.phase is not Phase.JOINING and about is None:
        return ()
    return run(call, line)


def in_passing(call: Call, line: str) -> Sequence[Wish]:
    """The same, said in the room by who leads while the ritual waits for its beginning: nobody else can mean it."""
    now = live(call)
    if now is None or now.round.phase is not Phase.JOINING or call.sender != now.round.facilitator:
        return ()
    return run(replace(call, addressed=True), line)


COMMANDS = (
    Command(names=("begin",), dutch=("begin",), section="round", run=run, reads=rounds.READS),
    Command(
        names=("begin-now",),
        part_of="begin",
        dutch=(),
        section="round",
        run=in_words,
        reads=rounds.READS,
        hidden=True,
        phrases=(Phrase(BEGINNING, about="opening"), Phrase(BEGINNING)),
    ),
    Command(
        names=("begin-said",),
        part_of="begin",
        dutch=(),
        section="round",
        run=in_passing,
        reads=rounds.READS,
        hidden=True,
        phrases=(Phrase(BEGINNING, about="ritual"),),
    ),
)
