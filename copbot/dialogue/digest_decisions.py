"""What a digest tells of decisions: those that were made, and those that are looked at again in the week to come."""

from __future__ import annotations

from datetime import UTC, datetime

from copbot.dialogue.call import Call
from copbot.dialogue.until import morning
from copbot.digests.week import AHEAD, Announced, Kind

READS = ("decisions", "reviews_between")
"""The queries that this needs."""
MOST = 10


def adopted(call: Call, since: datetime, until: datetime) -> tuple[Announced, ...]:
    """The decisions that were made after a time up to another, oldest first."""
    newest = call.read.decisions(None, MOST)
    return tuple(
        Announced(Kind.ADOPTED, made.number, made.words, made.source, made.adopted)
        for made in reversed(newest)
        if since < made.adopted <= until
    )


def reviews(call: Call) -> tuple[Announced, ...]:
    """The decisions that are looked at again in the days to come."""
    today = call.now.astimezone(call.zone).date()
    return tuple(
        Announced(
            Kind.REVIEW, made.number, made.words, made.source, morning(made.review, call.zone).astimezone(UTC)
        )
        for made in call.read.reviews_between(today, today + AHEAD, MOST)
        if made.words is not None
    )
