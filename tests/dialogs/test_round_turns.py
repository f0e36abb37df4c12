"""Turns: silence, later, passing, the wrong person, at the same time, taking back, editing, coming late, leaving."""

from datetime import timedelta
from pathlib import Path

import pytest

from copbot.core.facts import Posted
from tests.dialogs.rounds import alarms, begun, closed, kept_words, new, numbers, opened, prompt
from tests.dialogs.stage import ROOM, stage, user


async def test_who_is_silent_comes_last_once_and_is_then_only_counted(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await begun(s, "Karin", "Ahmed", "Els")
        ahmed, over = await s.waits(minutes=5)
        assert ahmed.body.startswith("Ahmed, jij bent aan de beurt"), "not a word about Karin"
        assert over.body == "Goed, Karin. Jij komt straks aan de beurt."
        els = prompt(await s.says("Ahmed", "Goed."))
        assert els.data["member"] == user("Els")
        karin = prompt(await s.says("Els", "Ook goed."))
        assert (karin.data["member"], karin.data["index"]) == (user("Karin"), 4)
        heard = await s.waits(minutes=5)
        outcome = closed(heard)
        (over,) = [one for one in heard if one.edited == karin.event]
        assert over.body == "Het rondje is klaar.", "not a word about who was not heard"
        assert numbers(outcome) == (2, 0, 1)
        assert outcome.body == (
            "Het rondje is klaar. Dank jullie wel. 2 mensen vertelden iets en 1 is nog niet gehoord.\n"
            "Wil je nog iets zeggen? Dat mag altijd.\n"
            "Karin, wil je er een zin bij zetten? Antwoord op dit bericht."
        )
        assert await s.waits(hours=2) == []


async def test_a_round_in_which_nobody_speaks_closes_by_itself(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        outcome = closed(await s.waits(minutes=30))
        assert numbers(outcome) == (0, 0, 2)
        assert outcome.body == (
            "Het rondje is klaar. Deze keer vertelde niemand iets.\nDat geeft niet. Een ander moment is ook goed."
        )
        assert alarms(tmp_path) == 0


async def test_a_round_that_nobody_joins_closes_when_the_window_ends(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!ronde Hoe zit je erbij?")
        (outcome,) = await s.waits(minutes=5)
        assert numbers(outcome) == (0, 0, 0)
        assert (await s.says("Karin", "!waarzijnwe"))[0].error == "no-ritual"


async def test_later_by_command_word_and_tap(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        first = await begun(s, "Karin", "Ahmed", "Els")
        ahmed, put_off = await s.taps("Karin", first, "⏳")
        assert ahmed.data["member"] == user("Ahmed")
        assert put_off.edited == first.event
        assert put_off.body == "Goed, Karin. Jij komt straks aan de beurt."
        els = prompt(await s.says("Ahmed", "straks"))
        assert els.reply_to == s.last
        assert els.data["member"] == user("Els")
        karin = prompt(await s.says("Els", "!later"))
        assert karin.reply_to == s.last
        assert karin.body.startswith("Goed, Els. Jij komt straks aan de beurt.\nKarin, jij bent aan de beurt")
        assert kept_words(tmp_path) == []
        await s.says("Karin", "Ik.")
        await s.says("Ahmed", "Ik ook.")
        (refused,) = await s.says("Els", "straks")
        assert refused.error == "last-one", "it was meant for copbot, so it is answered"
        assert refused.body == "Na jou wacht er niemand meer. Neem rustig de tijd, of sla over met !pas."
        assert numbers(closed(await s.says("Els", "En ik."))) == (3, 0, 0)


async def test_passing_ahead_and_thinking_better_of_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        turn = await begun(s, "Karin", "Ahmed", "Els")
        passed, then = await s.says("Ahmed", "!pas")
        assert then.edited == turn.event
        assert then.body.endswith("Na jou: Els.")
        assert passed.kind == "reply"
        assert passed.body.startswith("Prima, Ahmed.")
        (again,) = await s.says("Ahmed", "!pas")
        assert again.error == "already-passed"
        (hand,) = await s.says("Ahmed", "Ik doe toch mee")
        assert hand.edited is not None
        assert prompt(await s.says("Karin", "Goed.")).data["member"] == user("Els")
        assert prompt(await s.says("Els", "Goed.")).data["member"] == user("Ahmed")


async def test_taking_the_passing_tap_away_joins_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        first = await begun(s, "Karin", "Ahmed")
        await s.taps("Karin", first, "⏭")
        tap = s.last
        (hand,) = new(await s.takes_away("Karin", tap))
        assert hand.kind == "ritual.opened"
        assert prompt(await s.says("Ahmed", "Goed.")).data["member"] == user("Karin")


async def test_taps_of_others_mean_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        first = await begun(s, "Karin", "Ahmed")
        for name in ("Ahmed", "Els"):
            for emoji in ("⏭️", "⏳", "✅"):
                assert await s.taps(name, first, emoji) == []
        assert await s.taps("Karin", first, "✅") == [], "an ordinary turn ends by a message"
        assert await s.taps("Karin", first, "👍🏽") == []


async def test_what_others_say_is_left_alone_and_not_kept(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        first = await begun(s, "Karin", "Ahmed")
        for words in ("Sterkte Karin", "pas", "straks", "klaar", "ik doe mee"):
            assert await s.says("Ahmed", words) == []
        assert await s.says("Els", "Mooi gezegd!", reply_to=first) == []
        assert kept_words(tmp_path) == []


async def test_a_reply_to_somebody_else_is_no_contribution_and_a_command_neither(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        first = await begun(s, "Karin", "Ahmed")
        await s.says("Ahmed", "Sterkte")
        assert await s.says("Karin", "Dank je", reply_to=s.last) == []
        assert await s.says("Karin", "!weeralarm aan") == [], "a command of another bot"
        assert await s.says("Karin", "ingelogd", msgtype="m.notice") == []
        (where,) = await s.says("Karin", "!waarzijnwe")
        assert (
            where.body == "Rondje: Hoe zit je erbij?\nKarin is aan de beurt.\nDaarna: Ahmed. Nog 1 te gaan."
        )
        await s.says("Karin", "Moe.", reply_to=first)
        assert kept_words(tmp_path) == [(user("Karin"), "Moe.")]


async def test_two_at_the_same_time(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await begun(s, "Karin", "Ahmed", "Els")
        facts = [
            Posted(ROOM, user(name), f"$same{number}", s.time, words)
            for number, (name, words) in enumerate(
                [("Els", "te vroeg"), ("Karin", "eerste"), ("Karin", "nog iets"), ("Ahmed", "tweede")]
            )
        ]
        heard = new(await s.happens(*facts))
        assert [one.data["member"] for one in heard] == [user("Ahmed"), user("Els")]
        assert kept_words(tmp_path) == [(user("Karin"), "eerste"), (user("Ahmed"), "tweede")]


async def test_a_turn_that_is_over_is_seeded_no_more(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await begun(s, "Karin", "Ahmed", "Els")
        s.server.reactions.clear()
        said = (("Karin", "eerste"), ("Ahmed", "tweede"))
        ahmed, els = new(
            await s.happens(
                *(Posted(ROOM, user(name), f"$fast-{name}", s.time, words) for name, words in said)
            )
        )
        assert [one.data["member"] for one in (ahmed, els)] == [user("Ahmed"), user("Els")]
        assert s.server.reactions == [(els.event, "⏭️")]


async def test_a_cross_takes_the_own_contribution_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "Dit had ik niet willen zeggen")
        said = s.last
        assert await s.taps("Ahmed", said, "❌") == []
        assert len(kept_words(tmp_path)) == 1, "only one's own"
        assert new(await s.taps("Karin", said, "❌")) == []
        assert kept_words(tmp_path) == []
        karin = prompt(await s.says("Ahmed", "Goed."))
        assert karin.data["member"] == user("Karin"), "she waits again, at the end"
        assert numbers(closed(await s.says("Karin", "Liever dit."))) == (2, 0, 0)


async def test_a_cross_after_the_round_still_takes_the_words_away(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        await begun(s, "Karin")
        await s.says("Karin", "Dit had ik niet willen zeggen")
        assert await s.taps("Karin", s.last, "❌") == []
        assert kept_words(tmp_path) == []


async def test_removing_the_message_takes_it_back_too(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "Dit had ik niet willen zeggen")
        (then,) = await s.takes_away("Karin", s.last)
        assert then.body.endswith("Na jou: Karin."), "Ahmed's prompt stays true"
        assert kept_words(tmp_path) == []
        assert prompt(await s.says("Ahmed", "Goed.")).data["member"] == user("Karin")


async def test_a_moderator_who_removes_a_message_gives_no_new_turn(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Ahmed", "Karin")
        await s.says("Ahmed", "Dit hoort hier niet")
        assert await s.takes_away("Karin", s.last) == []
        assert kept_words(tmp_path) == []
        assert numbers(closed(await s.says("Karin", "Goed."))) == (2, 0, 0)


async def test_an_edit_replaces_what_is_kept_while_the_round_runs(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "Moe")
        said = s.last
        assert await s.edits("Ahmed", said, "niet van mij") == []
        assert await s.edits("Karin", said, "!einde") == []
        assert kept_words(tmp_path) == [(user("Karin"), "!einde")], "an edit is never a command"
        await s.edits("Karin", said, "Moe, maar blij")
        assert kept_words(tmp_path) == [(user("Karin"), "Moe, maar blij")]
        closed(await s.says("Ahmed", "Goed"))
        await s.edits("Karin", said, "Iets anders")
        assert (user("Karin"), "Moe, maar blij") in kept_words(tmp_path), "the round is over"


async def test_coming_late(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bram")
        opening = await opened(s, "Karin")
        await s.says("Karin", "!begin")
        (hand,) = new(await s.taps("Ahmed", opening, "✋🏾"))
        assert hand.body.endswith("\n2 mensen doen mee: Karin en Ahmed.")
        answer, hand = await s.says("Els", "!ikdoemee")
        assert answer.body == "Fijn, Els, je doet mee. Je komt vanzelf aan de beurt."
        (twice,) = await s.says("Els", "!ikdoemee")
        assert twice.error == "already-in"
        ahmed = prompt(await s.says("Karin", "Goed."))
        assert (ahmed.data["member"], ahmed.data["of"]) == (user("Ahmed"), 3)
        (spoke,) = await s.says("Karin", "!ikdoemee")
        assert spoke.error == "already-spoke"


async def test_taking_the_hand_away(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        (opening,) = await s.says("Karin", "!ronde Hoe zit je erbij?")
        await s.taps("Karin", opening, "✋")
        await s.taps("Ahmed", opening, "✋")
        hand = s.last
        (edit,) = await s.takes_away("Ahmed", hand)
        assert edit.body.endswith("\n1 persoon doet mee: Karin.")
        await s.says("Els", "ik doe mee")
        (edit,) = await s.says("Els", "ik doe niet mee")
        assert edit.body.endswith("\n1 persoon doet mee: Karin.")


async def test_who_leaves_the_room_leaves_the_round(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await begun(s, "Karin", "Ahmed", "Els")
        heard = await s.leaves("Karin")
        assert prompt(heard).data["member"] == user("Ahmed")
        await s.leaves("Els")
        assert numbers(closed(await s.says("Ahmed", "Alleen ik."))) == (1, 0, 0)


async def test_a_late_alarm_gives_the_turn_its_full_time_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        s.time += timedelta(minutes=40)
        await s.ticking.tick()
        assert await s.settle() == [], "copbot was down: nobody's turn is taken"
        assert await s.waits(minutes=4) == []
        (ahmed,) = new(await s.waits(minutes=1))
        assert ahmed.data["member"] == user("Ahmed")


async def test_a_late_window_waits_a_minute_for_hands_in_the_post(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opening = await opened(s, "Karin")
        s.time += timedelta(minutes=40)
        await s.ticking.tick()
        (later,) = await s.settle()
        assert later.edited == opening.event
        assert "We beginnen om 20:41 uur." in later.body
        await s.taps("Ahmed", opening, "✋")
        (first, _) = await s.waits(minutes=1)
        assert (first.data["member"], first.data["of"]) == (user("Karin"), 2)


async def test_an_alarm_of_an_earlier_turn_means_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await begun(s, "Karin", "Ahmed", "Els")
        await s.waits(minutes=4)
        await s.says("Karin", "Goed.")
        assert await s.waits(minutes=4) == [], "Ahmed has his own five minutes"
        assert prompt(await s.waits(minutes=1)).data["member"] == user("Els")


@pytest.mark.parametrize("words", ["overslaan is niks voor mij", "later vertel ik meer", "klaar"])
async def test_words_that_only_begin_like_a_command_are_a_contribution(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await begun(s, "Karin", "Ahmed")
        assert prompt(await s.says("Karin", words)).data["member"] == user("Ahmed")
        assert kept_words(tmp_path) == [(user("Karin"), words)]


async def test_parents_speak_first_whoever_raised_a_hand_first(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Els", "!rol ouder")
        await s.says("Ahmed", "!rol jongere")
        first = await begun(s, "Karin", "Ahmed", "Els")
        assert first.data["member"] == user("Els")
        assert prompt(await s.says("Els", "Goed.")).data["member"] == user("Ahmed")


async def test_pressing_on_from_a_direct_chat(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        await begun(s, "Karin", "Ahmed")
        heard = await s.says("Karin", "pas", room=chat)
        in_chat = [one for one in heard if one.room == chat]
        in_room = new([one for one in heard if one.room == ROOM])
        (over,) = [one for one in heard if one.edited]
        assert over.body == "Het rondje gaat verder.", "what was said in private stays there"
        assert [one.body for one in in_chat] == [
            'Prima, Karin. Fijn dat je meeluistert. Toch iets zeggen? Schrijf "ik doe mee".'
        ]
        assert in_chat[0].reply_to == s.last
        assert [(one.data["member"], one.reply_to) for one in in_room] == [(user("Ahmed"), None)]
        assert in_room[0].body.startswith("Ahmed, jij bent aan de beurt")
        (said,) = await s.says("Karin", "Zo voel ik me vandaag", room=chat)
        assert said.error == "not-understood", "a contribution is said in the room"
        assert kept_words(tmp_path) == []
