"""Every key that a script, a phase of any kind and a card can have, with what it is for.

One table for all that is said about keys: it is what files are read by, and the guide for authors is compared with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from copbot.rituals.form import Key
from copbot.rituals.script import GROUPS, ROLES, WHO, Mode, Situation

FORMAT = 1
LONGEST_WORDS = 220
"""A message has at most 600 characters, and copbot's own words around those of a script take the rest of it.

So do its title, what it is good for and what we agree on, which stand in one message together. A test plays a script of nothing but longest words.
"""
LONGEST_TITLE = 40
LONGEST_NAME = 30
MODES = tuple(Mode)

SCRIPT: Mapping[str, Key] = MappingProxyType(
    {
        "format": Key("number", "the version of this way to write scripts: 1", needed=True),
        "name": Key(
            "text", "its name in English, in small letters with hyphens", needed=True, longest=LONGEST_NAME
        ),
        "called": Key("names", "how people call it, by language; more than one name as a list", needed=True),
        "title": Key("words", "its title", needed=True, longest=LONGEST_TITLE),
        "about": Key("words", "what it is good for, in one sentence", needed=True, longest=80),
        "ask": Key(
            "words", "what copbot asks who starts it without a topic; without it there is none", longest=200
        ),
        "agreements": Key("words", "what we agree on before it begins", longest=190),
        "consent_first": Key("words", "what must be answered with yes before it begins: the safety check"),
        "helps": Key("names", "in which situations copbot suggests it", choices=tuple(Situation)),
        "runs": Key("names", "how it can be held: live, over days, or both", choices=MODES, default=MODES),
        "source": Key("text", "where it comes from", longest=200),
        "least": Key("number", "how many people it takes", default=2),
        "most": Key("number", "how many people can take part"),
        "owned": Key("yes-no", "somebody brings the topic: the owner", default=False),
        "impartial": Key("yes-no", "who leads it has no say in it", default=False),
        "follows": Key(
            "text", "the script that must have been held before it, by its name", longest=LONGEST_NAME
        ),
        "follows_days": Key("number", "how many days must lie between the two", default=0),
        "sensitive": Key("yes-no", "refuses rooms that are public or not encrypted", default=False),
        "own_room": Key("yes-no", "wants a room of its own", default=False),
        "forgets": Key("yes-no", "what was said is erased when it closes", default=False),
        "unreported": Key("yes-no", "appears in no digest, minutes or case", default=False),
        "replaces": Key("yes-no", "takes the place of copbot's own script of this name", default=False),
    }
)
TABLES = ("phase", "card")
"""What stands in a script beside its keys: a table for each phase, and for each card."""

PHASE: Mapping[str, Key] = MappingProxyType(
    {
        "name": Key("text", "its name in this file", needed=True, longest=LONGEST_NAME),
        "kind": Key("text", "what people do in it", needed=True),
        "title": Key("words", "how it is called", needed=True, longest=LONGEST_TITLE),
        "words": Key("words", "what copbot says or asks", needed=True),
        "who": Key("one-of", "who has a part in it", choices=WHO, default="all"),
        "silent": Key("names", "who only listens", choices=WHO, default=()),
        "minutes": Key("number", "live: how long it lasts"),
        "minutes_each": Key("number", "live: how long for each who has a part in it"),
        "days": Key("number", "over days: how long it lasts"),
        "optional": Key("yes-no", "who leads may leave it out", default=False),
        "again": Key("yes-no", "who leads may have it once more", default=False),
        "then": Key(
            "text", "which phase follows on which outcome; the next one in the file where nothing is said"
        ),
    }
)

CARD: Mapping[str, Key] = MappingProxyType(
    {
        "deck": Key("text", "the deck it is in", needed=True, longest=LONGEST_NAME),
        "name": Key("text", "its name in this file", needed=True, longest=LONGEST_NAME),
        "title": Key("words", "what stands on it, in a few words", needed=True, longest=LONGEST_TITLE),
        "words": Key("words", "what it asks of who gets it", needed=True),
        "to": Key(
            "names",
            "to whom it may be dealt; everybody, where nothing is said",
            choices=(*GROUPS, *ROLES),
            default=(),
        ),
    }
)
