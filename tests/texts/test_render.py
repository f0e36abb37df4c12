"""Rendering: names and people's words go in safely, dates as the language has them, and a message fits on a phone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copbot.core.text import Place, Said, Text, Value, Who, from_json, sources, text, to_json, without
from copbot.texts.catalogue import UnknownText
from copbot.texts.render import LONGEST, Voice, clean, plain, render

NOW = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)


def voice(language: str = "nl") -> Voice:
    names = {"@karin:localhost": "Karin", "@evil:localhost": "<b>Evil</b>\u202e"}
    return Voice(
        language,
        ZoneInfo("Europe/Amsterdam"),
        NOW,
        lambda user: names.get(user, user),
        lambda room: "De kring",
    )


def shown(value: Value, language: str = "nl") -> str:
    return plain(text("engine.room", room=value), voice(language))


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (date(2026, 12, 4), "vrijdag 4 december", "Friday 4 December"),
        (date(2028, 12, 4), "maandag 4 december 2028", "Monday 4 December 2028"),
        (datetime(2026, 11, 24, 19, 5, tzinfo=UTC), "20:05 uur", "20:05"),
        (
            datetime(2026, 12, 4, 8, 30, tzinfo=UTC),
            "vrijdag 4 december om 09:30 uur",
            "Friday 4 December at 09:30",
        ),
        (Who("@karin:localhost"), "Karin", "Karin"),
        (Place("!x:localhost"), "De kring", "De kring"),
        (Said("zeg ik", "$e"), "zeg ik", "zeg ik"),
        (Said(None, "$e"), "(weggehaald)", "(taken away)"),
        ((text("role.parent"), text("role.care")), "ouder en zorg", "parent and care"),
        (4, "4", "4"),
        (None, "", ""),
    ],
)
def test_values_are_shown_as_the_language_has_them(value: Value, dutch: str, english: str) -> None:
    assert (shown(value), shown(value, "en")) == (dutch, english)


def test_names_and_words_cannot_bring_in_html() -> None:
    lines = [
        text("engine.room", room=Who("@evil:localhost")),
        text("engine.room", room=Said("<script>&", "$e")),
    ]
    rendered = render(lines, [], [], voice())
    assert "<b>" not in rendered.html
    assert "<script>" not in rendered.html
    assert "&lt;script&gt;&amp;" in rendered.html
    assert "\u202e" not in rendered.body


def test_choices_are_numbered_and_closed() -> None:
    rendered = render(
        [text("help.title")], [text("role.parent"), text("role.care")], [text("help.answer")], voice("en")
    )
    assert rendered.body.split("\n") == [
        "Good to have you here. What would you like to do?",
        "1 parent",
        "2 care",
        "Reply to this message with a number. Nothing is a must.",
    ]
    assert "<ol><li>parent</li><li>care</li></ol>" in rendered.html


def test_long_words_are_shortened_and_ours_are_not() -> None:
    lines = [text("settings.bad", value=Said("lang " * 400, "$e"))]
    rendered = render(lines, [], [], voice())
    assert len(rendered.body) <= LONGEST
    assert "…" in rendered.body
    assert rendered.body.endswith("Er is niets veranderd.")


def test_a_value_that_is_missing_is_named() -> None:
    with pytest.raises(UnknownText, match="typed"):
        plain(text("engine.did-you-mean"), voice())


@given(st.text(max_size=300))
def test_what_people_write_stays_what_they_wrote_without_tricks(words: str) -> None:
    kept = clean(words)
    assert not any(sign in kept for sign in "\x00\u202a\u202e\u2066\u200b\r")
    assert clean(kept) == kept


leaves = st.one_of(
    st.none(),
    st.integers(),
    st.text(),
    st.booleans(),
    st.dates(),
    st.builds(Said, st.none() | st.text(), st.none() | st.text()),
    st.builds(Who, st.text()),
    st.builds(Place, st.text()),
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner).map(tuple), st.builds(Text, st.text(), st.dictionaries(st.text(), inner, max_size=3))
    ),
    max_leaves=8,
)


@given(values)
def test_values_survive_the_outbox(value: Value) -> None:
    assert from_json(to_json(value)) == value


def test_words_of_a_removed_event_are_taken_out_everywhere() -> None:
    value = text(
        "x", a=Said("geheim", "$a"), b=(Said("blijft", "$b"), Text("y", {"c": Said("geheim", "$a")}))
    )
    assert sources(value) == {"$a", "$b"}
    left = from_json(without(to_json(value), "$a"))
    assert "geheim" not in repr(left)
    assert sources(left) == {"$b"}
