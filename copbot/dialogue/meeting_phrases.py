"""The words in which people say whether they come, as patterns of whole messages: short, without "I", with a reason behind them.

What was noted is always said back, so a reason or a word more does no harm; what asks, or takes back what was said, is not understood.
No group of words repeats without end, so that a long message is looked through quickly.
"""

from __future__ import annotations

from typing import Final

_WE: Final = r"(?:ik|wij|we)"
_TO = r"(?: (?:er|erbij|erheen|graag|ook|wel|zeker|natuurlijk|gewoon|dan|hoor|met plezier|too|also|definitely)){0,4}"
AT: Final = (
    r"(?: (?:naar|bij|op) (?:de |die |onze |deze )?(?:bijeenkomst|kring|avond|meeting)| to the meeting)?"
)
"""To what they come, where that is said."""
_SURE = (
    r"(?:ja+|jawel|jazeker|jep|jup|yes|yep|yeah|zeker(?: weten)?|natuurlijk|uiteraard|sure(?: thing)?|of course|absolutely|graag|prima|leuk"
    r"|gezellig|top|super|fijn|mooi|great|perfect|lovely|ok|oké|oke|okay|is goed|komt goed|goed|👍|👌|✅)"
)
_SOFT = (
    r"(?:[,.!]* (?:hoor|graag|leuk|gezellig|fijn|zeker|ook|natuurlijk|tot dan|please|of course|lovely|great|nice|perfect|see you(?: then| there)?"
    r"|thanks|thank you|dank je|bedankt|sorry|jammer|helaas)){0,4}"
)
_LATER = r"(?:,? (?:maar |but )?(?:(?:wel |iets |wat |een beetje |een half uur(?:tje)? |een kwartier(?:tje)? |pas ){0,4}later|(?:a bit |a little |half an hour )?late))?"
_COME = rf"(?:{_WE} )?(?:kom(?:en)?|ben|zijn|doe|doen|kan|kunnen|zal|zullen){_TO}(?: (?:mee|bij|komen|zijn))?{_TO}"
_FITS = (
    r"(?:(?:het|dat|ja) )?(?:past|lukt|gaat lukken|komt uit)(?: (?:mij|me|ons|wel|goed|prima|zeker|hoor)){0,3}|aanwezig|present"
    r"|(?:kan|kom) (?:ik|we)(?: (?:wel|zeker|komen)){0,2}|zie (?:je|jullie)(?: daar| dan| er)?|(?:that |it )?works(?: for (?:me|us))?|suits me"
)
_COMING = (
    r"(?:(?:i['’]?m|i am|i['’]?ll be|i will be|we['’]?re|we are|we['’]?ll be|will be) )?(?:coming|in|there|joining|attending)"
    r"|i(?:['’]?ll| will| can)? (?:come|be there|join|attend|make it)|(?:can|will) (?:come|make it)|count me in"
)
_NOT = r"(?: (?:helaas|toch|dan|er|die|dag|avond|keer|deze|waarschijnlijk|even|echt)){0,4}"
_ABSENT = (
    rf"(?:{_WE} )?(?:kom|komen|kan|kunnen|ga|gaan|red het|haal het|red|haal|ben|zijn){_NOT} (?:het )?niet(?: (?:er )?(?:komen|bij zijn|bij|erbij zijn|erbij|mee|redden|halen|zijn))?"
    rf"|(?:(?:het|dat) )?(?:lukt|gaat)(?: (?:het|dat|mij|me|ons|er)){{0,2}}{_NOT} niet(?: (?:meer|lukken|om te komen))?"
    r"|(?:kan|kom) (?:ik )?(?:helaas |toch |dan |er |echt ){0,4}niet(?: komen| bij zijn)?|can['’]?t(?: make it| come)?|won['’]?t (?:make it|be there)"
    r"|(?:ik |we )?(?:ben|zit|moet|moeten|zijn) (?:er )?(?:dan |die dag |die avond |helaas ){0,4}(?:op vakantie|met vakantie|weg|ziek|op mijn werk|aan het werk|werken)"
    r"|(?:ik ben )?(?:verhinderd|afwezig|ziek)|zonder mij|(?:ik )?(?:sla|moet) (?:helaas )?(?:deze keer )?(?:over(?:slaan)?|afzeggen|het overslaan)"
    r"|(?:ik )?(?:meld|zeg) (?:me )?(?:helaas )?af|(?:deze keer|dit keer) (?:helaas )?niet"
    r"|(?:(?:i['’]?m|i am|we are) )?(?:not coming|unable to come|busy|ill|sick)|i (?:can['’]?t|cannot|won['’]?t|will not)(?: (?:come|make it|be there|join|attend))?"
    r"|not this time|count me out"
)
_SORRY = r"(?:(?:nee|no|nope|helaas|sorry|jammer|oh|ach|unfortunately)[,.!]? ){0,4}"
_PERHAPS = (
    rf"(?:{_WE} kom(?:en)? )?(?:heel )?misschien(?: (?:kom ik|wel|niet|ben ik er)){{0,4}}|(?:ik )?weet (?:ik )?(?:het )?(?:nog )?niet(?: zeker)?(?: of ik (?:kom|kan))?"
    r"|(?:ik )?denk (?:het|van) (?:wel|niet)|waarschijnlijk(?: wel| niet)?|(?:i )?think so|probably(?: not)?|nog niet zeker|onder voorbehoud"
    r"|(?:dat |het )?(?:hangt|ligt) (?:ervan|er van|er nog van|eraan|er aan|er nog aan) af|(?:dat |het )?(?:hangt|ligt) (?:nog )?(?:af )?(?:van|aan) .{1,40}|ligt eraan|(?:it )?depends(?: on .{1,40})?"
    r"|(?:ik )?(?:laat (?:het )?(?:nog |je |jullie ){0,2}weten|hoor ik nog|doe mijn best)|i['’]?ll let you know"
    r"|ik twijfel(?: nog)?|(?:ik )?(?:ga )?proberen?(?: te komen| erbij te zijn| er te zijn)?|ik probeer(?: te komen| er te zijn)?"
    r"|(?:i )?(?:maybe|perhaps|might come)(?: i(?:['’]?ll)? come)?|(?:i['’]?m )?not sure(?: yet)?|i do(?:n['’]t| not) know(?: yet)?"
    r"|i['’]?ll try(?: to (?:come|be there))?|do my best|[❔❓]"
)
ALWAYS: Final = (
    r"ik kom (?:altijd|elke keer|iedere keer|steeds|elke maand|elke week)"
    r"|i(?:['’]?ll)? (?:always come|come every time|am always there)"
)
"""Whoever comes every time; it is taken for this time."""

# A reason, or a word more: behind a sign, or a word that ties it. It asks nothing.
_TIED = r"(?:[,.;:!–-]{1,3} ?| (?:want|omdat|because|since|due to|door|maar|but|en|and) )"
_REASON = rf"(?:{_TIED}[^?]{{1,90}})?"
# Behind a yes nothing may doubt it, deny it or make it hang on something.
_SURELY = r"(?!.*\b(?:niet|geen|misschien|tenzij|als|mits|indien|of|not|no|maybe|perhaps|if|unless|or|can['’]?t|won['’]?t)\b)"
_AND_MORE = rf"(?:(?:{_TIED}| (?:met|with) ){_SURELY}[^?]{{1,90}})?"
YES: Final = (
    rf"{_SURE}{_SOFT}|(?:{_SURE}[,.!]? (?:hoor[,.!]? )?)?(?:{_COME}|{_COMING}|{_FITS})(?: (?:hoor|dan|then))?{_LATER}{_SOFT}{_AND_MORE}"
    r"|tot dan|see you(?: then| there)?"
)
"""In reply to what tells of a meeting, as the next two."""
# Whoever begins with a clear yes and asks, doubts or denies nothing comes.
YES_AND_MORE: Final = (
    r"(?:ja+|jawel|jazeker|jep|yes|yep|yeah|zeker|sure|of course|graag)(?=[ ,.!])"
    r"(?!.*\b(?:maar|but|niet|not|geen|no|als|if|of|or|misschien|maybe|wie|who|wat|what|hoe|how|wanneer|when|waar|where)\b)[^?]{1,60}"
)
NO: Final = (
    r"(?:nee|no|nope|niet|helaas(?: niet)?|sorry|unfortunately not|👎|❌)(?:[,.!]? (?:hoor|helaas|sorry|thanks|dank je|niet|jammer)){0,4}"
    rf"|{_SORRY}(?:{_ABSENT}){_SOFT}{_REASON}"
)
MAYBE: Final = rf"{_SORRY}(?:{_PERHAPS}){_REASON}"

# "Ik doe mee" and "I'm in" are said of what people do now, unless they answer a meeting.
YES_SAID: Final = (
    rf"(?:{_SURE}[,.!]? (?:hoor[,.!]? )?)?(?:ik (?:kom{_TO}|ben er{_TO}(?: bij)?|kan{_TO} komen)"
    r"|(?:i['’]?m|i am|i['’]?ll be|i will be|we['’]?re|we are) (?:coming|there|attending)"
    r"|i(?:['’]?ll| will| can)? (?:come|be there|attend|make it))"
)
"""To copbot, or in a direct chat, as those that follow."""
NO_SAID: Final = (
    rf"{_SORRY}(?:ik (?:kom|kan){_NOT} niet(?: komen)?|(?:deze|dit) keer (?:kan|kom|lukt)(?: (?:ik|het|me)){{0,2}}(?: helaas)? niet|ik ben verhinderd|ik meld me af"
    r"|i(?:['’]?m| am) not coming|i (?:can['’]?t|cannot) (?:come|make it))"
)
MAYBE_SAID: Final = r"ik kom misschien|misschien kom ik|(?:maybe i['’]?ll|i might) come"

# -- with a day

_WEEKDAY = (
    r"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)(?:ochtend|middag|avond)?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: morning| afternoon| evening| night)?"
)
_MONTH = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|mrt|maart|mar(?:ch)?|apr(?:il)?|mei|may|jun[ei]?|jul[iy]?|aug(?:ustus|ust)?|sep(?:t|tember)?"
    r"|o[kc]t(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DAY: Final = (
    rf"(?P<day>(?:op |on )?(?:(?:aanstaande|komende|volgende week|de week erop|coming|next week) )?(?:{_WEEKDAY})"
    rf"|(?:op |on )?(?:(?:{_WEEKDAY}) )?(?:de |the )?[0-9]{{1,2}}(?:e|st|nd|rd|th)?(?: (?:of )?{_MONTH}\.?|[/-][0-9]{{1,2}})|(?:on )?{_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?"
    r"|vanavond|vanmiddag|vandaag|tonight|today|morgen(?:avond|middag|ochtend)?|tomorrow(?: evening| afternoon| morning)?|overmorgen|(?:op )?de [0-9]{1,2}e|(?:on )?the [0-9]{1,2}(?:st|nd|rd|th))"
)
"""A day as people name it in the middle of a sentence; the group ``day`` is what the time grammar reads."""
_OFF_DUTY = r"(?: (?:er|dan|helaas|toch)){0,3} (?:op vakantie|met vakantie|weg|ziek|verhinderd|afwezig|op mijn werk|aan het werk|werken)"
_CLOCK = r"(?: (?:om |at )?[0-9]{1,2}(?:[:.][0-9]{2})?(?: ?(?:uur|u|am|pm))?)?"
_BUT = r"(?: (?:helaas|toch|er|dan|echt|waarschijnlijk)){0,3}"
_ALSO = r"(?: (?:er|ook|wel|graag|gewoon|toch|zeker|bij|erbij|mee|komen)){0,4}"
_THERE = r"(?: (?:bij|erbij))?(?: (?:zijn|komen|lukken|redden))?"
DATED: Final = (
    (rf"{_SORRY}{_WE} (?:kan|kom|ben|ga|red|haal|kunnen|komen|zijn|gaan|red het|haal het){_BUT} {DAY}{_CLOCK}{_BUT} niet{_THERE}{_SOFT}{_REASON}", "no"),
    (
        rf"{_SORRY}{DAY} (?:kan|kom|ben|ga|haal|lukt|red|gaat|kunnen|komen|zijn)(?: (?:ik|we|wij|het|mij|me)){{0,2}}{_BUT} niet{_THERE}{_SOFT}{_REASON}",
        "no",
    ),
    (rf"{_SORRY}{_WE} (?:ben|zit|moet|zijn|moeten) {DAY}{_OFF_DUTY}{_SOFT}{_REASON}", "no"),
    (rf"{_SORRY}{DAY} (?:ben|zit|moet|zijn|moeten) (?:ik|we|wij){_OFF_DUTY}{_SOFT}{_REASON}", "no"),
    (rf"{_SORRY}(?:(?:ik )?(?:meld me|zeg) af|afmelden|afgemeld)(?: voor)? {DAY}{_SOFT}{_REASON}", "no"),
    (rf"{_SORRY}{DAY} (?:doesn['’]?t|does not|won['’]?t) work(?: for (?:me|us))?{_SOFT}{_REASON}", "no"),
    (rf"{_SORRY}(?:{_ABSENT}|can['’]?t make|won['’]?t be there|not coming) {DAY}{_SOFT}{_REASON}", "no"),
    (rf"(?:{_WE} kom(?:en)? )?{DAY} misschien{_REASON}", "maybe"),
    (rf"misschien (?:kom (?:ik|we) )?{DAY}{_REASON}", "maybe"),
    (rf"(?:maybe|perhaps|i might come|maybe i['’]?ll come) {DAY}", "maybe"),
    (
        rf"(?:(?:ja|toch wel|yes)[,.]? )?{_WE} (?:kom|ben|kan|doe|komen|zijn|kunnen|doen){_ALSO} {DAY}{_CLOCK}{_ALSO}{_LATER}{_SOFT}{_AND_MORE}",
        "yes",
    ),
    (rf"(?:(?:ja|toch wel)[,.]? )?{DAY} (?:kom|ben|kan|komen|zijn|kunnen) (?:ik|we|wij){_ALSO}{_SOFT}{_AND_MORE}", "yes"),
    (rf"(?:yes[,.]? )?(?:{_COMING})(?: for)? {DAY}{_CLOCK}{_SOFT}{_AND_MORE}", "yes"),
    (rf"{DAY} (?:works|suits)(?: (?:for )?(?:me|us))?{_SOFT}{_AND_MORE}", "yes"),
    (rf"(?:ja[,.]? )?{DAY} (?:lukt|past|kan)(?: (?:mij|me|ons|wel|goed|prima)){{0,3}}{_SOFT}{_AND_MORE}", "yes"),
)  # fmt: skip
"""Whole messages that name the day, each with what it says; the group ``day`` is what the time grammar reads."""
