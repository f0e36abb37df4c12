"""Who writes a script reads what is wrong with it: each fault on its line, in words that say what to write instead."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copbot.commands import role
from copbot.rituals.reading import keys, read
from copbot.rituals.script import ROLES, Mode, ScriptPhase, Shape, Situation
from tests.rituals.faulty_scripts import CARD, FAULTS, FORMS, GOOD, changed


def told(source: str | bytes, taken: dict[str, str] | None = None) -> list[str]:
    """What the reader says of a file."""
    return [str(fault) for fault in read(source, FORMS, taken).faults]


def test_a_good_file_is_a_script() -> None:
    found = read(GOOD, FORMS)
    assert found.faults == ()
    assert found.script is not None
    assert found.script.called == {"nl": ("goed-nieuws", "nieuws"), "en": ("good-news",)}
    assert (found.script.modes, found.script.situations) == ((Mode.LIVE, Mode.DAYS), (Situation.STRENGTH,))
    assert (found.script.least, found.script.most, found.script.owned) == (2, None, False)
    assert found.script.phases[0] == ScriptPhase(
        "tell",
        "round",
        Shape.TURNS,
        {"nl": "Vertellen", "en": "Telling"},
        {"nl": "Wat lukte er bij {topic}?", "en": "What went well with {topic}?"},
        minutes_each=2,
        days=2,
    )
    assert [found.script.after(1, outcome) for outcome in ("adopted", "objections")] == [2, 0]


def test_cards_are_kept_by_deck_and_a_kinds_keys_beside_the_phase() -> None:
    source = changed(('kind = "round"', 'kind = "deal"\ncards = "roles"')) + CARD
    found = read(source.replace('kind = "consent"', 'kind = "rate"').replace("then =", "# then ="), FORMS)
    assert found.faults == ()
    assert found.script is not None
    assert [(card.name, card.to) for card in found.script.decks["roles"]] == [("official", ("parents",))]
    assert [phase.more for phase in found.script.phases] == [{"cards": "roles"}, {"highest": 5}, {}]


@pytest.mark.parametrize("what", FAULTS)
def test_every_fault_is_told_with_its_line_and_a_way_on(what: str) -> None:
    source, sentences = FAULTS[what]
    assert told(source) == sentences


def test_who_is_the_owner_may_be_chosen_on_the_way() -> None:
    chosen = ('kind = "round"\nminutes_each = 2', 'kind = "ballot"\nowner = true\nminutes = 2')
    source = changed(
        chosen, ("days = 0.5", 'days = 0.5\nwho = "others"'), ("Thank you.", "Thank you, {owner}.")
    )
    assert told(source) == []


def test_roles_are_those_that_members_can_say_to_bring() -> None:
    assert ROLES == role.ROLES


def test_names_of_others_are_taken() -> None:
    taken = {"good-news": "the script good-news has it", "nieuws": "it is a command"}
    assert told(GOOD, taken) == [
        'line 3: the name "good-news" is taken: the script good-news has it; take another',
        'line 4: the name "nieuws" is taken: it is a command; take another',
        'line 5: the name "good-news" is taken: the script good-news has it; take another',
    ]


def test_an_empty_file_is_told_all_that_belongs_in_it() -> None:
    missing = [sentence.partition(" is missing")[0] for sentence in told("") if "is missing" in sentence]
    assert missing == [f"line 1: {name}" for name in ("format", "name", "title", "about", "called")]


def test_line_ends_and_marks_of_windows_are_read() -> None:
    old = GOOD.replace("\n", "\r").encode()
    assert read(old, FORMS).script == read(GOOD, FORMS).script
    windows = ("\ufeff" + GOOD.replace("\n", "\r\n")).encode()
    assert read(windows, FORMS) == read(GOOD, FORMS)


PIECES = [
    *re.findall(r"\w+|\s+|[^\w\s]", GOOD),
    *[
        "[",
        "]",
        "{",
        "}",
        "'''",
        '"""',
        "nan",
        "inf",
        "-1",
        "\\u0000",
        "1979-01-01",
        "card",
        "then",
        "silent",
        "park",
    ],
]


@given(st.one_of(st.binary(), st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_no_text_whatsoever_crashes_the_reader(source: str | bytes) -> None:
    found = read(source, FORMS)
    assert found.script is None
    assert found.faults


@given(st.integers(0, len(PIECES)), st.integers(0, 8), st.lists(st.sampled_from(PIECES), max_size=4))
def test_no_slip_of_the_pen_crashes_the_reader(place: int, gone: int, new: list[str]) -> None:
    found = read("".join([*PIECES[:place], *new, *PIECES[place + gone :]]), FORMS)
    assert (found.script is None) == bool(found.faults)


VALUES = st.recursive(
    st.one_of(
        st.text(max_size=5),
        st.integers(-5, 5),
        st.floats(),
        st.booleans(),
        st.sampled_from(["tell", "nl", "round", "deal", "consent", "end", "next", "owner", "roles"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["nl", "en", "done", "kind", "name", "objections"]), inner, max_size=3
        ),
    ),
    max_leaves=5,
)
LINES = GOOD.splitlines()


def toml(value: Any) -> str:
    match value:
        case bool():
            return json.dumps(value)
        case str():
            return json.dumps(value).replace("\x7f", "\\u007f")
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            return "{" + ", ".join(f"{name} = {toml(inner)}" for name, inner in value.items()) + "}"
        case _:
            return repr(value)


@given(
    st.sets(st.integers(0, len(LINES) - 1), max_size=8),
    st.lists(
        st.tuples(
            st.integers(0, len(LINES)),
            st.sampled_from(
                [*keys.SCRIPT, *keys.PHASE, *keys.CARD, "park", "cards", "highest", "phase", "card"]
            ),
            VALUES,
        ),
        max_size=3,
    ),
)
def test_no_value_of_any_type_crashes_the_reader(gone: set[int], new: list[tuple[int, str, Any]]) -> None:
    written = [line for number, line in enumerate(LINES) if number not in gone or line.startswith("[[")]
    for place, name, value in new:
        written.insert(place, f"{name} = {toml(value)}")
    found = read("\n".join(written), FORMS)
    assert (found.script is None) == bool(found.faults)
