"""A vote within a ritual: on what was said before or on options of the script, over when everybody has voted."""

from pathlib import Path

import pytest

from tests.dialogs.scripted import begun, of, phase, use
from tests.dialogs.stage import Heard, Stage, stage

IDEAS = phase("ideas", "collect", "Wat kan?", "What could be?")
DOTS = phase(
    "choose", "ballot", "Wat pakken we op?", "What do we take up?", 'from = "ideas"', 'method = "dots"'
)
LAST = phase("last", "collect", "En nu?", "And now?")
FIXED = phase(
    "choose", "ballot", "Doen we dit?", "Do we do this?", 'options = { nl = "ja | nee", en = "yes | no" }'
)


async def opened(s: Stage, *said: tuple[str, str]) -> Heard:
    """What everybody wrote became a poll."""
    heard: list[Heard] = []
    for name, words in said:
        heard = await s.says(name, words)
    (poll,) = of(heard, "poll.opened")
    return poll


async def test_what_was_written_is_voted_on_and_everybody_voting_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, IDEAS + DOTS + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        poll = await opened(s, ("Karin", "- rust\n- vervoer"), ("Ahmed", "een maatje"))
        assert poll.data["method"] == "dots"
        assert [option["text"] for option in poll.data["options"]] == ["rust", "vervoer", "een maatje"]
        assert "Wat pakken we op?" in poll.body
        assert "We gaan verder als iedereen stemde." in poll.body
        assert await s.votes("Karin", poll, "1", "2") == []
        assert await s.waits(seconds=1) == []
        (told,) = await s.says("Ahmed", "!stem 2x op 1")
        assert told.reply_to == s.last
        heard = await s.waits(seconds=1)
        (end,) = of(heard, "poll.closed")
        assert (end.data["tally"], end.data["winner"]) == ({"1": 3, "2": 1, "3": 0}, ["1"])
        assert any("De meeste stickers (3) zijn voor: rust." in one.body for one in heard)
        assert of(heard, "ritual.phase")[-1].data["phase"] == "last"


async def test_options_of_the_script_in_the_rooms_language_and_a_tie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, FIXED + LAST)
    async with stage(tmp_path, "en") as s:
        (poll,) = of(await begun(s, "Karin", "Ahmed", line="!ritual trial"), "poll.opened")
        assert [option["text"] for option in poll.data["options"]] == ["yes", "no"]
        await s.votes("Karin", poll, "1")
        await s.votes("Ahmed", poll, "2")
        heard = await s.waits(seconds=1)
        assert any("A tie, 1 vote each: yes and no." in one.body for one in heard)


@pytest.mark.parametrize(("ids", "outcome"), [((), "nobody"), (("1",), "done"), (("1", "2"), "tie")])
async def test_each_outcome_leads_where_the_script_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ids: tuple[str, ...], outcome: str
) -> None:
    there = "".join(
        phase(name, "collect", f"Hier kwam {name}.", f"Here came {name}.", 'then = { done = "end" }')
        for name in ("was-done", "was-tie", "was-nobody")
    )
    way = 'then = { done = "was-done", tie = "was-tie", nobody = "was-nobody" }'
    use(monkeypatch, FIXED + way + "\n\n" + there)
    async with stage(tmp_path) as s:
        (poll,) = of(await begun(s, "Karin", "Ahmed", "Els"), "poll.opened")
        for name, id in zip(("Karin", "Ahmed"), ids, strict=False):
            await s.votes(name, poll, id)
        heard = await s.waits(minutes=11)
        assert any(f"Hier kwam was-{outcome}." in one.body for one in heard)
        if not ids:
            assert any("Niemand heeft gestemd." in one.body for one in heard)


async def test_who_leads_goes_on_and_the_poll_is_closed_with_one_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, FIXED + LAST)
    async with stage(tmp_path) as s:
        (poll,) = of(await begun(s, "Karin", "Ahmed"), "poll.opened")
        await s.votes("Ahmed", poll, "1")
        heard = await s.says("Karin", "!volgende")
        assert [one.kind for one in heard if one.reply_to == s.last and not one.edited] == ["ritual.phase"]
        assert len(of(heard, "poll.closed")) == 1
        (told,) = await s.says("Ahmed", "!stem #1 2")
        assert told.error == "poll-closed"


@pytest.mark.parametrize("goes", ["leaves", "withdraws"])
async def test_nobody_waits_for_who_went(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, goes: str) -> None:
    use(monkeypatch, FIXED + LAST)
    async with stage(tmp_path) as s:
        (poll,) = of(await begun(s, "Karin", "Ahmed", "Els"), "poll.opened")
        await s.votes("Karin", poll, "1")
        await s.votes("Ahmed", poll, "1")
        heard = await (s.leaves("Els") if goes == "leaves" else s.says("Els", "ik doe niet mee"))
        assert of(heard, "poll.closed")[0].data["voters"] == 2
        assert of(heard, "ritual.phase")[-1].data["phase"] == "last"


async def test_closing_the_poll_ends_the_phase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, FIXED + LAST)
    async with stage(tmp_path) as s:
        (poll,) = of(await begun(s, "Karin", "Ahmed"), "poll.opened")
        await s.votes("Ahmed", poll, "1")
        end, *_ = await s.says("Karin", "!peiling sluit")
        assert (end.kind, end.reply_to) == ("poll.closed", s.last)
        heard = await s.waits(seconds=1)
        assert of(heard, "poll.closed") == []
        assert of(heard, "ritual.phase")[-1].data["phase"] == "last"


async def test_who_only_listens_does_not_vote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet = FIXED.replace("days = 1", 'days = 1\nsilent = ["parents"]')
    use(monkeypatch, quiet + LAST)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Els", "!rol ouder")
        (poll,) = of(await begun(s, "Karin", "Ahmed", "Els"), "poll.opened")
        assert await s.votes("Els", poll, "2") == []
        (told,) = await s.says("Els", "!stem 2")
        assert (told.error, told.reply_to) == ("not-allowed", s.last)
        assert "luister je alleen" in told.body
        await s.votes("Karin", poll, "1")
        await s.votes("Ahmed", poll, "1")
        (end,) = of(await s.waits(seconds=1), "poll.closed")
        assert (end.data["tally"], end.data["voters"]) == ({"1": 2, "2": 0}, 2)


async def test_more_ideas_than_a_poll_holds_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, IDEAS + DOTS + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        many = "\n".join(f"Een idee dat best wel wat langer is dan nodig, nummer {n}" for n in range(25))
        await s.says("Karin", many)
        heard = await s.says("Ahmed", "rust")
        (poll,) = of(heard, "poll.opened")
        (left,) = of(heard, "nudge")
        assert left.body.startswith("Er passen 20 keuzes in een peiling; 6 ideeën passen er niet meer bij.")
        assert len(poll.data["options"]) == 20
        assert poll.data["options"][-1]["text"] == "rust"


@pytest.mark.parametrize(
    ("said", "told"), [("rust", "stemmen hoeft niet: rust"), ("", "Er is niets om op te stemmen.")]
)
async def test_without_two_ideas_there_is_no_vote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    use(monkeypatch, IDEAS + DOTS + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin")
        heard = await s.says("Karin", said or "!pas")
        assert of(heard, "poll.opened") == []
        assert any(told in one.body for one in heard)


async def test_an_idea_that_is_taken_away_leaves_the_poll_and_votes_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, IDEAS + DOTS + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed", "Els")
        await s.says("Karin", "rust")
        await s.says("Ahmed", "vervoer")
        theirs = s.last
        (poll,) = of(await s.says("Els", "een maatje"), "poll.opened")
        await s.votes("Karin", poll, "1")
        (again,) = of(await s.takes_away("Ahmed", theirs), "poll.opened")
        assert poll.event in s.server.redacted
        assert [option["text"] for option in again.data["options"]] == ["rust", "(weggehaald)", "een maatje"]
        await s.votes("Ahmed", again, "3")
        await s.says("Els", "!stem 3")
        (end,) = of(await s.waits(seconds=1), "poll.closed")
        assert end.data["tally"] == {"1": 1, "2": 0, "3": 2}


async def test_who_wrote_what_wins_brings_the_topic_from_there_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = phase("choose", "ballot", "Welk verhaal?", "Which story?", 'from = "ideas"', "owner = true")
    story = phase("story", "round", "Vertel verder.", "Tell on.", 'who = "owner"')
    use(monkeypatch, IDEAS + chosen + story)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed", "Els")
        await s.says("Karin", "Eerst dit.\nToen dat.")
        await s.says("Ahmed", "Bij ons ging het zo.")
        (poll,) = of(await s.says("Els", "Ik niets."), "poll.opened")
        assert poll.data["options"][0]["text"] == "Eerst dit. Toen dat"
        for name in ("Karin", "Ahmed", "Els"):
            await s.votes(name, poll, "2")
        heard = await s.waits(seconds=1)
        (turn,) = of(heard, "ritual.turn")
        assert turn.data["member"] == "@ahmed:localhost"


async def test_what_a_ritual_voted_on_is_not_in_the_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, FIXED + LAST)
    async with stage(tmp_path) as s:
        (poll,) = of(await begun(s, "Karin"), "poll.opened")
        await s.votes("Karin", poll, "1")
        await s.waits(seconds=1)
        await s.says("Karin", "!einde")
        told = await s.says("Karin", "!weekbericht nu")
        assert not any("Doen we dit?" in one.body for one in told)
