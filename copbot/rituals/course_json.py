"""A ritual under way as JSON and back, so that it outlives the process, and rounds that were kept before there were scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from copbot.rituals import round_json
from copbot.rituals.script import Mode
from copbot.rituals.state import Options, Phase, Standing
from copbot.rituals.under_way import Course

VERSION = 2


def to_json(course: Course) -> dict[str, Any]:
    """The ritual in plain JSON values."""
    return {
        "version": VERSION,
        "phase": course.round.phase.value,
        "round": round_json.to_json(course.round),
        "mode": course.mode.value,
        "options": asdict(course.options),
        "place": course.place,
        "entered": course.entered,
        "members": list(course.members),
        "owner": course.owner,
        "spoke": list(course.spoke),
        "passed": list(course.passed),
        "unheard": list(course.unheard),
        "left_out": list(course.left_out),
        "over": course.over,
        "notes": dict(course.notes),
        "aim": course.aim,
        "back": course.back,
        "silent": list(course.silent),
    }


def from_json(record: Mapping[str, Any]) -> Course:
    """The ritual that `to_json` wrote, or the round of version 1. Raises ValueError for any other version."""
    if record.get("version") == round_json.VERSION:
        return _round(record)
    if record.get("version") != VERSION:
        raise ValueError(f"a ritual of version {record.get('version')!r} cannot be read, only {VERSION}")
    return Course(
        mode=Mode(record["mode"]),
        options=Options(**record["options"]),
        round=round_json.from_json(record["round"]),
        place=record["place"],
        entered=record["entered"],
        members=tuple(record["members"]),
        owner=record["owner"],
        spoke=tuple(record["spoke"]),
        passed=tuple(record["passed"]),
        unheard=tuple(record["unheard"]),
        left_out=tuple(record["left_out"]),
        over=record["over"],
        notes=record["notes"],
        aim=record.get("aim"),  # what was kept before there were these has none
        back=record.get("back"),
        silent=tuple(record.get("silent", ())),
    )


def _round(record: Mapping[str, Any]) -> Course:
    """A round from the time when nothing else ran: a script of one phase, in which it is now or was at its end."""
    state = round_json.from_json(record)
    joining = state.phase is Phase.JOINING
    waited_in_vain = state.closed and all(seat.standing is Standing.UNHEARD for seat in state.seats)
    begun = not joining and not (waited_in_vain and state.turn == 0)
    return Course(
        mode=Mode.LIVE,
        options=state.options,
        round=state,
        place=0 if begun else None,
        entered=int(begun),
        members=() if joining else state.members,
        over=state.closed,
    )


def waiting(mode: Mode, options: Options) -> dict[str, Any]:
    """A ritual that waits to open: how it was asked for, in plain JSON values."""
    return round_json.waiting(options) | {"version": VERSION, "mode": mode.value}


def waited_for(record: Mapping[str, Any]) -> tuple[Mode, Options]:
    """How a ritual was asked for that `waiting` wrote, in whatever version."""
    return Mode(record.get("mode", Mode.LIVE)), round_json.waiting_options(record)
