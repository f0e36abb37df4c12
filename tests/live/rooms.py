"""Rooms with copbot in them, as people make them."""

from copbot.demo.member import Member
from tests.live.copbot import Copbot
from tests.live.events import answers, kind
from tests.live.peer import Peer


async def acquainted(room: str, *members: Member) -> None:
    """Those with encryption of their own know of everybody: who speaks before it does gives the others no key."""
    for one in members:
        if isinstance(one, Peer):
            await one.meet(room, *(known.user_id for known in members))


async def entered(
    host: Member,
    copbot: Copbot,
    *others: Member,
    timeout: float = 20.0,  # noqa: ASYNC109
    encrypted: bool = False,
) -> str:
    """A room of the host's with the others and copbot, whose notice is there and not accepted yet."""
    invited = [*(other.user_id for other in others), copbot.user_id]
    room = await host.create_room(invited, name="De kring", encrypted=encrypted)
    for other in others:
        await other.join(room)
    await acquainted(room, host, *others)
    await host.wait_for(room, kind("notice"), timeout)
    return room


async def welcomed(
    host: Member,
    copbot: Copbot,
    *others: Member,
    timeout: float = 20.0,  # noqa: ASYNC109
    encrypted: bool = False,
) -> str:
    """The same with the notice accepted and the settings taken."""
    room = await entered(host, copbot, *others, timeout=timeout, encrypted=encrypted)
    for _ in range(2):
        await ask(host, room, "!start", timeout=timeout)
    return room


async def ask(member: Member, room: str, words: str, *, timeout: float = 10.0) -> dict[str, object]:  # noqa: ASYNC109
    """Say something and wait for copbot's answer to it; returns the answer's `nl.copbot`."""
    said = await member.say(room, words)
    event = await member.wait_for(room, answers(said), timeout)
    return dict(event["content"]["nl.copbot"])
