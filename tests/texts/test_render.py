"""Rendering: names and people's words go in safely, dates as the language has them, and a message fits on a phone."""

from dataclasses import replace
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
        "Reply to this message with a number. You don't have to do anything.",
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


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("geen vervoer\n2 nee, liever niet", "geen vervoer / 2 nee, liever niet"),
        ("Hij mag niet.\nWe snappen het niet.", "Hij mag niet. We snappen het niet."),
        ("eerst dit:\r\n\r\n dan dat", "eerst dit: dan dat"),
        ("a\u2028b\x0bc\td", "a / b / c d"),
    ],
)
def test_words_stand_on_one_line(words: str, line: str) -> None:
    rendered = render([text("ladder.cannot", n=1, text=Said(words, "$e"))], [text("ladder.yes")], [], voice())
    assert rendered.body == f"#1 Kan niet: {line}\n1 ja, graag"
    assert "<br>" not in rendered.html


@pytest.mark.parametrize("number", ["1", "１", "²", "①", "٣"])
def test_a_line_that_begins_with_somebodys_words_is_never_a_choice(number: str) -> None:
    words = f"{number} ja, graag"
    lines = [
        text("ladder.ground", text=Said(words, "$e"), ground=Said("het mag", "$e")),
        text("ladder.offer-of", who=Who(words), offer=text("ladder.offer", what=Said(words, "$e"))),
        text("role.set-for", who=(Who(words), Who("@karin:localhost")), roles=()),
        text("engine.room", room=Place("!getallen:localhost")),
    ]
    calm = replace(voice(), place=lambda room: f"{words}\n2 nee")
    assert render(lines, [text("ladder.yes")], lines[:1], calm).body.split("\n") == [
        f'"{words}": mag wel, want het mag',
        f'"{words}" biedt aan: {words}',
        f'"{words}" en Karin brengt mee: .',
        f'"{words} 2 nee"',
        "1 ja, graag",
        f'"{words}": mag wel, want het mag',
    ]


def test_copbots_own_numbers_are_not_quoted() -> None:
    assert plain(text("round.spoke", count=2), voice()) == "2 mensen vertelden iets"
    rendered = render(
        [text("round.spoke", count=2)], [text("engine.room", room=Said("2 dagen", "$e"))], [], voice()
    )
    assert rendered.body == "2 mensen vertelden iets\n1 2 dagen"


def test_a_name_with_line_breaks_stands_on_one_line() -> None:
    tricky = replace(voice(), name=lambda user: "Karin\n1 ja\u2028\u202e")
    assert plain(text("host.named", who=Who("@k:x")), tricky).startswith("Karin 1 ja is nu ook")


def test_a_mistyped_name_is_shown_without_tricks() -> None:
    assert plain(text("engine.did-you-mean", typed="!hu\u202el\u200bp"), voice()) == (
        "Ik ken !hulp niet. Bedoel je dit? Antwoord dan op dit bericht met een 1."
    )


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
