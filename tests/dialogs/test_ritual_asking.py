"""Asking for a ritual: by name, nearly by name, by situation, in words of everyday; and its topic, if it wants one."""

from pathlib import Path

import pytest

from tests.dialogs.scripted import HEAD, phase, use
from tests.dialogs.stage import stage

ASKING = HEAD.replace("least", 'ask = { nl = "Waar gaat het over?", en = "What is it about?" }\nleast')
TELL = phase("tell", "round", "Wat vind je van {topic}?", "What do you think of {topic}?")


async def test_its_topic_is_asked_for_and_the_reply_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, TELL, ASKING)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!werkvorm proef")
        assert (asked.error, asked.body) == ("needs-question", "Waar gaat het over? Antwoord op dit bericht.")
        opening, *_ = await s.says("Karin", "de koffie", reply_to=asked)
        assert opening.body.startswith("Een proef: de koffie\nOm te proberen.\n")
        assert opening.data["script"] == "trial"
        await s.says("Karin", "!einde")
        opening, *_ = await s.says("Karin", "!ritueel proef samen de thee")
        assert opening.body.startswith("Een proef: de thee\n")


async def test_a_name_that_is_nearly_right_is_asked_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        (asked,) = await s.says("Karin", "!werkvorm inchekken")
        assert asked.error == "no-such-ritual"
        assert asked.body.splitlines()[0] == "Bedoel je dit? Antwoord dan op dit bericht met een 1."
        opening, *_ = await s.says("Karin", "1", reply_to=asked)
        assert (opening.kind, opening.data["script"]) == ("ritual.opened", "check-in")


async def test_a_name_that_nothing_has(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        (unknown,) = await s.says("Karin", "!werkvorm zwemmen")
        assert unknown.error == "no-such-ritual"
        assert unknown.body == "zwemmen ken ik niet. Welke werkvormen er zijn, zie je met !werkvormen."


@pytest.mark.parametrize(
    "line", ["!werkvorm omgekeerde toets", "!werkvorm omgekeerde-toets", "!ritual Reverse-test"]
)
async def test_a_name_may_be_written_in_words(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        (asked,) = await s.says("Karin", line)
        assert (asked.error, asked.data["command"]) == ("needs-question", "ritual")


async def test_by_situation_in_numbers(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        (when,) = await s.says("Karin", "!werkvormen")
        lines = when.body.splitlines()
        assert lines[0] == "Waar zijn jullie nu? Antwoord op dit bericht met een cijfer."
        assert "2 we zitten vast" in lines
        (which,) = await s.says("Karin", "2", reply_to=when)
        first, *rest = which.body.splitlines()
        assert first == "Dit kan helpen. Kies er een: antwoord op dit bericht met een cijfer."
        assert 1 <= len(rest) <= 4
        assert all(": " in line for line in rest), "each with what it is"
        heard = await s.says("Karin", "1", reply_to=which)
        assert heard[0].data["kind"] == "ritual.opened" or heard[0].error in ("needs-question", "needs-yes")
        (again,) = await s.says("Karin", "1", reply_to=when)
        assert again.body.splitlines()[0] == first, "a menu may be used again"


@pytest.mark.parametrize(
    "said",
    [
        "we zitten vast",
        "we komen er niet uit",
        "we moeten kiezen",
        "iemand heeft raad nodig",
        "welke werkvormen zijn er?",
    ],
)
async def test_in_words_of_everyday(tmp_path: Path, said: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        assert await s.says("Karin", said) == [], "among people"
        (told,) = await s.says("Karin", f"copbot, {said}")
        assert told.body.splitlines()[0] in (
            "Waar zijn jullie nu? Antwoord op dit bericht met een cijfer.",
            "Dit kan helpen. Kies er een: antwoord op dit bericht met een cijfer.",
        )


@pytest.mark.parametrize(
    "said", ["we are stuck", "we have to choose", "somebody needs advice", "which rituals are there?"]
)
async def test_in_words_of_everyday_in_english(tmp_path: Path, said: str) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin")
        (told,) = await s.says("Karin", f"copbot, {said}")
        assert told.data["command"] == "rituals"
        assert told.body.splitlines()[0] in (
            "Where are you now? Reply to this message with a number.",
            "This may help. Choose one: reply to this message with its number.",
        )


async def test_from_a_direct_chat_the_room_is_asked_only_after_a_yes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, TELL, ASKING)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Karin")
        (asked,) = await s.says("Karin", "!werkvorm proef", room=chat)
        assert asked.error == "needs-question"
        (sure,) = await s.says("Karin", "de koffie", room=chat)
        assert sure.body.splitlines()[0] == (
            "Zal ik dit beginnen in De kring: Een proef? Iedereen daar kan het lezen: de koffie"
        )
        opening, done = await s.says("Karin", "ja", room=chat)
        assert opening.room != chat
        assert (done.room, done.body) == (chat, "Het begint nu in De kring.")


async def test_the_topic_that_is_taken_away_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, TELL, ASKING)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opening, *_ = await s.says("Karin", "!werkvorm proef de koffie")
        asked = s.last
        await s.taps("Karin", opening, "✋")
        await s.says("Karin", "!begin")
        heard = await s.takes_away("Karin", asked)
        assert [one.kind for one in heard] == ["ritual.opened", "ritual.turn"]
        assert not any("koffie" in one.body for one in heard)


async def test_help_knows_them(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        (told,) = await s.says("Karin", "!hulp werkvormen")
        assert told.body.startswith("!werkvormen helpt kiezen")
