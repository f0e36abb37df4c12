"""What is different between two versions of a proposal, word by word, so that nobody has to look for it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

MOST = 3  # changes that are told one by one; of more, both texts say it better
JOINED = 2  # so few words that stayed between two changes are told along with them
LEAST_SHARED = 0.35  # less alike than this is another text


@dataclass(frozen=True, slots=True)
class Change:
    """Words that went, words that came in their place; one of them may be empty. ``after`` is what stands before them."""

    gone: str
    come: str
    after: str = ""


def difference(before: str, after: str) -> tuple[Change, ...] | None:
    """The changes from one text to the other in their order; None where it is rather another text."""
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LEAST_SHARED:
        return None
    spans: list[list[int]] = []
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        if spans and first - spans[-1][1] <= JOINED:
            spans[-1][1], spans[-1][3] = last, end
        else:
            spans.append([first, last, begin, end])
    if len(spans) > MOST:
        return None
    return tuple(
        Change(" ".join(old[first:last]), " ".join(new[begin:end]), " ".join(new[max(0, begin - 3) : begin]))
        for first, last, begin, end in spans
    )
