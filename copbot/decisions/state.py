"""What a proposal is while it is on its way: its words, the round that it is in, and what was said in that round."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil


class Phase(StrEnum):
    """How far a proposal is."""

    CLARIFY = "clarify"
    REACT = "react"
    CONSENT = "consent"
    INTEGRATE = "integrate"
    """There are objections: the group looks for words that everybody can live with."""
    UNDECIDED = "undecided"
    """Nothing was decided: too few were heard. The round can be taken up again."""
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"
    GONE = "gone"
    """Its words, or its room, were taken away."""


OPEN = frozenset({Phase.CLARIFY, Phase.REACT, Phase.CONSENT, Phase.INTEGRATE})
"""The phases in which something is waited for."""


class Stance(StrEnum):
    """What somebody said in a round."""

    HEARD = "heard"
    """Asked or reacted, in a round before the one of consent; what, everybody could read."""
    CONSENT = "consent"
    CONCERN = "concern"
    OBJECTION = "objection"


@dataclass(frozen=True, slots=True)
class Voice:
    """What a member said in the present round; ``source`` is the message whose words these are."""

    member: str
    stance: Stance
    words: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The state of a proposal.

    ``author`` wrote the present version: who proposes something consents to it, until they say otherwise. ``turn`` counts
    the rounds, so that a clock of an earlier one means nothing in this one. ``skipping``: somebody proposed to leave the
    rest of this round out. Without words its text was taken away.
    """

    number: int
    proposer: str
    author: str
    words: str | None
    source: str | None = None
    version: int = 1
    turn: int = 1
    phase: Phase = Phase.CLARIFY
    skipping: bool = False
    voices: tuple[Voice, ...] = ()

    def voice(self, member: str) -> Voice | None:
        """What the member said in this round."""
        return next((voice for voice in self.voices if voice.member == member), None)


@dataclass(frozen=True, slots=True)
class Circle:
    """Who is there at a move: the room's people (no bots), who of them is away, and the room's quorum (see `needed`)."""

    members: frozenset[str]
    away: frozenset[str] = frozenset()
    quorum: str = "half"

    @property
    def awaited(self) -> frozenset[str]:
        """Who is to be heard: who is away is not missed."""
        return self.members - self.away


@dataclass(frozen=True, slots=True)
class Tally:
    """What a consent round came to: who said what, and of how many.

    ``heard`` counts who is in the room and spoke, and the author of this version; ``spoke`` only those who said something;
    ``of`` who is to be heard, or was.
    """

    consents: int
    concerns: tuple[Voice, ...]
    objections: tuple[Voice, ...]
    heard: int
    spoke: int
    of: int
    needed: int


def needed(circle: Circle, count: int) -> int:
    """How many of ``count`` members must be heard, by the room's quorum: ``half``, ``two-thirds``, ``all`` or a number.

    Never fewer than two where there are two: nobody decides alone, also not while all others are away.
    """
    match circle.quorum:
        case "half":
            wanted = ceil(count / 2)
        case "two-thirds":
            wanted = ceil(2 * count / 3)
        case "all":
            wanted = count
        case number:
            wanted = int(number)
    return max(min(wanted, count), min(2, len(circle.members)))


def standing(proposal: Proposal, circle: Circle) -> tuple[Voice, ...]:
    """The voices of those who are still in the room: who left decides no more, and holds nothing up."""
    return tuple(voice for voice in proposal.voices if voice.member in circle.members)


def unheard(proposal: Proposal, circle: Circle) -> frozenset[str]:
    """Whom the round waits for: who is to be heard and was not yet. The author of the words need not say more."""
    return circle.awaited - {voice.member for voice in proposal.voices} - {proposal.author}


def tally(proposal: Proposal, circle: Circle) -> Tally:
    """What the consent round came to so far."""
    voices = standing(proposal, circle)
    said = {voice.member for voice in voices}
    heard = said | ({proposal.author} & circle.members)
    return Tally(
        consents=sum(voice.stance is Stance.CONSENT for voice in voices) + len(heard - said),
        concerns=_of(voices, Stance.CONCERN),
        objections=_of(voices, Stance.OBJECTION),
        heard=len(heard),
        spoke=len(voices),
        of=len(circle.awaited | heard),
        needed=needed(circle, len(circle.awaited | heard)),
    )


def _of(voices: Iterable[Voice], stance: Stance) -> tuple[Voice, ...]:
    return tuple(voice for voice in voices if voice.stance is stance)
