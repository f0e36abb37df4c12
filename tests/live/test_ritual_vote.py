"""A vote within a ritual on a real homeserver: taps and a typed vote in one tally, and the ritual goes on when all voted."""

from copbot.demo.sight import Predicate
from copbot.demo.wire import JsonObject
from tests.dialogs.scripted import HEAD, phase
from tests.live.conftest import MakeCopbot, MakeMember
from tests.live.events import answers, kind
from tests.live.rooms import ask, welcomed

SCRIPT = (
    HEAD
    + phase("ideas", "collect", "Wat kan?", "What could be?")
    + phase("choose", "ballot", "Wat eerst?", "What first?", 'from = "ideas"', 'method = "dots"')
    + phase("last", "collect", "En nu?", "And now?")
)


def step(name: str) -> Predicate:
    """Holds for the message with which a step of a ritual begins."""

    def begins(event: JsonObject) -> bool:
        data = event["content"].get("nl.copbot", {})
        return bool(data.get("kind") == "ritual.phase" and data.get("phase") == name)

    return begins


async def test_a_ritual_goes_on_when_everybody_has_voted(
    new_copbot: MakeCopbot, new_member: MakeMember
) -> None:
    copbot = await new_copbot()
    scripts = copbot.folder / "scripts"
    scripts.mkdir(parents=True)
    (scripts / "trial.toml").write_text(SCRIPT, encoding="utf-8")
    config = copbot.config.read_text(encoding="utf-8")
    copbot.config.write_text(f'{config}\n[rituals]\nfolder = "scripts"\n', encoding="utf-8")
    await copbot.start()
    anna, bert = await new_member("anna"), await new_member("bert")
    room = await welcomed(anna, copbot, bert)
    said = await anna.say(room, "!werkvorm proef")
    opening = await anna.wait_for(room, answers(said), 20)
    for member in (anna, bert):
        await member.react(room, opening["event_id"], "✋")
    await ask(anna, room, "!begin", timeout=20)
    await anna.say(room, "rust\nvervoer")
    await bert.say(room, "een maatje")
    poll = await bert.wait_for(room, kind("poll.opened"), 20)
    await anna.vote(room, poll["event_id"], "1", "2")
    typed = await bert.say(room, "!stem 2x op 1")
    await bert.wait_for(room, answers(typed), 20)
    end = await bert.wait_for(room, kind("poll.closed"), 20)
    assert end["content"]["nl.copbot"]["tally"] == {"1": 3, "2": 1, "3": 0}
    assert end["content"]["nl.copbot"]["winner"] == ["1"]
    await bert.wait_for(room, step("last"), 20)


PAIRS = (
    HEAD
    + phase(
        "choose",
        "ballot",
        "Wat eerst?",
        "What first?",
        'options = { nl = "rood | blauw", en = "red | blue" }',
    )
    + phase("twos", "pairs", "Vertel elkaar waarom.", "Tell each other why.")
)


async def test_who_talks_with_whom_comes_after_what_the_vote_came_to(
    new_copbot: MakeCopbot, new_member: MakeMember
) -> None:
    """Their chats are made and written to beside the room; by the homeserver's own clock, the result came first."""
    copbot = await new_copbot()
    scripts = copbot.folder / "scripts"
    scripts.mkdir(parents=True)
    (scripts / "trial.toml").write_text(PAIRS, encoding="utf-8")
    config = copbot.config.read_text(encoding="utf-8")
    copbot.config.write_text(f'{config}\n[rituals]\nfolder = "scripts"\n', encoding="utf-8")
    await copbot.start()
    anna, *others = [await new_member(name) for name in ("anna", "bert", "cleo", "dirk")]
    room = await welcomed(anna, copbot, *others)
    said = await anna.say(room, "!werkvorm proef")
    opening = await anna.wait_for(room, answers(said), 20)
    for member in (anna, *others):
        await member.react(room, opening["event_id"], "✋")
    await anna.say(room, "!begin")
    heading = await anna.wait_for(room, step("choose"), 20)
    assert heading["content"]["body"].startswith("Stap 1 van 2: Choose")
    poll = await anna.wait_for(room, kind("poll.opened"), 20)
    for member in (anna, *others):
        await member.vote(room, poll["event_id"], "1")
    end = await anna.wait_for(room, kind("poll.closed"), 20)
    chat = await anna.wait_for_invitation(20, sender=copbot.user_id)
    await anna.join(chat)
    private = await anna.wait_for(chat, kind("nudge"), 20)
    assert private["origin_server_ts"] > end["origin_server_ts"]
