"""The course of a ritual: who takes part, which phase of the script they are in, and which one follows.

This is the one machine that runs every script. It knows people, phases and their order; it does not know what is asked,
what was said, or what kind of phase it is in. A phase is for it one of three shapes, each a `copbot.rituals.round`: turns
go round, all write, or people talk. The round of one question is a script with one phase.

**How it goes.** While *gathering*, hands go up and down, as in a round. Then the phases follow each other, each with the
members who have a part in it. When a phase is over, the machine waits for its *outcome*: `advance` is told it by whoever
knows the kind, looks up in the script where that leads, and opens the next phase, or ends the ritual. A phase in which
nobody here has a part is skipped; so is one that who leads left out. Who leads may also choose which phase comes next, as
far as the script allows (`copbot.rituals.choosing`).

**Who is waited for.** Whoever was offered a turn twice in a row and said nothing, and who is away, is passed over in the
phases that follow, as somebody who was not heard yet, while there is anybody else to be heard in them.

**Who belongs.** Members join and leave the whole ritual, whatever phase it is in; who comes late sits down in the present
phase if they have a part in it. Who brought the topic may go: phases for the owner alone are skipped then.

**Why a script can't hang.** A phase that nothing ends is one that who leads must end, and who leads can be replaced
(`TakeOver`). A script that leads back to a phase does so on an outcome that people chose, at most `MOST_PHASES` in all.
"""

from __future__ import annotations

from dataclasses import replace

from copbot.core.machine import Illegal
from copbot.rituals import choosing, seating, talking, turns, writing
from copbot.rituals import round as rounds
from copbot.rituals.happenings import (
    Began,
    Closed,
    HandLowered,
    HandRaised,
    Happening,
    Left,
    PhaseBegan,
    PhaseEnded,
    PhaseSkipped,
    Unheard,
)
from copbot.rituals.moves import Begin, End, Gone, Join, LeaveOut, Move, Skip, TimeUp, WindowEnds, Withdraw
from copbot.rituals.parts import Roles, takes_part
from copbot.rituals.script import DONE, SKIPPED, Mode, Script, Shape
from copbot.rituals.state import Options, Phase, Round, Seat, Standing
from copbot.rituals.under_way import Course

MOST_PHASES = choosing.MOST_PHASES
__all__ = ("Course", "Step", "advance", "close_in_vain", "open_course", "step")

Step = tuple[Course, tuple[Happening, ...]]


def open_course(
    script: Script,
    mode: Mode,
    options: Options,
    facilitator: str,
    roles: Roles,
    members: tuple[str, ...] = (),
    owner: str | None = None,
) -> Step:
    """Opens a ritual: over days, for everyone or at one table it begins at once, in this order; else hands go up.

    Who brings the topic has a hand up from the beginning. Raises `Illegal`: `nobody-joined` where it should begin with
    nobody, `too-few` and `ritual-full` where the script wants more or fewer, `options-clash` as a round does.
    """
    if options.here and options.together:
        raise Illegal("options-clash")
    seats = (Seat(owner),) if owner is not None else ()
    course = Course(mode, options, Round(Phase.JOINING, options, facilitator, seats), owner=owner)
    if not (options.everyone or options.here or mode is Mode.DAYS):
        return course, ()
    if not members:
        raise Illegal("nobody-joined")
    return _begun(course, script, members, roles)


def step(course: Course, script: Script, move: Move | Skip | LeaveOut, roles: Roles) -> Step:
    """The ritual after the move, and what happened. Raises `Illegal` with a code where the move is refused.

    Where the course is `between` phases after it, `advance` must follow before any other move.
    """
    if course.over or course.between:
        raise Illegal("round-closed")
    match move:
        case Begin(by, order) if course.gathering:
            _led_by(course, by)
            if not course.round.seats:
                raise Illegal("nobody-joined")
            return _begun(course, script, _ordered(course, order), roles)
        case WindowEnds(order) if course.gathering:
            if not course.round.seats:
                return _closed(course)
            return _begun(course, script, _ordered(course, order), roles)
        case End(by):
            _led_by(course, by)
            after, told = rounds.step(course.round, move)
            return _closed(replace(course, round=after), *_open_ends(told))
        case Skip(by, to):
            _led_by(course, by)
            if course.gathering:
                raise Illegal("not-begun")
            return _skipped(course if to is None else choosing.aimed(course, script, to, roles))
        case LeaveOut(by, name, not_after_all):
            _led_by(course, by)
            change = choosing.kept_in if not_after_all else choosing.left_out
            return change(course, script, name), ()
        case TimeUp() if course.round.phase is Phase.TURNS:
            after, told = rounds.step(course.round, move)
            silent = (it.member for it in told if isinstance(it, Unheard))
            course = replace(course, round=after, silent=tuple(dict.fromkeys((*course.silent, *silent))))
            return course, _open_ends(told)
        case Join(member):
            return _joined(course, script, member, roles)
        case Withdraw(member) | Gone(member) if not course.gathering:
            return _left(course, script, member, move)
        case _:
            after, told = rounds.step(course.round, move)
            return replace(course, round=after), _open_ends(told)


def advance(
    course: Course, script: Script, outcome: str, roles: Roles, away: frozenset[str] = frozenset()
) -> Step:
    """The present phase is over, with this outcome: the next one begins, or the ritual ends. ValueError unless `between`.

    It is the one that who leads chose, else where the outcome leads. No turn waits for who is ``away``.
    """
    if not course.between:
        raise ValueError("no phase waits for its outcome")
    assert course.place is not None
    ended = script.phases[course.place]
    counts = PhaseEnded(ended.name, outcome, course.round.spoke, course.round.passed, course.round.unheard)
    settled = replace(course.settled(), round=replace(course.round, seats=()))
    if settled.aim is not None:
        settled, over = choosing.taken(settled, script, settled.aim)
        skipped = tuple(PhaseSkipped(script.phases[place].name) for place in over)
        return _entered(settled, script, settled.place, roles, counts, *skipped, away=away)
    following, settled = _onward(settled, script, course.place, outcome)
    return _entered(settled, script, following, roles, counts, away=away)


def _onward(course: Course, script: Script, place: int, outcome: str) -> tuple[int | None, Course]:
    """What follows the phase at a place; after one that was held once more it goes on where it had come to."""
    return course.after(script, outcome, place), replace(course, back=None)


def _led_by(course: Course, by: str) -> None:
    if by != course.facilitator:
        raise Illegal("not-facilitator")


def _ordered(course: Course, order: tuple[str, ...]) -> tuple[str, ...]:
    if sorted(order) != sorted(course.round.members):
        raise ValueError("the order must hold every seat's member exactly once")
    return order


def _begun(course: Course, script: Script, members: tuple[str, ...], roles: Roles) -> Step:
    if len(members) < script.least:
        raise Illegal("too-few")
    if script.most is not None and len(members) > script.most:
        raise Illegal("ritual-full")
    begun = replace(course, members=members, options=course.round.options)
    return _entered(replace(begun, round=replace(course.round, seats=())), script, 0, roles, Began(members))


def _entered(
    course: Course,
    script: Script,
    place: int | None,
    roles: Roles,
    *told: Happening,
    away: frozenset[str] = frozenset(),
) -> Step:
    """Opens the phase at a place; those without anybody, and those that are only said, give way to what follows them."""
    at = place
    while at is not None and course.entered < MOST_PHASES:
        phase = script.phases[at]
        seated = tuple(
            member
            for member in course.members
            if takes_part(course, phase, member, roles)
            and not (script.impartial and member == course.facilitator)
        )
        shape = phase.shaped(course.mode)
        course = replace(course, entered=course.entered + 1)
        if phase.name in course.left_out or (not seated and shape in (Shape.TURNS, Shape.WRITING)):
            told = (*told, PhaseSkipped(phase.name))
            at, course = _onward(course, script, at, SKIPPED)
            continue
        course = replace(course, place=at)
        told = (*told, PhaseBegan(phase.name, seated))
        if shape is Shape.SAID:
            at, course = _onward(course, script, at, DONE)
            continue
        after, more = _opened(course, shape, seated, away, long=bool(phase.more.get("long")))
        return replace(course, round=after), (*told, *more)
    return _closed(course, *told)


def _opened(
    course: Course, shape: Shape, seated: tuple[str, ...], away: frozenset[str], *, long: bool
) -> seating.Step:
    unhurried = course.mode is Mode.DAYS
    options = replace(course.options, long=course.options.long or long, unhurried=unhurried)
    fresh = Round(Phase.JOINING, options, course.facilitator, tuple(Seat(member) for member in seated))
    if shape is Shape.TALKING:
        return talking.open_talk(replace(fresh, seats=()))
    over = _passed_over(course, seated, away)
    told = tuple(Unheard(member) for member in over)
    for member in over:
        fresh = fresh.with_seat(Seat(member, Standing.UNHEARD))
    if shape is Shape.WRITING or options.together:
        opened, opening = writing.open_writing(replace(fresh, options=replace(options, together=True)))
        return opened, (*opening, *told)
    return turns.give_turn(replace(fresh, phase=Phase.TURNS), *told)


def _passed_over(course: Course, seated: tuple[str, ...], away: frozenset[str]) -> tuple[str, ...]:
    """Who is not waited for. Where that would be everybody, all are; over days and at one table it keeps nobody waiting."""
    if course.mode is Mode.DAYS or course.options.here:
        return ()
    over = tuple(member for member in seated if member in away or member in course.silent)
    return over if len(over) < len(seated) else ()


def _joined(course: Course, script: Script, member: str, roles: Roles) -> Step:
    if script.impartial and member == course.facilitator:
        raise Illegal("leads-only")
    coming = member not in course.taking_part
    course = course.back_again(member)
    if coming and script.most is not None and len(course.taking_part) >= script.most:
        raise Illegal("ritual-full")
    if course.gathering:
        after, told = rounds.step(course.round, Join(member))
        return replace(course, round=after), told
    phase = script.phases[course.place or 0]
    course = replace(course, members=(*course.members, member)) if coming else course
    if course.round.phase is Phase.TALKING or not takes_part(course, phase, member, roles):
        if not coming:
            raise Illegal("already-in")
        return course, (HandRaised(member),)
    after, told = rounds.step(course.round, Join(member))
    return replace(course, round=after), told


def _left(course: Course, script: Script, member: str, move: Withdraw | Gone) -> Step:
    """Leaves the whole ritual. What was said stays said; in a script of one phase there is nothing left to leave then."""
    if member not in course.members:
        if isinstance(move, Withdraw):
            raise Illegal("not-in-round")
        return course, ()
    told: tuple[Happening, ...] = ()
    after, seat = course.round, course.round.seat(member)
    spoken = seat is not None and seat.standing is Standing.SPOKE
    only = len(script.phases) == 1
    if seat is not None and (only or not spoken):
        after, told = rounds.step(course.round, move)
    if after.seat(member) is not None:
        if only:
            return replace(course, round=after), _open_ends(told)
        told = (*told, Left(member))
    elif not any(isinstance(it, HandLowered) for it in told):
        told = (HandLowered(member), *told)
    course = replace(
        course,
        round=after,
        members=tuple(other for other in course.members if other != member),
        unheard=tuple(other for other in course.unheard if other != member),
    )
    return course, _open_ends(told)


def _skipped(course: Course) -> Step:
    after, told = seating.end(course.round)
    return replace(course, round=after), _open_ends(told)


def _open_ends(told: tuple[Happening, ...]) -> tuple[Happening, ...]:
    """What happened, without the round's own end, which here is only a phase's: `advance` tells that."""
    return tuple(it for it in told if not isinstance(it, Closed))


def close_in_vain(course: Course) -> Step:
    """Nobody, or too few, came while it gathered: it ends without having begun."""
    return _closed(replace(course, round=replace(course.round, seats=())))


def _closed(course: Course, *told: Happening) -> Step:
    ended = replace(course, over=True, round=replace(course.round, phase=Phase.CLOSED))
    return ended, (*told, ended.closing)
