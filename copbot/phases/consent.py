"""``consent``: whether everybody can live with a proposal; who objects holds it, and leads the ritual to look for other words.

The proposal is what the ritual is about (its topic), the last that was said in an earlier phase (``from``), or, where there is
none, what who leads writes when asked. It is a proposal of the room like any other (`copbot.decisions`): numbers, taps, words and
commands count, also in a direct chat, and what was adopted stands in the register. The phase is over when all who take part were heard,
when its time is up, or when who leads goes on. Where the script comes back to it, the words that were found meanwhile (``!amend``) are
asked about; without any, the same ones once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from copbot.core.records import Count
from copbot.core.text import Who, text
from copbot.core.wishes import Save, Say, Wish
from copbot.decisions.moves import Lapse, Next, Resume
from copbot.decisions.proposal import opened
from copbot.decisions.records import KeptProposal
from copbot.decisions.state import Phase
from copbot.dialogue import phase_messages, proposal_course, proposal_nudging, proposal_words, proposals
from copbot.dialogue.call import Call
from copbot.dialogue.round_messages import thread
from copbot.phases import _sitting
from copbot.phases.kind import Kind, Scene, Told
from copbot.rituals.form import Form, Key
from copbot.rituals.script import Mode, Shape

ADOPTED, OBJECTIONS, NOBODY = "adopted", "objections", "nobody"
OUTCOMES = {Phase.ADOPTED: ADOPTED, Phase.INTEGRATE: OBJECTIONS}
SHORTEST = 8  # characters: a word of who leads is no proposal


def begins(call: Call, now: Scene) -> Told:
    """Asks about the proposal that there is, or for one."""
    kept = _kept(call, now)
    if kept is not None and kept.proposal.phase in (Phase.CONSENT, Phase.INTEGRATE, Phase.UNDECIDED):
        return _again(call, now, kept)
    if kept is not None:  # the last objection was taken back while people talked
        return Told(over=True, outcome=OUTCOMES.get(kept.proposal.phase, NOBODY))
    found = _words(call, now)
    if found is None:
        return _ask(call, now)
    return _open(call, now, *found)


def _kept(call: Call, now: Scene) -> KeptProposal | None:
    number = (now.note or {}).get("proposal")
    return None if number is None else call.read.proposal(number)


def _words(call: Call, now: Scene) -> tuple[str, str | None, str] | None:
    """The words of the proposal, the event that they are from, and who wrote them; None where they don't fit a telephone."""
    author = now.course.owner or now.course.facilitator
    if _sitting.AGENDA in now.phase.more:
        return now.phase.more[_sitting.AGENDA], None, author
    earlier = now.phase.more.get("from")
    if earlier is not None:
        said = now.contributions(call, earlier)
        if said:
            words = said[-1].words, said[-1].event, said[-1].member
            return words if len(words[0]) <= proposals.LONGEST else None
    topic = now.topic
    if topic.words is None or len(topic.words) > proposals.LONGEST:
        return None
    return topic.words, topic.source, author


def _ask(call: Call, now: Scene) -> Told:
    asked = Say(
        call.chance.key(),
        (text("proposal.ask-lead", lead=Who(now.course.facilitator)),),
        "nudge",
        {"about": "proposal"},
        room=call.room.id,
        ping=(now.course.facilitator,),
        thread_key=thread(now),
    )
    return Told(says=(phase_messages.announced(call, now), asked), note={"proposal": None})


def _open(call: Call, now: Scene, words: str, source: str | None, author: str) -> Told:
    number = call.read.last("proposal") + 1
    state = opened(number, author, words, source, Phase.CONSENT)
    live = now.course.mode is Mode.LIVE
    end = proposals.deadline(call, state.phase, live=live, scene=now)
    kept = KeptProposal(
        call.room.id,
        state,
        live,
        call.chance.key(),
        call.now,
        call.now,
        end,
        ritual=now.ritual.number,
        thread=thread(now),
    )
    wishes: list[Wish] = [Save(Count(call.room.id, "proposal", number)), Save(kept)]
    wishes.append(proposals.alarm(kept, proposals.DEADLINE, end))
    wishes += proposal_nudging.alarms(kept)
    return _told(call, now, kept, [*wishes, *proposal_words.prompt(call, kept, replying=False, scene=now)])


def _again(call: Call, now: Scene, kept: KeptProposal) -> Told:
    """The ritual has come back to it: other words are asked about, the same ones afresh."""
    lead = now.course.facilitator
    if kept.proposal.phase is Phase.CONSENT:
        return _told(call, now, kept, proposal_words.prompt(call, kept, replying=False, scene=now))
    move = Next(lead, host=True) if kept.proposal.phase is Phase.INTEGRATE else Resume(lead, host=True)
    done = proposal_course.made(call, kept, move, now)
    return _told(call, now, done.kept, proposal_course.unfold(call, done, scene=now))


def _told(call: Call, now: Scene, kept: KeptProposal, wishes: Sequence[Wish]) -> Told:
    """What is said: where we are, as in every phase, and then the proposal with its numbers."""
    says, rest = _parted(wishes)
    first = (
        ()
        if now.note is not None and now.note.get("proposal") is None
        else (phase_messages.announced(call, now, _sitting.on_the_agenda(call, now)),)
    )
    return Told(says=(*first, *says), wishes=rest, note={"proposal": kept.proposal.number})


def _parted(wishes: Iterable[Wish]) -> tuple[tuple[Say, ...], tuple[Wish, ...]]:
    says = tuple(wish for wish in wishes if isinstance(wish, Say))
    return says, tuple(wish for wish in wishes if not isinstance(wish, Say))


def heard(call: Call, now: Scene, words: str) -> Told | None:
    """Where the proposal is still to be worded, who leads writes it. All else is told by the commands of a proposal."""
    if now.note is None or now.note.get("proposal") is not None:
        return None
    if call.sender != now.course.facilitator or not SHORTEST <= len(words) <= proposals.LONGEST:
        return None
    return _open(call, now, words, call.source, call.sender)


def ends(call: Call, now: Scene) -> Told:
    """The round is over, with or without everybody."""
    kept = _kept(call, now)
    if kept is None:
        return Told(outcome=NOBODY)
    if kept.proposal.phase is not Phase.CONSENT:
        return Told(outcome=OUTCOMES.get(kept.proposal.phase, NOBODY))
    done = proposal_course.made(call, kept, Lapse())
    says, rest = _parted(proposal_course.unfold(call, done, scene=now))
    return Told(says, rest, outcome=OUTCOMES.get(done.kept.proposal.phase, NOBODY))


_KEYS: dict[str, Any] = {
    "from": Key("phase", "the phase whose last contribution is the proposal; without it the topic is"),
    "decides": Key(
        "yes-no", "whether what is agreed becomes a numbered decision; not so for an agenda", default=True
    ),
}
KIND = Kind(
    Form(
        "consent",
        Shape.TALKING,
        "everybody says whether they can live with the proposal: no objection, a concern, or an objection",
        keys=_KEYS,
        outcomes=(ADOPTED, OBJECTIONS, NOBODY),
    ),
    begins=begins,
    heard=heard,
    ends=ends,
    reads=(*proposals.READS, *_sitting.READS),
)
