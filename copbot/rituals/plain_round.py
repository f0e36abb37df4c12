"""The round without a script of its own: what ran before rituals had scripts, and still runs as it began."""

from __future__ import annotations

from copbot.rituals.script import Mode, Script, ScriptPhase, Shape

_TITLE = {"nl": "Rondje", "en": "Round"}
_TOPIC = {"nl": "{topic}", "en": "{topic}"}

ROUND = Script(
    name="round",
    called={"nl": ("ronde",), "en": ("round",)},
    title=_TITLE,
    about=_TITLE,
    phases=(ScriptPhase("round", "round", Shape.TURNS, _TITLE, _TOPIC),),
    modes=(Mode.LIVE,),
    least=1,
)
