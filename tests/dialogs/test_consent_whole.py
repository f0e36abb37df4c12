"""A proposal from its first word to the day on which it comes back, in both languages."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.dialogs.proposals import to_consent
from tests.dialogs.stage import ROOM, stage


async def test_a_whole_proposal_over_days(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        (opened,) = await s.says("Ahmed", "!voorstel We eten elke eerste vrijdag samen soep")
        assert (opened.kind, opened.reply_to) == ("proposal.opened", s.last)
        assert {key: opened.data[key] for key in ("proposal", "version", "round")} == {
            "proposal": 1,
            "version": 1,
            "round": "clarify",
        }
        assert opened.body == (
            "Voorstel 1, van Ahmed: We eten elke eerste vrijdag samen soep\n"
            "Eerst de vragen: is het duidelijk? Stel je vraag als antwoord op dit bericht, Ahmed legt uit. Wat je ervan vindt, "
            'komt straks. Is alles duidelijk? Antwoord "duidelijk". Dit kan tot zondag 29 november om 20:00 uur.'
        )
        assert await s.says("Els", "Wie kookt er dan?", reply_to=opened) == [], "a question is for Ahmed"
        for name, heard in (("Karin", 1), ("Els", 2)):
            (edit,) = await s.says(name, "duidelijk", reply_to=opened)
            assert (edit.edited, edit.body.splitlines()[-1]) == (opened.event, f"Gehoord: {heard} van 3.")
        (react,) = await s.says("Bob", "Helder!", reply_to=opened)
        assert (react.kind, react.data["round"], react.reply_to) == ("proposal.round", "react", None)
        assert react.body.startswith(
            "Voorstel 1, nu jullie reactie: We eten elke eerste vrijdag samen soep\n"
        )
        for name in ("Karin", "Els"):
            await s.says(name, "leuk", reply_to=react)
        (asked,) = await s.says("Bob", "pas", reply_to=react)
        assert asked.body == (
            "Voorstel 1, kunnen we hiermee leven? We eten elke eerste vrijdag samen soep\n"
            "Antwoord op dit bericht met een cijfer. Geen bezwaar? ✅ mag ook.\n"
            "1 geen bezwaar\n"
            "2 een kanttekening: die komt erbij te staan en houdt niets tegen\n"
            "3 een bezwaar: hier gaat iets mis, voor iemand\n"
            "Je mag het ook alleen aan mij schrijven. Wat jullie zeggen, zet ik pas aan het eind op een rij. "
            "Wie niets zegt, telt niet als ja. Dit kan tot dinsdag 1 december om 20:00 uur."
        )
        assert s.server.reactions[-1] == (asked.event, "✅")
        (told,) = await s.says("Karin", "1", reply_to=asked)
        assert told.body == (
            "Dank je, Karin. Geen bezwaar bij voorstel 1: ik heb je gehoord.\n"
            "Gehoord: 2 van 4. Ik zet alles pas aan het eind op een rij."
        )
        (why,) = await s.says("Els", "2", reply_to=asked)
        assert (why.error, why.pings) == ("needs-text", ("@els:localhost",))
        (told,) = await s.says("Els", "Wel om negen uur klaar", reply_to=why)
        assert told.data["ok"] is True
        decided = (await s.taps("Bob", asked, "✅"))[-1]
        assert (decided.kind, decided.pings) == ("decision", ("@ahmed:localhost",))
        expected = {
            "decision": 1,
            "outcome": "adopted",
            "review": "2027-02-24",
            "proposal": 1,
            "version": 1,
            "round": "consent",
        }
        assert {key: decided.data[key] for key in expected} == expected
        assert decided.body == (
            "Besluit 1: We eten elke eerste vrijdag samen soep\n"
            "4 van de 4 mensen lieten zich horen, zonder bezwaar.\n"
            "Kanttekening van Els: Wel om negen uur klaar\n"
            "We kijken er woensdag 24 februari samen naar terug. Een andere dag? !besluit 1 over 6 weken.\n"
            "Ahmed, wie doet wat, en wanneer? Antwoord op dit bericht, bijvoorbeeld: @ahmed belt voor vrijdag. Of: ik schrijf een "
            "brief. Wie je noemt, vraag ik eerst zelf. Later mag ook: !besluit 1 wie."
        )


async def test_a_whole_proposal_in_english(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        asked = await to_consent(s, words="We eat soup together", language="en")
        assert asked.body.startswith("Proposal 1, can we live with this? We eat soup together\n")
        await s.says("Karin", "no objection", reply_to=asked)
        (why,) = await s.says("Els", "I have an objection", reply_to=asked)
        assert why.body.splitlines()[-1].startswith("What goes wrong then, and for whom?")
        await s.says("Els", "My son eats no soup", reply_to=why)
        _, told = await s.says("Bob", "concern: let us stop at nine", reply_to=asked)
        assert told.body.splitlines()[:3] == [
            "Proposal 1 does not go through like this yet: there is 1 objection.",
            "Objection of Els: My son eats no soup",
            "Concern of Bob: let us stop at nine",
        ]
        (diff, again) = await s.says("Ahmed", "!amend 1 We eat soup or bread together")
        assert diff.body == (
            'Proposal 1 has new words: version 2. This is different:\nAdded, after "We eat soup": "or bread".'
        )
        assert (again.data["version"], again.data["round"]) == (2, "consent")
        for name in ("Karin", "Els"):
            await s.says(name, "agreed", reply_to=again)
        *_, decided = await s.says("Bob", "!consent")
        assert decided.body.startswith("Decision 1: We eat soup or bread together\n4 of 4 people were heard")


async def test_live_it_takes_minutes(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        (opened,) = await s.says("Ahmed", "!voorstel nu We eten samen soep")
        assert opened.body.endswith("Dit kan tot 20:05 uur.")
        (react,) = await s.waits(minutes=5, seconds=1)
        assert react.data["round"] == "react"
        (asked,) = await s.waits(minutes=10, seconds=1)
        assert asked.data["round"] == "consent"
        (edit,) = await s.says("Karin", "geen bezwaar")
        assert edit.edited == asked.event, "in a live round plain words count"
        assert await s.says("Els", "moeilijk hoor") == []
        edited, decided = await s.says("Els", "akkoord, maar wel op tijd"), s.server.sent[-1]
        assert (decided.kind, len(edited)) == ("decision", 1)
        assert "Kanttekening van Els: wel op tijd" in decided.body


async def test_it_comes_back_by_itself_and_stays(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        for name in ("Karin", "Els"):
            await s.says(name, "geen bezwaar", reply_to=asked)
        (told,) = await s.says("Els", "!besluit 1 over 6 weken")
        assert told.body == "Goed. Op donderdag 7 januari kijken we samen terug op besluit 1."
        digests = [one for one in await s.waits(days=41) if one.kind == "digest"]
        assert digests[0].body.splitlines()[1] == "Besloten: We eten samen soep (besluit 1)"
        assert "donderdag 7 januari: we kijken terug op besluit 1: We eten samen soep" in digests[-1].body
        (back,) = [one for one in await s.waits(days=2) if one.kind == "question"]
        assert (back.room, back.data["about"]) == (ROOM, "decision")
        assert back.body == (
            "Vandaag kijken we samen terug op besluit 1: We eten samen soep\n"
            "Hoe gaat het ermee? Antwoord op dit bericht met een cijfer.\n"
            "1 het werkt, we gaan zo door\n"
            "2 het kan beter: ik doe een nieuw voorstel\n"
            "3 later: over een maand"
        )
        (kept,) = await s.says("Karin", "1", reply_to=back)
        assert kept.body.startswith("Goed. Op donderdag 8 april kijken we samen terug")
        (better,) = await s.says("Els", "2", reply_to=back)
        (new,) = await s.says("Els", "We eten samen brood", reply_to=better)
        assert (new.kind, new.data["proposal"]) == ("proposal.opened", 2)


async def test_a_review_while_copbot_was_down_comes_once_and_says_so(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        asked = await to_consent(s)
        await s.says("Karin", "geen bezwaar", reply_to=asked)
        await s.says("Karin", "!weekbericht uit")
        await s.says("Ahmed", "!besluit 1 op 10 december")
    async with stage(tmp_path, before=s) as again:
        again.time += timedelta(days=20)
        (back,) = await again.waits(hours=14)
        assert back.body.startswith("Op donderdag 10 december zouden we samen terugkijken op besluit 1.")
        assert await again.waits(days=30) == []


async def test_of_two_days_the_last_one_counts(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        asked = await to_consent(s)
        await s.says("Karin", "geen bezwaar", reply_to=asked)
        await s.says("Ahmed", "!besluit 1 op 10 december")
        (shown,) = await s.says("Ahmed", "!besluit 1 over een half jaar")
        assert shown.error is None
        assert [one.kind for one in await s.waits(days=60) if one.kind == "question"] == []
        (one,) = await s.says("Ahmed", "!besluit 1")
        assert date.fromisoformat(one.data["review"]) > date(2027, 4, 1)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("!besluit 1 gisteren", "past-when"),
        ("!besluit 1 vandaag", "past-when"),
        ("!besluit 1 terug binnenkort", "vague-when"),
        ("!besluit 2", "no-such-decision"),
        ("!besluit 1 de koster belt", "needs-who"),
        ("!besluit 1 wie @piet belt", "no-such-member"),
        ("!besluit 1 wie @karin", "needs-what"),
    ],
)
async def test_what_a_decision_can_not_do_says_what_it_can(tmp_path: Path, line: str, error: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        asked = await to_consent(s)
        await s.says("Karin", "geen bezwaar", reply_to=asked)
        (refused,) = await s.says("Ahmed", line)
        assert (refused.error, refused.reply_to) == (error, s.last)


async def test_the_register_shows_what_was_decided(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (none,) = await s.says("Karin", "!besluiten")
        assert none.error == "no-decision"
        (none,) = await s.says("Karin", "!besluit")
        assert none.error == "no-decision"
        for number in range(1, 9):
            asked = await to_consent(s, words=f"voorstel nummer {number}")
            await s.says("Karin", "geen bezwaar", reply_to=asked)
        (shown,) = await s.says("Karin", "!besluiten")
        assert shown.body.splitlines() == [
            "Dit hebben we besloten:",
            *(f"Besluit {n}: voorstel nummer {n}" for n in range(8, 2, -1)),
            "Meer over een besluit: !besluit 8.",
            "1 de eerdere besluiten",
        ]
        (rest,) = await s.says("Karin", "1", reply_to=shown)
        assert rest.body.splitlines()[1:3] == ["Besluit 2: voorstel nummer 2", "Besluit 1: voorstel nummer 1"]
        (which,) = await s.says("Karin", "!besluit")
        assert which.error == "which-decision"
        (one,) = await s.says("Karin", "1", reply_to=which)
        assert one.data["decision"] == 8
