"""``!round``: open a live round with a question; as hands go up, or at once with everybody (``all``, ``here``).

Its two alarms are here too: the time to join ends, the time of a turn ends. An alarm that comes late because copbot
was down takes nobody's time away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from copbot.core.errors import Error
from copbot.core.machine import Illegal
from copbot.core.records import Count, Option
from copbot.core.text import Place, Who, text
from copbot.core.wishes import Ring, Save, Wish
from copbot.dialogue import answers, round_messages, rounds
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.round_refusals import refused
from copbot.dialogue.rounds import Live
from copbot.rituals.moves import TimeUp, WindowEnds
from copbot.rituals.records import Ritual
from copbot.rituals.round import open_round, step
from copbot.rituals.state import Options, Phase, Round

OPTIONS = {
    "all": "everyone",
    "allen": "everyone",
    "long": "long",
    "lang": "long",
    "together": "together",
    "samen": "together",
    "here": "here",
    "hier": "here",
}
OVER_DAYS = ("until", "tot")
LATE = timedelta(minutes=1)
"""An alarm that rings so much too late rang while copbot was down."""
_QUOTED = re.compile(r"[\"“”„'‘’«](.+)[\"“”'‘’»]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: the options, the question, and whether it should last over days."""

    options: Options
    words: tuple[str, ...]
    question: str
    over_days: bool


def wanted(line: str) -> Wanted:
    """The option words (lower case, before the question), then the question; in quotes it is all question."""
    words: list[str] = []
    rest = line.strip()
    while True:
        word, _, after = rest.partition(" ")
        if word not in OPTIONS:
            break
        words.append(word)
        rest = after.strip()
    quoted = _QUOTED.fullmatch(rest)
    options = Options(**{OPTIONS[word]: True for word in words})
    return Wanted(options, tuple(words), quoted[1].strip() if quoted else rest, word in OVER_DAYS)


def run(call: Call, line: str) -> Sequence[Wish]:
    """Open a round."""
    asked = wanted(line)
    running = call.read.ritual()
    if running is not None:
        return _runs_already(call, running)
    if asked.over_days:
        return answers.refuse(call, Error.BAD_VALUE, text("round.not-over-days", p=call.prefix))
    if not asked.question:
        again = Option("round", " ".join(asked.words))
        return answers.ask(call, Error.NEEDS_QUESTION, text("round.needs-question"), free=again)
    return _open(call, asked)


def _open(call: Call, asked: Wanted) -> Sequence[Wish]:
    options = asked.options
    at_once = options.everyone or options.here
    members = rounds.in_order(call, call.people.humans) if at_once else ()
    try:
        state, happened = open_round(call.sender, options, members)
    except Illegal as refusal:
        return refused(call, Round(Phase.JOINING, options, call.sender), refusal.code)
    number = call.read.last("ritual") + 1
    settings = call.room.settings
    ritual = Ritual(
        room=call.room.id,
        number=number,
        script=rounds.SCRIPT,
        facilitator=call.sender,
        question=asked.question,
        source=call.source,
        state="",
        opening=call.chance.key(),
        threaded=settings.threads,
        started=call.now,
        acted=call.now,
    )
    begins = None if at_once else call.now + timedelta(minutes=settings.join_minutes)
    start = Live(ritual, Round(Phase.JOINING, options, call.sender), begins)
    told = rounds.unfold(call, start, state, happened, opening=False)
    answer = call.event if answers.owed(call) and not call.elsewhere else None
    opening = round_messages.opening(call, ritual, state, told.live.due, reply_to=answer)
    wishes: list[Wish] = [Save(Count(call.room.id, "ritual", number)), *told.wishes, opening, *told.said]
    if begins is not None:
        wishes.append(_window(call, start))
    if answers.owed(call) and call.elsewhere:
        wishes.append(answers.reply(call, text("round.stands-in", room=Place(call.room.id))))
    return wishes


def _runs_already(call: Call, running: Ritual) -> Sequence[Wish]:
    """One at a time: wait, or end the present one if that is the sender's to do."""
    choices = [(text("round.choice-wait"), Option("status"))]
    if call.sender == running.facilitator or call.is_host(call.sender):
        choices.append((text("round.choice-end"), Option("end")))
    if not answers.owed(call):
        return ()
    question = text("round.refused-ritual-runs", lead=Who(running.facilitator))
    return answers.ask(call, Error.RITUAL_RUNS, question, choices=choices)


def window_ends(call: Call, payload: str) -> Sequence[Wish]:
    """The time to join is over. Hands that went up while copbot was down are still in the post: a minute more."""
    now = rounds.live(call)
    if now is None or now.ritual.number != int(payload) or now.round.phase is not Phase.JOINING:
        return ()
    assert call.fact is not None
    if call.now - call.fact.at > LATE:
        later = replace(now, due=call.now + LATE)
        shown = round_messages.opening_again(call, now.ritual, now.round, later.due)
        return rounds.save(later), _window(call, later), shown
    after, happened = step(now.round, WindowEnds(rounds.in_order(call, now.round.members)))
    return rounds.tell(call, rounds.unfold(call, now, after, happened), rounds.goes_on(call))


def turn_ends(call: Call, payload: str) -> Sequence[Wish]:
    """The time of a turn is over; of a turn that is already past it means nothing."""
    number, turn = (int(part) for part in payload.split())
    now = rounds.live(call)
    if now is None or now.ritual.number != number or now.round.turn != turn:
        return ()
    assert call.fact is not None
    if call.now - call.fact.at > LATE:
        again, ring = rounds.turn_alarm(call, now)
        return (rounds.save(again), *([ring] if ring else []))
    after, happened = step(now.round, TimeUp(turn))
    if after == now.round:
        return ()
    return rounds.tell(call, rounds.unfold(call, now, after, happened), rounds.goes_on(call))


def _window(call: Call, now: Live) -> Ring:
    assert now.due is not None
    name = rounds.alarm(rounds.WINDOW, now.ritual)
    return Ring(name, now.due, call.room.id, rounds.WINDOW, str(now.ritual.number))


COMMANDS = (
    Command(
        names=("round",),
        dutch=("ronde", "rondje"),
        section="round",
        run=run,
        reads=(*rounds.READS, "last"),
        wordy=True,
        rings={rounds.WINDOW: window_ends, rounds.TURN: turn_ends},
    ),
)
