"""What people write instead of what copbot expected: passing a proposal by command, half a deadline, a situation in words."""

from pathlib import Path

import pytest

from tests.dialogs.proposals import to_consent
from tests.dialogs.scripted import of
from tests.dialogs.stage import Heard, stage


@pytest.mark.parametrize(("language", "word"), [("nl", "!pas"), ("en", "!pass")])
@pytest.mark.parametrize("replying", [True, False])
async def test_who_passes_a_proposal_is_heard_in_its_first_rounds(
    tmp_path: Path, language: str, word: str, replying: bool
) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Karin", "Ahmed", "Els")
        (opened,) = await s.says("Ahmed", "!proposal Samen eten")
        more: list[Heard] = []
        for name in ("Karin", "Els"):
            told, *more = await s.says(name, word, reply_to=opened if replying else None)
            assert (told.reply_to, told.kind, told.data["command"], told.data["ok"]) == (
                s.last,
                "reply",
                "pass",
                True,
            )
        assert [heard.data["round"] for heard in of(more, "proposal.round")] == ["react"], "all were heard"


async def test_passing_is_no_consent(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        asked = await to_consent(s)
        for replied in (asked, None):
            (told,) = await s.says("Karin", "!pas", reply_to=replied)
            assert told.reply_to == s.last
            assert told.body.startswith("Niets zeggen mag.")
        await s.says("Karin", "!geenbezwaar")
        decided = await s.says("Els", "!geenbezwaar")
        assert [heard.kind for heard in decided][-1] == "decision"


async def test_in_a_round_who_passes_passes_their_turn(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Ahmed", "!voorstel Samen eten")
        await s.says("Karin", "!ronde allen Hoe gaat het?")
        assert of(await s.says("Ahmed", "!pas"), "ritual.turn")


@pytest.mark.parametrize("line", ["!ronde tot", "!round until", "!ronde tot?"])
async def test_a_round_until_is_asked_until_when(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", line)
        assert (asked.error, asked.reply_to) == ("vague-when", s.last)
        (question,) = await s.says("Karin", "vrijdag 17:00", reply_to=asked)
        assert question.error == "needs-question"
        opened, *_ = await s.says("Karin", "Wat helpt jou?", reply_to=question)
        assert opened.kind == "ritual.opened"
        assert "tot vrijdag 27 november om 17:00 uur" in opened.body


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("!werkvormen we zitten vast", "mag wel"),
        ("!rituals we are stuck", "mag wel"),
        ("!werkvormen We moeten kiezen.", "Samen besluiten"),
        ("!rituelen kiezen", "Samen besluiten"),
        ("!werkvormen iemand in onze groep heeft raad nodig", "Hardop meedenken"),
        ("!werkvorm we zitten vast", "mag wel"),
        ("!werkvormen wij willen iets oefenen", "Een gesprek oefenen"),
    ],
)
async def test_a_situation_may_stand_behind_the_command(tmp_path: Path, line: str, offered: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        (told,) = await s.says("Karin", line)
        assert (
            told.body.splitlines()[0]
            == "Dit kan helpen. Kies er een: antwoord op dit bericht met een cijfer."
        )
        assert offered in told.body
        (asked,) = await s.says("Karin", "1", reply_to=told)
        assert asked.kind in ("ritual.opened", "reply")


async def test_words_that_tell_no_situation_get_all_of_them(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        (told,) = await s.says("Karin", "!werkvormen xyzzy")
        assert told.body.splitlines()[0] == "Waar zijn jullie nu? Antwoord op dit bericht met een cijfer."


async def test_who_left_is_not_asked_for_a_sentence(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Karin", "!ronde allen Hoe gaat het?")
        await s.says("Ahmed", "goed")
        await s.leaves("Karin")
        (closed,) = of(await s.says("Els", "ook goed"), "ritual.closed")
        assert "karin" not in closed.body.lower()


@pytest.mark.parametrize(("language", "line"), [("nl", "!waarzijnwe"), ("en", "!status")])
async def test_where_we_are_with_a_proposal(tmp_path: Path, language: str, line: str) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Ahmed", "!proposal Samen eten")
        (one,) = await s.says("Karin", line)
        assert (one.data["command"], one.data["ok"], one.reply_to) == ("status", True, s.last)
        assert "Samen eten" in one.body
        await s.says("Els", "!proposal Samen koken")
        (both,) = await s.says("Karin", line)
        assert "Samen eten" in both.body
        assert "Samen koken" in both.body


async def test_passing_what_is_over_is_told_so(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        (withdrawn,) = await s.says("Ahmed", "!voorstel Samen koken")
        await s.says("Ahmed", "!voorstel trek in 1")
        (told,) = await s.says("Karin", "!pas", reply_to=withdrawn)
        assert (told.error, told.reply_to) == ("proposal-closed", s.last)
        (undecided,) = await s.says("Ahmed", "!voorstel Samen eten")
        await s.waits(days=20)
        (told,) = await s.says("Karin", "!pas", reply_to=undecided)
        assert (told.error, told.reply_to) == ("round-closed", s.last)
        asked = await to_consent(s, words="Samen wandelen")
        for name in ("Karin", "Els"):
            await s.says(name, "akkoord", reply_to=asked)
        (told,) = await s.says("Karin", "!pas", reply_to=asked)
        assert (told.error, told.reply_to) == ("proposal-closed", s.last)


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("!ronde tot vrijdag 17:00 zonder namen Wat helpt?", "Rondje: Wat helpt?"),
        ("!ronde tot vrijdag 17:00 samen zonder namen Wat helpt?", "Rondje: Wat helpt?"),
        ("!round until friday 17:00 without names all What helps?", "Rondje: What helps?"),
        ('!ronde tot vrijdag 17:00 "zonder namen, wat zeg je dan?"', "Rondje: zonder namen, wat zeg je dan?"),
        ('!ronde tot vrijdag 17:00 "samen eten, wanneer?"', "Rondje: samen eten, wanneer?"),
        ("!ronde tot vrijdag 17:00 Samen eten, wanneer?", "Rondje: Samen eten, wanneer?"),
        ("!ronde zonder namen tot vrijdag 17:00 lang Wat helpt?", "Rondje: Wat helpt?"),
    ],
)
async def test_option_words_behind_the_time_are_options_as_before_it(
    tmp_path: Path, line: str, opens: str
) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opened, *_ = await s.says("Karin", line)
        assert opened.body.splitlines()[0] == opens
        assert ("zonder namen. Schrijf" in opened.body) == ("namen " in line or "names " in line)


async def test_a_question_in_quotes_keeps_its_words_when_the_time_is_asked_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", '!ronde tot half acht "samen eten, wanneer?"')
        assert asked.error == "ambiguous-when"
        opened, *_ = await s.says("Karin", "1", reply_to=asked)
        assert opened.body.splitlines()[0] == "Rondje: samen eten, wanneer?"


@pytest.mark.parametrize(
    "line",
    [
        "!werkvorm over dagen inchecken",
        "!werkvorm inchecken over dagen",
        "!ritual over days check-in",
        "!ritual check-in over days",
        "!ritual check in over days",
        "!ritueel de komende dagen inchecken",
        "!werkvorm tot vrijdag 17:00 inchecken",
        "!ritual until friday 17:00 check-in",
        "!werkvorm inchecken tot vrijdag 17:00",
        "!werkvorm dagen inchecken",
    ],
)
async def test_option_words_stand_before_a_rituals_name_or_behind_it(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opened, *_ = await s.says("Karin", line)
        assert (opened.kind, opened.data["script"]) == ("ritual.opened", "check-in")
        assert "ieder op een eigen moment" in opened.body


async def test_option_words_before_a_live_ritual_and_before_a_name_that_is_nearly_right(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!werkvorm over dagen inchekken")
        assert asked.body.splitlines()[0] == "Bedoel je dit? Antwoord dan op dit bericht met een 1."
        opened, *_ = await s.says("Karin", "1", reply_to=asked)
        assert "ieder op een eigen moment" in opened.body
        opened, *_ = await s.says("Karin", "!werkvorm allen inchecken")
        assert "ieder op een eigen moment" not in opened.body
        (unknown,) = await s.says("Karin", "!werkvorm samen zwemmen")
        assert unknown.body.startswith("zwemmen ken ik niet.")
