"""Support that is kept: its supporter says so, and when all support is done the opener is asked whether it helped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copbot.commitments import ladder as machine
from copbot.commitments.ladder import Done, Pledge, Standing, open_pledge
from copbot.core.errors import Error
from copbot.core.text import Who, text
from copbot.core.wishes import Wish
from copbot.dialogue.call import By, Call
from copbot.dialogue.ladder import FINDING, Found, Step, all_kept, find, move, tell, with_own_offer
from copbot.dialogue.ladder_support import not_ones_own
from copbot.dialogue.ladder_words import offer

READS = FINDING
"""The queries that keeping support needs."""


def keep(call: Call, line: str) -> Sequence[Wish]:
    """The sender did what they offered. In words of everyday it only counts from who has something to keep."""
    found = find(call, line, "gedaan", with_own_offer, (Error.NO_OFFER, "ladder.no-offer-of-yours"))
    if not isinstance(found, Found):
        return found
    item = found.kept.item
    if call.by is By.PHRASE and open_pledge(item, call.sender) is None:
        return ()
    if (refusal := not_ones_own(call, item, line)) is not None:
        return refusal
    made = move(call, found.kept, Done(call.sender), "done")
    if not isinstance(made, Step):
        return made
    kept = offer(replace(_kept(made), due=None), call.zone)
    told = text("ladder.done", n=item.number, who=Who(call.sender), offer=kept)
    return [*made.saved, *tell(call, made.item, told), *all_kept(call, made)]


def _kept(made: Step) -> Pledge:
    """The offer that was kept just now: the member's last one that is done."""
    (member,) = [happening.member for happening in made.happened if isinstance(happening, machine.Kept)]
    return [p for p in made.item.pledges if p.member == member and p.standing is Standing.DONE][-1]
