"""``!next``: who leads goes on to the next one; in one physical room it means that this one has spoken.

``!next step`` goes on to the next step of the script in any case, without waiting for who was not heard; with the name of a step
to that one, as far as the script allows. ``!next without`` and a name leaves a step out ahead of time, ``!next with`` takes it in
again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import text
from copbot.core.wishes import Wish
from copbot.dialogue import answers, proposal_leading, proposals, round_kept, steps_named
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.round_kept import live, running
from copbot.dialogue.scene import Scene
from copbot.dialogue.which_ritual import Found, called, find
from copbot.leading import rounds, steps
from copbot.rituals.moves import Next, Skip

_STEP = re.compile(r"(?:(?:volgende|next) )?(?:stap|step|fase|phase)\b[:,]?\s*(?P<name>.*)", re.IGNORECASE)
_WITHOUT = re.compile(r"(?:zonder|without|niet|not)\b[:,]?\s*(?P<name>.*)", re.IGNORECASE)
_WITH = re.compile(r"(?:(?:toch )?(?:wel|met)|with)\b[:,]?\s*(?P<name>.*)", re.IGNORECASE)
Chosen = Callable[[Call, Scene, str], Sequence[Wish]]
_WAYS: tuple[tuple[re.Pattern[str], Chosen], ...] = (
    (_STEP, steps.go_to),
    (_WITHOUT, steps.leave_out),
    (_WITH, steps.keep_in),
)
_NUMBER = re.compile(r"(?:#?([0-9]{1,9}))?")
MOST = 4
_NAME = r"(?:de |het |een |the |an? )?(?P<name>\S.{1,60}?)"


def run(call: Call, line: str) -> Sequence[Wish]:
    """Go on."""
    if (either := _either(call, line)) is not None:
        return either
    about_it = call.about is not None and call.about.what == "proposal"
    if live(call) is None or about_it or (not line.strip() and _deciding(call)):
        led = proposal_leading.go_on(call, line)
        if led is not None:
            return led
    return _on(call, line)


def _on(call: Call, line: str) -> Sequence[Wish]:
    """A ritual goes on."""
    chosen = _chosen(call, line)
    if chosen is not None:
        return chosen
    found = find(call, line, "next")
    if not isinstance(found, Found):
        return found
    now, rest = found.now, found.rest.strip().strip(".!")
    way, name = _read(rest)
    if way is not None and name:
        return way(call, now, name)
    places = steps_named.exactly(now.script, rest)
    if places:
        return steps.go_to(call, now, rest)
    step = way is steps.go_to
    return rounds.play(call, now, Skip(call.sender) if step else Next(call.sender), rounds.goes_on(call, now))


def of_a_proposal(call: Call, line: str) -> Sequence[Wish]:
    """The proposal was meant."""
    return proposal_leading.go_on(call, line) or ()


def _either(call: Call, line: str) -> Sequence[Wish] | None:
    """Which is meant, where who leads a ritual over days leads a proposal beside it too; None where that is plain."""
    match = _NUMBER.fullmatch(line.strip())
    if live(call) is not None or call.about is not None or match is None:
        return None
    number = int(match[1]) if match[1] else None
    led = [now for now in running(call) if now.round.facilitator == call.sender]
    rituals = [now for now in led if number in (None, now.ritual.number)]
    host = call.is_host(call.sender)
    proposed = [
        kept
        for kept in call.read.open_proposals(MOST)
        if kept.ritual is None and (host or kept.proposal.proposer == call.sender)
    ]
    proposed = [kept for kept in proposed if number in (None, kept.proposal.number)]
    if not rituals or not proposed:
        return None
    choices = [(called(now), Option("next-step", f"#{now.ritual.number}")) for now in rituals[:MOST]]
    choices += [
        (proposals.labelled(kept.proposal), Option("next-proposal", f"#{kept.proposal.number}"))
        for kept in proposed
    ]
    return answers.ask(call, Error.WHICH_RITUAL, text("days.which"), choices=choices)


def _deciding(call: Call) -> bool:
    """Whether a meeting decides about an item just now: then that goes on, and not the agenda."""
    now = live(call)
    return now is not None and round_kept.decides(call, now)


def _chosen(call: Call, line: str) -> Sequence[Wish] | None:
    """A step whose name has a number in it, which is no number of a ritual's then."""
    way, name = _read(line.strip().strip(".!"))
    scenes = running(call)
    now = live(call) or (scenes[0] if len(scenes) == 1 else None)
    if way is None or now is None or not steps_named.exactly(now.script, name):
        return None
    return way(call, now, name)


def _read(line: str) -> tuple[Chosen | None, str]:
    """What is to be done with a step, and its name."""
    for pattern, way in _WAYS:
        if match := pattern.fullmatch(line):
            return way, match["name"].strip()
    return None, ""


def _part(name: str, act: Callable[[Call, str], Sequence[Wish]]) -> Command:
    return Command(
        names=(name,), part_of="next", dutch=(), section="round", run=act, reads=READS, hidden=True
    )


READS = tuple(dict.fromkeys((*rounds.READS, *proposals.READS)))

COMMANDS = (
    _part("next-step", _on),
    _part("next-proposal", of_a_proposal),
    Command(
        names=("next",),
        dutch=("volgende",),
        section="round",
        run=run,
        reads=READS,
        phrases=(
            Phrase(
                rf"(?:we gaan |ga |door )?(?:naar )?(?:de )?(?:volgende )?stap {_NAME}", line="stap {name}"
            ),
            Phrase(rf"(?:go )?(?:on )?(?:to )?(?:the )?(?:next )?step {_NAME}", line="step {name}"),
            Phrase(rf"(?:we )?(?:sla|slaan) {_NAME} over", line="zonder {name}"),
            Phrase(rf"(?:laat|laten) (?:we )?{_NAME} weg", line="zonder {name}"),
            Phrase(rf"(?:let['’]?s )?(?:skip|leave out) {_NAME}", line="without {name}"),
        ),
    ),
)
