"""What counts as a contribution, and which everyday words do not: they pass, wait, or end a turn, in the room or in a chat."""

from pathlib import Path

import pytest

from tests.dialogs.rounds import begun, closed, kept_words, new, numbers, opened, prompt
from tests.dialogs.stage import ROOM, Heard, Stage, stage, user

PASSING = (
    "pas",
    "Ik pas",
    "overslaan",
    "Overslaan.",
    "ik sla over",
    "ik sla deze keer over",
    "ik pas deze keer",
    "“pas”",
    "⏭️",
    "skip",
    "I pass this time",
    "I'll pass",
    "skip me!",
    "pass please",
    "skip",
    "ik sla even over",
)


async def sends(s: Stage, name: str, msgtype: str, **more: object) -> list[Heard]:
    """Somebody sends a picture, a sound or a file."""
    content = {"msgtype": msgtype, "body": "IMG_Bram_8_jaar.jpg", "url": "mxc://localhost/x", **more}
    return await s.event(name, "m.room.message", content)


@pytest.mark.parametrize("words", PASSING)
async def test_words_that_pass(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        heard = prompt(await s.says("Karin", words))
        assert heard.reply_to == s.last
        assert heard.body.startswith("Prima, Karin. Fijn dat je meeluistert.")
        assert kept_words(tmp_path) == []


@pytest.mark.parametrize(
    "words",
    [
        "straks",
        '"later"',
        "⏳",
        "Even later!",
        "Mag ik straks?",
        "mag ik straks",
        "Straks graag",
        "ik kom zo",
        "Can I go later please?",
        "can I go later",
    ],
)
async def test_words_that_wait(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        assert prompt(await s.says("Karin", words)).body.startswith(
            "Goed, Karin. Jij komt straks aan de beurt."
        )


@pytest.mark.parametrize(
    "words", ["klaar", "ik ben klaar", "Klaar met vertellen.", "✅", "done", "Finished", "I'm done"]
)
async def test_words_that_end_a_long_turn(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed", line="!ronde lang Hoe zit je erbij?")
        await s.says("Karin", "Goed.")
        assert prompt(await s.says("Karin", words)).data["member"] == user("Ahmed")
        assert kept_words(tmp_path) == [(user("Karin"), "Goed.")]


@pytest.mark.parametrize(
    "words", ["ik ben klaar hoor", "Dat was het.", "klaar met vertellen", "That's it", "I'm done"]
)
async def test_more_words_that_end_a_long_turn(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed", line="!ronde lang Hoe zit je erbij?")
        await s.says("Karin", "Goed.")
        assert prompt(await s.says("Karin", words)).data["member"] == user("Ahmed")
        assert kept_words(tmp_path) == [(user("Karin"), "Goed.")]


@pytest.mark.parametrize(
    "words",
    ["😊", "…", "👍🏽 👍🏽", "?!", "Is it my turn?", "Ben ik nu?", "Moet ik nog wachten?", "ik eerst?"],
)
async def test_no_contribution_yet(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        turn = await begun(s, "Karin", "Ahmed")
        assert await s.says("Karin", words) == []
        assert await s.says("Karin", words, reply_to=turn) == []
        assert prompt(await s.says("Karin", "Ik weet het niet zo goed?")).data["member"] == user("Ahmed")
        assert kept_words(tmp_path) == [(user("Karin"), "Ik weet het niet zo goed?")]


@pytest.mark.parametrize("words", ["✋", "✋🏽", '"ik doe mee"', "Ik doe ook mee!", "“I'm in”"])
async def test_words_that_join(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await opened(s, "Karin")
        (hand,) = await s.says("Ahmed", words)
        assert hand.body.endswith("\n2 mensen doen mee: Karin en Ahmed.")


async def test_a_reply_to_oneself_is_a_contribution(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "Ik lag er wakker van")
        own = s.last
        await begun(s, "Karin", "Ahmed")
        assert prompt(await s.says("Karin", "Dit dus.", reply_to=own)).data["member"] == user("Ahmed")
        assert await s.says("Ahmed", "Dat herken ik", reply_to=own) == [], "to Karin"
        assert kept_words(tmp_path) == [(user("Karin"), "Dit dus.")]


@pytest.mark.parametrize("msgtype", ["m.image", "m.audio", "m.video", "m.file", "m.location"])
async def test_a_picture_a_sound_or_a_file_is_a_contribution_too(tmp_path: Path, msgtype: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        assert await sends(s, "Ahmed", msgtype) == [], "not his turn"
        assert prompt(await sends(s, "Karin", msgtype)).data["member"] == user("Ahmed")
        assert kept_words(tmp_path) == [(user("Karin"), "")], "not even the file's name is kept"
        assert numbers(closed(await s.says("Ahmed", "Mooi."))) == (2, 0, 0)


async def test_a_picture_in_reply_to_the_prompt_or_to_somebody(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        turn = await begun(s, "Karin", "Ahmed")
        await s.says("Ahmed", "Sterkte")
        to = {"m.relates_to": {"m.in_reply_to": {"event_id": s.last}}}
        assert await sends(s, "Karin", "m.image", **to) == []
        to = {"m.relates_to": {"m.in_reply_to": {"event_id": turn.event}}}
        assert prompt(await sends(s, "Karin", "m.image", **to)).data["member"] == user("Ahmed")


async def test_a_picture_is_no_answer_to_a_question(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        await s.says("Karin", "!ronde", room=chat)
        picture = {"msgtype": "m.image", "body": "x.jpg"}
        assert await s.event("Karin", "m.room.message", picture, room=chat) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nl",
            "Dit vertelden jullie:\nKarin stuurde een foto, een geluid of een bestand. Kijk bij het bericht zelf.\nAhmed: Rustig",
        ),
        (
            "en",
            "This is what you shared:\nKarin sent a picture, a sound or a file. See the message itself.\nAhmed: Rustig",
        ),
    ],
)
async def test_a_picture_is_shown_by_saying_so(tmp_path: Path, language: str, said: str) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed", line="!ronde samen Hoe kom je binnen?")
        await sends(s, "Karin", "m.image")
        picture = s.last
        shown, _ = await s.says("Ahmed", "Rustig")
        assert shown.body == said
        (again,) = await s.takes_away("Karin", picture)
        assert shown.event in s.server.redacted
        assert again.body.endswith(":\nAhmed: Rustig")


async def test_who_passes_last_hears_a_kind_word_in_the_outcome(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Joost")
        await begun(s, "Karin", "Joost")
        await s.says("Karin", "Goed.")
        heard = await s.says("Joost", "!pas")
        assert [one.body for one in heard if one.edited] == ["Joost luistert mee."], (
            "the kind word is said once"
        )
        (outcome,) = new(heard)
        assert (outcome.kind, outcome.reply_to) == ("ritual.closed", s.last)
        assert outcome.body == (
            "Prima, Joost. Fijn dat je meeluisterde.\n"
            "Het rondje is klaar. Dank jullie wel. 1 persoon vertelde iets en 1 luisterde mee.\n"
            "Karin, wil je er een zin bij zetten? Antwoord op dit bericht."
        )


async def test_who_passes_last_by_a_tap_is_not_asked_to_come_back(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin")
        turn = await begun(s, "Karin")
        outcome, passed = await s.taps("Karin", turn, "⏭️")
        assert passed.edited == turn.event
        assert passed.body == "That is fine, Karin. Thank you for listening."
        assert outcome.body.startswith("The round is complete.")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("straks", "Goed, Karin. Jij komt straks aan de beurt."),
        ("ik sla over", 'Prima, Karin. Fijn dat je meeluistert. Toch iets zeggen? Schrijf "ik doe mee".'),
        ("pas", 'Prima, Karin. Fijn dat je meeluistert. Toch iets zeggen? Schrijf "ik doe mee".'),
        ("ik doe niet mee", "Goed, Karin. Je doet niet mee. Luisteren mag altijd."),
    ],
)
async def test_the_same_words_in_a_direct_chat(tmp_path: Path, words: str, answer: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        await begun(s, "Karin", "Ahmed")
        heard = await s.says("Karin", words, room=chat)
        assert [(one.body, one.reply_to) for one in heard if one.room == chat] == [(answer, s.last)]
        turn = prompt([one for one in heard if one.room == ROOM])
        assert (turn.data["member"], turn.reply_to) == (user("Ahmed"), None)
        assert turn.body.startswith("Ahmed, jij bent aan de beurt"), "what was said in private stays there"


async def test_joining_and_not_taking_part_in_a_direct_chat(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Ahmed")
        await opened(s, "Karin")
        (out,) = await s.says("Ahmed", "ik doe niet mee", room=chat)
        assert (out.body, out.room) == ("Goed, Ahmed. Je doet niet mee. Luisteren mag altijd.", chat)
        answer, hand = await s.says("Ahmed", "ik doe mee", room=chat)
        assert (answer.room, answer.reply_to) == (chat, s.last)
        assert answer.body == "Fijn, Ahmed, je doet mee. Je hoort het als je aan de beurt bent."
        assert (hand.room, hand.edited is not None) == (ROOM, True)


async def test_passing_last_in_a_direct_chat(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        chat = await s.direct("Karin")
        await begun(s, "Karin")
        heard = await s.says("Karin", "overslaan", room=chat)
        assert [one.body for one in heard if one.room == chat] == ["Prima, Karin. Fijn dat je meeluisterde."]
        (outcome,) = new([one for one in heard if one.room == ROOM])
        assert outcome.body.startswith("Het rondje is klaar."), "what was said in private stays there"


async def test_an_edit_that_is_removed_takes_its_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "Moe")
        await s.edits("Karin", s.last, "Moe van mijn zoon")
        edit = s.last
        assert new(await s.takes_away("Karin", edit)) == []
        assert kept_words(tmp_path) == []
        assert prompt(await s.says("Ahmed", "Goed.")).data["member"] == user("Karin"), "she may say it again"


async def test_a_removed_edit_takes_away_where_it_was_shown(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed", line="!ronde samen Hoe kom je binnen?")
        await s.says("Karin", "Moe")
        await s.edits("Karin", s.last, "Moe van mijn zoon")
        edit = s.last
        shown, _ = await s.says("Ahmed", "Rustig")
        (again,) = await s.takes_away("Karin", edit)
        assert shown.event in s.server.redacted
        assert again.body == "Dit vertelden jullie:\nAhmed: Rustig"


async def test_the_homeservers_own_clock_does_not_say_how_long_words_are_kept(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        for stamp in (0, 9_999_999_999_999):
            content = {"msgtype": "m.text", "body": "Goed."}
            who = "Karin" if stamp == 0 else "Ahmed"
            await s.event(who, "m.room.message", content, more={"origin_server_ts": stamp})
        gone = await s.desk.tidy(s.time)
        assert gone == 0
        assert len(kept_words(tmp_path)) == 2
        await s.waits(days=91)
        await s.desk.tidy(s.time)
        assert kept_words(tmp_path) == []
