"""Not heard is not consent: the quorum, who is away, nobody at all, and what can be done then."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.dialogs.proposals import live, to_consent
from tests.dialogs.stage import Heard, Stage, stage


async def end(s: Stage) -> Heard:
    """The round's time goes by; returns what it came to."""
    *_, told = [one for one in await s.waits(days=8) if one.kind in ("proposal.round", "decision")]
    return told


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            (
                "Over voorstel 1 is niets besloten: niemand liet iets horen. Dat mag, misschien kwam het nu niet uit.\n"
                "Wat kan er nu? Het nog eens vragen: !voorstel opnieuw 1. Een andere tekst: !wijzig 1 en de tekst. Of eerst samen "
                "praten: !rondje."
            ),
        ),
        (
            "en",
            (
                "Nothing was decided about proposal 1: nobody said anything. That is fine, perhaps it was not the moment.\n"
                "What can be done now? Ask once more: !proposal again 1. Other words: !amend 1 and the text. Or talk together first: "
                "!round."
            ),
        ),
    ],
)
async def test_nobody_answers_at_all(tmp_path: Path, language: str, words: str) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        await s.says("Ahmed", "!voorstel We eten samen soep")
        told = await s.waits(days=16)
        rounds = [one for one in told if one.kind.startswith("proposal")]
        assert [one.data["round"] for one in rounds] == ["react", "consent", "consent"]
        assert rounds[-1].body == words
        assert [one for one in await s.waits(days=60) if one.kind.startswith("proposal")] == []


async def test_after_nobody_answered_other_words_are_asked_about(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Ahmed", "!voorstel We eten samen soep")
        await s.waits(days=16)
        _, again = await s.says("Ahmed", "!wijzig 1 We eten samen brood")
        assert (again.data["round"], again.data["version"]) == ("consent", 2)
        *_, decided = await s.says("Karin", "akkoord", reply_to=again)
        assert decided.kind == "decision"


async def test_too_few_is_told_with_how_many_it_takes(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob", "Jan", "Noor")
        asked = await to_consent(s)
        await s.says("Els", "geen bezwaar", reply_to=asked)
        told = await end(s)
        assert told.body.startswith(
            "Over voorstel 1 is niets besloten: we hoorden er 2, en er zijn er minstens 3 nodig. Wie niets zegt, telt niet als ja."
        )
        (again,) = await s.says("Ahmed", "!voorstel opnieuw")
        assert (again.kind, again.data["round"]) == ("proposal.round", "consent")
        await s.says("Bob", "geen bezwaar", reply_to=again)
        decided = await end(s)
        assert decided.body.splitlines()[1] == "3 van de 6 mensen lieten zich horen, zonder bezwaar."


@pytest.mark.parametrize(
    ("setting", "shown", "decides"),
    [
        ("helft", "Genoeg om te besluiten: de helft van wie er is", True),
        ("twee derde", "Genoeg om te besluiten: twee derde van wie er is", False),
        ("two-thirds", "Genoeg om te besluiten: twee derde van wie er is", False),
        ("iedereen", "Genoeg om te besluiten: iedereen die er is", False),
        ("2", "Genoeg om te besluiten: 2 mensen", True),
        ("3 mensen", "Genoeg om te besluiten: 3 mensen", False),
    ],
)
async def test_the_room_chooses_what_is_enough(
    tmp_path: Path, setting: str, shown: str, decides: bool
) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        (told,) = await s.says("Karin", f"!instellingen quorum {setting}")
        assert told.body == f"Goed, vanaf nu:\n{shown}"
        asked = await to_consent(s)
        await s.says("Els", "geen bezwaar", reply_to=asked)
        assert ((await end(s)).kind == "decision") is decides


@pytest.mark.parametrize("value", ["1", "0", "nul", "driekwart"])
async def test_a_quorum_that_can_not_be_says_what_can(tmp_path: Path, value: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (refused,) = await s.says("Karin", f"!settings quorum {value}")
        assert refused.error == "bad-value"
        assert "!instellingen quorum helft" in refused.body


async def test_who_is_away_is_not_missed(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        await s.says("Bob", "!evenweg tot 20 december")
        await s.says("Karin", "!evenweg tot 20 december")
        asked = await to_consent(s)
        _, decided = await s.says("Els", "geen bezwaar", reply_to=asked)
        assert decided.body.splitlines()[1] == "2 van de 2 mensen lieten zich horen, zonder bezwaar."


async def test_who_is_away_and_speaks_is_heard(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        await s.says("Bob", "!evenweg tot 20 december")
        asked = await to_consent(s)
        await s.says("Bob", "bezwaar: te ver", reply_to=asked)
        await s.says("Els", "akkoord", reply_to=asked)
        *_, told = await s.says("Karin", "akkoord", reply_to=asked)
        assert "Bezwaar van Bob: te ver" in told.body


async def test_alone_nothing_is_decided(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Karin", "!evenweg tot 20 december")
        await s.says("Els", "!evenweg tot 20 december")
        asked = await to_consent(s)
        (told,) = await s.says("Ahmed", "geen bezwaar", reply_to=asked)
        assert told.kind == "reply"
        assert (await end(s)).body.startswith("Over voorstel 1 is niets besloten: we hoorden 1 van jullie")


async def test_bots_are_no_members(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "@otherbot:localhost")
        asked = await to_consent(s)
        (refused,) = await s.says("@otherbot:localhost", "!consent", reply_to=asked)
        assert refused.error == "not-allowed"
        *_, decided = await s.says("Karin", "akkoord", reply_to=asked)
        assert decided.kind == "decision"


async def test_a_deadline_never_falls_in_the_quiet_hours(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        s.time += timedelta(hours=2)  # ten in the evening
        (opened,) = await s.says("Ahmed", "!voorstel Samen eten")
        assert opened.body.endswith("Dit kan tot maandag 30 november om 08:00 uur.")
        (react,) = [one for one in await s.waits(days=6) if one.kind == "proposal.round"]
        assert react.data["round"] == "react"


async def test_a_live_round_over_which_copbot_was_down_gets_its_time_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await live(s)
    async with stage(tmp_path, before=s) as again:
        again.time += timedelta(minutes=20)
        (edit,) = await again.waits(seconds=1)
        assert (edit.edited, "20:40 uur" in edit.body) == (asked.event, True)
        await again.says("Karin", "geen bezwaar")
        assert again.server.sent[-1].edited == asked.event
        *_, decided = await again.says("Els", "geen bezwaar")
        assert decided.kind == "decision"


async def test_what_was_said_while_copbot_was_down_counts(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
    async with stage(tmp_path, before=s) as again:
        again.time += timedelta(days=9)
        await again.says("Karin", "geen bezwaar", reply_to=asked)
        *_, decided = await again.says("Els", "geen bezwaar", reply_to=asked)
        assert decided.kind == "decision"
        assert [one.kind for one in await again.waits(days=2) if one.kind != "digest"] == []
