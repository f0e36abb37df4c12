"""The configuration file: read once at start, checked completely, never changed while copbot runs."""

from copbot.config.load import ConfigError, Problem, load, parse
from copbot.config.secret_files import UnsafeSecret, read_secret, read_secret_bytes
from copbot.config.sections import Access, Bot, Config, Distress, Homeserver, Http, Log, Rituals

__all__ = [
    "Access",
    "Bot",
    "Config",
    "ConfigError",
    "Distress",
    "Homeserver",
    "Http",
    "Log",
    "Problem",
    "Rituals",
    "UnsafeSecret",
    "load",
    "parse",
    "read_secret",
    "read_secret_bytes",
]
