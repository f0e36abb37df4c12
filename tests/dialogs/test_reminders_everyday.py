"""Reminders as people talk: the next message in a private chat, a reply with a time of one's own, sentences in full."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogs.stage import Stage, stage

KARIN = "@karin:localhost"


async def in_private(s: Stage) -> str:
    """Karin's direct chat; two rooms are shared, so that copbot would have to ask about which one it is."""
    await s.room("Els", "Karin", "Ahmed")
    await s.room("Els", "Karin", room="!twee:localhost", title="Tweede kring")
    return await s.direct("Karin")


@pytest.mark.parametrize("words", ["weg", '"weg"', "Toch niet.", "laat maar", "cancel"])
async def test_the_next_message_in_private_takes_it_away(tmp_path: Path, words: str) -> None:
    """Telephones hide how to reply; what copbot asks for works without."""
    async with stage(tmp_path) as s:
        chat = await in_private(s)
        await s.says("Karin", "herinner me morgen 9:00 aan mijn pil", room=chat)
        (told,) = await s.says("Karin", words, room=chat)
        assert told.body == "Herinnering #1 is weg: mijn pil"
        assert await s.waits(days=2) == []


@pytest.mark.parametrize("words", ["straks", "later", "nog even", "over een uur"])
async def test_the_next_message_in_private_repeats_it(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        chat = await in_private(s)
        await s.says("Karin", "herinner me over 5 minuten aan mijn pil", room=chat)
        await s.waits(minutes=5)
        (told,) = await s.says("Karin", words, room=chat)
        assert told.body == "Goed, Karin. Om 21:05 uur herinner ik er nog een keer aan."
        (again,) = await s.waits(hours=1)
        assert again.body == "Nog een keer: mijn pil"
        (done,) = await s.says("Karin", "gedaan", room=chat)
        assert done.body == "Mooi zo."


async def test_only_right_after_it_was_told(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        chat = await in_private(s)
        await s.says("Karin", "herinner me morgen 9:00 aan mijn pil", room=chat)
        await s.says("Karin", "!herinneringen", room=chat)
        (told,) = await s.says("Karin", "weg", room=chat)
        assert told.error == "not-understood"
        await s.says("Karin", "herinner me over 5 minuten aan koffie", room=chat)
        await s.waits(hours=1)
        await s.waits(hours=9)  # the night, before the pill at nine
        (told,) = await s.says("Karin", "gedaan", room=chat)
        assert told.body == "Mooi zo."
        await s.says("Karin", "herinner me over een maand aan thee", room=chat)
        await s.waits(days=2)
        (told,) = [heard for heard in await s.says("Karin", "toch niet", room=chat) if heard.room == chat]
        assert told.error == "not-understood", "a day later it is not clear what is meant"


async def test_stop_right_after_a_reminder_still_means_no_more_messages(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        chat = await in_private(s)
        await s.says("Karin", "herinner me morgen 9:00 aan mijn pil", room=chat)
        (told,) = await s.says("Karin", "stop", room=chat)
        assert told.body.startswith("Goed, ik stop ermee.")


async def test_in_a_room_words_without_a_reply_are_talk(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_private(s)
        await s.says("Karin", "!herinner over 5 minuten taart")
        await s.waits(minutes=5)
        assert await s.says("Karin", "straks") == []
        assert await s.says("Karin", "weg") == []


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("morgen 9u", "woensdag 25 november om 09:00 uur"),
        ("over 2 uur graag", "dinsdag 24 november om 22:05 uur"),
        ("herinner me vrijdag 10:00", "vrijdag 27 november om 10:00 uur"),
        ("in 20 minutes", "dinsdag 24 november om 20:25 uur"),
    ],
)
async def test_a_reply_with_a_time_asks_for_the_same_once_more(tmp_path: Path, words: str, when: str) -> None:
    async with stage(tmp_path) as s:
        await in_private(s)
        await s.says("Karin", "!herinner over 5 minuten taart")
        (asked,) = [s.last]
        (came,) = await s.waits(minutes=5)
        (told,) = await s.says("Ahmed", words, reply_to=came)
        assert told.body.startswith(f"Goed, Ahmed. Herinnering #2 komt {when}: taart\n")
        await s.takes_away("Karin", asked)
        assert await s.waits(days=4) == [], "its words are Karin's, and go with her message"


@pytest.mark.parametrize(
    "words", ["morgen kan ik niet", "over de taart: wie haalt hem?", "in mei weer", "19:30"]
)
async def test_talk_about_what_was_told_sets_nothing(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await in_private(s)
        await s.says("Karin", "!herinner over 5 minuten taart")
        (came,) = await s.waits(minutes=5)
        assert await s.says("Ahmed", words, reply_to=came) == []


@pytest.mark.parametrize(
    ("words", "of"),
    [
        ("herinner mij er vrijdag 9:00 aan dat ik school bel", "dat ik school bel"),
        ("hoi copbot, herinner me vrijdag 9:00 aan de tandarts aub", "de tandarts"),
        ("remind me friday 9:00 to call mum", "call mum"),
        ("herinner me er vrijdag 9:00 aan om brood te halen", "om brood te halen"),
        ("geef me vrijdag 9u een seintje over de brief", "de brief"),
    ],
)
async def test_a_sentence_in_private_also_while_a_question_waits(tmp_path: Path, words: str, of: str) -> None:
    """It is a reminder of its own, and no answer to what copbot wanted to know."""
    async with stage(tmp_path) as s:
        chat = await in_private(s)
        await s.says("Karin", "!herinner taart", room=chat)
        (told,) = await s.says("Karin", words, room=chat)
        assert (
            told.body.split("\n")[0]
            == f"Goed, Karin. Herinnering #1 komt vrijdag 27 november om 09:00 uur: {of}"
        )


async def test_never_mind_needs_no_room(tmp_path: Path) -> None:
    """Two rooms are shared; a question about a reminder of one's own is about neither."""
    async with stage(tmp_path) as s:
        chat = await in_private(s)
        await s.says("Karin", "herinner me morgen om 9 uur aan mijn pil", room=chat)
        (told,) = await s.says("Karin", "laat maar", room=chat)
        assert told.body == "Prima, dan doe ik niets. Kom gerust terug."


@pytest.mark.parametrize("words", ["doe maar morgen 9:00", "nee, morgen 9u", "liever morgen 9:00 graag"])
async def test_when_is_answered_in_a_sentence(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await in_private(s)
        (asked,) = await s.says("Karin", "!herinner taart")
        (told,) = await s.says("Karin", words, reply_to=asked)
        assert "komt woensdag 25 november om 09:00 uur: taart\n" in told.body


@pytest.mark.parametrize(
    "words",
    [
        "!herinner lijst",
        "!remind list",
        "copbot, welke herinneringen heb ik?",
        "copbot, what are my reminders?",
    ],
)
async def test_the_list_by_another_name(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await in_private(s)
        (told,) = await s.says("Karin", words)
        assert (told.data["command"], told.data["ok"]) in {("remind", True), ("reminders", True)}
        assert told.body.startswith("Er komt nu niets.")


async def test_what_is_asked_after_a_repeat_says_how_it_repeats(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_private(s)
        (asked,) = await s.says("Karin", "!herinner elke dinsdag 19:30")
        assert asked.body.startswith("Goed, elke dinsdag om 19:30 uur. Waaraan zal ik je dan herinneren?")


async def test_of_two_languages_the_rooms_own_comes_first(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_private(s)
        (asked,) = await s.says("Karin", "!herinner half 8 taart")
        assert [line[-9:-4] for line in asked.body.split("\n")[1:]] == ["07:30", "19:30", "20:30", "08:30"]


async def test_what_seems_to_belong_to_a_time_is_asked_with_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await in_private(s)
        (asked,) = await s.says("Karin", "!herinner maandag en woensdag 9:00 taart")
        assert asked.error == "vague-when"
        assert asked.body == (
            'Wanneer precies bedoel je met "maandag en woensdag 9:00"? Antwoord met een dag of een tijd, bijvoorbeeld:'
            " vrijdag, of 20:00.\nHet gaat over: taart"
        )
        (told,) = await s.says("Karin", "elke maandag en woensdag 9:00", reply_to=asked)
        assert told.body.startswith(
            "Goed, Karin. Herinnering #1 komt elke maandag en woensdag om 09:00 uur: taart\n"
        )


@pytest.mark.parametrize(
    ("said", "answer", "when"),
    [
        ("ma bellen", "morgen 9:00", "woensdag 25 november om 09:00 uur: bellen"),
        (
            "elke dinsdag tot kerst sport",
            "vrijdag 20:00",
            "vrijdag 27 november om 20:00 uur: tot kerst sport",
        ),
        ("morgen 9u en 17u pil", "morgen 17u", "woensdag 25 november om 17:00 uur: pil"),
        ("morgenavond pil", "half acht", "woensdag 25 november om 19:30 uur: pil"),
    ],
)
async def test_what_was_doubted_is_not_put_together_with_the_answer(
    tmp_path: Path, said: str, answer: str, when: str
) -> None:
    """Mother is not Monday; and every Tuesday is not Friday as well. Only what is merely not complete is completed."""
    async with stage(tmp_path) as s:
        await in_private(s)
        (asked,) = await s.says("Karin", f"!herinner {said}")
        assert asked.error == "vague-when"
        (told,) = await s.says("Karin", answer, reply_to=asked)
        assert told.body.split("\n")[0] == f"Goed, Karin. Herinnering #1 komt {when}"
