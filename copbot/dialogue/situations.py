"""What a group may need a ritual for, in words of everyday; each phrase must be the whole message, said to copbot."""

from __future__ import annotations

import re
from collections.abc import Mapping

from copbot.rituals.script import Situation

SITUATIONS = (
    Situation.BEGIN,
    Situation.STUCK,
    Situation.CHOOSE,
    Situation.ADVICE,
    Situation.EXPLORE,
    Situation.RULES,
    Situation.IDEAS,
    Situation.STRENGTH,
    Situation.CONFLICT,
    Situation.INVITE,
    Situation.PRACTISE,
)
"""In the order in which they are shown: what is needed most often first."""

_RITUALS = r"(?:werkvorm(?:en)?|rituelen|ritueel|gespreksvorm(?:en)?|rituals?|ways of talking|formats?)"
ASKING = (
    rf"(?:welke|wat voor) {_RITUALS}(?: (?:zijn er|heb je|ken je|kunnen we doen|kan))*(?: allemaal)?\??"
    rf"|(?:which|what) {_RITUALS}(?: (?:are there|do you have|do you know|can we do))*\??"
    rf"|(?:(?:we willen|ik wil|kunnen we|laten we) )?(?:een )?{_RITUALS} (?:kiezen|doen|starten|beginnen)\??"
    rf"|(?:we want to |let['’]?s |can we )?(?:choose|do|start|begin) a {_RITUALS}\??"
)
_WE = r"(?:we|wij|ik)"
_EN = r"(?:we|i)"
PHRASES: Mapping[Situation, str] = {
    Situation.BEGIN: rf"{_WE} (?:willen|wil) (?:samen )?(?:beginnen|inchecken|uitchecken)|{_EN} want to (?:check in|check out)",
    Situation.STUCK: rf"{_WE} (?:zitten|zit) (?:een beetje |even |helemaal )?vast|{_WE} (?:komen|kom) er niet uit|{_EN}(?: are|['’]re| am|['’]m) stuck",
    Situation.CHOOSE: rf"{_WE} (?:moeten|moet|willen|wil) (?:iets |nu |samen )*(?:kiezen|beslissen|besluiten)|{_EN} (?:have|need|want) to (?:choose|decide)",
    Situation.ADVICE: rf"(?:iemand|{_WE}) (?:heeft|heb|hebben) (?:even )?(?:raad|advies) nodig|(?:somebody|someone|{_EN}) needs? (?:some )?advice",
    Situation.EXPLORE: rf"{_WE} (?:willen|wil) (?:iets |het |dit )*(?:beter )?(?:begrijpen|snappen|verkennen)|{_EN} want to understand (?:it|this|something) better",
    Situation.RULES: r"(?:er staat )?een (?:regel|wet) (?:staat )?(?:ons )?in de weg|a (?:rule|law) (?:is|stands) in (?:the|our) way",
    Situation.IDEAS: rf"{_WE} (?:hebben|heb|zoeken|zoek) (?:nieuwe )?idee[eë]n(?: nodig)?|{_EN} (?:need|want) (?:new )?ideas",
    Situation.STRENGTH: rf"{_WE} (?:willen|wil) (?:zien|kijken) wat (?:er )?(?:wel|goed) (?:lukt|gaat|werkt)|{_EN} want to see what (?:works|does work|goes well)",
    Situation.CONFLICT: r"(?:we|wij) hebben ruzie|er is ruzie|het botst(?: tussen ons)?|(?:we|people) (?:don['’]?t|do not) get on",
    Situation.INVITE: rf"{_WE} (?:willen|wil) iemand (?:uitnodigen|vragen)|{_EN} want to invite (?:somebody|someone)",
    Situation.PRACTISE: rf"{_WE} (?:willen|wil) (?:een gesprek |iets )?oefenen|{_EN} want to practi[sc]e(?: a (?:talk|conversation))?",
}

_WORDS: Mapping[Situation, str] = {
    Situation.CONFLICT: r"\bruzie|\bbots|conflict|\bget on\b|\bbemiddel|\bmediat",
    Situation.INVITE: r"uitnodig|uit te nodigen|\binvit",
    Situation.RULES: r"\bregels?\b|\bwet(?:ten)?\b|\brules?\b|\blaws?\b|in de weg|in the way",
    Situation.IDEAS: r"\bidee|\bideas?\b",
    Situation.ADVICE: r"\braad\b|\badvies|\badvice",
    Situation.CHOOSE: r"\bkiez|\bkeuze|\bbesl(?:uit|iss)|\bchoose|\bchoice|\bdeci[ds]",
    Situation.PRACTISE: r"\boefen|\bpracti[sc]",
    Situation.EXPLORE: r"begrijp|\bsnapp|\bverken|\bunderstand|\bexplor",
    Situation.STRENGTH: r"wat (?:er )?(?:wel|w\u00e9l|goed)\b|what (?:does )?works?\b|\bgoes well",
    Situation.STUCK: r"\bvast|niet uit\b|\bstuck",
    Situation.BEGIN: r"\bbegin|\beindig|\bafsluit|check(?:en|-in|-out| in| out)?\b|\bend together",
}
"""Words that tell which situation is meant, after `!rituals`; those that leave least doubt come first."""


def meant(words: str) -> Situation | None:
    """The situation that somebody tells in words of their own, where they were asked for it; None where none is told."""
    plain = " ".join(words.split()).rstrip(" .!?\u2026")
    if plain in set(Situation):
        return Situation(plain)
    for patterns, find in ((PHRASES, re.fullmatch), (_WORDS, re.search)):
        for situation, pattern in patterns.items():
            if find(pattern, plain, re.IGNORECASE):
                return situation
    return None
