"""What a kind of phase asks of a script: its shape, the keys that only it has, the outcomes it can have.

The kinds themselves live above this package, for they talk to people. What of them a script can be checked against is
handed down as data, so that reading a script needs no kind and a new kind needs no change here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from copbot.rituals.script import DONE, Shape

Type = Literal["text", "words", "number", "yes-no", "one-of", "names", "phase", "deck"]
"""A ``text`` is one for machines, ``words`` are a sentence in every language, ``names`` a list of texts; ``phase`` and
``deck`` name another phase, or a deck, of the same script."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that a kind adds to its phases. ``what`` tells authors of scripts, in English, what it is for.

    ``longest`` is how many characters a text or a sentence may have; None: as many as the words of a phase.
    """

    type: Type
    what: str
    needed: bool = False
    choices: tuple[str, ...] = ()
    default: Any = None
    longest: int | None = None


Complaint = tuple[str, str]
"""The key that is wrong, and a sentence that says what is wrong and how to mend it."""


def _nothing(_phase: Mapping[str, Any], _script: Mapping[str, Any]) -> Iterable[Complaint]:
    return ()


@dataclass(frozen=True, slots=True)
class Form:
    """What a script's phase of one kind must look like. ``check`` finds what the keys alone can't tell, in plain TOML values.

    What it is given are the phase and the script as they stand in the file, but without what is not what it should be:
    a key that is there has the right type.
    """

    name: str
    shape: Shape | Callable[[Mapping[str, Any]], Shape]
    what: str
    keys: Mapping[str, Key] = field(default_factory=dict)
    outcomes: tuple[str, ...] = (DONE,)
    check: Callable[[Mapping[str, Any], Mapping[str, Any]], Iterable[Complaint]] = _nothing

    def shaped(self, phase: Mapping[str, Any]) -> Shape:
        """The shape of a phase of this kind, with these keys."""
        return self.shape if isinstance(self.shape, Shape) else self.shape(phase)
