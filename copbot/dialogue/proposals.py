"""A proposal in the room: which one is meant, who is to be heard about it, and how long its rounds last."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from copbot.core.errors import Error
from copbot.core.quiet import free_from
from copbot.core.records import Option
from copbot.core.text import Said, Text, text
from copbot.core.wishes import About, Ring, Silence, Wish
from copbot.decisions.records import KeptProposal
from copbot.decisions.state import OPEN, Circle, Phase, Proposal
from copbot.dialogue import answers, round_kept
from copbot.dialogue.call import By, Call
from copbot.dialogue.ladder_words import said
from copbot.dialogue.scene import Scene

FINDING = ("proposal", "open_proposals", "decisions")
"""The queries that finding a proposal needs."""
READS = (*FINDING, "last", "absent", "hosts", "decision", "ritual", "over_days")
"""The queries that moving one needs."""
DEADLINE, SKIP, NUDGE, MOVED = "proposal.deadline", "proposal.skip", "proposal.nudge", "proposal.moved"
"""The purposes of a proposal's alarms."""
CHOICES = 5
LONGEST = 350
"""Characters of a proposal: with what copbot says beside it, it is one message on a telephone."""

LIVE = {
    Phase.CLARIFY: timedelta(minutes=5),
    Phase.REACT: timedelta(minutes=10),
    Phase.CONSENT: timedelta(minutes=5),
}
DAYS = {Phase.CLARIFY: timedelta(days=5), Phase.REACT: timedelta(days=3), Phase.CONSENT: timedelta(days=7)}
INTEGRATING = timedelta(days=30)
"""So long there is to find other words, also after a live round: looking for them is what takes time."""
TO_MIND_LIVE, TO_MIND = timedelta(minutes=1), timedelta(days=1)
"""So long anybody may mind that a round is left out."""

_NUMBER = re.compile(r"(#?)([0-9]{1,9})[:.,)]?(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Found:
    """The proposal that somebody means, and the rest of what they said."""

    kept: KeptProposal
    rest: str


def find(
    call: Call, line: str, verb: str, wanted: Callable[[KeptProposal], bool] = lambda _: True
) -> Found | Sequence[Wish]:
    """The proposal meant by its number, by what the message replies to, or as the only one; and the rest.

    A bare number with words behind it is one only where a proposal has it: "2 dagen is te veel" is an objection. Of
    several, ``wanted`` tells which come into question. Else a question whose choices go to the command ``verb``; who
    spoke in words of everyday and means no proposal is left alone. Needs the queries of `FINDING`.
    """
    words = line.strip()
    match = _NUMBER.match(words)
    number = int(match[2]) if match else None
    rest = words[match.end() :].strip() if match else words
    if match and number is not None and not match[1] and rest:
        kept = call.read.proposal(number)
        if kept is None or kept.proposal.phase not in (*OPEN, Phase.UNDECIDED):
            number, rest = None, words
    if number is None and call.about is not None and call.about.what == "proposal":
        number = call.about.number
    if number is not None:
        kept = call.read.proposal(number)
        if kept is not None and kept.proposal.phase is not Phase.GONE:
            return Found(kept, rest)
        return answers.refuse(call, Error.NO_SUCH_PROPOSAL, text("proposal.no-such", n=number, p=call.prefix))
    running = call.read.open_proposals(CHOICES)
    fitting = [kept for kept in running if wanted(kept)] or list(running)
    if not fitting:
        if call.by is By.PHRASE:
            return ()
        return answers.refuse(call, Error.NO_PROPOSAL, _none(call))
    if len(fitting) == 1:
        return Found(fitting[0], rest)
    choices = [
        (labelled(kept.proposal), Option(verb, f"#{kept.proposal.number} {rest}".strip())) for kept in fitting
    ]
    return answers.ask(call, Error.WHICH_PROPOSAL, text("proposal.which"), choices=choices)


def _none(call: Call) -> Text:
    """Nothing runs. Who says that something goes wrong, or has a concern, may mean what was decided meanwhile."""
    made = call.read.decisions(None, 1) if call.command in ("objection", "concern") else ()
    if not made:
        return text("proposal.none", p=call.prefix)
    return text("proposal.none-decided", n=made[0].number, p=call.prefix)


def labelled(proposal: Proposal) -> Any:
    """A proposal as one of several."""
    return text("proposal.labelled", n=proposal.number, words=said(proposal.words, proposal.source))


def in_phase(*phases: Phase) -> Callable[[KeptProposal], bool]:
    """Whether a proposal is in one of these phases."""
    return lambda kept: kept.proposal.phase in phases


# -- who, and how long


def circle(call: Call, kept: KeptProposal) -> Circle:
    """Who is in the room (or takes part in the ritual), who of them is away, and the room's quorum.

    Needs the queries ``absent``, ``ritual`` and ``over_days``.
    """
    members = frozenset(call.people.humans)
    scene = ritual(call, kept)
    if scene is not None:
        members &= frozenset(scene.course.members) | {kept.proposal.author}
    return Circle(members, call.read.absent(call.now) & members, call.room.settings.quorum)


def is_host(call: Call, kept: KeptProposal) -> bool:
    """Whether who acts is a host of the room, or leads the ritual that it is in; a clock is neither.

    Needs the queries ``hosts``, ``ritual`` and ``over_days``.
    """
    if not call.sender:
        return False
    scene = ritual(call, kept)
    return call.is_host(call.sender) or (scene is not None and call.sender == scene.course.facilitator)


def ritual(call: Call, kept: KeptProposal) -> Scene | None:
    """The ritual that carries the proposal, while it runs. Needs the queries ``ritual`` and ``over_days``."""
    return None if kept.ritual is None else round_kept.numbered(call, kept.ritual)


def phase_of(call: Call, kept: KeptProposal) -> Scene | None:
    """The same, while its phase of consent runs; in other phases people only talk about the proposal."""
    scene = ritual(call, kept)
    if scene is None or scene.course.place is None or scene.phase.kind != "consent":
        return None
    return scene if (scene.note or {}).get("proposal") == kept.proposal.number else None


def deadline(call: Call, phase: Phase, *, live: bool, scene: Scene | None = None) -> datetime:
    """When a round that begins now ends (UTC): over days never in the quiet hours, so that it is told when it happens.

    Within a ritual it ends with its phase; where nothing ends that, after as long as other words are looked for.
    """
    if scene is not None and scene.due is not None and phase is not Phase.INTEGRATE:
        return scene.due
    if phase is Phase.INTEGRATE or scene is not None:
        return _awake(call, call.now + INTEGRATING)
    return call.now + LIVE[phase] if live else _awake(call, call.now + DAYS[phase])


def moved(call: Call, kept: KeptProposal) -> tuple[Wish, ...]:
    """A consent round came to its end: the ritual that it is a phase of is told at once, when that is in the store."""
    if kept.ritual is None:
        return ()
    return (Ring(alarm_name(kept, MOVED), call.now, kept.room, MOVED, f"{kept.proposal.number}"),)


def to_mind(call: Call, kept: KeptProposal) -> datetime:
    """Until when (UTC) anybody may mind that the rest of the round is left out: not longer than the round itself."""
    end = call.now + TO_MIND_LIVE if kept.live else _awake(call, call.now + TO_MIND)
    return min(end, kept.deadline)


def _awake(call: Call, at: datetime) -> datetime:
    return free_from(at, call.zone, call.room.settings.quiet, None)


def alarm(kept: KeptProposal, purpose: str, at: datetime) -> Ring:
    """An alarm of the present round; in a later one it means nothing."""
    name = alarm_name(kept, purpose)
    return Ring(name, at, kept.room, purpose, f"{kept.proposal.number} {kept.proposal.turn}")


def alarm_name(kept: KeptProposal, purpose: str) -> str:
    """The name of an alarm: a proposal has one of each purpose."""
    return f"{purpose}:{kept.room}:{kept.proposal.number}"


def silenced(kept: KeptProposal, *purposes: str) -> tuple[Wish, ...]:
    """These alarms ring no more."""
    return tuple(Silence(alarm_name(kept, purpose)) for purpose in purposes)


def rang(call: Call, payload: str) -> KeptProposal | None:
    """The proposal of an alarm, if it is still in the round for which that was set."""
    number, turn = (int(part) for part in payload.split(" "))
    kept = call.read.proposal(number)
    if kept is None or kept.proposal.phase not in OPEN or kept.proposal.turn != turn:
        return None
    return kept


# -- what every message of it is made of


def about(proposal: Proposal) -> About:
    """What a message of this proposal is about."""
    return About("proposal", proposal.number)


def fields(proposal: Proposal) -> dict[str, Any]:
    """The fields of its messages; while other words are looked for, the round of consent is still the last."""
    early = (Phase.CLARIFY, Phase.REACT)
    round_ = proposal.phase if proposal.phase in early else Phase.CONSENT
    return {"proposal": proposal.number, "version": proposal.version, "round": round_.value}


def between(call: Call, kept: KeptProposal, *, replying: bool = False) -> dict[str, Any]:
    """Where a message stands that is neither the opening nor the outcome: the room may want it in the thread of the opening."""
    thread = call.spot.thread if replying else None
    return {"thread": thread, "thread_key": kept.thread}


def words(proposal: Proposal) -> Said:
    """What is proposed, at the end of a line; without words when they were taken away."""
    return Said(proposal.words, proposal.source)
