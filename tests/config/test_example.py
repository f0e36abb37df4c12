"""The example file and the code say the same."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copbot.config import Config, parse
from copbot.config.sections import Section

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
COMMENTED_OUT = re.compile(r"^# (?=\[[\w.]+\]$|[a-z_]+ = \S)", re.MULTILINE)
BOT = ("bot", "operator")


def keys(model: type[Section], place: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Section):
            yield from keys(kind, (*place, name))
        else:
            yield (*place, name)


def leaves(data: dict[str, Any], place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, value in data.items():
        if isinstance(value, dict):
            yield from leaves(value, (*place, name))
        else:
            yield (*place, name), value


def test_the_example_loads_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "password").write_text("geheim")
    (tmp_path / "secrets" / "password").chmod(0o600)
    config = parse(EXAMPLE.read_text(), tmp_path)
    assert config.bot.data_dir == tmp_path / "data"


def test_every_key_is_in_the_example_and_every_key_of_the_example_exists() -> None:
    whole = tomllib.loads(COMMENTED_OUT.sub("", EXAMPLE.read_text()))
    assert {place for place, _ in leaves(whole)} == set(keys(Config))


def test_what_is_commented_out_shows_the_default(tmp_path: Path) -> None:
    written = dict(leaves(tomllib.loads(EXAMPLE.read_text())))
    whole = dict(leaves(tomllib.loads(COMMENTED_OUT.sub("", EXAMPLE.read_text()))))
    no_default = {
        ("homeserver", "access_token_file"),
        ("access", "bots"),
        ("http", "listen"),
        ("rituals", "folder"),
        ("bot", "distress", "nl"),
        ("bot", "distress", "en"),
    }
    for place in whole.keys() - written.keys() - no_default:
        model: type[Section] = Config
        for name in place[:-1]:
            kind = model.model_fields[name].annotation
            assert isinstance(kind, type)
            assert issubclass(kind, Section)
            model = kind
        assert (place, model.model_fields[place[-1]].default) == (place, whole[place])


def test_every_key_stands_under_a_comment_that_explains_it() -> None:
    blocks = re.split(r"\n\n", EXAMPLE.read_text())
    for block in blocks[1:]:
        explained = False
        for line in block.splitlines():
            bare = COMMENTED_OUT.sub("", line)
            if bare.startswith("#"):
                explained = True
            elif not bare.startswith("["):
                assert explained, line
