"""What who leads a meeting writes down of it in a few words: "afspraak: …", "besluit: …", "bezwaar: …"; and by which word they go on.

What is decided aloud counts as decided only where people sit together or see each other, and so does an objection that is noted
for somebody: in the chat there is a round of consent for both.
"""

from __future__ import annotations

import re
from typing import Final

from copbot.core.errors import Error
from copbot.core.text import Place, Said, Text, text
from copbot.core.wishes import Save, Say, Wish
from copbot.dialogue import adopting, answers
from copbot.dialogue.call import Call
from copbot.meetings.agenda import Line, LineKind
from copbot.phases._sitting import Sitting
from copbot.phases.kind import Scene, Told

READS: Final = ("minutes_lines",)
"""The queries that noting needs, beside those of a sitting."""
OUTCOME: Final = re.compile(
    r"(?P<decided>besloten|besluit|decided|decision)\s*[:–—-]\s*(?P<decision>\S.*)"
    r"|(?P<agreed>afspraak|afgesproken|agreed|agreement|action|actie)\s*[:–—-]\s*(?P<agreement>\S.*)"
    r"|(?P<objected>bezwaar|objection)\s*[:–—-]\s*(?P<objection>\S.*)"
    r"|(?P<carried>(?:dit )?(?:is )?(?:voor )?(?:de )?volgende keer|doorschuiven|(?:for )?next time|carry over)[.!]*"
    r"|(?P<done>klaar|punt klaar|afgerond|(?:het )?volgende(?: punt| stap)?|verder|done|next(?: item| step)?)[.!]*",
    re.IGNORECASE | re.DOTALL,
)
"""The words of who leads that mean more than talk."""


def noted(call: Call, where: Sitting, match: re.Match[str], item: int | None) -> Told | None:
    """What was written down of the meeting; None where it is talk. The match is one of `OUTCOME`."""
    if match["agreed"]:
        return _told(agreed(call, where, match["agreement"].strip(), item))
    led = where.how != "chat"
    if match["decided"]:
        if led:
            return _told(decided(call, match["decision"].strip()))
        refusal = text("agenda.decide-here", p=call.prefix)
        return Told((answers.remark(call, Error.NOT_ALLOWED, refusal),))
    if match["objected"] and led:
        return _told(_written(call, where, "objection", match["objection"].strip(), item))
    return None


def in_a_talk(call: Call, now: Scene, where: Sitting, words: str) -> Told | None:
    """The same in a phase that is about no item; elsewhere than in the chat a word of who leads ends it."""
    match = OUTCOME.fullmatch(words.strip())
    if match is None or call.sender != now.course.facilitator:
        return None
    if match["done"]:
        return Told(over=True) if where.how != "chat" else None
    return noted(call, where, match, None)


def agreed(call: Call, where: Sitting, words: str, item: int | None) -> tuple[Wish, ...]:
    """What was agreed, as a line of the minutes."""
    return _written(call, where, "agreement", words, item)


def decided(call: Call, words: str) -> tuple[Wish, ...]:
    """What was decided aloud by who was there: it stands in the register as such, and comes back like any decision."""
    told = adopting.decided_aloud(call, words, call.source or call.event, replying=not call.elsewhere)
    return (
        *told,
        *((answers.reply(call, text("agenda.decided", room=Place(call.room.id))),) if call.elsewhere else ()),
    )


def _written(call: Call, where: Sitting, kind: LineKind, words: str, item: int | None) -> tuple[Wish, ...]:
    room, source = call.room.id, call.source or call.event
    number = 1 + max(
        (one.number for one in call.read.minutes_lines(where.meeting, where.occurrence)), default=0
    )
    line = Line(
        room, where.meeting, where.occurrence, number, kind, words, source, call.sender, call.now, item
    )
    shown = text("agenda.agreed", what=Said(words, source), p=call.prefix)
    return Save(line), _answer(call, shown)


def _answer(call: Call, line: Text) -> Say:
    if answers.owed(call):
        return answers.reply(call, line)
    key, fields = call.chance.key(), {"command": "agreed", "ok": True}
    return Say(key, (line,), "reply", fields, room=call.room.id, scope=call.room.id, reply_to=call.event)


def _told(wishes: tuple[Wish, ...]) -> Told:
    says = tuple(wish for wish in wishes if isinstance(wish, Say))
    return Told(says, tuple(wish for wish in wishes if not isinstance(wish, Say)))
