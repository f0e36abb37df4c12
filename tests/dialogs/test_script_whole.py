"""Every ritual that copbot brings along, played from the first word to the last, live and over days, in both languages.

The cast (`tests.dialogs.playing`) does what people do: all join, one passes, one keeps silent until the time is up, one comes
when the second phase has begun, and who leads goes on where people talk. What copbot must have said is told here.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from copbot.rituals.script import LANGUAGES, Mode
from tests.dialogs.playing import ROLES, TOPIC, Language, Play, said_by
from tests.dialogs.playing_acts import bodies, played, rows
from tests.dialogs.rounds import kept_words, numbers
from tests.dialogs.stage import user

WAY = {
    "round": "round",
    "check-in": "arrive",
    "check-out": "take-along figure",
    "conversation-cafe": "first second talk takeaways",
    "circle-meeting": "check-in practical agenda item-1 item-2 item-3 check-out",
    "consent": "proposal clarify react consent decision",
    "socratic-decision": "look-back clarify react consent decision",
    "socratic": "theme question examples choose clarify claim grounds claims inquiry look-back",
    "reverse-test": "story effect values consequences law may decide",
    "peer-incident": "look-back cases choose questions analyses advice usable",
    "think-aloud": "question questions aloud reacts look-back",
    "six-hats": "blue white yellow black red green blue-again",
    "appreciative": "interview fours imagine design steps",
    "yes-and": "heard fact suppose may support harvest offers",
    "simulation": "situation cards scene out felt happened worked try harvest",
    "card-play": "cards story heard harvest",
    "chaotic": "word alone pairs fours all dots harvest",
    "mediation": "voluntary stories interests options agreement closing",
    "invitation": "whom why offer text second send",
    "what-helped": "stuck moved supported tell page",
}
"""The phases that this cast goes through, in their order."""
both = pytest.mark.parametrize("language", LANGUAGES)
dutch = pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.torture)])
"""The words are those of the live run, but for a few."""


WAITING = "SELECT purpose FROM alarms WHERE purpose <> 'digest' AND purpose NOT LIKE 'decision.%'"
"""Alarms, but for the weekly digest's, and those by which a decision comes back in three months."""


DAYS = [name for name in WAY if name != "think-aloud"]


@both
@pytest.mark.parametrize("name", WAY)
async def test_a_whole_run(tmp_path: Path, name: str, language: Language) -> None:
    runs_as_it_should(tmp_path, await played(tmp_path, name, language), name)


@dutch
@pytest.mark.parametrize("name", DAYS)
async def test_a_whole_run_over_days(tmp_path: Path, name: str, language: Language) -> None:
    """Nobody waits for a turn; they answer in reply, or in their own chat."""
    runs_as_it_should(tmp_path, await played(tmp_path, name, language, Mode.DAYS), name)


def runs_as_it_should(tmp_path: Path, play: Play, name: str) -> None:
    assert " ".join(play.names) == WAY[name]
    the_steps_are_counted(play)
    every_phase_says_its_words(play)
    only_who_has_a_part_is_asked(play)
    what_all_wrote_is_shown(play)
    assert play.over is not None
    heard, passed = play.spoke, play.passed - play.spoke
    counted = (len(heard), len(passed), len(play.unheard - heard - passed))
    assert numbers(play.over) == ((0, 0, 0) if play.script.unreported else counted)
    assert rows(tmp_path, WAITING) == [], "nothing of it rings when it is over"
    assert bool(kept_words(tmp_path)) is not play.script.forgets


def the_steps_are_counted(play: Play) -> None:
    """The opening tells how many steps there are, and each says which it is."""
    if len(play.script.phases) == 1:
        return
    opening = next(heard for heard in play.everything if heard.kind == "ritual.opened")
    of = len(play.script.usual)
    assert re.search(rf"\b{of} (?:stap|step)", opening.body)
    step = {"nl": "Stap {n} van {of}: ", "en": "Step {n} of {of}: "}[play.language]
    for n, place in enumerate(play.script.usual, 1):
        phase = play.script.phases[place]
        if phase.name in play.names:
            heading = step.format(n=n, of=of) + phase.title[play.language]
            assert heading in bodies(play.said(phase.name).fresh)


def every_phase_says_its_words(play: Play) -> None:
    """What the script has for a phase is said in it, in the room's language, and what it has for another language never is."""
    other: Language = "en" if play.language == "nl" else "nl"
    for phase in play.script.phases:
        if phase.name not in play.names:
            continue
        words, foreign = (filled(phase.words[it], it) for it in (play.language, other))
        bodies = "\n".join(heard.body for heard in play.said(phase.name).copbot)
        assert words in bodies, f"{phase.name} does not say: {words}"
        assert words == foreign or foreign not in bodies


def filled(words: str, language: Language) -> str:
    return words.replace("{topic}", TOPIC[language]).replace("{p}", "!")


def only_who_has_a_part_is_asked(play: Play) -> None:
    """Turns and pings go to who has a part: never to who only listens, and not to who leads without a say."""
    for phase in play.script.phases:
        if phase.name not in play.parts:
            continue
        said, part = play.said(phase.name), {user(name) for name in play.parts[phase.name]}
        if phase.kind == "round" and not play.days:
            assert set(said.turns) == part
        for heard in said.fresh:
            if heard.data.get("phase") == phase.name:
                assert set(heard.pings) <= part, f"{phase.name} calls on somebody who has no part"


def what_all_wrote_is_shown(play: Play) -> None:
    """At the end of a phase in which all wrote at once it is shown, unless the script wants it otherwise."""
    shown = "\n".join(heard.body for heard in play.everything)
    for phase in play.script.phases:
        if phase.kind != "collect" or phase.name not in play.names:
            continue
        said = {said_by(name, phase) for name in ROLES}
        lines = [
            f"{one[0]}: {one[1]}"
            for one in play.said(phase.name).log
            if isinstance(one, tuple) and one[1] in said
        ]
        found = sum(line in shown for line in lines)
        hidden = phase.more.get("shown") == "not" or (play.script.forgets and phase.name == play.names[-1])
        assert found == (0 if hidden else len(lines) - more_to_read(play, phase.name)), phase.name


def more_to_read(play: Play, phase: str) -> int:
    """How much is left for who wants to read on."""
    bodies = "\n".join(heard.body for heard in play.said(phase).fresh)
    found = re.search(r"(?:verder lezen, nog|read on,) (\d+)", bodies)
    return int(found[1]) if found else 0
