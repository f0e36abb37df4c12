"""``!decision``: one decision; who does what for it, and when it is looked at again. Here too: that it comes back by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from copbot.core.wishes import Wish
from copbot.dialogue import adopting, apart, decision_register, ladder_support, undertaking
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.undertaking import who_does

READS = tuple(dict.fromkeys((*decision_register.READS, *ladder_support.READS, *apart.READS)))
_WHO = re.compile(r"(?:wie|who)\b[:,]?\s*(.*)", re.IGNORECASE | re.DOTALL)
MONTH = 1


def run(call: Call, line: str) -> Sequence[Wish]:
    """Show a decision, set another day for it, or say who does what."""
    found = decision_register.find(call, line, "decision")
    if not isinstance(found, decision_register.Found):
        return found
    made, rest = found.made, found.rest
    if not rest:
        theirs = {made.proposer, *decision_register.undertakers(call, made)}
        return apart.refused(call, "decision", made.number, theirs) or decision_register.one(call, made)
    if match := _WHO.fullmatch(rest):
        return who_does(call, made, match[1])
    set_to = decision_register.day_from(call, made, rest)
    return who_does(call, made, rest) if set_to is None else set_to


def who(call: Call, line: str) -> Sequence[Wish]:
    """The answer to the question who does what."""
    found = decision_register.find(call, line, "decision-who")
    if not isinstance(found, decision_register.Found):
        return found
    return who_does(call, found.made, found.rest)


def perhaps(call: Call, line: str) -> Sequence[Wish]:
    """Words in reply to a decision that may say who does what."""
    found = decision_register.find(call, line, "decision-who")
    if not isinstance(found, decision_register.Found):
        return found
    return undertaking.perhaps(call, found.made, found.rest)


def another_day(call: Call, line: str) -> Sequence[Wish]:
    """The day that was asked back."""
    found = decision_register.find(call, line, "decision-review")
    if not isinstance(found, decision_register.Found):
        return found
    set_to = decision_register.day_from(call, found.made, found.rest)
    assert set_to is not None, "what was asked for is asked again"
    return set_to


def later(call: Call, line: str) -> Sequence[Wish]:
    """Not now: in a month."""
    return decision_register.keep(call, line, MONTH)


def _part(name: str, act: Callable[[Call, str], Sequence[Wish]], *phrases: Phrase) -> Command:
    return Command(
        names=(name,),
        part_of="decision",
        dutch=(),
        section="decisions",
        run=act,
        reads=READS,
        hidden=True,
        phrases=phrases,
    )


# What people say of what was decided, and not of what they are going to do.
_TALK = (
    r"(?!(?:vind|vond|denk|dacht|hoop|ben|was|snap|weet|heb|had|voel|zou|wou|geloof|twijfel|hou|mis|lees|zie|begrijp"
    r"|think|hope|am|was|feel|like|love|agree|know|see|have|had|would|doubt|guess|understand)\b|(?:\w+ )?(?:kan|wil|ga|can|do|will) (?:niet|not)\b)"
)
_OWN = rf"(?P<words>(?:ik|i|i'll|i will) {_TALK}\w+ .{{3,}})"
_OTHERS = r"(?P<words>@\S+ .{3,})"


COMMANDS = (
    Command(
        names=("decision",),
        dutch=("besluit",),
        section="decisions",
        run=run,
        reads=READS,
        wordy=True,
        rings={adopting.REVIEW: decision_register.review},
    ),
    _part("decision-who", who),
    _part(
        "decision-perhaps",
        perhaps,
        Phrase(_OWN, about="decision", line="#{n} {words}"),
        Phrase(_OTHERS, about="decision", line="#{n} {words}"),
    ),
    _part("decision-review", another_day),
    _part("decision-keep", decision_register.keep),
    _part("decision-later", later),
    _part("decision-better", decision_register.better),
)
