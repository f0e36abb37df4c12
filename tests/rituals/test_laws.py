"""Articles and laws as people write them are found, and what only looks like one is not; nothing of what was said is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copbot.rituals.laws import mentions, split

NAMED = """
artikel 11 onder d
Artikel 11, onder d, dat is een vrijstelling
art. 5a Leerplichtwet
art 5a
art.5a
Art. 11 sub g Lpw
artikel 5 onder b van de Leerplichtwet 1969
artikelen 5 en 11
artikel 3, lid 2
artikel 3 tweede lid
artikel 17a WVO
artikel elf zou kunnen
artikel 2.3.5 van de Wmo
artikel 8:1 Awb
artikel 1 van de Grondwet
artikel 40 lid 4 WPO
het kan met artikel 15
volgens artikel 15 kan het
wetsartikel 11
5 onder a
11 onder g is aangevraagd
een 5a-vrijstelling
vrijstelling 5a
vrijstelling op grond van 5 onder b
WMO2015
Wvggz
de onderwijswetgeving
artikel vijf
dat wetsartikel ken ik niet
de Leerplichtwet zegt dat het niet mag
leerplichtwet
Leerplichtwet 1969
Wvo
de WVO 2020
WPO
de wpo schrijft dat voor
WEC
dat staat in de WEC
IVRK art. 28
het IVRK
artikel 28 IVRK
EVRM artikel 8
de AVG
dat mag niet van de avg
de Jeugdwet
jeugdwet artikel 2.3
de Wmo
Wlz
de Participatiewet
Zorgverzekeringswet
de Grondwet
in de grondwet staat het
Burgerlijk Wetboek
boek 1 BW
de Wet passend onderwijs
Wet op het primair onderwijs
de Wet op de expertisecentra
de Wet langdurige zorg
Algemene wet bestuursrecht artikel 4:13
Algemene wet gelijke behandeling
Verdrag inzake de rechten van het kind
het Kinderrechtenverdrag
het VN-verdrag handicap
het VN verdrag
de verordening leerlingenvervoer
de ministeriële regeling
de wet zegt dat hij naar school moet
de wet verplicht ons
die wet verbiedt dat
volgens de wet mag het niet
van de wet mag dat niet
dat is tegen de wet
dat staat in de wet
bij wet geregeld
wettelijk gezien kan het
het is wettelijk verplicht
dat is een wettelijke plicht
op grond van de wet
section 7 of the act
section 7 of the Education Act 1996
Section 19
sections 7 and 8
s. 19 Education Act
subsection (2)
article 28 UNCRC
Article 8 ECHR
art. 8 ECHR
article 24 of the CRPD
the Education Act
Children and Families Act 2014
the Equality Act says so
Children Act
the Care Act
Human Rights Act
the Act says otherwise
GDPR
that's against the gdpr
UNCRC
UN Convention on the Rights of the Child
regulation 12
the Compulsory Education Act
the law says he has to
the law requires it
by law he must attend
under the law they may
according to the law
that is against the law
legally required
they are legally obliged
a statutory duty
it's a legal right
articles 5 and 11
§ 3
paragraaf 3 van die wet
clause 4
"""

PLAIN = """
artikel in de krant
ik las een artikel over thuiszitten
een mooi artikel, ik stuur het door
artikel 3 in de nieuwsbrief
artikel 2 van onze afspraken
artikel 4 van ons handvest
de wet van Murphy
het is de wet van de jungle
een natuurwet is het niet
de wet van Newton
de bedoeling van de wet
de bedoeling van de Jeugdwet
de kernwaarden van de Leerplichtwet
het doel achter de WPO
de geest van de wet
volgens mij
volgens de juf
volgens afspraak
ik weet het niet
wij wetten het mes
hij weet het wel
lid van de groep
twee leden van de kring
onder de tafel
onder dak
sub groep
een paragraaf in mijn hoofd
regels zijn regels
de regels op school
hij moet zich aan de regels houden
recht op rust
hij heeft recht op een plek
wat een recht toe recht aan verhaal
op het web
bwaah
wechat groep
de art van het tekenen
art deco
start 5 minuten later
kwart over 11
11 onder de 12
de 5a bus
2 onder de tafel
3 sub groepjes
groep 5a gaat mee
5a
d
dat mag niet van de juf
dat mag niet van mijn moeder
tegen de muur
in de wei
wetenschap
wetend dat
ik wou dat ik het wist
an article in the paper
I read an article about it
the newspaper article
Murphy's law
my mother-in-law
my brother in law
the law of averages
law of the jungle
the spirit of the law
the purpose of the Education Act
a kind act
act now
she has to act
balancing act
class act
section of the road
section 3 of the form
section 2 of your letter
the next section
this section is hard
an arts class
the art 5 minutes away
he is a good lawyer
in the lawn
legally blonde
rules are rules
I have a right to rest
the school rules
start 12 December
part 5
smart 5
chapter 3 was fun
paragraph of text
the web
crc
we zijn met 11
artikelen uit de winkel
twee artikelen over rust
een artikel van 5 euro
artikelnummer 12
"""


def lines(table: str) -> list[str]:
    return table.strip().splitlines()


def test_the_table_is_long_enough() -> None:
    assert len(lines(NAMED)) + len(lines(PLAIN)) >= 120


@pytest.mark.parametrize("words", lines(NAMED))
def test_what_names_an_article_or_a_law_is_found(words: str) -> None:
    assert mentions(words)


@pytest.mark.parametrize("words", lines(NAMED))
def test_whatever_stands_around_it(words: str) -> None:
    said = f"Hij kan niet naar school. {words}. Wij willen rust"
    assert split(said).heard == "Hij kan niet naar school. Wij willen rust"
    assert words.rstrip(".") in " ".join(split(said).parked) or split(said).parked


@pytest.mark.parametrize("words", lines(PLAIN))
def test_what_only_looks_like_one_is_not(words: str) -> None:
    assert mentions(words) == ()
    assert split(words).heard == words
    assert split(words).parked == ()


@pytest.mark.parametrize(
    ("words", "heard", "parked"),
    [
        (
            "Halve dagen, want artikel 11 onder d laat het toe.",
            "Halve dagen",
            ("artikel 11 onder d laat het toe.",),
        ),
        ("Rust. En de Leerplichtwet zegt dat het mag.", "Rust.", ("de Leerplichtwet zegt dat het mag.",)),
        (
            "Volgens art. 5a mag het, en hij wil weer leren",
            "hij wil weer leren",
            ("Volgens art. 5a mag het",),
        ),
        ("artikel 11", "", ("artikel 11",)),
        (
            "Wij willen rust\nart. 5 onder b Lpw\nen vrienden",
            "Wij willen rust\nen vrienden",
            ("art. 5 onder b Lpw",),
        ),
        ("First rest; section 7 of the Act comes later", "First rest", ("section 7 of the Act comes later",)),
    ],
)
def test_only_the_clause_that_names_it_is_kept_aside(words: str, heard: str, parked: tuple[str, ...]) -> None:
    assert (split(words).heard, split(words).parked) == (heard, parked)


@given(
    st.lists(st.sampled_from([*lines(NAMED), *lines(PLAIN), ". ", ", ", "\n", " "]), max_size=8).map("".join)
)
def test_nothing_is_lost_and_nothing_of_the_law_is_heard(words: str) -> None:
    parted = split(words)
    assert mentions(parted.heard) == () or mentions(words) != ()
    letters = {sign for sign in words if sign.isdigit()}
    assert letters <= set(parted.heard + "".join(parted.parked))


@given(st.text(max_size=300))
def test_any_text_is_parted_without_a_fault(words: str) -> None:
    parted = split(words)
    assert bool(parted.parked) <= bool(mentions(words))
