"""A whole made-up week in the digest: clear to somebody who was not there, kind, short, and without names of who waits."""

from datetime import timedelta
from pathlib import Path

from copbot.digests.weekly import PATIENCE
from tests.dialogs.digests import WEDNESDAY, digests, monday, until
from tests.dialogs.stage import ROOM, Heard, Stage, stage

DUTCH = {
    "halve": "halve dagen naar school",
    "vervoer": "vervoer naar de dagbesteding",
    "plek": "een rustige plek om te werken",
    "brief": "een brief van de gemeente begrijpen",
}


async def week_before(s: Stage) -> None:
    """What stood on the ladder, and was told on Monday 30 November."""
    await s.room("Karin", "Ahmed", "Sofie", "Els")
    for name, words in zip(("Karin", "Sofie", "Karin", "Sofie"), DUTCH.values(), strict=True):
        await s.says(name, f"!kanniet {words}")
    await until(s, monday(30))


async def the_week(s: Stage) -> None:
    """Things happen, some of them in private or in vain."""
    await s.says("Ahmed", "!magwel 2 want het lukte in Utrecht ook")
    await s.says("Els", "!iksteun 2 ik rij dinsdag mee voor 11 december")
    await s.says("Sofie", "!graag 2")
    await s.says("Els", "!magwel 3 want niemand verbiedt het")
    await s.says("Ahmed", "!iksteun 3 ik ken een stille kamer")
    await s.says("Ahmed", "!gedaan 3")
    await s.says("Karin", "!gelukt 3")
    await s.says("Els", "!iksteun 4 ik bel de gemeente")
    await s.says("Els", "!luktniet 4")
    await s.says("Ahmed", "!iksteun 1 ik vraag het de school")
    chat = await s.direct("Karin")
    await s.says("Karin", "liever niet #1", room=chat)
    await s.says("Sofie", "!kanniet zwemmen met de klas")


async def test_a_week_is_told_to_who_was_not_there(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await week_before(s)
        await s.waits(days=1)
        await the_week(s)
        (digest,) = await until(s, monday(7, 12))
        assert digest.body == (
            "Dit gebeurde er sinds maandag 30 november:\n"
            "Gelukt, ook dankzij Els en Ahmed! #3: een rustige plek om te werken\n"
            "#2 vervoer naar de dagbesteding: mag wel, want het lukte in Utrecht ook\n"
            "Els helpt bij #2: ik rij dinsdag mee, uiterlijk vrijdag 11 december\n"
            "#5 is nieuw en zit vast: zwemmen met de klas\n"
            "Wie denkt of helpt mee? Antwoord met een cijfer voor meer uitleg.\n"
            "1 #1 halve dagen naar school\n"
            "2 #4 een brief van de gemeente begrijpen\n"
            "3 alles wat openstaat"
        )
        assert digest.data == {
            **digest.data,
            "from": "2026-11-30T12:30:27+01:00",
            "to": "2026-12-07T12:30:27+01:00",
            "rungs": {"cannot": 3, "may": 0, "support": 1},
            "moves": 9,
            "due": 1,
        }
        assert (digest.content["msgtype"], digest.pings, digest.reply_to) == ("m.notice", (), None)


async def test_the_same_in_english(tmp_path: Path) -> None:
    async with stage(tmp_path, "en", clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed", "Sofie")
        await s.says("Sofie", "!cannot a ride to the day centre")
        await s.says("Karin", "!cannot half days at school")
        await until(s, monday(30))
        await s.says("Karin", "!may 1 because it worked in Utrecht")
        await s.says("Ahmed", "!support 1 I drive on Tuesday")
        await s.says("Karin", "!cannot swimming")
        await s.says("Karin", "!close 3")
        (digest,) = await until(s, monday(7, 12))
        assert digest.body == (
            "This has happened since Monday 30 November:\n"
            "#1 a ride to the day centre: it may, because it worked in Utrecht\n"
            "Ahmed helps with #1: I drive on Tuesday\n"
            "Who can think along or help? Reply with a number to read more.\n"
            "1 #2 half days at school\n"
            "2 all that is open"
        ), "what was opened and put away within the week is not told"


async def test_what_did_not_work_and_what_is_private_is_never_told(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await week_before(s)
        await the_week(s)
        (digest,) = await until(s, monday(7, 12))
        for words in ("ik bel de gemeente", "ik vraag het de school", "Karin", "Sofie"):
            assert words not in digest.body


async def test_a_number_tells_more_to_whoever_asks(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await week_before(s)
        await the_week(s)
        (digest,) = await until(s, monday(7, 12))
        (item,) = await s.says("Ahmed", "2", reply_to=digest)
        assert (item.kind, item.data["item"]) == ("commitment", 4)
        (everything,) = await s.says("Els", "3", reply_to=digest)
        assert everything.body.startswith("Dit staat open:")
        assert await s.says("Els", "1") == [], "a number that replies to nothing is talk"


async def test_what_does_not_fit_comes_on_request(tmp_path: Path) -> None:
    """However much happened: the message stays short, every section has its turn, and nothing is lost or told twice."""
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed", "Els")
        long = "waar heel veel over te vertellen is " * 9
        for number in range(1, 13):
            await s.says("Karin", f"!kanniet ding {number} {long}")
        for number in range(1, 9):
            await s.says("Ahmed", f"!magwel {number} want reden {number} {long}")
        for number in range(1, 7):
            await s.says("Els", f"!iksteun {number} hulp {number} {long} voor 3 december")
        (page,) = await until(s, monday(30))
        told: list[str] = []
        for _ in range(9):
            told += [
                line for line in page.body.splitlines()[1:] if "cijfer" not in line and not line[0].isdigit()
            ]
            labels = [line for line in page.body.splitlines() if "wat er nog meer gebeurde" in line]
            if not labels:
                break
            (page,) = await s.says("Els", labels[0].split(" ")[0], reply_to=page)
            assert page.kind == "digest"
        assert len(told) == len(set(told)) == 8 + 6 + 4
        assert any("mag wel" in line for line in told[:3])
        assert any("helpt bij" in line for line in told[:4])


async def test_what_seeks_somebody_takes_turns(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        for number in range(1, 6):
            await s.says("Karin", f"!kanniet ding {number}")
        await until(s, monday(30))
        shown: list[str] = []
        for number in range(6, 10):
            await s.says("Ahmed", "!kanniet een klus")
            await s.says("Ahmed", f"!magwel {number} want ik doe het zelf")
            await s.says("Ahmed", f"!iksteun {number} vandaag nog")
            (digest,) = digests(await s.waits(days=7))
            shown.append(" ".join(line[-1] for line in digest.body.splitlines() if " ding " in line))
        assert shown == ["1 2 3", "4 5 1", "2 3 4", "5 1 2"]


async def test_a_date_that_has_gone_by_is_not_told(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet vervoer")
        await s.says("Ahmed", "!iksteun 1 ik rij mee voor vrijdag")
        (digest,) = await until(s, monday(30))
        assert "Ahmed helpt bij #1: ik rij mee\n" in digest.body.replace(" (vervoer)", "")
        assert "uiterlijk" not in digest.body


async def test_dates_of_the_week_to_come_are_told_once_they_are_near(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet vervoer")
        await s.says("Ahmed", "!iksteun 1 ik rij mee voor 10 december")
        (first,) = await until(s, monday(30))
        assert first.data["due"] == 0
        (second,) = await until(s, monday(7, 12))
        assert second.body.startswith("De komende week:\ndonderdag 10 december: Ahmed helpt bij #1 (vervoer)")
        assert (second.data["due"], second.data["moves"]) == (1, 0)
        assert await until(s, monday(14, 12)) == []


async def test_a_poll_that_closes_in_the_week_to_come(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!peiling tot 10 december 17:00 Wat eten we? | soep | pizza")
        words = s.last
        await s.says("Karin", "!peiling Wie komt er? | ik | ik niet")
        assert await until(s, monday(30)) == [], "the room saw it being opened, and its end is far"
        (digest,) = await until(s, monday(7, 12))
        assert digest.body == (
            "De komende week:\ndonderdag 10 december om 17:00 uur sluit peiling 1: Wat eten we?"
        )
        await s.takes_away("Karin", words)
        assert digest.event in s.server.redacted


async def test_what_is_to_come_stands_under_its_heading_and_nothing_else(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet vervoer")
        await s.says("Ahmed", "!peiling tot vrijdag 17:00 Wat eten we? | soep | pizza")
        (digest,) = await s.says("Karin", "!weekbericht nu")
        assert digest.body.splitlines()[1:4] == [
            "#1 is nieuw en zit vast: vervoer",
            "De komende week:",
            "vrijdag 27 november om 17:00 uur sluit peiling 1: Wat eten we?",
        ]


async def test_reminders_of_the_week_to_come(tmp_path: Path) -> None:
    """Of the room, not of somebody's own chat; one that repeats is told but is no reason to come, a daily one is neither."""
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!herinner 10 december 9u taart meenemen")
        await s.says("Karin", "!herinner elke dinsdag 9u koffie zetten")
        await s.says("Karin", "!herinner elke dag 9u de planten")
        chat = await s.direct("Ahmed")
        await s.says("Ahmed", "!herinner 10 december 9u mijn eigen brief", room=chat)
        assert await until(s, monday(30)) == []
        (digest,) = await until(s, monday(7, 12))
        assert digest.body == (
            "De komende week:\n"
            "dinsdag 8 december om 09:00 uur: koffie zetten\n"
            "donderdag 10 december om 09:00 uur: taart meenemen"
        )
        assert await until(s, monday(14, 12)) == []


async def test_who_left_is_not_told_of(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Karin", "!kanniet vervoer")
        await s.says("Ahmed", "!iksteun 1 ik rij mee")
        await s.leaves("Ahmed")
        (digest,) = await until(s, monday(30))
        assert "ik rij mee" not in digest.body
        assert "ahmed" not in digest.body.lower()


async def test_a_quiet_week_brings_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await week_before(s)
        assert await until(s, monday(7, 12)) == []
        assert await until(s, monday(14, 12)) == []
        await s.says("Ahmed", "!magwel 2 want het mag")
        (digest,) = await until(s, monday(21, 12))
        assert digest.body.startswith("Dit gebeurde er sinds maandag 30 november:\n#2"), (
            "since the last that was told"
        )


async def test_asked_for_now_it_is_the_answer(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await week_before(s)
        (digest,) = await s.says("Ahmed", "!weekbericht nu")
        assert (digest.kind, digest.reply_to) == ("digest", s.last)
        assert "#4 is nieuw en zit vast" in digest.body
        await s.waits(days=8)
        (nothing,) = await s.says("Ahmed", "!digest now")
        assert (nothing.kind, nothing.data["ok"]) == ("reply", True)
        assert nothing.body == (
            "Sinds dinsdag 1 december is er niets veranderd. Dat mag ook. !steun laat zien wat openstaat."
        )


async def test_what_is_new_and_has_support_already_is_told_once(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await week_before(s)
        await s.says("Ahmed", "!kanniet gymles in een volle zaal")
        await s.says("Els", "!iksteun 5 een rustige plek voor vrijdag")
        (digest,) = await s.says("Sofie", "!weekbericht nu")
        assert digest.body.count("gymles in een volle zaal") == 1
        assert "Els helpt bij #5 (gymles in een volle zaal): een rustige plek" in digest.body
        assert "#5 is nieuw" not in digest.body


async def test_what_the_room_just_saw_is_not_said_again_by_itself(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet vervoer")
        assert digests(await s.says("Ahmed", "!weekbericht nu"))
        assert await until(s, monday(30)) == []
        await s.says("Ahmed", "!magwel 1 want het mag")
        (digest,) = await until(s, monday(7, 12))
        assert digest.body.startswith("Dit gebeurde er sinds woensdag 25 november:"), (
            "nothing is taken away by asking"
        )


async def test_asked_for_in_private_the_room_has_not_seen_it(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet vervoer")
        chat = await s.direct("Ahmed")
        (private,) = await s.says("Ahmed", "weekbericht nu", room=chat)
        assert (private.kind, private.room) == ("digest", chat)
        (digest,) = await until(s, monday(30))
        assert digest.room == ROOM


async def in_a_thread(s: Stage) -> Heard:
    (answer,) = await s.says("Ahmed", "!weekbericht nu", thread="$root")
    return answer


async def test_in_a_thread_it_is_answered_there(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet vervoer")
        assert (await in_a_thread(s)).thread == "$root"
        assert len(await until(s, monday(30))) == 1


async def test_two_rooms_have_each_their_own(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        other = await s.room("Els", "Ahmed", room="!andere:localhost", title="De andere")
        await s.says("Karin", "!kanniet vervoer")
        await s.says("Els", "!kanniet zwemmen", room=other)
        found = {message.room: message.body for message in await until(s, monday(30))}
        assert set(found) == {ROOM, other}
        assert "zwemmen" not in found[ROOM]
        assert "vervoer" not in found[other]


async def test_removed_words_take_the_digest_along_and_it_is_said_again_without_them(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet vervoer voor mijn dochter")
        words = s.last
        await s.says("Ahmed", "!kanniet zwemmen")
        (digest,) = await until(s, monday(30))
        (again,) = digests(await s.takes_away("Karin", words))
        assert digest.event in s.server.redacted
        assert again.body == digest.body.replace("vervoer voor mijn dochter", "(weggehaald)")
        assert again.reply_to is None
        (everything,) = await s.says("Ahmed", "1", reply_to=again)
        assert "zwemmen" in everything.body
        assert await until(s, monday(7, 12)) == [], "nothing new happened by that"


async def test_words_that_were_said_in_private_go_from_the_rooms_digest_too(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Ahmed")
        await s.says("Ahmed", "!kanniet vervoer", room=chat)
        words = s.last
        await s.says("Karin", "!kanniet zwemmen")
        (digest,) = await until(s, monday(30))
        (again,) = digests(await s.takes_away("Ahmed", words, room=chat))
        assert digest.event in s.server.redacted
        assert (again.room, again.body) == (ROOM, digest.body.replace("vervoer", "(weggehaald)"))


async def test_an_old_digest_goes_and_is_not_said_again(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet vervoer")
        words = s.last
        (digest,) = await until(s, monday(30))
        await s.waits(days=8)
        assert digests(await s.takes_away("Karin", words)) == []
        assert digest.event in s.server.redacted


async def test_in_the_quiet_hours_it_waits_and_loses_removed_words_meanwhile(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed")
        (answer,) = await s.says("Karin", "!weekbericht maandag 06:00")
        assert answer.body.endswith(
            "\nOp die tijd zijn het stille uren. Daarom komt het op maandag om 08:00 uur."
            "\nDe volgende kan komen op maandag 30 november."
        )
        await s.says("Karin", "!kanniet vervoer")
        words = s.last
        assert await until(s, monday(30, hour=6)) == []
        assert digests(await s.takes_away("Karin", words)) == []
        (digest,) = await until(s, monday(30, hour=8))
        assert "(weggehaald)" in digest.body
        assert s.server.redacted.count(digest.event) == 0


def test_patience_is_less_than_a_week() -> None:
    assert timedelta(days=1) < PATIENCE < timedelta(days=7)


async def test_what_a_closed_poll_came_to(tmp_path: Path) -> None:
    """A tie is told as one; where nobody voted, or the question was taken away, there is nothing to tell."""
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Ahmed", "Els")
        for question in ("Welke soep?", "Welke dag?", "Welke kleur?", "Wie neemt taart mee"):
            await s.says("Karin", f"!peiling {question} | een | twee | drie")
        asked = s.last
        for number, votes in ((1, "11"), (2, "12"), (4, "2")):
            for name, vote in zip(("Ahmed", "Els"), votes, strict=False):
                await s.says(name, f"!stem #{number} {vote}")
        for number in (1, 2, 3, 4):
            await s.says("Karin", f"!peiling sluit {number}")
        (today,) = await s.says("Els", "!weekbericht nu")
        assert today.body == (
            "Dit gebeurde er vandaag:\n"
            "Uitslag van peiling 1 (Welke soep?): een\n"
            "Uitslag van peiling 2 (Welke dag?): evenveel voor een en twee\n"
            "Uitslag van peiling 4 (Wie neemt taart mee): twee"
        )
        await s.takes_away("Karin", asked)
        (again,) = await s.says("Els", "!weekbericht nu")
        assert "taart" not in again.body
        assert "peiling 4" not in again.body
        await s.waits(hours=1)
        await s.says("Karin", "!peiling Thee of koffie? | thee | koffie")
        await s.says("Els", "!stem thee")
        await s.says("Karin", "!peiling sluit")
        (weekly,) = await until(s, monday(30))
        assert weekly.body.startswith("Dit gebeurde er sinds woensdag 25 november:\nUitslag van peiling 1")
        assert weekly.body.endswith("\nUitslag van peiling 5 (Thee of koffie?): thee")
        assert await until(s, monday(7, 12)) == [], "an outcome is told once"


async def test_reminders_do_not_hide_what_people_do_for_each_other(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Els")
        await s.says("Karin", "!kanniet na twee weken thuis krijgen we geen gesprek met school")
        await s.says("Els", "!iksteun 1 ik bel de leerplichtambtenaar en ga daarna mee")
        for hour in range(10, 20):
            await s.says(
                "Karin", f"!herinner zaterdag {hour}:30 een heel belangrijke lange herinnering voor ons allen"
            )
        (digest,) = await s.says("Els", "!weekbericht nu")
        assert digest.body.startswith(
            "Dit gebeurde er vandaag:\nEls helpt bij #1 (na twee weken thuis krijgen we geen gesprek met school): "
            "ik bel de leerplichtambtenaar en ga daarna mee\nDe komende week:\nzaterdag 28 november om 10:30 uur: "
        )
        assert digest.body.count("zaterdag") == 3


async def test_nothing_happened_today(tmp_path: Path) -> None:
    async with stage(tmp_path, clock=WEDNESDAY) as s:
        await s.room("Karin", "Els")
        (nothing,) = await s.says("Els", "!weekbericht nu")
        assert (
            nothing.body == "Vandaag is er nog niets veranderd. Dat mag ook. !steun laat zien wat openstaat."
        )
