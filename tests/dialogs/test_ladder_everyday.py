"""More of the words in which people answer on the ladder and say who they are, and what must not be taken for them."""

from pathlib import Path

import pytest

from tests.dialogs.stage import stage


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        (
            "Bij ons mocht het wel, toen de arts schreef",
            "mag wel, want bij ons mocht het wel, toen de arts schreef\n",
        ),
        ("het mag wel als de school het meldt", "mag wel, als de school het meldt\n"),
        ("Actually it is allowed, the law says so!", "mag wel, want the law says so"),
    ],
)
async def test_a_ground_in_everyday_words(tmp_path: Path, words: str, ground: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (opened,) = await s.says("Karin", "!kanniet halve dagen")
        (turned,) = await s.says("Ahmed", words, reply_to=opened)
        assert turned.data["rung"] == "may"
        assert ground in turned.body


@pytest.mark.parametrize(
    "words", ["it is allowed, but not here", "it is allowed, right", "mocht het bij ons wel?"]
)
async def test_no_ground(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path, "en") as s:
        await s.room("Karin", "Ahmed")
        (opened,) = await s.says("Karin", "!cannot half days")
        heard = await s.says("Ahmed", words, reply_to=opened)
        assert not [message for message in heard if message.kind == "commitment"]


@pytest.mark.parametrize("words", ["ja fijn", "Ja, fijn! 🙏", "that would be great", "wat lief, graag"])
async def test_a_welcome_in_everyday_words(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (opened,) = await s.says("Karin", "!kanniet halve dagen")
        (asked,) = await s.says("Ahmed", "I'd love to help", reply_to=opened)
        assert asked.error == "needs-what"
        (offered,) = await s.says("Ahmed", "bellen", reply_to=asked)
        assert not [
            m for m in await s.says("Karin", "graag gedaan", reply_to=offered) if m.kind == "commitment"
        ]
        (welcome,) = await s.says("Karin", words, reply_to=offered)
        assert welcome.data["pledges"][0]["standing"] == "welcome"


async def test_going_along_is_asked_back_and_then_let_go_of(tmp_path: Path) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (opened,) = await s.says("Karin", "!kanniet het gesprek")
        (sure,) = await s.says("Ahmed", "ik ga wel mee naar het gesprek", reply_to=opened)
        assert sure.body.startswith(
            "Fijn. Zal ik dit als jouw steun bij #1 zetten? ik ga wel mee naar het gesprek\n"
        )
        (offered,) = await s.says("Ahmed", "ja", reply_to=sure)
        assert offered.data["pledges"][0]["standing"] == "offered"
        (released,) = await s.says("Ahmed", "het lukt me niet hoor", reply_to=offered)
        assert released.body == "Dat is goed, Ahmed. Je hoeft dit niet meer te doen voor #1."
        (solved,) = await s.says("Karin", "this is solved 🎉", reply_to=opened)
        assert solved.data["status"] == "helped"


@pytest.mark.parametrize("words", ["ik vraag het na bij de leerplicht", "I'll check with the school"])
async def test_who_will_check_with_somebody_is_thanked(tmp_path: Path, words: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        await s.says("Karin", "!kanniet halve dagen")
        (turned,) = await s.says("Ahmed", "!magwel 1 het mag")
        (thanked,) = await s.says("Ahmed", words, reply_to=turned)
        assert thanked.body.startswith("Fijn, Ahmed. Weet je meer over #1?")


@pytest.mark.parametrize(
    ("words", "role"),
    [("ik ben moeder", "ouder"), ("ik werk op een school", "school"), ("I'm a dad", "ouder")],
)
async def test_a_role_in_everyday_words(tmp_path: Path, words: str, role: str) -> None:
    async with stage(tmp_path) as s:
        await s.room("Karin", "Ahmed")
        (told,) = await s.says("Karin", words, mention=True)
        assert told.body == f"Goed om te weten. Jij brengt mee: {role}."
