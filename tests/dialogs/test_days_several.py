"""Several rituals over days in a room, beside a live one: which is meant, who is asked again, who leads."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.dialogs.rounds import alarms, closed, kept_words
from tests.dialogs.stage import ROOM, Heard, Stage, stage, user

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, ten in the morning in Amsterdam
OTHER = "!andere:localhost"
COURAGE = "!ronde tot vrijdag 17:00 Wat gaf je moed?"
HELPS = "!ronde tot donderdag 12:00 Wat helpt?"


async def both(s: Stage) -> tuple[Heard, Heard]:
    (first,) = await s.says("Karin", COURAGE)
    (second,) = await s.says("Ahmed", HELPS)
    return first, second


async def test_several_run_beside_a_live_one(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        first, second = await both(s)
        assert (first.data["ritual"], second.data["ritual"]) == (1, 2)
        await s.says("Els", "!ronde allen Hoe is het nu?")
        await s.says("Ahmed", "Goed.")
        await s.says("Ahmed", "De juf.", reply_to=first)
        assert [words for _, words in kept_words(tmp_path)] == ["Goed.", "De juf."]
        (status,) = await s.says("Karin", "!waarzijnwe")
        assert "#1 Rondje: Wat gaf je moed?" in status.body
        assert "1 van 3" in status.body
        assert "#2 Rondje: Wat helpt?" in status.body
        assert len(status.body) <= 600
        closed(await s.says("Els", "!einde"))
        assert (
            alarms(tmp_path) == 5
        )  # two deadlines, and three times at which who has not answered is asked again


async def test_which_one_is_meant(tmp_path: Path) -> None:
    """By reply, by number, the live one, the only one; else it is asked."""
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        _, second = await both(s)
        (which,) = await s.says("Karin", "!einde")
        assert which.error == "which-ritual"
        (wrong,) = await s.says("Karin", "!einde 7")
        assert wrong.error == "no-such-ritual"
        (refused,) = [one for one in await s.says("Els", "!volgende", reply_to=second) if not one.edited]
        assert refused.error == "not-facilitator"
        assert closed(await s.says("Karin", "1", reply_to=which)).data["ritual"] == 1
        assert closed(await s.says("Ahmed", "!einde #2")).data["ritual"] == 2
        (nothing,) = await s.says("Ahmed", "!einde")
        assert nothing.error == "no-ritual"
        assert alarms(tmp_path) == 0


async def test_in_private_it_is_asked_once_to_which_the_words_belong(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.room("Fatma", "Els", room=OTHER, title="De straat")
        await s.says("Karin", COURAGE)
        await s.says("Fatma", HELPS, room=OTHER)
        chat = await s.direct("Els")
        (question,) = await s.says("Els", "Rust.", room=chat)
        assert "Wat gaf je moed?" in question.body
        assert "De straat" in question.body
        await s.says("Els", "2", room=chat)
        await s.says("Els", "En slapen.", room=chat)
        assert kept_words(tmp_path) == [(user("Els"), "Rust."), (user("Els"), "En slapen.")]
        (question,) = await s.says("Els", "En wandelen.", room=chat, reply_to=None)
        assert question.error is None


async def test_who_has_not_answered_is_asked_again_in_private(tmp_path: Path) -> None:
    """Twice at most, never the young, never who has no chat with copbot or said stop; nobody is named in the room."""
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els", "Bram", "Noor")
        chats = {name: await s.direct(name) for name in ("Ahmed", "Els", "Bram", "Karin")}
        await s.says("Bram", "!rol jongere")
        await s.says("Karin", "!stop", room=chats["Karin"])
        (opening,) = await s.says("Karin", COURAGE)
        heard = await s.waits(days=3)
        assert {one.room for one in heard} == {chats["Ahmed"], chats["Els"]}
        assert all("Elk antwoord is goed" in one.body for one in heard)
        assert len(heard) == 2
        await s.says("Els", "Mijn zus.", room=chats["Els"])
        heard = await s.waits(hours=20)
        assert [one.room for one in heard] == [chats["Ahmed"]]
        (answer,) = [one for one in await s.says("Ahmed", "pas", room=chats["Ahmed"]) if not one.edited]
        assert answer.reply_to == s.last
        assert (await s.waits(days=2))[0].kind == "ritual.phase"
        assert kept_words(tmp_path) == [(user("Els"), "Mijn zus.")]
        assert opening.pings == ()


async def test_who_leads_and_does_nothing_for_days_is_relieved(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Ahmed", COURAGE)
        (refused,) = await s.says("Els", "!geefdoor")
        assert refused.error == "facilitator-present"
        await s.waits(days=2, hours=1)
        heard = await s.says("Els", "!geefdoor")
        assert any(one.reply_to == s.last and one.data.get("ok") for one in heard)
        assert closed(await s.says("Els", "!einde")).data["ritual"] == 1


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("nl", "!werkvorm hardop-meedenken over dagen Hoe nu?"),
        ("en", "!ritual think-aloud over days What now?"),
    ],
)
async def test_what_is_only_live_says_so(tmp_path: Path, language: str, line: str) -> None:
    async with stage(tmp_path, language, MORNING) as s:
        await s.room("Karin", "Ahmed", "Els", encrypted=True)
        (refused,) = await s.says("Karin", line)
        assert refused.error == "only-live"


async def test_no_more_than_a_handful(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed")
        for _ in range(5):
            await s.says("Karin", COURAGE)
        (refused,) = await s.says("Karin", COURAGE)
        assert refused.error == "too-many-rituals"


async def test_passing_by_a_tap_and_thinking_better_of_it(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        (opening,) = await s.says("Karin", COURAGE)
        (edit,) = await s.taps("Els", opening, "⏭️")
        assert "1 van 3" in edit.body
        (edit,) = await s.takes_away("Els", s.last)
        assert "0 van 3" in edit.body
        await s.says("Ahmed", "!pas")
        assert (await s.says("Karin", "!waarzijnwe"))[0].body.count("1 van 3") == 1


async def test_the_question_is_taken_away(tmp_path: Path) -> None:
    """The round goes on without its words, and a reply to the new message counts."""
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", COURAGE)
        (again,) = await s.takes_away("Karin", s.last)
        assert "moed" not in again.body
        await s.says("Ahmed", "De juf.", reply_to=again)
        assert kept_words(tmp_path) == [(user("Ahmed"), "De juf.")]
        assert again.room == ROOM


async def test_who_was_away_or_came_later_may_answer_in_private(tmp_path: Path) -> None:
    """Nobody waits for them."""
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        chats = {name: await s.direct(name) for name in ("Els", "Bram")}
        await s.says("Els", "!evenweg tot woensdag", room=chats["Els"])
        (opening,) = await s.says("Karin", COURAGE)
        s.server.members[ROOM][user("Bram")] = "Bram"
        await s.enters("Bram")
        for name in ("Els", "Bram"):
            (question,) = await s.says(name, "Mijn zus.", room=chats[name])
            assert "Wat gaf je moed?" in question.body
            await s.says(name, "ja", room=chats[name])
        assert kept_words(tmp_path) == [(user("Els"), "Mijn zus."), (user("Bram"), "Mijn zus.")]
        await s.says("Karin", "Samen eten.", reply_to=opening)
        assert closed(await s.says("Ahmed", "pas", reply_to=opening)).data["spoke"] == 3


async def test_an_upgraded_room(tmp_path: Path) -> None:
    """Everything that runs ends, once, and the people are told where they find each other."""
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        first, _ = await both(s)
        await s.says("Els", "!ronde allen Hoe is het nu?")
        await s.says("Els", "!ronde En straks?")
        await s.says("Els", "De juf.", reply_to=first)
        more = {"state_key": ""}
        await s.event("Karin", "m.room.tombstone", {"replacement_room": "!nieuw:localhost"}, more=more)
        heard = await s.waits(seconds=15)
        assert sorted(one.data["ritual"] for one in heard if one.kind == "ritual.closed") == [1, 2, 3]
        assert any("Els: De juf." in one.body for one in heard)
        told = [one for one in heard if "https://matrix.to/#/!nieuw:localhost" in one.body]
        assert [one.room for one in told].count(ROOM) == 1
        assert len(told) == 4
        assert alarms(tmp_path) == 0
        assert await s.event("Karin", "m.room.tombstone", {"replacement_room": 7}, more=more) == []
        assert await s.waits(seconds=15) == []


@pytest.mark.parametrize(("answer", "goes_on"), [("1", "ritual.phase"), ("2", "proposal.round")])
@pytest.mark.parametrize("line", ["!volgende", "!volgende 1"])
async def test_next_asks_where_a_ritual_and_a_proposal_are_led(
    tmp_path: Path, line: str, answer: str, goes_on: str
) -> None:
    """Who leads both is asked which goes on, also where both have the same number; nobody else's is offered."""
    async with stage(tmp_path, clock=MORNING) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Karin", "!werkvorm waarderend over dagen Wat werkt?")
        await s.says("Ahmed", "!voorstel We eten soep")
        (which,) = await s.says("Karin", line)
        assert which.error == "which-ritual"
        assert [label[:13] for label in which.body.splitlines()[1:]] == [
            "1 #1 Zien wat",
            "2 Voorstel 1: "[:13],
        ]
        said = await s.says("Karin", answer, reply_to=which)
        said += [] if goes_on == "ritual.phase" else await s.waits(days=1, minutes=1)
        assert goes_on in [one.kind for one in said]
        (plainly,) = await s.says("Ahmed", "!volgende")
        assert plainly.error is None, "who leads one of them is not asked"
