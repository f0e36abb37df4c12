"""Declining an offer: said to copbot privately, and told to the supporter privately and kindly. The room hears nothing."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.commitments.ladder import Decline, Pledge
from copbot.commitments.records import Kept
from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Place, Who, text
from copbot.core.wishes import About, Say, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.ladder import (
    CHOICES,
    FINDING,
    Step,
    all_kept,
    move,
    offers_of_others,
    opened_by_sender,
    privately,
)
from copbot.dialogue.ladder_phrases import NO
from copbot.dialogue.ladder_support import ENDED, told_offer
from copbot.dialogue.ladder_words import offer

Offer = tuple[Kept, Pledge]

READS = (*FINDING, "stopped")


def run(call: Call, line: str) -> Sequence[Wish]:
    """Rather not: wherever the opener said it, it is told to the supporter alone."""
    if call.by is By.PHRASE and not _about_support(call, line):
        return ()
    offers = _meant(call, line)
    if len(offers) == 1:
        return _declined(call, *offers[0])
    if offers:
        return _which(call, offers)
    return answers.refuse(call, Error.NO_OFFER, text("ladder.no-offer-to-you", p=call.prefix))


def no(call: Call, line: str) -> Sequence[Wish]:
    """A no to "does this help?", which only the opener was asked, and only in the message of an offer."""
    if call.about is None or call.about.number not in {k.item.number for k in opened_by_sender(call)}:
        return ()
    kept = call.read.item(call.about.number)
    if kept is None or told_offer(call, kept.item) in (None, ENDED):
        return ()
    return run(call, line)


def _about_support(call: Call, line: str) -> bool:
    """Whether these everyday words can be about support: one may rather not have a turn as well."""
    number = call.about.number if _on_item(call) and call.about else None
    mine = [kept.item.number for kept in opened_by_sender(call)]
    if not call.spot.direct:
        return number in mine
    return bool(line) or number in mine or (call.about is None and bool(mine))


def _on_item(call: Call) -> bool:
    return call.about is not None and call.about.what == "item"


def _meant(call: Call, line: str) -> list[Offer]:
    """Offers to the sender that may be meant: by number and member, by the message replied to, or all of them."""
    first, _, member = line.partition(" ")
    number = int(first) if first.isdecimal() else None
    offers = [(kept, p) for kept in opened_by_sender(call) for p in offers_of_others(kept.item)]
    if number is None and call.about is not None and _on_item(call):
        number = call.about.number
        told = {kept.item.number: told_offer(call, kept.item) for kept, _ in offers}.get(number)
        if told == ENDED:
            return []  # that very offer is no longer there; no other is meant by it
        member = member or told or ""
    return [
        (kept, p)
        for kept, p in offers
        if number in (None, kept.item.number) and (not member or member == p.member)
    ]


def _which(call: Call, offers: list[Offer]) -> Sequence[Wish]:
    question = text("ladder.which-offer")
    choices = [
        (
            text("ladder.offer-labelled", n=kept.item.number, who=Who(p.member), offer=offer(p, call.zone)),
            Option("decline", f"{kept.item.number} {p.member}"),
        )
        for kept, p in offers[:CHOICES]
    ]
    if call.spot.direct:
        return answers.ask(call, Error.WHICH_ITEM, question, choices=choices)
    key, labels = call.chance.key(), tuple(label for label, _ in choices)
    options = tuple(option for _, option in choices)
    fields = {"about": "item"}
    asked = Say(key, (question,), "question", fields, to=call.sender, choices=labels, aloud=True)
    return [asked, answers.asking(call, key, options, private=True)]


def _declined(call: Call, kept: Kept, pledge: Pledge) -> Sequence[Wish]:
    made = move(call, kept, Decline(call.sender, pledge.member), "decline")
    if not isinstance(made, Step):
        return made
    item, who = made.item, Who(pledge.member)
    there = Place(call.room.id)
    kindly = text("ladder.declined", opener=Who(item.opener), n=item.number, room=there, who=who)
    about = About("item", item.number)
    reached = pledge.member in call.people.members and not call.read.stopped(pledge.member)
    done = text("ladder.decline-told" if reached else "ladder.decline-untold", n=item.number, who=who)
    answer = (
        answers.reply(call, done, about=about)
        if call.spot.direct
        else Say(
            call.chance.key(),
            (done,),
            "reply",
            {"command": call.command, "ok": True},
            to=call.sender,
            about=about,
        )
    )
    return [*made.saved, *privately(call, pledge.member, item, kindly), answer, *all_kept(call, made)]


COMMANDS = (
    Command(
        names=("decline",),
        dutch=(),
        section="ladder",
        run=run,
        reads=READS,
        hidden=True,
        phrases=(
            Phrase(
                r"(?:nee[\s,]+)?(?:ik\s+(?:wil|heb)\s+(?:het\s+)?)?liever\s+(?:niet|(?:iets\s+)?anders)"
                r"(?:\s+(?:bij\s+|voor\s+)?#?(?P<number>[0-9]{1,9}))?[\s.!]*",
                line="{number}",
            ),
            Phrase(
                r"(?:no[\s,]+)?(?:i(?:['’]?d|\s+would)\s+)?rather\s+(?:not|something\s+else)"
                r"(?:\s+(?:for\s+)?#?(?P<number>[0-9]{1,9}))?[\s.!]*",
                line="{number}",
            ),
        ),
    ),
    Command(
        names=("helps-not",),
        part_of="decline",
        dutch=(),
        section="ladder",
        run=no,
        reads=READS,
        hidden=True,
        phrases=NO,
    ),
)
