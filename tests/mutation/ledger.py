"""Verdicts kept in a file, a line each, as soon as they are known: a run that was broken off goes on.

A verdict holds as long as what it came from is what it was. Of a killed mutant that is the package and the
story that killed it; of any other all stories and probes as well. One that holds no more still says which
story to try first.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.mutation.operators import Mutant
from tests.mutation.trial import ITSELF, KILLED, Verdict

ROOT = Path(__file__).parents[2]
STORIES = ROOT / "tests" / "mechanisms"
MAKING = ("luck", "story", "telling")
"""Modules that all stories are made with."""
TRYING = ("operators", "ranks", "runs", "trial")
"""Modules that make a mutant and try it."""
PROBING = ("mutation/probes.py", "agreement/ties.py")


class Ledger:
    """What is known of mutants.

    Parameters
    ----------
    path : Path, optional
        Where it is kept; None: only as long as the run lasts.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.seals = _Seals()
        lines = path.read_text(encoding="utf-8").splitlines() if path and path.exists() else []
        self.entries = {entry["mutant"]: entry for entry in map(_entry, lines) if entry}

    def known(self, mutant: Mutant) -> Verdict | None:
        """Return the verdict on a mutant, if there is one that still holds."""
        entry = self.entries.get(mutant.name)
        if entry is None or entry["seal"] != self.seals.of(entry["outcome"], entry["by"]):
            return None
        return Verdict(mutant, entry["outcome"], entry["by"], entry["seconds"])

    def killers(self) -> dict[str, str]:
        """Return who killed each mutant, whether that still holds or not."""
        return {name: entry["by"] for name, entry in self.entries.items() if entry["outcome"] == KILLED}

    def keep(self, verdict: Verdict) -> None:
        """Add a verdict."""
        if self.path is None:
            return
        entry = {
            "mutant": verdict.mutant.name, "outcome": verdict.outcome, "by": verdict.by,
            "seconds": round(verdict.seconds, 3), "seal": self.seals.of(verdict.outcome, verdict.by),
        }  # fmt: skip
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")


def _entry(line: str) -> dict[str, Any] | None:
    """Read a line; the last one may have been cut off with the run."""
    try:
        return dict(json.loads(line))
    except json.JSONDecodeError:
        return None


class _Seals:
    """Hashes of what verdicts come from, read before the first mutant: files may change while it runs."""

    def __init__(self) -> None:
        loaded = [module for name, module in sys.modules.items() if name.startswith("simorg.")]
        base = {Path(module.__file__) for module in loaded if module.__file__}
        base |= {STORIES / f"{name}.py" for name in MAKING}
        base |= {Path(__file__).with_name(f"{name}.py") for name in TRYING}
        stories = set(STORIES.glob("test_*.py"))
        probes = {ROOT / "tests" / name for name in PROBING} | {*(ROOT / "conf").rglob("*.yaml")}
        self.package = _hash(base)
        self.by_story = {path.stem: _hash({*base, path}) for path in stories}
        self.all = _hash(base | stories | probes)

    def of(self, outcome: str, by: str) -> str:
        """Return the hash that belongs to a verdict."""
        if outcome != KILLED:
            return self.all
        return self.package if by == ITSELF else self.by_story.get(by.partition(".")[0], "")


def _hash(files: Iterable[Path]) -> str:
    hashed = hashlib.sha256()
    for path in sorted(files):
        hashed.update(str(path.relative_to(ROOT)).encode())
        hashed.update(hashlib.sha256(path.read_bytes()).digest())
    return hashed.hexdigest()[:16]
