"""A poll from its opening to its outcome: tapped, typed, corrected, closed by hand and by the clock."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from copbot.core.facts import Posted, Redacted
from tests.dialogs.stage import ROOM, Heard, Stage, stage, user
from tests.messages import TEXT

LINE = "!peiling Wat eten we? | soep | pizza | friet"


async def opened(s: Stage, name: str = "Karin", line: str = LINE, **more: Any) -> Heard:
    """A poll that somebody opened."""
    (heard,) = await s.says(name, line, **more)
    assert heard.kind == "poll.opened", heard.body
    return heard


async def outcome(s: Stage, line: str = "!peiling sluit") -> tuple[Heard, Heard]:
    """The end of the only open poll, closed by who started it, and the outcome in words."""
    end, told = await s.says("Karin", line)
    assert (end.kind, told.kind, told.data["about"]) == ("poll.closed", "nudge", "poll")
    return end, told


async def ballots(s: Stage) -> list[tuple[object, ...]]:
    def read(sql: sqlite3.Connection) -> list[tuple[object, ...]]:
        return [tuple(row) for row in sql.execute("SELECT member, selections FROM ballots ORDER BY id")]

    return await s.database.read(read)


async def test_a_poll_is_the_answer_to_its_command(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        poll = await opened(s, thread="$somewhere")
        assert poll.reply_to == s.last
        assert poll.thread is None, "openings stand in the main timeline"
        assert poll.body == (
            "Peiling 1: Wat eten we?\n1. soep\n2. pizza\n3. friet\n"
            "Stem: antwoord op dit bericht met het nummer van je keuze, of schrijf !stem #1 1."
        )
        assert poll.poll["question"][TEXT] == "Wat eten we?"
        assert poll.poll["max_selections"] == 1
        assert [answer[TEXT] for answer in poll.poll["answers"]] == ["soep", "pizza", "friet"]
        assert (poll.data["poll"], poll.data["method"]) == (1, "choice")


async def test_taps_and_typed_votes_are_one_tally(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bert")
        poll = await opened(s)
        assert await s.votes("Ahmed", poll, "2") == [], "a tap gets no message back"
        (told,) = await s.says("Els", "!stem pizza")
        assert (told.reply_to, told.data["ok"]) == (s.last, True)
        assert told.body == "Je stem in peiling 1 telt: pizza. Iets anders? Stem gewoon opnieuw."
        (told,) = await s.says("Bert", "1", reply_to=poll)
        assert "soep" in told.body
        await s.votes("Karin", poll, "3", stable=True)
        await s.says("Karin", "!vote 2")
        end, result = await outcome(s)
        assert end.reply_to == s.last
        assert end.ends == poll.event
        assert end.data["tally"] == {"1": 1, "2": 3, "3": 0}
        assert (end.data["voters"], end.data["winner"]) == (4, ["2"])
        assert end.body == "Peiling 1 is gesloten: Wat eten we?\nDe meeste stemmen (3) zijn voor: pizza."
        assert (result.reply_to, result.thread) == (None, None)
        assert result.body == (
            "Uitslag van peiling 1: Wat eten we?\n4 mensen stemden. De meeste stemmen (3) zijn voor: pizza.\n"
            "pizza: 3 stemmen |||\nsoep: 1 stem |\nGeen stemmen: friet."
        )


async def test_several_choices(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed", "Els", "Bert")
        poll = await opened(s, line="!poll multi Which days? | monday | tuesday | black and white")
        assert poll.poll["max_selections"] == 3
        assert poll.poll["question"][TEXT] == "Which days? (you may choose more than one)"
        await s.votes("Ahmed", poll, "1", "2")
        for name, words, counted in (
            ("Els", "1 and 3", "monday and black and white"),
            ("Els", "1,3", "monday and black and white"),
            ("Els", "1 3", "monday and black and white"),
            ("Els", "tues, Black and White", "tuesday and black and white"),
            ("Bert", "black and white", "black and white"),
        ):
            (told,) = await s.says(name, f"!vote {words}")
            assert told.body.startswith(f"Your vote in poll 1 counts: {counted}."), words
        (told,) = await s.says("Karin", "1 and 2", reply_to=poll)
        assert "monday and tuesday" in told.body
        end, result = await outcome(s, "!poll close")
        assert end.data["tally"] == {"1": 2, "2": 3, "3": 2}
        assert end.data["voters"] == 4
        assert "tuesday: 3 votes |||" in result.body


async def test_the_latest_ballot_counts_and_an_empty_one_withdraws(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        poll = await opened(s)
        await s.votes("Ahmed", poll, "1")
        await s.votes("Ahmed", poll, "2")
        await s.votes("Els", poll, "2")
        await s.votes("Els", poll)
        await s.says("Karin", "!stem 2")
        (told,) = await s.says("Karin", "!stem niets")
        assert told.body == "Je stem in peiling 1 telt niet meer mee. Opnieuw stemmen mag."
        end, _ = await outcome(s)
        assert (end.data["tally"], end.data["voters"]) == ({"1": 0, "2": 1, "3": 0}, 1)


async def test_removing_a_vote_brings_the_earlier_one_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        poll = await opened(s)
        await s.votes("Ahmed", poll, "1")
        await s.says("Ahmed", "!stem 2")
        await s.takes_away("Ahmed", s.last)
        await s.votes("Els", poll, "3")
        await s.takes_away("Els", s.last)
        chat = await s.direct("Karin")
        await s.says("Karin", "!stem 1", room=chat)
        await s.says("Karin", "!stem 2", room=chat)
        await s.takes_away("Karin", s.last, room=chat)
        end, _ = await outcome(s)
        assert (end.data["tally"], end.data["voters"]) == ({"1": 2, "2": 0, "3": 0}, 2)


async def test_spoiled_votes_count_as_msc3381_says(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bert")
        poll = await opened(s)
        await s.votes("Ahmed", poll, "1", "nonsense")
        await s.votes("Els", poll, "2")
        await s.votes("Els", poll, "nonsense")
        odd = {"m.relates_to": {"rel_type": "m.reference", "event_id": poll.event}}
        kind = "org.matrix.msc3381.poll.response"
        for block in ({"answers": [["1"]]}, {"answers": "1"}, "1", None):
            await s.event("Bert", kind, {**odd, kind: block})
        end, _ = await outcome(s)
        assert end.data["tally"] == {"1": 1, "2": 0, "3": 0}, "cut off after one, before the unknown one"


async def test_votes_that_do_not_count(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.room("Karin", "Ahmed", room="!andere:localhost")
        poll = await opened(s)
        await s.enters("otherbot")
        await s.votes("Vreemd", poll, "1")
        await s.votes("otherbot", poll, "1")
        await s.votes("@copbot:localhost", poll, "1")
        await s.votes("Ahmed", poll, "1", room="!andere:localhost")
        await s.votes("Ahmed", "$of-somebody-else", "1")
        late = int((s.time + timedelta(days=31)).timestamp() * 1000)
        await s.votes("Els", poll, "1", origin_server_ts=late)
        assert await ballots(s) == []
        await outcome(s)
        await s.votes("Ahmed", poll, "1")
        assert await ballots(s) == []
        (refused,) = await s.says("Ahmed", "!stem #1 1")
        assert refused.error == "poll-closed"
        (refused,) = await s.says("Ahmed", "1", reply_to=poll)
        assert refused.error == "poll-closed"


async def test_a_tie_and_nobody(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        poll = await opened(s)
        await s.votes("Ahmed", poll, "1")
        await s.votes("Karin", poll, "3")
        end, result = await outcome(s)
        assert end.data["winner"] == ["1", "3"]
        assert "Gelijk, elk 1 stem: soep en friet." in result.body
        await opened(s)
        end, result = await outcome(s)
        assert (end.data["winner"], end.data["voters"]) == ([], 0)
        assert result.body == "Uitslag van peiling 2: Wat eten we?\nNiemand heeft gestemd."


@pytest.mark.parametrize(
    "line",
    [
        "!peiling sluit 1",
        "!poll close #1",
        "!peiling sluit",
        "!peiling Sluit 1.",
        "!peiling sluit peiling 1",
        "!peiling sluiten!",
        "!poll close the poll",
        "!peiling stop",
    ],
)
async def test_closing_is_for_the_starter_and_for_hosts(tmp_path: Path, line: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await opened(s, "Ahmed")
        (refused,) = await s.says("Els", line)
        assert refused.error == "not-allowed"
        assert refused.body == (
            "Alleen Ahmed, een gastvrouw of een gastheer kan peiling 1 sluiten. Vraag het aan een van hen."
        )
        end, _ = await s.says("Karin", line)
        assert end.kind == "poll.closed"
        (refused,) = await s.says("Karin", "!peiling sluit 1")
        assert refused.error == "poll-closed"


@pytest.mark.parametrize("words", ["sluit", "Sluiten", "close", "sluit de peiling"])
async def test_closing_by_a_reply(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        poll = await opened(s, "Ahmed")
        end, _ = await s.says("Ahmed", words, reply_to=poll)
        assert (end.kind, end.reply_to) == ("poll.closed", s.last)


async def test_a_word_that_closes_may_be_an_option(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        poll = await opened(s, "Ahmed", "!peiling De deur? | open | dicht")
        (told,) = await s.says("Ahmed", "dicht", reply_to=poll)
        assert told.body.startswith("Je stem in peiling 1 telt: dicht.")


@pytest.mark.parametrize("stable", [False, True])
async def test_a_native_end_counts_from_who_may_close(tmp_path: Path, stable: bool) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        poll = await opened(s, "Ahmed")
        assert await s.ends("Els", poll, stable=stable) == []
        await s.votes("Els", poll, "1")
        end, told = await s.ends("Ahmed", poll, stable=stable)
        assert (end.kind, end.reply_to, end.data["voters"]) == ("poll.closed", None, 1)
        assert told.kind == "nudge"
        assert await s.ends("Karin", poll, stable=stable) == []
        assert [said.kind for said in await s.waits(days=40)] == ["digest"], (
            "it ends once, and is told in the digest"
        )


async def test_the_deadline_closes_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        poll = await opened(s, line="!peiling tot morgen 17:00 Wat eten we? | soep | pizza")
        assert poll.poll["question"][TEXT] == "Wat eten we? (tot woensdag 25 november om 17:00 uur)"
        assert poll.body.endswith("Stemmen kan tot woensdag 25 november om 17:00 uur.")
        await s.votes("Ahmed", poll, "1")
        end, told = await s.waits(days=2)
        assert (end.kind, end.reply_to, end.data["tally"]) == ("poll.closed", None, {"1": 1, "2": 0})
        assert told.body.startswith("Uitslag van peiling 1: Wat eten we?")


async def test_the_deadline_counts_while_copbot_is_down(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        poll = await opened(s, line="!peiling tot morgen 17:00 Wat eten we? | soep | pizza")
    async with stage(tmp_path, before=s) as again:
        again.time = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
        in_time = int(datetime(2026, 11, 25, 15, 59, tzinfo=UTC).timestamp() * 1000)
        late = int(datetime(2026, 11, 25, 16, 1, tzinfo=UTC).timestamp() * 1000)
        await again.votes("Ahmed", poll, "1", origin_server_ts=in_time)
        await again.votes("Els", poll, "2", origin_server_ts=late)
        (refused,) = await again.says("Els", "!stem 2")
        assert refused.error == "poll-closed"
        end, _ = await again.waits(minutes=1)
        assert end.data["tally"] == {"1": 1, "2": 0}


async def test_a_day_lasts_until_its_end_and_its_outcome_waits_for_the_morning(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        poll = await opened(s, line="!peiling tot morgen Wat eten we? | soep | pizza")
        assert "woensdag 25 november om 23:59" in poll.body
        await s.waits(hours=26)
        await s.votes("Ahmed", poll, "1")
        assert await s.waits(hours=3) == []
        await s.votes("Els", poll, "2")
        end, told = await s.waits(hours=8)
        assert (end.data["tally"], told.kind) == ({"1": 1, "2": 0}, "nudge")


async def test_a_poll_without_a_time_ends_after_a_month(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        poll = await opened(s)
        assert "tot" not in poll.poll["question"][TEXT]
        assert await s.waits(days=29) == []
        end, _ = await s.waits(days=2)
        assert end.kind == "poll.closed"


async def test_correcting_while_nobody_voted(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        poll = await opened(s, "Ahmed", "!peiling tot vrijdag 17:00 Wat ete we? | soep | piza")
        told, edit = await s.says("Ahmed", "!peiling wijzig 1 Wat eten we? | soep | pizza | friet")
        assert (told.reply_to, told.body) == (s.last, "Peiling 1 is verbeterd.")
        assert (edit.edited, edit.data["rev"], edit.reply_to) == (poll.event, 1, None)
        assert edit.poll["question"][TEXT].startswith("Wat eten we? (tot vrijdag")
        ids = [answer["id"] for answer in edit.poll["answers"]]
        assert not set(ids) & {option["id"] for option in poll.data["options"]}
        (refused,) = await s.says("Karin", "!poll change 1 Iets anders? | a | b")
        assert refused.error == "not-allowed"
        assert await s.votes("Els", poll, ids[1]) == []
        (refused,) = await s.says("Ahmed", "!peiling wijzig 1 Wat eten we? | a | b")
        assert refused.error == "already-voted"
        end, _ = await s.says("Ahmed", "!peiling sluit")
        assert end.data["winner"] == [ids[1]]
        (refused,) = await s.says("Ahmed", "!peiling wijzig 1 Wat eten we? | a | b")
        assert refused.error == "poll-closed"


async def test_a_tap_on_words_that_were_corrected_counts_for_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        poll = await opened(s, line="!peiling Doorgaan? | nee | ja")
        await s.says("Karin", "!peiling wijzig Doorgaan? | ja | nee")
        await s.votes("Els", poll, "1")
        end, _ = await outcome(s)
        assert set(end.data["tally"].values()) == {0}


async def test_removing_the_command_takes_the_poll_away(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        poll = await opened(s)
        asked = s.last
        await s.votes("Ahmed", poll, "1")
        await s.says("Ahmed", "!stem 2")
        reply = s.server.sent[-1]
        assert await s.takes_away("Karin", asked) == []
        assert set(s.server.redacted) == {poll.event, reply.event}
        (refused,) = await s.says("Ahmed", "!stem #1 1")
        assert refused.error == "no-such-poll"
        assert await s.waits(days=40) == [], "there is no outcome"


async def test_a_poll_that_was_not_sent_yet_is_not_sent_any_more(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        said = Posted(ROOM, user("Karin"), "$asked", s.time, LINE)
        assert await s.happens(said, Redacted(ROOM, user("Karin"), "$gone", s.time, "$asked")) == []
        assert await s.waits(days=40) == []


async def test_what_waits_in_the_night_goes_with_the_command(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await opened(s, line="!peiling tot morgen Wat eten we? | soep | pizza")
        asked = s.last
        await s.waits(hours=30)
        await s.takes_away("Karin", asked)
        assert await s.waits(days=2) == []


async def test_a_host_may_remove_the_poll_itself(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        poll = await opened(s, "Ahmed")
        await s.takes_away("Karin", poll.event)
        (told,) = await s.says("Ahmed", "!peiling")
        assert told.body.startswith("Er loopt nu geen peiling.")
        assert await s.waits(days=40) == []


async def test_only_polls_of_copbots_are_kept_on_the_way_in(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.votes("Ahmed", "$of-somebody-else", "a")

        def inbox(sql: sqlite3.Connection) -> int:
            return int(sql.execute("SELECT seq FROM sqlite_sequence WHERE name = 'inbox'").fetchone()[0])

        before = await s.database.read(inbox)
        await s.votes("Ahmed", "$of-somebody-else", "a")
        await s.ends("Ahmed", Heard(ROOM, "$of-somebody-else", {}))
        assert await s.database.read(inbox) == before


async def test_ballots_go_with_the_poll(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        poll = await opened(s)
        await s.votes("Ahmed", poll, "1")
        await outcome(s)
        await s.waits(days=89)
        await s.ticking.tidy()
        assert len(await ballots(s)) == 1
        await s.waits(days=2)
        await s.ticking.tidy()
        assert await ballots(s) == []
