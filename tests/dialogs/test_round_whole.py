"""A whole round, as the members read it, in both languages."""

from pathlib import Path

from tests.dialogs.rounds import alarms, kept_words, new
from tests.dialogs.stage import stage


async def test_a_whole_round_in_dutch(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed", "Els", "Bram")

        (opening,) = await s.says("Karin", "!ronde Hoe zit je erbij?")
        assert opening.kind == "ritual.opened"
        assert opening.reply_to == s.last
        assert opening.body == (
            "Rondje: Hoe zit je erbij?\n"
            'Doe je mee? Zet ✋ of schrijf "ik doe mee". We beginnen om 20:05 uur.\n'
            "Iedereen krijgt een beurt. Overslaan mag altijd. We luisteren en reageren nog niet.\n"
            'Karin, doe je zelf ook mee? Zet dan ✋. Eerder beginnen: schrijf "begin".'
        )
        assert s.server.reactions == [(opening.event, "✋")]

        (hand,) = await s.taps("Karin", opening, "✋")
        assert hand.edited == opening.event
        assert hand.body.endswith("\n1 persoon doet mee: Karin.")
        (hand,) = await s.says("Ahmed", "ik doe mee")
        assert hand.edited == opening.event
        assert hand.body.endswith("\n2 mensen doen mee: Karin en Ahmed.")
        answer, hand = await s.says("Els", "!ikdoemee")
        assert answer.kind == "reply"
        assert answer.reply_to == s.last
        assert answer.body == "Fijn, Els, je doet mee. Je hoort het als je aan de beurt bent."
        assert hand.body.endswith("\n3 mensen doen mee: Karin, Ahmed en Els.")

        karin, begun = await s.says("Karin", "!begin")
        assert karin.kind == "ritual.turn"
        assert karin.reply_to == s.last
        assert karin.pings == ("@karin:localhost",)
        assert karin.content["msgtype"] == "m.text"
        assert (karin.data["member"], karin.data["index"], karin.data["of"]) == ("@karin:localhost", 1, 3)
        assert karin.body == (
            "Karin, jij bent aan de beurt: Hoe zit je erbij?\n"
            'Neem rustig de tijd. Overslaan: ⏭️ of "pas". Straks: ⏳ of "straks". Na jou: Ahmed.'
        )
        assert begun.body == (
            "Rondje: Hoe zit je erbij?\n"
            "Iedereen krijgt een beurt. Overslaan mag altijd. We luisteren en reageren nog niet.\n"
            'We zijn begonnen. Alsnog meedoen? Zet ✋ of schrijf "ik doe mee".\n'
            "3 mensen doen mee: Karin, Ahmed en Els."
        )
        assert s.server.reactions[1:] == [(karin.event, "⏭️"), (karin.event, "⏳")]

        assert await s.says("Bram", "Ik zat nog te koken") == []
        ahmed, over = await s.says("Karin", "Vandaag een stuk lichter.")
        assert (over.edited, over.body) == (karin.event, "Dank je wel, Karin.")
        assert ahmed.body.startswith("Ahmed, jij bent aan de beurt: Hoe zit je erbij?")
        assert ahmed.reply_to is None
        (els,) = new(await s.says("Ahmed", "pas"))
        assert els.reply_to == s.last
        assert els.body == (
            'Prima, Ahmed. Fijn dat je meeluistert. Toch iets zeggen? Schrijf "ik doe mee".\n'
            "Els, jij bent aan de beurt: Hoe zit je erbij?\n"
            'Neem rustig de tijd. Overslaan: ⏭️ of "pas". Na jou is het rondje rond.'
        )
        (outcome,) = new(await s.says("Els", "Moe, maar fijn dat jullie er zijn."))
        assert outcome.kind == "ritual.closed"
        assert outcome.body == (
            "Het rondje is klaar. Dank jullie wel. 2 mensen vertelden iets en 1 luisterde mee.\n"
            "Karin, wil je er een zin bij zetten? Antwoord op dit bericht."
        )
        (sentence,) = await s.says("Karin", "Fijn om jullie te horen.", reply_to=outcome)
        assert sentence.edited == outcome.event
        assert sentence.body == (
            "Het rondje is klaar. Dank jullie wel. 2 mensen vertelden iets en 1 luisterde mee.\n"
            "Karin: Fijn om jullie te horen."
        )
        assert alarms(tmp_path) == 0
        assert kept_words(tmp_path) == [
            ("@karin:localhost", "Vandaag een stuk lichter."),
            ("@els:localhost", "Moe, maar fijn dat jullie er zijn."),
        ]


async def test_a_whole_round_in_english(tmp_path: Path) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed", "Els")

        (opening,) = await s.says("Karin", "!round How are you?")
        assert opening.body == (
            "Round: How are you?\n"
            'Will you take part? Tap ✋ or write "I\'m in". We begin at 20:05.\n'
            "Everybody gets a turn. You may always pass. We listen and do not respond yet.\n"
            'Karin, do you take part yourself? Then tap ✋. To begin earlier: write "begin".'
        )
        for name, words in (("Karin", "I'm in"), ("Ahmed", "count me in")):
            (hand,) = await s.says(name, words)
            assert hand.edited == opening.event
        (hand,) = await s.says("Els", "I’m in!")
        assert hand.body.endswith("\n3 people take part: Karin, Ahmed, and Els.")

        karin, begun = await s.waits(minutes=5)
        assert karin.reply_to is None
        assert karin.body == (
            "Karin, it is your turn: How are you?\n"
            'Take your time. Pass: ⏭️ or "pass". Later: ⏳ or "later". After you: Ahmed.'
        )
        assert (
            begun.body.splitlines()[2] == 'We have begun. Still want to take part? Tap ✋ or write "I\'m in".'
        )
        ahmed, over = await s.says("Karin", "later")
        assert over.body == "Karin has a turn later.", "the kind word stands in the next message"
        assert ahmed.body.startswith("All right, Karin. Your turn comes later.\nAhmed, it is your turn:")
        els, over = await s.says("Ahmed", "Better today.")
        assert (over.edited, over.body) == (ahmed.event, "Thank you, Ahmed.")
        (karin, passed) = await s.taps("Els", els, "⏭️")
        assert passed.edited == els.event
        assert passed.body == (
            'That is fine, Els. Good to have you listening. Want to say something after all? Write "I\'m in".'
        )
        assert karin.body == (
            'Karin, it is your turn: How are you?\nTake your time. Pass: ⏭️ or "pass". After you the round is complete.'
        )
        (outcome,) = new(await s.says("Karin", "Good to hear you all."))
        assert outcome.body == (
            "The round is complete. Thank you all. 2 people shared something and 1 listened.\n"
            "Karin, would you like to add a sentence? Reply to this message."
        )
