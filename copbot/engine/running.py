"""Runs commands: from a fact to the command that it means, in the order in which readings are tried."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

from copbot.core.facts import Edited, Fact, Posted, Rang, Reacted, Redacted
from copbot.core.records import Option, Room, Tap
from copbot.core.text import text
from copbot.core.wishes import About, Erase, Save, Say, Unquote, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By
from copbot.dialogue.reading import Message
from copbot.engine import hearing, lately, otherwise, rooted, understand
from copbot.engine.doors import Doors
from copbot.engine.meaning import Listening, Meaning
from copbot.engine.mistyped import mistyped
from copbot.engine.outgoing import refused, with_scope
from copbot.engine.registry import Registry


@dataclass(frozen=True, slots=True)
class Runner:
    """From a fact to the wishes of the command that it means."""

    registry: Registry
    doors: Doors
    ran: Callable[[str, bool], None] = lambda _name, _done: (
        None
    )  # told of every command, and whether it was done

    def posted(self, said: Posted, here: Listening) -> list[Wish]:
        """A message: a command, an answer, words of a ritual, or nothing for copbot."""
        if said.sender == here.me or said.notice or len(said.body) > hearing.LONGEST:
            return []
        if said.media:
            # No words: only a turn can make something of it.
            return self.heard(said, here, _replied(said, here))
        typed = hearing.typed(said.body, here.prefix)
        if typed is not None:
            return self._after(said, here, self._typed(said, here, typed.name, typed.line))
        replied = _replied(said, here)
        prompted = (
            replied is not None and replied.about is not None and replied.about.what in understand.PROMPTS
        )
        if prompted and not understand.chooses(said, here, replied):
            assert replied is not None
            assert replied.about is not None
            return self._in_a_turn(said, here, replied, replied.about)
        root = None if replied is not None else rooted.root(said, here)
        if root is not None and root.about is not None:
            if root.about.what == "proposal":
                wishes = self._first(rooted.of_a_proposal(said, here, root.about), said, here)
            else:
                spoken = understand.spoken_to(said, here, None)
                wishes = [] if spoken else self._in_a_turn(said, here, root, root.about)
            if wishes:
                return wishes
        for meaning in chain(lately.meanings(said, here), understand.meanings(said, here, replied)):
            if wishes := self._run(_replying(meaning, replied), said, here):
                return self._after(said, here, wishes)
        if wishes := self.heard(said, here, replied):
            return wishes
        return self._after(said, here, self._last_resort(said, here, replied))

    def _first(self, meanings: Iterable[Meaning], said: Posted, here: Listening) -> list[Wish]:
        """What the first of these readings leads to that leads to anything."""
        return next(filter(None, (self._run(meaning, said, here) for meaning in meanings)), [])

    def _in_a_turn(self, said: Posted, here: Listening, replied: Message, about: About) -> list[Wish]:
        """A reply to a prompt: words of the ritual, else the contribution, else a word of who leads; never anything else."""
        for meaning in understand.in_a_turn(said, here, about):
            if wishes := self._run(_replying(meaning, replied), said, here):
                return wishes
        if wishes := self.heard(said, here, replied):
            return wishes
        for meaning in understand.led(said, here, about):
            if wishes := self._run(_replying(meaning, replied), said, here):
                return wishes
        return []

    def _last_resort(self, said: Posted, here: Listening, replied: Message | None) -> list[Wish]:
        """Nothing fits: the numbers of a question that waits, a word for thanks, choices; or silence among people."""
        if not understand.spoken_to(said, here, replied) or understand.among_people(said, here, replied):
            return []
        if understand.for_somebody_else(said, here, replied):
            return []
        maybe = otherwise.perhaps_an_answer(said, here)
        if maybe is not None and (wishes := self._run(_replying(maybe, replied), said, here)):
            return wishes
        meaning = (
            otherwise.thanked(said, here)
            or understand.waits_for_a_number(said, here, replied)
            or otherwise.a_number_too_late(said, here, replied)
            or otherwise.not_understood(here, replied)
        )
        return self._run(_replying(meaning, replied), said, here)

    def _after(self, said: Posted, here: Listening, wishes: list[Wish]) -> list[Wish]:
        """In a direct chat only the next message answers a question that was not replied to."""
        if here.room.direct_with is not None:
            here.work.stale(said.sender, said.room)
        return wishes

    def _typed(self, said: Posted, here: Listening, name: str, line: str) -> list[Wish]:
        replied = _replied(said, here)
        about, scope = (replied.about, replied.scope) if replied else (None, None)
        command = self.registry.by_name.get(name)
        if command is not None and not command.hidden:
            meaning = Meaning(command, line, By.COMMAND, scope=scope, about=about)
            return self._run(_replying(meaning, replied), said, here)
        meant = mistyped(name, self.registry, here.room.settings.language)
        if meant is None or not here.room.open:
            return []
        command = self.registry.by_name[meant]
        call = self.doors.call(Meaning(command, line, By.COMMAND), said, here, here.room)
        label = text("engine.run", command=f"{here.prefix}{meant}")
        choices = [(label, Option(command.name, line))]
        question = text("engine.did-you-mean", typed=f"{here.prefix}{name}")
        return list(answers.ask(call, "unknown-command", question, choices=choices))

    def reacted(self, tap: Reacted, here: Listening) -> list[Wish]:
        """A reaction: a command by tapping, or nothing."""
        if tap.sender == here.me:
            return []
        meaning = understand.touched(tap, here)
        if meaning is None or meaning.touch is None or meaning.touched is None:
            return []
        if here.room.encrypted and not meaning.touch.forgeable:
            return self.doors.in_vain(meaning, meaning.touch, tap, here)
        wishes = self._run(meaning, tap, here)
        if wishes:
            kept = Tap(tap.event, tap.room, tap.sender, meaning.touched, tap.emoji, here.now)
            wishes.append(Save(kept))
        return wishes

    def redacted(self, gone: Redacted, here: Listening) -> list[Wish]:
        """Something was taken away: a reaction that counted, or words that copbot keeps or quotes."""
        reader = here.work.reader(here.room.id)
        tap = reader.tap(gone.target)
        if tap is None:
            return [Unquote(gone.target), *self.heard(gone, self._asked_in(gone, here))]
        if tap.room != gone.room:
            return []
        if tap.member != gone.sender:
            return [Erase(tap)]  # somebody else took it away: nothing is undone in the member's name
        message = reader.message(tap.key)
        about = message.about if message else None
        found = self.registry.touches.get((tap.emoji, about.what if about else "message"))
        if found is None or found[0].undo is None:
            return [Erase(tap)]
        if here.room.encrypted and not found[0].forgeable:
            return [Erase(tap)]  # who runs the server may have taken it away
        command = self.registry.by_name[found[0].undo]
        kind = message.kind if message else None
        meaning = Meaning(
            command,
            "",
            By.UNTAP,
            scope=message.scope if message else None,
            about=about,
            touched=tap.key,
            touched_kind=kind,
        )
        return [Erase(tap), *self._run(meaning, gone, here)]

    def edited(self, new: Edited, here: Listening) -> list[Wish]:
        """Words were replaced: they may have been said in a direct chat for a ritual in a room."""
        return self.heard(new, self._asked_in(new, here))

    @staticmethod
    def _asked_in(gone: Redacted | Edited, here: Listening) -> Listening:
        """Where it matters that words were changed: what a room is told may have been said in a direct chat."""
        if here.room.direct_with != gone.sender:
            return here
        rituals = (ritual.room for ritual in here.work.rituals_from(gone.target))
        quoting = here.work.reader(here.room.id).quoting(gone.target)
        told = (message.room for message in quoting if message.kind in _TOLD and message.member is None)
        for where in (*rituals, *told):
            room = here.work.room(where) if where else None
            if room is not None and room.joined and room.direct_with is None:
                return dataclasses.replace(here, room=room)
        return here

    def rang(self, rang: Rang, here: Listening) -> list[Wish]:
        """A due time: the command that set the alarm goes on."""
        found = self.registry.rings.get(rang.purpose)
        if found is None:
            return []
        command, act = found
        call = self.doors.call(Meaning(command, rang.payload, By.CLOCK), rang, here, here.room)
        return with_scope(act(call, rang.payload), here.room.id)

    def heard(self, fact: Fact, here: Listening, replied: Message | None = None) -> list[Wish]:
        """Something happened in the room: whoever listens is told, the first who acts on it has it.

        That something was taken away concerns all of them: each may have its words. In a direct chat only those listen
        that are about that chat itself.
        """
        found: list[Wish] = []
        for command in self.registry.hearers.get(type(fact).__name__.lower(), ()):
            if here.room.direct_with is not None and not command.roomless:
                continue
            if not here.room.open and not command.early:
                continue
            meaning = Meaning(
                command, fact.body if isinstance(fact, Posted) else "", By.HEARD, addressed=False
            )
            found += self._run(_replying(meaning, replied), fact, here)
            if found and not isinstance(fact, Redacted):
                break
        return found

    def apology(self, said: Posted, room: Room) -> list[Wish]:
        """A fault of ours: who asked hears that nothing was done."""
        fields = {"command": "", "ok": False, "error": "internal"}
        return [
            Say(
                self.doors.chance.key(),
                (text("engine.internal"),),
                "reply",
                fields,
                room=room.id,
                scope=room.id,
                reply_to=said.event,
                thread=said.thread,
            )
        ]

    def _run(self, meaning: Meaning, fact: Fact, here: Listening) -> list[Wish]:
        wishes = self.doors.through(meaning, fact, here)
        if wishes and meaning.by is not By.HEARD:
            self.ran(meaning.command.part_of or meaning.command.name, not refused(wishes, fact.event))
        return wishes


_TOLD = ("digest", "meeting", "meeting.reminder", "meeting.started")
"""Kinds of messages that a room is shown again when words are taken out of them that were said elsewhere."""


def _replied(said: Posted, here: Listening) -> Message | None:
    """copbot's message that this one replies to, if it stands in the same room."""
    message = here.work.message_by_event(said.reply_to) if said.reply_to else None
    return message if message is not None and message.room == said.room else None


def _replying(meaning: Meaning, replied: Message | None) -> Meaning:
    """The meaning of a reply knows which message it replies to."""
    if replied is None:
        return meaning
    about = meaning.about or replied.about
    return dataclasses.replace(meaning, about=about, touched=replied.key, touched_kind=replied.kind)
