"""Plays a whole ritual on stage, whatever its script: people join, speak, pass, keep silent, come late, vote and harvest.

What is asked comes from copbot's own messages; what people do in a phase depends on its kind
(`tests.dialogs.playing_acts`). Everything that was said is kept by phase, so that a test can say what it should have been,
and anybody can read it aloud: ``python -m tests.dialogs.playing_acts nl omdenken``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from copbot.rituals.script import Mode, Script, ScriptPhase
from tests.dialogs.stage import ROOM, Heard, Stage, user

Language = Literal["nl", "en"]
KARIN, ELS, AHMED, BRAM, NOOR = "Karin", "Els", "Ahmed", "Bram", "Noor"
PARENTS, PROFESSIONALS = (KARIN, ELS, NOOR), (AHMED, BRAM)
CAST = (KARIN, ELS, AHMED, BRAM)
"""Who is there from the beginning; Noor comes late. Karin is the host, asks for the ritual and leads."""
ROLES = {KARIN: "parent", ELS: "parent", NOOR: "parent", AHMED: "school", BRAM: "municipality"}
MOST_STEPS = 250
BEGINS = ("ritual.phase", "ritual.turn", "poll.opened")
ASKS = ("ritual.phase", "ritual.opened")

COMMAND: Mapping[str, Mapping[Language, str]] = {
    "ritual": {"nl": "!werkvorm", "en": "!ritual"},
    "begin": {"nl": "!begin", "en": "!begin"},
    "end": {"nl": "!einde", "en": "!end"},
    "next": {"nl": "!volgende", "en": "!next"},
    "role": {"nl": "!rol", "en": "!role"},
    "join": {"nl": "!ikdoemee", "en": "!join"},
    "vote": {"nl": "!stem", "en": "!vote"},
    "consent": {"nl": "!geenbezwaar", "en": "!consent"},
    "pass": {"nl": "!pas", "en": "!pass"},
    "done": {"nl": "klaar", "en": "done"},
    "skip": {"nl": "!volgende stap", "en": "!next step"},
}
OVER_DAYS: Mapping[Language, str] = {"nl": "over dagen", "en": "over days"}
HALF_A_DAY = 12 * 60
TOPIC: Mapping[Language, str] = {"nl": "Een rustige plek in de ochtend", "en": "A quiet place in the morning"}


def said_by(name: str, phase: ScriptPhase) -> str:
    """What somebody says in a phase, where nothing else is wanted: words that mean nothing to copbot."""
    return f"{name} zei dit in {phase.name}"


@dataclass
class Said:
    """What was said in a phase, by people (who, words) and by copbot, messages and edits in their order."""

    phase: str
    log: list[tuple[str, str] | Heard] = field(default_factory=list)

    @property
    def copbot(self) -> list[Heard]:
        """All of copbot's messages and edits."""
        return [one for one in self.log if isinstance(one, Heard)]

    @property
    def fresh(self) -> list[Heard]:
        """copbot's new messages in the room."""
        return [heard for heard in self.copbot if heard.room == ROOM and not heard.edited]

    @property
    def private(self) -> list[Heard]:
        """copbot's new messages in direct chats."""
        return [heard for heard in self.copbot if heard.room != ROOM and not heard.edited]

    @property
    def turns(self) -> list[str]:
        """Who got a turn, in that order."""
        return [heard.data["member"] for heard in self.fresh if heard.kind == "ritual.turn"]


Act = Callable[["Play", ScriptPhase], Awaitable[None]]
ACTS: dict[str, Act] = {}


def act(kind: str) -> Callable[[Act], Act]:
    """What people do in phases of a kind."""

    def keep(one: Act) -> Act:
        ACTS[kind] = one
        return one

    return keep


class Play:
    """One ritual, played through. ``cast`` are those who are there from the beginning; with ``late``, Noor comes later."""

    def __init__(
        self,
        s: Stage,
        script: Script,
        language: Language,
        mode: Mode = Mode.LIVE,
        *,
        cast: tuple[str, ...] = CAST,
        late: bool = True,
        encrypted: bool = False,
    ) -> None:
        self.s = s
        self.script = script
        self.language = language
        self.mode = mode
        self.encrypted = encrypted
        self.phases: list[Said] = [Said("")]
        self.present = list(cast)
        self.chats: dict[str, str] = {}
        self.over: Heard | None = None
        self.owner: str | None = KARIN if script.owned else None
        self.spoke: set[str] = set()
        self.passed: set[str] = set()
        self.parts: dict[str, list[str]] = {}
        """Who had a part in a phase when it began."""
        self.otherwise: dict[str, Act] = {}
        """What people do in a phase, in place of what they do in all of its kind."""
        self.unheard: set[str] = set()
        self.silent: str | None = None
        """Who let their turn run out and has not said a word since."""
        self._late = late
        self._once: dict[str, str] = {}  # what somebody does in one phase of the play, and in which
        self._moved = 0  # steps in all, so that a play that goes nowhere ends

    # -- What is heard

    @property
    def now(self) -> Said:
        return self.phases[-1]

    @property
    def days(self) -> bool:
        """Whether it is held over days."""
        return self.mode is Mode.DAYS

    @property
    def done(self) -> bool:
        """Whether copbot told the outcome."""
        return self.over is not None

    @property
    def names(self) -> list[str]:
        """The phases in the order in which they began."""
        return [said.phase for said in self.phases[1:]]

    def said(self, phase: str) -> Said:
        """What was said in a phase, the first time it began."""
        return next(said for said in self.phases if said.phase == phase)

    @property
    def everything(self) -> list[Heard]:
        """All that copbot said."""
        return [heard for said in self.phases for heard in said.copbot]

    def hear(self, heard: list[Heard]) -> list[Heard]:
        """Sort what copbot said by phase; a new phase begins with its first message."""
        for one in sorted(heard, key=lambda one: one.room != ROOM):  # a phase begins in the room
            begun = self._begun(one)
            if begun is not None and begun != self.now.phase:
                self.phases.append(Said(begun))
            if one.kind == "ritual.closed" and not one.edited:
                self.over = one
            self.now.log.append(one)
        return heard

    def _begun(self, one: Heard) -> str | None:
        """The phase that a message begins or goes on with."""
        if one.edited or one.room != ROOM:
            return None
        if self.script.name == "round":  # machines are told what it does, in place of a phase's name
            asks = one.kind in BEGINS or (self.days and one.kind == "ritual.opened")
            return self.script.phases[0].name if asks else None
        if one.kind not in BEGINS:
            return None
        if one.kind != "poll.opened":
            return str(one.data["phase"])
        place = self.script.phase(self.now.phase)
        return next(phase.name for phase in self.script.phases[place:] if phase.kind == "ballot")

    # -- What people do

    async def says(
        self, name: str, words: str, *, private: bool = False, reply_to: Heard | None = None
    ) -> list[Heard]:
        """Somebody writes, in the room or in their chat with copbot."""
        self._step()
        self.now.log.append((name, words))
        room = self.chats[name] if private else ROOM
        return self.hear(await self.s.says(name, words, room=room, reply_to=reply_to))

    async def types(self, name: str, command: str, line: str = "") -> list[Heard]:
        """Somebody types a command, in the language of the play."""
        words = COMMAND[command][self.language]
        return await self.says(name, f"{words} {line}".strip())

    async def waits(self, minutes: float) -> list[Heard]:
        self._step()
        return self.hear(await self.s.waits(minutes=minutes))

    async def contributes(
        self, name: str, phase: ScriptPhase, words: str | None = None, *, private: bool = False
    ) -> list[Heard]:
        """Somebody has their say; over days in reply to what was asked."""
        self.spoke.add(name)
        words = words or said_by(name, phase)
        asked = self.prompt() if self.days and not private else None
        return await self.says(name, words, private=private, reply_to=asked)

    def prompt(self) -> Heard:
        """What the present phase asked in the room."""
        return next(heard for heard in self.now.fresh if heard.kind in ASKS)

    async def passes(self, name: str) -> list[Heard]:
        """Somebody passes."""
        self.passed.add(name)
        return await self.types(name, "pass")

    def does(self, what: str, phase: ScriptPhase) -> bool:
        """Whether it is done in this phase: the first one in which it can be, and no other."""
        return self._once.setdefault(what, phase.name) == phase.name

    def _step(self) -> None:
        self._moved += 1
        assert self._moved < MOST_STEPS, f"the play goes nowhere, in {self.now.phase}"

    # -- The whole

    async def whole(self) -> None:
        """From the first word to the last."""
        await self.opens()
        while not self.done:
            await self._through(self.phase())

    async def _through(self, phase: ScriptPhase) -> None:
        """A phase, until it is over, if only because time goes by."""
        began = len(self.phases)
        if self._late and began > 2:
            await self.comes_late()
        self.parts.setdefault(phase.name, self.part(phase))
        if self.silent in self.part(phase) and phase.kind == "round" and not self.days:
            await self.types(self.silent, "join")  # no turn waits for them until they say that they are back
            self.silent = None
        await self.act(phase)
        while not self.done and len(self.phases) == began:
            await self.waits(HALF_A_DAY if self.days else 1)

    async def act(self, phase: ScriptPhase) -> None:
        """People do what they do in such a phase; what they do otherwise, they do once. Over days nobody waits for a turn."""
        kind = "collect" if self.days and phase.kind == "round" else phase.kind
        await self.otherwise.pop(phase.name, ACTS[kind])(self, phase)

    async def opens(self) -> None:
        """The room fills, the ritual is asked for, hands go up, and it begins."""
        await self.s.room(*self.present, encrypted=self.encrypted)
        for name in self.present:
            await self._arrives(name)
        self.s.server.sent.clear()
        if self.script.follows is not None:
            await self._held(self.script.follows)
        over_days = OVER_DAYS[self.language] if self.days else ""
        await self.types(KARIN, "ritual", f"{self.script.called[self.language][0]} {over_days}")
        if self.script.ask is not None:
            await self.says(KARIN, TOPIC[self.language], reply_to=self._asked(ROOM))
        if self.script.own_room:
            await self.says(KARIN, "1", reply_to=self._asked(ROOM))
        if self.script.consent_first is not None:
            await self.says(KARIN, "1", private=True, reply_to=self._asked(self.chats[KARIN]))
        if self.days:
            return  # it begins at once, for everybody who is there
        for name in self.seats():
            await self.types(name, "join")
        await self.types(KARIN, "begin")

    async def _held(self, name: str) -> None:
        """What the ritual follows was held, some days ago."""
        await self.s.says(KARIN, f"{COMMAND['ritual'][self.language]} {name} {TOPIC[self.language]}")
        for member in self.present[1:3]:
            await self.s.says(member, COMMAND["join"][self.language])
        await self.s.says(KARIN, COMMAND["begin"][self.language])
        await self.s.says(KARIN, COMMAND["end"][self.language])
        await self.s.waits(days=self.script.follows_days)
        self.s.server.sent.clear()

    async def comes_late(self) -> None:
        """Noor comes when the second phase has begun."""
        self._late = False
        self.s.server.members[ROOM][user(NOOR)] = NOOR
        await self.s.enters(NOOR)
        await self._arrives(NOOR)
        self.present.append(NOOR)
        heard = await self.types(NOOR, "join")
        if (
            any(one.room == self.chats[NOOR] and one.kind == "question" for one in heard)
            and self._asked_all()
        ):
            await self.says(NOOR, "1", private=True)  # what all were asked before, she is asked first

    def _asked_all(self) -> bool:
        """Whether everybody was asked, in an earlier step, if they want it."""
        before = self.script.phases[: self.script.phase(self.now.phase)]
        return any(phase.kind == "agree" and phase.more["yes"] == "all" for phase in before)

    async def _arrives(self, name: str) -> None:
        self.chats[name] = await self.s.direct(name, encrypted=self.encrypted)
        await self.s.says(name, f"{COMMAND['role'][self.language]} {ROLES[name]}")

    def _asked(self, room: str) -> Heard:
        """What copbot asked last there."""
        return [heard for heard in self.now.copbot if heard.room == room][-1]

    # -- Who has a part

    def seats(self) -> list[str]:
        """Who takes part: everybody, but for who leads where the script wants somebody without a say."""
        return [name for name in self.present if not (self.script.impartial and name == KARIN)]

    def part(self, phase: ScriptPhase) -> list[str]:
        """Who has a part in a phase."""
        here = self.seats()
        groups: dict[str, list[str]] = {
            "all": here,
            "owner": [name for name in here if name == self.owner],
            "others": [name for name in here if name != self.owner],
            "parents": [name for name in here if name in PARENTS],
            "professionals": [name for name in here if name in PROFESSIONALS],
        }
        silent = {name for who in phase.silent for name in groups[who]}
        return [name for name in groups[phase.who] if name not in silent]

    def phase(self) -> ScriptPhase:
        """The present phase."""
        return self.script.phases[self.script.phase(self.now.phase)]

    def running(self, phase: ScriptPhase) -> bool:
        """Whether the phase runs still."""
        return not self.done and self.phase() is phase

    def turn(self) -> str:
        """Whose turn it is, as copbot said last."""
        member = self.now.turns[-1]
        return next(name for name in ROLES if user(name) == member)
