"""``open``: people talk freely, by turns of their own, until the time is over or who leads goes on."""

from __future__ import annotations

from copbot.phases.kind import Kind
from copbot.rituals.form import Form
from copbot.rituals.script import Shape

KIND = Kind(Form("open", Shape.TALKING, "people talk freely, until the time is over or who leads goes on"))
