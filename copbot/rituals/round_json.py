"""A round as JSON and back, so that it outlives the process. The version stands in it for the day its shape
changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from copbot.rituals.state import Options, Phase, Round, Seat, Standing

VERSION = 1
WAITING = "waiting"
"""Stands in the place of a phase while a round has been asked for but waits for another one to end."""


def to_json(state: Round) -> dict[str, Any]:
    """The round in plain JSON values."""
    return {
        "version": VERSION,
        "phase": state.phase.value,
        "options": asdict(state.options),
        "facilitator": state.facilitator,
        "seats": [asdict(seat) | {"standing": seat.standing.value} for seat in state.seats],
        "turn": state.turn,
    }


def from_json(record: Mapping[str, Any]) -> Round:
    """The round that `to_json` wrote; raises ValueError for any other version."""
    if record.get("version") != VERSION:
        raise ValueError(f"a round of version {record.get('version')!r} cannot be read, only {VERSION}")
    return Round(
        phase=Phase(record["phase"]),
        options=Options(**record["options"]),
        facilitator=record["facilitator"],
        seats=tuple(Seat(**seat | {"standing": Standing(seat["standing"])}) for seat in record["seats"]),
        turn=record["turn"],
    )


def waiting(options: Options) -> dict[str, Any]:
    """A round that waits to open: how it was asked for, in plain JSON values."""
    return {"version": VERSION, "phase": WAITING, "options": asdict(options)}


def waiting_options(record: Mapping[str, Any]) -> Options:
    """How a round was asked for that `waiting` wrote."""
    return Options(**record["options"])
