"""What is well, late and failing, part by part, and how an operator is told why."""

from dataclasses import replace

import pytest

from copbot.engine.signs import Handled, Handling, Postponed, Synced, Ticked, Troubled
from copbot.monitor.diagnosis import Disk, Part, Status
from tests.monitor.watching import EMPTY, Watching

OK, LATE, FAILING = Status.OK, Status.LATE, Status.FAILING


@pytest.fixture
def watching() -> Watching:
    """Well, ten seconds after everything last showed a sign."""
    found = Watching()
    found.well(3.0)
    found.passes(10.0)
    return found


def how(part: Part) -> tuple[Status, str]:
    return part.status, part.says


def test_all_is_well(watching: Watching) -> None:
    report = watching.report()
    assert report.status is OK
    assert {name: part.says for name, part in report.parts.items()} == {
        "sync": "heard from the homeserver 10 s ago",
        "token": "accepted with the last answer",
        "inbox": "empty",
        "engine": "last handled something 10 s ago",
        "outbox": "nothing to send",
        "tick": "looked at what is due 10 s ago",
        "alarms": "none is overdue",
        "database": "can be read and written",
        "clock": "goes evenly",
    }
    assert report.uptime == 13.0


def test_a_report_is_as_its_worst_part(watching: Watching) -> None:
    watching.vitals.note(Troubled("sync", "502", 2.0))
    assert watching.report().status is LATE
    watching.disk = Disk(1, 1)
    assert watching.report().status is FAILING


def test_before_the_first_news_only_the_sync_is_late() -> None:
    watching = Watching()
    old = watching.since(9000)
    watching.backlog = replace(EMPTY, inbox=3, inbox_since=old, outbox=2, outbox_since=old, alarm=old)
    watching.passes(4.0)
    assert how(watching.part("sync")) == (LATE, "asks for news for the first time, for 4 s now")
    assert {name for name, part in watching.report().parts.items() if part.status is not OK} == {"sync"}
    watching.passes(117.0)
    assert how(watching.part("sync")) == (FAILING, "no answer yet, and it still waits for this answer")


def test_a_homeserver_without_answer_is_late_and_then_failing(watching: Watching) -> None:
    watching.vitals.note(Troubled("sync", "ClientConnectorError", 8.0))
    told = "nothing answers at the homeserver's address; tries again in"
    assert how(watching.part("sync")) == (LATE, f"no news for 10 s: {told} 8 s")
    watching.passes(120.0, Troubled("sync", "ClientConnectorError", 60.0))
    assert watching.part("sync").status is LATE, "the trouble is as old as patience, and not older"
    watching.passes(1.0)
    assert how(watching.part("sync")) == (FAILING, f"no news for 2 min: {told} 59 s")
    watching.vitals.note(Synced(1.0, 0.1))
    assert watching.part("sync").status is OK


def test_a_sync_that_hangs_without_trouble_is_noticed(watching: Watching) -> None:
    watching.passes(50.0)
    assert watching.part("sync").status is OK
    watching.passes(1.0)
    assert how(watching.part("sync")) == (LATE, "no news for 61 s, and it still waits for this answer")
    watching.passes(60.0)
    assert watching.part("sync").status is FAILING


def test_a_token_that_is_not_taken_for_now_is_told(watching: Watching) -> None:
    watching.vitals.note(Troubled("sync", "401 M_UNAUTHORIZED", 8.0))
    told = "the homeserver does not take copbot's token for now (401 M_UNAUTHORIZED)"
    assert how(watching.part("token")) == (LATE, told)
    watching.vitals.note(Synced(1.0, 0.1))
    assert watching.part("token").status is OK


def test_facts_that_wait_are_late_and_failing_only_if_nothing_is_handled(watching: Watching) -> None:
    watching.backlog = replace(EMPTY, inbox=7, inbox_since=watching.since(30))
    assert how(watching.part("inbox")) == (OK, "7 waiting")
    watching.passes(100.0, Handled(("posted",), unknown=1))
    told = "7 waiting, the oldest for 2 min; the members of some rooms can't be asked for now"
    assert how(watching.part("inbox")) == (LATE, told)
    watching.passes(121.0)
    assert watching.part("inbox").status is FAILING
    status, says = how(watching.part("engine"))
    assert status is FAILING
    assert says.startswith("does nothing though the inbox is not empty: 7 waiting")


def test_an_engine_that_never_comes_back_is_noticed(watching: Watching) -> None:
    watching.vitals.note(Handling())
    watching.passes(31.0)
    assert how(watching.part("engine")) == (LATE, "has been at the same work for 31 s")
    watching.passes(90.0)
    assert watching.part("engine").status is FAILING
    watching.vitals.note(Handled())
    assert watching.part("engine").status is OK


def test_an_engine_that_cannot_ask_who_is_there_says_so(watching: Watching) -> None:
    watching.vitals.note(Handling())
    watching.vitals.note(Troubled("engine", "TimeoutError", 5.0))
    told = "can't go on: the homeserver does not answer in time; tries again in 5 s"
    assert how(watching.part("engine")) == (LATE, told)
    watching.passes(121.0, Handled(("posted",), unknown=1))
    assert watching.part("engine").status is FAILING, "other rooms go on, that one does not"
    watching.vitals.note(Handled(("posted",)))
    assert watching.part("engine").status is OK


def test_messages_that_wait_are_late_and_failing_only_if_nothing_is_sent(watching: Watching) -> None:
    later = watching.since(-3600)
    watching.backlog = replace(EMPTY, outbox=4, outbox_since=watching.since(31), held=2, held_until=later)
    assert how(watching.part("outbox")) == (LATE, "4 to send, 2 held for later; the oldest waits for 31 s")
    watching.passes(110.0)
    assert watching.part("outbox").status is LATE
    watching.passes(1.0)
    assert watching.part("outbox").status is FAILING
    watching.well()
    assert watching.part("outbox").status is LATE, "a long queue that moves is not dead"


def test_rooms_that_rest_and_limits_are_told_with_their_reason(watching: Watching) -> None:
    for lane in ("!a", "!b"):
        watching.vitals.note(Postponed(lane, "502 without a Matrix answer", 4.0))
    watching.vitals.note(Postponed("!c", "M_LIMIT_EXCEEDED", 40.0, limited=True))
    part = watching.part("outbox")
    assert part.says == (
        "nothing to send; the homeserver asks for 40 s of patience (its rate limits); 2 rooms rest: something answers "
        "502 in the homeserver's place; one room rests: the homeserver asks for patience (its rate limits)"
    )
    assert (part.figures["resting_rooms"], part.figures["limited_seconds"]) == (3, 40)
    watching.passes(41.0)
    assert watching.part("outbox").says == "nothing to send"


def test_what_is_held_past_its_time_is_late(watching: Watching) -> None:
    watching.backlog = replace(EMPTY, held=5, held_until=watching.since(90))
    told = "nothing to send, 5 held for later; the oldest waits for 90 s"
    assert how(watching.part("outbox")) == (LATE, told)


def test_a_dead_tick_is_noticed(watching: Watching) -> None:
    watching.passes(36.0)
    assert how(watching.part("tick")) == (LATE, "has not looked at what is due for 46 s")
    watching.vitals.note(Troubled("tick", "RuntimeError"))
    assert how(watching.part("tick")) == (LATE, "the last try failed: RuntimeError")
    watching.passes(80.0)
    assert watching.part("tick").status is FAILING
    watching.vitals.note(Ticked())
    assert watching.part("tick").status is OK


def test_a_tick_that_never_began_is_noticed() -> None:
    watching = Watching()
    watching.passes(0.0, Synced(1.0, 0.1))
    watching.passes(121.0)
    assert how(watching.part("tick")) == (FAILING, "has not looked at what is due for 2 min")


def test_alarms_that_are_overdue_are_told(watching: Watching) -> None:
    watching.backlog = replace(EMPTY, alarm=watching.since(-60))
    assert how(watching.part("alarms")) == (OK, "none is overdue")
    watching.backlog = replace(EMPTY, alarm=watching.since(45))
    assert how(watching.part("alarms")) == (LATE, "the oldest was due 45 s ago")
    watching.backlog = replace(EMPTY, alarm=watching.since(7 * 86_400))
    assert how(watching.part("alarms")) == (LATE, "the oldest was due 7 days ago")
    watching.passes(121.0)
    assert how(watching.part("alarms")) == (FAILING, "the oldest was due 7 days ago")


@pytest.mark.parametrize("part", ["sync", "engine", "outbox", "tick"])
def test_a_database_that_cannot_be_written_is_failing_whoever_meets_it(part: str, watching: Watching) -> None:
    watching.vitals.note(Troubled(part, "SQLITE_FULL", 5.0, stored=True))
    assert how(watching.part("database")) == (FAILING, "can't be written: the disk is full")
    watching.well(1.0)
    assert watching.part("database").status is OK


def test_a_database_that_cannot_be_read_is_failing_and_what_is_in_it_unknown(watching: Watching) -> None:
    watching.backlog = None
    assert how(watching.part("database")) == (FAILING, "can't be read, or does not answer in time")
    for part in ("inbox", "outbox", "alarms"):
        assert how(watching.part(part)) == (LATE, "can't be looked at: the database does not answer")


@pytest.mark.parametrize(("free", "status"), [(19_000_000, FAILING), (199_000_000, LATE), (200_000_000, OK)])
def test_a_disk_that_fills_is_told_in_time(free: int, status: Status, watching: Watching) -> None:
    watching.disk = Disk(free, 1)
    part = watching.part("database")
    assert part.status is status
    assert (part.says == f"its disk has only {free // 1_000_000} MB left") == (status is not OK)
    watching.disk = None
    assert watching.part("database").status is LATE


@pytest.mark.parametrize(
    ("by", "says"),
    [
        (3600.0, "was moved 60 min forward 5 min ago, or the machine slept"),
        (-86_400.0, "was moved 24 h back 5 min ago"),
    ],
)
def test_a_jump_of_the_clock_is_told_for_an_hour(by: float, says: str, watching: Watching) -> None:
    assert watching.vitals.compare(watching.wall.timestamp()) is None
    watching.well(60.0)
    assert watching.vitals.compare(watching.wall.timestamp() + by) is not None
    watching.well(300.0)
    assert how(watching.part("clock")) == (OK, says)
    watching.well(3301.0)
    assert how(watching.part("clock")) == (OK, "goes evenly")
    assert watching.part("clock").figures == {"jumps": 1}


def test_a_clock_that_is_set_right_bit_by_bit_does_not_jump(watching: Watching) -> None:
    for step in range(20):
        watching.passes(15.0)
        assert watching.vitals.compare(watching.wall.timestamp() + step / 2) is None


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (1, "1 file is left out of the rituals; copbot check tells why"),
        (3, "3 files are left out of the rituals; copbot check tells why"),
    ],
)
def test_scripts_that_are_left_out_are_told_and_fail_nothing(
    count: int, says: str, watching: Watching
) -> None:
    watching.well()
    assert "scripts" not in watching.report().parts
    watching.left_out = count
    assert how(watching.part("scripts")) == (LATE, says)
    assert watching.report().status is LATE
