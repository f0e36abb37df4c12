"""``!meeting``: call one, show one, move or cancel it; also its alarm, and words of it that were taken away."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from copbot.core.facts import Edited, Redacted
from copbot.core.wishes import Save, Wish
from copbot.dialogue import (
    hints,
    meeting_calling,
    meeting_cancelling,
    meeting_list,
    meeting_moving,
    meeting_reminding,
    meeting_settings,
    meeting_times,
    meeting_verbs,
    meetings,
)
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.meeting_phrases import DAY
from copbot.dialogue.meeting_words import ABOUT, REMINDED
from copbot.dialogue.meetings import Found
from copbot.leading import meeting_opening
from copbot.meetings.occurrences import at_hand
from copbot.meetings.records import KIND

VERBS = (*meeting_verbs.VERBS, *meeting_opening.VERBS)
_NUMBER = re.compile(r"#?([0-9]{1,6})[.!?]?")
_NUMBER_FIRST = re.compile(r"\A(#?[0-9]{1,6})\s+([a-z]+)\b", re.IGNORECASE)


def run(call: Call, line: str) -> Sequence[Wish]:
    """A word that does something with a meeting, a number to show it, or a new one."""
    typed = line.strip()
    turned = _NUMBER_FIRST.sub(r"\2 \1", typed)  # "3 verzetten naar …"
    verb = meeting_verbs.meant(typed, VERBS) or (
        meeting_verbs.meant(turned, VERBS) if turned != typed else None
    )
    if verb is not None:
        return verb[0].run(call, verb[1])
    if match := _NUMBER.fullmatch(typed):
        found = meetings.by_number(call, int(match[1]))
        return meeting_list.one(call, found) if isinstance(found, Found) else found
    if not typed and meetings.planned(call):
        return meeting_list.show(call)
    return meeting_calling.called(call, typed)


def following(call: Call, line: str) -> Sequence[Wish]:
    """The next one, with how many come."""
    found = meetings.nearest(call)
    return meeting_list.show(call) if found is None else meeting_list.one(call, found)


def taken_away(call: Call, line: str) -> Sequence[Wish]:
    """Words of a meeting are gone, and with them the messages that told them: it stands, and is shown without them.

    The store forgets the words in the same commit, when this is done.
    """
    gone = call.fact
    if not isinstance(gone, Redacted):
        return ()
    wishes: list[Wish] = []
    for meeting in call.read.meetings_from(gone.target):
        changes = tuple(
            replace(one, place=None) if one.place_source == gone.target else one
            for one in call.read.meeting_changes(meeting.number)
        )
        following = at_hand(meeting, changes, call.now)
        if meeting.ended is not None or following is None:
            continue
        bare = replace(meeting, key=call.chance.key())
        if meeting.source == gone.target:
            bare = replace(bare, title=None)
        if meeting.place_source == gone.target:
            bare = replace(bare, place=None)
        if following.place is not None and following.place.source == gone.target:
            following = replace(following, place=None)
        given = call.read.meeting_answers(meeting.number, following.of)
        said = meetings.state(call, bare, following, given)
        told = meetings.stands(call, bare, changes, following, said)
        if call.room.settings.calendar != "full":
            told = told[:1]  # its file told none of these words
        wishes += [Save(bare), *(replace(one, unprompted=True) for one in told)]
    return wishes


def edited(call: Call, line: str) -> Sequence[Wish]:
    """Who edits the message in which they called a meeting hears, once for each, that the meeting stays as it was."""
    new = call.fact
    if not isinstance(new, Edited):
        return ()
    for meeting in call.read.meetings_from(new.target):
        told = hints.hint(call, f"edited-meeting-{meeting.number}", call.sender)
        known = meeting.member != call.sender or call.read.hinted(told.what, told.member)
        found = meetings.by_number(call, meeting.number)
        if not known and isinstance(found, Found):
            return [meetings.stays(call, found, new.target), Save(told)]
    return ()


def _part(
    name: str, act: Callable[[Call, str], Sequence[Wish]], reads: tuple[str, ...], **more: Any
) -> Command:
    return Command(
        names=(name,),
        part_of="meeting",
        dutch=(),
        section="meeting",
        run=act,
        reads=reads,
        hidden=True,
        **more,
    )


_WHAT = r"(?:bijeenkomst|vergadering|kring|overleg|meeting|circle)"
_PLAN = (
    r"(?:(?:kun|wil) je |please |can you )?(?:plan|organiseer|regel|schedule|set up|organi[sz]e)(?: alsjeblieft)?(?: een| de| an?| the)?(?: nieuwe| new)?"
    r"(?: (?:bijeenkomst|vergadering|meeting)\b(?: in)?\s*[:,–-]?\s*(?P<rest>.{0,400})| (?P<named>(?:kring|overleg|circle)\b.{0,400}))"
)
_FALLS = (
    rf"(?:.{{1,60}}[,.;!] ?)?(?:(?:de|het|onze|deze|the|our) )?{_WHAT}(?: (?:van|op|of|on) {DAY})?"
    rf" (?:gaat (?:helaas |toch |dus )?niet door|is (?:afgelast|cancelled|canceled|called off|off)|won['’]?t (?:happen|take place))"
)
_WHICH = rf"(?:(?:de|het|onze|deze|the|our|my|mijn) )?{_WHAT}"
_KINDLY = r"(?:(?:kun|wil) je |please |can you )?"
_CALLED_OFF = (
    rf"{_KINDLY}(?:zeg|gelast) {_WHICH}(?: (?:van|op) {DAY})?(?: maar)? af[.!]*",
    rf"{_KINDLY}(?:annuleer|schrap|cancel) {_WHICH}(?: (?:van|op|of|on) {DAY})?[.!]*",
)
_PUT_OFF = rf"{_KINDLY}(?:verzet|verplaats|move|reschedule) {_WHICH}"
_ASKS = (
    rf"(?:en )?(?:wie|hoeveel(?: mensen)?|who|how many(?: people)?) (?:komt|komen|zijn|is|are)(?: (?:er|allemaal|nog|meer|dan|bij|coming|come|there)){{0,4}}(?: (?:naar|to) {_WHICH})?\??"
    rf"|(?:hoe laat|waar|what time|where) (?:is|begint|does|start) {_WHICH}(?: (?:ook al ?weer|dan|precies|start|begin|again)){{0,3}}\??"
)
_OFF = r"(?:gaat niet door|schrap(?: (?:maar|deze|die|hem))?|annuleer(?: (?:deze|die|hem))?|cancel(?: (?:it|this|that))?|(?:it['’]?s )?called off)"
_MOVE = r"(?:verzet|verplaats|move|reschedule)(?: (?:deze|die|hem|it|this))?(?: (?:naar|to))? (?P<rest>.+)"

COMMANDS = (
    Command(
        names=("meeting",),
        dutch=("bijeenkomst",),
        section="meeting",
        run=run,
        reads=tuple(dict.fromkeys((*meeting_calling.READS, *meeting_verbs.reads(VERBS)))),
        wordy=True,
        phrases=(Phrase(_PLAN, line="{rest}{named}"),),
    ),
    _part("meeting-next", following, meeting_list.READS, phrases=(Phrase(_ASKS),)),
    _part("meeting-on", meeting_calling.go_on, meeting_calling.READS),
    _part(
        meeting_moving.MOVE,
        meeting_moving.move,
        meeting_times.READS,
        phrases=(
            *(Phrase(_MOVE, about=about, line="#{n} {rest}") for about in (ABOUT, REMINDED)),
            Phrase(rf"{_PUT_OFF} (?:naar|to) (?P<rest>.+)", line="{rest}"),
            Phrase(rf"{_PUT_OFF} (?:van|of|from) {DAY} (?:naar|to) (?P<rest>.+)", line="{day} naar {rest}"),
        ),
    ),
    _part(meeting_moving.MOVE_ON, meeting_moving.move_on, meeting_times.READS),
    _part(
        meeting_cancelling.CANCEL,
        meeting_cancelling.cancel,
        meeting_times.READS,
        phrases=(
            *(Phrase(_OFF, about=about, line="#{n}") for about in (ABOUT, REMINDED)),
            Phrase(_FALLS, line="{day}"),
            *(Phrase(pattern, line="{day}") for pattern in _CALLED_OFF),
        ),
    ),
    _part(meeting_cancelling.CANCEL_ON, meeting_cancelling.cancel_on, meeting_times.READS),
    _part(
        "meeting-edited",
        edited,
        (*meetings.SHOWING, "meetings_from", "hinted"),
        silent=True,
        hears=("edited",),
    ),
    _part("meeting-remind", meeting_settings.remind, meeting_settings.READS),
    _part(
        "meeting-rings",
        taken_away,
        (*meeting_reminding.READS, "meetings_from"),
        silent=True,
        hears=("redacted",),
        rings={KIND: meeting_reminding.ring},
    ),
)
