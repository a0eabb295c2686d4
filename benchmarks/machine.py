"""Where and when the benchmarks ran: facts that numbers mean nothing without."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from benchmarks.timing import Raw
from simorg.experiments.running.workers import cores

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("numpy", "numba", "llvmlite", "simpy", "ciw", "salabim", "cimba")


def describe() -> Raw:
    """Return processor, cores, system, Python and versions of packages."""
    return {
        "processor": _processor(),
        "cores": cores(),
        "system": platform.platform(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": packages(),
    }


def packages() -> dict[str, str]:
    """Return the versions of the packages that are measured, or measured against."""
    return {name: version(name) for name in PACKAGES}


def stamp(scale: float) -> Raw:
    """Return what tells one run of a part from another: time, commit, scale, load before, packages."""
    changed = _git("status", "--porcelain", "--", "simorg", "benchmarks/*.py", "benchmarks/peers", "conf")
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _git("rev-parse", "--short=12", "HEAD") + (" with changes" if changed else ""),
        "scale": scale,
        "load_before": os.getloadavg()[0] if hasattr(os, "getloadavg") else -1.0,
        "packages": packages(),
    }


def version(package: str) -> str:
    """Return the version of an installed package, or nothing."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def run(arguments: Sequence[str], folder: Path = ROOT, **variables: str) -> str:
    """Run this Python with other arguments and return what it wrote.

    Parameters
    ----------
    arguments : sequence of str
        After the name of the interpreter.
    folder : Path
        Where.
    **variables : str
        Environment on top of this one; an empty value takes a variable away.
    """
    environment = {name: value for name, value in (os.environ | variables).items() if value}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stderr}")
    return done.stdout + done.stderr


def _processor() -> str:
    """Return the model of the processor, which the standard library knows on few systems."""
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
