"""Which of the ways through a line is meant: the one that explains most of it, or several that explain as much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from copbot.core.when_dues import Wanted
from copbot.core.when_meets import MeetingAsked, MeetingPhrase, MeetingReading, MeetingRefused, Meets
from copbot.core.when_plan import Plans
from copbot.core.when_planning import plans
from copbot.core.when_said import in_order, length_of, phrase_of, place_said, sound, title_of
from copbot.core.when_walk import Budget, Token, Walker, Way, walker

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
                length = length_of(way, plan)
                if isinstance(length, timedelta | None):
                    named = title_of(self.tokens, self.at, way) if title is None else title
                    place = place_said(self.tokens, way, loose=title is not None)
                    found[
                        MeetingPhrase(named, Meets(plan.first, plan.rule, plan.without, but), length, place)
                    ] = plan.passed
        return sorted(found.items(), key=in_order)

    def reading(self, title: str | None = None) -> MeetingReading:
        """What it comes to, with its own title or another."""
        way, at, meant = self.means[0]
        phrase = phrase_of(self.tokens, way, at)
        named = title_of(self.tokens, self.at, way) if title is None else title
        rest = " ".join(token.text for token in self.tokens[self.at :])
        place = place_said(self.tokens, way, loose=title is not None)
        length = way.length[0] if way.length is not None and sound(way.length[0]) else None
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
        whole = straight is not None and straight.timed and (alone or straight.has(*DAYS))
        if straight is not None and whole and not self._slip_before(tokens, straight.at):
            return straight
        right = self._best(tokens, titles, alone=alone, mend=True)
        return right if right is not None and right.clear and _better(right, straight) else straight

    def several(self, tokens: Sequence[Token], found: Meant) -> int | None:
        """Where a time begins that is more than one meeting can have: "dinsdag en donderdag 20:00", "5 keer maandag"."""
        if found.at and not found.has("every"):
            for name in self.languages:
                walked = self._walker(tokens, name, mend=False)
                assert walked is not None
                for at in range(max(found.at - 5, 0), found.at):
                    here = walked.pieces(walked.starts[at])
                    if any(p.sort in _OFTEN and p.end == walked.starts[found.at] for p in here):
                        return at  # "5 keer op maandag 20:00"
        if found.at < 2:
            return None
        before = tokens[found.at - 1].text
        if before.lower() not in _TYING:
            return self._right_before(tokens, found.at, _ALL if before[-1] in ",;" else _WHOLE_DAYS)
        begin = end = found.at - 1
        for name in self.languages:
            walked = self._walker(tokens, name, mend=False)
            assert walked is not None
            for at in range(end - 1, max(end - 6, -1), -1):
                ends = {
                    piece.end for piece in walked.pieces(walked.starts[at]) if piece.sort in {*DAYS, "clock"}
                }
                bare = at == begin - 1 and tokens[at].text.isdigit() and begin == end  # "4 tot 6 december"
                if walked.starts[begin] in ends or bare:
                    begin = at
        return begin if begin < end else None

    def _slip_before(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the word before a time is a slip, and of a time when it is put right: "zaterdg 2 jan"."""
        walkers = (self._walker(tokens, name, mend=True) for name in self.languages) if at else ()
        return any(
            found is not None and at - 1 in found.mended and bool(found.pieces(found.starts[at - 1]))
            for found in walkers
        )

    def _right_before(self, tokens: Sequence[Token], end: int, sorts: frozenset[str]) -> int | None:
        """Where pieces of another time begin that end right before one: "dinsdag 19:30, woensdag 20:00", "zaterdg 3 jan"."""
        begin = end
        for name in self.languages:
            for mend in (False, True):
                walked = self._walker(tokens, name, mend=mend)
                if walked is None:
                    continue
                for at in range(end - 1, max(end - 6, 0), -1):
                    slip = mend and at in walked.mended
                    here = walked.pieces(walked.starts[at]) if not mend or slip else []
                    if any(p.end == walked.starts[begin] and p.sort in sorts for p in here):
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


_WHOLE_DAYS: Final = frozenset({"weekday", "date", "day", "within"})
_ALL: Final = _WHOLE_DAYS | {"near", "clock", "moment"}
_OFTEN: Final = frozenset({"every", "count", "times"})
_TYING: Final = frozenset({
    "en", "and", "of", "or", "&", "+", "/", "tot", "t/m", "until", "till", "to", "through", "-", "–", "—",
})  # fmt: skip


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
