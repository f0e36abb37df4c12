"""What is installed is exactly what was tested, and a machine without what it takes is told so in a sentence."""

import re
import shutil
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from copbot.core.failures import TokenDead
from copbot.store.lock import DataFolderLocked

ROOT = Path(__file__).parents[1]
PINNED = re.compile(r"[a-z0-9.-]+==[\w.]+")


def pins(name: str) -> dict[str, str]:
    """What the file in requirements/ pins, with what the files it names pin."""
    found: dict[str, str] = {}
    for line in (ROOT / "requirements" / name).read_text().splitlines():
        if line.startswith("-r "):
            found |= pins(line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            assert PINNED.fullmatch(line), line
            package, _, version = line.partition("==")
            assert found.get(canonicalize_name(package), version) == version
            found[canonicalize_name(package)] = version
    return found


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.mark.parametrize(
    ("file", "extras"), [("runtime.txt", []), ("demo.txt", ["demo"]), ("dev.txt", ["demo", "test", "dev"])]
)
def test_everything_that_the_project_asks_for_is_pinned_within_its_range(
    file: str, extras: list[str]
) -> None:
    asked = project()["project"]
    wanted = [
        *asked["dependencies"],
        *(line for extra in extras for line in asked["optional-dependencies"][extra]),
    ]
    found = pins(file)
    for requirement in map(Requirement, wanted):
        if requirement.name != "copbot":
            version = found[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), (requirement, version)


def test_what_builds_copbot_is_the_version_that_the_project_names() -> None:
    [backend] = project()["build-system"]["requires"]
    assert pins("build.txt")["hatchling"] == backend.partition("==")[2]


def test_files_that_are_installed_together_agree_on_versions() -> None:
    build, rest = pins("build.txt"), pins("dev.txt")
    assert {name: rest[name] for name in build.keys() & rest.keys()} == {
        name: build[name] for name in build.keys() & rest.keys()
    }


def test_these_tests_run_with_what_is_pinned() -> None:
    found = {name: metadata.version(name) for name in pins("dev.txt")}
    assert found == pins("dev.txt")


def test_the_container_waits_for_the_heartbeat_of_the_folder_it_keeps() -> None:
    docker = (ROOT / "Dockerfile").read_text()
    [volume] = re.findall(r"^VOLUME (\S+)$", docker, re.MULTILINE)
    assert f'["python", "-m", "copbot.health", "{volume}"]' in docker
    assert re.search(r"^USER (?!root)", docker, re.MULTILINE)
    assert all(
        re.fullmatch(r"[\w/]+:\d+\.\d+\.\d+-[\w-]+", image)
        for image in re.findall(r"^FROM (\S+)", docker, re.MULTILINE)
    )


def test_operators_read_the_exit_codes_that_there_are() -> None:
    text = (ROOT / "docs" / "operators.md").read_text()
    rows = dict(re.findall(r"^\| (\d) \| ([^|]+?) \|", text, re.MULTILINE))
    assert sorted(rows) == ["0", "1", "2", "3", "4"]
    assert "data folder" in rows[str(DataFolderLocked.exit_code)]
    assert "access token" in rows[str(TokenDead.exit_code)]


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder with the set-up script, and beside it a PATH without any Python."""
    (tmp_path / "bin").mkdir()
    for tool in ("rm", "sh"):
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "environment.sh", tmp_path / "tools")
    return tmp_path


def environment(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["tools/environment.sh"],
        cwd=folder,
        env={"PATH": str(folder / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


def python(folder: Path, name: str, script: str) -> None:
    file = folder / "bin" / name
    file.write_text(f"#!{shutil.which('sh')}\n{script}\n")
    file.chmod(0o755)


def test_without_python_one_sentence_says_what_to_do(bare: Path) -> None:
    found = environment(bare)
    assert found.returncode == 1
    assert found.stderr.startswith("copbot needs Python 3.11 or newer, and none was found; install it")
    assert found.stderr.count("\n") == 1


def test_a_python_that_is_too_old_or_only_a_shim_is_passed_over(bare: Path) -> None:
    python(bare, "python3.13", "exit 127")
    python(
        bare,
        "python3",
        'case "$*" in *venv) echo "$0 $*" ;; esac; [ "$2" != "import ensurepip, venv" ] || exit 0',
    )
    found = environment(bare)
    assert found.returncode == 0
    assert found.stdout.splitlines()[-1] == f"{bare}/bin/python3 -m venv .venv"


def test_a_python_without_venv_is_told(bare: Path) -> None:
    python(bare, "python3", 'case "$*" in --version) echo "Python 3.12.1" ;; *ensurepip*) exit 1 ;; esac')
    found = environment(bare)
    assert (found.returncode, found.stderr.partition(";")[0]) == (
        1,
        "Python 3.12.1 is here but its venv module is not",
    )


def test_an_environment_that_is_there_is_kept(bare: Path) -> None:
    (bare / ".venv" / "bin").mkdir(parents=True)
    python(bare, "../.venv/bin/python", "exit 0")
    found = environment(bare)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")
