"""The notice: what copbot keeps, why, how long, and who runs it. It is said on joining, and edited when accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from copbot.core.text import Text, text


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs copbot, how to reach them, how commands begin, and where help shows to turn in distress (by language)."""

    name: str
    contact: str
    prefix: str = "!"
    distress: Mapping[str, str] = field(default_factory=dict)


def notice(operator: Operator, *, accepted: bool, tappable: bool = True) -> tuple[Text, ...]:
    """The lines of the notice, with the question whether it is accepted, or that it was.

    ``tappable`` says whether a reaction may accept it; where the server could forge one, it takes a message.
    """
    values = {"operator": operator.name, "contact": operator.contact, "p": operator.prefix}
    asked = "notice.ask" if tappable else "notice.ask-encrypted"
    return text("notice.body", **values), text("notice.accepted" if accepted else asked, p=operator.prefix)
