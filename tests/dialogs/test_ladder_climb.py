"""The whole climb, as people talk: kan niet → mag wel → ik ondersteun jou → gelukt."""

from pathlib import Path

from tests.dialogs.stage import stage

DUTCH_OPENING = """\
Dank je dat je dit deelt, Karin.
#1 Kan niet: halve dagen naar school
Je staat er niet alleen voor. Denk je mee? Antwoord op dit bericht met "mag wel, want …" of "ik help met …".
Weet je wat er in de weg zit (niet: wie)? Antwoord met een cijfer. Overslaan mag.
1 een regel of wet
2 geld, plek of mensen
3 zo gaat het altijd
4 iemand vindt het spannend
5 weet ik niet"""

ENGLISH_OPENING = """\
Thank you for sharing this, Karin.
#1 Can't be done: half days at school
You are not alone in this. Do you have a thought? Reply "it may, because …" or "I'll help with …".
Do you know what is in the way (not: who)? Reply with a number, or skip it.
1 a rule or a law
2 money, place or people
3 it has always gone this way
4 somebody is afraid
5 I don't know"""


async def test_a_climb_in_dutch_without_commands_after_the_first(tmp_path: Path) -> None:
    async with stage(tmp_path, "nl") as s:
        await s.room("Karin", "Ahmed", "Els")
        (opened,) = await s.says("Karin", "!kanniet halve dagen naar school.")
        assert opened.body == DUTCH_OPENING
        assert opened.reply_to == s.last
        assert opened.data["item"] == 1
        assert (opened.data["rung"], opened.data["status"], opened.data["pledges"]) == ("cannot", "open", [])

        (obstacle,) = await s.says("Karin", "3", reply_to=opened)
        assert obstacle.body == (
            "Dank je. Bij #1 zit in de weg dat het altijd zo gaat.\n"
            'Ging het ergens al eens anders? Antwoord op dit bericht met "mag wel, want …".'
        )

        (turned,) = await s.says("Ahmed", "Mag wel, want het lukte elders.", reply_to=opened)
        assert turned.body == (
            "#1 is een stap verder. Dank je, Ahmed.\n"
            "halve dagen naar school: mag wel, want het lukte elders\n"
            'Weten we dit zeker? Wie vraagt het na? Weet je het? Antwoord op dit bericht met "nagevraagd bij" en wie erover beslist.\n'
            'Wil je helpen? Antwoord op dit bericht met "ik help met …".'
        )
        assert (turned.data["rung"], turned.data["checked"]) == ("may", False)

        (offered,) = await s.says("Els", "Ik help met vervoer voor vrijdag", reply_to=turned)
        assert offered.body == (
            "Els zegt: Karin, ik ondersteun jou bij #1: halve dagen naar school\n"
            "Els biedt aan: vervoer, uiterlijk vrijdag 27 november\n"
            'Karin, helpt dit? Antwoord op dit bericht met "graag" of zet ✅. Liever anders? Zeg het mij privé.\n'
            "Els, is dit voor jezelf of voor je organisatie? Antwoord met een cijfer. Ik vraag het één keer, overslaan mag.\n"
            "1 voor mezelf\n2 voor mijn organisatie"
        )
        pledge = {"member": "@els:localhost", "due": "2026-11-27", "standing": "offered"}
        assert (offered.data["rung"], offered.data["pledges"]) == ("support", [pledge])

        (spoken,) = await s.says("Els", "2", reply_to=offered)
        assert spoken.body == "Dank je, Els. Je steun bij #1 is namens je organisatie."

        (welcome,) = await s.says("Karin", "Ja, graag!", reply_to=offered)
        assert welcome.body == (
            "Karin zegt: graag. Fijn, Els, jouw steun bij #1 is welkom.\n"
            "Els biedt aan: vervoer, uiterlijk vrijdag 27 november\n"
            'Klaar? Antwoord op dit bericht met "gedaan". Lukt het niet? "lukt niet". '
            "Allebei is goed."
        )
        assert welcome.data["pledges"] == [{**pledge, "standing": "welcome"}]

        (checked,) = await s.says("Ahmed", "nagevraagd bij de leerplichtambtenaar", reply_to=turned)
        assert checked.body == (
            "#1 is nagevraagd. Dank je, Ahmed.\n"
            "halve dagen naar school: mag wel, want het lukte elders\n"
            "Hierover beslist: de leerplichtambtenaar"
        )
        assert checked.data["checked"] is True

        done, question = await s.says("Els", "gedaan", reply_to=welcome)
        assert done.body == "Dank je wel, Els. Dit is gedaan voor #1: vervoer"
        assert question.room != done.room
        assert question.body == (
            "Hoi. In De kring is alle steun gedaan bij #1: halve dagen naar school\n"
            "Heeft dit geholpen? Elk antwoord is goed.\n"
            "1 ja, het is gelukt\n2 nog niet\n3 er is iets anders nodig"
        )
        assert question.data["about"] == "item"
        assert question.content["msgtype"] == "m.text"

        party, told = await s.says("Karin", "1", room=question.room)
        assert party.body == (
            "Gelukt! #1: halve dagen naar school\n"
            "Wat fijn, Karin.\n"
            "Dank jullie wel, Ahmed en Els. Dit hebben jullie samen gedaan."
        )
        assert party.data["status"] == "helped"
        assert (told.room, told.body) == (question.room, "Wat fijn! Ik heb het in De kring verteld.")


async def test_a_climb_in_english_by_commands(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed", "Els")
        (opened,) = await s.says("Karin", "!cannot half days at school")
        assert opened.body == ENGLISH_OPENING
        (turned,) = await s.says("Ahmed", "!may 1 because it worked elsewhere")
        assert turned.body == (
            "#1 is a step further. Thank you, Ahmed.\n"
            "half days at school: it may, because it worked elsewhere\n"
            'Do we know this for sure? Who will check it? Do you know? Reply "checked with" and who decides on it.\n'
            'Would you like to help? Reply "I\'ll help with …".'
        )
        (offered,) = await s.says("Els", "!support #1 transport before friday 5pm")
        assert offered.body == (
            "Els says: Karin, I support you with #1: half days at school\n"
            "Els offers: transport, by Friday 27 November at 17:00\n"
            'Karin, does this help? Reply "yes please" or tap ✅. Rather something else? Tell me in private.\n'
            "Els, is this for yourself or for your organisation? Reply with a number. I only ask once, and you may skip it.\n"
            "1 for myself\n2 for my organisation"
        )
        assert offered.data["pledges"][0]["due"] == "2026-11-27T17:00:00+01:00"
        (spoken,) = await s.says("Els", "1", reply_to=offered)
        assert spoken.body == "Thank you, Els. Your support with #1 is your own."
        (welcome,) = await s.says("Karin", "!accept 1")
        assert welcome.body == (
            "Karin says: yes please. Els, your support with #1 is welcome.\n"
            "Els offers: transport, by Friday 27 November at 17:00\n"
            'Done? Reply "done". It won\'t work? Reply "it won\'t work". Both are fine.'
        )
        (checked,) = await s.says("Ahmed", "!checked 1 the attendance officer")
        assert checked.body == (
            "#1 has been checked. Thank you, Ahmed.\n"
            "half days at school: it may, because it worked elsewhere\n"
            "Who decides on this: the attendance officer"
        )
        done, question = await s.says("Els", "!done 1")
        assert done.body == "Thank you, Els. This is done for #1: transport"
        assert question.body == (
            "Hi. In De kring all support is done for #1: half days at school\n"
            "Did this help? Every answer is fine.\n"
            "1 yes, it worked\n2 not yet\n3 something else is needed"
        )
        (party,) = await s.says("Karin", "!helped 1")
        assert party.body == (
            "It worked! #1: half days at school\n"
            "How good, Karin.\n"
            "Thank you, Ahmed and Els. You did this together."
        )


async def test_every_name_of_a_command_in_both_languages(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed", "Els")
        for line, name, command in (
            ("!kanniet twee dagen", "Karin", None),
            ("!magwel 1 want niemand verbiedt het", "Ahmed", None),
            ("!iksteun 1 ik rij", "Els", None),
            ("!ikondersteun 1 ik rij", "Els", None),
            ("!ikhelp 1 ik rij", "Els", None),
            ("!steun 1 ik rij", "Els", None),
            ("!toezeggingen", "Els", "commitments"),
            ("!steun", "Els", "commitments"),
            ("!commitments open", "Els", "commitments"),
            ("!commitments mine", "Els", "commitments"),
            ("!steun mijn", "Els", "commitments"),
            ("!punt 1", "Els", None),
            ("!toezegging 1", "Els", None),
            ("!commitment 1", "Els", None),
            ("!nagevraagd 1 de directeur", "Ahmed", None),
            ("!graag 1", "Karin", None),
            ("!luktniet 1", "Els", None),
            ("!iksteun 1 ik bel", "Els", None),
            ("!klaar 1", "Els", None),
            ("!gelukt 1", "Karin", None),
            ("!kanniet nog iets", "Karin", None),
            ("!sluit 2", "Karin", None),
        ):
            answer = next(heard for heard in await s.says(name, line) if heard.reply_to == s.last)
            assert answer.error is None, line
            assert answer.kind == ("reply" if command else "commitment"), line
            assert answer.data.get("command") == command, line


async def test_support_on_cannot_waits_there_and_lifts_over_may(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Karin", "!kanniet naar school")
        (offered,) = await s.says("Els", "!iksteun ik rij")
        assert offered.data["rung"] == "cannot"
        (turned,) = await s.says("Ahmed", "!magwel niemand verbiedt het")
        assert turned.data["rung"] == "support"


async def test_letting_go_has_no_blame_and_no_announcement(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els")
        await s.says("Karin", "!kanniet naar school")
        await s.says("Ahmed", "!magwel niemand verbiedt het")
        await s.says("Els", "!iksteun ik rij")
        heard = await s.says("Els", "!luktniet")
        assert [message.body for message in heard] == [
            "Dat is goed, Els. Je hoeft dit niet meer te doen voor #1."
        ]
        assert heard[0].data["rung"] == "may"
        assert heard[0].data["pledges"] == [{"member": "@els:localhost", "due": None, "standing": "released"}]


async def test_did_it_help_waits_for_a_decent_hour_and_every_answer_is_good(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        await s.says("Karin", "!kanniet naar school")
        await s.says("Els", "!iksteun ik rij")
        await s.waits(hours=2)
        (done,) = await s.says("Els", "!gedaan")
        assert done.kind == "commitment"
        (question,) = await s.waits(hours=11)
        assert question.kind == "question"
        (not_yet,) = await s.says("Karin", "2", room=question.room)
        assert not_yet.body == (
            "Dank je. #1 blijft gewoon staan. Is het later gelukt? "
            'Antwoord op dit bericht met "het is gelukt".'
        )
        (other,) = await s.says("Karin", "Er is iets anders nodig.", room=question.room, reply_to=question)
        assert other.body == (
            "Dank je. Schrijf !kanniet #1 en wat er nog nodig is. Dan denkt de groep weer mee."
        )
        (item,) = await s.says("Karin", "!punt 1")
        assert item.data["status"] == "open"


async def test_done_without_a_number_ends_a_turn_while_a_round_runs(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        await s.says("Karin", "!kanniet naar school")
        await s.says("Els", "!iksteun ik rij")
        await s.says("Karin", "!ronde allen lang Hoe zit je erbij?")
        (kept,) = [heard for heard in await s.says("Els", "!gedaan") if heard.kind == "commitment"]
        assert kept.data["pledges"][0]["standing"] == "done"
        for word in ("!done", "!klaar"):
            heard = await s.says("Els", word)
            assert not [message for message in heard if message.kind == "commitment"], word


async def test_done_without_a_round_keeps_support_and_klaar_does_not(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Els")
        await s.says("Karin", "!kanniet naar school")
        await s.says("Els", "!iksteun ik rij")
        (nothing,) = await s.says("Els", "!klaar")
        assert nothing.error == "no-ritual"
        done, _ = await s.says("Els", "!done")
        assert done.data["pledges"][0]["standing"] == "done"
