"""A whole meeting in an encrypted room: a round, a poll and a climb up the ladder, while copbot is killed three times.

Its members are clients whose encryption is not copbot's, and that heed only devices that their owners signed. They judge.
"""

from dataclasses import dataclass

import pytest

from copbot.demo.wire import JsonObject
from copbot.engine.ports import AFTER_COMMIT, AFTER_INGEST, AFTER_SEND, BEFORE_MARK, BEFORE_SEND
from tests.live.conftest import MakeCopbot, MakePeer
from tests.live.copbot import Copbot
from tests.live.events import answers, kind, reply_to
from tests.live.peer import Peer
from tests.live.rooms import welcomed
from tests.live.secret import LONG, data_of, sound, tells

LINES = {
    "nl": {
        "round": "!ronde Hoe zit je erbij?",
        "begin": "!begin",
        "turn": "Vandaag gaat het wel.",
        "poll": "!peiling Wat eten we? | soep | pizza",
        "vote": "!stem pizza",
        "close": "!peiling sluit",
        "cannot": "!kanniet Later beginnen mag niet",
        "may": "!magwel 1 want op een andere school lukte het ook",
        "support": "!iksteun 1 ik ga mee naar het gesprek",
        "welcome": "graag",
        "done": "!gedaan 1",
        "helped": "!gelukt 1",
    },
    "en": {
        "round": "!round How are you today?",
        "begin": "!begin",
        "turn": "Not too bad today.",
        "poll": "!poll What shall we eat? | soup | pizza",
        "vote": "!vote pizza",
        "close": "!poll close",
        "cannot": "!cannot Starting later is not allowed",
        "may": "!may 1 because it worked at another school",
        "support": "!support 1 I will come along to the talk",
        "welcome": "yes please",
        "done": "!done 1",
        "helped": "!helped 1",
    },
}


@dataclass
class Meeting:
    """Who is there, and which words are owed an answer."""

    copbot: Copbot
    room: str
    anna: Peer
    bert: Peer
    lines: dict[str, str]
    owed: list[str]

    async def asks(self, member: Peer, line: str, *, reply_to: str | None = None) -> JsonObject:
        """A command, and its answer as the other one sees it."""
        said = await self.says(member, line, reply_to=reply_to)
        other = self.bert if member is self.anna else self.anna
        return await other.wait_for(self.room, answers(said), LONG)

    async def says(self, member: Peer, line: str, *, reply_to: str | None = None) -> str:
        """A command."""
        said = await member.say(self.room, self.lines[line], reply_to=reply_to)
        self.owed.append(said)
        return said

    async def dies(self) -> None:
        """copbot ends where it was doomed to."""
        assert await self.copbot.ended(LONG) == -9


@pytest.mark.parametrize(
    ("language", "moments"),
    [
        ("nl", (BEFORE_SEND, AFTER_SEND, AFTER_INGEST)),
        pytest.param("en", (AFTER_COMMIT, BEFORE_MARK, AFTER_SEND), marks=pytest.mark.torture),
    ],
)
async def test_a_round_a_poll_and_a_climb_with_three_ends_between(
    language: str, moments: tuple[str, str, str], new_copbot: MakeCopbot, new_peer: MakePeer
) -> None:
    anna, bert = await new_peer("anna"), await new_peer("bert")
    copbot = await new_copbot(language=language)
    await copbot.start(doomed=True)
    room = await welcomed(anna, copbot, bert, timeout=LONG, encrypted=True)
    meeting = Meeting(copbot, room, anna, bert, LINES[language], [])

    await _round(meeting, moments[0])
    await _poll(meeting, moments[1])
    await _climb(meeting, moments[2])

    await sound(room, copbot, anna, bert, once=meeting.owed)
    for one in (anna, bert):
        assert one.unread(room) == one.in_the_clear(room) == []
    assert "could not be opened" not in copbot.log()
    assert "does not count" not in copbot.log()


async def _round(meeting: Meeting, moment: str) -> None:
    """Both take part by a tap, and both speak; copbot ends as it hears the first."""
    opening = await meeting.asks(meeting.anna, "round")
    people = {one.user_id: one for one in (meeting.anna, meeting.bert)}
    for one in people.values():
        await one.wait_for(meeting.room, lambda event: event["event_id"] == opening["event_id"], LONG)
        await one.react(meeting.room, opening["event_id"], "✋")
    await meeting.anna.say(meeting.room, meeting.lines["begin"])  # the first turn is its answer
    turn = await meeting.anna.wait_for(meeting.room, tells("ritual.turn", index=1), LONG)
    first = people.pop(data_of(turn)["member"])
    meeting.copbot.doom(moment)
    await first.say(meeting.room, meeting.lines["turn"])
    await meeting.dies()
    await meeting.copbot.start(doomed=True)
    ((user, second),) = people.items()
    await second.wait_for(meeting.room, tells("ritual.turn", index=2, member=user), LONG)
    await second.say(meeting.room, meeting.lines["turn"])
    closed = await meeting.anna.wait_for(meeting.room, kind("ritual.closed"), LONG)
    assert {"spoke": 2, "passed": 0, "unheard": 0}.items() <= data_of(closed).items()


async def _poll(meeting: Meeting, moment: str) -> None:
    """Votes by a tap, in words and by a number in reply; copbot ends as it counts one, and others come while it is away."""
    poll = await meeting.asks(meeting.anna, "poll")
    event = poll["event_id"]
    assert poll["type"] == "org.matrix.msc3381.poll.start"
    await meeting.bert.vote(meeting.room, event, "1")
    meeting.copbot.doom(moment)
    await meeting.says(meeting.bert, "vote")
    await meeting.dies()
    await meeting.anna.vote(meeting.room, event, "1")
    meeting.owed.append(await meeting.anna.say(meeting.room, "2", reply_to=event))
    await meeting.copbot.start(doomed=True)
    closed = await meeting.asks(meeting.anna, "close")
    assert closed["type"] == "org.matrix.msc3381.poll.end"
    assert data_of(closed)["tally"] == {"1": 0, "2": 2}


async def _climb(meeting: Meeting, moment: str) -> None:
    """From what is stuck to what helped; the last question is private, in a chat that copbot makes for it."""
    anna, bert = meeting.anna, meeting.bert
    rungs = [data_of(await meeting.asks(anna, "cannot"))["rung"]]
    meeting.copbot.doom(moment)
    turned = await meeting.says(bert, "may")
    await meeting.dies()
    offered = await meeting.says(bert, "support")
    await meeting.copbot.start()
    items = [await anna.wait_for(meeting.room, answers(said), LONG) for said in (turned, offered)]
    rungs += [data_of(item)["rung"] for item in items]
    assert rungs == ["cannot", "may", "support"]
    await meeting.asks(anna, "welcome", reply_to=items[-1]["event_id"])
    kept = await meeting.asks(bert, "done")
    assert [pledge["standing"] for pledge in data_of(kept)["pledges"]] == ["done"]

    chat = await anna.wait_for_invitation(LONG, sender=meeting.copbot.user_id)
    await anna.join(chat)
    question = await anna.wait_for(chat, tells("question", about="item"), LONG)
    assert question["encrypted"]
    assert reply_to(question) is None
    helped = await meeting.asks(anna, "helped")
    assert data_of(helped)["status"] == "helped"
    await sound(chat, meeting.copbot, anna)
