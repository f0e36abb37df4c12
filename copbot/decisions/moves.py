"""What people and clocks do to a proposal, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

from copbot.decisions.state import Phase, Stance, Tally, Voice


@dataclass(frozen=True, slots=True)
class Speak:
    """A member asked or reacted, or has nothing to say in this round."""

    by: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A member says consent, concern or objection; saying something else later takes its place."""

    by: str
    stance: Stance
    words: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class TakeBack:
    """A member takes back what they said in the consent round: they are not heard yet."""

    by: str


@dataclass(frozen=True, slots=True)
class Suggest:
    """Who leads proposes to leave the rest of this round out; ``host`` tells whether it is a host of the room."""

    by: str
    host: bool = False


@dataclass(frozen=True, slots=True)
class Mind:
    """Somebody minds: not yet."""

    by: str


@dataclass(frozen=True, slots=True)
class GoOn:
    """The time in which anybody could mind is over."""


@dataclass(frozen=True, slots=True)
class Lapse:
    """The round's time is over."""


@dataclass(frozen=True, slots=True)
class Next:
    """Who leads ends the consent round now, or begins a fresh one with the same words."""

    by: str
    host: bool = False


@dataclass(frozen=True, slots=True)
class Amend:
    """Other words."""

    by: str
    words: str
    source: str | None = None
    host: bool = False


@dataclass(frozen=True, slots=True)
class Resume:
    """The consent round in which too few were heard is taken up again; what was said in it stands."""

    by: str
    host: bool = False


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The proposer takes it back; where they are not in the room any more, a host may."""

    by: str
    host: bool = False


@dataclass(frozen=True, slots=True)
class Remove:
    """Its words were taken away."""


@dataclass(frozen=True, slots=True)
class Uproot:
    """Its room is no more: its people go on in another one, in which nobody said anything about it yet."""


Move = (
    Speak
    | Answer
    | TakeBack
    | Suggest
    | Mind
    | GoOn
    | Lapse
    | Next
    | Amend
    | Resume
    | Withdraw
    | Remove
    | Uproot
)


@dataclass(frozen=True, slots=True)
class Took:
    """What somebody said was taken in; ``before`` is what they had said earlier in the same round."""

    voice: Voice
    before: Voice | None


@dataclass(frozen=True, slots=True)
class Changed:
    """There is a new version; these were the words before it."""

    words: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Began:
    """A round began."""

    phase: Phase


@dataclass(frozen=True, slots=True)
class Counted:
    """The consent round is over: adopted, objections, or undecided."""

    phase: Phase
    tally: Tally


@dataclass(frozen=True, slots=True)
class Unseen:
    """What was said in the consent round and not shown yet, while the round does not come to its end: it is shown now."""

    voices: tuple[Voice, ...]


Happening = Took | Changed | Began | Counted | Unseen
