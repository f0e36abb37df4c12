"""``!rathernot @anna``: with whom one would rather not be put together by lot. A word in private, that only copbot ever hears.

No reason is asked, and nobody is told: not the other, not the room, no digest, no status. Said in a room by mistake it is
neither obeyed nor repeated there; its sender is told in private how to say it. ``!finewith`` takes it back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.records import Option, RatherNot
from copbot.core.text import Place, Text, Who, text
from copbot.core.wishes import Erase, Save, Say, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.members import meant

SHOWN = 8
"""So many members stand in one list of whom somebody may mean."""
_MORE = re.compile(r"\+([0-9]{1,4})")
_NAME = re.compile(r"@?\w[\w.-]*(?: \w[\w.-]*)?")


def rather_not(call: Call, line: str) -> Sequence[Wish]:
    """Remember it; without a name, tell its sender with whom they said so."""
    if not call.spot.direct:
        return _not_here(call)
    if not line:
        return _told(call)
    member = _member(call, line)
    if member is None:
        return _whom(call, line, "rathernot")
    said = RatherNot(call.room.id, call.sender, member)
    done = text("lots.rather-not", who=Who(member), room=Place(call.room.id))
    return [Save(said), answers.reply(call, done, text("lots.rather-not-back", p=call.prefix))]


def fine_with(call: Call, line: str) -> Sequence[Wish]:
    """Take it back; without a name, choose whom."""
    if not call.spot.direct:
        return _not_here(call)
    if not line:
        return _told(call)
    member = _member(call, line) or _said_before(call, line)
    if member is None:
        return _whom(call, line, "finewith")
    said = RatherNot(call.room.id, call.sender, member)
    done = text("lots.fine-with", who=Who(member), room=Place(call.room.id))
    return [Erase(said), answers.reply(call, done)]


def _not_here(call: Call) -> Sequence[Wish]:
    """Said where others read it: the answer is private, and names nobody."""
    words = text("lots.only-private", room=Place(call.room.id), p=call.prefix)
    fields = {"command": call.command, "ok": False, "error": Error.ONLY_IN_PRIVATE}
    return [Say(call.chance.key(), (words,), "reply", fields, to=call.sender)]


def _member(call: Call, line: str) -> str | None:
    """The member meant: in the room, and somebody else."""
    member, _ = meant(call, line, bare=True)
    return member if member in call.people.humans and member != call.sender else None


def _said_before(call: Call, line: str) -> str | None:
    """Somebody of whom the sender said so and who is out of the room by now."""
    member, _ = meant(call, line)
    return member if member in _mine(call) else None


def _mine(call: Call) -> list[str]:
    return [said.other for said in call.read.rather_nots() if said.member == call.sender]


def _told(call: Call) -> Sequence[Wish]:
    """With whom the sender said so, each with a way back. Nobody else can ask for it."""
    mine = _mine(call)
    if not mine:
        return [answers.reply(call, text("lots.rather-nobody", room=Place(call.room.id), p=call.prefix))]
    key = call.chance.key()
    choices = [(text("lots.fine-again", who=Who(other)), Option("finewith", other)) for other in mine[:SHOWN]]
    fields = {"command": call.command, "ok": True}
    labels = tuple(label for label, _ in choices)
    words = text("lots.rather-list", room=Place(call.room.id))
    closing = (text("lots.rather-others", others=tuple(map(Who, mine[SHOWN:]))),) if mine[SHOWN:] else ()
    message = answers.say(call, "reply", (words,), fields, key=key, choices=labels, closing=closing)
    return [message, answers.asking(call, key, tuple(option for _, option in choices))]


def _whom(call: Call, line: str, verb: str) -> Sequence[Wish]:
    """Nobody is called so here: who is meant is chosen from a list. Words of everyday that name nobody were no command."""
    page = _MORE.fullmatch(line)
    if call.by is By.PHRASE and not (_NAME.fullmatch(line) and line[0] in "@" + line[0].upper()):
        return ()
    others = [member for member in call.people.humans if member != call.sender]
    if not others:
        return answers.refuse(call, Error.NO_SUCH_MEMBER, text("lots.nobody-else", room=Place(call.room.id)))
    first = int(page[1]) if page else 0
    shown = others[first : first + SHOWN] or others[:SHOWN]
    choices: list[tuple[Text, Option]] = [
        (text("lots.somebody", who=Who(member)), Option(verb, member)) for member in shown
    ]
    if len(others) > len(shown):
        further = first + SHOWN if first + SHOWN < len(others) else 0
        choices.append((text("lots.somebody-else"), Option(verb, f"+{further}")))
    return answers.ask(call, Error.NEEDS_WHO, text("lots.whom"), choices=choices, free=Option(verb))


_WITH = r"(?:samen |in (?:een |één |hetzelfde )?(?:groepje|tweetal|groep) |ingedeeld (?:worden )?|een tweetal )?met"

COMMANDS = (
    Command(
        names=("rathernot",),
        dutch=("lievernietmet",),
        section="yourself",
        run=rather_not,
        reads=("rather_nots",),
        wordy=True,
        silent=True,  # said in a room, its answer is in private; in private there is one like to everything else
        phrases=(
            Phrase(
                rf"(?:ik )?(?:(?:wil|zit|zou|ga|praat|werk) )?(?:graag )?liever niet {_WITH} (?P<who>[^,.!?\n]+?)(?: in (?:een|één) groepje)?[.!]?",
                line="{who}",
            ),
            Phrase(
                r"(?:i(?:['’]?d| would)? )?(?:rather|prefer) not (?:to )?(?:(?:be|sit|talk|pair|work|meet)(?: paired| together)? )?with (?P<who>[^,.!?\n]+)[.!]?",
                line="{who}",
            ),
            Phrase(
                rf"(?:ik )?(?:(?:wil|zit|zou|ga|praat|werk) )?liever niet {_WITH} (?P<who>@[^\s,!?]+)[.!]?",
                about="ritual",
                line="{who}",
            ),
            Phrase(
                r"(?:i(?:['’]?d| would)? )?(?:rather|prefer) not (?:to )?(?:(?:be|sit|talk|pair|work|meet)(?: paired| together)? )?with (?P<who>@[^\s,!?]+)[.!]?",
                about="ritual",
                line="{who}",
            ),
        ),
    ),
    Command(
        names=("finewith",),
        dutch=("welmet",),
        section="yourself",
        run=fine_with,
        reads=("rather_nots",),
        wordy=True,
        silent=True,  # see above
        phrases=(
            Phrase(
                r"(?:ik )?(?:mag |wil )?(?:toch )?wel (?:weer )?met (?P<who>[^,.!?\n]+?)[.!]?", line="{who}"
            ),
            Phrase(
                r"(?:i(?:['’]?m| am) )?(?:fine|ok|okay) (?:again )?with (?P<who>[^,.!?\n]+?)(?: again)?[.!]?",
                line="{who}",
            ),
        ),
    ),
)
