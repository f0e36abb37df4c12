"""Sentences for who writes scripts: in English where the rule stands that they are about, in other languages by a table.

Reading a script is pure and knows no language. So a sentence keeps its form and what was filled in beside its words, and whoever shows
it may say it in another language: by a table from forms to forms, as translators know it from gettext. What is missing there stays English.
"""

from __future__ import annotations

from collections.abc import Mapping

Forms = Mapping[str, str]
"""Forms in another language, by the English ones."""


class Sentence(str):
    """An English sentence that can still be said in another language."""

    __slots__ = ("form", "values")
    form: str
    values: Mapping[str, object]


def say(form: str, /, **values: object) -> Sentence:
    """The sentence of a form, with its values filled in. Raises KeyError for one that is missing."""
    made = Sentence(form.format(**values))
    made.form, made.values = form, values
    return made


def told(words: object, forms: Forms) -> str:
    """A sentence in the language of these forms, with all sentences in it."""
    if not isinstance(words, Sentence):
        plain = str(words)
        return forms.get(plain, plain)
    values = {name: told(value, forms) for name, value in words.values.items()}
    return forms.get(words.form, words.form).format(**values)
