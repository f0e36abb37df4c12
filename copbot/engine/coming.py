"""copbot's own comings and goings: invitations, the notice on joining, and leaving."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from copbot.core.facts import Departed, Entered, Invited
from copbot.core.records import Arrival, Host, Role, Room, Settings
from copbot.core.text import text
from copbot.core.wishes import About, Edit, Enter, Erase, Quit, Save, Say, Unseed, Wish
from copbot.dialogue.call import Chance
from copbot.dialogue.notice import Operator, notice
from copbot.digests.records import Subscriber
from copbot.engine.ports import Work
from copbot.rituals.library import EMPTY, Library

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class House:
    """What the operator's configuration says: who runs copbot, who may invite it, how new rooms begin.

    ``secret`` keys the hash under which inviters are counted for an hour. ``library`` are the scripts of rituals.
    """

    me: str
    operator: Operator
    defaults: Settings
    may_invite: Callable[[str], bool]
    invites_per_hour: int
    secret: bytes
    library: Library = EMPTY


def invited(fact: Invited, house: House, work: Work, now: datetime) -> list[Wish]:
    """Accept or refuse; more invitations than the hour allows wait for the next."""
    if not house.may_invite(fact.sender):
        return [Quit(fact.room)]
    direct = fact.sender if fact.direct else None
    inviter = hmac.new(house.secret, fact.sender.encode(), hashlib.sha256).hexdigest()
    recent = work.arrivals(inviter, now - HOUR)
    wait = recent[house.invites_per_hour - 1] + HOUR if len(recent) >= house.invites_per_hour else None
    return [Save(Arrival(fact.room, inviter, wait or now, direct)), Enter(fact.room, wait)]


def entering(room: Room, work: Work) -> Room:
    """A room that copbot comes into: whose direct chat it is to be stood in the invitation."""
    return room if room.joined else dataclasses.replace(room, direct_with=work.asked_directly(room.id))


def entered(fact: Entered, known: Room, house: House, chance: Chance, settings: Settings) -> list[Wish]:
    """copbot joined a room: its notice is the first thing that it says there; in a direct chat, a greeting.

    Whoever invites may call any room a direct chat: it is one where two people are in it.
    """
    if known.joined:
        return []
    if fact.direct_with is not None and known.direct_with is None:
        # One that copbot made itself, and sees before it was noted as made.
        return [
            Save(dataclasses.replace(known, joined=True, direct_with=fact.direct_with, settings=settings))
        ]
    direct = known.direct_with if known.direct_with == fact.direct_with else None
    room = dataclasses.replace(
        known, joined=True, direct_with=direct, accepted=None, settled=False, notice_key=None
    )
    if direct:
        room = dataclasses.replace(room, settings=settings)
        greeting = (text("coming.direct"),)
        fields = {"command": "help", "ok": True}
        key = chance.key()
        return [Save(room), Say(key, greeting, "reply", fields, room=fact.room, about=About("help"))]
    return _noticed(room, house, chance)


def shared(fact: Entered, house: House, work: Work, chance: Chance) -> list[Wish]:
    """Somebody else came into a direct chat, or was asked in: from here on it is a room like any other.

    What copbot has yet to say in private goes elsewhere.
    """
    known = work.room(fact.room)
    if known is None or known.direct_with is None:
        return []
    work.direct_ended(known.direct_with, known.id)
    room = dataclasses.replace(known, direct_with=None, accepted=None, settled=False)
    return _noticed(room, house, chance)


def _noticed(room: Room, house: House, chance: Chance) -> list[Wish]:
    key = chance.key()
    return [
        Save(dataclasses.replace(room, notice_key=key)),
        Say(
            key,
            notice(house.operator, accepted=False, tappable=not room.encrypted),
            "notice",
            {"accepted": False},
            room=room.id,
            about=About("notice"),
            seeds=() if room.encrypted else ("✅",),
        ),
    ]


def locked(room: Room, house: House) -> list[Wish]:
    """A room is encrypted from now on, for ever; what runs there goes on. A notice that waits takes no tap any more."""
    saved: list[Wish] = [Save(room)]
    if not room.joined or room.accepted is not None or room.notice_key is None:
        return saved
    lines = notice(house.operator, accepted=False, tappable=False)
    return [*saved, Unseed(room.notice_key), Edit(room.notice_key, lines, {"accepted": False})]


def member_departed(fact: Departed, work: Work, now: datetime) -> list[Wish]:
    """A member left: what they bring and that they host goes with them. What was said of lots goes when they stay away."""
    roles = work.reader(fact.room).roles().get(fact.sender, frozenset())
    gone: list[Wish] = [Erase(Role(fact.room, fact.sender, role)) for role in sorted(roles)]
    gone += [
        Save(dataclasses.replace(said, gone=now))
        for said in work.reader(fact.room).rather_nots()
        if fact.sender in (said.member, said.other) and said.gone is None
    ]
    return [*gone, Erase(Host(fact.room, fact.sender)), Erase(Subscriber(fact.room, fact.sender))]


def member_entered(fact: Entered, work: Work, members: Collection[str]) -> list[Wish]:
    """A member came, perhaps back: what was said of them and somebody who is here holds on."""
    return [
        Save(dataclasses.replace(said, gone=None))
        for said in work.reader(fact.room).rather_nots()
        if said.gone is not None and {said.member, said.other} <= {*members, fact.sender}
    ]


def departed(fact: Departed, work: Work, now: datetime) -> list[Wish]:
    """copbot is out of a room: nothing waits for it there any more."""
    known = work.room(fact.room)
    work.leave(fact.room, now)
    if known is None:
        return []
    return [Save(dataclasses.replace(known, joined=False, accepted=None, settled=False, direct_with=None))]
