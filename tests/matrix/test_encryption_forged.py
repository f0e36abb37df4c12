"""What anybody forges in an encrypted room never counts: another's words, words said once, state, keys that are not one's own.

Each attack is made on nio as it comes in `test_stock_nio`.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from copbot.core.facts import Fact, Overheard, Posted, Sealed
from copbot.engine.ports import StoreFailed, Unsent
from copbot.matrix.encryption.devices import REST
from copbot.matrix.encryption.door import AT_REST, PATIENCE
from tests.databases import database
from tests.phones import KARIN, MALLORY, OTHER, ROOM, Object, Phone, identity
from tests.secrecy import House, Server


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    server = Server()
    for user in (KARIN, MALLORY):
        server.members[ROOM][user] = server.members[OTHER][user] = "join"
    async with database(tmp_path / "copbot.db") as opened:
        yield await House(opened, server).welcome(ROOM, OTHER)


def phone(house: House, user: str, id: str = "PHONE", **more: Any) -> Phone:
    made = Phone(user, id, **more)
    house.server.phones[user].append(made)
    return made


def words(found: list[Fact]) -> list[tuple[str, str]]:
    return [(fact.sender, fact.body) for fact in found if isinstance(fact, Posted)]


async def test_what_is_said_in_secret_is_heard(house: House) -> None:
    karin = phone(house, KARIN)
    heard = await house.sync(karin.says("hallo"), to_device=[karin.gives(house.server)])
    assert words(heard) == [(KARIN, "hallo")]


async def test_anothers_ciphertext_is_not_ones_own(house: House) -> None:
    karin = phone(house, KARIN)
    phone(house, MALLORY)
    said = karin.says("ik ben voor")
    heard = await house.sync({**said, "sender": MALLORY}, to_device=[karin.gives(house.server)])
    assert words(heard) == []
    assert words(await house.sync(said)) == [(KARIN, "ik ben voor")], "and she herself is heard"


async def test_copbots_own_ciphertext_is_nobody_elses(house: House) -> None:
    karin = phone(house, KARIN)
    house.rooms.apply(ROOM, [])
    content = await house.encryption.sealed(ROOM, "m.room.message", {"msgtype": "m.text", "body": "!ping"})
    forged = {"type": "m.room.encrypted", "sender": karin.user, "event_id": "$forged", "content": content}
    assert await house.sync(forged) == []


@pytest.mark.parametrize("restarted", [False, True])
async def test_words_count_once_also_after_a_restart(house: House, restarted: bool) -> None:
    karin = phone(house, KARIN)
    said = karin.says("ja")
    assert words(await house.sync(said, to_device=[karin.gives(house.server)])) == [(KARIN, "ja")]
    later = await house.again() if restarted else house
    assert await later.sync({**said, "event_id": "$again"}) == []
    assert await later.sync(said) == [], "the same event is no news"


async def test_words_count_once_within_a_sync(house: House) -> None:
    karin = phone(house, KARIN)
    said = karin.says("ja")
    heard = await house.sync(said, {**said, "event_id": "$again"}, to_device=[karin.gives(house.server)])
    assert words(heard) == [(KARIN, "ja")]


async def test_a_replay_is_none_when_its_key_is_given_once_more(house: House) -> None:
    karin = phone(house, KARIN)
    said, key = karin.says("ja"), karin.room_key()
    await house.sync(said, to_device=[karin.letter(house.server, "m.room_key", key)])
    later = await house.again()
    again = karin.letter(house.server, "m.room_key", key)
    assert await later.sync({**said, "event_id": "$again"}, to_device=[again]) == []


STATE: list[tuple[str, Object]] = [
    ("m.room.power_levels", {"users": {MALLORY: 100}}),
    ("m.room.name", {"name": "gekaapt"}),
    ("m.room.member", {"membership": "leave"}),
    ("m.room.encryption", {"algorithm": "none"}),
    ("m.room.create", {"nl.copbot.dm": MALLORY}),
    ("m.room.tombstone", {"replacement_room": "!trap:x"}),
]


@pytest.mark.parametrize("key", [None, "", MALLORY])
@pytest.mark.parametrize(("kind", "content"), STATE)
async def test_what_comes_out_of_a_ciphertext_is_never_state(
    house: House, kind: str, content: Object, key: str | None
) -> None:
    mallory = phone(house, MALLORY)
    before = (house.rooms.people(ROOM), house.rooms.title(ROOM), house.rooms.direct_with(ROOM))
    inside = {} if key is None else {"state_key": key}
    found = await house.sync(mallory.event(kind, content, **inside), to_device=[mallory.gives(house.server)])
    assert found == []
    assert (house.rooms.people(ROOM), house.rooms.title(ROOM), house.rooms.direct_with(ROOM)) == before


async def test_a_message_with_a_state_key_is_none(house: House) -> None:
    karin = phone(house, KARIN)
    content = {"msgtype": "m.text", "body": "hallo"}
    said = karin.event("m.room.message", content, state_key="")
    assert await house.sync(said, to_device=[karin.gives(house.server)]) == []


@pytest.mark.parametrize("kind", ["m.reaction", "m.room.redaction", "m.room.encrypted", "nl.copbot.sealed"])
async def test_what_is_never_encrypted_does_not_count(house: House, kind: str) -> None:
    karin = phone(house, KARIN)
    relation = {"rel_type": "m.annotation", "event_id": "$x", "key": "✅"}
    said = karin.event(kind, {"m.relates_to": relation, "redacts": "$x", "algorithm": "m.megolm.v1.aes-sha2"})
    assert await house.sync(said, to_device=[karin.gives(house.server)]) == []


async def test_a_message_for_another_room_does_not_count_here(house: House) -> None:
    karin = phone(house, KARIN)
    elsewhere = karin.event("m.room.message", {"msgtype": "m.text", "body": "ja"}, room=OTHER)
    gives = [karin.gives(house.server), karin.gives(house.server, OTHER)]
    assert await house.sync(elsewhere, to_device=gives) == []


async def test_a_key_for_another_room_opens_nothing_here(house: House) -> None:
    karin = phone(house, KARIN)
    found = await house.sync(karin.says("ja"), to_device=[karin.gives(house.server, OTHER)])
    assert [type(fact) for fact in found] == [Sealed]


async def test_who_passes_on_anothers_key_says_nothing_with_it(house: House) -> None:
    karin, mallory = phone(house, KARIN), phone(house, MALLORY)
    stolen = mallory.letter(house.server, "m.room_key", karin.room_key())
    first, second = karin.says("eerst"), karin.says("daarna")
    found = await house.sync(first, to_device=[stolen])
    assert [(type(fact), fact.sender) for fact in found] == [(Sealed, KARIN)], "for a key of her own it waits"
    late = await house.sync(second, to_device=[karin.letter(house.server, "m.room_key", karin.room_key())])
    assert words(late) == [(KARIN, "eerst"), (KARIN, "daarna")], "the stolen key took nothing from her"


async def test_nobody_keeps_anothers_key_out_by_giving_it_often(house: House) -> None:
    karin = phone(house, KARIN)
    keys = karin.room_key()
    thieves = [phone(house, MALLORY, f"P{number}") for number in range(9)]
    said = karin.says("hallo")
    await house.sync(to_device=[thief.letter(house.server, "m.room_key", keys) for thief in thieves])
    own = karin.letter(house.server, "m.room_key", keys)
    assert words(await house.sync(said, to_device=[own])) == [(KARIN, "hallo")]


async def test_an_unknown_device_says_nothing(house: House) -> None:
    ghost = Phone(KARIN, "GHOST")
    found = await house.sync(ghost.says("!ping"), to_device=[ghost.gives(house.server)])
    assert words(found) == []


async def test_a_device_that_vouches_for_itself_but_is_not_the_senders_says_nothing(house: House) -> None:
    """The keys that come along with a letter are the sender's own word, so they count for that sender alone."""
    mallory = Phone(MALLORY, "GHOST")
    gives = mallory.gives(house.server, sender_device_keys=mallory.keys)
    found = await house.sync(
        {**mallory.says("!ping"), "sender": KARIN}, to_device=[{**gives, "sender": KARIN}]
    )
    assert words(found) == []


async def test_a_device_that_is_gone_by_now_is_known_by_what_it_sent_along(house: House) -> None:
    owner = house.server.identities[KARIN] = identity(KARIN)
    phone(house, KARIN, "ANOTHER", owner=owner)
    gone = Phone(KARIN, "GONE", owner)
    found = await house.sync(
        gone.says("hallo"), to_device=[gone.gives(house.server, sender_device_keys=gone.keys)]
    )
    assert words(found) == [(KARIN, "hallo")]


async def test_a_device_that_its_owner_never_signed_is_only_overheard(house: House) -> None:
    house.server.identities[KARIN] = identity(KARIN)
    ghost = phone(house, KARIN, "GHOST")
    found = await house.sync(ghost.says("!ping"), to_device=[ghost.gives(house.server)])
    assert [(type(fact), getattr(fact, "why", "")) for fact in found] == [(Overheard, "device")]


async def test_an_unsigned_device_takes_no_words_from_a_signed_one(house: House) -> None:
    owner = house.server.identities[KARIN] = identity(KARIN)
    karin, ghost = phone(house, KARIN, owner=owner), phone(house, KARIN, "GHOST")
    keys, said = karin.room_key(), karin.says("hallo")
    to_device = [one.letter(house.server, "m.room_key", keys) for one in (ghost, karin)]
    assert words(await house.sync(said, to_device=to_device)) == [(KARIN, "hallo")]


async def test_what_is_encrypted_in_a_way_of_its_own_waits_as_something_that_could_not_be_read(
    house: House,
) -> None:
    said = phone(house, KARIN).says("hallo")
    other = {**said, "content": {**said["content"], "algorithm": "m.megolm.v9"}}
    assert [type(fact) for fact in await house.sync(other)] == [Sealed]


async def test_what_is_said_in_the_clear_is_only_overheard(house: House) -> None:
    open_words = {"type": "m.room.message", "sender": KARIN, "event_id": "$open"}
    found = await house.sync({**open_words, "content": {"msgtype": "m.text", "body": "!start"}})
    assert [(type(fact), getattr(fact, "why", "")) for fact in found] == [(Overheard, "clear")]
    poll = {"type": "org.matrix.msc3381.poll.response", "sender": KARIN, "event_id": "$vote"}
    relation = {"rel_type": "m.reference", "event_id": "$poll"}
    assert await house.sync({**poll, "content": {"m.relates_to": relation}}) == []


async def test_a_commit_that_fails_leaves_nothing_behind_and_is_made_again(house: House) -> None:
    karin = phone(house, KARIN)
    said, gives = karin.says("hallo"), karin.gives(house.server)
    before = [await house.rows(table) for table in ("keys", "olm_sessions", "group_sessions", "meta")]
    await house.burst("group_indexes")
    with pytest.raises(StoreFailed):
        await house.sync(said, to_device=[gives])
    assert [await house.rows(table) for table in ("keys", "olm_sessions", "group_sessions", "meta")] == before
    assert await house.facts() == []
    await house.mend()
    assert words(await house.sync(said, to_device=[gives])) == [(KARIN, "hallo")]


async def test_a_message_that_was_taken_away_is_not_opened_when_its_key_comes(house: House) -> None:
    karin = phone(house, KARIN)
    key, said = karin.room_key(), karin.says("vergeten")
    await house.sync(said)
    await house.database.write(lambda sql: sql.execute("DELETE FROM sealed"))
    taken = {"type": "m.room.redaction", "sender": KARIN, "event_id": "$r", "redacts": said["event_id"]}
    await house.sync({**taken, "content": {}})
    assert await house.sync(to_device=[karin.letter(house.server, "m.room_key", key)]) == []


@pytest.mark.parametrize("inside", [False, True])
async def test_it_is_not_opened_either_before_its_removal_was_handled(house: House, inside: bool) -> None:
    karin = phone(house, KARIN)
    key, said = karin.room_key(), karin.says("vergeten")
    await house.sync(said)
    target = {"redacts": said["event_id"]}
    where = {"content": target} if inside else {"content": {}, **target}
    await house.sync({"type": "m.room.redaction", "sender": KARIN, "event_id": "$r", **where})
    assert await house.rows("sealed") == []
    house = await house.again()
    assert await house.sync(to_device=[karin.letter(house.server, "m.room_key", key)]) == []


async def test_a_conversation_that_no_longer_fits_is_begun_anew_once_an_hour(house: House) -> None:
    karin = phone(house, KARIN)
    await house.sync(to_device=[karin.gives(house.server)])
    await house.database.write(lambda sql: sql.execute("DELETE FROM olm_sessions"))
    karin.reads()
    broken = karin.talk
    for hour in (1, 2):
        for _ in range(3):
            await house.sync(to_device=[karin.gives(house.server)])
        assert house.server.times("sendToDevice", "m.room.encrypted") == hour
        assert [payload["type"] for payload in karin.reads()] == ["m.dummy"]
        karin.talk = broken
        await house.database.write(lambda sql: sql.execute("DELETE FROM olm_sessions"))
        house.seconds += PATIENCE


async def test_what_could_not_be_begun_anew_is_begun_after_a_moment(house: House) -> None:
    karin = phone(house, KARIN)
    await house.sync(to_device=[karin.gives(house.server)])
    await house.database.write(lambda sql: sql.execute("DELETE FROM olm_sessions"))

    def away(path: tuple[str, ...], body: object) -> None:
        if path == ("keys", "claim"):
            raise Unsent("away")

    calm, house.server.trouble = house.server.trouble, away
    await house.sync(to_device=[karin.gives(house.server)])
    for _ in range(3):
        await house.sync()
    assert house.server.times("keys", "claim") == 1, "a homeserver in trouble is left alone for a moment"
    house.server.trouble = calm
    house.seconds += AT_REST
    await house.sync()
    assert house.server.times("sendToDevice", "m.room.encrypted") == 1


async def test_what_waited_for_a_silent_homeserver_is_heard_when_it_tells_whose_device_it_was(
    house: House,
) -> None:
    karin = phone(house, KARIN)
    silent: Object = {"device_keys": {}, "failures": {"x": {}}}
    house.server.trouble = lambda path, body: silent if path == ("keys", "query") else None
    found = await house.sync(karin.says("eerst"), to_device=[karin.gives(house.server)])
    assert [type(fact) for fact in found] == [Sealed]
    house.server.trouble = lambda path, body: None
    assert [type(fact) for fact in await house.sync(karin.says("nog steeds"))] == [Sealed]
    house.seconds += REST + 1
    assert [body for _, body in words(await house.sync(karin.says("nu")))] == ["eerst", "nog steeds", "nu"]
    assert await house.rows("sealed") == []
