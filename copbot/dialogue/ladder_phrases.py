"""The ladder in the words of everyday: what people reply to a message about an item, in Dutch and English.

copbot itself proposes these words, so whoever follows it needs no command. Each pattern must fit a whole message, whose
spaces are single and which may have lost what stood around it (quotation marks, a full stop, emoji). They are meant to
be narrow: kind words and talk that merely begin alike are nobody's promise. Where an offer is likely but not sure, the
looser words are asked back.
"""

from __future__ import annotations

from copbot.dialogue.command import Phrase


def _on_item(line: str, *patterns: str) -> tuple[Phrase, ...]:
    return tuple(Phrase(pattern, about="item", line=line) for pattern in patterns)


_NO_QUESTION = r"(?!.*\?\W{0,9}$)"
_MORE = r"(?:[,.;:!]+ (?!maar\b|alleen\b|but\b|only\b).*)?"  # "gelukt, dank jullie wel"

# -- it may, because …

_MAY = r"(?:(?:het|dat|dit) )?mag(?: (?:het|dat|dit))?(?: (?:toch|best|gewoon|zeker|hier))* wel(?: (?:hoor|gewoon|toch|zeker))?"
_CAN = r"(?:(?:het|dat|dit) )?kan(?: (?:het|dat|dit))?(?: (?:toch|best|gewoon|zeker|hier))* wel(?: (?:hoor|gewoon|toch|zeker))?"
_ALLOWED = r"(?:actually,? )?(?:(?:it|that|this)(?: may(?: be (?:done|allowed))?|(?:['’]s| is)(?: actually)? (?:allowed|permitted))|allowed)"
_POSSIBLE = r"(?:it|that|this)(?: can(?: be done)?|(?:['’]s| is)(?: actually)? possible)"
_BECAUSE = r"[.,:;…!]* ?(?P<because>(?:want|omdat|aangezien|because)\b.*)"
_COLON = r" ?[:–] ?(?P<because>.+)"

MAY = _on_item(
    "{n} {because}",
    rf"(?:{_MAY}|{_CAN}|{_ALLOWED}|{_POSSIBLE}|may){_BECAUSE}",
    rf"(?:{_MAY}|{_ALLOWED}){_COLON}",
    rf"{_NO_QUESTION}(?:{_MAY}|{_ALLOWED}),? (?P<because>(?:als|mits|zolang|if|as long as) .+)",
    rf"{_NO_QUESTION}{_ALLOWED}, (?P<because>(?!(?:but|only|not|i think|right|isn['’]t)\b).+)",
    rf"{_NO_QUESTION}(?P<because>bij ons (?:mag|mocht|kan|kon) (?:het|dat|dit)(?: (?:gewoon|ook))? wel\b.*)",
) + _on_item("{n}", _MAY, _ALLOWED)

# -- I support you

_YOU = r"(?:jou|je|jullie|hem|haar|hen|ze|dit)"
_WARMLY = r"(?:graag|wel|mee|ook|best|even|hierbij|daarbij|met liefde|met plezier)"
_WITH = r"(?:mee met|met|door|bij)"
_WHAT = rf"(?: ?[:–] ?(?:{_WITH} )?|,? {_WITH} )(?P<what>.+)"
_HELPING = r"(?:helpen|meehelpen|ondersteunen|steunen)"
_I_WILL = r"i(?:['’]ll| will| can| could|(?: would|['’]d) (?:like|love|be happy) to| want to)?(?: (?:gladly|happily|also))?"
_OUT = r"(?: (?:you|them|him|her|this|out|too|also|gladly))*"

SUPPORT = (
    *_on_item(
        "{n} {what}",
        rf"{_NO_QUESTION}ik (?:help|steun|ondersteun)(?: {_YOU})?(?: {_WARMLY})*{_WHAT}",
        rf"{_NO_QUESTION}ik (?:kan|wil|zal|ga)(?: (?:{_YOU}|{_WARMLY}))* {_HELPING}{_WHAT}",
        rf"{_NO_QUESTION}ik (?:kan|wil|zal|ga)(?: (?:{_YOU}|{_WARMLY}))* {_WITH} (?P<what>.+) {_HELPING}",
        rf"{_NO_QUESTION}(?:je kunt op mij rekenen|reken(?: maar)? op mij) (?:voor|met|bij) (?P<what>.+)",
        rf"{_NO_QUESTION}{_I_WILL} (?:help|support){_OUT}(?: ?[:–] ?|,? (?:with|by) )(?P<what>.+)",
        rf"{_NO_QUESTION}(?:you can )?count on me (?:for|with|to) (?P<what>.+)",
        rf"{_NO_QUESTION}let me help{_OUT} (?:with|by) (?P<what>.+)",
    ),
    *_on_item(
        "{n}",
        rf"ik (?:help|steun|ondersteun)(?: {_YOU})?(?: {_WARMLY})*(?: met)?",
        rf"ik (?:kan|wil|zal|ga)(?: (?:{_YOU}|{_WARMLY}))* {_HELPING}",
        r"(?:je kunt op mij rekenen|reken(?: maar)? op mij)",
        rf"{_I_WILL} (?:help|support){_OUT}(?: with)?",
        r"(?:you can )?count on me",
        rf"let me help{_OUT}",
    ),
)

_SURELY_NOT = (
    r"(?=i)(?!.*\b(?:niet|geen|nooit|nergens|niemand|niks|niets|begrijpen|snappen|voorstellen|indenken|inleven"
    r"|not|no|never|nothing|nobody|imagine|understand|relate)\b)"
)
PERHAPS_SUPPORT = _on_item(
    "{n} {what}",
    rf"{_NO_QUESTION}{_SURELY_NOT}(?P<what>ik (?:ga|kom|rij)(?: (?:wel|graag|ook))* mee(?: (?:naar|met|voor|op) .+)?)",
    rf"{_NO_QUESTION}{_SURELY_NOT}(?P<what>ik (?:help|steun|ondersteun) .+)",
    rf"{_NO_QUESTION}{_SURELY_NOT}(?P<what>ik (?:kan|wil|zal) (?:wel|best|graag) .+)",
    rf"{_NO_QUESTION}{_SURELY_NOT}(?P<what>i(?:['’]ll| will| can| could)? (?:help|support) .+)",
)
"""Likely an offer, but it might be talk: "ik help mijn buurvrouw ook altijd". It is asked back."""

_MY_ORGANISATION = r"(?:mijn|m['’]n|onze|my|our) (?:organisatie|werk|school|organi[sz]ation|work)"
BEHALF = _on_item(
    "{n} self", r"(?:dit is |het is |it['’]s |this is )?(?:voor|van|for) (?:mezelf|mijzelf|myself)"
) + _on_item(
    "{n} organisation",
    rf"(?:dit is |het is |it['’]s |this is )?(?:voor|namens|for|on behalf of) {_MY_ORGANISATION}",
)

# -- please, and rather not

_GLADLY = r"(?:(?:ja|yes|oh|o|fijn|super|top|mooi|lief|wat fijn|heel fijn|wat lief|dank je|dank je wel|bedankt|thanks|thank you)[,.!]* )*"
_THANKS = r"(?:dank je|dank je wel|dankjewel|bedankt|fijn|super|lief|thanks|thank you)"
ACCEPT = _on_item(
    "{n}",
    rf"{_GLADLY}(?:heel |erg |zo )?(?:graag|please|welkom|welcome)(?: hoor)?(?:[,.!]* {_THANKS}(?: \S+)?)?",
)
YES = _on_item(
    "{n}",
    r"(?:ja|jazeker|zeker|yes|sure)(?: hoor)?",
    r"(?:ja|yes)[,.!]* (?:heel |erg )?(?:fijn|super|mooi|lief|great|lovely)(?: hoor)?",
    r"(?:(?:yes|oh|ja)[,.!]* )*(?:that|this|it) would be (?:really |so )?(?:great|lovely|wonderful|nice|good)",
    rf"{_GLADLY}(?:ja,? )?(?:dit|dat)(?: zou)?(?: (?:mij|me|ons|echt|heel|erg|goed|enorm|zeker))* (?:helpt|helpen|is welkom|is fijn)"
    rf"(?: (?:mij|me|ons|echt|heel|erg|goed|enorm|zeker))*{_MORE}",
    rf"{_GLADLY}(?:yes,? )?(?:it|this|that) (?:really )?(?:helps|would help|is welcome|is lovely)(?: (?:me|us|a lot))*{_MORE}",
)
"""Answers to "does this help?": they count from the opener, on the message of an offer."""

NO = _on_item(
    "{n}",
    r"(?:nee|no)(?:[,.]? (?:dank je|dank je wel|dankjewel|bedankt|thanks|thank you))?",
    r"(?:nee,? )?(?:dit|dat) helpt(?: (?:mij|me|ons))?(?: (?:nu|echt))? niet",
    r"(?:no,? )?(?:it|this|that) (?:does not|doesn['’]t) help(?: (?:me|us))?",
)
"""The other answer to that question."""

# -- done, or it will not work

DONE = _on_item(
    "{n}",
    rf"(?:(?:ja|zo|yes),? )?(?:(?:het|dat|dit) is |(?:dat|het) heb ik |ik heb (?:het|dat|dit) )?(?:al |net )?gedaan(?: hoor| denk ik)?{_MORE}",
    rf"(?:(?:het|dat|dit|ik) (?:is|ben) )?klaar(?: hoor)?{_MORE}",
    rf"(?:yes,? )?(?:(?:it|that|this)(?:['’]s| is) |i(?:['’]ve| have) |all )?(?:done|done it|done that|done this){_MORE}",
    rf"(?:yes,? )?i did (?:it|that|this){_MORE}",
)
_WHY_NOT = r"(?:[,.;:!]+ .*| (?:hoor|denk ik)| (?:want|omdat|because|sorry)\b.*)?"
RELEASE = _on_item(
    "{n}",
    rf"(?:sorry,? )?(?:(?:het|dat|dit) )?(?:lukt|gaat)(?: (?:me|mij|ons|toch|helaas|nu|echt|even|dan|gewoon))* niet"
    rf"(?: (?:lukken|meer|op tijd|helaas))*{_WHY_NOT}",
    rf"(?:sorry,? )?(?:het|dat|dit) is(?: (?:me|mij|ons|toch|helaas))* niet gelukt{_WHY_NOT}",
    rf"(?:sorry,? )?ik (?:kan|red|haal)(?: (?:het|dat|dit|toch|helaas|echt|nu))* niet(?: (?:doen|meer|redden|halen))*{_WHY_NOT}",
    rf"(?:sorry,? )?(?:it|that|this) (?:won['’]t|will not|doesn['’]t|does not|didn['’]t|did not|is not going to|isn['’]t going to) work"
    rf"(?: (?:out|after all|for me))*{_WHY_NOT}",
    rf"(?:sorry,? )?i (?:can['’]t|cannot|can not|couldn['’]t|won['’]t)(?: (?:make it|do it|do this|do that|manage|after all|any more|anymore))+{_WHY_NOT}",
)

# -- it worked; not yet; something else; put away

HELPED = _on_item(
    "{n}",
    r"(?:(?:ja|hoera|jippie|yes)[,!.]* )*(?:(?:het|dat|dit) is |is )?(?:ons |eindelijk |echt )*(?:gelukt|opgelost)"
    rf"(?: hoor| allemaal)?{_MORE}",
    rf"(?:(?:ja|hoera)[,!.]* )*(?:het|dat|dit) (?:heeft(?: (?:echt|heel|goed|erg|mij|me|ons))* geholpen|hielp|werkte){_MORE}",
    rf"(?:(?:yes|hooray)[,!.]* )*(?:it|that|this) (?:has |really |finally )*(?:helped|worked)(?: out)?{_MORE}",
    rf"(?:(?:yes|hooray)[,!.]* )*(?:it|that|this)(?: is|['’]s| has been)(?: finally)? (?:solved|sorted|fixed){_MORE}",
)
NOT_YET = _on_item(
    "{n}", r"(?:nee,? )?nog niet(?: (?:echt|helemaal))?", r"(?:no,? )?not (?:yet|really|quite)(?: yet)?"
)
SOMETHING_ELSE = _on_item(
    "{n}", r"(?:er is )?(?:nog )?iets anders nodig", r"something else(?: is)?(?: needed)?"
)
CLOSE = _on_item(
    "{n}",
    r"(?:(?:het|dit|dat) )?hoeft niet meer(?: hoor)?",
    r"(?:(?:het|dit|dat) )?kan weg",
    r"(?:sluit|berg)(?: (?:het|dit|dat|maar))+(?: (?:af|op))?",
    r"(?:it['’]s |this is |that['’]s )?no longer needed",
    r"(?:you can )?(?:close (?:it|this)|put (?:it|this) away)",
)

# -- checked, and who will

_LOOKED_UP = r"(?:nagevraagd|nagegaan|uitgezocht)"
_DECIDES = r"(?:beslist|besluit|gaat)(?: (?:er|hier|daar))?(?:over| erover| hierover| daarover)|beslist|decides(?: on (?:it|this|that))?"
CHECKED = _on_item(
    "{n} {who}",
    rf'["“„]?(?:(?:ik|wij|we) (?:heb|hebben)(?: (?:het|dit|dat))? |(?:het|dat|dit) (?:is|heb ik) |is )?(?:even |al )?'
    rf'(?:{_LOOKED_UP},? bij|gevraagd aan|{_LOOKED_UP} ?:)["”]? (?P<who>.+)',
    r"(?:ik|wij|we) (?:heb|hebben)(?: (?:het|dit|dat))?(?: even)? bij (?P<who>.+) (?:nagevraagd|nagegaan)",
    r"""["“]?(?:i(?:['’]ve| have)? |we(?:['’]ve| have)? |it['’]s |it is )?"""
    r"""checked(?: (?:it|this|that))?(?: with| ?:)["”]? (?P<who>.+)""",
    r"confirmed by (?P<who>.+)",
    rf"(?P<who>(?:de|het|een|onze|the|our) .+) (?:{_DECIDES})",
) + _on_item(
    "{n}",
    rf"(?:ik heb (?:het|dit|dat) |(?:het|dat|dit) (?:is|heb ik) )?(?:even |al )?{_LOOKED_UP}",
    r"(?:i(?:['’]ve| have)? |it['’]s |it is )?checked(?: (?:it|this|that))?",
)
WILL_CHECK = _on_item(
    "{n}",
    r"(?:dat )?(?:ik )?(?:vraag|zoek)(?: ik)?(?: (?:het|dat|dit))?(?: (?:wel|even|graag))* (?:na|uit)(?: bij .+)?",
    r"(?:dat )?(?:ik )?(?:ga|zal|kan|wil)(?: ik)?(?: (?:het|dat|dit|wel|graag|even))* (?:navragen|nagaan|uitzoeken)",
    r"i(?:['’]ll| will| can)(?: gladly)? (?:check|ask around|find out)(?: (?:it|that|this))?(?: with .+)?",
)

# -- can't be done: a new item to who speaks to copbot, and one that is put back

STUCK = (
    Phrase(
        r"(?:(?:er zit iets|(?:dit|het|wat) zit|hier zit iets) vast|wat vastzit|(?:het |dit )?kan niet) ?: ?(?P<what>.+)",
        line="{what}",
    ),
    Phrase(
        r"(?:something(?:['’]s| is) stuck|(?:this|it) is stuck|stuck|(?:it |this )?can['’]t be done) ?: ?(?P<what>.+)",
        line="{what}",
    ),
)
PUT_BACK = _on_item(
    "#{n} {why}",
    r"(?:het|dat|dit) (?:kan|mag) toch niet(?:[.,:;…]* (?:want|omdat) (?P<why>.*))?",
    r"(?:it|this) (?:can['’]t|cannot|may not)(?: be done)? after all(?:[.,:;…]* because (?P<why>.*))?",
)

# -- what stands in the way

OBSTACLE = (
    *_on_item("{n} rule", r"(?:een |de |a |the )?(?:regels?(?: of wet)?|wet|rules?(?: or a law)?|law)"),
    *_on_item(
        "{n} means",
        r"(?:geld|(?:een )?plek|mensen)(?:,? (?:of|en)? ?(?:geld|plek|mensen))*",
        r"(?:money|(?:a )?place|people)(?:,? (?:or|and)? ?(?:money|place|people))*",
    ),
    *_on_item("{n} habit", r"zo (?:gaat|doen we) het altijd|(?:een )?gewoonte", r"it has always gone this way|(?:a )?habit"),
    *_on_item("{n} fear", r"iemand (?:vindt het spannend|is bang)", r"(?:somebody|someone) is afraid"),
)  # fmt: skip
