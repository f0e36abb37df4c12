"""Consent, concern and objection, from the words to what is kept; and what is said in the rounds before.

What is said is held until the round ends: the answer says that it was heard, and not what. An objection without words
stands at once; what goes wrong, and for whom, is asked once, and not as a condition.
"""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.machine import Illegal
from copbot.core.names import shows
from copbot.core.records import Option
from copbot.core.text import Said, Text, Who, text
from copbot.core.wishes import Say, Wish
from copbot.decisions.moves import Answer, TakeBack, Took
from copbot.decisions.records import KeptProposal
from copbot.decisions.state import Phase, Stance, tally
from copbot.dialogue import answers, proposal_words, proposals
from copbot.dialogue.call import By, Call
from copbot.dialogue.ladder_words import unquoted
from copbot.dialogue.proposal_course import Made, answered, made, play, refused, unfold
from copbot.dialogue.proposal_phrases import classified

ASKED = (Phase.CONSENT, Phase.INTEGRATE)
"""The phases in which consent, a concern or an objection can be said."""
VERBS = {Stance.CONSENT: "consent", Stance.CONCERN: "concern", Stance.OBJECTION: "objection"}


def say(call: Call, line: str, stance: Stance) -> Sequence[Wish]:
    """Somebody says consent, a concern or an objection, perhaps with why."""
    found = proposals.find(call, line, VERBS[stance], proposals.in_phase(*ASKED))
    if not isinstance(found, proposals.Found):
        return found
    if of_an_earlier_round(call, found.kept):
        return refused(call, found.kept, Error.ROUND_CLOSED, VERBS[stance])
    return _say(call, found.kept, stance, unquoted(found.rest)[0])


def of_an_earlier_round(call: Call, kept: KeptProposal) -> bool:
    """Whether it replies to the message of an earlier round: nobody consents to words that they may not have seen."""
    return (
        kept.proposal.phase is Phase.CONSENT
        and call.about == proposals.about(kept.proposal)
        and call.touched_kind in ("proposal.opened", "proposal.round")
        and call.touched != kept.prompt
    )


def consents(call: Call, kept: KeptProposal) -> Sequence[Wish]:
    """Consent in a word that answers the question: from who has said nothing else, so that it takes nothing back."""
    return _say(call, kept, Stance.CONSENT, "") if kept.proposal.voice(call.sender) is None else ()


def in_round(call: Call, line: str) -> Sequence[Wish]:
    """What somebody chose or wrote in answer to a reminder: it counts in the round that reminded them."""
    number, turn, rest = (*line.split(" ", 2), "")[:3]
    kept = call.read.proposal(int(number))
    if kept is None:
        return answers.refuse(
            call, Error.NO_SUCH_PROPOSAL, text("proposal.no-such", n=int(number), p=call.prefix)
        )
    if kept.proposal.turn != int(turn) or kept.proposal.phase not in ASKED:
        code = (
            Error.ROUND_CLOSED if kept.proposal.phase in (*ASKED, Phase.UNDECIDED) else Error.PROPOSAL_CLOSED
        )
        return refused(call, kept, code, "consent")
    if rest in [stance.value for stance in VERBS]:
        return _say(call, kept, Stance(rest), "")
    return _in_words(call, kept, rest)


def _say(call: Call, kept: KeptProposal, stance: Stance, words: str) -> Sequence[Wish]:
    if call.sender not in call.people.humans:
        return answers.refuse(call, Error.NOT_ALLOWED, text("proposal.members-only"))
    if call.sender not in proposals.circle(call, kept).members:
        return answers.refuse(call, Error.NOT_IN_ROUND, text("proposal.not-in-ritual", p=call.prefix))
    why = words if shows(words) else None
    if stance is Stance.CONCERN and why is None and kept.proposal.phase in ASKED:
        return answers.ask(
            call,
            Error.NEEDS_TEXT,
            text("proposal.ask-concern", n=kept.proposal.number),
            free=Option("concern", f"#{kept.proposal.number}"),
            about=proposals.about(kept.proposal),
        )
    if stance is Stance.CONSENT and why is not None:
        stance = Stance.CONCERN  # "!consent, but …" is a concern
    move = Answer(call.sender, stance, why, call.source if why else None)
    done = play(call, kept, move, VERBS[stance])
    return _answered(call, done, stance) if isinstance(done, Made) else done


def _answered(call: Call, done: Made, stance: Stance) -> list[Wish]:
    if call.by is By.TAP:
        return quietly(call, done)
    (took,) = [one for one in done.happened if isinstance(one, Took)]
    wordless = stance is Stance.OBJECTION and took.voice.words is None and took.voice.source is None
    first = not (took.before is not None and took.before.stance is Stance.OBJECTION)
    lines = _thanks(call, done, took)
    if wordless and first:
        return [*_asked_why(call, done, lines), *unfold(call, done), *_openly(call, done, took)]
    reply, *following = answered(call, done, *lines)
    return [reply, *_openly(call, done, took), *following]  # first what was said, then what comes of it


def _thanks(call: Call, done: Made, took: Took) -> tuple[Text, ...]:
    who, n = Who(call.sender), done.kept.proposal.number
    back = took.before is not None and took.before.stance is Stance.OBJECTION
    if back and took.voice.stance is not Stance.OBJECTION:
        first = text("proposal.taken-back", who=who, n=n)
    elif back:
        first = text("proposal.worded", who=who, n=n)
    else:
        first = text(f"proposal.heard-{took.voice.stance.value}", who=who, n=n)
    if done.before.proposal.phase is Phase.INTEGRATE or done.kept.proposal.phase is not Phase.CONSENT:
        return (first,)
    found = tally(done.kept.proposal, proposals.circle(call, done.kept))
    return (first, text("proposal.held", heard=found.heard, of=found.of))


def _asked_why(call: Call, done: Made, lines: tuple[Text, ...]) -> list[Wish]:
    """What goes wrong, and for whom? The objection stands already."""
    n = done.kept.proposal.number
    key = call.chance.key()
    aloud = {"aloud": True} if call.spot.direct else {"ping": (call.sender,)}
    about = proposals.about(done.kept.proposal)
    question = text("proposal.ask-objection")
    reply = answers.reply(call, *lines, question, key=key, about=about, **aloud)
    return [reply, answers.asking(call, key, (), Option("objection", f"#{n}"))]


def _openly(call: Call, done: Made, took: Took) -> list[Wish]:
    """After the round nothing is held: what somebody says in private then, the room hears."""
    if done.before.proposal.phase is not Phase.INTEGRATE or not call.elsewhere:
        return []
    back = took.before is not None and took.before.stance is Stance.OBJECTION
    if back and took.voice.stance is not Stance.OBJECTION:
        line = text("proposal.room-taken-back", who=Who(call.sender), n=done.kept.proposal.number)
    else:
        line = proposal_words.voice_line(took.voice)
    said = Say(
        call.chance.key(),
        (line,),
        "nudge",
        {"about": "proposal"},
        room=call.room.id,
        about=proposals.about(done.kept.proposal),
        **proposals.between(call, done.kept),
    )
    return [said]


def quietly(call: Call, done: Made) -> list[Wish]:
    """On a tap, and in a talk, the round's message tells how many were heard; nobody is answered."""
    wishes = unfold(call, done)
    if done.kept.proposal.turn == done.before.proposal.turn and done.kept.ended is None:
        wishes.append(proposal_words.progress(call, done.kept, proposals.circle(call, done.kept)))
    return wishes


def tapped(call: Call, number: int) -> Sequence[Wish]:
    """✅ on the message of the round that runs; on any other it means nothing."""
    kept = call.read.proposal(number)
    if kept is None or kept.prompt != call.touched or kept.proposal.phase is not Phase.CONSENT:
        return ()
    return _say(call, kept, Stance.CONSENT, "")


def untapped(call: Call) -> Sequence[Wish]:
    """✅ was taken away: not heard yet, unless they said something else since."""
    kept = call.read.proposal(call.about.number) if call.about else None
    if kept is None or kept.prompt != call.touched or kept.proposal.phase is not Phase.CONSENT:
        return ()
    before = kept.proposal.voice(call.sender)
    if before is None or before.stance is not Stance.CONSENT:
        return ()
    return quietly(call, made(call, kept, TakeBack(call.sender)))


def heard(call: Call, body: str) -> Sequence[Wish]:
    """In a live consent round, plain words in the room count as well: "geen bezwaar"."""
    running = [kept for kept in call.read.open_proposals(proposals.CHOICES) if kept.live]
    if len(running) != 1 or running[0].proposal.phase is not Phase.CONSENT:
        return ()
    found = classified(body, answers=False)
    if found is None or (found[0] is Stance.CONCERN and not found[1]):
        return ()
    if call.sender not in proposals.circle(call, running[0]).members:
        return ()
    stance, words = found
    move = Answer(call.sender, stance, words or None, call.source if words else None)
    try:
        done = made(call, running[0], move)
    except Illegal:
        return ()
    before = running[0].proposal.voice(call.sender)
    if stance is Stance.OBJECTION and not words and (before is None or before.stance is not stance):
        return [*_asked_why(call, done, ()), *quietly(call, done)]
    return quietly(call, done)


def _in_words(call: Call, kept: KeptProposal, rest: str) -> Sequence[Wish]:
    """One of the three, or it is asked which."""
    read = classified(rest, answers=True)
    if read is not None:
        return _say(call, kept, *read)
    n = kept.proposal.number
    words = Said(rest, call.source)
    choices = [
        (text("proposal.choice-concern"), Option("concern", f"#{n} {rest}")),
        (text("proposal.choice-objection"), Option("objection", f"#{n} {rest}")),
    ]
    asked = text("proposal.which-stance", n=n, words=words)
    return answers.ask(call, Error.NEEDS_STANCE, asked, choices=choices)
