"""A move on a proposal, carried out: what is kept, which alarms ring, and what the room hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from copbot.core.errors import Error
from copbot.core.machine import Illegal
from copbot.core.text import Place, Text, Value, Who, text
from copbot.core.wishes import Save, Say, Unseed, Wish, Withdraw
from copbot.decisions.moves import Began, Changed, Counted, Happening, Move, Unseen
from copbot.decisions.proposal import step
from copbot.decisions.records import KeptProposal
from copbot.decisions.state import OPEN, Phase, Stance, Tally, Voice
from copbot.dialogue import adopting, answers, proposal_nudging, proposal_words, proposals
from copbot.dialogue.call import Call
from copbot.dialogue.proposals import DEADLINE, NUDGE, SKIP
from copbot.dialogue.scene import Scene

AT_ONE_TABLE = timedelta(hours=1)
"""So long after an objection in a live round people still sit together; later a new round is one over days."""
LIVELY = frozenset({Phase.CLARIFY, Phase.REACT, Phase.CONSENT})


@dataclass(frozen=True, slots=True)
class Made:
    """A move that was made: the proposal before and after it, and what happened."""

    before: KeptProposal
    kept: KeptProposal
    happened: tuple[Happening, ...]

    @property
    def began(self) -> bool:
        """Whether a round began."""
        return any(isinstance(one, Began) for one in self.happened)

    @property
    def counted(self) -> Counted | None:
        """What the consent round came to, where it ended."""
        return next((one for one in self.happened if isinstance(one, Counted)), None)

    @property
    def unseen(self) -> tuple[Voice, ...]:
        """What was said and would be lost unseen: in a round that was cut short, or where there was too much for its message."""
        cut = next((one for one in self.happened if isinstance(one, Unseen)), None)
        if cut is not None:
            return cut.voices
        before = self.before.proposal
        if (
            not self.began
            or self.kept.proposal.voices
            or before.phase not in (Phase.INTEGRATE, Phase.UNDECIDED)
        ):
            return ()
        objections = [voice for voice in before.voices if voice.stance is Stance.OBJECTION]
        concerns = [voice for voice in before.voices if voice.stance is Stance.CONCERN]
        most = proposal_words.MOST_SHOWN
        return (*objections[most:], *concerns[most:])


def play(call: Call, kept: KeptProposal, move: Move, name: str) -> Made | Sequence[Wish]:
    """Make a move. What the machine refuses is a sentence with a way on; then nothing has changed."""
    try:
        return made(call, kept, move)
    except Illegal as refusal:
        return refused(call, kept, refusal.code, name)


def made(call: Call, kept: KeptProposal, move: Move, scene: Scene | None = None) -> Made:
    """Make a move. ``scene`` is the phase of consent that begins. Raises Illegal."""
    after, happened = step(kept.proposal, move, proposals.circle(call, kept))
    now = replace(kept, proposal=after)
    if after.turn != kept.proposal.turn:
        live = kept.live and (call.now - kept.began < AT_ONE_TABLE or kept.proposal.phase in LIVELY)
        scene = scene or proposals.phase_of(call, kept)
        end = kept.deadline
        if after.phase in OPEN:
            end = proposals.deadline(call, after.phase, live=live, scene=scene)
        now = replace(now, live=live, prompt=call.chance.key(), began=call.now, deadline=end, nudged=0)
    ended = kept.ended or call.now
    return Made(kept, replace(now, ended=None if after.phase in OPEN else ended), happened)


def refused(call: Call, kept: KeptProposal, code: str, name: str) -> Sequence[Wish]:
    """The sentence for a code of the machine, with a way on."""
    now = kept.proposal
    values: dict[str, Value] = {"n": now.number, "who": Who(now.proposer), "p": call.prefix}
    if code == Error.PROPOSAL_CLOSED:
        line = text(f"proposal.refused-{now.phase.value}", **values)
    elif code == Error.ROUND_CLOSED:
        line = text(f"proposal.refused-round-{now.phase.value}", **values)
    else:
        line = text(f"proposal.refused-{code}-{name}", **values)
    return answers.refuse(call, code, line, about=proposals.about(now))


# -- what follows


def unfold(call: Call, done: Made, *, replying: bool = False, scene: Scene | None = None) -> list[Wish]:
    """All that follows from a move beside the answer: rows, alarms, the next round, or what it came to.

    With ``replying``, the first message to the room is the answer to the call. ``scene`` is the phase of consent that begins.
    """
    kept, now = done.kept, done.kept.proposal
    scene = scene or proposals.phase_of(call, kept)
    wishes: list[Wish] = [Save(kept)]
    if done.counted is not None:
        wishes += proposals.moved(call, kept)
    if now.phase is Phase.ADOPTED and done.counted is not None:
        # It stands from now on as a decision; the proposal goes as other ended ones do.
        found = done.counted.tally
        if scene is not None and not scene.phase.more.get("decides", True):
            return [*wishes, *_over(done.before), agreed(call, kept, found, replying=replying)]
        return [*wishes, *_over(done.before), *adopting.adopt(call, kept, found, replying=replying)]
    if now.turn != done.before.proposal.turn or now.phase not in OPEN:
        wishes += _over(done.before)
    if now.turn != done.before.proposal.turn and now.phase in OPEN:
        wishes.append(proposals.alarm(kept, DEADLINE, kept.deadline))
        wishes += proposal_nudging.alarms(kept)
    if done.began and scene is None and proposals.ritual(call, kept) is not None:
        return wishes  # it is asked when the ritual comes to it again
    if done.began:
        return [*wishes, *proposal_words.prompt(call, kept, replying=replying, scene=scene)]
    if done.counted is not None:
        return [*wishes, told(call, kept, done.counted, replying=replying)]
    return wishes


def _over(before: KeptProposal) -> list[Wish]:
    """The round is over: its numbers mean nothing any more, its alarms ring no more."""
    return [
        *proposals.silenced(before, DEADLINE, SKIP, NUDGE),
        Withdraw(before.prompt),
        Unseed(before.prompt),
    ]


def agreed(call: Call, kept: KeptProposal, found: Tally, *, replying: bool) -> Say:
    """Everybody can live with it, and it is nothing for the register: an agenda."""
    return Say(
        call.chance.key(),
        proposal_words.agreed(kept, found),
        "proposal.round",
        proposals.fields(kept.proposal),
        room=call.room.id,
        scope=call.room.id,
        about=proposals.about(kept.proposal),
        reply_to=call.event if replying else None,
        unprompted=not replying and not kept.live and not call.sender,
    )


def told(call: Call, kept: KeptProposal, counted: Counted, *, replying: bool = False) -> Say:
    """What the consent round came to, where it is no decision."""
    where: dict[str, Any] = {}
    if counted.phase is Phase.INTEGRATE:
        lines = proposal_words.objections(call, kept, counted.tally)
        where = proposals.between(call, kept, replying=replying)
    else:  # an outcome, in the main timeline
        lines = proposal_words.undecided(call, kept, counted.tally)
    return Say(
        kept.prompt if counted.phase is Phase.INTEGRATE else call.chance.key(),
        lines,
        "proposal.round",
        proposals.fields(kept.proposal),
        room=call.room.id,
        scope=call.room.id,
        about=proposals.about(kept.proposal),
        reply_to=call.event if replying else None,
        unprompted=not replying and not kept.live and not call.sender,
        **where,
    )


def answered(call: Call, done: Made, *lines: Text) -> list[Wish]:
    """All that follows, with these lines as the answer."""
    reply = answers.reply(call, *lines, about=proposals.about(done.kept.proposal))
    return [reply, *unfold(call, done)]


def shown(call: Call, done: Made) -> list[Wish]:
    """All that follows, where what the room hears is the answer; who moved it from a direct chat is told where that is."""
    here = answers.owed(call) and not call.elsewhere
    wishes = unfold(call, done, replying=here)
    if answers.owed(call) and not here:
        wishes.append(answers.reply(call, text("proposal.stands-in", room=Place(call.room.id))))
    return wishes


def changed(done: Made) -> Changed | None:
    """The version before, where there is a new one."""
    return next((one for one in done.happened if isinstance(one, Changed)), None)
