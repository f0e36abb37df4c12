"""Words of everyday that mean something in a round; each must be the whole message.

They may be said as the prompt quotes them, with the quotation marks, and the emoji that are tapped may be written too.
"""

from __future__ import annotations

import re


def _whole(words: str) -> str:
    return rf"[\"'“”„‘’]*(?:{words})[\"'“”‘’]*[\s.!]*"


JOINING = _whole(
    r"(?:ja[,.]? )?ik ?doe ?(?:ook |graag |toch |ook graag |wel |alsnog )?mee(?: hoor)?|ik wil (?:ook |graag )?meedoen"
    r"|(?:ja[,.]? )?ik (?:ben er ?bij|ben van de partij)(?: hoor)?|(?:ja[,.]? )?doe (?:(?:ook|graag|ik|maar) ){0,2}mee(?: hoor)?"
    r"|(?:yes[,.]? )?(?:i['’]?m in|i am in|count me in|i(?:['’]ll| will| want to|['’]d like to) (?:join|take part)(?: too)?)|✋[\U0001f3fb-\U0001f3ff]?\ufe0f?"
)
JOINING_REPLY = _whole(
    r"(?:ja[,.]? )?(?:ik ook(?: graag)?|leuk|graag)(?: hoor)?|(?:yes[,.]? )?(?:i['’]?m in|in|me too)(?: please)?"
)
"""Only in reply to the opening: elsewhere they are said among people."""
JOINING_TOO = _whole(r"(?:ja[,.]? )?ik ook(?: graag)?(?: hoor)?|(?:yes[,.]? )?me too(?: please)?")
"""In the room too, while a ritual waits for who takes part; later it may answer somebody else."""
LEAVING = _whole(r"(?:nee[,.]? )?ik doe (?:toch )?(?:maar )?niet mee(?: hoor)?|i['’]?m out|count me out")
PASSING = _whole(
    r"(?:(?:ik|nee[,.]?) )?pas(?: (?:even|nu|deze keer|maar))?(?: alsjeblieft)?|overslaan|sla mij (?:maar )?over"
    r"|ik sla (?:(?:even|nu|maar|deze keer) )?over|(?:i(?:['’]ll)? )?pass(?: (?:this time|for now|please))?"
    r"|(?:i(?:['’]ll)? )?skip(?: (?:me|this time|please))?|⏭\ufe0f?"
)
POSTPONING = _whole(
    r"(?:(?:mag ik|ik) )?(?:straks|later|even later|wat later)(?: (?:graag|alsjeblieft|please))?\??"
    r"|ik (?:kom|wil)(?: graag)? (?:later|straks|zo)|ik kom zo(?: (?:terug|meteen))?"
    r"|(?:can|may) i (?:go|come) later(?: please)?\??|⏳\ufe0f?"
)
ENDING = _whole(
    r"(?:ik ben )?klaar(?: met vertellen)?(?: hoor)?|(?:dit|dat) was het(?: (?:hoor|wel|voor mij))?"
    r"|(?:i['’]?m |i am )?(?:done|finished)|that['’]?s it(?: from me)?|✅\ufe0f?"
)
TOGETHER = _whole(r"(?:allemaal )?(?:samen|tegelijk|together)")
BEGINNING = _whole(
    r"(?:ja[,.]? |ok[eé]?[,.]? |nu )?(?:start(?:en)?(?: maar)?|begin(?: maar| nu)?|we (?:kunnen|mogen|gaan) (?:nu )?beginnen"
    r"|laten we (?:maar )?(?:beginnen|starten)|let['’]?s (?:start|begin|go)|(?:we can )?(?:start|begin)(?: now)?"
    r"|go(?: ahead)?)(?: (?:met )?(?:het rondje|the round))?(?: please| alsjeblieft)?"
)
THANKS = _whole(
    r"(?:ok[eé]?[,.]? )?(?:dank|bedankt|thanks|thank you|dank ?je ?wel|dank jullie wel)(?: (?:all|allemaal|everyone|iedereen))?"
)
END_ROUND = _whole(
    r"stop(?: maar)?(?: met)? het rondje|(?:we )?(?:sluiten|sluit)(?: het rondje)? (?:maar )?af|afsluiten|afronden|einde rondje"
    r"|(?:end|stop|close) the round"
)
WHERE = _whole(
    r"waar zijn we(?: nu)?\??|(?:is het )?mijn beurt(?: al)?\??|ben ik (?:al )?aan de beurt\??|wie is er aan de beurt\??"
    r"|where are we(?: now)?\??|(?:is it )?my turn(?: yet)?\??|whose turn is it\??"
)
ASKING_HOW = _whole(
    r"hoe (?:begin|start|open) (?:ik|je) een (?:rondje|ronde)\??|how do (?:i|you) (?:start|begin|open) a round\??"
)
ASKING_FOR = (
    r"(?:(?:kun|wil|kan) je |can you |could you )?(?:een (?:rondje|ronde) (?:starten|beginnen|openen|doen) met de vraag"
    r"|(?:please )?(?:start|begin|open) a round with the question)[:,]?\s*(?P<question>.+)"
)
_ASIDE = re.compile(f"{PASSING}|{POSTPONING}", re.IGNORECASE)
_ABOUT_TURNS = re.compile(
    r"\b(?:beurt|turn|wachten|wait|straks|later)\b|^(?:ik|me) (?:al|nu|eerst|first|now)\b"
    r"|^(?:ben|moet|mag|am|do|can|should) (?:ik|i)\b",
    re.IGNORECASE,
)
_SHORT = 6


def no_contribution(words: str) -> bool:
    """Whether somebody whose turn it is says nothing yet: they wait or pass, only show a sign, or ask about the turns."""
    if _ASIDE.fullmatch(words) or not any(sign.isalnum() for sign in words):
        return True
    short = len(words.split()) <= _SHORT
    return short and words.rstrip().endswith("?") and _ABOUT_TURNS.search(words) is not None
