"""What can be done now: at most five choices that fit the room, what runs in it, and who asks.

The last of them leads to everything else, named by the words that people look for: what is not seen is not there.
"""

from __future__ import annotations

from copbot.commitments.ladder import Standing
from copbot.commitments.records import Kept
from copbot.core.records import Option
from copbot.core.text import Text, Who, text
from copbot.decisions.state import Phase as Asked
from copbot.dialogue.call import Call
from copbot.dialogue.ritual_words import own
from copbot.dialogue.round_kept import at_turn, kept
from copbot.rituals.state import Phase
from copbot.rituals.state import Standing as Seated

MOST = 5
MORE = "more"
"""The topic of help that leads to the rest."""
Choice = tuple[Text, Option]


def moment(call: Call) -> list[Choice]:
    """The choices of this moment. Needs the queries ritual, open_polls, open_proposals, open_items,
    items_of and hosts.
    """
    if not call.room.open:
        return _before_acceptance(call)
    if call.about is not None and call.about.what == "item":
        return _about_item(call.about.number)
    offers = _offers(call) if call.spot.direct else []
    found = [*offers, *_ritual(call), *_polls(call), *_proposals(call), *_always(call)]
    return [*found[: MOST - 1], (text("moment.more"), Option("help", MORE))]


def everything_else() -> list[Choice]:
    """What can be done at any moment, whatever runs in the room."""
    return [
        (text("moment.remind"), Option("remind")),
        (text("moment.poll"), Option("poll")),
        (text("moment.digest"), Option("digest", "now")),
        (text("moment.proposal"), Option("proposal")),
        (text("moment.away"), Option("away")),
        (text("moment.rituals"), Option("rituals")),
        (text("moment.meeting"), Option("meetings")),
        (text("moment.role"), Option("role")),
        (text("moment.privacy"), Option("privacy")),
    ]


def _before_acceptance(call: Call) -> list[Choice]:
    other = "en" if call.room.settings.language == "nl" else "nl"
    choices = [
        (text("moment.privacy"), Option("privacy")),
        (text(f"moment.language-{other}"), Option("language", other)),
    ]
    if call.is_host(call.sender):
        choices.insert(0, (text("moment.start"), Option("start")))
    return choices


def _about_item(number: int) -> list[Choice]:
    return [
        (text("moment.may", n=number), Option("may", f"{number}")),
        (text("moment.support", n=number), Option("support", f"{number}")),
        (text("moment.item", n=number), Option("commitment", f"{number}")),
    ]


def _offers(call: Call) -> list[Choice]:
    """Offers that wait for a word from who asks, told in private only."""
    found: list[Choice] = []
    for item in call.read.items_of(call.sender):
        for member in _waiting(item, call.sender):
            number, who = item.item.number, Who(member)
            line = f"{number} {member}"
            found.append((text("moment.welcome", n=number, who=who), Option("accept", line)))
            found.append((text("moment.decline", n=number, who=who), Option("decline", line)))
    return found[:2]


def _waiting(item: Kept, opener: str) -> list[str]:
    if item.item.opener != opener:
        return []
    return [
        pledge.member
        for pledge in item.item.pledges
        if pledge.standing is Standing.OFFERED and pledge.member != opener
    ]


def _ritual(call: Call) -> list[Choice]:
    ritual = call.read.ritual()
    if ritual is None:
        return [(text("moment.round"), Option("round"))]
    now = kept(ritual)
    state = now.round
    seat = state.seat(call.sender)
    choices = [(text(own(now.script, "moment.status")), Option("status"))]
    if seat is None:  # in a talk nobody has one
        if call.sender not in now.course.taking_part:
            choices.append((text(own(now.script, "moment.join")), Option("join")))
    elif seat.standing in (Seated.PASSED, Seated.UNHEARD):
        choices.append((text(own(now.script, "moment.join")), Option("join")))
    elif at_turn(now, call.sender):
        choices.append((text("moment.pass"), Option("pass")))
    if ritual.facilitator == call.sender:
        joining = state.phase is Phase.JOINING
        begin = text(own(now.script, "round.choice-begin")), Option("begin")
        choices.append(begin if joining else (text("moment.next"), Option("next")))
    return choices


def _polls(call: Call) -> list[Choice]:
    return [
        (text("moment.vote", n=kept.poll.number), Option("vote", f"#{kept.poll.number}"))
        for kept in call.read.open_polls(1)
    ]


def _proposals(call: Call) -> list[Choice]:
    return [
        (text("moment.consent", n=kept.proposal.number), Option("proposal", f"#{kept.proposal.number}"))
        for kept in call.read.open_proposals(1)
        if kept.proposal.phase is Asked.CONSENT
    ]


def _always(call: Call) -> list[Choice]:
    choices = [(text("moment.cannot"), Option("cannot"))]
    if call.read.open_items(limit=1):
        choices.append((text("moment.commitments"), Option("commitments")))
    return [*choices, *everything_else()]
