"""``!poll``: ask the room something, with options to tap on; correct it, close it, see what runs. ``!datepoll``.

Here too: the alarms of the deadline and of the reminder before it, a native end by somebody who may close it, and a poll whose message was removed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from copbot.core.facts import PollEnded, Posted, Redacted
from copbot.core.machine import Illegal
from copbot.core.text import text
from copbot.core.wishes import Save, Wish
from copbot.dialogue import answers, poll_asking, poll_nudging, poll_result, polls
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.polls import asking
from copbot.polls.poll import Close, Remove, step
from copbot.polls.typed import plainly

# With nothing else in the line it is no question, so it may be written as a telephone does.
_CLOSE = re.compile(
    r"(?:close|end|sluit(?:en)?|stop)(?:\s+(?:(?:de|the)\s+)?(?:peiling|poll|nr\.?|nummer|number))?(?:\s*(#?[0-9]{1,9}))?[\s.!]*",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"(?:change|wijzig)(?:\s+(.*))?", re.DOTALL)
_RESULT = re.compile(
    r"(?:de\s+|the\s+)?(?:uitslag|stand|tussenstand|resultaat|resultaten|results?|outcome|score|tally)"
    r"(?:\s+(?:van|of|peiling|poll|nr\.?|nummer|number|the|de))*(?:\s*(#?[0-9]{1,9}))?[\s.?!]*",
    re.IGNORECASE,
)
LISTED = 5  # polls in one message


def run(call: Call, line: str) -> Sequence[Wish]:
    """Ask for a poll, or do something with one."""
    if match := _CLOSE.fullmatch(line.strip()):
        return close(call, match[1] or "")
    if match := _RESULT.fullmatch(line.strip()):
        return poll_result.result(call, match[1] or "")
    if match := _CHANGE.fullmatch(line.strip()):
        return poll_asking.change(call, match[1] or "")
    if not line.strip():
        return _list(call)
    return poll_asking.ask_for(call, line)


def _list(call: Call) -> Sequence[Wish]:
    running = call.read.open_polls(LISTED + 1)
    if not running:
        return [answers.reply(call, text("poll.how", p=call.prefix))]
    shown = [
        text("poll.labelled", n=kept.poll.number, question=polls.question(kept.poll))
        for kept in running[:LISTED]
    ]
    if len(running) > LISTED:
        shown.append(text("poll.more"))
    last = running[0].poll.number
    return [answers.reply(call, text("poll.list"), *shown, text("poll.list-on", n=last, p=call.prefix))]


def close(call: Call, line: str) -> Sequence[Wish]:
    """Close a poll: its starter, or a host."""
    found = polls.find(call, line, "poll-close")
    return polls.close(call, found.kept) if isinstance(found, polls.Found) else found


def close_in_words(call: Call, line: str) -> Sequence[Wish]:
    """ "Sluit" in reply to a poll; where that is one of its options, it is a vote."""
    kept = call.read.poll(call.about.number) if call.about else None
    said = call.fact.body if isinstance(call.fact, Posted) else ""
    if kept is None or plainly(said, kept.poll.options):
        return ()
    return polls.close(call, kept)


def lapse(call: Call, payload: str) -> Sequence[Wish]:
    """The deadline has come."""
    return polls.lapse(call, int(payload))


def ended(call: Call, line: str) -> Sequence[Wish]:
    """A native end: by who may close the poll it counts, and copbot's own end follows; by others it does not."""
    kept = call.read.poll_at(call.fact.target) if isinstance(call.fact, PollEnded) else None
    if kept is None:
        return ()
    try:
        poll = step(kept.poll, Close(call.sender, call.is_host(call.sender)))
    except Illegal:
        return ()
    return polls.closed(call, replace(kept, poll=poll))


def removed(call: Call, line: str) -> Sequence[Wish]:
    """A host removed the poll's own message: there is nothing left to vote on, and nothing to say about it."""
    kept = call.read.poll_at(call.fact.target) if isinstance(call.fact, Redacted) else None
    if kept is None or kept.ended is not None:
        return ()
    gone = replace(kept, poll=step(kept.poll, Remove()), ended=call.now)
    return (Save(gone), *polls.silenced(kept))


def dates(call: Call, line: str) -> Sequence[Wish]:
    """``!datepoll``: not there yet; the same as a poll of several choices is offered."""
    draft = asking.asked(asking.Draft(later="dates"), line, call.source)
    return poll_asking.proceed(call, replace(draft, guessed=False))


def _part(
    name: str, act: Callable[[Call, str], Sequence[Wish]], reads: tuple[str, ...], **more: Any
) -> Command:
    return Command(
        names=(name,), part_of="poll", dutch=(), section="poll", run=act, reads=reads, hidden=True, **more
    )


_CLOSING_WORDS = r"(?:(?:de )?(?:peiling )?(?:mag )?(?:sluit(?:en)?|dicht)|sluit (?:de )?peiling|close(?: (?:the|this) poll| it)?)"

_RESULT_WORDS = (
    r"(?:en )?wat (?:is|was|wordt|werd) (?:de |het )?(?:uitslag|stand|tussenstand|resultaat)(?: (?:van|nu|in) ?(?:de )?(?:peiling|poll)?)?"
    r"(?: ?#?(?P<number>[0-9]{1,9}))?\??"
    r"|hoe staat (?:het met )?(?:de |het )?(?:peiling |poll )?(?:ervoor|er voor)(?: met de peiling)?\??|hoe is er gestemd\??|wat is er gekozen\??"
    r"|(?:de )?uitslag(?: graag)?\??|(?:so )?what(?:['’]s| is| was) the (?:outcome|result|score)(?: of the poll)?\??|(?:the )?results?\??"
    r"|what(?:['’]s| are) the results\??"
)

COMMANDS = (
    Command(
        names=("poll",),
        dutch=("peiling",),
        section="poll",
        run=run,
        reads=(*polls.CLOSING, *poll_asking.READS, *poll_nudging.READS),
        wordy=True,
        rings={polls.DEADLINE: lapse, polls.NUDGE: poll_nudging.nudge},
    ),
    Command(
        names=("datepoll",),
        dutch=("datumprikker",),
        section="poll",
        run=dates,
        reads=poll_asking.READS,
        wordy=True,
    ),
    _part(
        poll_result.VERB,
        poll_result.result,
        poll_result.READS,
        phrases=(
            Phrase(_RESULT_WORDS, line="{number}"),
            Phrase(_RESULT_WORDS.replace("(?P<number>[0-9]{1,9})", "[0-9]{1,9}"), about="poll", line="{n}"),
        ),
    ),
    _part("poll-asked", poll_asking.go_on, poll_asking.READS),
    _part("poll-until", poll_asking.until, poll_asking.READS),
    _part("poll-question", poll_asking.with_question, poll_asking.READS),
    _part("poll-options", poll_asking.with_options, poll_asking.READS),
    _part("poll-change", poll_asking.change, poll_asking.READS),
    _part("poll-close", close, polls.CLOSING),
    _part(
        "poll-close-in-words", close_in_words, polls.CLOSING, phrases=(Phrase(_CLOSING_WORDS, about="poll"),)
    ),
    _part("poll-ended", ended, (*polls.CLOSING, "poll_at"), silent=True, hears=("pollended",)),
    _part("poll-removed", removed, ("poll_at",), silent=True, hears=("redacted",)),
)
