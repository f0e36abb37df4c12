"""Words of everyday in which people say consent, a concern or an objection, and what they say in the other rounds."""

from __future__ import annotations

import re
from typing import Final

from copbot.decisions.state import Stance

_TAIL = r"(?: (?:hoor|wat mij betreft|van mij|van mijn kant|van ons|from me|on my side|graag))?"
_WHY = r"(?:\s*[:,;.…–-]+\s*|\s+(?:(?:tegen|hiertegen|dat|omdat|want|namelijk|is|because|that|about|to)\b[:,]?\s*)?|\s*$)(?P<words>.*)"
_NO = r"(?:(?:nee,? )?(?:ik heb |ik zie |daar heb ik |hier heb ik |heb )?(?:er is )?geen (?:enkel )?bezwa(?:ar|ren)|(?:no,? )?(?:i have |i see )?no objections?)"
_FINE = (
    r"(?:(?:ik (?:ben|ga|ga er|ga hier) ?|ga )?(?:ermee |er mee |hiermee )?akkoord|ik stem (?:ermee )?in|ik geef consent|consent"
    r"|(?:daar |hier )?kan ik (?:er |hier |daar )?mee leven|ik kan (?:er|hier|daar) ?mee leven|goed genoeg(?: voor (?:mij|nu))?"
    r"|agreed|i agree|i consent|i can live with (?:it|this|that)|fine (?:by|with) me|good enough(?: for (?:me|now))?)"
)

CONSENT: Final = (rf"{_NO}{_TAIL}", rf"(?:ja,? |yes,? |prima,? |ok[ée]?,? )?{_FINE}{_TAIL}")
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
    rf"(?:ja,? )?(?:ik heb |ik maak |daar heb ik |hier heb ik |ik zie )?(?:toch |nog |wel )*(?:een |1 |één )?bezwaar{_WHY}",
    rf"(?:yes,? )?(?:i have |i see )?(?:still )?(?:an |one )?objections?{_WHY}",
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
    r"(?:bezwaar|objection)(?:\s*:\s*(?P<words>.+))?",
    OBJECTION[2],
)
"""The same where nobody replies to the proposal: only what is said of it beyond doubt."""
CLEAR: Final = (
    r"(?:(?:ik heb )?geen (?:vraag|vragen)(?: meer)?|(?:het is |alles is |alles )?(?:mij )?(?:helemaal )?(?:duidelijk|helder)(?: voor mij)?)"
    r"|(?:i have )?no (?:more )?questions?|(?:it.?s |it is |all |everything is )?clear(?: to me)?"
)
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
