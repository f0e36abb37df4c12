"""A check-in round: three ways to take part, parents first, each once, and one passes."""

from typing import Any

from copbot.demo.expectations import Expected, UnexpectedError
from copbot.demo.scenes.outcomes import told
from copbot.demo.stage import Stage
from copbot.demo.wire import JsonObject

PASSES = "Joost"


async def play(stage: Stage) -> None:
    """From the question to the outcome."""
    words, host = stage.words, stage["Karin"]
    stage.screen.scene(words("scenes.round"))
    asked = await stage.asks(host, words("lines.round"))
    opening = await stage.expects(
        Expected("the round to open", reply_to=asked, kind="ritual.opened", mentions=()), after=asked
    )
    ritual = told(opening)["ritual"]
    await _joined(stage, opening, await stage.taps(host, opening, "✋"))
    await _joined(stage, opening, await stage.says(stage["Els"], words("lines.join")))
    await _joined(stage, opening, await stage.taps(stage["Ahmed"], opening, "✋"))
    await _joined(stage, opening, await stage.taps(stage[PASSES], opening, "✋"))
    last = await stage.asks(host, words("lines.begin"))
    turn = await stage.expects(
        Expected("the first turn", reply_to=last, kind="ritual.turn", fields={"ritual": ritual, "index": 1}),
        after=last,
    )
    order: list[str] = []
    while told(turn)["kind"] == "ritual.turn":
        order.append(await _called(stage, turn, len(order) + 1))
        last = await _speak(stage, order[-1])
        turn = await _next(
            stage, ritual, last, answered=order[-1] == PASSES, closes=len(order) == len(stage.players)
        )
    _check_order(order)
    last = await stage.says(host, words("lines.closing"), reply_to=turn)
    await stage.expects(
        Expected(
            "the sentence of who led it with the outcome",
            kind="ritual.closed",
            key=told(turn)["key"],
            edit=True,
        ),
        after=last,
    )


async def _joined(stage: Stage, opening: JsonObject, tap: str) -> None:
    """The opening shows who takes part."""
    key = told(opening)["key"]
    shows = Expected("the opening to show who takes part", kind="ritual.opened", key=key, edit=True)
    await stage.expects(shows, after=tap)


async def _called(stage: Stage, turn: JsonObject, index: int) -> str:
    """Whose turn it is: the member must be mentioned, so that a telephone rings."""
    fields = told(turn)
    who = stage.player(str(fields["member"]))
    if who is None:
        raise UnexpectedError("a turn for one of the members", f"a turn for {fields['member']}")
    Expected(
        f"turn {index}, for {who.name}",
        kind="ritual.turn",
        fields={"index": index, "of": len(stage.players)},
        mentions=(who.user_id,),
    ).check(turn)
    if turn["content"]["msgtype"] != "m.text":
        raise UnexpectedError(
            f"the turn of {who.name} to ring", f"a message of type {turn['content']['msgtype']}"
        )
    return who.name


async def _speak(stage: Stage, name: str) -> str:
    if name == PASSES:
        return await stage.asks(stage[name], stage.words("lines.pass"))
    return await stage.says(stage[name], stage.words(f"lines.turn_{name}"))


async def _next(stage: Stage, ritual: int, last: str, *, answered: bool, closes: bool) -> JsonObject:
    """What follows a turn; `answered`: it follows as the answer to what was said last."""
    fields: dict[str, Any] = {"ritual": ritual}
    if closes:
        fields |= {"spoke": len(stage.players) - 1, "passed": 1, "unheard": 0}
    return await stage.expects(
        Expected(
            "the outcome of the round" if closes else "the next turn",
            kind="ritual.closed" if closes else "ritual.turn",
            reply_to=last if answered else None,
            fields=fields,
        ),
        after=last,
    )


def _check_order(order: list[str]) -> None:
    if sorted(order) != ["Ahmed", "Els", "Joost", "Karin"]:
        raise UnexpectedError("one turn for everybody", ", ".join(order))
    if set(order[:2]) != {"Ahmed", "Karin"}:
        raise UnexpectedError("the parents to speak first", ", ".join(order))
