"""The word by which anybody in the room ends a scene at once: nobody asks why, and nobody is named.

The script names it, in every language of the room, for `!stop` and "stop" mean something else.
"""

from __future__ import annotations

import unicodedata

from copbot.core.text import text
from copbot.core.wishes import About, Say
from copbot.dialogue.call import Call
from copbot.dialogue.round_messages import field, thread
from copbot.phases.kind import Scene, Told
from copbot.rituals.form import Key

STOP = "stop"
"""The key that names it."""
STOPPED = "stopped"
"""The outcome of a phase that the word ended."""
KEY = Key(
    "words", 'a word by which anybody ends the phase at once, without a reason: "pauze", "pause"', longest=20
)

_AROUND = frozenset(
    [
        *("ik", "wil", "graag", "even", "een", "nu", "mag", "heb", "nodig", "alsjeblieft", "aub", "copbot"),
        *("i", "want", "would", "like", "need", "a", "now", "please", "lets"),
    ]
)
"""What people write around one word."""


def stopped(call: Call, scene: Scene, words: str) -> Told | None:
    """The phase ends kindly, if these words are the one that the script named, in whatever language."""
    if scene.course.place is None or scene.course.over:
        return None
    named = scene.phase.more.get(STOP) or {}
    wanted = _bare(words)
    if not wanted or wanted not in {_bare(word) for word in named.values()}:
        return None
    said = Say(
        call.chance.key(),
        (text("stopping.stopped"),),
        "ritual.phase",
        field(scene),
        room=call.room.id,
        thread_key=thread(scene),
        about=About("phase", scene.ritual.number),
    )
    return Told(says=(said,), over=True, outcome=STOPPED)


def _bare(words: str) -> str:
    """What is left of "Even pauze, graag!!" or "time out": "pauze", "timeout"."""
    plain = "".join(sign if unicodedata.category(sign)[0] in "LN" else " " for sign in words.casefold())
    return "".join(word for word in plain.split() if word not in _AROUND)
