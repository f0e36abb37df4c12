"""copbot's identity: three keys that sign each other as Matrix has it, and what is made of a homeserver's word about them."""

import json
from functools import partial
from typing import Any

import pytest
from signedjson.key import decode_verify_key_bytes
from signedjson.sign import SignatureVerifyException, verify_signed_json
from signedjson.types import VerifyKey
from unpaddedbase64 import decode_base64
from vodozemac import Account

from copbot.crypto.account import device_keys, signed
from copbot.crypto.canonical import unpadded
from copbot.crypto.identity import (
    Device,
    Identity,
    NoIdentity,
    Published,
    Standing,
    device_standing,
    published,
    read,
    standing,
)

COPBOT = "@copbot:x"
DEVICE = "DEV"
# RFC 8032, section 7.1, tests 1, 2 and 3.
SEEDS = tuple(
    bytes.fromhex(seed)
    for seed in (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    )
)
PUBLIC = tuple(
    unpadded(bytes.fromhex(key))
    for key in (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    )
)
Object = dict[str, Any]


@pytest.fixture
def identity() -> Identity:
    return Identity(COPBOT, *SEEDS)


@pytest.fixture
def account() -> Account:
    return Account()


def query(identity: Identity, own: Object | None) -> Object:
    """What a homeserver answers that has all of this."""
    keys = identity.keys()
    return {
        "master_keys": {COPBOT: keys["master_key"]},
        "self_signing_keys": {COPBOT: keys["self_signing_key"]},
        "user_signing_keys": {COPBOT: keys["user_signing_key"]},
        "device_keys": {COPBOT: {} if own is None else {DEVICE: own}},
        "failures": {},
    }


def seen(answer: Object) -> Published:
    return published(answer, COPBOT, DEVICE)


def judged(key: str) -> VerifyKey:
    """A public key as another implementation reads it."""
    return decode_verify_key_bytes(f"ed25519:{key}", decode_base64(key))


def test_its_public_keys_are_those_of_the_standard(identity: Identity) -> None:
    keys = identity.keys()
    assert identity.master == PUBLIC[0]
    for name, usage, public in zip(keys, ("master", "self_signing", "user_signing"), PUBLIC, strict=True):
        assert name == f"{usage}_key"
        assert keys[name]["keys"] == {f"ed25519:{public}": public}
        assert (keys[name]["user_id"], keys[name]["usage"]) == (COPBOT, [usage])


def test_another_implementation_takes_its_signatures(identity: Identity, account: Account) -> None:
    keys = identity.keys()
    own = identity.signed_device(device_keys(account, COPBOT, DEVICE))
    for name in ("self_signing_key", "user_signing_key"):
        verify_signed_json(keys[name], COPBOT, judged(PUBLIC[0]))
    verify_signed_json(own, COPBOT, judged(PUBLIC[1]))
    own["keys"]["ed25519:DEV"] = PUBLIC[2]
    with pytest.raises(SignatureVerifyException):
        verify_signed_json(own, COPBOT, judged(PUBLIC[1]))


def test_a_master_key_that_the_device_signs_is_taken_too(identity: Identity, account: Account) -> None:
    master = signed(account, COPBOT, DEVICE, identity.keys()["master_key"])
    raw = decode_base64(account.ed25519_key.to_base64())
    verify_signed_json(master, COPBOT, decode_verify_key_bytes("ed25519:DEV", raw))


def test_what_is_written_is_read_again(identity: Identity) -> None:
    assert read(identity.written(), COPBOT) == identity
    assert json.loads(identity.written()) == {
        "version": 1,
        "user_id": COPBOT,
        "master": unpadded(SEEDS[0]),
        "self_signing": unpadded(SEEDS[1]),
        "user_signing": unpadded(SEEDS[2]),
    }


def test_its_text_form_tells_no_secret(identity: Identity) -> None:
    assert f"{identity!r} {identity}" == f"Identity({COPBOT}, {PUBLIC[0]}) Identity({COPBOT}, {PUBLIC[0]})"


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"version": 2}, "was made by a newer copbot"),
        ({"user_id": "@other:x"}, "holds the identity of another account"),
        ({"master": unpadded(SEEDS[1])}, "holds no identity, or a part of one"),
        ({"master": unpadded(SEEDS[0][:31])}, "holds no identity, or a part of one"),
        ({"master": "*"}, "holds no identity, or a part of one"),
        ({"master": 7}, "holds no identity, or a part of one"),
        ({"user_signing": None}, "holds no identity, or a part of one"),
    ],
)
def test_what_is_no_identity_of_this_account_is_refused(
    identity: Identity, change: Object, wrong: str
) -> None:
    text = json.dumps(json.loads(identity.written()) | change)
    with pytest.raises(NoIdentity) as refused:
        read(text, COPBOT)
    assert str(refused.value) == wrong
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", "7", "[" * 100_000])
def test_half_a_file_is_no_identity(text: str) -> None:
    with pytest.raises(NoIdentity, match="holds no identity, or a part of one"):
        read(text, COPBOT)


def test_the_standings(identity: Identity, account: Account) -> None:
    own = device_keys(account, COPBOT, DEVICE)
    other = Identity(COPBOT, SEEDS[1], SEEDS[2], SEEDS[0])
    signed_own = identity.signed_device(own)
    nothing = seen({})
    assert standing(nothing, None, own) is Standing.NONE
    assert standing(nothing, identity, own) is Standing.KEPT
    assert standing(seen(query(identity, own)), identity, own) is Standing.UNSIGNED
    assert standing(seen(query(identity, None)), identity, own) is Standing.UNSIGNED
    assert standing(seen(query(identity, signed_own)), identity, own) is Standing.SIGNED
    assert standing(seen(query(identity, other.signed_device(own))), identity, own) is Standing.UNSIGNED
    assert standing(seen(query(other, signed_own)), identity, own) is Standing.FOREIGN
    assert standing(seen(query(other, signed_own)), None, own) is Standing.FOREIGN


def test_an_identity_that_this_device_signed_is_ours_and_lost(identity: Identity, account: Account) -> None:
    own = device_keys(account, COPBOT, DEVICE)
    answer = query(identity, own)
    answer["master_keys"][COPBOT] = signed(account, COPBOT, DEVICE, answer["master_keys"][COPBOT])
    assert standing(seen(answer), None, own) is Standing.LOST
    stranger = device_keys(Account(), COPBOT, DEVICE)
    assert standing(seen(answer), None, stranger) is Standing.FOREIGN
    assert standing(seen(answer), None, None) is Standing.FOREIGN


@pytest.mark.parametrize("usage", ["self_signing", "user_signing"])
def test_an_identity_of_which_a_part_is_missing_or_wrong_is_not_wholly_there(
    identity: Identity, account: Account, usage: str
) -> None:
    own = device_keys(account, COPBOT, DEVICE)
    other = Identity(COPBOT, SEEDS[0], SEEDS[2], SEEDS[1])
    wrongs: list[Object] = [
        {},
        {COPBOT: None},
        {COPBOT: other.keys()[f"{usage}_key"]},
        {COPBOT: {"keys": {}}},
    ]
    for wrong in wrongs:
        answer = query(identity, identity.signed_device(own)) | {f"{usage}_keys": wrong}
        assert standing(seen(answer), identity, own) is Standing.KEPT
    unsigned = query(identity, own)
    unsigned[f"{usage}_keys"][COPBOT]["signatures"] = {}
    assert standing(seen(unsigned), identity, own) is Standing.KEPT


def test_a_device_with_other_keys_is_never_taken_for_ours(identity: Identity, account: Account) -> None:
    own, theirs = (device_keys(each, COPBOT, DEVICE) for each in (account, Account()))
    answer = seen(query(identity, identity.signed_device(theirs)))
    assert standing(answer, identity, own) is Standing.UNSIGNED
    assert device_standing(answer, own) is Device.OTHER
    assert device_standing(answer, None) is Device.OTHER
    assert device_standing(answer, theirs) is Device.SAME
    assert device_standing(seen({}), own) is Device.UNKNOWN


@pytest.mark.parametrize("odd", [None, 7, "x", [], {COPBOT: 7}, {COPBOT: []}, {"@other:x": {}}])
@pytest.mark.parametrize("part", ["master_keys", "self_signing_keys", "user_signing_keys", "device_keys"])
def test_a_homeserver_that_answers_oddly_is_not_believed_and_breaks_nothing(
    identity: Identity, account: Account, part: str, odd: object
) -> None:
    own = identity.signed_device(device_keys(account, COPBOT, DEVICE))
    found = seen(query(identity, own) | {part: odd})
    assert standing(found, identity, own) is not Standing.SIGNED
    assert standing(found, None, own) in {Standing.NONE, Standing.FOREIGN}


def test_a_key_whose_name_is_not_its_value_is_none(identity: Identity) -> None:
    answer = query(identity, None)
    answer["master_keys"][COPBOT]["keys"] = {f"ed25519:{PUBLIC[0]}": PUBLIC[1]}
    assert standing(seen(answer), identity, None) is Standing.FOREIGN


def test_seeds_are_three_and_whole() -> None:
    make = partial(Identity, COPBOT)
    for seeds in ((SEEDS[0], SEEDS[0], SEEDS[1]), (b"", SEEDS[1], SEEDS[2])):
        with pytest.raises(ValueError, match="three different seeds of 32 bytes"):
            make(*seeds)
