"""The whole demo on a real homeserver: as anybody would start it, broken on purpose, stopped, and typed in."""

import codecs
import io
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from copbot.demo import stage
from copbot.demo.homeserver import synapse_installed
from copbot.demo.play import QUIET, awake, play
from copbot.demo.wording import Wording

HERE = Path(__file__).resolve().parent.parent.parent
BOUND = 240  # seconds, for a machine that is busy with other tests; a minute of it is the reminder's


def live(test: Callable[..., None]) -> Callable[..., None]:
    """Marks a test that plays on a real homeserver."""
    reason = "Synapse is not installed (the 'demo' extra of copbot)"
    for mark in (
        pytest.mark.live,
        pytest.mark.skipif(not synapse_installed(), reason=reason),
    ):
        test = mark(test)
    return test


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "copbot", "demo", *arguments]


def environment(folder: Path) -> dict[str, str]:
    """With `folder` for everything temporary, so that a test sees what is left behind."""
    return os.environ | {"TMPDIR": str(folder), "PYTHONPATH": str(HERE)}


def test_the_room_is_awake_at_every_hour() -> None:
    for hour in range(24):
        for minute in (0, 30, 59):
            begin, end = (
                int(clock[:2]) for clock in awake(datetime(2026, 11, 22, hour, minute, tzinfo=UTC)).split("-")
            )
            quiet = set(range(begin, end)) if begin < end else {*range(begin, 24), *range(end)}
            assert hour not in quiet
            assert (hour + 1) % 24 not in quiet or minute == 0
    assert awake(datetime(2026, 11, 22, 12, 30, tzinfo=UTC)) == QUIET[0]


@live
@pytest.mark.waits
@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.torture)])
def test_once(language: str, tmp_path: Path) -> None:
    done = subprocess.run(
        command("--once", "--language", language),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=BOUND,
        env=environment(tmp_path),
        check=False,
    )
    words = Wording(language)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert done.stdout.endswith(words("scenes.ended") + "\n")
    for line in ("hello", "join", "stuck", "thanks", "pours", "goodbye"):
        assert words(f"lines.{line}") in done.stdout
    assert words("screen.private", name="Karin") in done.stdout
    assert done.stdout.count(words("screen.encrypted")) == 1
    assert list(tmp_path.iterdir()) == []


@live
@pytest.mark.torture  # how it is told is seen without a homeserver, and that the demo ends so below
def test_a_wrong_outcome_is_told_and_is_no_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(stage, "BOUND_S", 8.0)
    out = io.StringIO()
    assert play("en", True, out, bot={"prefix": "?"}) is False
    said = out.getvalue()
    assert (
        "\nExpected: copbot to propose settings\nSeen: nothing of the kind within 8 seconds; copbot said"
        in said
    )
    assert Wording("en")("scenes.ended") not in said
    assert list(tmp_path.iterdir()) == []


@live
def test_copbot_that_does_not_start_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    out = io.StringIO()
    assert play("nl", True, out, bot={"quiet": "never"}) is False
    assert "copbot ended before it was ready:\n" in out.getvalue()
    assert "bot.quiet" in out.getvalue()
    assert list(tmp_path.iterdir()) == []


@live
@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.torture)])
def test_stopped_in_the_middle_it_clears_away(number: signal.Signals, tmp_path: Path) -> None:
    with subprocess.Popen(
        command("--once"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env=environment(tmp_path),
        # Where tests run in the background Ctrl-C is ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no other thread forks here
    ) as demo:
        assert demo.stdout is not None
        for line in demo.stdout:
            if line.startswith(b"copbot: "):
                break
        assert list(tmp_path.iterdir()) != []
        children = Path(f"/proc/{demo.pid}/task/{demo.pid}/children")
        pids = children.read_text().split() if children.exists() else []
        demo.send_signal(number)
        assert demo.wait(BOUND) == 1
        assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    assert list(tmp_path.iterdir()) == []


@live
@pytest.mark.torture  # the whole play once more, for what comes behind it
@pytest.mark.parametrize(
    "ending",
    [
        pytest.param(b"\r", id="empty line"),
        pytest.param(b"\x04", id="Ctrl-D"),
        pytest.param(b"\x03", id="Ctrl-C"),
    ],
)
def test_afterwards_somebody_may_type(ending: bytes, tmp_path: Path) -> None:
    words = Wording("en")
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(environment(tmp_path), TERM="xterm-256color", COLUMNS="80", LINES="24")
        os.execv(sys.executable, command("--language", "en"))
    typist = Typist(terminal)
    try:
        typist.waits_for(words("progress.skip"))
        typist.types(b"\r")  # no pauses
        typist.waits_for("Karin> ")
        assert "http://127.0.0.1:" in typist.seen
        assert "@els:localhost" in typist.seen
        typist.types(b"els\r")
        typist.waits_for(words("afterwards.now", name="Els"))
        typist.types(b"!commitments\r")
        typist.waits_for("copbot", "Els> ")
        typist.types(ending)
        typist.waits_for(words("scenes.ended"))
        typist.waits_for_the_end()
    finally:
        os.close(terminal)
        _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert list(tmp_path.iterdir()) == []


class Typist:
    """Somebody at a terminal."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._place = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.seen = ""

    def types(self, keys: bytes) -> None:
        os.write(self._terminal, keys)

    def waits_for(self, *texts: str) -> None:
        """Reads until all of them came, in this order, after what was waited for before."""
        until = time.monotonic() + BOUND
        for text in texts:
            while (found := self.seen.find(text, self._place)) < 0:
                came = self._read(until)
                assert came, f"the demo ended before {text!r}: {self.seen[-2000:]!r}"
            self._place = found + len(text)

    def waits_for_the_end(self) -> None:
        """Reads until the demo is gone from the terminal."""
        until = time.monotonic() + BOUND
        while self._read(until):
            pass

    def _read(self, until: float) -> bool:
        ready, _, _ = select.select([self._terminal], [], [], max(0.0, until - time.monotonic()))
        assert ready, f"nothing more came: {self.seen[self._place :][-2000:]!r}"
        try:
            came = os.read(self._terminal, 65536)
        except OSError:  # on Linux the way in which a terminal that nobody holds open ends
            came = b""
        self.seen += self._decoder.decode(came)
        return bool(came)
