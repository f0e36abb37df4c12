"""Who comes to a meeting: ✅ ❔ ❌ on what copbot told of it, or a word in reply, to copbot, or in a direct chat.

It stands before other commands in the alphabet on purpose: in reply to a meeting, "ik ben er niet" is about that.
"""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue import meeting_answering
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase, Touch
from copbot.dialogue.meeting_words import ABOUT, REMINDED

_TO = r"(?: (?:er|erbij|erheen|graag|ook|wel|zeker|natuurlijk|gewoon|dan|hoor|met plezier|too|also|definitely)){0,4}"
_AT = r"(?: (?:naar|bij|op) (?:de |die |onze |deze )?(?:bijeenkomst|kring|avond|meeting)| to the meeting)?"
_WHICH = r"(?: (?:nummer |nr\.? ?|number )?#?(?P<number>[0-9]{1,6}))?"
_SURE = r"(?:ja|jazeker|jep|jup|yes|yep|yeah|zeker(?: weten)?|natuurlijk|uiteraard|sure|of course|absolutely|graag|prima|leuk|gezellig|top|super|fijn|mooi|great|perfect|lovely|ok|oké|oke|okay)"
_SOFT = (
    r"(?:[,.!]* (?:hoor|graag|leuk|gezellig|fijn|zeker|ook|natuurlijk|tot dan|please|of course|lovely|great|nice|perfect|see you(?: then| there)?"
    r"|thanks|thank you|dank je|bedankt|sorry|jammer|helaas)){0,4}"
)
_LATER = r"(?:,? (?:maar )?(?:(?:wel |iets |wat |een beetje |een half uur(?:tje)? |een kwartier(?:tje)? |pas ){0,4}later|(?:a bit |a little |half an hour )?late))?"
_COME = rf"(?:ik|wij|we) (?:kom(?:en)?|ben|zijn|doe|doen|kan|kunnen|zal|zullen){_TO}(?: (?:mee|bij|komen|zijn))?{_TO}"
_COMING = (
    r"(?:i['’]?m|i am|i['’]?ll be|i will be|we['’]?re|we are) (?:coming|in|there|joining|attending)"
    r"|i(?:['’]?ll| will| can)? (?:come|be there|join|attend|make it)|count me in"
)
_NOT = r"(?: (?:helaas|toch|dan|er|die|dag|avond|keer|deze|waarschijnlijk|even|echt)){0,4}"
_ABSENT = (
    rf"(?:ik|wij|we) (?:kom|komen|kan|kunnen|ga|gaan|red het|haal het|ben|zijn){_NOT} niet(?: (?:komen|bij|erbij zijn|erbij|mee|redden|halen|zijn))?"
    rf"|(?:(?:het|dat) )?lukt(?: (?:het|dat|mij|me|ons|er)){{0,2}}{_NOT} niet(?: (?:meer|om te komen))?"
    r"|(?:kan|kom) (?:ik )?(?:helaas |toch |dan |er |echt ){0,4}niet(?: komen| bij zijn)?|can['’]?t(?: make it| come)?|won['’]?t make it"
    r"|ik (?:ben|zit|moet) (?:er )?(?:dan |die dag |die avond |helaas ){0,4}(?:op vakantie|met vakantie|weg|ziek|op mijn werk|aan het werk|werken)"
    r"|(?:ik ben )?verhinderd|zonder mij|ik (?:sla|moet) (?:deze keer )?(?:over(?:slaan)?|afzeggen|het overslaan)|ik meld me af|ik zeg af"
    r"|(?:i['’]?m|i am|we are) (?:not coming|unable to come|busy)|i (?:can['’]?t|cannot|won['’]?t|will not)(?: (?:come|make it|be there|join|attend))?"
    r"|count me out"
)
_SORRY = r"(?:(?:nee|no|nope|helaas|sorry|jammer|oh|ach|unfortunately)[,.!]? ){0,4}"
_PERHAPS = (
    r"(?:ik kom )?misschien(?: (?:kom ik|wel|niet|ben ik er)){0,4}|(?:ik )?weet (?:ik )?(?:het )?(?:nog )?niet(?: zeker)?(?: of ik (?:kom|kan))?"
    r"|ik denk (?:het|van) (?:wel|niet)|waarschijnlijk(?: wel| niet)?|(?:i )?think so|probably(?: not)?"
    r"|ik twijfel(?: nog)?|(?:ik )?(?:ga )?proberen?(?: te komen| erbij te zijn| er te zijn)?|ik probeer(?: te komen| er te zijn)?"
    r"|(?:i )?(?:maybe|perhaps|might come)(?: i(?:['’]?ll)? come)?|(?:i['’]?m )?not sure(?: yet)?|i do(?:n['’]t| not) know(?: yet)?"
    r"|i['’]?ll try(?: to (?:come|be there))?"
)
_ALWAYS = (
    r"ik kom (?:altijd|elke keer|iedere keer|steeds|elke maand|elke week)"
    r"|i(?:['’]?ll)? (?:always come|come every time|am always there)"
)
_YES_IN_REPLY = rf"{_SURE}{_SOFT}|(?:{_SURE}[,.!]? (?:hoor[,.!]? )?)?(?:{_COME}|{_COMING})(?: (?:hoor|dan|then))?{_LATER}{_SOFT}|tot dan|see you(?: then| there)?"
# Whoever begins with a clear yes and asks, doubts or denies nothing comes; what was noted is said back.
_YES_AND_MORE = (
    r"(?:ja|jazeker|jep|yes|yep|yeah|zeker|sure|of course|graag)(?=[ ,.!])"
    r"(?!.*\b(?:maar|but|niet|not|geen|no|als|if|of|or|misschien|maybe|wie|who|wat|what|hoe|how|wanneer|when|waar|where)\b)[^?]{1,60}"
)
_NO_IN_REPLY = rf"(?:nee|no|nope|helaas(?: niet)?|sorry|unfortunately not)(?:[,.!]? (?:hoor|helaas|sorry|thanks|dank je|niet|jammer)){{0,4}}|{_SORRY}(?:{_ABSENT}){_SOFT}"


def run(call: Call, line: str) -> Sequence[Wish]:
    """Somebody says whether they come."""
    return meeting_answering.answer(call, line)


def withdraw(call: Call, line: str) -> Sequence[Wish]:
    """The reaction that said so was taken away."""
    return meeting_answering.withdraw(call)


def taken_away(call: Call, line: str) -> Sequence[Wish]:
    """A message was removed, perhaps one that said so."""
    return meeting_answering.taken_away(call)


def _in_reply(pattern: str, line: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(pattern, about=about, line=line) for about in (ABOUT, REMINDED))


def _said(pattern: str, line: str) -> Phrase:
    return Phrase(rf"(?:{pattern}){_AT}{_WHICH}", line=f"{line} {{number}}")


# "Ik doe mee" and "I'm in" are said of what people do now, unless they answer a meeting.
_YES_SAID = (
    rf"(?:{_SURE}[,.!]? (?:hoor[,.!]? )?)?(?:ik (?:kom{_TO}|ben er{_TO}(?: bij)?|kan{_TO} komen)"
    r"|(?:i['’]?m|i am|i['’]?ll be|i will be|we['’]?re|we are) (?:coming|there|attending)"
    r"|i(?:['’]?ll| will| can)? (?:come|be there|attend|make it))"
)
_NO_SAID = (
    rf"{_SORRY}(?:ik (?:kom|kan){_NOT} niet(?: komen)?|ik ben verhinderd|ik meld me af"
    r"|i(?:['’]?m| am) not coming|i (?:can['’]?t|cannot) (?:come|make it))"
)
_TAPS = (("✅", "yes"), ("👍", "yes"), ("❔", "maybe"), ("❓", "maybe"), ("❌", "no"), ("👎", "no"))

COMMANDS = (
    Command(
        names=("meeting-answer",),
        part_of="meeting",
        dutch=(),
        section="meeting",
        run=run,
        reads=meeting_answering.READS,
        hidden=True,
        phrases=(
            *_in_reply(_ALWAYS, "always"),
            *_in_reply(rf"{_SORRY}(?:{_PERHAPS})", "maybe"),
            *_in_reply(_NO_IN_REPLY, "no"),
            *_in_reply(_YES_IN_REPLY, "yes"),
            *_in_reply(_YES_AND_MORE, "yes"),
            _said(_ALWAYS, "always"),
            _said(r"ik kom misschien|misschien kom ik|(?:maybe i['’]?ll|i might) come", "maybe"),
            _said(_NO_SAID, "no"),
            _said(_YES_SAID, "yes"),
        ),
        touches=tuple(
            Touch(emoji, about, line=line, undo=meeting_answering.WITHDRAW)
            for emoji, line in _TAPS
            for about in (ABOUT, REMINDED)
        ),
    ),
    Command(
        names=(meeting_answering.WITHDRAW,),
        part_of="meeting",
        dutch=(),
        section="meeting",
        run=withdraw,
        reads=meeting_answering.READS,
        hidden=True,
    ),
    Command(
        names=("meeting-answer-gone",),
        part_of="meeting",
        dutch=(),
        section="meeting",
        run=taken_away,
        reads=meeting_answering.READS,
        hidden=True,
        silent=True,
        hears=("redacted",),
    ),
)
