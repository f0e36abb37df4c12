"""The scripts that copbot brings are right, all of them; a release in which one is not does not start."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from copbot import app
from copbot.config import parse
from copbot.phases.registry import forms
from copbot.rituals.library import LeftOut, Library, ShippedBroken
from copbot.rituals.reading import Fault, read
from copbot.rituals.script import Situation
from copbot.shelf import shelf, shipped

CONFIG = """\
[homeserver]
url = "http://localhost:8008"
user_id = "@copbot:localhost"
password_file = "password"
[bot]
data_dir = "data"
operator = "Stichting Voorbeeld"
contact = "privacy@voorbeeld.example"
[access]
invite_from = ["*:localhost"]
"""


@pytest.mark.parametrize("file", sorted(shipped()))
def test_every_script_of_copbots_own_is_right(file: str) -> None:
    found = read(shipped()[file], forms())
    assert [str(fault) for fault in found.faults] == []
    assert found.script is not None
    assert file == f"{found.script.name}.toml"


def test_they_are_right_beside_each_other() -> None:
    found = shelf(None, ())
    assert found.broken == ()
    assert len(found.scripts) == len(shipped())


def test_every_situation_has_a_script_that_helps() -> None:
    found = shelf(None, ())
    assert [one for one in Situation if not found.helping(one)] == []


def test_copbot_does_not_start_with_a_broken_one_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "password").write_text("geheim")
    (tmp_path / "password").chmod(0o600)
    broken = Library((), (), (LeftOut("round.toml", (Fault(3, "", "kind is missing"),)),))
    monkeypatch.setattr(app, "shelf", lambda folder, commands: broken)
    with pytest.raises(ShippedBroken, match=r"^round\.toml, line 3: kind is missing$"):
        asyncio.run(app.run(parse(CONFIG, tmp_path), lambda: None))
    assert not (tmp_path / "data").exists()
