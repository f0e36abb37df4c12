"""The independent encrypted client is installed as pinned, or one sentence says what it lacks and make goes on."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "tests" / "peer" / "package-lock.json"
TOOLS = ("sh", "dirname", "cmp", "cp", "mkdir", "touch")
NODE = 'case "$1" in --version) echo v20.1.0 ;; -e) exit {old} ;; esac'
NPM = 'echo "npm $*"; mkdir -p node_modules; exit {code}'


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder with the script and what it reads, and beside it a PATH without Node.js."""
    for name in ("bin", "tools", "tests/peer"):
        (tmp_path / name).mkdir(parents=True)
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    shutil.copy(ROOT / "tools" / "peer.sh", tmp_path / "tools")
    shutil.copy(LOCK, tmp_path / "tests" / "peer")
    return tmp_path


def program(folder: Path, name: str, script: str) -> None:
    file = folder / "bin" / name
    file.write_text(f"#!{shutil.which('sh')}\n{script}\n")
    file.chmod(0o755)


def install(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["tools/peer.sh"],
        cwd=folder,
        env={"PATH": str(folder / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_node_one_sentence_says_what_to_install(bare: Path) -> None:
    found = install(bare)
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("Tests with an independent encrypted client will be skipped: Node.js 20")
    assert found.stderr.count("\n") == 1


def test_a_node_that_is_too_old_is_told(bare: Path) -> None:
    program(bare, "node", NODE.format(old=1))
    program(bare, "npm", NPM.format(code=0))
    found = install(bare)
    assert found.returncode == 1
    assert "Node.js v20.1.0 is here but 20 or newer is needed" in found.stderr


def test_when_npm_fails_its_words_are_shown_and_the_next_time_tries_again(bare: Path) -> None:
    program(bare, "node", NODE.format(old=0))
    program(bare, "npm", NPM.format(code=1))
    assert install(bare).returncode == 1
    found = install(bare)
    assert found.returncode == 1
    assert found.stderr.splitlines()[0].startswith("npm ci")
    assert "npm could not install it" in found.stderr


def test_what_is_installed_is_kept_until_other_versions_are_wanted(bare: Path) -> None:
    program(bare, "node", NODE.format(old=0))
    program(bare, "npm", NPM.format(code=0))
    assert install(bare).stdout.startswith("Installing an independent encrypted client")
    assert (install(bare).returncode, install(bare).stdout) == (0, "")
    (bare / "tests" / "peer" / LOCK.name).write_text("{}")
    assert install(bare).stdout.startswith("Installing an independent encrypted client")


def test_make_goes_on_without_it_and_tries_again_the_next_time(bare: Path) -> None:
    shutil.copy(ROOT / "Makefile", bare)
    stamp = bare / ".venv" / "stamp" / "peer"
    stamp.parent.mkdir(parents=True)
    (bare / "tests" / "peer" / "package.json").touch()

    def make() -> subprocess.CompletedProcess[str]:
        command = [str(shutil.which("make")), "-o", ".venv/stamp/dev", ".venv/stamp/peer"]
        return subprocess.run(
            command, cwd=bare, env={"PATH": str(bare / "bin")}, capture_output=True, text=True, check=False
        )

    without = make()
    assert (without.returncode, stamp.exists()) == (0, False)
    assert "will be skipped: Node.js 20" in without.stderr
    program(bare, "node", NODE.format(old=0))
    program(bare, "npm", NPM.format(code=0))
    assert (make().returncode, stamp.exists()) == (0, True)


def test_versions_and_bytes_are_pinned_and_no_address_is() -> None:
    wanted = json.loads((LOCK.parent / "package.json").read_text())["dependencies"]
    packages = json.loads(LOCK.read_text())["packages"]
    assert packages[""]["dependencies"] == wanted
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    del packages[""]
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert "://" not in LOCK.read_text()
