"""The members of a rehearsal: what they do when copbot says something, as members who mean well would.

What copbot expects is read from what it says for machines, the field ``nl.copbot``, as any client could: whose turn it is, which
phase has begun, what a poll offers. Somebody passes now and then, so that this is seen too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from copbot.rehearsal.crowd import user
from copbot.rehearsal.ears import Heard
from copbot.rehearsal.wording import Wording
from copbot.rituals.script import Mode, Script, ScriptPhase, Shape

CAST = (
    ("Anna", "parent"),
    ("Bram", "school"),
    ("Driss", "parent"),
    ("Eva", "care"),
    ("Fatma", "parent"),
    ("Gerda", "municipality"),
    ("Hugo", "parent"),
    ("Ineke", "other"),
)
"""Who plays, with what they bring to the room; the first one begins and leads."""
MEMBERS = 6
PASSES = 7  # every seventh turn somebody passes
USED = {Mode.LIVE: 0.6, Mode.DAYS: 0.4}
"""The part of its time that a turn, or a phase in which all write, takes; over days people sleep in between."""
GIST = timedelta(seconds=20)  # between two messages of a talk


ASKED = ("needs-yes", "needs-sure")
"""What copbot says where it only wants to hear a yes."""


ONTO = {"may": "harvest", "support": "offers", "cannot": "stuck"}
"""Which words fit the rung of the ladder onto which a phase harvests."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a member does after a while: says words, or taps options of a poll (named by its event).

    ``at_once``: before what others were about to do, as who is asked back while they have the chat open.
    """

    member: str
    words: str = ""
    after: timedelta = timedelta(seconds=5)
    private: bool = False
    reply_to: str | None = None
    poll: str | None = None
    options: tuple[str, ...] = ()
    at_once: bool = False


class Players:
    """What all of them do. ``members`` are Matrix ids, the first one leads."""

    def __init__(self, script: Script, mode: Mode, roles: Mapping[str, str], wording: Wording) -> None:
        """``roles``: what each member brings to the room, in the order in which they came."""
        self._script = script
        self._roles = roles
        self.mode = mode
        self.members = tuple(roles)
        self._wording = wording
        self._turns = 0
        self._asked: set[tuple[object, object]] = set()  # proposals, by number and version
        self._present = ""  # the phase that was told of last
        self._lines: dict[str, int] = {}

    @property
    def leader(self) -> str:
        """Who begins and leads."""
        return self.members[0]

    @property
    def taking_part(self) -> tuple[str, ...]:
        """Who steps in: not who leads where they have no say in it, and no more than there is room for."""
        able = self.members[1:] if self._script.impartial else self.members
        return able[: self._script.most]

    def begins(self, topic: str | None) -> str:
        """How the ritual is asked for."""
        command = {"nl": "werkvorm", "en": "ritual"}[self._wording.language]
        name = self._script.called[self._wording.language][0]
        about = topic or (self._wording.member("topic") if self._script.ask else "")
        over = {Mode.LIVE: "", Mode.DAYS: {"nl": "over dagen ", "en": "over days "}[self._wording.language]}
        return f"!{command} {name} {over[self.mode]}{about}".rstrip()

    def hear(self, heard: Heard) -> Iterator[Act]:
        """What members do when copbot has said this."""
        if heard.edits:
            return
        if heard.member is not None:
            yield from self._private(heard)
            return
        if heard.data.get("error") in ASKED and heard.choices:
            yield Act(self.leader, self._wording.member("yes"), reply_to=heard.event)
        match heard.kind:
            case "ritual.opened" if heard.data["phase"] == "joining":
                for member in self.taking_part:
                    yield Act(member, self._wording.member("hand"))
                yield Act(self.leader, "!begin")
            case "ritual.turn":
                yield self._turn(heard)
            case "ritual.opened" | "ritual.phase":
                yield from self._phase(heard)
            case "poll.opened":
                yield from self._votes(heard)
            case "nudge" if heard.data.get("about") == "proposal":
                yield Act(self.leader, self._wording.member("proposal"), GIST)
            case "proposal.opened" | "proposal.round" if heard.data.get("round") == "consent":
                yield from self._consent(heard)

    def _private(self, heard: Heard) -> Iterator[Act]:
        """Who is asked whether they want it, before it begins, does."""
        assert heard.member is not None
        if heard.kind == "question" and heard.data.get("about") == "ritual" and heard.choices:
            yield Act(heard.member, self._wording.member("yes"), private=True)
        elif self.mode is Mode.DAYS and heard.data.get("error") == "not-understood" and heard.choices == 2:
            yield Act(heard.member, "1", private=True, at_once=True)  # yes, an answer to what is asked

    def _turn(self, heard: Heard) -> Act:
        self._turns += 1
        member = str(heard.data["member"])
        phase = self._named(heard)
        seats = max(int(heard.data["of"]), 1)
        minutes = 5.0
        if phase is not None:
            minutes = phase.minutes_each or (phase.minutes or minutes * seats) / seats
        after = timedelta(minutes=minutes * USED[Mode.LIVE])
        if self._turns % PASSES == 0:
            return Act(member, self._wording.member("pass"), after)
        return Act(member, self._words(phase), after)

    def _phase(self, heard: Heard) -> Iterator[Act]:
        phase = self._named(heard)
        if phase is None or phase.name == self._present:
            return  # what is said later in a phase, such as that it ends soon
        self._present = phase.name
        if phase.kind == "agree" and phase.more.get("private"):
            return  # each is asked alone, and answers there
        if phase.shaped(self.mode) is Shape.WRITING:
            able = heard.pings or tuple(
                member for member in self.taking_part if self._has_part(member, phase)
            )
            whole = timedelta(minutes=(phase.lasts(self.mode, len(able)) or 5) * USED[self.mode])
            over_days = self.mode is Mode.DAYS
            for place, member in enumerate(able):
                # Over days some answer in private, the others in reply to the question: what else is said is talk.
                private = bool(phase.more.get("private")) or (over_days and place % 3 == 2)
                reply_to = heard.event if over_days and not private else None
                yield Act(member, self._words(phase), whole / len(able), private, reply_to)
        elif phase.shape is Shape.TALKING:
            yield from self._talk(phase)

    def _talk(self, phase: ScriptPhase) -> Iterator[Act]:
        """A few words of a talk."""
        if phase.kind in ("open", "item"):
            able = [member for member in self.taking_part if self._has_part(member, phase)]
            for place, line in enumerate(self._wording.lines("talk")[:3] if able else ()):
                yield Act(able[place % len(able)], line, GIST)

    def _has_part(self, member: str, phase: ScriptPhase) -> bool:
        """Whether a phase is for a member. Who brings a topic is who leads."""
        return self._among(member, phase.who) and not any(self._among(member, who) for who in phase.silent)

    def _among(self, member: str, who: str) -> bool:
        role = self._roles[member]
        match who:
            case "all":
                return True
            case "owner":
                return member == self.leader
            case "others":
                return member != self.leader
            case "parents":
                return role == "parent"
            case "professionals":
                return role not in ("parent", "youth")
            case _:
                return role == who

    def _votes(self, heard: Heard) -> Iterator[Act]:
        """Each taps one answer; most of them the first."""
        for place, member in enumerate(self.taking_part):
            if heard.options:
                option, _ = heard.options[0 if place % 3 else place % len(heard.options)]
                yield Act(member, poll=heard.event, options=(option,))

    def _consent(self, heard: Heard) -> Iterator[Act]:
        """Everybody can live with it; they are asked once about each version of it."""
        asked = (heard.data["proposal"], heard.data["version"])
        if asked not in self._asked:
            self._asked.add(asked)
            reply_to = heard.event if self.mode is Mode.DAYS else None  # else it is talk, over days
            for member in self.taking_part:
                yield Act(member, self._wording.member("agree"), reply_to=reply_to)

    def _named(self, heard: Heard) -> ScriptPhase | None:
        """The phase that a message is about; the first, where over days the opening asks at once."""
        name = heard.data.get("phase")
        if heard.kind == "ritual.opened" and heard.data.get("phase") != "joining":
            return (
                self._script.phases[0] if self.mode is Mode.DAYS and len(self._script.phases) == 1 else None
            )
        return next((phase for phase in self._script.phases if phase.name == name), None)

    def _words(self, phase: ScriptPhase | None) -> str:
        """The next thing to say in a phase of this kind."""
        kind = phase.kind if phase is not None else "round"
        if kind == "rate":
            return ("4", "3", "5", "4", "2")[self._next("rate") % 5]
        if kind == "agree":
            return self._wording.member("yes")
        onto = phase.more.get("onto") if phase is not None else None
        lines = self._wording.lines(ONTO.get(str(onto), "lines"))
        return lines[self._next(f"{kind} {onto}") % len(lines)]

    def _next(self, kind: str) -> int:
        self._lines[kind] = self._lines.get(kind, -1) + 1
        return self._lines[kind]


def cast(members: int) -> dict[str, tuple[str, str]]:
    """So many members: name and role by Matrix id."""
    found: dict[str, tuple[str, str]] = {}
    for number in range(members):
        again, place = divmod(number, len(CAST))
        name, role = CAST[place]
        name = f"{name}{again + 1}" if again else name
        found[user(name)] = (name, role)
    return found
