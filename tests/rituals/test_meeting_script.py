"""The copy of a script that runs a meeting: it goes through an agenda, asks about it where there is one, and always ends."""

from dataclasses import replace

import pytest

from copbot.leading.meeting_script import for_meeting
from copbot.phases._sitting import AGENDA
from copbot.phases.item import MORE, THROUGH
from copbot.rituals import script_json
from copbot.rituals.script import END, NEXT, Script, Shape
from tests.rituals.shipped import script

CIRCLE = script("circle-meeting")


def names(made: Script) -> list[str]:
    return [phase.name for phase in made.phases]


@pytest.mark.parametrize("led", [False, True])
@pytest.mark.parametrize("numbers", [(), (3, 4)])
def test_what_leads_on_leads_to_a_phase_that_is_there(numbers: tuple[int, ...], led: bool) -> None:
    made = for_meeting(CIRCLE, numbers, led=led)
    there = {*names(made), NEXT, END}
    assert all(place in there for phase in made.phases for place in phase.then.values())
    items = made.phases[made.phase("item-1")]
    assert (items.then[MORE], items.then[THROUGH]) == ("item-1", NEXT)
    assert made.after(made.phase("item-1"), THROUGH) == made.phase("check-out")
    assert made.after(made.phase("check-out"), "done") is None
    assert script_json.from_text(script_json.to_text(made)) == made


def test_everybody_is_asked_about_the_numbers_of_an_agenda_and_not_about_an_empty_one() -> None:
    made = for_meeting(CIRCLE, (3, 4), led=False)
    asked = made.phases[made.phase("agenda")]
    assert asked.more[AGENDA] == "agenda: #3, #4"
    assert "{topic}" not in asked.words["nl"] + asked.words["en"]
    assert names(for_meeting(CIRCLE, (), led=False)) == ["check-in", "practical", "item-1", "check-out"]


def test_who_leads_alone_is_not_timed_and_waits_for_nobody() -> None:
    made = for_meeting(CIRCLE, (3,), led=True)
    assert {phase.shape for phase in made.phases} == {Shape.TALKING}
    assert {(phase.minutes, phase.minutes_each) for phase in made.phases} == {(None, None)}
    assert made.phases[made.phase("agenda")].more == {AGENDA: "#3"}


def test_a_script_of_somebody_elses_gets_a_phase_for_items() -> None:
    own = replace(CIRCLE, phases=tuple(phase for phase in CIRCLE.phases if phase.kind == "collect"))
    made = for_meeting(own, (3,), led=False)
    assert names(made) == ["check-in", "check-out", "agenda-items"]
