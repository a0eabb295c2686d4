"""Where numbers come from: machine, commit, command, time; what a manifest says besides a fingerprint."""

from __future__ import annotations

import datetime
import os
import platform
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import simorg


def now() -> str:
    """Return the time, UTC, to the second."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def machine() -> dict[str, Any]:
    """Return what a reader needs to judge speed: interpreter, platform, processors."""
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "cpu_count": os.cpu_count(),
    }


def command() -> str:
    """Return the command line of this process."""
    program = Path(sys.argv[0]).name if sys.argv else ""
    return f"{program} {shlex.join(sys.argv[1:])}".strip()


def commit() -> str | None:
    """Return the git commit of the source, marked if files differ from it; None outside a repository."""
    source = Path(simorg.__file__).parent
    if not (source.parent / ".git").exists():
        return None
    head, changed = _git(source, "rev-parse", "HEAD"), _git(source, "status", "--porcelain", "--", ".")
    if not head:
        return None
    return f"{head}, with changes" if changed else head


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
