"""An echo with simplematrixbotlib, as its documentation shows one. Run by that library's own environment.

``simple_bot.py URL USER PASSWORD``, in a folder of its own.
"""

import sys
from typing import Any

import simplematrixbotlib as botlib

url, user, password = sys.argv[1:]
config = botlib.Config()
config.encryption_enabled = False
bot = botlib.Bot(botlib.Creds(url, user, password, session_stored_file="session.txt"), config)


@bot.listener.on_message_event
async def echo(room: Any, message: Any) -> None:
    """Answer a command with its own words."""
    match = botlib.MessageMatch(room, message, bot, "!")
    if match.is_not_from_this_bot() and match.prefix():
        await bot.api.send_text_message(room.room_id, message.body[1:], "m.notice", message.event_id)


@bot.listener.on_startup
async def ready(_room: str) -> None:
    """Say so, once."""
    print("ready", flush=True)


bot.run()
