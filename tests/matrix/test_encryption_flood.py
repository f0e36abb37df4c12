"""Anybody on Matrix may send letters to copbot's device: however many come, little is kept of them, and members are heard."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copbot.core.facts import Posted
from copbot.crypto.rows import SealedRow
from copbot.engine.ports import StoreFailed
from copbot.engine.signs import Sign, Unread
from copbot.matrix.encryption.budget import (
    HOUR,
    MEMBER,
    MOST_SENDERS,
    STRANGE,
    STRANGER,
    STRANGERS,
    Budget,
)
from copbot.matrix.encryption.devices import DeviceLists
from copbot.matrix.encryption.memory import WAITING, WAITING_OF_ONE, Memory
from copbot.store import erasure
from tests.databases import database
from tests.phones import KARIN, ROOM, Object, Phone
from tests.secrecy import NOW, House, Server

AT_ONCE = 100  # letters in one sync, as Synapse has it
FALLBACK: Object = {"device_unused_fallback_key_types": []}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    server = Server()
    server.members[ROOM] = {KARIN: "join"}
    async with database(tmp_path / "copbot.db") as opened:
        made = await House(opened, server).welcome(ROOM)
        await made.sync(**FALLBACK)  # copbot has a fallback key from now on
        yield made


def letters(house: House, identities: int, each: int, room: str = "!nowhere:y") -> list[Object]:
    """So many from everybody, each with a key of another room."""
    phones = [Phone(f"@invented{number}:y", "PHONE", one_time=0) for number in range(identities)]
    for phone in phones:
        house.server.phones[phone.user].append(phone)
    return [phone.gives(house.server, f"{room}{turn}") for turn in range(each) for phone in phones]


def karin(house: House) -> Phone:
    made = Phone(KARIN, "PHONE")
    house.server.phones[KARIN].append(made)
    return made


async def counts(house: House) -> tuple[int, int]:
    return len(await house.rows("olm_sessions")), len(await house.rows("group_sessions"))


async def hears(house: House, phone: Phone, *among: Object) -> bool:
    """Whether somebody's message is heard whose key comes with a sync, behind other letters; and the message later."""
    await house.sync(to_device=[*among, phone.gives(house.server)])
    heard = await house.sync(phone.says("hallo"))
    return [fact.sender for fact in heard if isinstance(fact, Posted)] == [phone.user]


async def test_ten_thousand_letters_of_a_thousand_invented_people_leave_little_and_keep_nobody_out(
    house: House,
) -> None:
    flood = letters(house, 1_000, 10)
    for begin in range(0, len(flood), AT_ONCE):
        await house.sync(to_device=flood[begin : begin + AT_ONCE])
    conversations, keys = await counts(house)
    assert STRANGERS.at_once - 50 <= conversations <= STRANGERS.at_once
    assert STRANGERS.at_once - 50 <= keys <= STRANGERS.at_once + STRANGE
    assert house.server.times("rooms", ROOM, "members") == 1, (
        "asked once who is in the room, and then it is known"
    )
    assert house.server.times("keys", "query") <= STRANGE, "strangers' homeservers are left alone"
    assert await hears(house, karin(house), *flood[:AT_ONCE])
    assert (await counts(house))[0] <= conversations + 1


async def test_what_strangers_left_goes_after_days_and_what_served_stays(house: House) -> None:
    phone = karin(house)
    assert await hears(house, phone, *letters(house, 20, 2))
    house.server.members[ROOM]["@new:y"] = "join"
    newcomer = Phone("@new:y", "PHONE")
    house.server.phones["@new:y"].append(newcomer)
    house.rooms.unlearn(ROOM)
    await house.encryption.sealed(ROOM, "m.room.message", {"body": "welkom"})
    for days, left in ((6, (22, 42)), (8, (2, 2))):
        await house.database.write(
            lambda sql, days=days: erasure.tidy(sql, NOW + timedelta(days=days))  # type: ignore[misc]
        )
        assert await counts(house) == left
    again = await hears(house, phone)
    assert again
    assert house.server.times("sendToDevice", "m.room.encrypted") == 1, "nothing had to be begun anew"


async def test_a_key_that_opened_nothing_goes_sooner_than_one_that_did(house: House) -> None:
    phone = karin(house)
    assert await hears(house, phone)
    other = Phone(KARIN, "TABLET")
    house.server.phones[KARIN].append(other)
    await house.encryption._devices._ask([KARIN])
    await house.sync(to_device=[other.gives(house.server)])
    await house.encryption.sealed(ROOM, "m.room.message", {"body": "dag"})
    for days, left in ((29, 3), (31, 2)):  # of these one is copbot's own
        await house.database.write(
            lambda sql, days=days: erasure.tidy(sql, NOW + timedelta(days=days))  # type: ignore[misc]
        )
        assert len(await house.rows("group_sessions")) == left


async def test_a_member_who_sends_very_much_is_stopped_and_others_are_not(house: House) -> None:
    phone = karin(house)
    await house.rooms.learn([ROOM])
    for begin in range(0, MEMBER.at_once + 300, AT_ONCE):
        some = [phone.gives(house.server, f"!{begin + number}:x") for number in range(AT_ONCE)]
        await house.sync(to_device=some)
    assert len(await house.rows("group_sessions")) == MEMBER.at_once
    house.server.members[ROOM]["@els:x"] = "join"
    house.rooms.unlearn(ROOM)
    els = Phone("@els:x", "PHONE")
    house.server.phones["@els:x"].append(els)
    assert await hears(house, els)
    house.seconds += HOUR
    await house.sync(to_device=[phone.gives(house.server) for _ in range(MEMBER.an_hour + 1)])
    heard = await house.sync(phone.says("daar ben ik weer"))
    assert [fact.sender for fact in heard if isinstance(fact, Posted)] == [KARIN]


async def test_what_could_not_be_committed_is_not_counted(house: House) -> None:
    await house.rooms.learn([ROOM])
    some = letters(house, 1, STRANGER.at_once)
    await house.burst("group_sessions")
    for _ in range(3):
        with pytest.raises(StoreFailed):
            await house.sync(to_device=some)
    await house.mend()
    await house.sync(to_device=some)
    assert len(await house.rows("group_sessions")) == STRANGER.at_once


async def test_conversations_of_strangers_are_not_mended(house: House) -> None:
    await house.rooms.learn([ROOM])
    flood = letters(house, 30, 1)
    await house.sync(to_device=flood)
    await house.database.write(lambda sql: sql.execute("DELETE FROM olm_sessions"))
    for _ in range(3):
        await house.sync(to_device=flood)
    assert house.server.times("keys", "claim") == 0


async def test_of_people_who_come_and_go_nothing_is_left_in_memory(house: House) -> None:
    lists: DeviceLists = house.encryption._devices
    users = [f"@u{number}:x" for number in range(200)]
    for _ in range(3):
        lists.changed(users)
        await lists.ensure(users)
        lists.heard(lists.news())
        lists.left(users)
    assert not any((lists._known, lists._stale, lists._silent, lists._news, lists._changed, lists._owed))
    house.rooms.apply(ROOM, [member(user, "join") for user in users])
    house.rooms.apply(ROOM, [member(user, "leave") for user in users])
    assert not house.rooms._rooms_by_member
    await house.encryption.sealed(ROOM, "m.room.message", {"body": "dag"})
    await house.sync(rooms={"leave": {ROOM: {}}})
    assert not house.encryption._sharing._keys
    assert not house.encryption._sharing._turns


def member(user: str, membership: str) -> Object:
    return {"type": "m.room.member", "state_key": user, "sender": user, "content": {"membership": membership}}


def sealed(number: int, sender: str) -> SealedRow:
    return SealedRow(f"${sender}{number}", ROOM, sender, "session", "{}", NOW)


def test_who_sends_much_that_nobody_can_open_pushes_out_nothing_of_others() -> None:
    memory = Memory()
    memory.wait([sealed(0, KARIN)])
    memory.wait(sealed(number, "@mallory:x") for number in range(WAITING * 2))
    kept = [row.sender for row in memory.waiting(ROOM, "session")]
    assert (kept.count(KARIN), kept.count("@mallory:x")) == (1, WAITING_OF_ONE)
    memory.wait(sealed(number, f"@crowd{who}:x") for who in range(70) for number in range(WAITING_OF_ONE))
    kept = [row.sender for row in memory.waiting(ROOM, "session")]
    assert len(kept) == WAITING
    assert kept.count(KARIN) == 1
    memory.opened([row.event for row in memory.waiting(ROOM, "session")])
    assert not memory._by_sender


class Known:
    """Who shares a room, as it was said; with ``told`` nothing is known until it was asked."""

    def __init__(self, members: set[str]) -> None:
        self.members, self.asked = members, 0

    def near(self, user: str) -> bool | None:
        return (user in self.members) if self.asked else None

    async def learn_encrypted(self) -> None:
        self.asked += 1


def answer(senders: list[str], **more: Any) -> Object:
    return {"to_device": {"events": [{"type": "m.room.encrypted", "sender": who} for who in senders]}, **more}


WHO = st.sampled_from(["@member:x", "@other:x", *(f"@stranger{number}:y" for number in range(40))])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 600), st.lists(WHO, min_size=1, max_size=100)), max_size=60))
async def test_strangers_never_get_more_than_their_budget_and_members_lose_nothing_by_them(
    syncs: list[tuple[float, list[str]]],
) -> None:
    now, signs = 0.0, list[Sign]()
    budget = Budget(Known({"@member:x", "@other:x"}), lambda: now, signs.append)
    budget.read(await budget.admit(answer(["@member:x"] * (STRANGE + 1))))
    await budget.admit(answer(["@member:x"] * (STRANGE + 1)))
    read: dict[str, int] = {}
    unread = 0
    for pause, senders in syncs:
        now += pause
        found = await budget.admit(answer(senders))
        budget.read(found)
        unread += found.unread
        assert len(found.letters) + found.unread == len(senders)
        for letter in found.letters:
            assert isinstance(letter, dict)
            read[letter["sender"]] = read.get(letter["sender"], 0) + 1
    hours = now / HOUR
    sent = [sender for _, senders in syncs for sender in senders]
    for sender, number in read.items():
        if sender.startswith("@stranger"):
            assert number <= STRANGER.at_once + STRANGER.an_hour * hours + 1
    strange = sum(number for sender, number in read.items() if sender.startswith("@stranger"))
    assert strange <= STRANGERS.at_once + STRANGERS.an_hour * hours + 1
    for sender in ("@member:x", "@other:x"):
        if sent.count(sender) <= MEMBER.at_once - STRANGE - 1:
            assert read.get(sender, 0) == sent.count(sender)
    assert sum(sign.letters for sign in signs if isinstance(sign, Unread)) == unread


async def test_of_ever_new_senders_only_so_many_are_counted() -> None:
    budget = Budget(Known(set()), lambda: 0.0, lambda _: None)
    budget._begun = True
    for begin in range(0, MOST_SENDERS * 2, AT_ONCE):
        budget.read(await budget.admit(answer([f"@{begin + number}:y" for number in range(AT_ONCE)])))
    for pool in (budget._members, budget._strangers):
        assert len(pool.left) <= MOST_SENDERS


async def test_it_is_told_once_an_hour(caplog: pytest.LogCaptureFixture) -> None:
    now, told = 0.0, list[str]()
    budget = Budget(Known(set()), lambda: now, lambda _: None)
    budget.read(await budget.admit(answer([])))
    for _ in range(5):
        for _ in range(20):
            budget.read(await budget.admit(answer(["@x:y"] * AT_ONCE)))
        told.append(str(budget._told))
        now += HOUR / 2
    assert told == ["0.0", "0.0", "3600.0", "3600.0", "7200.0"]


async def test_who_is_seen_in_a_room_by_the_same_sync_is_no_stranger() -> None:
    known = Known(set())
    budget = Budget(known, lambda: 0.0, lambda _: None)
    budget.read(await budget.admit(answer([])))
    known.asked = 1
    said = {"type": "m.room.message", "sender": "@said:x"}
    came, went = member("@came:x", "join"), member("@went:x", "leave")
    room = {"state": {"events": [came, went]}, "timeline": {"events": [said, 7]}}
    here = {"rooms": {"join": {ROOM: room, "!odd:x": []}}, "device_lists": {"changed": ["@changed:x", 7]}}
    senders = ["@said:x", "@came:x", "@went:x", "@changed:x", "@nobody:y"]
    found = await budget.admit(answer(senders, **here))
    assert [found.near[sender] for sender in senders] == [True, True, False, True, False]
