"""The kinds of phases are found by themselves, and a malformed one is named."""

from __future__ import annotations

import pytest

from copbot.phases.kind import Kind
from copbot.phases.registry import MalformedKind, checked, forms, kinds
from copbot.rituals.form import Form
from copbot.rituals.script import Shape

TALK = Kind(Form("talk", Shape.TALKING, "people talk"))


def test_every_file_is_a_kind_by_its_name() -> None:
    found = kinds()
    assert {"say", "round", "open"} <= set(found)
    assert all(kind.name == name == forms()[name].name for name, kind in found.items())


@pytest.mark.parametrize(
    ("found", "why"),
    [
        ([TALK, Kind(Form("talk", Shape.TURNS, "people talk"))], "two kinds are called talk"),
        ([Kind(Form("Free talk", Shape.TALKING, "people talk"))], "one word in lower case"),
        ([Kind(Form("talk", Shape.TALKING, "people talk", outcomes=()))], "talk has no outcome"),
    ],
)
def test_a_malformed_kind_is_named(found: list[Kind], why: str) -> None:
    with pytest.raises(MalformedKind, match=why):
        checked(found)
