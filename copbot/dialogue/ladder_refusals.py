"""A sentence with a way on for every move that the ladder refuses.

Words that are missing are asked for: the reply to that question is the ground, the offer, or who decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from copbot.commitments.ladder import (
    Cannot,
    Close,
    Decline,
    Helped,
    Item,
    Move,
    NameObstacle,
    Welcome,
)
from copbot.core.facts import Reacted
from copbot.core.records import Option
from copbot.core.text import Place, Text, Who, text
from copbot.core.wishes import About, Ask, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.ladder_words import said, stuck

REFUSED: Mapping[str, str] = MappingProxyType({
    "item-closed": "ladder.refused-item-closed",
    "not-yours": "ladder.refused-not-yours",
    "already-cannot": "ladder.refused-already-cannot",
    "already-may": "ladder.refused-already-may",
    "no-offer": "ladder.refused-no-offer",
    "own-offer": "ladder.refused-own-offer",
    "no-ground": "ladder.refused-no-ground",
})  # fmt: skip
"""The sentence for each code of the ladder by which nothing is asked for."""

REFUSED_MOVE: Mapping[tuple[str, type[Move]], str] = MappingProxyType({
    ("not-yours", Cannot): "ladder.refused-not-yours-cannot",
    ("not-yours", Close): "ladder.refused-not-yours-close",
    ("not-yours", Helped): "ladder.refused-not-yours-helped",
    ("not-yours", NameObstacle): "ladder.refused-not-yours-obstacle",
    ("no-offer", Welcome): "ladder.refused-no-offer-to-welcome",
    ("no-offer", Decline): "ladder.refused-no-offer-to-welcome",
})  # fmt: skip
"""A sentence of its own, where a move has a way on of its own."""

ASKED: Mapping[str, tuple[str, str]] = MappingProxyType({
    "needs-text": ("stuck", "ladder.ask-text"),
    "needs-ground": ("may", "ladder.ask-ground"),
    "needs-what": ("support", "ladder.ask-what"),
    "needs-who": ("checked", "ladder.ask-who"),
})  # fmt: skip
"""What is asked for, and which command the free answer goes to."""


def refused(call: Call, item: Item, code: str, move: type[Move]) -> Sequence[Wish]:
    """The refusal of a move on an item: a sentence, or a question after the words that are missing."""
    if code in ASKED:
        return ask_words(call, code, item)
    id = REFUSED_MOVE.get((code, move), REFUSED[code])
    ground = said(item.ground, item.ground_source)
    line = text(id, n=item.number, opener=Who(item.opener), p=call.prefix, ground=ground)
    return answers.refuse(call, code, line, about=About("item", item.number))


def ask_words(call: Call, code: str, item: Item | None = None) -> Sequence[Wish]:
    """Ask for the words that are missing; the reply to this question is them."""
    verb, id = ASKED[code]
    free = Option(verb, str(item.number) if item else "")
    if item is None:
        asked = text("ladder.ask-text-private", room=Place(call.room.id)) if call.elsewhere else text(id)
        return answers.ask(call, code, asked, free=free)
    line = text(id, n=item.number, text=stuck(item), who=Who(call.sender))
    about = About("item", item.number)
    if call.by is not By.TAP:
        return answers.ask(call, code, line, free=free, about=about)
    return _ask_tapper(call, line, free, about)


def question_key(reaction: str) -> str:
    """The key of the question that a reaction opened, so that taking the reaction away takes the question back."""
    return f"asked-{reaction}"


def _ask_tapper(call: Call, line: Text, free: Option, about: About) -> Sequence[Wish]:
    """A tap opens a question: it mentions who tapped, and stands as an answer to what was tapped on."""
    key = question_key(call.event)
    target = call.fact.target if isinstance(call.fact, Reacted) else None
    ping = () if call.spot.direct else (call.sender,)
    fields = {"about": "item"}
    message = answers.say(
        call, "question", (line,), fields, key=key, about=about, ping=ping, aloud=True, reply_to=target
    )
    return message, Ask(answers.question(call, key, (), free))
