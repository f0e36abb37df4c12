"""``!digest``: what happened this week, now or every week; for the room, or privately what is mine."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from datetime import timedelta

from copbot.core.errors import Error
from copbot.core.facts import Redacted
from copbot.core.quiet import quiet_until
from copbot.core.records import Option
from copbot.core.text import Said, Text, text
from copbot.core.wishes import Ring, Save, Wish
from copbot.dialogue import answers, digest, digest_again, digest_mine
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.digest_time import alarm_name, chosen, next_alarm, read, rhythm, shown
from copbot.digests.weekly import OFF, PATIENCE, USUAL, Weekly, following, latest, weekly

BEGIN = ""  # what the alarms say that a new schema set in the rooms that it found
AFTER_A_ROUND = timedelta(minutes=10)  # how long it waits before it looks again whether people are still busy
NOW = frozenset({"now", "nu"})
MINE = re.compile(r"(?:(?:van|for) )?(?:mine|mijn|mij|me)(?: (?:now|nu))?(?: (?P<more>.+))?")
EVERY_WEEK = frozenset(
    {"weekly", "every week", "wekelijks", "elke week", "iedere week", "on", "aan", "yes", "ja"}
)
NO_MORE = frozenset({"off", "uit", "stop", "no", "nee", "niet"})


def run(call: Call, line: str) -> Sequence[Wish]:
    """How it is set, the digest itself, one's own, or another time for it."""
    # Here no words of anybody's can be meant, so a telephone's capital and full stop mean nothing.
    plain = " ".join(line.casefold().rstrip(" .!").split())
    if not plain:
        return _how(call)
    if plain in NOW:
        return digest.now(call)
    if mine := MINE.fullmatch(plain):
        if mine["more"] is None:
            return digest_mine.asked_for(call)
        if mine["more"] in (EVERY_WEEK | NO_MORE):
            return digest_mine.subscribe(call, on=mine["more"] in EVERY_WEEK)
    if plain in EVERY_WEEK | NO_MORE and _own_is_meant(call):
        return digest_mine.subscribe(call, on=plain in EVERY_WEEK)
    if not call.is_host(call.sender):
        return answers.refuse(call, Error.NOT_ALLOWED, text("digest.hosts-only", p=call.prefix))
    if plain in NO_MORE:
        return _set(call, None)
    if plain in EVERY_WEEK:
        return _set(call, weekly(call.room.settings.digest) or USUAL)
    found, sure = read(line, weekly(call.room.settings.digest))
    if sure:
        return _set(call, found[0])
    return _ask_when(call, line, found)


def _own_is_meant(call: Call) -> bool:
    """Whether "off" in one's own chat is about what comes there: of a host who has none of their own it is the room's."""
    return call.spot.direct and (call.read.subscribed(call.sender) or not call.is_host(call.sender))


def _how(call: Call) -> Sequence[Wish]:
    choices = [
        (text("digest.choice-now"), Option("digest", "now")),
        (text("digest.choice-mine"), Option("digest", "mine")),
    ]
    when = weekly(call.room.settings.digest)
    if call.is_host(call.sender):
        choices.append((text("digest.choice-time"), Option("digest-when", "ask")))
        if when is not None:
            choices.append((text("digest.choice-off"), Option("digest", OFF)))
    told = text("digest.is-off") if when is None else text("digest.is", when=shown(when))
    key = call.chance.key()
    labels, options = tuple(label for label, _ in choices), tuple(option for _, option in choices)
    message = answers.reply(call, told, text("digest.choose"), key=key, choices=labels)
    return [message, answers.asking(call, key, options, stays=True)]


def _set(call: Call, when: Weekly | None) -> Sequence[Wish]:
    settings = dataclasses.replace(call.room.settings, digest=OFF if when is None else str(when))
    room = dataclasses.replace(call.room, settings=settings)
    saved = [Save(room), *next_alarm(room, call.now)]
    if when is None:
        return [*saved, answers.reply(call, text("digest.now-off", p=call.prefix))]
    first = following(when, call.now, call.zone)
    held = quiet_until(first, call.zone, settings.quiet)
    comes = (held or first).astimezone(call.zone)
    lines: list[Text] = [text("digest.now-set", when=shown(when))]
    if held is not None:
        morning = Weekly(comes.weekday(), comes.time().replace(second=0, microsecond=0))
        lines.append(text("digest.held", when=shown(morning)))
    return [*saved, answers.reply(call, *lines, text("digest.first", day=comes.date()))]


def _ask_when(call: Call, line: str, found: Sequence[Weekly]) -> Sequence[Wish]:
    free = Option("digest-when")
    if not found:
        phrase = Said(line, call.source)
        return answers.ask(call, Error.VAGUE_WHEN, text("digest.when-vague", phrase=phrase), free=free)
    choices = [(shown(when), Option("digest", str(when))) for when in found]
    return answers.ask(call, Error.AMBIGUOUS_WHEN, text("digest.when-which"), choices=choices, free=free)


def when(call: Call, line: str) -> Sequence[Wish]:
    """The day and time that were asked for, or the question after them."""
    if line == "ask":
        return answers.ask(call, Error.VAGUE_WHEN, text("digest.when-ask"), free=Option("digest-when"))
    return run(call, line)


def rest(call: Call, line: str) -> Sequence[Wish]:
    """What did not fit in one message."""
    return digest.rest(call, line)


def every_week(call: Call, line: str) -> Sequence[Wish]:
    """One's own every week, or no more."""
    return digest_mine.subscribe(call, on=line == "on")


def redacted(call: Call, line: str) -> Sequence[Wish]:
    """Words were taken away that the last digest repeats: it is said again without them."""
    return digest_again.again(call, call.fact.target) if isinstance(call.fact, Redacted) else ()


def rang(call: Call, payload: str) -> Sequence[Wish]:
    """The week is over: the room's digest, then those of members who want their own; and the next alarm.

    It does not break into a live round.

    Where copbot was away for more than three days beyond the time, everything waits for the next week, which tells it all.
    """
    if not call.room.open:
        return ()
    following_alarm = next_alarm(call.room, call.now)
    late = call.now - latest(rhythm(call.room), call.now, call.zone)
    if payload == BEGIN:
        return [*following_alarm, *digest.begin(call)]
    if payload != chosen(call.room) or late > PATIENCE:
        return following_alarm
    if call.read.ritual() is not None:
        return [Ring(alarm_name(call.room.id), call.now + AFTER_A_ROUND, call.room.id, "digest", payload)]
    absent = call.read.absent(call.now)  # who is away hears of the week in which they are back
    here = [member for member in call.read.subscribers() if member not in absent]
    of_the_room = [] if call.room.settings.digest == OFF else digest.weekly(call)
    return [*following_alarm, *of_the_room, *digest_mine.every_week(call, here)]


READS = (*digest.READS, *digest_mine.READS, "hosts")
_DIGEST = r"(?:weekbericht|weekoverzicht|(?:weekly\s+)?digest)"


def _hidden(
    name: str, act: Callable[[Call, str], Sequence[Wish]], *reads: str, hears: tuple[str, ...] = ()
) -> Command:
    return Command(
        names=(name,),
        part_of="digest",
        dutch=(),
        section="room",
        run=act,
        reads=reads,
        hidden=True,
        silent=bool(hears),
        hears=hears,
    )


COMMANDS = (
    Command(
        names=("digest",),
        dutch=("weekbericht", "weekoverzicht"),
        section="room",
        run=run,
        reads=(*READS, "subscribers", "absent", "ritual"),
        phrases=(
            Phrase(rf"(?:mijn|my)\s+(?:eigen\s+|own\s+)?(?:week|{_DIGEST})[\s.!?]*", line="mine"),
            Phrase(rf"(?:het\s+|the\s+)?{_DIGEST}\s+(?:nu|now|graag|please)[\s.!?]*", line="now"),
            Phrase(
                r"(?:wat\s+(?:is|gebeurde)\s+er\s+(?:deze|afgelopen|vorige)\s+week(?:\s+gebeurd)?"
                r"|what\s+happened\s+(?:this|last)\s+week)[\s.!?]*",
                line="now",
            ),
        ),
        rings={"digest": rang},
    ),
    _hidden("digest-when", when, *READS),
    _hidden("digest-rest", rest, *digest.READS),
    _hidden("digest-weekly", every_week),
    _hidden("digest-again", redacted, *digest.READS, "quoting", hears=("redacted",)),
)
