"""Ballots: what is read of them does not grow with how often somebody changes their mind."""

from copbot.polls.records import Ballot
from copbot.store import polls
from tests import databases


def test_of_each_member_the_last_is_read_and_the_earlier_ones_are_kept() -> None:
    sql = databases.in_memory()

    def cast(event: str, member: str, *selections: str, poll: int = 1) -> Ballot:
        ballot = Ballot("!r", poll, event, member, selections)
        polls.save_ballot(sql, ballot)
        return ballot

    cast("$1", "@karin:x", "1")
    second = cast("$2", "@ahmed:x", "1")
    earlier = cast("$3", "@karin:x", "2")
    last = cast("$4", "@karin:x")
    cast("$5", "@karin:x", "1", poll=2)
    assert polls.ballots(sql, "!r", 1) == (second, last)
    sql.execute("DELETE FROM ballots WHERE event = '$4'")
    assert polls.ballots(sql, "!r", 1) == (second, earlier)
