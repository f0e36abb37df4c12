"""A reminder in words: when it comes, how it repeats, and what it says when its time has come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from copbot.core.text import Said, Text, Who, text
from copbot.dialogue.call import Call
from copbot.reminders.records import Reminder, Standing

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING = {"MO", "TU", "WE", "TH", "FR"}
ABOUT = "reminder"
"""What a reminder that has come is about; `SET` is the answer that says that it will come."""
SET = "reminder-set"


def of(reminder: Reminder) -> Said:
    """What it reminds of, in the words of who asked for it."""
    return Said(reminder.words, reminder.source)


def at(due: datetime, zone: ZoneInfo) -> Text:
    """A moment in full: weekday, date and time, also where that is today."""
    local = due.astimezone(zone)
    return text("reminder.at", day=local.date(), clock=clock(due, zone))


def clock(due: datetime, zone: ZoneInfo) -> str:
    """The clock time of a moment."""
    local = due.astimezone(zone)
    return f"{local.hour:02}:{local.minute:02}"  # a tenth of what a format of dates costs


# -- how it repeats


def repeats(rule: str, wall: datetime, left_out: int = 0) -> Text:
    """A rule in words, with its clock time; ``wall`` is one of its occurrences, naive.

    ``left_out``: so many of its times are not held, which people do not count.
    """
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    found = _every(parts, wall)
    found = text("reminder.rule-at", rule=found, clock=f"{wall:%H:%M}")
    months = {int(month) for month in parts.get("BYMONTH", "").split(",") if month}
    if months and parts["FREQ"] != "YEARLY":
        names = tuple(text(f"reminder.month-{month}") for month in range(1, 13) if month not in months)
        found = text("reminder.rule-without", rule=found, months=names)
    if "UNTIL" in parts:
        last = datetime.strptime(parts["UNTIL"][:8], "%Y%m%d").replace(tzinfo=UTC).date()
        return text("reminder.rule-until", rule=found, day=last)
    if "COUNT" in parts:
        return text("reminder.rule-count", rule=found, count=int(parts["COUNT"]) - left_out)
    return found


def _every(parts: Mapping[str, str], wall: datetime) -> Text:
    n = int(parts.get("INTERVAL", "1"))
    match parts["FREQ"]:
        case "DAILY":
            return text("reminder.every-days", count=n)
        case "WEEKLY":
            return _every_week(n, parts.get("BYDAY", WEEKDAYS[wall.weekday()]).split(","))
        case "MONTHLY" if (
            n == 1 and set(parts.get("BYDAY", "").split(",")) == WORKING and "BYSETPOS" in parts
        ):
            nth = int(parts["BYSETPOS"])
            return (
                text("reminder.last-working-day")
                if nth < 0
                else text("reminder.nth-working-day", nth=_nth(nth))
            )
        case "MONTHLY" if "BYSETPOS" not in parts:
            return _every_month(n, parts, wall)
        case "YEARLY" if n == 1:
            return text("reminder.every-year")
        case _:
            return text("reminder.every-so-often")


def _every_week(n: int, days: list[str]) -> Text:
    if n == 1 and set(days) == WORKING:
        return text("reminder.every-working-day")
    if n == 1 and set(days) == set(WEEKDAYS):
        return text("reminder.every-days", count=1)
    names = tuple(_weekday(day) for day in days)
    if n == 2:
        return text("reminder.every-other-week", days=names)
    return text("reminder.every-weeks", count=n, days=names)


def _every_month(n: int, parts: Mapping[str, str], wall: datetime) -> Text:
    if "BYDAY" in parts and n == 1 and len(parts["BYDAY"]) > 2 and "," not in parts["BYDAY"]:
        nth, day = int(parts["BYDAY"][:-2]), _weekday(parts["BYDAY"])
        if nth < 0:
            return text("reminder.every-last-weekday", day=day)
        return text("reminder.every-nth-weekday", nth=_nth(nth), day=day)
    if "BYDAY" in parts:
        days = tuple(_nth_weekday(day) for day in parts["BYDAY"].split(","))
    else:
        days = tuple(_nth_day(int(day)) for day in parts.get("BYMONTHDAY", str(wall.day)).split(","))
    return text("reminder.every-months", count=n, days=days)


def _weekday(code: str) -> Text:
    return text(f"reminder.weekday-{code[-2:].lower()}")


def _nth_weekday(code: str) -> Text:
    if len(code) == 2:
        return text("reminder.each-weekday", day=_weekday(code))
    n = int(code[:-2])
    if n < 0:
        return text("reminder.last-weekday", day=_weekday(code))
    return text("reminder.nth-weekday", nth=_nth(n), day=_weekday(code))


def _nth_day(n: int) -> Text:
    return text("reminder.last-day") if n < 0 else text("reminder.nth-day", nth=_nth(n))


def _nth(n: int) -> Text:
    ending = 0 if 11 <= n % 100 <= 13 else n % 10
    return text(f"reminder.nth-{ending if ending in (1, 2, 3) else 0}", n=n)


def coming(reminder: Reminder) -> Text:
    """When it comes next, with how it repeats."""
    zone = ZoneInfo(reminder.zone)
    if reminder.standing is not Standing.WAITING:
        assert reminder.again is not None
        return text("reminder.coming-again", when=at(reminder.again, zone))
    when = at(reminder.due, zone)
    if reminder.rule is None:
        return when
    return text("reminder.coming-rule", rule=repeats(reminder.rule, reminder.start), when=when)


# -- what it says


def lines(call: Call, reminder: Reminder, due: datetime, count: int, *, late: bool) -> tuple[Text, ...]:
    """What a reminder says for a moment (UTC) that was due; ``count`` ones, when it stands for those that were missed too."""
    zone = call.zone
    said = [_head(call, reminder)]
    if count > 1:
        said.append(text("reminder.missed", count=count, when=at(due, zone)))
    elif late:
        said.append(text("reminder.late", when=at(due, zone)))
    if reminder.rule is not None and reminder.standing is Standing.TOLD:
        said.append(text("reminder.last"))
    return tuple(said)


def _head(call: Call, reminder: Reminder) -> Text:
    if reminder.private:
        return text("reminder.told-private", text=of(reminder))
    if not here(call, reminder.member):
        return text("reminder.told-of-nobody", text=of(reminder))
    return text("reminder.told", who=Who(reminder.member), text=of(reminder))


def lines_again(
    reminder: Reminder, wanted: tuple[str, ...], due: datetime, zone: ZoneInfo, *, late: bool
) -> tuple[Text, ...]:
    """What it says when it is repeated for those who wanted that."""
    who = tuple(Who(member) for member in wanted)
    if reminder.private or not who:
        said = [text("reminder.again-private", text=of(reminder))]
    else:
        said = [text("reminder.again", who=who, text=of(reminder))]
    if late:
        said.append(text("reminder.late", when=at(due, zone)))
    return tuple(said)


def here(call: Call, member: str) -> bool:
    """Whether somebody is in the room, as far as is known."""
    return not call.people.members or member in call.people.members


def field(reminder: Reminder, due: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """The fields of a message of kind ``reminder``, but for whether it is late, which shows when it is sent."""
    return {"reminder": reminder.number, "due": due.astimezone(zone).isoformat(timespec="seconds")}


# A message of a reminder names in its key for when it was, so that it can be shown again when somebody taps on it.


def told_key(key: str, due: datetime, count: int, *, again: bool = False) -> str:
    """The key of the message that tells of a reminder: for a moment (UTC), in place of so many, or once more."""
    return f"{key}~{due:%Y%m%dT%H%M%SZ}~{count}{'~again' if again else ''}"


def told_for(key: str) -> tuple[datetime, int, bool] | None:
    """What `told_key` put into a key: the moment (UTC), how many, and whether it was once more; None for other keys."""
    _, *parts = key.split("~")
    if len(parts) < 2:
        return None
    due = datetime.strptime(parts[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return due, int(parts[1]), len(parts) > 2
