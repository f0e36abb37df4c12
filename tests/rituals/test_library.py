"""Scripts of copbot's own and of who runs it stand side by side; what is not right is left out, and stops nothing else."""

from __future__ import annotations

import pytest

from copbot.rituals.library import Library, ShippedBroken, library, names
from copbot.rituals.script import Situation
from tests.rituals.faulty_scripts import FORMS, GOOD, changed

OTHER = changed(
    ('"good-news"\ncalled', '"better"\ncalled'),
    ('"goed-nieuws", "nieuws"', '"beter"'),
    ('called.en = "good-news"', 'called.en = "better"'),
)
COMMANDS = ("poll", "nieuws")


def found(shipped: dict[str, str], own: dict[str, str]) -> Library:
    """The library of such files."""
    as_bytes = [{file: text.encode() for file, text in files.items()} for files in (shipped, own)]
    return library(as_bytes[0], as_bytes[1], FORMS, COMMANDS)


def told(library: Library) -> list[tuple[str, str]]:
    """What is said of files that are left out."""
    return [(one.file, str(fault)) for one in library.left_out for fault in one.faults]


def test_scripts_are_found_by_every_name_and_by_situation() -> None:
    both = found({"good.toml": GOOD}, {"better.toml": OTHER})
    assert both.left_out == ()
    assert [script.name for script in both.scripts] == ["good-news", "better"]
    for name in ("good-news", "Goed-Nieuws", "nieuws"):
        assert both.named(name) == both.scripts[0]
    assert both.named("beter") == both.scripts[1]
    assert both.named("best") is None
    assert both.helping(Situation.STRENGTH) == both.scripts
    assert both.helping(Situation.CONFLICT) == ()


def test_one_that_is_broken_is_left_out_and_the_others_stay() -> None:
    some = found({"good.toml": GOOD}, {"a.toml": "nonsense", "better.toml": OTHER})
    assert [script.name for script in some.scripts] == ["good-news", "better"]
    assert [file for file, _ in told(some)] == ["a.toml"]


def test_names_of_commands_and_of_other_scripts_are_taken() -> None:
    own = {"better.toml": OTHER.replace('"beter"', '"goed-nieuws", "poll"'), "z.toml": OTHER}
    again = {"y.toml": OTHER.replace('"beter"', '"anders"')}
    some = found({"good.toml": GOOD}, own | again)
    assert told(some) == [
        (
            "better.toml",
            'line 4: the name "goed-nieuws" is taken: the script good-news of copbot\'s own has it; take another',
        ),
        ("better.toml", 'line 4: the name "poll" is taken: !poll is a command; take another'),
        (
            "z.toml",
            'line 3: the name "better" is taken: the script better in the same folder has it; take another',
        ),
        (
            "z.toml",
            'line 5: the name "better" is taken: the script better in the same folder has it; take another',
        ),
    ]


def test_a_name_of_copbots_own_is_taken_unless_yours_replaces_it() -> None:
    taken = found({"good.toml": GOOD}, {"mine.toml": GOOD})
    assert told(taken)[0] == (
        "mine.toml",
        (
            'line 3: the name "good-news" is taken: the script good-news of copbot\'s own has it (replaces = true puts yours in its '
            "place); take another"
        ),
    )
    mine = changed(("helps", "replaces = true\nhelps"), ("Dank jullie wel.", "Tot ziens."))
    replaced = found({"good.toml": GOOD}, {"mine.toml": mine})
    assert (
        replaced.left_out == ()
    )  # its Dutch name is a command's too, which the one of copbot's own may have
    assert [script.phases[-1].words["nl"] for script in replaced.scripts] == ["Tot ziens."]


def test_only_what_is_there_can_be_replaced_and_only_once() -> None:
    mine = changed(("helps", "replaces = true\nhelps"))
    nothing = found({}, {"mine.toml": mine})
    assert told(nothing) == [("mine.toml", "line 9: replaces = true, but copbot has no script good-news")]
    twice = found({"good.toml": GOOD}, {"a.toml": mine, "b.toml": mine})
    assert {file for file, _ in told(twice)} == {"b.toml"}
    assert "in the same folder has it" in told(twice)[0][1]


def test_a_broken_replacement_leaves_copbots_own_in_place() -> None:
    mine = changed(("helps", "replaces = true\nhelps"), ("kind = ", "kin = "))
    some = found({"good.toml": GOOD}, {"mine.toml": mine})
    assert [script.name for script in some.scripts] == ["good-news"]
    assert names(some.scripts[0]) == {"good-news", "goed-nieuws", "nieuws"}


def test_a_broken_script_of_copbots_own_stops_the_start() -> None:
    some = found({"good.toml": GOOD, "bad.toml": "name = 3"}, {})
    with pytest.raises(ShippedBroken, match=r"bad\.toml, line 1: name must be a text"):
        some.sound()
    assert found({"good.toml": GOOD}, {}).sound().broken == ()


def test_a_script_comes_only_after_one_that_there_is() -> None:
    after = OTHER.replace("helps", 'follows = "good-new"\nhelps')
    some = found({"good.toml": GOOD}, {"better.toml": after})
    assert told(some) == [
        ("better.toml", 'line 9: follows: there is no script "good-new"; did you mean good-news?')
    ]
    assert [script.name for script in some.scripts] == ["good-news"]
    right = found({"good.toml": GOOD}, {"better.toml": after.replace("good-new", "good-news")})
    assert right.left_out == ()
    assert [one.file for one in found({"better.toml": after}, {}).broken] == ["better.toml"]
