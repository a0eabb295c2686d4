"""After the compilers nothing is left to compile, and nothing to run as plain Python, in any run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

RUN = """
import sys
from simorg.compilation.compilers import compilers
compilers.finish()

from numba.core.event import install_recorder
from simorg.cli import main
from simorg.compilation.dispatchers import Kernel, Whole

with install_recorder("numba:compile") as recorder:
    code = main(["run", "replications=3", "executor.workers=1"])
wholes = [whole for whole in Whole.ours if whole.overloads]
plain = [whole.py_func for whole in Whole.ours if isinstance(whole, Kernel) and whole.run is whole.py_func]
sys.stdout.write(f"\\n{code} {len(recorder.buffer)} {len(wholes)} {[one.__qualname__ for one in plain]}")
"""


@pytest.mark.slow
def test_a_run_of_the_default_experiment_compiles_nothing(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(REPOSITORY)!r})\n{RUN}"],
        env=environment | {"NUMBA_DISABLE_JIT": "0"}, cwd=tmp_path,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    code, compiled, wholes, plain = done.stdout.splitlines()[-1].split(" ", 3)
    assert (code, compiled, plain) == ("0", "0", "[]")
    assert int(wholes) > 5, "the run used no compiled code at all"
