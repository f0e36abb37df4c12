"""Reminding in private, answering there, and who does what: asked of each, promised by nobody else."""

from pathlib import Path

import pytest

from tests.dialogs.proposals import live, to_consent
from tests.dialogs.stage import ROOM, Heard, Stage, stage


async def reminded(s: Stage, *names: str) -> dict[str, list[Heard]]:
    """What each hears in private until the consent round is over."""
    chats = {name: await s.direct(name) for name in names}
    await to_consent(s)
    said = await s.waits(days=6, hours=23)
    return {name: [one for one in said if one.room == chat] for name, chat in chats.items()}


async def test_who_was_not_heard_is_reminded_twice_and_nobody_is_named(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob", "Noor", "Jan")
        chats = {name: await s.direct(name) for name in ("Karin", "Ahmed", "Els", "Bob", "Noor")}
        await s.says("Noor", "!rol jongere")
        await s.says("Bob", "!stop", room=chats["Bob"])
        asked = await to_consent(s)
        await s.says("Karin", "bezwaar: te laat", reply_to=asked)
        said = await s.waits(days=6, hours=23)
        assert {one.room for one in said if one.kind == "nudge"} == {chats["Els"]}
        first, second = [one for one in said if one.room == chats["Els"]]
        assert (
            first.body
            == second.body
            == (
                "In De kring vraagt voorstel 1 nog jouw stem. Kun je hiermee leven? We eten samen soep\n"
                "1 geen bezwaar\n"
                "2 een kanttekening: die komt erbij te staan en houdt niets tegen\n"
                "3 een bezwaar: hier gaat iets mis, voor iemand\n"
                "Antwoord met een cijfer of in je eigen woorden. Niets moet. Dit kan tot donderdag 3 december om 20:01 uur. "
                'Geen berichten meer? Zeg "stop".'
            )
        )
        assert [one for one in said if one.room == ROOM and one.kind != "digest"] == []


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("1", "consent"),
        ("3", "objection"),
        ("geen bezwaar", "consent"),
        ("Akkoord!", "consent"),
        ("daar kan ik mee leven", "consent"),
        ("no objection", "consent"),
        ("bezwaar: het wordt te laat", "objection"),
        ("ik heb een bezwaar, het wordt te laat", "objection"),
        ("I object because it gets late", "objection"),
        ("kanttekening: graag op tijd", "concern"),
        ("akkoord, maar graag op tijd", "concern"),
        ("no objection, but let us stop at nine", "concern"),
    ],
)
async def test_the_answer_is_given_right_there(tmp_path: Path, words: str, stance: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        heard = (await reminded(s, "Els"))["Els"]
        (told,) = await s.says("Els", words, room=heard[0].room)
        assert told.data["ok"] is True
        assert told.room == heard[0].room
        (shown,) = await s.says("Els", "!voorstel 1")
        assert "Gehoord: 2 van 4." in shown.body
        found = await s.database.read(lambda sql: sql.execute("SELECT stance FROM voices").fetchall())
        assert [row[0] for row in found] == [stance]


async def test_other_words_are_asked_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        heard = (await reminded(s, "Els"))["Els"]
        (which,) = await s.says("Els", "ik vind soep niet lekker", room=heard[0].room)
        assert which.error == "needs-stance"
        (told,) = await s.says("Els", "1", room=heard[0].room)
        assert told.body.startswith("Dank je, Els. Je kanttekening bij voorstel 1")


async def test_an_answer_to_an_earlier_version_does_not_count(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        heard = (await reminded(s, "Els"))["Els"]
        await s.says("Ahmed", "!wijzig We eten samen brood")
        (late,) = await s.says("Els", "1", room=heard[0].room)
        assert late.error == "round-closed"


async def test_who_is_away_is_left_in_peace(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Els", "!evenweg tot 20 december")
        assert (await reminded(s, "Els"))["Els"] == []


async def test_a_live_round_reminds_nobody(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        chat = await s.direct("Els")
        await live(s)
        assert [one for one in await s.waits(minutes=6) if one.room == chat] == []


# -- who does what


async def decided(s: Stage) -> Heard:
    asked = await to_consent(s)
    for name in ("Karin", "Els"):
        await s.says(name, "akkoord", reply_to=asked)
    return s.server.sent[-1]


async def test_who_is_named_is_asked_and_offers_it_themself(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        made = await decided(s)
        (asked,) = await s.says("Ahmed", "@els haalt brood voor vrijdag", reply_to=made)
        assert (asked.kind, asked.pings, asked.data["rung"], asked.data["pledges"]) == (
            "commitment",
            ("@els:localhost",),
            "may",
            [],
        )
        assert asked.body == (
            "Els, Ahmed vraagt of jij dit wilt doen voor besluit 1, uiterlijk vrijdag 27 november. #1: haalt brood\n"
            "1 ja, dat doe ik\n2 liever niet\n"
            'Allebei goed: niemand belooft iets voor een ander. Iemand anders mag ook: antwoord met "ik help met …".'
        )
        assert await s.says("Karin", "1", reply_to=asked) == [], "only Els can say it"
        (offered,) = await s.says("Els", "1", reply_to=asked)
        assert offered.data["pledges"] == [
            {"member": "@els:localhost", "due": "2026-11-27", "standing": "offered"}
        ]
        (shown,) = await s.says("Karin", "!besluit 1")
        assert "#1 haalt brood: Els" in shown.body


async def test_who_would_rather_not_has_promised_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        made = await decided(s)
        (asked,) = await s.says("Ahmed", "@els haalt brood", reply_to=made)
        (fine,) = await s.says("Els", "liever niet", reply_to=asked)
        assert fine.error is None
        (shown,) = await s.says("Karin", "!besluit 1")
        assert "#1 haalt brood: hiervoor zoeken we nog iemand." in shown.body
        (offered,) = await s.says("Karin", "ik help met brood halen", reply_to=asked)
        assert offered.data["pledges"][0]["member"] == "@karin:localhost"


async def test_who_names_themself_offers_it_at_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        made = await decided(s)
        (offered,) = await s.says("Ahmed", "ik schrijf een brief voor maandag", reply_to=made)
        assert offered.data["pledges"] == [
            {"member": "@ahmed:localhost", "due": "2026-11-30", "standing": "offered"}
        ]
        (more,) = await s.says("Karin", "!besluit 1 wie ik: bel de buren")
        assert more.data["item"] == 2
        chat = await s.direct("Els")
        asked, told = await s.says("Els", "!besluit 1 wie @karin leest voor", room=chat)
        assert (asked.room, told.room, told.body) == (ROOM, chat, "Ik vraag het aan Karin, in De kring.")


async def test_anybody_may_offer_something_in_reply_and_is_asked_first(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        made = await decided(s)
        (sure,) = await s.says("Els", "ik haal het brood voor vrijdag", reply_to=made)
        assert sure.body == (
            "Zal ik bij besluit 1 onthouden dat jij dit doet? haal het brood voor vrijdag\n1 ja, dat doe ik\n2 liever niet"
        )
        (offered,) = await s.says("Els", "ja", reply_to=sure)
        assert offered.data["pledges"] == [
            {"member": "@els:localhost", "due": "2026-11-27", "standing": "offered"}
        ]
        (asked,) = await s.says("Karin", "@ahmed wast af", reply_to=made)
        assert asked.pings == ("@ahmed:localhost",)


@pytest.mark.parametrize(
    "words",
    [
        "ik vind dit zo fijn",
        "ik ben blij met dit besluit",
        "ik kan niet slapen van geluk",
        "mooi gedaan",
        "I think we did well",
    ],
)
async def test_talk_about_a_decision_is_left_alone(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        made = await decided(s)
        assert await s.says("Els", words, reply_to=made) == []


async def test_only_who_proposed_is_asked_who_does_what(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        made = await decided(s)
        assert await s.says("Els", "wat fijn dat dit gelukt is", reply_to=made) == []
        (thanks,) = await s.says("Ahmed", "laat maar", reply_to=made)
        assert thanks.error is None
