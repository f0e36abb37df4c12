"""A reverse test in a real room: the law comes last, and what may be done stands on the ladder with its ground.

The judge is another member's own client, never copbot's log.
"""

from copbot.demo.member import Member
from copbot.demo.sight import Predicate
from copbot.demo.wire import JsonObject
from tests.live.conftest import MakeMember
from tests.live.copbot import Copbot
from tests.live.events import answers, bodies, kind, spoken
from tests.live.rooms import ask, welcomed

SOON = 20  # seconds for what follows on what somebody says


def step(name: str) -> Predicate:
    """Holds for the message with which a step of a ritual begins."""

    def begins(event: JsonObject) -> bool:
        data = event["content"].get("nl.copbot", {})
        return data.get("kind") in ("ritual.phase", "ritual.turn") and data.get("phase") == name

    return begins


async def says_all(room: str, following: Predicate, *said: tuple[Member, str]) -> JsonObject:
    """Everybody writes; returns the message with which the step that follows begins."""
    for member, words in said:
        await member.say(room, words)
    return await said[0][0].wait_for(room, following, SOON)


async def test_a_reverse_test_yields_items_on_may_with_their_ground(
    resident: Copbot, new_member: MakeMember
) -> None:
    anna, bert = await new_member("anna"), await new_member("bert")
    room = await welcomed(anna, resident, bert)
    said = await anna.say(room, "!werkvorm omgekeerde-toets Een kind leert liever thuis")
    opening = await anna.wait_for(room, answers(said), SOON)
    for member in (anna, bert):
        await member.react(room, opening["event_id"], "✋")
    await ask(anna, room, "!begin", timeout=SOON)
    await anna.wait_for(room, step("story"), SOON)

    await says_all(room, step("effect"), (anna, "Het ging niet meer. De Leerplichtwet zegt dat het moet."))
    await says_all(
        room,
        step("values"),
        (anna, "Rust in huis"),
        (bert, "Weer leren, en dat kan volgens artikel 11 onder d"),
    )
    await says_all(room, step("consequences"), (anna, "Ja, het past"), (bert, "Ja"))
    early = bodies(spoken(await bert.timeline(room), resident.user_id))
    assert not any("eerplichtwet" in body or "artikel 11" in body for body in early), "no law before its step"
    law = await says_all(room, step("law"), (anna, "Het is vol te houden"), (bert, "Het scheelt vervoer"))
    assert "Dit werd eerder genoemd" in law["content"]["body"]
    assert "artikel 11 onder d" in law["content"]["body"]
    await says_all(room, step("may"), (anna, "artikel 11 onder d"), (bert, "die ook"))

    first = await anna.say(room, "thuis leren, mag wel, want artikel 11 onder d laat het toe")
    await anna.wait_for(room, answers(first), SOON)
    second = await bert.say(
        room, "halve dagen mag wel, want het lukte elders\nrust in de klas, want niemand verbiedt het"
    )
    await bert.wait_for(room, answers(second), SOON)
    await bert.wait_for(room, step("decide"), SOON)

    cards = [
        event
        for event in spoken(await bert.timeline(room), resident.user_id)
        if event["content"]["nl.copbot"]["kind"] == "commitment"
    ]
    shown = [(card["content"]["nl.copbot"]["item"], card["content"]["nl.copbot"]["rung"]) for card in cards]
    assert shown == [(1, "may"), (2, "may"), (3, "may")]
    grounds = [card["content"]["body"].splitlines()[1] for card in cards]
    assert grounds == [
        "thuis leren: mag wel, want artikel 11 onder d laat het toe",
        "halve dagen: mag wel, want het lukte elders",
        "rust in de klas: mag wel, want niemand verbiedt het",
    ]
    await says_all(room, kind("ritual.closed"), (anna, "De gemeente, voor de zomer"), (bert, "Eens"))
    item = await ask(bert, room, "!punt 1", timeout=SOON)
    assert (item["item"], item["rung"], item["status"]) == (1, "may", "open")
