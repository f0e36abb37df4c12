"""What copbot wants to say, before it is words: a text id with its values.

Words are made at the edge, when a message is sent, so that names are those of that moment. What a person wrote travels
as `Said`, with the event it came from, so that taking away the event takes away the quotation too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a person, quoted. ``source`` is the event in which they were said; without words: taken away."""

    words: str | None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """A member, shown by the name that the room knows at the moment of sending."""

    user: str


@dataclass(frozen=True, slots=True)
class Place:
    """A room, shown by its name at the moment of sending."""

    room: str


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence by its id in the catalogue, with the values that it names."""

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence that stands in no catalogue but in a script, by language, with the values that it names.

    Scripts are added by people who run copbot; what is said of a ritual stays what its script said when it began. Where
    the room's language is missing, the first there is serves.
    """

    forms: Mapping[str, str]
    values: Mapping[str, Value] = field(default_factory=dict)


# A datetime is shown as a clock time with its day where that differs from today; a date as weekday, day and month.
Value = str | int | bool | None | date | datetime | Said | Who | Place | Text | Wording | tuple["Value", ...]


PLAIN = frozenset({str, int, bool, type(None)})
NONE: frozenset[str] = frozenset()


def text(id: str, /, **values: Value) -> Text:
    """A `Text` in one breath: ``text("item.may", n=4, ground=Said("…", "$e"))``."""
    return Text(id, values)


def to_json(value: Value) -> Any:
    """The value as plain JSON, with a tag for each kind that JSON does not know."""
    if type(value) in PLAIN:
        return value  # most values are
    match value:
        case Text(id, values):
            return {"text": id, "values": {name: to_json(inner) for name, inner in values.items()}}
        case Wording(forms, values):
            inside = {name: to_json(inner) for name, inner in values.items()}
            return {"wording": dict(forms), "values": inside}
        case tuple():
            return [to_json(inner) for inner in value]
        case Said(words, source):
            return {"said": words, "source": source}
        case Who(user):
            return {"who": user}
        case Place(room):
            return {"place": room}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case _:
            return value


def from_json(plain: Any) -> Value:
    """What `to_json` wrote. Raises ValueError for an unknown tag."""
    if isinstance(plain, list):
        return tuple(from_json(inner) for inner in plain)
    if not isinstance(plain, dict):
        return plain if isinstance(plain, str | int | bool) else None
    match plain:
        case {"said": words, "source": source}:
            return Said(words, source)
        case {"who": user}:
            return Who(user)
        case {"place": room}:
            return Place(room)
        case {"text": id, "values": values}:
            return Text(id, {name: from_json(inner) for name, inner in values.items()})
        case {"wording": forms, "values": values}:
            return Wording(forms, {name: from_json(inner) for name, inner in values.items()})
        case {"moment": moment}:
            return datetime.fromisoformat(moment)
        case {"day": day}:
            return date.fromisoformat(day)
    raise ValueError("an unknown kind of value")


def without(plain: Any, source: str) -> Any:
    """Plain JSON of a text, with all words that were said in ``source`` taken out."""
    if isinstance(plain, list):
        return [without(inner, source) for inner in plain]
    if isinstance(plain, dict):
        if "said" in plain and plain.get("source") == source:
            return {"said": None, "source": source}
        return {name: without(inner, source) for name, inner in plain.items()}
    return plain


def sources(value: Value) -> frozenset[str]:
    """The events whose words are quoted in this value."""
    if type(value) in PLAIN:
        return NONE
    match value:
        case Said(words, source) if words is not None and source is not None:
            return frozenset({source})
        case Text(_, values) | Wording(_, values):
            return NONE.union(*map(sources, values.values())) if values else NONE
        case tuple():
            return NONE.union(*map(sources, value))
        case _:
            return NONE
