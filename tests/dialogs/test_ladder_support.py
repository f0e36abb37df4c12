"""Offers: their words, their dates, for whom, and what the opener says to them in the room or in private."""

from pathlib import Path

import pytest

from tests.dialogs.stage import Stage, stage


async def opened(s: Stage, *names: str) -> None:
    """A room with one item of Karin's; Karin is its first host."""
    await s.room("Karin", *(names or ("Ahmed", "Els")))
    await s.says("Karin", "!kanniet halve dagen")


async def test_a_date_with_two_meanings_is_asked_back_with_both(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await opened(s)
        (asked,) = await s.says("Els", "!iksteun 1 ik bel voor vrijdag 8 uur")
        assert (asked.error, asked.pings) == ("ambiguous-when", ("@els:localhost",))
        assert asked.body == (
            'Wanneer bedoel je met "vrijdag 8 uur"? Kies een cijfer, of schrijf de dag.\n'
            "1 vrijdag 27 november om 08:00 uur\n2 vrijdag 27 november om 20:00 uur"
        )
        (offered,) = await s.says("Els", "2", reply_to=asked)
        assert offered.data["pledges"][0]["due"] == "2026-11-27T20:00:00+01:00"
        assert "ik bel, uiterlijk vrijdag 27 november om 20:00 uur\n" in offered.body


async def test_a_past_date_is_refused_with_the_next_one(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await opened(s)
        (asked,) = await s.says("Els", "!support 1 I'll call before 2026-11-20")
        assert asked.error == "past-when"
        assert asked.body == (
            '"2026-11-20" is over. Do you mean this one? Or write another day.\n1 Saturday 20 November 2027'
        )
        (offered,) = await s.says("Els", "friday", reply_to=asked)
        assert offered.data["pledges"][0]["due"] == "2026-11-27"
        assert "I'll call, by Friday 27 November\n" in offered.body


async def test_a_vague_date_is_asked_back_until_it_is_a_day(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await opened(s)
        (asked,) = await s.says("Els", "!iksteun 1 ik bel voor vanavond")
        assert asked.error == "vague-when"
        assert asked.body.startswith(
            'Welke dag is "vanavond"? Antwoord bijvoorbeeld met: vrijdag, of 4 december.'
        )
        (again,) = await s.says("Els", "als het lukt", reply_to=asked)
        assert again.error == "vague-when"
        (offered,) = await s.says("Els", "voor zaterdag", reply_to=again)
        assert offered.data["pledges"] == [
            {"member": "@els:localhost", "due": "2026-11-28", "standing": "offered"}
        ]
        (asked,) = await s.says("Ahmed", "!iksteun 1 ik rij voor vanavond")
        (offered,) = await s.says("Ahmed", "1", reply_to=asked)
        assert offered.data["pledges"][1]["due"] is None


async def test_words_that_wait_in_a_question_go_when_they_are_taken_away(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await opened(s)
        (asked,) = await s.says("Els", "!iksteun 1 ik bel voor vanavond")
        offer = s.last
        (offered,) = await s.says("Els", "vrijdag", reply_to=asked)
        await s.takes_away("Els", offer)
        assert offered.event in s.server.redacted
        (item,) = await s.says("Karin", "!punt 1")
        assert "Els biedt aan: (weggehaald), uiterlijk vrijdag 27 november\n" in item.body
        (asked,) = await s.says("Els", "!iksteun 1 ik rij voor vanavond")
        await s.takes_away("Els", s.last)
        answers = await s.says("Els", "vrijdag", reply_to=asked)
        assert not [answer for answer in answers if answer.kind == "commitment"]


async def test_a_text_in_quotes_has_no_date(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await opened(s)
        (offered,) = await s.says("Els", '!iksteun 1 "een boek over de dag voor vrijdag"')
        assert offered.data["pledges"][0]["due"] is None
        assert "\nEls biedt aan: een boek over de dag voor vrijdag\n" in offered.body


async def test_without_words_it_is_asked_what(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await opened(s)
        (asked,) = await s.says("Els", "!iksteun 1")
        assert asked.error == "needs-what"
        assert asked.body == (
            "Fijn, Els. Wat wil je doen voor #1? Antwoord op dit bericht, bijvoorbeeld: ik rij mee voor vrijdag."
        )
        (offered,) = await s.says("Els", "ik rij mee voor vrijdag", reply_to=asked)
        assert "\nEls biedt aan: ik rij mee, uiterlijk vrijdag 27 november\n" in offered.body


async def test_a_new_offer_takes_the_place_of_the_open_one(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await opened(s)
        await s.says("Els", "!iksteun 1 ik rij")
        (second,) = await s.says("Els", "!iksteun 1 ik bel")
        assert "\nEls biedt aan: ik bel\nDit komt in de plaats van het eerdere aanbod.\n" in second.body
        assert len(second.data["pledges"]) == 1
        assert "organisatie" not in second.body, "asked once"


async def test_for_whom_somebody_speaks_is_asked_once_and_remembered(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await opened(s)
        (first,) = await s.says("Els", "!iksteun 1 ik rij")
        refused = await s.says("Ahmed", "2", reply_to=first)
        assert "organisatie" not in "".join(message.body for message in refused)
        await s.says("Els", "2", reply_to=first)
        await s.says("Karin", "!kanniet vervoer")
        (second,) = await s.says("Els", "!iksteun 2 ik bel")
        assert "organisatie" not in second.body
        (item,) = await s.says("Karin", "!punt 2")
        assert "Els (namens de organisatie) biedt aan: ik bel\n" in item.body


async def test_for_whom_is_asked_where_the_offer_was_made(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await opened(s)
        chat = await s.direct("Els")
        shown, told = await s.says("Els", "!iksteun 1 ik rij voor vrijdag", room=chat)
        assert "1 voor mezelf" not in shown.body
        assert told.body == (
            "Dank je. Het staat nu in De kring, bij #1.\n"
            "Els, is dit voor jezelf of voor je organisatie? Antwoord met een cijfer. Ik vraag het één keer, overslaan mag.\n"
            "1 voor mezelf\n2 voor mijn organisatie"
        )
        (spoken,) = await s.says("Els", "1", room=chat)
        assert spoken.body == "Dank je, Els. Je steun bij #1 is van jezelf."


async def test_ones_own_item_may_be_supported_but_not_welcomed(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await opened(s)
        (own,) = await s.says("Karin", "!iksteun 1 ik schrijf een brief")
        assert own.body.startswith(
            "Karin doet zelf iets voor #1: halve dagen\nDit wil Karin doen: ik schrijf een brief\n"
        )
        assert "graag" not in own.body
        (refused,) = await s.says("Karin", "!graag 1")
        assert refused.error == "own-offer"
        assert refused.body == (
            'Je eigen hulp bij #1 hoef je niet welkom te heten. Klaar? Antwoord op dit bericht met "gedaan".'
        )


@pytest.mark.parametrize(
    "words", ["graag", "Graag!", "ja graag", "Ja, heel graag.", "yes please", "graag, dank je wel"]
)
async def test_welcome_in_ones_own_words_means_the_offer_replied_to(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await opened(s)
        (first,) = await s.says("Els", "!iksteun 1 ik rij")
        await s.says("Ahmed", "!iksteun 1 ik bel")
        (welcome,) = await s.says("Karin", words, reply_to=first)
        assert [pledge["standing"] for pledge in welcome.data["pledges"]] == ["welcome", "offered"]


async def test_welcome_by_number_means_every_offer_and_by_name_one(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await opened(s, "Ahmed", "Els", "Noor")
        for name in ("Ahmed", "Els", "Noor"):
            await s.says(name, "!iksteun 1 ik help")
        (one,) = await s.says("Karin", "!graag 1 @els:localhost")
        assert [p["standing"] for p in one.data["pledges"]] == ["offered", "welcome", "offered"]
        (refused,) = await s.says("Karin", "!graag 1 @els:localhost")
        assert refused.error == "no-offer"
        (stranger,) = await s.says("Karin", "!graag 1 @piet:localhost")
        assert stranger.error == "no-such-member"
        (others,) = await s.says("Karin", "!accept #1")
        assert [p["standing"] for p in others.data["pledges"]] == ["welcome"] * 3
        assert others.body.startswith(
            "Karin zegt: graag. Fijn, Ahmed en Noor, jullie steun bij #1 is welkom.\n"
        )
        (nothing,) = await s.says("Karin", "!graag")
        assert nothing.error == "no-offer"
        (not_hers,) = await s.says("Ahmed", "!graag 1")
        assert not_hers.error == "not-yours"


async def test_a_tick_welcomes_and_taking_it_away_takes_the_welcome_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await opened(s)
        (offered,) = await s.says("Els", "!iksteun 1 ik rij")
        await s.says("Ahmed", "!iksteun 1 ik bel")
        assert await s.taps("Ahmed", offered, "✅") == [], "the opener alone"
        (welcome,) = await s.taps("Karin", offered, "✅")
        tap = s.last
        assert welcome.edited == offered.event
        assert [p["standing"] for p in welcome.data["pledges"]] == ["welcome", "offered"]
        (back,) = await s.takes_away("Karin", tap)
        assert back.edited == offered.event
        assert [p["standing"] for p in back.data["pledges"]] == ["offered", "offered"]
        assert back.body == (
            "De steun bij #1 wacht weer op een woord van Karin.\nEls biedt aan: ik rij\n"
            'Karin, helpt dit? Antwoord op dit bericht met "graag" of zet ✅. Liever anders? Zeg het mij privé.'
        )
        await s.taps("Karin", offered, "✅")
        tap = s.last
        await s.says("Els", "!gedaan 1")
        assert await s.takes_away("Karin", tap) == [], "what was kept stays kept"


async def test_rather_not_is_said_in_private_and_told_in_private(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        room = await s.room("Karin", "Ahmed", "Els")
        await s.says("Karin", "!kanniet halve dagen")
        await s.says("Ahmed", "!magwel 1 het mag")
        await s.says("Els", "!iksteun 1 ik rij")
        chat = await s.direct("Karin")
        told, answer = await s.says("Karin", "liever niet", room=chat)
        if told.room == chat:
            told, answer = answer, told
        assert (
            answer.body
            == "Goed dat je het zegt. Ik geef het vriendelijk door aan Els. In de groep zeg ik niets over #1."
        )
        assert told.body == (
            "Hoi Els. Dank je dat je wilt helpen bij #1 in De kring. Karin heeft het liever anders. "
            "Dat zegt niets over jou. Alleen jij leest dit."
        )
        assert room not in (told.room, answer.room)
        assert set(s.server.members[told.room]) == {"@copbot:localhost", "@els:localhost"}
        (item,) = await s.says("Karin", "!punt 1")
        assert (item.data["rung"], item.data["pledges"][0]["standing"]) == ("may", "declined")


async def test_which_offer_rather_not_is_chosen_by_number(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await opened(s)
        await s.says("Els", "!support 1 transport")
        await s.says("Ahmed", "!support 1 a phone call")
        chat = await s.direct("Karin")
        (asked,) = await s.says("Karin", "rather not #1", room=chat)
        assert asked.error == "which-item"
        assert asked.body == (
            "Which support would you rather not have, or have in another way? "
            "I'll pass it on kindly, to that person only.\n"
            "1 #1, Els offers: transport\n2 #1, Ahmed offers: a phone call"
        )
        heard = await s.says("Karin", "2", room=chat)
        assert {message.room for message in heard}.isdisjoint({"!kring:localhost"})
        assert any(message.body.startswith("Hi Ahmed. Thank you for wanting to help") for message in heard)
        (item,) = await s.says("Karin", "!commitment 1")
        assert [p["standing"] for p in item.data["pledges"]] == ["offered", "declined"]


async def test_rather_not_in_the_room_is_answered_in_private(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        room = await s.room("Karin", "Ahmed", "Els")
        await s.says("Karin", "!kanniet halve dagen")
        (offered,) = await s.says("Els", "!iksteun 1 ik rij")
        heard = await s.says("Karin", "liever anders", reply_to=offered)
        assert len(heard) == 2
        assert room not in {message.room for message in heard}


async def test_a_declined_supporter_is_not_woken_at_night(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await opened(s)
        await s.says("Els", "!iksteun 1 ik rij")
        chat = await s.direct("Karin")
        await s.waits(hours=2)
        (answer,) = await s.says("Karin", "Liever niet #1", room=chat)
        assert answer.room == chat
        (told,) = await s.waits(hours=11)
        assert told.body.startswith("Hoi Els.")


async def test_rather_not_without_any_offer_is_about_something_else(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        chat = await s.direct("Ahmed")
        (answer,) = await s.says("Ahmed", "liever niet", room=chat)
        assert answer.error == "not-understood"
        (answer,) = await s.says("Ahmed", "liever niet #4", room=chat)
        assert answer.error == "no-offer"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("ik help met vervoer", "vervoer"),
        ("Ik ondersteun jou met een brief", "een brief"),
        ("ik steun je door mee te gaan", "mee te gaan"),
        ("I'll help with transport", "transport"),
        ("I support you with a letter", "a letter"),
        ("i can help by calling them", "calling them"),
    ],
)
async def test_support_in_ones_own_words(tmp_path: Path, words: str, what: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        (item,) = await s.says("Karin", "!kanniet halve dagen")
        (offered,) = await s.says("Els", words, reply_to=item)
        assert offered.body.splitlines()[1] == f"Els biedt aan: {what}"


async def test_words_against_are_no_support(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        (item,) = await s.says("Karin", "!kanniet halve dagen")
        for words in ("ik steun dit niet", "ik help je hier niet mee", "I support this not"):
            heard = await s.says("Els", words, reply_to=item)
            assert not [message for message in heard if message.kind == "commitment"], words


async def test_handshake_on_an_item_asks_what(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Els")
        (item,) = await s.says("Karin", "!cannot half days")
        (asked,) = await s.taps("Els", item, "🤝")
        assert (asked.kind, asked.reply_to, asked.pings) == ("question", item.event, ("@els:localhost",))
        (offered,) = await s.says("Els", "I'll drive before friday", reply_to=asked)
        assert offered.body.splitlines()[1] == "Els offers: I'll drive, by Friday 27 November"
