"""A homeserver that does not take copbot's identity: what is told, what stays, and that copbot works on without."""

import json
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest

from copbot.crypto.identity import Standing
from copbot.demo.homeserver import Homeserver
from copbot.engine.ports import Unsent
from copbot.matrix.identity import IdentityRefused, make_known, replace
from tests.live.conftest import PASSWORD
from tests.live.identities import Own, own
from tests.live.proxy import Answer, FaultProxy, Seen, bad_gateway, matrix_error

_accounts = count(1)


def identity_upload(request: Seen) -> bool:
    return request.path.endswith("/keys/device_signing/upload")


def signatures(request: Seen) -> bool:
    return request.path.endswith("/keys/signatures/upload")


def keys_query(request: Seen) -> bool:
    return request.path.endswith("/keys/query")


def the_record(request: Seen) -> bool:
    return "/account_data/" in request.path and request.method == "PUT"


@pytest.fixture
async def me(homeserver: Homeserver, proxy: FaultProxy, tmp_path: Path) -> AsyncIterator[Own]:
    user = await homeserver.register(f"refused{next(_accounts)}", PASSWORD)
    async with own(proxy.url, user, PASSWORD, tmp_path / "data") as found:
        yield found


def asking(**rest: object) -> Answer:
    """The homeserver wants a person at its account page, as one does whose logins are elsewhere."""
    flows = [{"stages": ["m.oauth"]}, {"stages": ["org.matrix.cross_signing_reset"]}]
    return Answer(401, json.dumps({"session": "dummy", "flows": flows, **rest}))


@pytest.mark.parametrize(
    ("params", "where"),
    [
        ({"m.oauth": {"url": "https://x.example/me?reset"}}, "Allow it at https://x.example/me?reset, then"),
        ({}, "Ask its administrator how, then"),
    ],
)
async def test_one_that_wants_a_person_is_told_with_the_place(
    me: Own, proxy: FaultProxy, params: dict[str, object], where: str
) -> None:
    proxy.always(identity_upload, asking(params=params))
    for attempt in (make_known, replace):
        with pytest.raises(IdentityRefused) as refused:
            await attempt(me.requests, me.file, me.session.user_id, lambda: PASSWORD)
        assert str(refused.value) == (
            f"The homeserver wants a person to allow a change of copbot's identity. {where} run this again."
        )
    proxy.clear()
    made = me.file.successor()
    assert await replace(me.requests, me.file, me.session.user_id, None) == made


async def test_copbot_starts_without_and_makes_it_good_later(me: Own, proxy: FaultProxy) -> None:
    proxy.always(identity_upload, asking())
    assert await me.start() is Standing.KEPT
    made = me.file.kept()
    proxy.clear()
    proxy.always(identity_upload, matrix_error(403, "M_FORBIDDEN"))
    assert await me.start() is Standing.KEPT
    with pytest.raises(IdentityRefused) as refused:
        await make_known(me.requests, me.file, me.session.user_id, None)
    assert str(refused.value) == "The homeserver does not take copbot's identity (M_FORBIDDEN)."
    proxy.clear()
    assert await me.start() is Standing.SIGNED
    assert me.file.kept() == made


async def test_one_that_says_yes_and_keeps_nothing_is_not_believed(me: Own, proxy: FaultProxy) -> None:
    proxy.always(identity_upload, Answer(200, "{}"))
    for attempt in (make_known, replace):
        with pytest.raises(IdentityRefused, match="but does not show it"):
            await attempt(me.requests, me.file, me.session.user_id, None)
    assert me.file.successor() is not None
    assert await me.start() is Standing.KEPT


@pytest.mark.parametrize(
    "answer",
    [
        matrix_error(400, "M_BAD_JSON"),
        Answer(200, json.dumps({"failures": {"@x:y": {"DEV": {"errcode": "M_INVALID_SIGNATURE"}}}})),
        Answer(200, "{}"),
    ],
)
async def test_signatures_that_are_not_taken_are_put_again_at_the_next_start(
    me: Own, proxy: FaultProxy, answer: Answer
) -> None:
    proxy.always(signatures, answer)
    assert await me.start() is Standing.UNSIGNED
    proxy.clear()
    assert await me.start() is Standing.SIGNED


@pytest.mark.parametrize("answer", [bad_gateway(), matrix_error(403, "M_FORBIDDEN")])
async def test_one_that_tells_nothing_about_keys_is_asked_again(
    me: Own, proxy: FaultProxy, answer: Answer
) -> None:
    """Not to know what it has is no reason to upload anything."""
    proxy.always(keys_query, answer)
    with pytest.raises(Unsent):
        await me.start()
    assert me.file.kept() is None
    assert me.counted.made == ["POST keys/query"]


async def test_one_that_does_not_remember_starts_is_no_reason_to_stay_away(
    me: Own, proxy: FaultProxy
) -> None:
    proxy.always(the_record, matrix_error(403, "M_FORBIDDEN"))
    assert await me.start() is Standing.SIGNED
    assert await me.start() is Standing.SIGNED
