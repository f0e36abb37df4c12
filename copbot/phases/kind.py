"""What a kind of phase is: what a script may ask of it, what it says when it begins and ends, what messages mean in it.

The machine (`copbot.rituals.course`) knows who takes part, whose turn it is and which phase follows; a kind knows what
the phase is for. A kind is pure: what it wants comes back as `Told`, and `copbot.leading` carries it out. A file in this
package with a ``KIND`` is all it takes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from copbot.core.text import Text
from copbot.core.wishes import Say, Wish
from copbot.dialogue.call import Call
from copbot.dialogue.scene import Scene
from copbot.rituals.form import Form
from copbot.rituals.script import DONE

__all__ = ("Kind", "Scene", "Told", "as_said", "as_usual", "done")


@dataclass(frozen=True, slots=True)
class Told:
    """What a kind wants. ``says`` are messages in the room (or with ``to`` in a direct chat), ``wishes`` all else.

    ``owner`` is who brings the topic from here on. ``note`` is remembered of this phase, as plain JSON, in place of what was; None leaves it as it is. ``over`` ends the
    phase now. ``outcome`` is one of the form's outcomes: given by `Kind.ends`, or with ``over``.

    For what was heard: with ``counts`` its member has had their say (the turn is over, or they have written), with
    ``keep`` these words are kept as their contribution. Without ``counts`` nothing changes in the row of turns.
    """

    says: tuple[Say, ...] = ()
    wishes: tuple[Wish, ...] = ()
    note: Any = None
    outcome: str | None = None
    over: bool = False
    counts: bool = False
    keep: str | None = None
    owner: str | None = None


def _no_lines(_call: Call, _scene: Scene) -> tuple[Text, ...]:
    return ()


def as_usual(_call: Call, _scene: Scene) -> Told:
    """Begins with the usual message and nothing else."""
    return Told()


def as_said(_call: Call, _scene: Scene, _words: str) -> Told | None:
    """What is said is a contribution where the shape of the phase makes it one."""
    return None


def done(_call: Call, _scene: Scene) -> Told:
    """Ends without a word, done."""
    return Told(outcome=DONE)


def _nothing(_call: Call, _scene: Scene, _member: str) -> Told | None:
    return None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of phase.

    ``begins``: what is said and wished when it begins. The usual message (where we are, title, words, who speaks, how
    long; with the kind's ``lines`` below the words) is said first, unless ``says`` holds messages: those stand in its
    place then, the last one that goes to the room being what the phase waits for. Turns get their own prompts after it.
    ``heard``: what a message of somebody means whom the phase waits for (in a talk: of anybody in the room); None means
    a contribution as usual, or nothing in a talk. ``ends``: what is said and wished at the end, and the outcome; it is
    called once for each phase that began, also when who leads ends the whole ritual (``scene.course.over`` then).
    ``closes``: what is wished when the whole ritual is over, once for a kind of its script, after all phases have their end.
    ``joined`` and ``left``: what it means that a member came to or went from the ritual while the phase runs.
    ``again``: where all write, who was heard may write more as long as others still do. With ``brief``, what it noted is
    forgotten when the ritual is over: who was with whom is nobody's business then. ``reads`` are the named queries that it
    needs beside those of every ritual (`copbot.dialogue.round_kept.READS`).
    """

    form: Form
    begins: Callable[[Call, Scene], Told] = as_usual
    heard: Callable[[Call, Scene, str], Told | None] = as_said
    ends: Callable[[Call, Scene], Told] = done
    lines: Callable[[Call, Scene], tuple[Text, ...]] = _no_lines
    joined: Callable[[Call, Scene, str], Told | None] = _nothing
    left: Callable[[Call, Scene, str], Told | None] = _nothing
    closes: Callable[[Call, Scene], Told] = as_usual
    reads: tuple[str, ...] = ()
    brief: bool = False
    again: bool = False

    @property
    def name(self) -> str:
        """What scripts call it."""
        return self.form.name
