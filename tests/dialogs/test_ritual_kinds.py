"""Steps in which everybody writes: with names or without, in the room or to copbot alone, and figures."""

from pathlib import Path

import pytest

from tests.dialogs.rounds import closed, kept_words, numbers
from tests.dialogs.scripted import begun, of, phase, use
from tests.dialogs.stage import stage

RATE = phase("figure", "rate", "Hoe was het?", "How was it?", minutes=3)


async def test_say_goes_on_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hello = phase(
        "hello", "say", "Welkom. Fijn dat jullie er zijn.", "Welcome. Good to have you.", minutes=0
    ).replace("days = 1\n", "")
    bye = phase("bye", "say", "Tot gauw.", "See you soon.", minutes=0).replace("days = 1\n", "")
    use(monkeypatch, hello + phase("tell", "round", "Hoe is het?", "How is it?") + bye)
    async with stage(tmp_path) as s:
        said, asked = of(await begun(s, "Karin"), "ritual.phase")
        assert said.body == "Stap 1 van 3: Hello\nWelkom. Fijn dat jullie er zijn."
        assert asked.body.startswith("Stap 2 van 3: Tell")
        heard = await s.says("Karin", "goed")
        assert of(heard, "ritual.phase")[0].body == "Stap 3 van 3: Bye\nTot gauw."
        assert numbers(closed(heard)) == (1, 0, 0)


async def test_without_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, phase("ideas", "collect", "Welk idee?", "Which idea?", 'shown = "unnamed"'))
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "thee")
        theirs = s.last
        heard = await s.says("Ahmed", "koffie")
        assert of(heard, "ritual.phase")[0].body == "Dit vertelden jullie:\n• thee\n• koffie"
        (again,) = of(await s.takes_away("Karin", theirs), "ritual.phase")
        assert again.body == "Dit vertelden jullie:\n• koffie", "no name appears by taking words away"


async def test_not_shown_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, phase("ideas", "collect", "Welk idee?", "Which idea?", 'shown = "not"'))
    async with stage(tmp_path) as s:
        await begun(s, "Karin")
        heard = await s.says("Karin", "thee")
        assert of(heard, "ritual.phase") == []
        assert numbers(closed(heard)) == (1, 0, 0)
        assert kept_words(tmp_path) == [("@karin:localhost", "thee")]


async def test_to_copbot_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ideas = phase("ideas", "collect", "Welk idee?", "Which idea?", "private = true", 'shown = "unnamed"')
    use(monkeypatch, ideas + phase("talk", "open", "Praat.", "Talk."))
    async with stage(tmp_path) as s:
        chats = {name: await s.direct(name) for name in ("Karin", "Ahmed", "Els")}
        await s.room("Karin", "Ahmed", "Els")
        opening, *_ = await s.says("Karin", "!werkvorm proef")
        for name in ("Karin", "Ahmed"):
            await s.taps(name, opening, "✋")
        heard = await s.says("Karin", "!begin")
        (step,) = of(heard, "ritual.phase")
        assert "Antwoord mij in ons eigen gesprek, tot 20:10 uur." in step.body
        asked = of(heard, "question")
        assert {one.room for one in asked} == {chats["Karin"], chats["Ahmed"]}
        assert asked[0].body == (
            'Een vraag voor jou alleen, voor De kring:\nWelk idee?\nAntwoord hier. Overslaan: "pas".'
        )
        (told,) = await s.says("Karin", "een boot", room=chats["Karin"])
        assert (told.room, told.body) == (chats["Karin"], "Gedaan. Het gesprek gaat verder in De kring.")
        late = of(await s.says("Els", "!ikdoemee"), "question")
        assert [one.room for one in late] == [chats["Els"]], "who comes late is asked as well"
        await s.says("Els", "pas", room=chats["Els"])
        heard = await s.says("Ahmed", "2 boten", room=chats["Ahmed"])
        shown, talk = of(heard, "ritual.phase")
        assert shown.body == "Dit vertelden jullie:\n• een boot\n• 2 boten"
        assert talk.data["phase"] == "talk"
        (over,) = await s.says("Karin", "nog een", room=chats["Karin"], reply_to=asked[0])
        assert over.error == "round-closed"
        assert over.body.startswith("Die stap is al voorbij. Dat geeft niet.")


async def test_words_to_copbot_alone_can_be_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, phase("ideas", "collect", "Welk idee?", "Which idea?", "private = true"))
    async with stage(tmp_path) as s:
        chat = await s.direct("Karin")
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "liever niet", room=chat)
        await s.takes_away("Karin", s.last, room=chat)
        assert kept_words(tmp_path) == []
        (where,) = await s.says("Ahmed", "!waarzijnwe")
        assert where.body.endswith("Klaar: 0 van 2."), "the step waits for them again"


async def test_figures_have_a_spread_and_no_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, RATE)
    async with stage(tmp_path) as s:
        (step,) = of(await begun(s, "Karin", "Ahmed", "Els"), "ritual.phase")
        assert "Geef een cijfer van 1 tot en met 5." in step.body
        (wrong,) = await s.says("Karin", "8")
        assert (wrong.error, wrong.body) == (
            "bad-value",
            'Geef één cijfer van 1 tot en met 5, zonder komma. Overslaan: "pas".',
        )
        assert await s.says("Karin", "even nadenken hoor") == [], "talk is no figure"
        await s.says("Karin", "een 4")
        await s.says("Ahmed", "vijf")
        heard = await s.says("Els", "4!")
        assert of(heard, "ritual.phase")[0].body == (
            "3 mensen gaven een cijfer. Gemiddeld: 4,3.\nZo verdeeld: een 4: 2 keer en een 5: 1 keer."
        )
        assert numbers(closed(heard)) == (3, 0, 0)
        assert [words for _, words in kept_words(tmp_path)] == ["4", "5", "4"], (
            "no more than the figure is kept"
        )


async def test_figures_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, RATE)
    async with stage(tmp_path, "en") as s:
        await begun(s, "Karin", "Ahmed", line="!ritual trial")
        await s.says("Karin", "three")
        heard = await s.says("Ahmed", "4")
        assert of(heard, "ritual.phase")[0].body == (
            "2 people gave a number. On average: 3.5.\nLike this: a 3: 1x and a 4: 1x."
        )


async def test_a_long_turn_of_a_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, phase("tell", "round", "Vertel.", "Tell.", "long = true") + RATE)
    async with stage(tmp_path) as s:
        await begun(s, "Karin")
        assert await s.says("Karin", "eerst") == []
        assert await s.says("Karin", "dan") == []
        (rate,) = of(await s.says("Karin", "klaar"), "ritual.phase")
        assert rate.data["phase"] == "figure"
