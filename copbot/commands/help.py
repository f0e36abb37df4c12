"""``!help``: what can be done now, in this room, in numbers; or one topic with an example. And what else was meant."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.text import Said, Text, text
from copbot.core.wishes import About, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.moment import moment
from copbot.dialogue.topics import topic

READS = ("ritual", "open_items", "items_of", "hosts")


def run(call: Call, line: str) -> Sequence[Wish]:
    """What can be done now, or one topic."""
    if line.strip():
        return _topic(call, line.strip())
    choices = moment(call)
    key = call.chance.key()
    message = answers.say(
        call,
        "reply",
        (text("help.title"),),
        {"command": "help", "ok": True},
        key=key,
        choices=tuple(label for label, _ in choices),
        closing=(text("help.answer"), _distress(call)),
        about=About("help"),
    )
    return [message, answers.asking(call, key, tuple(option for _, option in choices), stays=True)]


def not_understood(call: Call, line: str) -> Sequence[Wish]:
    """Somebody spoke to copbot in words that it does not know: at most five choices that fit the moment."""
    return answers.ask(
        call, Error.NOT_UNDERSTOOD, text("help.not-understood", p=call.prefix), choices=moment(call)
    )


def _topic(call: Call, wanted: str) -> Sequence[Wish]:
    found = topic(wanted.lower().removeprefix(call.prefix))
    if found is None:
        words = Said(wanted, call.source)
        return answers.refuse(call, Error.NO_SUCH_TOPIC, text("help.no-topic", topic=words, p=call.prefix))
    return [answers.reply(call, text(f"help.topic-{found}", p=call.prefix))]


def _distress(call: Call) -> Text:
    words = call.operator.distress.get(call.room.settings.language)
    return text("help.distress-own", words=words) if words else text("help.distress")


COMMANDS = (
    Command(
        names=("help",),
        dutch=("hulp",),
        section="room",
        run=run,
        reads=READS,
        early=True,
        homeless=True,
        wordy=True,
        phrases=(Phrase(r"wat kan je|wat kun je(?: doen)?\??|what can you do\??"),),
    ),
    Command(
        names=("choices",),
        part_of="help",
        dutch=(),
        section="room",
        run=not_understood,
        reads=READS,
        early=True,
        homeless=True,
        hidden=True,
    ),
)
