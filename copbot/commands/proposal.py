"""``!proposal``: propose something to the group, see it, take it back, or take its consent round up again.

Here too: the alarms of its rounds, replies to them, and what was said again when words in it were removed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from copbot.core.wishes import Wish
from copbot.dialogue import (
    proposal_hearing,
    proposal_leading,
    proposal_leaving,
    proposal_nudging,
    proposal_removal,
    proposal_show,
    proposals,
)
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.dialogue.proposal_phrases import CLEAR_TO_ME, NOT_YET, NOTHING_TO_ADD

# Option words count only in lower case; with nothing else in the line it is no proposal.
_NOW = re.compile(r"(?:nu|now|live)\b[:,]?\s*(.*)", re.DOTALL)
_SHOW = re.compile(r"#?[0-9]{1,9}")
_WITHDRAW = re.compile(
    r"(?:trek\s+in|intrekken|withdraw|take back)(?:\s+(#?[0-9]{1,9}))?|trek\s+(#?[0-9]{1,9})\s+in"
    r"|(#?[0-9]{1,9})\s+(?:trek\s+in|intrekken|withdraw|take back)"
)
_AGAIN = re.compile(
    r"(?:opnieuw|again|resume)(?:\s+(#?[0-9]{1,9}))?|(#?[0-9]{1,9})\s+(?:opnieuw|again|resume)"
)


def run(call: Call, line: str) -> Sequence[Wish]:
    """Propose something, or do something with a proposal."""
    words = line.strip()
    plain = words.rstrip(" .!?")
    if not words and call.about is not None and call.about.what == "proposal":
        return proposal_show.show(call, "")
    if not words:
        return proposal_show.listed(call)
    if _SHOW.fullmatch(plain):
        return proposal_show.show(call, plain)
    if match := _WITHDRAW.fullmatch(plain):
        return proposal_leading.withdraw(call, match[match.lastindex or 0] if match.lastindex else "")
    if match := _AGAIN.fullmatch(plain):
        return proposal_leading.resume(call, match[1] or match[2] or "")
    if match := _NOW.fullmatch(words):
        return proposal_leading.open_(call, match[1], live=True)
    return proposal_leading.open_(call, words, live=False)


def now(call: Call, line: str) -> Sequence[Wish]:
    """A live proposal whose words were asked for."""
    return proposal_leading.open_(call, line, live=True, sure=True)


def sure(call: Call, line: str) -> Sequence[Wish]:
    """A proposal that was meant as one."""
    return proposal_leading.open_(call, line, live=False, sure=True)


def mind(call: Call, line: str) -> Sequence[Wish]:
    """ "Nee, nog niet": somebody is not ready to go on."""
    found = proposals.find(call, line, "proposal-mind")
    return proposal_hearing.minds(call, found.kept) if isinstance(found, proposals.Found) else found


def not_yet(call: Call, line: str) -> Sequence[Wish]:
    """The same, in reply; it only means something while going on is proposed."""
    found = proposals.find(call, line, "proposal-mind")
    if not isinstance(found, proposals.Found) or not found.kept.proposal.skipping:
        return ()
    return proposal_hearing.minds(call, found.kept)


def spoken(call: Call, line: str) -> Sequence[Wish]:
    """ "Duidelijk", or a reaction in few words, said to copbot and not to the message of the round."""
    return proposal_hearing.spoken(call, line)


def passes(call: Call, line: str) -> Sequence[Wish]:
    """The same, where it was asked which proposal is meant."""
    return proposal_hearing.passes(call, line)


def withdraw_in_words(call: Call, line: str) -> Sequence[Wish]:
    """ "Ik trek mijn voorstel in"."""
    return proposal_leading.withdraw(call, line)


def _part(
    name: str,
    act: Callable[[Call, str], Sequence[Wish]],
    reads: tuple[str, ...] = proposals.READS,
    **more: Any,
) -> Command:
    return Command(
        names=(name,),
        part_of="proposal",
        dutch=(),
        section="decisions",
        run=act,
        reads=reads,
        hidden=True,
        **more,
    )


_TAKE_BACK = r"ik trek (?:mijn|het|dit) voorstel (?:weer )?in|i (?:withdraw|take back) my proposal"

COMMANDS = (
    Command(
        names=("proposal",),
        dutch=("voorstel",),
        section="decisions",
        run=run,
        reads=proposals.READS,
        wordy=True,
        phrases=(
            Phrase(r"ik stel voor(?: om| dat)?[:,]?\s+(?P<words>.{8,})", line='"{words}"'),
            Phrase(r"i propose(?: that| to)?[:,]?\s+(?P<words>.{8,})", line='"{words}"'),
        ),
        rings={
            proposals.DEADLINE: proposal_leading.lapse,
            proposals.SKIP: proposal_leading.skip,
        },
    ),
    _part(
        "proposal-nudge",
        lambda _call, _line: (),
        proposal_nudging.READS,
        rings={proposals.NUDGE: proposal_nudging.nudge},
    ),
    _part("proposal-now", now),
    _part("proposal-sure", sure),
    _part("proposal-mind", mind),
    _part("proposal-pass", passes),
    _part("proposal-again", proposal_leading.resume),
    _part(
        "proposal-withdraw",
        withdraw_in_words,
        phrases=(Phrase(_TAKE_BACK, about="proposal", line="{n}"), Phrase(_TAKE_BACK)),
    ),
    _part(
        "proposal-not-yet",
        not_yet,
        phrases=tuple(Phrase(NOT_YET, about=about, line="#{n}") for about in ("proposal", "proposal-thread")),
    ),
    _part(
        "proposal-spoken",
        spoken,
        phrases=tuple(
            Phrase(f"(?P<words>{words})", line="{words}") for words in (CLEAR_TO_ME, NOTHING_TO_ADD)
        ),
    ),
    _part(
        "proposal-reply",
        proposal_hearing.reply,
        silent=True,
        phrases=tuple(
            Phrase(r"(?P<words>.+)", about=about, line="{n} {words}")
            for about in ("proposal", "proposal-thread")
        ),
    ),
    _part("objector-gone", proposal_leaving.gone, silent=True, hears=("departed",)),
    _part(
        "proposal-removed",
        proposal_removal.removed,
        (*proposals.READS, "quoting"),
        silent=True,
        hears=("redacted",),
    ),
)
