"""Leading a round: beginning, going on, ending, handing over, taking over; asking for another; asking wrongly."""

from pathlib import Path

import pytest

from tests.dialogs.rounds import alarms, begun, closed, new, numbers, opened, prompt
from tests.dialogs.stage import ROOM, stage, user


async def test_only_the_facilitator_leads(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await opened(s, "Karin", "Ahmed")
        for line in ("!begin", "!geefdoor @els:localhost"):
            (refused,) = await s.says("Ahmed", line)
            assert refused.error == "not-facilitator"
            assert refused.body == "Dat doet Karin, die het rondje leidt. Vraag het even aan Karin."
        await s.says("Karin", "!begin")
        for line in ("!volgende", "!einde"):
            (refused,) = await s.says("Ahmed", line)
            assert refused.error == "not-facilitator"


async def test_next_goes_on_without_a_word_about_who_was_silent(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        ahmed = prompt(await s.says("Karin", "!volgende"))
        assert ahmed.reply_to == s.last
        assert ahmed.body.startswith("Ahmed, jij bent aan de beurt")


async def test_end_is_answered_by_the_outcome(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await begun(s, "Karin", "Ahmed", "Els")
        await s.says("Karin", "Goed.")
        (outcome,) = new(await s.says("Karin", "!einde"))
        assert outcome.reply_to == s.last
        assert numbers(outcome) == (1, 0, 2)
        assert alarms(tmp_path) == 0
        (none,) = await s.says("Karin", "!einde")
        assert none.error == "no-ritual"


async def test_a_host_may_end_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        (refused,) = await s.says("Els", "!volgende")
        assert refused.error == "not-facilitator"
        assert closed(await s.says("Els", "!einde")).reply_to == s.last


async def test_ending_before_it_began(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await opened(s, "Karin", "Ahmed")
        outcome = closed(await s.says("Karin", "!einde"))
        assert numbers(outcome) == (0, 0, 2)
        assert await s.waits(hours=1) == []


async def test_beginning_with_nobody_and_beginning_twice(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (opening,) = await s.says("Karin", "!ronde Hoe zit je erbij?")
        (nobody,) = await s.says("Karin", "!begin")
        assert nobody.error == "nobody-joined"
        assert (
            nobody.body == 'Er doet nog niemand mee. Meedoen kan met ✋ op het rondje, of met "ik doe mee".'
        )
        (early,) = await s.says("Karin", "!pas")
        assert early.error == "not-begun"
        assert (
            early.body
            == "We zijn nog niet begonnen. Dat doen we om 20:05 uur, of eerder als Karin !begin schrijft."
        )
        await s.taps("Karin", opening, "✋")
        await s.says("Karin", "!begin")
        (twice,) = await s.says("Karin", "!begin")
        assert twice.error == "already-begun"


async def test_handing_over(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await opened(s, "Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!geefdoor")
        assert asked.error == "needs-who"
        assert asked.pings == (user("Karin"),)
        (stranger,) = await s.says("Karin", "!geefdoor @niemand:localhost")
        assert stranger.error == "no-such-member"
        (oneself,) = await s.says("Karin", "!geefdoor @karin:localhost")
        assert oneself.error == "already-facilitator"
        answer, edit = await s.says("Karin", "@ahmed:localhost", reply_to=asked)
        assert answer.body == "Ahmed leidt nu het rondje. Dank je wel."
        assert answer.reply_to == s.last
        assert "Ahmed kan eerder beginnen" in edit.body
        (refused,) = await s.says("Karin", "!begin")
        assert refused.error == "not-facilitator"
        prompt(await s.says("Ahmed", "!begin"))


async def test_handing_over_by_mention(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        content = {
            "msgtype": "m.text",
            "body": "!geefdoor Ahmed",
            "m.mentions": {"user_ids": [user("Ahmed")]},
        }
        answer, _ = await s.event("Karin", "m.room.message", content)
        assert answer.body == "Ahmed leidt nu het rondje. Dank je wel."


async def test_taking_over_from_who_does_nothing_for_two_turns(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed", "Bram")
        await opened(s, "Karin", "Ahmed", "Bram")
        await s.says("Karin", "!begin")
        (present,) = await s.says("Ahmed", "!geefdoor")
        assert present.error == "facilitator-present"
        assert present.body == (
            "Karin leidt het rondje. Doet Karin een tijd niets, of is Karin weg? "
            "Dan kun je het overnemen met !geefdoor."
        )
        await s.waits(minutes=11)
        (refused,) = await s.says("Ahmed", "!volgende")
        assert refused.error == "not-facilitator"
        assert refused.body == (
            "Dat doet Karin, die het rondje leidt. Karin is er even niet. Wil je het overnemen? Schrijf !geefdoor."
        )
        answer, _ = await s.says("Ahmed", "!geefdoor")
        assert answer.body == "Ahmed leidt nu het rondje. Dank je wel."
        (already,) = await s.says("Ahmed", "!geefdoor @ahmed:localhost")
        assert already.error == "already-facilitator"
        closed(await s.says("Ahmed", "!einde"))


async def test_taking_over_from_who_left_the_room(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Els", "Karin", "Ahmed")
        await opened(s, "Karin", "Ahmed")
        await s.leaves("Karin")
        answer, _ = await s.says("Ahmed", "!handover")
        assert answer.body == "Ahmed leads the round now. Thank you."
        prompt(await s.says("Ahmed", "!begin"))


async def test_a_round_needs_a_question(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!ronde lang")
        assert asked.error == "needs-question"
        assert asked.body == "Waar gaat het rondje over? Antwoord op dit bericht met je vraag."
        (opening,) = await s.says("Karin", "Wat moet ik weten?", reply_to=asked)
        assert opening.kind == "ritual.opened"
        assert opening.reply_to == s.last
        assert opening.body.startswith("Rondje: Wat moet ik weten?\nDoe je mee?")
        assert "lange beurt" in opening.body


async def test_a_round_asked_for_in_a_direct_chat_stands_in_the_room(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        heard = await s.says("Karin", "!rondje Hoe zit je erbij?", room=chat)
        (opening,) = [one for one in heard if one.room == ROOM]
        (answer,) = [one for one in heard if one.room == chat]
        assert (opening.kind, opening.reply_to) == ("ritual.opened", None)
        assert (answer.body, answer.reply_to) == ("Het rondje is begonnen in De kring.", s.last)


async def test_a_sentence_in_a_direct_chat_may_just_begin_with_the_word(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        (asked,) = await s.says("Karin", "Ronde tafel lijkt me fijn, wat denk jij?", room=chat)
        assert (asked.room, asked.error, asked.reply_to) == (chat, "not-understood", s.last)
        assert asked.body == (
            "Zal ik hier een rondje van maken in De kring? Iedereen daar kan het lezen: "
            "tafel lijkt me fijn, wat denk jij?\n1 ja, vraag het de groep\n2 nee, toch niet"
        )
        (left,) = await s.says("Karin", "2", room=chat)
        assert (left.body, left.reply_to) == ("Goed, dan laat ik het zo.", s.last)
        assert [one for one in s.server.sent if one.room == ROOM] == []


async def test_a_bare_word_in_a_direct_chat_opens_a_round_after_a_yes(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        (asked,) = await s.says("Karin", "round all How are you?", room=chat)
        assert asked.body == (
            "Shall I make this a round in De kring? Everybody there can read it: How are you?\n"
            "1 yes, ask the group\n2 no, rather not"
        )
        heard = await s.says("Karin", "yes", room=chat)
        assert [one.kind for one in heard if one.room == ROOM] == ["ritual.opened", "ritual.turn"]
        (answer,) = [one for one in heard if one.room == chat]
        assert (answer.body, answer.reply_to) == ("The round is open in De kring.", s.last)


async def test_the_question_may_be_given_afterwards_in_a_direct_chat(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        (asked,) = await s.says("Karin", "rondje lang", room=chat)
        assert asked.error == "needs-question"
        (sure,) = await s.says("Karin", "samen sterk, maar hoe?", room=chat)
        assert (sure.room, sure.error, sure.reply_to) == (chat, "not-understood", s.last)
        assert "samen sterk, maar hoe?\n1 ja, vraag het de groep\n2 nee, toch niet" in sure.body
        assert [one for one in s.server.sent if one.room == ROOM] == []
        heard = await s.says("Karin", "ja", room=chat)
        (opening,) = [one for one in heard if one.room == ROOM]
        assert opening.body.startswith("Rondje: samen sterk, maar hoe?\n")
        assert "lange beurt" in opening.body


@pytest.mark.parametrize(
    "line",
    ["!ikdoemee", "!pas", "!later", "!klaar", "!begin", "!volgende", "!waarzijnwe", "!geefdoor", "!einde"],
)
async def test_without_a_round_every_command_says_how_to_begin_one(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (refused,) = await s.says("Karin", line)
        assert (refused.error, refused.reply_to) == ("no-ritual", s.last)
        assert refused.body == (
            "Er loopt nu geen rondje of werkvorm. "
            "Begin een rondje met !ronde en je vraag, of kies een werkvorm met !werkvormen."
        )


@pytest.mark.parametrize(
    "line", ["!join", "!pass", "!later", "!begin", "!next", "!status", "!handover", "!end"]
)
async def test_the_same_in_english(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        (refused,) = await s.says("Karin", line)
        assert refused.error == "no-ritual"
        assert refused.body == (
            "No round or ritual is going on now. "
            "Begin a round with !round and your question, or choose a ritual with !rituals."
        )


async def test_wrong_at_the_wrong_time(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await begun(s, "Karin", "Ahmed")
        expected = {"!pas": "not-in-round", "!later": "not-in-round", "!klaar": "not-in-round"}
        for line, error in expected.items():
            (refused,) = await s.says("Els", line)
            assert (refused.error, refused.body) == (
                error,
                'Je doet nog niet mee. Wil je erbij? Schrijf "ik doe mee".',
            )
        (refused,) = await s.says("Ahmed", "!klaar")
        assert refused.error == "not-your-turn"
        (refused,) = await s.says("Karin", "!klaar")
        assert refused.error == "nothing-said"
        await s.says("Karin", "Goed.")
        (refused,) = await s.says("Karin", "!pas")
        assert refused.error == "already-spoke"


async def test_asking_for_later_again_and_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        for _ in range(3):
            await s.says("Karin", "!later")
            await s.says("Ahmed", "!later")
        (refused,) = await s.says("Karin", "!later")
        assert refused.error == "later-too-often"


async def test_only_the_facilitator_adds_a_sentence_to_the_outcome(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "Goed.")
        outcome = closed(await s.says("Ahmed", "Goed."))
        assert await s.says("Ahmed", "Dank je wel Karin", reply_to=outcome) == []
        (first,) = await s.says("Karin", "Tot dinsdag & verder!", reply_to=outcome)
        assert first.body.endswith("\nKarin: Tot dinsdag & verder!")
        (second,) = await s.says("Karin", "Tot woensdag!", reply_to=outcome)
        assert second.body.endswith("\nKarin: Tot woensdag!")
        assert "dinsdag" not in second.body
        assert numbers(second) == (2, 0, 0)
