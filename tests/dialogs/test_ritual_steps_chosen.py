"""Who leads goes to a step by its name, has one once more, or leaves one out ahead of time."""

from __future__ import annotations

from pathlib import Path

import pytest

from copbot.rituals.script import LANGUAGES, Mode, ScriptPhase
from tests.dialogs.playing import ELS, KARIN, Language, Play
from tests.dialogs.playing_acts import bodies, staged
from tests.dialogs.rounds import closed
from tests.dialogs.scripted import begun, of, phase, use
from tests.dialogs.stage import Stage, stage

TELL = phase("tell", "round", "Wat zie je?", "What do you see?", minutes=6)
MORE = phase("more", "round", "Nog iets?", "Anything else?", "optional = true", "again = true")
BIT = phase("bit", "round", "Nog een beetje?", "A bit more?", "optional = true")
LAST = phase("last", "round", "Wat neem je mee?", "What do you take along?")
SHORT = {"nl": "de wite hoed", "en": "wite hat"}
"""With a letter missing."""


async def hats(s: Stage, language: str) -> None:
    await s.room("Karin", "Ahmed")
    opening, *_ = await s.says(
        "Karin", {"nl": "!werkvorm zes-hoeden Wat nu?", "en": "!ritual six-hats What now?"}[language]
    )
    for name in ("Karin", "Ahmed"):
        await s.taps(name, opening, "✋")
    await s.says("Karin", "!begin")


@pytest.mark.parametrize("mode", [Mode.LIVE, Mode.DAYS])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_hat_is_worn_again(tmp_path: Path, language: Language, mode: Mode) -> None:
    """The white one after the black one; then the group goes on with the red one. What was said first is not shown twice."""
    async with stage(tmp_path, language) as s:
        play = staged(s, "six-hats", language, mode)
        next_ = {"nl": "!volgende stap", "en": "!next step"}[language]
        words: list[str] = []

        async def once_more(play: Play, phase: ScriptPhase) -> None:
            for name in (KARIN, ELS):
                if play.days or play.turn() == name:
                    await play.contributes(name, phase)
            await play.says(KARIN, f"{next_} {SHORT[language]}")
            assert play.now.phase == "white"
            for name in play.part(play.phase()):
                words.append(f"{name} heeft nog een feit")
                if play.running(play.phase()):
                    await play.contributes(name, play.phase(), words[-1])

        play.otherwise["black"] = once_more
        await play.whole()
    assert play.names == ["blue", "white", "yellow", "black", "white", "red", "green", "blue-again"]
    (again,) = [said for said in play.phases if said.phase == "white"][1:]
    heading = {"nl": "Nog een keer: De witte hoed: feiten", "en": "Once more: The white hat: facts"}[language]
    assert heading in bodies(again.fresh)
    if mode is Mode.DAYS:
        shown = "\n".join(one.body for one in again.fresh)
        assert all(said in shown for said in words)
        assert "zei dit in white" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_hat_is_left_out_ahead_of_time(tmp_path: Path, language: Language) -> None:
    without, with_, hat, said = {
        "nl": ("!volgende zonder", "!volgende met", "gele hoed", "De gele hoed: wat is er goed aan?"),
        "en": ("!next without", "!next with", "yellow hat", "The yellow hat: what is good about it?"),
    }[language]
    async with stage(tmp_path, language) as s:
        await hats(s, language)
        (no,) = await s.says("Ahmed", f"{without} {hat}")
        assert no.error == "not-facilitator"
        (done,) = await s.says("Karin", f"{without} {hat}")
        assert (done.error, said in done.body) == (None, True)
        await s.says("Karin", f"{without} {hat}")
        (kept,) = await s.says("Karin", f"{with_} {hat}")
        assert (kept.error, said in kept.body) == (None, True)
        for name in (hat, {"nl": "zwarte hoed", "en": "black hat"}[language]):
            await s.says("Karin", f"{without} {name}")
        skip = {"nl": "!volgende stap", "en": "!next step"}[language]
        (white, *_) = of(await s.says("Karin", skip), "ritual.phase")
        assert white.data["phase"] == "white"
        assert white.body.startswith({"nl": "Stap 2 van 5:", "en": "Step 2 of 5:"}[language])
        (red, *_) = of(await s.says("Karin", skip), "ritual.phase")
        assert red.data["phase"] == "red", "yellow and black were left out"


async def test_what_cant_be_reached_says_what_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not past a step that the group needs, not back to one that comes once; a number chooses one that can be."""
    use(monkeypatch, TELL + MORE + BIT + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        (plainly,) = await s.says("Karin", "!volgende stap nergens")
        assert plainly.error == "no-such-phase"
        (bit, *_) = of(await s.says("Karin", "!volgende stap bit"), "ritual.phase")
        assert bit.data["phase"] == "bit", "more may be left out"
        (back,) = await s.says("Karin", "!volgende stap Tell")
        assert back.error == "phase-out-of-reach"
        assert (
            back.body
            == 'Naar "Tell" kunnen we nu niet.\nDit kan wel. Antwoord op dit bericht met een cijfer.\n1 More\n2 Last'
        )
        (more, *_) = of(await s.says("Karin", "1", reply_to=back), "ritual.phase")
        assert more.body.startswith("Nog een keer: More")
        (needed,) = await s.says("Karin", "!volgende zonder last")
        assert needed.error == "phase-needed"
        assert needed.body == (
            '"Last" kunnen we niet overslaan.\nEr is er nu geen. Naar de volgende stap gaan kan wel: !volgende stap.'
        )
        (last, *_) = of(await s.says("Karin", "!volgende stap"), "ritual.phase")
        assert last.data["phase"] == "last", "it goes on where the group had come to"
        (more, *_) = of(await s.says("Karin", "copbot, naar stap more", mention=True), "ritual.phase")
        assert more.data["phase"] == "more"
        assert closed(await s.says("Karin", "!volgende stap")).kind == "ritual.closed"


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "zonder rood"), ("nl", "zonder rode hoed"), ("en", "without red")]
)
async def test_a_colour_is_the_hat_of_that_colour(tmp_path: Path, language: str, words: str) -> None:
    """ "Rood" is the red hat, and not the yellow one of which "goed" is said."""
    async with stage(tmp_path, language) as s:
        await hats(s, language)
        heard = await s.says("Karin", f"!next {words}")
        assert [one.error for one in heard] == [None]
        assert "rode hoed" in heard[0].body or "red hat" in heard[0].body


async def test_what_fits_two_steps_is_asked_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await hats(s, "nl")
        await s.says("Karin", "!volgende zonder wit")
        await s.says("Karin", "!volgende zonder gele hoed")
        await s.says("Karin", "!volgende stap zwart")
        for hat in ("red", "green"):
            (next_, *_) = of(await s.says("Karin", "!volgende stap"), "ritual.phase")
            assert next_.data["phase"] == hat
        (which,) = await s.says("Karin", "!volgende stap blauwe hoed")
        assert which.error == "which-phase"
        assert which.body == (
            "Welke stap bedoel je? Antwoord op dit bericht met een cijfer.\n1 De blauwe hoed: het plan\n2 De blauwe hoed: en nu?"
        )
        (blue, *_) = of(await s.says("Karin", "2", reply_to=which), "ritual.phase")
        assert blue.data["phase"] == "blue-again"


async def test_a_round_has_one_step(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!ronde allen Wat zie je?")
        (no,) = await s.says("Karin", "!volgende stap witte hoed")
        assert (no.error, no.body) == (
            "no-such-phase",
            "Die stap ken ik niet.\nEr is hier maar één stap. Afsluiten kan met !einde.",
        )


async def test_who_kept_silent_is_not_waited_for_in_every_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once they are back, if only with a word in the room, they have their turn again."""
    use(monkeypatch, TELL + MORE + BIT)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed", "Els")
        await s.says("Karin", "De zee")
        await s.waits(minutes=2)
        await s.says("Els", "Een boom")
        more = of(await s.waits(minutes=2), "ritual.turn")
        assert [(one.data["phase"], one.data["member"]) for one in more] == [("more", "@karin:localhost")]
        await s.says("Karin", "Nee")
        assert await s.says("Ahmed", "Sorry, ik was even bij de deur") == [], "it is not his turn"
        (bit,) = of(await s.says("Els", "Ook niet"), "ritual.turn")
        assert (bit.data["phase"], bit.data["of"]) == ("bit", 3)
        turns = [
            *of(await s.says("Karin", "Nee"), "ritual.turn"),
            *of(await s.says("Ahmed", "Ja, dit"), "ritual.turn"),
        ]
        assert [one.data["member"] for one in turns] == ["@ahmed:localhost", "@els:localhost"]


async def test_nobody_waits_for_who_said_to_be_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, TELL + MORE + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "De zee")
        await s.says("Ahmed", "!evenweg tot morgen")
        (more, *_) = of(await s.waits(seconds=10), "ritual.phase")
        assert more.data["phase"] == "more"
        turns = of(await s.says("Karin", "Nee"), "ritual.turn")
        assert [(one.data["phase"], one.data["member"]) for one in turns] == [("last", "@karin:localhost")]
