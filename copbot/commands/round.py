"""``!round``: open a live round with a question; as hands go up, or at once with everybody (``all``, ``here``).

While another ritual runs, the round waits or is dropped, as its starter chooses. Its two alarms are here too: the time
to join ends, the time of a turn ends. An alarm that comes late because copbot was down takes nobody's time away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from copbot.core.errors import Error
from copbot.core.machine import Illegal
from copbot.core.records import Count, Option
from copbot.core.text import Place, Said, Who, text
from copbot.core.wishes import Save, Wish
from copbot.dialogue import answers, round_messages, round_opening, rounds
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.ladder import by_chance
from copbot.dialogue.round_kept import TURN, WINDOW, live, save, turn_alarm, window_alarm
from copbot.dialogue.round_question import Wanted, settled, wanted
from copbot.dialogue.round_refusals import refused
from copbot.dialogue.round_unfolding import unfold
from copbot.dialogue.round_words import ASKING_FOR, ASKING_HOW
from copbot.rituals.moves import End, TimeUp, WindowEnds
from copbot.rituals.records import Ritual
from copbot.rituals.round import step
from copbot.rituals.state import Phase, Round

LATE = timedelta(minutes=1)
"""An alarm that rings so much too late rang while copbot was down."""


def run(call: Call, line: str) -> Sequence[Wish]:
    """Open a round."""
    asked = wanted(line)
    if asked.over_days:
        return answers.refuse(call, Error.BAD_VALUE, text("round.not-over-days", p=call.prefix))
    if call.read.ritual() is None and asked.question and (by_chance(call) or _in_words(call)):
        return _sure(call, asked)
    return _open_or_wait(call, asked)


def open_asked(call: Call, line: str) -> Sequence[Wish]:
    """Open a round whose options were settled before: its question was asked for, or confirmed."""
    asked = settled(line)
    if _unseen(call, asked):
        return _sure(call, asked)
    return _open_or_wait(call, asked)


def _open_or_wait(call: Call, asked: Wanted) -> Sequence[Wish]:
    try:
        round_opening.check(call, asked.options)
    except Illegal as refusal:
        return refused(call, Round(Phase.JOINING, asked.options, call.sender), refusal.code)
    running = call.read.ritual()
    if running is not None:
        return _runs_already(call, running, asked)
    if not asked.question:
        return _needs_question(call, asked, "round-asked")
    return _open(call, asked)


def _in_words(call: Call) -> bool:
    return call.by is By.PHRASE and call.elsewhere


def _unseen(call: Call, asked: Wanted) -> bool:
    """Whether the question was just given in a direct chat: whoever wrote it may think that only copbot reads it."""
    return call.free and call.elsewhere and bool(asked.question)


def _sure(call: Call, asked: Wanted, then: str = "round-asked") -> Sequence[Wish]:
    """What is written in a direct chat opens no round without a yes: everybody would read it."""
    words = Said(asked.question, call.source)
    choices = [
        (text("round.yes"), Option(then, asked.line, means="yes")),
        (text("round.no"), Option("round-left", means="no")),
    ]
    question = text("round.sure", room=Place(call.room.id), question=words)
    return answers.ask(call, Error.NOT_UNDERSTOOD, question, choices=choices)


def _needs_question(call: Call, asked: Wanted, then: str) -> Sequence[Wish]:
    free = Option(then, asked.line)
    return answers.ask(call, Error.NEEDS_QUESTION, text("round.needs-question"), free=free)


def _open(call: Call, asked: Wanted) -> Sequence[Wish]:
    ritual = round_opening.asked_for(call, asked.options, asked.question)
    answer = call.event if answers.owed(call) and not call.elsewhere else None
    wishes: list[Wish] = [Save(Count(call.room.id, "ritual", ritual.number))]
    wishes += round_opening.opened(call, ritual, reply_to=answer)
    if answers.owed(call) and call.elsewhere:
        wishes.append(answers.reply(call, text("round.stands-in", room=Place(call.room.id))))
    return wishes


def _runs_already(call: Call, running: Ritual, asked: Wanted) -> Sequence[Wish]:
    """One at a time: after the present one, not at all, or instead of it if ending that is the sender's to do."""
    may_end = _may_end(call, running)
    full = len(call.read.waiting_rituals()) >= round_opening.MOST_WAITING
    lead, most = Who(running.facilitator), round_opening.MOST_WAITING
    crowded = text("round.refused-ritual-runs-full", lead=lead, most=most)
    if full and not may_end:
        return answers.refuse(call, Error.RITUAL_RUNS, crowded)
    choices = [] if full else [(text("round.choice-after"), Option("round-after", asked.line))]
    choices.append((text("round.choice-leave"), Option("round-left", means="no")))
    if may_end:
        choices.append((text("round.choice-instead"), Option("round-instead", asked.line)))
    question = crowded if full else text("round.refused-ritual-runs", lead=lead)
    return answers.ask(call, Error.RITUAL_RUNS, question, choices=choices)


def after(call: Call, line: str) -> Sequence[Wish]:
    """The round opens when the present one is over."""
    asked = settled(line)
    if call.read.ritual() is None:
        return open_asked(call, line)
    if not asked.question:
        return _needs_question(call, asked, "round-after")
    if _unseen(call, asked):
        return _sure(call, asked, "round-after")
    running = call.read.ritual()
    assert running is not None
    if len(call.read.waiting_rituals()) >= round_opening.MOST_WAITING:
        return _runs_already(call, running, asked)
    ritual = round_opening.asked_for(call, asked.options, asked.question)
    return (*_kept(call, ritual), answers.reply(call, text("round.queued", who=Who(call.sender))))


def instead(call: Call, line: str) -> Sequence[Wish]:
    """The present round ends now, by who leads it or a host; the next one opens."""
    asked, now = settled(line), live(call)
    if now is None:
        return open_asked(call, line)
    if not _may_end(call, now.ritual):
        return refused(call, now.round, Error.NOT_FACILITATOR)
    if not asked.question:
        return _needs_question(call, asked, "round-instead")
    if _unseen(call, asked):
        return _sure(call, asked, "round-instead")
    ritual = round_opening.asked_for(call, asked.options, asked.question)
    said = text("round.ended", who=Who(call.sender))
    ended = rounds.play(call, now, End(now.round.facilitator), said, queued=(ritual,))
    return (*_kept(call, ritual), *ended)


def _kept(call: Call, waiting: Ritual) -> tuple[Wish, ...]:
    return Save(Count(call.room.id, "ritual", waiting.number)), Save(waiting)


def left(call: Call, line: str) -> Sequence[Wish]:
    """Rather no round, after all."""
    return [answers.reply(call, text("round.left"))]


def _may_end(call: Call, running: Ritual) -> bool:
    return call.sender == running.facilitator or call.is_host(call.sender)


def window_ends(call: Call, payload: str) -> Sequence[Wish]:
    """The time to join is over. Hands that went up while copbot was down are still in the post: a minute more."""
    now = live(call)
    if now is None or now.ritual.number != int(payload) or now.round.phase is not Phase.JOINING:
        return ()
    assert call.fact is not None
    if call.now - call.fact.at > LATE:
        later = replace(now, due=call.now + LATE)
        shown = round_messages.opening_again(call, now.ritual, now.round, later.due)
        return save(later), window_alarm(call, later), shown
    after, happened = step(now.round, WindowEnds(round_opening.in_order(call, now.round.members)))
    return rounds.tell(call, unfold(call, now, after, happened), rounds.goes_on(call))


def turn_ends(call: Call, payload: str) -> Sequence[Wish]:
    """The time of a turn is over; of a turn that is already past it means nothing."""
    number, turn = (int(part) for part in payload.split())
    now = live(call)
    if now is None or now.ritual.number != number or now.round.turn != turn:
        return ()
    assert call.fact is not None
    if call.now - call.fact.at > LATE:
        again, ring = turn_alarm(call, now)
        return (save(again), *([ring] if ring else []))
    after, happened = step(now.round, TimeUp(turn))
    if after == now.round:
        return ()
    return rounds.tell(call, unfold(call, now, after, happened), rounds.goes_on(call))


READS = (*rounds.READS, "last")


def _part(name: str, act: rounds.Run) -> Command:
    return Command(
        names=(name,), part_of="round", dutch=(), section="round", run=act, reads=READS, hidden=True
    )


COMMANDS = (
    Command(
        names=("round",),
        dutch=("ronde", "rondje"),
        section="round",
        run=run,
        reads=READS,
        wordy=True,
        phrases=(Phrase(ASKING_HOW), Phrase(ASKING_FOR, line="{question}")),
        rings={WINDOW: window_ends, TURN: turn_ends},
    ),
    _part("round-asked", open_asked),
    _part("round-after", after),
    _part("round-instead", instead),
    _part("round-left", left),
)
