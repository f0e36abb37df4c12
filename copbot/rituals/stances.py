"""Whether words are a yes or a no, as people say it when they are asked whether they want something or agree with it.

Only how it begins counts: "ja, als Bram er ook bij is" is a yes, "nee, nog niet" a no. What begins with neither is neither,
and so is what takes it back at once ("ja maar nee").
"""

from __future__ import annotations

import re
import unicodedata

_YES = re.compile(
    r"(?:ja|jawel|jazeker|jep|jup|zeker|graag|akkoord|prima|eens|oke|ok|okay|(?:dat )?is goed|vind ik goed|ik sta (?:er )?(?:hier )?achter"
    r"|ik sta er ?achter|(?:ik )?wil (?:ik )?(?:dit |dat )?(?:wel|graag)|ik doe mee|van mij mag het|helemaal goed|mee eens"
    r"|yes|yep|yeah|sure|gladly|agreed|fine|i do|i agree|i want (?:to|this|it)|im in|go ahead|sounds good)\b"
)
_NO = re.compile(
    r"(?:nee|neen|nope|liever niet|toch niet|nog niet|nu niet|niet|ik wil (?:dit |dat |het )?(?:liever |nu |nog |toch |echt )*niet|ik durf (?:dit )?niet"
    r"|ik (?:sta er|doe|kan|ga) (?:hier |nu |liever |nog )*niet|daar sta ik niet achter|oneens|van mij niet|eigenlijk niet|moet van|het moet"
    r"|no|not|never|rather not|id rather not|i would rather not|i do ?n[o]?t|i dont|i cant|i cannot|i have to)\b"
)
_BUT_NO = re.compile(
    r"^\w+ (?:maar|but) (?:nee|toch niet|liever niet|eigenlijk niet|no|rather not|not really)\b"
)


def agrees(words: str) -> bool | None:
    """True for a yes, False for a no, None where it is neither."""
    plain = _plain(words)
    if _BUT_NO.match(plain) or _NO.match(plain):
        return False
    return True if _YES.match(plain) else None


def _plain(words: str) -> str:
    letters = unicodedata.normalize("NFKD", words[:200].casefold())
    kept = (
        sign if sign.isalnum() else "" if sign in "'’‘`" else " "
        for sign in letters
        if not unicodedata.combining(sign)
    )
    return " ".join("".join(kept).split())
