"""What a group may need a ritual for, in words of everyday; each phrase must be the whole message, said to copbot."""

from __future__ import annotations

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
