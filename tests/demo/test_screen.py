"""How the conversation looks: on a terminal, and where there is none."""

import io
import re
from typing import Any

from rich.cells import cell_len

from copbot.demo.screen import Screen, changed_lines, clean, quoted
from copbot.demo.sight import ENCRYPTION, POLL_END, POLL_RESPONSE, POLL_START
from copbot.demo.wording import Wording

TEXT = "org.matrix.msc1767.text"
COPBOT, KARIN, ELS = "@copbot:x", "@karin:x", "@els:x"
_CODES = re.compile(r"\x1b\[[0-9;]*m")


class Shown:
    """A screen with what stands on it."""

    def __init__(self, *, terminal: bool = False, width: int | None = None, language: str = "en") -> None:
        self.out = io.StringIO()
        self.screen = Screen(self.out, Wording(language), terminal=terminal, width=width)
        self.screen.introduce(COPBOT, {KARIN: "Karin", ELS: "Els"})

    def __call__(self, *events: dict[str, Any], private: str | None = None) -> list[str]:
        for event in events:
            self.screen.show(event, private)
        return self.out.getvalue().splitlines()


def said(sender: str, body: str, event: str = "$1", **content: Any) -> dict[str, Any]:
    return {
        "type": "m.room.message",
        "event_id": event,
        "sender": sender,
        "content": {"msgtype": "m.text", "body": body, **content},
    }


def edit(target: str, body: str) -> dict[str, Any]:
    relation = {"rel_type": "m.replace", "event_id": target}
    return said(
        COPBOT, f"* {body}", f"{target}e", **{"m.new_content": {"body": body}, "m.relates_to": relation}
    )


def tap(sender: str, target: str, emoji: str, event: str = "$tap") -> dict[str, Any]:
    relation = {"rel_type": "m.annotation", "event_id": target, "key": emoji}
    return {"type": "m.reaction", "event_id": event, "sender": sender, "content": {"m.relates_to": relation}}


def reply(target: str) -> dict[str, Any]:
    return {"m.relates_to": {"m.in_reply_to": {"event_id": target}}}


def test_without_a_terminal_it_is_plain_and_unwrapped() -> None:
    long = "word " * 60
    lines = Shown()(said(KARIN, long.strip()), said(COPBOT, "One.\nTwo.", "$2"))
    assert lines == [f"Karin: {long.strip()}", "copbot: One.", "  Two."]


def test_on_a_terminal_names_are_coloured_and_lines_wrapped_under_the_words() -> None:
    lines = Shown(terminal=True, width=40)(said(KARIN, "word " * 20), said(COPBOT, "Hello.", "$2"))
    assert all("\x1b[" in line for line in (lines[0], lines[-1]))
    plain = [_CODES.sub("", line) for line in lines]
    assert plain[0].startswith("Karin   word")
    assert len(plain) == 5
    assert all(line.startswith("        word") for line in plain[1:4])
    assert all(cell_len(line) <= 40 for line in plain)
    assert lines[0].endswith("word")
    assert re.search(r"\x1b\[0m *word", lines[0])  # the name is coloured, the words are not
    karin, copbot = (re.search(r"\x1b\[([0-9;]+)m", lines[place]) for place in (0, -1))
    assert karin is not None
    assert copbot is not None
    assert karin[1] != copbot[1]


def test_lines_are_no_wider_than_reads_well() -> None:
    lines = Shown(terminal=True, width=300)(said(KARIN, "word " * 100))
    assert max(cell_len(_CODES.sub("", line)) for line in lines) <= 100


def test_an_edit_shows_only_what_changed() -> None:
    shown = Shown()
    lines = shown(said(COPBOT, "Round.\nPut a hand."), edit("$1", "Round.\nTwo take part."))
    assert lines[-1] == "copbot: (edits) Two take part."
    assert shown(edit("$1", "Round.\nThree take part."))[-1] == "copbot: (edits) Three take part."


def test_an_edit_that_changes_nothing_to_read_is_not_shown() -> None:
    assert len(Shown()(said(COPBOT, "Round."), edit("$1", "Round."))) == 1


def test_changed_lines() -> None:
    assert changed_lines("a\nb", "a\nc") == ["c"]
    assert changed_lines("a\nb\nc", "a\nc") == ["a", "c"]  # something went away: what is left
    assert changed_lines("a", "a") == []


def test_reactions_of_members_name_what_they_stand_on() -> None:
    lines = Shown()(
        said(COPBOT, "Is this all right? Then put a hand up here, please."), tap(KARIN, "$1", "✅")
    )
    assert lines[-1] == "  Karin puts ✅ on copbot: “Is this all right? Then put a h…”"


def test_a_reaction_on_a_message_of_ones_own() -> None:
    lines = Shown(language="nl")(said(KARIN, "Dat kan niet."), tap(KARIN, "$1", "🧱"))
    assert lines[-1] == "  Karin zet 🧱 bij het eigen bericht: “Dat kan niet.”"


def test_what_copbot_offers_to_tap_stands_together_under_its_message() -> None:
    shown = Shown()
    shown(said(COPBOT, "Your turn."), tap(COPBOT, "$1", "⏭️"), tap(COPBOT, "$1", "⏳"))
    assert shown(said(KARIN, "Hm.", "$2")) == ["copbot: Your turn.", "  to tap: ⏭️ ⏳", "Karin: Hm."]


def test_what_copbot_offers_too_late_is_left_out() -> None:
    shown = Shown()
    assert len(shown(said(COPBOT, "Your turn."), said(KARIN, "Here.", "$2"), tap(COPBOT, "$1", "⏭️"))) == 2
    shown.screen.flush()
    assert "⏭️" not in shown.out.getvalue()


def test_private_chats_are_marked_in_both_directions() -> None:
    lines = Shown()(said(ELS, "privacy"), said(COPBOT, "I keep little.", "$2"), private=ELS)
    assert lines == [
        "Els: (in private with copbot) privacy",
        "copbot: (in private with Els) I keep little.",
    ]


def test_only_the_mark_of_a_private_chat_is_dim() -> None:
    lines = Shown(terminal=True, width=80)(said(ELS, "privacy"), private=ELS)
    mark, words = lines[0].split("(in private with copbot) ")
    assert mark.endswith("\x1b[2m")
    assert words == "\x1b[0m\x1b[3mprivacy\x1b[0m"


def test_a_members_reply_shows_to_what() -> None:
    lines = Shown()(said(COPBOT, "It can't be done."), said(ELS, "it may", "$2", **reply("$1")))
    assert lines[1:] == ["Els: to copbot: “It can't be done.”", "  it may"]


def test_an_answer_of_copbots_stands_without_what_it_answers() -> None:
    lines = Shown()(said(ELS, "!help"), said(COPBOT, "Good.", "$2", **reply("$1")))
    assert lines[-1] == "copbot: Good."


def test_a_poll_is_shown_as_clients_show_it() -> None:
    answers = [{"id": "a", TEXT: "tea"}, {"id": "b", TEXT: "coffee\x1b"}]
    start = {
        POLL_START: {"question": {TEXT: "What now?"}, "answers": answers},
        TEXT: "Poll 1: What now?\n1. tea",
    }
    opened = {"type": POLL_START, "event_id": "$1", "sender": COPBOT, "content": start}

    def of_it(sender: str, kind: str, **content: Any) -> dict[str, Any]:
        relation = {"rel_type": "m.reference", "event_id": "$1"}
        return {
            "type": kind,
            "event_id": "$2",
            "sender": sender,
            "content": {"m.relates_to": relation, **content},
        }

    lines = Shown()(
        opened,
        of_it(ELS, POLL_RESPONSE, **{POLL_RESPONSE: {"answers": ["b"]}}),
        of_it(ELS, POLL_RESPONSE, **{POLL_RESPONSE: {"answers": []}}),
        of_it(COPBOT, POLL_END, **{POLL_END: {}, TEXT: "Poll 1 is closed."}),
        said(KARIN, "Tea it is.", "$3", **reply("$1")),
    )
    assert lines == [
        "copbot: Poll: What now?",
        "  ○ tea",
        "  ○ coffee",
        "  Els votes: coffee",
        "  Els takes their vote back",
        "  copbot closes the poll: “What now?”",
        "Karin: to copbot: “Poll: What now? ○ tea ○ coffee”",
        "  Tea it is.",
    ]


def test_taking_away() -> None:
    shown = Shown()
    shown(said(COPBOT, "Round."), tap(KARIN, "$1", "✋", "$2"))
    gone = {"type": "m.room.redaction", "event_id": "$3", "sender": KARIN, "content": {"redacts": "$2"}}
    assert shown(gone)[-1] == "  Karin takes ✋ away"
    gone = {"type": "m.room.redaction", "event_id": "$4", "sender": KARIN, "content": {"redacts": "$1"}}
    assert shown(gone)[-1] == "  Karin takes a message away"


def test_coming_and_leaving_are_shown_but_not_a_change_of_name() -> None:
    def member(now: str, before: str) -> dict[str, Any]:
        unsigned = {"prev_content": {"membership": before}}
        content = {"membership": now}
        return {
            "type": "m.room.member",
            "event_id": "$m",
            "sender": ELS,
            "state_key": ELS,
            "content": content,
            "unsigned": unsigned,
        }

    shown = Shown()
    assert shown(member("invite", "leave")) == []
    assert shown(member("join", "invite")) == ["  Els comes in"]
    assert len(shown(member("join", "join"))) == 1
    assert shown(member("leave", "join"))[-1] == "  Els leaves"


def test_that_the_room_is_encrypted_is_told_and_of_private_chats_it_is_not() -> None:
    encryption = {
        "type": ENCRYPTION,
        "event_id": "$e",
        "sender": KARIN,
        "state_key": "",
        "content": {"algorithm": "m"},
    }
    assert Shown()(encryption) == [f"  {Wording('en')('screen.encrypted')}"]
    assert Shown()(encryption, private=ELS) == []


def test_headings() -> None:
    plain, coloured = Shown(), Shown(terminal=True, width=40)
    plain.screen.scene("A round")
    assert plain.out.getvalue() == "\n== A round ==\n"
    coloured.screen.scene("A round to check in, in which nobody has to say anything")
    lines = _CODES.sub("", coloured.out.getvalue()).splitlines()
    assert lines[1].startswith("── A round")
    assert max(len(line) for line in lines) <= 40


def test_nobody_can_move_the_cursor_or_use_markup() -> None:
    lines = Shown()(said(KARIN, "a\x1b[2Jb\x07 [bold]c[/bold]\u202e"))
    assert lines == ["Karin: a[2Jb [bold]c[/bold]"]
    assert clean("👩‍👧 ✋🏽 ⏭️") == "👩‍👧 ✋🏽 ⏭️"


def test_quotes_are_short_and_on_one_line() -> None:
    assert quoted("one\ntwo") == "one two"
    assert quoted("x" * 60) == "x" * 31 + "…"


def test_what_is_shown_beside_a_typed_line_goes_through_its_keeper() -> None:
    shown, calls = Shown(), []

    def aside(show: Any) -> None:
        calls.append("before")
        show()
        calls.append("after")

    shown.screen.aside = aside
    shown(said(KARIN, "Hello"))
    assert calls == ["before", "after"]
    assert shown.out.getvalue() == "Karin: Hello\n"
