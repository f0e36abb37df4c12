"""The machine of consent: a proposal goes through its rounds until nobody objects.

Why consent. A majority decides over a minority, and unanimity gives everybody a veto. Consent asks another question than
"are you for it?": **does something go wrong, and for whom?** Who answers yes has an objection, and an objection is a gift:
it shows what the proposal overlooks. So four rules stand under all the others.

* **An objection holds the proposal.** Nothing is adopted while one stands, and nobody but who raised it can take it back.
  The room can only make the proposal better (`Amend`), and then everybody is asked anew.
* **Nothing that was said is lost unseen.** In the consent round it is held until the end; where that is cut short (`Amend`,
  `Withdraw`, `Uproot`), what was said in it is told at that moment (`Unseen`).
* **A concern never holds anything.** It is written down beside the decision.
* **Not heard is not consent.** Silence is counted as silence: below the room's quorum nothing is decided, and that is
  said. Who is away is not missed; who left the room has no say, so that an objection never outlives its owner here.

The rounds. *Clarify*: is it clear what is proposed? *React*: what does it stir? Both end when all who are to be heard have
spoken, when their time is over, or when who leads proposes to go on (`Suggest`) and nobody minds. *Consent*: everybody
says consent, concern or objection, and may change it as long as the round lasts. It ends by itself once all are heard, but
not while an objection still looks for its words. *Integrate*: objections stand; when the last is taken back, the
proposal is counted as it is; new words lead to a fresh round.

Who proposes something consents to it, until they say otherwise: the author of a version is heard without a word more,
but nobody decides alone.

How it is built. `TABLE` tells for each phase and move where it may lead; what is not in it is refused, with the code in
`REFUSALS`. `step` checks it, checks whose move it is, and makes the move. The diagram and half of the tests are made from the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from copbot.core.errors import Error
from copbot.core.machine import Illegal
from copbot.decisions.moves import (
    Amend,
    Answer,
    Began,
    Changed,
    Counted,
    GoOn,
    Happening,
    Lapse,
    Mind,
    Move,
    Next,
    Remove,
    Resume,
    Speak,
    Suggest,
    TakeBack,
    Took,
    Unseen,
    Uproot,
    Withdraw,
)
from copbot.decisions.state import OPEN, Circle, Phase, Proposal, Stance, Voice, standing, tally, unheard

_CL, _RE, _CO, _IN, _UN, _AD = (
    Phase.CLARIFY,
    Phase.REACT,
    Phase.CONSENT,
    Phase.INTEGRATE,
    Phase.UNDECIDED,
    Phase.ADOPTED,
)
_COUNTED = (_AD, _IN, _UN)
_AWAY = {Withdraw: (Phase.WITHDRAWN,), Remove: (Phase.GONE,), Uproot: (Phase.GONE,)}

TABLE: Mapping[Phase, Mapping[type[Move], tuple[Phase, ...]]] = MappingProxyType({
    _CL: {Speak: (_CL, _RE), Suggest: (_CL,), Mind: (_CL,), GoOn: (_CL, _RE), Lapse: (_RE,), Amend: (_CL,), **_AWAY},
    _RE: {Speak: (_RE, _CO), Suggest: (_RE,), Mind: (_RE,), GoOn: (_RE, _CO), Lapse: (_CO,), Amend: (_RE,), **_AWAY},
    _CO: {Answer: (_CO, *_COUNTED), TakeBack: (_CO,), Lapse: _COUNTED, Next: _COUNTED, Amend: (_CO,), **_AWAY},
    _IN: {Answer: (_IN, _AD, _UN), Lapse: (_UN,), Next: (_CO,), Amend: (_CO,), **_AWAY},
    _UN: {Resume: (_CO,), Amend: (_CO,), **_AWAY},
    _AD: {},
    Phase.WITHDRAWN: {},
    Phase.GONE: {},
})  # fmt: skip
"""Where each move may lead; where several are named, what was said so far chooses."""

_EARLY = dict.fromkeys((Answer, TakeBack, Next, Resume), Error.TOO_EARLY)
_LATER = dict.fromkeys((Speak, Suggest, Mind, GoOn), Error.ROUND_CLOSED)
REFUSALS: Mapping[Phase, Mapping[type[Move], Error]] = MappingProxyType({
    _CL: _EARLY,
    _RE: _EARLY,
    _CO: {**_LATER, Resume: Error.ALREADY_BEGUN},
    _IN: {**_LATER, TakeBack: Error.ROUND_CLOSED, Resume: Error.ALREADY_BEGUN},
    _UN: dict.fromkeys((Speak, Suggest, Mind, GoOn, Answer, TakeBack, Lapse, Next), Error.ROUND_CLOSED),
})  # fmt: skip
"""Why a move is refused that the table does not name; where nothing stands the proposal is over for good."""


def opened(
    number: int, proposer: str, words: str, source: str | None, phase: Phase = Phase.CLARIFY
) -> Proposal:
    """A new proposal, in its first round."""
    return Proposal(number, proposer, proposer, words, source, phase=phase)


def step(proposal: Proposal, move: Move, circle: Circle) -> tuple[Proposal, tuple[Happening, ...]]:
    """The proposal after a move, and what happened. Raises Illegal, and then nothing has changed."""
    leads_to = TABLE[proposal.phase].get(type(move))
    if leads_to is None:
        raise Illegal(REFUSALS.get(proposal.phase, {}).get(type(move), Error.PROPOSAL_CLOSED))
    after, happened = _made(proposal, move, circle)
    assert after.phase in leads_to, "the table tells where a move may lead"
    return after, (*_unseen(proposal, move, circle), *happened)


def _unseen(proposal: Proposal, move: Move, circle: Circle) -> tuple[Happening, ...]:
    """What other words, or none at all, would make people never hear."""
    if proposal.phase is not _CO or not isinstance(move, Amend | Withdraw | Uproot):
        return ()
    worth = (Stance.CONCERN, Stance.OBJECTION)
    voices = tuple(voice for voice in standing(proposal, circle) if voice.stance in worth)
    return (Unseen(voices),) if voices else ()


def _made(proposal: Proposal, move: Move, circle: Circle) -> tuple[Proposal, tuple[Happening, ...]]:
    match move:
        case Speak(by):
            return _spoken(proposal, Voice(by, Stance.HEARD), circle)
        case Answer(by, stance, words, source):
            return _answered(proposal, Voice(by, stance, words, source), circle)
        case TakeBack(by):
            return replace(proposal, voices=_without(proposal, by)), ()
        case Suggest(by, host):
            _leads(proposal, by, host)
            return replace(proposal, skipping=True), ()
        case Mind():
            return replace(proposal, skipping=False), ()
        case GoOn():
            return _following(proposal) if proposal.skipping else (proposal, ())
        case Lapse():
            return _lapsed(proposal, circle)
        case Next(by, host):
            _leads(proposal, by, host)
            return _counted(proposal, circle) if proposal.phase is _CO else _begun(proposal, _CO)
        case Amend():
            return _amended(proposal, move)
        case Resume(by, host):
            _leads(proposal, by, host)
            return _begun(proposal, _CO, proposal.voices)
        case Withdraw(by, host):
            if by != proposal.proposer and not (host and proposal.proposer not in circle.members):
                raise Illegal(Error.NOT_YOURS)
            return replace(proposal, phase=Phase.WITHDRAWN, voices=()), ()
        case Uproot():
            return replace(proposal, phase=Phase.GONE, voices=()), ()
        case Remove():
            return replace(proposal, phase=Phase.GONE, words=None, source=None, voices=()), ()


def _leads(proposal: Proposal, by: str, host: bool) -> None:
    if by != proposal.proposer and not host:
        raise Illegal(Error.NOT_ALLOWED)


def _without(proposal: Proposal, member: str) -> tuple[Voice, ...]:
    return tuple(voice for voice in proposal.voices if voice.member != member)


def _begun(
    proposal: Proposal, phase: Phase, voices: tuple[Voice, ...] = ()
) -> tuple[Proposal, tuple[Happening, ...]]:
    after = replace(proposal, phase=phase, turn=proposal.turn + 1, skipping=False, voices=voices)
    return after, (Began(phase),)


def _following(proposal: Proposal) -> tuple[Proposal, tuple[Happening, ...]]:
    return _begun(proposal, _RE if proposal.phase is _CL else _CO)


def _spoken(proposal: Proposal, voice: Voice, circle: Circle) -> tuple[Proposal, tuple[Happening, ...]]:
    before = proposal.voice(voice.member)
    after = replace(proposal, voices=(*_without(proposal, voice.member), voice))
    if circle.awaited - {proposal.author} and not unheard(after, circle):
        following, happened = _following(after)
        return following, (Took(voice, before), *happened)
    return after, (Took(voice, before),)


def _answered(proposal: Proposal, voice: Voice, circle: Circle) -> tuple[Proposal, tuple[Happening, ...]]:
    before = proposal.voice(voice.member)
    if before is not None and before.stance is voice.stance and voice.words is None:
        voice = before  # said once more, without saying more
    after = replace(proposal, voices=(*_without(proposal, voice.member), voice))
    took: tuple[Happening, ...] = (Took(voice, before),)
    found = tally(after, circle)
    if proposal.phase is _IN:
        if found.objections:
            return after, took
    elif unheard(after, circle) or found.heard < found.needed:
        return after, took
    elif any(one.words is None for one in found.objections):
        return after, took  # it still looks for its words
    counted, happened = _counted(after, circle)
    return counted, (*took, *happened)


def _lapsed(proposal: Proposal, circle: Circle) -> tuple[Proposal, tuple[Happening, ...]]:
    if proposal.phase in (_CL, _RE):
        return _following(proposal)
    if proposal.phase is _CO:
        return _counted(proposal, circle)
    counted = replace(proposal, phase=_UN, skipping=False)
    return counted, (Counted(_UN, tally(proposal, circle)),)


def _counted(proposal: Proposal, circle: Circle) -> tuple[Proposal, tuple[Happening, ...]]:
    found = tally(proposal, circle)
    if found.objections:
        phase = _IN
    elif not found.spoke or found.heard < found.needed:
        phase = _UN
    else:
        phase = _AD
    voices = standing(proposal, circle)
    turn = proposal.turn + 1 if phase is _IN and proposal.phase is not _IN else proposal.turn
    return replace(proposal, phase=phase, turn=turn, voices=voices), (Counted(phase, found),)


def _amended(proposal: Proposal, move: Amend) -> tuple[Proposal, tuple[Happening, ...]]:
    _leads(proposal, move.by, move.host)
    if not move.words.strip():
        raise Illegal(Error.NEEDS_TEXT)
    if move.words.split() == (proposal.words or "").split():
        raise Illegal(Error.SAME_WORDS)
    changed = Changed(proposal.words, proposal.source)
    after = replace(
        proposal, version=proposal.version + 1, author=move.by, words=move.words, source=move.source
    )
    if proposal.phase in (_CL, _RE):
        return after, (changed,)
    fresh, began = _begun(after, _CO)
    return fresh, (changed, *began)


def mermaid() -> str:
    """The machine as a Mermaid state diagram, drawn from `TABLE`; moves that leave the phase as it is are left out."""
    arrows: dict[tuple[Phase, Phase], list[str]] = {}
    for phase, moves in TABLE.items():
        for move, targets in moves.items():
            for target in targets:
                fresh = phase is _CO and move is Amend  # the same phase, but a new round
                if target is not phase or fresh:
                    arrows.setdefault((phase, target), []).append(move.__name__)
    lines = ["stateDiagram-v2", f"    [*] --> {_CL}", f"    [*] --> {_CO}"]
    lines += [f"    {phase} --> {target}: {', '.join(moves)}" for (phase, target), moves in arrows.items()]
    lines += [f"    {phase} --> [*]" for phase in Phase if phase not in OPEN and phase is not _UN]
    return "\n".join(lines) + "\n"
