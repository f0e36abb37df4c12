"""The documentation and the code say the same: commands, names, who may, error codes; and no link leads nowhere."""

import json
import re
from pathlib import Path

import pytest

from copbot.core.errors import Error
from copbot.dialogue.command import Command, Who
from copbot.dialogue.topics import topic
from copbot.engine.registry import discover
from copbot.texts.catalogue import catalogue

ROOT = Path(__file__).parents[1]
TYPED = discover().typed
ROW = re.compile(r"^\| (`!.*?) \| (.*?) \| (.*?) \| (.*?) \|$", re.MULTILINE)


def rows() -> dict[str, tuple[str, str, str]]:
    """The table of commands: by first English name, the English names, the Dutch names, and who may."""
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    return {
        match[1].split("`")[1][1:].split(" ")[0]: (match[1], match[2], match[3])
        for match in ROW.finditer(text)
    }


def families() -> dict[str, list[Command]]:
    """Commands by the name that machines read: ``!klaar`` and ``!gedaan`` are parts of ``!done``."""
    found: dict[str, list[Command]] = {}
    for command in TYPED:
        found.setdefault(command.part_of or command.name, []).append(command)
    return found


def test_every_command_is_documented_and_no_other() -> None:
    assert set(rows()) == set(families())


@pytest.mark.parametrize("name", families())
def test_a_commands_names_are_documented(name: str) -> None:
    english, dutch, who = rows()[name]
    family = families()[name]
    assert re.findall(r"`!(\w+)", dutch) == [alias for command in family for alias in command.dutch]
    main = next(command for command in family if command.name == name)
    assert re.findall(r"`!(\w+)", english) == list(main.names)
    assert who.startswith("hosts") == (main.who is Who.HOST)


@pytest.mark.parametrize("command", TYPED, ids=lambda command: command.name)
def test_every_name_has_help(command: Command) -> None:
    for name in (*command.names, *command.dutch):
        found = topic(name)
        assert found is not None, name
        assert f"help.topic-{found}" in catalogue("nl")


def test_the_schema_knows_every_error() -> None:
    schema = json.loads((ROOT / "docs" / "message.schema.json").read_text(encoding="utf-8"))
    assert schema["$defs"]["error"]["enum"] == [error.value for error in Error]


def test_every_error_is_used() -> None:
    code = "\n".join(
        file.read_text(encoding="utf-8")
        for file in (ROOT / "copbot").rglob("*.py")
        if file.name != "errors.py"
    )
    unused = [
        error for error in Error if f"Error.{error.name}" not in code and f'"{error.value}"' not in code
    ]
    assert unused == []


@pytest.mark.parametrize(
    "page", sorted((ROOT).glob("*.md")) + sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.name
)
def test_no_link_leads_nowhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []
