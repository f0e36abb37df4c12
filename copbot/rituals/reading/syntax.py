"""A file that is no TOML: what its author most likely meant on the line where it stops, told as a remedy.

The reader of the standard library says what it expected, in its own terms. Who writes a ritual needs to know what to change.
"""

from __future__ import annotations

import re

from copbot.rituals.reading.faults import Fault, quoted
from copbot.rituals.sentence import say

_WHERE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
_PAIR = re.compile(r"\s*[\w.-]+\s*=\s*(.*?)\s*")
_SINGLE = re.compile(r"\s*\[\s*(?:phase|card)\s*\]\s*(?:#.*)?")
_UNIT = re.compile(r"(\d+(?:\.\d+)?)\s*[^\W\d][^\W\d.]*\.?")
_SEVERAL = re.compile(r'"[^"]*"(?:\s*,\s*"[^"]*")+')
_CURLY = "“”„‟«»‘’"
_RULE = 'a line is: key = "text between quotes"; a phase begins with [[phase]]'


def fault(error: ValueError, text: str) -> Fault:
    """The fault in a text that is no TOML, with what to write instead."""
    words = str(error)
    found = _WHERE.search(words)
    lines = text.split("\n")
    number = int(found[1]) if found and found[1] else len(lines) if found else 1
    column = int(found[2]) if found and found[2] else 1
    reason = words[: found.start()] if found else words
    if _twice(reason) and "[[" in lines[number - 1]:  # the first of them has too few brackets, not this one
        number = next((n for n, line in enumerate(lines, 1) if _SINGLE.fullmatch(line)), number)
        reason, column = "", 1
    return Fault(number, "", _remedy(reason, lines[number - 1] if number <= len(lines) else "", column))


def _twice(reason: str) -> bool:
    return any(word in reason for word in ("twice", "overwrite", "existing"))


def _remedy(reason: str, line: str, column: int) -> str:
    pair = _PAIR.fullmatch(line.partition("#")[0] if '"' not in line else line)
    value = pair[1] if pair else ""
    if _twice(reason):
        return "this stands here twice; each key once, and a phase begins with [[phase]], two brackets on each side"
    if "Unclosed array" in reason:
        return "a list begins above this line and does not end; put a ] at its end"
    if line[column - 1 : column] in tuple(_CURLY) or value[:1] in tuple(_CURLY):
        return say(
            'these quotes are curly ({sign}); use the straight one: "',
            sign=line[column - 1 : column] or value[:1],
        )
    if "Illegal character" in reason and column > len(line):
        return 'a text begins on this line and does not end; put a quote (") at its end'
    if "\\" in reason or ("\\" in line and "hex" in reason):
        return "a backslash (\\) can't stand in a text by itself; leave it out, or write two"
    if re.fullmatch(r"\s*[\w.-]+\s*:.*", line):
        return say(
            "write = in place of the colon: {line}",
            line=quoted(re.sub(":", " =", line, count=1).strip())[1:-1],
        )
    if number := _UNIT.fullmatch(value):
        return say("only the number stands here: {number}", number=number[1])
    if _SEVERAL.fullmatch(value):
        return say("several stand between square brackets: [{value}]", value=value)
    if line.lstrip().startswith(("//", "--", "/*", "<!--", ";", "%")):
        return "a remark begins with #"
    if line.lstrip().startswith("```"):
        return "this line is of the page from which it was copied; leave it out, and the other one like it"
    if any(sign not in " \t" and (sign.isspace() or not sign.isprintable()) for sign in line):
        return "a sign that nobody sees stands on this line, as comes along with copying; type the line anew"
    if re.search(r",\s*,", value) and line[column - 1 : column] == ",":
        return "a comma too many stands here; between two things in a list there is one"
    if re.fullmatch(r"\d+,\d+", value):
        return say("a number has a point and no comma: {number}", number=value.replace(",", "."))
    if line[column - 1 :].strip() in (",", ";", ".") and "Expected newline" in reason:
        return say(
            "nothing stands at the end of a line; leave out the last {sign}",
            sign=line[column - 1 :].strip(),
        )
    if value.startswith("'") and (line.count("'") > 2 or "Illegal character" in reason):
        return 'a text with a \' in it stands between double quotes: "…"'
    if line.count('"') > 2 and "Expected newline" in reason and not value.startswith(("{", "[")):
        return 'a quote (") within the text ends it; write \' in its place, or \\" for a double one'
    if re.fullmatch(r"[^\W\d][\w -]*", value):
        return say('words stand between quotes: "{value}"', value=value)
    if re.fullmatch(r"\s*\[?\[?\s*(phase|card)\s*\]?\]?.*", line):
        return "a phase begins with [[phase]] and a card with [[card]], alone on the line, two brackets on each side"
    if "{" in line and "}" not in line:
        return "what stands between { and } must stand on one line; or write it as: title.nl = …"
    if "Expected '='" in reason:
        return say("this line is neither a key nor a remark; a remark begins with #, and {rule}", rule=_RULE)
    rest = line[column - 1 :].strip()
    where = say("from {rest} on", rest=quoted(rest)) if rest else "to its end"
    return say("this line can't be read {where}; {rule}", where=where, rule=_RULE)
