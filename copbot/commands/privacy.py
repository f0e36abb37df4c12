"""``!privacy``: what copbot keeps, why, how long, and who can read it. Answered anywhere, at any time."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.records import Option
from copbot.core.text import text
from copbot.core.wishes import Wish
from copbot.dialogue import answers, hints
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase

MORE = {"1": "long", "2": "who", "3": "gone"}
WORDS = {"hoelang": "long", "how-long": "long", "wie": "who", "who": "who", "weg": "gone", "removal": "gone"}

_HELLO = r"(?:(?:hoi|hallo|hi|hello|en|and)[,!]? )?"
_THIS = r"(?:dit|hier|mij|me|mee|het|dat|wat ik (?:hier )?(?:schrijf|zeg))"
_WHO_READS = (
    rf"(?=.*\b(?:leest|lezen|meelezen|ziet|zien|reads?|sees?)\b)(?:(?:wie|kan (?:iedereen|iemand|de groep|er iemand)|kunnen (?:anderen|ze))(?: (?:kan|kunnen|leest|lezen|ziet|zien|{_THIS}|allemaal|anders|meelezen|nu))+"
    r"|(?:who|can (?:everybody|everyone|anybody|anyone|others|the group|they))(?: (?:can|else|reads?|sees?|this|it|here|what i (?:write|say)))+)"
)
_ENCRYPTED = (
    r"is (?:dit|het|dit gesprek|deze chat|deze groep)(?: (?:hier|wel|echt|nu))* (?:priv[eé]|geheim|versleuteld|veilig)|wat (?:is|betekent) versleuteld"
    r"|is (?:this|it|this chat|this group)(?: (?:here|really|now))* (?:private|secret|encrypted|safe)|what (?:is|does) encrypted(?: mean)?"
)


def run(call: Call, line: str) -> Sequence[Wish]:
    """The short version with three questions to go on with, or the answer to one of them."""
    topic = MORE.get(line.strip()) or WORDS.get(
        line.strip().lower().replace(" ", "-").replace("hoe-lang", "hoelang")
    )
    values = {"operator": call.operator.name, "contact": call.operator.contact, "p": call.prefix}
    if topic is not None:
        id = f"privacy.{topic}"
        if topic == "who":
            id = hints.fitting(call, "privacy.who-here" if call.spot.direct else id)
        return [answers.reply(call, text(id, **values))]
    key = call.chance.key()
    labels = tuple(text(f"privacy.ask-{name}") for name in MORE.values())
    fields = {"command": "privacy", "ok": True}
    message = answers.say(call, "reply", (text("privacy.short", **values),), fields, key=key, choices=labels)
    return [
        message,
        answers.asking(call, key, tuple(Option("privacy", number) for number in MORE), stays=True),
    ]


COMMANDS = (
    Command(
        names=("privacy",),
        dutch=("privacy",),
        section="privacy",
        run=run,
        early=True,
        roomless=True,
        wordy=True,
        phrases=(
            Phrase(rf"{_HELLO}(?:{_WHO_READS})\??", line="who"),
            Phrase(rf"{_HELLO}(?:{_ENCRYPTED})\??", line="who"),
        ),
    ),
)
