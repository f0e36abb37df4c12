"""TOML to settings: everything that is wrong at once, each with its key, its line and how to mend it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from copbot.config.secret_files import UnsafeSecret, read_secret
from copbot.config.sections import Config, Section
from copbot.config.values import resolved
from copbot.core.lines import lines


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in the file. ``line`` counts from 1; None where the key is not in the file at all."""

    key: str
    line: int | None
    sentence: str

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.key} {self.sentence}"


class ConfigError(Exception):
    """The file cannot be used; the message lists all `problems`."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(f"{name}, {problem}" for problem in problems))
        self.problems = problems


def load(path: Path) -> Config:
    """The settings in the file. Raises `ConfigError`, also when a secret file in it is not safe."""
    try:
        source = path.read_bytes().decode()
    except FileNotFoundError:
        start = "copy config.example.toml to begin with"
        raise ConfigError(str(path), (Problem("the file", None, f"does not exist; {start}"),)) from None
    except IsADirectoryError:
        inside = f"is a folder; name the file in it, as in {path / 'config.toml'}"
        raise ConfigError(str(path), (Problem("the file", None, inside),)) from None
    except OSError as error:
        why = f"cannot be read ({error.strerror}); let the user that runs copbot read it"
        raise ConfigError(str(path), (Problem("the file", None, why),)) from None
    except UnicodeDecodeError:
        again = "is not text in UTF-8; save it again as UTF-8"
        raise ConfigError(str(path), (Problem("the file", None, again),)) from None
    return parse(source, path.absolute().parent, str(path))


def parse(source: str, base: Path, name: str = "config.toml") -> Config:
    """As `load`, from text; relative paths in it start at `base`, and errors speak of `name`."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(name, (_not_toml(error),)) from None
    where = lines(source)
    problems: list[Problem] = []
    config: Config | None = None
    try:
        config = Config.model_validate(data, context={"base": base})
    except ValidationError as error:
        problems += [_problem(dict(found), where) for found in error.errors(include_url=False)]
    problems += _secrets(data, where, base)
    if problems or config is None:
        raise ConfigError(
            name, tuple(sorted(problems, key=lambda found: (found.line is None, found.line or 0)))
        )
    return config


def _not_toml(error: tomllib.TOMLDecodeError) -> Problem:
    words = str(error)
    found = re.search(r"\(at line (\d+), column (\d+)\)", words)
    reason = words[: found.start()].strip() if found else words
    where = f" at column {found[2]}" if found else ""
    return Problem(
        "this", int(found[1]) if found else None, f"is not TOML{where} ({reason}); texts need quotes"
    )


def _problem(found: Mapping[str, Any], where: Mapping[tuple[str | int, ...], int]) -> Problem:
    location: tuple[str | int, ...] = found["loc"]
    line = where.get(location) or where.get(location[:-1])
    kind, limits = found["type"], found.get("ctx", {})
    field = _field(location)
    match kind:
        case "extra_forbidden":
            return Problem(_dotted(location), line, f"is no key that copbot knows{_meant(location)}")
        case "missing":
            return _missing(location, line, field)
        case "value_error":
            sentence = str(limits["error"])
        case "literal_error":
            sentence = "must be one of " + ", ".join(json.dumps(word) for word in _choices(field))
        case "model_type":
            sentence = f"must be a section of its own: [{_dotted(location)}]"
        case "string_too_long":
            sentence = f"is longer than {limits['max_length']} characters; make it shorter"
        case "greater_than_equal":
            sentence = f"must be at least {limits['ge']}"
        case "less_than_equal":
            sentence = f"must be at most {limits['le']}"
        case _:
            sentence = _KINDS.get(kind, "cannot be read; see config.example.toml")
    return Problem(_dotted(location), line, sentence)


_KINDS = {
    "bool_type": "must be true or false, without quotes",
    "int_type": "must be a whole number, without quotes",
    "path_type": 'must be a text between quotes, as in "data"',
    "string_type": "must be a text between quotes",
    "tuple_type": 'must be a list, as in ["@anna:example.org"]',
}


def _missing(location: tuple[str | int, ...], line: int | None, field: FieldInfo | None) -> Problem:
    if len(location) == 1:
        return Problem(f"[{location[0]}]", line, "is missing; see config.example.toml for what belongs in it")
    purpose = field.description if field else None
    section, key = _dotted(location[:-1]), location[-1]
    return Problem(
        _dotted(location), line, f"is missing ({purpose}); under [{section}] add: {key} = {_example(field)}"
    )


def _secrets(
    data: Mapping[str, Any], where: Mapping[tuple[str | int, ...], int], base: Path
) -> Iterator[Problem]:
    """Exactly one way in, from a file that is safe. Looked at apart, so that it is told beside other problems."""
    section = data.get("homeserver")
    if not isinstance(section, dict):
        return
    ways = [key for key in ("password_file", "access_token_file") if key in section]
    if not ways:
        line = where.get(("homeserver",))
        yield Problem("homeserver.password_file", line, 'is missing; add: password_file = "secrets/password"')
    elif len(ways) == 2:
        line = where.get(("homeserver", "access_token_file"))
        yield Problem(
            "homeserver.access_token_file", line, "stands beside password_file; keep one of the two"
        )
    elif isinstance(section[ways[0]], str):
        try:
            read_secret(resolved(section[ways[0]], base))
        except UnsafeSecret as error:
            yield Problem(
                f"homeserver.{ways[0]}", where.get(("homeserver", ways[0])), f"does not serve: {error}"
            )
        except ValueError:
            pass  # not a path at all, which the section's own check has told


def _models() -> dict[tuple[str, ...], type[Section]]:
    """Every section by its place in the file."""
    found: dict[tuple[str, ...], type[Section]] = {(): Config}
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        place = waiting.pop()
        for name, field in found[place].model_fields.items():
            kind = field.annotation
            if isinstance(kind, type) and issubclass(kind, Section):
                found[(*place, name)] = kind
                waiting.append((*place, name))
    return found


def _field(location: tuple[str | int, ...]) -> FieldInfo | None:
    names = tuple(part for part in location if isinstance(part, str))
    model = _models().get(names[:-1])
    return model.model_fields.get(names[-1]) if model and names else None


def _meant(location: tuple[str | int, ...]) -> str:
    """What the writer of an unknown key probably meant: another spelling, or the same key elsewhere."""
    key, place = str(location[-1]), tuple(str(part) for part in location[:-1])
    models = _models()
    here = list(models[place].model_fields) if place in models else []
    if near := get_close_matches(key.lower(), here, n=1):
        return f"; did you mean {near[0]}?"
    for other, model in models.items():
        if key in model.model_fields and other != place:
            return (
                f"; it belongs under [{_dotted(other)}]"
                if other
                else f"; it is a section of its own: [{key}]"
            )
    everywhere = {name: other for other, model in models.items() for name in model.model_fields}
    if near := get_close_matches(key.lower(), everywhere, n=1):
        return f"; did you mean {_dotted((*everywhere[near[0]], near[0]))}?"
    return f"; it can hold {', '.join(here)}" if here else ""


def _choices(field: FieldInfo | None) -> tuple[str, ...]:
    return get_args(field.annotation) if field else ()


def _example(field: FieldInfo | None) -> str:
    return json.dumps(field.examples[0], ensure_ascii=False) if field and field.examples else '"…"'


def _dotted(location: tuple[str | int, ...]) -> str:
    words = ""
    for part in location:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if words else part
    return words
