"""Short words of a proposal's rounds: said to copbot by mention, in reply, in one's own chat; nothing where they mean nothing."""

from pathlib import Path

import pytest

from tests.dialogs.proposals import live, to_consent
from tests.dialogs.stage import ROOM, Stage, stage

WAYS = ["name", "at", "mention", "reply", "direct"]


async def said(s: Stage, way: str, words: str, reply_to: str) -> str:
    """Els says it in one of the ways; returns the room in which she did."""
    match way:
        case "name":
            await s.says("Els", f"copbot, {words}")
        case "at":
            await s.says("Els", f"@copbot {words}")
        case "mention":
            await s.says("Els", words, mention=True)
        case "reply":
            await s.says("Els", words, reply_to=reply_to)
        case _:
            chat = await s.direct("Els")
            await s.says("Els", words, room=chat)
            return chat
    return ROOM


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("language", "words"), [("nl", "duidelijk"), ("nl", "ja, helder hoor!"), ("en", "clear to me")]
)
async def test_it_is_clear(tmp_path: Path, language: str, words: str, way: str) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Karin", "Ahmed", "Els")
        verb = {"nl": "!voorstel", "en": "!proposal"}[language]
        (opening,) = await s.says("Ahmed", f"{verb} Samen eten")
        await said(s, way, words, opening.event)
        edit, *told = [one for one in s.server.sent[-2:] if one.edited], *s.server.sent[-2:]
        assert edit[0].body.endswith({"nl": "Gehoord: 1 van 2.", "en": "Heard: 1 of 2."}[language])
        answers = [one for one in told if one.reply_to == s.last]
        assert len(answers) == (0 if way == "reply" else 1), (
            "what replies to the round is answered in its message"
        )


@pytest.mark.parametrize("way", WAYS)
async def test_a_reaction_in_few_words(tmp_path: Path, way: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Ahmed", "!voorstel Samen eten")
        (react,) = await s.waits(days=5, minutes=1)
        await said(s, way, "mooi plan", react.event)
        edit = [one for one in s.server.sent if one.edited][-1]
        assert edit.body.endswith("Gehoord: 1 van 2.")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", ["ok voor mij", "Wat mij betreft prima", "geen bezwaar", "fine for me"])
async def test_no_objection(tmp_path: Path, words: str, way: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        asked = await to_consent(s)
        where = await said(s, way, words, asked.event)
        told = s.server.sent[-1]
        assert (told.reply_to, told.room) == (s.last, where)
        assert told.body.startswith("Dank je, Els. Geen bezwaar bij voorstel 1")


async def test_a_yes_to_the_question_is_consent_unless_something_else_was_said(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        asked = await to_consent(s)
        assert await s.says("Els", "mee eens") == [], "people agree with each other"
        (told,) = await s.says("Els", "ja, mee eens", reply_to=asked)
        assert told.body.startswith("Dank je, Els. Geen bezwaar")
        (told,) = await s.says("Bob", "bezwaar: te laat", reply_to=asked)
        assert await s.says("Bob", "ok", reply_to=told) == []
        assert await s.says("Bob", "ja", reply_to=asked) == [], (
            "an objection is taken back in so many words only"
        )
        (shown,) = await s.says("Karin", "!voorstel 1")
        assert "Gehoord: 3 van 4." in shown.body


async def test_a_live_round_hears_them_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        await live(s)
        (edit,) = await s.says("Els", "ok voor mij")
        assert "Gehoord: 2 van 4." in edit.body
        assert await s.says("Bob", "eens") == []


@pytest.mark.parametrize(
    "words",
    [
        "bezwaar, ik werk dan",
        "Bezwaar want ik werk dan",
        "nee, bezwaar: ik werk dan",
        "objection, I work then",
    ],
)
async def test_a_live_round_hears_an_objection_with_its_reason(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        await live(s)
        await s.says("Els", words)
        (shown,) = await s.says("Karin", "!voorstel 1")
        assert "Gehoord: 2 van 4." in shown.body
        told = await s.says("Karin", "!volgende")
        assert "er is 1 bezwaar" in told[0].body


async def test_talk_about_an_objection_is_none(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        await live(s)
        assert await s.says("Els", "bezwaar van school gaat over iets anders") == []


async def test_where_no_round_waits_for_them_they_are_only_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        chat = await s.direct("Els")
        (choices,) = await s.says("Els", "duidelijk", room=chat)
        assert choices.error == "not-understood"
        await s.says("Ahmed", "!voorstel Samen eten")
        await s.says("Karin", "!voorstel Samen zingen")
        (which,) = await s.says("Els", "copbot, duidelijk")
        assert which.error == "which-proposal"
        await s.says("Els", "2", reply_to=which)
        (shown,) = await s.says("Els", "!voorstel 2")
        assert shown.body.startswith("Voorstel 2")
        (helped,) = await s.says("Els", "!hulp")
        before = len(s.server.sent)
        await s.says("Els", "duidelijk", reply_to=helped)
        assert not any("Voorstel" in one.body for one in s.server.sent[before:]), "that is about the help"
