"""Small things are answered at once: nothing heavy is imported before what was typed has been checked."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ("numba", "scipy", "matplotlib", "pandas", "pyarrow", "networkx", "simpy", "SALib", "optuna", "dask")
COMPOSING = ("hydra", "omegaconf")

AT_ONCE = [
    "--help",
    "--version",
    "runn",
    "run --help",
    "run --nonsense",
    "run -m --cfg job",
    "describe --figure a.doc",
    "log --output a.doc",
    "figures nowhere",
    "reproduce nowhere",
    "explain nowhere",
    "explain --structures a,a",
    "verify mm1",
    "facts litle",
    "cache --cleer",
    "events --only jbo",
    "trace story unit_1-idea_0 --figure a.doc",
]
COMPOSED = [
    "run drift.rat=1",
    "run drift.rate=x",
    "run structure=hub seed=-1",
    "run -m seed=1,-2",
    "run hydra.run.dir=elsewhere",
    "run drift=fast --cfg job --package drift",
    "run --info searchpath",
    "params --only drfit",
    "describe drift.rat=1",
    "explain drift.rat=1",
    "roster nowhere.csv drift.rat=1",
    "log drift.rat=1",
    "trace record a.npz drift.rat=1",
    "trace story unit_1-idea_0 drift.rat=1",
    "validity drift.rat=1",
]


def imported(commands: list[str], packages: tuple[str, ...]) -> dict[str, list[str]]:
    """Return which packages each command brought in, all of them typed in one process."""
    code = f"""
import contextlib, io, json, sys
from simorg import cli
found, packages = {{}}, set({packages})
for typed in {commands}:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        cli.main(typed.split())
    found[typed] = sorted(packages & set(sys.modules))
    packages -= set(sys.modules)
print(json.dumps(found))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("commands", "packages"),
    [(AT_ONCE, HEAVY + COMPOSING), (COMPOSED, HEAVY)],
    ids=["at once", "composed"],
)
def test_nothing_heavy_is_imported(commands: list[str], packages: tuple[str, ...]) -> None:
    assert imported(commands, packages) == {typed: [] for typed in commands}
