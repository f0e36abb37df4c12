"""What the messages of a ritual look like: opening, turn, writing together, what was written, outcome.

The opening and the outcome stand in the main timeline; what lies between them stands in a thread of the opening, if
the room has chosen so. Nobody who was not heard is ever named. How a phase begins is in `phase_messages`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from copbot.core.text import Said, Text, Value, Who, text
from copbot.core.wishes import About, Edit, Say
from copbot.dialogue import days_words, hints
from copbot.dialogue.call import Call
from copbot.dialogue.ritual_words import after_all, own, plain, titled, whose_turn
from copbot.dialogue.round_kept import MEETING
from copbot.dialogue.scene import Scene
from copbot.rituals.happenings import Closed
from copbot.rituals.records import Contribution
from copbot.rituals.script import Shape
from copbot.rituals.state import Phase

HAND, PASS, LATER, DONE = "✋", "⏭️", "⏳", "✅"
MANY = 6  # above so many people, writing together is proposed
NAMED = 8  # so many names are shown; of the others the number
FEW = 3  # so many where much else is said
FITS = 540
"""Characters of people's words and names in one message; the rest of 600 is for copbot's own."""
LONGEST = 400  # longer words are shortened where they are repeated
MEDIA = 80  # characters that a line without people's words takes
GONE = 40  # characters that stand in the place of words that were taken away
NAME = 24
"""Characters that a name is taken to have, since names are only known at sending."""
TALKED = (Shape.TALKING, Shape.SAID)


def opening(call: Call, now: Scene, *, reply_to: str | None) -> Say:
    """The opening: the question, how to take part, when it begins; always in the main timeline."""
    answered = now.over_days and plain(now.script)  # it is the question itself
    return Say(
        now.ritual.opening,
        opening_lines(call, now),
        "ritual.opened",
        field(now),
        room=call.room.id,
        about=About("phase" if answered else "opening", now.ritual.number),
        reply_to=reply_to,
        seeds=(HAND,) if now.course.gathering else (PASS,) if answered else (),
    )


def opening_again(call: Call, now: Scene) -> Edit:
    """The opening as it is now: who takes part, and whether it has begun."""
    return Edit(now.ritual.opening, opening_lines(call, now), field(now))


def opening_lines(call: Call, now: Scene) -> tuple[Text, ...]:
    """The opening's words."""
    if now.over_days:
        return days_words.opening(call, now)
    state, simple = now.round, plain(now.script)
    lines = [titled(now), *(() if simple else _about(now))]
    lead = Who(state.facilitator)
    if state.phase is Phase.JOINING:
        lines.append(text("round.join", at=now.due))
        lines.append(_rules(now))
        watching = state.facilitator in now.course.taking_part or now.script.impartial
        lines.append(text("round.lead" if watching else "round.lead-too", who=lead))
    elif now.noted(MEETING) and state.options.here:  # nobody but who leads takes part here
        return (*lines, text("agenda.begun-led", who=lead), _rules(now))
    elif state.options.here:
        lines += [text("round.begun-here", who=lead), _rules(now)]
    else:
        lines += [_rules(now), text("round.begun")]
    taking_part = now.course.taking_part
    if taking_part:
        names = names_of(taking_part, NAMED if simple else FEW)
        lines.append(text("round.joined", count=len(taking_part), who=names))
    if state.options.everyone and not state.options.here:
        deaf = [member for member in call.people.humans if member in call.people.deaf - set(taking_part)]
        lines += [text("round.deaf", who=names_of(deaf, FEW))] if deaf else []
    proposable = simple and state.phase is Phase.JOINING and not state.options.together
    if proposable and len(taking_part) > MANY:
        lines.append(text("round.many", who=lead))
    return tuple(lines)


def _about(now: Scene) -> list[Text]:
    """What it is, what is agreed, and whose topic it is; once it runs, the latter alone."""
    owner = now.course.owner
    brings = [] if owner in (None, now.round.facilitator) else [text("ritual.brings", who=Who(owner or ""))]
    if not now.course.gathering and now.course.entered > 1:
        return brings
    agreements = [] if now.script.agreements is None else [now.line(now.script.agreements)]
    return [now.line(now.script.about), *agreements, *brings]


def turn(call: Call, now: Scene, aside: Text | None = None) -> Say:
    """Whose turn it is. It mentions them, except in one physical room, where everybody sees each other."""
    state = now.round
    assert state.speaking is not None
    ended_by_tap = (state.options.long or state.options.here) and not call.room.encrypted
    useful = (PASS, *((LATER,) if state.following else ()), *((DONE,) if ended_by_tap else ()))
    return Say(
        call.chance.key(),
        (*((aside,) if aside else ()), *turn_lines(call, now)),
        "ritual.turn",
        _turn_field(now, state.speaking),
        room=call.room.id,
        thread_key=thread(now),
        about=About("turn", now.ritual.number),
        ping=() if state.options.here else (state.speaking,),
        seeds=useful,
    )


def turn_lines(call: Call, now: Scene) -> tuple[Text, ...]:
    """The words of the present turn's prompt."""
    state = now.round
    assert state.speaking is not None
    following = state.following
    if state.options.here:
        after = text("round.then-here", who=Who(following)) if following else after_all(now, here=True)
        how = text(
            hints.fitting(call, "round.how-here"), lead=Who(state.facilitator), p=call.prefix, then=after
        )
        return whose_turn(now, "round.turn-here"), how
    after = text("round.then", who=Who(following)) if following else after_all(now)
    later = text("round.how-later") if following else ""
    done = text(hints.fitting(call, "round.how-long")) if state.options.long else ""
    return (
        whose_turn(now, "round.turn"),
        joined(text("round.how"), done, text("round.how-pass"), later, after),
    )


def turn_over(key: str, now: Scene, words: Text) -> Edit:
    """The prompt of a turn that is over says how it ended."""
    assert now.round.speaking is not None
    return Edit(key, (words,), _turn_field(now, now.round.speaking))


def turn_again(call: Call, key: str, now: Scene) -> Edit:
    """The prompt of the present turn as it is now: somebody else follows."""
    assert now.round.speaking is not None
    return Edit(key, turn_lines(call, now), _turn_field(now, now.round.speaking))


def shown(
    call: Call,
    now: Scene,
    said: Sequence[Contribution],
    *,
    title: Text | None = None,
    members: Sequence[str] | None = None,
    named: bool = True,
) -> list[Say]:
    """What was written together, in speaking order (or that of ``members``), in as few messages as fit."""
    packs: list[list[Text]] = []
    room, shortened = 0, False
    for member in now.round.members if members is None else members:
        for contribution in (one for one in said if one.member == member):
            size = (max(min(len(contribution.words), LONGEST), GONE) if contribution.words else MEDIA) + NAME
            if not packs or size > room:
                packs.append([])
                room = FITS
            room -= size
            shortened = shortened or len(contribution.words) > LONGEST
            packs[-1].append(_told(contribution, named=named))
    if packs:
        packs[0].insert(0, title or text("round.shown"))
    if shortened:
        packs[-1].append(text("round.shortened"))
    return [
        Say(
            call.chance.key(),
            tuple(lines),
            "ritual.phase",
            field(now),
            room=call.room.id,
            thread_key=thread(now),
            about=About("phase", now.ritual.number),
        )
        for lines in packs
    ]


def outcome(call: Call, now: Scene, aside: Text | None = None, *, invites: bool = True) -> Say:
    """The outcome: thanks and numbers, in the main timeline, for all to see. ``aside`` stands above it.

    It ``invites`` the facilitator to a sentence of their own.
    """
    above = (aside,) if aside else ()
    heard = now.course.closing
    there = now.round.facilitator in call.people.humans  # who left the room is asked nothing
    inviting = invites and there and (heard.spoke or heard.passed) and not now.script.forgets
    how = (text("round.sentence-how", who=Who(now.round.facilitator)),) if inviting else ()
    return Say(
        call.chance.key(),
        (*above, *outcome_lines(now), *how),
        "ritual.closed",
        _outcome_field(now),
        room=call.room.id,
        about=About("outcome", now.ritual.number),
    )


def outcome_with(now: Scene, words: Said) -> Edit:
    """The outcome with a sentence of the facilitator's own."""
    assert now.ritual.outcome is not None
    sentence = text("round.sentence", who=Who(now.round.facilitator), words=words)
    return Edit(now.ritual.outcome, (*outcome_lines(now), sentence), _outcome_field(now))


def outcome_lines(now: Scene) -> tuple[Text, ...]:
    """Thanks, and how many spoke, listened, and were not heard yet."""
    heard, script = now.course.closing, now.script
    title = now.words(script.title)
    numbers = (("spoke", heard.spoke), ("listened", heard.passed), ("unheard", heard.unheard))
    counts = tuple(text(f"round.{name}", count=number) for name, number in numbers if number)
    forgotten = [text("ritual.forgotten")] if script.forgets else []
    if script.unreported:
        return text("ritual.closed", title=title), *forgotten  # of two, a number tells who
    if not heard.spoke and not heard.passed:
        if any(phase.shape in TALKED for phase in script.phases) and now.course.place is not None:
            return text("ritual.closed", title=title), *forgotten
        return text(own(script, "round.closed-nobody"), title=title), text("round.another-time"), *forgotten
    closed = text(own(script, "round.closed"), title=title)
    lines = [joined(closed, text("round.counts", counts=counts)), *forgotten]
    if heard.unheard:
        lines.append(text("round.still-welcome"))
    return tuple(lines)


def _told(contribution: Contribution, *, named: bool = True) -> Text:
    """One contribution as it is shown. Taking away the message, or the edit that the words are from, takes it away."""
    origin = Said("", contribution.revision)
    words = Said(contribution.words, contribution.event)
    if not named:
        return text("ritual.idea" if contribution.words else "ritual.media", words=words, origin=origin)
    shown_as = "round.words" if contribution.words else "round.media"
    return text(shown_as, who=Who(contribution.member), words=words, origin=origin)


def _rules(now: Scene) -> Text:
    options = now.round.options
    if not plain(now.script):
        steps = len(now.script.usual)
        return text("ritual.rules", count=steps)
    if options.together:
        return text("round.rules-together")
    return text("round.rules-long" if options.long and not options.here else "round.rules")


def names_of(members: Sequence[str], most: int = NAMED) -> tuple[Value, ...]:
    """Names of members; of those above so many the number."""
    if len(members) <= most:
        return tuple(Who(member) for member in members)
    shown_by_name: tuple[Value, ...] = tuple(Who(member) for member in members[: most - 1])
    return (*shown_by_name, text("round.others", count=len(members) - most + 1))


def joined(*parts: Text | str) -> Text:
    """Sentences in one line."""
    sentences = [part for part in parts if part]
    line = sentences[0]
    for sentence in sentences[1:]:
        line = text("round.joined-up", one=line, two=sentence)
    assert isinstance(line, Text)
    return line


def thread(now: Scene) -> str | None:
    """The thread in which the middle of the ritual stands, where the room wants one."""
    return now.ritual.opening if now.ritual.threaded else None


def field(now: Scene) -> dict[str, Any]:
    """What machines read of a message of a ritual: which, of which script, in which phase."""
    phase = now.round.phase.value
    if not plain(now.script) and not now.course.gathering and now.course.place is not None:
        phase = now.phase.name
    return {"ritual": now.ritual.number, "script": now.ritual.script, "phase": phase}


def _turn_field(now: Scene, member: str) -> dict[str, Any]:
    of = max(len(now.round.seats), now.round.turn)
    return field(now) | {"member": member, "index": now.round.turn, "of": of}


def _outcome_field(now: Scene) -> dict[str, Any]:
    heard = Closed(0, 0, 0) if now.script.unreported else now.course.closing
    return field(now) | {"spoke": heard.spoke, "passed": heard.passed, "unheard": heard.unheard}
