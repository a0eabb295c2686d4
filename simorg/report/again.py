"""How to do a run again: command, commit, seed, versions. Folders of a machine are nobody's business."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path, PurePath

from simorg.experiments.results.stored_run import StoredRun
from simorg.report.parts import Section

ABSOLUTE = re.compile(r"(?<![\w./~-])(?:[A-Za-z]:[\\/]|/|~[\w.-]*/)[^\s'\"=,\]})]*")


def again(stored: StoredRun) -> Section:
    """Return how to do a run again.

    Parameters
    ----------
    stored : StoredRun
        The run.
    """
    lead = "The same code, configuration and seed give the same numbers to the last bit."
    command = stored.manifest.get("command")
    code = [without_folders(str(command))] if command else []
    code.append(f"simorg reproduce {shlex.quote(_named(stored.path))}")
    return Section("again", "Do it again", lead, facts=tuple(_facts(stored)), code=tuple(code))


def without_folders(command: str) -> str:
    """Return a command with absolute paths cut down to the names of files: a path can hold who one is."""
    return ABSOLUTE.sub(lambda found: PurePath(found[0].replace("\\", "/")).name or ".", command)


def _named(path: Path) -> str:
    return path.name if path.is_absolute() else path.as_posix()


def _facts(stored: StoredRun) -> Iterator[tuple[str, str]]:
    manifest = stored.manifest
    prints = manifest.get("fingerprint", {})
    versions = {"Python": manifest.get("python"), **prints.get("versions", {})}
    versions.pop("python", None)
    facts = {
        "Commit": manifest.get("commit"),
        "Code": str(prints.get("code", ""))[:12],
        "Seed": manifest.get("seed"),
        "Engine": manifest.get("engine"),
        "Versions": ", ".join(f"{name} {number}" for name, number in versions.items() if number),
        "Plug-ins": ", ".join(prints.get("plugins", {})),
        "Machine": manifest.get("platform"),
        "Started": manifest.get("started"),
        "Ended": manifest.get("ended"),
        "Tables in the folder": ", ".join(f"{name}.csv" for name in stored.tables),
    }
    for name, value in facts.items():
        if value not in (None, ""):
            yield name, str(value)
