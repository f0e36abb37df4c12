"""``say``: copbot says something, and goes on at once."""

from __future__ import annotations

from copbot.phases.kind import Kind
from copbot.rituals.form import Form
from copbot.rituals.script import Shape

KIND = Kind(Form("say", Shape.SAID, "copbot says something, and goes on at once"))
