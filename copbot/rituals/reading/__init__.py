"""A script's file, read: TOML to a `Script`, or everything that is wrong with it, each with its line and how to mend it.

Who writes a script is a facilitator, not a programmer. So a file is never refused at its first fault, a word that is
nearly right is answered with the right one, and every sentence says what to write instead.

A script looks like this; all keys are explained in `copbot.rituals.reading.keys`, and for authors in docs/rituals.en.md::

    format = 1
    name = "good-news"
    called.nl = "goed-nieuws"
    called.en = "good-news"
    title.nl = "Goed nieuws"            # or, the same: title = { nl = "Goed nieuws", en = "Good news" }
    title.en = "Good news"
    about.nl = "Iedereen vertelt iets dat lukte."
    about.en = "Everybody tells something that went well."
    helps = ["strength"]

    [[phase]]
    name = "tell"
    kind = "round"
    minutes_each = 2
    days = 2
    title.nl = "Vertellen"
    title.en = "Telling"
    words.nl = "Wat ging er goed, hoe klein ook?"
    words.en = "What went well, however small?"
    then.done = "end"                   # only where it is not simply the phase that follows

    [[card]]                            # for kinds that deal cards
    deck = "questions"
    name = "proud"
    title.nl = "Trots"
    title.en = "Proud"
    words.nl = "Waar ben je trots op?"
    words.en = "What are you proud of?"
"""

from copbot.rituals.reading.faults import Fault
from copbot.rituals.reading.script import Read, line_of, read

__all__ = ["Fault", "Read", "line_of", "read"]
