"""How each other bot is installed, told of its account, and spoken to."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from copbot.demo.homeserver import free_port
from tests.bench.process import PROJECT, Process

HERE = Path(__file__).parent
WORDS = "de bus naar de zorgboerderij rijdt niet op woensdag"


@dataclass(frozen=True)
class Account:
    """What a bot needs to come in."""

    url: str
    user: str
    password: str
    token: str


@dataclass(frozen=True)
class Other:
    """Another bot: its name on the package registry, what is said to it, and how it is started in a folder of its own."""

    name: str
    ask: str
    does: str
    process: Callable[[str, Path, Account], Process]
    replies: bool = True


def installed(name: str) -> str | None:
    """The Python of the bot's own environment, installed if need be; None, with a sentence printed, where it can't be."""
    told = subprocess.run(
        [str(PROJECT / "tools" / "bench_others.sh"), sys.executable, name],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    return str(PROJECT / told.stdout.strip() / "bin" / "python") if told.returncode == 0 else None


def _simple(python: str, folder: Path, account: Account) -> Process:
    arguments = ("simple_bot", account.url, account.user, account.password)
    return Process(*arguments, python=python, folder=folder, path=HERE, log=folder / "log")


def _maubot(python: str, folder: Path, account: Account) -> Process:
    credentials = {"id": account.user, "homeserver": account.url, "access_token": account.token}
    config = {
        "user": {
            "credentials": credentials | {"device_id": None},
            "sync": True,
            "appservice": False,
            "hs_token": None,
            "autojoin": False,
            "displayname": "disable",
            "avatar_url": "disable",
            "ignore_initial_sync": True,
            "ignore_first_sync": True,
        },
        "server": {
            "hostname": "127.0.0.1",
            "port": free_port(),
            "base_path": "/",
            "public_url": "http://127.0.0.1",
        },
        "database": f"sqlite:{folder / 'bot.db'}",
        "database_opts": {"min_size": 1, "max_size": 10},
        "plugin_config": {},
        "logging": {"version": 1, "root": {"level": "WARNING"}},
    }
    (folder / "config.yaml").write_text(json.dumps(config))  # JSON is YAML
    meta = str(HERE / "echo" / "maubot.yaml")
    arguments = ("maubot.standalone", "-c", str(folder / "config.yaml"), "-m", meta)
    return Process(*arguments, python=python, folder=folder, path=HERE / "echo", log=folder / "log")


def _reminder(python: str, folder: Path, account: Account) -> Process:
    config = {
        "command_prefix": "!",
        "matrix": {
            "user_id": account.user,
            "user_password": account.password,
            "homeserver_url": account.url,
            "device_id": "BENCH",
            "device_name": "bench",
        },
        "reminders": {"timezone": "Europe/Amsterdam"},
        "storage": {"database": f"sqlite://{folder / 'bot.db'}", "store_path": str(folder / "store")},
        "allowlist": {"enabled": False, "regexes": []},
        "blocklist": {"enabled": False, "regexes": []},
        "logging": {
            "level": "WARNING",
            "file_logging": {"enabled": False, "filepath": "bot.log"},
            "console_logging": {"enabled": True},
        },
    }
    (folder / "config.yaml").write_text(json.dumps(config))
    arguments = ("matrix_reminder_bot.main", str(folder / "config.yaml"))
    return Process(*arguments, python=python, folder=folder, path=folder, log=folder / "log")


OTHERS = (
    Other("maubot", f"!echo {WORDS}", "repeats the words", _maubot),
    Other("simplematrixbotlib", f"!echo {WORDS}", "repeats the words", _simple),
    Other(
        "matrix-reminder-bot", f"!remindme in 3 days; {WORDS}", "keeps a reminder", _reminder, replies=False
    ),
)
