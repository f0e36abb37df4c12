"""The ways to hold a poll. A file here with a ``METHOD`` is all that another one takes; `copbot.polls.registry` finds it."""
