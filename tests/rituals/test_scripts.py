"""Every ritual that copbot brings along is what facilitators asked for, in both languages, in words that anybody can read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from copbot.rituals.script import LANGUAGES, Script, ScriptPhase, Situation, Words
from tests.rituals.shipped import FOLDER, ROWS, Row, Step, script

RULES = ("owned", "impartial", "sensitive", "own_room", "forgets", "unreported", "consent_first")
NAMES = [one.name for one in ROWS]


def steps(found: Script) -> tuple[Step, ...]:
    return tuple(map(step, found.phases))


def step(phase: ScriptPhase) -> Step:
    return Step(
        phase.name,
        phase.kind,
        phase.minutes if phase.minutes_each is None else phase.minutes_each,
        phase.days,
        phase.minutes_each is not None,
        phase.who,
        phase.silent,
        phase.optional,
    )


def test_no_script_is_missing_and_none_is_unknown() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(f"{name}.toml" for name in NAMES)


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_it_is_what_facilitators_asked_for(row: Row) -> None:
    """Names, phases in their order, times, who speaks and who listens, how many people, which rules."""
    found = script(row.name)
    expected = Row(
        found.name,
        found.called["nl"],
        found.called["en"],
        frozenset(found.situations),
        steps(found),
        frozenset(rule for rule in RULES if getattr(found, rule)),
        found.least,
        found.most,
        tuple(found.modes),
    )
    assert expected == row
    assert found.source, "whoever made the ritual is told"


def minutes(name: str, members: int) -> float:
    """How long it takes live, with so many members; what may be left out is left in."""
    total = 0.0
    found = script(name)
    for phase in (found.phases[place] for place in found.usual):
        each = {"owner": 1, "others": members - 1}.get(phase.who, members)
        if phase.minutes is not None:
            total += phase.minutes
        elif phase.minutes_each is not None:
            total += phase.minutes_each * each
    return total


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("conversation-cafe", 2 * 8 + 20 + 5, 2 * 8 + 40 + 10),
        ("circle-meeting", 10 + 5 + 5 + 3 * 15 + 10, 10 + 5 + 5 + 3 * 30 + 10),
        ("socratic", 60, 120),
        ("peer-incident", 65, 65),
        ("think-aloud", 40, 40),
        ("six-hats", 7 * 8, 7 * 8),
        ("appreciative", 55, 70),
        ("simulation", 5 + 5 + 20 + 15 + 10, 5 + 5 + 20 + 15 + 10),
        ("invitation", 20, 20),
        ("what-helped", 30, 30),
    ],
)
def test_live_it_takes_as_long_as_facilitators_say(name: str, least: float, most: float) -> None:
    """With eight people."""
    assert least <= minutes(name, 8) <= most


def times(name: str, *phases: str) -> list[float | None]:
    found = script(name)
    return [found.phases[found.phase(phase)].minutes for phase in phases]


def days(name: str, *phases: str) -> float:
    found = script(name)
    return sum(found.phases[found.phase(phase)].days or 0 for phase in phases)


def test_consent_takes_its_three_parts_over_days() -> None:
    """First the picture, then opinions, then the decision: 5, 3 and 7 days."""
    assert days("consent", "proposal", "clarify") == 5
    assert days("consent", "react") == 3
    assert days("consent", "consent") == 7


def test_the_four_questions_of_the_reverse_test_take_twenty_minutes_each_and_the_law_comes_last_of_them() -> (
    None
):
    assert times("reverse-test", "effect", "values", "consequences", "law") == [20, 20, 20, 20]
    assert [phase.days for phase in script("reverse-test").phases] == [1] * 7 + [None]


def test_a_talk_of_a_mediation_lasts_two_hours_at_most() -> None:
    assert max(phase.minutes or 0 for phase in script("mediation").phases) == 120


def test_articles_of_law_are_parked_until_the_law_has_its_turn() -> None:
    found = script("reverse-test")
    parked = {phase.name: phase.more.get("park") for phase in found.phases}
    assert parked == {
        "story": "law",
        "effect": "law",
        "values": "law",
        "consequences": "law",
        "law": None,
        "may": None,
        "decide": None,
        "not-yet": None,
    }


def test_what_nobody_has_a_say_in_decides_nothing() -> None:
    """A Socratic dialogue decides nothing; what follows it does."""
    assert "consent" not in {phase.kind for phase in script("socratic").phases}
    assert "consent" in {phase.kind for phase in script("socratic-decision").phases}


def test_roles_are_dealt_the_other_way_round() -> None:
    """Parents play whom they meet at tables, professionals play parents; anybody may watch."""
    to = {card.name: card.to for card in script("simulation").decks["roles"]}
    theirs, anybodys = {"parent", "second-parent"}, {"grandparent", "watcher"}
    assert {to[name] for name in theirs} == {("professionals",)}
    assert {to[name] for name in anybodys} == {()}
    ours = set(to) - theirs - anybodys
    assert {to[name] for name in ours} == {("parents",)}
    assert len(ours) >= 5


def test_there_are_enough_cards_for_a_group() -> None:
    assert len(script("card-play").decks["cards"]) >= 20
    assert len(script("chaotic").decks["words"]) >= 20


def test_each_situation_has_a_ritual_that_helps() -> None:
    helped = {situation for name in NAMES for situation in script(name).situations}
    assert helped == set(Situation)


def test_no_two_rituals_answer_to_one_name() -> None:
    called = [name for one in NAMES for language in LANGUAGES for name in set(script(one).called[language])]
    both = [
        name for one in NAMES for name in set.intersection(*(set(script(one).called[it]) for it in LANGUAGES))
    ]
    assert len(called) - len(both) == len(set(called))


def sentences(found: Script) -> Iterator[tuple[str, Words]]:
    """Everything of a script that a person reads, by where it stands."""
    yield "title", found.title
    yield "about", found.about
    for name in ("ask", "agreements", "consent_first"):
        given = getattr(found, name)
        if given is not None:
            yield name, given
    for phase in found.phases:
        yield f"{phase.name}.title", phase.title
        yield f"{phase.name}.words", phase.words
    for deck in found.decks.values():
        for card in deck:
            yield f"{card.name}.title", card.title
            yield f"{card.name}.words", card.words


ROOM_FOR = {"title": 40, "about": 100, "ask": 120, "agreements": 240, "consent_first": 200}
LONGEST = 170
"""Characters of what is said in a phase: a telephone shows it without scrolling."""
LONGEST_SENTENCE = 22
"""Words of one sentence, for whoever is tired."""
FORMAL = re.compile(r"\b(u|uw|uzelf)\b", re.IGNORECASE)
JARGON = re.compile(
    r"\b(consent|intervisie|casus|oogst|dialoog|facilitator|interventie|besluitvorming|thuiszitter\w*|procedure|"
    r"inbrengen?|traject|participatie|case|harvest|facilitator|stakeholders?|intervention|procedure)\b",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"\b(autis\w*|adhd|dyslex\w*|angststoornis|stoornis\w*|diagnos\w*|disorder\w*|anxiety|leerling\w*|pupils?|"
    r"kind|kinderen|child|children|zoon|dochter|son|daughter)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_short_enough_for_a_telephone_and_a_tired_reader(name: str, language: str) -> None:
    for place, words in sentences(script(name)):
        text = words[language]
        kind = place.rpartition(".")[2]
        assert len(text) <= ROOM_FOR.get(kind, LONGEST), f"{place}: {len(text)}"
        for sentence in re.split(r"[.?!:·](?:\s|$)", text):
            assert len(sentence.split()) <= LONGEST_SENTENCE, f"{place}: {sentence}"


@pytest.mark.parametrize("name", NAMES)
def test_the_voice_is_that_of_a_kind_neighbour(name: str) -> None:
    """ "Je" and never "u"; calm; nobody's child and no disorder is named; no lists of capitals."""
    for place, words in sentences(script(name)):
        assert not FORMAL.search(words["nl"]), f"{place}: {words['nl']}"
        for text in words.values():
            assert text.count("!") <= 1, place
            assert not re.search(r"[A-Z]{4,}", text), place
            named = NAMED.search(re.sub(r"\b[Bb]e kind\b", "", text))
            assert not named, f"{place}: {text}"


@pytest.mark.parametrize("name", NAMES)
def test_titles_and_what_it_is_good_for_need_no_explanation(name: str) -> None:
    found = script(name)
    for words in (found.title, found.about):
        for text in words.values():
            assert not JARGON.search(text), text
    assert not any(title.endswith(("?", ".", "!")) for title in found.title.values()), (
        "a sentence goes on behind it"
    )


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_ask_for_the_same(name: str) -> None:
    """The same places are filled in, and a question is a question in both."""
    for place, words in sentences(script(name)):
        dutch, english = (sorted(re.findall(r"\{\w+\}", words[it])) for it in LANGUAGES)
        assert dutch == english, place
        assert words["nl"].count("?") == words["en"].count("?"), place


def test_a_conversation_cafe_has_six_agreements() -> None:
    agreements = script("conversation-cafe").agreements
    assert agreements is not None
    assert [text.count("·") + 1 for text in agreements.values()] == [6, 6]
