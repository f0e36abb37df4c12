"""Help, settings, roles, hosts, privacy; being spoken to, mistyped names, numbers, and a direct chat."""

from pathlib import Path

import pytest

from tests.dialogs.stage import ROOM, stage

KARIN = "@karin:localhost"


async def test_help_is_numbered_and_a_number_goes_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (helped,) = await s.says("Karin", "!hulp")
        assert helped.body == (
            "Fijn dat je er bent. Wat wil je doen?\n"
            "1 een rondje: iedereen komt aan de beurt\n"
            "2 vertellen wat vastzit\n"
            "3 op tijd iets van mij horen: een herinnering\n"
            "4 de groep iets vragen: een peiling\n"
            "5 meer: bijeenkomst, herinnering, peiling, weekbericht, even weg\n"
            "Antwoord op dit bericht met een cijfer. Niets moet.\n"
            "Is er nood? Bel je huisarts, 113 of bij gevaar 112."
        )
        assert await s.says("Karin", "4") == [], "a number that answers nobody is left alone"
        (rest,) = await s.says("Karin", "5", reply_to=helped)
        assert rest.body == (
            "Dit kan ook altijd:\n"
            "1 op tijd iets van mij horen: een herinnering\n"
            "2 de groep iets vragen: een peiling\n"
            "3 lezen wat er deze week gebeurde: het weekbericht\n"
            "4 een voorstel doen om samen te besluiten\n"
            "5 even weg: geen beurten of berichten voor mij\n"
            "6 een werkvorm kiezen\n"
            "7 zien welke bijeenkomsten eraan komen\n"
            "8 zeggen wie ik ben: ouder, school, zorg …\n"
            "9 lezen wat ik bewaar\n"
            "Antwoord op dit bericht met een cijfer. Niets moet.\n"
            "Is er nood? Bel je huisarts, 113 of bij gevaar 112."
        )
        (told,) = await s.says("Karin", "9", reply_to=rest)
        assert told.data["command"] == "privacy"
        (more,) = await s.says("Karin", "1", reply_to=told)
        assert more.body.startswith("Een beurt in een rondje: 90 dagen.")
        await s.waits(hours=25)
        (late,) = await s.says("Karin", "4", reply_to=helped)
        assert late.error == "not-understood", "after a day a number means nothing any more"


async def test_help_in_english_with_a_topic_and_an_unknown_one(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Els", "Karin")
        (topic,) = await s.says("Karin", "!help rondje")
        assert topic.body.startswith("!round How are you? Everybody who takes part gets one turn.")
        (unknown,) = await s.says("Karin", "!help vliegtuig")
        assert unknown.error == "no-such-topic"
        assert "!help" in unknown.body


async def test_mistyped_names_are_asked_back_and_others_left_alone(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (asked,) = await s.says("Karin", "!instelingen")
        assert (asked.error, asked.pings) == ("unknown-command", (KARIN,))
        assert (
            asked.body
            == "Ik ken !instelingen niet. Bedoel je dit? Antwoord dan op dit bericht met een 1.\n1 !instellingen"
        )
        assert await s.says("Els", "1") == []
        (yes,) = await s.says("Karin", "1", reply_to=asked)
        assert yes.data["command"] == "settings"
        for part, whole in (("week", "weekbericht"), ("weg", "evenweg")):
            (asked,) = await s.says("Karin", f"!{part}")
            assert (
                asked.body
                == f"Ik ken !{part} niet. Bedoel je dit? Antwoord dan op dit bericht met een 1.\n1 !{whole}"
            )
        for others in ("!weer", "!set", "!ban", "!bot", "!wee"):
            assert await s.says("Karin", others) == [], "another bot's"
        assert await s.says("Karin", "!") == []
        assert await s.says("Karin", "! hulp") == []


@pytest.mark.parametrize("body", ["copbot: hulp", "@copbot:localhost hulp", "copbot, wat kun je doen?"])
async def test_being_spoken_to_needs_no_prefix(tmp_path: Path, body: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (helped,) = await s.says("Karin", body, mention=True)
        assert helped.data["command"] == "help"


async def test_what_is_not_understood_gets_choices(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (asked,) = await s.says("Karin", "copbot kun jij de lampen aandoen", mention=True)
        assert asked.error == "not-understood"
        assert 1 <= len(asked.body.split("\n")) - 1 <= 5
        assert await s.says("Karin", "kun jij de lampen aandoen") == [], "not spoken to"


async def test_notices_edits_and_itself_are_never_commands(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        assert await s.says("Karin", "!hulp", msgtype="m.notice") == []
        assert await s.says("@copbot:localhost", "!hulp") == []
        await s.says("Karin", "zomaar")
        assert await s.edits("Karin", s.last, "!hulp") == []


async def test_an_answer_stands_in_the_thread_of_the_command(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (answer,) = await s.says("Karin", "!rol", thread="$root")
        assert (answer.thread, answer.reply_to) == ("$root", s.last)
        assert answer.content["m.relates_to"]["is_falling_back"] is False
        (told,) = await s.says("Karin", "1", thread="$root")
        assert told.body == "Goed om te weten. Jij brengt mee: ouder."
        assert told.thread == "$root"


async def test_settings_and_their_shortcuts(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (all_of_them,) = await s.says("Karin", "!instellingen")
        assert all_of_them.body.startswith("Zo is het hier ingesteld:\nTaal: Nederlands\n")
        for line, answer in [
            ("!instellingen beurt 3", "Goed, vanaf nu:\nBeurt: 3 minuten"),
            ("!instellingen turn 1", "Goed, vanaf nu:\nBeurt: 1 minuut"),
            ("!draadjes aan", "Goed, vanaf nu:\nDraadjes: aan, een rondje staat in een draadje"),
            ("!stil 22.00-7:00", "Goed, vanaf nu:\nStil: van 22:00 tot 07:00 uur zeg ik niets uit mezelf"),
            ("!stil uit", "Goed, vanaf nu:\nStil: nooit"),
            ("!tijdzone brussels", "Goed, vanaf nu:\nTijdzone: Europe/Brussels"),
            ("!instellingen volgorde lot", "Goed, vanaf nu:\nVolgorde: door het lot"),
            ("!taal engels", "Fine, from now on:\nLanguage: English"),
        ]:
            (heard,) = await s.says("Els", line)
            assert heard.body == answer
        (shown,) = await s.says("Karin", "!quiet")
        assert shown.body == "Quiet: never\nThis works: !quiet 21:00-08:00 or !quiet off"


@pytest.mark.parametrize(
    ("who", "line", "error"),
    [
        ("Karin", "!draadjes aan", "not-allowed"),
        ("Els", "!instellingen kleur rood", "no-such-setting"),
        ("Els", "!instellingen beurt veel", "bad-value"),
        ("Els", "!instellingen beurt 0", "bad-value"),
        ("Els", "!tijdzone Lutjebroek", "bad-value"),
        ("Els", "!taal frans", "bad-value"),
        ("Els", "!stil nooit en altijd", "bad-value"),
        ("Els", "!rol tovenaar", "no-such-role"),
        ("Karin", "!rol @els:localhost ouder", "not-allowed"),
        ("Els", "!rol @niemand:localhost ouder", "no-such-member"),
        ("Karin", "!gastvrouw @karin:localhost", "not-allowed"),
        ("Els", "!gastvrouw @niemand:localhost", "no-such-member"),
        ("Els", "!gastvrouw Noor", "no-such-member"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
async def test_bad_input_gets_a_sentence_and_a_way_on(
    tmp_path: Path, who: str, line: str, error: str, language: str
) -> None:
    async with stage(tmp_path, language) as s:
        await s.room("Els", "Karin")
        (heard,) = await s.says(who, line)
        assert (heard.error, heard.reply_to) == (error, s.last)
        assert len(heard.body) > 30


async def test_roles_are_ones_own_and_a_host_may_correct(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (asked,) = await s.says("Karin", "!rol")
        assert asked.body.startswith("Wat breng jij mee?")
        assert await s.says("Els", "2", reply_to=asked) == [], "it was not Els who was asked"
        (told,) = await s.says("Karin", "!rol ouder en zorg")
        assert told.body == "Goed om te weten. Jij brengt mee: ouder en zorg."
        (mine,) = await s.says("Karin", "!role")
        assert mine.body.startswith("Goed om te weten. Jij brengt mee: ouder en zorg.")
        (corrected,) = await s.says("Els", f"!rol {KARIN} school")
        assert corrected.body == "Karin brengt mee: school."
        (seen,) = await s.says("Els", f"!rol {KARIN}")
        assert seen.body == "Karin brengt mee: school."


async def test_hosts_are_shown_and_named(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Els", "Karin")
        (shown,) = await s.says("Karin", "!hosts")
        assert shown.body.startswith("The host is Els.")
        (named,) = await s.says("Els", f"!host {KARIN}")
        assert named.body == "Karin is now a host too. Good of you to do this."
        (shown,) = await s.says("Karin", "!gastvrouw")
        assert shown.body.startswith("The hosts are Els and Karin.")
        (changed,) = await s.says("Karin", "!threads on")
        assert changed.data["ok"] is True
        await s.leaves("Karin")
        await s.enters("Karin")
        (denied,) = await s.says("Karin", "!threads off")
        assert denied.error == "not-allowed", "who leaves is no longer a host"


async def test_two_people_with_one_name_are_told_apart(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "karin2")
        s.server.members[ROOM]["@karin2:localhost"] = "karin"
        named = {"membership": "join", "displayname": "karin"}
        s.rooms.apply(ROOM, [{"type": "m.room.member", "state_key": "@karin2:localhost", "content": named}])
        (seen,) = await s.says("Els", f"!rol {KARIN}")
        assert "Karin (@karin:localhost)" in seen.body


async def test_a_direct_chat_is_about_the_shared_room(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        chat = await s.direct("Karin")
        (told,) = await s.says("Karin", "rol ouder", room=chat)
        assert (told.room, told.body) == (chat, "Goed om te weten. Jij brengt mee: ouder.")
        (seen,) = await s.says("Els", f"!rol {KARIN}")
        assert seen.body == "Karin brengt mee: ouder.", "it counts in the room"
        (helped,) = await s.says("Karin", "hulp", room=chat)
        (poll,) = await s.says("Karin", "4", room=chat)
        assert helped.room == chat
        assert poll.data["command"] == "poll", "in a direct chat the next message may be the number"
        (lost,) = await s.says("Karin", "bla bla", room=chat)
        assert lost.error == "not-understood"


async def test_in_a_direct_chat_with_two_rooms_it_asks_which_and_remembers(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        await s.room("Els", "Karin", room="!twee:localhost", title="Groep Noord")
        chat = await s.direct("Karin")
        (asked,) = await s.says("Karin", "!rol zorg", room=chat)
        assert asked.error == "which-room"
        assert asked.body == "Over welke groep gaat het? Antwoord met een cijfer.\n1 De kring\n2 Groep Noord"
        (told,) = await s.says("Karin", "2", room=chat)
        assert told.body == "Goed om te weten. Jij brengt mee: zorg."
        (again,) = await s.says("Karin", "!rol", room=chat)
        assert "zorg" in again.body, "the same room, within the hour"
        await s.waits(minutes=61)
        (asked,) = await s.says("Karin", "!rol", room=chat)
        assert asked.error == "which-room"


async def test_a_direct_chat_without_a_shared_room(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        chat = await s.direct("Karin")
        (told,) = await s.says("Karin", "!rol ouder", room=chat)
        assert told.error == "no-shared-room"
        (helped,) = await s.says("Karin", "hulp", room=chat)
        assert helped.data["ok"] is True
        (english,) = await s.says("Karin", "!taal engels", room=chat)
        assert english.body == "Fine, from now on:\nLanguage: English"
