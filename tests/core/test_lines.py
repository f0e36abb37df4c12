"""Every key is found on the line on which it stands, however it was written."""

import tomllib
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from copbot.core.lines import lines

SOURCE = '''# [not.a.table]
top = 1
"quoted key" = "a = 1 # no comment"
dotted.inner."last.part" = 2

[table]
many = [
  "one",  # with ] a bracket
  { deep = 1, deeper.still = [1,
     2] },
]
text = """
[nothing]
key = "\\""""
literal = \'\'\'
[nothing]
\'\'\'
when = 2026-01-01T10:00:00Z
[ table . sub ]
a = -1.5e3
[[row]]
x = 1
[[row]]
x = 2
[row.part]
y = 3
'''


def test_keys_of_every_form_are_found_on_their_line() -> None:
    found = lines(SOURCE)
    expected = {
        ("top",): 2,
        ("quoted key",): 3,
        ("dotted", "inner", "last.part"): 4,
        ("table",): 6,
        ("table", "many"): 7,
        ("table", "many", 0): 8,
        ("table", "many", 1): 9,
        ("table", "many", 1, "deep"): 9,
        ("table", "many", 1, "deeper", "still"): 9,
        ("table", "many", 1, "deeper", "still", 1): 10,
        ("table", "text"): 12,
        ("table", "literal"): 15,
        ("table", "when"): 18,
        ("table", "sub"): 19,
        ("table", "sub", "a"): 20,
        ("row", 0, "x"): 22,
        ("row", 1, "x"): 24,
        ("row", 1, "part", "y"): 26,
    }
    assert {path: found.get(path) for path in expected} == expected


def test_line_ends_of_windows_count_as_one() -> None:
    assert lines("a = 1\r\nb = 2\r\n") == {("a",): 1, ("b",): 2}


def paths(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items: Any = ()
    if isinstance(data, dict):
        items = data.items()
    elif isinstance(data, list):
        items = enumerate(data)
    for key, value in items:
        yield (*path, key)
        yield from paths(value, (*path, key))


def test_no_key_of_the_real_reader_is_missed() -> None:
    assert set(paths(tomllib.loads(SOURCE))) <= set(lines(SOURCE))


@given(st.lists(st.text(alphabet="ab\"\\'#[]{}=,.\n ", max_size=12), max_size=6))
def test_no_text_throws_it_off_course(texts: list[str]) -> None:
    quoted = [
        '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"' for text in texts
    ]
    source = "".join(f"k{n} = [{text}, {{ v = {text} }}]\n" for n, text in enumerate(quoted))
    found = lines(source)
    assert [found["k" + str(n), 1, "v"] for n in range(len(texts))] == list(range(1, len(texts) + 1))
    assert set(paths(tomllib.loads(source))) == set(found)
