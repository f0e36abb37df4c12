"""What the parts tell of themselves is what really happened: after the commit, once, and without a word of anybody's."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from copbot.engine.ports import Undeliverable, Unsent
from copbot.engine.signs import Delivered, Dropped, GapFilled, Handled, Handling, Postponed, Sign, Synced
from tests import databases
from tests.dialogs.stage import ROOM, Stage, stage
from tests.engine.post import Post, say
from tests.matrix import test_syncing as syncing

CANARY = "kanariegeel"


@pytest.fixture
async def on(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        yield s


def watched(s: Stage) -> list[Sign]:
    """Everything that the engine and the courier tell from now on."""
    signs: list[Sign] = []
    s.engine._meter = s.courier._meter = signs.append
    return signs


async def test_a_command_is_told_by_its_name_and_whether_it_was_done(on: Stage) -> None:
    signs = watched(on)
    await on.says("Els", f"!kanniet {CANARY}")
    await on.says("Karin", f"!magwel 9 want {CANARY}")
    await on.says("Karin", "!taal en")  # hosts only
    await on.says("Karin", f"zomaar wat gepraat over {CANARY}")
    told = [command for sign in signs if isinstance(sign, Handled) for command in sign.commands]
    assert told == [("cannot", True), ("may", False), ("language", False)]
    assert CANARY not in str(signs)


async def test_each_fact_is_told_once_between_begin_and_end_of_its_batch(on: Stage) -> None:
    signs = watched(on)
    await on.says("Els", "!hulp")
    await on.engine.handle()
    assert [sign for sign in signs if isinstance(sign, Handling | Handled)] == [
        *(Handling(), Handled(("posted",), (("help", True),))),
        *(Handling(), Handled()),
    ]


async def test_what_was_rolled_back_is_not_told_as_done(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    signs = watched(on)
    carry_out = "copbot.engine.outgoing.Outgoing._say"
    whole = on.engine._handler._runner.apology

    def apologise(*arguments: object) -> object:
        monkeypatch.undo()
        return whole(*arguments)  # type: ignore[arg-type]

    def break_down(*_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("copbot.engine.running.Runner.apology", lambda _, *rest: apologise(*rest))
    monkeypatch.setattr(carry_out, break_down)
    [answer] = await on.says("Els", "!hulp")
    assert answer.error == "internal"
    assert [sign for sign in signs if isinstance(sign, Handled) and sign.facts] == [
        Handled(("posted",), (), 1)
    ]
    assert CANARY not in str(signs)


async def test_an_answer_is_told_with_what_it_answers(on: Stage) -> None:
    signs = watched(on)
    await on.says("Els", "!hulp")
    delivered = [sign for sign in signs if isinstance(sign, Delivered)]
    assert delivered == [Delivered(ROOM, "say", "reply", on.last)]


async def test_patience_and_giving_up_are_told(tmp_path: Path) -> None:
    async with databases.database(tmp_path / "copbot.db") as database:
        post, signs = Post(database), list[Sign]()
        post.courier._meter = signs.append
        await post.put(say("one"))
        for trouble in (Unsent("M_LIMIT_EXCEEDED", 7.0), Unsent("502"), Undeliverable("M_FORBIDDEN")):
            post.sender.trouble = [trouble]
            await post.send()
            post.now += timedelta(minutes=2)
        assert signs == [
            Postponed("!a", "M_LIMIT_EXCEEDED", 7.0, limited=True),
            Postponed("!a", "502", 2.0),
            Dropped("!a", "say"),
        ]


async def test_a_sync_is_told_once_it_is_committed_with_what_came(tmp_path: Path) -> None:
    async with databases.database(tmp_path / "copbot.db") as database:
        server, signs = syncing.Homeserver(), list[Sign]()
        loop = syncing.Loop(database, server)
        loop.syncing._meter = loop.syncing._gaps._meter = signs.append
        await loop.begin(syncing.ROOM)
        server.history = [[syncing.says(CANARY, event="$1")]]
        said = syncing.timeline(syncing.says(CANARY, event="$2"), limited=True)
        await loop.sync(join={syncing.ROOM: said})
        gap, synced = signs
        assert gap == GapFilled(1)
        assert isinstance(synced, Synced)
        assert synced.arrived == (("posted", "$1"), ("posted", "$2"))
        assert 0 <= synced.worked <= synced.took
