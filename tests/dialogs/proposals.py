"""What the conversations about proposals have in common: how they get to a round, in either language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.dialogs.stage import Heard, Stage

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
VERB = {"nl": "!voorstel", "en": "!proposal"}
NEXT = {"nl": "!volgende", "en": "!next"}


async def to_consent(
    s: Stage, who: str = "Ahmed", words: str = "We eten samen soep", language: str = "nl"
) -> Heard:
    """A proposal over days, whose first rounds nobody minded to leave out; returns the message of the consent round."""
    (opened,) = await s.says(who, f"{VERB[language]} {words}")
    number = opened.data["proposal"]
    await s.says(who, f"{NEXT[language]} {number}")
    await s.waits(hours=24, minutes=1)
    await s.says(who, f"{NEXT[language]} {number}")
    said = await s.waits(hours=24, minutes=1)
    (asked,) = [heard for heard in said if heard.kind == "proposal.round"]
    assert asked.data["round"] == "consent"
    return asked


async def live(s: Stage, who: str = "Ahmed", words: str = "We eten samen soep") -> Heard:
    """A live proposal in its consent round."""
    await s.says(who, f"!voorstel nu {words}")
    *_, asked = await s.waits(minutes=15, seconds=5)
    assert asked.data["round"] == "consent"
    return asked


def local(at: datetime) -> datetime:
    """The same moment on the wall in Amsterdam."""
    return at.astimezone(AMSTERDAM)
