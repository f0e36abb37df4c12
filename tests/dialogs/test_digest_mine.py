"""What is mine, in private: when asked for, and every week for who wants that; never empty of its own accord."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.dialogs.digests import WEDNESDAY, digests, monday, until
from tests.dialogs.stage import ROOM, Heard, Stage, stage


async def ladder(s: Stage) -> None:
    """Things of Ahmed's: an item with an offer that waits for his word, an item that seeks support, and a promise."""
    await s.room("Karin", "Ahmed", "Els")
    await s.says("Ahmed", "!kanniet halve dagen")
    await s.says("Ahmed", "!kanniet vervoer")
    await s.says("Karin", "!kanniet een rustige plek")
    await s.says("Els", "!magwel 2 want het mag")
    await s.says("Els", "!iksteun 1 ik bel de school")
    await s.says("Ahmed", "!iksteun 3 ik ken een kamer voor vrijdag")


async def asked(s: Stage, line: str = "!weekbericht mijn") -> Heard:
    told, private = await s.says("Ahmed", line)
    assert (told.room, told.kind, told.body) == (
        ROOM,
        "reply",
        "Ik stuur het je privé. Zie je niets? Kijk dan bij je uitnodigingen.",
    )
    assert private.room != ROOM
    return private


async def test_what_is_mine_comes_in_private(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await ladder(s)
        mine = await asked(s)
        assert mine.kind == "digest"
        assert mine.body == (
            "Dit is van jou in De kring:\n"
            "Els wil helpen bij #1 (halve dagen): ik bel de school\n"
            "Jij helpt bij #3 (een rustige plek): ik ken een kamer, uiterlijk vrijdag 27 november\n"
            "Jouw #2 mag wel en zoekt nog steun: vervoer\n"
            "Alleen jij leest dit. Antwoord met een cijfer.\n"
            "1 #1: de steun van Els is welkom\n"
            "2 stuur me dit elke week"
        )
        assert mine.data == {
            **mine.data,
            "rungs": {"cannot": 2, "may": 1, "support": 0},
            "moves": 6,
            "due": 1,
        }
        (welcome, done) = sorted(await s.says("Ahmed", "1", room=mine.room), key=lambda m: m.room != ROOM)
        assert (welcome.kind, welcome.data["pledges"][0]["standing"]) == ("commitment", "welcome")
        assert done.room == mine.room


async def test_in_english_in_ones_own_chat_it_is_the_answer(tmp_path: Path) -> None:
    async with stage(tmp_path, "en", clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Ahmed", "!cannot half days")
        chat = await s.direct("Ahmed")
        (mine,) = await s.says("Ahmed", "my week", room=chat)
        assert (mine.kind, mine.reply_to, mine.room) == ("digest", s.last, chat)
        assert mine.body == (
            "This is yours in De kring:\n"
            "Your #1 is still stuck: half days\n"
            "Only you read this. Reply with a number.\n"
            "1 send me this every week"
        )


async def test_nothing_of_mine_is_a_kind_sentence(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        nothing = await asked(s, "!digest mine")
        assert (nothing.kind, nothing.data["ok"]) == ("reply", True)
        assert nothing.body.startswith("In De kring staat nu niets van jou open. Dat mag ook.")


async def test_much_of_mine_stays_short(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        for number in range(15):
            await s.says("Ahmed", f"!kanniet ding {number} " + "dat lang wordt verteld " * 9)
        mine = await asked(s)
        (rest,) = [line for line in mine.body.splitlines() if "alles wat van mij is" in line]
        assert 3 <= mine.body.count("zit nog vast") <= 10
        assert f"nog {15 - mine.body.count('zit nog vast')} meer" in rest
        (listed,) = await s.says("Ahmed", rest[0], room=mine.room)
        assert listed.body.startswith("Dit is van jou")


async def test_without_a_shared_room_there_is_nothing_to_tell(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin")
        chat = await s.direct("Ahmed")
        (refused,) = await s.says("Ahmed", "!weekbericht mijn", room=chat)
        assert refused.error == "no-shared-room"


async def test_with_two_rooms_it_asks_which(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.room("Els", "Ahmed", room="!andere:localhost", title="De andere")
        await s.says("Ahmed", "!kanniet zwemmen", room="!andere:localhost")
        chat = await s.direct("Ahmed")
        (which,) = await s.says("Ahmed", "!weekbericht mijn", room=chat)
        assert which.error == "which-room"
        (mine,) = await s.says("Ahmed", "1", room=chat)
        assert mine.body.startswith("Dit is van jou in De andere:")


async def subscribed(s: Stage) -> str:
    await ladder(s)
    mine = await asked(s)
    (begun,) = await s.says("Ahmed", "2", room=mine.room)
    assert begun.body == (
        "Goed. Elke maandag om 12:30 uur stuur ik je privé wat van jou is in De kring. "
        "Is er niets, dan stuur ik niets. Ophouden: !weekbericht mijn uit"
    )
    return mine.room


async def test_every_week_for_who_wants_it(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        chat = await subscribed(s)
        found: list[Heard] = []
        for day, month in ((30, 11), (7, 12)):
            found = [digest for digest in await until(s, monday(day, month)) if digest.room == chat]
            assert len(found) == 1
            assert found[0].body.endswith("stuur me dit niet meer elke week")
        number = found[0].body.splitlines()[-1][0]
        (ended,) = await s.says("Ahmed", number, room=chat)
        assert ended.body == "Goed, ik stuur je dit niet meer elke week."
        assert [digest.room for digest in await until(s, monday(14, 12))] == []


async def test_in_words_from_the_room(tmp_path: Path) -> None:
    async with stage(tmp_path, "en", clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Ahmed", "!cannot half days")
        (begun,) = await s.says("Ahmed", "!digest mine weekly")
        assert begun.body.startswith("Good. Every Monday at 12:30 I send you in private")
        assert len({digest.room for digest in await until(s, monday(30))}) == 2
        (ended,) = await s.says("Ahmed", "!digest mine off")
        assert ended.data["ok"] is True


async def test_it_comes_also_where_the_room_wants_none(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        chat = await subscribed(s)
        await s.says("Karin", "!weekbericht uit")
        assert [digest.room for digest in await until(s, monday(30))] == [chat]


async def test_nothing_of_mine_nothing_sent(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        chat = await subscribed(s)
        for number in (1, 2):
            await s.says("Ahmed", f"!sluit {number}")
        await s.says("Ahmed", "!gedaan 3")
        assert chat not in {digest.room for digest in await until(s, monday(30))}


async def test_who_leaves_the_room_gets_none(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        chat = await subscribed(s)
        await s.leaves("Ahmed")
        assert chat not in {digest.room for digest in await until(s, monday(30))}
        await s.enters("Ahmed")
        assert chat not in {digest.room for digest in await until(s, monday(7, 12))}
        assert await s.desk.work(lambda work: work.reader(ROOM).subscribers()) == ()


async def test_who_is_away_hears_of_the_week_in_which_they_are_back(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        chat = await subscribed(s)
        await s.says("Ahmed", "!evenweg tot 10 december")
        assert chat not in {digest.room for digest in await until(s, monday(7, 12))}
        found = await until(s, monday(14, 12))
        assert [digest.room for digest in found].count(chat) == 1


async def test_after_stop_none_comes_until_back(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        chat = await subscribed(s)
        await s.says("Ahmed", "!stop")
        assert chat not in {digest.room for digest in await until(s, monday(30))}
        await s.says("Ahmed", "!terug")
        assert chat in {digest.room for digest in await until(s, monday(7, 12))}


async def test_at_a_decent_hour(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        chat = await subscribed(s)
        await s.says("Karin", "!weekbericht maandag 06:00")
        assert await until(s, datetime(2026, 11, 30, 6, 50, tzinfo=UTC)) == []
        assert chat in {digest.room for digest in await until(s, datetime(2026, 11, 30, 7, 1, tzinfo=UTC))}


async def test_removed_words_go_from_there_too(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Ahmed", "!kanniet halve dagen")
        words = s.last
        mine = await asked(s)
        await s.takes_away("Ahmed", words)
        assert mine.event in s.server.redacted
        assert digests([await asked(s)])[0].body.splitlines()[1] == "Jouw #1 zit nog vast: (weggehaald)"


async def test_what_else_waited_in_the_night_stays_readable_beside_it(tmp_path: Path) -> None:
    """Messages that are held come together; a long digest among them must not make that too long for a telephone."""
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        chat = await subscribed(s)
        await s.says("Karin", "!weekbericht maandag 06:00")
        long = "met heel veel woorden erbij over hoe dat dan gaat en waarom " * 3
        for number in range(4, 9):
            await s.says("Karin", f"!kanniet ding {number} {long}")
            await s.says("Ahmed", f"!iksteun {number} hulp {long}")
        await until(s, datetime(2026, 11, 30, 5, 50, tzinfo=UTC))
        karins = await s.direct("Karin")
        await s.says("Karin", "liever niet #4", room=karins)
        await s.says("Karin", "liever niet #5", room=karins)
        heard = [one for one in await s.waits(hours=2) if one.room == chat]
        assert any(one.kind == "digest" or "wacht" in one.body for one in heard)


@pytest.mark.parametrize(
    "line", ["!weekbericht van mij", "!digest mine now", "!weekbericht Mijn.", "!digest me"]
)
async def test_ways_to_ask_for_it(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        (told, mine) = await s.says("Ahmed", line)
        assert (told.data["ok"], told.reply_to) == (True, s.last)
        assert mine.room != told.room


@pytest.mark.parametrize("member", ["Ahmed", "Karin"])
async def test_off_in_ones_own_chat_ends_what_comes_there(tmp_path: Path, member: str) -> None:
    """Whoever asked for their own, host or not, means that one, and the room keeps its digest."""
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await ladder(s)
        chat = await s.direct(member)
        await s.says(member, "!weekbericht mijn elke week", room=chat)
        (ended,) = await s.says(member, "!weekbericht uit", room=chat)
        assert (ended.error, ended.body) == (None, "Goed, ik stuur je dit niet meer elke week.")
        assert [one.room for one in digests(await until(s, monday(30)))] == [ROOM]


async def test_off_in_the_chat_of_a_host_without_one_is_the_rooms(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await ladder(s)
        chat = await s.direct("Karin")
        (off,) = await s.says("Karin", "!weekbericht uit", room=chat)
        assert off.body.startswith("Goed, er komt geen weekbericht meer.")
