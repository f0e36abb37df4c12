"""``!away``: for a while no turns and no messages of copbot's own accord, in any room. What one asks is answered."""

from __future__ import annotations

from collections.abc import Sequence

from copbot.core.wishes import Wish
from copbot.dialogue.away import LETTING_GO, away
from copbot.dialogue.call import Call
from copbot.dialogue.command import Command, Phrase
from copbot.leading import rounds
from copbot.leading.away import let_go_by


def run(call: Call, line: str) -> Sequence[Wish]:
    """Away until a time."""
    return away(call, line)


_GONE = r"(?:weg|niet|afwezig|op vakantie|met vakantie)"
_WHILE = r"(?:even|eventjes|ff|een tijdje|een poosje|een paar dagen|een paar weken|een dag of wat) (?:er )?(?:weg|niet|afwezig|op vakantie|met vakantie)"

COMMANDS = (
    Command(
        names=("away",),
        dutch=("evenweg",),
        section="yourself",
        run=run,
        reads=(*rounds.READS, "away", "stopped", "seated"),
        roomless=True,
        wordy=True,
        phrases=(
            Phrase(rf"ik ben (?:er |even )*{_GONE} (?P<when>(?:tot|t/m|t/?m|voor) .+)", line="{when}"),
            Phrase(rf"ik ben (?:er )?tot (?P<when>.+?) (?:even |er )*{_GONE}", line="tot {when}"),
            Phrase(
                r"ik ga (?:even |er |nu |morgen )*(?:op|met) (?:vakantie|reis|kamp)(?: (?P<when>(?:tot|t/?m|voor) .+))?",
                line="{when}",
            ),
            Phrase(
                r"i(?:['’]m| am) going (?:away|on holiday|on vacation)(?: (?P<when>(?:until|till|for|through) .+))?",
                line="{when}",
            ),
            Phrase(
                r"i(?:['’]m| am| will be|['’]ll be) (?:away|off|on holiday) (?P<when>(?:until|till|for|through) .+)",
                line="{when}",
            ),
            Phrase(rf"{_WHILE} (?P<when>(?:tot|t/m|voor) .+)", line="{when}"),
            Phrase(
                rf"(?:ik (?:ben|ga) )?(?:er )?{_WHILE}(?: niet)?|ik ben {_GONE}|ik (?:heb|wil|neem) (?:even |wat |een beetje )*(?:rust|pauze)(?: nodig)?|ik wil even geen (?:berichten|berichtjes)(?: meer)?"
            ),
            Phrase(r"i(?:['’]m| am) away(?: for a (?:while|bit))?|i need (?:a|some) (?:break|rest)"),
            Phrase(
                r"(?:i(?:['’]m| am|['’]ll be) )?away for (?P<when>a few days|a couple of days|a while|some time)",
                line="",
            ),
        ),
        rings={LETTING_GO: let_go_by},
    ),
)
