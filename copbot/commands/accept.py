"""``!accept``: the opener says that an offer is welcome."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.commitments.ladder import Item, Standing, Unwelcome, Welcome, Welcomed, WelcomeTakenBack
from copbot.core.errors import Error
from copbot.core.text import Text, Who, text
from copbot.core.wishes import Wish
from copbot.dialogue import answers, hints
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command, Touch
from copbot.dialogue.ladder import (
    FINDING,
    Found,
    Step,
    find,
    move,
    offers_of_others,
    tell,
    with_offer_to_sender,
)
from copbot.dialogue.ladder_phrases import ACCEPT, YES
from copbot.dialogue.ladder_support import ENDED, told_offer
from copbot.dialogue.ladder_words import names, offer_of
from copbot.dialogue.members import meant


def run(call: Call, line: str) -> Sequence[Wish]:
    """Welcome one member's offer, or every offer on the item that waits for a word."""
    found = find(call, line, "accept", with_offer_to_sender, (Error.NO_OFFER, "ladder.no-offer-to-you"))
    if not isinstance(found, Found):
        return found
    item = found.kept.item
    member, rest = meant(call, found.rest, bare=True)
    if member is not None:
        if member not in call.people.members and all(p.member != member for p in item.pledges):
            return answers.refuse(call, Error.NO_SUCH_MEMBER, text("engine.no-such-member"))
    elif call.by in (By.TAP, By.PHRASE) or not rest:
        about = call.about is not None and call.about.number == item.number
        member = told_offer(call, item) if about else None
        if call.by is By.TAP and member is None:
            return ()  # a tap on another message about the item is no word on any offer
    made = move(call, found.kept, Welcome(call.sender, member), "accept")
    if not isinstance(made, Step):
        return made
    welcomed = {
        m for happening in made.happened if isinstance(happening, Welcomed) for m in happening.members
    }
    return [*made.saved, *tell(call, made.item, *_welcome(call, made.item, welcomed))]


def _welcome(call: Call, item: Item, members: set[str]) -> list[Text]:
    offers = [p for p in offers_of_others(item) if p.member in members and p.standing is Standing.WELCOME]
    who = names(p.member for p in offers)
    lines = [text("ladder.welcome", opener=Who(item.opener), n=item.number, who=who, count=len(who))]
    return [
        *lines,
        *(offer_of(p, call.zone) for p in offers[:4]),
        text("ladder.welcome-on", n=item.number, p=call.prefix),
    ]


def yes(call: Call, line: str) -> Sequence[Wish]:
    """A yes to "does this help?", which only the opener was asked, and only in the message of an offer."""
    kept = None if call.about is None else call.read.item(call.about.number)
    if kept is None or kept.item.opener != call.sender or told_offer(call, kept.item) in (None, ENDED):
        return ()
    return run(call, line)


def unwelcome(call: Call, line: str) -> Sequence[Wish]:
    """✅ was taken away: what it welcomed waits for a word again, as long as it is not yet kept."""
    if call.about is None or (kept := call.read.item(call.about.number)) is None:
        return ()
    if (member := told_offer(call, kept.item)) is None:
        return ()
    made = move(call, kept, Unwelcome(call.sender, member), "unaccept")
    if not isinstance(made, Step):
        return made
    back = {
        m for happened in made.happened if isinstance(happened, WelcomeTakenBack) for m in happened.members
    }
    offers = [p for p in offers_of_others(made.item) if p.member in back]
    opener = Who(made.item.opener)
    lines = [
        text("ladder.unwelcome", opener=opener, n=made.item.number),
        *(offer_of(p, call.zone) for p in offers[:4]),
        text(hints.fitting(call, "ladder.ask-welcome"), opener=opener),
    ]
    return [*made.saved, *tell(call, made.item, *lines)]


COMMANDS = (
    Command(
        names=("accept",),
        dutch=("graag",),
        section="ladder",
        run=run,
        reads=FINDING,
        phrases=ACCEPT,
        touches=(Touch("✅", "item", line="{n}", undo="unwelcome", forgeable=False, instead="taps.accept"),),
    ),
    Command(
        names=("helps",),
        part_of="accept",
        dutch=(),
        section="ladder",
        run=yes,
        reads=FINDING,
        hidden=True,
        phrases=YES,
    ),
    Command(
        names=("unwelcome",),
        part_of="accept",
        dutch=(),
        section="ladder",
        run=unwelcome,
        reads=("item",),
        hidden=True,
    ),
)
