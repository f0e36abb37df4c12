"""An echo as a plugin of maubot. Run by maubot's own environment."""

from maubot import MessageEvent, Plugin
from maubot.handlers import command


class Echo(Plugin):
    """Answers ``!echo …`` with its own words."""

    @command.new("echo")
    @command.argument("words", pass_raw=True, required=False)
    async def echo(self, said: MessageEvent, words: str) -> None:
        """The answer is a reply."""
        await said.reply(words)
