"""Cards in a ritual on a real homeserver: each in its member's own chat, and the same ones after copbot was killed."""

from copbot.demo.member import Member
from copbot.demo.sight import Predicate
from copbot.demo.wire import JsonObject
from tests.live.conftest import MakeCopbot, MakeMember
from tests.live.copbot import Copbot
from tests.live.events import answers, spoken
from tests.live.rooms import ask, welcomed

PARENTS_PLAY = ("De directeur", "De leerplichtambtenaar", "Iemand van de gemeente", "De hulpverlener")
PROFESSIONALS_PLAY = ("Een ouder", "De andere ouder")


def says(*words: str) -> Predicate:
    """Holds for a message with all of these words in it."""

    def holds(event: JsonObject) -> bool:
        body = event["content"].get("body", "")
        return event["type"] == "m.room.message" and all(word in body for word in words)

    return holds


def played(event: JsonObject) -> str:
    """Which card a message deals."""
    return str(event["content"]["body"].splitlines()[0].partition(": ")[2])


async def everything_said(member: Member, room: str, copbot: Copbot) -> list[str]:
    """What copbot said in a room."""
    return [str(event["content"]["body"]) for event in spoken(await member.timeline(room), copbot.user_id)]


async def test_cards_are_private_turned_around_and_dealt_once(
    new_copbot: MakeCopbot, new_member: MakeMember
) -> None:
    copbot = await new_copbot()
    await copbot.start()
    anna, bert, carla = await new_member("anna"), await new_member("bert"), await new_member("carla")
    room = await welcomed(anna, copbot, bert, carla)
    for member, role in ((anna, "ouder"), (bert, "school"), (carla, "gemeente")):
        await ask(member, room, f"!rol {role}")
    said = await anna.say(room, "!werkvorm simulatie een gesprek over halve dagen")
    opening = await anna.wait_for(room, answers(said), 20)
    for member in (anna, bert, carla):
        await member.react(room, opening["event_id"], "✋")
    await ask(anna, room, "!begin", timeout=20)
    await ask(anna, room, "!volgende", timeout=20)

    chats, cards = {}, {}
    for member in (anna, bert, carla):
        chats[member] = await member.wait_for_invitation(20, sender=copbot.user_id)
        await member.join(chats[member])
        cards[member] = played(await member.wait_for(chats[member], says("Jouw kaart in De kring"), 20))
    assert len(set(cards.values())) == 3
    assert cards[anna] not in PROFESSIONALS_PLAY
    assert not {cards[bert], cards[carla]} & set(PARENTS_PLAY)
    await bert.wait_for(room, says("Ik heb 3 kaarten uitgedeeld."), 20)

    await copbot.kill()
    await copbot.start()
    seen = await carla.say(chats[carla], "kaart")
    assert played(await carla.wait_for(chats[carla], answers(seen), 20)) == cards[carla]
    another = await anna.say(chats[anna], "1")
    assert played(await anna.wait_for(chats[anna], answers(another), 20)) not in cards.values()
    dealt = [words for words in await everything_said(bert, chats[bert], copbot) if "Jouw kaart" in words]
    assert len(dealt) == 1
    in_the_room = "\n".join(await everything_said(bert, room, copbot))
    assert not any(f"Jouw kaart in De kring: {card}" in in_the_room for card in cards.values())

    await ask(anna, room, "!volgende", timeout=20)
    await bert.say(room, "pauze")
    await carla.wait_for(room, says("We stoppen."), 20)
