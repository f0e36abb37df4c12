"""How people ask for a poll: options of all kinds of writing, what is missing or unclear asked back and nothing lost."""

from pathlib import Path

import pytest

from tests.dialogs.stage import Heard, Stage, stage, user
from tests.messages import LONGEST, TEXT


def shown(poll: Heard) -> tuple[str, list[str]]:
    """The question and the options as a phone shows them."""
    assert poll.kind == "poll.opened", poll.body
    return poll.poll["question"][TEXT], [answer[TEXT] for answer in poll.poll["answers"]]


@pytest.mark.parametrize(
    ("line", "question", "options"),
    [
        ("!peiling Wat eten we? | soep | pizza", "Wat eten we?", ["soep", "pizza"]),
        ("!peiling  Wat  eten we?|soep|  pizza |", "Wat eten we?", ["soep", "pizza"]),
        ("!peiling Wat eten we?\nsoep\npizza", "Wat eten we?", ["soep", "pizza"]),
        ("!peiling\nWat eten we?\n- soep\n- pizza\n\n", "Wat eten we?", ["soep", "pizza"]),
        ("!peiling Wat eten we?\n1. soep\n2) pizza", "Wat eten we?", ["soep", "pizza"]),
        ("!peiling Wat eten we?\nsoep | pizza", "Wat eten we?", ["soep", "pizza"]),
        ("!peiling Wat eten we? soep | pizza", "Wat eten we?", ["soep", "pizza"]),
        ("!peiling Kies maar | soep | pizza", "Kies maar", ["soep", "pizza"]),
        ('!peiling "meer of minder?" | meer | minder', "meer of minder?", ["meer", "minder"]),
        ('!peiling "tot morgen? | ja | nee"', "tot morgen?", ["ja", "nee"]),
        ("!peiling Meer of minder? | meer | minder", "Meer of minder?", ["meer", "minder"]),
        ('!peiling Wat? | "a, b" | c', "Wat?", ["a, b", "c"]),
        ("!poll tot wanneer blijven we? | kort | lang", "tot wanneer blijven we?", ["kort", "lang"]),
        ("!peiling Hoe laat? | 19:30 | 20:00", "Hoe laat?", ["19:30", "20:00"]),
        ("!peiling | Wat eten we? | soep | pizza", "Wat eten we?", ["soep", "pizza"]),
    ],
)
async def test_ways_to_write_a_poll(tmp_path: Path, line: str, question: str, options: list[str]) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (poll,) = await s.says("Karin", line)
        assert shown(poll) == (question, options)
        assert poll.reply_to == s.last


@pytest.mark.parametrize(
    "line",
    [
        "!peiling meer tot vrijdag 17:00 Welke? | a | b",
        "!poll until friday 17:00 multi Welke? | a | b",
        "!peiling meer tot vrijdag 17:00 | Welke? | a | b",
        "!peiling meer tot vrijdag 17:00: Welke? | a | b",
    ],
)
async def test_option_words_in_any_order_and_in_both_languages(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (poll,) = await s.says("Karin", line)
        assert poll.data["method"] == "multi"
        assert shown(poll)[0] == "Welke? (je mag meer keuzes maken, tot vrijdag 27 november om 17:00 uur)"


async def test_a_poll_that_ends_today_tells_the_clock_alone(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (poll,) = await s.says("Karin", "!peiling meer tot vandaag 23:30 Welke? | a | b")
        assert shown(poll)[0] == "Welke? (je mag meer keuzes maken, tot 23:30 uur)"
        assert poll.body.endswith("Stemmen kan tot 23:30 uur.")


async def test_options_in_a_sentence_are_asked_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!peiling Waar? in de zaal, bij Els of buiten")
        assert asked.error == "not-understood"
        assert asked.body == (
            "Bedoel je deze peiling? Waar?\nDe keuzes: in de zaal, bij Els en buiten.\n1 ja, graag\n2 nee, liever niet"
        )
        assert asked.pings == (user("Karin"),)
        (poll,) = await s.says("Karin", "1", reply_to=asked)
        assert shown(poll) == ("Waar?", ["in de zaal", "bij Els", "buiten"])
        (asked,) = await s.says("Karin", "!peiling Waar? in de zaal of buiten")
        (left,) = await s.says("Karin", "nee", reply_to=asked)
        assert left.data["ok"] is True


async def test_options_parted_by_a_stroke_are_asked_back_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!peiling Eten we samen? ja/nee")
        assert "De keuzes: ja en nee." in asked.body
        (poll,) = await s.says("Karin", "ja", reply_to=asked)
        assert shown(poll) == ("Eten we samen?", ["ja", "nee"])


async def test_a_bar_after_the_time_stands_before_the_question(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        (poll,) = await s.says("Karin", "!poll until friday 17:00 | Lunch | soup | pizza")
        assert shown(poll) == ("Lunch (until Friday 27 November at 17:00)", ["soup", "pizza"])
        (asked,) = await s.says("Karin", "!poll multi | soup | pizza")
        assert asked.error == "needs-question"


async def test_an_end_that_passes_while_it_is_talked_about_is_asked_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!peiling tot over 10 minuten Wat eten we?")
        await s.waits(minutes=20)
        (asked,) = await s.says("Karin", "soep of pizza", reply_to=asked)
        assert (asked.error, "intussen voorbij" in asked.body) == ("past-when", True)
        (poll,) = await s.says("Karin", "vrijdag 17:00", reply_to=asked)
        assert shown(poll) == ("Wat eten we? (tot vrijdag 27 november om 17:00 uur)", ["soep", "pizza"])


async def test_what_is_missing_is_asked_for(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!peiling meer")
        assert asked.error == "needs-question"
        (asked,) = await s.says("Karin", "Welke dagen?", reply_to=asked)
        assert asked.error == "needs-options"
        (asked,) = await s.says("Karin", "maandag", reply_to=asked)
        assert asked.error == "needs-options"
        (poll,) = await s.says("Karin", "maandag of dinsdag", reply_to=asked)
        assert shown(poll) == ("Welke dagen? (je mag meer keuzes maken)", ["maandag", "dinsdag"])
        (asked,) = await s.says("Karin", "!peiling")
        assert asked.data["ok"] is True
        (asked,) = await s.says("Karin", "!peiling | a | b")
        assert asked.error == "needs-question"
        (poll,) = await s.says("Karin", "Welke? | a | b", reply_to=asked)
        assert shown(poll) == ("Welke?", ["a", "b"])


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        (["a"], "needs-options", "twee keuzes of meer"),
        (["x" * 101, "b"], "option-too-long", "100 tekens"),
        ([f"keuze {n}" for n in range(21)], "too-many-options", "dit zijn er 21"),
        (["Soep", "soep "], "same-options", "twee keer: soep"),
        (["\u200b", "soep"], "needs-options", "twee keuzes of meer"),
    ],
)
async def test_options_that_will_not_do(tmp_path: Path, options: list[str], error: str, says: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", f"!peiling Wat eten we? | {' | '.join(options)}")
        assert asked.error == error
        assert says in asked.body
        (poll,) = await s.says("Karin", "soep, pizza", reply_to=asked)
        assert shown(poll) == ("Wat eten we?", ["soep", "pizza"])


async def test_a_question_that_is_too_long(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", f"!peiling {'lang ' * 70}? | a | b")
        assert asked.error == "question-too-long"
        assert "300 tekens" in asked.body
        (poll,) = await s.says("Karin", "Kort? | a | b", reply_to=asked)
        assert shown(poll) == ("Kort?", ["a", "b"])


async def test_a_time_with_two_meanings_is_asked_back_and_the_poll_kept(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!peiling meer tot vrijdag half acht Wat? | a | b")
        assert asked.error == "ambiguous-when"
        assert "vrijdag 27 november om 07:30" in asked.body
        (poll,) = await s.says("Karin", "2", reply_to=asked)
        assert shown(poll)[0] == "Wat? (je mag meer keuzes maken, tot vrijdag 27 november om 19:30 uur)"
        (asked,) = await s.says("Karin", "!peiling tot 1 november 2026 Wat? | a | b")
        assert asked.error == "past-when"
        (asked,) = await s.says("Karin", "weet ik veel", reply_to=asked)
        assert asked.error == "vague-when"
        (poll,) = await s.says("Karin", "tot donderdag 12:00", reply_to=asked)
        assert "donderdag 26 november om 12:00" in shown(poll)[0]
        (asked,) = await s.says("Karin", "!peiling tot binnenkort Wat? | a | b")
        assert asked.error == "vague-when"
        (poll,) = await s.says("Karin", "1", reply_to=asked)
        assert shown(poll)[0] == "Wat?"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("anoniem", "Anoniem"),
        ("volgorde", "volgorde"),
        ("cijfer", "cijfers"),
        ("gradient", "schaal"),
    ],
)
async def test_what_can_not_be_done_yet_is_said_with_a_way_on(tmp_path: Path, words: str, name: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", f"!peiling {words} Wat eten we? | soep | pizza")
        assert asked.error == "not-yet"
        assert name in asked.body
        (poll,) = await s.says("Karin", "1", reply_to=asked)
        assert shown(poll) == ("Wat eten we?", ["soep", "pizza"])


async def test_a_date_poll_becomes_a_poll_of_several(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!datumprikker Wandelen | ma 10:00 | di 10:00")
        assert (asked.error, asked.data["command"]) == ("not-yet", "datepoll")
        (poll,) = await s.says("Karin", "ja", reply_to=asked)
        assert shown(poll) == ("Wandelen (je mag meer keuzes maken)", ["ma 10:00", "di 10:00"])
        (asked,) = await s.says("Karin", "!datepoll")
        (asked,) = await s.says("Karin", "ja", reply_to=asked)
        assert asked.error == "needs-question"


async def test_both_not_yets_are_said_one_after_the_other(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!peiling anoniem volgorde Wat eten we? | soep | pizza")
        (asked,) = await s.says("Karin", "1", reply_to=asked)
        assert "Anoniem" in asked.body
        (poll,) = await s.says("Karin", "1", reply_to=asked)
        assert shown(poll)[0] == "Wat eten we?"


async def test_removing_the_words_takes_the_question_about_them_away(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!peiling anoniem Wat eten we? | soep | pizza")
        await s.takes_away("Karin", s.last)
        (late,) = await s.says("Karin", "1", reply_to=asked)
        assert (late.kind, late.error) == ("reply", "not-understood")


async def test_the_longest_poll_fits_on_a_telephone(tmp_path: Path) -> None:
    """`checked` sees to the 600 characters; the native poll has every word."""
    async with stage(tmp_path) as s:
        await s.room("Karin", *(f"lid{n}" for n in range(20)))
        options = [f"{n} {'lange keuze ' * 8}"[:100].strip() for n in range(20)]
        (poll,) = await s.says("Karin", f"!peiling tot vrijdag 17:00 {'w' * 300} | {' | '.join(options)}")
        assert shown(poll)[1] == options
        assert len(poll.body) <= LONGEST
        (asked,) = await s.says("Karin", "!stem")
        assert asked.error == "needs-vote"
        for number in range(20):
            await s.votes(f"lid{number}", poll, f"{number + 1}")
        end, told = await s.says("Karin", "!peiling sluit")
        assert end.data["voters"] == 20
        assert "Gelijk: 20 keuzes kregen elk 1 stem." in told.body
        assert len(told.body) <= LONGEST


async def test_from_a_direct_chat_nothing_stands_in_the_room_without_a_yes(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        (asked,) = await s.says("Karin", "peiling Wat eten we? | soep | pizza", room=chat)
        assert asked.error == "not-understood"
        assert "De kring" in asked.body
        told, poll = sorted(await s.says("Karin", "ja", room=chat), key=lambda one: one.room)
        assert (poll.room, poll.reply_to, poll.kind) == ("!kring:localhost", None, "poll.opened")
        assert (told.room, told.reply_to, told.body) == (chat, s.last, "De peiling staat in De kring.")
        heard = await s.says("Karin", "!peiling sluit", room=chat)
        told, end, outcome = sorted(heard, key=lambda one: one.room)
        assert (end.room, outcome.room) == ("!kring:localhost", "!kring:localhost")
        assert (end.reply_to, told.reply_to) == (None, s.last)
        heard = await s.says("Karin", "!peiling Nog een? | a | b", room=chat)
        told, poll = sorted(heard, key=lambda one: one.room)
        assert (poll.kind, told.room) == ("poll.opened", chat)


async def lists(s: Stage) -> str:
    (told,) = await s.says("Ahmed", "!peiling")
    return told.body


async def test_the_list_and_which_one_is_meant(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        assert (await lists(s)).startswith("Er loopt nu geen peiling.")
        (refused,) = await s.says("Karin", "!stem 1")
        assert refused.error == "no-poll"
        (refused,) = await s.says("Karin", "!peiling sluit 7")
        assert (refused.error, "Peiling 7" in refused.body) == ("no-such-poll", True)
        for word in ("een", "twee", "drie", "vier", "vijf", "zes"):
            await s.says("Karin", f"!peiling Vraag {word}? | a | b")
        body = await lists(s)
        assert "Peiling 1: Vraag een?\nPeiling 2: Vraag twee?" in body
        assert "Er lopen er nog meer." in body
        (asked,) = await s.says("Ahmed", "!stem a")
        assert asked.error == "which-poll"
        (told,) = await s.says("Ahmed", "2", reply_to=asked)
        assert told.body.startswith("Je stem in peiling 2 telt: a.")
        (asked,) = await s.says("Karin", "!peiling sluit")
        assert asked.error == "which-poll"
        end, _ = await s.says("Karin", "3", reply_to=asked)
        assert end.data["poll"] == 3
        (told,) = await s.says("Ahmed", "!vote #6 b")
        assert told.body.startswith("Je stem in peiling 6 telt: b.")


async def test_help_offers_to_vote_while_a_poll_is_open(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (menu,) = await s.says("Ahmed", "!hulp")
        assert "stemmen" not in menu.body
        await s.says("Karin", "!peiling Wat eten we? | soep | pizza")
        (menu,) = await s.says("Ahmed", "!hulp")
        number = next(line.split()[0] for line in menu.body.splitlines() if "stemmen in peiling 1" in line)
        (asked,) = await s.says("Ahmed", number, reply_to=menu)
        assert asked.error == "needs-vote"
        assert asked.body == "Waar stem je op? Wat eten we?\n1 soep\n2 pizza"
        (told,) = await s.says("Ahmed", "2", reply_to=asked)
        assert told.body.startswith("Je stem in peiling 1 telt: pizza.")
        for topic in ("peiling", "stem", "poll", "vote"):
            (told,) = await s.says("Ahmed", f"!hulp {topic}")
            assert told.data["ok"] is True


async def test_a_bullet_is_one_at_the_beginning_only(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (poll,) = await s.says("Karin", "!peiling Welke dagen?\nma - di\n* wo of do\n1. blok 2. of 3")
        assert [answer[TEXT] for answer in poll.poll["answers"]] == ["ma - di", "wo of do", "blok 2. of 3"]
