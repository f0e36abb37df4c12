"""Plays a whole ritual over days: people answer in the room or in private, pass, keep silent, and time goes by in hours."""

from __future__ import annotations

from copbot.rituals.script import Mode, Script, ScriptPhase
from tests.dialogs.playing import ACTS, AHMED, BRAM, CAST, KARIN, NOOR, TOPIC, Language, Play
from tests.dialogs.playing_acts import CASTS, LAW, MAY, SUPPORT, TEXT
from tests.dialogs.stage import ROOM, Heard, Stage, user

OVER_DAYS = {"nl": "over dagen", "en": "over days"}
PASS = {"nl": "pas", "en": "pass"}
ANSWERED = ("round", "collect", "rate", "harvest")
"""The kinds of phases in which everybody answers when it suits."""


class DaysPlay(Play):
    """One ritual over days. Who answers in private is by turns; Bram does not answer in one phase, until its time is over."""

    def __init__(self, s: Stage, script: Script, language: Language) -> None:
        own = CASTS.get(script.name)
        cast = own or CAST
        super().__init__(
            s, script, language, Mode.DAYS, cast=cast, late=own is None, encrypted=script.sensitive
        )

    async def waits(self, minutes: float) -> list[Heard]:
        return await super().waits(minutes * 60 * 6)

    async def opens(self) -> None:
        """The ritual is asked for and begins at once, with everybody."""
        await self.s.room(*self.present, encrypted=self.encrypted)
        for name in self.present:
            await self._arrives(name)
        self.s.server.sent.clear()
        called = self.script.called[self.language][0]
        await self.types(KARIN, "ritual", f"{called} {OVER_DAYS[self.language]}")
        if self.script.ask is not None:
            await self.says(KARIN, TOPIC[self.language], reply_to=self._asked(ROOM))
        if self.script.own_room:
            await self.says(KARIN, "1", reply_to=self._asked(ROOM))
        if self.script.consent_first is not None:
            await self.says(KARIN, "1", private=True, reply_to=self._asked(self.chats[KARIN]))

    async def comes_late(self) -> None:
        """Noor comes when the second phase has begun, and need not say that she takes part."""
        self._late = False
        self.s.server.members[ROOM][user(NOOR)] = NOOR
        await self.s.enters(NOOR)
        await self._arrives(NOOR)
        self.present.append(NOOR)

    async def act(self, phase: ScriptPhase) -> None:
        if phase.kind not in ANSWERED:
            await ACTS[phase.kind](self, phase)
            return
        asked = next(one for one in self.now.fresh if one.kind == "ritual.phase")
        assert asked.pings == ()
        part = self.part(phase)
        for place, name in enumerate(part):
            if not self.running(phase):
                return
            if name == AHMED and len(part) > 1 and self.does("pass", phase):
                self.passed.add(name)
                await self.says(name, PASS[self.language], reply_to=asked)
            elif name == BRAM and len(part) > 1 and self.does("silence", phase):
                self.unheard.add(name)
            else:
                await self._answers(
                    name, phase, self._words(phase, name, place), asked, private=bool(place % 2)
                )

    def _words(self, phase: ScriptPhase, name: str, place: int) -> str | None:
        if phase.kind == "rate":
            return str(3 + place % 3)
        if phase.kind == "harvest":
            support = phase.more["onto"] == "support"
            if name != (KARIN if not support else next(one for one in reversed(self.part(phase)))):
                return PASS[self.language]
            return {"may": MAY, "support": SUPPORT, "text": TEXT}[phase.more["onto"]][self.language]
        if phase.more.get("park") and place == 0 and self.does("law", phase):
            return LAW[self.language]
        return f"{phase.name}: {name}"

    async def _answers(
        self, name: str, phase: ScriptPhase, words: str | None, asked: Heard, *, private: bool
    ) -> None:
        assert words is not None
        (self.passed if words == PASS[self.language] else self.spoke).add(name)
        alone = bool(phase.more.get("private"))
        if alone or (private and name != NOOR and words != PASS[self.language]):
            heard = await self.says(name, words, private=True)
            if any(one.error == "not-understood" for one in heard):
                await self.says(name, "1", private=True)
        else:
            await self.says(name, words, reply_to=asked)
