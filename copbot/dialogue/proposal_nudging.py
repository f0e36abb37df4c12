"""Reminding, privately and at most twice in a consent round, who was not heard: halfway, and on its last day.

Only over days, and only to whom copbot has a chat with already. Never who is away, said stop, or is young; nobody is named in
the room. Each answer can be given right there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from copbot.core.quiet import free_from
from copbot.core.records import Option, Question
from copbot.core.text import Place, text
from copbot.core.wishes import Ask, Save, Say, Wish
from copbot.decisions.records import KeptProposal
from copbot.decisions.state import Phase, unheard
from copbot.dialogue import proposal_words, proposals
from copbot.dialogue.call import Call
from copbot.dialogue.proposals import NUDGE

READS = (*proposals.READS, "stopped", "chat_settings", "roles")
"""The queries that reminding needs."""
MOST = 2
LAST_DAY = timedelta(days=1)


def alarms(kept: KeptProposal) -> tuple[Wish, ...]:
    """The next time to remind: halfway the round, then a day before it ends, unless that is the same day."""
    if kept.live or kept.proposal.phase is not Phase.CONSENT or kept.nudged >= MOST:
        return ()
    half = kept.began + (kept.deadline - kept.began) / 2
    if kept.nudged == 0:
        return (proposals.alarm(kept, NUDGE, half),)
    last = kept.deadline - LAST_DAY
    return (proposals.alarm(kept, NUDGE, last),) if last - half >= LAST_DAY else ()


def nudge(call: Call, payload: str) -> Sequence[Wish]:
    """The time to remind has come; in the quiet hours it comes again at their end."""
    kept = proposals.rang(call, payload)
    if kept is None or kept.deadline <= call.now:
        return ()
    free = free_from(call.now, call.zone, call.room.settings.quiet, None)
    if free > call.now:
        return (proposals.alarm(kept, NUDGE, free),)
    after = replace(kept, nudged=kept.nudged + 1)
    wishes: list[Wish] = [Save(after), *alarms(after)]
    young = {member for member, brought in call.read.roles().items() if "youth" in brought}
    for member in sorted(unheard(kept.proposal, proposals.circle(call, kept)) - young):
        chat = call.read.chat_settings(member)
        if chat is None or call.read.stopped(member):
            continue
        if free_from(call.now, call.zone, chat.quiet, None) < kept.deadline:
            wishes += _remind(call, kept, member)
    return wishes


def _remind(call: Call, kept: KeptProposal, member: str) -> tuple[Wish, ...]:
    now, key = kept.proposal, call.chance.key()
    choices = [
        (label, Option("consent-in-round", f"{now.number} {now.turn} {option.verb}"))
        for label, option in proposal_words.choices(now)
    ]
    said = Say(
        key,
        (
            text(
                "proposal.nudge",
                room=Place(call.room.id),
                n=now.number,
                words=proposals.words(now),
            ),
        ),
        "nudge",
        {"about": "proposal"},
        to=member,
        scope=call.room.id,
        about=proposals.about(now),
        choices=tuple(label for label, _ in choices),
        closing=(text("proposal.nudge-how", until=proposal_words.ending(call, kept)),),
        unprompted=True,
        aloud=True,
    )
    asked = Question(
        key,
        call.room.id,
        member,
        kept.deadline,
        options=tuple(option for _, option in choices),
        free=Option("consent-in-round", f"{now.number} {now.turn}"),
        source=now.source,
        stays=True,
    )
    return said, Ask(asked)
