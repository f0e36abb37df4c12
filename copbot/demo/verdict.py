"""The last look at everything that was said: what no single step of the play could see."""

from collections.abc import Sequence

from copbot.demo.expectations import UnexpectedError, answers_to, is_edit, shown, told_in
from copbot.demo.sight import ENCRYPTED, OPEN, SPOKEN
from copbot.demo.stage import Stage
from copbot.demo.wire import JsonObject


async def judge(stage: Stage) -> int:
    """Reads all rooms from their beginning with everybody's client; returns how many messages copbot sent.

    Nobody may have met anything unreadable or in the clear, everybody must see the same, every message must be one for machines too, no key may be used twice, and everything that
    was asked must have been answered exactly once. Raises `UnexpectedError`.
    """
    seen = [await player.member.timeline(stage.room) for player in stage.players]
    ids = [[event["event_id"] for event in events if event["sender"] == stage.copbot] for events in seen]
    if any(one != ids[0] for one in ids):
        pairs = zip(stage.players, ids, strict=True)
        numbers = ", ".join(f"{player.name} {len(one)}" for player, one in pairs)
        raise UnexpectedError("everybody to see the same messages of copbot's", f"numbers of them: {numbers}")
    private = [
        event
        for player in stage.players
        if player.private is not None
        for event in await player.member.timeline(player.private)
    ]
    for room in (*seen, private):
        check_encrypted(room)
    events = seen[0] + private
    spoken = [
        event
        for event in events
        if event["sender"] == stage.copbot and event["type"] in SPOKEN and event["content"]
    ]
    check_keys(spoken)
    for event_id, (who, line, due) in stage.asked.items():
        check_answers(line, who.name, due, answers_to(events, stage.copbot, event_id))
    return len(spoken)


def check_encrypted(events: Sequence[JsonObject]) -> None:
    """Raises `UnexpectedError` for what could not be read, and for what was said in the clear."""
    for event in events:
        if "failure" in event:
            raise UnexpectedError("every message to be readable for everybody", shown(event))
        said = "state_key" not in event and event["type"] not in OPEN | {ENCRYPTED}
        if said and not event.get("encrypted"):
            raise UnexpectedError("every message to be encrypted", f"in the clear: {shown(event)}")


def check_keys(spoken: Sequence[JsonObject]) -> None:
    """Raises `UnexpectedError` for a message without its field for machines, and for one that came twice."""
    keys: set[str] = set()
    for event in spoken:
        told = told_in(event)
        if told is None or not told.get("key"):
            raise UnexpectedError("every message of copbot's to carry nl.copbot with a key", shown(event))
        if is_edit(event):
            continue
        if told["key"] in keys:
            raise UnexpectedError("no message of copbot's to come twice", shown(event))
        keys.add(told["key"])


def check_answers(line: str, name: str, due: int, answers: Sequence[JsonObject]) -> None:
    """Raises `UnexpectedError` unless what somebody said got as many answers as are `due` (none or one)."""
    if len(answers) != due:
        expected = "exactly one answer" if due else "no answer"
        told = " | ".join(shown(answer) for answer in answers) or "none"
        raise UnexpectedError(f"{expected} to “{line}” of {name}", f"{len(answers)}: {told}")
