"""Scripts as Mermaid diagrams, drawn from what runs: a box for each phase, an arrow for each way in which it can end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from copbot.rituals.form import Form
from copbot.rituals.script import DONE, SKIPPED, Mode, Script, ScriptPhase, Shape

PAGE = """\
# The rituals, in pictures

Every script that copbot brings, drawn from its file: a box for each step, with what people do in it, how long it lasts live (in
minutes; \\* for each who takes part) and over days (d), and an arrow for each way in which it can end. How scripts are written stands in
[English](rituals.en.md) and in [Dutch](rituals.nl.md). This page is made by `python tools/pictures.py`.
"""


def mermaid(script: Script, forms: Mapping[str, Form], language: str = "en") -> str:
    """A `flowchart`: phases in the order of the file, with what leads where."""
    lines = ["flowchart TD"]
    lines += [
        f'    p{place}["{_label(phase, script, language)}"]' for place, phase in enumerate(script.phases, 1)
    ]
    lines += ['    over(["the end"])', '    start(["begin"]) --> p1']
    for place, phase in enumerate(script.phases):
        arrows: dict[str, list[str]] = {}
        ends = _ends(phase, forms)
        for outcome in ends:
            following = script.after(place, outcome)
            arrows.setdefault("over" if following is None else f"p{following + 1}", []).append(outcome)
        for target, outcomes in arrows.items():
            plain = len(arrows) == 1 or outcomes == [DONE]
            told = "" if plain else f"|{', '.join(outcomes)}|"
            lines.append(f"    p{place + 1} -->{told} {target}")
    return "\n".join(lines) + "\n"


def page(scripts: Iterable[Script], forms: Mapping[str, Form]) -> str:
    """The page of the documentation with every script."""
    parts = [PAGE]
    for script in sorted(scripts, key=lambda script: script.name):
        names = ", ".join(f"`{name}`" for name in dict.fromkeys((*script.called["en"], *script.called["nl"])))
        source = f" Source: {script.source}." if script.source else ""
        parts.append(
            f"## {script.title['en']}\n\n{names}: {_sentence(script.about['en'])}{source}\n\n```mermaid\n{mermaid(script, forms)}```\n"
        )
    return "\n".join(parts)


def _ends(phase: ScriptPhase, forms: Mapping[str, Form]) -> tuple[str, ...]:
    """The outcomes that a phase can have; being skipped only where the script says where that leads."""
    own = (DONE,) if phase.shape is Shape.SAID or phase.kind not in forms else forms[phase.kind].outcomes
    return (*own, SKIPPED) if SKIPPED in phase.then else own


def _label(phase: ScriptPhase, script: Script, language: str) -> str:
    times = []
    if Mode.LIVE in script.modes:
        if phase.minutes is not None:
            times.append(f"{phase.minutes:g} min")
        elif phase.minutes_each is not None:
            times.append(f"{phase.minutes_each:g} min*")
    if Mode.DAYS in script.modes and phase.days is not None:
        times.append(f"{phase.days:g} d")
    who = "" if phase.who == "all" else f", {phase.who}"
    may = [said for said, is_so in (("left out", phase.optional), ("held again", phase.again)) if is_so]
    optional = f" (may be {' or '.join(may)})" if may else ""
    told = f"{phase.kind}{who}{optional}"
    return _quoted(phase.title[language]) + f"<br>{told}" + (f"<br>{' · '.join(times)}" if times else "")


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _quoted(words: str) -> str:
    """Words as they may stand in a box."""
    return words.replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
