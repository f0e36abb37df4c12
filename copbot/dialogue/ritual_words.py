"""Which of two sentences: the one of a round, or its like for every other ritual, which has a name of its own."""

from __future__ import annotations

from copbot.core.text import Said, Text, Value, Who, text
from copbot.dialogue.scene import Scene
from copbot.rituals.script import DONE, Script

ROUND = "round"
FREE = ("open", "item")
"""The kind in which people talk with each other here; in others without turns they vote, read their card or are elsewhere."""
RATE = "rate"
"""The kind in which everybody writes a figure, and no words."""
LIKE = {
    "round.goes-on": "ritual.goes-on",
    "round.stands-in": "ritual.stands-in",
    "round.ended": "ritual.ended",
    "round.leads": "ritual.leads",
    "round.to-whom": "ritual.to-whom",
    "round.closed": "ritual.closed",
    "round.closed-nobody": "ritual.closed-nobody",
    "round.went-on": "ritual.went-on",
    "round.is-over": "ritual.is-over",
    "round.status-waiting": "ritual.status-waiting",
    "round.queued": "ritual.queued",
    "round.over": "ritual.over",
    "moment.status": "ritual.choice-status",
    "moment.join": "ritual.choice-join",
    "round.choice-begin": "ritual.choice-begin",
    "round.choice-after": "ritual.choice-after",
    "round.choice-instead": "ritual.choice-instead",
    "round.then-nobody": "ritual.then-nobody",
    "round.then-nobody-here": "ritual.then-nobody-here",
    "round.status-last": "ritual.status-last",
    "round.refused-ritual-runs": "ritual.refused-ritual-runs",
    "round.refused-ritual-runs-full": "ritual.refused-ritual-runs-full",
    "round.refused-already-begun": "ritual.refused-already-begun",
    "round.refused-already-facilitator": "ritual.refused-already-facilitator",
    "round.refused-nobody-joined": "ritual.refused-nobody-joined",
    "round.refused-not-facilitator": "ritual.refused-not-facilitator",
    "round.refused-not-facilitator-gone": "ritual.refused-not-facilitator-gone",
    "round.refused-facilitator-present": "ritual.refused-facilitator-present",
    "round.refused-not-in-turns": "ritual.refused-not-in-turns",
    "round.refused-options-clash": "ritual.refused-options-clash",
    "round.refused-round-closed": "ritual.refused-round-closed",
}


def plain(script: Script) -> bool:
    """Whether it is the round of one question."""
    return script.name == ROUND and len(script.phases) == 1


def own(script: Script, id: str) -> str:
    """The sentence's id, or that of its like where the ritual is no round."""
    return id if plain(script) else LIKE.get(id, id)


def single(script: Script) -> bool:
    """Whether it has one phase in turns: then its opening says all there is to say before the first turn."""
    return len(script.phases) == 1 and script.phases[0].kind == "round"


def asked(now: Scene) -> Value:
    """What is asked now: a round's question, or the words of the phase; its title where those are long or stand right above."""
    if plain(now.script):
        return topic(now)
    long = any(len(words) > LONGEST_ASKED for words in now.phase.words.values())
    return now.words(now.phase.title if long or just_told(now) else now.phase.words)


def just_told(now: Scene) -> bool:
    """Whether what is asked stands right above, in the message with which the phase began."""
    return now.round.turn == 1 and not plain(now.script) and not single(now.script)


def whose_turn(now: Scene, id: str) -> Text:
    """Whose turn it is, and what is asked; the latter not where it stands right above."""
    assert now.round.speaking is not None
    who = Who(now.round.speaking)
    return text(f"{id}-now", who=who) if just_told(now) else text(id, who=who, question=asked(now))


def last(now: Scene) -> bool:
    """Whether nothing follows the present phase as things usually go."""
    return now.course.place is not None and now.course.after(now.script, DONE) is None


def after_all(now: Scene, *, here: bool = False) -> Text:
    """What comes after the last one of a phase."""
    if not plain(now.script) and last(now):
        return text("ritual.then-over-here" if here else "ritual.then-over")
    id = "round.then-nobody-here" if here else "round.then-nobody"
    return text(own(now.script, id))


LONGEST_ASKED = 160


def topic(now: Scene) -> Said:
    """The question or topic, in the words of who gave it."""
    return now.topic


def titled(now: Scene) -> Text:
    """The ritual's name with its topic, as its first line."""
    if plain(now.script):
        return text("round.question", question=now.topic)
    title = now.words(now.script.title)
    if now.ritual.question is None and now.ritual.source is None:
        return text("ritual.title", title=title)
    return text("ritual.titled", title=title, topic=now.topic)
