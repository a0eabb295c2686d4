"""The worked mechanism of docs/extending.md: its difference fits the source, and does what the page says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOST_SOURCE_FILES = 7


def difference() -> str:
    """Return what the page shows, as one patch."""
    page = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    return "".join(re.findall(r"^```diff\n(.*?)^```$", page, flags=re.DOTALL | re.MULTILINE))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the package and its tests, with the mechanism."""
    copy = tmp_path_factory.mktemp("house")
    for name in ("simorg", "tests", "conf", "docs"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.glob("*.*"):
        if path.is_file():
            shutil.copy(path, copy)
    shutil.copy(ROOT / "Makefile", copy)
    examples = shutil.ignore_patterns("__pycache__", "plugins")  # of users, for whom the house has no rules
    shutil.copytree(ROOT / "conf", copy / "simorg" / "conf", ignore=examples)
    done = subprocess.run(
        ["git", "apply", "--verbose", "-"], cwd=copy, input=difference(), text=True, capture_output=True
    )
    assert done.returncode == 0, f"the source has moved on; renew the page:\n{done.stderr}"
    return copy


def held(house: Path, *chosen: str) -> None:
    """Run tests of the copy, with kernels as plain Python."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *chosen]
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(house)}
    done = subprocess.run(command, cwd=house, env=environment, text=True, capture_output=True)
    assert done.returncode == 0, done.stdout[-3000:]


def test_it_touches_few_files() -> None:
    touched = re.findall(r"^\+\+\+ b/(\S+)", difference(), flags=re.MULTILINE)
    source = [name for name in touched if name.startswith("simorg/")]
    assert len(set(touched)) == len(touched)
    assert 0 < len(source) <= MOST_SOURCE_FILES, source


def test_its_story_is_played_by_both_engines(house: Path) -> None:
    held(house, "tests/mechanisms/test_release.py", "-k", "board")


@pytest.mark.slow
def test_the_rest_of_the_house_stands_with_it(house: Path) -> None:
    """Off, it changes no trace; on, logs and stories tell its event; its keys and its measure have labels."""
    held(
        house,
        "tests/golden",
        "tests/test_house.py",
        "tests/unit/trace/log/test_log.py",
        "tests/unit/trace/test_story.py",
    )
