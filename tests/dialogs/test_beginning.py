"""How copbot comes into a room: notice, acceptance, settings, help; in both languages."""

from pathlib import Path

from tests.dialogs.stage import ROOM, stage


async def test_it_comes_in_with_its_notice_and_waits(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", accepted=False)
        first = await s.says("Karin", "Hallo allemaal")
        assert first == []
        refused, = await s.says("Karin", "!rol ouder")
        assert refused.error == "notice-not-accepted"
        assert await s.says("Karin", "!kanniet naar school") == []
        accepted, proposal = sorted(await s.says("Els", "!start"), key=lambda heard: heard.kind)
        assert accepted.kind == "notice" and accepted.data["accepted"] is True
        print(accepted.body); print(proposal.body)
        done, = await s.says("Els", "!start")
        print(done.body)
        helped, = await s.says("Karin", "!hulp", room=ROOM)
        print(helped.body)
        for line in ("!instellingen", "!taal engels", "!privacy", "!rol", "!rol ouder zorg", "!gastvrouw", "!hlup", "!hulp rondje"):
            for heard in await s.says("Els", line):
                print("---", line, heard.data); print(heard.body)
