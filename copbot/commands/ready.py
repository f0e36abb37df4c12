"""Ready: ✅ on a turn, or "klaar" by whose long turn it is; ✅ before a word was said passes. In one physical room the facilitator's ✅ goes on."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.text import Who, text
from copbot.core.wishes import Wish
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command, Phrase, Touch
from copbot.dialogue.round_kept import live, on_prompt, past
from copbot.dialogue.round_words import ENDING
from copbot.leading import rounds
from copbot.rituals.moves import Done, Next, Pass


def run(call: Call, line: str) -> Sequence[Wish]:
    """The turn is over."""
    now = live(call)
    if now is None or past(call, now) or not on_prompt(call, now):
        return ()
    meant = rounds.meant_for_copbot(call, now)
    speaking, options = now.round.speaking, now.round.options
    if meant is None or speaking is None or not (options.long or options.here):
        return ()
    said = rounds.thanks(speaking)
    tapped = call.by is By.TAP
    seat = now.round.seat(speaking)
    if call.sender == speaking and tapped and options.long and seat is not None and not seat.said:
        passed = text("round.passed", who=Who(speaking))
        return rounds.play(call, now, Pass(speaking, by=speaking), passed, aside=True)
    if call.sender == speaking:
        return rounds.play(meant, now, Done(call.sender), said, aside=tapped)
    if tapped and options.here and call.sender == now.round.facilitator:
        return rounds.play(call, now, Next(call.sender), said, aside=True)
    return ()


COMMANDS = (
    Command(
        names=("turn-ready",),
        dutch=(),
        section="round",
        run=run,
        reads=rounds.READS,
        hidden=True,
        phrases=(Phrase(ENDING, about="ritual"),),
        # It ends somebody's turn, so where the server could forge it, it takes words.
        touches=(Touch("✅", "turn", forgeable=False, instead="taps.turn"),),
    ),
)
