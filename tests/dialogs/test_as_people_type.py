"""What people type who know no syntax, on a telephone, late in the evening: it is understood, or met with something kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogs.stage import stage


@pytest.mark.parametrize(
    "words",
    [
        "wat kan ik?",
        "wat kun je allemaal?",
        "Wat kan ik hier doen?",
        "hoe werkt dit?",
        "what can I do?",
        "how does this work?",
        "hoi",
        "goedemorgen!",
    ],
)
async def test_somebody_new_is_shown_what_can_be_done(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        (helped,) = await s.says("Karin", words, room=chat)
        assert helped.body.startswith("Fijn dat je er bent. Wat wil je doen?")
        (called,) = await s.says("Karin", f"copbot, {words}")
        assert called.body == helped.body


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("hoe maak ik een peiling?", "!peiling Wat eten we?"),
        ("how do I make a poll", "!peiling Wat eten we?"),
        ("hoe werkt een rondje?", "!rondje Hoe zit je erbij?"),
        ("hoe stem ik?", "Tik op je keuze"),
        ("hoe zet ik een herinnering", "!herinner morgen 9:00"),
    ],
)
async def test_how_something_works_is_told(tmp_path: Path, words: str, topic: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (told,) = await s.says("Karin", f"copbot, {words}")
        assert told.body.startswith(topic)


@pytest.mark.parametrize("moment", ["een rondje", "iets dat vastzit", "een peiling", "niets"])
async def test_polls_reminders_the_digest_and_a_rest_are_always_found(tmp_path: Path, moment: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        chat = await s.direct("Karin")
        match moment:
            case "een rondje":
                await s.says("Els", "!rondje Hoe zit je erbij?")
            case "iets dat vastzit":
                await s.says("Karin", "!kanniet een gesprek met school")
                await s.says("Els", "!iksteun 1 ik bel")
                await s.says("Ahmed", "!iksteun 1 ik ga mee")
            case "een peiling":
                await s.says("Els", "!peiling Wat eten we? | soep | pizza")
        (helped,) = await s.says("Karin", "hulp", room=chat)
        assert "\n5 meer: bijeenkomst, herinnering, peiling, weekbericht, even weg\n" in helped.body
        (more,) = await s.says("Karin", "5", room=chat)
        assert more.body.startswith("Dit kan ook altijd:\n")
        (digest,) = await s.says("Karin", "3", room=chat)
        assert digest.data.get("command") == "digest" or digest.kind == "digest"


async def test_a_menu_is_no_question_that_must_be_answered(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        await s.says("Karin", "hulp", room=chat)
        (lost,) = await s.says("Karin", "ik weet het even niet meer", room=chat)
        assert lost.body.endswith("Is er nood? Bel je huisarts, 113 of bij gevaar 112.")
        (again,) = await s.says("Karin", "het is gewoon veel", room=chat)
        assert again.body == (
            "Sorry, dat begrijp ik niet: ik ben een computer. Kies een cijfer van 1 tot 5 uit mijn vraag hierboven, of schrijf "
            '"hulp".\nLiever met iemand uit de groep praten? Dat mag altijd.'
        )


@pytest.mark.parametrize(
    "words", ["weg", "toch niet", "laat maar", "hoeft niet meer", "cancel", "never mind"]
)
async def test_a_reminder_is_taken_back_with_the_next_message_of_a_direct_chat(
    tmp_path: Path, words: str
) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        (told,) = await s.says("Karin", "herinner me morgen 9:00 aan de tandarts", room=chat)
        assert told.body.startswith("Goed, Karin. Herinnering #1 komt")
        (gone,) = await s.says("Karin", words, room=chat)
        assert gone.body == "Herinnering #1 is weg: de tandarts"


async def test_what_follows_on_a_reminder_is_no_answer_to_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        for words in ("1", "dank je wel", "hulp", "bla"):
            await s.says("Karin", "herinner me morgen 9:00 aan de tandarts", room=chat)
            (told,) = await s.says("Karin", words, room=chat)
            assert "weg" not in told.body.split("\n")[0]
            assert "cijfer van" not in told.body
        (late,) = await s.says("Karin", "weg", room=chat)
        assert late.error == "not-understood", "only the next message takes it back"
        (listed,) = await s.says("Karin", "herinneringen", room=chat)
        assert listed.body.count("de tandarts") == 4


async def test_a_question_that_waits_does_not_swallow_the_next_request(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        (asked,) = await s.says("Karin", "herinner me aan de was", room=chat)
        assert asked.error == "needs-when"
        (told,) = await s.says("Karin", "herinner me morgen om 10:00 aan de tandarts", room=chat)
        assert told.body.startswith(
            "Goed, Karin. Herinnering #1 komt woensdag 25 november om 10:00 uur: de tandarts"
        )
        (group,) = await s.says("Karin", "!herinner de was")
        (told,) = await s.says("Karin", "herinner ons morgen om 11:00 aan de was", reply_to=group)
        assert told.body.startswith(
            "Goed, Karin. Herinnering #1 komt woensdag 25 november om 11:00 uur: de was"
        )
        await s.says("Els", "!peiling Wat eten we? | soep | pizza")
        await s.says("Karin", "stem", room=chat)
        (asked,) = await s.says("Karin", "herinner me vanavond", room=chat)
        assert asked.error == "vague-when"
        await s.says("Karin", "stem", room=chat)
        (left,) = await s.says("Karin", "nee laat maar", room=chat)
        assert left.body == "Prima, dan doe ik niets. Kom gerust terug."


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ("morgenavond bellen", "half acht", "woensdag 25 november om 19:30 uur: bellen"),
        ("morgenavond bellen", "8 uur", "woensdag 25 november om 20:00 uur: bellen"),
        ("volgende week bellen", "vrijdag", "vrijdag 4 december om 09:00 uur: bellen"),
        ("straks bellen", "over een uur", "dinsdag 24 november om 21:00 uur: bellen"),
        ("morgenavond bellen", "vrijdag 10:00", "vrijdag 27 november om 10:00 uur: bellen"),
        ("ff over een uur bellen", "", "dinsdag 24 november om 21:00 uur: bellen"),
        (
            "me ff morgen 9:00 aan de huisarts bellen",
            "",
            "woensdag 25 november om 09:00 uur: de huisarts bellen",
        ),
    ],
)
async def test_a_day_that_was_named_is_not_forgotten(
    tmp_path: Path, first: str, then: str, told: str
) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (answer,) = await s.says("Karin", f"!herinner {first}")
        if then:
            (answer,) = await s.says("Karin", then, reply_to=answer)
        assert answer.body.splitlines()[0] == f"Goed, Karin. Herinnering #1 komt {told}"


async def test_one_of_a_list_goes_in_ones_own_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        chat = await s.direct("Karin")
        for n, words in enumerate(("schrap 1", "haal herinnering 2 maar weg", "cancel reminder #3"), 1):
            await s.says("Karin", "herinner me morgen 9:00 aan de tandarts", room=chat)
            (gone,) = await s.says("Karin", words, room=chat)
            assert gone.body == f"Herinnering #{n} is weg: de tandarts"
        await s.says("Els", "!herinner morgen 9:00 taart")
        await s.says("Karin", "!herinner morgen 10:00 koffie")
        await s.says("Karin", "!herinner morgen 11:00 thee")
        (listed,) = await s.says("Karin", "!herinneringen")
        assert listed.body.splitlines()[-1] == "Eén weghalen? !herinner schrap 2", (
            "one that she may take away"
        )
        (seen,) = await s.says("Ahmed", "!herinneringen")
        assert "schrap" not in seen.body
        (which,) = await s.says("Karin", "!herinner schrap alles")
        assert which.error == "which-reminder"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("even weg tot maandag", "Goed, tot maandag 30 november om 09:00 uur laat ik je met rust"),
        ("ik ben een paar dagen weg", "Rust nemen is goed. Tot wanneer ben je even weg?"),
        ("ik heb even rust nodig", "Rust nemen is goed. Tot wanneer ben je even weg?"),
        ("!evenweg op vakantie tot 5 dec", "Goed, tot zaterdag 5 december om 09:00 uur laat ik je met rust"),
        ("!away on holiday until 5 dec", "Goed, tot zaterdag 5 december om 09:00 uur laat ik je met rust"),
        ("!evenweg ik ben ziek", "Rust nemen is goed. Tot wanneer ben je even weg?"),
        ("ik wil even geen berichten", "Rust nemen is goed. Tot wanneer ben je even weg?"),
        ("I need a break", "Rust nemen is goed. Tot wanneer ben je even weg?"),
        ("ik ga op vakantie tot 5 dec", "Goed, tot zaterdag 5 december om 09:00 uur laat ik je met rust"),
        (
            "I'm going on holiday until 5 dec",
            "Goed, tot zaterdag 5 december om 09:00 uur laat ik je met rust",
        ),
        ("ik ga morgen op vakantie", "Rust nemen is goed. Tot wanneer ben je even weg?"),
    ],
)
async def test_a_rest_is_asked_for_in_plain_words(tmp_path: Path, words: str, told: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        (answer,) = await s.says("Karin", words, room=chat)
        assert answer.body.startswith(told)
        assert "ziek" not in answer.body, "why somebody needs a rest is not said again"


async def test_who_does_not_know_until_when_is_left_in_peace_all_the_same(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        for words in ("weet ik niet", "dat weet ik nog niet", "geen idee", "I don't know yet"):
            await s.says("Karin", "ik ben even weg", room=chat)
            (told,) = await s.says("Karin", words, room=chat)
            assert told.body.startswith("Goed, ik laat je met rust: "), words
        await s.says("Karin", "ik ben even weg", room=chat)
        (asked,) = await s.says("Karin", "het is me even te veel", room=chat)
        assert asked.body.startswith("Rust nemen is goed. Tot wanneer ben je even weg?")


@pytest.mark.parametrize(
    "words",
    [
        "ik wil geen berichten meer",
        "ik hoef geen berichten meer van je",
        "ik wil jouw berichten niet meer",
        "I don't want any more messages",
        "no more messages please",
        "geen berichten meer graag",
        "stop met die berichtjes",
        "hou op met berichten sturen",
        "stuur me niet meer",
        "please don't message me",
        "stop sending me messages",
    ],
)
async def test_who_wants_no_more_messages_gets_none(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        (told,) = await s.says("Karin", words, room=chat)
        assert told.body.startswith("Goed, ik stop ermee.")
        (other,) = await s.says("Karin", "ik wil je berichten graag", room=chat)
        assert other.error == "not-understood"


@pytest.mark.parametrize(
    "words", ["ik wil weer berichten", "stuur me maar weer berichtjes", "message me again"]
)
async def test_who_wants_messages_again_gets_them(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        await s.says("Karin", "!stop", room=chat)
        (told,) = await s.says("Karin", words, room=chat)
        assert told.body.startswith("Fijn dat je er weer bent. Vanaf nu schrijf ik je weer")
