"""What people write after `!meeting`: what it is called, when it is, how long it lasts and where, in one line.

The title comes first and may be anything, so the time is looked for from the end: what is left in front is the title.
Nothing is guessed: two meanings are asked back whole, each a meeting that can be tapped, and what is missing is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from copbot.core.when_dues import Wanted
from copbot.core.when_meant import DAYS, MAX_READINGS, Look, Meant
from copbot.core.when_meets import MeetingAsked, MeetingPhrase, MeetingReading, MeetingRefused, Meets, Why
from copbot.core.when_said import EDGE, phrase_of, words_in
from copbot.core.when_walk import Token, quoted_at, tokens_of

__all__ = [
    "MeetingAsked", "MeetingPhrase", "MeetingReading", "MeetingRefused", "Meets", "Why", "completed", "meeting_phrase", "meeting_time",
]  # fmt: skip

MAX_TEXT: Final = 500
"""Characters of a whole line, title and link included; longer ones are refused."""

MAX_TOKENS: Final = 80


_BEGINNING = re.compile(  # "te beginnen op 8 december" is when, and no place
    r"\b(?:(?P<nl>te beginnen|beginnend|startend|ingaande?|met ingang|m\.?i\.?v\.?)|starting|beginning) +(?:(?:op|vanaf|van|per|on|from) +)?"
    r"(?=(?:\w+(?:dag|day) +)?[0-9]{1,2}(?:st|nd|rd|th|e)?[ /-] ?\w)",
    re.IGNORECASE,
)


def meeting_phrase(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en"), country: str = "NL"
) -> MeetingReading:
    """What ``text`` (title, when, perhaps a repeat, how long and where) means, seen from ``now`` (aware) in ``zone``.

    ``country`` is whose public holidays count. Raises ValueError if ``now`` has no time zone, KeyError for a language
    that is not there.
    """
    if '"' not in text:  # in quotes it is the title
        text = _BEGINNING.sub(lambda found: "vanaf " if found["nl"] else "from ", text)
    look, tokens = _look(text, now, zone, languages, country)
    if look is None:
        return MeetingRefused("long")
    reading = _quoted(text.strip(), look) or _titled(text.strip(), tokens, look)
    return MeetingRefused("long") if look.exhausted else reading


def meeting_time(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...] = ("nl", "en"), country: str = "NL"
) -> MeetingReading:
    """As `meeting_phrase` for text that has no title, as when a meeting is moved: the titles are empty."""
    look, tokens = _look(text, now, zone, languages, country)
    found = None if look is None else look.best(tokens, alone=True)
    if look is None or look.exhausted:
        return MeetingRefused("long")
    return MeetingRefused("no-time", text.strip()) if found is None else found.reading("")


def completed(
    refused: MeetingRefused,
    answer: str,
    now: datetime,
    zone: ZoneInfo,
    languages: tuple[str, ...] = ("nl", "en"),
    country: str = "NL",
) -> MeetingReading:
    """The meeting with what was missing: a title, a clock time, or another time altogether. Errors as `meeting_phrase`."""
    if refused.why == "no-title":
        if refused.next is not None:
            return replace(refused.next, title=answer.strip())
        return _under(answer.strip(), meeting_time(refused.rest, now, zone, languages, country), refused)
    tries = [f"{refused.phrase} {answer}", f"{answer} {refused.phrase}"] if refused.why == "no-clock" else []
    found: MeetingReading = refused
    for line in [*tries, answer]:
        found = meeting_time(line, now, zone, languages, country)
        if not isinstance(found, MeetingRefused) or found.why not in ("no-time", "vague"):
            break
    return _under(refused.title, found, refused)


def _under(title: str, found: MeetingReading, before: MeetingRefused) -> MeetingReading:
    """The reading with the title, and with what was known before of how long and where."""

    def whole(one: MeetingPhrase) -> MeetingPhrase:
        return replace(one, title=title, length=one.length or before.length, place=one.place or before.place)

    match found:
        case MeetingPhrase():
            return whole(found)
        case MeetingAsked(readings, phrase):
            return MeetingAsked(tuple(whole(one) for one in readings), phrase)
        case MeetingRefused():
            return replace(
                found,
                title=title,
                length=found.length or before.length,
                place=found.place or before.place,
                next=whole(found.next) if found.next is not None else None,
            )


_ABOUT: Final = frozenset({
    "met", "with", "over", "about", "voor", "for", "en", "and", "of", "van", "samen", "together", "waarin", "waar", "om", "to",
})  # fmt: skip


def _look(
    text: str, now: datetime, zone: ZoneInfo, languages: tuple[str, ...], country: str
) -> tuple[Look | None, list[Token]]:
    """What looks for meetings, and the words of the line; nothing looks through a line that is too long."""
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    tokens = tokens_of(text.strip()) if len(text) <= MAX_TEXT else []
    if len(text) > MAX_TEXT or len(tokens) > MAX_TOKENS:
        return None, []
    return Look(Wanted(now.astimezone(zone), zone, whole_days=False), languages, country), tokens


def _quoted(text: str, look: Look) -> MeetingReading | None:
    """A line that begins or ends with its title in quotes; None where that is not all of the title."""
    quoted = quoted_at(text)
    if quoted is None:
        return None
    title = (quoted[1] or quoted[2]).strip()
    tokens = tokens_of(f"{text[: quoted.start()]} {text[quoted.end() :]}".strip(" \t\n,;:–—-"))
    found = look.best(tokens, alone=True) or look.best(tokens, titles=1)
    return found.reading(title) if found is not None else None


def _titled(text: str, tokens: Sequence[Token], look: Look) -> MeetingReading:
    """A line with its title in front, or elsewhere; where that leaves two meetings, both are asked back."""
    plain = look.best(tokens)
    special = None if plain is None else _special(tokens, plain, look)
    if special is not None:
        return special
    if plain is not None and plain.timed and not look.more_in(tokens[: plain.at], _lacking(plain)):
        return plain.reading()
    mixed = look.best(tokens, titles=1) or look.best(tokens, titles=2)
    if (
        plain is None
        and mixed is not None
        and any(meant.trouble == "no-clock" for _, _, meant in mixed.means)
    ):
        return mixed.reading()
    if mixed is not None and not (mixed.clear and mixed.timed):
        mixed = None
    if mixed is None:
        return MeetingRefused("no-time", title=text, rest=text) if plain is None else plain.reading()
    if plain is None or not plain.timed:
        return _between(mixed)
    if mixed.titles == 1 and not plain.has(*DAYS):
        return mixed.reading()  # "elke dinsdag koffie om 10:00"
    if plain.has(*DAYS) and not mixed.has("every"):
        return plain.reading()
    return _asked([*mixed.readings(), *plain.readings()], plain)


def _special(tokens: Sequence[Token], plain: Meant, look: Look) -> MeetingReading | None:
    """What is more than a title and a time: two times, a name that looks like a slip, a week that it is about."""
    several = look.several(tokens, plain)
    if several is not None:
        phrase = words_in(tokens, [(several, len(tokens))])
        return MeetingRefused("vague", phrase, words_in(tokens, [(0, several)]), rest=phrase)
    if plain.name_taken:
        written = look.as_written(tokens)
        if written is not None and written.clear:
            return _asked([*plain.readings(), *written.readings()], plain)
    return _about(tokens, plain, look)


_TIED: Final = frozenset({"of", "van", "over", "about", "voor", "for", "the", "de", "het", "in"})


def _about(tokens: Sequence[Token], plain: Meant, look: Look) -> MeetingReading | None:
    """ "Review of week 48 tuesday 3pm": the week is what it is about, where the weekday behind it is a time by itself."""
    if not plain.at or tokens[plain.at - 1].text.lower() not in _TIED:
        return None
    first = tokens[plain.at].text.lower()
    if first != "week" and not first[:1].isdigit():
        return None
    for after in range(plain.at + 1, min(plain.at + 4, len(tokens))):
        later = look.best(tokens[after:], alone=True)
        if later is not None and later.timed and later.clear and later.has("weekday"):
            return later.reading(words_in(tokens, [(0, after)]))
    return None


def _lacking(found: Meant) -> frozenset[str]:
    """Which sorts of pieces would say more of a time that has a clock time already."""
    if found.has("every"):
        return frozenset()
    return frozenset({"every"}) if found.has(*DAYS) else frozenset(DAYS)


def _between(mixed: Meant) -> MeetingReading:
    """Words on both sides of a time: the later ones are of the title, or the place."""
    way, _, _ = mixed.means[0]
    if len(way.titles) < 2 or (way.place is not None and way.place[0] != way.titles[1][1]):
        return mixed.reading()
    begin, end = way.titles[1]
    end = way.place[1] if way.place is not None else end
    words = [token.text for token in mixed.tokens[begin:end]]
    named = any(sign.isalnum() for sign in "".join(words))  # an emoji is no place
    if words[0].lower().strip("(,") in _ABOUT or way.titles[0][0] > 0 or not named:
        return mixed.reading()
    apart = [
        (
            replace(one, title=words_in(mixed.tokens, way.titles[:1]), place=" ".join(words).strip(EDGE)),
            passed,
        )
        for one, passed in mixed.readings()
    ]
    return _asked([*mixed.readings(), *apart], mixed)


def _asked(readings: Iterable[tuple[MeetingPhrase, bool]], found: Meant) -> MeetingReading:
    own = list(dict.fromkeys(one for one, passed in readings if one.title and not passed))
    if not 2 <= len(own) <= MAX_READINGS:
        return own[0] if len(own) == 1 else found.reading()
    way, walked, _ = found.means[0]
    return MeetingAsked(tuple(own), phrase_of(found.tokens, way, walked))
