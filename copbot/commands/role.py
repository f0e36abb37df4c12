"""``!role``: what I bring. It gives two things only: the order of speaking, and who may invite. A host may correct it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from copbot.core.errors import Error
from copbot.core.records import Option, Role
from copbot.core.text import Said, Text, Who, text
from copbot.core.wishes import Erase, Save, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.members import meant

NAMES: Mapping[str, str] = {
    "parent": "parent",
    "ouder": "parent",
    "youth": "youth",
    "jongere": "youth",
    "school": "school",
    "care": "care",
    "zorg": "care",
    "municipality": "municipality",
    "gemeente": "municipality",
    "alliance": "alliance",
    "swv": "alliance",
    "attendance": "attendance",
    "leerplicht": "attendance",
    "other": "other",
    "ander": "other",
    "anders": "other",
}
ROLES = tuple(dict.fromkeys(NAMES.values()))


def run(call: Call, line: str) -> Sequence[Wish]:
    """Say what I bring, ask what I said, or (a host) correct somebody."""
    member, words = meant(call, line)
    whose = member or call.sender
    wanted = [
        word.strip(",.").lower()
        for word in words.split()
        if word.strip(",.").lower() not in ("en", "and", "")
    ]
    if member is not None and member != call.sender:
        if not call.is_host(call.sender):
            return answers.refuse(call, Error.NOT_ALLOWED, text("role.not-yours", p=call.prefix))
        if member not in call.people.members:
            return answers.refuse(call, Error.NO_SUCH_MEMBER, text("engine.no-such-member"))
    if not wanted:
        return _ask(call, whose)
    unknown = [word for word in wanted if word not in NAMES]
    if unknown:
        return answers.refuse(
            call,
            Error.NO_SUCH_ROLE,
            text("role.unknown", word=Said(unknown[0], call.source)),
            text("role.list"),
        )
    roles = tuple(dict.fromkeys(NAMES[word] for word in wanted))
    return [*_replaced(call, whose, roles), answers.reply(call, _told(call, whose, roles))]


def _ask(call: Call, whose: str) -> Sequence[Wish]:
    present = sorted(call.read.roles().get(whose, frozenset()), key=ROLES.index)
    if whose != call.sender:
        return [answers.reply(call, _told(call, whose, tuple(present)))]
    if present:
        return [answers.reply(call, _told(call, whose, tuple(present)), text("role.change", p=call.prefix))]
    choices = [(text(f"role.{role}"), Option("role", role)) for role in ROLES]
    key = call.chance.key()
    labels = tuple(label for label, _ in choices)
    message = answers.say(
        call,
        "reply",
        (text("role.ask"),),
        {"command": "role", "ok": True},
        key=key,
        choices=labels,
        aloud=call.spot.direct,
    )
    return [message, answers.asking(call, key, tuple(option for _, option in choices), stays=True)]


def _told(call: Call, whose: str, roles: tuple[str, ...]) -> Text:
    names = tuple(text(f"role.{role}") for role in roles)
    if not names:
        return text("role.none", who=Who(whose))
    if whose == call.sender:
        return text("role.set", roles=names)
    return text("role.set-for", who=Who(whose), roles=names)


def _replaced(call: Call, member: str, roles: tuple[str, ...]) -> list[Wish]:
    present = call.read.roles().get(member, frozenset())
    gone: list[Wish] = [Erase(Role(call.room.id, member, role)) for role in sorted(present - set(roles))]
    return gone + [Save(Role(call.room.id, member, role)) for role in roles if role not in present]


COMMANDS = (
    Command(
        names=("role",),
        dutch=("rol",),
        section="room",
        run=run,
        reads=("roles", "hosts"),
        wordy=True,
        phrases=(
            Phrase(r"ik ben (?:een )?(?P<what>ouder|jongere)[.!]?", line="{what}"),
            Phrase(r"ik ben (?:(?:een |de )?(?:moeder|vader|mama|papa))[.!]?", line="ouder"),
            Phrase(r"ik werk (?:op|bij|in) (?:een |de )?school[.!]?", line="school"),
            Phrase(r"i(?:['’]| a)m a (?:mother|father|mum|mom|dad)[.!]?", line="parent"),
            Phrase(r"i work (?:at|in) a school[.!]?", line="school"),
            Phrase(r"i(?:'| a)m a (?P<what>parent)[.!]?", line="{what}"),
        ),
    ),
)
