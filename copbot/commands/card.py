"""What somebody says of the card that they were dealt, in the direct chat: another one, none, or one please. No typed command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copbot.core.errors import Error
from copbot.core.text import text
from copbot.core.wishes import Say, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.round_kept import READS, running, save
from copbot.dialogue.scene import Scene
from copbot.phases import deal


def run(call: Call, line: str) -> Sequence[Wish]:
    """By number: the cards of that ritual and phase. In words: those that were dealt last in a ritual that runs."""
    *where, wish = line.split()
    found = [now for now in running(call) if deal.last_dealt(now) is not None]
    if where:
        found = [now for now in found if where == [str(now.ritual.number), str(deal.last_dealt(now))]]
    mine = [now for now in found if call.sender in now.course.members]
    if mine:
        return _answered(call, mine[0], wish)
    if found:
        return answers.refuse(call, Error.NOT_IN_ROUND, text("deal.not-in", p=call.prefix))
    if call.by is By.PHRASE:
        return ()  # nobody speaks of cards here
    return answers.refuse(call, Error.NO_RITUAL, text("deal.over", p=call.prefix))


def _answered(call: Call, now: Scene, wish: str) -> Sequence[Wish]:
    place = deal.last_dealt(now)
    assert place is not None
    told = deal.answered(call, now, place, call.sender, wish)
    name = now.script.phases[place].name
    kept = save(replace(now, course=now.course.noted(name, told.note)))
    return (kept, *(_in_reply(call, wanted) for wanted in told.wishes))


def _in_reply(call: Call, wanted: Wish) -> Wish:
    """The message about one's card is the answer, where it was asked for in that very chat."""
    if isinstance(wanted, Say) and call.spot.direct:
        return replace(wanted, to=None, room=call.spot.room, reply_to=call.event, unprompted=False)
    return wanted


COMMANDS = (
    Command(
        names=("card",),
        dutch=(),
        section="round",
        run=run,
        reads=(*READS, *deal.KIND.reads),
        hidden=True,
        silent=True,  # asked in the room, the answer is in private
        phrases=tuple(Phrase(said.pattern, line=wish) for wish, said in deal.SAID.items()),
    ),
)
