"""What makes a ritual safe: where it may run, whose yes it needs, who only listens, and what is forgotten."""

import sqlite3
from pathlib import Path

import pytest

from tests.dialogs.rounds import closed, kept_words, numbers
from tests.dialogs.scripted import HEAD, begun, of, phase, use
from tests.dialogs.stage import ROOM, stage

OWNED = HEAD + "owned = true\n"
STORY = phase("story", "round", "Vertel het.", "Tell it.", 'who = "owner"')
ALOUD = phase("aloud", "open", "Denk hardop.", "Think aloud.", 'who = "others"', 'silent = ["owner"]')
WRITE = phase("write", "collect", "Wat neem je mee?", "What do you take along?")


async def test_who_brings_the_topic_is_named_and_has_a_part_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, STORY + ALOUD, OWNED)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        opening, *_ = await s.says("Karin", "!werkvorm proef @ahmed:localhost")
        assert "Ahmed brengt het onderwerp in." in opening.body
        assert "1 persoon doet mee: Ahmed." in opening.body, "who brings it need not raise a hand"
        await s.taps("Karin", opening, "✋")
        (step,) = of(heard := await s.says("Karin", "!begin"), "ritual.phase")
        assert "Ahmed heeft nu het woord. Wij luisteren." in step.body
        assert of(heard, "ritual.turn")[0].data["member"] == "@ahmed:localhost"
        (aloud,) = of(await s.says("Ahmed", "Dit is het"), "ritual.phase")
        assert "Ahmed luistert nu en zegt even niets." in aloud.body
        (nobody,) = await s.says("Karin", "!werkvorm proef @niemand:localhost")
        assert nobody.error == "no-such-member"


async def test_who_only_listens_is_told_once_and_in_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, STORY + ALOUD + STORY.replace('"story"', '"last"'), OWNED)
    async with stage(tmp_path) as s:
        chat = await s.direct("Karin")
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "Mijn vraag")
        (told,) = await s.says("Karin", "Nee, zo is het niet!")
        assert (told.room, told.kind) == (chat, "nudge")
        assert told.body == (
            "Dank je dat je meedenkt in De kring. In deze stap luister jij alleen. Straks mag jij weer. "
            "Wat je net schreef, bewaar ik niet."
        )
        assert await s.says("Karin", "Echt niet") == [], "once is enough"
        assert await s.says("Ahmed", "Ik denk dat het wel zo is") == []
        assert [words for _, words in kept_words(tmp_path)] == ["Mijn vraag"]


async def test_who_brought_the_topic_has_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, WRITE + STORY, OWNED)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opening, *_ = await s.says("Karin", "!werkvorm proef @ahmed:localhost")
        await s.taps("Karin", opening, "✋")
        await s.says("Karin", "!begin")
        await s.leaves("Ahmed")
        assert numbers(closed(await s.says("Karin", "Rust"))) == (1, 0, 0), (
            "a step for them alone is left out"
        )


async def test_a_private_one_wants_an_encrypted_room_that_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, WRITE, HEAD + "sensitive = true\n")
    async with stage(tmp_path) as s:
        await s.room("Karin")
        (clear,) = await s.says("Karin", "!werkvorm proef")
        assert (clear.error, clear.body) == (
            "not-private",
            "Een proef is privé. Deze groep is niet versleuteld. Doe het in een besloten, versleutelde groep.",
        )
    (tmp_path / "other").mkdir()
    async with stage(tmp_path / "other") as s:
        await s.room("Karin", encrypted=True)
        assert (await s.says("Karin", "!werkvorm proef"))[0].kind == "ritual.opened"
        await s.says("Karin", "!einde")
        for kind, content in (
            ("m.room.join_rules", {"join_rule": "public"}),
            ("m.room.history_visibility", {"history_visibility": "world_readable"}),
        ):
            state = {"type": kind, "state_key": "", "sender": "@karin:localhost", "content": content}
            s.rooms.apply(ROOM, [state])
            (public,) = await s.says("Karin", "!werkvorm proef")
            assert public.error == "not-private"
            assert "Deze groep kan iedereen binnenkomen of lezen." in public.body
            s.rooms.apply(
                ROOM, [{**state, "content": {"join_rule": "invite", "history_visibility": "shared"}}]
            )


async def test_a_room_of_its_own_is_asked_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, WRITE, HEAD + "own_room = true\n")
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (asked,) = await s.says("Karin", "!werkvorm proef")
        assert (asked.error, asked.body) == (
            "needs-yes",
            (
                "Een proef hoort in een eigen groep, met alleen wie erbij hoort. Hier zijn: Ahmed en Karin. "
                "Klopt dat? Antwoord op dit bericht met een cijfer.\n1 ja, dit is de groep ervoor\n2 nee, dan maken we eerst een eigen groep"
            ),
        )
        (no,) = await s.says("Karin", "nee", reply_to=asked)
        assert no.body == "Goed, dan laat ik het zo."
        (asked,) = await s.says("Karin", "!werkvorm proef")
        opening, *_ = await s.says("Karin", "1", reply_to=asked)
        assert opening.kind == "ritual.opened"


CONSENT = OWNED + 'consent_first = { nl = "Wil je dit zelf?", en = "Is it your own wish?" }\n'


async def test_whose_topic_it_is_says_yes_first_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, STORY + WRITE, CONSENT)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Ahmed")
        heard = await s.says("Karin", "!werkvorm proef @ahmed:localhost")
        (told,) = of(heard, "reply")
        assert told.error == "needs-yes"
        assert (
            told.body
            == "Ik vraag het eerst aan Ahmed, in ons eigen gesprek. Na een ja begint het hier vanzelf."
        )
        (question,) = of(heard, "question")
        assert question.room == chat
        assert question.body == (
            "Dit vraag ik alleen aan jou. In De kring wil iemand beginnen met: Een proef. Het gaat over iets van jou.\n"
            "Wil je dit zelf?\n1 ja, dat wil ik\n2 nee, liever niet"
        )
        heard = await s.says("Ahmed", "ja", room=chat)
        (opening,) = of(heard, "ritual.opened")
        assert "Ahmed brengt het onderwerp in." in opening.body
        assert "Karin, doe je zelf ook mee?" in opening.body, "who asked for it leads it"
        (done,) = of(heard, "reply")
        assert (done.room, done.body) == (chat, "Het begint nu in De kring.")


async def test_a_no_is_nobodys_business(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, STORY + WRITE, CONSENT)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Ahmed")
        await s.says("Karin", "!werkvorm proef @ahmed:localhost")
        (no,) = await s.says("Ahmed", "2", room=chat)
        assert (no.room, no.body) == (chat, "Goed, dan laat ik het zo.")


async def test_what_was_said_is_forgotten_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = HEAD.replace("least", 'ask = { nl = "Waarover?", en = "About what?" }\nleast')
    use(
        monkeypatch,
        WRITE + phase("last", "collect", "Hoe was het?", "How was it?"),
        asking + "forgets = true\n",
    )
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opening, *_ = await s.says("Karin", "!werkvorm proef Pindakaas")
        await s.taps("Karin", opening, "✋")
        await s.says("Karin", "!begin")
        shown, _ = of(await s.says("Karin", "Hagelslag"), "ritual.phase")
        assert "Hagelslag" in shown.body
        assert shown.event not in s.server.redacted
        heard = await s.says("Karin", "Vlokken")
        outcome = closed(heard)
        assert outcome.body.splitlines()[1].startswith("Wat er gezegd is, heb ik gewist.")
        assert "Vlokken" not in "".join(one.body for one in heard), "nobody would have time to read it"
        assert {opening.event, shown.event} <= set(s.server.redacted)
        (nothing,) = [await s.says("Karin", "Fijn was het", reply_to=outcome)]
        assert nothing == [], "no sentence is added to what is forgotten"
    with sqlite3.connect(tmp_path / "copbot.db") as sql:
        kept = " ".join(str(row) for table in TABLES for row in sql.execute(f"SELECT * FROM {table}"))
    sql.close()
    assert not [word for word in ("Pindakaas", "Hagelslag", "Vlokken") if word in kept]


TABLES = ("rituals", "contributions", "outbox", "questions", "inbox")


async def test_it_is_forgotten_as_well_when_copbot_has_to_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, WRITE, HEAD + "forgets = true\n")
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "Hagelslag")
        assert kept_words(tmp_path) != []
        await s.leaves("@copbot:localhost")
        assert kept_words(tmp_path) == []


async def test_who_leads_an_impartial_one_has_no_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, WRITE, HEAD + "impartial = true\n")
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        opening, *_ = await s.says("Karin", "!werkvorm proef")
        await s.taps("Ahmed", opening, "✋")
        (no,) = await s.says("Karin", "!ikdoemee")
        assert (no.error, no.body[:22]) == ("leads-only", "Jij leidt dit gesprek.")
        (step,) = of(await s.says("Karin", "!begin"), "ritual.phase")
        assert step.pings == ("@ahmed:localhost",)


async def test_a_private_one_that_waits_does_not_open_in_a_room_that_was_opened_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, WRITE, HEAD + "sensitive = true\n")
    async with stage(tmp_path) as s:
        await s.room("Karin", encrypted=True)
        await s.says("Karin", "!ronde Hoe is het?")
        (asked,) = await s.says("Karin", "!werkvorm proef")
        await s.says("Karin", "1", reply_to=asked)
        state = {
            "type": "m.room.join_rules",
            "state_key": "",
            "sender": "@karin:localhost",
            "content": {"join_rule": "public"},
        }
        s.rooms.apply(ROOM, [state])
        assert [one.kind for one in await s.says("Karin", "!einde") if not one.edited] == ["ritual.closed"]
