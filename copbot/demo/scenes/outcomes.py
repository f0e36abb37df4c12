"""What scenes expect again and again, in short words."""

from typing import Any

from copbot.demo.expectations import Expected, UnexpectedError, told_in
from copbot.demo.wire import JsonObject


def reply(what: str, said: str, command: str) -> Expected:
    """That a command was taken: the answer to the event `said`."""
    return Expected(what, reply_to=said, kind="reply", fields={"command": command, "ok": True})


def item(what: str, rung: str, *, number: int = 1, reply_to: str | None = None, **fields: Any) -> Expected:
    """An item of the ladder as it stands now."""
    stands = {"item": number, "rung": rung, "status": "open"} | fields
    return Expected(what, kind="commitment", reply_to=reply_to, fields=stands)


def pledge(event: JsonObject, member: str, standing: str) -> dict[str, Any]:
    """The one offer of a member on the item that the event shows. Raises `UnexpectedError` unless it is so."""
    pledges = told(event).get("pledges", [])
    found = [one for one in pledges if one["member"] == member]
    if [one["standing"] for one in found] != [standing]:
        raise UnexpectedError(f"one offer of {member}, {standing}", f"offers {pledges}")
    return dict(found[0])


def told(event: JsonObject) -> dict[str, Any]:
    """The field for machines of an event, empty if there is none."""
    return told_in(event) or {}
