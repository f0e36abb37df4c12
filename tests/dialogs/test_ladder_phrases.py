"""The ladder in words of everyday: what people reply to a message about an item, and what is only talk."""

import re
from pathlib import Path

import pytest

from copbot.engine.everyday import forms
from copbot.engine.registry import discover
from copbot.texts.catalogue import LANGUAGES, catalogue
from tests.dialogs.stage import Heard, Stage, stage


def moved(heard: list[Heard]) -> list[Heard]:
    """The messages that tell of a move."""
    return [message for message in heard if message.kind == "commitment"]


async def opening(s: Stage) -> Heard:
    """An item of Karin's."""
    await s.room("Karin", "Ahmed", "Els")
    (opened,) = await s.says("Karin", "!kanniet halve dagen")
    return opened


async def offering(s: Stage) -> Heard:
    """The message of an offer of Els's on an item of Karin's, for which Ahmed gave a ground."""
    await opening(s)
    await s.says("Ahmed", "!magwel 1 want het lukte elders")
    (offered,) = await s.says("Els", "!iksteun 1 ik rij")
    return offered


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("Mag wel want het lukte elders", "want het lukte elders"),
        ("“mag wel, want … het lukte elders”", "want het lukte elders"),
        ("dat mag wel omdat het elders lukte!", "omdat het elders lukte!"),
        ("Mag best wel hoor, want niemand verbiedt het 🙂", "want niemand verbiedt het 🙂"),
        ("Kan wel, want het lukte elders.", "want het lukte elders"),
        ("Het mag wel: artikel 11 onder d", "want artikel 11 onder d"),
        ("It’s allowed because the law says so", "want the law says so"),
        ("it is allowed, because it worked", "want it worked"),
        ("This can be done because it worked", "want it worked"),
        ("It may be done because it worked.", "want it worked"),
    ],
)
async def test_it_may(tmp_path: Path, words: str, ground: str) -> None:
    async with stage(tmp_path) as s:
        item = await opening(s)
        (turned,) = await s.says("Ahmed", words, reply_to=item)
        assert turned.body.splitlines()[1] == f"halve dagen: mag wel, {ground}"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("Ik help wel met vervoer.", "vervoer"),
        ("IK HELP JE GRAAG MET VERVOER!", "VERVOER!"),
        ("“ik help met vervoer”", "vervoer"),
        ("ik help met … vervoer", "vervoer"),
        ("Ik kan helpen met de brief", "de brief"),
        ("ik wil jou wel ondersteunen door te bellen", "te bellen"),
        ("Ik kan met vervoer helpen", "vervoer"),
        ("ik help: de brief", "de brief"),
        ("Je kunt op mij rekenen voor vervoer", "vervoer"),
        ("I can help with transport", "transport"),
        ("I’ll help with transport.", "transport"),
        ("I'd like to help out with transport", "transport"),
        ("Count on me for transport!", "transport!"),
        ("let me help with the letter", "the letter"),
    ],
)
async def test_i_support_you(tmp_path: Path, words: str, what: str) -> None:
    async with stage(tmp_path) as s:
        item = await opening(s)
        (offered,) = await s.says("Els", words, reply_to=item)
        assert offered.body.splitlines()[1] == f"Els biedt aan: {what}"


@pytest.mark.parametrize(
    "words", ["ik help", "Ik help graag mee!", "ik ondersteun jou", "I can help", "Count on me."]
)
async def test_who_wants_to_help_is_asked_with_what(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        item = await opening(s)
        (asked,) = await s.says("Els", words, reply_to=item)
        assert asked.error == "needs-what"


@pytest.mark.parametrize(
    "words", ["ik help de brief schrijven", "Ik kan wel een brief schrijven", "I support writing a letter"]
)
async def test_what_may_be_an_offer_is_asked_back(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        item = await opening(s)
        (asked,) = await s.says("Els", words, reply_to=item)
        assert asked.error == "not-understood"
        assert asked.body == (
            f"Fijn. Zal ik dit als jouw steun bij #1 zetten? {words}\n1 ja, graag\n2 nee, liever niet"
        )
        (offered,) = await s.says("Els", "ja", reply_to=asked)
        assert offered.body.splitlines()[1] == f"Els biedt aan: {words}"


async def test_what_was_no_offer_after_all_is_left(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        item = await opening(s)
        (asked,) = await s.says("Els", "I support that idea", reply_to=item)
        (left,) = await s.says("Els", "no", reply_to=asked)
        assert left.body == "That is fine, I will leave it. You are always welcome."


@pytest.mark.parametrize(
    "words",
    ["Graag", "“graag”", "Heel graag, dank je wel Els!", "fijn, graag 🙏", "ja", "Ja, dat helpt!", "dit zou echt helpen",
     "Thanks, yes please", "yes", "that would help"],
)  # fmt: skip
async def test_a_welcome(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        offered = await offering(s)
        (welcome,) = await s.says("Karin", words, reply_to=offered)
        assert welcome.data["pledges"][0]["standing"] == "welcome"


@pytest.mark.parametrize("words", ["nee", "Nee, dank je", "liever anders", "dit helpt me niet", "No thanks."])
async def test_a_no_is_told_in_private(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        offered = await offering(s)
        heard = await s.says("Karin", words, reply_to=offered)
        assert offered.room not in {message.room for message in heard}
        (item,) = await s.says("Ahmed", "!punt 1")
        assert item.data["pledges"][0]["standing"] == "declined"


@pytest.mark.parametrize(
    "words",
    ["gedaan", "Gedaan!", "“Gedaan.”", "het is gedaan", "Ik heb het gedaan 💪", "gedaan, de brief is weg", "klaar", "Done",
     "I’ve done it.", "it's done", "het is gelukt", "Gelukt!", "it worked"],
)  # fmt: skip
async def test_a_supporter_did_it(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        offered = await offering(s)
        done, question = await s.says("Els", words, reply_to=offered)
        assert done.body == "Dank je wel, Els. Dit is gedaan voor #1: ik rij"
        assert question.kind == "question"


@pytest.mark.parametrize(
    "words",
    ["het lukt niet", "Het lukt me toch niet.", "lukt niet, sorry", "Het gaat me niet lukken", "sorry, ik kan toch niet",
     "Het lukt niet omdat ik ziek ben", "it won’t work", "It doesn't work out for me", "Sorry, I can't make it"],
)  # fmt: skip
async def test_it_will_not_work(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        offered = await offering(s)
        (released,) = await s.says("Els", words, reply_to=offered)
        assert released.data["pledges"][0]["standing"] == "released"


@pytest.mark.parametrize(
    "words",
    ["gelukt", "Het is gelukt!", "“het is gelukt”", "Ja, het is gelukt! 🎉", "Dit heeft echt geholpen, dank jullie wel",
     "it worked", "It really helped.", "yes, it helped"],
)  # fmt: skip
async def test_it_worked(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        offered = await offering(s)
        (party,) = await s.says("Karin", words, reply_to=offered)
        assert party.data["status"] == "helped"


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ('"checked with" the head', "the head"),
        ("nagevraagd bij de directeur", "de directeur"),
        ("“Nagevraagd bij” de directeur", "de directeur"),
        ("Ik heb het nagevraagd bij de directeur.", "de directeur"),
        ("ik heb het bij de directeur nagevraagd", "de directeur"),
        ("Nagevraagd: de directeur", "de directeur"),
        ("De directeur beslist daarover.", "De directeur"),
        ("de directeur gaat erover", "de directeur"),
        ("I checked with the head", "the head"),
        ("I’ve checked it with the head!", "the head!"),
        ("confirmed by the head", "the head"),
    ],
)
async def test_checked(tmp_path: Path, words: str, who: str) -> None:
    async with stage(tmp_path) as s:
        await opening(s)
        (turned,) = await s.says("Ahmed", "!magwel 1 want het lukte elders")
        (checked,) = await s.says("Els", words, reply_to=turned)
        assert checked.body.splitlines()[-1] == f"Hierover beslist: {who}"


@pytest.mark.parametrize("words", ["ik heb het nagevraagd", "nagevraagd", "I checked it"])
async def test_who_checked_is_asked_who_decides(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await opening(s)
        (turned,) = await s.says("Ahmed", "!magwel 1 want het lukte elders")
        (asked,) = await s.says("Els", words, reply_to=turned)
        assert asked.error == "needs-who"


@pytest.mark.parametrize("words", ["ik vraag het wel na", "Dat wil ik wel navragen!", "I’ll ask around"])
async def test_who_will_check_is_thanked(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        item = await opening(s)
        assert "Weet je meer" not in "".join(m.body for m in await s.says("Els", words, reply_to=item))
        (turned,) = await s.says("Ahmed", "!magwel 1 want het lukte elders")
        (thanked,) = await s.says("Els", words, reply_to=turned)
        assert thanked.body == (
            'Fijn, Els. Weet je meer over #1? Antwoord dan op dit bericht met "nagevraagd bij" en wie erover beslist.'
        )


@pytest.mark.parametrize(
    ("words", "obstacle"),
    [("een regel", "zit een regel of wet in de weg"), ("Geld!", "ontbreekt geld, een plek of mensen"),
     ("zo gaat het altijd", "zit in de weg dat het altijd zo gaat"), ("iemand is bang", "zit in de weg dat iemand het spannend vindt"),
     ("money or people", "ontbreekt geld, een plek of mensen")],
)  # fmt: skip
async def test_an_obstacle_once(tmp_path: Path, words: str, obstacle: str) -> None:
    async with stage(tmp_path) as s:
        item = await opening(s)
        (named,) = await s.says("Els", words, reply_to=item)
        assert named.body.startswith(f"Dank je. Bij #1 {obstacle}.\n")
        again = await s.says("Ahmed", words, reply_to=item)
        assert "drempel" not in "".join(message.body for message in again)


async def test_for_whom_somebody_speaks(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        offered = await offering(s)
        (spoken,) = await s.says("Els", "Voor mijn organisatie.", reply_to=offered)
        assert spoken.body == "Dank je, Els. Je steun bij #1 is namens je organisatie."
        others = await s.says("Ahmed", "voor mezelf", reply_to=offered)
        assert "van jezelf" not in "".join(message.body for message in others)


async def test_back_and_away_are_the_openers(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await s.says("Karin", "!kanniet halve dagen")
        (turned,) = await s.says("Els", "!magwel 1 het mag")
        assert moved(await s.says("Ahmed", "Het kan toch niet", reply_to=turned)) == []
        (back,) = await s.says("Karin", "Het kan toch niet, want er is een brief nodig.", reply_to=turned)
        assert (back.data["rung"], back.body.splitlines()[1]) == ("cannot", "Want: er is een brief nodig")
        assert moved(await s.says("Ahmed", "hoeft niet meer", reply_to=back)) == []
        (offered,) = await s.says("Ahmed", "!iksteun 1 ik rij")
        assert moved(await s.says("Karin", "hoeft niet meer", reply_to=offered)) == [], "that offer, perhaps"
        (closed,) = await s.says("Karin", "Hoeft niet meer.", reply_to=back)
        assert closed.data["status"] == "closed"


async def test_stuck_in_words_to_copbot(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (opened,) = await s.says("Karin", "copbot, er zit iets vast: halve dagen")
        assert "#1 Kan niet: halve dagen\n" in opened.body
        chat = await s.direct("Ahmed")
        (asked,) = await s.says("Ahmed", "kan niet: vervoer naar school", room=chat)
        assert asked.body.startswith("Zal ik dit in De kring zetten")
        shown, _ = await s.says("Ahmed", "ja", room=chat)
        assert shown.data["item"] == 2


TALK = [
    "wat goed dat je helpt",
    "Wat fijn dat het mag",
    "Graag gedaan!",
    "graag gedaan hoor",
    "ik help mijn zoon al jaren niet meer",
    "Ik kan niet helpen",
    "ik kan me voorstellen dat dit moeilijk is",
    "ik help met vervoer?",
    "mag wel?",
    "mag dat wel?",
    "dat mag wel wat vriendelijker",
    "het mag niet, want de school wil het niet",
    "kan wel zijn",
    "het is niet gelukt",
    "het is nog niet gelukt",
    "is het gelukt?",
    "gedaan?",
    "wie heeft dat gedaan",
    "het lukt niet",
    "de regel is dat het niet mag",
    "I can imagine how that feels",
    "it may not work",
    "not yet",
    "nog niet",
    "voor mezelf",
    "count me out",
]


@pytest.mark.parametrize("words", TALK)
async def test_talk_moves_nothing(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        offered = await offering(s)
        for name in ("Ahmed", "Karin"):
            assert moved(await s.says(name, words, reply_to=offered)) == [], name
        (item,) = await s.says("Els", "!punt 1")
        assert item.data["pledges"] == offered.data["pledges"]


@pytest.mark.parametrize(
    "words", ["mag wel, want het kan", "ik help met vervoer", "gedaan", "graag", "gelukt"]
)
async def test_what_is_no_reply_is_not_for_copbot(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await offering(s)
        for name in ("Ahmed", "Karin", "Els"):
            assert await s.says(name, words) == []


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("gedaan", ("gedaan",)),
        ("  Gedaan \n hoor!! 👍🏽", ("Gedaan hoor!! 👍🏽", "Gedaan hoor")),
        ("„gedaan.”", ("„gedaan.”", "gedaan")),
        ("'gedaan'!", ("'gedaan'!", "gedaan")),
        ('"mag" en "wel"', ('"mag" en "wel"',)),
        ("mag wel?", ("mag wel?",)),
        ("👍", ("👍",)),
        ("", ("",)),
    ],
)
def test_the_forms_of_a_message(body: str, wanted: tuple[str, ...]) -> None:
    assert forms(body) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_copbot_understands_the_words_that_it_proposes(language: str) -> None:
    registry = discover()
    on_item = [pattern for pattern, phrase, _ in registry.phrases if phrase.about == "item"]
    texts = {id: entry for id, entry in catalogue(language).items() if id.startswith("ladder.")}
    proposed = {
        words.replace("…", "vervoer")
        for id, entry in texts.items()
        if id != "ladder.ask-ground"  # its examples are reasons, in answer to a question
        for words in re.findall(r'(?:met|of|reply|or) "([^"{}]+)"', entry.one, re.IGNORECASE)
    }
    assert len(proposed) > 5
    for words in proposed:
        said = words if not words.endswith((" bij", " with")) else f"{words} de directeur"
        assert any(pattern.fullmatch(said) for pattern in on_item), words
