"""A script that is right, and what an author can do wrong in it, with the sentences that copbot answers."""

from __future__ import annotations

from typing import Any

from copbot.rituals.form import Complaint, Form, Key
from copbot.rituals.script import Shape


def no_more_than_one(phase: Any, script: Any) -> list[Complaint]:
    """A kind that a script may have once."""
    many = sum(other.get("kind") == phase.get("kind") for other in script["phase"]) > 1
    return [("kind", "a script counts once at most; take one of the two out")] if many else []


FORMS = {
    form.name: form
    for form in (
        Form("say", Shape.SAID, "copbot says something"),
        Form("round", Shape.TURNS, "everybody in turn"),
        Form("open", Shape.TALKING, "free talk"),
        Form("collect", Shape.WRITING, "all write", {"park": Key("phase", "keep such words for that phase")}),
        Form("consent", Shape.TALKING, "consent", outcomes=("adopted", "objections")),
        Form(
            "ballot",
            Shape.TALKING,
            "a poll",
            {"owner": Key("yes-no", "who wins is the owner", default=False)},
        ),
        Form("deal", Shape.TALKING, "cards", {"cards": Key("deck", "the deck that is dealt", needed=True)}),
        Form(
            "rate",
            Shape.WRITING,
            "a figure",
            {"highest": Key("number", "the best figure", default=5)},
            check=no_more_than_one,
        ),
    )
}
GOOD = """\
# A comment.
format = 1
name = "good-news"
called.nl = ["goed-nieuws", "nieuws"]
called.en = "good-news"
title = { nl = "Goed nieuws", en = "Good news" }
about = { nl = "Iets dat lukte.", en = "Something that went well." }
ask = { nl = "Waarover?", en = "About what?" }
helps = ["strength"]

[[phase]]
name = "tell"
kind = "round"
minutes_each = 2
days = 2
title = { nl = "Vertellen", en = "Telling" }
words = { nl = "Wat lukte er bij {topic}?", en = "What went well with {topic}?" }

[[phase]]
name = "choose"
kind = "consent"
minutes = 20
days = 0.5
title = { nl = "Kiezen", en = "Choosing" }
words = { nl = "Wat doen we?", en = "What do we do?" }
then = { adopted = "next", objections = "tell" }

[[phase]]
name = "thanks"
kind = "say"
title = { nl = "Dank", en = "Thanks" }
words = { nl = "Dank jullie wel.", en = "Thank you." }
"""
CARD = """
[[card]]
deck = "roles"
name = "official"
title = { nl = "Ambtenaar", en = "Official" }
words = { nl = "Jij beslist.", en = "You decide." }
to = "parents"
"""


def changed(*edits: tuple[str, str]) -> str:
    source = GOOD
    for old, new in edits:
        assert source.count(old) >= 1, old
        source = source.replace(old, new, 1)
    return source


FAULTS: dict[str, tuple[str | bytes, list[str]]] = {
    "a key that is nearly right": (
        changed(("helps", "help")),
        ["line 9: help is no key that belongs here; did you mean helps?"],
    ),
    "a key that nobody knows": (
        changed(("helps", "colour")),
        ["line 9: colour is no key that belongs here"],
    ),
    "nothing told for days, in a room of its own or not": (
        changed(('helps = ["strength"]', 'helps = ["strength"]\nunreported = true')),
        [
            "line 10: what a room does meanwhile would be told nowhere either, for days; add own_room = true, or take days out of runs"
        ],
    ),
    "a key of the script in a phase": (
        changed(("days = 0.5", "days = 0.5\nleast = 3")),
        [
            "line 24, phase choose: least is no key that belongs here, but of the whole script; put it above the first [[phase]]"
        ],
    ),
    "a key of a phase in the script": (
        changed(("helps", "minutes = 3\nhelps")),
        ["line 9: minutes is no key that belongs here; it is of a phase: put it under [[phase]]"],
    ),
    "a kind that is nearly right": (
        changed(('"round"', '"rond"')),
        ['line 13, phase tell: kind can\'t be "rond"; did you mean round?'],
    ),
    "a kind that nobody knows, with a key of its own": (
        changed(('"round"', '"dance"\nsteps = 3')),
        [
            'line 13, phase tell: kind can\'t be "dance"; it can be ballot, collect, consent, deal, open, rate, round or say'
        ],
    ),
    "a missing language": (
        changed((', en = "Telling"', "")),
        ['line 16, phase tell: title.en is missing; say it in English too: title.en = "…"'],
    ),
    "no language": (
        changed(('{ nl = "Dank", en = "Thanks" }', '"Thanks"')),
        ['line 31, phase thanks: title must be told in each language: title.nl = "…" and title.en = "…"'],
    ),
    "a language too many": (
        changed(('en = "Thanks" }', 'en = "Thanks", de = "Danke" }')),
        ["line 31, phase thanks: title.de is no language of copbot's; it speaks nl or en"],
    ),
    "no name of a phase": (
        changed(('name = "thanks"\n', "")),
        ['line 28, phase 3: name is missing (its name in this file); add: name = "…"'],
    ),
    "one name for two phases": (
        changed(('name = "thanks"', 'name = "choose"')),
        ["line 29, phase choose: line 20 has a phase of this name already; give it another"],
    ),
    "a name that then means something else by": (
        changed(('name = "thanks"', 'name = "end"')),
        ['line 29, phase end: a phase can\'t be called "end", which a then means something else by'],
    ),
    "a then that leads nowhere": (
        changed(('objections = "tell"', 'objections = "tel"')),
        ['line 26, phase choose: then.objections leads to "tel", which is no phase; did you mean tell?'],
    ),
    "a then that leads nowhere at all": (
        changed(('objections = "tell"', 'objections = "xyz"')),
        [
            (
                'line 26, phase choose: then.objections leads to "xyz", which is no phase; it can lead to "next", to "end", or to a '
                "phase of this file: tell, choose or thanks"
            )
        ],
    ),
    "an outcome that the kind does not have": (
        changed(("objections =", "no =")),
        [
            'line 26, phase choose: then: this phase never ends with "no"; it can end with adopted or objections'
        ],
    ),
    "a then that is no table": (
        changed(('{ adopted = "next", objections = "tell" }', '"tell"')),
        ['line 26, phase choose: then must tell where an outcome leads: then.adopted = "end"'],
    ),
    "a phase that nothing leads to": (
        changed(('adopted = "next"', 'adopted = "end"')),
        [
            "line 28, phase thanks: nothing leads to this phase; let a then lead to it, give it another place, or take it out"
        ],
    ),
    "a loop that nothing leaves": (
        changed(('{ adopted = "next"', '{ adopted = "tell"')),
        [
            (
                'line 11, phase tell: tell and choose lead to each other for ever; let one of the outcomes lead to "end" or to a '
                "phase after it"
            ),
            "line 28, phase thanks: nothing leads to this phase; let a then lead to it, give it another place, or take it out",
        ],
    ),
    "a phase that leads to itself": (
        changed(('kind = "say"', 'kind = "say"\nthen.done = "thanks"')),
        [
            'line 28, phase thanks: this phase leads to itself for ever; let one of the outcomes lead to "end" or to a phase after it'
        ],
    ),
    "no time": (
        changed(("minutes = 20\ndays = 0.5\n", "")),
        [
            "line 19, phase choose: minutes is missing: how long does this last live? Add minutes = 10, or minutes_each = 3",
            'line 19, phase choose: days is missing: how long does this last over days? Add days = 2, or runs = ["live"] at the top',
        ],
    ),
    "two times": (
        changed(("minutes = 20", "minutes = 20\nminutes_each = 2")),
        ["line 23, phase choose: minutes and minutes_each can't both be; keep one of the two"],
    ),
    "times that can't be": (
        changed(
            ("minutes_each = 2", "minutes_each = 121"),
            ("days = 2", "days = 61"),
            ("minutes = 20", "minutes = 800"),
            ("0.5", "-1"),
        ),
        [
            "line 14, phase tell: minutes_each can't be more than 120; nobody listens that long to one person",
            "line 15, phase tell: days can't be more than 60; make it shorter, or two phases of it",
            (
                "line 22, phase choose: minutes can't be more than 240: no step of a conversation lasts longer than four hours; "
                'make two steps of it, or let it run over days: runs = ["days"], and days = 1 in place of minutes'
            ),
            "line 23, phase choose: days must be more than 0",
        ],
    ),
    "a time that is no number": (
        changed(("= 20", '= "20"'), ("0.5", "nan")),
        [
            "line 22, phase choose: minutes must be a number, without quotes, as in: minutes = 10",
            "line 23, phase choose: days must be more than 0",
        ],
    ),
    "a time where copbot only says something": (
        changed(('kind = "say"', 'kind = "say"\nminutes = 1')),
        [
            "line 31, phase thanks: minutes means nothing here: copbot says this and goes on at once; leave it out"
        ],
    ),
    "times for what does not run so": (
        changed(("helps", 'runs = "days"\nhelps'), ("days = 0.5\n", "")),
        [
            'line 15, phase tell: minutes_each is for live, and this script does not run live; leave it out, or add "live" to runs',
            'line 20, phase choose: days is missing: how long does this last over days? Add days = 2, or runs = ["live"] at the top',
            'line 23, phase choose: minutes is for live, and this script does not run live; leave it out, or add "live" to runs',
        ],
    ),
    "days where it only runs live": (
        changed(("helps", 'runs = ["live"]\nhelps'), ("days = 0.5\n", "")),
        [
            'line 16, phase tell: days is for over days, and this script does not run so; leave it out, or add "days" to runs'
        ],
    ),
    "no way to run": (
        changed(("helps", "runs = []\nhelps")),
        ['line 9: runs is empty; write runs = ["live"], ["days"] or both'],
    ),
    "more than fits on a telephone": (
        changed(("Wat doen we?", "a" * 221)),
        [
            (
                "line 25, phase choose: words.nl has 221 characters, 1 too many for a telephone: a message has at most 600, with "
                "copbot's own words around it, so 220 for this; make it shorter, or two of it"
            )
        ],
    ),
    "a title that is too long": (
        changed(("Kiezen", "K" * 41)),
        [
            (
                "line 24, phase choose: title.nl has 41 characters, 1 too many for a telephone: a message has at most 600, with "
                "copbot's own words around it, so 40 for this; make it shorter, or two of it"
            )
        ],
    ),
    "nothing to say": (
        changed(("Thank you.", " ")),
        ["line 32, phase thanks: words.en is empty; write what copbot is to say"],
    ),
    "signs that nobody sees": (
        changed(("Kiezen", "Kie\u202ezen")),
        ["line 24, phase choose: title.nl holds a sign that can't be seen; type it anew"],
    ),
    "placeholders": (
        changed(("{topic}", "{Topic} } {owner}"), ('"Thanks"', '"{topic}"'), ("Something", "{facilitator}")),
        [
            "line 7: about.en: copbot doesn't know what to fill in for {facilitator}; here it knows {p}",
            "line 17, phase tell: words.nl: copbot doesn't know what to fill in for {Topic}; here it knows {topic}, {owner}, {facilitator} or {p}",
            "line 17, phase tell: words.nl: a { or } stands alone; they come in pairs, around what copbot fills in",
            "line 17, phase tell: words.nl: {owner} can't be filled in: nobody brings the topic of this script; add owned = true at the top",
            "line 31, phase thanks: title.en: {topic} can't be filled in here; write plain words",
        ],
    ),
    "a topic that nothing asks for": (
        changed(("ask =", "# ask =")),
        [
            'line 17, phase tell: words.nl: {topic} can\'t be filled in: nothing asks for a topic; add ask.nl = "…" and ask.en = "…" at the top',
            'line 17, phase tell: words.en: {topic} can\'t be filled in: nothing asks for a topic; add ask.nl = "…" and ask.en = "…" at the top',
        ],
    ),
    "who that is nobody": (
        changed(("days = 2", 'days = 2\nwho = "parnts"\nsilent = ["mayor"]')),
        [
            'line 16, phase tell: who can\'t be "parnts"; did you mean parents?',
            (
                'line 17, phase tell: silent can\'t be "mayor"; it can be all, owner, others, parents, professionals, parent, youth, '
                "school, care, municipality, alliance, attendance or other"
            ),
        ],
    ),
    "an owner where there is none": (
        changed(("days = 2", 'days = 2\nwho = "owner"')),
        ["line 16, phase tell: who: nobody brings the topic of this script; add owned = true at the top"],
    ),
    "all silent": (
        changed(
            ("days = 2", 'days = 2\nwho = "school"\nsilent = ["school"]'), ("helps", "owned = true\nhelps")
        ),
        ["line 18, phase tell: silent: nobody is left who has a part in this phase; take somebody out of it"],
    ),
    "owner and others silent": (
        changed(("days = 2", 'days = 2\nsilent = ["owner", "others"]'), ("helps", "owned = true\nhelps")),
        ["line 17, phase tell: silent: nobody is left who has a part in this phase; take somebody out of it"],
    ),
    "a situation that is none": (
        changed(('"strength"', '"stuk"')),
        ['line 9: helps can\'t be "stuk"; did you mean stuck?'],
    ),
    "a deck without cards": (
        changed(('kind = "round"', 'kind = "deal"\ncards = "rols"')) + CARD,
        ['line 14, phase tell: cards: there is no card in the deck "rols"; did you mean roles?'],
    ),
    "no deck": (
        changed(('kind = "round"', 'kind = "deal"\ncards = "roles"')),
        [
            'line 14, phase tell: cards: there is no card in the deck "roles"; write its cards, each under [[card]] with deck = "roles"'
        ],
    ),
    "cards that are not right": (
        GOOD
        + CARD
        + CARD.replace('"Official"', '"Official\\nin charge"')
        + CARD.replace('"parents"', '"mayor"'),
        [
            "line 44, card official: title.en must be one line",
            "line 50, card official: line 36 has a card of this name in this deck already; give it another",
            (
                'line 53, card official: to can\'t be "mayor"; it can be parents, professionals, parent, youth, school, care, '
                "municipality, alliance, attendance or other"
            ),
        ],
    ),
    "another phase that is none": (
        changed(('kind = "round"', 'kind = "collect"\npark = "tell"')),
        ['line 14, phase tell: park: "tell" is no other phase of this file; there are choose or thanks'],
    ),
    "what only the kind can tell": (
        changed(
            ('kind = "round"', 'kind = "rate"'), ('kind = "consent"', 'kind = "rate"'), ("then =", "# then =")
        ),
        [
            "line 13, phase tell: a script counts once at most; take one of the two out",
            "line 21, phase choose: a script counts once at most; take one of the two out",
        ],
    ),
    "numbers of people": (
        changed(("helps", "least = 3.5\nmost = 2\nhelps")),
        ["line 9: least must be a whole number from 1 to 100"],
    ),
    "fewer than it takes": (
        changed(("helps", "least = 5\nmost = 3\nhelps")),
        ["line 10: most is less than least (5); nobody could take part"],
    ),
    "names that nobody can type": (
        changed(('"good-news"\ncalled.nl', '"Good News"\ncalled.nl'), ('"goed-nieuws"', '"Goed nieuws"')),
        [
            'line 3: name must be small letters, digits and hyphens, as in: name = "good-news"',
            (
                'line 4: nobody can type "Goed nieuws" as a name; it must be one word in small letters, in which hyphens may stand, '
                "of at most 30 signs"
            ),
        ],
    ),
    "no names in a language": (
        changed(('called.en = "good-news"\n', "")),
        ['line 4: called.en is missing: called.en = "…"'],
    ),
    "names without a language": (
        changed(('called.nl = ["goed-nieuws", "nieuws"]\ncalled.en = "good-news"', 'called = "news"')),
        ['line 4: called must tell the name in each language: called.nl = "…" and called.en = "…"'],
    ),
    "a later format": (
        changed(("format = 1", "format = 2")),
        ["line 2: this copbot reads format = 1; a higher one is for a newer copbot"],
    ),
    "wrong types": (
        changed(
            ("format = 1", "format = true"),
            ("helps =", 'source = 3\nowned = "yes"\nhelps ='),
            ('["strength"]', "3"),
        ),
        [
            "line 2: format must be a number, without quotes, as in: format = 1",
            'line 9: source must be a text between quotes, as in: source = "…"',
            "line 10: owned must be true or false, in small letters, without quotes",
            'line 11: helps must be a list of texts, as in: helps = ["begin"]',
        ],
    ),
    "no phases": (
        GOOD.partition("[[phase]]")[0],
        ["line 1: there is no phase; a script needs at least one, under [[phase]]"],
    ),
    "one bracket": (
        "[phase]".join(GOOD.split("[[phase]]")[:2]),
        ["line 11: each phase stands under [[phase]], with two brackets on each side"],
    ),
    "one bracket, once": (
        GOOD.replace("[[phase]]", "[phase]", 1),
        [
            "line 11: a phase begins with [[phase]] and a card with [[card]], alone on the line, two brackets on each side"
        ],
    ),
    "a unit": (changed(("minutes = 20", "minutes = 20 min.")), ["line 22: only the number stands here: 20"]),
    "several without brackets": (
        changed(('["strength"]', '"strength", "stuck"')),
        ['line 9: several stand between square brackets: ["strength", "stuck"]'],
    ),
    "a remark of another language": ("// mine\n" + GOOD, ["line 1: a remark begins with #"]),
    "copied from a page with its fences": (
        f"```toml\n{GOOD}```\n",
        [
            "line 1: this line is of the page from which it was copied; leave it out, and the other one like it"
        ],
    ),
    "a space that is none": (
        changed(("format = 1", "format\u00a0= 1")),
        [
            "line 2: a sign that nobody sees stands on this line, as comes along with copying; type the line anew"
        ],
    ),
    "the path of a file": (
        changed(("format = 1", 'format = 1\nsource = "C:\\Users\\karin"')),
        ["line 3: a backslash (\\) can't stand in a text by itself; leave it out, or write two"],
    ),
    "other words for a phase": (
        GOOD.replace("[[phase]]", "[[stap]]"),
        [
            "line 1: there is no phase; a script needs at least one, under [[phase]]",
            "line 11: stap is no key that belongs here; did you mean phase?",
        ],
    ),
    "one bracket, again": (
        GOOD.replace("[[phase]]", "[phase]"),
        [
            "line 19: this stands here twice; each key once, and a phase begins with [[phase]], two brackets on each side"
        ],
    ),
    "a key twice": (
        changed(("days = 2", "days = 2\ndays = 3")),
        [
            "line 16: this stands here twice; each key once, and a phase begins with [[phase]], two brackets on each side"
        ],
    ),
    "a word without quotes": (
        changed(("days = 2", "days = two")),
        ['line 15: words stand between quotes: "two"'],
    ),
    "curly quotes": (
        changed(('"tell"', "“tell”")),
        ['line 12: these quotes are curly (“); use the straight one: "'],
    ),
    "a quote that is missing": (
        changed(('nl = "Vertellen", en = "Telling" }', 'nl = "Vertellen')),
        ['line 16: a text begins on this line and does not end; put a quote (") at its end'],
    ),
    "a quote too many": (
        changed(("helps = ", 'source = "my "own" head"\nhelps = ')),
        ['line 9: a quote (") within the text ends it; write \' in its place, or \\" for a double one'],
    ),
    "a backslash": (
        changed(("Wat doen", "Wat \\doen")),
        ["line 25: a backslash (\\) can't stand in a text by itself; leave it out, or write two"],
    ),
    "a colon": (
        changed(("minutes = 20", "minutes: 20")),
        ["line 22: write = in place of the colon: minutes = 20"],
    ),
    "a comma in a number": (changed(("0.5", "0,5")), ["line 23: a number has a point and no comma: 0.5"]),
    "a comma too many in a list": (
        changed(('["strength"]', '["strength",, "stuck"]')),
        ["line 9: a comma too many stands here; between two things in a list there is one"],
    ),
    "a comma at the end of a line": (
        changed(("minutes = 20", "minutes = 20,")),
        ["line 22: nothing stands at the end of a line; leave out the last ,"],
    ),
    "a full stop behind a text": (
        changed(('"tell"\n', '"tell".\n')),
        ["line 12: nothing stands at the end of a line; leave out the last ."],
    ),
    "an apostrophe between single quotes": (
        changed(("helps", "source = 'Anna's aunt'\nhelps")),
        ['line 9: a text with a \' in it stands between double quotes: "…"'],
    ),
    "a key with a capital": (
        changed(('kind = "round"', 'Kind = "Round"')),
        ["line 13, phase tell: Kind is no key that belongs here; did you mean kind?"],
    ),
    "a value with a capital": (
        changed(('"round"', '"Round"')),
        ['line 13, phase tell: kind can\'t be "Round"; did you mean round?'],
    ),
    "a backslash that makes a sign nobody sees": (
        changed(("Wat doen", "C:\\brief")),
        [
            "line 25, phase choose: words.nl holds a sign that can't be seen; was there a backslash (\\)? Leave it out, or write two"
        ],
    ),
    "a letter of a word processor": (
        b"{\\rtf1\\ansi format = 1}",
        ["line 1: this is a document with its looks, and no plain text; save it as plain text"],
    ),
    "a phase with something behind it": (
        changed(("[[phase]]\nname", "[[phase]] name")),
        [
            "line 11: a phase begins with [[phase]] and a card with [[card]], alone on the line, two brackets on each side"
        ],
    ),
    "a list without an end": (
        changed(('["strength"]', '["strength"')),
        ["line 11: a list begins above this line and does not end; put a ] at its end"],
    ),
    "braces over two lines": (
        changed(('", en = "Thanks" }', '",\n en = "Thanks" }')),
        ["line 31: what stands between { and } must stand on one line; or write it as: title.nl = …"],
    ),
    "a line that is none": (
        changed(("helps", "Hello everybody\nhelps")),
        [
            (
                'line 9: this line is neither a key nor a remark; a remark begins with #, and a line is: key = "text between '
                'quotes"; a phase begins with [[phase]]'
            )
        ],
    ),
    "what nobody can guess": (
        GOOD + "x = 1979-13-45",
        [
            (
                'line 33: this line can\'t be read from "-13-45" on; a line is: key = "text between '
                'quotes"; a phase begins with [[phase]]'
            )
        ],
    ),
    "no UTF-8": (
        GOOD.replace("Iets", "Één").encode("latin-1"),
        [
            "line 7: a sign is not written in UTF-8; save the file as UTF-8 (most editors ask for it under Save as)"
        ],
    ),
    "more than anybody writes": (
        "#" * 100_001,
        ["line 1: the file is larger than 100 kB; no ritual needs so many words"],
    ),
    "brackets without end": (
        "a = " + "[" * 9000,
        ["line 1: there are brackets in brackets in brackets; a script needs two deep at most"],
    ),
}
