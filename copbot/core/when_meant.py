"""Which of the ways through a line is meant: the one that explains most of it, or several that explain as much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from copbot.core.when_dues import Wanted
from copbot.core.when_duration import LONGEST, SHORTEST
from copbot.core.when_meets import MeetingAsked, MeetingPhrase, MeetingReading, MeetingRefused, Meets
from copbot.core.when_places import place_of
from copbot.core.when_plan import Plan, Plans, plans
from copbot.core.when_walk import LABELS, Budget, Token, Walker, Way, walker

MAX_READINGS: Final = 5
"""No question has more answers."""

DAYS: Final = ("weekday", "near", "date", "day", "within", "every", "moment")


@dataclass(frozen=True, slots=True)
class Meant:
    """The ways that are meant, each with what it means, and where they begin."""

    tokens: Sequence[Token]
    at: int
    means: tuple[tuple[Way, Walker, Plans], ...]

    @property
    def timed(self) -> bool:
        return any(plans_.trouble != "no-clock" and way.clock for way, _, plans_ in self.means)

    @property
    def clear(self) -> bool:
        return any(plans_.found for _, _, plans_ in self.means)

    def has(self, *sorts: str) -> bool:
        """Whether its time has a piece of such a sort."""
        return any(piece.sort in sorts for way, _, _ in self.means for piece in way.pieces)

    @property
    def titles(self) -> int:
        return min(len(way.titles) for way, _, _ in self.means)

    @property
    def named(self) -> int:
        """How many words are of its title and not in front."""
        return min(sum(end - begin for begin, end in way.titles) for way, _, _ in self.means)

    @property
    def name_taken(self) -> bool:
        """Whether a word with a capital was taken for a slip: "Frida" may be somebody."""
        return any(
            token.text[:1].isupper() and n in walked.mended
            for _, walked, _ in self.means
            for n, token in enumerate(self.tokens)
            if n and n >= self.at
        )

    def readings(self, title: str | None = None) -> list[tuple[MeetingPhrase, bool]]:
        """All that it can mean, each with whether it has been."""
        found: dict[MeetingPhrase, bool] = {}
        for way, walked, meant in self.means:
            but = phrase_of(
                self.tokens, replace(way, pieces=tuple(p for p in way.pieces if p.sort == "except")), walked
            )
            for plan in meant.found:
                length = _length(way, plan)
                if isinstance(length, timedelta | None):
                    named = _title(self.tokens, self.at, way) if title is None else title
                    place = _place(self.tokens, way, loose=title is not None)
                    found[
                        MeetingPhrase(named, Meets(plan.first, plan.rule, plan.without, but), length, place)
                    ] = plan.passed
        return sorted(found.items(), key=_order)

    def reading(self, title: str | None = None) -> MeetingReading:
        """What it comes to, with its own title or another."""
        way, at, meant = self.means[0]
        phrase = phrase_of(self.tokens, way, at)
        named = _title(self.tokens, self.at, way) if title is None else title
        rest = " ".join(token.text for token in self.tokens[self.at :])
        place = _place(self.tokens, way, loose=title is not None)
        length = way.length[0] if way.length is not None and _sound(way.length[0]) else None
        readings = self.readings(title)
        refused = MeetingRefused("vague", phrase, named, length, place, rest=rest)
        if not readings:
            return replace(refused, why="length" if meant.found else meant.trouble or "vague")
        only = readings[0][0] if len(readings) == 1 else None
        if not named and title is None:
            return replace(refused, why="no-title", next=only)
        if all(passed for _, passed in readings) and readings[0][0].when.rule is None:
            return replace(refused, why="past", next=readings[0][0])
        if only is not None:
            return only
        return (
            MeetingAsked(tuple(one for one, _ in readings), phrase)
            if len(readings) <= MAX_READINGS
            else refused
        )


@dataclass(frozen=True, slots=True)
class Look:
    """Looks for meetings, seen from when and where."""

    wanted: Wanted
    languages: tuple[str, ...]
    country: str
    budget: Budget = field(default_factory=Budget)
    _walkers: dict[tuple[int, str, bool], tuple[Sequence[Token], Walker | None]] = field(default_factory=dict)

    @property
    def exhausted(self) -> bool:
        """Whether a line was too much to try all that it can mean."""
        return self.budget.steps < 0

    def as_written(self, tokens: Sequence[Token]) -> Meant | None:
        """As `best`, without putting slips right."""
        return self._best(tokens, 0, alone=False, mend=False)

    def best(self, tokens: Sequence[Token], titles: int = 0, *, alone: bool = False) -> Meant | None:
        """The ways that explain most of the line: those that begin first, with a clock time before those without.

        With ``titles``, so many ranges of words are its title, the first of one not in front; ``alone``: none is. Slips
        are put right where nothing is read without, or where a day is missing.
        """
        straight = self._best(tokens, titles, alone=alone, mend=False)
        if straight is not None and straight.timed and (alone or straight.has(*DAYS)):
            return straight
        right = self._best(tokens, titles, alone=alone, mend=True)
        return right if right is not None and right.clear and _better(right, straight) else straight

    def several(self, tokens: Sequence[Token], found: Meant) -> int | None:
        """Where the first of several times begins: "dinsdag en donderdag 20:00" is no single meeting."""
        if found.at < 2 or tokens[found.at - 1].text.lower() not in {"en", "and", "of", "or", "&", "+", "/"}:
            return None
        begin = end = found.at - 1
        for name in self.languages:
            walked = self._walker(tokens, name, mend=False)
            assert walked is not None
            for at in range(end - 1, max(end - 6, -1), -1):
                ends = {
                    piece.end for piece in walked.pieces(walked.starts[at]) if piece.sort in {*DAYS, "clock"}
                }
                if walked.starts[begin] in ends:
                    begin = at
        return begin if begin < end else None

    def more_in(self, tokens: Sequence[Token], sorts: frozenset[str]) -> bool:
        """Whether pieces of such sorts are among the words."""
        walkers = (self._walker(tokens, name, mend=False) for name in self.languages)
        return any(
            piece.sort in sorts
            for found in walkers
            if found is not None and sorts
            for at in {*found.starts[:-1]}
            for piece in found.pieces(at)
        )

    def _best(self, tokens: Sequence[Token], titles: int, *, alone: bool, mend: bool) -> Meant | None:
        best: Meant | None = None
        for name in self.languages:
            found = self._walker(tokens, name, mend=mend)
            if found is None:
                continue
            for at in [0] if alone or titles else range(len(tokens)):
                if best is not None and best.timed and at > best.at:
                    break
                best = _joined(best, self._from(tokens, at, titles, found))
        return best

    def _walker(self, tokens: Sequence[Token], name: str, *, mend: bool) -> Walker | None:
        key = (id(tokens), name, mend)
        if key not in self._walkers:  # the tokens are kept with it, so that their id stays theirs
            made = walker(tokens, name, self.languages, self.wanted.now, self.budget, mend=mend)
            self._walkers[key] = (tokens, made)
        return self._walkers[key][1]

    def _from(self, tokens: Sequence[Token], at: int, titles: int, found: Walker) -> Meant | None:
        ranked: dict[tuple[object, ...], list[tuple[Way, Walker, Plans]]] = {}
        if not tokens or (at and not found.pieces(found.starts[at]) and not found.named(at)):
            return None
        for way in found.from_token(at, titles):
            if not way.pieces or len(way.titles) != titles or (titles == 1 and way.titles[0][0] == 0):
                continue
            meant = plans(way.pieces, self.wanted, found.language.words, self.country)
            if meant is not None:
                timed = way.clock and meant.trouble != "no-clock"
                named = sum(end - begin for begin, end in way.titles)
                rank = (
                    not timed,
                    not meant.found,
                    meant.trouble == "vague",
                    named,
                    _cut(way),
                    _begun(way),
                    _reach(way),
                    way.bare,
                )
                ranked.setdefault(rank, []).append((way, found, meant))
        return Meant(tokens, at, tuple(ranked[min(ranked)])) if ranked else None


def _cut(way: Way) -> bool:
    """Whether "t/m 5 januari" is taken apart from the "behalve 22 december" before it."""
    pairs = zip(way.pieces, way.pieces[1:], strict=False)
    return any(one.sort == "except" and other.sort in {"until", "through"} for one, other in pairs)


def _begun(way: Way) -> bool:
    """Whether a day begins its repeat, which may be no more than the day of each: "every month on the 15th"."""
    ends = next((n for n, piece in enumerate(way.pieces) if piece.sort in {"from", "until"}), len(way.pieces))
    sorts = {piece.sort for piece in way.pieces[:ends]}
    return "every" in sorts and bool(sorts & {"weekday", "near", "date", "day", "within", "moment"})


def _reach(way: Way) -> int:
    return 0 if way.place is None else way.place[1] - way.place[0]


def _joined(one: Meant | None, other: Meant | None) -> Meant | None:
    """The better of two; both where they are as good, as in two languages."""
    if one is None or other is None:
        return one or other
    first, second = (_rank(found) for found in (one, other))
    if first != second:
        return min((one, other), key=_rank)
    return replace(one, means=(*one.means, *other.means))


def _rank(found: Meant) -> tuple[bool, int, bool]:
    return (not found.timed, found.at + found.named, not found.clear)


def _better(right: Meant, straight: Meant | None) -> bool:
    return straight is None or _rank(right) < _rank(straight)


# -- what a way says

EDGE: Final = " \t\n,;:–—-|/·•"
_DANGLING: Final = frozenset({"op", "om", "on", "at", "is", "van", "vanaf", "from"})


def words_in(tokens: Sequence[Token], ranges: Iterable[tuple[int, int]]) -> str:
    """The words as written, without signs at their ends and a bracket that has lost its other half."""
    words = " ".join(token.text for begin, end in ranges for token in tokens[begin:end]).strip(EDGE)
    if words.count("(") > words.count(")"):
        words = words.removeprefix("(").removesuffix("(")
    elif words.count(")") > words.count("("):
        words = words.removeprefix(")").removesuffix(")")
    return words.strip(EDGE)


def _title(tokens: Sequence[Token], at: int, way: Way) -> str:
    if at > 1 and tokens[at - 1].text.lower() in LABELS:
        at -= 1
    title = words_in(tokens, [(0, at), *way.titles])
    head, _, last = title.rpartition(" ")
    if head and last.lower() in _DANGLING and not way.titles:
        title = head.strip(EDGE)
    return title


def _place(tokens: Sequence[Token], way: Way, *, loose: bool) -> str | None:
    if way.place is None:
        return words_in(tokens, way.titles) or None if loose else None
    begin, end = way.place
    return place_of([token.text for token in tokens[begin:end]])


def phrase_of(tokens: Sequence[Token], way: Way, walked: Walker) -> str:
    """The words that tell the time, as written."""
    named = [n for n in range(len(tokens)) if any(
        piece.start < walked.starts[n + 1] and piece.end > walked.starts[n] for piece in way.pieces
    )]  # fmt: skip
    return " ".join(tokens[n].text for n in named).strip(EDGE)


def _length(way: Way, plan: Plan) -> timedelta | Literal["length"] | None:
    """How long it lasts; "length" where that can't be, or is said twice and differs."""
    if way.length is None:
        said: timedelta | None = None
    elif way.length[0] is None or not _sound(way.length[0]):
        return "length"
    else:
        said = way.length[0]
    if plan.length is None or said is None:
        length = plan.length or said
        return length if length is None or _sound(length) else "length"
    return said if said == plan.length else "length"


def _sound(length: timedelta | None) -> bool:
    return length is not None and SHORTEST <= length <= LONGEST


def _order(item: tuple[MeetingPhrase, bool]) -> tuple[datetime, str]:
    return (item[0].when.first.astimezone(UTC), item[0].when.rule or "")
