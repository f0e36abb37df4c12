"""What copbot says in a rehearsal, heard where it would leave for the homeserver, in the words that members would read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from copbot.engine.ports import Parcel, Undeliverable, Unmakeable
from copbot.rehearsal.crowd import Crowd
from copbot.texts.renderer import Renderer


@dataclass(frozen=True, slots=True)
class Heard:
    """A message of copbot's. ``member`` is set in a direct chat, ``edits`` where it changes an earlier one.

    ``data`` is what it says for machines; ``options`` are the answers of a poll, by id, ``choices`` how many numbered ones there are.
    """

    at: datetime
    room: str
    event: str
    key: str
    kind: str
    data: Mapping[str, Any]
    body: str
    member: str | None = None
    edits: bool = False
    pings: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    choices: int = 0


@dataclass
class Ears:
    """The port ``Sender``: takes everything, and tells what was said."""

    crowd: Crowd
    renderer: Renderer
    clock: Callable[[], datetime]
    heard: list[Heard] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)  # why messages could not be made
    count: int = 0

    async def send(self, parcel: Parcel) -> str | None:
        """Hear one row. Raises Unmakeable, Undeliverable."""
        self.count += 1
        event = f"$copbot-{self.count}"
        match parcel.act:
            case "say":
                self.heard.append(self._message(parcel, event))
            case "edit":
                if parcel.target is None:
                    raise Undeliverable("COPBOT_NOTHING_TO_CHANGE")
                self.heard.append(self._message(parcel, parcel.target))
            case "retract" | "quit" | "enter":
                return None
        return event

    async def find(self, parcel: Parcel) -> str | None:
        """Nothing is ever sent twice here."""
        return None

    async def make_direct(self, member: str) -> str:
        """The direct chat with a member."""
        return self.crowd.private(member)

    def _message(self, parcel: Parcel, event: str) -> Heard:
        poll = parcel.body.get("poll")
        try:
            body, _ = self.renderer.render(parcel.lane, parcel.body)
            if parcel.body.get("file"):
                body, _, _ = self.renderer.file(parcel.lane, parcel.body)
            options = tuple(self.renderer.poll(parcel.lane, parcel.body)[1]) if poll else ()
        except Exception as fault:
            self.unsaid.append(f"{parcel.body['kind']}: {fault}")
            raise Unmakeable(type(fault).__name__) from fault
        return Heard(
            at=self.clock(),
            room=parcel.lane,
            event=event,
            key=parcel.key or "",
            kind=str(parcel.body["kind"]),
            data=parcel.body["field"],
            body=body,
            member=parcel.direct_with,
            edits=parcel.act == "edit",
            pings=tuple(parcel.body.get("ping") or ()),
            options=options if poll and poll["ends"] is None else (),
            choices=len(parcel.body.get("choices") or ()),
        )
