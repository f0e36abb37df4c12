"""Somebody asks for a ritual: everything that must be known, or be right, before it opens.

That is its topic, whether something runs already, whether the room is one for it, and the yes of who brings the topic
where the script wants that. What is still missing is asked for, in the order in which it is easiest to answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from copbot.core.errors import Error
from copbot.core.machine import Illegal
from copbot.core.records import Count, Option, Question
from copbot.core.text import Place, Said, Text, Who, Wording, text
from copbot.core.wishes import Ask, Save, Say, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.ladder import by_chance
from copbot.dialogue.ritual_words import own, plain
from copbot.dialogue.round_kept import live
from copbot.dialogue.round_messages import names_of
from copbot.dialogue.round_question import Wanted, settled
from copbot.dialogue.round_refusals import refused
from copbot.leading import asking_days, opening, rounds
from copbot.rituals.moves import End
from copbot.rituals.plain_round import ROUND
from copbot.rituals.records import Ritual
from copbot.rituals.script import Mode, Script, Words
from copbot.rituals.state import Phase, Round

OWN_ROOM, CONSENT = "own-room", "consent"
"""The questions before a ritual that want a yes."""
Run = rounds.Run


def script_of(call: Call, wanted: Wanted) -> Script:
    """The script that is wanted; the round where there is none of that name any more."""
    return call.library.named(wanted.script) or ROUND


def asked_anew(call: Call, wanted: Wanted) -> Sequence[Wish]:
    """Somebody asks for a ritual, in a command or in words."""
    if wanted.when is not None:
        return asking_days.with_time(call, wanted, asked_anew)
    if call.read.ritual() is None and wanted.question and (by_chance(call) or _in_words(call)):
        return _sure(call, wanted)
    return _open_or_wait(call, wanted)


def asked(call: Call, line: str) -> Sequence[Wish]:
    """Open a ritual whose options were settled before: its question was asked for, or something was confirmed."""
    wanted = settled(line)
    if _unseen(call, wanted):
        return _sure(call, wanted)
    return _open_or_wait(call, wanted)


def until(call: Call, line: str) -> Sequence[Wish]:
    """The time until which it lasts was asked back."""
    return asking_days.time_again(call, line, _open_or_wait)


def after(call: Call, line: str) -> Sequence[Wish]:
    """The ritual opens when the present one is over."""
    wanted, running = settled(line), call.read.ritual()
    if running is None:
        return asked(call, line)
    if (missing := _missing(call, wanted, "round-after")) is not None:
        return missing
    if len(call.read.waiting_rituals()) >= opening.MOST_WAITING:
        return _runs_already(call, running, wanted)
    ritual = opening.asked_for(call, _as_asked(call, wanted))
    words = text(own(script_of(call, wanted), "round.queued"), who=Who(ritual.facilitator))
    return (*_kept(call, ritual), answers.reply(call, words))


def instead(call: Call, line: str) -> Sequence[Wish]:
    """The present ritual ends now, by who leads it or a host; the next one opens."""
    wanted, now = settled(line), live(call)
    if now is None:
        return asked(call, line)
    if not _may_end(call, now.ritual):
        return refused(call, now.round, Error.NOT_FACILITATOR, script=now.script)
    if (missing := _missing(call, wanted, "round-instead")) is not None:
        return missing
    ritual = opening.asked_for(call, _as_asked(call, wanted))
    said = text(own(now.script, "round.ended"), who=Who(call.sender))
    ended = rounds.play(call, now, End(now.round.facilitator), said, queued=(ritual,))
    return (*_kept(call, ritual), *ended)


def _open_or_wait(call: Call, wanted: Wanted) -> Sequence[Wish]:
    script = script_of(call, wanted)
    if unfit := (
        _unfit(call, script) or (asking_days.unfit(call, script, wanted) if wanted.over_days else ())
    ):
        return unfit
    wish = _as_asked(call, wanted)
    try:
        opening.check(call, wish)
    except Illegal as refusal:
        state = Round(Phase.JOINING, wish.options, wish.facilitator)
        return refused(call, state, refusal.code, script=script)
    running = None if wanted.over_days else call.read.ritual()
    if running is not None:
        return _runs_already(call, running, wanted)
    missing = _missing(call, wanted, "round-asked")
    return _open(call, wish) if missing is None else missing


def _as_asked(call: Call, wanted: Wanted) -> opening.Asked:
    script = script_of(call, wanted)
    lead = wanted.lead if wanted.lead in call.people.members else None
    facilitator = lead or call.sender
    owner = (wanted.owner or facilitator) if script.owned else None
    mode = Mode.DAYS if wanted.over_days else Mode.LIVE
    asked = opening.Asked(script, mode, wanted.options, wanted.question, facilitator, owner)
    return replace(asked, until=wanted.until, unnamed=wanted.unnamed)


def _unfit(call: Call, script: Script) -> Sequence[Wish]:
    """Why a script can't run here: it is private, or it follows another one, not yet."""
    if script.follows is not None and (early := _early(call, script, script.follows)):
        return early
    if opening.private_enough(call, script):
        return ()
    id = "ritual.not-private-public" if call.people.public else "ritual.not-private-clear"
    return answers.refuse(call, Error.NOT_PRIVATE, text(id, title=_title(call, script)))


def _early(call: Call, script: Script, before: str) -> Sequence[Wish]:
    """What must come first, or sink in first: the script that it follows."""
    first = call.library.named(before)
    running, held = call.read.ritual(), call.read.ritual_held(before)
    runs = any(one is not None and one.script == before for one in (running, *call.read.over_days()))
    if held is None and not runs and first is not None:
        told = text(
            "ritual.after-first", title=_title(call, script), first=_title(call, first), p=call.prefix
        )
        return answers.refuse(call, Error.TOO_EARLY, told)
    since = call.now if runs or held is None else held
    at = since + timedelta(days=script.follows_days)
    if at <= call.now and not runs:
        return ()
    return answers.refuse(
        call, Error.TOO_EARLY, text("ritual.after-later", title=_title(call, script), at=at)
    )


def _missing(call: Call, wanted: Wanted, then: str) -> Sequence[Wish] | None:
    """What is still to be asked before it can open; None where nothing is."""
    script = script_of(call, wanted)
    if not wanted.question and (script.ask is not None or plain(script)):
        asked_for = Wording(script.ask or {}, {"p": call.prefix})
        plainly = text("round.needs-question")
        question = plainly if plain(script) else text("ritual.needs-topic", words=asked_for)
        return answers.ask(call, Error.NEEDS_QUESTION, question, free=Option(then, wanted.line))
    if _unseen(call, wanted):
        return _sure(call, wanted, then)
    if script.own_room and OWN_ROOM not in wanted.passed:
        return _own_room(call, script, wanted, then)
    if script.consent_first is not None and CONSENT not in wanted.passed:
        return _consent(call, script, wanted, then)
    return None


def _own_room(call: Call, script: Script, wanted: Wanted, then: str) -> Sequence[Wish]:
    """Only who belongs to it should be in the room: that only people can say."""
    line = replace(wanted, passed=(*wanted.passed, OWN_ROOM)).line
    choices = [
        (text("ritual.own-room-yes"), Option(then, line, means="yes")),
        (text("ritual.own-room-no"), Option("round-left", means="no")),
    ]
    who = names_of(call.people.humans)
    question = text("ritual.own-room", title=_title(call, script), who=who)
    return answers.ask(call, Error.NEEDS_YES, question, choices=choices)


def _consent(call: Call, script: Script, wanted: Wanted, then: str) -> Sequence[Wish]:
    """Who brings the topic is asked in their own chat, where nobody looks on whether they want it."""
    wish = _as_asked(call, wanted)
    owner = wish.owner or wish.facilitator
    line = replace(wanted, passed=(*wanted.passed, CONSENT), lead=wish.facilitator, owner=wish.owner).line
    key = call.chance.key()
    labels = (text("ritual.consent-yes"), text("ritual.consent-no"))
    yours = "ritual.consent-you" if owner == call.sender else "ritual.consent"
    said = Say(
        key,
        (
            text(yours, room=Place(call.room.id), title=_title(call, script)),
            _words(call, script.consent_first or {}),
        ),
        "question",
        {"about": "ritual"},
        to=owner,
        scope=call.room.id,
        choices=labels,
        aloud=True,
    )
    waits = Question(
        key=key,
        scope=call.room.id,
        asked=owner,
        until=answers.until(call.now),
        options=(Option(then, line, means="yes"), Option("round-left", means="no")),
        source=call.source,
    )
    id = "ritual.consent-asked-you" if owner == call.sender else "ritual.consent-asked"
    told = answers.refuse(call, Error.NEEDS_YES, text(id, who=Who(owner)))
    return (said, Ask(waits), *told)


def _in_words(call: Call) -> bool:
    return call.by is By.PHRASE and call.elsewhere


def _unseen(call: Call, wanted: Wanted) -> bool:
    """Whether the question was just given in a direct chat: whoever wrote it may think that only copbot reads it."""
    return call.free and call.elsewhere and bool(wanted.question)


def _sure(call: Call, wanted: Wanted, then: str = "round-asked") -> Sequence[Wish]:
    """What is written in a direct chat opens nothing without a yes: everybody would read it."""
    words, script = Said(wanted.question, call.source), script_of(call, wanted)
    choices = [
        (text("round.yes"), Option(then, wanted.line, means="yes")),
        (text("round.no"), Option("round-left", means="no")),
    ]
    room = Place(call.room.id)
    if plain(script):
        question = text("round.sure", room=room, question=words)
    else:
        question = text("ritual.sure", room=room, question=words, title=_title(call, script))
    return answers.ask(call, Error.NOT_UNDERSTOOD, question, choices=choices)


def _open(call: Call, wish: opening.Asked) -> Sequence[Wish]:
    ritual = opening.asked_for(call, wish)
    answer = call.event if answers.owed(call) and not call.elsewhere else None
    wishes: list[Wish] = [Save(Count(call.room.id, "ritual", ritual.number))]
    wishes += opening.opened(call, ritual, reply_to=answer, notes=wish.notes)
    if answers.owed(call) and call.elsewhere:
        room = Place(call.room.id)
        wishes.append(answers.reply(call, text(own(wish.script, "round.stands-in"), room=room)))
    return wishes


def _runs_already(call: Call, running: Ritual, wanted: Wanted) -> Sequence[Wish]:
    """One at a time: after the present one, not at all, or instead of it if ending that is the sender's to do."""
    now = live(call)
    script = ROUND if now is None else now.script
    may_end = _may_end(call, running)
    full = len(call.read.waiting_rituals()) >= opening.MOST_WAITING
    lead, most = Who(running.facilitator), opening.MOST_WAITING
    crowded = text(own(script, "round.refused-ritual-runs-full"), lead=lead, most=most)
    if full and not may_end:
        return answers.refuse(call, Error.RITUAL_RUNS, crowded)
    choices = []
    if not full:
        choices.append((text(own(script, "round.choice-after")), Option("round-after", wanted.line)))
    choices.append((text("round.choice-leave"), Option("round-left", means="no")))
    if may_end:
        choices.append((text(own(script, "round.choice-instead")), Option("round-instead", wanted.line)))
    question = crowded if full else text(own(script, "round.refused-ritual-runs"), lead=lead)
    return answers.ask(call, Error.RITUAL_RUNS, question, choices=choices)


def _kept(call: Call, waiting: Ritual) -> tuple[Wish, ...]:
    return Save(Count(call.room.id, "ritual", waiting.number)), Save(waiting)


def _may_end(call: Call, running: Ritual) -> bool:
    return call.sender == running.facilitator or call.is_host(call.sender)


def _title(call: Call, script: Script) -> Wording:
    return Wording(script.title, {"p": call.prefix})


def _words(call: Call, words: Words) -> Text:
    return text("ritual.words", words=Wording(words, {"p": call.prefix}))
