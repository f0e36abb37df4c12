"""The ways to hold a round: everybody, long turns, writing together, in one physical room, in a thread."""

from pathlib import Path

import pytest

from copbot.dialogue.round_question import settled, wanted
from copbot.rituals.state import Options
from tests.dialogs.rounds import begun, closed, kept_words, numbers, opened, prompt
from tests.dialogs.stage import ROOM, stage, user
from tests.messages import LONGEST


@pytest.mark.parametrize(
    ("line", "options", "question"),
    [
        ("Hoe gaat het?", Options(), "Hoe gaat het?"),
        ("all How are you?", Options(everyone=True), "How are you?"),
        ("allen lang Hoe gaat het?", Options(everyone=True, long=True), "Hoe gaat het?"),
        ("samen Hoe gaat het?", Options(together=True), "Hoe gaat het?"),
        ("hier Hoe gaat het?", Options(here=True), "Hoe gaat het?"),
        ("Samen sterk, maar hoe?", Options(), "Samen sterk, maar hoe?"),
        ('"samen sterk, maar hoe?"', Options(), "samen sterk, maar hoe?"),
        ("“here or there?”", Options(), "here or there?"),
        ('long "all or nothing?"', Options(long=True), "all or nothing?"),
        ("wie doet er hier mee?", Options(), "wie doet er hier mee?"),
        ("  lang   Wat\nmoet ik weten? ", Options(long=True), "Wat\nmoet ik weten?"),
        ("long", Options(long=True), ""),
        ("allen\nHoe is het?", Options(everyone=True), "Hoe is het?"),
        ("allen\tlang\u00a0Hoe is het?", Options(everyone=True, long=True), "Hoe is het?"),
        ('lang ""', Options(long=True), ""),
        ("“ ”", Options(), ""),
        ("\u200b\u2060\ufe0f", Options(), ""),
        ("lang \u3164\u2800", Options(long=True), ""),
        ("👍", Options(), "👍"),
        ("'s ochtends of 's avonds'", Options(), "'s ochtends of 's avonds'"),
        ('"ja" of "nee"', Options(), '"ja" of "nee"'),
    ],
)
def test_options_stand_before_the_question_in_lower_case(line: str, options: Options, question: str) -> None:
    found = wanted(line)
    assert (options, question) == (found.options, found.question)


def test_words_of_a_question_that_was_asked_for_are_no_options() -> None:
    again = wanted("lang")
    found = settled(f"{again.line} samen sterk, maar hoe?")
    assert (found.options, found.question) == (Options(long=True), "samen sterk, maar hoe?")


async def test_an_option_before_a_line_break_counts(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        for line in ("!ronde allen\nHoe is het?", "!ronde\u00a0allen\tHoe is het?"):
            opening, first = await s.says("Karin", line)
            assert opening.body.startswith("Rondje: Hoe is het?\n"), line
            assert first.kind == "ritual.turn"
            await s.says("Karin", "!einde")


@pytest.mark.parametrize("line", ['!ronde ""', "!ronde \u200b", "!ronde lang “\u2060”", "!ronde"])
async def test_a_question_that_nobody_can_see_is_none(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", line)
        assert (asked.error, asked.reply_to) == ("needs-question", s.last)


async def test_everybody_at_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.enters("otherbot")
        opening, first = await s.says("Karin", "!ronde allen Hoe zit je erbij?")
        assert opening.reply_to == s.last
        assert opening.body == (
            "Rondje: Hoe zit je erbij?\n"
            "Iedereen krijgt een beurt. Overslaan mag altijd. We luisteren en reageren nog niet.\n"
            'We zijn begonnen. Alsnog meedoen? Zet ✋ of schrijf "ik doe mee".\n'
            "3 mensen doen mee: Ahmed, Els en Karin."
        )
        assert opening.data["phase"] == "turns"
        assert first.kind == "ritual.turn"
        assert first.reply_to is None
        assert (first.data["member"], first.data["of"]) == (user("Ahmed"), 3)
        assert (opening.event, "✋") not in s.server.reactions


async def test_a_long_turn_lasts_until_done(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        first = await begun(s, "Karin", "Ahmed", "Els", line="!ronde lang Wat moet ik weten?")
        assert first.body.splitlines()[1] == (
            'Neem rustig de tijd. Klaar met vertellen: ✅ of "klaar". Overslaan: ⏭️ of "pas". '
            'Straks: ⏳ of "straks". Na jou: Ahmed.'
        )
        assert {emoji for event, emoji in s.server.reactions if event == first.event} == {"⏭️", "⏳", "✅"}
        (early,) = await s.says("Karin", "klaar")
        assert early.error == "nothing-said"
        assert early.body == "Je hebt nog niets verteld. Schrijf je bericht, of sla over met !pas."
        assert await s.says("Karin", "Het begon in groep zes.") == []
        await s.waits(minutes=4)
        assert await s.says("Karin", "Daarna werd het stil.") == []
        assert await s.waits(minutes=4) == [], "who is telling is not cut short"
        ahmed, thanked = await s.taps("Karin", first, "✅")
        assert (thanked.edited, thanked.body) == (first.event, "Dank je wel, Karin.")
        assert ahmed.data["member"] == user("Ahmed")
        await s.says("Ahmed", "Bij ons ook.")
        els = prompt(await s.says("Ahmed", "klaar"))
        assert els.reply_to == s.last
        await s.says("Els", "En hier.")
        outcome = closed(await s.waits(minutes=5))
        assert numbers(outcome) == (3, 0, 0)
        assert [words for _, words in kept_words(tmp_path)] == [
            "Het begon in groep zes.",
            "Daarna werd het stil.",
            "Bij ons ook.",
            "En hier.",
        ]


async def test_of_a_long_turn_the_last_message_taken_back_makes_it_unsaid(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed", line="!ronde lang Wat moet ik weten?")
        await s.says("Karin", "een")
        one = s.last
        await s.says("Karin", "twee")
        two = s.last
        await s.taps("Karin", one, "❌")
        assert kept_words(tmp_path) == [(user("Karin"), "twee")]
        await s.taps("Karin", two, "❌")
        (refused,) = await s.says("Karin", "klaar")
        assert refused.error == "nothing-said"


async def test_passing_after_words_of_a_long_turn_is_a_turn(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed", line="!ronde lang Wat moet ik weten?")
        await s.says("Karin", "een")
        ahmed = prompt(await s.says("Karin", "pas"))
        assert ahmed.body.startswith("Dank je wel, Karin.\nAhmed, jij bent aan de beurt")


async def test_writing_together(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bram")
        opening = await opened(s, "Karin", "Ahmed", "Els", line="!ronde samen Hoe kom je binnen?")
        assert "We schrijven allemaal tegelijk. Daarna zet ik alles onder elkaar." in opening.body
        writing = prompt(await s.says("Karin", "!begin"))
        assert writing.kind == "ritual.phase"
        assert writing.data["phase"] == "writing"
        assert writing.pings == (user("Ahmed"), user("Els"), user("Karin"))
        assert writing.body == (
            "Iedereen die meedoet schrijft nu: Hoe kom je binnen?\n"
            "Karin, Ahmed en Els, neem rustig de tijd, tot 20:05 uur. "
            'Overslaan: ⏭️ of "pas". Daarna zet ik alles onder elkaar.'
        )
        assert await s.says("Els", "Met hoofdpijn <b>&</b> koffie") == []
        assert await s.says("Els", "haha") == []
        assert await s.says("Bram", "Ik kijk even mee") == []
        (progress,) = await s.taps("Ahmed", writing, "⏭️")
        assert progress.edited == writing.event
        assert progress.body.endswith("\nKlaar: 2 van 3.")
        (where,) = await s.says("Bram", "!waarzijnwe")
        assert where.body == (
            "Rondje: Hoe kom je binnen?\nWe schrijven allemaal tegelijk, tot 20:05 uur.\nKlaar: 2 van 3."
        )
        shown, outcome = await s.says("Karin", "Rustig.")
        assert shown.kind == "ritual.phase"
        assert shown.body == "Dit vertelden jullie:\nKarin: Rustig.\nEls: Met hoofdpijn <b>&</b> koffie"
        assert "&lt;b&gt;" in shown.content["formatted_body"]
        assert numbers(outcome) == (2, 1, 0)


async def test_writing_together_ends_by_the_clock(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed", line="!round together How do you come in?")
        await s.says("Ahmed", "Tired.")
        shown, outcome = await s.waits(minutes=5)
        assert shown.body == "This is what you shared:\nAhmed: Tired."
        assert outcome.body == (
            "The round is complete. Thank you all. 1 person shared something and 1 has not been heard yet.\n"
            "Is there still something you want to say? You are always welcome to.\n"
            "Karin, would you like to add a sentence? Reply to this message."
        )


async def test_ending_writing_together_shows_what_there_is(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed", line="!ronde samen Hoe kom je binnen?")
        await s.says("Ahmed", "Moe.")
        (later,) = await s.says("Karin", "!later")
        assert later.error == "not-in-turns"
        shown, outcome = await s.says("Karin", "!einde")
        assert shown.reply_to is None
        assert outcome.reply_to == s.last


async def test_long_words_are_shown_shorter_in_as_few_messages_as_fit(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        names = ("Karin", "Ahmed", "Els", "Bram")
        await s.room(*names)
        await begun(s, *names, line="!ronde samen Hoe kom je binnen?")
        await s.says("Karin", "k" * 1000)
        await s.says("Ahmed", "kort")
        await s.says("Els", "e" * 300)
        heard = await s.says("Bram", "b" * 120)
        shown = [one for one in heard if one.kind == "ritual.phase"]
        assert len(shown) == 2
        assert all(len(one.body) <= LONGEST for one in shown)
        assert "k…" in shown[0].body
        assert shown[0].body.endswith("\nAhmed: kort")
        assert "e" * 300 in shown[1].body
        assert shown[1].body.endswith(
            "\nLange teksten heb ik hier ingekort. Alles lezen? Kijk bij het bericht zelf."
        )


async def test_above_six_people_writing_together_is_proposed(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        names = ("Karin", "Ahmed", "Els", "Bram", "Fatma", "Joost", "Noor", "Sanne", "Tim")
        await s.room(*names)
        opening = await opened(s, *names[:6])
        assert "samen" not in s.server.sent[-1].body
        (hand,) = await s.says("Noor", "ik doe mee")
        assert hand.body.endswith(
            "\n7 mensen doen mee: Karin, Ahmed, Els, Bram, Fatma, Joost en Noor."
            "\nMet meer dan zes mensen duurt een rondje lang. Karin, tegelijk schrijven kan ook: "
            'antwoord op dit bericht met "samen".'
        )
        (refused,) = await s.says("Els", "samen", reply_to=opening)
        assert refused.error == "not-facilitator"
        answer, edit = await s.says("Karin", "samen", reply_to=opening)
        assert answer.reply_to == s.last
        assert answer.body == "Goed, straks schrijven we allemaal tegelijk."
        assert "We schrijven allemaal tegelijk." in edit.body
        assert "Met meer dan zes" not in edit.body
        (twice,) = await s.says("Karin", "samen", reply_to=opening)
        assert twice.error == "already-together"
        await s.says("Sanne", "ik doe mee")
        (hand,) = await s.says("Tim", "ik doe mee")
        assert hand.body.endswith(
            "9 mensen doen mee: Karin, Ahmed, Els, Bram, Fatma, Joost, Noor en nog 2 anderen."
        )
        assert prompt(await s.says("Karin", "!begin")).kind == "ritual.phase"


async def test_in_one_physical_room(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        opening, ahmed = await s.says("Karin", "!ronde hier Wat neem je mee?")
        assert opening.body == (
            "Rondje: Wat neem je mee?\n"
            "We zitten bij elkaar en praten hardop. Karin tikt verder.\n"
            "Iedereen krijgt een beurt. Overslaan mag altijd. We luisteren en reageren nog niet.\n"
            "3 mensen doen mee: Ahmed, Els en Karin."
        )
        assert ahmed.content["msgtype"] == "m.notice"
        assert ahmed.pings == ()
        assert ahmed.body == (
            "Ahmed is aan de beurt: Wat neem je mee?\n"
            "Karin, tik je verder? Verteld: ✅ of !volgende. Overslaan: ⏭️. Straks: ⏳. Hierna: Els."
        )
        assert await s.says("Ahmed", "Dit is maar praten") == []
        assert kept_words(tmp_path) == []
        assert await s.waits(hours=1) == [], "nobody is timed"
        assert await s.taps("Els", ahmed, "✅") == []
        els, thanked = await s.taps("Karin", ahmed, "✅")
        assert (els.data["member"], els.pings) == (user("Els"), ())
        assert thanked.body == "Dank je wel, Ahmed."
        karin, put_off = await s.taps("Karin", els, "⏳")
        assert karin.data["member"] == user("Karin")
        assert put_off.body == "Goed, Els. Jij komt straks aan de beurt."
        els, _ = await s.taps("Karin", karin, "⏭️")
        assert els.data["member"] == user("Els")
        outcome = closed(await s.says("Karin", "!volgende"))
        assert outcome.reply_to == s.last
        assert numbers(outcome) == (2, 1, 0)


async def test_here_and_together_do_not_go_together(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (refused,) = await s.says("Karin", "!ronde hier samen Wat neem je mee?")
        assert refused.error == "options-clash"
        assert refused.body == (
            "In één kamer zitten en allemaal tegelijk schrijven gaat niet samen. "
            "Kies !ronde hier of !ronde samen, met je vraag."
        )


async def test_a_question_that_begins_like_a_deadline_stands_in_quotes(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (opening,) = await s.says("Karin", '!ronde "tot hoe laat blijf je?"')
        assert opening.body.startswith("Rondje: tot hoe laat blijf je?\n")


async def test_threads_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!draadjes aan")
        opening = await opened(s, "Karin", "Ahmed")
        assert opening.thread is None
        first = prompt(await s.says("Karin", "!begin", thread=opening.event))
        assert (first.thread, first.reply_to) == (opening.event, s.last)
        assert first.content["m.relates_to"]["is_falling_back"] is False
        ahmed = prompt(await s.says("Karin", "Goed.", thread=opening.event))
        assert ahmed.thread == opening.event
        assert ahmed.content["m.relates_to"]["is_falling_back"] is True
        outcome = closed(await s.says("Ahmed", "Ook goed, in de kamer zelf."))
        assert outcome.thread is None
        assert numbers(outcome) == (2, 0, 0)


async def test_with_threads_off_an_answer_still_stands_where_it_was_asked(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opening = await opened(s, "Karin", "Ahmed")
        first = prompt(await s.says("Karin", "!begin", thread=opening.event))
        assert (first.thread, first.reply_to) == (opening.event, s.last)
        ahmed = prompt(await s.says("Karin", "Goed.", thread=opening.event))
        assert ahmed.thread is None
        (where,) = await s.says("Ahmed", "!waarzijnwe", thread=opening.event)
        assert where.thread == opening.event
        outcome = closed(await s.says("Karin", "!einde", thread=opening.event))
        assert (outcome.thread, outcome.reply_to, outcome.room) == (None, s.last, ROOM)


async def test_an_opening_asked_for_in_a_thread_stands_in_the_main_timeline(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Ahmed", "Iets heel anders")
        (opening,) = await s.says("Karin", "!ronde Hoe zit je erbij?", thread=s.last)
        assert (opening.thread, opening.reply_to) == (None, s.last)
