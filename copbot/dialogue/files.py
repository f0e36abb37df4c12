"""A file beside an answer: a message of its own that rings nobody, right behind the one that tells what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from copbot.core.text import text
from copbot.core.wishes import File, Say
from copbot.dialogue import answers
from copbot.dialogue.call import Call


def attached(call: Call, kind: str, fields: Mapping[str, Any], file: File, **more: Any) -> Say:
    """A file to put behind the answer (or behind any message) in the list of wishes.

    ``kind`` and ``fields`` are those of ``nl.copbot``, as of the message before it. It stands where the call was given, in
    its thread if it was given in one, unless ``room`` (and ``thread=None``) say otherwise. It is no answer: the message
    before it is. Where the homeserver takes no files, a sentence tells that.
    """
    instead = text("file.refused", name=file.name)
    return answers.say(call, kind, (instead,), fields, **{"reply_to": None, **more}, file=file)
