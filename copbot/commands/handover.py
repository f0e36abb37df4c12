"""``!handover``: the facilitator gives the round to somebody; without a name, take over from one who vanished."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Who, text
from copbot.core.wishes import Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.members import meant
from copbot.dialogue.ritual_words import own
from copbot.dialogue.round_kept import vanished
from copbot.dialogue.which_ritual import Found, find
from copbot.leading import rounds
from copbot.rituals.moves import Handover, TakeOver


def run(call: Call, line: str) -> Sequence[Wish]:
    """Hand over, or take over."""
    found = find(call, line, "handover")
    if not isinstance(found, Found):
        return found
    now, line = found.now, found.rest
    member, _ = meant(call, line, bare=True)
    leads = call.sender == now.round.facilitator
    if member is None and not line.strip() and leads:
        return answers.ask(
            call,
            Error.NEEDS_WHO,
            text(own(now.script, "round.to-whom")),
            free=Option("handover", f"#{now.ritual.number}"),
        )
    if (member is None and not line.strip()) or (member == call.sender and not leads):
        taken = TakeOver(call.sender, vanished(call, now))
        return rounds.play(call, now, taken, text(own(now.script, "round.leads"), who=Who(call.sender)))
    if member not in call.people.humans:
        return answers.refuse(call, Error.NO_SUCH_MEMBER, text("engine.no-such-member"))
    return rounds.play(
        call, now, Handover(call.sender, member), text(own(now.script, "round.leads"), who=Who(member))
    )


COMMANDS = (Command(names=("handover",), dutch=("geefdoor",), section="round", run=run, reads=rounds.READS),)
