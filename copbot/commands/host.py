"""``!host`` and ``!hosts``: who hosts this room. Room power of 50 makes a host, and so does a host who names one."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.errors import Error
from copbot.core.records import Host
from copbot.core.text import Who as Named
from copbot.core.text import text
from copbot.core.wishes import Save, Wish
from copbot.dialogue import answers
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command
from copbot.dialogue.members import meant


def run(call: Call, line: str) -> Sequence[Wish]:
    """Name a host; without a member, show who hosts."""
    member, _ = meant(call, line, bare=True)
    if member is None and not line.strip():
        return hosts(call, line)
    if not call.is_host(call.sender):
        return answers.refuse(call, Error.NOT_ALLOWED, text("engine.hosts-only", p=call.prefix))
    if member is None or member not in call.people.members or member in call.people.bots:
        return answers.refuse(call, Error.NO_SUCH_MEMBER, text("engine.no-such-member"))
    return [Save(Host(call.room.id, member)), answers.reply(call, text("host.named", who=Named(member)))]


def hosts(call: Call, line: str) -> Sequence[Wish]:
    """Show who hosts."""
    found = tuple(Named(member) for member in call.people.humans if call.is_host(member))
    if not found:
        return [answers.reply(call, text("host.nobody"))]
    return [
        answers.reply(call, text("host.list", count=len(found), who=found), text("host.how", p=call.prefix))
    ]


COMMANDS = (
    Command(
        names=("host",),
        dutch=("gastvrouw", "gastheer"),
        section="room",
        run=run,
        reads=("hosts",),
        wordy=True,
    ),
    Command(
        names=("hosts",), dutch=("gastvrouwen", "gastheren"), section="room", run=hosts, reads=("hosts",)
    ),
)
