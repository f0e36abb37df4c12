"""A whole copbot whose data folder is new, or was put back from a copy: in an encrypted room it goes on, as a new device nobody is warned of."""

import shutil
from pathlib import Path

import pytest

from copbot.app import check
from copbot.config import load
from copbot.crypto.identity import Identity
from copbot.entry.identity_file import IdentityFile
from copbot.matrix import session as sessions
from tests.live.conftest import MakeCopbot, MakePeer
from tests.live.copbot import Copbot
from tests.live.events import answers
from tests.live.flaws import UNSUSPECTED
from tests.live.peer import Peer
from tests.live.rooms import ask, welcomed


def device(copbot: Copbot) -> str:
    session = sessions.stored(copbot.data, copbot.user_id)
    assert session is not None
    return session.device_id


def identity(copbot: Copbot) -> Identity | None:
    return IdentityFile(copbot.data, copbot.user_id).kept()


async def wrong(copbot: Copbot) -> list[str]:
    """What `copbot check` finds wrong with keys and identity."""
    found = await check(load(copbot.config))
    return [one.sentence for one in found if one.subject in {"device keys", "identity"} and not one.ok]


async def answers_well(member: Peer, room: str, copbot: Copbot) -> None:
    """Once its device is known to the member's client, it answers in the room, readable, and without a warning beside it."""
    await member.known(copbot.user_id)
    said = await member.say(room, "!help")
    answer = await member.wait_for(room, answers(said), 20)
    seen = await member.look(room, answer["event_id"])
    assert (seen["encrypted"], seen["failure"], seen["shield"]) == (True, None, UNSUSPECTED)


async def test_a_start_leaves_nothing_for_check_to_find(copbot: Copbot) -> None:
    assert await wrong(copbot) == []
    assert await copbot.stop() == 0
    assert await wrong(copbot) == []


@pytest.mark.parametrize(
    "lost",
    [
        "copbot.db",
        pytest.param("pickle.key", marks=pytest.mark.torture),
        pytest.param("session.json", marks=pytest.mark.torture),
        "all but identity.json",
    ],
)
async def test_what_is_lost_of_the_data_folder_makes_a_new_device_of_the_same_identity(
    new_copbot: MakeCopbot, new_peer: MakePeer, lost: str
) -> None:
    copbot, anna = await new_copbot(), await new_peer("anna")
    await copbot.start()
    room = await welcomed(anna, copbot, encrypted=True)
    await anna.verify(copbot.user_id)
    before, who = device(copbot), identity(copbot)
    await copbot.stop()
    for file in copbot.data.iterdir():
        if file.name.startswith(lost) or (lost.startswith("all") and file.name != "identity.json"):
            file.unlink()

    await copbot.start()
    assert (device(copbot) == before, identity(copbot) == who) == (False, True)
    await answers_well(anna, room, copbot)
    assert await wrong(copbot) == []
    about = await anna.known(copbot.user_id)
    assert about.verified
    assert about.devices[device(copbot)].cross_signing_verified


async def test_a_folder_put_back_from_a_copy_goes_on_as_a_new_device(
    new_copbot: MakeCopbot, new_peer: MakePeer, tmp_path: Path
) -> None:
    copbot, anna = await new_copbot(), await new_peer("anna")
    await copbot.start()
    room = await welcomed(anna, copbot, encrypted=True)
    await copbot.stop()
    shutil.copytree(copbot.data, tmp_path / "copy")
    await copbot.start()
    await answers_well(anna, room, copbot)
    before = device(copbot)
    await copbot.stop()

    shutil.rmtree(copbot.data)
    shutil.copytree(tmp_path / "copy", copbot.data)
    await copbot.start()
    after = device(copbot)
    assert after != before
    await answers_well(anna, room, copbot)
    assert (await ask(anna, room, "!role parent"))["ok"] is True

    await copbot.stop()
    await copbot.start()
    assert device(copbot) == after
    await answers_well(anna, room, copbot)


async def test_with_only_a_token_it_stops_and_says_what_to_do(new_copbot: MakeCopbot) -> None:
    copbot = await new_copbot()
    await copbot.start()
    await copbot.stop()
    session = sessions.stored(copbot.data, copbot.user_id)
    assert session is not None
    (copbot.folder / "token").touch(mode=0o600)
    (copbot.folder / "token").write_text(session.access_token)
    text = copbot.config.read_text()
    copbot.config.write_text(text.replace('password_file = "password"', 'access_token_file = "token"'))
    await copbot.start()
    await copbot.stop()

    (copbot.data / "copbot.db").unlink()
    await copbot.start(until_ready=False)
    assert await copbot.ended() == 1
    assert "Run copbot login --new-device" in copbot.log().splitlines()[-1]
    assert device(copbot) == session.device_id


@pytest.mark.torture
async def test_beside_an_identity_that_is_not_its_own_it_works_on_and_says_so(
    new_copbot: MakeCopbot, new_peer: MakePeer
) -> None:
    copbot, lenient = await new_copbot(), await new_peer("ruim", signed_only=False)
    await copbot.start()
    await copbot.stop()
    (copbot.data / "identity.json").rename(copbot.folder / "safe.json")
    IdentityFile(copbot.data, copbot.user_id).make()
    await copbot.start()
    room = await welcomed(lenient, copbot, encrypted=True)
    assert (await ask(lenient, room, "!help"))["ok"] is True
    assert "the account has an identity that is not copbot's" in copbot.log()
    (sentence,) = await wrong(copbot)
    assert sentence.startswith("the account has an identity that is not the one in the data folder")

    await copbot.stop()
    (copbot.folder / "safe.json").replace(copbot.data / "identity.json")
    await copbot.start()
    assert await wrong(copbot) == []
