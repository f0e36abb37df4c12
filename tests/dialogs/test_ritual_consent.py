"""Consent as a phase of a ritual: adopted, objections that lead to other words and back, and nobody."""

from pathlib import Path

import pytest

from tests.dialogs.scripted import begun, of, phase, use
from tests.dialogs.stage import ROOM, Heard, Stage, stage

TOPIC = 'ask = { nl = "Wat stel je voor?", en = "What do you propose?" }\n'
HEAD = """
format = 1
name = "trial"
called = { nl = ["proef"], en = ["trial"] }
title = { nl = "Een proef", en = "A trial" }
about = { nl = "Om te proberen.", en = "To try." }
helps = ["choose"]
runs = ["live", "days"]
least = 1
"""
CONSENT = phase(
    "consent",
    "consent",
    "Kunnen we hiermee leven?",
    "Can we live with this?",
    'then = { adopted = "after", objections = "integrate", nobody = "end" }',
)
INTEGRATE = phase(
    "integrate", "open", "Wat moet er anders?", "What must change?", 'then = { done = "consent" }'
)
AFTER = phase("after", "collect", "En nu?", "And now?")
SCRIPT = CONSENT + INTEGRATE + AFTER


async def asked(
    s: Stage, *names: str, topic: str = "We eten samen soep", line: str = "!werkvorm proef"
) -> Heard:
    """The ritual in its consent phase; returns the proposal's message."""
    heard = await begun(s, *names, line=f"{line} {topic}".strip())
    (prompt,) = of(heard, "proposal.opened")
    assert of(heard, "ritual.phase"), "where we are is told as in every phase"
    return prompt


async def test_all_consent_and_the_ritual_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, SCRIPT, HEAD + TOPIC)
    async with stage(tmp_path) as s:
        prompt = await asked(s, "Karin", "Ahmed", "Els")
        assert prompt.body.startswith("Voorstel 1, kunnen we hiermee leven? We eten samen soep\n")
        assert "Dit kan tot 20:10 uur." in prompt.body
        (edit,) = await s.says("Ahmed", "geen bezwaar")
        assert edit.edited == prompt.event
        heard = await s.taps("Els", prompt, "✅")
        heard += await s.waits(seconds=1)
        (decided,) = of(heard, "decision")
        assert decided.body.startswith("Besluit 1: We eten samen soep\n3 van de 3 mensen")
        assert of(heard, "ritual.phase")[-1].data["phase"] == "after"


async def test_objections_lead_to_other_words_and_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, SCRIPT, HEAD + TOPIC)
    async with stage(tmp_path) as s:
        prompt = await asked(s, "Karin", "Ahmed", "Els")
        await s.says("Els", "bezwaar: mijn zoon eet geen soep")
        heard = await s.says("Ahmed", "1", reply_to=prompt)
        assert heard[0].data["ok"] is True
        heard += await s.waits(seconds=1)
        assert any("Bezwaar van Els: mijn zoon eet geen soep" in one.body for one in heard)
        assert of(heard, "ritual.phase")[-1].data["phase"] == "integrate"
        (told,) = await s.says("Karin", "!wijzig We eten samen soep of brood")
        assert told.body.splitlines()[1:] == [
            'Erbij komt, na "eten samen soep": "of brood".',
            "Straks vraag ik iedereen opnieuw of we hiermee kunnen leven.",
        ]
        heard = await s.says("Karin", "!volgende")
        (again,) = of(heard, "proposal.round")
        assert again.body.startswith(
            "Voorstel 1, versie 2, kunnen we hiermee leven? We eten samen soep of brood\n"
        )
        assert of(heard, "ritual.phase")[-1].data["phase"] == "consent"
        for name in ("Ahmed", "Els"):
            await s.says(name, "akkoord")
        heard = await s.waits(seconds=1)
        assert [one.data["version"] for one in s.server.sent if one.kind == "decision"] == [2]
        assert of(heard, "ritual.phase")[-1].data["phase"] == "after"


async def test_the_same_words_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, SCRIPT, HEAD + TOPIC)
    async with stage(tmp_path) as s:
        await asked(s, "Karin", "Ahmed")
        await s.says("Ahmed", "bezwaar: te laat")
        await s.waits(seconds=1)
        (again,) = of(await s.says("Karin", "!volgende"), "proposal.round")
        assert again.data["version"] == 1
        await s.says("Ahmed", "akkoord")
        assert [one.kind for one in s.server.sent].count("decision") == 1


async def test_taken_back_while_people_talk_it_is_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, SCRIPT, HEAD + TOPIC)
    async with stage(tmp_path) as s:
        await asked(s, "Karin", "Ahmed")
        await s.says("Ahmed", "bezwaar: te laat")
        await s.waits(seconds=1)
        told, decided = await s.says("Ahmed", "copbot, ik trek mijn bezwaar in")
        assert decided.kind == "decision"
        assert told.kind == "reply"
        heard = await s.says("Karin", "!volgende")
        assert of(heard, "ritual.phase")[-1].data["phase"] == "after"


async def test_nobody_says_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, SCRIPT, HEAD + TOPIC)
    async with stage(tmp_path, "en") as s:
        await asked(s, "Karin", "Ahmed", "Els", line="!ritual trial", topic="We eat together")
        heard = await s.waits(minutes=11)
        assert any(
            one.body.startswith("Nothing was decided about proposal 1: nobody said anything.")
            for one in heard
        )
        assert of(heard, "ritual.closed")
        assert [one.kind for one in await s.waits(days=60) if one.kind.startswith("proposal")] == []


async def test_who_leads_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, SCRIPT, HEAD + TOPIC)
    async with stage(tmp_path) as s:
        await asked(s, "Karin", "Ahmed", "Els", "Bob")
        await s.says("Ahmed", "akkoord")
        heard = await s.says("Karin", "!volgende")
        (decided,) = of(heard, "decision")
        assert "2 van de 4 mensen" in decided.body


async def test_only_who_takes_part_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, SCRIPT, HEAD + TOPIC)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        opening, *_ = await s.says("Karin", "!werkvorm proef We eten samen soep")
        await s.taps("Ahmed", opening, "✋")
        (prompt,) = of(await s.says("Karin", "!begin"), "proposal.opened")
        (refused,) = await s.says("Els", "!bezwaar te laat")
        assert refused.error == "not-in-round"
        assert await s.says("Bob", "akkoord") == []
        await s.says("Ahmed", "akkoord")
        (decided,) = of(s.server.sent, "decision")
        assert "2 van de 2 mensen" in decided.body, "who takes part, and who proposed it"
        assert prompt.room == ROOM


async def test_an_agenda_is_agreed_and_no_decision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    agenda = phase("agenda", "consent", "Is de agenda goed?", "Is the agenda good?", "decides = false")
    use(monkeypatch, agenda + AFTER, HEAD + TOPIC)
    async with stage(tmp_path) as s:
        await asked(s, "Karin", "Ahmed", topic="vervoer, de kermis")
        await s.says("Ahmed", "akkoord, maar vervoer eerst")
        assert of(s.server.sent, "decision") == []
        assert any(
            one.body
            == "Afgesproken, zonder bezwaar: vervoer, de kermis\nKanttekening van Ahmed: vervoer eerst"
            for one in s.server.sent
        )
        (none,) = await s.says("Karin", "!besluiten")
        assert none.error == "no-decision"


async def test_without_a_topic_who_leads_words_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, SCRIPT, HEAD)
    async with stage(tmp_path) as s:
        heard = await begun(s, "Karin", "Ahmed")
        (question,) = of(heard, "nudge")
        assert question.body.startswith("Karin, wat is het voorstel?")
        assert await s.says("Ahmed", "We eten samen soep") == []
        (prompt,) = await s.says("Karin", "We eten samen brood")
        assert prompt.body.startswith("Voorstel 1, kunnen we hiermee leven? We eten samen brood")
        await s.says("Ahmed", "akkoord")
        assert [one.kind for one in s.server.sent].count("decision") == 1


async def test_the_last_words_of_an_earlier_phase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word = phase("word", "collect", "Wat stel je voor?", "What do you propose?", 'who = "parents"')
    consent = CONSENT.replace('kind = "consent"', 'kind = "consent"\nfrom = "word"')
    use(monkeypatch, word + consent + INTEGRATE + AFTER, HEAD)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!rol ouder")
        opening, *_ = await s.says("Karin", "!werkvorm proef")
        for name in ("Karin", "Ahmed"):
            await s.taps(name, opening, "✋")
        await s.says("Karin", "!begin")
        heard = await s.says("Karin", "We eten samen brood")
        (prompt,) = of(heard, "proposal.opened")
        assert "We eten samen brood" in prompt.body


async def test_copbot_was_down_in_the_middle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, SCRIPT, HEAD + TOPIC)
    async with stage(tmp_path) as s:
        await asked(s, "Karin", "Ahmed", "Els")
        await s.says("Ahmed", "akkoord")
    async with stage(tmp_path, before=s) as again:
        await again.says("Els", "akkoord")
        heard = await again.waits(seconds=1)
        assert of(again.server.sent, "decision")
        assert of(heard, "ritual.phase")[-1].data["phase"] == "after"


async def test_after_the_ritual_the_proposal_goes_on_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, SCRIPT, HEAD + TOPIC)
    async with stage(tmp_path) as s:
        await asked(s, "Karin", "Ahmed")
        await s.says("Ahmed", "bezwaar: te laat")
        await s.waits(seconds=1)
        await s.says("Karin", "!einde")
        await s.waits(days=1)
        _, again = await s.says("Karin", "!wijzig We eten vroeg samen soep")
        assert "Dit kan tot" in again.body
        await s.says("Ahmed", "akkoord", reply_to=again)
        assert [one.kind for one in s.server.sent].count("decision") == 1


@pytest.mark.parametrize(
    ("language", "line", "topic"),
    [
        ("nl", "!werkvorm proef over dagen", "We eten samen soep"),
        ("en", "!ritual trial over days", "We eat soup together"),
    ],
)
async def test_over_days_beside_a_live_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, line: str, topic: str
) -> None:
    use(monkeypatch, SCRIPT, HEAD + TOPIC)
    async with stage(tmp_path, language) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        chat = await s.direct("Els")
        heard = await s.says("Karin", f"{line} {topic}")
        (prompt,) = of(heard, "proposal.opened")
        assert prompt.pings == ()
        said = await s.waits(hours=14)
        (reminded,) = of([one for one in said if one.room == chat], "nudge")
        await s.says("Els", "1", room=chat, reply_to=reminded)
        assert of(s.server.sent, "decision") == []
        await s.says("Ahmed", "!ronde Hoe is het?" if language == "nl" else "!round How are you?")
        await s.says("Ahmed", "1", reply_to=prompt)
        (told,) = of(
            await s.says("Bob", "akkoord" if language == "nl" else "agreed", reply_to=prompt), "reply"
        )
        assert told.data["ok"] is True
        heard = await s.waits(seconds=1)
        (decided,) = of(s.server.sent, "decision")
        assert "4 van de 4" in decided.body or "4 of 4" in decided.body
        assert of(heard, "ritual.phase")[-1].data["phase"] == "after"


async def test_over_days_its_time_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, SCRIPT, HEAD + TOPIC)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bob")
        heard = await s.says("Karin", "!werkvorm proef over dagen We eten samen soep")
        (prompt,) = of(heard, "proposal.opened")
        await s.says("Els", "bezwaar: te laat", reply_to=prompt)
        heard = await s.waits(days=2)
        assert any("Bezwaar van Els: te laat" in one.body for one in heard)
        assert "integrate" in [one.data["phase"] for one in of(heard, "ritual.phase")]
