"""How a command answers: one message, in reply to the command, in the thread where it was given.

A tap is answered by editing the message that was tapped on. What is refused says why, and the way on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from copbot.core.records import Option, Question
from copbot.core.text import Text
from copbot.core.wishes import About, Ask, Edit, Say, Wish
from copbot.dialogue.call import By, Call

ANSWER_WITHIN = timedelta(hours=24)


def say(call: Call, kind: str, lines: Sequence[Text], fields: Mapping[str, Any], **more: Any) -> Say:
    """The one answer to the call, at the spot where it was given. A clock gets a message, but no reply."""
    values: dict[str, Any] = {"room": call.spot.room, "thread": call.spot.thread, "scope": call.room.id}
    values["reply_to"] = call.event if owed(call) else None
    if "key" not in more:
        values["key"] = call.chance.key()
    return Say(kind=kind, lines=tuple(lines), field=dict(fields), **{**values, **more})


def reply(call: Call, *lines: Text, **more: Any) -> Say:
    """Done: a reply that says so, for what shows in no message of its own."""
    return say(call, "reply", lines, {"command": call.command, "ok": True}, **more)


def refuse(call: Call, error: str, *lines: Text, **more: Any) -> tuple[Wish, ...]:
    """Refused or not understood: a reply with the error code and a way on.

    A tap that may not be is left alone, and so are words that were not meant for copbot.
    """
    if not owed(call):
        return ()
    fields = {"command": call.command, "ok": False, "error": error}
    return (say(call, "reply", lines, fields, **more),)


def remark(call: Call, error: str, *lines: Text) -> Say:
    """Not taken as it was meant, in reply to who said it, also where no answer is owed: they wait for nothing else."""
    fields = {"command": call.command if owed(call) else "", "ok": False, "error": error}
    return say(call, "reply", lines, fields, reply_to=call.event)


def owed(call: Call) -> bool:
    """Whether the person expects an answer in words."""
    return call.by in (By.COMMAND, By.CHOICE) or (call.by is By.PHRASE and call.addressed)


def ask(
    call: Call,
    error: str,
    *lines: Text,
    choices: Sequence[tuple[Text, Option]] = (),
    free: Option | None = None,
    stays: bool = False,
    **more: Any,
) -> tuple[Wish, ...]:
    """Ask back: nothing is done yet; a number or (with ``free``) a text in reply goes on.

    It mentions the asker, so that the telephone rings for a question that waits.
    """
    key = call.chance.key()
    fields = {"command": call.command, "ok": False, "error": error}
    aloud: dict[str, Any] = {"aloud": True} if call.spot.direct else {"ping": (call.sender,)}
    message = say(
        call,
        "reply",
        lines,
        fields,
        key=key,
        choices=tuple(label for label, _ in choices),
        **{"about": call.about, **aloud, **more},
    )
    return message, Ask(question(call, key, tuple(option for _, option in choices), free, stays=stays))


def question(
    call: Call,
    key: str,
    options: tuple[Option, ...],
    free: Option | None = None,
    *,
    asked: str | None = None,
    anyone: bool = False,
    private: bool = False,
    stays: bool = False,
) -> Question:
    """A question that waits, for the member who asked or for another, in this spot or in a direct chat.

    Before the notice is accepted nothing about people is kept, not even who asked: whoever replies is answered.
    """
    nobody = not call.room.open and asked is None
    return Question(
        key=key,
        scope=call.room.id,
        asked="" if nobody else asked or call.sender,
        until=until(call.now),
        room=None if private else call.spot.room,
        thread=None if private else call.spot.thread,
        options=options,
        free=free,
        anyone=anyone or nobody,
        source=call.source if call.room.open else None,
        stays=stays,
    )


def asking(call: Call, key: str, options: tuple[Option, ...], free: Option | None = None, **more: Any) -> Ask:
    """Remember the question that the message of this key asks; its numbers mean these options."""
    return Ask(question(call, key, options, free, **more))


def until(now: datetime) -> datetime:
    """Until when a question may be answered."""
    return now + ANSWER_WITHIN


def show(
    call: Call, kind: str, lines: Sequence[Text], fields: Mapping[str, Any], about: About, **more: Any
) -> Say | Edit:
    """Show a new state: on a tap by editing what was tapped on, else by a message of its own."""
    if call.by in (By.TAP, By.UNTAP) and call.touched is not None and call.touched_kind == kind:
        return Edit(call.touched, tuple(lines), dict(fields))
    return say(call, kind, lines, fields, about=about, **more)
