"""``deal``: everybody gets a card of a deck, by direct message; who would rather have another, or none, says so there.

Which cards fit whom is told in `copbot.rituals.cards`. Young people are asked first whether they want one. The room hears how
many were dealt, and never who has which. The cards stay in their hands until the ritual is over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from copbot.core.records import Option
from copbot.core.text import Place, Text, text
from copbot.core.wishes import Wish
from copbot.dialogue.call import Call
from copbot.phases import _privately
from copbot.phases._privately import reached, said, taking_part
from copbot.phases.kind import Kind, Scene, Told, done
from copbot.rituals import cards
from copbot.rituals.arranging import Apart
from copbot.rituals.cards import MOST_DECLINED, Dealt, Deck, Table
from copbot.rituals.form import Complaint, Form, Key
from copbot.rituals.lots import young
from copbot.rituals.script import ScriptPhase, Shape
from copbot.rituals.sentence import say

ANOTHER, NONE, PLEASE = "another", "none", "please"
"""What one can say of a card: another one, none at all, or one please."""
SAID: Mapping[str, re.Pattern[str]] = {
    ANOTHER: re.compile(
        r"(?:graag |mag ik |ik wil |i(?:['’]d| would) )?(?:liever |rather |have )*(?:een |nog een )?(?:andere? kaart(?:je)?|another card)(?: alsjeblieft| please)?[.!?]?",
        re.IGNORECASE,
    ),
    NONE: re.compile(
        r"(?:ik wil |i(?:['’]d| would) )?(?:liever |rather |have )*(?:geen kaart(?:je)?|no card)(?: alsjeblieft| please)?[.!?]?",
        re.IGNORECASE,
    ),
    PLEASE: re.compile(
        r"(?:graag |mag ik |ik wil |i(?:['’]d| would) like |may i have )?(?:toch |wel |ook )*(?:een |mijn |a |my )?(?:kaart(?:je)?|card)(?: graag| alsjeblieft| please)?[.!?]?",
        re.IGNORECASE,
    ),
}


def answered(call: Call, scene: Scene, place: int, member: str, wish: str) -> Told:
    """A member asks for another card, none, or one; ``place`` is the phase in which cards were dealt."""
    phase = scene.script.phases[place]
    dealt, table = _read(scene.noted(phase.name)), _table(call, scene, phase)
    held = dealt.hands.get(member)
    if wish == NONE:
        dealt = cards.watches(dealt, member)
        return Told(wishes=_watches(call, scene, member, "deal.watching"), note=_note(dealt))
    if wish == ANOTHER and held is not None:
        dealt = cards.another(table, dealt, member, call.chance.shuffled)
    elif held is None:
        dealt = cards.given(table, dealt, member, call.chance.shuffled)
    if member not in dealt.hands:
        return Told(wishes=_watches(call, scene, member, "deal.none-left"), note=_note(dealt))
    return Told(wishes=_card(call, scene, phase, dealt, member), note=_note(dealt))


def last_dealt(scene: Scene) -> int | None:
    """The place of the phase in which cards were dealt last; None where none were."""
    places = range(scene.index - 1, -1, -1)
    phases = scene.script.phases
    found = (at for at in places if phases[at].kind == "deal" and scene.noted(phases[at].name) is not None)
    return next(found, None)


def _begins(call: Call, scene: Scene) -> Told:
    members = taking_part(call, scene)
    children = young(call.read.roles(), members)
    table = _table(call, scene, scene.phase)
    dealt = cards.deal(table, [m for m in members if m not in children], call.chance.shuffled)
    wishes: list[Wish] = []
    for member in members:
        if reached(call, scene, member):
            wishes += _first(call, scene, dealt, member, asked=member in children)
    return Told(wishes=tuple(wishes), note=_note(dealt))


def _first(call: Call, scene: Scene, dealt: Dealt, member: str, *, asked: bool) -> tuple[Wish, ...]:
    """What a member is told first: their card; the young whether they want one; of who watches that they do."""
    if asked:
        return _wanted(call, scene, member)
    if member in dealt.hands:
        return _card(call, scene, scene.phase, dealt, member)
    return _watches(call, scene, member, "deal.none-fits")


def _lines(call: Call, scene: Scene) -> tuple[Text, ...]:
    if scene.note is None:
        return ()
    dealt = _read(scene.note)
    told = text("deal.dealt", count=len(dealt.hands)) if dealt.hands else text("deal.nothing-dealt")
    missed = [member for member in taking_part(call, scene) if not reached(call, scene, member)]
    return (told, text("deal.ask-here")) if missed else (told,)


def _heard(call: Call, scene: Scene, words: str) -> Told | None:
    """Words about one's card, said in the room: the answer is private. All else is talk."""
    wish = next((wish for wish, said in SAID.items() if said.fullmatch(words.strip())), None)
    if wish is None or call.sender not in taking_part(call, scene):
        return None
    phase = scene.phase
    dealt = _read(scene.note)
    if wish == PLEASE and call.sender in dealt.hands:
        return Told(wishes=_card(call, scene, phase, dealt, call.sender))
    return answered(call, scene, scene.index - 1, call.sender, wish)


def _joined(call: Call, scene: Scene, member: str) -> Told | None:
    """Who comes late gets a card too; the young are asked."""
    if scene.note is None or member not in taking_part(call, scene):
        return None
    dealt = _read(scene.note)
    if young(call.read.roles(), (member,)):
        return Told(wishes=_wanted(call, scene, member)) if reached(call, scene, member) else None
    if member not in dealt.hands:
        dealt = cards.given(_table(call, scene, scene.phase), dealt, member, call.chance.shuffled)
    wishes = _first(call, scene, dealt, member, asked=False) if reached(call, scene, member) else ()
    return Told(wishes=wishes, note=_note(dealt))


def _left(_call: Call, scene: Scene, member: str) -> Told | None:
    """Who leaves gives their card free."""
    return None if scene.note is None else Told(note=_note(cards.gone(_read(scene.note), member)))


# -- What is said in private


def _card(call: Call, scene: Scene, phase: ScriptPhase, dealt: Dealt, member: str) -> tuple[Wish, ...]:
    card = _deck(scene, phase).card(dealt.hands[member])
    lines = (
        text("deal.card", room=Place(call.room.id), title=scene.words(card.title)),
        text("deal.words", words=scene.words(card.words)),
        text("deal.keep"),
    )
    choices = [(text("deal.rather-none"), _option(scene, phase, NONE))]
    if len(dealt.declined.get(member, ())) < MOST_DECLINED:
        choices.insert(0, (text("deal.rather-another"), _option(scene, phase, ANOTHER)))
    return said(call, scene, member, lines, "card", choices)


def _wanted(call: Call, scene: Scene, member: str) -> tuple[Wish, ...]:
    phase = scene.phase
    yes, no = _option(scene, phase, PLEASE, "yes"), _option(scene, phase, NONE, "no")
    choices = [(text("deal.want"), yes), (text("deal.want-not"), no)]
    return said(call, scene, member, (text("deal.wanted", room=Place(call.room.id)),), "card", choices)


def _watches(call: Call, scene: Scene, member: str, id: str) -> tuple[Wish, ...]:
    return said(call, scene, member, (text(id, room=Place(call.room.id)),), "card")


def _option(scene: Scene, phase: ScriptPhase, wish: str, means: Any = "") -> Option:
    place = scene.script.phase(phase.name)
    return Option("card", f"{scene.ritual.number} {place} {wish}", means=means)


# -- What is kept, and what the script says


def _note(dealt: Dealt) -> dict[str, Any]:
    return {
        "hands": dict(dealt.hands),
        "declined": {member: list(names) for member, names in dealt.declined.items()},
        "watching": list(dealt.watching),
    }


def _read(note: Mapping[str, Any] | None) -> Dealt:
    if note is None:
        return Dealt({}, {})
    declined = {member: tuple(names) for member, names in note["declined"].items()}
    return Dealt(note["hands"], declined, tuple(note["watching"]))


def _deck(scene: Scene, phase: ScriptPhase) -> Deck:
    found = scene.script.decks[phase.more["deck"]]
    opposites = cards.read_opposites(phase.more.get("opposites") or (), [card.name for card in found])
    return Deck(found, opposites, bool(phase.more.get("single")))


def _table(call: Call, scene: Scene, phase: ScriptPhase) -> Table:
    apart = Apart((rather.member, rather.other) for rather in call.read.rather_nots())
    return Table(_deck(scene, phase), call.read.roles(), apart)


def _check(phase: Mapping[str, Any], script: Mapping[str, Any]) -> Iterable[Complaint]:
    """Opposites must be cards of the deck."""
    deck = script.get("deck", {}).get(phase.get("deck"))
    if deck is None:
        return ()
    try:
        cards.read_opposites(phase.get("opposites") or (), [card.name for card in deck])
    except ValueError as wrong:
        return (
            (
                "opposites",
                say(
                    '"{wrong}" is no pair of cards of this deck: write two names as "one - other"',
                    wrong=wrong,
                ),
            ),
        )
    return ()


KIND = Kind(
    Form(
        "deal",
        Shape.TALKING,
        "everybody gets a card, by direct message",
        keys={
            "deck": Key("deck", "the deck that the cards are from", needed=True),
            "single": Key(
                "yes-no", "each card in one hand only: where people are many, some watch", default=False
            ),
            "opposites": Key(
                "names",
                'cards that play against each other, as "one - other": not for two who would rather not meet',
            ),
        },
        check=_check,
    ),
    begins=_begins,
    heard=_heard,
    ends=done,
    lines=_lines,
    joined=_joined,
    left=_left,
    reads=(*_privately.READS, "rather_nots"),
    brief=True,
)
