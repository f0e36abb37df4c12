"""An encrypted room is a room like any other: beginning, a round, the ladder, a poll, a digest, in both languages' words."""

from pathlib import Path

import pytest

from copbot.core.facts import Entered, Invited
from tests.dialogs.rounds import closed, new, numbers, prompt
from tests.dialogs.stage import ME, ROOM, START, Heard, Stage, stage


async def test_it_is_entered_and_accepted_in_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.happens(Invited(ROOM, "@els:localhost", "$asked", s.time, encrypted=True))
        assert s.server.joined == [ROOM]
        await s.room("Els", "Karin", accepted=False, encrypted=True)
        proposal, notice = await s.says("Els", "!start")
        assert (notice.kind, notice.data["accepted"]) == ("notice", True)
        assert notice.body.endswith("Ik doe mee. Schrijf !hulp om te zien wat er kan.")
        assert "Is dit goed? Schrijf !start. Liever anders?" in proposal.body
        assert s.server.reactions == []
        (settled,) = await s.says("Els", "start", reply_to=proposal)
        assert settled.body.startswith("Mooi, zo doen we het.")


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("nl", "Gastvrouw of gastheer: vind je dit goed? Schrijf !start. Een reactie telt hiervoor niet."),
        ("en", "Host: is this fine with you? Write !start. A reaction does not count for this."),
    ],
)
async def test_its_notice_asks_for_words(tmp_path: Path, language: str, asked: str) -> None:
    async with stage(tmp_path, language) as s:
        s.locked.add(ROOM)
        s.server.members[ROOM] = {ME: "copbot", "@els:localhost": "Els"}
        (notice,) = await s.happens(Entered(ROOM, ME, "$in", s.time))
        assert asked in notice.body
        assert s.server.reactions == []


async def test_a_direct_chat_is_greeted(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", encrypted=True)
        chat = await s.direct("Karin", encrypted=True)
        (answer,) = await s.says("Karin", "hulp", room=chat)
        assert answer.data["command"] == "help"


async def test_a_whole_round(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", encrypted=True)
        (opening,) = await s.says("Karin", "!ronde lang Hoe zit je erbij?")
        assert s.server.reactions == [(opening.event, "✋")]
        for name in ("Karin", "Ahmed", "Els"):
            await s.taps(name, opening, "✋")
        karin = prompt(await s.says("Karin", "!begin"))
        assert 'Klaar met vertellen: "klaar".' in karin.body
        assert s.server.reactions[1:] == [(karin.event, "⏭️"), (karin.event, "⏳")]
        await s.says("Karin", "Een stuk lichter.")
        ahmed = prompt(await s.says("Karin", "klaar"))
        assert ahmed.pings == ("@ahmed:localhost",)
        els = prompt(await s.taps("Ahmed", ahmed, "⏭️"))
        await s.says("Els", "Moe.")
        outcome = closed(await s.says("Els", "!klaar"))
        assert numbers(outcome) == (2, 1, 0)
        assert els.pings == ("@els:localhost",)


async def test_in_one_physical_room_the_facilitator_goes_on_in_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", encrypted=True)
        turn = prompt(await s.says("Karin", "!ronde allen hier Hoe is het?"))
        assert "Karin, ga je verder? Verteld: !volgende. Overslaan: ⏭️. Straks: ⏳." in turn.body
        assert (turn.event, "✅") not in s.server.reactions
        assert new(await s.says("Karin", "!volgende"))[0].kind == "ritual.turn"


async def test_a_climb_up_the_ladder(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", encrypted=True)
        (opened,) = await s.says("Karin", "!kanniet halve dagen naar school")
        (asked,) = await s.taps("Ahmed", opened, "🔑")
        assert asked.kind == "question"
        (turned,) = await s.says("Ahmed", "want het lukte elders", reply_to=asked)
        assert turned.data["rung"] == "may"
        (offered,) = await s.says("Els", "Ik help met vervoer voor vrijdag", reply_to=turned)
        assert 'Karin, helpt dit? Antwoord op dit bericht met "graag". Liever anders?' in offered.body
        (welcome,) = await s.says("Karin", "graag", reply_to=offered)
        assert welcome.data["pledges"][0]["standing"] == "welcome"
        done = await s.says("Els", "!gedaan 1")
        assert done[0].data["pledges"][0]["standing"] == "done"
        (helped,) = await s.says("Karin", "!gelukt 1")
        assert helped.data["status"] == "helped"


async def test_a_poll_by_taps_and_words(tmp_path: Path) -> None:
    """Votes are messages inside the ciphertext: they count as in any room."""
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", encrypted=True)
        (poll,) = await s.says("Karin", "!peiling Wat eten we? | soep | pizza")
        await s.votes("Els", poll, "1")
        await s.says("Ahmed", "!stem pizza")
        await s.votes("Karin", poll, "2")
        found = await s.says("Karin", "!peiling sluit")
        (over,) = [heard for heard in found if heard.kind == "poll.closed" and not heard.edited]
        assert (over.data["voters"], over.data["winner"]) == (3, ["2"])


async def test_the_weekly_digest(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", encrypted=True)
        await s.says("Karin", "!kanniet halve dagen naar school")
        digests = [heard for heard in await s.waits(days=7) if heard.kind == "digest"]
        assert [heard.room for heard in digests] == [ROOM]


async def test_a_round_goes_on_when_the_room_is_encrypted_meanwhile(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        turn = prompt(await s.says("Karin", "!ronde allen lang Hoe zit je erbij?"))
        assert (turn.event, "✅") in s.server.reactions
        assert await s.locks("Els") == []
        for _ in range(2):
            turn = prompt(await spoken(s, turn))
        assert numbers(closed(await spoken(s, turn))) == (3, 0, 0)


async def spoken(s: Stage, turn: Heard) -> list[Heard]:
    """Whose turn it is speaks, taps in vain, and ends the turn in words."""
    name = turn.data["member"]
    await s.says(name, "Het gaat.")
    told = await s.taps(name, turn, "✅")
    assert [heard.error for heard in told] == ["needs-message"]
    return await s.says(name, "klaar")


async def test_a_poll_goes_on_when_the_room_is_encrypted_meanwhile(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        (poll,) = await s.says("Karin", "!peiling tot morgen 20:00 Wat eten we? | soep | pizza")
        await s.votes("Els", poll, "1")
        await s.locks("Els")
        await s.votes("Ahmed", poll, "1")
        found = await s.waits(days=1, hours=2)
        (over,) = [heard for heard in found if heard.kind == "poll.closed" and not heard.edited]
        assert over.data["tally"] == {"1": 2, "2": 0}


async def test_it_is_encrypted_for_ever_also_after_a_restart(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", encrypted=True)
        before = s
    before.locked.clear()  # the homeserver no longer says so; copbot's own memory does
    async with stage(tmp_path, before=before) as s:
        (privacy,) = await who_reads(s)
        assert "Deze groep is versleuteld" in privacy.body


async def test_who_can_read_it_depends_on_the_room(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=START) as s:
        await s.room("Karin")
        (before,) = await who_reads(s)
        await s.locks("Karin")
        (after,) = await who_reads(s)
        assert "Deze groep is niet versleuteld" in before.body
        assert "kan de berichten niet lezen" in after.body


async def who_reads(s: Stage) -> list[Heard]:
    return await s.says("Karin", "!privacy wie")


@pytest.mark.parametrize("topic", ["beurt", "kanniet", "graag"])
async def test_help_names_no_reaction_that_does_not_count(tmp_path: Path, topic: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", encrypted=True)
        (helped,) = await s.says("Karin", f"!hulp {topic}")
        assert helped.data["ok"] is True
        assert not set("✅❌🧱") & set(helped.body)


async def test_who_was_heard_already_is_told_how_to_take_it_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", encrypted=True)
        turn = prompt(await s.says("Karin", "!ronde allen Hoe is het?"))
        first = turn.data["member"][1:].partition(":")[0].title()
        await s.says(first, "Goed.")
        (refused,) = await s.says(first, "!pas")
        assert refused.error == "already-spoke"
        assert refused.body.endswith("Haal je bericht weg.")
