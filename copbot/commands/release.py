"""``!release``: it will not work after all. No reason is asked, nobody is blamed."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.commitments.ladder import Release, open_pledge
from copbot.core.errors import Error
from copbot.core.text import Who, text
from copbot.core.wishes import Wish
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command
from copbot.dialogue.ladder import FINDING, Found, Step, all_kept, find, move, tell, with_own_offer
from copbot.dialogue.ladder_phrases import RELEASE
from copbot.dialogue.ladder_support import not_ones_own


def run(call: Call, line: str) -> Sequence[Wish]:
    """Let go of one's own offer."""
    found = find(call, line, "release", with_own_offer, (Error.NO_OFFER, "ladder.no-offer-of-yours"))
    if not isinstance(found, Found):
        return found
    item = found.kept.item
    if call.by is By.PHRASE and open_pledge(item, call.sender) is None:
        return ()  # "it won't work" is talk from who has nothing to let go of
    if (refusal := not_ones_own(call, item, line)) is not None:
        return refusal
    made = move(call, found.kept, Release(call.sender), "release")
    if not isinstance(made, Step):
        return made
    told = text("ladder.release", n=made.item.number, who=Who(call.sender))
    return [*made.saved, *tell(call, made.item, told, told_as="ladder.told-release"), *all_kept(call, made)]


COMMANDS = (
    Command(
        names=("release",), dutch=("luktniet",), section="ladder", run=run, reads=FINDING, phrases=RELEASE
    ),
)
