"""What may come late: whether it does, and whether it is night by then, is judged when it is sent, by that moment's clock.

Between the decision to send and the sending may lie the end of copbot and days of being away. So what a late message
says goes along in the outbox, as do the quiet hours of its room, and the courier, who sends it, chooses.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from copbot.core.lateness import late
from copbot.core.quiet import late_until, quiet_until
from copbot.core.text import to_json as text_to_json
from copbot.core.wishes import Late
from copbot.engine.ports import Parcel


def to_json(what: Late) -> dict[str, Any]:
    """What the outbox keeps of it."""
    return {"due": what.due.isoformat(), "lines": text_to_json(what.lines)}


def as_of(parcel: Parcel, now: datetime) -> Parcel:
    """The message as it is to be sent now (aware): with ``late`` in its field, and with its late words if it is."""
    spec = parcel.body.get("late")
    if spec is None:
        return parcel
    told = late(datetime.fromisoformat(spec["due"]), now)
    field = {**parcel.body["field"], "late": told}
    lines = spec["lines"] if told else parcel.body["lines"]
    return dataclasses.replace(parcel, body={**parcel.body, "field": field, "lines": lines})


def held_until(parcel: Parcel, now: datetime) -> datetime | None:
    """Until when (UTC) the message must wait for the end of the quiet hours: all that copbot says by itself has to.

    One with a time that somebody asked for has to as soon as it is late, unless they asked for the night.
    """
    quiet, spec = parcel.body.get("quiet"), parcel.body.get("late")
    if quiet is None:
        return None
    zone = ZoneInfo(parcel.body["zone"])
    if spec is None:
        return quiet_until(now, zone, quiet)
    due = datetime.fromisoformat(spec["due"])
    return late_until(due, now, zone, quiet) if late(due, now) else None
