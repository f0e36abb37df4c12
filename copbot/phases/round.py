"""``round``: a question goes round; each in turn says something, or passes."""

from __future__ import annotations

from copbot.phases.kind import Kind
from copbot.rituals.form import Form
from copbot.rituals.script import Shape

KIND = Kind(Form("round", Shape.TURNS, "a question goes round; each in turn says something, or passes"))
