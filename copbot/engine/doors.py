"""The doors before a command: which room it is about, whether its notice was accepted, who may; and one answer behind it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from copbot.core.errors import Error
from copbot.core.facts import Fact, Posted, Reacted
from copbot.core.records import Focus, Option, Room
from copbot.core.text import Place, text
from copbot.core.text import Who as Named
from copbot.core.wishes import Save, Say, Wish, Withdraw
from copbot.dialogue import answers, hints
from copbot.dialogue.call import By, Call, Chance, Spot
from copbot.dialogue.command import Command, Touch, Who
from copbot.dialogue.reading import Reader
from copbot.engine.coming import House
from copbot.engine.guarded import Guarded
from copbot.engine.meaning import Listening, Meaning
from copbot.engine.outgoing import answers as count_answers
from copbot.engine.outgoing import with_scope
from copbot.engine.ports import Directory

REMEMBERED = timedelta(hours=1)
CHOICES = 5
ROOM = "engine.room"


@dataclass(frozen=True, slots=True)
class Doors:
    """Lets a command through that may run, with the call that it gets."""

    house: House
    directory: Directory
    chance: Chance

    def through(self, meaning: Meaning, fact: Fact, here: Listening) -> list[Wish]:
        """The wishes of the command that is meant; or why it may not, or not yet, or which room is meant."""
        command = meaning.command
        room = here.room
        if here.room.direct_with is not None and not command.roomless:
            found = self._shared(meaning, fact, here)
            if isinstance(found, list):
                return found
            if found.encrypted and not here.room.encrypted:
                # Anybody who runs the server could have put that into an open chat, and would read the answer.
                if not command.homeless:
                    call = self.call(meaning, fact, here, here.room)
                    words = text("encrypted.not-here", room=Place(found.id))
                    return list(answers.refuse(call, Error.NEEDS_ENCRYPTION, words))
                found = here.room
            room = found
        call = self.call(meaning, fact, here, room)
        if not room.open and not command.early:
            return self._not_yet(call, here)
        if command.who is Who.HOST and not self._host(call, here):
            if call.by is By.PHRASE:
                return []  # a member's "ok" to the settings is no command
            id = (
                "engine.hosts-only" if room.open else "engine.hosts-begin"
            )  # before that nothing tells who they are
            return list(answers.refuse(call, "not-allowed", text(id, p=here.prefix)))
        wishes = with_scope(command.run(call, meaning.line), room.id)
        self._one_answer(call, command, wishes)
        if wishes and meaning.chosen_scope:
            wishes.append(Save(Focus(fact.sender, room.id, here.now + REMEMBERED)))
        if wishes and meaning.answered is not None:
            wishes.append(Withdraw(meaning.answered))
        return wishes

    def in_vain(self, meaning: Meaning, touch: Touch, tap: Reacted, here: Listening) -> list[Wish]:
        """A reaction that the server could have forged: where it would have mattered, who tapped hears what to write.

        Nothing of what it would have done is carried out.
        """
        given = dataclasses.replace(tap, author=tap.sender, body="…") if touch.words else tap
        call = dataclasses.replace(
            self.call(meaning, tap, here, here.room), read=here.work.reader(here.room.id)
        )
        if touch.instead is None or hints.told(call, touch.instead) or not self.through(meaning, given, here):
            return []
        message = call.read.message(meaning.touched or "")
        fields = {"command": call.command, "ok": False, "error": Error.NEEDS_MESSAGE}
        number = meaning.about.number if meaning.about else 0
        words = text(touch.instead, who=Named(tap.sender), n=number, p=here.prefix)
        told = Say(
            self.chance.key(),
            (words,),
            "reply",
            fields,
            room=tap.room,
            scope=call.room.id,
            reply_to=tap.target,
            thread=message.thread if message else None,
        )
        return [told, Save(hints.hint(call, touch.instead, tap.sender))]

    def call(self, meaning: Meaning, fact: Fact, here: Listening, room: Room) -> Call:
        """What the command is told; it reads only what it declared."""
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
            library=self.house.library,
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
        call = self.call(meaning, fact, here, here.room)
        if not rooms:
            return list(answers.refuse(call, "no-shared-room", text("engine.no-room")))
        choices = [
            (text(self._called(room), room=Place(room)), Option(meaning.command.name, meaning.line, room))
            for room in sorted(rooms, key=lambda room: (self._called(room) != ROOM, room))[:CHOICES]
        ]
        return list(answers.ask(call, "which-room", text("engine.which-room"), choices=choices))

    def _called(self, room: str) -> str:
        """A room as one of several; the one from which its people moved has the same name as where they are now."""
        return ROOM if self.directory.people(room).successor is None else "engine.room-left"

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
