"""A ritual outlives the process, an upgrade, and the database of a copbot that knew only rounds."""

import json
import sqlite3
from pathlib import Path

import pytest

from copbot.rituals.course import Course
from copbot.rituals.course_json import from_json, to_json, waited_for, waiting
from copbot.rituals.plain_round import ROUND
from copbot.rituals.round_json import waiting as waiting_before
from copbot.rituals.script import Mode
from copbot.rituals.script_json import from_text, to_text
from copbot.rituals.state import Options, Phase, Round
from copbot.store.database import statements, steps
from tests.dialogs.rounds import QUESTION, begun, closed, numbers
from tests.dialogs.scripted import of
from tests.dialogs.stage import Heard, Stage, library, stage


def back_to_nine(file: Path) -> None:
    """The database as it was before rituals had scripts: schema 9, with the state of a round as it was kept then."""
    with sqlite3.connect(file) as sql:
        (state,) = sql.execute("SELECT state FROM rituals").fetchone()
        plain = json.loads(state)
        before = plain["round"] | {"due": plain["due"]}
        assert before["version"] == 1
        rows = sql.execute(
            "SELECT room, number, script, facilitator, question, source, ?, opening, threaded, started, acted, prompt, "
            "outcome, ended FROM rituals",
            (json.dumps(before),),
        ).fetchall()
        said = sql.execute(
            "SELECT event, room, ritual, member, words, at, revision FROM contributions"
        ).fetchall()
        sql.executescript(
            "DROP TABLE rituals; DROP TABLE contributions; DROP TABLE scripts; "
            "DROP INDEX IF EXISTS rituals_digest;"
        )
        (first,) = [script for number, script in steps() if number == 1]
        for statement in statements(first):
            if " rituals" in statement or " contributions" in statement:
                sql.execute(statement)
        sql.executemany(f"INSERT INTO rituals VALUES ({','.join('?' * 14)})", rows)
        sql.executemany("INSERT INTO contributions VALUES (?, ?, ?, ?, ?, ?, ?)", said)
        for number, script in steps():
            if number > 10:
                for statement in statements(script):
                    words = statement.split()
                    if "TABLE" in words:
                        sql.execute(f"DROP TABLE IF EXISTS {words[words.index('TABLE') + 1]}")
        sql.execute("UPDATE alarms SET payload = '1 ' || substr(payload, 3, 1) WHERE purpose = 'round.turn'")
        sql.execute("PRAGMA user_version = 9")
    sql.close()


async def test_a_round_that_runs_while_copbot_is_upgraded_goes_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await begun(s, "Karin", "Ahmed", "Els")
        await s.says("Karin", "goed")
    back_to_nine(tmp_path / "copbot.db")
    async with stage(tmp_path, before=s) as later:
        (where,) = await later.says("Els", "!waarzijnwe")
        assert where.body == f"Rondje: {QUESTION}\nAhmed is aan de beurt.\nDaarna: Els. Nog 1 te gaan."
        (els,) = of(await later.waits(minutes=5), "ritual.turn")
        assert els.data["member"] == "@els:localhost", "an alarm that was set before still rings"
        await later.says("Els", "ook goed")
        outcome = closed(await later.says("Ahmed", "pas"))
        assert numbers(outcome) == (2, 1, 0)


async def test_hands_that_are_up_while_copbot_is_upgraded_stay_up(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opening, *_ = await s.says("Karin", f"!ronde {QUESTION}")
        await s.taps("Ahmed", opening, "✋")
    back_to_nine(tmp_path / "copbot.db")
    async with stage(tmp_path, before=s) as later:
        await later.taps("Karin", opening, "✋")
        heard = await later.says("Karin", "!begin")
        assert of(heard, "ritual.turn")[0].data["of"] == 2


def test_what_waited_before_there_were_scripts_still_waits() -> None:
    options = Options(long=True)
    assert waited_for(waiting_before(options)) == (Mode.LIVE, options)
    assert waited_for(waiting(Mode.DAYS, options)) == (Mode.DAYS, options)


def test_another_version_is_refused() -> None:
    course = Course(Mode.LIVE, Options(), Round(Phase.JOINING, Options(), "@karin:localhost"))
    assert from_json(to_json(course)) == course
    with pytest.raises(ValueError, match="version 3"):
        from_json(to_json(course) | {"version": 3})
    with pytest.raises(ValueError, match="another version"):
        from_text(to_text(ROUND).replace('"version": 1', '"version": 2'))


@pytest.mark.parametrize("script", library().scripts, ids=lambda script: script.name)
def test_a_copy_of_every_script_says_the_same(script: object) -> None:
    from copbot.rituals.script import Script

    assert isinstance(script, Script)
    assert from_text(to_text(script)) == script


async def test_a_copy_goes_when_no_ritual_needs_it_any_more(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin")
        await one(s, "!werkvorm check-in")
        await one(s, "!werkvorm check-in")
        assert copies(tmp_path) == 1, "the same script is kept once"
        await one(s, "!werkvorm check-out")
        assert copies(tmp_path) == 2
        await s.waits(days=91)
        await s.desk.tidy(s.time)
        assert copies(tmp_path) == 0


async def one(s: Stage, line: str) -> Heard:
    """A ritual that is opened, and ended at once."""
    opening, *_ = await s.says("Karin", line)
    await s.says("Karin", "!einde")
    return opening


def copies(folder: Path) -> int:
    """How many copies of scripts are kept."""
    with sqlite3.connect(folder / "copbot.db") as sql:
        (count,) = sql.execute("SELECT count(*) FROM scripts").fetchone()
    sql.close()
    return int(count)
