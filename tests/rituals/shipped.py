"""What every ritual that copbot brings along is to be: names, phases in their order, how long each lasts, which rules hold.

Written by hand from what facilitators gave, so that a script that drifts away from it is noticed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from copbot.phases.registry import forms
from copbot.rituals.reading import read
from copbot.rituals.script import Script, Situation

FOLDER = files("copbot.rituals") / "scripts"
S = Situation


@cache
def script(name: str) -> Script:
    """A ritual that is shipped, as its file has it; the test fails where copbot finds a fault in it."""
    result = read((FOLDER / f"{name}.toml").read_bytes(), forms())
    assert [str(fault) for fault in result.faults] == []
    assert result.script is not None
    return result.script


@dataclass(frozen=True)
class Step:
    """A phase: minutes live (of the whole phase, or for ``each``), days, who speaks, who only listens."""

    name: str
    kind: str
    minutes: float | None = None
    days: float | None = None
    each: bool = False
    who: str = "all"
    silent: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class Row:
    """One ritual."""

    name: str
    nl: tuple[str, ...]
    en: tuple[str, ...]
    helps: frozenset[Situation]
    steps: tuple[Step, ...]
    rules: frozenset[str] = frozenset()
    least: int = 2
    most: int | None = None
    modes: tuple[str, ...] = ("live", "days")


def row(
    name: str,
    nl: str,
    en: str,
    helps: set[Situation],
    *steps: Step,
    rules: str = "",
    least: int = 2,
    most: int | None = None,
    modes: tuple[str, ...] = ("live", "days"),
) -> Row:
    return Row(
        name,
        tuple(nl.split()),
        tuple(en.split()),
        frozenset(helps),
        steps,
        frozenset(rules.split()),
        least,
        most,
        modes,
    )


def hat(name: str, *, optional: bool = True) -> Step:
    return Step(name, "round", 1, 1, each=True, optional=optional)


ROWS = (
    row(
        "round",
        "ronde rondje",
        "round",
        {S.BEGIN, S.EXPLORE},
        Step("round", "round", 5, 2, each=True),
        least=1,
    ),
    row("check-in", "inchecken", "check-in", {S.BEGIN}, Step("arrive", "collect", 2, 1, each=True)),
    row(
        "check-out",
        "uitchecken",
        "check-out",
        {S.BEGIN},
        Step("take-along", "collect", 1, 1, each=True),
        Step("figure", "rate", 1, 1, each=True),
    ),
    row(
        "conversation-cafe",
        "gesprekscafe gesprekscafé",
        "conversation-cafe conversation-café",
        {S.EXPLORE},
        Step("first", "round", 1, 2, each=True),
        Step("second", "round", 1, 2, each=True),
        Step("talk", "open", 30, 3),
        Step("takeaways", "round", 1, 2, each=True),
        most=8,
    ),
    row(
        "circle-meeting",
        "kringvergadering",
        "circle-meeting",
        {S.BEGIN, S.CHOOSE},
        Step("check-in", "collect", 10, 1),
        Step("practical", "open", 5, 1),
        Step("agenda", "consent", 5, 1),
        Step("item-1", "item", 20, 2),
        Step("item-2", "item", 20, 2, optional=True),
        Step("item-3", "item", 20, 2, optional=True),
        Step("check-out", "collect", 10, 1),
        Step("agenda-talk", "open", 5, 1),
    ),
    row(
        "consent",
        "consent",
        "consent",
        {S.CHOOSE},
        Step("proposal", "round", 5, 1, who="owner"),
        Step("clarify", "round", 10, 4, who="others"),
        Step("react", "round", 10, 3),
        Step("consent", "consent", 5, 7),
        Step("decision", "open", 5, 2),
        Step("integrate", "open", 15, 3),
        rules="owned",
    ),
    row(
        "socratic",
        "socratisch socratisch-gesprek",
        "socratic socratic-dialogue",
        {S.EXPLORE},
        Step("theme", "say"),
        Step("question", "open", 10, 1),
        Step("examples", "collect", 10, 1),
        Step("choose", "ballot", 5, 1),
        Step("clarify", "open", 10, 1),
        Step("claim", "round", 5, 1, who="owner"),
        Step("grounds", "round", 10, 1, who="owner"),
        Step("claims", "collect", 10, 1),
        Step("inquiry", "open", 25, 1),
        Step("look-back", "collect", 10, 1),
        Step("time-out", "open", 5, 1),
        Step("break", "open", 5, 1),
        Step("nothing", "say"),
        rules="impartial",
        most=8,
    ),
    row(
        "socratic-decision",
        "socratisch-besluit",
        "socratic-decision",
        {S.CHOOSE},
        Step("look-back", "collect", 10, 1),
        Step("clarify", "round", 10, 1, who="others"),
        Step("react", "round", 10, 1),
        Step("consent", "consent", 5, 1),
        Step("decision", "open", 5, 1),
        Step("integrate", "open", 15, 1),
        rules="owned",
    ),
    row(
        "reverse-test",
        "omgekeerde-toets",
        "reverse-test",
        {S.RULES, S.STUCK},
        Step("story", "round", 10, 1, who="owner"),
        Step("effect", "collect", 20, 1),
        Step("values", "collect", 20, 1),
        Step("consequences", "collect", 20, 1),
        Step("law", "collect", 20, 1),
        Step("may", "harvest", 10, 1),
        Step("decide", "harvest", 10, 1),
        Step("not-yet", "say"),
        rules="owned",
    ),
    row(
        "peer-incident",
        "intervisie-incident intervisie consultatie raad-vragen",
        "peer-incident peer-consultation consultation",
        {S.ADVICE},
        Step("look-back", "open", 5, 1),
        Step("cases", "collect", 10, 1),
        Step("choose", "ballot", 5, 1),
        Step("questions", "open", 15, 1),
        Step("analyses", "collect", 10, 1, who="others", silent=("owner",)),
        Step("advice", "round", 10, 1, who="others", silent=("owner",)),
        Step("usable", "round", 10, 1, who="owner"),
        Step("nothing", "say"),
        least=3,
    ),
    row(
        "think-aloud",
        "hardop-meedenken intervisie-roddel",
        "think-aloud",
        {S.ADVICE},
        Step("question", "round", 5, who="owner"),
        Step("questions", "collect", 10, who="others"),
        Step("aloud", "open", 10, who="others", silent=("owner",)),
        Step("reacts", "round", 10, who="owner"),
        Step("look-back", "collect", 5),
        rules="owned forgets consent_first sensitive",
        least=3,
        modes=("live",),
    ),
    row(
        "six-hats",
        "zes-hoeden zes-denkhoeden",
        "six-hats six-thinking-hats",
        {S.CHOOSE, S.EXPLORE},
        hat("blue", optional=False),
        *map(hat, ("white", "yellow", "black", "red", "green")),
        hat("blue-again", optional=False),
    ),
    row(
        "appreciative",
        "waarderend",
        "appreciative",
        {S.STRENGTH},
        Step("interview", "pairs", 16, 2),
        Step("fours", "pairs", 15, 2),
        Step("imagine", "collect", 10, 2),
        Step("design", "harvest", 12, 2),
        Step("steps", "collect", 10, 2),
    ),
    row(
        "yes-and",
        "omdenken",
        "yes-and",
        {S.STUCK},
        Step("heard", "round", 3, 1, each=True, who="owner"),
        Step("fact", "round", 3, 1, each=True, who="owner"),
        Step("suppose", "round", 3, 1, each=True),
        Step("may", "round", 3, 1, each=True),
        Step("support", "round", 3, 1, each=True, who="others"),
        Step("harvest", "harvest", 5, 1),
        Step("offers", "harvest", 5, 1),
        rules="owned",
    ),
    row(
        "simulation",
        "simulatie rollenspel",
        "simulation role-play",
        {S.PRACTISE},
        Step("situation", "open", 5, 1),
        Step("cards", "deal", 5, 1),
        Step("scene", "open", 20, 2),
        Step("out", "round", 3, 1),
        Step("felt", "collect", 4, 1),
        Step("happened", "collect", 4, 1),
        Step("worked", "collect", 4, 1),
        Step("try", "collect", 5, 1),
        Step("harvest", "harvest", 5, 1),
        least=3,
    ),
    row(
        "card-play",
        "spel-kaarten",
        "card-play",
        {S.STRENGTH},
        Step("cards", "deal", 3, 1),
        Step("story", "round", 3, 2, each=True),
        Step("heard", "round", 3, 2, each=True),
        Step("harvest", "harvest", 5, 2),
    ),
    row(
        "chaotic",
        "chaotisch brainstorm",
        "chaotic brainstorm",
        {S.IDEAS, S.STUCK},
        Step("word", "deal", 1, 1),
        Step("alone", "collect", 3, 1),
        Step("pairs", "pairs", 6, 1),
        Step("fours", "pairs", 8, 1),
        Step("all", "collect", 5, 2),
        Step("dots", "ballot", 5, 1),
        Step("harvest", "harvest", 5, 2),
    ),
    row(
        "mediation",
        "bemiddeling",
        "mediation",
        {S.CONFLICT},
        Step("voluntary", "agree", 10, 2),
        Step("not-now", "say"),
        Step("stories", "collect", 120, 7),
        Step("interests", "open", 120, 7),
        Step("options", "open", 120, 7),
        Step("agreement", "open", 120, 7),
        Step("closing", "round", 5, 2, each=True),
        rules="impartial sensitive own_room forgets unreported consent_first",
    ),
    row(
        "invitation",
        "uitnodiging",
        "invitation",
        {S.INVITE},
        Step("whom", "collect", 4, 1, who="parents"),
        Step("why", "collect", 4, 1, who="parents"),
        Step("offer", "collect", 4, 1, who="parents"),
        Step("text", "round", 5, 1, who="owner"),
        Step("second", "agree", 3, 1, who="parents", silent=("owner",)),
        Step("not-yet", "say"),
        Step("send", "say"),
        rules="owned own_room",
    ),
    row(
        "what-helped",
        "wat-hielp",
        "what-helped",
        {S.STRENGTH},
        Step("stuck", "collect", 6, 2),
        Step("moved", "collect", 6, 2),
        Step("supported", "collect", 6, 2),
        Step("tell", "collect", 6, 2),
        Step("page", "harvest", 6, 2),
    ),
)
"""Every row, in the order in which facilitators gave them."""
