"""``agree``: everybody says whether they want something; without a yes of all, or of one, the ritual goes elsewhere.

Where it is ``private`` each is asked alone, in their own chat, and the room hears only what it came to: never who said what, nor
who said nothing. It is told when the phase is over and not at the no, so that nobody can reckon whose it was. Not heard is
no yes.
"""

from __future__ import annotations

from dataclasses import replace

from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Place, Text, text
from copbot.core.wishes import Ask, Say, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.phase_messages import AGREE, announced
from copbot.phases import _stopping, _writing
from copbot.phases._privately import reached
from copbot.phases.kind import Kind, Scene, Told
from copbot.rituals.form import Form, Key
from copbot.rituals.script import DONE, Shape
from copbot.rituals.stances import agrees

NO = "no"
ALL, ONE = "all", "one"


def begins(call: Call, now: Scene) -> Told:
    """Asks all of them; alone, nothing in the room invites to a tap that everybody sees."""
    if not _private(now):
        return Told()
    members = [member for member in now.round.members if not now.over_days or reached(call, now, member)]
    told = [_asked(call, now, member) for member in members]
    room = replace(announced(call, now), seeds=())
    return Told(says=(room, *(say for say, _ in told)), wishes=tuple(ask for _, ask in told))


def joined(call: Call, now: Scene, member: str) -> Told | None:
    """Who comes late is asked as well."""
    if not _private(now) or now.round.seat(member) is None:
        return None
    say, ask = _asked(call, now, member)
    return Told(says=(say,), wishes=(ask,))


def _asked(call: Call, now: Scene, member: str) -> tuple[Say, Ask]:
    said, ask = _writing.asked(call, now, member, text("agree.how"))
    labels, options = choices(now)
    return replace(said, choices=labels), Ask(replace(ask.question, options=options))


def choices(now: Scene) -> tuple[tuple[Text, ...], tuple[Option, ...]]:
    """The numbers with which one answers alone, and what they stand for."""
    line = f"{now.ritual.number} {now.course.entered}"
    options = (
        Option(_writing.VERB, f"{line} {YES}", means="yes"),
        Option(_writing.VERB, f"{line} {NAY}", means="no"),
    )
    return (text("agree.yes"), text("agree.no")), options


def alone(now: Scene) -> bool:
    """Whether the present phase is of this kind, and each answers alone."""
    return now.phase.kind == KIND.name and _private(now)


YES, NAY = "ja", "nee"
"""What choosing a number stands for, in words that `agrees` reads."""
NUMBERED = {"1": YES, "2": NAY}


def heard(call: Call, now: Scene, words: str) -> Told | None:
    """A yes, a no, or what somebody would have otherwise. Alone, what is neither is asked once more."""
    if not _private(now):
        return Told(counts=True, keep=words)
    words = NUMBERED.get(words.strip(" .)#"), words)
    stance = agrees(words)
    if stance is None:
        question = text("agree.which")
        return Told(says=(answers.remark(call, Error.NOT_UNDERSTOOD, question),))
    room = Place(now.ritual.room)
    said = text("agree.thanks-yes" if stance else "agree.thanks-no", room=room)
    thanks: tuple[Say, ...] = (answers.reply(call, said, reply_to=call.event),) if call.elsewhere else ()
    return Told(says=thanks, counts=True, keep=words)


def ends(call: Call, now: Scene) -> Told:
    """What it came to: who was not heard, and who passed, gave no yes."""
    stances: dict[str, bool] = {}
    for said in now.contributions(call):
        stance = agrees(said.words)
        if stance is not None:
            stances[said.member] = stance
    given = [stances.get(member, False) for member in now.round.members]
    enough = any(given) if now.phase.more.get(AGREE) == ONE else bool(given) and all(given)
    outcome = DONE if enough else NO
    if _private(now) or not now.over_days:
        return Told(outcome=outcome)
    shown = _writing.shows(call, now)  # over days some answered alone
    wishes: tuple[Wish, ...] = shown.wishes
    return Told(shown.says, wishes, outcome=outcome)


def _private(now: Scene) -> bool:
    return bool(now.phase.more.get("private"))


KIND = Kind(
    Form(
        "agree",
        Shape.WRITING,
        "everybody says yes or no; the ritual goes on with enough of a yes, and elsewhere without",
        keys={
            "private": _writing.PRIVATE,
            AGREE: Key(
                "one-of",
                "whose yes it takes: that of all who have a part in it, or of one",
                choices=(ALL, ONE),
                default=ALL,
            ),
            _stopping.STOP: _stopping.KEY,
        },
        outcomes=(DONE, NO, _stopping.STOPPED),
    ),
    begins=begins,
    heard=heard,
    ends=ends,
    joined=joined,
    again=True,
)
