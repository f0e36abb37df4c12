"""The registry finds every command, and refuses a malformed one at the start."""

from collections.abc import Sequence

import pytest

from copbot.core.wishes import Wish
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase, Touch
from copbot.engine.registry import Malformed, discover, register


def run(call: Call, line: str) -> Sequence[Wish]:
    return ()


def command(name: str, *dutch: str, **more: object) -> Command:
    return Command(names=(name,), dutch=dutch, section="room", run=run, **more)  # type: ignore[arg-type]


def test_every_command_is_found_by_all_its_names() -> None:
    registry = discover()
    assert registry.by_name["hulp"] is registry.by_name["help"]
    assert {"start", "settings", "role", "host", "privacy"} <= {command.name for command in registry.typed}


@pytest.mark.parametrize(
    ("commands", "why"),
    [
        ([command("a", "x"), command("b", "x")], "x is claimed by a and b"),
        ([command("A")], "lower case"),
        ([command("a b")], "one word"),
        ([command("a", reads=("everything",))], "everything"),
        ([command("a", phrases=(Phrase("("),))], "no pattern"),
        (
            [command("a", touches=(Touch("✋", "item"),)), command("b", touches=(Touch("✋", "item"),))],
            "claimed twice",
        ),
        ([command("a", touches=(Touch("✋", "item", undo="gone"),))], "gone"),
        ([command("a", rings={"x": run}), command("b", rings={"x": run})], "claimed twice"),
    ],
)
def test_a_malformed_command_is_refused(commands: list[Command], why: str) -> None:
    with pytest.raises(Malformed, match=why):
        register(commands)
