"""Everything that copbot says of its own accord keeps quiet hours and leaves people in peace: all of it, by construction.

Every alarm is listed here with why it may speak when it does; a new one fails until it is. Then a month goes by, in
the torture a year, in which people do all that sets alarms, at random, while some of them are away or want no messages.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from copbot.engine.registry import discover
from tests.dialogs.stage import Heard, Stage, stage

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

HELD = "what it says waits for quiet hours, and in private for who is away; who stopped never hears it"
RITUAL = "part of a live ritual, in which people are talking"
ASKED = "a time that somebody asked for: it comes then, and late it waits like the rest"
BEFORE = "what would come in the quiet hours comes before them; late, it waits for their end"
SILENT = "says nothing by itself"
MOVED = "somebody has just moved the room: what is left to say in it is said, and what is private waits like the rest"
ALARMS = {
    "round.window": RITUAL,
    "round.turn": RITUAL,
    "round.soon": RITUAL,
    "ballot.moved": RITUAL,
    "round.nudge": HELD,
    "round.nudge-last": HELD,
    "away": RITUAL,
    "held": HELD,
    "shown": SILENT,
    "due": HELD,
    "poll.deadline": HELD,
    "poll.nudge": HELD,
    "proposal.deadline": HELD,
    "proposal.skip": HELD,
    "proposal.nudge": HELD,
    "proposal.moved": RITUAL,
    "room.moved": MOVED,
    "decision.review": HELD,
    "digest": HELD,
    "reminder": ASKED,
    "reminder-again": ASKED,
    "meeting": BEFORE,
    "meeting.close": HELD,
    "minutes.show": RITUAL,
    "sealed": HELD,
}
MEETINGS = ("meeting.reminder", "meeting.started")
SPEAKS_AT_NIGHT = ("reminder", "ritual.opened", "ritual.turn", "ritual.phase", "ritual.closed")


def test_every_alarm_says_why_it_may_speak_when_it_does() -> None:
    assert set(discover().rings) == set(ALARMS)


NAMES = ("Karin", "Els", "Ahmed")
DAYS = ("maandag", "woensdag", "vrijdag")


class Room:
    """A time in a room: what people do, by lot, and what copbot says meanwhile."""

    def __init__(self, s: Stage, dice: Random) -> None:
        self.s = s
        self.dice = dice
        self.chats: dict[str, str] = {}
        self.peace: dict[str, datetime] = {}
        self.items = 0
        self.polls = 0
        self.proposals = 0
        self.unasked: list[tuple[datetime, Heard]] = []
        self.sent: dict[str, datetime] = {}

    async def begin(self) -> None:
        """The room, the direct chats, and a clock beside what copbot sends."""
        taken = self.s.server._send

        def noted(room: str, kind: str, content: dict[str, Any]) -> str:
            event = taken(room, kind, content)
            self.sent[event] = self.s.time
            return event

        self.s.server._send = noted  # type: ignore[method-assign]  # the same homeserver, with a clock beside it
        await self.s.room(*NAMES)
        self.chats = {name: await self.s.direct(name) for name in NAMES}
        for name in NAMES:
            await self.s.says(name, "!weekbericht mijn", room=self.chats[name])
            await self.s.says(name, "1", room=self.chats[name])

    async def act(self) -> None:
        """Somebody does something that copbot will come back to."""
        name, day = self.dice.choice(NAMES), self.dice.randrange(1, 9)
        on = (self.s.time + timedelta(days=day)).astimezone(AMSTERDAM)
        clock = f"{self.dice.randrange(24):02}:{self.dice.choice(('00', '30'))}"
        match self.dice.randrange(11):
            case 0 if self.items < 3:
                self.items += 1
                await self.s.says(name, "!kanniet iets")
            case 1 | 2 if self.items:
                number = self.dice.randrange(self.items) + 1
                await self.s.says(
                    name, f"!iksteun {number} ik bel voor {on:%Y-%m-%d} {self.dice.choice((clock, ''))}"
                )
            case 3:
                self.polls += 1
                await self.s.says(name, f"!peiling tot {on:%Y-%m-%d} {clock} Waar? | hier | daar")
            case 4:
                await self.s.says(name, f"!herinner {on:%Y-%m-%d} {clock} aan de taart")
            case 5:
                await self.s.says(
                    name, f"!gedaan {self.dice.randrange(self.items) + 1}" if self.items else "!steun"
                )
            case 6:
                await self.s.says(name, f"!evenweg tot {on:%Y-%m-%d} 14:00")
                self.peace[name] = on.replace(hour=14, minute=0, second=0, microsecond=0)
            case 7:
                self.proposals += 1
                await self.s.says(name, "!voorstel samen eten")
                await self.s.says(name, f"!volgende {self.dice.randrange(self.proposals) + 1}")
            case 8:
                await self.s.says(name, f"!bijeenkomst Kring {on:%Y-%m-%d} {clock}")
            case 9:
                await self.s.says(name, f"!bijeenkomst Thee elke {self.dice.choice(DAYS)} {clock} 3 keer")
            case _:
                await self.s.says(name, "!stop")
                self.peace[name] = datetime.max.replace(tzinfo=UTC)
        for other in NAMES:
            if self.dice.random() < 0.1 and other in self.peace:
                del self.peace[other]
                await self.s.says(other, "!terug")

    async def passes(self, minutes: int) -> None:
        """So much time goes by, in which nobody says anything."""
        for one in await self.s.waits(minutes=minutes):
            if one.edited:
                continue
            at = self.sent[one.event]
            self.unasked.append((at, one))
            name = next((name for name, chat in self.chats.items() if chat == one.room), None)
            assert name is None or at >= self.peace.get(name, at), one.body


@pytest.mark.parametrize(
    ("seed", "days", "minutes"),
    [(0, 30, 30), (1, 30, 30), pytest.param(2, 366, 90, marks=pytest.mark.torture, id="a-year")],
)
async def test_nothing_is_said_at_night_or_to_whom_wants_peace(
    tmp_path: Path, seed: int, days: int, minutes: int
) -> None:
    start = datetime(
        2026, 10, 12 if seed % 2 else 26, 8, 0, tzinfo=UTC
    )  # over the end of summer time, or after it
    async with stage(tmp_path, clock=start) as s:
        life = Room(s, Random(seed))
        await life.begin()
        for _ in range(days * 24 * 60 // minutes):
            local = s.time.astimezone(AMSTERDAM)
            if 9 <= local.hour < 20 and life.dice.random() < 0.12:
                await life.act()
            await life.passes(minutes)
        said = [(at.astimezone(AMSTERDAM), one) for at, one in life.unasked]
        at_night = [
            (f"{at:%a %d %H:%M}", one.body)
            for at, one in said
            if not 8 <= at.hour < 21 and one.kind not in SPEAKS_AT_NIGHT
        ]
        assert at_night == []
        assert any(not 8 <= at.hour < 21 for at, _ in said), "reminders come at their time"
        kinds = {one.kind for _, one in said}
        assert {"reminder", "question", "digest", "poll.closed", "proposal.round", *MEETINGS} <= kinds, (
            "all of it came about"
        )


async def test_what_could_not_be_sent_before_the_night_waits_for_the_morning(tmp_path: Path) -> None:
    """It was decided by day, and the homeserver was away, or copbot, until the quiet hours had begun."""
    async with stage(tmp_path, clock=datetime(2026, 11, 30, 9, 0, tzinfo=UTC)) as before:
        await before.room("Els", "Karin")
        chat = await before.direct("Karin")
        await before.says("Els", "!peiling tot morgen 12:00 Wat eten we? | soep | pizza")
        await before.says("Karin", "!kanniet vervoer")
        await before.says("Els", "!peiling tot 13:00 Komt er iemand? | ja | nee")
        before.time = datetime(2026, 11, 30, 12, 30, tzinfo=UTC)
        await before.ticking.tick()
        while await before.engine.handle():
            pass
    before.time = datetime(2026, 11, 30, 22, 0, tzinfo=UTC)
    async with stage(tmp_path, before=before) as s:
        (told,) = await s.says("Karin", "!reminders")
        assert told.data["command"] == "reminders", "what is asked for is answered, also at night"
        assert await s.waits(hours=8) == []
        morning = await s.waits(hours=1, minutes=5)
        kinds = [one.kind for one in morning if one.room != chat]
        assert sorted(kinds) == ["digest", "nudge", "poll.closed"]
        assert kinds.index("poll.closed") < kinds.index("nudge")
