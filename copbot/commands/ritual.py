"""``!ritual``: open a ritual by its name. ``!rituals``: which ones there are, by what a group may need.

Nobody has to know what a method is called: who asks is shown situations, then what helps in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from copbot.core.errors import Error
from copbot.core.records import Option
from copbot.core.text import Said, Text, Wording, text
from copbot.core.when import split_due
from copbot.core.wishes import About, Wish
from copbot.dialogue import answers, situations
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.members import meant
from copbot.dialogue.round_question import UNTIL, taken, wanted
from copbot.dialogue.situations import ASKING, PHRASES, SITUATIONS
from copbot.leading import asking, rounds
from copbot.rituals.library import names
from copbot.rituals.script import Mode, Script, Situation

LONGEST_NAME = 8
"""So many words a ritual's name or title has at most, where somebody writes it without hyphens."""
SHOWN = 4
NEAR = 0.6


def run(call: Call, line: str) -> Sequence[Wish]:
    """Open a ritual."""
    if not line.strip():
        return which(call, "")
    script, rest = _named(call, line)
    before = ""
    if script is None:
        before, line = _before_the_name(call, line)
        script, rest = _named(call, line)
    if script is None:
        return _unknown(call, line, before)
    owner = None
    if script.owned:
        owner, rest = meant(call, rest)
        if owner is not None and owner not in call.people.humans:
            return answers.refuse(call, Error.NO_SUCH_MEMBER, text("engine.no-such-member"))
    asked = replace(wanted(f"{before} {rest}", script.name), owner=owner)
    if Mode.LIVE not in script.modes:
        asked = replace(asked, over_days=True)
    return asking.asked_anew(call, asked)


def which(call: Call, line: str) -> Sequence[Wish]:
    """Which rituals there are: by situation, or those for one."""
    situation = situations.meant(line)
    if situation is not None and call.library.helping(situation):
        return _for(call, situation)
    choices = [
        (text(f"ritual.when-{one.value}"), Option("rituals", one.value))
        for one in SITUATIONS
        if call.library.helping(one)
    ]
    return _choose(call, "ritual.which", choices)


def _for(call: Call, situation: Situation) -> Sequence[Wish]:
    found = [script for script in call.library.helping(situation) if _may_follow(call, script)][:SHOWN]
    choices = [
        (
            text(
                "ritual.offered",
                title=Wording(script.title, {"p": call.prefix}),
                about=Wording(script.about, {"p": call.prefix}),
            ),
            Option("ritual", script.name),
        )
        for script in found
    ]
    return _choose(call, "ritual.which-of", choices)


def _may_follow(call: Call, script: Script) -> bool:
    """Whether what must come before it was held here, or runs: else it would be offered to be refused."""
    before = script.follows
    runs = {one.script for one in (call.read.ritual(), *call.read.over_days()) if one is not None}
    return before is None or before in runs or call.read.ritual_held(before) is not None


def _choose(call: Call, id: str, choices: Sequence[tuple[Text, Option]]) -> Sequence[Wish]:
    key = call.chance.key()
    message = answers.say(
        call,
        "reply",
        (text(id),),
        {"command": call.command, "ok": True},
        key=key,
        choices=tuple(label for label, _ in choices),
        about=About("help"),
    )
    return [message, answers.asking(call, key, tuple(option for _, option in choices), stays=True)]


def _named(call: Call, line: str) -> tuple[Script | None, str]:
    """The script that a line begins with the name of, and the rest. Names may be written without their hyphens."""
    words = line.split()
    for count in range(min(LONGEST_NAME, len(words)), 0, -1):
        script = call.library.named("-".join(words[:count]))
        if script is not None:
            return script, line.split(maxsplit=count)[count] if len(words) > count else ""
    return None, line


def _before_the_name(call: Call, line: str) -> tuple[str, str]:
    """The option words, and the time until which it lasts, that stand before a ritual's name; and the rest."""
    words = line.strip()
    rest = taken(words, "").rest
    if UNTIL.match(rest):
        rest = split_due(rest, call.now, call.zone)[1]
    return (words[: len(words) - len(rest)].strip(), rest) if rest else ("", words)


def _unknown(call: Call, line: str, before: str) -> Sequence[Wish]:
    """No ritual has that name: one that it is close to, or all of them by situation."""
    word, *rest = line.split(maxsplit=1)
    by_name = {name: script for script in call.library.scripts for name in names(script)}
    close = get_close_matches(word.lower(), by_name, n=1, cutoff=NEAR)
    if close:
        script = by_name[close[0]]
        label = text("ritual.meant", title=Wording(script.title, {"p": call.prefix}))
        choices = [(label, Option("ritual", " ".join((script.name, *before.split(), *rest))))]
        return answers.ask(call, Error.NO_SUCH_RITUAL, text("ritual.did-you-mean"), choices=choices)
    situation = situations.meant(line)
    if situation is not None and call.library.helping(situation):
        return _for(call, situation)
    words = Said(word, call.source)
    return answers.refuse(call, Error.NO_SUCH_RITUAL, text("ritual.unknown", name=words, p=call.prefix))


READS = (*rounds.READS, "last", "ritual_held")

COMMANDS = (
    Command(
        names=("ritual",),
        dutch=("werkvorm", "ritueel"),
        section="round",
        run=run,
        reads=READS,
        wordy=True,
    ),
    Command(
        names=("rituals",),
        dutch=("werkvormen", "rituelen"),
        section="round",
        run=which,
        reads=READS,
        phrases=(Phrase(ASKING), *(Phrase(words, line=one.value) for one, words in PHRASES.items())),
    ),
)
