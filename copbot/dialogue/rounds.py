"""The live round in a room: a member's move goes to the machine, and what came of it is told.

The machine (`copbot.rituals.round`) knows who sits and whose turn it is. Where it is kept is in `round_kept`, what
becomes messages and alarms in `round_unfolding`; this module decides which message answers what. In a running round
the next prompt is the answer to a command.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from copbot.core.machine import Illegal
from copbot.core.text import Place, Text, Who, text
from copbot.core.wishes import Wish
from copbot.dialogue import answers, round_kept
from copbot.dialogue.call import By, Call
from copbot.dialogue.round_kept import Live, at_turn, live, past, save, turn_alarm, vanished
from copbot.dialogue.round_opening import following
from copbot.dialogue.round_refusals import nothing_runs, refused
from copbot.dialogue.round_unfolding import Unfolded, unfold
from copbot.rituals.happenings import Passed, Spoke
from copbot.rituals.moves import Done, Move, Pass
from copbot.rituals.records import Ritual
from copbot.rituals.round import step
from copbot.rituals.state import Round

Run = Callable[[Call, str], Sequence[Wish]]
READS = round_kept.READS


def meant_for_copbot(call: Call, now: Live) -> Call | None:
    """The call, if it is a command; words of everyday ("pas") only count from whom the round waits for."""
    if call.by is not By.PHRASE or call.addressed:
        return call
    return replace(call, addressed=True) if at_turn(now, call.sender) else None


def tapped_for(call: Call, now: Live) -> str | None:
    """Whose turn a tap is about: one's own, or in one physical room, by the facilitator, that of who speaks now."""
    if not round_kept.on_prompt(call, now):
        return None
    if at_turn(now, call.sender):
        return call.sender
    return now.round.speaking if now.round.options.here and call.sender == now.round.facilitator else None


def end_turn(call: Call) -> Sequence[Wish]:
    """``!done`` without a number: my (long) turn is over. Needs the queries of ``READS``."""
    now = live(call)
    if now is None:
        return nothing_runs(call)
    return play(call, now, Done(call.sender), thanks(call.sender))


def give_up_turn(call: Call, move: Callable[[str, str], Move], said: str) -> Sequence[Wish]:
    """A turn goes by, or to the end of the row: one's own, or by a tap in one physical room that of who speaks now.

    ``move`` is made from whose turn it is and who asks; ``said`` is the id of the text that tells it.
    """
    now = live(call)
    if now is None:
        return nothing_runs(call)
    if past(call, now):
        return ()
    meant = meant_for_copbot(call, now)
    member = tapped_for(call, now) if call.by is By.TAP else call.sender
    if meant is None or member is None:
        return ()
    return play(meant, now, move(member, call.sender), text(said, who=Who(member)), aside=True)


def thanks(member: str) -> Text:
    """What is said to whom has spoken, where no prompt follows."""
    return text("round.thanks", who=Who(member))


def goes_on(call: Call) -> Text:
    """What is said in a direct chat when something was done in the room."""
    return text("round.goes-on", room=Place(call.room.id))


def play(
    call: Call, now: Live, move: Move, said: Text, *, aside: bool = False, queued: Sequence[Ritual] = ()
) -> tuple[Wish, ...]:
    """Make a move and tell what came of it; what the machine refuses gets its sentence.

    ``said`` answers where no prompt does; with ``aside`` it also stands above the next prompt or the outcome, or takes
    the place of the prompt that was tapped on. ``queued`` are rounds that wait but are not in the store yet.
    """
    try:
        after, happened = step(now.round, move)
    except Illegal as refusal:
        return refused(call, now.round, refusal.code, gone=vanished(call, now), due=now.due)
    if isinstance(move, Pass) and Spoke(move.member) in happened:
        said = thanks(move.member)  # words of a long turn stay said, however it ends
    if isinstance(move, Pass) and Passed(move.member) in happened and after.closed:
        said = text("round.passed-last", who=Who(move.member))  # there is nothing left to come back to
    above = said if aside and not call.elsewhere else None
    return tell(call, unfold(call, now, after, happened, aside=above), said, queued=queued)


def tell(call: Call, done: Unfolded, said: Text, *, queued: Sequence[Ritual] = ()) -> tuple[Wish, ...]:
    """Say what must be said, the last of it as the answer; where there is none, or it is elsewhere, ``said``.

    When the round is over, the next one that waits opens after all that.
    """
    messages = list(done.said)
    after = following(call, queued) if done.live.round.closed else ()
    if not answers.owed(call):
        return (*done.wishes, *messages, *after)
    if call.elsewhere or not messages:
        return (*done.wishes, *messages, answers.reply(call, said), *after)
    answer = messages[-1]
    thread = None if answer.kind == "ritual.closed" else call.spot.thread
    messages[-1] = replace(answer, reply_to=call.event, thread=thread)
    return (*done.wishes, *messages, *after)


def goes_on_talking(call: Call, now: Live, after: Round) -> tuple[Wish, ...]:
    """Something was said in a long turn that goes on: its time begins anew, so that nobody is cut short."""
    acted = call.now if call.sender == now.round.facilitator else now.ritual.acted
    timed, ring = turn_alarm(call, Live(replace(now.ritual, acted=acted), after, now.due))
    return (save(timed), *([ring] if ring else []))
