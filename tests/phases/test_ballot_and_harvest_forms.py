"""What is wrong with a vote, a harvest or something kept aside in a script is said, with what to write instead."""

import pytest

from copbot.phases.registry import forms
from copbot.rituals.library import library
from tests.dialogs.scripted import HEAD, phase

IDEAS = phase("ideas", "collect", "Wat kan?", "What could be?")
LAST = phase("last", "collect", "En nu?", "And now?")


def faults(*phases: str) -> str:
    """Everything that is wrong with a script of these phases, in one text."""
    found = library({"trial.toml": f"{HEAD}\n{''.join(phases)}".encode()}, {}, forms())
    return "\n".join(fault.sentence for one in found.broken for fault in one.faults)


def ballot(*more: str) -> str:
    return phase("choose", "ballot", "Wat?", "What?", *more)


def options(nl: str, en: str) -> str:
    return ballot(f'options = {{ nl = "{nl}", en = "{en}" }}')


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        (ballot(), "one of both"),
        (IDEAS + ballot('from = "ideas"', 'options = { nl = "a | b", en = "a | b" }'), "one of both"),
        (ballot('from = "last"') + LAST, "must be from an earlier one"),
        (options("ja", "yes"), "two to 20 options"),
        (options(" | ".join(map(str, range(21))), "a | b"), "two to 20 options"),
        (options("ja | nee", "yes | no | perhaps"), "as many options"),
        (options("ja | Ja!", "yes | no"), "stands there twice"),
        (options("ja | " + "x" * 101, "yes | no"), "100 characters"),
        (ballot('method = "rank"', 'options = { nl = "a | b", en = "a | b" }'), "method"),
        (phase("reap", "harvest", "Wat?", "What?"), "onto"),
        (phase("reap", "harvest", "Wat?", "What?", 'onto = "moon"'), "onto"),
        (
            IDEAS + phase("reap", "harvest", "Wat?", "What?", 'onto = "agenda"', 'from = "ideas"'),
            "take up what was said before",
        ),
        (phase("one", "round", "Wat?", "What?", 'park = "one"') + LAST, "does not come later"),
        (LAST + phase("one", "collect", "Wat?", "What?", 'park = "last"'), "does not come later"),
        (phase("one", "collect", "Wat?", "What?", 'park = "nowhere"') + LAST, "nowhere"),
    ],
)
def test_faults_are_told(script: str, fault: str) -> None:
    assert fault in faults(script)


@pytest.mark.parametrize(
    "script",
    [
        options("ja | nee", "yes | no"),
        IDEAS + ballot('from = "ideas"', 'method = "dots"'),
        IDEAS + ballot('from = "ideas"', "owner = true") + LAST,
        phase("reap", "harvest", "Wat?", "What?", 'onto = "text"'),
        IDEAS + phase("reap", "harvest", "Wat?", "What?", 'onto = "may"', 'from = "ideas"'),
        phase("one", "round", "Wat?", "What?", 'park = "last"') + LAST,
    ],
)
def test_what_is_right_is_taken(script: str) -> None:
    assert faults(script) == ""
