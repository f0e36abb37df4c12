"""What one fact leads to: whom it is about, what is meant by it, and what is wished because of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime

import structlog

from copbot.core.facts import (
    Departed,
    Edited,
    Entered,
    Fact,
    Invited,
    Locked,
    Posted,
    Rang,
    Reacted,
    Redacted,
)
from copbot.core.records import Hint, Room, Settings
from copbot.core.wishes import Erase, Quit, Wish
from copbot.dialogue.call import Chance
from copbot.engine import coming, hearing, understand
from copbot.engine.coming import House
from copbot.engine.doors import Doors
from copbot.engine.meaning import Listening
from copbot.engine.outgoing import Outgoing
from copbot.engine.ports import Clock, Directory, Work
from copbot.engine.registry import Registry
from copbot.engine.running import Runner

log = structlog.get_logger("copbot.engine")


class Handler:
    """Turns a fact into rows, within a unit of work. ``ran`` is told each command's name, and whether it was done."""

    def __init__(
        self,
        directory: Directory,
        registry: Registry,
        house: House,
        clock: Clock,
        chance: Chance,
        ran: Callable[[str, bool], None],
    ) -> None:
        self._directory = directory
        self._registry = registry
        self._house = house
        self._clock = clock
        self._chance = chance
        self._runner = Runner(registry, Doors(house, directory, chance), ran)

    def missing(self, work: Work, fact: Fact) -> set[str]:
        """Rooms whose members must be known before this fact can be handled."""
        if isinstance(fact, Invited) or fact.sender == self._house.me:
            return set()
        if isinstance(fact, Rang) and not self._registry.peopled(fact.purpose):
            return set()
        here = set() if self._directory.knows(fact.room) else {fact.room}
        known = work.room(fact.room)
        if known is not None and known.direct_with is not None:
            here |= self._directory.unlearned()  # any of them may be shared with who writes
        return here

    def handle(self, work: Work, fact: Fact) -> None:
        """Find what a fact means, and write what it leads to."""
        now = self._clock()
        known = work.room(fact.room) or Room(fact.room, self._house.defaults)
        encrypted = known.encrypted or isinstance(fact, Locked) or self._directory.encrypted(fact.room)
        room = known if encrypted == known.encrypted else dataclasses.replace(known, encrypted=encrypted)
        wishes: list[Wish]
        match fact:
            case Invited():
                wishes = coming.invited(fact, self._house, work, now)
            case Entered() if fact.sender == self._house.me:
                room = coming.entering(room, work)
                begun = self._settings(work, room, room.direct_with or fact.direct_with)
                wishes = coming.entered(fact, room, self._house, self._chance, begun)
            case Departed() if fact.sender == self._house.me:
                wishes = coming.departed(fact, work, now)
            case Locked():
                wishes = []
            case _ if not room.joined:
                wishes = []
            case Posted():
                wishes = self._runner.posted(fact, self._listening(work, room, now))
                if room.encrypted:
                    wishes.append(
                        Erase(Hint(room.id, fact.sender, "sealed", now))
                    )  # something of theirs was read
            case Reacted():
                wishes = self._runner.reacted(fact, self._listening(work, room, now))
            case Edited():
                wishes = self._runner.edited(fact, self._listening(work, room, now))
            case Redacted():
                wishes = self._runner.redacted(fact, self._listening(work, room, now))
            case Rang():
                wishes = self._runner.rang(fact, self._listening(work, room, now))
            case Entered() if room.direct_with not in (None, fact.sender):
                wishes = coming.shared(fact, self._house, work, self._chance)
            case Departed() if room.direct_with == fact.sender:
                wishes = [Quit(room.id)]
            case Departed():
                heard = self._runner.heard(fact, self._listening(work, room, now))
                wishes = [*heard, *coming.member_departed(fact, work, now)]
            case Entered():
                here = self._directory.people(room.id).members
                heard = self._runner.heard(fact, self._listening(work, room, now))
                wishes = [*heard, *coming.member_entered(fact, work, here)]
            case _:
                wishes = self._runner.heard(fact, self._listening(work, room, now))
        if encrypted and not known.encrypted and (known.joined or isinstance(fact, Locked)):
            log.info("the room is encrypted, from now on for ever", room=fact.room)
            wishes = [*coming.locked(room, self._house), *wishes]
        Outgoing(work, self._chance, now, room.settings).carry_out(wishes)

    def apologise(self, work: Work, fact: Fact) -> None:
        """Tell who asked that it went wrong here."""
        room = work.room(fact.room)
        if room is not None and isinstance(fact, Posted) and self._meant(work, fact, room):
            wishes = self._runner.apology(fact, room)
            Outgoing(work, self._chance, self._clock(), room.settings).carry_out(wishes)

    def _meant(self, work: Work, said: Posted, room: Room) -> bool:
        replied = work.message_by_event(said.reply_to) if said.reply_to else None
        here = self._listening(work, room, self._clock())
        return hearing.typed(said.body, here.prefix) is not None or understand.spoken_to(said, here, replied)

    def _settings(self, work: Work, room: Room, member: str | None) -> Settings:
        """A direct chat begins in the language and time zone of the room that its member came from."""
        if member is None:
            return room.settings
        shared = work.joined_rooms(self._directory.rooms_of(member))
        return shared[0].settings if shared else room.settings

    def _listening(self, work: Work, room: Room, now: datetime) -> Listening:
        return Listening(
            registry=self._registry,
            work=work,
            room=room,
            me=self._house.me,
            prefix=self._house.operator.prefix,
            now=now,
            names=("copbot",),
        )
