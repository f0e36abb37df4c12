"""A message is taken away whose words more than one part of copbot has: each of them lets them go."""

from pathlib import Path

from tests.dialogs.digests import WEDNESDAY
from tests.dialogs.stage import ROOM, Stage, stage


async def test_a_reminder_that_a_digest_repeats_goes_with_its_message(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet vervoer")
        await s.says("Karin", "!herinner morgen 14:00 taart")
        asked = s.last
        (digest,) = await s.says("Ahmed", "!weekbericht nu")
        assert "taart" in digest.body
        await s.takes_away("Karin", asked)
        assert digest.event in s.server.redacted
        (listed,) = await s.says("Ahmed", "!herinneringen")
        assert listed.body.startswith("Er komt nu niets.")
        assert await s.waits(days=2) == []


async def _asked(s: Stage) -> tuple[str, str, str]:
    """A poll that was asked for in a direct chat, its options in another message: the chat and both messages."""
    await s.room("Karin", "Ahmed")
    chat = await s.direct("Karin")
    await s.says("Karin", "!peiling Welke dag?", room=chat)
    question = s.last
    (sure,) = await s.says("Karin", "maandag, dinsdag", room=chat)
    assert "maandag" in sure.body
    return chat, question, s.last


async def test_a_poll_that_waits_for_a_yes_goes_with_either_of_its_messages(tmp_path: Path) -> None:
    for which in (1, 2):
        folder = tmp_path / str(which)
        folder.mkdir()
        async with stage(folder, clock=WEDNESDAY) as s:
            chat, *_ = found = await _asked(s)
            await s.takes_away("Karin", found[which], room=chat)
            kept = await s.database.read(
                lambda sql: sql.execute("SELECT count(*) FROM questions").fetchone()[0]
            )
            assert kept == 0
            heard = await s.says("Karin", "ja", room=chat)
            assert [message for message in heard if message.room == ROOM] == []


async def test_a_question_that_is_removed_after_its_round_is_kept_nowhere(tmp_path: Path) -> None:
    """Nor is the title of a meeting, with which its conversation began."""
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        await s.says("Karin", "!ronde allen Vraagwoord")
        asked = s.last
        await s.says("Karin", "!einde")
        said = await s.takes_away("Karin", asked)
        await s.says("Karin", "!bijeenkomst Titelwoord morgen 8:30")
        called = s.last
        await s.waits(hours=12, minutes=30)
        (how,) = await s.says("Karin", "!bijeenkomst start")
        await s.says("Karin", "2", reply_to=how)
        await s.says("Karin", "!bijeenkomst einde")
        said += await s.takes_away("Karin", called)
        assert not [one.body for one in said if "Vraagwoord" in one.body or "Titelwoord" in one.body]
        kept = await s.database.read(
            lambda sql: [tuple(row) for row in sql.execute("SELECT question, source FROM rituals")]
        )
        assert len(kept) == 2
        assert [question for question, _ in kept] == [None, None]
