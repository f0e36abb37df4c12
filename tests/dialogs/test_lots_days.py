"""Small groups and cards over days: written at a decent hour, answered when it suits, and just as private."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.dialogs.lots import CARDS, PAIRS, chat_of, holds, note, run, shown, told
from tests.dialogs.stage import ROOM, stage, user

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, ten in the morning in Amsterdam
EVENING = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)  # half past nine, in the quiet hours


async def test_pairs_last_for_days_and_copbot_begins_no_chat_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(monkeypatch, PAIRS)
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els", "Ahmed", "Bram")
        await s.direct("Els")
        heard = await s.says("Karin", "!werkvorm proef over dagen de ochtend")
        assert {one.room for one in heard} == {ROOM, chat_of(s, "Els"), chat_of(s, "Karin")}
        assert "Samen: Ahmed en Bram\nSamen: Els en Karin" in shown(heard)[-1]
        assert shown(heard)[-1].endswith("Dit loopt tot dinsdag 24 november om 10:00 uur.")
        assert "Neem de tijd tot dinsdag 24 november om 10:00 uur." in told(heard, s, "Els")[0]
        heard = await s.says("Bram", "met wie?")
        assert told(heard, s, "Bram")[0].startswith("In De kring ben je nu samen met Ahmed.")
        drawn = await note(s, "twos")
        await s.waits(hours=23)
        assert await note(s, "twos") == drawn
        heard = await s.waits(hours=1)
        assert "Jullie zijn met weinig: jullie blijven bij elkaar." in shown(heard)[-1]


async def test_cards_come_at_a_decent_hour_and_are_answered_when_it_suits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(monkeypatch, CARDS)
    async with stage(tmp_path, clock=EVENING) as s:
        await s.room("Karin", "Els", "Ahmed")
        chat = await s.direct("Els")
        heard = await s.says("Karin", "!werkvorm proef over dagen de ochtend")
        assert holds(heard, s, "Karin") is not None, "who asked for it just now is up"
        assert holds(heard, s, "Els") is None
        assert "Geen kaart gezien? Schrijf hier: kaart." in shown(heard)[-1]
        heard = await s.waits(hours=12)
        first = holds(heard, s, "Els")
        assert first is not None
        assert first == (await note(s, "cards"))["hands"][user("Els")]
        assert told(heard, s, "Ahmed") == [], "who never wrote is not written to"
        (another,) = await s.says("Els", "1", room=chat)
        assert holds([another], s, "Els") not in (first, None)
        heard = await s.says("Ahmed", "kaart")
        assert holds(heard, s, "Ahmed") == (await note(s, "cards"))["hands"][user("Ahmed")]


async def test_a_word_ends_a_play_over_days_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, CARDS)
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        chat = await s.direct("Els")
        await s.says("Karin", "!werkvorm proef over dagen de ochtend")
        await s.says("Karin", "!volgende")
        heard = await s.says("Els", "pauze", room=chat)
        assert shown(heard)[0] == "We stoppen. Dank je wel dat je het zegt."


async def test_cards_of_a_ritual_over_days_are_known_beside_a_live_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(monkeypatch, CARDS)
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els")
        chat = await s.direct("Els")
        heard = await s.says("Karin", "!werkvorm proef over dagen de ochtend")
        await s.says("Karin", "!ronde allen Hoe is het nu?")
        (seen,) = await s.says("Els", "mijn kaart", room=chat)
        assert holds([seen], s, "Els") == holds(heard, s, "Els")


async def test_who_is_asked_about_a_card_in_numbers_is_not_asked_to_answer_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a "1" for another card would become their answer. Who has no such question waiting is asked as ever."""
    run(
        monkeypatch, CARDS.replace('kind = "open"\nstop = { nl = "pauze", en = "pause" }', 'kind = "collect"')
    )
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Els", "Ahmed")
        chats = {name: await s.direct(name) for name in ("Els", "Ahmed")}
        heard = await s.says("Karin", "!werkvorm proef over dagen de ochtend")
        first = holds(heard, s, "Els")
        await s.says("Ahmed", "2", room=chats["Ahmed"])
        await s.says("Karin", "!volgende stap")
        nudged = {one.room for one in await s.waits(hours=23) if one.kind == "nudge"}
        assert chats["Ahmed"] in nudged
        assert chats["Els"] not in nudged
        (another,) = await s.says("Els", "1", room=chats["Els"])
        assert holds([another], s, "Els") not in (first, None)
