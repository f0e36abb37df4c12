"""``!settings`` and its shortcuts: how copbot behaves in this room. Hosts change it; in a direct chat, its member."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from copbot.core.errors import Error
from copbot.core.text import Said, text
from copbot.core.wishes import Save, Wish
from copbot.dialogue import answers, meetings
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.digest_time import next_alarm
from copbot.dialogue.reminder_list import in_zone
from copbot.dialogue.settings import SETTINGS, BadValue, Setting, changed, named, shown


def run(call: Call, line: str) -> Sequence[Wish]:
    """Without a name all settings; with a name that one; with a value too, it is changed."""
    name, _, value = line.partition(" ")
    if not name:
        return [
            answers.reply(
                call, text("settings.title"), *shown(call.room.settings), text("settings.how", p=call.prefix)
            )
        ]
    setting = named(name)
    if setting is None:
        return answers.refuse(
            call, Error.NO_SUCH_SETTING, text("settings.unknown", name=Said(name, call.source), p=call.prefix)
        )
    return change(call, setting, value)


def change(call: Call, setting: Setting, value: str) -> Sequence[Wish]:
    """Show one setting, or give it another value."""
    if not value.strip():
        shows = (setting.show(call.room.settings), text(f"settings.example-{setting.field}", p=call.prefix))
        return [answers.reply(call, *shows)]
    if call.room.direct_with is None and not call.is_host(call.sender):
        return answers.refuse(call, Error.NOT_ALLOWED, text("engine.hosts-only", p=call.prefix))
    try:
        settings = changed(call.room.settings, setting, value)
    except BadValue:
        example = text(f"settings.example-{setting.field}", p=call.prefix)
        return answers.refuse(
            call, Error.BAD_VALUE, text("settings.bad", value=Said(value, call.source)), example
        )
    room = dataclasses.replace(call.room, settings=settings)
    again = next_alarm(room, call.now) if setting.field in ("timezone", "digest") else ()
    moved = in_zone(call, ZoneInfo(settings.timezone)) if setting.field == "timezone" else ()
    zones = meetings.in_zone(call, ZoneInfo(settings.timezone)) if setting.field == "timezone" else ()
    told = meetings.reset(dataclasses.replace(call, room=room)) if setting.field in MEETINGS else ()
    reply = answers.reply(call, text("settings.changed"), setting.show(settings), *zones)
    return [Save(room), *again, *moved, *told, reply]


def _shortcut(setting: Setting) -> Callable[[Call, str], Sequence[Wish]]:
    return lambda call, line: change(call, setting, line)


MEETINGS = ("timezone", "quiet", "reminders")
"""Settings on which it depends when a room is told of its meetings."""
READS = ("hosts", "reminders", *meetings.FINDING)
SHORTCUTS = {"language": True, "timezone": False, "quiet": False, "threads": False}
COMMANDS = (
    Command(
        names=("settings",),
        dutch=("instellingen",),
        section="room",
        run=run,
        reads=READS,
        roomless=True,
        wordy=True,
    ),
    *(
        Command(
            names=(setting.names[0],),
            dutch=setting.names[1:],
            section="room",
            run=_shortcut(setting),
            reads=READS,
            early=SHORTCUTS[setting.field],
            roomless=True,
            wordy=True,
        )
        for setting in SETTINGS
        if setting.field in SHORTCUTS
    ),
)
