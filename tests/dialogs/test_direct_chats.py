"""A direct chat is a chat of two: whatever an invitation says, and only as long as nobody else comes in."""

from pathlib import Path

import pytest

from copbot.core.facts import Entered, Invited
from tests.dialogs.stage import ME, ROOM, Stage, stage, user

CHAT = "!chat-karin:localhost"


async def asked_in(s: Stage, direct_with: str | None) -> list[str]:
    """Karin invites copbot to what she calls a direct chat; returns the kinds of what copbot says on coming in."""
    s.server.members[CHAT] = {ME: "copbot", user("Karin"): "Karin", user("Ahmed"): "Ahmed"}
    before = len(s.server.sent)
    await s.happens(Invited(CHAT, user("Karin"), "$invite", s.time, direct=True))
    await s.happens(Entered(CHAT, ME, "$enter", s.time, direct_with))
    return [heard.kind for heard in s.server.sent[before:]]


async def test_a_group_that_is_called_a_direct_chat_gets_the_notice(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        assert await asked_in(s, None) == ["notice"]
        (refused,) = await s.says("Ahmed", "!kanniet iets", room=CHAT)
        assert refused.error == "notice-not-accepted"
        assert await s.says("Ahmed", "zomaar wat", room=CHAT) == []


async def test_a_chat_with_somebody_else_than_who_invited_is_a_room(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        assert await asked_in(s, user("Ahmed")) == ["notice"]


@pytest.mark.parametrize("how", ["join", "invite"])
async def test_a_third_person_makes_it_a_room(tmp_path: Path, how: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        content, more = {"membership": how}, {"state_key": user("Ahmed")}

        (notice,) = await s.event("Ahmed", "m.room.member", content, room=chat, more=more)

        assert (notice.kind, notice.room) == ("notice", chat)
        (refused,) = await s.says("Karin", "!kanniet iets", room=chat)
        assert refused.error == "notice-not-accepted"
        assert await s.says("Karin", "zomaar wat", room=chat) == []


async def test_what_is_private_then_goes_to_another_chat(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        await s.says("Karin", "!kanniet halve dagen")
        await s.says("Ahmed", "!iksteun 1 rijden")
        # Too late in the evening to be asked: the question waits for the morning, and Ahmed comes in meanwhile.
        await s.waits(hours=1, minutes=30)
        await s.says("Ahmed", "!gedaan 1")
        assert [heard for heard in s.server.sent if heard.room == chat] == []
        third = {"state_key": user("Ahmed")}
        await s.event("Ahmed", "m.room.member", {"membership": "join"}, room=chat, more=third)
        s.server.sent.clear()

        asked = [heard for heard in await s.waits(hours=12) if heard.room != ROOM]

        assert [heard.kind for heard in asked] == ["question"]
        assert asked[0].room != chat
        assert set(s.server.members[asked[0].room]) == {ME, user("Karin")}
        answer, *_ = await s.says("Karin", "1", room=asked[0].room, reply_to=asked[0])
        assert answer.error is None


async def test_its_own_person_coming_back_changes_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        assert await s.enters("Karin", room=chat) == []
        (answer,) = await s.says("Karin", "!hulp", room=chat)
        assert answer.error is None


async def test_who_refuses_the_chat_that_copbot_made_is_let_be(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        more = {"state_key": user("Karin"), "unsigned": {"prev_content": {"membership": "invite"}}}
        assert await s.event("Karin", "m.room.member", {"membership": "leave"}, room=chat, more=more) == []
        assert s.server.left == [(chat, "")]


async def test_a_chat_that_copbot_made_speaks_the_language_of_the_room_also_when_it_is_seen_early(
    tmp_path: Path,
) -> None:
    """The homeserver may show copbot its own new chat before copbot has noted that it made it."""
    async with stage(tmp_path, "nl") as s:
        await s.room("Pete", "Tom")
        await s.says("Pete", "!language en")
        chat = "!made:localhost"
        s.server.members[chat] = {ME: "copbot", user("Tom"): "Tom"}
        s.rooms.begin_direct({chat: user("Tom")})
        await s.happens(Entered(chat, ME, s.server.event_id(), s.time, user("Tom")))
        (helped,) = await s.says("Tom", "help", room=chat)
        assert helped.body.startswith("Good to have you here.")
