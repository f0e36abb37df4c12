"""What is said in the rounds before the one of consent: questions, reactions, "it is clear", and who has nothing to say.

None of it is kept but that somebody had their say. It is said to the round's message, in the thread of the proposal, or to copbot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Who, text
from copbot.core.wishes import Wish
from copbot.decisions.moves import Mind, Speak
from copbot.decisions.records import KeptProposal
from copbot.decisions.state import Phase
from copbot.dialogue import answers, proposal_words, proposals
from copbot.dialogue.call import By, Call
from copbot.dialogue.proposal_course import Made, made, play, refused, unfold
from copbot.dialogue.proposal_phrases import BRIEFLY, CLEAR_TO_ME, NOT_YET, NOTHING_TO_ADD
from copbot.dialogue.proposal_voices import ASKED, consents, of_an_earlier_round, quietly

_CLEAR, _NOT_YET = re.compile(CLEAR_TO_ME, re.IGNORECASE), re.compile(NOT_YET, re.IGNORECASE)
_NOTHING, _BRIEFLY = re.compile(NOTHING_TO_ADD, re.IGNORECASE), re.compile(BRIEFLY, re.IGNORECASE)
_OF_THEM = {Phase.CLARIFY: _CLEAR, Phase.REACT: _NOTHING}


def reply(call: Call, line: str) -> Sequence[Wish]:
    """A reply to the message of a round that is none of the three: a question, a reaction, or talk."""
    number, _, words = line.partition(" ")
    kept = call.read.proposal(int(number))
    if kept is None or call.sender not in call.people.humans:
        return ()
    if of_an_earlier_round(call, kept) and words.strip() in ("1", "2", "3"):
        return refused(call, kept, Error.ROUND_CLOSED, "consent")
    if call.touched is not None and kept.prompt != call.touched:
        return ()  # without a reply it stands in the proposal's own thread
    plain = " ".join(words.split()).rstrip(" .!…")
    if kept.proposal.phase is Phase.REACT and not (kept.proposal.skipping and _NOT_YET.fullmatch(plain)):
        return quietly(call, made(call, kept, Speak(call.sender)))
    if kept.proposal.phase is Phase.CLARIFY and _CLEAR.fullmatch(plain):
        return quietly(call, made(call, kept, Speak(call.sender)))
    if kept.proposal.skipping and kept.proposal.phase in (Phase.CLARIFY, Phase.REACT):
        return minds(call, kept)
    if kept.proposal.phase is Phase.CONSENT and call.touched is not None and _BRIEFLY.fullmatch(plain):
        return consents(call, kept)
    return ()


def spoken(call: Call, line: str) -> Sequence[Wish]:
    """A word of the round, said to copbot by mention, in reply, or in one's own chat; in another round it means nothing."""
    words = " ".join(line.split()).rstrip(" .!…")
    fitting = [
        kept
        for kept in call.read.open_proposals(proposals.CHOICES)
        if (found := _OF_THEM.get(kept.proposal.phase)) is not None and found.fullmatch(words)
    ]
    if call.touched is not None:
        if call.about is None or call.about.what != "proposal":
            return ()  # it answers something else
        fitting = [kept for kept in fitting if kept.proposal.number == call.about.number]
    if not fitting:
        return ()
    if len(fitting) > 1:
        choices = [
            (proposals.labelled(kept.proposal), Option("proposal-pass", f"#{kept.proposal.number}"))
            for kept in fitting
        ]
        return answers.ask(call, Error.WHICH_PROPOSAL, text("proposal.which"), choices=choices)
    (kept,) = fitting
    if kept.prompt == call.touched:
        return quietly(call, made(call, kept, Speak(call.sender)))
    return _passed(call, kept, f"proposal.said-{kept.proposal.phase.value}")


def minds(call: Call, kept: KeptProposal) -> Sequence[Wish]:
    """Somebody is not ready: the round goes on."""
    done = play(call, kept, Mind(call.sender), "mind")
    if not isinstance(done, Made):
        return done
    told = text("proposal.goes-on", until=proposal_words.ending(call, kept))
    return [
        answers.reply(call, told, about=proposals.about(kept.proposal)),
        *unfold(call, done),
        *proposals.silenced(kept, proposals.SKIP),
    ]


def passing_meant(call: Call) -> bool:
    """Whether somebody who passes means a proposal: they reply to it, or nothing else runs."""
    if call.by is not By.COMMAND:
        return False
    if call.about is not None:
        return call.about.what == "proposal"
    busy = call.read.ritual() is not None or call.read.over_days()
    return not busy and bool(call.read.open_proposals(1))


def passes(call: Call, line: str) -> Sequence[Wish]:
    """Somebody has nothing to ask or to say in this round. In the consent round that is no consent, and is told so."""
    found = proposals.find(call, line, "pass", proposals.in_phase(Phase.CLARIFY, Phase.REACT))
    if not isinstance(found, proposals.Found):
        return found
    kept = found.kept
    about = proposals.about(kept.proposal)
    if kept.proposal.phase not in (Phase.CLARIFY, Phase.REACT):
        if kept.proposal.phase not in ASKED:
            undecided = kept.proposal.phase is Phase.UNDECIDED
            return refused(call, kept, Error.ROUND_CLOSED if undecided else Error.PROPOSAL_CLOSED, "pass")
        return [answers.reply(call, text("proposal.passing-counts-not", n=kept.proposal.number), about=about)]
    return _passed(call, kept, "proposal.passed")


def _passed(call: Call, kept: KeptProposal, id: str) -> Sequence[Wish]:
    """Heard, without a word that anybody has to answer."""
    if call.sender not in proposals.circle(call, kept).members:
        return answers.refuse(call, Error.NOT_ALLOWED, text("proposal.members-only"))
    done = play(call, kept, Speak(call.sender), "pass")
    if not isinstance(done, Made):
        return done
    told = text(id, who=Who(call.sender), n=kept.proposal.number)
    return [answers.reply(call, told, about=proposals.about(kept.proposal)), *quietly(call, done)]
