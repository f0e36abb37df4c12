"""Proposals and circles for the tests of the machine."""

from copbot.decisions.moves import Answer, Happening, Move
from copbot.decisions.proposal import opened, step
from copbot.decisions.state import Circle, Phase, Proposal, Stance

KARIN, AHMED, ELS, BOB = "@karin:x", "@ahmed:x", "@els:x", "@bob:x"
ALL = frozenset({KARIN, AHMED, ELS, BOB})
CIRCLE = Circle(ALL)


def proposal(phase: Phase = Phase.CLARIFY) -> Proposal:
    """Karin's proposal, in its first round."""
    return opened(1, KARIN, "samen soep eten", "$said", phase)


def after(state: Proposal, *moves: Move, circle: Circle = CIRCLE) -> Proposal:
    """The proposal after some moves."""
    for move in moves:
        state, _ = step(state, move, circle)
    return state


def happens(state: Proposal, move: Move, circle: Circle = CIRCLE) -> tuple[Happening, ...]:
    """What one move brings about."""
    return step(state, move, circle)[1]


def consents(*members: str) -> tuple[Answer, ...]:
    """Consent of these members, one after another."""
    return tuple(Answer(member, Stance.CONSENT) for member in members)


def objects(member: str, words: str | None = "het wordt te laat") -> Answer:
    """An objection."""
    return Answer(member, Stance.OBJECTION, words, "$objection" if words else None)
