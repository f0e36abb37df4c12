"""Draws docs/rituals-pictures.md again, from the scripts that copbot brings."""

from pathlib import Path

from copbot.phases.registry import forms
from copbot.rituals.pictures import page
from copbot.shelf import shelf

PAGE = Path(__file__).parents[1] / "docs" / "rituals-pictures.md"


def main() -> None:
    """Writes the page. Raises ShippedBroken."""
    PAGE.write_text(page(shelf(None, ()).sound().scripts, forms()), encoding="utf-8")


if __name__ == "__main__":
    main()
