"""Cards by lot: in private, another one on request, and the word that ends the scene in which they are played."""

from __future__ import annotations

from pathlib import Path

import pytest

from copbot.core.facts import Posted
from tests.dialogs.lots import CARDS, begin, chat_of, holds, note, run, shown, told
from tests.dialogs.stage import stage, user


@pytest.fixture(autouse=True)
def trial(monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, CARDS)


async def test_cards_come_in_private_and_the_room_hears_only_how_many(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed")
        await s.says("Karin", "!rol ouder")
        await s.says("Ahmed", "!rol school")
        heard = await begin(s, "Karin", "Els", "Ahmed")
        (room,) = shown(heard)
        assert (
            "Ik heb 3 kaarten uitgedeeld. Kijk in ons eigen gesprek. Heb je dat nog niet? Dan krijg je een uitnodiging van mij."
            in room
        )
        assert not any(name in room for name in ("head", "doctor", "mother"))
        assert told(heard, s, "Karin") == [
            "Jouw kaart in De kring: Kaart head\nJij speelt head.\nOnthoud je kaart. Hier hoef je nu niets te schrijven.\n1 liever een andere kaart\n2 liever geen kaart"
        ]
        assert holds(heard, s, "Ahmed") == "mother"
        assert len({holds(heard, s, name) for name in ("Karin", "Els", "Ahmed")}) == 3


async def test_another_card_twice_then_one_watches_in_numbers_and_words(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Els")
        await s.says("Karin", "!role parent")
        heard = await begin(s, "Karin", "Els")
        chat = chat_of(s, "Karin")
        seen = [holds(heard, s, "Karin")]
        (again,) = await s.says("Karin", "1", room=chat)
        assert (again.reply_to, again.room) == (s.last, chat)
        seen.append(holds([again], s, "Karin"))
        (last,) = await s.says("Karin", "I'd rather have another card", room=chat)
        seen.append(holds([last], s, "Karin"))
        assert len(set(seen)) == 3
        assert last.body.splitlines()[3:] == ["1 rather no card"]
        (watches,) = await s.says("Karin", "another card", room=chat)
        assert (
            watches.body
            == "There is no other card left that fits you. You belong in De kring all the same, also without a card."
        )
        assert (await note(s, "cards"))["watching"] == [user("Karin")]
        (back,) = await s.says("Karin", "a card please", room=chat)
        assert holds([back], s, "Karin") not in (*seen, None)


async def test_two_who_answer_at_once_get_two_cards(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed")
        for name in ("Karin", "Els", "Ahmed"):
            await s.says(name, "!rol ouder")
        await begin(s, "Karin", "Els", "Ahmed")
        both = [Posted(chat_of(s, name), user(name), f"${name}", s.time, "1") for name in ("Karin", "Els")]
        heard = await s.happens(*both)
        hands = (await note(s, "cards"))["hands"]
        assert len(set(hands.values())) == 3
        assert {holds(heard, s, name) for name in ("Karin", "Els")} == {
            hands[user("Karin")],
            hands[user("Els")],
        }


async def test_who_taps_twice_has_still_one_card(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        await s.says("Karin", "!rol ouder")
        await begin(s, "Karin", "Els")
        chat = chat_of(s, "Karin")
        twice = [Posted(chat, user("Karin"), f"${number}", s.time, "1") for number in (1, 2)]
        heard = await s.happens(*twice)
        kept = await note(s, "cards")
        assert holds(heard, s, "Karin") == kept["hands"][user("Karin")]
        assert len(kept["declined"][user("Karin")]) == 1, (
            "the second was not about the card that came meanwhile"
        )
        assert [one.reply_to for one in heard] == ["$1", "$2"]


async def test_no_card_is_fine_and_one_may_come_back_to_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        await begin(s, "Karin", "Els")
        (fine,) = await s.says("Els", "liever geen kaart", room=chat_of(s, "Els"))
        assert (
            fine.body
            == "Prima, dan geen kaart. Je hoort er in De kring gewoon bij. Toch een kaart? Schrijf: kaart."
        )
        assert user("Els") not in (await note(s, "cards"))["hands"]
        heard = await s.says("Els", "toch een kaart")
        assert holds(heard, s, "Els") is not None
        assert shown(heard) == [], "asked in the room, the answer is in private"


async def test_a_young_person_is_asked_first(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Noor")
        for name in ("Els", "Noor"):
            await s.says(name, "!rol jongere")
        heard = await begin(s, "Karin", "Els", "Noor")
        assert told(heard, s, "Els") == [
            "In De kring deel ik kaarten uit. Wil jij er ook een? Het hoeft niet.\n1 ja, graag een kaart\n2 nee, liever niet"
        ]
        assert list((await note(s, "cards"))["hands"]) == [user("Karin")]
        heard = await s.says("Els", "ja", room=chat_of(s, "Els"))
        assert holds(heard, s, "Els") is None, "no card of this deck is for the young"
        heard = await s.says("Noor", "nee", room=chat_of(s, "Noor"))
        assert told(heard, s, "Noor")[0].startswith("Prima, dan geen kaart.")


async def test_who_comes_late_gets_one_and_who_leaves_gives_theirs_free(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed", "Noor")
        for name in ("Karin", "Els", "Ahmed", "Noor"):
            await s.says(name, "!rol ouder")
        await begin(s, "Karin", "Els", "Ahmed")
        free = (await note(s, "cards"))["hands"][user("Els")]
        await s.leaves("Els")
        assert user("Els") not in str(await note(s, "cards"))
        heard = await s.says("Noor", "ik doe mee")
        assert holds(heard, s, "Noor") in (free, "clerk")
        hands = (await note(s, "cards"))["hands"]
        assert len(set(hands.values())) == len(hands) == 3


async def test_after_a_restart_the_cards_are_the_same(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        heard = await begin(s, "Karin", "Els")
        before, hands = holds(heard, s, "Els"), await note(s, "cards")
    async with stage(tmp_path, before=s) as again:
        assert await again.settle() == []
        (seen,) = await again.says("Els", "mijn kaart", room=chat_of(again, "Els"))
        assert holds([seen], again, "Els") == before
        assert await note(again, "cards") == hands


async def test_cards_stay_in_hand_while_the_ritual_runs_and_are_put_away_after_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        heard = await begin(s, "Karin", "Els")
        question = next(one for one in heard if one.kind == "question" and one.room == chat_of(s, "Els"))
        await s.says("Karin", "!volgende")
        (seen,) = await s.says("Els", "kaart", room=chat_of(s, "Els"))
        assert holds([seen], s, "Els") == holds(heard, s, "Els")
        await s.says("Karin", "!einde")
        (over,) = await s.says("Els", "1", reply_to=question, room=chat_of(s, "Els"))
        assert (over.error, over.body) == (
            "no-ritual",
            "De kaarten van die keer zijn weer opgeborgen. Wat er nu kan, zie je met !hulp.",
        )


async def test_who_takes_no_part_gets_no_card(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Noor")
        await begin(s, "Karin", "Els")
        assert await s.says("Noor", "kaart") == []
        (told_so,) = await s.says("Noor", "kaart", room=await s.direct("Noor"))
        assert (told_so.error, told_so.body) == (
            "not-in-round",
            "Deze kaarten zijn voor wie meedoet. Wil je meedoen? Schrijf !ikdoemee.",
        )
        assert user("Noor") not in str(await note(s, "cards"))


async def test_who_takes_part_is_not_invited_to_join(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Noor")
        await begin(s, "Karin", "Els")
        (helped,) = await s.says("Els", "!help")
        assert "meedoen" not in helped.body
        (helped,) = await s.says("Noor", "!help")
        assert "meedoen" in helped.body


async def test_of_cards_nobody_speaks_where_none_were_dealt(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        (choices,) = await s.says("Karin", "kaart", room=await s.direct("Karin"))
        assert choices.error == "not-understood"


# -- The word that ends a scene


@pytest.mark.parametrize(("who", "words"), [("Els", "pauze"), ("Noor", "Even pauze!"), ("Karin", "pause")])
async def test_a_word_ends_the_scene_at_once_whoever_says_it(tmp_path: Path, who: str, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Noor")
        await begin(s, "Karin", "Els")
        assert await s.says(who, words) == [], "before the scene it is talk"
        await s.says("Karin", "!volgende")
        heard = await s.says(who, words)
        assert shown(heard)[0] == "We stoppen. Dank je wel dat je het zegt."
        assert "Iedereen is weer zichzelf." in shown(heard)[1]
        assert not any(name in body for body in shown(heard)[:2] for name in ("Karin", "Els", "Noor"))
        assert all(one.pings == () for one in heard)


async def test_talk_with_the_word_in_it_goes_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        await begin(s, "Karin", "Els")
        await s.says("Karin", "!volgende")
        assert await s.says("Els", "we hadden pauze toen het gebeurde") == []


async def test_said_in_the_direct_chat_it_ends_the_scene_and_nobody_sees_whose_word_it_was(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        await begin(s, "Karin", "Els")
        await s.says("Karin", "!volgende")
        heard = await s.says("Els", "pauze", room=chat_of(s, "Els"))
        assert shown(heard)[0] == "We stoppen. Dank je wel dat je het zegt."
        assert [one.reply_to for one in heard if one.room == chat_of(s, "Els")] == [s.last]
        assert not any("Els" in body for body in shown(heard)[:2])


async def test_who_wants_no_messages_gets_no_card_unasked(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        await s.says("Els", "!stop")
        heard = await begin(s, "Karin", "Els")
        assert told(heard, s, "Els") == []
        assert "Geen kaart gezien? Schrijf hier: kaart." in shown(heard)[0]
        heard = await s.says("Els", "kaart")
        assert holds(heard, s, "Els") is not None


async def test_cards_of_an_encrypted_room_are_in_no_open_chat(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els", "Ahmed", encrypted=True)
        open_chat, secret_chat = await s.direct("Els"), await s.direct("Ahmed", encrypted=True)
        heard = await begin(s, "Karin", "Els", "Ahmed")
        (hint,) = (one.body for one in heard if one.room == open_chat)
        assert hint.startswith("Er is iets voor je in De kring. Die groep is versleuteld en dit gesprek niet")
        assert "speelt" not in hint
        assert holds([one for one in heard if one.room == secret_chat], s, "Ahmed") is not None
