"""Dots: how many everybody has, in which words they are given, and a count that is fair whatever was typed."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copbot.polls.ballots import valid
from copbot.polls.methods.dots import METHOD, dots, plain, read
from copbot.polls.poll import Option, numbered
from copbot.polls.records import Ballot
from copbot.polls.typed import Chosen, TooMany, Unclear, Unknown

OPTIONS = numbered(
    ("soep", "pizza", "koffie en thee", "pannenkoeken", "rijst", "3 kleine hapjes", "één taart")
)


@pytest.mark.parametrize(
    ("options", "each"), [(2, 2), (3, 2), (6, 2), (7, 3), (9, 3), (10, 4), (12, 4), (13, 5), (20, 5)]
)
def test_a_third_of_the_options_but_at_least_two_and_at_most_five(options: int, each: int) -> None:
    assert dots(numbered(tuple("abcdefghijklmnopqrst"[:options]))) == each


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("1", {"1": 1}),
        ("1 1 2", {"1": 2, "2": 1}),
        ("1 1 1", {"1": 3}),
        ("2, 1, 2", {"1": 1, "2": 2}),
        ("1 en 2", {"1": 1, "2": 1}),
        ("1, 1 en 2", {"1": 2, "2": 1}),
        ("1 1 en 2", {"1": 2, "2": 1}),
        ("2x op 1", {"1": 2}),
        ("2x 1", {"1": 2}),
        ("2 x soep", {"1": 2}),
        ("2× soep", {"1": 2}),
        ("2 op 1", {"1": 2}),
        ("2 op soep en 1 op pizza", {"1": 2, "2": 1}),
        ("2x op 1, 1x op 2", {"1": 2, "2": 1}),
        ("twee op 1 en een op 2", {"1": 2, "2": 1}),
        ("twee stickers op soep", {"1": 2}),
        ("2 keer soep", {"1": 2}),
        ("drie keer op pannenkoeken", {"4": 3}),
        ("soep 2x", {"1": 2}),
        ("soep x2", {"1": 2}),
        ("soep 2x, pizza", {"1": 2, "2": 1}),
        ("soep: 2, pizza: 1", {"1": 2, "2": 1}),
        ("soep soep pizza", {"1": 2, "2": 1}),
        ("soep, soep, pizza", {"1": 2, "2": 1}),
        ("alles op 2", {"2": 3}),
        ("alle stickers op pizza", {"2": 3}),
        ("alle 3", {}),
        ("ik plak 2 op soep", {"1": 2}),
        ("koffie en thee", {"3": 1}),
        ("2x koffie en thee", {"3": 2}),
        ("2x koffie en thee, 1x soep", {"3": 2, "1": 1}),
        ("koffie en thee en soep", {}),
        ("3 kleine hapjes", {"6": 1}),
        ("2x 3 kleine hapjes", {"6": 2}),
        ("een taart", {"7": 1}),
        ("2x één taart", {"7": 2}),
        ("2 dots on soep", {"1": 2}),
        ("all my dots on 2", {"2": 3}),
        ("twice soep", {"1": 2}),
        ("soep twice", {"1": 2}),
        ("1 twice and 2 once", {}),
        ("pan pan rij", {"4": 2, "5": 1}),
        ("2x op optie 4", {"4": 2}),
        ("both on 1", {"1": 2}),
        ("1 + 1 + 2", {"1": 2, "2": 1}),
        ("1/1/2", {"1": 2, "2": 1}),
        ("0x op 2, 2x op 1", {"1": 2}),
    ],
)
def test_ways_to_give_dots(words: str, given: dict[str, int]) -> None:
    found = read(words, OPTIONS)
    if not given:
        assert isinstance(found, Unknown | Unclear), found
    else:
        assert isinstance(found, Chosen), found
        assert Counter(found.ids) == given


@pytest.mark.parametrize("words", ["1 1 1 1", "4x op 1", "2x soep en 2x pizza", "12 op 1", "soep: 99"])
def test_more_dots_than_one_has_are_too_many(words: str) -> None:
    assert read(words, OPTIONS) == TooMany()


@pytest.mark.parametrize(
    "words", ["soep 2", "1: 2", "2x vla", "0x op 1", "x", "2x", "op", "", "p", "2x p", "1 p"]
)
def test_what_may_be_meant_in_two_ways_is_no_ballot(words: str) -> None:
    assert isinstance(read(words, OPTIONS), Unknown | Unclear)


@pytest.mark.parametrize("words", ["1 1 2", "2x op soep", "alles op 2", "soep soep", "1 1 1 1", "2 op 1"])
def test_a_reply_that_is_nothing_but_dots_is_a_ballot(words: str) -> None:
    assert plain(words, OPTIONS)


@pytest.mark.parametrize(
    "words",
    [
        "pan",
        "een op de drie",
        "lekker!",
        "soep lust ik niet",
        "2 x zo veel",
        "alles mag op",
        "pizza of soep?",
    ],
)
def test_talk_is_none(words: str) -> None:
    assert not plain(words, OPTIONS)


@st.composite
def divided(draw: st.DrawFn) -> tuple[tuple[Option, ...], Counter[str], str]:
    """A poll, dots over its options, and one of the ways to write them down."""
    options = numbered(tuple(f"keuze {'abcdefghijklmnopqrst'[n]}" for n in range(draw(st.integers(2, 20)))))
    chosen = draw(st.lists(st.sampled_from(options), min_size=1, max_size=dots(options)))
    given = Counter(option.id for option in chosen)
    name = {option.id: (option.id, option.text)[draw(st.booleans())] for option in options}
    ways = [
        ", ".join(name[option.id] for option in chosen),
        " ".join(option.id for option in chosen),
        " en ".join(f"{times}x op {name[id]}" for id, times in given.items()),
        ", ".join(f"{times} op {name[id]}" for id, times in given.items()),
        " + ".join(f"{name[id]} {times}x" for id, times in given.items()),
    ]
    return options, given, draw(st.sampled_from(ways))


@given(divided())
def test_what_is_written_is_what_is_counted(case: tuple[tuple[Option, ...], Counter[str], str]) -> None:
    options, given, words = case
    found = read(words, options)
    assert isinstance(found, Chosen), words
    assert Counter(found.ids) == given, words
    assert list(found.ids) == [option.id for option in options for _ in range(given[option.id])]
    assert plain(words, options)


BALLOTS = st.lists(
    st.lists(st.sampled_from([option.id for option in OPTIONS]), min_size=1, max_size=dots(OPTIONS)),
    max_size=12,
)


@given(BALLOTS, st.randoms(use_true_random=False))
def test_every_dot_counts_once_in_whatever_order(ballots: list[list[str]], lot: object) -> None:
    cast = [Ballot("!r", 1, f"$e{n}", f"@m{n}:x", tuple(ids)) for n, ids in enumerate(ballots)]
    outcome = METHOD.count(OPTIONS, cast)
    assert sum(outcome.tally.values()) == sum(map(len, ballots))
    assert set(outcome.tally) == {option.id for option in OPTIONS}
    assert outcome.voters == len(ballots)
    most = max(outcome.tally.values())
    assert outcome.winner == (
        tuple(id for id, got in outcome.tally.items() if got == most) if ballots else ()
    )
    shuffled = list(cast)
    lot.shuffle(shuffled)  # type: ignore[attr-defined]
    assert METHOD.count(OPTIONS, shuffled) == outcome


@given(st.lists(st.sampled_from([*(option.id for option in OPTIONS), "nonsense"]), max_size=8))
def test_a_tap_gives_one_dot_each_and_no_more_than_one_has(selections: list[str]) -> None:
    counted = valid(selections, OPTIONS, METHOD.most(OPTIONS))
    assert len(counted) <= dots(OPTIONS)
    assert len(set(counted)) == len(counted)


@given(st.text(max_size=200))
def test_nothing_that_is_typed_breaks_it_or_gives_more_than_one_has(words: str) -> None:
    found = read(words, OPTIONS)
    assert not isinstance(found, Chosen) or 0 < len(found.ids) <= dots(OPTIONS)
    plain(words, OPTIONS)
