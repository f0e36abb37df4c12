"""The machine of consent: what each move does in each phase, and what it never does."""

import itertools

import pytest

from copbot.core.errors import Error
from copbot.core.machine import Illegal
from copbot.decisions.moves import (
    Amend,
    Answer,
    Began,
    Changed,
    Counted,
    GoOn,
    Lapse,
    Mind,
    Move,
    Next,
    Remove,
    Resume,
    Speak,
    Suggest,
    TakeBack,
    Took,
    Uproot,
    Withdraw,
)
from copbot.decisions.proposal import TABLE, mermaid, step
from copbot.decisions.state import Circle, Phase, Proposal, Stance, Voice, needed, tally
from tests.decisions.circles import (
    AHMED,
    ALL,
    BOB,
    CIRCLE,
    ELS,
    KARIN,
    after,
    consents,
    happens,
    objects,
    proposal,
)

MOVES: tuple[Move, ...] = (
    Speak(ELS),
    Answer(ELS, Stance.CONSENT),
    TakeBack(ELS),
    Suggest(KARIN),
    Mind(ELS),
    GoOn(),
    Lapse(),
    Next(KARIN),
    Amend(KARIN, "samen brood eten"),
    Resume(KARIN),
    Withdraw(KARIN),
    Remove(),
    Uproot(),
)


def reached(phase: Phase) -> Proposal:
    """A proposal in a phase, as it gets there."""
    start = proposal(Phase.CONSENT)
    return {
        Phase.CLARIFY: proposal(),
        Phase.REACT: proposal(Phase.REACT),
        Phase.CONSENT: start,
        Phase.INTEGRATE: after(start, objects(ELS), Lapse()),
        Phase.UNDECIDED: after(start, Lapse()),
        Phase.ADOPTED: after(start, *consents(AHMED, ELS, BOB)),
        Phase.WITHDRAWN: after(start, Withdraw(KARIN)),
        Phase.GONE: after(start, Remove()),
    }[phase]


@pytest.mark.parametrize(
    ("phase", "move"), list(itertools.product(Phase, MOVES)), ids=lambda one: str(one)[:24]
)
def test_the_table_is_what_happens(phase: Phase, move: Move) -> None:
    state = reached(phase)
    assert state.phase is phase
    shown = repr(state)
    leads_to = TABLE[phase].get(type(move))
    if leads_to is None:
        with pytest.raises(Illegal):
            step(state, move, CIRCLE)
    else:
        now, _ = step(state, move, CIRCLE)
        assert now.phase in leads_to
    assert repr(state) == shown


def test_every_move_is_in_the_table() -> None:
    assert {kind for moves in TABLE.values() for kind in moves} == {type(move) for move in MOVES}


def test_the_picture_shows_where_objections_lead() -> None:
    assert "consent --> integrate: Answer, Lapse, Next" in mermaid()
    assert "integrate --> consent: Next, Amend" in mermaid()


# -- the rounds before


def test_a_round_ends_when_all_have_spoken_and_its_author_need_not() -> None:
    state = after(proposal(), Speak(AHMED), Speak(ELS))
    assert state.phase is Phase.CLARIFY
    state = after(state, Speak(BOB))
    assert (state.phase, state.turn, state.voices) == (Phase.REACT, 2, ())


def test_who_is_away_is_not_waited_for() -> None:
    circle = Circle(ALL, frozenset({BOB}))
    assert after(proposal(), Speak(AHMED), Speak(ELS), circle=circle).phase is Phase.REACT


def test_a_round_is_left_out_only_if_nobody_minds() -> None:
    asked = after(proposal(), Suggest(KARIN))
    assert after(asked, GoOn()).phase is Phase.REACT
    assert after(asked, Mind(ELS), GoOn()).phase is Phase.CLARIFY
    assert after(proposal(), GoOn()).phase is Phase.CLARIFY


@pytest.mark.parametrize("move", [Suggest(ELS), Amend(ELS, "iets anders")])
def test_who_does_not_lead_does_not_lead(move: Move) -> None:
    with pytest.raises(Illegal, match=Error.NOT_ALLOWED):
        step(proposal(), move, CIRCLE)


def test_a_host_leads_too() -> None:
    assert after(proposal(), Suggest(ELS, host=True)).skipping
    assert after(proposal(Phase.CONSENT), *consents(AHMED), Next(ELS, host=True)).phase is Phase.ADOPTED


# -- consent


def test_all_consent() -> None:
    state = proposal(Phase.CONSENT)
    last = after(state, *consents(AHMED, ELS))
    assert last.phase is Phase.CONSENT
    (consent,) = consents(BOB)
    (took, counted) = happens(last, consent)
    assert isinstance(took, Took)
    assert isinstance(counted, Counted)
    assert (counted.phase, counted.tally.heard, counted.tally.consents) == (Phase.ADOPTED, 4, 4)


def test_a_concern_never_blocks() -> None:
    state = after(
        proposal(Phase.CONSENT),
        *consents(AHMED, ELS),
        Answer(BOB, Stance.CONCERN, "op tijd klaar", "$c"),
    )
    assert state.phase is Phase.ADOPTED
    assert state.voice(BOB) == Voice(BOB, Stance.CONCERN, "op tijd klaar", "$c")


def test_an_objection_holds_the_proposal() -> None:
    state = after(proposal(Phase.CONSENT), *consents(AHMED, BOB), objects(ELS))
    assert state.phase is Phase.INTEGRATE
    assert state.turn == 2


def test_a_round_does_not_end_by_itself_while_an_objection_looks_for_words() -> None:
    state = after(proposal(Phase.CONSENT), *consents(AHMED, BOB), objects(ELS, None))
    assert state.phase is Phase.CONSENT
    assert after(state, objects(ELS)).phase is Phase.INTEGRATE
    assert after(state, *consents(ELS)).phase is Phase.ADOPTED
    assert after(state, Lapse()).phase is Phase.INTEGRATE


def test_saying_it_again_without_words_keeps_the_words() -> None:
    state = after(proposal(Phase.CONSENT), objects(ELS), objects(ELS, None))
    assert state.voice(ELS) == Voice(ELS, Stance.OBJECTION, "het wordt te laat", "$objection")


def test_only_who_objected_takes_it_back() -> None:
    state = after(proposal(Phase.CONSENT), *consents(AHMED, BOB), objects(ELS))
    assert after(state, *consents(AHMED, BOB, KARIN)).phase is Phase.INTEGRATE
    assert after(state, *consents(ELS)).phase is Phase.ADOPTED


def test_who_leaves_the_room_holds_nothing_up() -> None:
    state = after(proposal(Phase.CONSENT), *consents(AHMED), objects(ELS))
    assert after(state, Lapse(), circle=Circle(ALL - {ELS})).phase is Phase.ADOPTED


def test_taking_back_what_was_said_is_not_being_heard() -> None:
    state = after(proposal(Phase.CONSENT), *consents(AHMED, ELS), TakeBack(ELS), *consents(BOB))
    assert state.phase is Phase.CONSENT


def test_too_early() -> None:
    with pytest.raises(Illegal, match=Error.TOO_EARLY):
        step(proposal(), Answer(ELS, Stance.CONSENT), CIRCLE)


# -- enough


def test_nobody_answers() -> None:
    (counted,) = happens(proposal(Phase.CONSENT), Lapse())
    assert isinstance(counted, Counted)
    assert (counted.phase, counted.tally.spoke) == (Phase.UNDECIDED, 0)


@pytest.mark.parametrize(
    ("quorum", "heard", "phase"),
    [
        ("half", 1, Phase.ADOPTED),
        ("two-thirds", 1, Phase.UNDECIDED),
        ("two-thirds", 2, Phase.ADOPTED),
        ("all", 2, Phase.UNDECIDED),
        ("3", 1, Phase.UNDECIDED),
        ("3", 2, Phase.ADOPTED),
        ("99", 2, Phase.UNDECIDED),
    ],
)
def test_the_quorum_decides(quorum: str, heard: int, phase: Phase) -> None:
    circle = Circle(ALL, quorum=quorum)
    state = after(proposal(Phase.CONSENT), *consents(*(AHMED, ELS, BOB)[:heard]), circle=circle)
    assert after(state, Lapse(), circle=circle).phase is phase


def test_nobody_decides_alone() -> None:
    circle = Circle(ALL, ALL - {KARIN})
    state = after(proposal(Phase.CONSENT), *consents(KARIN), circle=circle)
    assert state.phase is Phase.CONSENT
    assert after(state, Lapse(), circle=circle).phase is Phase.UNDECIDED
    assert needed(Circle(frozenset({KARIN})), 1) == 1


def test_who_is_away_and_speaks_is_heard() -> None:
    circle = Circle(ALL, frozenset({ELS, BOB}))
    state = after(proposal(Phase.CONSENT), *consents(ELS), circle=circle)
    found = tally(state, circle)
    assert (found.heard, found.of, found.needed) == (2, 3, 2)


def test_taken_up_again_what_was_said_stands() -> None:
    circle = Circle(ALL, quorum="all")
    state = after(proposal(Phase.CONSENT), *consents(AHMED, ELS), Lapse(), circle=circle)
    assert state.phase is Phase.UNDECIDED
    again = after(state, Resume(KARIN), circle=circle)
    assert (again.phase, again.turn) == (Phase.CONSENT, 2)
    assert after(again, *consents(BOB), circle=circle).phase is Phase.ADOPTED


# -- versions


def test_other_words_ask_everybody_anew() -> None:
    state = after(proposal(Phase.CONSENT), *consents(AHMED, BOB), objects(ELS))
    now, happened = step(state, Amend(BOB, "samen brood eten", "$new", host=True), CIRCLE)
    assert happened == (Changed("samen soep eten", "$said"), Began(Phase.CONSENT))
    assert (now.version, now.author, now.proposer, now.voices) == (2, BOB, KARIN, ())
    assert after(now, *consents(AHMED, ELS)).phase is Phase.CONSENT, (
        "who proposed is asked about another's words"
    )
    assert after(now, *consents(AHMED, ELS, KARIN)).phase is Phase.ADOPTED


def test_other_words_in_an_earlier_round_stay_in_it() -> None:
    state = after(proposal(), Speak(AHMED), Amend(KARIN, "samen brood eten"))
    assert (state.phase, state.version, state.turn) == (Phase.CLARIFY, 2, 1)


@pytest.mark.parametrize(
    ("words", "code"), [("samen  soep\neten", Error.SAME_WORDS), ("  ", Error.NEEDS_TEXT)]
)
def test_no_version_without_other_words(words: str, code: str) -> None:
    with pytest.raises(Illegal, match=code):
        step(proposal(), Amend(KARIN, words), CIRCLE)


def test_the_same_words_can_be_asked_afresh() -> None:
    state = after(proposal(Phase.CONSENT), objects(ELS), Lapse(), Next(KARIN))
    assert (state.phase, state.version, state.voices) == (Phase.CONSENT, 1, ())


def test_objections_that_stay_decide_nothing() -> None:
    state = after(proposal(Phase.CONSENT), objects(ELS), Lapse(), Lapse())
    assert state.phase is Phase.UNDECIDED
    assert tally(state, CIRCLE).objections


def test_withdrawing_is_of_who_proposed_or_of_a_host_when_they_left() -> None:
    with pytest.raises(Illegal, match=Error.NOT_YOURS):
        step(proposal(), Withdraw(ELS, host=True), CIRCLE)
    assert after(proposal(), Withdraw(ELS, host=True), circle=Circle(ALL - {KARIN})).phase is Phase.WITHDRAWN
