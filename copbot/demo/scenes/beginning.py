"""People meet, copbot comes in and is accepted, everybody says what they bring, and one asks something in private."""

from copbot.demo.expectations import Expected, told_in
from copbot.demo.scenes.outcomes import reply
from copbot.demo.stage import Stage


async def play(stage: Stage) -> None:
    """The room with everybody in it, and copbot at work."""
    await _meet(stage)
    await _accept(stage)
    await _bring(stage)
    await _ask_in_private(stage)


async def _meet(stage: Stage) -> None:
    words, host, others = stage.words, stage.players[0], stage.players[1:]
    stage.screen.scene(words("scenes.room"))
    room = await host.member.create_room(
        [other.user_id for other in others], name=words("lines.room_name"), encrypted=True
    )
    for other in others:
        await other.member.join(room)
    stage.room = room
    await stage.says(host, words("lines.hello"))


async def _accept(stage: Stage) -> None:
    words, host, ahmed = stage.words, stage["Karin"], stage["Ahmed"]
    stage.screen.scene(words("scenes.notice"))
    before = stage.last_event(host)
    await host.member.invite(stage.room, stage.copbot)
    notice = await stage.expects(
        Expected("copbot to show its notice", kind="notice", fields={"accepted": False}, mentions=()),
        after=before,
    )
    await stage.says(ahmed, words("lines.notice_read"))
    start = await stage.asks(host, words("lines.start"))
    await stage.expects(reply("copbot to propose settings", start, "start"), after=start)
    await stage.expects(
        Expected(
            "the notice to say that it was accepted",
            kind="notice",
            key=_key(notice),
            edit=True,
            fields={"accepted": True},
        ),
        after=start,
    )
    start = await stage.asks(host, words("lines.start"))
    await stage.expects(reply("the settings to be taken", start, "start"), after=start)


async def _bring(stage: Stage) -> None:
    words = stage.words
    stage.screen.scene(words("scenes.roles"))
    for name, line in (("Karin", "parent"), ("Ahmed", "parent"), ("Els", "school")):
        said = await stage.asks(stage[name], words(f"lines.{line}"))
        await stage.expects(reply(f"the role of {name} to be taken", said, "role"), after=said)
    joost = stage["Joost"]
    said = await stage.asks(joost, words("lines.role"))
    question = await stage.expects(reply("the roles to choose from", said, "role"), after=said)
    number = await stage.asks(joost, words("lines.municipality"), reply_to=question)
    await stage.expects(reply("a number to be taken as the role", number, "role"), after=number)
    said = await stage.asks(stage["Ahmed"], words("lines.help"))
    await stage.expects(reply("help", said, "help"), after=said)


async def _ask_in_private(stage: Stage) -> None:
    words, els = stage.words, stage["Els"]
    stage.screen.scene(words("scenes.private"))
    await stage.opens_private_chat(els)
    said = await stage.asks(els, words("lines.privacy"), private=True)
    await stage.expects_privately(els, reply("what copbot keeps", said, "privacy"), after=said)


def _key(event: dict[str, object]) -> str:
    return str((told_in(event) or {})["key"])
