"""One round at a time: another one that is asked for waits, is left, or comes instead of the present one."""

from pathlib import Path

from copbot.core.facts import Departed, Entered
from tests.dialogs.rounds import alarms, begun, closed, new, numbers, opened, prompt
from tests.dialogs.stage import ME, ROOM, stage, user


async def test_another_round_waits_and_opens_by_itself(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        (asked,) = await s.says("Ahmed", "!ronde lang Iets anders?")
        assert (asked.error, asked.reply_to) == ("ritual-runs", s.last)
        assert asked.body == (
            "Er loopt al een rondje, geleid door Karin. Eén tegelijk luistert fijner. Wat wil je? Antwoord op dit bericht met een cijfer.\n"
            "1 dit rondje eerst, daarna dat van mij\n2 laat maar"
        )
        (queued,) = await s.says("Ahmed", "1", reply_to=asked)
        assert (queued.kind, queued.reply_to) == ("reply", s.last)
        assert queued.body == (
            "Goed, Ahmed. Jouw rondje begint vanzelf als dit klaar is. "
            "Toch niet? Haal het bericht met je vraag weg."
        )
        (where,) = await s.says("Els", "!waarzijnwe")
        assert where.body.endswith("\nHierna komt nog 1 rondje.")
        await s.says("Karin", "Goed.")
        outcome, opening = new(await s.says("Ahmed", "Ook goed."))
        assert (outcome.kind, outcome.data["ritual"]) == ("ritual.closed", 1)
        assert (opening.kind, opening.data["ritual"]) == ("ritual.opened", 2)
        assert (opening.reply_to, opening.thread) == (None, None)
        assert opening.body == (
            "Rondje: Iets anders?\n"
            'Doe je mee? Zet ✋ of schrijf "ik doe mee". We beginnen om 20:05 uur.\n'
            "Iedereen krijgt een lange beurt, met zoveel berichten als je wilt. Overslaan mag altijd. "
            "We luisteren en reageren nog niet.\n"
            'Ahmed, doe je zelf ook mee? Zet dan ✋. Eerder beginnen: schrijf "begin".'
        )
        await s.taps("Ahmed", opening, "✋")
        assert prompt(await s.says("Ahmed", "!begin")).data["member"] == user("Ahmed")
        (where,) = await s.says("Els", "!waarzijnwe")
        assert "Hierna" not in where.body


async def test_the_outcome_answers_the_command_and_the_next_opening_follows(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Els", "Karin", "Ahmed")
        await s.says("Karin", "!threads on") and await s.says("Els", "!threads on")
        await begun(s, "Karin", "Ahmed", line="!round How are you?")
        (asked,) = await s.says("Ahmed", "!round all What helps?")
        assert asked.body == (
            "A round is going on already, led by Karin. One at a time is easier to listen to. What would you like? Reply to this message with a number.\n"
            "1 this round first, then mine\n2 never mind"
        )
        (queued,) = await s.says("Ahmed", "1", reply_to=asked)
        assert queued.body == (
            "All right, Ahmed. Your round begins by itself when this one is over. "
            "Changed your mind? Remove the message with your question."
        )
        outcome, opening, first = new(await s.says("Karin", "!end"))
        assert (outcome.kind, outcome.reply_to) == ("ritual.closed", s.last)
        assert (opening.kind, opening.reply_to, opening.thread) == ("ritual.opened", None, None)
        assert (first.kind, first.thread) == ("ritual.turn", opening.event), "all, so it begins at once"


async def test_leaving_it_and_nothing_waits(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await opened(s, "Karin")
        (asked,) = await s.says("Ahmed", "!ronde Iets anders?")
        (left,) = await s.says("Ahmed", "2", reply_to=asked)
        assert (left.body, left.reply_to) == ("Goed, dan laat ik het zo.", s.last)
        assert [one.kind for one in await s.says("Karin", "!einde")] == ["ritual.closed"]


async def test_who_leads_may_end_the_present_one_for_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await opened(s, "Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!ronde Iets anders?")
        assert asked.body.endswith("\n3 dit rondje nu afsluiten, dan komt het volgende")
        outcome, opening = await s.says("Karin", "3", reply_to=asked)
        assert (outcome.reply_to, outcome.data["ritual"]) == (s.last, 1)
        assert opening.body.startswith("Rondje: Iets anders?\n")
        assert (opening.data["ritual"], opening.reply_to) == (2, None)
        (asked,) = await s.says("Els", "!ronde En dit?")
        assert asked.body.endswith("\n3 dit rondje nu afsluiten, dan komt het volgende"), "a host"


async def test_the_round_ended_before_the_answer_came(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await opened(s, "Karin")
        (after,) = await s.says("Ahmed", "!ronde Iets anders?")
        (instead,) = await s.says("Karin", "!ronde Nog iets?")
        await s.says("Karin", "!einde")
        (opening,) = await s.says("Ahmed", "1", reply_to=after)
        assert (opening.kind, opening.reply_to) == ("ritual.opened", s.last)
        (refused,) = await s.says("Karin", "3", reply_to=instead)
        assert refused.error == "not-facilitator", "Ahmed leads now"


async def test_three_may_wait_and_open_in_their_order(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await opened(s, "Karin")
        for question in ("Twee?", "Drie?", "Vier?"):
            (asked,) = await s.says("Ahmed", f"!ronde {question}")
            await s.says("Ahmed", "1", reply_to=asked)
        (where,) = await s.says("Els", "!waarzijnwe")
        assert where.body.endswith("\nHierna komen nog 3 rondjes.")
        (full,) = await s.says("Ahmed", "!ronde Vijf?")
        assert full.error == "ritual-runs"
        assert full.body == (
            "Er loopt al een rondje, geleid door Karin, en er wachten er al 3. Vraag het later nog eens."
        )
        (asked,) = await s.says("Karin", "!ronde Vijf?")
        assert asked.body.endswith("\n1 laat maar\n2 dit rondje nu afsluiten, dan komt het volgende")
        _, opening = await s.says("Karin", "2", reply_to=asked)
        assert opening.body.startswith("Rondje: Twee?\n"), "who asked first"
        for question in ("Drie?", "Vier?", "Vijf?"):
            _, opening = await s.says("Els", "!einde")
            assert opening.body.startswith(f"Rondje: {question}\n")
        closed(await s.says("Els", "!einde"))
        assert alarms(tmp_path) == 0


async def test_two_who_ask_for_the_last_place(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await opened(s, "Karin")
        waiting = [(await s.says("Ahmed", f"!ronde Vraag {number}?"))[0] for number in range(4)]
        for asked in waiting[:3]:
            await s.says("Ahmed", "1", reply_to=asked)
        (late,) = await s.says("Ahmed", "1", reply_to=waiting[3])
        assert (late.error, late.reply_to) == ("ritual-runs", s.last)


async def test_what_waits_outlives_a_restart(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await opened(s, "Karin")
        (asked,) = await s.says("Ahmed", "!ronde Iets anders?")
        await s.says("Ahmed", "1", reply_to=asked)
    async with stage(tmp_path, before=s) as s:
        _, opening = await s.says("Karin", "!einde")
        assert opening.body.startswith("Rondje: Iets anders?\n")
        assert numbers(closed(await s.waits(minutes=5))) == (0, 0, 0), "its window ends like any other"


async def test_removing_the_question_drops_the_round_that_waits(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await opened(s, "Karin")
        (asked,) = await s.says("Ahmed", "!ronde Hoe is het met mijn zoon?")
        question = s.last
        await s.says("Ahmed", "1", reply_to=asked)
        assert await s.takes_away("Ahmed", question) == []
        assert b"mijn zoon" not in b"".join(file.read_bytes() for file in tmp_path.glob("*.db"))
        assert [one.kind for one in await s.says("Karin", "!einde")] == ["ritual.closed"]


async def test_the_round_of_who_left_does_not_open(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await opened(s, "Karin")
        for name, line in (("Ahmed", "!ronde Van Ahmed?"), ("Els", "!ronde Van Els?")):
            (asked,) = await s.says(name, line)
            await s.says(name, "1", reply_to=asked)
        await s.leaves("Ahmed")
        _, opening = await s.says("Karin", "!einde")
        assert opening.body.startswith("Rondje: Van Els?\n")


async def test_asked_for_in_a_direct_chat_it_waits_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        chat = await s.direct("Ahmed")
        await opened(s, "Karin")
        (asked,) = await s.says("Ahmed", "rondje Iets anders?", room=chat)
        assert asked.error == "ritual-runs"
        (queued,) = await s.says("Ahmed", "1", room=chat)
        question = queued.reply_to
        assert queued.room == chat
        _, opening = await s.says("Karin", "!einde")
        assert (opening.room, opening.kind) == (ROOM, "ritual.opened")
        assert question is not None


async def test_options_that_clash_are_told_at_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await opened(s, "Karin")
        (refused,) = await s.says("Ahmed", "!ronde hier samen Iets anders?")
        assert refused.error == "options-clash"


async def test_without_a_question_it_is_asked_for_first(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await opened(s, "Karin")
        (asked,) = await s.says("Ahmed", "!ronde lang")
        (needed,) = await s.says("Ahmed", "1", reply_to=asked)
        assert needed.error == "needs-question"
        (queued,) = await s.says("Ahmed", "samen sterk?", reply_to=needed)
        assert queued.body.startswith("Goed, Ahmed.")
        _, opening = await s.says("Karin", "!einde")
        assert opening.body.startswith("Rondje: samen sterk?\n")
        assert "lange beurt" in opening.body


async def test_after_leaving_and_coming_back_a_new_round_can_open(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        (asked,) = await s.says("Ahmed", "!ronde Iets anders?")
        await s.says("Ahmed", "1", reply_to=asked)
        await s.happens(Departed(ROOM, ME, "$gone", s.time))
        assert alarms(tmp_path) == 0
        await s.happens(Entered(ROOM, ME, "$back", s.time))
        await s.says("Els", "!start")
        await s.says("Els", "!start")
        (opening,) = await s.says("Karin", "!ronde Hoe nu?")
        assert (opening.kind, opening.data["ritual"]) == ("ritual.opened", 3)
        assert [one.kind for one in await s.says("Karin", "!einde")] == ["ritual.closed"], (
            "nothing waits any more"
        )
