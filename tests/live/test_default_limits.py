"""One whole round on a Synapse as it comes: a user may send ten messages at once, then one every five seconds."""

from collections import Counter
from pathlib import Path

import pytest

from copbot.demo.homeserver import Homeserver
from copbot.demo.member import Member
from copbot.demo.wire import MatrixError
from tests.live.conftest import PASSWORD
from tests.live.copbot import Copbot
from tests.live.events import answers, kind, spoken
from tests.live.proxy import FaultProxy, sends
from tests.live.rooms import entered

PATIENCE = 60.0  # seconds for one message; copbot has to wait for its turn


@pytest.mark.waits
@pytest.mark.xdist_group("waits")
async def test_a_whole_round_under_the_usual_limits(tmp_path: Path) -> None:
    async with (
        Homeserver(tmp_path / "homeserver", default_limits=True) as server,
        FaultProxy(server.url) as proxy,
        Member(server.url) as karin,
        Member(server.url) as ahmed,
        Member(server.url) as els,
    ):
        people = {"karin": karin, "ahmed": ahmed, "els": els}
        for name, member in people.items():
            await server.register(name, PASSWORD)
            await member.login(name, PASSWORD)
        user = await server.register("copbot", PASSWORD)
        copbot = Copbot(tmp_path / "copbot", proxy.url, user, PASSWORD, loaded=True)
        try:
            await copbot.start()
            room = await entered(karin, copbot, ahmed, els)
            started = await karin.say(room, "!start")
            await karin.wait_for(room, answers(started), PATIENCE)

            await karin.say(room, "!ronde Hoe zit je erbij?")
            opening = await karin.wait_for(room, kind("ritual.opened"), PATIENCE)
            for member in people.values():
                await member.react(room, opening["event_id"], "✋")
            await karin.say(room, "!begin")
            order = await _everybody_speaks(room, karin, list(people.values()))
            closed = await karin.wait_for(room, kind("ritual.closed"), PATIENCE)
            said = spoken(await karin.timeline(room), user)
            refusal = await _too_much(server)
        finally:
            await copbot.close()

        assert (refusal.status, refusal.errcode) == (429, "M_LIMIT_EXCEEDED")
        data = closed["content"]["nl.copbot"]
        assert (data["spoke"], data["passed"], data["unheard"]) == (2, 1, 0)
        assert sorted(order) == sorted(member.user_id for member in people.values())
        turns = [event["content"]["nl.copbot"] for event in said if kind("ritual.turn")(event)]
        assert [(turn["member"], turn["index"]) for turn in turns if turn["rev"] == 0] == [
            (member, index) for index, member in enumerate(order, start=1)
        ]
        revisions = Counter(
            (event["content"]["nl.copbot"]["key"], event["content"]["nl.copbot"]["rev"]) for event in said
        )
        assert set(revisions.values()) == {1}
        refused = [request for request in proxy.matching(sends) if request.upstream_status == 429]
        accepted = [request for request in proxy.matching(sends) if request.upstream_status == 200]
        assert refused, "the limits were never met, so this showed nothing"
        assert len(refused) <= 2 * len(accepted), "copbot went on asking while it was told to wait"


async def _everybody_speaks(room: str, watcher: Member, people: list[Member]) -> list[str]:
    """Each speaks when it is their turn, the second passes; returns the order in which they had the floor."""
    by_id = {member.user_id: member for member in people}
    seen: list[str] = []

    def next_turn(event: dict[str, dict[str, dict[str, object]]]) -> bool:
        data = event["content"].get("nl.copbot", {})
        return data.get("kind") == "ritual.turn" and data["rev"] == 0 and data["member"] not in seen

    for number in range(len(people)):
        turn = await watcher.wait_for(room, next_turn, PATIENCE)
        member = str(turn["content"]["nl.copbot"]["member"])
        seen.append(member)
        await by_id[member].say(room, "pas" if number == 1 else "Vandaag gaat het wel.")
    return seen


async def _too_much(server: Homeserver) -> MatrixError:
    """What somebody hears who does not wait."""
    await server.register("anna", PASSWORD)
    async with Member(server.url, patience=0) as anna:
        await anna.login("anna", PASSWORD)
        room = await anna.create_room()
        with pytest.raises(MatrixError) as refused:
            await _talk_on(anna, room)
    return refused.value


async def _talk_on(member: Member, room: str) -> None:
    for number in range(30):
        await member.say(room, str(number))
