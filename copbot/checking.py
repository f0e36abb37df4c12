"""``copbot check``: everything that can be looked at from outside, what is wrong with it, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from copbot.config import Config
from copbot.core.failures import DatabaseRefused
from copbot.engine.registry import discover
from copbot.entry.findings import encryption
from copbot.entry.identity_file import IdentityFile
from copbot.entry.own_keys import own_keys
from copbot.matrix import check as matrix_check
from copbot.matrix import session as sessions
from copbot.matrix.check import Finding
from copbot.matrix.http import connected
from copbot.monitor.asking import ask
from copbot.shelf import shelf
from copbot.store import check as store_check
from copbot.store.lock import DataFolderLocked, hold, unusable


async def look(config: Config, database: Path, now: datetime) -> list[Finding]:
    """Everything that can be looked at from outside, also while copbot runs; ``now`` is UTC."""
    url, user, folder = config.homeserver.url, config.homeserver.user_id, config.bot.data_dir
    found = [
        Finding(True, "configuration", "every key is right"),
        *_check_scripts(config),
        *_check_folder(folder, database),
        _check_way(config),
    ]
    async with connected(url, user) as requests:
        answer = await matrix_check.reachable(requests, url)
        found.append(answer)
        if answer.ok:
            session = sessions.stored(folder, user)
            account = await matrix_check.account(requests, url, user, session)
            found += [*account, await matrix_check.clock(url, now)]
            if session is not None and account[0].ok:
                file, own = IdentityFile(folder, user), own_keys(folder, session)
                starts = store_check.starts(database)
                found += await encryption(requests, file, session, own, starts, _runs(found))
    if config.http.address is not None:
        heard = await ask(*config.http.address, runs=_runs(found))
        found.append(Finding(heard.ok, "monitor", heard.sentence, heard.mend))
    return found


def _runs(found: Sequence[Finding]) -> bool:
    return any(finding.subject == "process" and finding.ok for finding in found)


def _check_folder(folder: Path, file: Path) -> list[Finding]:
    try:
        return _look_inside(folder, file)
    except OSError as error:  # a file is in its place, or it belongs to somebody else
        return [Finding(False, "data folder", unusable(folder, error))]
    except DatabaseRefused as refused:
        return [Finding(False, "data folder", str(refused))]


def _look_inside(folder: Path, file: Path) -> list[Finding]:
    above = next((parent for parent in folder.parents if parent.exists()), folder)
    if not above.is_dir():
        raise NotADirectoryError
    found = []
    wrong = store_check.database(file)
    mend = "Put a backup in its place." if wrong else None
    found.append(
        Finding(
            wrong is None,
            "database",
            wrong or "sound" if file.exists() else "not yet made",
            mend,
        )
    )
    if names := store_check.exposed(folder):
        mend = f"chmod -R go= {folder}"
        found.append(Finding(False, "data folder", f"others can read {', '.join(names)}", mend))
    try:
        if folder.exists():
            with hold(folder):
                found.append(Finding(None, "process", "copbot does not run now"))
    except DataFolderLocked as locked:
        found.append(Finding(True, "process", f"copbot runs (process {locked.pid})"))
    return found


def _check_scripts(config: Config) -> list[Finding]:
    """The operator's own scripts, if there is a folder for them."""
    if config.rituals.folder is None:
        return []
    if not config.rituals.folder.is_dir():
        return [Finding(False, "scripts", f"there is no folder {config.rituals.folder}", _NO_FOLDER)]
    found = shelf(config.rituals.folder, discover().by_name)
    wrong = [
        Finding(False, f"script {one.file}", str(one.faults[0]) + _more(len(one.faults) - 1), _MEND)
        for one in found.left_out
    ]
    if wrong:
        return wrong
    return [
        Finding(True, "scripts", f"{len(found.scripts)} are right, those in {config.rituals.folder} included")
    ]


_NO_FOLDER = (
    "Make it, or name another in rituals.folder. Until then, copbot does without scripts of your own."
)
_MEND = (
    "copbot rituals check FILE tells all that is wrong. Until it is mended, copbot does without this script."
)


def _more(count: int) -> str:
    return f" (and {count} more)" if count else ""


def _check_way(config: Config) -> Finding:
    if config.homeserver.readable_on_the_way:
        mend = "Use https, or run copbot beside the homeserver."
        return Finding(False, "way", "what copbot says to the homeserver can be read on the way", mend)
    return Finding(True, "way", "nobody on the way can read along")
