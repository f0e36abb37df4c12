"""Runs commands: builds the call, holds the doors (who may, is the notice accepted), and sees to one answer each."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from copbot.core.facts import Fact, Posted, Rang, Reacted, Redacted
from copbot.core.records import Focus, Option, Room, Tap
from copbot.core.text import Place, text
from copbot.core.wishes import About, Erase, Save, Say, Unquote, Wish, Withdraw
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call, Chance, Spot
from copbot.dialogue.command import Command, Who
from copbot.dialogue.reading import Message, Reader
from copbot.engine import hearing, understand
from copbot.engine.coming import House
from copbot.engine.guarded import Guarded
from copbot.engine.outgoing import answers as count_answers
from copbot.engine.outgoing import refused, with_scope
from copbot.engine.ports import Directory
from copbot.engine.registry import Registry
from copbot.engine.understand import Listening, Meaning

REMEMBERED = timedelta(hours=1)
CHOICES = 5


@dataclass(frozen=True, slots=True)
class Runner:
    """From a fact to the wishes of the command that it means."""

    registry: Registry
    house: House
    directory: Directory
    chance: Chance
    ran: Callable[[str, bool], None] = lambda _name, _done: (
        None
    )  # told of every command, and whether it was done

    def posted(self, said: Posted, here: Listening) -> list[Wish]:
        """A message: a command, an answer, words of a ritual, or nothing for copbot."""
        if said.sender == self.house.me or said.notice or len(said.body) > hearing.LONGEST:
            return []
        if said.media:
            # No words: only a turn can make something of it.
            return self.heard(said, here, _replied(said, here))
        typed = hearing.typed(said.body, here.prefix)
        if typed is not None:
            return self._after(said, here, self._typed(said, here, typed.name, typed.line))
        replied = _replied(said, here)
        if replied is not None and replied.about is not None and replied.about.what in understand.PROMPTS:
            return self._in_a_turn(said, here, replied, replied.about)
        for meaning in understand.meanings(said, here, replied):
            if wishes := self._run(_replying(meaning, replied), said, here):
                return self._after(said, here, wishes)
        if wishes := self.heard(said, here, replied):
            return wishes
        return self._after(said, here, self._last_resort(said, here, replied))

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
        meaning = (
            understand.thanked(said, here)
            or understand.waits_for_a_number(said, here, replied)
            or understand.a_number_too_late(said, here, replied)
            or understand.not_understood(here, replied)
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
        meant = understand.mistyped(name, self.registry)
        if meant is None or not here.room.open:
            return []
        command = self.registry.by_name[meant]
        call = self._call(Meaning(command, line, By.COMMAND), said, here, here.room)
        label = text("engine.run", command=f"{here.prefix}{meant}")
        choices = [(label, Option(command.name, line))]
        question = text("engine.did-you-mean", typed=f"{here.prefix}{name}")
        return list(answers.ask(call, "unknown-command", question, choices=choices))

    def reacted(self, tap: Reacted, here: Listening) -> list[Wish]:
        """A reaction: a command by tapping, or nothing."""
        if tap.sender == self.house.me:
            return []
        meaning = understand.touched(tap, here)
        if meaning is None or meaning.touched is None:
            return []
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

    @staticmethod
    def _asked_in(gone: Redacted, here: Listening) -> Listening:
        """Where it matters that words were taken away: what a ritual or a digest repeats may have been said in a direct chat."""
        if here.room.direct_with != gone.sender:
            return here
        rituals = (ritual.room for ritual in here.work.rituals_from(gone.target))
        quoting = here.work.reader(here.room.id).quoting(gone.target)
        digests = (message.room for message in quoting if message.kind == "digest" and message.member is None)
        for where in (*rituals, *digests):
            room = here.work.room(where) if where else None
            if room is not None and room.joined and not room.encrypted and room.direct_with is None:
                return dataclasses.replace(here, room=room)
        return here

    def rang(self, rang: Rang, here: Listening) -> list[Wish]:
        """A due time: the command that set the alarm goes on."""
        found = self.registry.rings.get(rang.purpose)
        if found is None:
            return []
        command, act = found
        call = self._call(Meaning(command, rang.payload, By.CLOCK), rang, here, here.room)
        return with_scope(act(call, rang.payload), here.room.id)

    def heard(self, fact: Fact, here: Listening, replied: Message | None = None) -> list[Wish]:
        """Something happened in the room: whoever listens is told, the first who acts on it has it.

        That something was taken away concerns all of them: each may have its words. In a direct chat only those listen
        that are about that chat itself.
        """
        if not here.room.open:
            return []
        found: list[Wish] = []
        for command in self.registry.hearers.get(type(fact).__name__.lower(), ()):
            if here.room.direct_with is not None and not command.roomless:
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
                self.chance.key(),
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
        wishes = self._wished(meaning, fact, here)
        if wishes and meaning.by is not By.HEARD:
            self.ran(meaning.command.part_of or meaning.command.name, not refused(wishes, fact.event))
        return wishes

    def _wished(self, meaning: Meaning, fact: Fact, here: Listening) -> list[Wish]:
        command = meaning.command
        room = here.room
        if here.room.direct_with is not None and not command.roomless:
            found = self._shared(meaning, fact, here)
            if isinstance(found, list):
                return found
            room = found
        call = self._call(meaning, fact, here, room)
        if not room.open and not command.early:
            return self._not_yet(call, here)
        if command.who is Who.HOST and not self._host(call, here):
            if call.by is By.PHRASE:
                return []  # a member's "ok" to the settings is no command
            return list(answers.refuse(call, "not-allowed", text("engine.hosts-only", p=here.prefix)))
        wishes = with_scope(command.run(call, meaning.line), room.id)
        self._one_answer(call, command, wishes)
        if wishes and meaning.chosen_scope:
            wishes.append(Save(Focus(fact.sender, room.id, here.now + REMEMBERED)))
        if wishes and meaning.answered is not None:
            wishes.append(Withdraw(meaning.answered))
        return wishes

    def _call(self, meaning: Meaning, fact: Fact, here: Listening, room: Room) -> Call:
        spoken = fact if isinstance(fact, Posted) else None
        source = meaning.source or (spoken.event if spoken else None)
        reader = Guarded(here.work.reader(room.id), (*meaning.command.reads,))
        if isinstance(fact, Reacted) and fact.body is not None:
            source = fact.target
        return Call(
            now=here.now,
            room=room,
            spot=Spot(here.room.id, here.room.direct_with is not None, spoken.thread if spoken else None),
            sender=fact.sender,
            event=fact.event,
            by=meaning.by,
            command=meaning.command.part_of or meaning.command.name,
            people=self.directory.people(room.id),
            read=cast(Reader, reader),
            chance=self.chance,
            operator=self.house.operator,
            me=self.house.me,
            source=source,
            addressed=meaning.addressed,
            fact=fact,
            about=meaning.about,
            touched=meaning.touched,
            touched_kind=meaning.touched_kind,
            free=meaning.free,
            asked=meaning.asked,
        )

    def _host(self, call: Call, here: Listening) -> bool:
        return call.people.host(call.sender) or call.sender in here.work.reader(call.room.id).hosts()

    def _shared(self, meaning: Meaning, fact: Fact, here: Listening) -> Room | list[Wish]:
        """The room that a direct chat is about: the one shared, the one chosen within the hour, or a question."""
        rooms = {room.id: room for room in here.work.joined_rooms(self.directory.rooms_of(fact.sender))}
        chosen = meaning.scope or here.work.focus(fact.sender, here.now)
        if chosen in rooms:
            return rooms[chosen]
        if len(rooms) == 1:
            return next(iter(rooms.values()))
        if meaning.command.homeless:
            return here.room
        call = self._call(meaning, fact, here, here.room)
        if not rooms:
            return list(answers.refuse(call, "no-shared-room", text("engine.no-room")))
        choices = [
            (text("engine.room", room=Place(room)), Option(meaning.command.name, meaning.line, room))
            for room in sorted(rooms)[:CHOICES]
        ]
        return list(answers.ask(call, "which-room", text("engine.which-room"), choices=choices))

    def _not_yet(self, call: Call, here: Listening) -> list[Wish]:
        """The notice is not accepted: said once a day in a room, and only to who gave a command."""
        today = here.now.astimezone(call.zone).date().isoformat()
        if call.by is not By.COMMAND or call.room.refused_on == today:
            return []
        said = answers.refuse(call, "notice-not-accepted", text("engine.not-accepted", p=here.prefix))
        return [*said, Save(dataclasses.replace(call.room, refused_on=today))]

    @staticmethod
    def _one_answer(call: Call, command: Command, wishes: Sequence[Wish]) -> None:
        """Exactly one answer to every understood command; more or less is a fault of ours."""
        if (
            call.by in (By.COMMAND, By.CHOICE)
            and not command.silent
            and count_answers(wishes, call.event) != 1
        ):
            raise AssertionError(f"{command.name} gave {count_answers(wishes, call.event)} answers")


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
