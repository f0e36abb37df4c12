"""How much fits: every section has its turn, nothing is lost, and one that seeks somebody is always shown."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from copbot.commitments.ladder import Item, Pledge, Rung, Standing, Status
from copbot.commitments.records import Kept
from copbot.digests.fit import MOST_SOUGHT, fit, page
from copbot.digests.week import Entry, Kind

NOW = datetime(2026, 11, 30, 11, 30, tzinfo=UTC)
SECTIONS = ((Kind.HELPED, Kind.MAY), (Kind.SUPPORT, Kind.DONE), (Kind.DUE,), (Kind.NEW, Kind.BACK))


def entry(kind: Kind, number: int, words: str) -> Entry:
    offered = Pledge(number, "@a:x", words, None, Standing.OFFERED, None, None)
    pledge = offered if kind in (Kind.SUPPORT, Kind.DONE, Kind.DUE) else None
    item = Item(number, "@k:x", words, Rung.MAY, Status.OPEN, None, words, None, False, None, (), None)
    return Entry(kind, Kept("!r", item, NOW, NOW), pledge, NOW)


@st.composite
def weeks(draw: st.DrawFn) -> tuple[tuple[Entry, ...], ...]:
    words = st.text("abc ", min_size=1, max_size=90)
    return tuple(
        tuple(
            entry(draw(st.sampled_from(kinds)), 100 * place + number, draw(words))
            for number in range(draw(st.integers(0, 12)))
        )
        for place, kinds in enumerate(SECTIONS)
    )


@given(weeks(), st.integers(0, 9))
def test_nothing_is_lost_and_every_section_has_its_turn(
    told: tuple[tuple[Entry, ...], ...], sought: int
) -> None:
    everything = [one for section in told for one in section]
    shown, rest, most = fit(told, sought)
    assert sorted([*shown, *rest], key=everything.index) == everything
    assert list(shown) == [one for one in everything if one in shown], "in the order of the sections"
    assert min(sought, 1) <= most <= min(sought, MOST_SOUGHT)
    if everything:
        assert shown
    if not rest:
        return
    pages, left = 0, rest
    while left:
        now, after = page(left)
        assert now
        assert [*now, *after] == list(left)
        pages, left = pages + 1, after
    assert pages <= len(rest)


def test_one_full_section_does_not_crowd_out_the_others() -> None:
    words = "veel woorden over wat er allemaal was"
    told = (
        tuple(entry(Kind.MAY, number, words) for number in range(1, 20)),
        (entry(Kind.SUPPORT, 50, words),),
        (),
        (entry(Kind.NEW, 60, words),),
    )
    shown, _, sought = fit(told, 5)
    assert {one.kind for one in shown} == {Kind.MAY, Kind.SUPPORT, Kind.NEW}
    assert sought == 2
