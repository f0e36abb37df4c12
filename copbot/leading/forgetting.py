"""A ritual that forgets: at its end the words go, from the store and from every message of copbot's that shows them."""

from __future__ import annotations

from dataclasses import replace

from copbot.core.wishes import Unquote
from copbot.dialogue.call import Call
from copbot.dialogue.scene import Scene


def words_of(call: Call, now: Scene) -> list[Unquote]:
    """Everything that was said in it, and its topic, to be taken away as if each message had been removed."""
    stored = call.read.contributions(now.ritual.number)
    events = dict.fromkeys(said.event for said in (*stored, *now.fresh))
    if now.ritual.source is not None:
        events[now.ritual.source] = None
    return [Unquote(event) for event in events]


def without(now: Scene) -> Scene:
    """The ritual itself without what kinds noted of it, and without its topic."""
    ritual = replace(now.ritual, question=None)
    return replace(now, ritual=ritual, course=replace(now.course, notes={}))
