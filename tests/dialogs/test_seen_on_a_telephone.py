"""What people do who only see what copbot wrote: they answer it, and write the words that they were shown."""

from pathlib import Path

import pytest

from tests.dialogs.scripted import of, phase, use
from tests.dialogs.stage import stage


async def test_who_is_asked_what_they_propose_says_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!voorstel")
        assert asked.body.startswith("Er loopt nu geen voorstel. Wat stel je voor? Antwoord op dit bericht")
        opened, *_ = await s.says("Karin", "We eten samen soep", reply_to=asked)
        assert (opened.kind, opened.body.splitlines()[0]) == (
            "proposal.opened",
            "Voorstel 1, van Karin: We eten samen soep",
        )


async def test_passing_what_was_asked_in_private_needs_no_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is in several groups was asked by one of them."""
    ideas = phase("ideas", "collect", "Welk idee?", "Which idea?", "private = true")
    use(monkeypatch, ideas + phase("talk", "open", "Praat.", "Talk."))
    async with stage(tmp_path) as s:
        chat, other = await s.direct("Karin"), await s.direct("Ahmed")
        await s.room("Karin", "Ahmed")
        await s.room("Karin", "Els", room="!twee:localhost", title="Groep Noord")
        opening, *_ = await s.says("Karin", "!werkvorm proef")
        await s.taps("Karin", opening, "✋")
        await s.taps("Ahmed", opening, "✋")
        await s.says("Karin", "!begin")
        (told, *_) = await s.says("Karin", "pas", room=chat)
        assert told.error is None
        await s.says("Ahmed", "thee", room=other)
        assert any(one.data.get("phase") == "talk" for one in of(s.server.sent, "ritual.phase"))


@pytest.mark.parametrize(
    ("line", "script"),
    [
        ("!werkvorm Even binnenkomen", "check-in"),
        ("!ritual before we go", "check-out"),
        ("!werkvorm raad vragen aan elkaar", "peer-incident"),
        ("!werkvorm intervisie", "peer-incident"),
    ],
)
async def test_a_ritual_is_found_by_its_title_too(tmp_path: Path, line: str, script: str) -> None:
    """Lists show titles, so people write those."""
    async with stage(tmp_path) as s:
        await s.room("Karin")
        opening, *_ = await s.says("Karin", line)
        assert (opening.kind, opening.data["script"]) == ("ritual.opened", script)


async def test_a_title_may_have_signs_and_a_topic_behind_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opening, *_ = await s.says("Karin", "!werkvorm Eerst het doel, dan de regels: halve dagen")
        assert (opening.data["script"], opening.body.splitlines()[0]) == (
            "reverse-test",
            "Eerst het doel, dan de regels: halve dagen",
        )


@pytest.mark.parametrize(
    ("language", "step"),
    [
        ("nl", 'Schrijf alleen je cijfer, tot 20:03 uur. Overslaan: ⏭️ of "pas".'),
        ("en", 'Write your number only, until 20:03. Pass: ⏭️ or "pass".'),
    ],
)
async def test_one_step_has_no_number_and_a_figure_is_asked_for_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, step: str
) -> None:
    use(monkeypatch, phase("figure", "rate", "Hoe was het?", "How was it?", minutes=3))
    async with stage(tmp_path, language) as s:
        await s.room("Karin", "Ahmed")
        opening, *_ = await s.says("Karin", "!werkvorm proef")
        assert "1 stap" not in opening.body
        assert "1 step" not in opening.body
        await s.taps("Karin", opening, "✋")
        (asked,) = of(await s.says("Karin", "begin"), "ritual.phase")
        assert asked.body.splitlines()[-1] == step
        assert len(asked.body.splitlines()) == 3
