"""Small groups by lot: what the room sees, what each hears in private, and who is spared."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogs.lots import PAIRS, PASSED_ON, begin, chat_of, note, run, shown, told
from tests.dialogs.stage import ROOM, stage, user


@pytest.fixture(autouse=True)
def trial(monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, PAIRS)


async def test_everybody_hears_with_whom_and_the_room_sees_the_groups(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed", "Bram", "Noor")
        heard = await begin(s, "Karin", "Els", "Ahmed", "Bram", "Noor")
        (room,) = shown(heard)
        assert (
            "Samen: Karin, Els en Ahmed\nSamen: Bram en Noor\nZoek elkaar op: aan tafel, of aan de telefoon."
            in room
        )
        assert told(heard, s, "Karin") == [
            (
                "In De kring ben je nu samen met Els en Ahmed.\nZoek elkaar op: aan tafel, of aan de telefoon.\n"
                "Wat jullie doen, lees je in de groep. Neem de tijd tot 20:10 uur. Daarna zijn we daar weer samen."
            )
        ]
        assert told(heard, s, "Noor")[0].startswith("In De kring ben je nu samen met Bram.")
        heard = await s.waits(minutes=10)
        assert "Jullie zijn met weinig: jullie blijven bij elkaar." in shown(heard)[-1]
        assert {one.room for one in heard} == {ROOM}, "all of them together need not be told with whom"


async def test_fours_are_made_of_two_pairs_each(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        names = ("Karin", "Els", "Ahmed", "Bram", "Noor", "Joost", "Fien", "Gijs")
        await s.room(*names)
        await begin(s, *names)
        pairs = {frozenset(pair) for pair in (await note(s, "twos"))["groups"]}
        heard = await s.waits(minutes=10)
        fours = [frozenset(four) for four in (await note(s, "fours"))["groups"]]
        assert sorted(map(len, fours)) == [4, 4]
        assert all(any(pair <= four for four in fours) for pair in pairs)
        (mine,) = (four for four in fours if user("Bram") in four)
        assert "Begin samen een eigen gesprek. Ik ben daar niet bij." in told(heard, s, "Bram")[0]
        assert all(
            other[1:].partition(":")[0].title() in told(heard, s, "Bram")[0]
            for other in mine - {user("Bram")}
        )


async def test_who_was_with_whom_is_forgotten_when_it_is_over(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed", "Bram")
        await begin(s, "Karin", "Els", "Ahmed", "Bram")
        assert await note(s, "twos") != {}
        await s.says("Karin", "!einde")
        assert await note(s, "twos") == {}


async def test_the_same_in_english(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Els", "Ahmed", "Bram")
        heard = await begin(s, "Karin", "Els", "Ahmed", "Bram")
        (room,) = shown(heard)
        assert (
            "Together: Karin and Els\nTogether: Ahmed and Bram\nFind each other: at the table, or by telephone."
            in room
        )
        assert told(heard, s, "Karin") == [
            (
                "In De kring you are with Els now.\nFind each other: at the table, or by telephone.\n"
                "What to do together stands in the group. Take your time until 20:10. After that we are together there again."
            )
        ]


async def test_who_would_rather_not_meet_does_not_and_nobody_sees_why(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed", "Bram")
        chat = await s.direct("Ahmed")
        await s.says("Ahmed", "!lievernietmet @bram", room=chat)  # unasked lots would put them together
        heard = await begin(s, "Karin", "Els", "Ahmed", "Bram")
        groups = (await note(s, "twos"))["groups"]
        assert not any({user("Ahmed"), user("Bram")} <= set(group) for group in groups)
        assert sorted(map(len, groups)) == [2, 2]
        assert not any("liever" in one.body for one in heard)


async def test_who_is_left_hears_it_in_private_and_the_room_sees_no_list(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed", "Bram", "Noor")
        chat = await s.direct("Noor")
        for name in ("karin", "els", "ahmed", "bram"):
            await s.says("Noor", f"!lievernietmet @{name}", room=chat)
        heard = await begin(s, "Karin", "Els", "Ahmed", "Bram", "Noor")
        (room,) = shown(heard)
        assert "Ik heb 2 groepjes gemaakt. Ieder hoort van mij met wie." in room
        assert "Samen:" not in room
        assert told(heard, s, "Noor") == [
            (
                "In De kring kwam het lot deze keer niet uit, en jij zit in geen groepje. Dat ligt niet aan jou. Denk rustig zelf na. "
                "Straks zijn we weer samen en luister of praat je gewoon mee."
            )
        ]


async def test_young_people_meet_each_other_only_and_one_alone_is_spared(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed", "Bram", "Noor")
        for name in ("Els", "Bram"):
            await s.says(name, "!rol jongere")
        await begin(s, "Karin", "Els", "Ahmed", "Bram", "Noor")
        groups = {frozenset(group) for group in (await note(s, "twos"))["groups"]}
        assert groups == {
            frozenset(map(user, ("Els", "Bram"))),
            frozenset(map(user, ("Karin", "Ahmed", "Noor"))),
        }
        heard = await s.waits(minutes=10)
        assert (await note(s, "fours"))["groups"] == (await note(s, "twos"))["groups"], (
            "they never join an adult's"
        )
        assert told(heard, s, "Els")[0].startswith("In De kring ben je nu samen met Bram.")


async def test_coming_late_and_leaving_is_told_to_those_whom_it_concerns(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed", "Bram", "Noor")
        await begin(s, "Karin", "Els", "Ahmed", "Bram")
        heard = await s.says("Noor", "ik doe mee")
        assert told(heard, s, "Noor")[0].startswith("In De kring ben je nu samen met Karin en Els.")
        assert told(heard, s, "Els")[0].startswith(
            "In De kring is er iets veranderd. Je bent nu samen met Karin en Noor."
        )
        assert told(heard, s, "Bram") == []
        heard = await s.leaves("Ahmed")
        assert told(heard, s, "Bram")[0].startswith("In De kring is er iets veranderd. Je bent nu samen met ")
        everybody = [member for group in (await note(s, "twos"))["groups"] for member in group]
        assert sorted(everybody) == sorted(map(user, ("Karin", "Els", "Bram", "Noor")))
        heard = await s.says("Els", "ik doe niet mee")
        assert shown(heard) == []
        assert user("Els") not in str(await note(s, "twos"))


async def test_with_whom_is_answered_in_private(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed", "Bram", "Noor")
        await begin(s, "Karin", "Els", "Ahmed", "Bram")
        heard = await s.says("Els", "met wie?")
        assert told(heard, s, "Els")[0].startswith("In De kring ben je nu samen met Karin.")
        assert shown(heard) == []
        assert await s.says("Noor", "met wie?") == [], "who takes no part is not answered"
        assert await s.says("Karin", "met wie gaan we morgen?") == []


async def test_who_is_away_is_not_drawn_and_comes_in_by_asking(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed", "Bram", "Noor")
        await begin(s, "Karin", "Els", "Ahmed", "Bram", "Noor")
        await s.says("Noor", "!evenweg tot morgen")
        heard = await s.waits(minutes=10)
        assert user("Noor") not in str(await note(s, "fours"))
        assert told(heard, s, "Noor") == []
        await s.says("Noor", "!terug")
        heard = await s.says("Noor", "met wie?")
        assert told(heard, s, "Noor")[0].startswith(
            "In De kring ben je nu samen met Karin, Els, Ahmed en Bram."
        )


async def test_after_a_restart_nobody_is_drawn_anew(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed", "Bram")
        await begin(s, "Karin", "Els", "Ahmed", "Bram")
        drawn = await note(s, "twos")
    async with stage(tmp_path, before=s) as again:
        assert await again.settle() == []
        heard = await again.says("Bram", "met wie?")
        assert " ben je nu samen met Ahmed." in told(heard, again, "Bram")[0]
        assert await note(again, "twos") == drawn


async def test_in_a_ritual_for_all_copbot_begins_no_chat_with_who_never_wrote(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed", "Bram", "Noor")
        chat = await s.direct("Noor")
        for name in ("karin", "els", "ahmed", "bram"):
            await s.says("Noor", f"!lievernietmet @{name}", room=chat)
        heard = await s.says("Karin", "!werkvorm proef allen de ochtend")
        assert {one.room for one in heard} == {ROOM, chat, chat_of(s, "Karin")}
        (_, room) = shown(heard)
        assert "Weet je niet met wie? Schrijf hier: met wie?" in room
        heard = await s.says("Bram", "met wie?")
        assert told(heard, s, "Bram")[0].startswith("In De kring ben je nu samen met Ahmed.")


async def test_of_many_people_the_room_gets_no_list(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        names = [f"Lid{number:02d}" for number in range(18)]
        await s.room(*names)
        heard = await begin(s, *names)
        (room,) = shown(heard)
        assert "Ik heb 9 groepjes gemaakt. Ieder hoort van mij met wie." in room
        assert "Samen:" not in room
        assert all(told(heard, s, name) for name in names)


async def test_at_one_table_the_list_is_enough(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed", "Bram")
        heard = await s.says("Karin", "!werkvorm proef hier de ochtend")
        assert {one.room for one in heard} == {ROOM}
        assert sum(line.startswith("Samen: ") for line in shown(heard)[-1].splitlines()) == 2
        assert shown(heard)[-1].endswith("Karin gaat verder met !volgende.")


async def test_what_was_written_alone_is_passed_on_to_the_partner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(monkeypatch, PASSED_ON)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed", "Bram")
        await begin(s, "Karin", "Els", "Ahmed", "Bram")
        await s.says("Karin", "een rustige plek")
        source = s.last
        await s.says("Els", "samen lopen")
        await s.says("Ahmed", "halve dagen")
        heard = await s.says("Bram", "later beginnen")
        assert told(heard, s, "Els")[0].endswith("\nKarin schreef: een rustige plek")
        assert told(heard, s, "Bram")[0].endswith("\nAhmed schreef: halve dagen")
        assert not any("rustige plek" in body for body in (*shown(heard), *told(heard, s, "Ahmed")))
        (message,) = (one for one in heard if one.body.endswith("Karin schreef: een rustige plek"))
        await s.takes_away("Karin", source)
        assert message.event in s.server.redacted, "what was taken away is taken away there too"


async def test_with_whom_one_is_comes_after_what_the_vote_came_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rooms and chats are written to side by side: what follows from a result waits for it."""
    head, _, pairs = PAIRS.partition("[[phase]]")
    vote = """[[phase]]
name = "vote"
kind = "ballot"
options = { nl = "rood | blauw", en = "red | blue" }
minutes = 5
days = 1
title = { nl = "Kiezen", en = "Choosing" }
words = { nl = "Welke kleur?", en = "Which colour?" }

"""
    run(monkeypatch, f"{head}{vote}[[phase]]{pairs}")
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed", "Bram")
        heard = await begin(s, "Karin", "Els", "Ahmed", "Bram")
        assert shown(heard)[-2].startswith("Stap 1 van 3: Kiezen\nWe gaan verder om 20:05 uur.")
        for name in ("Karin", "Els", "Ahmed", "Bram"):
            await s.says(name, "!stem rood")
        heard = [one for one in await s.waits(seconds=10) if not one.edited]
        kinds = [one.kind if one.room == ROOM else "private" for one in heard]
        assert kinds.count("private") == 4
        assert kinds.index("poll.closed") < kinds.index("ritual.phase") < kinds.index("private")
