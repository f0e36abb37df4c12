"""The obstacle of an item, chosen by number: the threshold, never who. And no more than that: it may be skipped."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.commitments.ladder import NameObstacle, Obstacle, Rung
from copbot.core.errors import Error
from copbot.core.text import text
from copbot.core.wishes import About, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command
from copbot.dialogue.ladder import Step, move
from copbot.dialogue.ladder_phrases import OBSTACLE


def run(call: Call, line: str) -> Sequence[Wish]:
    """Keep what stands in the way, and say the way on that fits it."""
    number, _, name = line.partition(" ")
    kept = call.read.item(int(number))
    if kept is None:
        return answers.refuse(
            call, Error.NO_SUCH_ITEM, text("ladder.no-such-item", n=int(number), p=call.prefix)
        )
    if call.by is By.PHRASE and (kept.item.rung is not Rung.CANNOT or kept.item.obstacle is not None):
        return ()  # nothing is asked any more: the word is talk
    obstacle = Obstacle(name)
    made = move(call, kept, NameObstacle(call.sender, obstacle), "obstacle")
    if not isinstance(made, Step):
        return made
    told = text("ladder.obstacle-told", obstacle=text(f"ladder.stands-{obstacle.value}", n=made.item.number))
    way_on = text(f"ladder.after-{obstacle.value}")
    return [*made.saved, answers.reply(call, told, way_on, about=About("item", made.item.number))]


COMMANDS = (
    Command(
        names=("obstacle",),
        part_of="cannot",
        dutch=(),
        section="ladder",
        run=run,
        reads=("item",),
        hidden=True,
        phrases=OBSTACLE,
    ),
)
