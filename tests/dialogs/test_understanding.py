"""Who is meant, and what: replies that come early, numbers that come late, kind words, thanks, and tricks across rooms."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from copbot.core.facts import Sent
from copbot.engine import everyday
from tests.dialogs.stage import ME, ROOM, Heard, stage

OTHER = "!anders:localhost"


async def test_an_answer_counts_before_the_sending_was_confirmed(tmp_path: Path) -> None:
    """copbot ended after the homeserver accepted its message: people answer it before copbot could mark it as sent."""
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        await s.inbox.ingest(
            s.reading.timeline(
                ROOM, [_event("$c", "@karin:localhost", {"msgtype": "m.text", "body": "!rol"})]
            ),
            "x1",
        )
        await s.engine.handle()
        (parcel,) = await s.desk.work(lambda work: work.heads(s.clock(), (), 5))
        content = {"msgtype": "m.notice", "body": "…", "nl.copbot": {"key": parcel.key, "rev": 0}}
        answer = {"msgtype": "m.text", "body": "1", "m.relates_to": {"m.in_reply_to": {"event_id": "$lost"}}}
        events = [_event("$lost", ME, content), _event("$a", "@karin:localhost", answer)]
        heard = await s.happens(*s.reading.timeline(ROOM, events))
        assert any(message.body == "Goed om te weten. Jij brengt mee: ouder." for message in heard)


def _event(id: str, sender: str, content: Mapping[str, object]) -> dict[str, object]:
    return {
        "type": "m.room.message",
        "event_id": id,
        "sender": sender,
        "origin_server_ts": 1,
        "content": content,
    }


async def test_nobody_else_can_say_that_a_message_is_copbots(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        content = {"msgtype": "m.text", "body": "x", "nl.copbot": {"key": "key-000001", "rev": 0}}
        facts = s.reading.timeline(ROOM, [_event("$forged", "@karin:localhost", content)])
        assert not any(isinstance(fact, Sent) for fact in facts)


async def test_relations_across_rooms_do_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (helped,) = await s.says("Els", "!hulp")
        await s.room("Els", "Mallory", room=OTHER)
        assert await s.says("Els", "1", reply_to=helped, room=OTHER) == []
        (asked,) = await s.says("Els", "!kanniet naar school", room=ROOM)
        assert await s.taps("Els", asked, "🔑", room=OTHER) == []


async def test_a_question_is_answered_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (asked,) = await s.says("Karin", "!kanneit naar school")
        (opened,) = await s.says("Karin", "1", reply_to=asked)
        assert opened.kind == "commitment"
        (again,) = await s.says("Karin", "1", reply_to=asked)
        assert again.error == "not-understood"
        assert again.body.startswith("Die vraag is al beantwoord")


async def test_somebody_elses_number_is_left_alone(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (helped,) = await s.says("Els", "!hulp")
        assert await s.says("Karin", "2", reply_to=helped) == []


async def test_in_a_direct_chat_only_the_next_message_is_the_answer(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        await s.says("Karin", "hulp", room=chat)
        await s.says("Karin", "privacy weg", room=chat)
        (late,) = await s.says("Karin", "2", room=chat)
        assert late.error == "not-understood"


@pytest.mark.parametrize(
    "words", ["laat maar", "Nee, dank je", "weet ik nog niet", "geen idee, sorry", "Never mind.", "ok"]
)
async def test_who_would_rather_not_is_let_go(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (asked,) = await s.says("Karin", "!kanniet")
        (let_go,) = await s.says("Karin", words, reply_to=asked)
        assert let_go.data["ok"] is True
        (listed,) = await s.says("Karin", "!steun")
        assert "#1" not in listed.body


@pytest.mark.parametrize(
    "words",
    [
        "Wat vervelend zeg!",
        "So sorry to hear that",
        "🎉",
        "Dank jullie wel allemaal ❤️",
        "ok",
        "Graag gedaan!",
        "Sterkte hoor Karin",
    ],
)
async def test_kind_words_between_people_are_left_alone(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (opened,) = await s.says("Karin", "!kanniet naar school")
        assert await s.says("Els", words, reply_to=opened) == []


async def test_what_is_not_understood_rings_no_telephone(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (opened,) = await s.says("Karin", "!kanniet naar school")
        (asked,) = await s.says("Els", "blablabla de bla", reply_to=opened)
        assert (asked.error, asked.pings, asked.content["msgtype"]) == ("not-understood", (), "m.notice")


@pytest.mark.parametrize(
    ("words", "answered"),
    [
        ("Copbot is wel handig zeg", False),
        ("copbot snapt er niks van", False),
        ("copbot: snap je dit", True),
        ("copbot, snap je dit", True),
        ("copbot hulp", True),
        ("copbot", True),
    ],
)
async def test_talk_about_it_is_no_talk_to_it(tmp_path: Path, words: str, answered: bool) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        assert bool(await s.says("Karin", words)) is answered


async def test_in_a_direct_chat_it_thanks_back_and_says_where_to_turn(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        (welcome,) = await s.says("Karin", "thank you so much!", room=chat)
        assert welcome.body == "You're welcome."
        (lost,) = await s.says("Karin", "I can't cope any more", room=chat)
        assert lost.error == "not-understood"
        assert lost.body.splitlines()[-1] == "In distress? Call your doctor, 113, or 112 in danger."


async def test_a_question_that_waits_says_its_numbers_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        await s.says("Karin", "rol", room=chat)
        (again,) = await s.says("Karin", "gewoon mezelf", room=chat)
        assert (
            again.body
            == 'Sorry, dat begrijp ik niet: ik ben een computer. Kies een cijfer van 1 tot 8 uit mijn vraag hierboven, of schrijf "hulp".\n'
            "Liever met iemand uit de groep praten? Dat mag altijd."
        )
        (told,) = await s.says("Karin", "1 denk ik", room=chat)
        assert told.body == "Goed om te weten. Jij brengt mee: ouder."


@pytest.mark.parametrize("typed", ["!rol\touder", "!rol\u00a0ouder", "!rol\nouder", "!ROL ouder"])
async def test_words_are_parted_by_any_space(tmp_path: Path, typed: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (told,) = await s.says("Karin", typed)
        assert told.body == "Goed om te weten. Jij brengt mee: ouder."


async def test_a_reply_to_ones_own_prompt_is_the_contribution(tmp_path: Path) -> None:
    for number, words in enumerate(
        ["Help me slapen", "Ik ben ouder van twee", "Cannot sleep", "Steun helpt", "May was hard"]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with stage(folder) as s:
            await s.room("Els", "Karin")
            turn = _turn(await s.says("Els", "!ronde allen Hoe is het?"))
            speaker = "Els" if turn.pings == ("@els:localhost",) else "Karin"
            (following, *_) = [
                heard for heard in await s.says(speaker, words, reply_to=turn) if heard.kind == "ritual.turn"
            ]
            assert following.pings != turn.pings


def _turn(heard: list[Heard]) -> Heard:
    return next(message for message in heard if message.kind == "ritual.turn")


async def test_who_leads_may_reply_to_a_prompt_with_one_word(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        turn = _turn(await s.says("Els", "!ronde allen Hoe is het?"))
        leader = "Els"
        if turn.pings == ("@els:localhost",):
            turn = _turn(await s.says("Els", "Goed hoor"))
        following = _turn(await s.says(leader, "volgende", reply_to=turn))
        assert following.pings != turn.pings


async def test_a_member_is_not_told_off_for_an_ok_to_the_settings(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", accepted=False)
        _, proposal = sorted(await s.says("Els", "!start"), key=lambda heard: heard.kind)
        assert await s.says("Karin", "ok", reply_to=proposal) == []


@pytest.mark.parametrize(
    "body", ["ja", "Ja!", "ja, doe maar", "Yes please", "it helped 🙏", "ja hoor dank je"]
)
def test_a_yes(body: str) -> None:
    assert everyday.yes(body)
    assert not everyday.no(body)


@pytest.mark.parametrize("body", ["nee", "Nog niet.", "no, not yet", "liever niet, sorry"])
def test_a_no(body: str) -> None:
    assert everyday.no(body)
    assert not everyday.yes(body)


@pytest.mark.parametrize("body", ["ja maar alleen als het mag", "nee want het regent", "de ja-stem"])
def test_more_than_a_yes_or_a_no(body: str) -> None:
    assert not everyday.yes(body)
    assert not everyday.no(body)
