"""How to do a run again: command, commit, seed, versions. Folders of a machine are nobody's business."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path, PurePath

from simorg.config.files import FILE_KEYS
from simorg.experiments.results.stored_run import StoredRun
from simorg.report.parts import Section

ABSOLUTE = re.compile(r"(?:[A-Za-z]:[\\/]|/|\\\\|~)")
"""How a path from the top of a machine or from somebody's home begins."""
INSIDE = re.compile(r"""(?<=[\s='",\[({:])(?:[A-Za-z]:[\\/]|/|\\\\|~[\w.-]*/)[^'",\]})]*""")
"""The same within a list or behind a quote."""
SHIPPED = "simorg:"


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
    """Return a command with paths cut down to the names of files: a folder can say who one is.

    Parameters
    ----------
    command : str
        As it was typed.
    """
    try:
        words = shlex.split(command)
    except ValueError:  # a quote that is never closed
        words = command.split()
    return " ".join([shlex.quote(_without_folder(word)) for word in words])


def _without_folder(word: str) -> str:
    key, equals, value = word.rpartition("=") if word.count("=") == 1 else ("", "", word)
    bare = value.strip("'\"")
    is_file = key.removeprefix("structure.") in FILE_KEYS and not bare.startswith(SHIPPED)
    if is_file or ABSOLUTE.match(bare):
        return f"{key}{equals}{_name(bare)}"
    return INSIDE.sub(lambda found: _name(found[0]), word)


def _name(path: str) -> str:
    return PurePath(path.replace("\\", "/")).name or "."


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
