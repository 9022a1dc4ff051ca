"""The house itself: its set-up, its locks, what git keeps, what the papers say, and which room may import which.

The set-up runs for real, `scripts/setup` in a folder of its own, but its Pythons are small scripts that say what
version they are and write down what pip was asked for: a test takes milliseconds and installs nothing.
"""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lib.config import SETTINGS, Setting

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
ROOMS = sorted(path.name for path in (ROOT / "lib").iterdir() if path.is_dir() and path.name != "__pycache__")
LOCKS = ("requirements.lock", "requirements-dev.lock")


# --- Set-up ----------------------------------------------------------------------------------------------------------

PYTHON = """#!/bin/sh
case "$1 $2 $3" in
"-c "*) echo {version} ;;
"-m venv "*) rm -rf "$4" && mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
"-m pip install") echo "$@" >>"$PIP_CALLS"; [ ! -e "$PIP_FAILS" ] || {{ cat "$PIP_FAILS"; exit 1; }} ;;
esac
"""
TOOLS = ("cat", "cksum", "cp", "date", "dirname", "mkdir", "mktemp", "rm", "sh")


class House:
    """A fresh clone on a machine where the only Pythons are those that ``python`` puts there."""

    def __init__(self, folder: Path):
        self.clone, self.path = folder / "clone", folder / "bin"
        self.calls, self.failure = folder / "pip calls", folder / "pip fails"
        (self.clone / "scripts").mkdir(parents=True)
        self.path.mkdir()
        shutil.copy(ROOT / "scripts/setup", self.clone / "scripts/setup")
        self.lock("one==1\n")
        for tool in TOOLS:
            (self.path / tool).symlink_to(shutil.which(tool) or tool)

    def lock(self, text: str) -> None:
        for name in LOCKS:
            (self.clone / name).write_text(text)

    def python(self, name: str, version: str) -> Path:
        file = self.path / name
        file.write_text(PYTHON.format(version=version))
        file.chmod(0o755)
        return file

    def setup(self, *locks: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.path), "PIP_CALLS": str(self.calls), "PIP_FAILS": str(self.failure), **more}
        command = [str(self.clone / "scripts/setup"), *(locks or LOCKS[:1])]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    @property
    def installs(self) -> int:
        return len(self.calls.read_text().splitlines()) if self.calls.exists() else 0

    @property
    def version(self) -> str:
        command = [str(self.clone / ".venv/bin/python"), "-c", "version"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_the_second_start_installs_nothing_and_says_nothing(house: House) -> None:
    house.python("python3", "3.11.7")
    assert house.setup().returncode == 0
    assert house.installs == 1
    second = house.setup()
    assert (second.returncode, second.stdout, second.stderr, house.installs) == (0, "", "", 1)


def test_the_app_needs_nothing_more_once_the_tests_are_set_up(house: House) -> None:
    house.python("python3", "3.11.7")
    house.setup(*LOCKS)
    house.setup()
    assert house.installs == 1


def test_a_changed_lock_is_installed(house: House) -> None:
    house.python("python3", "3.12.1")
    house.setup()
    house.lock("one==2\n")
    assert "Installing requirements.lock" in house.setup().stdout
    assert house.installs == 2


@pytest.mark.parametrize("version", ["3.6.15", "3.9.18", "3.10.13", "3.14.0"])
@pytest.mark.parametrize("named", [True, False], ids=["named", "found"])
def test_a_python_out_of_range_gets_one_clear_line(house: House, version: str, named: bool) -> None:
    python = house.python("python3.12", version)
    house.python("python3", version)
    answer = house.setup(**({"PYTHON": str(python)} if named else {}))
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert re.fullmatch(
        rf"Studio needs Python 3\.11, 3\.12 or 3\.13 and found {re.escape(version)}: .*\n", answer.stderr
    )
    assert not (house.clone / ".venv").exists()


def test_a_machine_without_python_gets_one_clear_line(house: House) -> None:
    answer = house.setup()
    assert answer.returncode == 1
    assert re.fullmatch(r"Studio needs Python 3\.11, 3\.12 or 3\.13: .*\n", answer.stderr)


def test_a_named_python_that_is_not_there_is_named_in_the_line(house: House) -> None:
    house.python("python3", "3.11.7")
    answer = house.setup(PYTHON="/nowhere/python3.12")
    assert answer.returncode == 1
    assert re.fullmatch(r"Studio needs Python .* and found nothing at /nowhere/python3\.12: .*\n", answer.stderr)


def test_a_name_with_no_python_behind_it_is_passed_over(house: House) -> None:
    (house.path / "python3.13").write_text("#!/bin/sh\necho 'python3.13: command not found' >&2\nexit 127\n")
    (house.path / "python3.13").chmod(0o755)
    house.python("python3.11", "3.11.7")
    assert house.setup().returncode == 0
    assert house.version == "3.11.7"


def test_the_newest_python_in_range_is_taken(house: House) -> None:
    for name, version in (("python3.11", "3.11.7"), ("python3.12", "3.12.1"), ("python3", "3.14.0")):
        house.python(name, version)
    house.setup()
    assert house.version == "3.12.1"


def test_another_python_can_be_named_at_any_time(house: House) -> None:
    house.python("python3.13", "3.13.0")
    other = house.python("my python", "3.11.7")
    house.setup()
    assert house.setup(PYTHON=str(other)).returncode == 0
    assert house.version == "3.11.7"
    assert house.setup().stdout == ""  # and stays until another one is named


def test_a_venv_whose_python_is_gone_is_made_anew(house: House) -> None:
    house.python("python3", "3.11.7")
    house.setup()
    (house.clone / ".venv/bin/python").unlink()
    assert house.setup().returncode == 0
    assert house.version == "3.11.7"


def test_a_failed_installation_is_shown_and_tried_again(house: House) -> None:
    house.python("python3", "3.11.7")
    house.failure.write_text("ERROR: no such wheel\n")
    failed = house.setup()
    assert failed.returncode == 1
    assert "ERROR: no such wheel" in failed.stderr
    house.failure.unlink()
    assert house.setup().returncode == 0
    assert house.installs == 2


def test_make_alone_lists_what_can_be_made() -> None:
    listed = subprocess.run(["make", "-C", ROOT], capture_output=True, text=True, check=True).stdout
    targets = set(re.findall(r"^make ([a-z-]+) ", listed, re.MULTILINE))
    assert {"run", "test", "test-all", "lint", "chaos", "bench"} <= targets


def test_ci_runs_make_test_and_nothing_else() -> None:
    ci = ROOT / ".ci/run"
    commands = [line for line in ci.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert commands == ['cd "$(dirname "$0")/.." && exec make test']
    assert os.access(ci, os.X_OK)


def test_a_commit_is_held_to_what_make_lint_runs() -> None:
    lint = subprocess.run(["make", "-n", "-C", ROOT, "lint"], capture_output=True, text=True, check=True).stdout
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    tools = r"\.venv/bin/(ruff [a-z]+|[a-z-]+)"
    assert set(re.findall(rf"entry: {tools}", hooks)) == set(re.findall(rf"^{tools}", lint, re.MULTILINE)) != set()


# --- Locks -----------------------------------------------------------------------------------------------------------


def requirements(name: str) -> list[Requirement]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text("utf-8").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def pins(name: str, python: str) -> list[tuple[str, str]]:
    """Package and version of every line of a lock that this Python installs; anything but ``==`` is a KeyError."""
    here = {"python_version": python, "python_full_version": f"{python}.0"}
    rows = [row for row in requirements(name) if row.marker is None or row.marker.evaluate(here)]
    return [(row.name, {one.operator: one.version for one in row.specifier}["=="]) for row in rows]


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize(
    ("lock", "wanted"), [(LOCKS[0], ["requirements.txt"]), (LOCKS[1], ["requirements.txt", "requirements-dev.txt"])]
)
def test_a_lock_pins_everything_asked_for_once_for_each_python(lock: str, wanted: list[str], python: str) -> None:
    rows = pins(lock, python)
    pinned = dict(rows)
    assert len(pinned) == len(rows)
    for asked in (row for name in wanted for row in requirements(name)):
        assert asked.specifier.contains(pinned[asked.name]), f"{lock} has {asked.name} {pinned[asked.name]}"


def test_the_tests_run_on_the_very_versions_of_the_app() -> None:
    assert set(map(str, requirements(LOCKS[0]))) <= set(map(str, requirements(LOCKS[1])))


def test_the_app_imports_nothing_that_its_lock_does_not_install() -> None:
    sources = [ROOT / "studio.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "lib").rglob("*.py")]
    roots = {module.split(".")[0] for file in sources for module in imports(file)}
    foreign = roots - sys.stdlib_module_names - {"lib"}
    owners = importlib.metadata.packages_distributions()
    locked = {canonicalize_name(row.name) for row in requirements(LOCKS[0])}
    assert {module for module in foreign if locked.isdisjoint(map(canonicalize_name, owners.get(module, [])))} == set()


# --- What git keeps --------------------------------------------------------------------------------------------------


def ignored(folder: Path, paths: list[str]) -> set[str]:
    """Which of these our .gitignore hides, in a repository of its own and without the rules of this machine."""
    shutil.copy(ROOT / ".gitignore", folder / ".gitignore")
    git = ["git", "-C", str(folder), "-c", "core.excludesFile=/dev/null"]
    subprocess.run([*git, "init", "-q", "--template="], check=True)
    command = [*git, "check-ignore", "--no-index", "--stdin"]
    return set(
        subprocess.run(command, input="\n".join(paths), capture_output=True, text=True, check=False).stdout.split()
    )


def test_git_hides_no_source(tmp_path: Path) -> None:
    folders = ("lib", "pages", "presets", "tests", "bench", "docs", "scripts", ".ci")
    files = [path.relative_to(ROOT) for top in folders for path in (ROOT / top).rglob("*") if path.is_file()]
    sources = [str(file) for file in files if "__pycache__" not in file.parts]
    assert len(sources) > len(ROOMS)
    coming = [f"lib/{room}/data/models.toml" for room in ROOMS]
    assert (
        ignored(tmp_path, [*sources, *coming, ".streamlit/config.toml", ".env.example", "requirements.lock"]) == set()
    )


def test_git_hides_data_secrets_and_caches(tmp_path: Path) -> None:
    paths = [
        "data/studio.db",
        ".env",
        ".streamlit/secrets.toml",
        ".venv/bin/python",
        "lib/gate/__pycache__/admit.cpython-311.pyc",
        ".mypy_cache/x",
        ".pytest_cache/x",
        ".ruff_cache/x",
        ".import_linter_cache/x",
        ".hypothesis/x",
    ]
    assert ignored(tmp_path, paths) == set(paths)


# --- What the papers say ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_stands_in_the_readme_and_in_the_example(setting: Setting) -> None:
    default = f"`{setting.default}`" if setting.default else "–"
    assert f"| `{setting.name}` | {default} | {setting.help} |\n" in README
    choices = f" One of: {', '.join(setting.choices)}." if setting.choices else ""
    example = (ROOT / ".env.example").read_text("utf-8")
    assert f"\n# {setting.help}{choices}\n# {setting.name}={setting.default}\n" in example


def test_the_papers_name_no_setting_that_does_not_exist() -> None:
    example = re.findall(r"^# ?([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    readme = re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE)
    assert example == readme == [setting.name for setting in SETTINGS]


def test_the_readme_has_a_line_for_every_room_and_for_no_other() -> None:
    assert sorted(re.findall(r"^\| `lib/([a-z]+)/` \|", README, re.MULTILINE)) == ROOMS


@pytest.mark.parametrize("paper", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_link_of_a_paper_leads_to_a_file(paper: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / paper).read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_readme_names_every_wheel_that_asks_for_more_than_a_notice() -> None:
    def licence(name: str) -> str:
        meta = importlib.metadata.metadata(name)
        fields = ("License-Expression", "License", "Classifier")
        return " ".join(text for field in fields for text in meta.get_all(field, []))

    installed = (row.name for row in requirements(LOCKS[0]) if row.marker is None or row.marker.evaluate())
    demanding = [name for name in installed if re.search(r"\b(L?GPL|MPL|General Public|Mozilla Public)", licence(name))]
    assert "psycopg" in demanding
    assert [name for name in demanding if f"`{name}`" not in README] == []


# --- Rooms -----------------------------------------------------------------------------------------------------------


def imports(file: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it; ``from lib import gate`` is ``lib.gate``."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)


OUTSIDE = r"google|sqlalchemy|alembic|sqlite3|psycopg|dbos|lib\.(providers|demo|worker|admin)"


def test_pages_and_launcher_know_no_provider_no_sql_and_no_neighbour() -> None:
    """import-linter holds the packages of lib to the arrows; pages and the launcher are no packages."""
    rules = dict.fromkeys((ROOT / "pages").glob("*.py"), rf"{OUTSIDE}|lib\.app|pages|studio")
    rules[ROOT / "studio.py"] = rf"{OUTSIDE}|pages"
    wrong = [
        f"{file.relative_to(ROOT)} imports {module}"
        for file, forbidden in rules.items()
        for module in imports(file)
        if re.match(rf"({forbidden})(\.|$)", module)
    ]
    assert wrong == []


@pytest.mark.parametrize(("folder", "limit"), [("lib", 400), ("pages", 250), ("scripts", 400), ("bench", 400)])
def test_a_module_is_short_enough_to_hold_one_noun(folder: str, limit: int) -> None:
    lengths = {file: len(file.read_text("utf-8").splitlines()) for file in (ROOT / folder).rglob("*.py")}
    assert {str(file.relative_to(ROOT)): lines for file, lines in lengths.items() if lines > limit} == {}
