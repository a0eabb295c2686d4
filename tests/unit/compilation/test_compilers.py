"""Compiling beside the work: children that end with their parent, take turns, and may fail."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simorg.compilation import stamps
from simorg.compilation.cache import cache_root
from simorg.compilation.compilers import CANNOT_STORE

REPOSITORY = Path(__file__).resolve().parents[3]
START = """
import sys, time
from simorg.compilation.compilers import compilers
compilers.start("auto")
child = compilers.children["engine"].process
print(child.pid, flush=True)
"""


def python(code: str, cache: Path, **environment: str) -> subprocess.Popen[str]:
    """Start code in a fresh interpreter with a folder of compiled code of its own."""
    clean = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    chosen = {"XDG_CACHE_HOME": str(cache), "NUMBA_DISABLE_JIT": "0"}
    return subprocess.Popen(
        [sys.executable, "-c", code], env={**clean, **chosen, **environment}, cwd=REPOSITORY, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that nobody has waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def until_gone(pid: int, seconds: float = 30.0) -> bool:
    limit = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < limit:
        time.sleep(0.05)
    return not is_alive(pid)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_a_compiler_ends_when_its_parent_is_killed_and_not_at_ctrl_c(tmp_path: Path) -> None:
    parent = python(START + "time.sleep(60)", tmp_path)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    time.sleep(1.5)
    os.kill(pid, signal.SIGINT)
    time.sleep(0.5)
    assert is_alive(pid)
    parent.kill()
    parent.communicate()
    assert until_gone(pid)


def test_a_second_command_waits_for_the_first_and_compiles_nothing(tmp_path: Path) -> None:
    """The code that is found is made up: whoever compiled would not end with what was stamped here."""
    code = """
import sys
from pathlib import Path
from simorg.compilation import stamps
from simorg.compilation.cache import cache_root
from simorg.compilation.compilers import CANNOT_STORE
from simorg.compilation.compilers import compilers
compilers.start("auto")
sys.stdin.readline()
(cache_root() / "made_up.nbi").touch()
for name in ("engine", "measures"):
    assert stamps.stamp(name, [cache_root() / "made_up.nbi"])
print("stamped", flush=True)
for name in ("engine", "measures"):
    compilers.wait(name)
files = [path for path in cache_root().rglob("*.nb?")]
print(len(files), compilers.ready("auto"), compilers.problem)
"""
    shown = python("from simorg.compilation import cache_root; print(cache_root())", tmp_path)
    root = Path(shown.communicate()[0].strip())
    root.mkdir(parents=True)
    held = [(root / f".{name}.lock").open("a") for name in ("engine", "measures")]
    for file in held:
        fcntl.flock(file, fcntl.LOCK_EX)
    second = python(code, tmp_path)
    assert second.stdin is not None and second.stdout is not None
    second.stdin.write("\n")
    second.stdin.flush()
    assert second.stdout.readline() == "stamped\n"
    for file in held:
        file.close()
    assert second.communicate(timeout=60)[0].split() == ["1", "True"]


NO_COMPILER = """
import numba.core.compiler
def refuse(*_, **__): raise MemoryError("no memory may be executed")
numba.core.compiler.compile_extra = refuse
"""


KILL = "for child in compilers.children.values(): child.process.kill()"


@pytest.mark.parametrize(
    ("customize", "stop", "reason"),
    [(NO_COMPILER, "", "no memory may be executed"), ("", KILL, "killed by signal 9")],
    ids=["raises", "killed"],
)
def test_a_compiler_that_crashes_is_one_line_and_the_reference_goes_on(
    tmp_path: Path, customize: str, stop: str, reason: str
) -> None:
    (tmp_path / "sitecustomize.py").write_text(customize)
    code = f"""
import sys
import simorg
from simorg.compilation.compilers import compilers
settings = simorg.load(["horizon_days=30", "warm_up_days=0"])
compilers.start("auto")
{stop}
for name in ("engine", "measures"):
    compilers.wait(name)
for replication in range(2):
    print(simorg.simulate(settings, replication).engine)
try:
    simorg.simulate(settings, 0, engine="compiled")
except simorg.SettingsError as error:
    print(error)
"""
    found = python(code, tmp_path, PYTHONPATH=str(tmp_path))
    said, lines = found.communicate()
    (line,) = lines.splitlines()
    assert line.startswith("engine = auto: uses the reference engine, which is slower (compiling failed: ")
    assert reason in line
    *engines, refusal = said.splitlines()
    assert engines == ["reference", "reference"]
    assert refusal.startswith("engine = compiled: cannot run here") and reason in refusal


def test_where_no_folder_takes_code_it_compiles_in_this_process(tmp_path: Path) -> None:
    code = """
from simorg.compilation import cache, dispatchers
from simorg.compilation.compilers import compilers
cache.can_store = lambda: False
assert not compilers.ready("auto")
compilers.start("auto")
print(dispatchers.Whole.on_demand, compilers.ready("auto"), compilers.children)
"""
    assert python(code, tmp_path).communicate()[0].split() == ["True", "True", "{}"]


def test_what_a_full_disk_did_not_take_is_compiled_in_this_process(tmp_path: Path) -> None:
    child = """
from types import SimpleNamespace
from simorg.experiments.running import warm_up
from simorg.compilation.dispatchers import Whole
lost = SimpleNamespace(overloads=[1], storage=SimpleNamespace(lost=True))
warm_up.WORK["engine"] = lambda: Whole.ours.append(lost)
warm_up.os.read = lambda *_: warm_up.threading.Event().wait()
warm_up.main("engine")
"""
    done = python(child, tmp_path)
    done.communicate()
    assert done.returncode == CANNOT_STORE
    parent = f"""
from simorg.compilation.compilers import Child, compilers
compilers._take_in("engine", {CANNOT_STORE}, None)
print(compilers.ready("auto"), compilers.problem)
"""
    assert python(parent, tmp_path).communicate()[0].split() == ["True"]


def test_a_worker_starts_no_compilers(tmp_path: Path) -> None:
    code = """
from simorg.compilation.compilers import compilers
compilers.left_to_others = True
compilers.start("auto")
print(compilers.children)
"""
    assert python(code, tmp_path).communicate()[0].split() == ["{}"]


def test_a_stamp_holds_as_long_as_its_files_do() -> None:
    file = cache_root() / "of_a_test.nbi"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    try:
        assert stamps.stamp("of_a_test", [file]) and file in stamps.stored_files()
        file.unlink()
        assert stamps.stored("of_a_test"), "known in this process"
        stamps.forget()
        assert not stamps.stored("of_a_test") and file not in stamps.stored_files()
    finally:
        for left in cache_root().glob("of_a_test*"):
            left.unlink()
        stamps.forget()
