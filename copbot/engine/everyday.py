"""Everyday words that are an answer to anything: thanks, yes, no, never mind, and kind words between people.

Whole messages only, in both languages, whatever the capitals, the punctuation and the emoji around them.
"""

from __future__ import annotations

import re
import unicodedata

from copbot.core.records import Means

_TAIL = r"(?: (?:hoor|sorry|dank je|dank je wel|dankjewel|bedankt|thanks|thank you|please|alsjeblieft|denk ik|i think|graag))?"


def _any(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(words)}){_TAIL}")


_BACKING_OUT = _any(
    "(?:nee )?laat(?: toch)? maar(?: zitten)?",
    "(?:toch )?(?:maar )?niet",
    "toch (?:liever|maar) niet",
    "liever niet",
    "nee",
    "sorry",
    "weet ik(?: nog)? niet",
    "(?:ik )?weet (?:ik )?(?:het )?(?:nog |even )?niet",
    "geen idee",
    "niks|niets",
    "annuleer|annuleren",
    "overslaan",
    "stop",
    "ok|oke|okay",
    "never ?mind",
    "no|nope",
    "no idea",
    "not sure",
    "nothing",
    "i dont know",
    "rather not",
    "cancel",
    "skip",
)
_THANKS = re.compile(
    r"(?:ok|oke|okay|top|super|fijn|prima|mooi|goed|dank|dank je|dank je wel|dankjewel|dank jullie wel|dank u|bedankt|thanks"
    r"|thank you|thx|graag gedaan|youre welcome|you re welcome|great|good|nice|cool|perfect|good bot|super dank je wel|heel fijn)"
    r"(?: (?:copbot|allemaal|all|everyone|hoor|zo|so much|very much|wel|dank je|dank je wel|thanks))?"
)
_YES = _any(
    "ja",
    "ja graag",
    "ja doe maar",
    "doe maar",
    "ja hoor",
    "graag",
    "prima",
    "is goed",
    "ja het is gelukt",
    "ja het heeft geholpen",
    "het heeft geholpen",
    "yes",
    "yes please",
    "yep|yeah",
    "sure",
    "go ahead",
    "please do",
    "yes it did",
    "it did",
    "it helped",
    "yes it helped",
    "yes it worked",
    "ok|oke|okay",
)
_NO = _any(
    "nee",
    "nee hoor",
    "nog niet",
    "nee nog niet",
    "liever niet",
    "nee liever niet",
    "no",
    "not yet",
    "no not yet",
    "rather not",
    "no rather not",
)
_DONE = _any(
    "(?:ja )?(?:(?:het|dat|dit) is |ik heb het |is )?(?:al |net )?(?:gedaan|gelukt|klaar|geregeld)",
    "(?:yes )?(?:(?:its|it is|i have|ive|thats) )?(?:already )?(?:done|finished|done it|sorted)",
    "(?:yes )?(?:i did it|it worked)",
)
_ON_TIME = _any(
    "(?:ja )?(?:(?:het|dat|dit|ik) )?(?:komt|gaat|lukt|ben|is|wordt)?(?: nog| wel| gewoon)* ?op tijd",
    "(?:ja )?(?:(?:het|dat) )?(?:gaat (?:wel )?lukken|komt (?:wel |nog )?(?:goed|eraan)|lukt wel|komt nog)",
    "(?:yes )?(?:it will be |its |it is |ill be |im )?(?:on time|on track|in time)",
    "(?:yes )?(?:its coming|it will work out|still coming)",
    "(?:ja )?(?:ik (?:ben|zit)|ben) (?:er )?(?:nog |al |druk )*(?:mee )?bezig(?: mee)?|bijna(?: klaar| gedaan)?",
    "(?:im |i am )?(?:still )?(?:on it|working on it|busy with it)|(?:its |it is )?(?:almost|nearly)(?: done| there)?",
)
_SOME_DAY = (
    r"(?:(?:volgende|next) (?:week|maand|month)|morgen|tomorrow|later"
    r"|(?:na|after) (?:het |the )?(?:weekend|vakantie|holidays?)|(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_MORE_TIME = _any(
    "(?:nee )?(?:ik heb |er is )?(?:nog )?(?:wat |iets |even |een beetje )?(?:meer )?tijd nodig",
    "(?:nee )?(?:nog )?(?:wat |iets )?meer tijd",
    "(?:nee )?(?:het |dat )?(?:wordt|komt|duurt)(?: nog| wat| iets| even)* (?:later|langer)",
    "uitstel(?: graag)?",
    rf"(?:nee )?(?:het |dat |ik )?(?:wordt|kan|komt|lukt|doe het)(?: het| pas| nog| eerst| wel)* {_SOME_DAY}",
    rf"(?:no )?(?:it |that |i )?(?:will be|becomes|will do it|can do it|can only do it)(?: only| on)* {_SOME_DAY}",
    "(?:nee )?(?:(?:dat )?weet ik )?nog niet(?: precies| helemaal)?|not yet|i dont know yet",
    "(?:no )?(?:i (?:need|want) )?(?:a bit |a little |some )?more time",
    "(?:it will be |its |it takes )?(?:a bit |a little )?(?:later|longer)",
)
_WONT = _any(
    "(?:nee )?(?:(?:het|dat|dit) )?(?:lukt|gaat)(?: me| mij| toch| helaas| echt| nu)* niet(?: meer| lukken)?",
    "(?:nee )?(?:(?:het|dat) is )?(?:helaas )?niet gelukt",
    "(?:nee )?ik (?:kan|red|haal) het(?: toch| helaas)* niet",
    "(?:no )?(?:it |that )?(?:wont work|will not work|does not work|doesnt work|didnt work)(?: out)?",
    "(?:no )?i (?:cant|cannot|can not)(?: do it| make it| manage)?",
)
_OFF = _any(
    "(?:maar )?weg(?: ermee| ermee maar)?",
    "(?:haal |doe )?(?:deze|die|dit|dat|hem) (?:maar |mag )*weg",
    "(?:toch )?(?:maar )?niet(?: meer)?(?: nodig)?",
    "(?:dit |die |dat )?hoeft(?: toch)? niet(?: meer)?",
    "(?:nee )?(?:toch )?laat(?: toch)? maar(?: zitten)?",
    "(?:schrap|verwijder|annuleer|wis)(?: (?:maar|deze|die|dit|dat|hem))?",
    "(?:cancel|delete|remove)(?: (?:it|this|that|that one))?",
    "never ?mind|not needed(?: any ?more)?|no longer needed",
)
_OPEN = _any(
    "(?:dat )?(?:ik )?(?:weet ik|weet) (?:het |dat )?(?:nog |even |nu )*niet(?: precies)?",
    "geen idee|voorlopig|(?:voor )?onbepaalde tijd|tot nader order|dat zie ik (?:nog )?wel|ik zie (?:het )?wel",
    "(?:i )?(?:dont|do not) know(?: yet)?|not sure(?: yet)?|no idea|for now|indefinitely",
)
_KIND = re.compile(
    r"\b(?:sterkte|vervelend|wat rot|rot voor|verdrietig|heftig|gefeliciteerd|hoera|knap|goed bezig|lief|herkenbaar|herken|geeft niks|geeft niet"
    r"|dank|bedankt|wat fijn|wat mooi|wat goed|super|sorry to hear|so sorry|congrat\w*|well done|great|lovely|glad|thank|thanks|hugs?|proud"
    r"|that s hard|sounds hard|wow)\b"
)


_QUOTES = {'"': '"', "“": "”", "„": "”", "”": "”", "«": "»", "'": "'", "‘": "’", "’": "’"}
_ENDING = " .!…~\u200d"
_EMOJI = frozenset({"So", "Sk", "Mn", "Me"})  # pictures, skin tones, and what selects how they look


def _plain(body: str) -> str:
    """Letters and single spaces, in small letters without accents; everything else is only how it looks."""
    letters = unicodedata.normalize("NFKD", body[:200].casefold())
    kept = "".join(
        sign if sign.isalnum() else "" if sign in "'’‘`" else " "
        for sign in letters
        if not unicodedata.combining(sign)
    )
    return " ".join(kept.split())


def forms(body: str) -> tuple[str, ...]:
    """A message as patterns are tried on it: its spaces single, and the same without what merely stands around it.

    That is quotation marks around all of it (people copy how copbot writes it), full stops, exclamation marks and emoji
    at the end; a question mark stays, for a question says something else.
    """
    spaced = " ".join(body.split())
    bare = _ended(spaced)
    if len(bare) > 1 and _QUOTES.get(bare[0]) == bare[-1] and bare[-1] not in bare[1:-1]:
        bare = _ended(bare[1:-1].strip())
    return (spaced,) if bare in ("", spaced) else (spaced, bare)


def _ended(words: str) -> str:
    end = len(words)
    while end and (words[end - 1] in _ENDING or unicodedata.category(words[end - 1]) in _EMOJI):
        end -= 1
    return words[:end]


def backing_out(body: str) -> bool:
    """Whether somebody who was asked something would rather not."""
    return _BACKING_OUT.fullmatch(_plain(body)) is not None


def thanks(body: str) -> bool:
    """Whether it is thanks, an "ok", or only emoji: nothing that wants an answer in a room."""
    plain = _plain(body)
    return not plain or _THANKS.fullmatch(plain) is not None


def yes(body: str) -> bool:
    """Whether it is a yes."""
    return _YES.fullmatch(_plain(body)) is not None


def no(body: str) -> bool:
    """Whether it is a no."""
    return _NO.fullmatch(_plain(body)) is not None


_MEANS = {
    "yes": _YES,
    "no": _NO,
    "done": _DONE,
    "on-time": _ON_TIME,
    "more-time": _MORE_TIME,
    "wont": _WONT,
    "off": _OFF,
    "open": _OPEN,
}


def means(body: str, what: Means) -> bool:
    """Whether it is an answer of that kind."""
    return bool(what) and _MEANS[what].fullmatch(_plain(body)) is not None


def kind(body: str) -> bool:
    """Whether it holds kind words, as people give each other: not for copbot, whatever they reply to."""
    return _KIND.search(_plain(body)) is not None
