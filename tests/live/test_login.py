"""`copbot login` on a real homeserver: what it does by itself, and what it explains before it does anything."""

import pytest
from vodozemac import Account

from copbot.config import UnsafeSecret
from copbot.core.failures import HomeserverUnreachable
from copbot.crypto.identity import Identity
from copbot.demo.wire import MatrixError
from copbot.entry.identity_file import IdentityFile
from copbot.entry.login import IdentityElsewhere
from copbot.matrix.device import KeysElsewhere
from copbot.matrix.identity import IdentityRefused
from copbot.matrix.session import Session
from tests.live.conftest import PASSWORD, MakeMachine
from tests.live.machines import Machine
from tests.live.proxy import FaultProxy, bad_gateway, everything


async def first(machine: Machine) -> tuple[Session, Identity]:
    entered = await machine.login()
    identity = machine.identity()
    assert identity is not None
    return entered.session, identity


async def test_the_first_login_makes_a_session_and_an_identity(new_machine: MakeMachine) -> None:
    machine = await new_machine()
    entered = await machine.login()
    identity = machine.identity()
    assert identity is not None
    assert entered.session == machine.session()
    assert entered.told == (
        f"Its identity is {identity.master}, kept in identity.json: keep a copy of that file in a safe place.",
    )
    assert identity.master in await machine.keys(entered.session.access_token)


MASTER = ("pushrules", "global", "override", ".m.rule.master", "enabled")


async def test_no_notifications_are_noted_for_it(new_machine: MakeMachine, proxy: FaultProxy) -> None:
    """The homeserver would for every message; where that can't be turned off, it comes in all the same."""
    machine = await new_machine()
    deaf = Machine(machine.copbot.folder, proxy.url, machine.user, PASSWORD)
    proxy.always(lambda request: "pushrules" in request.path, bad_gateway())
    token = (await deaf.login()).session.access_token
    assert await machine.ask(token, "GET", *MASTER) == {"enabled": False}
    proxy.clear()
    token = (await deaf.login()).session.access_token
    assert await machine.ask(token, "GET", *MASTER) == {"enabled": True}


async def test_another_login_keeps_device_and_identity(new_machine: MakeMachine) -> None:
    machine = await new_machine()
    before, identity = await first(machine)
    keys = await machine.keys(before.access_token)
    after = (await machine.login()).session
    assert after.device_id == before.device_id
    assert machine.identity() == identity
    assert await machine.keys(after.access_token) == keys


async def test_a_new_machine_without_the_identity_is_told_the_choices_and_nothing_is_done(
    new_machine: MakeMachine,
) -> None:
    old = await new_machine()
    session, _ = await first(old)
    before = await old.keys(session.access_token)
    new = await new_machine(old)
    with pytest.raises(IdentityElsewhere) as explained:
        await new.login()
    assert str(explained.value) == (
        f"{old.user} has an identity by which members' devices know copbot, and it is not in the data folder. Nothing was done. Choose:\n"
        "  (a) Put identity.json from your backup, or from the old machine, in the data folder and run copbot login again. copbot\n"
        "      then is a new device of the same identity, and nobody notices.\n"
        "  (b) Run copbot login --new-identity to begin anew. Members' devices will warn them that copbot's identity changed;\n"
        "      tell them beforehand. This cannot be undone."
    )
    assert explained.value.exit_code == 1
    assert sorted(path.name for path in new.data.iterdir()) == ["lock"]
    assert await old.keys(session.access_token) == before


async def test_with_the_identity_of_a_backup_it_is_a_new_device_of_the_same(new_machine: MakeMachine) -> None:
    old = await new_machine()
    session, identity = await first(old)
    new = await new_machine(old)
    new.data.mkdir(mode=0o700)
    (old.data / "identity.json").rename(new.data / "identity.json")
    entered = await new.login()
    assert entered.session.device_id != session.device_id
    assert new.identity() == identity
    await old.ask(session.access_token, "GET", "account", "whoami")  # the old machine is left alone


async def test_the_identity_of_another_time_is_not_the_accounts(new_machine: MakeMachine) -> None:
    old = await new_machine()
    session, _ = await first(old)
    before = await old.keys(session.access_token)
    new = await new_machine(old)
    new.data.mkdir(mode=0o700)
    IdentityFile(new.data, new.user).make()
    with pytest.raises(IdentityElsewhere, match=r"identity\.json in the data folder holds another one"):
        await new.login()
    assert await old.keys(session.access_token) == before


async def test_to_begin_anew_has_to_be_said(new_machine: MakeMachine) -> None:
    old = await new_machine()
    _, identity = await first(old)
    new = await new_machine(old)
    entered = await new.login(new_identity=True)
    made = new.identity()
    assert made not in {None, identity}
    assert made is not None
    assert entered.told == (
        f"It has a new identity, {made.master}: members' devices will warn of the change.",
    )
    assert made.master in await new.keys(entered.session.access_token)
    assert (await new.login()).told[0].startswith(f"Its identity is {made.master}")


async def test_to_begin_anew_needs_the_password(new_machine: MakeMachine) -> None:
    machine = await new_machine()
    session, identity = await first(machine)
    machine.with_token(session.access_token)
    with pytest.raises(IdentityRefused) as refused:
        await machine.login(new_identity=True)
    assert str(refused.value) == (
        "The homeserver asks for the account's password before it takes another identity, and there is only an access "
        "token. Put password_file in the place of access_token_file for this once."
    )
    assert machine.identity() == identity
    assert (await machine.login()).told[0].startswith(f"Its identity is {identity.master}")


async def test_a_token_on_a_new_machine_stays_good_when_the_choices_are_told(
    new_machine: MakeMachine,
) -> None:
    old = await new_machine()
    session, _ = await first(old)
    new = await new_machine(old)
    new.with_token(session.access_token)
    with pytest.raises(IdentityElsewhere):
        await new.login()
    assert new.session() is None
    await old.ask(session.access_token, "GET", "account", "whoami")


async def test_a_new_device_is_made_when_asked_for_and_the_old_one_goes(new_machine: MakeMachine) -> None:
    machine = await new_machine()
    before, identity = await first(machine)
    after = (await machine.login(new_device=True)).session
    assert after == machine.session()
    assert after.device_id != before.device_id
    assert machine.identity() == identity
    assert before.device_id not in await machine.devices(after.access_token)
    with pytest.raises(MatrixError, match="M_UNKNOWN_TOKEN"):
        await machine.ask(before.access_token, "GET", "account", "whoami")


async def test_a_token_makes_no_new_device_of_itself(new_machine: MakeMachine) -> None:
    machine = await new_machine()
    before, _ = await first(machine)
    machine.with_token(before.access_token)
    with pytest.raises(KeysElsewhere) as refused:
        await machine.login(new_device=True)
    assert refused.value.device == before.device_id
    assert machine.session() == before


async def test_the_token_of_a_new_device_is_one(new_machine: MakeMachine) -> None:
    machine, other = await new_machine(), await new_machine()
    before, identity = await first(machine)
    login = {
        "type": "m.login.password",
        "identifier": {"type": "m.id.user", "user": machine.user},
        "password": PASSWORD,
    }
    made = await machine.ask("", "POST", "login", body=login)
    machine.with_token(made["access_token"])
    after = (await machine.login(new_device=True)).session
    assert after.device_id == made["device_id"]
    assert machine.identity() == identity
    with pytest.raises(MatrixError, match="M_UNKNOWN_TOKEN"):
        await other.ask(before.access_token, "GET", "account", "whoami")


async def test_a_device_whose_keys_are_lost_is_left_for_a_new_one(new_machine: MakeMachine) -> None:
    machine = await new_machine()
    before, identity = await first(machine)
    await machine.upload(before, Account())
    entered = await machine.login()
    assert entered.told[0] == "The old device's keys are not in the data folder: this is a new device."
    assert entered.session.device_id != before.device_id
    assert machine.identity() == identity
    assert before.device_id not in await machine.devices(entered.session.access_token)


@pytest.mark.parametrize("lost", ["pickle.key", "copbot.db"])
async def test_keys_that_do_not_open_are_lost(new_machine: MakeMachine, lost: str) -> None:
    machine = await new_machine()
    before, _ = await first(machine)
    for file in machine.data.glob(f"{lost}*"):
        file.unlink()
    assert (await machine.login()).session.device_id != before.device_id


async def test_a_database_put_back_from_a_copy_makes_a_new_device(new_machine: MakeMachine) -> None:
    machine = await new_machine()
    before, identity = await first(machine)
    copy = (machine.data / "copbot.db").read_bytes()
    assert (await machine.login()).session.device_id == before.device_id
    (machine.data / "copbot.db").write_bytes(copy)
    after = (await machine.login()).session
    assert after == machine.session()
    assert after.device_id != before.device_id
    assert machine.identity() == identity
    assert before.device_id not in await machine.devices(after.access_token)


async def test_with_a_token_lost_keys_are_told_and_the_device_is_left(new_machine: MakeMachine) -> None:
    machine = await new_machine()
    before, _ = await first(machine)
    await machine.upload(before, Account())
    keys = await machine.keys(before.access_token)
    machine.with_token(before.access_token)
    with pytest.raises(KeysElsewhere) as refused:
        await machine.login()
    assert str(refused.value) == (
        f"The encryption keys of device {before.device_id} are not those in the data folder, which is new, or was put back from an "
        "older copy. copbot can go on as a new device only. Run copbot login --new-device; with access_token_file, put the "
        "token of a new device in it first."
    )
    assert await machine.keys(before.access_token) == keys


async def test_all_keys_lost_is_told_and_the_session_stays(new_machine: MakeMachine) -> None:
    machine = await new_machine()
    before, _ = await first(machine)
    await machine.upload(before, Account())
    (machine.data / "identity.json").unlink()
    with pytest.raises(IdentityElsewhere):
        await machine.login()
    after = machine.session()
    assert after is not None
    assert after.device_id == before.device_id
    await machine.ask(after.access_token, "GET", "account", "whoami")


async def test_a_lost_identity_alone_keeps_nobody_out(new_machine: MakeMachine) -> None:
    machine = await new_machine()
    before, _ = await first(machine)
    (machine.data / "identity.json").unlink()
    entered = await machine.login()
    assert entered.session.device_id == before.device_id
    assert entered.told == (
        "The account's identity is not in the data folder: members may see a warning. Run copbot check.",
    )
    assert machine.identity() is None


async def test_an_identity_that_others_can_read_keeps_copbot_out(new_machine: MakeMachine) -> None:
    machine = await new_machine()
    before, _ = await first(machine)
    (machine.data / "identity.json").chmod(0o644)
    with pytest.raises(UnsafeSecret, match="mode 0644"):
        await machine.login()
    await machine.copbot.start(until_ready=False)
    assert await machine.copbot.ended() == 2
    assert "chmod 600" in machine.copbot.log().splitlines()[-1]
    assert machine.session() == before


async def test_a_sick_homeserver_is_told_in_a_sentence(new_machine: MakeMachine, proxy: FaultProxy) -> None:
    machine = await new_machine()
    sick = Machine(machine.copbot.folder, proxy.url, machine.user, PASSWORD)
    proxy.always(lambda request: "keys" in request.path, bad_gateway())
    with pytest.raises(HomeserverUnreachable):
        await sick.login()
    proxy.always(everything, bad_gateway())
    with pytest.raises(HomeserverUnreachable):
        await sick.login()
    proxy.clear()
    assert (await sick.login()).session.user_id == machine.user
