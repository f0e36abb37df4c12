"""Opening an item, putting one back, the obstacle; and 🧱 on a message instead of a command."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.dialogs.stage import stage


async def test_a_number_without_its_sign_opens_a_new_item(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet vervoer")
        await s.says("Karin", "!kanniet halve dagen")
        (opened,) = await s.says("Ahmed", "!kanniet 2 dagen naar school")
        assert opened.data["item"] == 3
        assert "#3 Kan niet: 2 dagen naar school\n" in opened.body
        (quoted,) = await s.says("Ahmed", '!cannot "#2 is mijn lievelingsgetal"')
        assert quoted.data["item"] == 4
        assert "#4 Kan niet: #2 is mijn lievelingsgetal\n" in quoted.body


async def test_putting_back_keeps_the_support(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await s.says("Karin", "!kanniet halve dagen")
        (bare,) = await s.says("Karin", "!kanniet #1")
        assert bare.error == "already-cannot"
        await s.says("Ahmed", "!magwel 1 want het mag")
        await s.says("Ahmed", "!iksteun 1 ik bel")
        (refused,) = await s.says("Ahmed", "!kanniet #1 toch niet")
        assert refused.error == "not-yours"
        (back,) = await s.says("Karin", "!kanniet #1 de school wil een brief")
        assert back.body == (
            "#1 zit weer vast: halve dagen\n"
            "Want: de school wil een brief\n"
            "Dat mag. De steun blijft en wacht even.\n"
            'Je staat er niet alleen voor. Denk je mee? Antwoord op dit bericht met "mag wel, want …" of "ik help met …".'
        )
        assert (back.data["rung"], back.data["pledges"][0]["standing"]) == ("cannot", "offered")
        await s.says("Ahmed", "!magwel 1 de brief is er")
        (by_host,) = await s.says("Els", "!cannot #1")
        assert by_host.data["rung"] == "cannot"
        assert "Want:" not in by_host.body
        (unknown,) = await s.says("Karin", "!kanniet #7 toch niet")
        assert unknown.error == "no-such-item"


async def test_putting_back_in_english_without_support(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!cannot half days")
        await s.says("Ahmed", "!may 1 it worked elsewhere")
        (back,) = await s.says("Karin", "!cannot #1 they want a letter")
        assert back.body.startswith(
            "#1 is stuck again: half days\nBecause: they want a letter\nThat is fine. One step at a time.\n"
        )


async def test_without_words_it_is_asked_what_is_stuck(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!kanniet")
        assert asked.error == "needs-text"
        assert asked.pings == ("@karin:localhost",)
        assert asked.body == "Wat zit er vast? Antwoord op dit bericht. Noem geen kind of school bij naam."
        assert not [m for m in await s.says("Ahmed", "vervoer", reply_to=asked) if m.kind == "commitment"]
        (opened,) = await s.says("Karin", "vervoer naar school", reply_to=asked)
        assert "#1 Kan niet: vervoer naar school\n" in opened.body


async def test_the_obstacle_is_anybodys_once_and_then_the_openers(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        (opened,) = await s.says("Karin", "!kanniet halve dagen")
        assert await s.says("Ahmed", "4") == [], "others answer by reply"
        (named,) = await s.says("Ahmed", "4", reply_to=opened)
        assert named.body == (
            "Dank je. Bij #1 zit in de weg dat iemand het spannend vindt.\n"
            'Dat mag er zijn. Weet jij wat het minder spannend maakt? Antwoord op dit bericht met "ik help met …".'
        )
        (refused,) = await s.says("Els", "1", reply_to=opened)
        assert refused.error == "not-yours"
        assert refused.body.startswith("Wat bij #1 in de weg zit, is al genoemd. Karin kan dat veranderen.")
        (changed,) = await s.says("Karin", "1", reply_to=opened)
        assert changed.body.startswith("Dank je. Bij #1 zit een regel of wet in de weg.\n")
        (item,) = await s.says("Els", "!punt 1")
        assert "Bij #1 zit een regel of wet in de weg.\n" in item.body


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("language", ["nl", "en"])
async def test_every_obstacle_has_a_way_on(tmp_path: Path, language: str, number: int) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Karin", "Ahmed")
        (opened,) = await s.says("Karin", "!cannot halve dagen")
        (named,) = await s.says("Karin", f"{number}", reply_to=opened)
        assert named.error is None
        assert len(named.body.splitlines()) == 2


async def test_in_a_direct_chat_everybody_is_told_in_the_room(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        room = await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        shown, told = await s.says("Karin", "!kanniet halve dagen", room=chat)
        assert (shown.room, shown.kind, shown.reply_to) == (room, "commitment", None)
        assert (told.room, told.reply_to) == (chat, s.last)
        assert told.body == "Dank je. Het staat nu in De kring, bij #1."
        (named,) = await s.says("Ahmed", "2", reply_to=shown)
        assert named.body.startswith("Dank je. Bij #1 ontbreekt geld, een plek of mensen.\n")


async def test_a_sentence_that_begins_like_a_command_is_asked_back_in_private(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        room = await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        (asked,) = await s.says("Karin", "cannot come tonight", room=chat)
        assert asked.body == (
            "Shall I put this in De kring? Everybody there will read it: come tonight\n"
            "1 yes\n2 no, do nothing"
        )
        (left,) = await s.says("Karin", "2", room=chat)
        assert left.body == "That is fine, I will leave it. You are always welcome."
        (asked,) = await s.says("Karin", "cannot half days at school", room=chat)
        shown, _ = await s.says("Karin", "1", room=chat)
        assert (shown.room, shown.data["item"]) == (room, 1)
        (which,) = await s.says("Karin", "may I ask you something?", room=chat)
        assert which.error == "which-item", "never a ground by accident"


async def test_a_brick_on_ones_own_message_opens_an_item(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "Hij mag geen halve dagen komen.")
        message = s.last
        (opened,) = await s.taps("Karin", message, "🧱")
        assert "#1 Kan niet: Hij mag geen halve dagen komen\n" in opened.body
        assert (opened.kind, opened.reply_to) == ("commitment", message)
        assert await s.taps("Karin", message, "🧱") == []
        assert await s.taps("Ahmed", message, "🧱") == [], "it is an item already"


async def test_a_brick_taken_away_takes_the_item_back_while_it_is_untouched(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "geen halve dagen")
        first = s.last
        (opened,) = await s.taps("Karin", first, "🧱")
        (gone,) = await s.takes_away("Karin", s.last)
        assert (gone.edited, gone.body, gone.data["status"]) == (
            opened.event,
            "Ik heb #1 weer weggehaald.",
            "closed",
        )
        await s.says("Karin", "geen vervoer")
        second = s.last
        await s.taps("Karin", second, "🧱")
        tap = s.last
        await s.says("Ahmed", "!iksteun 2 ik rij")
        assert await s.takes_away("Karin", tap) == []
        (item,) = await s.says("Karin", "!punt 2")
        assert item.data["status"] == "open"


async def test_a_brick_on_somebody_elses_message_asks_its_author(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Karin", "geen halve dagen")
        message = s.last
        (asked,) = await s.taps("Ahmed", message, "🧱")
        assert asked.body == (
            "Karin, Ahmed ziet dat hier iets vastzit. Wil je dat de groep meedenkt? Zet dan zelf 🧱 op je bericht. "
            "Dan zet ik het op de ladder. Alleen jij beslist. Liever niet? Ook goed."
        )
        assert (asked.kind, asked.pings, asked.reply_to) == ("question", ("@karin:localhost",), message)
        assert kept(tmp_path, "halve dagen") == [], "nothing is kept before the author gives it"
        assert await s.taps("Els", message, "🧱") == [], "the author is asked once"
        answers = await s.says("Ahmed", "ja", reply_to=asked)
        assert not [answer for answer in answers if answer.kind == "commitment"], "only the author decides"
        (how,) = await s.says("Karin", "ja, graag", reply_to=asked)
        assert how.body == (
            "Zet zelf 🧱 op je bericht, dan zet ik het op de ladder. "
            "Liever in andere woorden? Schrijf !kanniet met wat er vastzit."
        )
        assert kept(tmp_path, "halve dagen") == []
        (opened,) = await s.taps("Karin", message, "🧱")
        assert opened.body.startswith("Dank je dat je dit deelt, Karin.\n#1 Kan niet: geen halve dagen\n")
        assert await s.taps("Els", message, "🧱") == [], "it is an item now"


async def test_the_authors_own_brick_is_the_yes_and_ends_the_question(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "geen halve dagen")
        message = s.last
        (asked,) = await s.taps("Ahmed", message, "🧱")
        (opened,) = await s.taps("Karin", message, "🧱")
        assert opened.data["item"] == 1
        assert rows(tmp_path, "SELECT key FROM questions WHERE free IS NOT NULL") == []
        late = await s.says("Karin", "liever toch niet", reply_to=asked)
        assert not [answer for answer in late if answer.kind == "commitment"]


@pytest.mark.parametrize("words", ["nee", "Liever niet.", "Nee, dat wil ik niet", "no, rather not"])
async def test_an_author_may_say_no_to_a_brick(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "no half days")
        message = s.last
        (asked,) = await s.taps("Ahmed", message, "🧱")
        assert asked.body == (
            "Karin, Ahmed sees something here that is stuck. Would you like the group to think along? Then put 🧱 on "
            "your message yourself, and I put it on the ladder. Only you decide. Rather not? That is fine too."
        )
        (left,) = await s.says("Karin", words, reply_to=asked)
        assert left.body == "That is fine, I will leave it. You are always welcome."
        assert kept(tmp_path, "half days") == []
        assert await s.taps("Ahmed", message, "🧱") == [], "and is not asked again"
        (nothing,) = await s.says("Karin", "!commitments")
        assert nothing.body == (
            "Nothing is open now. That is fine too. Is something stuck? Write !cannot and what is stuck."
        )


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    """What a query finds in the database."""
    with closing(sqlite3.connect(folder / "copbot.db")) as sql:
        return sql.execute(query).fetchall()


def kept(folder: Path, words: str) -> list[str]:
    """The tables in which somebody's words stand."""
    tables = [str(name) for (name,) in rows(folder, "SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return [table for table in tables if words in repr(rows(folder, f'SELECT * FROM "{table}"'))]


async def test_a_brick_on_a_command_or_on_copbots_words_is_left_alone(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (helped,) = await s.says("Karin", "!hulp")
        assert await s.taps("Karin", s.last, "🧱") == []
        assert await s.taps("Karin", helped, "🧱") == []


async def test_words_taken_away_leave_an_item_without_words(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (opened,) = await s.says("Karin", "!kanniet hij mag niet")
        await s.takes_away("Karin", s.last)
        assert s.server.redacted == [opened.event]
        (shown,) = await s.says("Ahmed", "!steun")
        assert "#1 (weggehaald)\n" in shown.body
        (turned,) = await s.says("Ahmed", "!magwel 1 want het lukte elders")
        ground = s.last
        assert "(weggehaald): mag wel, want het lukte elders\n" in turned.body
        (offered,) = await s.says("Ahmed", "!iksteun 1 ik rij")
        offer = s.last
        await s.takes_away("Ahmed", ground)
        await s.takes_away("Ahmed", offer)
        assert s.server.redacted[1:] == [turned.event, offered.event]
        (item,) = await s.says("Karin", "!punt 1")
        assert "(weggehaald): mag wel, want (weggehaald)\n" in item.body
        assert "Ahmed biedt aan: (weggehaald)\n" in item.body
