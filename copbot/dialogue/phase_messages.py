"""How a phase begins, and where we are: which step of how many, what is asked, who speaks, how long it lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from copbot.core.text import Text, Who, text
from copbot.core.wishes import About, Edit, Say
from copbot.dialogue import days_words
from copbot.dialogue.call import Call
from copbot.dialogue.ritual_words import FREE, RATE, asked, last, own, plain, titled
from copbot.dialogue.round_kept import MEETING, minutes_now
from copbot.dialogue.round_messages import PASS, field, joined, names_of, thread
from copbot.dialogue.scene import Scene
from copbot.rituals.script import Mode, ScriptPhase
from copbot.rituals.state import Phase, Standing

WHOSE = {"parents": "ritual.whose-parents", "professionals": "ritual.whose-professionals"}
SILENT = {
    "parents": "ritual.silent-parents",
    "professionals": "ritual.silent-professionals",
    "others": "ritual.silent-others",
}
PRIVATE = "private"
"""The key of phases in which everybody writes to copbot alone."""
AGREE = days_words.AGREE


def announced(call: Call, now: Scene, more: Sequence[Text] = (), aside: Text | None = None) -> Say:
    """The usual message with which a phase begins; ``more`` are lines of its kind, below the words."""
    writing = now.round.phase is Phase.WRITING
    return Say(
        call.chance.key(),
        (*((aside,) if aside else ()), *lines(call, now, more)),
        "ritual.phase",
        field(now),
        room=call.room.id,
        thread_key=thread(now),
        about=About("phase", now.ritual.number),
        ping=_waited_for(now) if writing and not now.over_days else (),
        seeds=(PASS,) if writing else (),
    )


def headed(call: Call, now: Scene) -> Say:
    """Where we are and how long it lasts, for a phase whose words stand in a message of another kind right below."""
    said = announced(call, now)
    whose = _whose(now)
    return replace(said, lines=(step(now), *whose, *_how(call, now)))


def _waited_for(now: Scene) -> tuple[str, ...]:
    return tuple(seat.member for seat in now.round.seats if seat.pending)


def announced_again(call: Call, key: str, now: Scene, more: Sequence[Text] = ()) -> Edit:
    """The same with how many are ready, by number only."""
    return Edit(key, (*lines(call, now, more), *ready(now)), field(now))


def soon(call: Call, now: Scene) -> Say:
    """A kind word shortly before a talk ends."""
    assert now.due is not None
    return Say(
        call.chance.key(),
        (text("ritual.soon", until=now.due),),
        "ritual.phase",
        field(now),
        room=call.room.id,
        thread_key=thread(now),
        about=About("phase", now.ritual.number),
    )


def too_few(call: Call, now: Scene, until: datetime) -> Say:
    """There are too few who take part, or too many: it waits once more."""
    script, sitting = now.script, len(now.course.taking_part)
    few = text("ritual.waits-for-more", least=script.least, at=until)
    many = text("ritual.waits-for-fewer", most=script.most, at=until)
    return Say(
        call.chance.key(),
        (few if sitting < script.least else many,),
        "ritual.phase",
        field(now),
        room=call.room.id,
        thread_key=thread(now),
        about=About("opening", now.ritual.number),
    )


def ready(now: Scene) -> tuple[Text, ...]:
    """How many are ready, by number only; nothing where each says yes or no alone."""
    if days_words.by_oneself(now):
        return ()
    meant = [
        seat for seat in now.round.seats if seat.standing is not Standing.UNHEARD
    ]  # not who is passed over
    return (text("round.ready", count=sum(not seat.pending for seat in meant), of=len(meant)),)


def status_lines(now: Scene, waiting: int = 0) -> tuple[Text, ...]:
    """Where the ritual is, and how many wait after it. Who kept silent is not named."""
    state = now.round
    lines = [titled(now)]
    if state.phase is Phase.JOINING:
        lines.append(text("round.status-joining", at=now.due))
        if state.members:
            lines.append(text("round.joined", count=len(state.members), who=names_of(state.members)))
    else:
        if not plain(now.script):
            lines.append(step(now))
        lines += _present(now)
    if waiting:
        lines.append(text(own(now.script, "round.status-waiting"), count=waiting))
    return tuple(lines)


def _present(now: Scene) -> list[Text]:
    state = now.round
    if state.phase is Phase.WRITING:
        return [text("round.status-writing", until=now.due), *ready(now)]
    if state.phase is Phase.TALKING:
        return [text("ritual.status-talking", until=now.due)] if now.due else []
    if state.speaking is None:
        return []
    speaking = text("round.status-turn", who=Who(state.speaking))
    if not state.following:
        ends = last(now) and not plain(now.script)
        return [speaking, text("ritual.status-end" if ends else own(now.script, "round.status-last"))]
    to_go = text("round.status-to-go", count=len(state.waiting))
    return [speaking, joined(text("round.status-then", who=Who(state.following)), to_go)]


def lines(call: Call, now: Scene, more: Sequence[Text]) -> tuple[Text, ...]:
    """What the message with which a phase begins says."""
    if plain(now.script) and now.round.phase is Phase.WRITING and not now.over_days:
        return (
            text("round.write", question=asked(now)),
            text("round.write-how", who=names_of(now.round.members), until=now.due),
        )
    whose = _whose(now)
    title = () if len(now.script.phases) == 1 else (step(now),)
    return (*title, now.line(now.phase.words), *more, *whose, *_how(call, now))


def step(now: Scene) -> Text:
    """Which step of how many this is, with its title."""
    title, left_out = now.words(now.phase.title), now.course.left_out
    usual = [place for place in now.script.usual if now.script.phases[place].name not in left_out]
    if now.course.back is not None:
        return text("ritual.step-again", title=title)
    if now.index - 1 not in usual:
        return text("ritual.step-aside", title=title)
    return text("ritual.step", n=usual.index(now.index - 1) + 1, of=len(usual), title=title)


def _whose(now: Scene) -> list[Text]:
    """Who speaks, and who only listens, where that is not everybody."""
    phase: ScriptPhase = now.phase
    owner = now.course.owner
    lines: list[Text] = []
    if phase.who == "owner" and owner is not None:
        lines.append(text("ritual.whose-owner", who=Who(owner)))
    elif phase.who in WHOSE:
        lines.append(text(WHOSE[phase.who]))
    elif owner is not None and "owner" not in phase.silent and _just_chosen(now):
        lines.append(text("ritual.about-owner", who=Who(owner)))
    for silent in phase.silent:
        if silent == "owner" and owner is not None:
            lines.append(text("ritual.silent-owner", who=Who(owner)))
        elif silent in SILENT:
            lines.append(text(SILENT[silent]))
    return lines


def _just_chosen(now: Scene) -> bool:
    """Whether the phase before was the vote on whose topic it is: then who won must be told."""
    before = now.script.phases[now.index - 2] if now.index > 1 else None
    return before is not None and bool(before.more.get("owner"))


def _how(call: Call, now: Scene) -> list[Text]:
    """How to take part, and how long it lasts."""
    phase, here = now.phase, now.round.options.here
    lines: list[Text] = []
    if now.over_days:
        lines += days_words.how(call, now)
        if phase.optional:
            lines.append(_optional(call, now))
        return lines
    private = bool(phase.more.get(PRIVATE))
    if now.round.phase is Phase.WRITING:
        figure = phase.kind == RATE and not private
        if now.due is None:
            asks = "ritual.write-figure-untimed" if figure else "ritual.write-untimed"
            lines.append(text("ritual.write-private-untimed" if private else asks))
        elif private and AGREE in phase.more:
            lines.append(text("ritual.ask-private", until=now.due))
        else:
            asks = "ritual.write-figure" if figure else "ritual.write"
            lines.append(text("ritual.write-private" if private else asks, until=now.due))
    elif now.round.phase is Phase.TALKING and now.due is not None:
        lines.append(text("ritual.talk" if phase.kind in FREE else "ritual.until", until=now.due))
        if not phase.optional:
            lines[-1] = joined(
                lines[-1], text("ritual.sooner", lead=Who(now.round.facilitator), p=call.prefix)
            )
    elif now.round.phase is Phase.TALKING and not now.noted(MEETING):
        id = "ritual.talk-led" if phase.kind in FREE else "ritual.until-led"
        lines.append(text(id, lead=Who(now.round.facilitator), p=call.prefix))
    elif now.round.phase is Phase.TURNS and not here and now.course.mode is Mode.LIVE:
        minutes = minutes_now(call, now) or 0
        if len(now.round.seats) > 1:
            lines.append(text("ritual.each", count=max(round(minutes), 1)))
        else:
            lines.append(text("ritual.minutes", count=max(round(minutes), 1)))
    if phase.optional:
        lines.append(_optional(call, now))
    return lines


def _optional(call: Call, now: Scene) -> Text:
    """That the step may be left out; and where others may be held once more, how who leads chooses one."""
    chosen = any(phase.again for phase in now.script.phases)
    id = "ritual.optional-again" if chosen else "ritual.optional"
    return text(id, lead=Who(now.round.facilitator), p=call.prefix)
