"""A proposal over days on a real homeserver: every voice counts once and there is one decision, whatever happens to copbot."""

import pytest

from copbot.demo.member import Member
from copbot.demo.sight import Predicate
from copbot.demo.wire import JsonObject
from copbot.engine.ports import AFTER_COMMIT, MOMENTS
from tests.live.conftest import MakeMember
from tests.live.copbot import Copbot
from tests.live.events import answers, kind, reply_to, spoken
from tests.live.rooms import welcomed

DAY = 25.0  # hours: a day in which nobody minded


def round_(name: str) -> Predicate:
    """Holds for the message of that round of a proposal, which nobody's command asked for."""

    def holds(event: JsonObject) -> bool:
        data = event["content"].get("nl.copbot", {})
        own = reply_to(event) is None and "m.relates_to" not in event["content"]
        return bool(data.get("kind") == "proposal.round" and data.get("round") == name and own)

    return holds


async def to_consent(host: Member, room: str, copbot: Copbot) -> JsonObject:
    """A proposal whose first rounds nobody minded to leave out, while copbot, killed each time, was away for days."""
    for line in ("!stil uit", "!voorstel We eten elke eerste vrijdag samen soep", "!volgende"):
        await host.wait_for(room, answers(await host.say(room, line)), 20)
    await copbot.kill()
    await copbot.start(ahead=DAY)
    await host.wait_for(room, round_("react"), 30)
    await host.wait_for(room, answers(await host.say(room, "!volgende")), 20)
    await copbot.kill()
    await copbot.start(ahead=2 * DAY)
    return await host.wait_for(room, round_("consent"), 30)


@pytest.mark.parametrize(
    "moment",
    [pytest.param(moment, marks=() if moment == AFTER_COMMIT else pytest.mark.torture) for moment in MOMENTS],
)
async def test_an_end_at_a_named_moment_loses_and_doubles_no_voice(
    moment: str, copbot: Copbot, new_member: MakeMember
) -> None:
    anna, bert, carla = [await new_member(name) for name in ("anna", "bert", "carla")]
    room = await welcomed(anna, copbot, bert, carla)
    asked = await to_consent(anna, room, copbot)
    await copbot.emptied()  # what it is killed at then is what was meant
    await copbot.kill()
    first = await bert.say(room, "kanttekening: wel op tijd klaar", reply_to=asked["event_id"])
    second = await carla.say(room, "geen bezwaar", reply_to=asked["event_id"])
    await copbot.start(kill_at=(moment, 1), ahead=2 * DAY, until_ready=False)
    assert await copbot.ended() == -9
    await copbot.start(ahead=2 * DAY)

    await anna.wait_for(room, answers(second), 30)
    decided = await anna.wait_for(room, kind("decision"), 30)
    data = decided["content"]["nl.copbot"]
    assert (data["decision"], data["outcome"], data["version"]) == (1, "adopted", 1)
    body = decided["content"]["body"]
    assert "3 van de 3 mensen lieten zich horen" in body
    assert "wel op tijd klaar" in body
    shown = await anna.say(room, "!besluiten")
    await anna.wait_for(room, answers(shown), 20)
    timeline = spoken(await anna.timeline(room), copbot.user_id)
    kinds = [event["content"]["nl.copbot"]["kind"] for event in timeline]
    assert kinds.count("decision") == 1
    answered = [reply_to(event) for event in timeline]
    assert (answered.count(first), answered.count(second)) == (1, 1)
