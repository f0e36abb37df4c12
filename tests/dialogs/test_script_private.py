"""Who is silent and who may stop, and what is shown to nobody and erased, in whole runs of the rituals that copbot brings along."""

from __future__ import annotations

from pathlib import Path

import pytest

from copbot.rituals.script import LANGUAGES, ScriptPhase
from tests.dialogs.playing import AHMED, BRAM, COMMAND, ELS, KARIN, Language, Play
from tests.dialogs.playing_acts import bodies, played, rows, staged
from tests.dialogs.rounds import kept_words
from tests.dialogs.stage import ROOM, stage, user

both = pytest.mark.parametrize("language", LANGUAGES)
dutch = pytest.mark.parametrize("language", ["nl"])
"""What does not depend on words is played once."""
CANARY = b"Els zei dit in questions"
STOP = {"nl": "Pauze!", "en": "pause"}


@dutch
async def test_the_owner_says_when_to_turn(tmp_path: Path, language: Language) -> None:
    """The bare fact stays the owner's, however much they write, until they say that they are done."""
    async with stage(tmp_path, language) as s:
        play = staged(s, "yes-and", language)

        async def slowly(play: Play, phase: ScriptPhase) -> None:
            for words in ("Eén ding.", "En nog iets.", "En dit ook."):
                await play.contributes(KARIN, phase, words)
                assert play.now.phase == "fact"
            await play.types(KARIN, "done")
            assert play.now.phase == "suppose"

        play.otherwise["fact"] = slowly
        await play.whole()


@dutch
async def test_who_asks_for_advice_listens_until_the_end(tmp_path: Path, language: Language) -> None:
    """Els's story was chosen: she hears the analyses and the advice, and then has the word."""
    play = await played(tmp_path, "peer-incident", language)
    for name in ("analyses", "advice"):
        assert ELS not in play.parts[name]
        listens = {"nl": "Els luistert nu en zegt even niets.", "en": "Els only listens now."}[language]
        assert listens in bodies(play.said(name).fresh)
    assert play.said("usable").turns == [user(ELS)]


@both
async def test_once_chosen_everybody_hears_whose_story_it_is(tmp_path: Path, language: Language) -> None:
    play = await played(tmp_path, "peer-incident", language)
    told = {"nl": "Het gaat over wat Els vertelde.", "en": "It is about what Els told."}[language]
    assert told in bodies(play.said("questions").fresh)
    assert told not in bodies(play.said("analyses").fresh)


@dutch
async def test_where_nobody_asks_for_advice_it_ends_kindly(tmp_path: Path, language: Language) -> None:
    async with stage(tmp_path, language) as s:
        play = staged(s, "peer-incident", language)

        async def nobody(play: Play, phase: ScriptPhase) -> None:
            for name in play.part(phase):
                await play.passes(name)

        play.otherwise["cases"] = nobody
        await play.whole()
    assert play.names == ["look-back", "cases", "nothing"]


@dutch
async def test_words_of_thinking_aloud_are_erased(tmp_path: Path, language: Language) -> None:
    """Also where the owner stops in the middle of it."""
    async with stage(tmp_path, language) as s:
        play = staged(s, "think-aloud", language)

        async def stops(play: Play, phase: ScriptPhase) -> None:
            assert kept_words(tmp_path) != []
            await play.says(KARIN, {"nl": "!einde", "en": "!end"}[language])

        play.otherwise["aloud"] = stops
        await play.whole()
    assert play.names == ["question", "questions", "aloud"]
    assert kept_words(tmp_path) == []
    assert rows(tmp_path, "SELECT question FROM rituals") == [(None,)]


@dutch
async def test_forgotten_words_are_in_no_file_at_once(tmp_path: Path, language: Language) -> None:
    """Neither in the database nor in its log, while copbot runs on, and without waiting for a quiet moment."""
    async with stage(tmp_path, language) as s:
        play = staged(s, "think-aloud", language)

        async def stops(play: Play, phase: ScriptPhase) -> None:
            assert CANARY in b"".join(path.read_bytes() for path in tmp_path.glob("copbot.db*"))
            await play.says(KARIN, {"nl": "!einde", "en": "!end"}[language])

        play.otherwise["aloud"] = stops
        await play.whole()
        files = {path.name: path.read_bytes() for path in tmp_path.glob("copbot.db*")}
        assert "copbot.db-wal" in files
        assert [name for name, held in files.items() if CANARY in held] == []


@dutch
async def test_thinking_aloud_needs_the_owners_yes(tmp_path: Path, language: Language) -> None:
    """Els is asked alone, whoever asked for it; after her no nothing begins, and nobody hears of it."""
    async with stage(tmp_path, language) as s:
        await s.room(KARIN, ELS, AHMED, encrypted=True)
        chat = await s.direct(ELS, encrypted=True)
        line = {
            "nl": "!werkvorm hardop-meedenken @els:localhost Wat nu?",
            "en": "!ritual think-aloud @els:localhost What now?",
        }
        heard = await s.says(KARIN, line[language])
        (asked,) = [one for one in heard if one.room == chat]
        heard = await s.says(ELS, "2", room=chat, reply_to=asked)
        assert [one for one in heard if one.room == ROOM] == []
        assert rows(tmp_path, "SELECT * FROM rituals") == []


@dutch
async def test_who_leads_a_socratic_dialogue_has_no_say_in_it(tmp_path: Path, language: Language) -> None:
    play = await played(tmp_path, "socratic", language)
    assert all(KARIN not in part for part in play.parts.values())
    assert play.said("claim").turns == play.said("grounds").turns == [user(ELS)]
    assert rows(tmp_path, "SELECT * FROM decisions") == [], "nothing is decided in it"


@dutch
async def test_anybody_may_ask_for_a_time_out(tmp_path: Path, language: Language) -> None:
    async with stage(tmp_path, language) as s:
        play = staged(s, "socratic", language)

        async def time_out(play: Play, phase: ScriptPhase) -> None:
            await play.says(AHMED, "Time-out")

        play.otherwise["inquiry"] = time_out
        await play.whole()
    assert play.names[-4:] == ["inquiry", "time-out", "inquiry", "look-back"]


@pytest.mark.parametrize(
    ("name", "scene", "follows"),
    [
        ("simulation", "scene", "out"),
        ("mediation", "interests", "closing"),
        ("mediation", "options", "closing"),
    ],
)
@both
async def test_anybody_stops_a_talk_with_one_word(
    tmp_path: Path, name: str, scene: str, follows: str, language: Language
) -> None:
    async with stage(tmp_path, language) as s:
        play = staged(s, name, language)

        async def stops(play: Play, phase: ScriptPhase) -> None:
            await play.says(BRAM, STOP[language])

        play.otherwise[scene] = stops
        await play.whole()
    assert play.names[play.names.index(scene) + 1] == follows


@pytest.mark.parametrize("name", ["bemiddeling", "hardop-meedenken Wat nu?"])
async def test_what_is_delicate_wants_a_room_that_is_private(tmp_path: Path, name: str) -> None:
    async with stage(tmp_path) as s:
        await s.room(KARIN, ELS, AHMED)
        (refused,) = await s.says(KARIN, f"!werkvorm {name}")
        assert refused.error == "not-private"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Dit vraag ik alleen aan jou, voordat we in De kring beginnen met: Hardop meedenken."),
        ("en", "I ask this of you alone, before we begin in De kring: Thinking aloud."),
    ],
)
async def test_who_asked_for_it_is_not_told_that_somebody_wants_it(
    tmp_path: Path, language: Language, said: str
) -> None:
    line = {"nl": "!werkvorm hardop-meedenken Wat nu?", "en": "!ritual think-aloud What now?"}[language]
    async with stage(tmp_path, language) as s:
        await s.room(KARIN, ELS, AHMED, encrypted=True)
        chat = await s.direct(KARIN, encrypted=True)
        (asked,) = [one for one in await s.says(KARIN, line) if one.room == chat]
        assert asked.body.splitlines()[0] == said


@dutch
async def test_the_sides_of_a_mediation_are_shown_to_nobody_and_erased(
    tmp_path: Path, language: Language
) -> None:
    play = await played(tmp_path, "mediation", language)
    assert play.said("stories").private != []
    assert "Els zei dit in stories" not in bodies(play.everything)
    assert kept_words(tmp_path) == []


@both
async def test_a_decision_after_a_socratic_dialogue_comes_a_day_later_at_the_earliest(
    tmp_path: Path, language: Language
) -> None:
    """Not without one, not while it runs, not the same evening; then it can."""
    ask = {
        "nl": "!werkvorm socratisch-besluit Wij beginnen klein",
        "en": "!ritual socratic-decision We begin small",
    }
    talk = {"nl": "!werkvorm socratisch Wat is rust?", "en": "!ritual socratic What is rest?"}
    async with stage(tmp_path, language) as s:
        await s.room(KARIN, ELS, AHMED)

        async def error() -> str | None:
            (answer,) = await s.says(KARIN, ask[language])
            return answer.error

        async def offered() -> bool:
            (shown,) = await s.says(KARIN, {"nl": "!werkvormen kiezen", "en": "!rituals choose"}[language])
            return {"nl": "Besluiten, een dag later", "en": "Deciding, a day later"}[language] in shown.body

        assert await error() == "too-early"
        assert not await offered(), "where there is nothing that it could follow"
        await s.says(KARIN, talk[language])
        assert await offered()
        await s.says(KARIN, COMMAND["end"][language])
        await s.waits(hours=24)
        assert await error() == "too-early", "nobody came to it"
        await s.says(KARIN, talk[language])
        for name in (ELS, AHMED):
            await s.says(name, COMMAND["join"][language])
        await s.says(KARIN, COMMAND["begin"][language])
        assert await error() == "too-early"
        await s.says(KARIN, COMMAND["end"][language])
        await s.waits(hours=23)
        assert await error() == "too-early"
        await s.waits(hours=1)
        assert await error() is None


@dutch
async def test_who_brought_the_question_may_always_stop(tmp_path: Path, language: Language) -> None:
    """Also when somebody else leads."""
    async with stage(tmp_path, language) as s:
        await s.room(KARIN, ELS, AHMED, BRAM, encrypted=True)
        chat = await s.direct(ELS, encrypted=True)
        heard = await s.says(KARIN, "!werkvorm hardop-meedenken @els:localhost Wat nu?")
        (asked,) = [one for one in heard if one.room == chat]
        await s.says(ELS, "1", room=chat, reply_to=asked)
        for name in (AHMED, BRAM):
            await s.says(name, "!ikdoemee")
        await s.says(KARIN, "!begin")
        (refused,) = await s.says(AHMED, "!einde")
        assert refused.error == "not-facilitator"
        heard = await s.says(ELS, "!einde")
        assert "ritual.closed" in [one.kind for one in heard]
