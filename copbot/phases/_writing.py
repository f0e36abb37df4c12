"""What phases in which everybody writes have in common: writing to copbot alone, and what is shown at the end."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from copbot.core.records import Option, Question
from copbot.core.text import Place, Text, text
from copbot.core.wishes import About, Ask, Say
from copbot.dialogue import answers, compiled, parking, round_messages
from copbot.dialogue.call import Call
from copbot.phases._privately import reached
from copbot.phases.kind import Scene, Told
from copbot.rituals.form import Key
from copbot.rituals.records import Contribution
from copbot.rituals.script import DONE

PRIVATE = Key("yes-no", "everybody writes to copbot, in their own chat", default=False)
VERB = "ritual-answer"
"""The command that an answer in one's own chat goes to."""
NAMED, UNNAMED, NOT = "named", "unnamed", "not"
SHOWN = Key(
    "one-of",
    "how what was written is shown at the end: with names, without, or not at all",
    choices=(NAMED, UNNAMED, NOT),
    default=NAMED,
)


def asks(call: Call, scene: Scene) -> Told:
    """Begins: where everybody writes to copbot alone, it asks each of them."""
    if not scene.phase.more.get("private"):
        return Told()
    members = [
        member for member in scene.round.members if not scene.over_days or reached(call, scene, member)
    ]
    told = [asked(call, scene, member) for member in members]
    return Told(says=tuple(say for say, _ in told), wishes=tuple(ask for _, ask in told))


def asks_newcomer(call: Call, scene: Scene, member: str) -> Told | None:
    """Who comes late is asked as well."""
    if not scene.phase.more.get("private") or scene.round.seat(member) is None:
        return None
    say, ask = asked(call, scene, member)
    return Told(says=(say,), wishes=(ask,))


def asked(call: Call, scene: Scene, member: str, how: Text | None = None) -> tuple[Say, Ask]:
    """The question to one member alone, and that it waits; ``how`` tells how to answer it."""
    key = call.chance.key()
    said = Say(
        key,
        (
            text("ritual.asks-you", room=Place(scene.ritual.room)),
            scene.line(scene.phase.words),
            text("ritual.asks-how") if how is None else how,
        ),
        "question",
        {"about": "ritual"},
        to=member,
        scope=scene.ritual.room,
        about=About("answer", scene.ritual.number),
        aloud=True,
        unprompted=scene.over_days,
    )
    until = max(scene.due or call.now, answers.until(call.now))
    free = Option(VERB, f"{scene.ritual.number} {scene.course.entered}")
    waits = Question(key=key, scope=scene.ritual.room, asked=member, until=until, free=free, stays=True)
    return said, Ask(waits)


def shows(call: Call, scene: Scene, title: Text | None = None) -> Told:
    """Ends: what was written stands below each other, with names or without, as the phase wants."""
    how = scene.phase.more.get("shown", NAMED)
    if unshown(scene):
        return Told(outcome=DONE)
    if scene.over_days:
        first = compiled.page(call, scene, scene.contributions(call), scene.phase.name, title=title)
        return Told(outcome=DONE) if first is None else Told(says=(first[0],), wishes=first[1], outcome=DONE)
    members = scene.round.members
    if how == UNNAMED:
        members = call.chance.shuffled(members)
    said = [one for one in map(partial(_shown, scene), scene.contributions(call)) if one is not None]
    shown = round_messages.shown(call, scene, said, title=title, members=members, named=how == NAMED)
    return Told(says=tuple(shown), outcome=DONE)


def _shown(scene: Scene, said: Contribution) -> Contribution | None:
    """What is shown of what somebody wrote: without what is kept aside; None where nothing is left of it."""
    words = parking.heard(scene, said)
    return replace(said, words=words) if words or not said.words else None


def unshown(scene: Scene) -> bool:
    """Whether what is written in the present phase is not shown at its end."""
    return scene.phase.more.get("shown") == NOT or _forgotten_at_once(scene)


def kept_to_itself(scene: Scene) -> bool:
    """Whether nobody ever reads what is written in the present phase: neither at its end nor in a later phase."""
    name = scene.phase.name
    return unshown(scene) and not any(phase.more.get("from") == name for phase in scene.script.phases)


def _forgotten_at_once(scene: Scene) -> bool:
    """Whether the words go with the end of just this phase, so that nobody would have time to read them."""
    last = scene.course.over or scene.course.after(scene.script, DONE) is None
    return scene.script.forgets and last
