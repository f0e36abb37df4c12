"""Who leads a proposal, what others hear who try, several at once, and every refusal with its way on."""

from pathlib import Path

import pytest

from tests.dialogs.proposals import live, to_consent
from tests.dialogs.stage import ROOM, Stage, stage


async def adopted(s: Stage) -> None:
    asked = await to_consent(s)
    for name in ("Karin", "Els"):
        await s.says(name, "akkoord", reply_to=asked)
    assert s.server.sent[-1].kind == "decision"


async def undecided(s: Stage) -> None:
    await s.says("Ahmed", "!voorstel Samen eten")
    await s.waits(days=16)


async def clarify(s: Stage) -> None:
    await s.says("Ahmed", "!voorstel Samen eten")


async def consent(s: Stage) -> None:
    await to_consent(s)


async def integrate(s: Stage) -> None:
    asked = await to_consent(s)
    await s.says("Els", "bezwaar: te laat", reply_to=asked)
    await s.says("Karin", "akkoord", reply_to=asked)


async def withdrawn(s: Stage) -> None:
    await s.says("Ahmed", "!voorstel Samen eten")
    await s.says("Ahmed", "!voorstel trek in")


SCENES = {scene.__name__: scene for scene in (adopted, undecided, clarify, consent, integrate, withdrawn)}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("scene", "name", "line", "error"),
    [
        ("clarify", "Els", "!geenbezwaar", "too-early"),
        ("clarify", "Els", "!kanttekening iets", "too-early"),
        ("clarify", "Els", "!bezwaar iets", "too-early"),
        ("clarify", "Ahmed", "!voorstel opnieuw 1", "too-early"),
        ("clarify", "Els", "!volgende", "not-allowed"),
        ("clarify", "Els", "!wijzig 1 iets anders", "not-allowed"),
        ("clarify", "Ahmed", "!wijzig 1 Samen  eten", "same-words"),
        ("clarify", "Ahmed", "!wijzig 1", "needs-text"),
        ("clarify", "Els", "!voorstel trek in", "not-yours"),
        ("clarify", "Els", "!voorstel 7", "no-such-proposal"),
        ("clarify", "Els", "!bezwaar #7 iets", "no-such-proposal"),
        ("consent", "Els", "!volgende", "not-allowed"),
        ("consent", "Ahmed", "!voorstel opnieuw 1", "already-begun"),
        ("consent", "Els", "!kanttekening", "needs-text"),
        ("integrate", "Els", "!volgende", "not-allowed"),
        ("integrate", "Ahmed", "!voorstel opnieuw 1", "already-begun"),
        ("undecided", "Els", "!geenbezwaar #1", "round-closed"),
        ("undecided", "Els", "!voorstel opnieuw", "not-allowed"),
        ("adopted", "Els", "!bezwaar #1 iets", "proposal-closed"),
        ("adopted", "Ahmed", "!wijzig #1 iets", "proposal-closed"),
        ("withdrawn", "Els", "!geenbezwaar #1", "proposal-closed"),
        ("withdrawn", "Ahmed", "!voorstel trek in 1", "proposal-closed"),
        ("withdrawn", "Els", "!bezwaar iets", "no-proposal"),
        ("withdrawn", "Els", "!wijzig iets", "no-proposal"),
    ],
)
async def test_what_can_not_be_done_is_told_with_a_way_on(
    tmp_path: Path, language: str, scene: str, name: str, line: str, error: str
) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Karin", "Ahmed", "Els")
        await SCENES[scene](s)
        before = len(s.server.sent)
        (refused,) = await s.says(name, line)
        assert (refused.error, refused.reply_to, len(s.server.sent)) == (error, s.last, before + 1)
        assert len(refused.body) > 30
        assert (await s.says(name, "!voorstel 1"))[0].data["ok"] is True


async def test_a_round_is_left_out_only_if_nobody_minds(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        (opened,) = await s.says("Ahmed", "!voorstel Samen eten")
        (asked,) = await s.says("Ahmed", "!volgende")
        assert asked.body == (
            'Ahmed stelt voor de vragen bij voorstel 1 af te ronden. Heb je nog een vraag? Antwoord dan "nee, nog niet". '
            "Anders gaan we door met jullie reactie: woensdag 25 november om 20:00 uur.\n1 nee, nog niet"
        )
        (told,) = await s.says("Els", "nee, nog niet", reply_to=asked)
        assert told.body == "Goed, we nemen de tijd. Deze ronde duurt tot zondag 29 november om 20:00 uur."
        assert await s.waits(days=2) == []
        (asked,) = await s.says("Karin", "!volgende")
        (told,) = await s.says("Els", "1", reply_to=asked)
        assert told.body.startswith("Goed, we nemen de tijd.")
        await s.says("Ahmed", "!volgende")
        (told,) = await s.says("Els", "Wie kookt er dan?", reply_to=opened)
        assert told.body.startswith("Goed, we nemen de tijd."), "a question asks for time too"
        await s.says("Ahmed", "!volgende")
        (react,) = await s.waits(hours=24, minutes=1)
        assert react.data["round"] == "react"


async def test_live_a_minute_is_enough_to_mind(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Ahmed", "!voorstel nu Samen eten")
        await s.says("Ahmed", "!volgende")
        (react,) = await s.waits(minutes=1, seconds=1)
        assert react.data["round"] == "react"


async def test_who_leads_ends_the_consent_round(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        asked = await live(s)
        await s.says("Els", "geen bezwaar")
        (decided,) = await s.says("Ahmed", "!volgende", reply_to=asked)
        assert (decided.kind, decided.reply_to) == ("decision", s.last)
        assert decided.body.splitlines()[1] == "2 van de 4 mensen lieten zich horen, zonder bezwaar."


async def test_going_on_a_moment_late_does_not_end_the_round_that_just_began(tmp_path: Path) -> None:
    """All had reacted, so the last round began by itself while who leads wrote that."""
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        asked = await live(s)
        (kept,) = await s.says("Ahmed", "!volgende", reply_to=asked)
        assert (kept.error, kept.reply_to) == ("too-early", s.last)
        assert kept.body.startswith("Voorstel 1 is net in de laatste ronde, en nog niemand gaf antwoord.")
        await s.waits(minutes=1)
        (over,) = await s.says("Ahmed", "!volgende", reply_to=asked)
        assert over.body.startswith("Over voorstel 1 is niets besloten")


async def test_a_round_that_runs_goes_on_and_not_the_proposal(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        await s.says("Ahmed", "!ronde allen Hoe is het?")
        (turn,) = [one for one in await s.says("Ahmed", "!volgende") if one.reply_to]
        assert turn.kind == "ritual.turn"
        await s.says("Els", "akkoord", reply_to=asked)
        *_, decided = await s.says("Ahmed", "!volgende", reply_to=asked)
        assert decided.kind == "decision"


async def test_several_at_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        first = await to_consent(s, "Ahmed", "Samen eten")
        second = await to_consent(s, "Karin", "Samen zingen")
        assert second.data["proposal"] == 2
        (which,) = await s.says("Els", "!bezwaar 2 keer per week is veel")
        assert which.body.startswith("Dank je, Els."), (
            "a bare number is the proposal where there is one of it"
        )
        (which,) = await s.says("Els", "!kanttekening graag buiten")
        assert which.error == "which-proposal"
        assert (
            which.body
            == "Welk voorstel bedoel je? Antwoord op dit bericht met een cijfer.\n1 Voorstel 1: Samen eten\n2 Voorstel 2: Samen zingen"
        )
        (told,) = await s.says("Els", "1", reply_to=which)
        assert "bij voorstel 1" in told.body
        (listed,) = await s.says("Els", "!voorstel")
        assert listed.body.splitlines()[1:3] == ["Voorstel 1: Samen eten", "Voorstel 2: Samen zingen"]
        *_, decided = await s.says("Karin", "akkoord", reply_to=first)
        assert decided.data["proposal"] == 1
        (shown,) = await s.says("Karin", "!voorstel 2")
        assert "Gehoord: 2 van 3." in shown.body


async def test_a_number_before_words_is_only_a_proposal_where_there_is_one(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        await to_consent(s)
        await s.says("Els", "!bezwaar 2 dagen is te veel")
        await s.says("Karin", "!geenbezwaar")
        _, ended = await s.says("Bob", "!geenbezwaar #1")
        assert "Bezwaar van Els: 2 dagen is te veel" in ended.body


@pytest.mark.parametrize(
    "words", ["!voorstel trek in", "!proposal withdraw 1", "copbot, ik trek mijn voorstel in"]
)
async def test_who_proposed_withdraws_it(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        (told,) = await s.says("Ahmed", words)
        assert (told.kind, told.reply_to) == ("decision", s.last)
        assert (told.data["outcome"], told.data["decision"], told.data["review"]) == ("withdrawn", None, None)
        assert told.body == "Ahmed trekt voorstel 1 in. Dank voor het meedenken."
        assert await s.taps("Els", asked, "✅") == []
        assert [one.kind for one in await s.waits(days=40) if one.kind != "digest"] == []


async def test_a_host_withdraws_what_nobody_leads_any_more(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await to_consent(s)
        await s.leaves("Ahmed")
        (told,) = await s.says("Karin", "!voorstel trek in")
        assert told.data["outcome"] == "withdrawn"


async def test_a_proposal_must_fit_on_a_phone(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Ahmed", "!voorstel")
        assert asked.data["ok"] is True
        (long,) = await s.says("Ahmed", "!voorstel " + "heel lang " * 40)
        assert (long.error, "350 tekens" in long.body) == ("too-long", True)
        (opened,) = await s.says("Ahmed", "Samen eten", reply_to=long)
        assert opened.kind == "proposal.opened"
        (asked,) = await s.says("Ahmed", "!voorstel nu")
        assert asked.error == "needs-text"
        (opened,) = await s.says("Ahmed", "x" * 350, reply_to=asked)
        assert len(opened.body) <= 600
        assert "x" * 330 in opened.body


async def test_from_a_direct_chat(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        chat = await s.direct("Ahmed")
        opened, told = await s.says("Ahmed", "!voorstel Samen eten", room=chat)
        assert (opened.room, opened.reply_to) == (ROOM, None)
        assert (told.room, told.body) == (chat, "Gedaan. Het staat in De kring.")
        asked, told = await s.says("Ahmed", "!volgende", room=chat)
        assert (asked.room, told.room) == (ROOM, chat)
        said = await s.says("Ahmed", "!wijzig Samen buiten eten", room=chat)
        assert [(one.room == ROOM, one.kind) for one in said] == [
            (False, "reply"),
            (True, "nudge"),
            (True, "proposal.round"),
        ]
        assert said[1].body == said[0].body


@pytest.mark.parametrize(
    "words", ["ik stel voor om elke week samen te wandelen", "I propose that we walk together"]
)
async def test_in_words_it_is_a_proposal_too(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        assert await s.says("Ahmed", words) == []
        (opened,) = await s.says("Ahmed", f"copbot, {words}")
        assert opened.kind == "proposal.opened"
