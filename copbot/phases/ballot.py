"""``ballot``: people vote, by any method that polls know, on options of the script or on what was said before.

It is a poll of the room like any other: native, with typed votes, closed by its starter (who leads) or a host. The phase
is over when the poll is: when everybody voted who takes part, when the time is up, or when who leads goes on. What it came
to is told by the poll itself, and is noted for later phases: winners and tally by option, and the messages that winning
options are from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from copbot.core.records import Count
from copbot.core.text import Said, Text, Who, text
from copbot.core.wishes import Ring, Save, Say, Wish
from copbot.dialogue import ballots, parking, phase_messages, poll_nudging, polls
from copbot.dialogue.ballot_keys import Belongs
from copbot.dialogue.call import Call
from copbot.phases.kind import Kind, Scene, Told
from copbot.polls import ideas
from copbot.polls.asking import LONGEST_OPTION, LONGEST_QUESTION, MOST_OPTIONS
from copbot.polls.ideas import shortened
from copbot.polls.poll import Close, Option, Phase, Poll, numbered, step
from copbot.polls.records import KeptPoll
from copbot.polls.registry import USUAL, methods
from copbot.polls.typed import fold
from copbot.rituals.form import Complaint, Form, Key
from copbot.rituals.script import DONE, Mode, Shape
from copbot.rituals.sentence import say

TIE, NOBODY = "tie", "nobody"
BAR = "|"
UNTIMED = timedelta(days=30)
"""A poll of a phase that nothing but who leads ends is closed by itself after so long, so that nothing is kept for ever."""
MANY = 10  # options; with more there is no room in a message to say how it ends
SHORTEST_TOPIC = 40  # characters of it that are shown, however long a script's words are
SLACK = timedelta(hours=1)
"""So long after its time the poll ends by itself, should its phase not have ended it."""


def begins(call: Call, now: Scene) -> Told:
    """Opens the poll. With fewer than two things to choose from there is nothing to vote on, and the phase is over."""
    options, left_over = _options(call, now)
    if len(options) < 2:
        return _nothing_to_choose(call, now, options)
    number = call.read.last("poll") + 1
    words, source = _question(call, now)
    deadline = now.due or call.now + UNTIMED
    poll = Poll(
        number=number,
        method=now.phase.more.get("method", USUAL),
        starter=now.round.facilitator,
        question=words,
        options=options,
        deadline=deadline,
        source=source,
    )
    kept = KeptPoll(call.room.id, poll, _key(call, now), call.now, limited=now.due is not None)
    left = (_nudge(call, text("ballot.left-over", count=left_over, most=MOST_OPTIONS)),) if left_over else ()
    how = [text("ballot.how", lead=Who(now.round.facilitator), p=call.prefix)] if len(options) <= MANY else []
    wishes: list[Wish] = [Save(Count(call.room.id, "poll", number)), Save(kept), _safety(kept)]
    if now.course.mode is Mode.DAYS and (ring := poll_nudging.alarm(kept)) is not None:
        wishes.append(ring)
    heading = phase_messages.headed(call, now)
    says = (heading, *left, polls.shown(call, kept, *how))
    return Told(says=says, wishes=tuple(wishes), note={"poll": number})


def _key(call: Call, now: Scene) -> str:
    return Belongs(now.ritual.number, now.course.entered).key(call)


def _safety(kept: KeptPoll) -> Ring:
    return replace(polls.alarm(kept), at=kept.poll.deadline + SLACK)


def ends(call: Call, now: Scene) -> Told:
    """Closes the poll, where it is open still, and notes what it came to."""
    note = now.note or {}
    kept = call.read.poll(note["poll"]) if "poll" in note else None
    if kept is None or kept.poll.question is None:
        return Told(outcome=note.get("outcome", NOBODY))
    result = polls.counted(call, kept.poll)
    said: tuple[Say, ...] = ()
    wishes: tuple[Wish, ...] = ()
    if kept.poll.phase is Phase.OPEN:
        closed = step(kept.poll, Close(kept.poll.starter, host=False))
        wishes, end, outcome = polls.ended(call, replace(kept, poll=closed))
        said = (end, outcome)
    sources = {option.id: option.source for option in kept.poll.options}
    won = [source for id in result.winner if (source := sources.get(id)) is not None]
    came_to = {
        "poll": kept.poll.number,
        "winner": list(result.winner),
        "tally": dict(result.tally),
        "voters": result.voters,
        "from": won,
    }
    wins = list(result.winner)
    if now.phase.more.get("owner") and len(wins) > 1 and now.course.over is False:
        first = next(option for option in kept.poll.options if option.id in wins)
        said = (
            *said,
            _nudge(call, text("ballot.equal-first", option=Said(first.text or None, first.source))),
        )
    return Told(said, wishes, came_to, _outcome(result.winner), owner=_owner(call, now, won))


def left(call: Call, now: Scene, _member: str) -> Told | None:
    """Who was waited for has gone: the vote may be complete without them."""
    note = now.note or {}
    kept = call.read.poll(note["poll"]) if "poll" in note else None
    if kept is None or not ballots.all_voted(call, now, kept):
        return None
    return Told(over=True)


def _owner(call: Call, now: Scene, sources: list[str]) -> str | None:
    """Whose topic it is from here on: who wrote what won; of several that are equal, the first that was written."""
    if not now.phase.more.get("owner") or "from" not in now.phase.more:
        return None
    said = now.contributions(call, now.phase.more["from"])
    return next((one.member for one in said if one.event in sources), None)


def _outcome(winner: tuple[str, ...]) -> str:
    if not winner:
        return NOBODY
    return TIE if len(winner) > 1 else DONE


def _nothing_to_choose(call: Call, now: Scene, options: tuple[Option, ...]) -> Told:
    """One idea needs no vote, and none can have one."""
    only = [option.source for option in options if option.source is not None]
    outcome = DONE if options else NOBODY
    told = text("ballot.none")
    if options:
        told = text("ballot.only-one", option=Said(options[0].text, options[0].source))
    note = {"winner": [option.id for option in options], "voters": 0, "from": only, "outcome": outcome}
    return Told((_nudge(call, told),), note=note, over=True, outcome=outcome, owner=_owner(call, now, only))


def _nudge(call: Call, line: Text) -> Say:
    return Say(call.chance.key(), (line,), "nudge", {"about": "poll"}, room=call.room.id, scope=call.room.id)


def _options(call: Call, now: Scene) -> tuple[tuple[Option, ...], int]:
    """The options, and how many things were left over that a poll can't hold."""
    given: Mapping[str, str] = now.phase.more.get("options") or {}
    if given:
        return numbered(parted(_worded(call, given))), 0
    said = now.contributions(call, now.phase.more["from"])
    whole = bool(now.phase.more.get("owner"))
    heard = ((one.member, parking.heard(now, one), one.event) for one in said)
    found = ideas.options(ideas.ideas(heard, whole=whole))
    return found.options, found.left_over


def _question(call: Call, now: Scene) -> tuple[str, str | None]:
    """What is asked, as a poll can hold it: the phase's words in the room's language; and whose words are among them."""
    form = _worded(call, now.phase.words)
    own = form.replace("{topic}", "")
    topic = shortened(now.ritual.question or "", max(LONGEST_QUESTION - len(own), SHORTEST_TOPIC))
    words = " ".join(form.replace("{topic}", topic).split())[:LONGEST_QUESTION]
    return words, now.ritual.source if own != form else None


def _worded(call: Call, words: Mapping[str, str]) -> str:
    """A sentence of the script in the room's language."""
    return words.get(call.room.settings.language) or next(iter(words.values()))


def parted(words: str) -> tuple[str, ...]:
    """The options in a script's words, with bars in between."""
    return tuple(part for part in (" ".join(part.split()) for part in words.split(BAR)) if part)


def _check(phase: Mapping[str, Any], script: Mapping[str, Any]) -> Iterable[Complaint]:
    given, earlier = phase.get("options"), phase.get("from")
    if (given is None) == (earlier is None):
        yield (
            "options",
            'a ballot needs options = { nl = "a | b", en = "a | b" }, or from = "the name of an earlier phase"; one of both',
        )
    if isinstance(earlier, str):
        before = [one.get("name") for one in script.get("phase", ()) if isinstance(one, Mapping)]
        name = phase.get("name")
        if earlier in before and name in before and before.index(earlier) >= before.index(name):
            yield (
                "from",
                say(
                    "{earlier} comes later than this phase; options must be from an earlier one",
                    earlier=earlier,
                ),
            )
    counts = set()
    for language, words in given.items() if isinstance(given, Mapping) else ():
        options = parted(words) if isinstance(words, str) else ()
        counts.add(len(options))
        if not 2 <= len(options) <= MOST_OPTIONS:
            yield (
                "options",
                say(
                    "{language}: two to {most} options, with a | in between",
                    language=language,
                    most=MOST_OPTIONS,
                ),
            )
        if any(len(option) > LONGEST_OPTION for option in options):
            yield (
                "options",
                say(
                    "{language}: an option may be {longest} characters long",
                    language=language,
                    longest=LONGEST_OPTION,
                ),
            )
        if len({fold(option) for option in options}) < len(options):
            yield "options", say("{language}: the same option stands there twice", language=language)
    if len(counts) > 1:
        yield "options", "every language needs as many options, in the same order"


KIND = Kind(
    Form(
        "ballot",
        Shape.TALKING,
        "people vote in a poll, on options of the script or on what was said in an earlier phase",
        keys={
            "method": Key(
                "one-of", "how the votes are counted", choices=tuple(sorted(methods())), default=USUAL
            ),
            "options": Key("words", 'what can be chosen, with a | in between: "yes | no"'),
            "owner": Key("yes-no", "whose contribution wins brings the topic from here on", default=False),
            "from": Key(
                "phase", "the phase whose contributions are the options, without names, at most twenty"
            ),
        },
        outcomes=(DONE, TIE, NOBODY),
        check=_check,
    ),
    begins=begins,
    ends=ends,
    left=left,
    reads=("poll", "last", "ballots"),
)
