"""``!join``: take part in the round, by ✋, "ik doe mee" or the command; also late, also after having passed.

Hand and words are quiet: they only change the opening. Taking the hand away, or "ik doe niet mee", undoes it.
"""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.text import Who, text
from copbot.core.wishes import Say, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command, Phrase, Touch
from copbot.dialogue.round_kept import live, numbered, past
from copbot.dialogue.round_refusals import nothing_runs, over
from copbot.dialogue.round_words import JOINING, JOINING_REPLY, JOINING_TOO, LEAVING
from copbot.dialogue.scene import Scene
from copbot.dialogue.which_ritual import Found, find
from copbot.leading import rounds, willing
from copbot.rituals.moves import Join, Withdraw
from copbot.rituals.state import Phase, Standing


def run(call: Call, line: str) -> Sequence[Wish]:
    """Take part."""
    found = find(call, line, "join") if call.by is By.COMMAND else live(call)
    if found is None:
        return nothing_runs(call)
    if not isinstance(found, Found | Scene):
        return found
    now = found.now if isinstance(found, Found) else found
    if past(call, now):
        return over(call)
    first = willing.asked_first(call, now)
    if first is not None:
        return first
    begun = now.round.phase is not Phase.JOINING
    said = text("round.you-join-late" if begun else "round.you-join", who=Who(call.sender))
    return _quietly(call, rounds.play(call, now, Join(call.sender), said))


def in_few_words(call: Call, line: str) -> Sequence[Wish]:
    """ "Ik ook", while a ritual waits for who takes part: later it may answer somebody else."""
    now = live(call)
    if now is None or not now.course.gathering or call.sender in now.course.taking_part:
        return ()
    return run(call, line)


def leave(call: Call, line: str) -> Sequence[Wish]:
    """Take no part after all; what was said stays said."""
    now = live(call)
    if now is None:
        return nothing_runs(call)
    if past(call, now):
        return over(call)
    said = text("round.you-leave", who=Who(call.sender))
    if call.sender not in now.course.taking_part:
        return (answers.reply(call, said),) if call.elsewhere and answers.owed(call) else ()
    return _quietly(call, rounds.play(call, now, Withdraw(call.sender), said))


def willingly(call: Call, line: str) -> Sequence[Wish]:
    """Who came after everybody had said yes answers whether they want it too."""
    number, words = (*line.split(maxsplit=1), "")[:2]
    now = numbered(call, int(number))
    if now is None:
        return over(call)
    return willing.answered(call, now, words)


def again(call: Call, line: str) -> Sequence[Wish]:
    """The tap by which one passed was taken away: waits for a turn again."""
    now = live(call)
    seat = now.round.seat(call.sender) if now else None
    if now is None or past(call, now) or seat is None or seat.standing is not Standing.PASSED:
        return ()
    return rounds.play(call, now, Join(call.sender), text("round.you-join-late", who=Who(call.sender)))


def _quietly(call: Call, wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """Words of everyday in the room that were understood are answered by the opening alone."""
    quiet = call.by is By.PHRASE and not call.elsewhere
    return tuple(wish for wish in wishes if not (quiet and isinstance(wish, Say) and _is_nod(wish)))


def _is_nod(said: Say) -> bool:
    return said.kind == "reply" and said.field.get("ok") is True


COMMANDS = (
    Command(
        names=("join",),
        dutch=("ikdoemee",),
        section="round",
        run=run,
        reads=rounds.READS,
        phrases=(Phrase(JOINING, about="ritual"), Phrase(JOINING), Phrase(JOINING_REPLY, about="opening")),
        touches=(Touch("✋", "opening", undo="step-out"),),
    ),
    Command(
        names=("join-too",),
        part_of="join",
        dutch=(),
        section="round",
        run=in_few_words,
        reads=rounds.READS,
        hidden=True,
        phrases=(Phrase(JOINING_TOO, about="ritual"),),
    ),
    Command(
        names=("step-out",),
        part_of="join",
        dutch=(),
        section="round",
        run=leave,
        reads=rounds.READS,
        hidden=True,
        phrases=(Phrase(LEAVING, about="ritual"),),
    ),
    Command(
        names=("join-willingly",),
        part_of="join",
        dutch=(),
        section="round",
        run=willingly,
        reads=rounds.READS,
        hidden=True,
    ),
    Command(
        names=("pass-undone",),
        part_of="pass",
        dutch=(),
        section="round",
        run=again,
        reads=rounds.READS,
        hidden=True,
    ),
)
