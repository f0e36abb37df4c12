"""Who leads: opening a proposal, going on to the next round, other words, taking it back, taking it up again.

The proposer leads, and so may the hosts. Nobody is hurried: what leaves a round out is proposed first, and anybody may say
"nee, nog niet".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from copbot.core.errors import Error
from copbot.core.machine import Illegal
from copbot.core.names import shows
from copbot.core.records import Count, Option, Question
from copbot.core.text import Place, Who, text
from copbot.core.wishes import Ask, Save, Say, Wish
from copbot.decisions.moves import Amend, GoOn, Lapse, Next, Resume, Suggest, Withdraw
from copbot.decisions.proposal import opened
from copbot.decisions.records import KeptProposal
from copbot.decisions.state import Phase
from copbot.dialogue import adopting, answers, proposal_words, proposals
from copbot.dialogue.call import Call
from copbot.dialogue.ladder import by_chance
from copbot.dialogue.ladder_words import unquoted
from copbot.dialogue.proposal_course import Made, changed, made, play, shown, unfold
from copbot.dialogue.proposals import DEADLINE, SKIP

SLACK = timedelta(hours=1)
JUST_BEGUN = timedelta(seconds=30)
"""So long after the consent round began, while nobody answered yet, "go on" was meant for the round before."""
LATE = 60  # seconds after which an alarm of a live round rang while copbot was down


def open_(call: Call, line: str, *, live: bool, sure: bool = False) -> Sequence[Wish]:
    """A new proposal, in its first round."""
    words = unquoted(line)[0]
    verb = "proposal-now" if live else "proposal"
    if not shows(words):
        return answers.ask(call, Error.NEEDS_TEXT, text("proposal.ask-text"), free=Option(verb, ""))
    if len(words) > proposals.LONGEST:
        long = text("proposal.too-long", most=proposals.LONGEST, count=len(words))
        return answers.ask(call, Error.TOO_LONG, long, free=Option(verb, ""))
    if not sure and call.elsewhere and by_chance(call):
        return _sure(call, words, live=live)
    number = call.read.last("proposal") + 1
    state = opened(number, call.sender, words, call.source)
    end = proposals.deadline(call, state.phase, live=live)
    key = call.chance.key()
    thread = key if call.room.settings.threads else None
    kept = KeptProposal(call.room.id, state, live, key, call.now, call.now, end, thread=thread)
    here = answers.owed(call) and not call.elsewhere
    wishes: list[Wish] = [
        Save(Count(call.room.id, "proposal", number)),
        Save(kept),
        proposals.alarm(kept, DEADLINE, end),
        *proposal_words.prompt(call, kept, replying=here),
    ]
    if not here:
        wishes.append(answers.reply(call, text("proposal.stands-in", room=Place(call.room.id))))
    return wishes


def _sure(call: Call, words: str, *, live: bool) -> Sequence[Wish]:
    """A sentence in a direct chat that only begins like the command is put before nobody without a yes."""
    verb = "proposal-now" if live else "proposal-sure"
    choices = [
        (text("proposal.yes"), Option(verb, words, means="yes")),
        (text("proposal.no"), Option("never-mind", means="no")),
    ]
    asked = text("proposal.sure", room=Place(call.room.id))
    return answers.ask(call, Error.NOT_UNDERSTOOD, asked, choices=choices)


def amend(call: Call, line: str) -> Sequence[Wish]:
    """Other words: a new version, what is different in it, and a fresh consent round where one had begun."""
    found = proposals.find(call, line, "amend")
    if not isinstance(found, proposals.Found):
        return found
    kept, words = found.kept, unquoted(found.rest)[0]
    free = Option("amend", f"#{kept.proposal.number}")
    if not shows(words):
        asked = text("proposal.ask-amend", n=kept.proposal.number, words=proposals.words(kept.proposal))
        return answers.ask(call, Error.NEEDS_TEXT, asked, free=free)
    if len(words) > proposals.LONGEST:
        long = text("proposal.too-long", most=proposals.LONGEST, count=len(words))
        return answers.ask(call, Error.TOO_LONG, long, free=free)
    move = Amend(call.sender, words, call.source, proposals.is_host(call, kept))
    done = play(call, kept, move, "amend")
    if not isinstance(done, Made):
        return done
    before, now = changed(done), done.kept.proposal
    assert before is not None
    told = text("proposal.version", n=now.number, version=now.version)
    diff = proposal_words.different(before, now)
    if proposals.ritual(call, done.kept) is not None and proposals.phase_of(call, done.kept) is None:
        diff = (*diff, text("proposal.asked-later"))
    answer: list[Wish] = [*proposal_words.unseen(call, kept, done.unseen)]
    answer.append(answers.reply(call, told, *diff, about=proposals.about(now)))
    if call.elsewhere:
        answer.append(_in_room(call, done, told, diff))
    if not done.began:  # the same round goes on, with the new words
        fresh = replace(done.kept, prompt=call.chance.key())
        done = replace(done, kept=fresh)
        return [*answer, *unfold(call, done), *proposal_words.prompt(call, fresh, replying=False)]
    return [*answer, *unfold(call, done)]


def _in_room(call: Call, done: Made, *told: object) -> Say:
    line, diff = told
    lines = (line, *diff)  # type: ignore[misc]
    return Say(
        call.chance.key(),
        lines,
        "nudge",
        {"about": "proposal"},
        room=call.room.id,
        about=proposals.about(done.kept.proposal),
        **proposals.between(call, done.kept),
    )


def go_on(call: Call, line: str) -> Sequence[Wish] | None:
    """``!next`` where no ritual runs: end the consent round, propose to leave out the rest of an earlier one, or ask anew.

    None where there is no proposal either.
    """
    meant = call.about is not None and call.about.what == "proposal"
    if not meant and not call.read.open_proposals(1):
        return None
    found = proposals.find(call, line, "next")
    if not isinstance(found, proposals.Found):
        return found
    kept = found.kept
    host = proposals.is_host(call, kept)
    if kept.proposal.phase in (Phase.CLARIFY, Phase.REACT):
        return suggest(call, kept)
    if (
        kept.proposal.phase is Phase.CONSENT
        and call.now - kept.began < JUST_BEGUN
        and not kept.proposal.voices
    ):
        just = text("proposal.just-begun", n=kept.proposal.number, p=call.prefix)
        return answers.refuse(call, Error.TOO_EARLY, just, about=proposals.about(kept.proposal))
    done = play(call, kept, Next(call.sender, host), "next")
    if not isinstance(done, Made):
        return done
    return [*proposal_words.unseen(call, kept, done.unseen), *shown(call, done)]


def suggest(call: Call, kept: KeptProposal) -> Sequence[Wish]:
    """Propose to leave out the rest of the round: it happens, unless anybody minds."""
    done = play(call, kept, Suggest(call.sender, proposals.is_host(call, kept)), "next")
    if not isinstance(done, Made):
        return done
    end, now, key = proposals.to_mind(call, kept), kept.proposal, call.chance.key()
    here = answers.owed(call) and not call.elsewhere
    option = Option("proposal-mind", f"#{now.number}", means="no")
    said = Say(
        key,
        (
            text(
                f"proposal.skip-{now.phase.value}",
                who=Who(call.sender),
                n=now.number,
                until=proposal_words.moment(call, end),
            ),
        ),
        "proposal.round",
        proposals.fields(now),
        room=call.room.id,
        about=proposals.about(now),
        reply_to=call.event if here else None,
        choices=(text("proposal.not-yet"),),
        **proposals.between(call, kept, replying=here),
    )
    asked = Question(
        key,
        call.room.id,
        now.proposer,
        end,
        room=call.room.id,
        options=(option,),
        anyone=True,
        stays=True,
    )
    told = [] if here else [answers.reply(call, text("proposal.stands-in", room=Place(call.room.id)))]
    return [*unfold(call, done), proposals.alarm(kept, SKIP, end), said, Ask(asked), *told]


def withdraw(call: Call, line: str) -> Sequence[Wish]:
    """The proposer takes it back."""
    found = proposals.find(call, line, "proposal-withdraw")
    if not isinstance(found, proposals.Found):
        return found
    done = play(call, found.kept, Withdraw(call.sender, proposals.is_host(call, found.kept)), "withdraw")
    if not isinstance(done, Made):
        return done
    n, here = done.kept.proposal.number, not call.elsewhere
    told = Say(
        call.chance.key(),
        (text("proposal.withdrawn", n=n, who=Who(call.sender)),),
        "decision",
        adopting.withdrawn(found.kept),
        room=call.room.id,
        about=proposals.about(done.kept.proposal),
        reply_to=call.event if here and answers.owed(call) else None,
    )
    wishes = [*proposal_words.unseen(call, found.kept, done.unseen), *unfold(call, done), told]
    if answers.owed(call) and not here:
        wishes.append(answers.reply(call, text("proposal.stands-in", room=Place(call.room.id))))
    return wishes


def resume(call: Call, line: str) -> Sequence[Wish]:
    """Take up again the consent round in which too few were heard: what was said in it stands."""
    words = line.strip()
    if not words and (call.about is None or call.about.what != "proposal"):
        words = f"{call.read.last('proposal')}"
    found = proposals.find(call, words, "proposal-again")
    if not isinstance(found, proposals.Found):
        return found
    done = play(call, found.kept, Resume(call.sender, proposals.is_host(call, found.kept)), "again")
    return shown(call, done) if isinstance(done, Made) else done


# -- the clock


def lapse(call: Call, payload: str) -> Sequence[Wish]:
    """A round's time is over. A live round that ended while copbot was down gets its time again: nobody could be heard."""
    kept = proposals.rang(call, payload)
    if kept is None:
        return ()
    if kept.deadline > call.now:
        return (proposals.alarm(kept, DEADLINE, kept.deadline),)  # the clock was put back
    if (
        proposals.phase_of(call, kept) is not None
    ):  # the ritual has its own clock; this one only sees that it ends
        return (proposals.alarm(kept, DEADLINE, call.now + SLACK),)
    late = (call.now - kept.deadline).total_seconds() > LATE
    if kept.live and late and kept.proposal.phase is not Phase.INTEGRATE:
        after = replace(kept, deadline=proposals.deadline(call, kept.proposal.phase, live=True))
        edit = proposal_words.progress(call, after, proposals.circle(call, after))
        return (Save(after), proposals.alarm(after, DEADLINE, after.deadline), edit)
    return unfold(call, made(call, kept, Lapse()))


def skip(call: Call, payload: str) -> Sequence[Wish]:
    """Nobody minded."""
    kept = proposals.rang(call, payload)
    if kept is None or not kept.proposal.skipping:
        return ()
    try:
        return unfold(call, made(call, kept, GoOn()))
    except Illegal:
        return ()
