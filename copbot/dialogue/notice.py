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


def notice(operator: Operator, *, accepted: bool) -> tuple[Text, ...]:
    """The lines of the notice, with the question whether it is accepted, or that it was."""
    values = {"operator": operator.name, "contact": operator.contact, "p": operator.prefix}
    return text("notice.body", **values), text(
        "notice.accepted" if accepted else "notice.ask", p=operator.prefix
    )
