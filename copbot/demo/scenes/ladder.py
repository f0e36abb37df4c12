"""What is stuck is heard, turned and carried: can't be done, it may, I support you, until it helped."""

from copbot.demo.expectations import Expected, UnexpectedError
from copbot.demo.scenes.outcomes import item as item_stands
from copbot.demo.scenes.outcomes import pledge as pledge_stands
from copbot.demo.scenes.outcomes import reply
from copbot.demo.stage import Stage
from copbot.demo.wire import JsonObject


async def play(stage: Stage) -> None:
    """One climb, in everyday words."""
    item = await _cannot(stage)
    item = await _may(stage, item)
    item = await _support(stage, item)
    await _helped(stage)


async def _cannot(stage: Stage) -> JsonObject:
    words, karin = stage.words, stage["Karin"]
    stage.screen.scene(words("scenes.cannot"))
    said = await stage.asks(karin, words("lines.cannot", what=words("lines.stuck")))
    item = await stage.expects(
        item_stands("what is stuck to be heard", "cannot", pledges=[], reply_to=said), after=said
    )
    number = await stage.asks(karin, words("lines.obstacle"), reply_to=item)
    await stage.expects(reply("the obstacle to be taken", number, "cannot"), after=number)
    await stage.says(stage["Ahmed"], words("lines.heard"))
    return item


async def _may(stage: Stage, item: JsonObject) -> JsonObject:
    words = stage.words
    stage.screen.scene(words("scenes.may"))
    said = await stage.asks(stage["Els"], words("lines.ground"), reply_to=item)
    return await stage.expects(item_stands("it to be turned", "may", pledges=[], reply_to=said), after=said)


async def _support(stage: Stage, item: JsonObject) -> JsonObject:
    words, karin, joost = stage.words, stage["Karin"], stage["Joost"]
    stage.screen.scene(words("scenes.support"))
    said = await stage.asks(joost, words("lines.offer"), reply_to=item)
    offered = await stage.expects(item_stands("support to stand", "support", reply_to=said), after=said)
    pledge = pledge_stands(offered, joost.user_id, "offered")
    if pledge["due"] is None:
        raise UnexpectedError("a date for the support", "none")
    number = await stage.asks(joost, words("lines.behalf"), reply_to=offered)
    await stage.expects(reply("to know for whom the support is", number, "support"), after=number)
    said = await stage.asks(karin, words("lines.welcome"), reply_to=offered)
    welcome = await stage.expects(
        item_stands("the support to be welcome", "support", reply_to=said), after=said
    )
    pledge_stands(welcome, joost.user_id, "welcome")
    return welcome


async def _helped(stage: Stage) -> None:
    words, karin, joost = stage.words, stage["Karin"], stage["Joost"]
    stage.screen.scene(words("scenes.helped"))
    said = await stage.asks(joost, words("lines.kept"))
    kept = await stage.expects(item_stands("the support to be kept", "support", reply_to=said), after=said)
    pledge_stands(kept, joost.user_id, "done")
    asked = await stage.expects_privately(
        karin, Expected("the question whether it helped", kind="question", fields={"about": "item"})
    )
    number = await stage.asks(karin, words("lines.not_yet"), private=True)
    stays = await stage.expects_privately(karin, reply("no hurry", number, "helped"), after=asked["event_id"])
    said = await stage.asks(karin, words("lines.helped"), reply_to=stays, private=True)
    await stage.expects_privately(karin, reply("the good news to be taken", said, "helped"), after=said)
    celebrated = await stage.expects(
        item_stands("everybody to hear that it helped", "support", status="helped"), after=kept["event_id"]
    )
    pledge_stands(celebrated, joost.user_id, "done")
    await stage.says(karin, words("lines.thanks"))
