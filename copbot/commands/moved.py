"""A room is upgraded: what runs in it ends, kindly, and its people are told where they find each other.

It does not go on in the new room: who is there, who leads and whether it is encrypted are other than when people answered. But what was
said is lost to nobody. Where copbot may still write in the old room, it tells it there; mostly it may not, as nobody may, and then whoever
led it, proposed it or asked it gets it in their own chat, and can take it along. Homeservers first tell that the room moved and only then who
may still write in it; so copbot waits a moment before it ends anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from copbot.core.facts import Moved
from copbot.core.records import Record
from copbot.core.text import Place, Text, text
from copbot.core.wishes import Edit, React, Ring, Save, Say, Wish
from copbot.decisions.moves import Uproot
from copbot.decisions.records import KeptProposal
from copbot.dialogue import meeting_uprooted, polls, proposal_words, proposals
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.proposal_course import made, unfold
from copbot.dialogue.round_kept import running
from copbot.leading import rounds
from copbot.leading.opening import dropped
from copbot.polls.poll import Close, step
from copbot.polls.records import KeptPoll
from copbot.rituals.moves import End

MOVED = "room.moved"
"""The purpose of the alarm at which what runs in the old room ends."""
A_MOMENT = timedelta(seconds=10)
"""So long a homeserver may take to say who may still write in the old room."""
NOBODY = ""
"""In place of who hears it in private, where nobody wants to."""
READS = tuple(
    dict.fromkeys(
        (
            *rounds.READS,
            *proposals.READS,
            *meeting_uprooted.READS,
            "open_items",
            "open_polls",
            "ballots",
            "poll",
            "chat_settings",
            "stopped",
        )
    )
)


def run(call: Call, line: str) -> Sequence[Wish]:
    """The room was upgraded."""
    moved = call.fact
    if not isinstance(moved, Moved):
        return ()
    payload = f"{moved.successor} {moved.sender}"
    return (Ring(f"{MOVED}:{call.room.id}", call.now + A_MOMENT, call.room.id, MOVED, payload),)


def ends(call: Call, payload: str) -> Sequence[Wish]:
    """End all that runs; tell it, and where people go on."""
    successor, mover = payload.split(" ")
    where = meeting_uprooted.LINK + successor
    wishes: list[Wish] = [dropped(call, waiting) for waiting in call.read.waiting_rituals()]
    told: dict[str, list[Say]] = {}
    theirs: set[str] = set()
    for now in running(call):
        lead = now.round.facilitator
        done: Sequence[Wish] = rounds.alone(call, now, End(lead))
        wishes += _kept(call, done)
        _give(call, told, (lead, mover, *now.course.taking_part), _said(done))
        theirs.add(lead)
    for who, over in (*_proposals(call, wishes), *_polls(call, wishes)):
        wishes += _kept(call, over)
        _give(call, told, (who, mover), _said(over))
        theirs.add(who)
    room = Place(call.room.id)
    ladder = (text("days.moved-ladder", p=call.prefix),) if call.read.open_items(limit=1) else ()
    if not call.people.mute:
        wishes += [say for says in told.values() for say in says]
        if told:
            wishes.append(_here(call, text("days.moved", where=where), *ladder))
    for who, says in told.items():
        if who == NOBODY:
            continue
        id = "days.moved-lead" if who in theirs else "days.moved-heir"
        wishes.append(_privately(call, who, text(id, room=room, where=where), *ladder))
        taken = [_redirected(call, say, who) for say in says if say.poll is None]
        if call.people.mute and taken:
            wishes += [_privately(call, who, text("days.moved-words", room=room)), *taken]
    wishes += meeting_uprooted.on_leaving(call, where)
    if mover not in told and mover in call.people.humans and call.read.chat_settings(mover) is not None:
        wishes.append(_privately(call, mover, text("days.moved-you", room=room, where=where), *ladder))
    return wishes


def _give(call: Call, told: dict[str, list[Say]], first: Sequence[str], said: Sequence[Say]) -> None:
    """What was said goes to the first who may hear it of copbot's own accord: of these, else a host, else whoever is there.

    Whoever wants no such messages gets none; but what others said is not lost with that, for anybody may take over.
    """
    humans = call.people.humans
    hosts = [member for member in humans if call.is_host(member)]
    may_hear = (who for who in (*first, *hosts, *humans) if who in humans and not call.read.stopped(who))
    told.setdefault(next(may_hear, NOBODY), []).extend(said)


def _proposals(call: Call, ended: Sequence[Wish]) -> Iterable[tuple[str, Sequence[Wish]]]:
    """Proposals end without a decision, with what was said in their consent round."""
    done = {record.proposal.number for record in _saved(ended) if isinstance(record, KeptProposal)}
    for kept in call.read.open_proposals():
        now = kept.proposal
        if now.number in done:
            continue
        over = made(call, kept, Uproot())
        line = text("days.moved-proposal", n=now.number, words=proposals.words(now))
        stops = _here(call, line)
        yield now.proposer, (*unfold(call, over), stops, *proposal_words.unseen(call, kept, over.unseen))


def _polls(call: Call, ended: Sequence[Wish]) -> Iterable[tuple[str, Sequence[Wish]]]:
    """Polls close, with the votes that there are."""
    done = {record.poll.number for record in _saved(ended) if isinstance(record, KeptPoll)}
    for kept in call.read.open_polls():
        if kept.poll.number in done:
            continue
        starter = kept.poll.starter
        saved, end, outcome = polls.ended(
            call, replace(kept, poll=step(kept.poll, Close(starter, host=True)))
        )
        yield starter, (*saved, end, outcome)


def _saved(wishes: Iterable[Wish]) -> list[Record]:
    return [wish.record for wish in wishes if isinstance(wish, Save)]


def _said(wishes: Iterable[Wish]) -> list[Say]:
    return [wish for wish in wishes if isinstance(wish, Say)]


def _kept(call: Call, wishes: Iterable[Wish]) -> list[Wish]:
    """All but what is said; where copbot may not write, without changes of what stands there already."""
    vain = (Say, Edit, React) if call.people.mute else (Say,)
    return [wish for wish in wishes if not isinstance(wish, vain)]


def _here(call: Call, *lines: Text) -> Say:
    return Say(call.chance.key(), lines, "nudge", {"about": "moved"}, room=call.room.id)


def _privately(call: Call, who: str, *lines: Text) -> Say:
    about = {"about": "moved"}
    return Say(call.chance.key(), lines, "nudge", about, to=who, scope=call.room.id, unprompted=True)


def _redirected(call: Call, said: Say, who: str) -> Say:
    """What was to stand in the room, in somebody's own chat; what is private already goes where it was to go."""
    if said.to is not None:
        return said
    return replace(
        said,
        room=None,
        to=who,
        scope=call.room.id,
        about=None,
        reply_to=None,
        thread=None,
        thread_key=None,
        ping=(),
        seeds=(),
        unprompted=True,
    )


def _part(name: str, **more: Any) -> Command:
    return Command(names=(name,), dutch=(), section="round", hidden=True, silent=True, **more)


COMMANDS = (
    _part("room-moved", run=run, hears=("moved",)),
    _part("room-moved-on", run=lambda _call, _line: (), reads=READS, rings={MOVED: ends}),
)
