"""A harvest: what people write stands on the ladder afterwards, by the ladder's own rules, or is shown to copy."""

import sqlite3
from pathlib import Path

import pytest

from tests.dialogs.scripted import begun, of, phase, use
from tests.dialogs.stage import Heard, stage


def harvest(onto: str, *more: str) -> str:
    return phase(
        "harvest", "harvest", "Wat nemen we mee?", "What do we take along?", f'onto = "{onto}"', *more
    )


LAST = phase("last", "collect", "En nu?", "And now?")


def items(folder: Path) -> list[tuple[int, str, str | None, str, str | None]]:
    """The ladder as it is kept: number, rung, words, opener, ground."""
    with sqlite3.connect(folder / "copbot.db") as sql:
        rows = sql.execute("SELECT number, rung, words, opener, ground FROM items ORDER BY number").fetchall()
    sql.close()
    return rows


def body(heard: list[Heard], kind: str) -> str:
    return "\n".join(one.body for one in of(heard, kind))


async def test_a_thing_with_its_ground_is_an_item_on_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, harvest("may") + LAST)
    async with stage(tmp_path) as s:
        heard = await begun(s, "Karin", "Ahmed")
        assert "Elk punt op een eigen regel" in body(heard, "ritual.phase")
        heard = await s.says("Karin", "halve dagen, mag wel, want artikel 11 onder d")
        (card,) = of(heard, "commitment")
        assert card.reply_to == s.last
        assert (card.data["item"], card.data["rung"], card.data["checked"]) == (1, "may", False)
        assert card.body.splitlines() == [
            "#1 Dank je, Karin. Dit is nieuw op de ladder.",
            "halve dagen: mag wel, want artikel 11 onder d",
        ]
        heard = await s.says(
            "Ahmed", "- thuis leren mag wel want het lukte elders\n- vervoer, omdat de gemeente dat betaalt"
        )
        assert [one.data["item"] for one in of(heard, "commitment")] == [2, 3]
        assert [one.reply_to for one in of(heard, "commitment")] == [s.last, None]
        assert "#1, #2 en #3 staan op de ladder." in body(heard, "ritual.phase")
        assert "nagevraagd bij" in body(heard, "ritual.phase")
        assert of(heard, "ritual.phase")[-1].data["phase"] == "last"
    assert items(tmp_path) == [
        (1, "may", "halve dagen", "@karin:localhost", "artikel 11 onder d"),
        (2, "may", "thuis leren", "@ahmed:localhost", "het lukte elders"),
        (3, "may", "vervoer", "@ahmed:localhost", "omdat de gemeente dat betaalt"),
    ]


async def test_the_same_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, harvest("may") + LAST)
    async with stage(tmp_path, "en") as s:
        await begun(s, "Karin", line="!ritual trial")
        heard = await s.says("Karin", "half days may, because it worked elsewhere")
        (card,) = of(heard, "commitment")
        assert card.body.splitlines()[:2] == [
            "#1 Thank you, Karin. This is new on the ladder.",
            "half days: it may, because it worked elsewhere",
        ]
        assert "#1 is on the ladder." in body(heard, "ritual.phase")


async def test_without_a_ground_it_is_asked_for_and_opened_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, harvest("may") + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        (asked,) = of(await s.says("Karin", "halve dagen mag wel"), "reply")
        assert (asked.error, asked.reply_to, asked.pings) == ("needs-ground", s.last, ("@karin:localhost",))
        assert asked.body == (
            'Karin, "halve dagen": mag wel, want …? Antwoord op dit bericht. Elke reden is goed. Dan zet ik het op de ladder.'
        )
        assert items(tmp_path) == []
        (card,) = of(await s.says("Karin", "want niemand verbiedt het", reply_to=asked), "commitment")
        assert (card.data["rung"], card.reply_to) == ("may", s.last)
        assert items(tmp_path) == [(1, "may", "halve dagen", "@karin:localhost", "niemand verbiedt het")]
        heard = await s.says("Ahmed", "nog niet")
        assert of(heard, "commitment") == []
        assert of(heard, "ritual.phase")[-1].data["phase"] == "last"


async def test_a_thing_that_is_there_climbs_and_is_not_doubled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, harvest("may") + LAST)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet halve dagen")
        await begun(s, "Karin", "Ahmed")
        (card,) = of(await s.says("Ahmed", "#1 mag wel, want het lukte elders"), "commitment")
        assert (card.data["item"], card.data["rung"]) == (1, "may")
        (no,) = of(await s.says("Karin", "#9 mag wel, want het kan"), "reply")
        assert no.error == "no-such-item"
    assert items(tmp_path) == [(1, "may", "halve dagen", "@karin:localhost", "het lukte elders")]


async def test_a_ground_alone_is_for_what_it_was_all_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, harvest("may") + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", line="!werkvorm proef halve dagen naar school")
        topic_less = await s.says("Karin", "mag wel, want het lukte elders")
        assert "halve dagen naar school: mag wel, want het lukte elders" in body(topic_less, "commitment")


async def test_what_is_stuck_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, harvest("cannot") + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin")
        heard = await s.says("Karin", "Er is geen vervoer\nhalve dagen kan niet")
        assert [(one.data["item"], one.data["rung"]) for one in of(heard, "commitment")] == [
            (1, "cannot"),
            (2, "cannot"),
        ]
        assert "#1 en #2 staan op de ladder." in body(heard, "ritual.phase")
    assert [(row[2], row[1]) for row in items(tmp_path)] == [
        ("Er is geen vervoer", "cannot"),
        ("halve dagen", "cannot"),
    ]


async def test_an_offer_stands_on_its_item(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, harvest("support") + LAST)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Karin", "!kanniet halve dagen")
        await s.says("Karin", "!magwel 1 want het lukte elders")
        await begun(s, "Karin", "Ahmed")
        (card,) = of(await s.says("Ahmed", "ik ondersteun #1 door mee te rijden voor vrijdag"), "commitment")
        assert card.data["rung"] == "support"
        (pledge,) = card.data["pledges"]
        assert (pledge["member"], pledge["due"]) == ("@ahmed:localhost", "2026-11-27")
        assert "mee te rijden" in card.body
        heard = await s.says("Karin", "!pas")
        assert "Voor #1 staat nu iemand klaar." in body(heard, "ritual.phase")


async def test_who_was_heard_may_write_more_while_others_still_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, harvest("may") + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "halve dagen, mag wel, want het lukte elders")
        (card,) = of(await s.says("Karin", "rust mag wel, want dat helpt"), "commitment")
        assert card.data["item"] == 2
        assert "#1 en #2 staan op de ladder." in body(await s.says("Ahmed", "!pas"), "ritual.phase")


async def test_the_same_thing_is_not_put_there_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, harvest("may") + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "halve dagen, mag wel, want het lukte elders")
        heard = await s.says("Ahmed", "Halve dagen. mag wel, want niemand verbiedt het\nrust, want dat helpt")
        (told,) = of(heard, "reply")
        assert told.body.startswith("Dat staat al op de ladder, als #1.")
        (card,) = of(await s.says("Ahmed", "ik help met vervoer", reply_to=told), "commitment")
        assert (card.data["item"], card.data["rung"]) == (1, "support")
    assert [row[2] for row in items(tmp_path)] == ["halve dagen", "rust"]


async def test_talk_and_questions_open_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, harvest("may") + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        assert of(await s.says("Ahmed", "mag dat eigenlijk wel?"), "commitment") == []
        assert (
            of(await s.says("Els", "halve dagen, mag wel, want ik zit niet in het rondje"), "commitment")
            == []
        )
    assert items(tmp_path) == []


async def test_who_said_it_before_need_not_say_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = phase("may", "round", "Maak de zin af.", "Finish the sentence.")
    use(monkeypatch, before + harvest("may", 'from = "may"') + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "halve dagen, mag wel, want het lukte elders")
        heard = await s.says("Ahmed", "rust mag wel, want dat helpt")
        assert 'Zei je het al bij "May"? Schrijf dan alleen: ja.' in body(heard, "ritual.phase")
        (card,) = of(await s.says("Ahmed", "Ja!"), "commitment")
        assert "rust: mag wel, want dat helpt" in card.body
        heard = await s.says("Karin", "!pas")
        assert "#1 staat op de ladder." in body(heard, "ritual.phase")


@pytest.mark.parametrize(
    ("onto", "language", "told"),
    [
        ("agenda", "nl", "Dit staat nu op de agenda van de volgende bijeenkomst:"),
        ("text", "nl", "Dit schreven jullie op. Kopieer wat je nodig hebt:"),
        ("agenda", "en", "This is on the agenda of the next meeting now:"),
    ],
)
async def test_what_is_for_the_agenda_stands_there_and_text_is_shown_to_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, onto: str, language: str, told: str
) -> None:
    use(monkeypatch, harvest(onto) + LAST)
    async with stage(tmp_path, language) as s:
        await begun(s, "Karin", "Ahmed", line="!ritual trial")
        assert of(await s.says("Karin", "Vervoer op dinsdag"), "ritual.phase") == []
        heard = await s.says("Ahmed", "Een nieuwe plek")
        shown = of(heard, "ritual.phase")[0]
        assert shown.body.splitlines() == [told, "- Vervoer op dinsdag", "- Een nieuwe plek"]
        (listed,) = await s.says("Karin", "!agenda")
        on_it = [line for line in listed.body.splitlines() if line.startswith("#")]
        assert on_it == (["#1 Vervoer op dinsdag", "#2 Een nieuwe plek"] if onto == "agenda" else [])
    assert items(tmp_path) == []


async def test_taking_the_words_away_takes_them_from_the_ladder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, harvest("may") + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        (card,) = of(await s.says("Karin", "halve dagen, mag wel, want het lukte elders"), "commitment")
        await s.takes_away("Karin", s.last)
        assert card.event in s.server.redacted
    assert items(tmp_path) == [(1, "may", None, "@karin:localhost", "")]


@pytest.mark.parametrize("onto", ["may", "cannot", "support"])
async def test_who_only_listens_puts_nothing_on_the_ladder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, onto: str
) -> None:
    use(monkeypatch, harvest(onto, 'silent = ["parents"]') + LAST)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Els", "!rol ouder")
        await begun(s, "Karin", "Ahmed", "Els")
        heard = await s.says("Els", "halve dagen, mag wel, want het lukte elders")
        assert of(heard, "commitment") == []
        (kind,) = of(heard, "nudge")
        assert kind.room != "!kring:localhost"
    assert items(tmp_path) == []


async def test_the_outcome_leads_where_the_script_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = 'then = { nothing = "empty", done = "end" }'
    use(monkeypatch, harvest("may", way) + phase("empty", "collect", "Niets? Ook goed.", "Nothing? Fine."))
    async with stage(tmp_path) as s:
        await begun(s, "Karin")
        heard = await s.says("Karin", "nog niet")
        assert of(heard, "ritual.phase")[-1].data["phase"] == "empty"


async def test_what_is_taken_back_takes_its_items_along_while_nobody_did_anything_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own message says that it is gone; what others went on with stays, and that is told in private."""
    use(monkeypatch, harvest("may") + LAST)
    async with stage(tmp_path) as s:
        heard = await begun(s, "Karin", "Ahmed", "Els")
        (card,) = of(await s.says("Karin", "halve dagen mag wel, want het lukte elders"), "commitment")
        first = s.last
        heard = await s.taps("Karin", first, "❌")
        edits = [one for one in heard if one.edited == card.event]
        assert [one.body for one in edits] == ["Ik heb #1 weer weggehaald."]
        await s.says("Ahmed", "thuis leren mag wel, want niemand verbiedt het")
        second, chat = s.last, await s.direct("Ahmed")
        await s.says("Els", "!iksteun 2 ik help met de boeken")
        heard = await s.taps("Ahmed", second, "❌")
        (told,) = [one for one in heard if one.room == chat]
        assert told.body.startswith(
            "Ik heb je bericht teruggenomen in De kring. Er is al meer mee gedaan: #2."
        )
        await s.says("Karin", "!volgende")
    with sqlite3.connect(tmp_path / "copbot.db") as sql:
        assert sql.execute("SELECT number, status FROM items ORDER BY number").fetchall() == [
            (1, "closed"),
            (2, "open"),
        ]
    sql.close()


async def test_what_is_taken_back_after_the_ritual_takes_its_items_along_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, harvest("cannot"))
    async with stage(tmp_path) as s:
        await begun(s, "Karin")
        heard = await s.says("Karin", "de bus rijdt niet\nde klas is te vol")
        assert of(heard, "ritual.closed") != []
        heard = await s.taps("Karin", s.last, "❌")
        gone = [one.body for one in heard if one.edited and one.kind == "commitment"]
        assert gone == ["Ik heb #1 weer weggehaald.", "Ik heb #2 weer weggehaald."]
