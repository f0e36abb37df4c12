"""What is written in the thread of one of copbot's own messages, without a reply: what that thread is about.

On a telephone a thread is easy to write in, and a reply within it hard. So in the own thread of a proposal, or of a ritual over
days, a message speaks to that as a reply would; one that replies to somebody there is talk. A live ritual needs none of this.
"""

from __future__ import annotations

from collections.abc import Iterator

from copbot.core.facts import Posted
from copbot.core.wishes import About
from copbot.dialogue.call import By
from copbot.dialogue.reading import Message
from copbot.engine import everyday, hearing
from copbot.engine.meaning import Listening, Meaning

RITUALS = ("opening", "phase")
"""What copbot's messages are about in whose threads a ritual can be."""
THREAD = "proposal-thread"
"""What phrases are about that count in the thread of a proposal, where nobody replies to it."""


def root(said: Posted, here: Listening) -> Message | None:
    """The message of copbot's in whose thread this one stands, if that says what it is about."""
    if said.thread is None or said.reply_to is not None:
        return None
    message = here.work.message_by_event(said.thread)
    if message is None or message.room != said.room or message.about is None:
        return None
    if message.about.what == "proposal":
        return message
    running = {ritual.number for ritual in here.work.reader(here.room.id).over_days()}
    return message if message.about.what in RITUALS and message.about.number in running else None


def of_a_proposal(said: Posted, here: Listening, about: About) -> Iterator[Meaning]:
    """The readings of a message in the thread of a proposal."""
    forms = everyday.forms(hearing.unaddressed(said.body, here.me, here.names))
    for pattern, phrase, command in here.registry.phrases:
        if phrase.about != THREAD:
            continue
        match = next(filter(None, map(pattern.fullmatch, forms)), None)
        if match is not None:
            values = {
                "n": f"{about.number}",
                **{name: words or "" for name, words in match.groupdict().items()},
            }
            yield Meaning(command, phrase.line.format_map(values).strip(), By.PHRASE, about=about)
