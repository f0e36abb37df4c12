"""A meeting is opened, and closed: in the chat with everybody, elsewhere by who leads it alone.

Whoever opens it leads it. It is opened once for each time that it takes place; what nobody closes is closed by the clock,
some hours after it should have been over, so that nothing hangs and the minutes come.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from copbot.core.errors import Error
from copbot.core.machine import Illegal
from copbot.core.quiet import quiet_until
from copbot.core.records import Count, Option
from copbot.core.text import Place, Who, text
from copbot.core.wishes import Ring, Save, Say, Wish
from copbot.dialogue import agenda, answers, meeting_reminding, meeting_verbs, meeting_words, meetings
from copbot.dialogue.agenda_words import nearest, of, upcoming
from copbot.dialogue.call import Call
from copbot.dialogue.round_kept import kept
from copbot.dialogue.round_refusals import refused
from copbot.dialogue.scene import Scene
from copbot.leading import opening, rounds
from copbot.leading.meeting_script import NAME, for_meeting
from copbot.meetings.agenda import How
from copbot.meetings.occurrences import Occurrence, at_hand, named
from copbot.phases import _sitting
from copbot.phases._sitting import OVER, Sitting
from copbot.rituals.moves import End
from copbot.rituals.records import Ritual
from copbot.rituals.script import Mode
from copbot.rituals.state import Options, Phase, Round

READS = tuple(dict.fromkeys((*rounds.READS, *meeting_reminding.READS, *agenda.READS, *_sitting.READS)))
"""The queries that opening and closing a meeting need."""
EARLY = timedelta(hours=2)
"""Opened earlier than this, it is asked whether that is meant."""
PATIENCE = timedelta(hours=3)
"""So long after it should be over a meeting is closed that nobody closed."""
SURE = "sure"
_NUMBER = re.compile(r"#?([1-9][0-9]{0,8})(?=\s|$)[:.,]?\s*")
_HOW: Sequence[tuple[How, str]] = (
    ("chat", r"(?:hier(?: in de chat)?|in de chat|chat|here|in the chat)"),
    (
        "room",
        r"(?:samen|bij elkaar|in (?:een|één|1|dezelfde) (?:ruimte|kamer|zaal)|samen in (?:een|één) ruimte|together|in one room|in person|live)",
    ),
    ("video", r"(?:(?:met |by |via )?(?:video|beeldbellen|videobellen|online|zoom|teams|jitsi)(?: call)?)"),
)


@dataclass(frozen=True, slots=True)
class _Meant:
    """Which time of which meeting is meant, and how it is held, where that was said."""

    found: meetings.Found
    occurrence: Occurrence
    how: How | None
    sure: bool


def start(call: Call, line: str) -> Sequence[Wish]:
    """Open a meeting: the one of that number, or the one that runs now or comes next."""
    match = _NUMBER.match(line.strip())
    rest = line.strip()[match.end() :].strip(" .!") if match else line.strip(" .!")
    if match is None and len(now := _about_now(call)) > 1:
        choices = [
            (meetings.labelled(call, one), Option("meeting-start", f"#{one.meeting.number} {rest}".strip()))
            for one in now[: meetings.CHOICES]
        ]
        return answers.ask(call, Error.WHICH_MEETING, text("meeting.which"), choices=choices)
    found = (
        (nearest(call) or meetings.nearest(call))
        if match is None
        else meetings.by_number(call, int(match[1]))
    )
    if found is None:
        return answers.refuse(call, Error.NO_MEETING, text("agenda.no-meeting", p=call.prefix))
    if isinstance(found, Sequence):
        return found
    occurrence = at_hand(found.meeting, found.changes, call.now)
    if occurrence is None:
        return answers.refuse(call, Error.NO_MEETING, text("agenda.no-meeting", p=call.prefix))
    return _go_on(call, _Meant(found, occurrence, _said_how(rest), sure=False))


def _about_now(call: Call) -> list[meetings.Found]:
    """Those that run now and were not closed, or begin so soon that they can be opened without a question."""
    times = [(found, upcoming(call, found)) for found in meetings.planned(call)]
    return [found for found, one in times if one is not None and one.start - call.now <= EARLY]


def go_on(call: Call, line: str) -> Sequence[Wish]:
    """The same, with what was asked: that it is meant although it is early, or how it is held."""
    number, of_wall, *more = line.split()
    found = meetings.by_number(call, int(number))
    if isinstance(found, Sequence):
        return found
    occurrence = named(found.meeting, found.changes, datetime.fromisoformat(of_wall))
    if occurrence is None or occurrence.cancelled:
        return answers.refuse(call, Error.NO_MEETING, text("agenda.no-meeting", p=call.prefix))
    how = next((how for how, _ in _HOW if how in more), None) or _said_how(
        " ".join(more).removeprefix(SURE).strip()
    )
    return _go_on(call, _Meant(found, occurrence, how, SURE in more or how is not None))


def _said_how(words: str) -> How | None:
    return next((how for how, pattern in _HOW if re.fullmatch(pattern, words, re.IGNORECASE)), None)


def _go_on(call: Call, meant: _Meant) -> Sequence[Wish]:
    meeting, of_ = meant.found.meeting, meant.occurrence.of
    if refusal := _unfit(call, meant):
        return refusal
    line = f"{meeting.number} {of_.isoformat()}"
    if not meant.sure and meant.occurrence.start - call.now > EARLY:
        when = meeting_words.when(call, meeting, meant.occurrence)
        question = text("agenda.early", title=meeting_words.title(meeting), when=when)
        choices = [
            (text("agenda.early-yes"), Option("meeting-go-on", f"{line} {meant.how or SURE}", means="yes")),
            (text("agenda.early-no"), Option("never-mind", means="no")),
        ]
        return answers.ask(call, Error.TOO_EARLY, question, choices=choices)
    if meant.how is None:
        choices = [(text(f"agenda.how-{how}"), Option("meeting-go-on", f"{line} {how}")) for how, _ in _HOW]
        free = Option("meeting-go-on", f"{line} {SURE}")
        return answers.ask(call, Error.NEEDS_HOW, text("agenda.how"), choices=choices, free=free)
    return _open(call, meant, meant.how)


def _unfit(call: Call, meant: _Meant) -> Sequence[Wish]:
    """Why it can't be opened now: it runs already, has been, or something else runs."""
    meeting = meant.found.meeting
    session = call.read.session(meeting.number, meant.occurrence.of)
    running = call.read.ritual()
    if session is not None and _runs(running, session.ritual):
        lead, p = Who(session.leader), call.prefix
        return answers.refuse(call, Error.RITUAL_RUNS, text("agenda.runs-already", lead=lead, p=p))
    if session is not None:
        been = text("agenda.been", title=meeting_words.title(meeting), n=meeting.number, p=call.prefix)
        return answers.refuse(call, Error.MEETING_OVER, been)
    if running is not None:
        now = kept(running, call.prefix)
        other = text(
            "agenda.other-runs",
            title=now.words(now.script.title),
            lead=Who(running.facilitator),
            p=call.prefix,
        )
        return answers.refuse(call, Error.RITUAL_RUNS, other)
    if call.library.named(NAME) is None:
        return answers.refuse(call, Error.NO_SUCH_RITUAL, text("agenda.no-script"))
    return ()


def _runs(running: Ritual | None, number: int) -> bool:
    return running is not None and running.number == number


def _open(call: Call, meant: _Meant, how: How) -> Sequence[Wish]:
    """The meeting is opened; the opening of its ritual is the answer."""
    meeting, occurrence = meant.found.meeting, meant.occurrence
    where = Sitting(meeting.number, occurrence.of, how)
    shipped = call.library.named(NAME)
    assert shipped is not None
    items = of(meeting.number, call.read.agenda_items())
    script = for_meeting(shipped, [item.number for item in items], led=how != "chat")
    asked = opening.Asked(script, Mode.LIVE, Options(here=how != "chat"), meeting.title or "", call.sender)
    if not opening.private_enough(call, script):
        return refused(
            call, Round(Phase.JOINING, asked.options, call.sender), Error.NOT_PRIVATE, script=script
        )
    ritual = replace(opening.asked_for(call, asked), source=meeting.source if meeting.title else None)
    answer = call.event if answers.owed(call) and not call.elsewhere else None
    try:
        opened = opening.opened(call, ritual, reply_to=answer, notes={_sitting.NOTE: where.note})
    except Illegal as refusal:
        state = Round(Phase.JOINING, asked.options, call.sender)
        return refused(call, state, refusal.code, script=script)
    held = call.read.meeting_held(meeting.number, occurrence.of)
    told, key = (
        begun(call, meant.found, occurrence, how) if held is None or held.announced is None else ((), None)
    )
    wishes: list[Wish] = [Save(Count(call.room.id, "ritual", ritual.number))]
    wishes += [
        *_sitting.opened(call, where, ritual.number, held, key),
        *told,
        *opened,
        _closing(call, where, occurrence),
    ]
    if answers.owed(call) and call.elsewhere:
        wishes.append(answers.reply(call, text("agenda.opened-in", room=Place(call.room.id))))
    return wishes


def begun(
    call: Call, found: meetings.Found, occurrence: Occurrence, how: How
) -> tuple[tuple[Wish, ...], str | None]:
    """That it begins, as the clock would have told it; in the chat to who said to come, elsewhere to nobody's telephone."""
    told = meeting_reminding.begins(call, found.meeting, occurrence, opened=True)
    message = next(wish for wish in told if isinstance(wish, Say))
    ping = message.ping if how == "chat" else ()
    return (replace(message, ping=ping, unprompted=False),), message.key


def _closing(call: Call, where: Sitting, occurrence: Occurrence) -> Ring:
    """It is closed by itself, some hours after it should have been over; not in the quiet hours, for it tells the room."""
    at = max(occurrence.end.astimezone(UTC), call.now) + PATIENCE
    at = quiet_until(at, call.zone, call.room.settings.quiet) or at
    return Ring(_sitting.alarm_name(OVER, call.room.id, where), at, call.room.id, OVER, where.line)


# -- closed


def runs(call: Call) -> tuple[Scene, Sitting] | None:
    """The meeting that runs in the room now. Needs the query ritual."""
    ritual = call.read.ritual()
    now = None if ritual is None else kept(ritual, call.prefix)
    where = None if now is None else _sitting.sitting(now)
    return None if now is None or where is None else (now, where)


def end(call: Call, _line: str) -> Sequence[Wish]:
    """Close the meeting that runs: by who leads it, or a host. What was not come to waits for the next one."""
    found = runs(call)
    if found is None:
        return answers.refuse(call, Error.NO_RITUAL, text("agenda.none-runs", p=call.prefix))
    now, _ = found
    by = now.round.facilitator if call.is_host(call.sender) else call.sender
    return rounds.play(call, now, End(by), text("agenda.closed", who=Who(call.sender)))


def forgotten(call: Call, payload: str) -> Sequence[Wish]:
    """Nobody closed it: the clock does."""
    found = runs(call)
    if found is None or found[1].line != payload:
        return ()
    now, _ = found
    return rounds.play(
        call, now, End(now.round.facilitator), text("agenda.closed", who=Who(now.round.facilitator))
    )


VERBS = (
    meeting_verbs.Verb(
        r"start|begin|open",
        rf"(?:\s+(?P<rest>#?[0-9]{{1,6}}(?:\s.+)?|(?:{'|'.join(pattern for _, pattern in _HOW)})))?",
        start,
        READS,
    ),
    meeting_verbs.Verb(
        r"end|close|einde|eind|stop|sluit(?: af)?|afsluiten", meeting_verbs.NUMBER, end, READS
    ),
)
"""What can be done with a meeting that begins, runs or is over, by a word behind ``!meeting``."""
