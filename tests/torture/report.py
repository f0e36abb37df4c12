"""What a run of kills showed, in sentences: what happened, and what was promised with what was found against it."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.torture.judge import Verdict
from tests.torture.kills import RANDOM, Killed, moments
from tests.torture.sick import Sickness


@dataclass
class Outcome:
    """What kills in rooms of one kind showed; `sickness` beside those that are not encrypted."""

    encrypted: bool
    rooms: int
    planned: int
    killed: Killed
    verdict: Verdict
    sickness: Sickness | None = None


def bound(trials: int) -> float:
    """The greatest rate of failure that no failure in so many trials leaves possible, with 95 % confidence."""
    return float(1 - 0.05 ** (1 / trials)) if trials else 1.0


def checks(outcome: Outcome) -> list[tuple[str, Sequence[str]]]:
    """Every promise with what was found against it."""
    killed, verdict = outcome.killed, outcome.verdict
    where = "encrypted rooms: " if outcome.encrypted else ""
    planned = list(killed.failures)
    if killed.total + len(killed.failures) < outcome.planned:
        planned.append(f"only {killed.total} of {outcome.planned} kills could be done in time")
    found: list[tuple[str, Sequence[str]]] = [
        (f"{where}every copbot ended when it was meant to", planned),
        (f"{where}no command was lost", verdict.lost),
        (f"{where}nothing was said twice", verdict.doubled),
        (f"{where}every room kept its order", verdict.misplaced),
        (f"{where}items are numbered without holes or doubles", verdict.inconsistent),
        (f"{where}every message is as messages are", verdict.improper),
    ]
    if outcome.encrypted:
        found += [
            (f"{where}nothing was said in the clear", verdict.exposed),
            (f"{where}no client warns of a message", verdict.warned),
        ]
    if outcome.sickness is not None:
        sick = outcome.sickness
        often = [f"{sick.syncs} in {sick.seconds:.0f} seconds"] if sick.syncs > sick.seconds else []
        wrong = [*sick.verdict.lost, *sick.verdict.doubled, *sick.verdict.misplaced, *sick.verdict.improper]
        found += [
            ("a sick homeserver is asked at most once a second", often),
            ("a sick homeserver makes nothing lost, doubled or misplaced", wrong),
        ]
    return found


def describe(outcome: Outcome) -> str:
    """What happened, in a few lines."""
    killed, verdict = outcome.killed, outcome.verdict
    named = "".join(f", {killed.ends[moment]} {moment}" for moment in moments(encrypted=outcome.encrypted))
    kind = "encrypted rooms" if outcome.encrypted else "rooms"
    lines = [
        f"{killed.total} kills: {killed.ends[RANDOM]} at random ({killed.early} while starting){named}",
        f"{verdict.commands} commands in {outcome.rooms} {kind}, {verdict.messages} messages of copbot's, {verdict.items} items",
        f"{len(verdict.lost)} lost, {len(verdict.doubled)} doubled, {len(verdict.misplaced)} misplaced",
    ]
    if outcome.encrypted:
        lines[-1] += f", {len(verdict.exposed)} in the clear, {len(verdict.warned)} beside a warning"
    if killed.total and not (verdict.lost or verdict.doubled):
        lines.append(f"0 of {killed.total} means < {bound(killed.total):.1%} a kill with 95 % confidence")
    if sick := outcome.sickness:
        rate = sick.syncs / sick.seconds
        lines.append(
            f"sick for {sick.seconds:.0f} s: {sick.syncs} syncs, {rate:.2f} a second; "
            f"{sick.verdict.commands} commands meanwhile"
        )
    return "\n".join(lines)
