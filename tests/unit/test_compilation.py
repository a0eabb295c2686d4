"""The one decorator and its cache: never stale, where the user wants it, the same semantics."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from simorg.compilation import ABOVE, cache_root, kernel, source_fingerprint

REPOSITORY = Path(__file__).resolve().parents[2]


def test_a_fingerprint_follows_every_source_file(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n")
    before = source_fingerprint(tmp_path)
    assert source_fingerprint(tmp_path) == before
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.py").write_text("")
    between = source_fingerprint(tmp_path)
    (tmp_path / "a.py").write_text("x = 2\n")
    assert len({before, between, source_fingerprint(tmp_path)}) == 3


def test_what_lies_above_the_kernels_leaves_their_cache_alone(tmp_path):
    (tmp_path / "figures").mkdir()
    (tmp_path / "cli.py").write_text("")
    before = source_fingerprint(tmp_path, ABOVE)
    (tmp_path / "cli.py").write_text("x = 1\n")
    (tmp_path / "figures" / "new.py").write_text("")
    assert source_fingerprint(tmp_path, ABOVE) == before
    (tmp_path / "draws.py").write_text("")
    assert source_fingerprint(tmp_path, ABOVE) != before


def test_bounds_checking_has_its_own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_BOUNDSCHECK", "0")
    without = source_fingerprint(tmp_path)
    monkeypatch.setenv("NUMBA_BOUNDSCHECK", "1")
    assert source_fingerprint(tmp_path) != without


def run_python(code: str, **environment: str) -> str:
    """Run code in a fresh interpreter without the cache folder of this one."""
    clean = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    finished = subprocess.run(
        [sys.executable, "-c", code],
        env={**clean, **environment},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    return finished.stdout.strip()


SHOW_ROOT = """
import sys
from simorg.compilation import cache_root
sys.stdout.write(str(cache_root()))
"""
CLEAR = """
import sys
from simorg.compilation import clear_cache
sys.stdout.write(str(clear_cache()))
"""
DRAW_CLEAR_DRAW = """
import sys
import numba
from simorg.compilation import cache_root, clear_cache
from simorg.draws import uniform
uniform(0, 0, 0, 0, 0)
clear_cache()
uniform(0, 0, 0, 0, True)
sys.stdout.write(numba.config.CACHE_DIR + " " + str(len(list(cache_root().rglob("*.nbi")))))
"""


def test_the_cache_lives_where_the_user_says(tmp_path):
    inside = tmp_path / "chosen"
    assert Path(run_python(SHOW_ROOT, NUMBA_CACHE_DIR=str(inside))).parent == inside
    xdg = run_python(SHOW_ROOT, XDG_CACHE_HOME=str(tmp_path))
    assert Path(xdg).parent == tmp_path / "simorg"


def test_a_child_process_shares_the_cache_of_its_parent(tmp_path):
    root = run_python(SHOW_ROOT, XDG_CACHE_HOME=str(tmp_path))
    assert run_python(SHOW_ROOT, NUMBA_CACHE_DIR=root) == root


def test_clearing_the_cache_leaves_other_folders_alone(tmp_path):
    (tmp_path / "simorg-kernels-old").mkdir()
    (tmp_path / "other").mkdir()
    assert run_python(CLEAR, NUMBA_CACHE_DIR=str(tmp_path)) == "1"
    assert [folder.name for folder in tmp_path.iterdir()] == ["other"]


def test_numba_may_be_imported_first_and_the_cache_cleared_in_between(tmp_path):
    shown = run_python(DRAW_CLEAR_DRAW, XDG_CACHE_HOME=str(tmp_path), NUMBA_DISABLE_JIT="0")
    folder, files = shown.split()
    assert Path(folder).parent == tmp_path / "simorg"
    assert int(files) > 0


def test_only_the_compilation_module_imports_numba():
    code = "import sys, simorg, simorg.statistics, simorg.theory\nassert 'numba' not in sys.modules"
    assert run_python(code) == ""


def test_dividing_by_zero_raises_compiled_or_not():
    @kernel
    def ratio(a, b):
        return a / b

    with pytest.raises(ZeroDivisionError):
        ratio(1.0, 0.0)
    assert cache_root().name.startswith("simorg-kernels-")
