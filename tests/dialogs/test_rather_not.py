"""With whom one would rather not be put together: said in private, heard by nobody else, and never by the other."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.dialogs.stage import Stage, stage, user


async def kept(s: Stage) -> list[tuple[Any, ...]]:
    """What is kept of it: who, whom, and whether one of them is gone."""
    rows = "SELECT member, other, gone IS NOT NULL FROM rather_nots ORDER BY member, other"
    return [tuple(row) for row in await s.database.read(lambda sql: sql.execute(rows).fetchall())]


def of(member: str, other: str, gone: int = 0) -> tuple[str, str, int]:
    return user(member), user(other), gone


@pytest.mark.parametrize(
    "words",
    [
        "!lievernietmet @els",
        "!rathernot @els:localhost",
        "!lievernietmet els",
        "lievernietmet @els",
        "liever niet met @els",
        "Liever niet met Els.",
        "ik wil liever niet samen met els",
        "ik zit liever niet in een groepje met @els",
        "rather not with Els",
        "I'd rather not be paired with @els",
    ],
)
async def test_in_private_it_is_kept_without_a_reason(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed")
        chat = await s.direct("Karin")
        (told,) = await s.says("Karin", words, room=chat)
        assert told.body == (
            "Goed. In De kring zet het lot jou niet bij Els. Waarom hoef je niet te zeggen, en ik vertel het aan niemand.\n"
            "Toch wel? Schrijf !welmet en de naam."
        )
        assert (told.room, told.reply_to, told.pings) == (chat, s.last, ())
        assert await kept(s) == [of("Karin", "Els")]


async def test_it_is_taken_back_and_only_who_said_it_sees_it(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Els", "Ahmed")
        chat, others = await s.direct("Karin"), await s.direct("Els")
        await s.says("Karin", "!rathernot @els", room=chat)
        await s.says("Karin", "!rathernot @ahmed", room=chat)
        await s.says("Karin", "!rathernot @ahmed", room=chat)  # twice is once
        (mine,) = await s.says("Karin", "!rathernot", room=chat)
        assert mine.body == (
            "With whom lots will not put you together in De kring. Only you see this. Fine after all? Choose a number.\n"
            "1 fine with Ahmed after all\n2 fine with Els after all"
        )
        (theirs,) = await s.says("Els", "!rathernot", room=others)
        assert theirs.body == (
            "About De kring you said that of nobody. Would you rather not be put together with somebody by lot? "
            "Write !rathernot and the name. Then only I know."
        )
        (back,) = await s.says("Karin", "1", reply_to=mine, room=chat)
        assert back.body == "All right. In De kring lots may put you and Ahmed together again."
        await s.says("Karin", "fine with Els again", room=chat)
        assert await kept(s) == []


async def test_a_name_that_nobody_has_is_asked_back_with_names_to_choose(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", *(f"Lid{number:02d}" for number in range(10)))
        chat = await s.direct("Karin")
        (asked,) = await s.says("Karin", "liever niet met Truus", room=chat)
        assert asked.error == "needs-who"
        assert asked.body.splitlines()[0] == (
            "Wie bedoel je? Kies een cijfer, of schrijf het adres, zoals @anna:server. Alleen ik lees dit."
        )
        assert asked.body.splitlines()[1:] == [*(f"{n + 1} Lid{n:02d}" for n in range(8)), "9 iemand anders"]
        (further,) = await s.says("Karin", "9", room=chat)
        assert further.body.splitlines()[1:] == ["1 Lid08", "2 Lid09", "3 iemand anders"]
        (done,) = await s.says("Karin", "2", room=chat)
        assert done.body.startswith("Goed. In De kring zet het lot jou niet bij Lid09.")
        assert await kept(s) == [of("Karin", "lid09")]


async def test_oneself_a_stranger_and_copbot_are_asked_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        chat = await s.direct("Karin")
        for whom in ("@karin", "@truus:elders.example", "@copbot:localhost", "karin"):
            (asked,) = await s.says("Karin", f"!lievernietmet {whom}", room=chat)
            assert asked.error == "needs-who"
        assert await kept(s) == []


async def test_alone_there_is_nobody_to_choose(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        chat = await s.direct("Karin")
        (told,) = await s.says("Karin", "!lievernietmet Els", room=chat)
        assert (told.error, told.body) == ("no-such-member", "In De kring is nu niemand anders.")


async def test_everyday_words_that_name_nobody_are_no_command(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        chat = await s.direct("Karin")
        await s.says("Karin", "!kanniet", room=chat)
        (sure,) = await s.says("Karin", "liever niet met de bus naar school", room=chat)
        assert "Iedereen daar leest het: liever niet met de bus naar school" in sure.body
        assert await kept(s) == []


@pytest.mark.parametrize("words", ["!lievernietmet @els", "copbot, liever niet met @els", "!welmet @els"])
async def test_said_in_the_group_it_is_not_obeyed_nor_repeated(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        room = await s.room("Karin", "Els")
        (told,) = await s.says("Karin", words)
        assert told.room != room
        assert told.error == "only-in-private"
        assert told.body == (
            "Dit hoort tussen jou en mij. In De kring heb ik er niets mee gedaan, en ik herhaal het daar niet. Wil je het wel? "
            "Schrijf hier !lievernietmet en de naam. Je bericht in de groep mag je gerust weghalen."
        )
        assert "Els" not in told.body
        assert await kept(s) == []


async def test_among_people_it_is_their_talk_but_while_a_ritual_runs_the_word_helps(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        room = await s.room("Karin", "Els", "Ahmed")
        assert await s.says("Ahmed", "ik ga liever niet met Els") == []
        assert await s.says("Ahmed", "liever niet met @els") == []
        await s.says("Karin", "!rondje hoe is het?")
        (told,) = await s.says("Ahmed", "liever niet met @els")
        assert told.room != room
        assert told.error == "only-in-private"
        assert await s.says("Ahmed", "ik ga liever niet met Els") == []
        assert await kept(s) == []


async def test_nothing_of_it_is_ever_seen_in_the_room_or_by_the_other(tmp_path: Path) -> None:
    async def heard(folder: Path, *, wished: bool) -> list[tuple[str, str]]:
        folder.mkdir()
        async with stage(folder) as s:
            room = await s.room("Karin", "Els", "Ahmed")
            chat, others = await s.direct("Karin"), await s.direct("Els")
            if wished:
                await s.says("Karin", "!lievernietmet @els", room=chat)
            s.server.sent.clear()
            for words in (
                "!help",
                "!status",
                "!weekbericht nu",
                "!steun",
                "!instellingen",
                "!rol @karin",
                "!lievernietmet",
            ):
                await s.says("Els", words, room=others)
                if words != "!lievernietmet":
                    await s.says("Els", words)
            await s.waits(days=8)
            return [(one.room, one.body) for one in s.server.sent if one.room in (room, others)]

    told = await heard(tmp_path / "with", wished=True)
    assert len(told) > 10
    assert told == await heard(tmp_path / "without", wished=False)


async def test_it_is_forgotten_a_month_after_one_of_them_left_and_not_before(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed")
        chat = await s.direct("Karin")
        await s.says("Karin", "!lievernietmet @els", room=chat)
        await s.leaves("Els")
        assert await kept(s) == [of("Karin", "Els", 1)]
        await s.enters("Els")
        assert await kept(s) == [of("Karin", "Els")], "who leaves and comes back is still rather not met"
        await s.leaves("Els")
        await s.leaves("Karin")
        await s.enters("Els")
        assert await kept(s) == [of("Karin", "Els", 1)], "as long as one of them is gone it may be forgotten"
        await s.desk.tidy(s.time + timedelta(days=29))
        assert len(await kept(s)) == 1
        await s.desk.tidy(s.time + timedelta(days=31))
        assert await kept(s) == []


async def test_who_is_out_of_the_room_can_be_taken_back_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed")
        chat = await s.direct("Karin")
        await s.says("Karin", "!lievernietmet @els", room=chat)
        await s.leaves("Els")
        await s.says("Karin", "!welmet @els:localhost", room=chat)
        assert await kept(s) == []


async def test_it_goes_at_once_when_copbot_leaves_the_room(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        chat = await s.direct("Karin")
        await s.says("Karin", "!lievernietmet @els", room=chat)
        await s.leaves("copbot")
        assert await kept(s) == []


async def test_a_wish_about_an_encrypted_room_is_only_heard_in_an_encrypted_chat(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", encrypted=True)
        chat = await s.direct("Karin")
        (refused,) = await s.says("Karin", "!lievernietmet @els", room=chat)
        assert refused.error == "needs-encryption"
        assert await kept(s) == []
