"""Which member is meant: by mention, by id, or by the name in the id; never by display name."""

from pathlib import Path

import pytest

from tests.dialogs.stage import ME, ROOM, stage


@pytest.mark.parametrize(
    "line",
    ["!gastvrouw ahmed", "!gastvrouw Ahmed", "!gastvrouw @ahmed", "!host @AHMED.", "!host @ahmed:localhost"],
)
async def test_a_host_is_named_by_the_name_in_the_id(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Ahmed")
        (named,) = await s.says("Els", line)
        assert named.body == "Ahmed is nu ook gastvrouw of gastheer. Fijn dat je dit wilt doen."


@pytest.mark.parametrize(
    "line", ["!gastvrouw @noor", "!gastvrouw Noor", "!gastvrouw @ahmed Noor", "!gastvrouw ahmed de jong"]
)
async def test_nobody_or_two_of_that_name_is_no_member(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Ahmed", "@ahmed:elders")
        (refused,) = await s.says("Els", line)
        assert refused.error == "no-such-member"


async def test_a_display_name_is_nobody(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Ahmed")
        s.server.members[ROOM]["@k77:localhost"] = "Karin"
        await s.rooms.learn([ROOM])
        (refused,) = await s.says("Els", "!gastvrouw Karin")
        assert refused.error == "no-such-member"


async def test_a_mention_goes_before_the_name_that_stands_in_the_text(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Ahmed", "Karin")
        content = {
            "msgtype": "m.text",
            "body": "!gastvrouw @Ahmed",
            "m.mentions": {"user_ids": ["@karin:localhost", ME]},
        }
        (named,) = await s.event("Els", "m.room.message", content)
        assert named.body.startswith("Karin is nu ook"), "somebody may call themselves Ahmed"


async def test_a_role_and_a_welcome_mean_members_alike(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Ahmed", "Karin")
        (corrected,) = await s.says("Els", "!rol @Karin ouder")
        assert corrected.body == "Karin brengt mee: ouder."
        await s.says("Els", "!kanniet halve dagen")
        for name in ("Ahmed", "Karin"):
            await s.says(name, "!iksteun 1 ik help")
        (stranger,) = await s.says("Els", "!graag 1 @noor")
        assert stranger.error == "no-such-member"
        for line in ("!graag 1 @ahmed", "!graag 1 Karin"):
            (welcome,) = await s.says("Els", line)
            assert welcome.error is None, line
        (item,) = await s.says("Els", "!punt 1")
        assert [pledge["standing"] for pledge in item.data["pledges"]] == ["welcome", "welcome"]


async def test_a_role_is_no_member_of_that_name(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Ouder")
        (told,) = await s.says("Els", "!rol ouder")
        assert told.body == "Goed om te weten. Jij brengt mee: ouder."
