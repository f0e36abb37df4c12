"""Every ritual that copbot brings along and that may be held over days, played from the first word to the last, in both languages."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from copbot.rituals.script import LANGUAGES, Mode
from tests.dialogs.playing import Language
from tests.dialogs.playing_days import DaysPlay
from tests.dialogs.stage import ROOM, library, stage
from tests.dialogs.test_script_whole import WAITING, WAY

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday, ten in the morning in Amsterdam
OVER_DAYS = [name for name in WAY if Mode.DAYS in library().named(name).modes and name != "round"]  # type: ignore[union-attr]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OVER_DAYS)
async def test_a_whole_run_over_days(tmp_path: Path, name: str, language: Language) -> None:
    """It goes its way to the end, names nobody, and no message is too long for a telephone."""
    async with stage(tmp_path, language, MORNING) as s:
        script = library().named(name)
        assert script is not None
        play = DaysPlay(s, script, language)
        await play.whole()
        assert play.names == WAY[name].split()
        assert all(len(heard.body) <= 600 for heard in play.everything if not heard.ends)
        assert all(heard.error != "internal" for heard in play.everything)
        assert all(
            heard.pings == ()
            for heard in play.everything
            if heard.room == ROOM and heard.kind == "ritual.phase"
        )
        assert play.over is not None
        assert play.over.data["spoke"] > 0
        with closing(sqlite3.connect(tmp_path / "copbot.db")) as sql:
            assert sql.execute(WAITING).fetchall() == []
