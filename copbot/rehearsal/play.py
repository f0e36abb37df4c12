"""One rehearsal from the opening to the end: members act, copbot answers, and where nobody has anything to do, the clock jumps."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TextIO

from copbot.core.records import Language
from copbot.engine.registry import Registry
from copbot.rehearsal.crowd import ROOM, Crowd
from copbot.rehearsal.ears import Heard
from copbot.rehearsal.players import ASKED, MEMBERS, Act, Players, cast
from copbot.rehearsal.screen import ZONE, Screen
from copbot.rehearsal.stage import PREFIX, Stage, stage
from copbot.rehearsal.wording import Wording
from copbot.rituals.library import Library
from copbot.rituals.script import Mode, Script

MOST_STEPS = 2_000
LONGEST = {Mode.LIVE: timedelta(days=1), Mode.DAYS: timedelta(days=61)}
"""So long something may take by itself; what comes later is not of the ritual."""
MORNING, EVENING = 9, 21  # hours between which people answer over days
NUDGES = 3
"""So often who leads says "next" where nothing happens any more, before the rehearsal is given up."""


@dataclass
class Played:
    """How it went. ``closed``: it came to its end; ``refused``: it did not even begin; ``unsaid``: what could not be said."""

    took: timedelta = timedelta()
    messages: list[Heard] = field(default_factory=list)
    closed: bool = False
    refused: bool = False
    unsaid: Sequence[str] = ()

    @property
    def fine(self) -> bool:
        """Whether it went as it should."""
        began = any(heard.kind in ("ritual.phase", "ritual.turn") for heard in self.messages)
        return began and self.closed and not self.unsaid


async def play(
    script: Script,
    library: Library,
    registry: Registry,
    out: TextIO,
    *,
    language: Language,
    mode: Mode,
    topic: str | None = None,
) -> Played:
    """Play a script, shown on ``out``. It is played as it is given, whatever the library has of that name.

    What would have to be held before it is taken as held.
    """
    script = replace(script, follows=None)
    members = max(min(MEMBERS, script.most or MEMBERS), script.least) + script.impartial
    people = cast(members)
    names = {member: name for member, (name, _) in people.items()}
    wording = Wording(language)
    crowd = Crowd(names, {ROOM: wording.screen("room")}, {next(iter(names)): 100}, locked=script.sensitive)
    screen = Screen(out, wording, crowd, with_days=mode is Mode.DAYS)
    screen.plain(wording.screen("title", title=script.title[language], members=", ".join(names.values())))
    screen.plain()
    beside = tuple(other for other in library.scripts if other.name != script.name)
    players = Players(script, mode, {member: role for member, (_, role) in people.items()}, wording)
    async with stage(registry, Library((script, *beside)), crowd, language) as on:
        for member, (_, role) in people.items():
            await on.says(member, f"{PREFIX}role {role}")
        performance = _Performance(on, players, screen, crowd)
        played = await performance.run(topic)
    _told(played, screen, wording, script, mode, len(players.taking_part))
    return played


class _Performance:
    """The play as it goes."""

    def __init__(self, on: Stage, players: Players, screen: Screen, crowd: Crowd) -> None:
        self._on = on
        self._players = players
        self._screen = screen
        self._crowd = crowd
        self._acts: deque[Act] = deque()
        self._played = Played()
        self._nudges = 0

    async def run(self, topic: str | None) -> Played:
        began = self._on.time
        await self._act(Act(self._players.leader, self._players.begins(topic)))
        self._played.refused = self._played.refused or not self._played.messages
        for _ in range(MOST_STEPS):
            if self._played.closed or self._played.refused:
                break
            if self._acts:
                await self._act(self._acts.popleft())
            elif not await self._jump():
                break
        self._played.took = self._on.time - began
        self._played.unsaid = self._on.unsaid
        return self._played

    async def _act(self, act: Act) -> None:
        self._hear(await self._on.passes(self._awake(act.after)))
        if self._played.closed:
            return
        if act.poll is not None:
            self._screen.member(self._on.time, self._name(act.member), self._tapped(act), private=False)
            self._hear(await self._on.votes(act.member, act.poll, *act.options))
        else:
            self._screen.member(self._on.time, self._name(act.member), act.words, private=act.private)
            said = await self._on.says(act.member, act.words, private=act.private, reply_to=act.reply_to)
            self._hear(said)

    def _awake(self, after: timedelta) -> timedelta:
        """How long until a member acts: over days, not at night."""
        then = (self._on.time + after).astimezone(ZONE)
        if self._players.mode is Mode.LIVE or MORNING <= then.hour < EVENING:
            return after
        morning = then.replace(hour=MORNING, minute=0, second=0) + timedelta(days=then.hour >= EVENING)
        return morning - self._on.time

    def _name(self, member: str) -> str:
        return self._crowd.names[member]

    def _tapped(self, act: Act) -> str:
        poll = next(heard for heard in self._played.messages if heard.event == act.poll)
        options = [words for id, words in poll.options if id in act.options]
        return self._screen.wording.screen("votes", options=", ".join(options))

    async def _jump(self) -> bool:
        """Go to the next moment at which something happens; who leads says "next" where none comes. False: it is stuck."""
        due = await self._on.next_due()
        span = timedelta() if due is None else max(due - self._on.time, timedelta())
        if due is not None and span <= LONGEST[self._players.mode]:
            self._screen.later(span)
            self._hear(await self._on.passes(span))
            return True
        self._nudges += 1
        if self._nudges > NUDGES:
            return False
        await self._act(Act(self._players.leader, f"{PREFIX}next"))
        return True

    def _hear(self, said: Sequence[Heard]) -> None:
        for heard in said:
            self._played.messages.append(heard)
            self._screen.copbot(heard)
            for act in self._players.hear(heard):
                (self._acts.appendleft if act.at_once else self._acts.append)(act)
            if heard.kind == "ritual.closed" and not heard.edits:
                self._played.closed = True
            error = heard.data.get("error")
            if not self._began and heard.kind == "reply" and error is not None and error not in ASKED:
                self._played.refused = True
            self._nudges = 0 if heard.kind.startswith("ritual.") else self._nudges

    @property
    def _began(self) -> bool:
        return any(heard.kind.startswith("ritual.") for heard in self._played.messages)


def _told(played: Played, screen: Screen, wording: Wording, script: Script, mode: Mode, members: int) -> None:
    """The end: how long it took, and how much copbot said."""
    screen.plain()
    span = wording.span(played.took)
    if played.refused:
        screen.plain(wording.screen("refused"))
    elif played.closed:
        screen.plain(wording.screen("done", span=span, members=members))
    else:
        screen.plain(wording.screen("stuck", span=span))
    planned = timedelta(minutes=sum(phase.lasts(mode, members) or 0 for phase in script.phases))
    screen.plain(wording.screen("planned", span=wording.span(planned), members=members))
    new = [heard for heard in played.messages if not heard.edits]
    private = sum(heard.member is not None for heard in new)
    screen.plain(
        wording.screen(
            "said",
            messages=len(new) - private,
            private=private,
            edits=len(played.messages) - len(new),
            longest=max((len(heard.body) for heard in played.messages), default=0),
        )
    )
    for why in played.unsaid:
        screen.plain(wording.screen("unsaid", why=why))
