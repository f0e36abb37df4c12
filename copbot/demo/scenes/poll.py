"""A poll: two tap on it as on any native poll, one types, and all are counted in one tally."""

from copbot.demo.expectations import Expected, UnexpectedError, shown
from copbot.demo.scenes.outcomes import reply, told
from copbot.demo.sight import POLL_END, poll_of, words_of
from copbot.demo.stage import Stage
from copbot.demo.wire import JsonObject

NUMBER = 1


async def play(stage: Stage) -> None:
    """From the question to the outcome."""
    words, host = stage.words, stage["Karin"]
    stage.screen.scene(words("scenes.poll"))
    asked = await stage.asks(host, words("lines.poll"))
    poll = await stage.expects(
        Expected(
            "the poll to open",
            reply_to=asked,
            kind="poll.opened",
            fields={"poll": NUMBER, "method": "choice"},
            mentions=(),
        ),
        after=asked,
    )
    first, second, third = _options(poll, words("lines.poll"))
    await stage.votes(stage["Ahmed"], poll, first)
    await stage.votes(stage["Joost"], poll, second)
    typed = await stage.asks(stage["Els"], words("lines.vote"))
    await stage.expects(reply("the typed vote to be taken", typed, "vote"), after=typed)
    last = await stage.asks(host, words("lines.close_poll"))
    closed = Expected(
        "the poll to close with all three votes counted",
        reply_to=last,
        kind="poll.closed",
        fields={
            "poll": NUMBER,
            "tally": {first: 2, second: 1, third: 0},
            "voters": 3,
            "winner": [first],
        },
        mentions=(),
    )
    _check_end(await stage.expects(closed, after=last), poll)
    outcome = Expected("the outcome in words", kind="nudge", fields={"about": "poll"}, mentions=())
    _check_words(await stage.expects(outcome, after=last), poll, first)


def _options(poll: JsonObject, asked: str) -> list[str]:
    """The ids of the options of the native poll, which must be those that were asked for, for people and machines."""
    question, native = poll_of(poll) or ("", {})
    for_machines = {one["id"]: one["text"] for one in told(poll)["options"]}
    if any(part not in asked for part in (question, *native.values())) or native != for_machines:
        raise UnexpectedError(f"a poll to tap on, as in “{asked}”", f"{question} {native}; in {shown(poll)}")
    return list(native)


def _check_end(end: JsonObject, poll: JsonObject) -> None:
    """Clients that know polls must see this one end."""
    if end["type"] != POLL_END or end["content"]["m.relates_to"].get("event_id") != poll["event_id"]:
        raise UnexpectedError("the end of the native poll", f"{end['type']}; {shown(end)}")


def _check_words(outcome: JsonObject, poll: JsonObject, winner: str) -> None:
    """The others must be able to read what was chosen."""
    _, options = poll_of(poll) or ("", {})
    if options[winner] not in words_of(outcome["content"]):
        raise UnexpectedError(f"“{options[winner]}” in the outcome", shown(outcome))
