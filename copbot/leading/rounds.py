"""The ritual that runs in a room: a member's move goes to the machine, and what came of it is told.

The machine (`copbot.rituals.course`) knows who takes part, whose turn it is and which phase follows. Where it is kept is in
`copbot.dialogue.round_kept`, what becomes messages and alarms in `unfolding`; this module decides which message answers
what. In a running ritual the next prompt is the answer to a command.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from copbot.core.machine import Illegal
from copbot.core.text import Place, Text, Who, text
from copbot.core.wishes import Say, Wish
from copbot.dialogue import answers, phase_messages, round_kept, round_messages
from copbot.dialogue.call import By, Call
from copbot.dialogue.ritual_words import own
from copbot.dialogue.round_kept import at_turn, live, past, save, turn_alarm, vanished
from copbot.dialogue.round_refusals import nothing_runs, refused
from copbot.dialogue.scene import Scene
from copbot.dialogue.which_ritual import Found, find
from copbot.leading import unfolding
from copbot.leading.opening import following
from copbot.leading.unfolded import Unfolded
from copbot.leading.unfolding import unfold
from copbot.phases import registry
from copbot.phases.kind import Told
from copbot.rituals.course import Course, step
from copbot.rituals.happenings import Passed, Spoke
from copbot.rituals.moves import Contribute, Done, LeaveOut, Move, Pass, Skip
from copbot.rituals.records import Ritual
from copbot.rituals.state import Phase

Run = Callable[[Call, str], Sequence[Wish]]
READS = tuple(dict.fromkeys((*round_kept.READS, *registry.reads())))


def meant_for_copbot(call: Call, now: Scene) -> Call | None:
    """The call, if it is a command; words of everyday ("pas") only count from whom the round waits for."""
    if call.by is not By.PHRASE or call.addressed:
        return call
    return replace(call, addressed=True) if at_turn(now, call.sender) else None


def tapped_for(call: Call, now: Scene) -> str | None:
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


def give_up_turn(call: Call, move: Callable[[str, str], Move], said: str, line: str = "") -> Sequence[Wish]:
    """A turn goes by, or to the end of the row: one's own, or by a tap in one physical room that of who speaks now.

    ``move`` is made from whose turn it is and who asks; ``said`` is the id of the text that tells it.
    """
    found = find(call, line, call.command, lambda now: at_turn(now, call.sender))
    if not isinstance(found, Found):
        return found
    now = found.now
    if past(call, now):
        return ()
    if now.over_days and not call.elsewhere and said == "round.passed":
        said = "days.passed"
    meant = meant_for_copbot(call, now)
    member = tapped_for(call, now) if call.by is By.TAP else call.sender
    if meant is None or member is None:
        return ()
    return play(meant, now, move(member, call.sender), text(said, who=Who(member)), aside=True)


def thanks(member: str) -> Text:
    """What is said to whom has spoken, where no prompt follows."""
    return text("round.thanks", who=Who(member))


def goes_on(call: Call, now: Scene) -> Text:
    """What is said in a direct chat when something was done in the room."""
    return text(own(now.script, "round.goes-on"), room=Place(call.room.id))


def play(
    call: Call,
    now: Scene,
    move: Move | Skip | LeaveOut,
    said: Text,
    *,
    aside: bool = False,
    queued: Sequence[Ritual] = (),
) -> tuple[Wish, ...]:
    """Make a move and tell what came of it; what the machine refuses gets its sentence.

    ``said`` answers where no prompt does; with ``aside`` it also stands above the next prompt or the outcome, or takes
    the place of the prompt that was tapped on. ``queued`` are rituals that wait but are not in the store yet.
    """
    try:
        after, happened = step(now.course, now.script, move, call.read.roles())
    except Illegal as refusal:
        return refused(
            call, now.round, refusal.code, gone=vanished(call, now), due=now.due, script=now.script
        )
    if isinstance(move, Pass) and Spoke(move.member) in happened:
        said = thanks(move.member)  # words of a long turn stay said, however it ends
    if isinstance(move, Pass) and Passed(move.member) in happened and after.round.closed:
        said = text("round.passed-last", who=Who(move.member))  # there is nothing left to come back to
    above = said if aside and not call.elsewhere else None
    return tell(call, unfold(call, now, after, happened, aside=above), said, queued=queued)


def moved(call: Call, now: Scene, move: Move) -> tuple[Wish, ...]:
    """The same for what is a fact: it is never refused, and where it changes nothing nothing is said. Raises Illegal."""
    after, happened = step(now.course, now.script, move, call.read.roles())
    if after == now.course:
        return ()
    return tell(call, unfold(call, now, after, happened), goes_on(call, now))


def contributed(call: Call, now: Scene, told: Told) -> tuple[Wish, ...]:
    """The sender has had their say, and this is what the kind wants with it. Raises Illegal."""
    noted = now if told.note is None else now.with_note(told.note)
    after, happened = step(noted.course, now.script, Contribute(call.sender), call.read.roles())
    if (
        not happened
        and not after.between
        and after.round.speaking == call.sender
        and told == Told(counts=True, keep=told.keep)
    ):
        return _goes_on_talking(call, noted, after)
    rest = replace(told, note=None, counts=False)
    return tell(call, unfold(call, noted, after, happened, told=rest), goes_on(call, now))


def alone(call: Call, now: Scene, move: Move) -> tuple[Wish, ...]:
    """The same without what would follow: nothing that waits opens after it. Raises Illegal."""
    after, happened = step(now.course, now.script, move, call.read.roles())
    return unfold(call, now, after, happened).all


def prompt(call: Call, now: Scene) -> Say:
    """What the ritual waits for now, said again."""
    if now.round.phase is Phase.TURNS:
        return round_messages.turn(call, now)
    return phase_messages.announced(call, now, unfolding.below(call, now))


def carry_out(call: Call, now: Scene, told: Told) -> tuple[Wish, ...]:
    """What a kind of phase wants while it runs; for commands that are about a phase of one kind.

    Where the sender is owed an answer and ``told`` holds none, the last message becomes it, or "it goes on".
    """
    return tell(call, unfolding.carry_out(call, now, told), goes_on(call, now))


def tell(call: Call, done: Unfolded, said: Text, *, queued: Sequence[Ritual] = ()) -> tuple[Wish, ...]:
    """Say what must be said, the last of it as the answer; where there is none, or it is elsewhere, ``said``.

    When the ritual is over, the next one that waits opens after all that.
    """
    messages = list(done.said)
    after = (*done.last, *(following(call, queued) if _made_room(done.live) else ()))
    if not answers.owed(call) or any(message.reply_to == call.event for message in messages):
        return (*done.wishes, *messages, *after)
    here = [place for place, message in enumerate(messages) if _in_the_room(call, message)]
    if call.elsewhere or not here:
        return (*done.wishes, *messages, answers.reply(call, said), *after)
    answer = messages[here[-1]]
    thread = None if answer.kind == "ritual.closed" else call.spot.thread
    messages[here[-1]] = replace(answer, reply_to=call.event, thread=thread)
    return (*done.wishes, *messages, *after)


def _made_room(now: Scene) -> bool:
    """Whether a live ritual is over, so that the next one can begin; others run beside it over days."""
    return now.course.over and not now.over_days


def _in_the_room(call: Call, message: Say) -> bool:
    return message.room == call.room.id


def _goes_on_talking(call: Call, now: Scene, after: Course) -> tuple[Wish, ...]:
    """Something was said in a long turn that goes on: its time begins anew, so that nobody is cut short."""
    acted = call.now if call.sender == now.round.facilitator else now.ritual.acted
    timed, rings = turn_alarm(call, replace(now, ritual=replace(now.ritual, acted=acted), course=after))
    return (save(timed), *rings)
