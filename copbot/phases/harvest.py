"""``harvest``: what people write becomes items of the ladder or of the agenda, or text to take along.

Onto ``may`` (a thing with its ground), ``cannot`` (what is stuck) or ``support`` (an offer of one's own, on an item). What
is for an ``agenda`` waits there for the next meeting; ``text`` can't be put anywhere: at the end it is shown together, to
copy. Both are shown without names.

Everybody writes, once, in as many lines as they like; who was heard may write more while others still write. Which items
came of it is looked up at the end by the messages that they are from, so that nothing that was taken away is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from copbot.core.text import Said, Text, Value, text
from copbot.core.wishes import About, Say, Wish
from copbot.dialogue import agenda, harvesting
from copbot.dialogue.call import Call
from copbot.dialogue.harvesting import reap
from copbot.meetings.agenda import MOST_OPEN, purposed
from copbot.phases.kind import Kind, Scene, Told
from copbot.rituals.form import Complaint, Form, Key
from copbot.rituals.records import Contribution
from copbot.rituals.script import DONE, Shape

NOTHING = "nothing"
LADDER = ("may", "cannot", "support")
AGENDA = "agenda"
TO_COPY = (AGENDA, "text")
HOW = {"may": "harvest.how-may", "cannot": "harvest.how-cannot", "support": "harvest.how-support"}
COPIED = {"agenda": "harvest.agenda", "text": "harvest.text"}
AGAIN = frozenset({"ja", "ja graag", "graag", "zet erop", "yes", "yes please", "please", "put it there"})
"""What who said it in an earlier phase may write instead of saying it again."""
FITS, LONGEST = 540, 400  # characters of people's words in one message, and of one contribution


def lines(_call: Call, now: Scene) -> tuple[Text, ...]:
    """How to write it, so that it can become an item."""
    shown = [text(HOW[_onto(now)])] if _onto(now) in HOW else []
    if "from" in now.phase.more:
        earlier = now.script.phases[now.script.phase(now.phase.more["from"])]
        shown.append(text("harvest.said-before", title=now.words(earlier.title)))
    return tuple(shown)


def begins(call: Call, _now: Scene) -> Told:
    """The usual message; from here on new items may be of this harvest."""
    return Told(note=_fresh(call))


def _fresh(call: Call) -> dict[str, Any]:
    return {"after": call.read.last("item"), "items": []}


def heard(call: Call, now: Scene, words: str) -> Told | None:
    """What somebody writes: items, moves of items, or what is still missing; what can only be copied is kept."""
    onto = _onto(now)
    if not words or onto in TO_COPY:
        return None
    earlier = _said_before(call, now) if words.strip(" .!").lower() in AGAIN else None
    note = now.note or _fresh(call)
    found = reap(call, words if earlier is None else earlier.words, onto, now.topic, note["after"])
    items = list(dict.fromkeys((*note["items"], *found.items)))
    # Messages apart: where an answer is owed, the first of them is it.
    says = tuple(wish for wish in found.wishes if isinstance(wish, Say))
    wishes = tuple(wish for wish in found.wishes if not isinstance(wish, Say))
    return Told(says, wishes, {**note, "items": items}, counts=True, keep=words)


def ends(call: Call, now: Scene) -> Told:
    """Which items there are now, or what to copy."""
    if _onto(now) in TO_COPY:
        said = [one for one in now.contributions(call) if one.words]
        items = _for_agenda(call, said) if _onto(now) == AGENDA else ()
        full = _onto(now) == AGENDA and items is None
        shown = _to_copy(call, now, said, "harvest.agenda-full" if full else COPIED[_onto(now)])
        return Told(shown, tuple(items or ()), outcome=DONE if said else NOTHING)
    numbers = _items(call, now)
    if not numbers:
        return Told(outcome=NOTHING)
    names: tuple[Value, ...] = tuple(text("harvest.item", n=number) for number in numbers)
    supported = _onto(now) == "support"
    id = "harvest.supported" if supported else "harvest.on-the-ladder"
    told = [text(id, count=len(numbers), items=names)]
    if _onto(now) == "may":
        told.append(text("harvest.go-on"))
    note = {**(now.note or {}), "items": list(numbers)}
    return Told((_say(call, now, *told),), note=note, outcome=DONE)


def _onto(now: Scene) -> str:
    return str(now.phase.more["onto"])


def _said_before(call: Call, now: Scene) -> Contribution | None:
    """What the sender said in the phase that the harvest is from."""
    if "from" not in now.phase.more:
        return None
    said = now.contributions(call, now.phase.more["from"])
    return next((one for one in reversed(said) if one.member == call.sender and one.words), None)


def _items(call: Call, now: Scene) -> tuple[int, ...]:
    """The items that came of what was said here, or that it was about; those of the message at hand are in no store yet."""
    note = now.note or _fresh(call)
    said = {one.event for one in now.contributions(call)}
    if "from" in now.phase.more:
        said |= {one.event for one in now.contributions(call, now.phase.more["from"])}
    new = [
        kept.item.number
        for kept in call.read.open_items(after=note["after"])
        if said & {kept.item.source, kept.item.ground_source}
    ]
    last = call.read.last("item")
    there = [number for number in note["items"] if number > last or call.read.item(number) is not None]
    return tuple(sorted({*there, *new}))


def _for_agenda(call: Call, said: Sequence[Contribution]) -> tuple[Wish, ...] | None:
    """What was written as items of the next meeting's agenda, each line one; None where there is no room for all of them."""
    lines = [(one, line) for one in said for line in _lines_of(one.words)]
    there = call.read.agenda_items()
    if len(there) + len(lines) > MOST_OPEN:
        return None
    known = {(item.words or "").casefold() for item in there}
    wishes: list[Wish] = []
    for one, line in lines:
        words, purpose = purposed(line)
        if words.casefold() in known:
            continue
        known.add(words.casefold())
        new = agenda.made(call, words, one.event, after=len(wishes) // 2, purpose=purpose)
        wishes += agenda.saved(replace(new, member=one.member))
    return tuple(wishes)


def _lines_of(words: str) -> list[str]:
    return [line.strip(" -*•\t") for line in words.splitlines() if line.strip(" -*•\t")]


def _to_copy(call: Call, now: Scene, said: Sequence[Contribution], title: str) -> tuple[Say, ...]:
    """What was written, as it stands on the agenda now, or for who wants to copy it, in as few messages as fit; removing a message removes its line."""
    packs: list[list[Text]] = []
    room = 0
    for one in said:
        size = min(len(one.words), LONGEST) + 4
        if not packs or size > room:
            packs.append([])
            room = FITS - (120 if len(packs) == 1 else 0)
        room -= size
        packs[-1].append(text("harvest.line", words=Said(one.words, one.event)))
    if packs:
        packs[0].insert(0, text(title))
    return tuple(_say(call, now, *pack) for pack in packs)


def _say(call: Call, now: Scene, *shown: Text) -> Say:
    thread = now.ritual.opening if now.ritual.threaded else None
    field = {"ritual": now.ritual.number, "script": now.ritual.script, "phase": now.phase.name}
    about = About("phase", now.ritual.number)
    return Say(
        call.chance.key(), shown, "ritual.phase", field, room=call.room.id, thread_key=thread, about=about
    )


def _check(phase: Mapping[str, Any], _script: Mapping[str, Any]) -> Iterable[Complaint]:
    if "from" in phase and phase.get("onto") in TO_COPY:
        yield "from", "only a harvest onto may, cannot or support can take up what was said before"


KIND = Kind(
    Form(
        "harvest",
        Shape.WRITING,
        "what people write becomes items of the ladder or of the agenda, or text to copy",
        keys={
            "onto": Key(
                "one-of",
                "the rung that it comes onto; agenda: the next meeting's agenda; text is shown at the end, to copy",
                needed=True,
                choices=(*LADDER, *TO_COPY),
            ),
            "from": Key("phase", 'an earlier phase: who said it there need only write "yes" here'),
        },
        outcomes=(DONE, NOTHING),
        check=_check,
    ),
    begins=begins,
    heard=heard,
    ends=ends,
    lines=lines,
    reads=(*harvesting.READS, "agenda_items", "last"),
    again=True,
)
