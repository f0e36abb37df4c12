"""What is special of each ritual that copbot brings along, in whole runs: who is silent, what is kept aside, erased, dealt, harvested."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from copbot.rituals.script import LANGUAGES, ScriptPhase
from tests.dialogs.playing import AHMED, BRAM, COMMAND, ELS, KARIN, NOOR, Language, Play
from tests.dialogs.playing_acts import CLAUSE, GOAL, TEXT, staged
from tests.dialogs.rounds import kept_words
from tests.dialogs.stage import ROOM, Heard, stage, user

both = pytest.mark.parametrize("language", LANGUAGES)
dutch = pytest.mark.parametrize("language", ["nl"])
"""What does not depend on words is played once."""
STOP = {"nl": "Pauze!", "en": "pause"}


async def played(folder: Path, name: str, language: Language) -> Play:
    async with stage(folder, language) as s:
        play = staged(s, name, language)
        await play.whole()
        return play


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "copbot.db")) as sql:
        return sql.execute(query).fetchall()


def bodies(heard: list[Heard]) -> str:
    return "\n".join(one.body for one in heard)


@both
async def test_a_reverse_test_yields_what_may_with_its_ground(tmp_path: Path, language: Language) -> None:
    await played(tmp_path, "reverse-test", language)
    thing, ground = {
        "nl": ("Halve dagen", "het lukte elders ook"),
        "en": ("Half days", "it worked elsewhere"),
    }[language]
    assert rows(tmp_path, "SELECT words, rung, ground FROM items") == [(thing, "may", ground)]


@both
async def test_an_article_of_law_waits_until_the_law_has_its_turn(tmp_path: Path, language: Language) -> None:
    """Nobody is told that it came too early, and then nobody is named with it."""
    play = await played(tmp_path, "reverse-test", language)
    before = [one for name in ("story", "effect", "values", "consequences") for one in play.said(name).copbot]
    assert CLAUSE[language] not in bodies(before)
    assert GOAL[language] in bodies(before)
    (brought,) = [one for one in play.said("law").fresh if CLAUSE[language] in one.body]
    assert KARIN not in brought.body.replace(play.script.title[language], "")


@both
async def test_a_reverse_test_may_end_with_not_yet(tmp_path: Path, language: Language) -> None:
    async with stage(tmp_path, language) as s:
        play = staged(s, "reverse-test", language)

        async def nothing_yet(play: Play, phase: ScriptPhase) -> None:
            for name in play.part(phase):
                await play.contributes(name, phase, {"nl": "nog niet", "en": "not yet"}[language])

        play.otherwise["may"] = nothing_yet
        await play.whole()
    assert play.names[-2:] == ["may", "not-yet"]
    assert rows(tmp_path, "SELECT * FROM items") == []


@dutch
async def test_what_is_put_forward_can_be_copied_without_names(tmp_path: Path, language: Language) -> None:
    for name, phase in (("reverse-test", "decide"), ("what-helped", "page")):
        (tmp_path / name).mkdir()
        play = await played(tmp_path / name, name, language)
        (page,) = [one for one in play.said(phase).fresh if TEXT[language] in one.body]
        assert not any(member in page.body for member in (KARIN, ELS, AHMED, BRAM, NOOR))


@both
async def test_turning_round_ends_with_support(tmp_path: Path, language: Language) -> None:
    await played(tmp_path, "yes-and", language)
    assert rows(tmp_path, "SELECT rung FROM items") == [("support",)]
    assert len(rows(tmp_path, "SELECT * FROM pledges")) == 1


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
async def test_thinking_aloud_needs_the_owners_yes(tmp_path: Path, language: Language) -> None:
    """Els is asked alone, whoever asked for it; after her no nothing begins, and nobody hears of it."""
    async with stage(tmp_path, language) as s:
        await s.room(KARIN, ELS, AHMED)
        chat = await s.direct(ELS)
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


@both
async def test_roles_are_dealt_reversed_and_privately(tmp_path: Path, language: Language) -> None:
    """Nobody plays what they are, nobody the same as another, and the room never hears who plays what."""
    play = await played(tmp_path, "simulation", language)
    titles = {card.title[language]: card for card in play.script.decks["roles"]}
    dealt = {}
    for name in (KARIN, ELS, AHMED, BRAM):
        private = [one.body for one in play.said("cards").private if one.room == play.chats[name]]
        (dealt[name],) = [title for body in private for title in titles if title in body.splitlines()[0]]
    assert len(set(dealt.values())) == 4
    for name in (KARIN, ELS):
        assert titles[dealt[name]].to in (("parents",), ())
    for name in (AHMED, BRAM):
        assert titles[dealt[name]].to in (("professionals",), ())
    assert not any(title in bodies(play.said("cards").fresh) for title in titles)


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


@dutch
async def test_a_mediation_wants_a_room_that_is_private(tmp_path: Path, language: Language) -> None:
    async with stage(tmp_path, language) as s:
        await s.room(KARIN, ELS, AHMED)
        (refused,) = await s.says(KARIN, {"nl": "!werkvorm bemiddeling", "en": "!ritual mediation"}[language])
        assert refused.error == "not-private"


@dutch
async def test_the_sides_of_a_mediation_are_shown_to_nobody_and_erased(
    tmp_path: Path, language: Language
) -> None:
    play = await played(tmp_path, "mediation", language)
    assert play.said("stories").private != []
    assert "Els zei dit in stories" not in bodies(play.everything)
    assert kept_words(tmp_path) == []


@dutch
async def test_a_hat_may_be_left_out(tmp_path: Path, language: Language) -> None:
    async with stage(tmp_path, language) as s:
        play = staged(s, "six-hats", language)

        async def leaves_out(play: Play, phase: ScriptPhase) -> None:
            await play.types(KARIN, "skip")

        play.otherwise["yellow"] = leaves_out
        await play.whole()
    assert play.said("yellow").turns == [user(KARIN)]
    assert play.names == ["blue", "white", "yellow", "black", "red", "green", "blue-again"]


@dutch
async def test_what_was_written_alone_goes_along_to_the_pairs(tmp_path: Path, language: Language) -> None:
    play = await played(tmp_path, "chaotic", language)
    assert "Els zei dit in alone" not in bodies([one for one in play.everything if one.room == ROOM])
    assert any("Els schreef: Els zei dit in alone" in one.body for one in play.said("pairs").private)
    words = {card.title[language] for card in play.script.decks["words"]}
    dealt = [
        title
        for one in play.said("word").private
        for title in words
        if one.body.splitlines()[0].endswith(f": {title}")
    ]
    assert len(set(dealt)) == len(dealt) == 4
    (poll,) = [one for one in play.said("dots").fresh if one.kind == "poll.opened"]
    assert poll.data["method"] == "dots"


@dutch
async def test_everybody_meets_somebody(tmp_path: Path, language: Language) -> None:
    """In pairs everybody is in one group, and in fours pairs stay together."""
    play = await played(tmp_path, "appreciative", language)
    told = bodies(play.said("interview").fresh)
    assert all(told.count(name) == 1 for name in (ELS, AHMED, BRAM))


@both
async def test_the_average_of_a_check_out(tmp_path: Path, language: Language) -> None:
    """3, 4, 5, 3 and 4, and nobody is named with a figure."""
    play = await played(tmp_path, "check-out", language)
    average = {"nl": "3,8", "en": "3.8"}[language]
    (told,) = [one for one in play.said("figure").fresh if average in one.body]
    assert not any(name in told.body for name in (KARIN, ELS, AHMED, BRAM, NOOR))


@dutch
async def test_nobody_seconds_their_own_invitation(tmp_path: Path, language: Language) -> None:
    play = await played(tmp_path, "invitation", language)
    assert play.said("text").turns == [user(KARIN)]
    assert play.said("second").turns == [user(ELS), user(NOOR)]


@dutch
async def test_at_most_eight_at_one_table(tmp_path: Path, language: Language) -> None:
    async with stage(tmp_path, language) as s:
        names = [f"Lid{letter}" for letter in "abcdefghi"]
        await s.room(*names)
        line = {"nl": "!werkvorm gesprekscafe Wat nu?", "en": "!ritual conversation-cafe What now?"}[language]
        await s.says(names[0], line)
        errors = [
            (await s.says(name, {"nl": "!ikdoemee", "en": "!join"}[language]))[0].error for name in names
        ]
        assert errors == [None] * 8 + ["ritual-full"]


@both
async def test_an_objection_leads_to_better_words_and_a_fresh_round(
    tmp_path: Path, language: Language
) -> None:
    async with stage(tmp_path, language) as s:
        play = staged(s, "consent", language)
        objection, better = {
            "nl": ("!bezwaar dan is er niemand bij", "!wijzig Een rustige plek, met iemand erbij"),
            "en": ("!objection then nobody is there", "!amend A quiet place, with somebody there"),
        }[language]

        async def objects(play: Play, phase: ScriptPhase) -> None:
            for name in play.part(phase):
                if name == BRAM:
                    await play.says(name, objection)
                elif play.running(phase):
                    await play.types(name, "consent")

        async def finds_words(play: Play, phase: ScriptPhase) -> None:
            await play.says(KARIN, better)
            if play.running(phase):
                await play.types(KARIN, "next")

        play.otherwise |= {"consent": objects, "integrate": finds_words}
        await play.whole()
    assert play.names[3:] == ["consent", "integrate", "consent", "decision"]
    assert rows(tmp_path, "SELECT words FROM decisions") == [(better.partition(" ")[2],)]


@dutch
async def test_an_agenda_is_no_decision(tmp_path: Path, language: Language) -> None:
    await played(tmp_path, "circle-meeting", language)
    assert rows(tmp_path, "SELECT * FROM decisions") == []


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

        assert await error() == "too-early"
        await s.says(KARIN, talk[language])
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
        await s.room(KARIN, ELS, AHMED, BRAM)
        chat = await s.direct(ELS)
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
