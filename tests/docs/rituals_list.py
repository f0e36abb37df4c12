"""The list of rituals for members, made from the scripts: ``python -m tests.docs.rituals_list`` writes it anew."""

from __future__ import annotations

from pathlib import Path

from copbot.rituals.script import Mode, Script, Situation
from tests.rituals.shipped import ROWS, script

DOCS = Path(__file__).parents[2] / "docs" / "members"
MEMBERS = 6
"""So many people the list counts with."""
COMMAND = {"nl": "!werkvorm", "en": "!ritual"}

SITUATIONS: dict[Situation, dict[str, str]] = {
    Situation.STUCK: {"nl": "We zitten vast", "en": "We are stuck"},
    Situation.RULES: {"nl": "Een regel of wet zit in de weg", "en": "A rule or law is in the way"},
    Situation.CHOOSE: {"nl": "We moeten kiezen", "en": "We have to choose"},
    Situation.ADVICE: {"nl": "Iemand heeft raad nodig", "en": "Somebody needs advice"},
    Situation.EXPLORE: {
        "nl": "We willen iets beter begrijpen",
        "en": "We want to understand something better",
    },
    Situation.IDEAS: {"nl": "We zoeken ideeën", "en": "We look for ideas"},
    Situation.STRENGTH: {"nl": "We willen zien wat al lukt", "en": "We want to see what works already"},
    Situation.PRACTISE: {"nl": "We willen een gesprek oefenen", "en": "We want to practise a conversation"},
    Situation.INVITE: {"nl": "We willen iemand erbij vragen", "en": "We want to ask somebody to join"},
    Situation.CONFLICT: {"nl": "Het botst tussen mensen", "en": "People do not get on"},
    Situation.BEGIN: {"nl": "We beginnen of sluiten af", "en": "We begin, or we end"},
}
HEAD = {
    "nl": """# Welke vorm past bij ons?

Copbot kent deze manieren om samen te praten. Zoek wat er bij jullie speelt. Schrijf dan in de groep wat in de laatste
kolom staat; copbot vraagt de rest. Overslaan mag altijd, bij alles. De tijd geldt voor {members} mensen die tegelijk in
de chat zijn; "over dagen" betekent dat iedereen antwoordt wanneer het uitkomt.
""",
    "en": """# Which ritual suits us?

Copbot knows these ways to talk together. Look for what is the matter with you. Then write in the room what stands in the
last column; copbot asks the rest. You may always pass, in all of them. The time is that of {members} people who are in the
chat together; "over days" means that everybody answers when it suits them.
""",
}
COLUMNS = {
    "nl": "| wat | waarvoor | tegelijk | over dagen | zo begin je |",
    "en": "| what | what for | together | over days | how to begin |",
}
MINUTES = {"nl": "{count} minuten", "en": "{count} minutes"}
HOURS = {"nl": "{count} uur", "en": "{count} hours"}
DAYS = {"nl": ("1 dag", "{count} dagen"), "en": ("1 day", "{count} days")}


def page(language: str) -> str:
    """The whole page."""
    lines = [HEAD[language].format(members=MEMBERS)]
    for situation, words in SITUATIONS.items():
        lines += [f"## {words[language]}", COLUMNS[language], "|---|---|---|---|---|"]
        found = [script(row.name) for row in ROWS if situation in script(row.name).situations]
        lines += [_row(one, language) for one in found]
        lines.append("")
    return "\n".join(lines)


def _row(one: Script, language: str) -> str:
    cells = (
        one.title[language],
        one.about[language],
        _live(one, language),
        _days(one, language),
        f"`{COMMAND[language]} {one.called[language][0]}`",
    )
    return f"| {' | '.join(cells)} |"


def _live(one: Script, language: str) -> str:
    if Mode.LIVE not in one.modes:
        return "–"
    minutes = 0.0
    for phase in (one.phases[place] for place in one.usual):
        people = {"owner": 1, "others": MEMBERS - 1}.get(phase.who, MEMBERS)
        minutes += phase.lasts(Mode.LIVE, people) or 0
    if minutes > 180:
        return HOURS[language].format(count=round(minutes / 60))
    return MINUTES[language].format(count=round(minutes))


def _days(one: Script, language: str) -> str:
    if Mode.DAYS not in one.modes:
        return "–"
    days = round(sum(one.phases[place].days or 0 for place in one.usual))
    single, several = DAYS[language]
    return single if days == 1 else several.format(count=days)


def path(language: str) -> Path:
    return DOCS / f"rituals-list.{language}.md"


if __name__ == "__main__":
    for each in COLUMNS:
        path(each).write_text(page(each), encoding="utf-8")
