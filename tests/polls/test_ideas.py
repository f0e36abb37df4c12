"""Options out of what people wrote: a line an idea, everybody's first before anybody's second, short and without doubles."""

from hypothesis import given
from hypothesis import strategies as st

from copbot.polls.asking import LONGEST_OPTION
from copbot.polls.ideas import ideas, options, shortened


def words(said: list[tuple[str, str, str]], most: int = 20) -> list[str]:
    return [option.text for option in options(ideas(said), most).options]


def test_each_line_is_an_idea_without_its_bullet() -> None:
    said = [("@a:x", "- rust\n- vervoer\n\n", "$1"), ("@b:x", "1. een maatje", "$2")]
    assert words(said) == ["rust", "vervoer", "een maatje"]
    assert [option.id for option in options(ideas(said)).options] == ["1", "2", "3"]
    assert [option.source for option in options(ideas(said)).options] == ["$1", "$1", "$2"]


def test_a_story_may_be_one_idea() -> None:
    found = ideas([("@a:x", "Eerst dit.\nToen dat.", "$1")], whole=True)
    assert [idea.words for idea in found] == ["Eerst dit. Toen dat"]


def test_the_same_idea_stands_there_once() -> None:
    assert words([("@a:x", "Rust!", "$1"), ("@b:x", "rust", "$2"), ("@b:x", "…", "$3")]) == ["Rust!"]


def test_where_not_all_fit_everybody_has_one_in_before_anybody_has_two() -> None:
    said = [("@a:x", "\n".join(f"idee {n}" for n in range(30)), "$1"), ("@b:x", "rust", "$2")]
    found = options(ideas(said))
    assert len(found.options) == 20
    assert found.left_over == 11
    assert found.options[-1].text == "rust"


def test_long_ones_are_shortened_at_the_end_of_a_word() -> None:
    assert shortened("kort") == "kort"
    assert shortened("woord " * 40) == f"{'woord ' * 15}woord…"
    assert shortened("x" * 300) == f"{'x' * 99}…"


@given(
    st.lists(
        st.tuples(st.sampled_from(["@a:x", "@b:x", "@c:x"]), st.text(max_size=250), st.uuids().map(str)),
        max_size=30,
    )
)
def test_whatever_was_written(said: list[tuple[str, str, str]]) -> None:
    found = ideas(said)
    made = options(found)
    assert len(made.options) + made.left_over == len(found)
    assert len(made.options) <= 20
    assert all(0 < len(option.text) <= LONGEST_OPTION for option in made.options)
    heard = {idea.member for idea in found}
    sources = {option.source for option in made.options}
    assert {idea.member for idea in found if idea.source in sources} == heard
