"""Words of everyday in which people say consent, a concern or an objection, and what they say in the other rounds."""

from __future__ import annotations

import re
from typing import Final

from copbot.decisions.state import Stance

_TAIL = r"(?: (?:hoor|wat mij betreft|van mij|van mijn kant|van ons|from me|on my side|graag))?"
_WHY = r"(?:\s*[:,;.…–-]+\s*|\s+(?:(?:tegen|hiertegen|dat|omdat|want|namelijk|is|because|that|about|to)\b[:,]?\s*)?|\s*$)(?P<words>.*)"
_NO = r"(?:(?:nee,? )?(?:ik heb |ik zie |daar heb ik |hier heb ik |heb )?(?:er is )?geen (?:enkel )?bezwa(?:ar|ren)|(?:no,? )?(?:i have |i see )?no objections?)"
_OK = r"(?:ok|ok[ée]|okay|prima|goed|akkoord|in orde|fine|good|alright)"
_FOR_ME = (
    rf"(?:ja,? |yes,? )?(?:(?:het|dit|dat|zo) is |is |it.?s |that.?s |this is )?(?:wel |helemaal )?{_OK} (?:voor|bij|for|by|with) (?:mij|me|ons|us)"
    rf"|(?:ja,? )?(?:wat mij betreft|voor mij|van mij) (?:(?:is|mag) (?:het|dit|dat) )?(?:wel |helemaal )?(?:{_OK}|mag het)"
    r"|(?:it |that |this )?works for (?:me|us)"
)
_FINE = (
    r"(?:(?:ik (?:ben|ga|ga er|ga hier) ?|ga )?(?:ermee |er mee |hiermee )?akkoord|ik stem (?:ermee )?in|ik geef consent|consent"
    r"|(?:daar |hier )?kan ik (?:er |hier |daar )?mee leven|ik kan (?:er|hier|daar) ?mee leven|goed genoeg(?: voor (?:mij|nu))?"
    r"|agreed|i agree|i consent|i can live with (?:it|this|that)|fine (?:by|with) me|good enough(?: for (?:me|now))?)"
)

CONSENT: Final = (
    rf"{_NO}{_TAIL}",
    rf"(?:ja,? |yes,? |prima,? |ok[ée]?,? )?{_FINE}{_TAIL}",
    rf"(?:{_FOR_ME})(?: hoor)?",
)
"""Consent; also what takes back an objection, which says the same."""
TAKE_BACK: Final = (
    r"(?:ok[ée]?,? |goed,? )?ik trek (?:mijn|het|m'n) bezwaar (?:weer )?in|(?:mijn|m'n) bezwaar is (?:nu )?(?:weg|van tafel|opgelost|ingetrokken)",
    r"bezwaar (?:ingetrokken|is weg|intrekken)|(?:ok,? )?i (?:withdraw|take back) my objection|my objection is (?:gone|withdrawn|resolved|solved)",
)
CONCERN: Final = (
    rf"(?:ja,? )?(?:ik heb |met |wel )*(?:een |1 |nog een |één )?kanttekening(?:en)?{_WHY}",
    rf"(?:yes,? )?(?:i have |with |but )*(?:a |one )?concerns?{_WHY}",
    rf"(?:{_NO}|{_FINE}),? (?:maar|wel|but|though),? (?P<words>.+)",
)
OBJECTION: Final = (
    rf"(?:ja,? |nee,? )?(?:ik heb |ik maak |daar heb ik |hier heb ik |ik zie )?(?:toch |nog |wel )*(?:een |1 |één )?bezwaar{_WHY}",
    rf"(?:yes,? |no,? )?(?:i have |i see )?(?:still )?(?:an |one )?objections?{_WHY}",
    r"i object(?:\s*[:,;.–-]+\s*|\s+(?:because|to)\s+|\s*$)(?P<words>.*)",
)
CONCERN_PLAINLY: Final = (
    r"(?:ja,? )?ik heb (?:een |1 |nog een |één )?kanttekening(?:en)?(?:\s*[:,;.…–-]+\s*|\s+|\s*$)(?P<words>.*)",
    r"(?:yes,? )?i have (?:a |one )?concerns?(?:\s*[:,;.…–-]+\s*|\s+(?:that |about )?|\s*$)(?P<words>.*)",
    r"(?:kanttekening|concern)\s*:\s*(?P<words>.+)",
    CONCERN[2],
)
OBJECTION_PLAINLY: Final = (
    rf"(?:ja,? )?(?:ik heb |ik maak |daar heb ik |hier heb ik )(?:toch |nog |wel )*(?:een |1 |één )?bezwaar{_WHY}",
    rf"(?:yes,? )?i have (?:still )?(?:an |one )?objections?{_WHY}",
    r"(?:nee,? |no,? )?(?:bezwaar|objection)(?:(?:\s*[:,;…–-]+\s*|\.+\s+|\s+(?:want|omdat|because)\s+)(?P<words>.+))?",
    OBJECTION[2],
)
"""The same where nobody replies to the proposal: only what is said of it beyond doubt."""
CLEAR: Final = (
    r"(?:(?:ik heb )?geen (?:vraag|vragen)(?: meer)?|(?:het is |alles is |alles )?(?:mij )?(?:helemaal )?(?:duidelijk|helder)(?: voor mij)?)"
    r"|(?:i have )?no (?:more )?questions?|(?:it.?s |it is |all |everything is )?clear(?: to me)?"
)
CLEAR_TO_ME: Final = rf"(?:ja,? |yes,? |ok[ée]?,? )?(?:{CLEAR})(?: hoor| nu| now)?"
NOTHING_TO_ADD: Final = (
    r"(?:ik heb )?(?:geen (?:verdere )?reactie(?:s)?|(?:er )?niets? (?:toe te voegen|te zeggen)|verder niets?)(?: hoor)?"
    r"|(?:(?:een )?(?:goed|mooi|fijn|prima|leuk) (?:plan|voorstel|idee))(?: hoor)?|(?:i have )?(?:no (?:further )?reactions?|nothing to add)"
    r"|(?:a )?(?:good|great|nice|lovely|fine) (?:plan|proposal|idea)"
)
"""A reaction in few words, in which nothing has to be answered."""
BRIEFLY: Final = (
    r"(?:ja|yes|yep)|(?:ja,? |yes,? )?(?:hoor|prima|goed|ok[ée]?|okay|graag|doen|fine|good|sure"
    rf"|(?:helemaal |daar ben ik het |ik ben het er(?:mee)? )?(?:mee )?eens|ik vind (?:het|dit|dat) (?:zo )?(?:wel |helemaal )?{_OK})(?: hoor)?"
)
"""Consent in a word: only in answer to the very question, from who has said nothing else."""
NOT_YET: Final = (
    r"(?:nee,? )?(?:nog )?(?:even )?(?:niet|wachten|wacht)(?: even| nog)*|nee,? nog niet|(?:nee,? )?ik (?:heb|wil) nog (?:een vraag|iets|wat)"
    r"|(?:no,? )?(?:not yet|wait(?: a (?:moment|bit|second))?|hold on)|nee|no"
)

_Patterns = tuple[tuple[Stance, re.Pattern[str]], ...]


def _compiled(concern: tuple[str, ...], objection: tuple[str, ...]) -> _Patterns:
    ordered = (
        (Stance.CONSENT, TAKE_BACK),
        (Stance.CONCERN, CONCERN[2:]),
        (Stance.CONSENT, CONSENT),
        (Stance.CONCERN, concern),
        (Stance.OBJECTION, objection),
    )
    return tuple(
        (stance, re.compile(pattern, re.IGNORECASE | re.DOTALL))
        for stance, patterns in ordered
        for pattern in patterns
    )


_ANSWERED = _compiled(CONCERN, OBJECTION)
_PLAINLY = _compiled(CONCERN_PLAINLY, OBJECTION_PLAINLY)
_ENDS = " .!…"


def classified(body: str, *, answers: bool) -> tuple[Stance, str] | None:
    """What somebody says in a message, and why; None where it is neither of the three.

    ``answers``: it is an answer to the question; else only what leaves no doubt counts.
    """
    plain = " ".join(body.split()).rstrip(_ENDS)
    for stance, pattern in _ANSWERED if answers else _PLAINLY:
        if match := pattern.fullmatch(plain):
            return stance, (match.groupdict().get("words") or "").strip()
    return None
