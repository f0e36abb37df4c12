"""A script of the operator's, while its ritual runs on a real homeserver: what opened goes on, however the file changes meanwhile."""

from pathlib import Path
from typing import Any

from copbot.demo.wire import JsonObject
from tests.live.conftest import MakeMember
from tests.live.copbot import Copbot
from tests.live.events import answers, check_all, kind, spoken
from tests.live.rooms import ask, welcomed

EXAMPLE = Path(__file__).parents[2] / "docs" / "rituals-example.toml"


def _data(event: JsonObject) -> dict[str, Any]:
    return dict(event["content"].get("nl.copbot", {}))


async def test_a_script_that_is_edited_or_taken_away_goes_on_as_it_began(
    copbot: Copbot, new_member: MakeMember
) -> None:
    scripts = copbot.folder / "rituals"
    scripts.mkdir()
    file = scripts / "small-step.toml"
    words = EXAMPLE.read_text(encoding="utf-8")
    file.write_text(words, encoding="utf-8")
    with copbot.config.open("a", encoding="utf-8") as config:
        config.write('[rituals]\nfolder = "rituals"\n')
    await copbot.stop()
    await copbot.start()
    anna, bert = await new_member("anna"), await new_member("bert")
    room = await welcomed(anna, copbot, bert)
    opened = await ask(anna, room, "!werkvorm kleine stap")
    assert (opened["kind"], opened["script"]) == ("ritual.opened", "small-step")
    for member in (anna, bert):
        await member.say(room, "ik doe mee")
    begun = await ask(anna, room, "!begin")
    assert (begun["kind"], begun["phase"], begun["of"]) == ("ritual.turn", "went-well", 2)
    first, second = (anna, bert) if begun["member"] == anna.user_id else (bert, anna)

    await copbot.kill()
    file.write_text(words.replace("Jouw stap", "Iets anders").replace('"step"', '"other"'), encoding="utf-8")
    await first.say(room, "Samen gelachen.")
    await copbot.start()
    await second.wait_for(room, lambda event: _data(event).get("member") == second.user_id, 30)
    await copbot.kill()
    file.unlink()
    await second.say(room, "Een rustige ochtend.")
    await copbot.start()
    asked = await anna.wait_for(room, lambda event: _data(event).get("phase") == "step", 30)
    assert "Jouw stap" in asked["content"]["body"]

    await copbot.kill()
    file.write_text("this is no script", encoding="utf-8")
    await anna.say(room, "Even bellen.")
    await bert.say(room, "Wandelen.")
    await copbot.start()
    await anna.wait_for(room, lambda event: _data(event).get("phase") == "goodbye", 30)
    await anna.say(room, "4")
    await bert.say(room, "5")
    closed = _data(await anna.wait_for(room, kind("ritual.closed"), 30))
    assert (closed["script"], closed["spoke"], closed["unheard"]) == ("small-step", 2, 0)
    again = await anna.say(room, "!werkvorm kleine stap")
    refused = _data(await anna.wait_for(room, answers(again), 20))
    assert (refused["ok"], refused["error"]) == (False, "no-such-ritual")

    said = [_data(event) for event in spoken(await anna.timeline(room), copbot.user_id)]
    phases = [one["phase"] for one in said if one["kind"] == "ritual.phase" and not one["rev"]]
    assert len(phases) == len({(one["key"]) for one in said if one["kind"] == "ritual.phase"}), (
        "each of them once"
    )
    check_all([anna, bert], copbot.user_id)
