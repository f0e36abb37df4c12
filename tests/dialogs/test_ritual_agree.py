"""A step in which everybody says yes or no: a mediation that nobody is pressed into, an invitation with a second parent's yes."""

from __future__ import annotations

from pathlib import Path

import pytest

from copbot.rituals.script import LANGUAGES, Mode, ScriptPhase
from tests.dialogs.playing import AHMED, BRAM, ELS, KARIN, NOOR, Language, Play
from tests.dialogs.playing_acts import bodies, rows, staged
from tests.dialogs.rounds import kept_words
from tests.dialogs.stage import ROOM, Heard, stage

both = pytest.mark.parametrize("language", LANGUAGES)
dutch = pytest.mark.parametrize("language", ["nl"])
modes = pytest.mark.parametrize("mode", [Mode.LIVE, Mode.DAYS])
NO = {"nl": "Nee, liever niet", "en": "No, I'd rather not"}
ENDS = {"nl": "We beginnen er nu niet aan.", "en": "We do not begin this now."}


def in_the_room(heard: list[Heard]) -> str:
    return bodies([one for one in heard if one.room == ROOM])


@modes
@both
async def test_a_no_ends_a_mediation_and_nobody_hears_whose(
    tmp_path: Path, language: Language, mode: Mode
) -> None:
    """Ahmed says no in his own chat; it ends when all were heard, with the same words whoever it was."""
    async with stage(tmp_path, language) as s:
        play = staged(s, "mediation", language, mode)

        async def one_says_no(play: Play, phase: ScriptPhase) -> None:
            heard = await play.contributes(AHMED, phase, NO[language], private=True)
            assert [one.room for one in heard if not one.edited] == [play.chats[AHMED]], (
                "the room hears nothing yet"
            )
            await play.contributes(ELS, phase, "1", private=True)
            assert play.running(phase)
            await play.contributes(BRAM, phase, "1", private=True)

        play.otherwise["voluntary"] = one_says_no
        await play.whole()
    assert play.names == ["voluntary", "not-now"]
    said = in_the_room(play.everything)
    assert ENDS[language] in said
    after = in_the_room(play.said("not-now").copbot)
    assert not any(name in after for name in (AHMED, ELS, BRAM))
    assert NO[language] not in said
    assert kept_words(tmp_path) == []


@pytest.mark.parametrize("how", ["silent", "pass", "unclear"])
@dutch
async def test_who_does_not_say_yes_says_no_yes(tmp_path: Path, language: Language, how: str) -> None:
    async with stage(tmp_path, language) as s:
        play = staged(s, "mediation", language)

        async def not_everybody(play: Play, phase: ScriptPhase) -> None:
            (room,) = [one for one in play.said("voluntary").fresh if one.kind == "ritual.phase"]
            assert (room.event, "⏭️") not in s.server.reactions, "a tap would show who passes"
            for name in (ELS, BRAM):
                await play.contributes(name, phase, "ja", private=True)
            if how == "pass":
                await play.says(AHMED, "pas", private=True)
            if how == "unclear":
                (asked,) = await play.says(AHMED, "Alleen als het moet", private=True)
                assert (asked.error, asked.room) == ("not-understood", play.chats[AHMED])
                assert asked.body.startswith("Is dat een ja of een nee?")

        play.otherwise["voluntary"] = not_everybody
        await play.whole()
    assert play.names == ["voluntary", "not-now"]


@dutch
async def test_a_no_may_become_a_yes_as_long_as_others_are_waited_for(
    tmp_path: Path, language: Language
) -> None:
    async with stage(tmp_path, language) as s:
        play = staged(s, "mediation", language)

        async def thinks_better_of_it(play: Play, phase: ScriptPhase) -> None:
            (asked,) = [one for one in play.said("voluntary").private if one.room == play.chats[AHMED]]
            for name, words, to in ((AHMED, "2", None), (ELS, "1", None), (AHMED, "1", asked)):
                await play.says(name, words, private=True, reply_to=to)
                await play.waits(0.5)
            await play.says(BRAM, "ja graag", private=True)

        play.otherwise["voluntary"] = thinks_better_of_it
        await play.whole()
    assert play.names[:2] == ["voluntary", "stories"]


@modes
@both
async def test_no_invitation_without_a_second_parent(tmp_path: Path, language: Language, mode: Mode) -> None:
    change = {"nl": "Ik zou de school weglaten", "en": "I would leave the school out"}[language]
    ends = {"nl": "Er staat nog geen tweede ouder achter.", "en": "No second parent agrees yet."}[language]
    ready = {"nl": "de uitnodiging is klaar", "en": "the invitation is ready"}[language]
    async with stage(tmp_path, language) as s:
        play = staged(s, "invitation", language, mode)

        async def nobody_agrees(play: Play, phase: ScriptPhase) -> None:
            await play.contributes(ELS, phase, NO[language])
            await play.contributes(NOOR, phase, change)

        play.otherwise["second"] = nobody_agrees
        await play.whole()
    assert play.names == ["whom", "why", "offer", "text", "second", "not-yet"]
    assert ends in in_the_room(play.everything)
    assert ready not in in_the_room(play.everything)


@dutch
async def test_one_second_parent_is_enough(tmp_path: Path, language: Language) -> None:
    """Also where another one would rather not, and after a first thought; who wrote it does not count."""
    async with stage(tmp_path, language) as s:
        play = staged(s, "invitation", language)

        async def one_agrees(play: Play, phase: ScriptPhase) -> None:
            await play.says(KARIN, "ja natuurlijk")
            await play.contributes(NOOR, phase, "nog niet helemaal")
            await play.waits(0.5)
            await play.contributes(NOOR, phase, "ja, zo is het goed")
            await play.contributes(ELS, phase, "nee")

        play.otherwise["second"] = one_agrees
        await play.whole()
    assert play.names[-2:] == ["second", "send"]


@dutch
async def test_without_any_other_parent_the_invitation_stays(tmp_path: Path, language: Language) -> None:
    async with stage(tmp_path, language) as s:
        play = staged(s, "invitation", language)
        play.present = [KARIN, AHMED]
        await play.whole()
    assert play.names[-1] == "not-yet"
    assert rows(tmp_path, "SELECT count(*) FROM rituals WHERE ended IS NULL") == [(0,)]
