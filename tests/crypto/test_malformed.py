"""Whatever the network brings, encryption answers: it opens it, or says that it can't. Nothing else is ever raised."""

import json
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vodozemac import Account, Curve25519PublicKey, GroupSession, InboundGroupSession

from copbot.crypto import account, canonical, devices, megolm, olm
from copbot.crypto.devices import Listing
from copbot.crypto.olm import Unreadable
from tests.strange import bent, deep, junk

ME, KARIN, ROOM = "@copbot:x", "@karin:x", "!r:x"
EACH = 1_500
EACH_IN_TORTURE = 15_000
Object = dict[str, Any]

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=15,
)

own, theirs = Account(), Account()
own.generate_one_time_keys(1)
one_time = next(iter(own.one_time_keys.values()))
group = GroupSession()
inbound = InboundGroupSession(group.session_key)
key = {
    "algorithm": account.MEGOLM,
    "room_id": ROOM,
    "session_id": group.session_id,
    "session_key": group.session_key.to_base64(),
}
theirs.generate_one_time_keys(1)
device = account.device_keys(theirs, KARIN, "PHONE")
known = devices.device_of(KARIN, device)
claimed = account.one_time_keys(theirs, KARIN, "PHONE")
answer = {"device_keys": {KARIN: {"PHONE": device}}, "master_keys": {KARIN: {"user_id": KARIN, "keys": {}}}}


def letter(payload: object, raw: bytes | None = None) -> Object:
    """A to-device event with this inside."""
    session = theirs.create_outbound_session(own.curve25519_key, one_time)
    form, body = session.encrypt(json.dumps(payload).encode() if raw is None else raw).to_parts()
    block = {own.curve25519_key.to_base64(): {"type": form, "body": canonical.unpadded(body)}}
    content = {
        "algorithm": account.OLM,
        "sender_key": theirs.curve25519_key.to_base64(),
        "ciphertext": block,
    }
    return {"type": "m.room.encrypted", "sender": KARIN, "content": content}


PAYLOAD = {
    "type": "m.room_key",
    "content": key,
    "sender": KARIN,
    "recipient": ME,
    "recipient_keys": {"ed25519": own.ed25519_key.to_base64()},
    "keys": {"ed25519": theirs.ed25519_key.to_base64()},
    "sender_device_keys": device,
}
LETTER = letter(PAYLOAD)
ownership = own.pickle(b"k" * 32)


def event(payload: object, raw: bytes | None = None) -> Object:
    """The content of a room's event with this inside."""
    plain = json.dumps(payload).encode() if raw is None else raw
    return {
        "algorithm": account.MEGOLM,
        "session_id": group.session_id,
        "ciphertext": group.encrypt(plain).to_base64(),
    }


INSIDE = {"type": "m.room.message", "content": {"body": "hallo"}, "room_id": ROOM}
EVENT = event(INSIDE)


def unseal(found: Any) -> None:
    fresh = Account.from_pickle(ownership, b"k" * 32)
    olm.unseal(fresh, [], ME, found if isinstance(found, dict) else {"content": found})


def open_room(found: Any) -> None:
    megolm.session_of(found)
    megolm.unseal(inbound, ROOM, found if isinstance(found, dict) else {})


def begin(found: Any) -> None:
    assert known is not None
    olm.begun(theirs, known, found)


DOORS: list[tuple[str, Callable[[Any], object], Any]] = [
    ("letters", unseal, LETTER),
    ("what is in letters", lambda payload: unseal(letter(payload)), PAYLOAD),
    ("rooms' messages", open_room, EVENT),
    ("what is in them", lambda inside: open_room(event(inside)), INSIDE),
    ("rooms' keys", lambda found: megolm.given(found if isinstance(found, dict) else {}), key),
    (
        "devices",
        lambda found: devices.read(KARIN, found if isinstance(found, dict) else {}, Listing()),
        answer,
    ),
    ("one-time keys", begin, claimed),
]
NAMES = [name for name, _, _ in DOORS]


@pytest.mark.parametrize(("name", "door", "good"), DOORS, ids=NAMES)
def test_the_good_one_is_taken(name: str, door: Callable[[Any], object], good: Any) -> None:
    door(good)


def batter(door: Callable[[Any], object], good: Any, times: int, seed: int) -> int:
    """Bend the good one so many times; returns how often it was refused."""
    chance, refused = Random(seed), 0
    for _ in range(times):
        found = bent(chance, good) if chance.random() < 0.9 else junk(chance)
        try:
            door(found)
        except Unreadable:
            refused += 1
    return refused


@pytest.mark.parametrize(("name", "door", "good"), DOORS, ids=NAMES)
def test_what_was_bent_is_refused_or_read(name: str, door: Callable[[Any], object], good: Any) -> None:
    refused = batter(door, good, EACH, seed=7)
    assert refused > 0 or name in ("devices", "one-time keys")


@pytest.mark.torture
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("name", "door", "good"), DOORS, ids=NAMES)
def test_what_was_bent_is_refused_or_read_very_often(
    name: str, door: Callable[[Any], object], good: Any, seed: int
) -> None:
    batter(door, good, EACH_IN_TORTURE // 2, seed)


@pytest.mark.parametrize(("name", "door", "good"), DOORS, ids=NAMES)
def test_depth_and_size_change_nothing(name: str, door: Callable[[Any], object], good: Any) -> None:
    for odd in (deep(900), "x" * 1_000_000, ["x"] * 100_000, {str(n): n for n in range(10_000)}):
        for part in [*good, None]:
            with suppress(Unreadable, RecursionError if part is None else Unreadable):
                door(odd if part is None else {**good, part: odd})


@given(values)
@settings(max_examples=60, deadline=None)
def test_anything_at_all_is_refused_or_read(found: Any) -> None:
    for _, door, _ in DOORS:
        with suppress(Unreadable):
            door(found)


@pytest.mark.parametrize(
    "raw", [b"", b"\x00", b"[", b"\xff\xfe", b"[" * 5_000, b"1" * 5_000, b'{"a":1e999}', b'"\\ud800"', b"NaN"]
)
def test_what_is_inside_need_not_be_json(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        unseal(letter(None, raw))
    with pytest.raises(Unreadable):
        open_room(event(None, raw))


def test_a_key_counts_in_its_one_form_only() -> None:
    """The same key written differently would be another's name in the store."""
    curve = theirs.curve25519_key.to_base64()
    forms = [f"{curve}=", curve[:-1] + "B", curve + "\n", curve.replace("A", "a", 1) + "AA"]
    for form in forms:
        with pytest.raises(Unreadable):
            olm.peer({"content": {"algorithm": account.OLM, "sender_key": form}})
    assert Curve25519PublicKey.from_base64(curve).to_base64() == curve
