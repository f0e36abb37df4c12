"""A ritual of several steps, live: each step says where we are, turns and time lead on, and the end has its numbers."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.dialogs.rounds import alarms, closed, kept_words, numbers, prompt
from tests.dialogs.scripted import HEAD, begun, of, phase, use
from tests.dialogs.stage import ROOM, Stage, stage

TELL = phase("tell", "round", "Wat zie je?", "What do you see?", minutes=6)
TALK = phase("talk", "open", "Praat erover.", "Talk about it.", minutes=20)
WRITE = phase("write", "collect", "Wat neem je mee?", "What do you take along?", minutes=5)


async def test_every_step_says_where_we_are_and_leads_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, TELL + TALK + WRITE)
    async with stage(tmp_path) as s:
        first, turn = of(await begun(s, "Karin", "Ahmed"), "ritual.phase"), s.server.sent
        (step,) = first
        assert step.body == "Stap 1 van 3: Tell\nWat zie je?\nOngeveer 3 minuten voor ieder."
        assert step.data["phase"] == "tell"
        given = [one for one in turn if one.kind == "ritual.turn"][-1]
        assert given.body.startswith("Karin, jij bent aan de beurt.\n"), "the question stands right above"
        assert given.data["phase"] == "tell"
        (ahmed,) = of(await s.says("Karin", "De zee"), "ritual.turn")
        assert ahmed.body.startswith("Ahmed, jij bent aan de beurt: Wat zie je?\n")
        assert "Na jou gaan we door met de volgende stap." in ahmed.body
        (talk,) = of(await s.says("Ahmed", "Het bos"), "ritual.phase")
        assert talk.body == (
            "Stap 2 van 3: Talk\nPraat erover.\nPraat met elkaar, zonder beurten, tot 20:20 uur. "
            "Eerder kan ook: Karin schrijft !volgende."
        )
        assert await s.says("Karin", "Ik zie ook wolken") == [], "talk is among people"
        (soon,) = of(await s.waits(minutes=18), "ritual.phase")
        assert soon.body == "Nog twee minuten, tot 20:20 uur. Rond rustig af."
        (write,) = of(await s.waits(minutes=2), "ritual.phase")
        assert write.body.startswith(
            "Stap 3 van 3: Write\nWat neem je mee?\nSchrijf je bericht, tot 20:25 uur."
        )
        assert set(write.pings) == {"@karin:localhost", "@ahmed:localhost"}
        await s.says("Karin", "Zout")
        heard = await s.says("Ahmed", "pas")
        shown, *_ = of(heard, "ritual.phase")
        assert shown.body == "Dit vertelden jullie:\nKarin: Zout"
        outcome = closed(heard)
        assert outcome.body == (
            "Prima, Ahmed. Fijn dat je meeluisterde.\n"
            "Dit was: Een proef. Dank jullie wel. 2 mensen vertelden iets.\n"
            "Karin, wil je er een zin bij zetten? Antwoord op dit bericht."
        )
        assert numbers(outcome) == (2, 0, 0), "who spoke in any step has spoken"
        assert alarms(tmp_path) == 0
        assert [words for _, words in kept_words(tmp_path)] == ["De zee", "Het bos", "Zout"]


async def test_the_same_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, TELL + WRITE)
    async with stage(tmp_path, "en") as s:
        heard = await begun(s, "Karin", "Ahmed", line="!ritual trial")
        assert of(heard, "ritual.phase")[0].body == (
            "Step 1 of 2: Tell\nWhat do you see?\nAbout 3 minutes for each."
        )
        await s.says("Karin", "The sea")
        (write,) = of(await s.says("Ahmed", "The wood"), "ritual.phase")
        assert write.body.startswith("Step 2 of 2: Write\nWhat do you take along?\nWrite your message")


async def test_who_leads_goes_on_to_a_person_or_to_the_next_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, TELL + TALK + WRITE)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        (turn,) = of(await s.says("Karin", "!volgende"), "ritual.turn")
        assert turn.data["member"] == "@ahmed:localhost"
        (no,) = await s.says("Ahmed", "!volgende stap")
        assert no.error == "not-facilitator"
        assert no.body == "Dat doet Karin, die het gesprek leidt. Vraag het even aan Karin."
        (talk,) = of(await s.says("Karin", "!volgende stap"), "ritual.phase")
        assert talk.data["phase"] == "talk"
        assert talk.reply_to is not None, "it is the answer"
        (write,) = of(await s.says("Karin", "!volgende"), "ritual.phase")
        assert write.data["phase"] == "write"
        outcome = closed(await s.says("Karin", "!volgende"))
        assert numbers(outcome) == (0, 0, 2)


async def test_a_step_that_may_be_left_out_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, TELL + phase("more", "round", "Nog iets?", "Anything else?", "optional = true"))
    async with stage(tmp_path) as s:
        await begun(s, "Karin")
        (more,) = of(await s.says("Karin", "Ja"), "ritual.phase")
        assert more.body.endswith("Deze stap mag je overslaan, Karin: !volgende stap.")
        assert closed(await s.says("Karin", "!volgende stap")).kind == "ritual.closed"


async def test_status_join_late_and_leave_in_any_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, TELL + TALK + TELL.replace('"tell"', '"again"'))
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bram")
        opening, *_ = await s.says("Karin", "!werkvorm proef")
        await s.taps("Karin", opening, "✋")
        await s.taps("Ahmed", opening, "✋")
        await s.says("Karin", "!begin")
        (where,) = await s.says("Els", "!waarzijnwe")
        assert where.body == (
            "Een proef\nStap 1 van 3: Tell\nKarin is aan de beurt.\nDaarna: Ahmed. Nog 1 te gaan."
        )
        await s.taps("Els", opening, "✋")
        await s.says("Karin", "ja")
        await s.says("Ahmed", "ja")
        await s.says("Els", "ja")
        (late,) = of(await s.says("Bram", "!ikdoemee"), "reply")
        assert late.data["ok"] is True
        (already,) = await s.says("Bram", "!ikdoemee")
        assert already.error == "already-in"
        (where,) = await s.says("Bram", "!waarzijnwe")
        assert where.body.splitlines()[1:] == [
            "Stap 2 van 3: Talk",
            "We praten met elkaar, zonder beurten, tot 20:20 uur.",
        ]
        await s.says("Ahmed", "ik doe niet mee")
        await s.leaves("Els")
        again = prompt([one for one in await s.says("Karin", "!volgende") if one.kind == "ritual.turn"])
        assert again.data["of"] == 2
        await s.says("Karin", "nog iets")
        outcome = closed(await s.says("Bram", "ik ook"))
        assert numbers(outcome) == (4, 0, 0), "what was said by who left stays said"


async def test_who_leads_may_hand_over_or_vanish_in_any_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, TALK + WRITE)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed", "Els")
        (no,) = await s.says("Ahmed", "!geefdoor")
        assert no.error == "facilitator-present"
        (given,) = of(await s.says("Karin", "!geefdoor @ahmed:localhost"), "reply")
        assert given.body == "Ahmed leidt nu het gesprek. Dank je wel."
        await s.leaves("Ahmed")
        (taken,) = of(await s.says("Els", "!geefdoor"), "reply")
        assert taken.body == "Els leidt nu het gesprek. Dank je wel."
        (write,) = of(await s.says("Els", "!volgende"), "ritual.phase")
        assert write.data["phase"] == "write"
        (over,) = of(await s.says("Els", "!einde"), "ritual.closed")
        assert over.data["phase"] == "write"


async def test_too_few_wait_once_more_and_then_it_ends_kindly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, TELL, HEAD.replace("least = 1", "least = 3\nmost = 3"))
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bram")
        opening, *_ = await s.says("Karin", "!werkvorm proef")
        await s.taps("Karin", opening, "✋")
        (few,) = await s.says("Karin", "!begin")
        assert (few.error, few.body) == (
            "too-few",
            (
                "We zijn nog met te weinig mensen: er zijn er 3 nodig. "
                'Meedoen kan met ✋ of met "ik doe mee". Toch niet? Karin kan !einde schrijven.'
            ),
        )
        (waits,) = of(await s.waits(minutes=5), "ritual.phase")
        assert waits.body == (
            "We zijn nog met te weinig mensen: er zijn er 3 nodig. Wie doet er nog mee? We wachten tot 20:10 uur."
        )
        for name in ("Ahmed", "Els"):
            await s.taps(name, opening, "✋")
        (full,) = await s.says("Bram", "!ikdoemee")
        assert full.error == "ritual-full"
        await s.taps("Els", opening, "✋")
        await s.says("Els", "ik doe niet mee")
        over = closed(await s.waits(minutes=5))
        assert over.body.startswith("Dit was: Een proef. Deze keer vertelde niemand iets.")
        assert alarms(tmp_path) == 0


async def test_at_one_table_who_leads_taps_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, TELL + TALK + WRITE)
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        heard = await s.says("Karin", "!werkvorm proef hier")
        assert [one.kind for one in heard if not one.edited] == [
            "ritual.opened",
            "ritual.phase",
            "ritual.turn",
        ]
        assert alarms(tmp_path) == 0, "nobody is timed"
        await s.says("Karin", "!volgende")
        (talk,) = of(await s.says("Karin", "!volgende"), "ritual.phase")
        assert talk.body.endswith("Praat met elkaar, zonder beurten. Karin gaat verder met !volgende.")
        (write,) = of(await s.says("Karin", "!volgende"), "ritual.phase")
        assert "Schrijf je bericht. Neem rustig de tijd." in write.body
        await s.says("Karin", "papier")
        heard = await s.says("Ahmed", "pen")
        assert of(heard, "ritual.phase")[0].body == "Dit vertelden jullie:\nAhmed: pen\nKarin: papier"
        assert numbers(closed(heard)) == (2, 0, 0)


async def test_together_turns_become_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, TELL + TALK)
    async with stage(tmp_path) as s:
        heard = await begun(s, "Karin", "Ahmed", line="!werkvorm proef samen")
        assert "Schrijf je bericht, tot 20:06 uur." in of(heard, "ritual.phase")[0].body
        await s.says("Karin", "een")
        shown, talk = of(await s.says("Ahmed", "twee"), "ritual.phase")
        assert shown.body == "Dit vertelden jullie:\nKarin: een\nAhmed: twee"
        assert talk.data["phase"] == "talk"


async def test_another_waits_and_opens_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, TALK)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        (asked,) = await s.says("Ahmed", "!ronde Hoe was het?")
        assert asked.body.splitlines()[0] == (
            "Er loopt al een gesprek, geleid door Karin. Eén tegelijk luistert fijner. Wat wil je? Antwoord op dit bericht met een cijfer."
        )
        await s.says("Ahmed", "1", reply_to=asked)
        heard = await s.says("Karin", "!einde")
        assert [one.kind for one in heard if not one.edited] == ["ritual.closed", "ritual.opened"]
        assert heard[-1].body.startswith("Rondje: Hoe was het?")


async def test_it_stays_what_it_was_when_it_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, TELL + WRITE)
    async with stage(tmp_path) as s:
        await begun(s, "Karin")
    use(monkeypatch, phase("other", "open", "Iets heel anders.", "Something else altogether."))
    async with stage(tmp_path, before=s) as later:
        (write,) = of(await later.says("Karin", "Dat blijft"), "ritual.phase")
        assert write.body.startswith("Stap 2 van 2: Write\nWat neem je mee?")
        await later.says("Karin", "klaar is klaar")
        (opening, *_) = await later.says("Karin", "!werkvorm proef")
        await later.taps("Karin", opening, "✋")
        (begun_anew,) = of(await later.says("Karin", "!begin"), "ritual.phase")
        assert "Iets heel anders." in begun_anew.body


async def test_it_stands_in_a_thread_where_the_room_wants_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, TELL + WRITE)
    async with stage(tmp_path) as s:
        await s.room("Karin")
        await s.says("Karin", "!draadjes aan")
        opening, *_ = await s.says("Karin", "!werkvorm proef")
        await s.taps("Karin", opening, "✋")
        await s.says("Karin", "!begin")
        heard = await s.says("Karin", "zo", thread=opening.event)
        (write,) = of(heard, "ritual.phase")
        assert write.thread == opening.event
        outcome = closed(await s.says("Karin", "!einde"))
        assert outcome.thread is None


async def in_step(s: Stage, name: str) -> None:
    """Fails unless the ritual is in the step of that name."""
    last = [one for one in s.server.sent if one.kind == "ritual.phase" and not one.edited][-1]
    assert last.room == ROOM
    assert last.data["phase"] == name


async def test_a_turn_that_is_taken_back_counts_in_its_own_step_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, TELL + WRITE)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        await s.says("Karin", "eerst dit")
        first = s.last
        await s.says("Ahmed", "ik ook")
        await in_step(s, "write")
        await s.takes_away("Karin", first)
        assert [words for _, words in kept_words(tmp_path)] == ["ik ook"]
        await s.says("Karin", "dan dit")
        outcome = closed(await s.says("Ahmed", "en dat"))
        assert numbers(outcome) == (2, 0, 0)


async def test_the_last_step_says_that_it_is_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, WRITE + TELL)
    async with stage(tmp_path) as s:
        await begun(s, "Karin")
        (turn,) = of(await s.says("Karin", "zout"), "ritual.turn")
        assert turn.body.endswith("Na jou zijn we klaar.")
        (where,) = await s.says("Karin", "!waarzijnwe")
        assert where.body.endswith("Karin is aan de beurt.\nDaarna zijn we klaar.")
        (help_,) = await s.says("Karin", "!hulp")
        assert help_.body.splitlines()[1] == "1 zien waar we zijn"


async def test_a_talk_that_was_over_while_copbot_was_down_is_rounded_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A restart within it leaves its end as it was; one after it gives a moment, and not all the time again."""
    use(monkeypatch, TALK + WRITE)
    async with stage(tmp_path) as s:
        await begun(s, "Karin", "Ahmed")
        await s.waits(minutes=5)
    async with stage(tmp_path, before=s) as within:
        (soon,) = of(await within.waits(minutes=13), "ritual.phase")
        assert soon.body == "Nog twee minuten, tot 20:20 uur. Rond rustig af."
        within.time += timedelta(minutes=10)
    async with stage(tmp_path, before=within) as after:
        (soon,) = of(await after.waits(minutes=1), "ritual.phase")
        assert soon.body == "Nog twee minuten, tot 20:30 uur. Rond rustig af."
        (write, *_) = of(await after.waits(minutes=1), "ritual.phase")
        assert write.data["phase"] == "write"


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "Wat vastzit: de bus komt niet"), ("en", "stuck: the bus does not come")]
)
async def test_what_is_stuck_is_told_to_who_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    """In reply to the prompt, and in one's own chat where copbot asked, it is a contribution and no item of the ladder."""
    private = WRITE.replace('kind = "collect"', 'kind = "collect"\nprivate = true')
    use(monkeypatch, TELL + private)
    async with stage(tmp_path, language) as s:
        line = {"nl": "!werkvorm proef", "en": "!ritual trial"}[language]
        heard = await begun(s, "Karin", line=line)
        chat = await s.direct("Karin")
        await s.says("Karin", words, reply_to=of(heard, "ritual.turn")[0])
        await s.says("Karin", words, room=chat)
        assert [said for _, said in kept_words(tmp_path)] == [words, words]
        (none,) = await s.says("Karin", {"nl": "!ladder", "en": "!commitments"}[language])
        assert none.kind == "reply"
        assert alarms(tmp_path) == 0
