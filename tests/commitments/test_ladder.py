"""The ladder, move by move: what each changes, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

import pytest

from copbot.commitments.ladder import (
    RIGHTS,
    TABLE,
    AllKept,
    Behalf,
    Cannot,
    Checked,
    CheckedHappened,
    Close,
    ClosedHappened,
    Decline,
    Declined,
    Done,
    Goes,
    Happening,
    Helped,
    HelpedHappened,
    Illegal,
    Item,
    Kept,
    May,
    Move,
    NameObstacle,
    Obstacle,
    ObstacleNamed,
    Offered,
    OnBehalf,
    Pledge,
    PutBack,
    Refused,
    Release,
    Released,
    Reschedule,
    Rescheduled,
    Rung,
    SeeksSupport,
    SpokenFor,
    Standing,
    Status,
    Support,
    Turned,
    Unwelcome,
    Welcome,
    Welcomed,
    WelcomeTakenBack,
    Who,
    mermaid,
    open_pledge,
    opened,
    pledge_field,
    step,
)

OPENER, HELPER, OTHER, HOST = "@opener:x", "@helper:x", "@other:x", "@host:x"

MOVES: dict[type[Move], Move] = {
    Cannot: Cannot(OPENER, "toch niet", False),
    May: May(OTHER, "het lukte elders", "$may"),
    Support: Support(OTHER, "ik rijd", None, "$other"),
    Welcome: Welcome(OPENER, None),
    Unwelcome: Unwelcome(OPENER, None),
    Decline: Decline(OPENER, None),
    Done: Done(HELPER),
    Release: Release(HELPER),
    Reschedule: Reschedule(HELPER, date(2026, 12, 8)),
    OnBehalf: OnBehalf(HELPER, Behalf.SELF),
    Checked: Checked(OTHER, "de directeur"),
    NameObstacle: NameObstacle(OTHER, Obstacle.RULE),
    Helped: Helped(OPENER),
    Close: Close(HOST, True),
}
"""One allowed move of every kind, on an item where HELPER has an offer that waits."""


def play(item: Item, *moves: Move) -> tuple[Item, tuple[Happening, ...]]:
    """The item after all moves, and what the last one brought about."""
    happened: tuple[Happening, ...] = ()
    for move in moves:
        item, happened = step(item, move)
    return item, happened


CANNOT = opened(1, OPENER, " naar school ", "$open")
MAY, _ = play(CANNOT, May(OTHER, "het mag", "$may"))
OFFER = Support(HELPER, "ik bel", date(2026, 12, 1), "$help")
SUPPORT, _ = play(MAY, OFFER)
STANDING_ON = {Rung.CANNOT: play(CANNOT, OFFER)[0], Rung.MAY: MAY, Rung.SUPPORT: SUPPORT}


def refusal(item: Item, move: Move) -> str:
    """The code with which the move is refused."""
    before = repr(item)
    with pytest.raises(Illegal) as caught:
        step(item, move)
    assert before == repr(item)
    return caught.value.code


def test_a_new_item_is_heard() -> None:
    """It stands on cannot, with the opener's words and nothing else."""
    expected = Item(
        1,
        OPENER,
        "naar school",
        Rung.CANNOT,
        Status.OPEN,
        None,
        None,
        None,
        checked=False,
        decider=None,
        pledges=(),
        source="$open",
    )
    assert expected == CANNOT


def test_an_item_needs_words() -> None:
    """Nothing said is nothing heard."""
    for nothing in (" \n", "\u200b \ufeff", "\u3164"):
        with pytest.raises(Illegal, match="needs-text"):
            opened(1, OPENER, nothing, None)


# -- the table, both ways


def test_the_table_is_whole() -> None:
    """Every move has a row, a right, and an answer on every rung."""
    assert set(get_args(Move)) == set(TABLE) == set(RIGHTS) == set(MOVES)
    assert all(set(ways) == set(Rung) for ways in TABLE.values())


ROWS = [(move, rung, way) for move, ways in TABLE.items() for rung, way in ways.items()]


@pytest.mark.parametrize(
    ("move", "rung", "way"), ROWS, ids=lambda v: getattr(v, "__name__", None) or getattr(v, "value", "")
)
def test_each_row_leads_where_it_says(move: type[Move], rung: Rung, way: Goes | Refused) -> None:
    """A move that the table allows arrives, one that it refuses changes nothing."""
    item = STANDING_ON[rung]
    if isinstance(way, Refused):
        assert refusal(item, MOVES[move]) == way.code
        return
    after, happened = step(item, MOVES[move])
    assert happened
    arrived = after.rung if after.status is Status.OPEN else after.status
    alone = move in {Decline, Release}  # HELPER's was the only offer
    assert arrived == (way.alone if alone and way.alone else way.to)


@pytest.mark.parametrize("status", [Status.HELPED, Status.CLOSED])
@pytest.mark.parametrize("move", MOVES.values(), ids=lambda m: type(m).__name__)
def test_an_ended_item_never_moves(status: Status, move: Move) -> None:
    """Helped and closed are ends, on every rung and for everybody."""
    for item in STANDING_ON.values():
        assert refusal(replace(item, status=status), move) == "item-closed"


@pytest.mark.parametrize("kind", [move for move, who in RIGHTS.items() if who is not Who.ANYONE])
def test_others_are_refused(kind: type[Move]) -> None:
    """Who is neither opener nor supporter nor host cannot make the moves that are somebody's own."""
    move = replace(MOVES[kind], by="@stranger:x")
    if isinstance(move, Cannot | Close):
        move = replace(move, host=False)
    expected = "no-offer" if RIGHTS[kind] is Who.SUPPORTER else "not-yours"
    assert refusal(SUPPORT, move) == expected


@pytest.mark.parametrize("kind", [Cannot, Close])
def test_a_host_may_put_back_and_close(kind: type[Move]) -> None:
    """These two the opener can do, and a host in the opener's place."""
    for by, host in ((OPENER, False), (HOST, True)):
        move = replace(MOVES[kind], by=by)
        assert isinstance(move, Cannot | Close)
        assert step(SUPPORT, replace(move, host=host))[0] != SUPPORT


def test_being_host_opens_nothing_else() -> None:
    """What the opener alone can say, a host cannot say either."""
    for move in (Helped(HOST), Welcome(HOST, None), Decline(HOST, None)):
        assert refusal(SUPPORT, move) == "not-yours"


# -- the rungs


def test_turning_needs_a_ground() -> None:
    """Without a because there is no may."""
    assert refusal(CANNOT, May(OTHER, "  ", None)) == "needs-ground"
    assert refusal(CANNOT, May(OTHER, "\u200b\u3164", None)) == "needs-ground"


def test_turning_keeps_who_and_why() -> None:
    """The ground is to be checked, and belongs to who gave it."""
    item, happened = step(CANNOT, May(OTHER, " het lukte elders ", "$may"))
    assert (item.rung, item.ground, item.ground_by, item.checked) == (
        Rung.MAY,
        "het lukte elders",
        OTHER,
        False,
    )
    assert happened == (Turned(OTHER, "het lukte elders", "$may"),)


def test_support_waits_on_cannot_and_lifts_over_may() -> None:
    """Support for what cannot be done is welcome; the ground then takes the item to support at once."""
    item, _ = step(CANNOT, OFFER)
    assert item.rung is Rung.CANNOT
    item, happened = step(item, MOVES[May])
    assert item.rung is Rung.SUPPORT
    assert happened == (Turned(OTHER, "het lukte elders", "$may"),)


def test_putting_back_takes_the_ground_and_leaves_the_support() -> None:
    """Ground, decider and check are gone; every pledge stays as it was."""
    checked, _ = step(SUPPORT, MOVES[Checked])
    item, happened = step(checked, Cannot(OPENER, " toch niet ", False))
    assert (item.rung, item.ground, item.ground_by, item.checked, item.decider) == (
        Rung.CANNOT, None, None, False, None,
    )  # fmt: skip
    assert item.pledges == SUPPORT.pledges
    assert happened == (PutBack(OPENER, "toch niet"),)


def test_the_last_support_gone_seeks_support() -> None:
    """One of two leaving changes no rung; the last one does."""
    two, _ = step(SUPPORT, MOVES[Support])
    item, happened = step(two, Release(HELPER))
    assert (item.rung, happened) == (Rung.SUPPORT, (Released(HELPER),))
    item, happened = step(item, Decline(OPENER, OTHER))
    assert (item.rung, happened) == (Rung.MAY, (Declined((OTHER,)), SeeksSupport()))


def test_what_is_done_carries_the_rung() -> None:
    """Support that was kept is still support when others let go."""
    two, _ = play(SUPPORT, MOVES[Support], Done(HELPER))
    item, happened = step(two, Release(OTHER))
    assert (item.rung, happened) == (Rung.SUPPORT, (Released(OTHER), AllKept()))


# -- the offers


def test_an_offer_stands_at_once() -> None:
    """It needs nobody's word, and is the sender's own."""
    pledge = Pledge(1, HELPER, "ik bel", date(2026, 12, 1), Standing.OFFERED, None, "$help")
    item, happened = step(MAY, replace(OFFER, what=" ik bel "))
    assert (item.rung, item.pledges, happened) == (Rung.SUPPORT, (pledge,), (Offered(pledge, None),))


def test_an_offer_says_what() -> None:
    """An empty one is asked for."""
    assert refusal(MAY, replace(OFFER, what=" ")) == "needs-what"
    assert refusal(MAY, replace(OFFER, what="\u2060\u200d")) == "needs-what"


def test_a_naive_moment_is_the_callers_mistake() -> None:
    """A due moment without zone is no moment."""
    with pytest.raises(ValueError, match="aware"):
        step(MAY, replace(OFFER, due=datetime(2026, 12, 1, 9, tzinfo=UTC).replace(tzinfo=None)))


def test_a_new_offer_takes_the_place_of_the_open_one() -> None:
    """The old one is dropped, its number is not used again, for whom they speak is kept, a welcome is not."""
    item, _ = play(SUPPORT, OnBehalf(HELPER, Behalf.ORGANISATION), Welcome(OPENER, None))
    old = item.pledges[0]
    item, happened = step(item, Support(HELPER, "ik rijd", None, "$new"))
    new = Pledge(2, HELPER, "ik rijd", None, Standing.OFFERED, Behalf.ORGANISATION, "$new")
    assert (item.pledges, happened) == ((new,), (Offered(new, old),))


def test_after_keeping_one_may_offer_again() -> None:
    """What was done stays and is told beside the new offer."""
    item, _ = play(SUPPORT, Done(HELPER), Support(HELPER, "nog eens", None, None))
    assert [(p.number, p.standing) for p in item.pledges] == [(1, Standing.DONE), (2, Standing.OFFERED)]
    item, happened = step(item, Done(HELPER))
    assert [p.standing for p in item.pledges] == [Standing.DONE, Standing.DONE]
    assert happened == (Kept(HELPER), AllKept())


def test_welcoming_one_or_all() -> None:
    """By name only that one; without a name every offer that has had no word yet."""
    two, _ = step(SUPPORT, MOVES[Support])
    item, happened = step(two, Welcome(OPENER, OTHER))
    assert happened == (Welcomed((OTHER,)),)
    assert [p.standing for p in item.pledges] == [Standing.OFFERED, Standing.WELCOME]
    item, happened = step(item, Welcome(OPENER, None))
    assert happened == (Welcomed((HELPER,)),)
    assert refusal(item, Welcome(OPENER, None)) == "no-offer"
    assert refusal(item, Welcome(OPENER, "@stranger:x")) == "no-offer"


def test_a_welcome_can_be_taken_back() -> None:
    """Then the offer waits for a word again, as long as it was not kept; it never hurts to say so twice."""
    two, _ = play(SUPPORT, MOVES[Support], Welcome(OPENER, None))
    item, happened = step(two, Unwelcome(OPENER, OTHER))
    assert happened == (WelcomeTakenBack((OTHER,)),)
    assert [p.standing for p in item.pledges] == [Standing.WELCOME, Standing.OFFERED]
    assert play(item, Unwelcome(OPENER, OTHER))[0] == item
    kept, _ = play(two, Done(HELPER), Done(OTHER))
    assert refusal(kept, Unwelcome(OPENER, None)) == "no-offer"


def test_nobody_welcomes_their_own() -> None:
    """The opener's own offer stands, but is passed over, and refused where it is the one that is meant."""
    own, _ = step(MAY, Support(OPENER, "ik zelf", None, None))
    for move in (
        Welcome(OPENER, None),
        Welcome(OPENER, OPENER),
        Decline(OPENER, None),
        Decline(OPENER, OPENER),
    ):
        assert refusal(own, move) == "own-offer"
    item, happened = play(own, OFFER, Welcome(OPENER, None))
    assert [p.standing for p in item.pledges] == [Standing.OFFERED, Standing.WELCOME]
    assert happened == (Welcomed((HELPER,)),)


@pytest.mark.parametrize("before", [(), (Welcome(OPENER, None),)])
def test_an_offer_ends_from_offered_or_welcome(before: tuple[Move, ...]) -> None:
    """Done, released or declined: each once, and only by who may."""
    item, _ = play(SUPPORT, *before)
    ends: tuple[tuple[Move, Standing], ...] = (
        (Done(HELPER), Standing.DONE),
        (Release(HELPER), Standing.RELEASED),
        (Decline(OPENER, HELPER), Standing.DECLINED),
    )
    for move, standing in ends:
        after, _ = step(item, move)
        assert [p.standing for p in after.pledges] == [standing]
        assert open_pledge(after, HELPER) is None
        for again in (Done(HELPER), Release(HELPER), Decline(OPENER, HELPER), OnBehalf(HELPER, Behalf.SELF)):
            assert refusal(after, again) == "no-offer"


def test_all_kept_asks_only_when_nothing_waits() -> None:
    """The last one done is told apart from the first."""
    two, _ = step(SUPPORT, MOVES[Support])
    item, happened = step(two, Done(HELPER))
    assert happened == (Kept(HELPER),)
    assert step(item, Done(OTHER))[1] == (Kept(OTHER), AllKept())
    assert step(item, Decline(OPENER, None))[1] == (Declined((OTHER,)), AllKept())


# -- the rest


def test_checking_names_who_decides() -> None:
    """A ground is confirmed by saying who decides on it."""
    item, happened = step(MAY, Checked(OTHER, " de directeur "))
    assert (item.checked, item.decider, happened) == (
        True,
        "de directeur",
        (CheckedHappened(OTHER, "de directeur"),),
    )
    assert refusal(MAY, Checked(OTHER, " ")) == "needs-who"


def test_the_obstacle_is_anybodys_once_and_the_openers_after() -> None:
    """Who brought it may say it better."""
    item, happened = step(CANNOT, NameObstacle(OTHER, Obstacle.MEANS))
    assert (item.obstacle, happened) == (Obstacle.MEANS, (ObstacleNamed(OTHER, Obstacle.MEANS),))
    assert refusal(item, NameObstacle(OTHER, Obstacle.FEAR)) == "not-yours"
    assert step(item, NameObstacle(OPENER, Obstacle.FEAR))[0].obstacle is Obstacle.FEAR


def test_for_whom_a_supporter_speaks() -> None:
    """Only the open offer of who says it is marked."""
    two, _ = step(SUPPORT, MOVES[Support])
    item, happened = step(two, OnBehalf(HELPER, Behalf.ORGANISATION))
    assert [p.behalf for p in item.pledges] == [Behalf.ORGANISATION, None]
    assert happened == (SpokenFor(HELPER, Behalf.ORGANISATION),)
    item, _ = play(item, Done(OTHER), Support(OTHER, "nog eens", None, None), OnBehalf(OTHER, Behalf.SELF))
    assert [p.behalf for p in item.pledges] == [Behalf.ORGANISATION, None, Behalf.SELF]


def test_the_ends_keep_the_rung() -> None:
    """Helped and closed are told beside the rung that was reached."""
    for rung, item in STANDING_ON.items():
        helped, happened = step(item, Helped(OPENER))
        assert (helped.rung, helped.status, happened) == (rung, Status.HELPED, (HelpedHappened(OPENER),))
        closed, happened = step(item, Close(HOST, True))
        assert (closed.rung, closed.status, happened) == (rung, Status.CLOSED, (ClosedHappened(HOST),))


def test_the_field_for_machines() -> None:
    """A day is an ISO date, a moment an RFC 3339 time, no date is None."""
    item, _ = play(
        SUPPORT,
        Support(OTHER, "a", datetime(2026, 12, 1, 19, 30, tzinfo=UTC), None),
        Support(HOST, "b", None, None),
        Welcome(OPENER, HOST),
    )
    assert pledge_field(item) == [
        {"member": HELPER, "due": "2026-12-01", "standing": "offered"},
        {"member": OTHER, "due": "2026-12-01T19:30:00+00:00", "standing": "offered"},
        {"member": HOST, "due": None, "standing": "welcome"},
    ]


def test_the_diagram_is_drawn_from_the_table() -> None:
    """Every way to another rung or to an end is an arrow, and there are no others."""
    assert mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> cannot",
        "    may --> cannot: Cannot",
        "    support --> cannot: Cannot",
        "    cannot --> support: May (somebody stands)",
        "    cannot --> may: May (nobody stands)",
        "    may --> support: Support",
        "    support --> may: Decline (nobody stands), Release (nobody stands)",
        "    cannot --> helped: Helped",
        "    may --> helped: Helped",
        "    support --> helped: Helped",
        "    cannot --> closed: Close",
        "    may --> closed: Close",
        "    support --> closed: Close",
        "    helped --> [*]",
        "    closed --> [*]",
    ]


def test_another_date_changes_nothing_but_the_date() -> None:
    """The offer keeps its number, its words and its welcome; a date may also go."""
    welcomed, _ = play(SUPPORT, Welcome(OPENER, None))
    for due in (date(2026, 12, 8), None):
        after, happened = step(welcomed, Reschedule(HELPER, due))
        (pledge,) = after.pledges
        assert happened == (Rescheduled(pledge),)
        assert pledge == replace(welcomed.pledges[0], due=due)
        assert after == replace(welcomed, pledges=(pledge,))


def test_a_new_moment_must_be_aware() -> None:
    """A time without its zone is nobody's time."""
    with pytest.raises(ValueError, match="aware"):
        step(SUPPORT, Reschedule(HELPER, datetime(2026, 12, 8, 9)))  # noqa: DTZ001 - that is what is refused
