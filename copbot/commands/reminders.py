"""``!reminders``: what is still to come, and cancelling one of it."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue import reminder_list, reminder_reading
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase


def run(call: Call, line: str) -> Sequence[Wish]:
    """The list; ``cancel`` with a number, or with none, takes one away."""
    number = reminder_reading.cancels(line)
    if number is not None or reminder_reading.cancels_one(line):
        return reminder_list.cancel(call, number)
    return reminder_list.show(call)


COMMANDS = (
    Command(
        names=("reminders",),
        dutch=("herinneringen",),
        section="reminders",
        run=run,
        reads=reminder_list.READS,
        roomless=True,
        phrases=(
            Phrase(
                r"(?:welke|wat voor) herinneringen (?:heb ik|staan er|komen er|zijn er)(?: nog)?(?: klaar| staan)?\??"
                r"|(?:laat|toon) (?:me |mij )?(?:de |mijn |m'n )?herinneringen(?: zien)?|waaraan herinner je (?:me|mij|ons)(?: nog)?\??"
            ),
            Phrase(
                r"(?:which|what) reminders (?:do i have|have i set|are there|are to come)\??|what are (?:my|the|our) reminders\??|(?:show|list) (?:me )?(?:all )?(?:my |the )?reminders|(?:my|mijn|all|alle) (?:reminders|herinneringen)\??"
            ),
        ),
    ),
    Command(
        names=("reminders-more",),
        part_of="reminders",
        dutch=(),
        section="reminders",
        run=reminder_list.more,
        reads=reminder_list.READS,
        roomless=True,
        hidden=True,
    ),
)
