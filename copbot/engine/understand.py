"""What a message or a tap means: which command, with which text, in which of the ways a person can say it.

Candidates come in the order in which they are tried; the first that leads to anything is what was meant. Whoever did
not speak to copbot is only understood in a running ritual, and never answered for a wrong guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copbot.core.facts import Posted, Reacted
from copbot.core.records import Option, Question
from copbot.core.wishes import About
from copbot.dialogue.call import By
from copbot.dialogue.command import Phrase
from copbot.dialogue.reading import Message
from copbot.engine import everyday, hearing
from copbot.engine.meaning import Listening, Meaning
from copbot.engine.registry import Registry

PROMPTS = frozenset({"turn", "phase"})  # what people reply to when it is their turn
LEFT_ALONE = PROMPTS | {
    "outcome",
    "poll",
    "reminder",
    "meeting",
    "meeting-reminder",
    "proposal",
    "decision",
}  # what people reply to when they answer each other
ANSWER = "ritual-answer"
"""The command of words that answer a ritual in one's own chat."""


def meanings(said: Posted, here: Listening, replied: Message | None) -> Iterator[Meaning]:
    """The readings of a message that is no command with the prefix, in the order in which to try them."""
    body = hearing.unaddressed(said.body, here.me, here.names)
    addressed = spoken_to(said, here, replied)
    about = replied.about if replied else None
    scope = replied.scope if replied else None
    direct = here.room.direct_with is not None
    ritual = here.work.reader(here.room.id).ritual() is not None
    asked = _asked(said, here, replied, direct=direct)
    if direct and scope is None and asked is not None and asked.free is not None:
        scope = asked.scope  # "pas" says no to what was asked last, not to something in another room
    if asked is not None and (option := _answered(body, asked)) is not None:
        yield _chosen(asked, option, here.registry, about)
        return
    if asked is not None and _unasked(asked, body, here):
        asked = None
    if asked is not None and replied is not None and not _only_help(body, here):
        yield from _free(said, body, here, asked, about)
    found = _phrases(body, here, about, scope, addressed=addressed, ritual=ritual)
    answering = asked is not None and asked.free is not None and asked.free.verb == ANSWER
    yield from (meaning for meaning in found if not (answering and _opens_an_item(meaning)))
    alone = None if _lets_go(body, asked) else here.registry.by_name.get(hearing.bare(body).name)
    if addressed and alone and not alone.hidden and not hearing.bare(body).line:
        yield Meaning(alone, "", By.COMMAND, scope=scope, about=about)
        return
    if asked is not None and addressed:
        yield from _free(said, body, here, asked, about)
    if addressed:
        yield from _named(body, here, about, scope)
    if direct and not ritual:
        yield from _phrases(body, here, About("ritual"), scope, addressed=True, ritual=True)


def in_a_turn(said: Posted, here: Listening, about: About) -> Iterator[Meaning]:
    """The readings of a reply to a prompt of a ritual, before it is taken for a contribution: words of the ritual.

    Words that open something on the ladder are none: what is stuck is told to the group, which asked.
    """
    found = _phrases(said.body.strip(), here, about, None, addressed=True, ritual=True)
    yield from (meaning for meaning in found if not _opens_an_item(meaning))


def _opens_an_item(meaning: Meaning) -> bool:
    return meaning.command.name == "cannot"


def led(said: Posted, here: Listening, about: About) -> Iterator[Meaning]:
    """The readings of a reply to a prompt that is no contribution: a bare command of the round, as who leads it gives.

    A prompt of an earlier ritual is over; what is said to it means nothing for the one that runs.
    """
    reader = here.work.reader(here.room.id)
    live = reader.ritual()
    running = (*(() if live is None else (live,)), *reader.over_days())
    if about.number not in {ritual.number for ritual in running}:
        return
    bare = hearing.bare(said.body)
    command = here.registry.by_name.get(bare.name)
    if command is not None and command.section == "round" and not command.hidden and not bare.line:
        yield Meaning(command, "", By.COMMAND, about=about)


def waits_for_a_number(said: Posted, here: Listening, replied: Message | None) -> Meaning | None:
    """The reading of last resort where a question with numbers waits for this very person: the numbers again."""
    asked = _asked(said, here, replied, direct=here.room.direct_with is not None)
    if asked is None or asked.asked != said.sender or asked.free is not None:
        return None
    message = here.work.reader(here.room.id).message(asked.key)
    menu = message is not None and message.about is not None and message.about.what == "help"
    if menu or not any(option.numbered for option in asked.options):
        return None  # what is only offered waits for nothing
    command = here.registry.by_name["number-again"]
    return Meaning(command, f"{len(asked.options)}", By.COMMAND, scope=asked.scope, asked=asked)


def chooses(said: Posted, here: Listening, replied: Message | None) -> bool:
    """Whether it is a number in reply to a message that has numbers to choose from."""
    if replied is None or hearing.number(said.body) is None:
        return False
    return here.work.question(replied.key, here.now) is not None


def for_somebody_else(said: Posted, here: Listening, replied: Message | None) -> bool:
    """Whether it is a number in reply to a question that somebody else was asked; that is left alone."""
    if replied is None or hearing.number(said.body) is None:
        return False
    asked = here.work.question(replied.key, here.now)
    return asked is not None and asked.asked != said.sender and not asked.anyone


def _asked(said: Posted, here: Listening, replied: Message | None, *, direct: bool) -> Question | None:
    question: Question | None = None
    if replied is not None:
        question = here.work.question(replied.key, here.now)
        if question is not None and question.asked != said.sender and not question.anyone:
            return None
    elif said.reply_to is None and said.thread is not None:
        question = here.work.question_in_thread(said.sender, said.room, said.thread, here.now)
    elif said.reply_to is None and direct:
        question = here.work.question_in_direct(said.sender, said.room, here.now)
    return question


def _answered(body: str, asked: Question) -> Option | None:
    """The option that a number chooses, a yes or a no, or other words that every answer of its kind is given in."""
    number = hearing.number(body)
    if number is not None:
        fits = 1 <= number <= len(asked.options) and asked.options[number - 1].numbered
        return asked.options[number - 1] if fits else None
    return next((option for option in asked.options if everyday.means(body, option.means)), None)


def _free(
    said: Posted, body: str, here: Listening, asked: Question, about: About | None
) -> Iterator[Meaning]:
    """The reading of a text in answer to a question that takes one; who would rather not is let go."""
    own = asked.asked == said.sender
    if asked.free is None or not (own or asked.anyone):
        return
    if own and (everyday.backing_out(body) or everyday.thanks(body)):
        command = here.registry.by_name["never-mind"]
        yield Meaning(command, "", By.COMMAND, scope=asked.scope, answered=asked.key, about=about)
        return
    command = here.registry.by_name[asked.free.verb]
    line = f"{asked.free.line} {body}".strip()
    answered = None if asked.stays else asked.key
    yield Meaning(command, line, By.COMMAND, scope=asked.scope, answered=answered, about=about, free=True)


def _lets_go(body: str, asked: Question | None) -> bool:
    """Whether "stop" and the like mean the question that waits for words, and not the command of that name."""
    return asked is not None and asked.free is not None and everyday.backing_out(body)


def _unasked(asked: Question, body: str, here: Listening) -> bool:
    """Whether somebody says "stop" to a question that copbot came with by itself: they want no more of those."""
    said = hearing.bare(body)
    message = here.work.reader(here.room.id).message(asked.key)
    return said.name == "stop" and not said.line and message is not None and message.kind != "reply"


def _only_help(body: str, here: Listening) -> bool:
    found = here.registry.by_name.get(hearing.bare(body).name)
    return found is not None and found.name == "help" and not hearing.bare(body).line


def _chosen(question: Question, option: Option, registry: Registry, about: About | None) -> Meaning:
    return Meaning(
        registry.by_name[option.verb],
        option.line,
        By.CHOICE,
        scope=option.scope or question.scope,
        chosen_scope=option.scope is not None,
        source=question.source,
        answered=None if question.stays else question.key,
        about=about,
    )


def _phrases(
    body: str, here: Listening, about: About | None, scope: str | None, *, addressed: bool, ritual: bool
) -> Iterator[Meaning]:
    forms = everyday.forms(body)
    for pattern, phrase, command in here.registry.phrases:
        if not _heard_here(phrase, about, addressed=addressed, ritual=ritual):
            continue
        match = next(filter(None, map(pattern.fullmatch, forms)), None)
        if match is None:
            continue
        line = _filled(phrase.line, match, about)
        yield Meaning(command, line, By.PHRASE, addressed=addressed, scope=scope, about=about)


def _heard_here(phrase: Phrase, about: About | None, *, addressed: bool, ritual: bool) -> bool:
    if phrase.about == "ritual":
        return ritual
    if phrase.about is None:
        return addressed
    return about is not None and about.what == phrase.about


def _filled(line: str, match: re.Match[str], about: About | None) -> str:
    values = {
        "n": str(about.number) if about else "",
        **{name: text or "" for name, text in match.groupdict().items()},
    }
    return line.format_map(values).strip()


def _named(body: str, here: Listening, about: About | None, scope: str | None) -> Iterator[Meaning]:
    said = hearing.bare(body)
    command = here.registry.by_name.get(said.name)
    if command is None or command.hidden:
        return
    if command.wordy or hearing.only_about_a_number(said.line):
        yield Meaning(command, said.line, By.COMMAND, scope=scope, about=about)


def spoken_to(said: Posted, here: Listening, replied: Message | None) -> bool:
    """Whether a message may be meant for copbot: by mention, by reply, by name, or in a direct chat."""
    named = hearing.unaddressed(said.body, here.me, here.names) != said.body.strip()
    return meant(said, here, replied) or named


def meant(said: Posted, here: Listening, replied: Message | None) -> bool:
    """Whether a message is meant for copbot beyond doubt. Its bare name in front may be talk about it."""
    called = hearing.called(said.body, here.me, here.names)
    return here.room.direct_with is not None or replied is not None or here.me in said.mentions or called


def among_people(said: Posted, here: Listening, replied: Message | None) -> bool:
    """Whether it is people talking with each other, which is left alone: thanks, kind words, replies within a ritual."""
    if here.room.direct_with is not None or here.me in said.mentions:
        return everyday.thanks(said.body) and here.room.direct_with is None
    talk = replied is not None and replied.about is not None and replied.about.what in LEFT_ALONE
    return talk or everyday.thanks(said.body) or everyday.kind(said.body) or not meant(said, here, replied)


def touched(tap: Reacted, here: Listening) -> Meaning | None:
    """The reading of a reaction, if it has one."""
    message = here.work.message_by_event(tap.target)
    if message is not None and message.room != tap.room:
        return None  # a relation across rooms is a forgery
    if message is None:
        found = here.registry.touches.get((tap.emoji, "message"))
        what: About | None = None
    else:
        what = message.about
        found = here.registry.touches.get((tap.emoji, what.what)) if what else None
    if found is None:
        return None
    touch, command = found
    line = touch.line.format(n=what.number if what else "")
    return Meaning(
        command,
        line,
        By.TAP,
        scope=message.scope if message else None,
        about=what,
        touched=message.key if message else tap.target,
        touched_kind=message.kind if message else None,
        touch=touch,
    )
