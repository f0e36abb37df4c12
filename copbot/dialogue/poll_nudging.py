"""One private reminder, in good time before the deadline, to who has not voted.

Only to whom copbot has a chat with already: it begins none for this. Nobody hears it in the quiet hours, when they are
away, or when they want no messages; who took their vote back is not asked again. Young people are never nudged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from copbot.core.quiet import free_from
from copbot.core.records import Option
from copbot.core.text import Place, Said, text
from copbot.core.wishes import Ask, Ring, Say, Wish
from copbot.dialogue import answers, polls
from copbot.dialogue.call import Call
from copbot.dialogue.ladder_words import day
from copbot.polls.poll import Phase
from copbot.polls.records import KeptPoll

READS = ("poll", "ballots", "absent", "stopped", "chat_settings", "roles")
"""The queries that the reminder needs."""
LONG, HALF_A_DAY = timedelta(hours=24), timedelta(hours=12)
SHORT, AN_HOUR = timedelta(hours=2), timedelta(hours=1)


def alarm(kept: KeptPoll) -> Ring | None:
    """When to remind: half a day before the end, an hour for a short poll, not at all for a shorter one."""
    lasts = kept.poll.deadline - kept.opened
    if not kept.limited or lasts < SHORT:
        return None
    return polls.nudge_alarm(kept, kept.poll.deadline - (HALF_A_DAY if lasts >= LONG else AN_HOUR))


def nudge(call: Call, payload: str) -> Sequence[Wish]:
    """The time to remind has come; in the quiet hours it comes again at their end, if that is before the deadline."""
    kept = call.read.poll(int(payload))
    if kept is None or kept.poll.phase is not Phase.OPEN or kept.poll.deadline <= call.now:
        return ()
    free = free_from(call.now, call.zone, call.room.settings.quiet, None)
    if free > call.now:
        return (polls.nudge_alarm(kept, free),) if free < kept.poll.deadline else ()
    done = {ballot.member for ballot in call.read.ballots(kept.poll.number)} | call.read.absent(call.now)
    done |= {member for member, brought in call.read.roles().items() if "youth" in brought}
    wishes: list[Wish] = []
    for member in call.people.humans:
        if member not in done and _reached(call, member, kept.poll.deadline):
            wishes += _remind(call, kept, member)
    return wishes


def _reached(call: Call, member: str, deadline: datetime) -> bool:
    """Whether there is a chat with the member in which it can be said in time."""
    chat = call.read.chat_settings(member)
    if chat is None or call.read.stopped(member):
        return False
    return free_from(call.now, call.zone, chat.quiet, None) < deadline


def _remind(call: Call, kept: KeptPoll, member: str) -> tuple[Wish, ...]:
    poll, key = kept.poll, call.chance.key()
    choices = [
        (text("poll.choice", option=option), Option("vote-for", f"{poll.number} {id}"))
        for id, option in polls.words(poll).items()
    ]
    line = text(
        "poll.reminder",
        room=Place(call.room.id),
        question=Said(poll.question, poll.source),
        until=day(poll.deadline, call.zone),
    )
    asked = answers.question(
        replace(call, source=poll.source),
        key,
        tuple(option for _, option in choices),
        Option("vote", f"#{poll.number}"),
        asked=member,
        private=True,
    )
    said = Say(
        key,
        (line,),
        "nudge",
        {"about": "poll"},
        to=member,
        scope=call.room.id,
        about=polls.about(poll),
        choices=tuple(label for label, _ in choices),
        unprompted=True,
        aloud=True,
    )
    return (said, Ask(asked))
