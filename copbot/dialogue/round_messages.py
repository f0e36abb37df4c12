"""What the messages of a round look like: opening, turn, writing together, what was written, outcome.

The opening and the outcome stand in the main timeline; what lies between them stands in a thread of the opening, if
the room has chosen so. Nobody who was not heard is ever named.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from copbot.core.text import Said, Text, Value, Who, text
from copbot.core.wishes import About, Edit, Say
from copbot.dialogue import hints
from copbot.dialogue.call import Call
from copbot.rituals.records import Contribution, Ritual
from copbot.rituals.state import Phase, Round

HAND, PASS, LATER, DONE = "✋", "⏭️", "⏳", "✅"
MANY = 6  # above so many people, writing together is proposed
NAMED = 8  # so many names are shown; of the others the number
FITS = 540
"""Characters of people's words and names in one message; the rest of 600 is for copbot's own."""
LONGEST = 400  # longer words are shortened where they are repeated
MEDIA = 80  # characters that a line without people's words takes
NAME = 24
"""Characters that a name is taken to have, since names are only known at sending."""


def opening(call: Call, ritual: Ritual, state: Round, due: datetime | None, *, reply_to: str | None) -> Say:
    """The opening: the question, how to take part, when it begins; always in the main timeline."""
    return Say(
        ritual.opening,
        opening_lines(call, ritual, state, due),
        "ritual.opened",
        _field(ritual, state),
        room=call.room.id,
        about=About("opening", ritual.number),
        reply_to=reply_to,
        seeds=(HAND,) if state.phase is Phase.JOINING else (),
    )


def opening_again(call: Call, ritual: Ritual, state: Round, due: datetime | None) -> Edit:
    """The opening as it is now: who takes part, and whether it has begun."""
    return Edit(ritual.opening, opening_lines(call, ritual, state, due), _field(ritual, state))


def opening_lines(call: Call, ritual: Ritual, state: Round, due: datetime | None) -> tuple[Text, ...]:
    """The opening's words."""
    lines = [text("round.question", question=question(ritual))]
    lead = Who(state.facilitator)
    if state.phase is Phase.JOINING:
        lines.append(text("round.join", at=due))
        lines.append(_rules(state))
        lines.append(text("round.lead", who=lead, p=call.prefix))
    elif state.options.here:
        lines += [text("round.begun-here", who=lead), _rules(state)]
    else:
        lines += [_rules(state), text("round.begun")]
    if state.members:
        lines.append(text("round.joined", count=len(state.members), who=_names(state.members)))
    proposable = state.phase is Phase.JOINING and not state.options.together
    if proposable and len(state.members) > MANY:
        lines.append(text("round.many", who=lead))
    return tuple(lines)


def prompt(call: Call, ritual: Ritual, state: Round, due: datetime | None, aside: Text | None = None) -> Say:
    """What the round waits for now: somebody's turn, or all who write. ``aside`` stands above it."""
    if state.phase is Phase.WRITING:
        return writing(call, ritual, state, due)
    return turn(call, ritual, state, aside)


def turn(call: Call, ritual: Ritual, state: Round, aside: Text | None = None) -> Say:
    """Whose turn it is. It mentions them, except in one physical room, where everybody sees each other."""
    assert state.speaking is not None
    ended_by_tap = (state.options.long or state.options.here) and not call.room.encrypted
    useful = (PASS, *((LATER,) if state.following else ()), *((DONE,) if ended_by_tap else ()))
    return Say(
        call.chance.key(),
        (*((aside,) if aside else ()), *turn_lines(call, ritual, state)),
        "ritual.turn",
        _turn_field(ritual, state, state.speaking),
        room=call.room.id,
        thread_key=_thread(ritual),
        about=About("turn", ritual.number),
        ping=() if state.options.here else (state.speaking,),
        seeds=useful,
    )


def turn_lines(call: Call, ritual: Ritual, state: Round) -> tuple[Text, ...]:
    """The words of the present turn's prompt."""
    assert state.speaking is not None
    who, following = Who(state.speaking), state.following
    if state.options.here:
        after = text("round.then-here", who=Who(following)) if following else text("round.then-nobody-here")
        how = text(
            hints.fitting(call, "round.how-here"), lead=Who(state.facilitator), p=call.prefix, then=after
        )
        return text("round.turn-here", who=who, question=question(ritual)), how
    after = text("round.then", who=Who(following)) if following else text("round.then-nobody")
    later = text("round.how-later") if following else ""
    done = text(hints.fitting(call, "round.how-long")) if state.options.long else ""
    return (
        text("round.turn", who=who, question=question(ritual)),
        _joined(text("round.how"), done, text("round.how-pass"), later, after),
    )


def turn_over(key: str, ritual: Ritual, state: Round, words: Text) -> Edit:
    """The prompt of a turn that is over says how it ended."""
    assert state.speaking is not None
    return Edit(key, (words,), _turn_field(ritual, state, state.speaking))


def turn_again(call: Call, key: str, ritual: Ritual, state: Round) -> Edit:
    """The prompt of the present turn as it is now: somebody else follows."""
    assert state.speaking is not None
    return Edit(key, turn_lines(call, ritual, state), _turn_field(ritual, state, state.speaking))


def writing(call: Call, ritual: Ritual, state: Round, due: datetime | None) -> Say:
    """All write at once, until ``due``: everybody is mentioned, for it is everybody's turn."""
    return Say(
        call.chance.key(),
        _writing_lines(ritual, state, due),
        "ritual.phase",
        _field(ritual, state),
        room=call.room.id,
        thread_key=_thread(ritual),
        about=About("phase", ritual.number),
        ping=state.members,
        seeds=(PASS,),
    )


def writing_again(key: str, ritual: Ritual, state: Round, due: datetime | None) -> Edit:
    """The same with how many are ready, by number only."""
    return Edit(key, (*_writing_lines(ritual, state, due), _ready(state)), _field(ritual, state))


def shown(call: Call, ritual: Ritual, state: Round, said: Sequence[Contribution]) -> list[Say]:
    """What was written together, in speaking order, in as few messages as fit."""
    packs: list[list[Text]] = []
    room, shortened = 0, False
    for member in state.members:
        for contribution in (one for one in said if one.member == member):
            size = max(min(len(contribution.words), LONGEST), MEDIA) + NAME
            if not packs or size > room:
                packs.append([])
                room = FITS
            room -= size
            shortened = shortened or len(contribution.words) > LONGEST
            packs[-1].append(_told(contribution))
    if packs:
        packs[0].insert(0, text("round.shown"))
    if shortened:
        packs[-1].append(text("round.shortened"))
    return [
        Say(
            call.chance.key(),
            tuple(lines),
            "ritual.phase",
            _field(ritual, state),
            room=call.room.id,
            thread_key=_thread(ritual),
            about=About("phase", ritual.number),
        )
        for lines in packs
    ]


def outcome(
    call: Call, ritual: Ritual, state: Round, aside: Text | None = None, *, invites: bool = True
) -> Say:
    """The outcome: thanks and numbers, in the main timeline, for all to see. ``aside`` stands above it.

    It ``invites`` the facilitator to a sentence of their own.
    """
    above = (aside,) if aside else ()
    inviting = invites and (state.spoke or state.passed)
    how = (text("round.sentence-how", who=Who(state.facilitator)),) if inviting else ()
    return Say(
        call.chance.key(),
        (*above, *outcome_lines(state), *how),
        "ritual.closed",
        _outcome_field(ritual, state),
        room=call.room.id,
        about=About("outcome", ritual.number),
    )


def outcome_with(ritual: Ritual, state: Round, words: Said) -> Edit:
    """The outcome with a sentence of the facilitator's own."""
    assert ritual.outcome is not None
    sentence = text("round.sentence", who=Who(state.facilitator), words=words)
    return Edit(ritual.outcome, (*outcome_lines(state), sentence), _outcome_field(ritual, state))


def outcome_lines(state: Round) -> tuple[Text, ...]:
    """Thanks, and how many spoke, listened, and were not heard yet."""
    numbers = (("spoke", state.spoke), ("listened", state.passed), ("unheard", state.unheard))
    counts = tuple(text(f"round.{name}", count=number) for name, number in numbers if number)
    if not state.spoke and not state.passed:
        return text("round.closed-nobody"), text("round.another-time")
    lines = [_joined(text("round.closed"), text("round.counts", counts=counts))]
    if state.unheard:
        lines.append(text("round.still-welcome"))
    return tuple(lines)


def status_lines(ritual: Ritual, state: Round, due: datetime | None, waiting: int = 0) -> tuple[Text, ...]:
    """Where the round is, and how many wait after it. Who kept silent is not named."""
    lines = [text("round.question", question=question(ritual))]
    if state.phase is Phase.JOINING:
        lines.append(text("round.status-joining", at=due))
        if state.members:
            lines.append(text("round.joined", count=len(state.members), who=_names(state.members)))
    elif state.phase is Phase.WRITING:
        lines += [text("round.status-writing", until=due), _ready(state)]
    elif state.speaking is not None:
        lines.append(text("round.status-turn", who=Who(state.speaking)))
        if state.following:
            to_go = text("round.status-to-go", count=len(state.waiting))
            lines.append(_joined(text("round.status-then", who=Who(state.following)), to_go))
        else:
            lines.append(text("round.status-last"))
    if waiting:
        lines.append(text("round.status-waiting", count=waiting))
    return tuple(lines)


def question(ritual: Ritual) -> Said:
    """The question in the words of who asked it; without words once they took it away."""
    return Said(ritual.question, ritual.source)


def _told(contribution: Contribution) -> Text:
    """One contribution as it is shown. Taking away the message, or the edit that the words are from, takes it away."""
    origin = Said("", contribution.revision)
    words = Said(contribution.words, contribution.event)
    shown_as = "round.words" if contribution.words else "round.media"
    return text(shown_as, who=Who(contribution.member), words=words, origin=origin)


def _ready(state: Round) -> Text:
    ready = sum(not seat.pending for seat in state.seats)
    return text("round.ready", count=ready, of=len(state.seats))


def _rules(state: Round) -> Text:
    if state.options.together:
        return text("round.rules-together")
    return text("round.rules-long" if state.options.long and not state.options.here else "round.rules")


def _names(members: Sequence[str]) -> tuple[Value, ...]:
    if len(members) <= NAMED:
        return tuple(Who(member) for member in members)
    shown_by_name: tuple[Value, ...] = tuple(Who(member) for member in members[: NAMED - 1])
    return (*shown_by_name, text("round.others", count=len(members) - NAMED + 1))


def _writing_lines(ritual: Ritual, state: Round, due: datetime | None) -> tuple[Text, ...]:
    return (
        text("round.write", question=question(ritual)),
        text("round.write-how", who=_names(state.members), until=due),
    )


def _joined(*parts: Text | str) -> Text:
    """Sentences in one line."""
    sentences = [part for part in parts if part]
    line = sentences[0]
    for sentence in sentences[1:]:
        line = text("round.joined-up", one=line, two=sentence)
    assert isinstance(line, Text)
    return line


def _thread(ritual: Ritual) -> str | None:
    return ritual.opening if ritual.threaded else None


def _field(ritual: Ritual, state: Round) -> dict[str, Any]:
    return {"ritual": ritual.number, "script": ritual.script, "phase": state.phase.value}


def _turn_field(ritual: Ritual, state: Round, member: str) -> dict[str, Any]:
    of = max(len(state.seats), state.turn)
    return _field(ritual, state) | {"member": member, "index": state.turn, "of": of}


def _outcome_field(ritual: Ritual, state: Round) -> dict[str, Any]:
    return _field(ritual, state) | {"spoke": state.spoke, "passed": state.passed, "unheard": state.unheard}
