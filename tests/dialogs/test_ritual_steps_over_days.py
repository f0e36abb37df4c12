"""Votes and harvests over days: in the room and in private, told in the morning, beside a live ritual."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.dialogs.scripted import of, phase, use
from tests.dialogs.stage import Heard, Stage, stage

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, ten in the morning in Amsterdam
VOTE = phase(
    "choose", "ballot", "Doen we dit?", "Do we do this?", 'options = { nl = "ja | nee", en = "yes | no" }'
)
HARVEST = phase("harvest", "harvest", "Wat nemen we mee?", "What do we take along?", 'onto = "may"')
LAST = phase("last", "collect", "En nu?", "And now?")


async def begun(s: Stage) -> list[Heard]:
    """The ritual over days, with everybody in it."""
    await s.room("Karin", "Ahmed", "Els")
    return await s.says("Karin", "!werkvorm proef over dagen")


async def test_a_vote_over_days_lasts_until_all_have_voted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, VOTE + LAST)
    async with stage(tmp_path, clock=MORNING) as s:
        (poll,) = of(await begun(s), "poll.opened")
        assert "dinsdag 24 november" in poll.body
        await s.votes("Karin", poll, "1")
        await s.votes("Ahmed", poll, "1")
        assert await s.waits(hours=1) == []
        await s.says("Els", "!stem 2")
        heard = await s.waits(seconds=1)
        (end,) = of(heard, "poll.closed")
        assert end.data["tally"] == {"1": 2, "2": 1}
        assert of(heard, "ritual.phase")[-1].data["phase"] == "last"


async def test_it_ends_at_its_time_and_counts_what_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, VOTE + LAST)
    async with stage(tmp_path, clock=MORNING) as s:
        (poll,) = of(await begun(s), "poll.opened")
        await s.votes("Karin", poll, "1")
        heard = await s.waits(days=2)
        (end,) = of(heard, "poll.closed")
        assert (end.data["voters"], end.data["winner"]) == (1, ["1"])
        assert len([one for one in heard if "Uitslag van peiling 1" in one.body]) == 1


async def test_what_ends_in_the_night_is_told_in_the_morning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, VOTE + LAST)
    async with stage(tmp_path, clock=MORNING) as s:
        (poll,) = of(await begun(s), "poll.opened")
        await s.waits(hours=12)
        for name in ("Karin", "Ahmed", "Els"):
            await s.votes(name, poll, "1")
        assert await s.waits(hours=6) == []
        assert len(of(await s.waits(hours=6), "poll.closed")) == 1


async def test_nobody_waits_for_who_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, VOTE + LAST)
    async with stage(tmp_path, clock=MORNING) as s:
        (poll,) = of(await begun(s), "poll.opened")
        await s.says("Els", "!evenweg tot 1 december")
        await s.votes("Karin", poll, "1")
        await s.votes("Ahmed", poll, "2")
        assert len(of(await s.waits(seconds=1), "poll.closed")) == 1


async def test_a_vote_over_days_goes_on_beside_a_live_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, VOTE + LAST)
    async with stage(tmp_path, clock=MORNING) as s:
        (poll,) = of(await begun(s), "poll.opened")
        await s.says("Karin", "!ronde allen Hoe gaat het?")
        for name in ("Karin", "Ahmed", "Els"):
            await s.votes(name, poll, "1")
        assert len(of(await s.waits(seconds=1), "poll.closed")) == 1


async def test_a_harvest_in_private_stands_in_the_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, HARVEST + LAST)
    async with stage(tmp_path, clock=MORNING) as s:
        heard = await begun(s)
        chat = await s.direct("Els")
        (asked,) = of(heard, "ritual.phase")
        (card,) = of(await s.says("Ahmed", "rust, mag wel, want dat helpt", reply_to=asked), "commitment")
        assert (card.data["rung"], card.reply_to) == ("may", s.last)
        (sure,) = await s.says("Els", "halve dagen, mag wel, want het lukte elders", room=chat)
        heard = await s.says("Els", "1", room=chat)
        assert sure.error == "not-understood"
        assert [one.reply_to for one in heard if one.room == chat] == [s.last]
        (card,) = of(heard, "commitment")
        assert (card.room, card.data["item"], card.data["rung"]) == ("!kring:localhost", 2, "may")
        heard = await s.says("Karin", "pas", reply_to=asked)
        assert any("#1 en #2 staan op de ladder." in one.body for one in heard)
