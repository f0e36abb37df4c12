"""Which reactions count in an encrypted room, where the server could forge them: the whole table, and what is said of the rest.

There they may join, pass, snooze, answer an invitation or open a question; anything else needs a message.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from copbot.core.facts import Entered
from copbot.engine.registry import discover
from tests.dialogs.rounds import prompt
from tests.dialogs.stage import ME, ROOM, Heard, Stage, stage

JOIN, PASS, SNOOZE, QUESTION, INVITED = "join", "pass", "snooze", "open a question", "answer an invitation"
TABLE: dict[tuple[str, str], str | None] = {
    ("✋", "opening"): JOIN,
    ("⏭", "turn"): PASS,
    ("⏭", "phase"): PASS,
    ("⏳", "turn"): SNOOZE,
    ("⏰", "reminder"): SNOOZE,
    ("🔑", "item"): QUESTION,
    ("🤝", "item"): QUESTION,
    ("✅", "notice"): None,
    ("✅", "settings"): None,
    ("✅", "item"): None,
    ("✅", "turn"): None,
    ("✅", "proposal"): None,
    ("❌", "message"): None,
    ("🧱", "message"): None,
}
TABLE |= {(emoji, about): INVITED for emoji in "✅👍❔❓❌👎" for about in ("meeting", "meeting-reminder")}
COUNTS = [touch for touch, why in TABLE.items() if why]
IN_VAIN = [touch for touch, why in TABLE.items() if not why]


class Tap(NamedTuple):
    """Who taps on what."""

    name: str
    target: Heard | str


async def opening(s: Stage, emoji: str) -> Tap:
    (opened,) = await s.says("Karin", "!ronde Hoe is het?")
    return Tap("Ahmed", opened)


async def turn(s: Stage, emoji: str) -> Tap:
    given = prompt(await s.says("Karin", "!ronde allen lang Hoe is het?"))
    name = given.data["member"][1:].partition(":")[0].title()
    if emoji == "✅":
        await s.says(name, "Het gaat.")
    return Tap(name, given)


async def phase(s: Stage, emoji: str) -> Tap:
    return Tap("Ahmed", prompt(await s.says("Karin", "!ronde allen samen Hoe is het?")))


async def proposal(s: Stage, emoji: str) -> Tap:
    await s.says("Karin", "!voorstel nu Samen eten")
    *_, asked = await s.waits(minutes=16)
    return Tap("Ahmed", asked)


async def reminder(s: Stage, emoji: str) -> Tap:
    await s.says("Karin", "!herinner morgen 9:00 taart")
    (came,) = await s.waits(hours=14)
    return Tap("Ahmed", came)


async def meeting(s: Stage, emoji: str) -> Tap:
    called, *_ = await s.says("Karin", "!bijeenkomst Kring 1 dec 19:30")
    return Tap("Ahmed", called)


async def meeting_reminder(s: Stage, emoji: str) -> Tap:
    await meeting(s, emoji)
    (came,) = await s.waits(days=6, hours=1)
    return Tap("Ahmed", came)


async def item(s: Stage, emoji: str) -> Tap:
    (opened,) = await s.says("Karin", "!kanniet halve dagen")
    if emoji != "✅":
        return Tap("Ahmed", opened)
    (offered,) = await s.says("Ahmed", "!iksteun 1 met rijden")
    return Tap("Karin", offered)


async def notice(s: Stage, emoji: str) -> Tap:
    s.server.members[ROOM] = {ME: "copbot", "@karin:localhost": "Karin"}
    power = {"users": {"@karin:localhost": 100}}
    s.rooms.apply(
        ROOM,
        [{"type": "m.room.power_levels", "state_key": "", "sender": "@karin:localhost", "content": power}],
    )
    (said,) = await s.happens(Entered(ROOM, ME, "$in", s.time))
    return Tap("Karin", said)


async def settings(s: Stage, emoji: str) -> Tap:
    await notice(s, emoji)
    (proposed,) = [heard for heard in await s.says("Karin", "!start") if heard.kind == "reply"]
    return Tap("Karin", proposed)


async def message(s: Stage, emoji: str) -> Tap:
    if emoji == "🧱":
        await s.says("Ahmed", "hij mag niet mee op kamp")
        return Tap("Ahmed", s.last)
    given = prompt(await s.says("Karin", "!ronde allen Hoe is het?"))
    name = given.data["member"][1:].partition(":")[0].title()
    await s.says(name, "Het gaat.")
    return Tap(name, s.last)


SCENES: dict[str, Callable[[Stage, str], Awaitable[Tap]]] = {
    scene.__name__.replace("_", "-"): scene
    for scene in (
        opening,
        turn,
        phase,
        proposal,
        reminder,
        meeting,
        meeting_reminder,
        item,
        notice,
        settings,
        message,
    )
}


async def played(s: Stage, emoji: str, about: str, *, encrypted: bool) -> Tap:
    """The scene until somebody taps."""
    if encrypted:
        s.locked.add(ROOM)
    if about not in ("notice", "settings"):
        await s.room("Karin", "Ahmed", "Els", encrypted=encrypted)
    return await SCENES[about](s, emoji)


def test_every_reaction_stands_in_the_table() -> None:
    touches = {key: touch.forgeable for key, (touch, _) in discover().touches.items()}
    assert touches == {key: why is not None for key, why in TABLE.items()}


@pytest.mark.parametrize(("emoji", "about"), COUNTS)
@pytest.mark.parametrize("encrypted", [False, True])
async def test_it_does_the_same_in_both_kinds_of_room(
    tmp_path: Path, emoji: str, about: str, encrypted: bool
) -> None:
    async with stage(tmp_path) as s:
        tap = await played(s, emoji, about, encrypted=encrypted)
        heard = await s.taps(tap.name, tap.target, emoji)
        assert heard
        assert [one.error for one in heard] == [None] * len(heard)
        assert await s.database.read(counted) == 1


@pytest.mark.parametrize(("emoji", "about"), IN_VAIN)
async def test_it_counts_where_nothing_is_forged(tmp_path: Path, emoji: str, about: str) -> None:
    async with stage(tmp_path) as s:
        tap = await played(s, emoji, about, encrypted=False)
        await s.taps(tap.name, tap.target, emoji)
        assert await s.database.read(counted) == 1


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("emoji", "about"), IN_VAIN)
async def test_it_does_nothing_but_tell_how(tmp_path: Path, emoji: str, about: str, language: str) -> None:
    async with stage(tmp_path, language) as s:
        tap = await played(s, emoji, about, encrypted=True)
        before = await s.database.read(everything_but_messages)
        (told,) = await s.taps(tap.name, tap.target, emoji)
        assert (told.kind, told.error) == ("reply", "needs-message")
        assert told.reply_to == (tap.target if isinstance(tap.target, str) else tap.target.event)
        assert told.pings == ()
        assert told.body.startswith(f"{tap.name},")
        assert await s.taps(tap.name, tap.target, emoji) == [], "once is enough"
        assert await s.database.read(everything_but_messages) == before


@pytest.mark.parametrize(("emoji", "about"), IN_VAIN)
async def test_no_text_invites_to_it(tmp_path: Path, emoji: str, about: str) -> None:
    async with stage(tmp_path) as s:
        await played(s, emoji, about, encrypted=True)
        assert [heard.body for heard in s.server.sent if emoji in heard.body] == []
        assert [reaction for reaction in s.server.reactions if reaction[1] == emoji] == []


async def test_a_tap_that_would_do_nothing_is_left_alone(tmp_path: Path) -> None:
    """Not one's own item, not one's own message, not one's own turn."""
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", encrypted=True)
        await s.says("Karin", "!kanniet halve dagen")
        (offered,) = await s.says("Ahmed", "!iksteun 1 met rijden")
        assert await s.taps("Els", offered, "✅") == []
        await s.says("Els", "gezellig")
        assert await s.taps("Els", s.last, "❌") == []
        given = prompt(await s.says("Karin", "!ronde allen lang Hoe is het?"))
        others = {"@karin:localhost", "@ahmed:localhost", "@els:localhost"} - {given.data["member"]}
        for other in others:
            assert await s.taps(other, given, "✅") == []


async def test_each_kind_of_reaction_is_told_of(tmp_path: Path) -> None:
    """Who was told of one would wait in vain after another."""
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", encrypted=True)
        await s.says("Karin", "hij mag niet mee")
        (brick,) = await s.taps("Karin", s.last, "🧱")
        await s.says("Karin", "!kanniet halve dagen")
        (offered,) = await s.says("Ahmed", "!iksteun 1 met rijden")
        (welcome,) = await s.taps("Karin", offered, "✅")
        assert ("!kanniet" in brick.body, "!graag 1" in welcome.body) == (True, True)
        assert await s.taps("Karin", offered, "✅") == []


async def test_another_member_hears_it_too_and_the_same_one_after_a_month(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", encrypted=True)
        for name in ("Karin", "Ahmed"):
            await s.says(name, "hij mag niet mee")
            (told,) = await s.taps(name, s.last, "🧱")
            assert told.error == "needs-message"
        await s.waits(days=31)
        await s.says("Karin", "en nu ook niet")
        (told,) = await s.taps("Karin", s.last, "🧱")
        assert told.error == "needs-message"


async def test_what_counted_before_the_room_was_encrypted_is_not_undone_by_taking_it_away(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as s:
        tap = await played(s, "✅", "item", encrypted=False)
        (welcome,) = await s.taps(tap.name, tap.target, "✅")
        assert welcome.data["pledges"][0]["standing"] == "welcome"
        reaction = s.last
        await s.locks("Karin")
        assert await s.takes_away("Karin", reaction) == []
        (shown,) = await s.says("Karin", "!punt 1")
        assert shown.data["pledges"][0]["standing"] == "welcome"


def counted(sql: sqlite3.Connection) -> int:
    """How many reactions counted."""
    return len({row[0] for row in sql.execute("SELECT event FROM taps WHERE member <> ?", (ME,))})


def everything_but_messages(sql: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """What is kept, but for messages and what was told."""
    tables = [row[0] for row in sql.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    own = {"messages", "revisions", "quotes", "seen", "meta", "hints", "sqlite_sequence"}
    return {
        table: [tuple(row) for row in sql.execute(f"SELECT * FROM {table}")]
        for table in tables
        if table not in own
    }
