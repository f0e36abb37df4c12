"""Everything that copbot's process loads sooner or later, for `loaded`: imported in the process of which it is then a copy."""

import gc

import time_machine

import copbot.cli  # first, as in copbot itself: it decides what libraries are loaded without
import copbot.logs
from copbot import app
from copbot.config import load
from copbot.engine.registry import discover
from copbot.texts.catalogue import LANGUAGES, catalogue

__all__ = ["app", "copbot", "load", "time_machine"]

discover()
for language in LANGUAGES:
    catalogue(language)
gc.collect()
gc.freeze()  # no copy looks through it for garbage, and so they go on sharing it
