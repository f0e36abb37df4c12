"""``pairs``: people talk in twos, threes or fours, by lot, out of copbot's sight; then the group meets again.

Who meets whom is told in `copbot.rituals.lots`: nobody meets whom they would rather not meet, and young people meet each other
only. Everybody hears in private with whom they are. The room sees the groups only where nobody is left without one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from copbot.core.text import Place, Said, Text, Who, text
from copbot.core.wishes import Wish
from copbot.dialogue import parking
from copbot.dialogue.call import Call
from copbot.phases import _privately
from copbot.phases._privately import reached, said, taking_part
from copbot.phases.kind import Kind, Scene, Told, done
from copbot.rituals import lots
from copbot.rituals.arranging import Apart
from copbot.rituals.form import Complaint, Form, Key
from copbot.rituals.lots import Lots
from copbot.rituals.script import Shape
from copbot.rituals.sentence import say

LEAST, MOST = 2, 4
PASSED_ON = 4
"""So many contributions are passed on in one message; more would be too long for a telephone."""
LISTED = 16
"""Of more people the room gets no list of who is with whom: it would be too long for a telephone."""
_WITH_WHOM = re.compile(
    r"(?:met wie(?: (?:zit|ben|praat|ga) ik)?(?: samen)?(?: ook alweer)?|with whom(?: am i)?|who(?: am i| do i talk)? with)\s*\??",
    re.IGNORECASE,
)


def _begins(call: Call, scene: Scene) -> Told:
    members = taking_part(call, scene)
    apart, size, more = _apart(call, members), _size(scene), scene.phase.more
    before = scene.noted(more["keep"]) if more.get("keep") else None
    if before is None:
        drawn = lots.drawn(members, size, apart, call.chance.shuffled)
    else:
        drawn = lots.joined(_read(before).groups, members, size, apart, call.chance.shuffled)
    silent = _whole(drawn) or (scene.course.options.here and _listed(drawn))
    told = () if silent else _all_told(call, scene, drawn, [m for m in members if reached(call, scene, m)])
    return Told(wishes=told, note=_note(drawn))


def _lines(call: Call, scene: Scene) -> tuple[Text, ...]:
    """The groups, where everybody is in one and they are few; else how many there are."""
    if scene.note is None:
        return ()
    drawn = _read(scene.note)
    where = text(f"pairs.where-{_where(scene)}")
    if _whole(drawn):
        return (text("pairs.whole"),)
    if _listed(drawn):
        groups = tuple(text("pairs.group", members=tuple(map(Who, group))) for group in drawn.groups)
        return (*groups, where)
    made = text("pairs.made", count=len(drawn.groups)) if drawn.groups else text("pairs.none")
    missed = [member for member in taking_part(call, scene) if not reached(call, scene, member)]
    return (made, where, text("pairs.ask-here")) if missed else (made, where)


def _whole(drawn: Lots) -> bool:
    """Whether all are in one group: they are so few that there is nobody to hear it from."""
    return len(drawn.groups) == 1 and not drawn.left


def _listed(drawn: Lots) -> bool:
    """Whether the room sees who is with whom."""
    return not drawn.left and sum(map(len, drawn.groups)) <= LISTED


def _heard(call: Call, scene: Scene, words: str) -> Told | None:
    """Somebody asks with whom they are: the answer is private. All else is talk."""
    if scene.note is None or not _WITH_WHOM.fullmatch(words.strip()):
        return None
    drawn = _read(scene.note)
    if drawn.of(call.sender) is None and call.sender not in drawn.left:
        return _joined(call, scene, call.sender)  # they were away when lots were drawn, perhaps
    return Told(wishes=_told(call, scene, drawn, call.sender, "pairs.with"))


def _joined(call: Call, scene: Scene, member: str) -> Told | None:
    """Who comes late meets who was left, or joins a group; those hear of it."""
    members = taking_part(call, scene)
    if scene.note is None or member not in members:
        return None
    before = _read(scene.note)
    return _changed(call, scene, before, lots.with_late(before, member, _size(scene), _apart(call, members)))


def _left(call: Call, scene: Scene, member: str) -> Told | None:
    """Who leaves is missed: whoever would be alone comes with another group."""
    if scene.note is None:
        return None
    before = _read(scene.note)
    members = tuple(other for other in taking_part(call, scene) if other != member)
    return _changed(call, scene, before, lots.without(before, member, _size(scene), _apart(call, members)))


def _changed(call: Call, scene: Scene, before: Lots, after: Lots) -> Told:
    """Everybody whose group is another one now hears so."""
    wishes: list[Wish] = []
    for member in (*(m for group in after.groups for m in group), *after.left):
        moved = set(before.of(member) or ()) != set(after.of(member) or ())
        fresh = member not in before.left and before.of(member) is None
        if (moved or fresh) and reached(call, scene, member):
            wishes += _told(call, scene, after, member, "pairs.with" if fresh else "pairs.changed")
    return Told(wishes=tuple(wishes), note=_note(after))


# -- What is said in private


def _all_told(call: Call, scene: Scene, drawn: Lots, members: Iterable[str]) -> tuple[Wish, ...]:
    return tuple(wish for member in members for wish in _told(call, scene, drawn, member, "pairs.with"))


def _told(call: Call, scene: Scene, drawn: Lots, member: str, id: str) -> tuple[Wish, ...]:
    group, room = drawn.of(member), Place(call.room.id)
    if group is None:
        return said(call, scene, member, (text("pairs.left", room=room),), "pairs")
    others = tuple(Who(other) for other in group if other != member)
    lines = [text(id, room=room, others=others), text(f"pairs.where-{_where(scene)}")]
    until = _until(call, scene)
    if until is not None:
        lines.append(text("pairs.until", until=until))
    lines += _written(call, scene, [other for other in group if other != member])
    return said(call, scene, member, lines, "pairs")


def _written(call: Call, scene: Scene, others: Collection[str]) -> list[Text]:
    """What these members wrote in an earlier phase, where the script passes it on to them."""
    earlier = scene.phase.more.get("from")
    if not earlier:
        return []
    wrote = [(one, parking.heard(scene, one)) for one in scene.contributions(call, earlier)]
    passed = [(one, words) for one, words in wrote if words and one.member in others]
    return [
        text("pairs.wrote", who=Who(one.member), words=Said(words, one.event))
        for one, words in passed[:PASSED_ON]
    ]


def _until(call: Call, scene: Scene) -> datetime | None:
    """When the group meets again, as far as the clock tells."""
    if scene.due is not None:
        return scene.due
    lasts = scene.phase.lasts(scene.course.mode, len(taking_part(call, scene)))
    return None if lasts is None else call.now + timedelta(minutes=lasts)


# -- What is kept, and what the script says


def _note(drawn: Lots) -> dict[str, Any]:
    return {"groups": [list(group) for group in drawn.groups], "left": list(drawn.left)}


def _read(note: Mapping[str, Any]) -> Lots:
    return Lots(tuple(map(tuple, note["groups"])), tuple(note["left"]))


def _size(scene: Scene) -> int:
    return int(scene.phase.more.get("of") or LEAST)


def _where(scene: Scene) -> str:
    return str(scene.phase.more.get("where") or "aside")


def _apart(call: Call, members: tuple[str, ...]) -> Apart:
    rather = [(said.member, said.other) for said in call.read.rather_nots()]
    return lots.kept_apart(rather, call.read.roles(), members)


def _check(phase: Mapping[str, Any], script: Mapping[str, Any]) -> Iterable[Complaint]:
    """Groups of two, three or four; kept together are those of another phase in pairs."""
    if phase.get("of", LEAST) not in range(LEAST, MOST + 1):
        yield "of", say("groups are of {least} to {most}", least=LEAST, most=MOST)
    keep, earlier, before = phase.get("keep"), phase.get("from"), {}
    for other in script.get("phase", ()):
        if other.get("name") == phase.get("name"):
            break
        before[other.get("name")] = other.get("kind")
    if earlier is not None and earlier not in before:
        yield (
            "from",
            say(
                "{earlier} is no earlier phase; what is passed on must have been written before",
                earlier=earlier,
            ),
        )
    if keep is not None and before.get(keep) != "pairs":
        yield (
            "keep",
            say(
                '"{keep}" is no earlier phase of the kind "pairs": name the one whose groups join', keep=keep
            ),
        )


KIND = Kind(
    Form(
        "pairs",
        Shape.TALKING,
        "people talk in groups of two, three or four, by lot, out of copbot's sight",
        keys={
            "of": Key(
                "number", "how many there are in a group: 2, 3 or 4; what remains makes one larger", default=2
            ),
            "keep": Key("phase", "an earlier phase in pairs whose groups stay together, and join two by two"),
            "from": Key(
                "phase",
                "an earlier phase in which all wrote: everybody reads what the others of their group wrote",
            ),
            "where": Key(
                "one-of",
                "where they talk: aside (at the table, by telephone) or in a chat of their own",
                choices=("aside", "chat"),
                default="aside",
            ),
        },
        check=_check,
    ),
    begins=_begins,
    heard=_heard,
    ends=done,
    lines=_lines,
    joined=_joined,
    left=_left,
    reads=(*_privately.READS, "rather_nots"),
    brief=True,
)
