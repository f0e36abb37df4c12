"""Words of everyday that mean something in a round; each must be the whole message.

They may be said as the prompt quotes them, with the quotation marks, and the emoji that are tapped may be written too.
"""

from __future__ import annotations


def _whole(words: str) -> str:
    return rf"[\"'“”„‘’]*(?:{words})[\"'“”‘’]*[\s.!]*"


JOINING = _whole(
    r"(?:ja[,.]? )?ik doe (?:ook |graag |toch |ook graag )?mee|ik wil (?:ook |graag )?meedoen"
    r"|(?:yes[,.]? )?(?:i['’]?m in|i am in|count me in)|✋[\U0001f3fb-\U0001f3ff]?\ufe0f?"
)
LEAVING = _whole(r"ik doe (?:toch )?niet mee|i['’]?m out|count me out")
PASSING = _whole(
    r"(?:ik )?pas(?: (?:even|nu|deze keer))?|overslaan|ik sla (?:(?:even|nu|deze keer) )?over"
    r"|(?:i(?:['’]ll)? )?pass(?: (?:this time|for now))?|(?:i(?:['’]ll)? )?skip(?: (?:me|this time))?|⏭\ufe0f?"
)
POSTPONING = _whole(r"straks|later|ik kom later|even later|⏳\ufe0f?")
ENDING = _whole(r"(?:ik ben )?klaar(?: met vertellen)?|(?:i['’]?m |i am )?(?:done|finished)|✅\ufe0f?")
TOGETHER = _whole(r"(?:allemaal )?(?:samen|tegelijk|together)")
BEGINNING = _whole(
    r"(?:ja[,.]? |ok[eé]?[,.]? |nu )?(?:start(?:en)?(?: maar)?|begin(?: maar| nu)?|we (?:kunnen|mogen|gaan) (?:nu )?beginnen"
    r"|laten we (?:maar )?(?:beginnen|starten)|let['’]?s (?:start|begin|go)|(?:we can )?(?:start|begin)(?: now)?"
    r"|go(?: ahead)?)(?: (?:met )?(?:het rondje|the round))?(?: please| alsjeblieft)?"
)
