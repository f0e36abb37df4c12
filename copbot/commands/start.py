"""``!start``: a host accepts the notice, and then takes the settings that copbot proposes."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.text import Text, text
from copbot.core.wishes import About, Edit, Save, Wish
from copbot.dialogue import answers, hints
from copbot.dialogue.call import By, Call
from copbot.dialogue.command import Command, Phrase, Touch, Who
from copbot.dialogue.digest_time import next_alarm
from copbot.dialogue.notice import notice
from copbot.dialogue.settings import proposed

SETTINGS = About("settings")


def run(call: Call, line: str) -> Sequence[Wish]:
    """The next step of beginning: accept, then settle, then nothing more."""
    if call.room.accepted is None:
        return accept(call)
    if not call.room.settled:
        return settle(call)
    return answers.refuse(call, Error.ALREADY_STARTED, text("start.already", p=call.prefix))


def accept(call: Call) -> list[Wish]:
    """The notice is accepted: it says so from now on, and the settings are proposed."""
    room = dataclasses.replace(call.room, accepted=call.now)
    wishes: list[Wish] = [Save(room), *next_alarm(room, call.now)]
    if call.room.notice_key is not None:
        wishes.append(Edit(call.room.notice_key, notice(call.operator, accepted=True), {"accepted": True}))
    lines = (
        text("start.accepted"),
        *proposed(call.room.settings),
        text(hints.fitting(call, "start.propose"), p=call.prefix),
    )
    wishes.append(
        answers.say(
            call,
            "reply",
            lines,
            {"command": "start", "ok": True},
            about=SETTINGS,
            seeds=() if call.room.encrypted else ("✅",),
        )
    )
    return wishes


def settle(call: Call) -> list[Wish]:
    """The proposed settings are taken; a parent among the hosts is asked for if there is none."""
    saved = Save(dataclasses.replace(call.room, settled=True))
    lines: list[Text] = [text("start.settled", p=call.prefix)]
    if call.by is By.TAP:
        lines = [*proposed(call.room.settings), *lines]  # the tapped message keeps what it proposed
    if not parent_hosts(call):
        lines.append(text("start.no-parent", p=call.prefix))
    fields = {"command": "start", "ok": True}
    return [saved, answers.show(call, "reply", lines, fields, SETTINGS)]


def parent_hosts(call: Call) -> bool:
    """Whether a host of the room says to be a parent."""
    roles = call.read.roles()
    return any("parent" in roles.get(member, ()) and call.is_host(member) for member in call.people.humans)


def tapped_notice(call: Call, line: str) -> Sequence[Wish]:
    """✅ on the notice accepts it; once accepted it does nothing more."""
    return accept(call) if call.room.accepted is None else ()


def tapped_settings(call: Call, line: str) -> Sequence[Wish]:
    """✅ on the proposed settings takes them."""
    return settle(call) if call.room.accepted is not None and not call.room.settled else ()


READS = ("roles", "hosts")
COMMANDS = (
    Command(
        names=("start",),
        dutch=("start",),
        section="room",
        run=run,
        reads=READS,
        who=Who.HOST,
        early=True,
        phrases=(Phrase(r"(?:start|begin maar|akkoord|ok[eé]?|prima|agreed|fine)[.!]?", about="settings"),),
    ),
    Command(
        names=("accept-notice",),
        part_of="start",
        dutch=(),
        section="room",
        run=tapped_notice,
        reads=READS,
        who=Who.HOST,
        early=True,
        hidden=True,
        touches=(Touch("✅", "notice", forgeable=False, instead="taps.start"),),
    ),
    Command(
        names=("take-settings",),
        part_of="start",
        dutch=(),
        section="room",
        run=tapped_settings,
        reads=READS,
        who=Who.HOST,
        hidden=True,
        touches=(Touch("✅", "settings", forgeable=False, instead="taps.start"),),
    ),
)
