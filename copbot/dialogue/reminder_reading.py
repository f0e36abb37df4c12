"""The words of "remind me tomorrow at nine of the cake", taken apart: when, and of what."""

from __future__ import annotations

import re

from copbot.core.when import (
    Ambiguous,
    Moment,
    NotTime,
    Past,
    Reading,
    Repeat,
    Vague,
    read_reminder,
    split_reminder,
)
from copbot.dialogue.call import Call
from copbot.dialogue.ladder_words import unquoted

_LANGUAGES = {"nl": ("nl", "en"), "en": ("en", "nl")}
_WHOM = re.compile(
    r"(?:(?:me|mij|mijzelf|mezelf|ons|ons allemaal|iedereen|us|us all|all of us|myself|everyone|everybody)\b"
    r"|(?:even|effe|effen|eff?jes|eventjes|ff|alsjeblieft|alstublieft|aub|svp|please|pls|er ?aan|er ?om|er)\b)[,:]?\s*",
    re.IGNORECASE,
)
_MYSELF = re.compile(r"(?:me|mij|mijzelf|mezelf|myself)\b", re.IGNORECASE)
_AFRESH = re.compile(
    r"!?(?:herinner|remind)\s+(?=(?:me|mij|ons|us|iedereen|everyone|everybody)\b)", re.IGNORECASE
)
_CANCEL = r"cancel|stop|delete|remove|off|schrap|schrappen|weg|verwijder|verwijderen|annuleer|annuleren|wis|stoppen|niet meer"
_CANCEL_NUMBER = re.compile(
    rf"(?:(?:{_CANCEL})[:,]? (?:(?:herinnering|reminder|nummer|number|nr\.?) )?#? ?([0-9]{{1,6}})"
    rf"|#?([0-9]{{1,6}}) (?:{_CANCEL}))[.!]?",
    re.IGNORECASE,
)
_CANCEL_ALONE = re.compile(
    rf"(?:{_CANCEL})(?: (?:ze )?(?:alles|alle|allemaal|all|all of them|everything))?[.!]?", re.IGNORECASE
)
_LIST = re.compile(r"(?:lijst|lijstje|list|overzicht|overview|all|alles|alle)[.!?]?", re.IGNORECASE)
_POLITE = re.compile(
    r"(?:graag|hoor|alsjeblieft|please|dank je|dank je wel|thanks|denk ik|i think|[.!?,])*", re.IGNORECASE
)
_LEAD = re.compile(
    r"(?:(?:nee|ja|o|oh|ok|oke|oké|no|yes)[,.!]? |(?:doe|maak(?: er)?|zeg|dan|toch|liever)(?: maar)? |graag |(?:rather|make it) )+(?=\S)",
    re.IGNORECASE,
)
_PLEASE = re.compile(r"(?<=\S),? (?:aub|a\.u\.b\.|svp|alsjeblieft|alstublieft|please)[.!]?$", re.IGNORECASE)
_DETERMINED = r"(?:de|het|een|mijn|m['’]n|jouw|je|ons|onze|die|dat|dit|deze|['’]t|zijn|haar|hun|jullie|alle|al|iets|wat)\b"
_VERBS_OF_AAN = r"(?:denken|werken|beginnen|toekomen|meedoen|zitten|gaan|doen)"
_THAT = r"(?:we|i|you|he|she|they|it|the|my|our|there|his|her|their)\b"
_TIED = re.compile(r"\b(?:van|voor|of|for|the|de|het|een|a|sinds|since)$", re.IGNORECASE)
_OFTEN = re.compile(
    r"(?:elke|elk|iedere|ieder|om de|per|every|each)\b.*\b(?:seconden?|seconds?|minuut|minuten|min|minutes?|kwartier"
    r"|half(?:uur| uur| an hour| hour)|uur|uren|hours?)",
    re.IGNORECASE,
)
_LONGEST_END = 14  # words


def languages(call: Call) -> tuple[str, ...]:
    """The languages in which times are read: the room's own first."""
    return _LANGUAGES[call.room.settings.language]


def cancels(line: str) -> int | None:
    """The number, if the words say that a reminder is to be cancelled."""
    match = _CANCEL_NUMBER.fullmatch(line.strip())
    return int(match[1] or match[2]) if match else None


def asks_for_the_list(line: str) -> bool:
    """Whether the words only want to see what is to come."""
    return _LIST.fullmatch(line.strip()) is not None


def cancels_one(line: str) -> bool:
    """Whether the words say no more than that one is to be cancelled."""
    return _CANCEL_ALONE.fullmatch(line.strip()) is not None


def too_often(phrase: str) -> bool:
    """Whether a time that is none would come more than once a day."""
    return _OFTEN.fullmatch(phrase.strip()) is not None


def without_whom(line: str) -> tuple[str, bool]:
    """The words without "me", "ons", "please" at their beginning, and whether there were any."""
    rest = line.strip()
    while (match := _WHOM.match(rest)) is not None:
        rest = rest[match.end() :]
    return rest, rest != line.strip()


def for_oneself(line: str) -> bool:
    """Whether "me" is among the words at their beginning, and not "us" or "everybody"."""
    rest = line.strip()
    while (match := _WHOM.match(rest)) is not None:
        if _MYSELF.match(rest):
            return True
        rest = rest[match.end() :]
    return False


def split(call: Call, words: str, *, whom: bool) -> tuple[Reading, str]:
    """When, and of what. What is quoted as a whole has no time in it."""
    plain, quoted = unquoted(words)
    if quoted:
        return NotTime(), plain
    reading, rest = split_reminder(words, call.now, call.zone, languages(call))
    return reading, what(rest, whom=whom)


def asked_afresh(words: str) -> str | None:
    """What is asked for, where an answer to "when?" is the whole request once more: "herinner me morgen aan de taart"."""
    match = _AFRESH.match(words)
    return None if match is None else words[match.end() :]


def when(call: Call, words: str, vague: str | None = None) -> Reading:
    """The time that is somebody's answer to "when?", with a polite word after it or not.

    It may complete a time that was named before, and was ``vague`` by itself: "tomorrow evening", and then "half past seven".
    """
    if vague is not None:
        for whole in (f"{vague} {words.strip()}", f"{words.strip()} {vague}"):
            reading = read_reminder(whole, call.now, call.zone, languages(call))
            if isinstance(reading, Moment | Repeat):
                return reading
    words = _LEAD.sub("", words.strip())
    reading = read_reminder(words, call.now, call.zone, languages(call))
    if not isinstance(reading, NotTime):
        return reading
    reading, rest = split_reminder(words, call.now, call.zone, languages(call))
    return reading if _POLITE.fullmatch(rest.replace(" ", "")) else NotTime()


def at_the_end(call: Call, words: str, *, whom: bool) -> tuple[tuple[Moment | Repeat, ...], str]:
    """Times that the words may end with, and what stands before them; people say it in that order too."""
    found = list(re.finditer(r"\S+", words))
    for word in found[max(1, len(found) - _LONGEST_END) :]:
        reading = read_reminder(words[word.start() :], call.now, call.zone, languages(call))
        if isinstance(reading, NotTime | Vague):
            continue
        before = words[: word.start()].strip()
        # "the meeting of friday": that time belongs to what it is about
        return ((), words) if _TIED.search(before) else (meant(reading), what(before, whom=whom))
    return (), words


def meant(reading: Reading) -> tuple[Moment | Repeat, ...]:
    """The times that a reading offers."""
    found: tuple[object, ...] = ()
    match reading:
        case Moment() | Repeat():
            found = (reading,)
        case Ambiguous(readings):
            found = readings
        case Past(possible):
            found = (possible,)
    return tuple(time for time in found if isinstance(time, Moment | Repeat))


def what(words: str, *, whom: bool) -> str:
    """Of what to remind: without the word that only ties it to the sentence, where it reads well without."""
    rest = words.strip().strip(",;:–—-").strip()
    plain, quoted = unquoted(rest)
    if quoted:
        return plain
    rest = _PLEASE.sub("", rest) if whom else rest
    for pattern in (
        r"(?:er ?aan |aan )?(?P<what>dat .+)",
        rf"aan (?P<what>{_DETERMINED}(?!.* {_VERBS_OF_AAN}$).+)",
        rf"aan (?P<what>(?!.* {_VERBS_OF_AAN}$).+)" if whom else r"(?!)",
        r"om te (?P<what>.+)",
        r"to (?P<what>(?!do\b).+)",
        r"(?:about|of) (?P<what>.+)" if whom else r"about (?P<what>.+)",
        rf"that (?P<what>{_THAT}.+)",
    ):
        match = re.fullmatch(pattern, rest, re.IGNORECASE | re.DOTALL)
        if match is not None:
            return match["what"].strip()
    return rest
