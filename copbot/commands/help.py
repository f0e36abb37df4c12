"""``!help``: what can be done now, in this room, in numbers; or one topic with an example. And what else was meant."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.text import Said, Text, text
from copbot.core.wishes import About, Ask, Wish
from copbot.dialogue import answers, hints
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.moment import MORE, Choice, everything_else, moment
from copbot.dialogue.topics import TAPPED, topic

_MORE = (MORE, "meer", "alles", "all")
_ABOUT = r"peiling(?:en)?|polls?|herinnering(?:en)?|herinneren|reminders?|rondjes?|ronde|rounds?|weekbericht|digest|stem(?:men)?|vote"
_HOW = r"hoe|waar|how|where"
_FILLING = (
    r"ik|je|jij|we|wij|hier|even|dan|ook|kan|kun|moet|een|de|het|mijn|maak|maken|zet|zetten|start|starten|begin|beginnen|doe|doen|stel|vraag"
    r"|werkt|werken|houd|hou|houden|gebruik|gebruiken|krijg|krijgen|instellen|aanmaken|aan|in|do|does|to|i|you|a|an|the|my|make|set|create|hold|use"
    r"|get|up|work|works|here|start"
)
READS = ("ritual", "open_polls", "open_proposals", "open_items", "items_of", "hosts")


def run(call: Call, line: str) -> Sequence[Wish]:
    """What can be done now, the rest of it, or one topic."""
    wanted = line.strip().lower()
    if wanted in _MORE and call.room.open:
        return _choose(call, text("help.title-more"), everything_else())
    if wanted:
        return _topic(call, line.strip())
    return _choose(call, text("help.title"), moment(call))


def _choose(call: Call, title: Text, choices: Sequence[Choice]) -> Sequence[Wish]:
    key = call.chance.key()
    message = answers.say(
        call,
        "reply",
        (title,),
        {"command": "help", "ok": True},
        key=key,
        choices=tuple(label for label, _ in choices),
        closing=(text("help.answer"), _distress(call)),
        about=About("help"),
    )
    return [message, answers.asking(call, key, tuple(option for _, option in choices), stays=True)]


def not_understood(call: Call, line: str) -> Sequence[Wish]:
    """Somebody spoke to copbot in words that it does not know: at most five choices that fit the moment.

    No telephone rings for that in a room. In a direct chat it says what it is, and where to turn in distress.
    """
    if call.spot.direct:
        words, closing = (
            text("help.not-understood-here"),
            (text("help.not-understood-person"), _distress(call)),
        )
        return answers.ask(call, Error.NOT_UNDERSTOOD, words, choices=moment(call), closing=closing)
    return answers.ask(call, Error.NOT_UNDERSTOOD, text("help.not-understood"), choices=moment(call), ping=())


def number_again(call: Call, line: str) -> Sequence[Wish]:
    """A question with numbers waits, and the answer fits none: its numbers still count, also for the next message."""
    assert call.asked is not None
    key = call.chance.key()
    words = text("help.number-again", count=int(line))
    fields = {"command": call.command, "ok": False, "error": Error.NOT_UNDERSTOOD}
    person = (text("help.not-understood-person"),) if call.spot.direct else ()
    message = answers.say(call, "reply", (words, *person), fields, key=key, about=call.about)
    return [message, Ask(dataclasses.replace(call.asked, key=key, until=answers.until(call.now)))]


def answered_before(call: Call, line: str) -> Sequence[Wish]:
    """A number in reply to a question that was answered already, or that lapsed after a day."""
    return answers.refuse(call, Error.NOT_UNDERSTOOD, text("help.answered-before", p=call.prefix))


def thanks(call: Call, line: str) -> Sequence[Wish]:
    """Somebody says thanks in a direct chat."""
    return [answers.reply(call, text("help.thanks"))]


def _topic(call: Call, wanted: str) -> Sequence[Wish]:
    found = topic(wanted.lower().removeprefix(call.prefix))
    if found is None:
        words = Said(wanted, call.source)
        return answers.refuse(call, Error.NO_SUCH_TOPIC, text("help.no-topic", topic=words, p=call.prefix))
    id = hints.fitting(call, f"help.topic-{found}") if found in TAPPED else f"help.topic-{found}"
    return [answers.reply(call, text(id, p=call.prefix))]


def _distress(call: Call) -> Text:
    words = call.operator.distress.get(call.room.settings.language)
    return text("help.distress-own", words=words) if words else text("help.distress")


COMMANDS = (
    Command(
        names=("help",),
        dutch=("hulp",),
        section="room",
        run=run,
        reads=READS,
        early=True,
        homeless=True,
        wordy=True,
        phrases=(
            Phrase(
                r"(?:en )?wat (?:kan|kun) (?:je|jij|ik|ik jou)(?: (?:hier|nu|er|nog meer|allemaal|zoal|eigenlijk|hiermee|ermee|doen|vragen))*\??"
                r"|wat (?:kan|is) er(?: (?:hier|nu|allemaal|mogelijk))*\??|hoe werkt (?:dit|het|copbot|deze bot)(?: hier| eigenlijk)?\??"
                r"|(?:and )?what (?:can|do) (?:you|i)(?: (?:do|ask|ask you|here|now|else))*\??|how does (?:this|it|copbot|this bot) work\??"
            ),
            Phrase(
                rf"(?!.*\b(?:begin|start).*\b(?:rond|round))(?:{_HOW})(?: (?:{_FILLING}))* (?P<topic>{_ABOUT})(?: (?:{_FILLING}))*\??",
                line="{topic}",
            ),
            Phrase(
                r"(?:hoi|hallo|hey|hé|goedemorgen|goedemiddag|goedenavond|hi|hello|good (?:morning|afternoon|evening))(?: (?:copbot|daar|there))?"
            ),
        ),
    ),
    Command(
        names=("number-again",),
        part_of="help",
        dutch=(),
        section="room",
        run=number_again,
        early=True,
        homeless=True,
        hidden=True,
    ),
    Command(
        names=("answered-before",),
        part_of="help",
        dutch=(),
        section="room",
        run=answered_before,
        early=True,
        homeless=True,
        hidden=True,
    ),
    Command(
        names=("thanks",),
        part_of="help",
        dutch=(),
        section="room",
        run=thanks,
        early=True,
        roomless=True,
        hidden=True,
    ),
    Command(
        names=("choices",),
        part_of="help",
        dutch=(),
        section="room",
        run=not_understood,
        reads=READS,
        early=True,
        homeless=True,
        hidden=True,
    ),
)
