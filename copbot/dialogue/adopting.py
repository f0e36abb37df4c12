"""A proposal is adopted: a numbered decision, with its concerns and the day on which it is looked at again.

Who proposed it is asked who does what, and by when. Until somebody offers it themself, nobody has promised anything.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Any

from copbot.core.records import Count, Option, Question
from copbot.core.text import Said, Text, Who, text
from copbot.core.wishes import About, Ask, Ring, Save, Say, Wish
from copbot.decisions.records import Decision, KeptProposal
from copbot.decisions.state import Tally
from copbot.dialogue import proposal_words, proposals
from copbot.dialogue.call import Call
from copbot.dialogue.until import morning

REVIEW = "decision.review"
"""The purpose of the alarm at which a decision is looked at again."""
ALOUD = 0
"""In place of the number of a proposal: there was none, it was decided aloud in a meeting."""
REVIEW_MONTHS = 3
MONTHS_A_YEAR = 12
TO_SAY_WHO = timedelta(days=14)


def later(day: date, months: int) -> date:
    """The same day so many months later; the last of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def adopt(call: Call, kept: KeptProposal, found: Tally, *, replying: bool) -> list[Wish]:
    """The decision is kept, told, and comes back by itself."""
    now = kept.proposal
    made = Decision(
        room=call.room.id,
        number=call.read.last("decision") + 1,
        proposal=now.number,
        version=now.version,
        proposer=now.proposer,
        words=now.words,
        source=now.source,
        adopted=call.now,
        review=later(call.now.astimezone(call.zone).date(), REVIEW_MONTHS),
        heard=found.heard,
        of=found.of,
        key=call.chance.key(),
        concerns=found.concerns,
    )
    said = told(call, made, replying=replying, unprompted=not replying and not kept.live and not call.sender)
    return _written_down(call, made, said)


def decided_aloud(call: Call, words: str, source: str, *, replying: bool) -> list[Wish]:
    """What people who were together decided aloud, written down by who leads: it is told, and comes back by itself.

    Nobody was asked here, so nobody counts as heard; the register says that it was decided in a meeting.
    """
    made = Decision(
        room=call.room.id,
        number=call.read.last("decision") + 1,
        proposal=ALOUD,
        version=1,
        proposer=call.sender,
        words=words,
        source=source,
        adopted=call.now,
        review=later(call.now.astimezone(call.zone).date(), REVIEW_MONTHS),
        heard=0,
        of=0,
        key=call.chance.key(),
    )
    said = replace(told(call, made, replying=replying), ping=())
    return _written_down(call, made, said)


def _written_down(call: Call, made: Decision, said: Say) -> list[Wish]:
    """It is kept and told, comes back on its day, and its message asks who does what."""
    asked = Question(
        made.key,
        call.room.id,
        made.proposer,
        call.now + TO_SAY_WHO,
        room=call.room.id,
        free=Option("decision-who", f"#{made.number}"),
        source=made.source,
        stays=True,
    )
    count = Save(Count(call.room.id, "decision", made.number))
    return [count, Save(made), alarm(call, made), said, Ask(asked)]


def told(call: Call, made: Decision, *, replying: bool = False, unprompted: bool = False) -> Say:
    """The message of a decision."""
    return Say(
        made.key,
        (
            *lines(made),
            text("decision.review", n=made.number, day=made.review, p=call.prefix),
            asking(call, made),
        ),
        "decision",
        fields(made),
        room=call.room.id,
        scope=call.room.id,
        about=about(made),
        reply_to=call.event if replying else None,
        ping=(made.proposer,) if made.proposer in call.people.members else (),
        unprompted=unprompted,
    )


def lines(made: Decision) -> tuple[Text, ...]:
    """What was decided, how many were heard, and the concerns."""
    shown = made.concerns[: proposal_words.MOST_SHOWN]
    more = len(made.concerns) - len(shown)
    return (
        text("decision.adopted", n=made.number, words=words(made)),
        text("decision.aloud", day=made.adopted)
        if made.proposal == ALOUD
        else text("decision.heard", count=made.heard, of=made.of),
        *(proposal_words.voice_line(voice, "concern") for voice in shown),
        *((text("proposal.more-voices", count=more),) if more else ()),
    )


def asking(call: Call, made: Decision) -> Text:
    """The question to who proposed it: who does what?"""
    return text("decision.ask-who", who=Who(made.proposer), n=made.number, p=call.prefix)


def words(made: Decision) -> Said:
    """What was decided, at the end of a line."""
    return Said(made.words, made.source)


def about(made: Decision) -> About:
    """What a message of this decision is about."""
    return About("decision", made.number)


def fields(made: Decision) -> dict[str, Any]:
    """The fields of its message."""
    return {
        "proposal": made.proposal or None,
        "version": made.version,
        "round": "consent",
        "decision": made.number,
        "outcome": "adopted",
        "review": made.review.isoformat(),
    }


def withdrawn(kept: KeptProposal) -> dict[str, Any]:
    """The fields of the message that a proposal was withdrawn."""
    nothing = {"decision": None, "outcome": "withdrawn", "review": None}
    return {**proposals.fields(kept.proposal), **nothing}


def alarm(call: Call, made: Decision) -> Ring:
    """It comes back in the morning of its day; another day later replaces this."""
    at = morning(made.review, call.zone).astimezone(UTC)
    name = f"{REVIEW}:{made.room}:{made.number}"
    return Ring(name, at, made.room, REVIEW, f"{made.number} {made.review.isoformat()}")
