"""What the messages of a proposal look like: its rounds, what they came to, what is different in a new version.

A round's message says what it is for, because nobody should have to know how consent works; it is the same message that
is changed when somebody tapped, with how many were heard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from copbot.core.records import Option, Question
from copbot.core.text import Said, Text, Who, text
from copbot.core.wishes import Ask, Edit, Say, Wish
from copbot.decisions.difference import Change, difference
from copbot.decisions.moves import Changed
from copbot.decisions.records import KeptProposal
from copbot.decisions.state import Circle, Phase, Proposal, Stance, Tally, Voice, tally, unheard
from copbot.dialogue import hints, proposals
from copbot.dialogue.call import Call
from copbot.dialogue.ladder_words import day
from copbot.dialogue.scene import Scene

MOST_SHOWN = 4
"""So many objections, and so many concerns, are told one by one; of more, the rest on request."""
CONSENT_SEED = "✅"
FITS, LONGEST_VOICE, BESIDE_WORDS = 500, 400, 45
"""Characters of people's words in one message, of one person's, and of what stands beside those."""


def choices(proposal: Proposal) -> tuple[tuple[Text, Option], ...]:
    """The three things that can be said in the consent round."""
    n = f"#{proposal.number}"
    return (
        (text("proposal.choice-consent"), Option("consent", n)),
        (text("proposal.choice-concern"), Option("concern", n)),
        (text("proposal.choice-objection"), Option("objection", n)),
    )


def lines(
    call: Call, kept: KeptProposal, scene: Scene | None = None
) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """The message of the present round: its lines, and those that stand after its choices."""
    now = kept.proposal
    version = "version" if now.version > 1 else "first"
    title = text(
        f"proposal.{now.phase.value}-{version}",
        n=now.number,
        version=now.version,
        who=Who(now.proposer),
        words=proposals.words(now),
    )
    until = ending(call, kept)
    if now.phase is Phase.CONSENT:
        asked = text(hints.fitting(call, "proposal.ask-consent"))
        scene = scene or proposals.phase_of(call, kept)
        if scene is not None and scene.due is None:
            return (title, asked), (text("proposal.how-consent-led", lead=Who(scene.course.facilitator)),)
        return (title, asked), (text("proposal.how-consent", until=until),)
    how = text(f"proposal.how-{now.phase.value}", who=Who(now.proposer), until=until, p=call.prefix)
    return (title, how), ()


def ending(call: Call, kept: KeptProposal) -> Text:
    """Until when the round lasts."""
    return moment(call, kept.deadline)


def moment(call: Call, at: datetime) -> Text:
    """A time: with its day where that is not today."""
    local = at.astimezone(call.zone)
    if local.date() == call.now.astimezone(call.zone).date():
        return text("proposal.clock", clock=local.strftime("%H:%M"))
    return day(at, call.zone)


def prompt(call: Call, kept: KeptProposal, *, replying: bool, scene: Scene | None = None) -> list[Wish]:
    """The message of a round that begins, with the question that its numbers answer."""
    now = kept.proposal
    first, last = lines(call, kept, scene)
    offered = choices(now) if now.phase is Phase.CONSENT else ()
    kind = "proposal.opened" if (now.turn, now.version) == (1, 1) else "proposal.round"
    consent = now.phase is Phase.CONSENT and not call.room.encrypted
    opening = kept.prompt == kept.thread or (kind == "proposal.opened" and kept.ritual is None)
    where = {} if opening else proposals.between(call, kept, replying=replying)
    said = Say(
        kept.prompt,
        first,
        kind,
        proposals.fields(now),
        room=call.room.id,
        scope=call.room.id,
        about=proposals.about(now),
        reply_to=call.event if replying else None,
        choices=tuple(label for label, _ in offered),
        closing=last,
        seeds=(CONSENT_SEED,) if consent else (),
        unprompted=not replying and not kept.live and not call.sender,
        **where,
    )
    if not offered:
        return [said]
    asked = Question(
        kept.prompt,
        call.room.id,
        now.proposer,
        kept.deadline,
        room=call.room.id,
        options=tuple(option for _, option in offered),
        anyone=True,
        stays=True,
    )
    return [said, Ask(asked)]


def progress(call: Call, kept: KeptProposal, circle: Circle) -> Edit:
    """The round's message, with how many were heard; nothing tells who, or what they said."""
    first, last = lines(call, kept)
    now = kept.proposal
    if now.phase is Phase.CONSENT:
        found = tally(now, circle)
        heard, of = found.heard, found.of
    else:
        waiting = unheard(now, circle)
        of = len(circle.awaited - {now.author})
        heard = of - len(waiting)
    offered = choices(now) if now.phase is Phase.CONSENT else ()
    # An edit has no lines after its choices: they stand before them.
    shown = (*first, *last, text("proposal.heard", heard=heard, of=of))
    return Edit(kept.prompt, shown, proposals.fields(now), tuple(label for label, _ in offered))


# -- what a round came to


def objections(call: Call, kept: KeptProposal, found: Tally) -> tuple[Text, ...]:
    """There are objections: they are shown now, and what can be done with them."""
    now = kept.proposal
    return (
        text("proposal.objections", count=len(found.objections), n=now.number),
        *_voices(found.objections, "objection"),
        *_voices(found.concerns, "concern"),
        text("proposal.integrate", who=Who(now.proposer), n=now.number, p=call.prefix),
    )


def agreed(kept: KeptProposal, found: Tally) -> tuple[Text, ...]:
    """Everybody who was heard can live with it."""
    now = kept.proposal
    first = text("proposal.agreed", n=now.number, words=proposals.words(now))
    return (first, *_voices(found.concerns, "concern"))


def undecided(call: Call, kept: KeptProposal, found: Tally) -> tuple[Text, ...]:
    """Nothing was decided, why, and what can be done."""
    now = kept.proposal
    concerns: list[Text] = []
    if found.objections:
        why = text("proposal.nothing-objections", n=now.number)
    elif not found.spoke:
        why = text("proposal.nothing-nobody", n=now.number)
    else:
        why = text("proposal.nothing-few", n=now.number, count=found.heard, needed=found.needed)
        concerns = _voices(found.concerns, "concern")
    return why, *concerns, text("proposal.nothing-how", n=now.number, p=call.prefix)


def _voices(voices: Sequence[Voice], what: str) -> list[Text]:
    shown = [voice_line(voice, what) for voice in voices[:MOST_SHOWN]]
    if len(voices) > MOST_SHOWN:
        shown.append(text("proposal.more-voices", count=len(voices) - MOST_SHOWN))
    return shown


def unseen(call: Call, kept: KeptProposal, voices: Sequence[Voice]) -> list[Say]:
    """What was said in a round that does not come to its end: all of it, in as few messages as fit. ``kept`` is as it was."""
    now = kept.proposal
    packs: list[list[Text]] = []
    room = 0
    for voice in sorted(voices, key=lambda one: one.stance is not Stance.OBJECTION):
        size = min(len(voice.words or ""), LONGEST_VOICE) + BESIDE_WORDS
        if not packs or size > room:
            packs.append([])
            room = FITS
        room -= size
        packs[-1].append(voice_line(voice))
    if packs:
        packs[0].insert(0, text("proposal.cut-short", n=now.number, version=now.version))
    return [
        Say(
            call.chance.key(),
            tuple(lines),
            "proposal.round",
            proposals.fields(now),
            room=call.room.id,
            about=proposals.about(now),
            **proposals.between(call, kept),
        )
        for lines in packs
    ]


def voice_line(voice: Voice, what: str | None = None) -> Text:
    """What somebody said, with their name."""
    kind = what or voice.stance.value
    if voice.words is None and voice.source is None:
        return text(f"proposal.{kind}-wordless", who=Who(voice.member))
    return text(f"proposal.{kind}-of", who=Who(voice.member), words=Said(voice.words, voice.source))


def without(kept: KeptProposal, source: str) -> KeptProposal:
    """The same, without the words of a removed event."""
    voices = tuple(
        replace(voice, words=None) if voice.source == source else voice for voice in kept.proposal.voices
    )
    return replace(kept, proposal=replace(kept.proposal, voices=voices))


# -- versions


def different(before: Changed, now: Proposal) -> tuple[Text, ...]:
    """What is different between two versions, in words: what went, what came, and where."""
    found = None if before.words is None or now.words is None else difference(before.words, now.words)
    if found is None:
        old = Said(before.words, before.source)
        return (text("proposal.another", before=old),)
    return tuple(_change(change, before, now) for change in found)


def _change(change: Change, before: Changed, now: Proposal) -> Text:
    gone, come = Said(change.gone, before.source), Said(change.come, now.source)
    if change.gone and change.come:
        return text("proposal.replaced", gone=gone, come=come)
    if change.gone:
        return text("proposal.gone", gone=gone)
    if change.after:
        return text("proposal.come-after", come=come, after=Said(change.after, now.source))
    return text("proposal.come", come=come)
