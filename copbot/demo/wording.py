"""What is said in the demo: by its members, and about them on the screen. One file for each language, by the same names."""

import tomllib
from pathlib import Path

LANGUAGES = ("nl", "en")


class Wording:
    """The words of one language: `wording("lines.hello")`, with values for what stands in braces."""

    def __init__(self, language: str) -> None:
        """`language` is one of `LANGUAGES`."""
        path = Path(__file__).parent / "words" / f"{language}.toml"
        self._words: dict[str, str] = {
            f"{section}.{name}": text
            for section, texts in tomllib.loads(path.read_text(encoding="utf-8")).items()
            for name, text in texts.items()
        }
        self.language = language

    def __call__(self, text: str, /, **values: object) -> str:
        """The text of that name. Raises KeyError for a text or a value that is missing."""
        return self._words[text].format(**values)

    @property
    def names(self) -> frozenset[str]:
        """All names there are."""
        return frozenset(self._words)
