"""The judge: what the timeline of a room, as any member sees it, says about copbot's promises. It never asks copbot."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from copbot.demo.sight import SPOKEN
from copbot.demo.wire import JsonObject
from tests.live.events import reply_to
from tests.live.flaws import UNSUSPECTED
from tests.messages import checked


@dataclass
class Verdict:
    """What was found in one room, or in all of them together; each finding is a sentence."""

    commands: int = 0
    messages: int = 0
    items: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    inconsistent: list[str] = field(default_factory=list)
    improper: list[str] = field(default_factory=list)
    exposed: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)

    def add(self, other: "Verdict") -> None:
        """Take in what was found elsewhere."""
        self.commands += other.commands
        self.messages += other.messages
        self.items += other.items
        self.lost += other.lost
        self.doubled += other.doubled
        self.misplaced += other.misplaced
        self.inconsistent += other.inconsistent
        self.improper += other.improper
        self.exposed += other.exposed
        self.warned += other.warned


def judge(
    timeline: Iterable[JsonObject], copbot: str, commands: Iterable[str], *, encrypted: bool = False
) -> Verdict:
    """Look at one room; `commands` are the ids of the events that copbot owes one answer each.

    Where it is `encrypted` the timeline is a `Peer`'s: what that could not read, or came in the clear, is no answer.
    """
    events = list(timeline)
    owed = set(commands)
    said = [event for event in events if event["sender"] == copbot and event["type"] in SPOKEN]
    exposed = [event for event in said if encrypted and not event["encrypted"]]
    said = [event for event in said if event not in exposed]
    asked = [event["event_id"] for event in events if event["event_id"] in owed]
    answered = [target for event in said if (target := reply_to(event)) in owed]
    found = Verdict(commands=len(owed), messages=len(said))
    found.lost += [f"{event} is not in the timeline" for event in owed - set(asked)]
    found.lost += [f"{event} was not answered" for event in asked if event not in answered]
    found.doubled += [
        f"{event} was answered {times} times" for event, times in Counter(answered).items() if times > 1
    ]
    found.doubled += _twice(said)
    once = list(dict.fromkeys(answered))
    heard = set(once)
    due = [event for event in asked if event in heard]
    found.misplaced += [
        f"{late} came too early" for late, right in zip(once, due, strict=True) if late != right
    ]
    numbers = _numbers(said)
    found.items = len(numbers)
    if numbers != list(range(1, len(numbers) + 1)):
        found.inconsistent.append(f"items are numbered {numbers}")
    found.exposed += [f"{event['event_id']} came in the clear" for event in exposed]
    if encrypted:
        _read(events, copbot, found)
    for event in said:
        try:
            checked(event["content"])
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it is what is to be told
            found.improper.append(f"{event['event_id']}: {error}")
    return found


def _read(events: list[JsonObject], copbot: str, found: Verdict) -> None:
    """Whether what copbot sealed could be read, and without a warning beside it."""
    for event in events:
        if event["sender"] != copbot or not event["encrypted"]:
            continue
        if failure := event["failure"]:
            found.lost.append(f"{event['event_id']} could not be read: {failure['code']}")
        elif event["shield"] != UNSUSPECTED:
            found.warned.append(f"{event['event_id']} has a warning beside it: {event['shield']}")


def _twice(said: list[JsonObject]) -> list[str]:
    """Logical messages of which one revision stands there more than once."""
    revisions = Counter(
        (data.get("key"), data.get("rev"))
        for event in said
        if (data := event["content"].get("nl.copbot", {}))
    )
    return [f"message {key} stands there {times} times" for (key, _), times in revisions.items() if times > 1]


def _numbers(said: list[JsonObject]) -> list[int]:
    """The numbers of the ladder's items in the order in which they were opened; they should count from 1, one by one."""
    fields = [event["content"].get("nl.copbot", {}) for event in said]
    return [data["item"] for data in fields if data.get("kind") == "commitment" and data.get("rev") == 0]
