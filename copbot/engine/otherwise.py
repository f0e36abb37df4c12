"""The readings of last resort: somebody spoke to copbot, and nothing that it knows fits."""

from __future__ import annotations

from copbot.core.facts import Posted
from copbot.dialogue.call import By
from copbot.dialogue.reading import Message
from copbot.engine import everyday, hearing
from copbot.engine.meaning import Listening, Meaning


def not_understood(here: Listening, replied: Message | None) -> Meaning:
    """The reading of last resort for somebody who spoke to copbot: what can be done now."""
    about = replied.about if replied else None
    scope = replied.scope if replied else None
    return Meaning(here.registry.by_name["choices"], "", By.COMMAND, scope=scope, about=about)


def a_number_too_late(said: Posted, here: Listening, replied: Message | None) -> Meaning | None:
    """The reading of last resort of a number in reply to what is no question any more: answered before, or lapsed."""
    if replied is None or hearing.number(said.body) is None:
        return None
    return Meaning(here.registry.by_name["answered-before"], "", By.COMMAND, scope=replied.scope)


def perhaps_an_answer(said: Posted, here: Listening) -> Meaning | None:
    """The reading of last resort of words in a direct chat: they may answer a ritual that waits for its members over days."""
    if here.room.direct_with is None or everyday.thanks(said.body) or said.reply_to is not None:
        return None
    command = here.registry.by_name["perhaps-an-answer"]
    body = hearing.unaddressed(said.body, here.me, here.names)
    return Meaning(command, body, By.PHRASE)


def thanked(said: Posted, here: Listening) -> Meaning | None:
    """The reading of thanks in a direct chat."""
    if here.room.direct_with is None or not everyday.thanks(said.body):
        return None
    return Meaning(here.registry.by_name["thanks"], "", By.COMMAND)
