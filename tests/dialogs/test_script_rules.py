"""What is special of rituals that copbot brings along, in whole runs: what is kept aside, dealt, harvested, decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from copbot.rituals.script import LANGUAGES, ScriptPhase
from tests.dialogs.playing import AHMED, BRAM, ELS, KARIN, NOOR, Language, Play
from tests.dialogs.playing_acts import CLAUSE, GOAL, TEXT, bodies, played, rows, staged
from tests.dialogs.stage import ROOM, stage, user

both = pytest.mark.parametrize("language", LANGUAGES)
dutch = pytest.mark.parametrize("language", ["nl"])
"""What does not depend on words is played once."""
STOP = {"nl": "Pauze!", "en": "pause"}


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
    asked = next(one for one in play.said("second").fresh if one.kind == "ritual.phase")
    assert set(asked.pings) == {user(ELS), user(NOOR)}


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
