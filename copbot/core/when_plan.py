"""When a meeting can be, and what becomes of a repeat of which days are left out.

Weekdays and months change the rule; days and feasts are worked out, so that a calendar gets them one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal

from copbot.core.recurrence import WEEKDAYS, occurrences
from copbot.core.when_dues import Wanted
from copbot.core.when_exceptions import Except
from copbot.core.when_feasts import days_of_feast

YEARS_AHEAD: Final = 10
"""So long ahead days are left out that have no year; nobody plans further."""

Trouble = Literal["no-clock", "vague", "school-holidays", "never", "length"]


@dataclass(frozen=True, slots=True)
class Plan:
    """When a meeting can be: its first start, aware, and what `Meets` has; ``passed`` where it stands in for one that was."""

    first: datetime
    rule: str | None = None
    length: timedelta | None = None
    without: tuple[datetime, ...] = ()
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Plans:
    """All that some pieces can mean; without any, why not."""

    found: tuple[Plan, ...] = ()
    trouble: Trouble | None = None


def without(found: list[Plan], left_out: Except, wanted: Wanted, country: str) -> Plans:
    if left_out.school:
        return Plans(trouble="school-holidays")
    if left_out.unclear or (left_out.months and any("YEARLY" in (plan.rule or "") for plan in found)):
        return Plans(trouble="vague")
    kept = [
        plan for plan in (_one_without(plan, left_out, wanted, country) for plan in found) if plan is not None
    ]
    return Plans(tuple(kept), None if kept else "never")


def _one_without(plan: Plan, left_out: Except, wanted: Wanted, country: str) -> Plan | None:
    """The repeat without those days; None when a day is named on which it is not, or nothing is left of it."""
    assert plan.rule is not None
    rule, count = _uncounted(plan.rule)
    if left_out.weekdays:
        weekly = _without_weekdays(rule, {*left_out.weekdays})
        if weekly is None:
            return None
        rule = weekly
    if left_out.months:
        if len({*left_out.months}) == 12:
            return None
        rule += ";BYMONTH=" + ",".join(str(month) for month in range(1, 13) if month not in left_out.months)
    horizon = plan.first.year + YEARS_AHEAD
    feasts = {
        day
        for name in left_out.feasts
        for year in range(plan.first.year, horizon + 1)
        for day in days_of_feast(name, year, country)
    }
    hit: set[tuple[date, date]] = set()
    first: datetime | None = None
    gone: list[datetime] = []
    held = 0
    for start in occurrences(rule, plan.first, wanted.zone):
        day = start.date()
        if day.year > horizon or held == count:
            break
        named = [ends for ends in left_out.days if ends[0] <= day <= ends[1]]
        hit.update(named)
        if named or day in feasts:
            gone += [start.replace(tzinfo=None)] if first is not None else []
        else:
            first = first or start
            held += 1
    if first is None or len(hit) < len({*left_out.days}):
        return None
    if count is not None:
        rule += f";COUNT={count + len(gone)}"
    return replace(plan, first=first, rule=rule, without=tuple(gone))


def _without_weekdays(rule: str, gone: set[int]) -> str | None:
    """The rule on the other weekdays; None where it is on none of those, or there are no others."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    named = parts["BYDAY"].split(",") if "BYDAY" in parts else list(WEEKDAYS)
    left = [day for day in named if day not in {WEEKDAYS[weekday] for weekday in gone}]
    if parts["FREQ"] not in {"DAILY", "WEEKLY"} or not left or len(named) - len(left) < len(gone):
        return None
    if parts["FREQ"] == "DAILY" and "INTERVAL" not in parts:
        parts["FREQ"] = "WEEKLY"
    return ";".join(f"{key}={value}" for key, value in (parts | {"BYDAY": ",".join(left)}).items())


def _uncounted(rule: str) -> tuple[str, int | None]:
    """The rule without its COUNT, since that counts what is left out too; the people count what they hold."""
    left, _, count = rule.partition(";COUNT=")
    return left, int(count) if count else None
