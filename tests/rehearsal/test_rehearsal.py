"""A rehearsal is copbot itself: who writes a script sees what their group will see."""

from __future__ import annotations

import asyncio
import io
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from copbot import logs
from copbot.cli import main
from copbot.core.records import Language
from copbot.engine.registry import Registry, discover
from copbot.rehearsal.play import EVENING, MORNING, Played, play
from copbot.ritual_verbs import read_script
from copbot.rituals.library import Library
from copbot.rituals.script import Mode, Script
from copbot.shelf import shelf

EXAMPLE = Path(__file__).parents[2] / "docs" / "rituals-example.toml"
LONGEST = 600


@cache
def registry() -> Registry:
    return discover()


@cache
def scripts() -> Library:
    return shelf(None, ())


def example() -> Script:
    found = read_script(EXAMPLE)
    assert isinstance(found, Script), found
    return found


def played(
    script: Script, language: Language = "nl", mode: Mode = Mode.LIVE, **more: Any
) -> tuple[Played, list[str]]:
    """How it went, and what stood on the screen."""
    out = io.StringIO()
    found = asyncio.run(play(script, scripts(), registry(), out, language=language, mode=mode, **more))
    return found, out.getvalue().splitlines()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_example_of_the_guide_is_played_to_its_end(language: Language) -> None:
    found, lines = played(example(), language)
    assert found.fine
    steps = [
        heard.data["phase"] for heard in found.messages if heard.kind == "ritual.phase" and not heard.edits
    ]
    assert list(dict.fromkeys(steps)) == ["welcome", "went-well", "step", "goodbye"]
    turns = [
        heard.data["member"] for heard in found.messages if heard.kind == "ritual.turn" and not heard.edits
    ]
    assert len(set(turns)) == 6
    assert max(len(heard.body) for heard in found.messages) <= LONGEST
    new = [heard for heard in found.messages if not heard.edits]
    last = {
        "nl": f"copbot stuurde {len(new)} berichten in de groep en 0 privé",
        "en": f"copbot sent {len(new)} messages in the group and 0 in private",
    }
    assert lines[-1].startswith(last[language])
    assert {"nl": "met 6 mensen", "en": "with 6 people"}[language] in lines[-3]


def test_it_goes_the_same_every_time() -> None:
    assert played(example())[1] == played(example())[1]


def test_the_screen_tells_when_who_and_what() -> None:
    _, lines = played(example())
    assert "20:00  Anna      !werkvorm kleine-stap" in lines
    assert "20:00  copbot    Een kleine stap" in lines
    assert any(re.fullmatch(r"20:\d\d  Bram      \S.*", line) for line in lines)
    assert any(line.startswith("20:00  copbot ✎  ") for line in lines), "what copbot changes is marked"
    assert lines[0].startswith("Oefening: Een kleine stap.")


def test_what_is_private_is_marked() -> None:
    apart = next(script for script in scripts().scripts if script.name == "think-aloud")
    found, lines = played(apart)
    assert found.fine
    asked = next(heard for heard in found.messages if heard.member is not None)
    place = next(number for number, line in enumerate(lines) if "copbot → Anna, privé" in line)
    assert asked.body.split("\n")[0] in lines[place + 1]
    assert any("Anna, privé" in line and "copbot" not in line for line in lines), "the answer is marked too"


def test_the_topic_is_the_one_that_is_given() -> None:
    first = next(script for script in scripts().scripts if script.name == "round")
    _, lines = played(first, topic="Wat brengt ons hier?")
    assert any("Rondje: Wat brengt ons hier?" in line for line in lines)


@pytest.mark.parametrize("script", scripts().scripts, ids=lambda script: script.name)
def test_every_script_of_copbots_own_is_played_to_its_end(script: Script) -> None:
    if Mode.LIVE not in script.modes:
        pytest.skip("not live")
    found, lines = played(script)
    assert found.fine, lines[-3:]
    assert max(len(heard.body) for heard in found.messages) <= LONGEST
    begun = next(place for place, heard in enumerate(found.messages) if heard.kind == "ritual.opened")
    assert [heard.body for heard in found.messages[begun:] if heard.data.get("ok") is False] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_example_is_played_over_days(language: Language) -> None:
    found, lines = played(example(), language, Mode.DAYS)
    assert found.fine
    assert 3 <= found.took.days <= 5
    assert not any(re.search(r": 1$", line) for line in lines), (
        "an answer to copbot's question is no contribution"
    )
    assert max(len(heard.body) for heard in found.messages) <= LONGEST
    told = [
        line
        for line in lines
        if re.match({"nl": r"(ma|di|wo|do|vr|za|zo) ", "en": r"[MTWFS][a-z]{2} "}[language], line)
    ]
    members = [line for line in told if "copbot" not in line]
    assert all(MORNING <= int(line.split()[1][:2]) < EVENING for line in members), "nobody writes at night"
    assert any({"nl": "privé", "en": "privately"}[language] in line for line in members), (
        "some answer in private"
    )


@pytest.mark.parametrize("name", ["round", "consent", "chaotic"])
def test_scripts_are_played_over_days(name: str) -> None:
    found, lines = played(
        next(script for script in scripts().scripts if script.name == name), "nl", Mode.DAYS
    )
    assert found.fine, lines[-3:]
    assert any("Besluit 1" in line for line in lines) == (name == "consent"), "everybody is heard"


def test_what_copbot_refuses_to_begin_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "copbot.rehearsal.players.Players.begins", lambda self, topic: "!werkvorm onbestaanbaar"
    )
    found, lines = played(example())
    assert found.refused
    assert not found.fine
    assert "Dit kan copbot zo niet beginnen." in lines


def test_the_command_line_plays_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logs, "configure", lambda form, level: None)
    assert main(["rituals", "rehearse", str(EXAMPLE), "--language", "en"]) == 0
    told = capsys.readouterr()
    assert "Step 4 of 4: How do you leave?" in told.out
    assert told.err == ""
