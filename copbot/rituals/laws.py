"""Articles and laws in what people write, in Dutch and English: found, so that a phase can keep them aside until later.

In a reverse test the law comes last: first what people want, then whether a rule helps. What names an article earlier is
not wrong and nobody hears of it; it is only kept aside. So what is found is narrow: an article with its number, a law by
its name, or "the law says". The purpose of a law ("de bedoeling van de Jeugdwet") is no article, and neither is an article
in the paper, Murphy's law, or a mother-in-law.

Pure text, and what it costs grows with the length of the line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

LONGEST = 4096  # characters that are looked at; a message is no longer

_NUMBER = r"\d{1,4}(?:[:.]\d{1,3})?[a-z]{0,2}(?:\.\d{1,2})?(?![\w%€]|\s+(?:minut|minuten|uur|uren|euro|jaar|dagen|weken|minutes|hours|days|weeks|years)\b)"
_COUNTED = (
    r"(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?!\w)"
)
_PART = (
    r"(?:\s*+(?:,\s*+)?(?:(?:lid|leden|onder|sub|onderdeel|aanhef|aanhef en onder|jo|juncto|subsection|paragraph|para)\.?"
    r"\s+(?:\d{1,2}[a-z]?|[a-z])(?!\w)|(?:eerste|tweede|derde|vierde|vijfde|zesde)\s+lid(?!\w)|\(\s?\w{1,3}\s?\)))*"
)
# What also has articles and sections, and is no law.
_ELSEWHERE = (
    r"(?:in|uit|of|from|on|over|about|van|bij)\s+(?:(?:de|het|een|ons|onze|jouw|je|mijn|dat|die|deze|dit|the|a|our|your|my"
    r"|this|that)\s+)?(?:\w+\s+)?(?:krant|dagblad|blad|tijdschrift|magazine|nieuwsbrief|website|site|serie|reeks|boek"
    r"|handboek|folder|verslag|rapport|brief|formulier|plan|handvest|charter|afspraken|statuten|catalogus|winkel"
    r"|newspaper|paper|newsletter|journal|series|book|handbook|leaflet|report|letter|form|agreements|guide|map|train"
    r"|road|shop|store|catalogue|agenda|minutes|notulen)(?!\w)"
)
_NOT_ELSEWHERE = rf"(?!{_PART}\s*,?\s+{_ELSEWHERE})"

_ARTICLE = (
    rf"(?:wets)?(?:artikel(?:en|s)?|artt?\.?|articles?|arts?\.?)\s*(?:{_NUMBER}|{_COUNTED}){_NOT_ELSEWHERE}{_PART}"
    rf"(?:\s*(?:,|en|and|of|or|t/m|tot en met|-|–)\s*{_NUMBER}{_PART})*"
)
# As people say it who live with it: an exemption is called by its article alone.
_EXEMPTION = (
    r"\d{1,2}\s+(?:onder|sub)\s+[a-z](?!\w)"
    r"|(?:vrijstelling(?:en)?|exemption)\s+(?:(?:op\s+grond\s+van|volgens|under)\s+)?\d{1,2}\s?[a-z](?!\w)"
    r"|\d{1,2}[a-z][\s-](?:vrijstelling(?:en)?|exemptions?)(?!\w)"
)
_SECTION = (
    rf"(?:(?:sub)?sections?|paragraaf|regulations?|clauses?|schedule)\s+(?:{_NUMBER}|{_COUNTED}|\(\s?\w{{1,3}}\s?\))"
    rf"{_NOT_ELSEWHERE}{_PART}(?:\s*(?:,|en|and|of|or|-|–)\s*{_NUMBER}{_PART})*"
    rf"|§{{1,2}}\s*{_NUMBER}|(?:s|ss|reg)\.\s?{_NUMBER}(?=\s+(?:of\s+)?(?:the\s+)?[A-Z])"
)
_NAMES = (
    # One word that ends in "wet" is the name of a law, but for some that are none.
    r"(?!(?:natuur|oer|basis|markt|denk|mode|straat|jungle|klank|af|ge|be|ont|uit|aan|op|over|toe|voor|mee|door|net)wet)"
    r"[a-zà-ÿ]{3,30}wet(?:ten|je)?(?!\w)(?:\s+(?:19|20)\d\d)?"
    r"|(?:avg|wpo|wvo|lpw|awb|ivrk|kvrk|evrm|wmo|wlz|zvw|wgbh(?:/cz)?|wgbo|wvggz|wkkgz|amvb|uncrc|gdpr|echr|crpd"
    r"|vn[\s-]?verdrag)(?:\s?20\d\d)?(?!\w)"
    r"|(?:kinderrechten|vrouwen|gehandicapten)verdrag(?!\w)|wetboek(?!\w)|burgerlijk\s+wetboek(?!\w)|wetsartikel(?:en)?(?!\w)"
    r"|wetstekst(?:en)?(?!\w)|(?:leerplicht|onderwijs)regeling(?!\w)|ministeri[eë]le\s+regeling(?!\w)|verordening(?:en)?(?!\w)"
    r"|(?:onderwijs|jeugd|zorg|nationale\s+|internationale\s+)wetgeving(?!\w)"
    r"|wet\s+(?:passend\s+onderwijs|voortgezet\s+onderwijs|primair\s+onderwijs|langdurige\s+zorg|maatschappelijke\s+\w+"
    r"|gelijke\s+\w+|(?:op\s+(?:het|de)|inzake|tot|betreffende)\s+\w+(?:\s+\w+)?)(?!\w)"
    r"|verdrag\s+(?:inzake|over|voor)\s+(?:de\s+)?rechten(?:\s+van\s+(?:het\s+kind|kinderen|mensen))?"
    r"|(?:un\s+)?convention\s+on\s+the\s+rights\s+of\s+\w+(?:\s+\w+)?"
    r"|(?:education|children|equality|human\s+rights|care|data\s+protection|mental\s+capacity|disability\s+discrimination"
    r"|children\s+and\s+families|school\s+attendance|compulsory\s+education|youth)\s+(?:and\s+\w+\s+)?act(?!\w)(?:\s+(?:19|20)\d\d)?"
)
_SHORT = r"(?:WEC|WEB|BW|CRC|HRA|SEND\s+(?:Code|code)|Sr|Rv)(?!\w)|[Tt]he\s+(?:\d{4}\s+)?Act(?!\w)"
"""Short names that are words or parts of words as well: only in capitals."""

_SAYS = (
    r"(?:zegt|stelt|eist|wil|verplicht|verbiedt|vereist|vraagt|regelt|bepaalt|geeft|laat|staat\s+(?:het\s+|dat\s+)?toe|schrijft"
    r"|noemt|kent|heeft\s+het\s+over)(?!\w)"
)
_LAW = (
    rf"(?:de|die|deze|onze|een)\s+wet(?:gever)?\s+{_SAYS}"
    r"|(?:volgens|van|krachtens|tegen|bij|buiten|naar|binnen|door|op\s+grond\s+van|in\s+strijd\s+met|zoals)\s+(?:de\s+|die\s+|onze\s+)?wet"
    r"(?:geving)?(?!\s+van\s+)(?=[\s.,;:!?]|$)"
    r"|(?:in|staat\s+in)\s+(?:de|die|onze|geen\s+enkele)\s+wet(?:geving)?(?!\s+van\s+)(?!\w)|bij\s+wet(?!\w)"
    r"|wettelijk\s+(?:gezien|verplicht|verboden|toegestaan|recht|geregeld|vastgelegd|bepaald|mag|moet"
    r"|kan|voorgeschreven)(?!\w)|wettelijke?\s+(?:plicht|recht|regels?|bepaling(?:en)?|grondslag|verplichting(?:en)?|basis)(?!\w)"
    r"|(?:the|our)\s+law\s+(?:says|states|requires|forbids|allows|demands|prohibits|permits|is\s+clear|gives|wants)(?!\w)"
    r"|(?:by|under|according\s+to|against|in|within|required\s+by|break(?:ing)?)\s+(?:the\s+|our\s+)law(?!s?\s+of\s)(?!\w)"
    r"|(?<!mother\s)(?<!father\s)(?<!sister\s)(?<!brother\s)by\s+law(?!\w)"
    r"|legally\s+(?:required|obliged|forbidden|allowed|bound|entitled|binding|speaking|they|we|you|it|he|she)(?!\w)"
    r"|(?:statutory|legal)\s+(?:duty|duties|right|rights|requirement|requirements|obligation|obligations|basis|provision)(?!\w)"
)
_PURPOSE = re.compile(
    r"(?:bedoeling(?:en)?|doel(?:en)?|geest|kern|kernwaarden?|waarden?|gedachte|ziel|purposes?|aims?|spirit|intention|values?"
    r"|core\s+values?)\s+(?:(?:achter|van|of|behind)\s+(?:(?:de|het|die|deze|al\s+die|the|that|this)\s+)?)?\Z",
    re.IGNORECASE,
)
_BEFORE = 60  # characters in which the purpose of a law is looked for

_ANY_CASE = re.compile(rf"(?<![\w-])(?:{_ARTICLE}|{_EXEMPTION}|{_NAMES}|{_LAW})", re.IGNORECASE)
_AS_WRITTEN = re.compile(rf"(?<![\w-])(?:{_SHORT}|{_SECTION}|(?i:{_SECTION}))")
_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s|$)|\s?[;\n]\s?|,(?=\s)|\s[–—-](?=\s)")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:art|artt|nr|bijv|bv|o\.a|d\.w\.z|enz|mr|dr|drs|s|ss|reg|e\.g|i\.e|no)\.\Z", re.IGNORECASE
)
_SPACES = re.compile(r"\s+")
_AROUND = " \t\n,;–—-"
_CONTINUING = re.compile(
    r"\s*(?:dat|die|deze|dit|waarin|waarmee|waardoor|daarin|which|that|this|where)\b", re.IGNORECASE
)
_JOINING = re.compile(r"(?:want|omdat|en|maar|dus|because|and|but|so)\b[\s,:]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Split:
    """What was said, parted: ``heard`` without the clauses that name a law, ``parked`` those clauses, in their order."""

    heard: str
    parked: tuple[str, ...]


def mentions(words: str) -> tuple[str, ...]:
    """The articles and laws that the words name, as they were written."""
    line = _evened(words)
    return tuple(line[begin:end].strip() for begin, end in _found(line))


def split(words: str) -> Split:
    """What was said without the clauses that name an article or a law, and those clauses.

    Nothing is lost: each clause is on one side or the other. Words that name none come back untouched.
    """
    given, words = words, _evened(words)
    found = _found(words)
    if not found:
        return Split(given, ())
    heard: list[str] = []
    parked: list[str] = []
    aside, starts = False, [begin for begin, _ in found]
    for begin, end in _clauses(words, found):
        clause = words[begin:end]
        goes_on = (
            aside and words[:begin].rstrip().endswith((",", "–", "—", "-")) and _CONTINUING.match(clause)
        )
        aside = bool(goes_on) or bisect_left(starts, begin) < bisect_left(starts, end)
        if not aside:
            heard.append(clause)
        elif bare := _bare(clause):
            parked.append(bare)
    rest = "".join(heard).strip(_AROUND)
    first = heard[0].strip() if heard else ""
    return Split(rest if words.strip().startswith(first) else _bare(rest), tuple(parked))


def _evened(words: str) -> str:
    """With single spaces and line breaks, as they are shown: no pattern has a run of them to go through."""
    return _SPACES.sub(lambda run: "\n" if "\n" in run[0] else " ", words[:LONGEST]).strip()


def _found(words: str) -> list[tuple[int, int]]:
    """Where the articles and laws stand, in their order, each once."""
    matches = [*_ANY_CASE.finditer(words), *_AS_WRITTEN.finditer(words)]
    spans = sorted((match.start(), match.end()) for match in matches if match.end() > match.start())
    found: list[tuple[int, int]] = []
    for begin, end in spans:
        if _PURPOSE.search(words[max(0, begin - _BEFORE) : begin]):
            continue
        if found and begin < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def _clauses(words: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where the clauses begin and end; none ends within the name of a law."""
    starts = [begin for begin, _ in found]

    def within(at: int) -> bool:
        before = bisect_left(starts, at)
        return before > 0 and at < found[before - 1][1]

    ends = [
        match.end()
        for match in _END.finditer(words)
        if not within(match.end()) and not _ABBREVIATED.search(words[max(0, match.end() - 8) : match.end()])
    ]
    edges = [0, *ends]
    if edges[-1] < len(words):
        edges.append(len(words))
    return list(pairwise(edges))


def _bare(clause: str) -> str:
    """A clause by itself: without what joined it to the one before."""
    plain = clause.strip().strip(_AROUND)
    return _JOINING.sub("", plain, count=1).strip() if _JOINING.match(plain) else plain
