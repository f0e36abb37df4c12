"""copbot's identity on a real homeserver: made once, whole after every interruption, and never put over another's."""

import json
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
from vodozemac import Account

from copbot.crypto.account import device_keys
from copbot.crypto.identity import Identity, Standing, published, vouched
from copbot.demo.homeserver import Homeserver
from copbot.demo.member import Member
from copbot.matrix.device import KeysElsewhere
from copbot.matrix.identity import IdentityRefused, look, replace
from tests.live.conftest import PASSWORD, MakeMember
from tests.live.identities import Killed, Own, own, seen_by

_accounts = count(1)


async def account(homeserver: Homeserver) -> str:
    return await homeserver.register(f"identity{next(_accounts)}", PASSWORD)


@pytest.fixture
async def me(homeserver: Homeserver, tmp_path: Path) -> AsyncIterator[Own]:
    async with own(homeserver.url, await account(homeserver), PASSWORD, tmp_path / "data") as found:
        yield found


@pytest.fixture
async def anna(new_member: MakeMember) -> Member:
    return await new_member("anna")


def password() -> str:
    return PASSWORD


async def test_the_first_start_makes_an_identity_and_signs_with_it(me: Own, anna: Member) -> None:
    assert me.file.kept() is None
    assert await me.start() is Standing.SIGNED
    identity = me.file.kept()
    assert identity is not None
    user, device = me.session.user_id, me.session.device_id
    seen = json.loads(await seen_by(anna, user))
    assert list(seen["master_keys"][user]["keys"].values()) == [identity.master]
    assert identity.signs(seen["device_keys"][user][device])
    found = await look(me.requests, user, device)
    assert identity.is_whole_in(found)
    assert vouched(found, me.keys)


async def test_the_second_start_changes_nothing(me: Own, anna: Member) -> None:
    await me.start()
    written = (me.folder / "identity.json").read_bytes()
    before = await seen_by(anna, me.session.user_id)
    me.counted.made.clear()
    assert await me.start() is Standing.SIGNED
    assert await seen_by(anna, me.session.user_id) == before
    assert (me.folder / "identity.json").read_bytes() == written
    assert [made for made in me.counted.made if "signing" in made or "signatures" in made] == []


@pytest.mark.parametrize("arrives", [False, True])
async def test_an_end_at_any_request_is_mended_by_the_next_start(
    homeserver: Homeserver, anna: Member, tmp_path: Path, arrives: bool
) -> None:
    """Each request of a first start is the last once, before and after it reached the homeserver."""
    ended = 0
    while True:
        user = await account(homeserver)
        async with own(homeserver.url, user, PASSWORD, tmp_path / str(ended)) as me:
            me.counted.end_at, me.counted.arrives = ended + 1, arrives
            try:
                await me.start()
                break
            except Killed:
                ended += 1
            made = me.file.kept()
            me.counted.end_at = None
            assert await me.start() is Standing.SIGNED
            identity = me.file.kept()
            assert identity is not None
            assert made in {None, identity}
            seen = json.loads(await seen_by(anna, user))
            assert list(seen["master_keys"][user]["keys"].values()) == [identity.master]
            assert identity.signs(seen["device_keys"][user][me.session.device_id])
    assert ended == 9  # look, record, record, upload; look, identity, look, signatures, look


async def test_the_identity_is_in_its_file_before_anything_of_it_leaves(me: Own) -> None:
    me.counted.end_at = 6
    with pytest.raises(Killed):
        await me.start()
    assert me.counted.made[-1] == "POST keys/device_signing/upload"
    assert me.file.kept() is not None
    assert (await look(me.requests, me.session.user_id, "")).master is None


async def test_another_identity_on_the_account_is_never_replaced(me: Own, anna: Member) -> None:
    theirs = Identity(me.session.user_id, *(bytes([one]) * 32 for one in (1, 2, 3)))
    await me.requests.request("POST", "keys", "device_signing", "upload", body=theirs.keys())
    assert await me.start(password) is Standing.FOREIGN
    assert me.file.kept() is None
    before = await seen_by(anna, me.session.user_id)

    me.file.make()  # nor when there is one here that is not the account's
    assert await me.start(password) is Standing.FOREIGN
    assert await seen_by(anna, me.session.user_id) == before
    assert list(json.loads(before)["master_keys"][me.session.user_id]["keys"].values()) == [theirs.master]


async def test_a_lost_file_is_told_and_nothing_is_made_in_its_place(me: Own, anna: Member) -> None:
    await me.start()
    before = await seen_by(anna, me.session.user_id)
    kept = (me.folder / "identity.json").rename(me.folder / "elsewhere")
    assert await me.start(password) is Standing.LOST
    assert not (me.folder / "identity.json").exists()
    assert await seen_by(anna, me.session.user_id) == before

    kept.rename(me.folder / "identity.json")
    assert await me.start() is Standing.SIGNED


async def test_an_identity_half_stored_by_the_homeserver_is_made_whole_with_the_password(me: Own) -> None:
    """A homeserver stores the three keys one after the other; for what is missing it then asks for the password."""
    identity = me.file.make()
    half = {"master_key": identity.keys()["master_key"]}
    await me.requests.request("POST", "keys", "device_signing", "upload", body=half)
    assert await me.start() is Standing.KEPT
    assert await me.start(lambda: "wrong") is Standing.KEPT
    assert await me.start(password) is Standing.SIGNED
    assert me.file.kept() == identity


async def test_a_signature_that_is_missing_is_put_again(me: Own) -> None:
    await me.start()
    identity = me.file.kept()
    assert identity is not None
    later = await me.other_device(PASSWORD)
    assert identity.signs((await look(me.requests, me.session.user_id, me.session.device_id)).device or {})
    assert await later.start() is Standing.SIGNED
    assert identity.signs(
        (await look(later.requests, later.session.user_id, later.session.device_id)).device or {}
    )
    assert later.file.kept() == identity


async def test_the_file_on_a_new_machine_makes_a_new_device_of_the_same_identity(
    homeserver: Homeserver, anna: Member, tmp_path: Path
) -> None:
    user = await account(homeserver)
    async with own(homeserver.url, user, PASSWORD, tmp_path / "old") as old:
        await old.start()
        first = json.loads(await seen_by(anna, user))["master_keys"][user]["keys"]
        async with own(homeserver.url, user, PASSWORD, tmp_path / "new") as new:
            (old.folder / "identity.json").rename(new.folder / "identity.json")
            assert await new.start() is Standing.SIGNED
            seen = json.loads(await seen_by(anna, user))
            assert seen["master_keys"][user]["keys"] == first
            assert len(seen["device_keys"][user]) == 2


async def test_a_new_identity_needs_the_password_and_signs_from_then_on(me: Own, anna: Member) -> None:
    await me.start()
    first, user = me.file.kept(), me.session.user_id
    with pytest.raises(IdentityRefused, match="Put password_file in the place of access_token_file"):
        await replace(me.requests, me.file, user, None)
    with pytest.raises(IdentityRefused, match=r"does not take copbot's password .* \(M_FORBIDDEN\)"):
        await replace(me.requests, me.file, user, lambda: "wrong")
    assert me.file.kept() == first
    assert await me.start() is Standing.SIGNED

    second = await replace(me.requests, me.file, user, password)
    assert second not in {first, None}
    assert me.file.kept() == second
    assert await me.start() is Standing.SIGNED
    seen = json.loads(await seen_by(anna, user))
    assert list(seen["master_keys"][user]["keys"].values()) == [second.master]
    assert second.signs(seen["device_keys"][user][me.session.device_id])


async def test_an_end_before_a_new_identity_is_noted_is_mended_by_the_next_start(me: Own) -> None:
    await me.start()
    first = me.file.kept()
    me.counted.made.clear()
    me.counted.end_at, me.counted.arrives = 2, True  # the second is the one with the password
    with pytest.raises(Killed):
        await replace(me.requests, me.file, me.session.user_id, password)
    assert me.file.kept() == first
    me.counted.end_at = None
    assert await me.start() is Standing.SIGNED
    assert me.file.kept() != first
    assert me.file.successor() is None


async def test_a_device_of_which_the_keys_are_elsewhere_is_left_alone(me: Own, anna: Member) -> None:
    await me.start()
    before = await seen_by(anna, me.session.user_id)
    me.account = Account()
    me.keys = device_keys(me.account, me.session.user_id, me.session.device_id)
    with pytest.raises(KeysElsewhere, match="copbot login --new-device"):
        await me.start()
    assert await seen_by(anna, me.session.user_id) == before


async def test_a_database_put_back_from_a_copy_is_noticed(me: Own, anna: Member) -> None:
    """The keys are the same, but what they were used for since is not in the copy."""
    await me.start()
    database = me.folder / "copbot.db"
    copy = database.read_bytes()
    await me.start()
    before = await seen_by(anna, me.session.user_id)
    database.write_bytes(copy)
    with pytest.raises(KeysElsewhere):
        await me.start()
    with pytest.raises(KeysElsewhere):
        await me.start()
    assert await seen_by(anna, me.session.user_id) == before


async def test_a_database_of_an_earlier_device_is_noticed(me: Own) -> None:
    await me.start()
    copy = (me.folder / "copbot.db").read_bytes()
    later = await me.other_device(PASSWORD)
    await later.start()
    (me.folder / "copbot.db").write_bytes(copy)
    with pytest.raises(KeysElsewhere):
        await me.start()


async def test_a_copy_made_and_put_back_between_two_starts_is_the_same_and_serves(me: Own) -> None:
    await me.start()
    database = me.folder / "copbot.db"
    database.write_bytes(database.read_bytes())
    assert await me.start() is Standing.SIGNED


async def test_the_homeservers_word_about_starts_is_looked_at_with_care(me: Own) -> None:
    user = me.session.user_id
    for odd in ({}, {"device": 7, "starts": 9}, {"device": me.session.device_id, "starts": "9"}):
        await me.requests.request("PUT", "user", user, "account_data", "nl.copbot.device", body=odd)
        assert await me.start() is Standing.SIGNED


def test_an_answer_about_somebody_else_is_no_answer() -> None:
    found = published({"master_keys": {"@other:x": {"keys": {}}}}, "@copbot:x", "DEV")
    assert (found.master, found.device) == (None, None)
