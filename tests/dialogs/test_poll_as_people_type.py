"""Polls as people ask for them who know no signs between the options; and how a poll stands, for who asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dialogs.stage import stage


@pytest.mark.parametrize(
    ("words", "question", "options"),
    [
        ("wie komt er? ja nee misschien", "wie komt er?", "ja, nee en misschien"),
        ("Wanneer? di do vr", "Wanneer?", "di, do en vr"),
        ("Pizza of soep?", "Pizza of soep?", "Pizza en soep"),
        (
            "Wat eten we, pizza of een grote soep?",
            "Wat eten we, pizza of een grote soep?",
            "pizza en een grote soep",
        ),
        ("Komen jullie, ja of nee?", "Komen jullie, ja of nee?", "ja en nee"),
        ('"Lunch?" pizza, soep, niets', "Lunch?", "pizza, soep en niets"),
        ("Waarheen?: bos, strand of thuis", "Waarheen?", "bos, strand en thuis"),
        ("Wat nemen we mee? 1. taart 2. thee 3) sap", "Wat nemen we mee?", "taart, thee en sap"),
    ],
)
async def test_what_may_be_the_options_is_asked_back(
    tmp_path: Path, words: str, question: str, options: str
) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (asked,) = await s.says("Karin", f"!peiling {words}")
        assert asked.body.splitlines()[:2] == [
            f"Bedoel je deze peiling? {question}",
            f"De keuzes: {options}.",
        ]
        (opened,) = await s.says("Karin", "ja", reply_to=asked)
        assert opened.kind == "poll.opened"


@pytest.mark.parametrize(
    "words",
    [
        "Komen jullie? Graag voor vrijdag laten weten",
        "Zullen we dinsdag, als het mag, naar buiten?",
        "Zullen we dinsdag naar buiten of toch maar niet?",
        "Wie komt er?",
    ],
)
async def test_where_nothing_looks_like_options_they_are_asked_for(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (asked,) = await s.says("Karin", f"!peiling {words}")
        assert asked.body == (
            "Waaruit kan iedereen kiezen? Antwoord met twee keuzes of meer, met een komma ertussen: soep, pizza"
        )


async def test_options_that_stood_behind_the_question_are_not_in_it_twice(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin")
        (asked,) = await s.says("Karin", "!peiling Waar eten we? binnen buiten")
        (opened,) = await s.says("Karin", "binnen, buiten", reply_to=asked)
        assert opened.body.startswith("Peiling 1: Waar eten we?\n1. binnen\n2. buiten\n")


@pytest.mark.parametrize(
    "words",
    [
        "!peiling uitslag",
        "!poll results",
        "copbot, wat is de uitslag?",
        "copbot, hoe staat de peiling ervoor?",
        "copbot: what's the result?",
    ],
)
async def test_how_a_poll_stands_and_what_it_came_to(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        (none,) = await s.says("Els", words)
        assert none.error == "no-poll"
        (poll,) = await s.says("Karin", "!peiling Wat eten we? | soep | pizza")
        (nobody,) = await s.says("Els", words)
        assert nobody.body == "Zo staat peiling 1 nu: Wat eten we?\nEr is nog niet gestemd."
        await s.votes("Ahmed", poll, poll.poll["answers"][0]["id"])
        (now,) = await s.says("Els", words)
        assert now.body == (
            "Zo staat peiling 1 nu: Wat eten we?\n1 persoon stemde. De enige stem is voor: soep.\nsoep: 1 stem |\n"
            "Geen stemmen: pizza."
        )
        await s.says("Karin", "!peiling sluit")
        (told,) = await s.says("Els", words)
        assert told.body.startswith("Uitslag van peiling 1: Wat eten we?\n1 persoon stemde.")
        chat = await s.direct("Els")
        (private,) = await s.says("Els", "wat is de uitslag?", room=chat)
        assert private.body == told.body


async def test_the_outcome_of_one_of_several(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        (first,) = await s.says("Karin", "!peiling Wat eten we? | soep | pizza")
        await s.says("Karin", "!peiling Welke dag? | dinsdag | vrijdag")
        (which,) = await s.says("Els", "copbot, wat is de uitslag?")
        assert which.error == "which-poll"
        (second,) = await s.says("Els", "2", reply_to=which)
        assert second.body.startswith("Zo staat peiling 2 nu: Welke dag?")
        (replied,) = await s.says("Els", "wat is de uitslag?", reply_to=first)
        assert replied.body.startswith("Zo staat peiling 1 nu: Wat eten we?")
        (numbered,) = await s.says("Els", "!peiling uitslag 2")
        assert numbered.body == second.body


async def test_a_word_that_only_one_poll_has_needs_no_number(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Els", "Karin", "Ahmed")
        await s.says("Karin", "!peiling Wat eten we? | soep | pizza")
        await s.says("Karin", "!peiling Welke dag? | dinsdag | vrijdag")
        (told,) = await s.says("Ahmed", "!stem vrijdag")
        assert told.body.startswith("Je stem in peiling 2 telt: vrijdag.")
        for words in ("1", "maandag"):
            (which,) = await s.says("Ahmed", f"!stem {words}")
            assert which.error == "which-poll"
