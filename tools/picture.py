"""Makes the picture of the README from what the demo shows on a terminal.

    script -qec ".venv/bin/copbot demo --once" /dev/null < /dev/null | .venv/bin/python tools/picture.py "Kan niet"

Reads the coloured text, takes it from the scene with the heading given, and writes ``docs/demo.svg``.
"""

import io
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

WIDTH = 96
LINES = 48
# rich's own template without its fonts, which it would fetch from elsewhere
TEMPLATE = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" xml:space="preserve">
<title>A meeting with copbot</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, monospace; font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def excerpt(shown: str, heading: str) -> list[str]:
    """The lines from the scene with this heading on, as many as make a picture."""
    lines = shown.replace("\r", "").split("\n")
    begin = next(number for number, line in enumerate(lines) if Text.from_ansi(line).plain == f"── {heading}")
    return lines[begin : begin + LINES]


def main(heading: str) -> None:
    """Read the demo on standard input, write the picture."""
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    for line in excerpt(sys.stdin.read(), heading):
        console.print(Text.from_ansi(line))
    svg = console.export_svg(title="copbot", theme=MONOKAI, code_format=TEMPLATE, unique_id="copbot")
    target = Path(__file__).parents[1] / "docs" / "demo.svg"
    target.write_text(re.sub(r"[ \t]+\n", "\n", svg), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
