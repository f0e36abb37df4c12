"""Help topics: which command a word is about, in either language."""

from __future__ import annotations

from collections.abc import Mapping

TOPICS: Mapping[str, tuple[str, ...]] = {
    "start": (),
    "settings": (
        "instellingen",
        "language",
        "taal",
        "timezone",
        "tijdzone",
        "quiet",
        "stil",
        "threads",
        "draadjes",
    ),
    "role": ("rol", "rollen", "roles"),
    "host": ("hosts", "gastvrouw", "gastheer", "gastvrouwen", "gastheren"),
    "privacy": (),
    "encryption": ("encrypted", "versleuteld", "versleuteling"),
    "help": ("hulp",),
    "round": ("ronde", "rondje", "rondjes", "rounds", "join", "ikdoemee", "begin", "status", "waarzijnwe"),
    "rituals": ("ritual", "werkvorm", "werkvormen", "ritueel", "rituelen"),
    "turn": ("beurt", "pass", "pas", "later", "straks", "klaar", "done"),
    "facilitator": ("gespreksleider", "next", "volgende", "end", "einde", "handover", "geefdoor"),
    "poll": ("peiling", "peilingen", "polls", "datepoll", "datumprikker"),
    "vote": ("stem", "stemmen"),
    "proposal": ("voorstel", "voorstellen", "proposals", "amend", "wijzig"),
    "consent": ("geenbezwaar", "concern", "kanttekening", "objection", "bezwaar"),
    "decisions": ("besluiten", "decision", "besluit"),
    "reminders": ("remind", "herinner", "herinneringen", "herinnering", "herinneren", "reminder"),
    "meeting": ("meetings", "bijeenkomst", "bijeenkomsten", "kring", "vergadering"),
    "agenda": ("agreed", "afspraak", "afgesproken", "decided", "besloten"),
    "minutes": ("verslag", "notulen"),
    "ladder": ("commitments", "commitment", "steun", "toezeggingen", "toezegging", "punt"),
    "cannot": ("kanniet",),
    "may": ("magwel", "checked", "nagevraagd"),
    "support": ("iksteun", "ikondersteun", "ikhelp", "gedaan", "release", "luktniet"),
    "accept": ("graag",),
    "digest": ("weekbericht", "weekoverzicht"),
    "helped": ("gelukt", "close", "sluit"),
    "lots": (
        "rathernot",
        "lievernietmet",
        "finewith",
        "welmet",
        "lot",
        "loten",
        "groepjes",
        "tweetallen",
        "pairs",
    ),
    "away": ("evenweg", "back", "terug", "stop"),
}

TAPPED = frozenset(("turn", "cannot", "accept"))
"""Topics that tell of a reaction which counts for nothing in an encrypted room; there they have other words."""


def topic(word: str) -> str | None:
    """The topic that a word names."""
    return word if word in TOPICS else next((name for name, words in TOPICS.items() if word in words), None)
