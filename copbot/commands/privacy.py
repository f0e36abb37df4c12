"""``!privacy``: what copbot keeps, why, how long, and who can read it. Answered anywhere, at any time."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.records import Option
from copbot.core.text import text
from copbot.core.wishes import Wish
from copbot.dialogue import answers, hints
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command

MORE = {"1": "long", "2": "who", "3": "gone"}
WORDS = {"hoelang": "long", "how-long": "long", "wie": "who", "who": "who", "weg": "gone", "removal": "gone"}


def run(call: Call, line: str) -> Sequence[Wish]:
    """The short version with three questions to go on with, or the answer to one of them."""
    topic = MORE.get(line.strip()) or WORDS.get(
        line.strip().lower().replace(" ", "-").replace("hoe-lang", "hoelang")
    )
    values = {"operator": call.operator.name, "contact": call.operator.contact, "p": call.prefix}
    if topic is not None:
        id = hints.fitting(call, "privacy.who") if topic == "who" else f"privacy.{topic}"
        return [answers.reply(call, text(id, **values))]
    key = call.chance.key()
    labels = tuple(text(f"privacy.ask-{name}") for name in MORE.values())
    fields = {"command": "privacy", "ok": True}
    message = answers.say(call, "reply", (text("privacy.short", **values),), fields, key=key, choices=labels)
    return [
        message,
        answers.asking(call, key, tuple(Option("privacy", number) for number in MORE), stays=True),
    ]


COMMANDS = (
    Command(
        names=("privacy",),
        dutch=("privacy",),
        section="privacy",
        run=run,
        early=True,
        roomless=True,
        wordy=True,
    ),
)
