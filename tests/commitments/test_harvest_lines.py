"""Lines of a harvest as people write them: what may be done and why, what is stuck, who helps with what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copbot.commitments.harvest import (
    Offered,
    Turned,
    asks,
    lines,
    nothing,
    offered,
    offering,
    says_may,
    stuck,
    turned,
)


@pytest.mark.parametrize(
    ("line", "text", "ground"),
    [
        ("halve dagen, mag wel, want artikel 11 onder d", "halve dagen", "artikel 11 onder d"),
        ("Halve dagen mag wel want niemand verbiedt het.", "Halve dagen", "niemand verbiedt het."),
        ("Halve dagen: mag wel, want het lukte elders", "Halve dagen", "het lukte elders"),
        ("halve dagen, dat mag wel, want het kan", "halve dagen", "het kan"),
        ("Hij mag wel halve dagen komen, want dat werkt", "Hij mag wel halve dagen komen", "dat werkt"),
        ("halve dagen mogen gewoon wel, want het lukte elders", "halve dagen", "het lukte elders"),
        ("halve dagen kan best wel, want het lukte elders", "halve dagen", "het lukte elders"),
        ("halve dagen, want het lukte elders", "halve dagen", "het lukte elders"),
        ("halve dagen mag wel, omdat niemand het verbiedt", "halve dagen", "omdat niemand het verbiedt"),
        ("halve dagen mag wel, mits de arts het goed vindt", "halve dagen", "mits de arts het goed vindt"),
        ("halve dagen mag wel: niemand verbiedt het", "halve dagen", "niemand verbiedt het"),
        ("mag wel: halve dagen, want het lukte elders", "halve dagen", "het lukte elders"),
        ("mag wel, want het lukte elders", None, "het lukte elders"),
        ("het mag wel, want het lukte elders", None, "het lukte elders"),
        ("halve dagen mag wel", "halve dagen", None),
        ("halve dagen mag wel, want …", "halve dagen", None),
        ("halve dagen mag wel, want", "halve dagen", None),
        ("halve dagen", "halve dagen", None),
        ("half days may, because nothing forbids it", "half days", "nothing forbids it"),
        ("half days, it may, because it worked elsewhere", "half days", "it worked elsewhere"),
        ("Half days may be done, because it worked elsewhere", "Half days", "it worked elsewhere"),
        ("half days is allowed, because section 19", "half days", "section 19"),
        ("half days may", "half days", None),
        ("may, because it worked", None, "it worked"),
    ],
)
def test_what_may_be_done_and_why(line: str, text: str | None, ground: str | None) -> None:
    assert turned(line) == Turned(text, ground)


@pytest.mark.parametrize(
    ("line", "ground"),
    [
        ("#4 mag wel, want het lukte elders", "het lukte elders"),
        ("#4: mag wel want het lukte elders", "het lukte elders"),
        ("bij #4 mag wel, want het lukte elders", "het lukte elders"),
        ("#4 want het lukte elders", "het lukte elders"),
        ("#4 may, because it worked", "it worked"),
        ("#4", None),
    ],
)
def test_on_an_item_that_is_there(line: str, ground: str | None) -> None:
    assert turned(line) == Turned(None, ground, 4)


@pytest.mark.parametrize(
    "line", ["halve dagen mag wel", "mag wel, want het kan", "half days may", "rust, want dat helpt"]
)
def test_what_says_that_it_may(line: str) -> None:
    assert says_may(line)


@pytest.mark.parametrize(
    "line", ["mooi gezegd", "wat een goed rondje", "ik snap het", "thank you all", "half days"]
)
def test_what_does_not(line: str) -> None:
    assert not says_may(line)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("kan niet: halve dagen", "halve dagen"),
        ("Halve dagen kan niet", "Halve dagen"),
        ("halve dagen, dat mag niet", "halve dagen"),
        ("er is geen vervoer", "er is geen vervoer"),
        ("het kan niet: te weinig plek", "te weinig plek"),
        ("half days can't be done", "half days"),
        ("stuck: no transport", "no transport"),
        ("no transport", "no transport"),
        ("kan niet", "kan niet"),
    ],
)
def test_what_is_stuck(line: str, text: str) -> None:
    assert stuck(line).text == text


@pytest.mark.parametrize(
    ("line", "number", "what"),
    [
        ("ik ondersteun #4 door te rijden", 4, "rijden"),
        ("Ik ondersteun jou bij #4 door mee te gaan", 4, "mee te gaan"),
        ("ik steun 4 met vervoer", 4, "vervoer"),
        ("ik help bij #4 met vervoer op dinsdag", 4, "vervoer op dinsdag"),
        ("ik help met vervoer bij #4", 4, "vervoer"),
        ("#4 ik help met vervoer", 4, "vervoer"),
        ("#4: ik ondersteun jou door te bellen", 4, "bellen"),
        ("I support #4 by driving", 4, "driving"),
        ("I'll help with transport for #4", 4, "transport"),
        ("ik ondersteun #4", 4, ""),
    ],
)
def test_an_offer_on_an_item(line: str, number: int, what: str) -> None:
    assert offered(line) == Offered(what, number)


@pytest.mark.parametrize(
    "line", ["ik help graag", "halve dagen mag wel, want het kan", "#4 mag wel, want ja", "mooi #4"]
)
def test_what_is_no_offer_on_an_item(line: str) -> None:
    assert offered(line) is None


@pytest.mark.parametrize(
    ("line", "number", "what"),
    [
        ("ik help met vervoer", None, "vervoer"),
        ("ik rij op dinsdag", None, "ik rij op dinsdag"),
        ("#4 ik rij op dinsdag", 4, "ik rij op dinsdag"),
        ("I help with driving", None, "driving"),
    ],
)
def test_where_offers_were_asked_for_all_that_is_said_is_one(
    line: str, number: int | None, what: str
) -> None:
    assert offering(line) == Offered(what, number)


@pytest.mark.parametrize(
    "line", ["nog niet", "Nog niet.", "niets", "weet ik niet", "not yet", "nothing yet", "te vroeg"]
)
def test_nothing_for_now(line: str) -> None:
    assert nothing(line)


@pytest.mark.parametrize("line", ["niet alleen halve dagen, ook rust", "niets doen mag wel, want rust helpt"])
def test_something_after_all(line: str) -> None:
    assert not nothing(line)


def test_lines_lose_their_bullets() -> None:
    assert lines("- halve dagen\n\n 2. rust \n…\n• #3 kan") == ["halve dagen", "rust", "#3 kan"]
    assert lines("1 dag per week") == ["1 dag per week"]
    assert asks("mag dat wel? ")
    assert not asks("dat mag wel")


@given(st.text(alphabet="abc #4,:. ", max_size=40), st.text(alphabet="xyz ", min_size=1, max_size=30))
def test_a_ground_is_what_stands_behind_its_conjunction(thing: str, why: str) -> None:
    found = turned(f"{thing}, mag wel, want {why}")
    assert found.ground == (why.strip() or None)


@given(st.text(max_size=300))
def test_any_line_is_read_without_a_fault(line: str) -> None:
    turned(line)
    stuck(line)
    offered(line)
    offering(line)
    says_may(line)
