"""What `copbot check` says of device and identity, in every state that they can be in, and how to mend it."""

from contextlib import nullcontext

import aiohttp
import pytest

from copbot.crypto.identity import Identity
from copbot.demo.homeserver import Homeserver
from copbot.entry.identity_file import IdentityFile
from copbot.matrix.check import Finding
from copbot.store.lock import hold
from tests.live.conftest import MakeMachine
from tests.live.machines import Machine
from tests.live.proxy import Answer, FaultProxy, Seen, matrix_error

BRING = (
    "Put identity.json from your backup in the data folder and start copbot again; "
    "without a backup: copbot login --new-identity."
)
RESTART = "Start copbot again; if that does not help, copbot login tells why."


@pytest.fixture
async def machine(new_machine: MakeMachine) -> Machine:
    return await new_machine()


@pytest.fixture
async def whole(machine: Machine) -> Machine:
    """As it is after a login, and after a start."""
    await machine.login()
    return machine


def device(machine: Machine) -> str:
    session = machine.session()
    assert session is not None
    return session.device_id


async def test_without_a_session_nothing_is_known(machine: Machine) -> None:
    assert await machine.check() == []


async def test_of_a_new_device_the_rest_waits_for_the_start(machine: Machine) -> None:
    await machine.login()
    await machine.only_a_session()
    assert await machine.check() == [
        Finding(None, "device keys", "the homeserver has none yet; they are uploaded at the next start"),
        Finding(None, "identity", "it signs copbot's device at the next start"),
    ]


async def test_before_there_is_an_identity(machine: Machine) -> None:
    await machine.only_a_session()
    assert (await machine.check())[1] == Finding(
        None, "identity", "copbot has none yet; it is made at the next start, or by copbot login"
    )


async def test_an_identity_that_never_arrived(machine: Machine) -> None:
    await machine.only_a_session()
    IdentityFile(machine.data, machine.user).make()
    sentence = "it was made, and is not, or not wholly, with the homeserver"
    assert (await machine.check())[1] == Finding(None, "identity", sentence, RESTART)


async def test_all_is_well(whole: Machine) -> None:
    identity = whole.identity()
    assert identity is not None
    assert await whole.check() == [
        Finding(True, "device keys", f"the homeserver has those of device {device(whole)}"),
        Finding(True, "identity", f"copbot's device is signed by its own ({identity.master})"),
    ]


async def test_a_device_that_is_not_signed(machine: Machine, proxy: FaultProxy) -> None:
    behind = Machine(machine.copbot.folder, proxy.url, machine.user, machine.password)
    proxy.always(
        lambda request: request.path.endswith("/keys/signatures/upload"), matrix_error(400, "M_BAD_JSON")
    )
    await behind.login()
    sentence = "it has not signed copbot's device: members see a warning, and some do not see copbot at all"
    assert await machine.check() == [
        Finding(True, "device keys", f"the homeserver has those of device {device(machine)}"),
        Finding(False, "identity", sentence, RESTART),
    ]
    proxy.clear()
    await behind.login()
    assert [finding.ok for finding in await machine.check()] == [True, True]


async def test_a_file_that_is_lost(whole: Machine) -> None:
    (whole.data / "identity.json").unlink()
    assert (await whole.check())[1] == Finding(
        False, "identity", "identity.json is not in the data folder any more", BRING
    )


async def test_an_identity_that_is_not_ours(whole: Machine, new_machine: MakeMachine) -> None:
    """Somebody begins anew on another machine."""
    await (await new_machine(whole)).login(new_identity=True)
    sentence = "the account has an identity that is not the one in the data folder: members see a warning beside copbot"
    assert (await whole.check())[1] == Finding(False, "identity", sentence, BRING)

    (whole.data / "identity.json").unlink()
    sentence = "the account has an identity, and there is none in the data folder: members see a warning beside copbot"
    assert (await whole.check())[1] == Finding(False, "identity", sentence, BRING)


async def test_keys_that_are_lost(whole: Machine) -> None:
    (whole.data / "copbot.db").unlink()
    wrong = f"those of device {device(whole)} are not in the data folder, or not as new: it was lost, or put back from a copy"
    mend = "Run copbot login --new-device; with access_token_file, put the token of a new device in it first."
    assert (await whole.check())[0] == Finding(False, "device keys", wrong, mend)


async def test_a_database_put_back_from_a_copy(whole: Machine) -> None:
    session = whole.session()
    assert session is not None
    for device, starts, ok in (
        ("OTHER", 1, False),
        (session.device_id, 1, True),
        (session.device_id, 2, False),
    ):
        body = {"device": device, "starts": starts}
        path = ("user", whole.user, "account_data", "nl.copbot.device")
        await whole.ask(session.access_token, "PUT", *path, body=body)
        assert (await whole.check())[0].ok is ok, starts


async def test_a_file_that_others_can_read(whole: Machine) -> None:
    path = whole.data / "identity.json"
    path.chmod(0o640)
    assert await whole.check() == [
        Finding(
            False,
            "identity",
            f"{path} can be read or changed by others (mode 0640)",
            f"Run: chmod 600 {path}",
        )
    ]


async def test_an_identity_that_took_its_place_unseen_is_ours(whole: Machine) -> None:
    """The process ended between the homeserver's yes and the note of it."""
    await whole.login(new_identity=True)
    newest = whole.identity()
    (whole.data / "identity.json").rename(whole.data / "identity.json.next")
    assert isinstance(newest, Identity)
    assert [finding.ok for finding in await whole.check()] == [True, True]
    assert (await whole.login()).told[0].startswith(f"Its identity is {newest.master}")
    assert whole.identity() == newest


def keys_query(request: Seen) -> bool:
    return request.path.endswith("/keys/query")


async def test_a_homeserver_that_does_not_tell(whole: Machine, proxy: FaultProxy) -> None:
    behind = Machine(whole.copbot.folder, proxy.url, whole.user, whole.password)
    proxy.always(keys_query, matrix_error(403, "M_FORBIDDEN"))
    sentence = "the homeserver does not tell about copbot's keys now (keys: 403 M_FORBIDDEN)"
    assert await behind.check() == [Finding(None, "identity", sentence)]


@pytest.mark.parametrize("runs", [True, False])
async def test_a_homeserver_that_has_forgotten_all(whole: Machine, proxy: FaultProxy, runs: bool) -> None:
    """At the next start all of it comes back; in a copbot that runs something is wrong."""
    behind = Machine(whole.copbot.folder, proxy.url, whole.user, whole.password)
    proxy.always(keys_query, Answer(200, "{}"))
    kept = "it was made, and is not, or not wholly, with the homeserver"
    expected = [
        Finding(None, "device keys", "the homeserver has none yet; they are uploaded at the next start"),
        Finding(None, "identity", kept, RESTART),
    ]
    if runs:
        missing = Finding(False, "device keys", "the homeserver does not have them", RESTART)
        expected = [missing, Finding(False, "identity", kept, RESTART)]
    with hold(whole.data) if runs else nullcontext():
        assert await behind.check() == expected


async def test_a_token_without_a_device(machine: Machine, homeserver: Homeserver) -> None:
    """As an administrator gets it for an account."""
    await homeserver.register("chief", "made-up", admin=True)
    chief = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": "chief"},
        "password": "made-up",
    }
    admin = (await machine.ask("", "POST", "login", body=chief))["access_token"]
    where = f"{homeserver.url}/_synapse/admin/v1/users/{machine.user}/login"
    headers = {"Authorization": f"Bearer {admin}"}
    async with aiohttp.ClientSession(headers=headers) as http, http.post(where, json={}) as answer:
        token = (await answer.json())["access_token"]
    machine.with_token(token)
    entered = await machine.login()
    assert entered.session.device_id == ""
    sentence = "the access token belongs to no device, so that copbot cannot take part in encrypted rooms"
    mend = "Log in with a password, and take the access token of that."
    assert await machine.check() == [Finding(False, "device keys", sentence, mend)]
