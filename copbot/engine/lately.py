"""In a direct chat, what somebody writes right after copbot told of a reminder is about that, as a reply to it would be.

There people answer with their next message: "straks" must do without the reply that telephones hide.
"Stop" stays what it is: no more direct messages.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from copbot.core.facts import Posted
from copbot.dialogue.call import By
from copbot.engine import everyday, hearing
from copbot.engine.meaning import Listening, Meaning

TOLD: Final = "reminder"
"""What copbot's last message must be about."""

FOR: Final = timedelta(days=1)


def meanings(said: Posted, here: Listening) -> Iterator[Meaning]:
    """The readings of a message that replies to nothing, as words about copbot's last message in the chat."""
    if here.room.direct_with is None or said.reply_to is not None or said.thread is not None:
        return
    bare = hearing.bare(said.body)
    if bare.name == "stop" and not bare.line:
        return
    forms = everyday.forms(said.body)
    found = [
        (phrase, command, match)
        for pattern, phrase, command in here.registry.phrases
        if phrase.about == TOLD and (match := next(filter(None, map(pattern.fullmatch, forms)), None))
    ]
    message = here.work.last_message(here.room.id, here.now - FOR) if found else None
    if message is None or message.about is None or message.about.what != TOLD:
        return
    for phrase, command, match in found:
        line = phrase.line.format_map({"n": str(message.about.number), **match.groupdict("")}).strip()
        yield Meaning(
            command,
            line,
            By.PHRASE,
            scope=message.scope,
            about=message.about,
            touched=message.key,
            touched_kind=message.kind,
        )
