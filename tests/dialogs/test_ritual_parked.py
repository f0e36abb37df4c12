"""Articles of law that are named too early are kept aside without a word, and come back when it is their turn."""

from pathlib import Path

import pytest

from tests.dialogs.scripted import begun, of, phase, use
from tests.dialogs.stage import stage

STORY = phase("story", "round", "Vertel.", "Tell.", 'park = "law"')
EFFECT = phase("effect", "collect", "Wat wil je bereiken?", "What do you want?", 'park = "law"')
LAW = phase("law", "collect", "Welke regel helpt?", "Which rule helps?")
LAST = phase("last", "collect", "En nu?", "And now?")


async def test_a_law_is_kept_aside_silently_and_brought_in_its_phase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, STORY + EFFECT + LAW + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        heard = await s.says("Karin", "Het zit vast. De Leerplichtwet zegt dat hij moet komen.")
        assert not any("eerplicht" in one.body for one in heard)
        assert of(heard, "ritual.turn")[0].data["member"] == "@ahmed:localhost", (
            "it was a turn like any other"
        )
        await s.says("Ahmed", "Ik luister.")
        assert (
            of(await s.says("Karin", "Rust in huis, want artikel 11 onder d kan dat geven"), "ritual.phase")
            == []
        )
        shown, law = of(await s.says("Ahmed", "artikel 5a"), "ritual.phase")
        assert "Rust in huis" in shown.body
        assert "artikel" not in shown.body
        assert "Ahmed" not in shown.body, "of what is nothing but law nothing is shown"
        assert law.data["phase"] == "law"
        assert (
            "Dit werd eerder genoemd: De Leerplichtwet zegt dat hij moet komen, artikel 11 onder d kan dat geven en artikel 5a."
            in law.body
        )
        assert "Karin" not in law.body.splitlines()[2]
        await s.says("Karin", "artikel 11")
        shown, last = of(await s.says("Ahmed", "artikel 5a dan"), "ritual.phase")
        assert "artikel 11" in shown.body
        assert "eerder genoemd" not in last.body


async def test_the_same_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, EFFECT + LAW)
    async with stage(tmp_path, "en") as s:
        await begun(s, "Karin", line="!ritual trial")
        shown, law = of(await s.says("Karin", "Rest at home, because section 7 of the Act"), "ritual.phase")
        assert "Rest at home" in shown.body
        assert "section" not in shown.body
        assert "This was named before: section 7 of the Act." in law.body


async def test_where_nothing_was_named_nothing_is_brought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, EFFECT + LAW)
    async with stage(tmp_path) as s:
        await begun(s, "Karin")
        shown, law = of(await s.says("Karin", "Rust, volgens mij"), "ritual.phase")
        assert "Rust, volgens mij" in shown.body
        assert "eerder genoemd" not in law.body


async def test_what_was_taken_away_does_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, EFFECT + LAW)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed", "Els")
        await s.says("Karin", "artikel 11 onder d")
        await s.takes_away("Karin", s.last)
        await s.says("Karin", "rust")
        await s.says("Ahmed", "vrienden")
        *_, law = of(await s.says("Els", "artikel 5a"), "ritual.phase")
        assert "Dit werd eerder genoemd: artikel 5a." in law.body


async def test_what_is_taken_away_after_it_was_brought_goes_from_there_and_the_step_is_said_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, EFFECT + LAW + LAST)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "rust, want artikel 11 onder d kan")
        theirs = s.last
        shown, law = of(await s.says("Ahmed", "vrienden, want artikel 5a mag"), "ritual.phase")
        heard = of(await s.takes_away("Karin", theirs), "ritual.phase")
        assert {shown.event, law.event} <= set(s.server.redacted)
        (again,) = [one for one in heard if one.data["phase"] == "law" and "Welke regel helpt?" in one.body]
        assert "Dit werd eerder genoemd: artikel 5a mag." in again.body
        assert "artikel 11" not in "".join(one.body for one in heard)
        assert any("vrienden" in one.body for one in heard), "what stood beside it is shown again"
        assert not any("Ahmed" in one.body for one in heard), (
            "and not with names, where articles are kept aside"
        )
        await s.says("Karin", "geen")
        assert of(await s.says("Ahmed", "artikel 5a"), "ritual.phase")[-1].data["phase"] == "last"


async def test_ideas_are_voted_on_without_what_is_kept_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = phase("choose", "ballot", "Wat eerst?", "What first?", 'from = "effect"')
    use(monkeypatch, EFFECT + vote + LAW)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "rust, want artikel 11 onder d")
        (poll,) = of(await s.says("Ahmed", "vrienden"), "poll.opened")
        assert [option["text"] for option in poll.data["options"]] == ["rust", "vrienden"]
