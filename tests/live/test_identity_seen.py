"""copbot's identity as clients judge it whose encryption is not ours: its device is its owner's, and who has verified it stays sure."""

from pathlib import Path

from copbot.crypto.identity import Standing
from copbot.demo.homeserver import Homeserver
from tests.live.conftest import PASSWORD, MakeMachine, MakePeer
from tests.live.identities import own


async def test_the_device_is_its_owners_and_can_be_verified(
    homeserver: Homeserver, new_peer: MakePeer, tmp_path: Path
) -> None:
    anna = await new_peer("anna")
    user = await homeserver.register("seen1", PASSWORD)
    async with own(homeserver.url, user, PASSWORD, tmp_path / "data") as me:
        assert await me.start() is Standing.SIGNED
        identity = me.file.kept()
        room = await anna.create_room([user], encrypted=True)
        await me.requests.request("POST", "join", room)
        await anna.say(room, "hoi")  # whom it talks to, it keeps an eye on
        about = await anna.known(user)
        assert identity is not None
        assert (about.identity, about.master_key) == (True, identity.master)
        assert about.devices[me.session.device_id].signed_by_owner

        await anna.verify(user)
        later = await me.other_device(PASSWORD)
        assert await later.start() is Standing.SIGNED
        about = await anna.known(user)
        assert about.verified
        assert not about.needs_approval
        assert about.devices[later.session.device_id].cross_signing_verified


async def test_a_new_identity_is_warned_of_and_a_brought_one_is_not(
    new_machine: MakeMachine, new_peer: MakePeer
) -> None:
    anna, old = await new_peer("anna"), await new_machine()
    await old.login()
    await anna.known(old.user)
    await anna.verify(old.user)

    new = await new_machine(old)
    new.data.mkdir(mode=0o700)
    (new.data / "identity.json").write_bytes((old.data / "identity.json").read_bytes())
    (new.data / "identity.json").chmod(0o600)
    await new.login()
    about = await anna.known(old.user)
    assert (about.verified, about.was_verified) == (True, True)

    await new.login(new_identity=True)
    about = await anna.known(old.user)
    assert (about.verified, about.was_verified) == (False, True)
