"""What can end copbot that is nobody's bug: it is told in one sentence, with what to do, and never as a traceback.

These cross from the adapters to the command line, which gives each its exit code.
"""

from __future__ import annotations


class Failure(Exception):
    """Something outside copbot is not as it has to be. The message is a sentence for who runs it."""

    exit_code = 1


class TokenDead(Failure):
    """The homeserver no longer knows the access token; trying again would only hammer it."""

    exit_code = 4

    def __init__(self) -> None:
        super().__init__(
            "The homeserver no longer accepts copbot's access token. Run copbot login, or put a new token in "
            "access_token_file, and start copbot again."
        )


class LoginRefused(Failure):
    """The homeserver does not let this account in; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class HomeserverUnreachable(Failure):
    """Nothing that speaks Matrix answers at `url`."""

    def __init__(self, url: str) -> None:
        super().__init__(f"No homeserver answers at {url}. Is it running, and is homeserver.url right?")
        self.url = url


class DatabaseRefused(Failure):
    """The database is damaged, newer than this copbot, or cannot be written; it was left untouched."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
