"""What else is stuck, and the digest: who had to leave reads what happened, and can join in again."""

from copbot.demo.expectations import Expected, UnexpectedError, shown
from copbot.demo.scenes.outcomes import item, pledge, reply
from copbot.demo.sight import words_of
from copbot.demo.stage import Stage


async def play(stage: Stage) -> None:
    """From the second thing that is stuck to what the digest set going."""
    await _more(stage)
    await _catch_up(stage)


async def _more(stage: Stage) -> None:
    words, ahmed, els, karin = stage.words, stage["Ahmed"], stage["Els"], stage["Karin"]
    stage.screen.scene(words("scenes.more"))
    said = await stage.asks(ahmed, words("lines.cannot", what=words("lines.what_2")))
    stuck = await stage.expects(
        item("the second thing to be heard", "cannot", number=2, reply_to=said), after=said
    )
    said = await stage.asks(els, words("lines.offer_2"), reply_to=stuck)
    offered = await stage.expects(
        item("support for it to stand", "cannot", number=2, reply_to=said), after=said
    )
    pledge(offered, els.user_id, "offered")
    said = await stage.asks(ahmed, words("lines.welcome"), reply_to=offered)
    welcome = await stage.expects(
        item("that support to be welcome", "cannot", number=2, reply_to=said), after=said
    )
    pledge(welcome, els.user_id, "welcome")
    said = await stage.asks(karin, words("lines.cannot", what=words("lines.what_3")))
    await stage.expects(item("the third thing to be heard", "cannot", number=3, reply_to=said), after=said)


async def _catch_up(stage: Stage) -> None:
    words, joost, karin = stage.words, stage["Joost"], stage["Karin"]
    stage.screen.scene(words("scenes.digest"))
    said = await stage.asks(joost, words("lines.digest"))
    digest = await stage.expects(
        Expected(
            "the digest of the week",
            reply_to=said,
            kind="digest",
            fields={"rungs": {"cannot": 2, "may": 0, "support": 0}, "due": 1},
            mentions=(),
        ),
        after=said,
    )
    body = words_of(digest["content"])
    for what in ("stuck", "what_2", "what_3"):
        if words(f"lines.{what}") not in body:
            raise UnexpectedError(f"the digest to tell of “{words(f'lines.{what}')}”", shown(digest))
    number = await stage.asks(joost, "1", reply_to=digest)
    await stage.expects(reply("all that is open", number, "commitments"), after=number)
    said = await stage.asks(joost, words("lines.offer_3"))
    offered = await stage.expects(
        item("support for the third thing to stand", "cannot", number=3, reply_to=said), after=said
    )
    pledge(offered, joost.user_id, "offered")
    said = await stage.asks(karin, words("lines.welcome_3"))
    welcome = await stage.expects(
        item("that to be welcome as well", "cannot", number=3, reply_to=said), after=said
    )
    pledge(welcome, joost.user_id, "welcome")
    await stage.says(karin, words("lines.goodbye"))
