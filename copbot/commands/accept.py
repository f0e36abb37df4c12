"""``!accept``: the opener says that an offer is welcome."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copbot.commitments.ladder import Item, Standing, Unwelcome, Welcome, Welcomed, WelcomeTakenBack
from copbot.core.errors import Error
from copbot.core.text import Text, Who, text
from copbot.core.wishes import Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command, Phrase, Touch
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
from copbot.dialogue.ladder_support import told_offer
from copbot.dialogue.ladder_words import names, offer_of
from copbot.dialogue.members import meant

NOBODY = ""  # no member has this id: the offer that was meant is no longer there
_AT = re.compile(r"@(\S+)")


def run(call: Call, line: str) -> Sequence[Wish]:
    """Welcome one member's offer, or every offer on the item that waits for a word."""
    found = find(call, line, "accept", with_offer_to_sender, (Error.NO_OFFER, "ladder.no-offer-to-you"))
    if not isinstance(found, Found):
        return found
    member = _whose(call, found)
    if member == NOBODY:
        return answers.refuse(call, Error.NO_SUCH_MEMBER, text("engine.no-such-member"))
    made = move(call, found.kept, Welcome(call.sender, member), "accept")
    if not isinstance(made, Step):
        return made
    welcomed = {
        m for happening in made.happened if isinstance(happening, Welcomed) for m in happening.members
    }
    return [*made.saved, *tell(call, made.item, *_welcome(call, made.item, welcomed))]


def _welcome(call: Call, item: Item, members: set[str]) -> list[Text]:
    offers = [p for p in offers_of_others(item) if p.member in members and p.standing is Standing.WELCOME]
    lines = [
        text("ladder.welcome", opener=Who(item.opener), n=item.number, who=names(p.member for p in offers))
    ]
    return [
        *lines,
        *(offer_of(p, call.zone) for p in offers[:4]),
        text("ladder.welcome-on", n=item.number, p=call.prefix),
    ]


def _whose(call: Call, found: Found) -> str | None:
    """The member named, or whose offer the message tells of that was replied to or tapped on."""
    item = found.kept.item
    member, rest = meant(call, found.rest)
    if member is not None:
        return (
            member
            if any(p.member == member for p in item.pledges) or member in call.people.members
            else NOBODY
        )
    at = _AT.search(rest)
    if at:
        local = [
            p.member for p in item.pledges if p.member[1:].partition(":")[0] == at[1].rstrip(".,!").lower()
        ]
        return local[0] if local else NOBODY
    replied = call.by in (By.TAP, By.UNTAP, By.PHRASE) or not found.rest
    about = call.about is not None and call.about.number == item.number
    return told_offer(call, item) if replied and about else None


def unwelcome(call: Call, line: str) -> Sequence[Wish]:
    """✅ was taken away: what it welcomed waits for a word again, as long as it is not yet kept."""
    if call.about is None or (kept := call.read.item(call.about.number)) is None:
        return ()
    made = move(call, kept, Unwelcome(call.sender, told_offer(call, kept.item)), "unaccept")
    if not isinstance(made, Step):
        return made
    back = {
        m for happened in made.happened if isinstance(happened, WelcomeTakenBack) for m in happened.members
    }
    offers = [p for p in offers_of_others(made.item) if p.member in back]
    lines = [text("ladder.unwelcome", n=made.item.number), *(offer_of(p, call.zone) for p in offers[:4])]
    lines.append(text("ladder.ask-welcome", opener=Who(made.item.opener)))
    return [*made.saved, *tell(call, made.item, *lines)]


COMMANDS = (
    Command(
        names=("accept",),
        dutch=("graag",),
        section="ladder",
        run=run,
        reads=FINDING,
        phrases=(
            Phrase(
                r"(?:(?:ja|yes|oh|o)[\s,.!]+)*(?:heel\s+|erg\s+)?(?:graag|please|welkom|welcome)"
                r"(?:\s+(?:hoor|gedaan)|[\s,]+(?:dank\s*je(?:\s*wel)?|bedankt|thanks|thank\s+you))?[\s.!]*",
                about="item",
                line="{n}",
            ),
        ),
        touches=(Touch("✅", "item", line="{n}", undo="unwelcome", forgeable=False),),
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
