"""The one decorator and its cache: never stale, where the user wants it, the same semantics."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from simorg.compilation import ABOVE, cache_root, kernel, source_fingerprint

REPOSITORY = Path(__file__).resolve().parents[3]


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
from simorg.compilation.dispatchers import compile_on_demand
from simorg.draws import uniform
compile_on_demand()
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


def run_engine(engine: str, before: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run thirty days in a fresh interpreter and return what it wrote."""
    code = f"""
import sys
{before}
import simorg
settings = simorg.load(["horizon_days=30", "warm_up_days=0"])
for replication in range(2):
    trace = simorg.simulate(settings, replication, engine="{engine}")
sys.stdout.write(f"{{trace.engine}} {{len(trace.rows)}} {{hash(trace.rows.tobytes())}}")
"""
    clean = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**clean, "PYTHONHASHSEED": "0", **environment},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


NO_NUMBA = "sys.modules['numba'] = None"


def test_auto_falls_back_to_the_reference_and_says_so_once(tmp_path):
    found = run_engine("auto", NO_NUMBA, XDG_CACHE_HOME=str(tmp_path))
    truth = run_engine("reference")
    assert found.stdout == truth.stdout != ""
    (line,) = found.stderr.splitlines()
    assert line.startswith("engine = auto: uses the reference engine") and "Numba" in line


def test_compiled_is_refused_in_one_clear_line_where_it_cannot_run(tmp_path):
    found = run_engine("compiled", NO_NUMBA, XDG_CACHE_HOME=str(tmp_path))
    assert found.stdout == ""
    last = found.stderr.splitlines()[-1]
    assert "SettingsError: engine = compiled: cannot run here (Numba does not load" in last
    assert last.endswith("use engine=reference")


def test_a_cache_that_cannot_be_written_is_put_elsewhere():
    found = run_python(SHOW_ROOT, NUMBA_CACHE_DIR="/dev/null/nowhere")
    assert not found.startswith("/dev/null") and Path(found).name.startswith("simorg-kernels-")


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


def test_what_is_called_does_not_compile(tmp_path):
    code = """
import sys
import simorg
from simorg.compilation import cache_root
from simorg.measures import compute
trace = simorg.simulate(simorg.load(["horizon_days=60", "warm_up_days=10"]))
compute(trace)
sys.stdout.write(trace.engine + str(sum(path.is_file() for path in cache_root().rglob("*"))))
"""
    assert run_python(code, XDG_CACHE_HOME=str(tmp_path), NUMBA_DISABLE_JIT="0") == "reference0"


KERNEL_OF_ONE = """
from simorg.compilation import kernel
@kernel
def twice(n):
    return 2 * n
"""


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        ("empty", "nbi"),
        ("one bit", "nbc"),
        *(
            pytest.param(*both, marks=pytest.mark.slow)
            for both in (
                ("empty", "nbc"),
                ("one bit", "nbi"),
                ("cut short", "nbi"),
                ("cut short", "nbc"),
            )
        ),
    ],
)
def test_damaged_code_is_compiled_again_and_said_in_one_line(tmp_path, kind, damage):
    (tmp_path / "one.py").write_text(KERNEL_OF_ONE)
    run = [sys.executable, "-c", "from one import twice; print(twice(21), len(twice.stats.cache_hits))"]
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "cache"), "PYTHONPATH": str(tmp_path)}
    environment["NUMBA_DISABLE_JIT"] = "0"

    def ran():
        done = subprocess.run(run, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.split(), done.stderr.splitlines()

    assert ran() == (["42", "0"], [])
    (file,) = (tmp_path / "cache").rglob(f"*twice*.{kind}")
    whole = file.read_bytes()
    middle = len(whole) // 2
    bit = bytes([whole[middle] ^ 1])
    broken = {
        "empty": b"",
        "cut short": whole[:middle],
        "one bit": whole[:middle] + bit + whole[middle + 1 :],
    }
    if (kind, damage) == ("nbi", "one bit"):
        broken[damage] = b"\x00" + whole[1:]  # anywhere else it may only be another name
    file.write_bytes(broken[damage])
    found, (line,) = ran()
    assert found == ["42", "0"] and line.endswith("compiled code is damaged and is compiled again")
    assert ran() == (["42", "1"], [])


FROM_THE_END = """
import sys
import numpy as np
from simorg.compilation import {decorator} as compiled
@compiled
def read(values, n):
    return values[n]
try:
    sys.stdout.write(str(read(np.arange(3), -1)))
except IndexError:
    sys.stdout.write("refused")
"""


def test_in_parts_of_the_loop_nobody_is_not_the_last(tmp_path):
    strict = {"NUMBA_BOUNDSCHECK": "1", "NUMBA_DISABLE_JIT": "0"}
    (tmp_path / "entry.py").write_text(FROM_THE_END.format(decorator="entry"))
    (tmp_path / "kernel.py").write_text(FROM_THE_END.format(decorator="kernel"))
    run = "import runpy; runpy.run_path({!r})"
    assert run_python(run.format(str(tmp_path / "entry.py")), **strict) == "refused"
    assert run_python(run.format(str(tmp_path / "kernel.py")), **strict) == "2"
