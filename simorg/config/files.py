"""Files that settings name: relative to the working directory, or shipped (``simorg:examples/NAME``)."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from simorg.config.errors import nearest
from simorg.config.problems import Problem
from simorg.plugins.registry import in_use

SHIPPED = "simorg:"
EXAMPLES = "examples"  # files to start from, no presets
FILE_KEYS = ("file", "titles", "ties", "rights")

NAMED_BY = {
    "structure": ("structures", ("name",)),
    "drift": ("drift", ("law",)),
    "experiment": ("kinds", ("name", "kind")),
}
"""Groups with a preset for each plug-in of a sort, and the keys that name it."""


def conf_folder() -> Path:
    """Return the folder of the shipped configuration (``conf/`` in the repository)."""
    return Path(str(files("simorg.conf")))


def options(group: str) -> list[str]:
    """Return the presets of a group, by listing its folder; empty when there is no such group."""
    return sorted([*_shipped(group), *generated(group)])


def _shipped(group: str) -> set[str]:
    return {path.stem for path in (conf_folder() / group).glob("*.yaml")}


def generated(group: str) -> dict[str, dict[str, str]]:
    """Return presets that name plug-ins, by name; a shipped preset of the same name stays what it is."""
    sort, keys = NAMED_BY.get(group, ("", ()))
    names = [name for used in in_use() for name in used.named(sort)]
    return {name: dict.fromkeys(keys, name) for name in names if name not in _shipped(group)}


def preset(group: str, name: str) -> dict[str, Any]:
    """Return what a shipped preset states, as plain data."""
    from omegaconf import OmegaConf

    stated = OmegaConf.to_container(OmegaConf.load(conf_folder() / group / f"{name}.yaml"))
    return {str(key): value for key, value in stated.items()} if isinstance(stated, dict) else {}


def groups() -> list[str]:
    """Return the groups that hold presets."""
    return sorted({path.parent.name for path in conf_folder().glob("*/*.yaml")} - {EXAMPLES})


def locate(name: str, base: Path) -> Path:
    """Return the absolute path of a file that settings name.

    ``simorg:examples/NAME`` is a shipped file; a relative path starts from `base`. Whether the file exists is
    not checked.
    """
    if name.startswith(SHIPPED):
        return conf_folder() / name.removeprefix(SHIPPED)
    return (base / Path(name).expanduser()).absolute()


def anchor(structure: dict[str, Any], base: Path) -> list[Problem]:
    """Make the paths of a `structure` group absolute, in place; return what does not exist."""
    problems = []
    for key in FILE_KEYS:
        name = structure.get(key)
        if not isinstance(name, str):
            continue
        path = locate(name, base)
        structure[key] = str(path)
        if not path.is_file():
            problems.append(Problem(f"structure.{key}", name, f"no such file: {path}" + _neighbours(path)))
    if structure.get("name") == "custom" and structure.get("file") is None:
        rule = "structure=custom needs a file: a YAML organisation or a roster (CSV or .xlsx)"
        problems.append(Problem("structure.file", None, rule))
    return problems


def portable(structure: dict[str, Any]) -> None:
    """Write the paths of shipped files as ``simorg:...`` again, in place: the same on every machine."""
    for key in FILE_KEYS:
        name = structure.get(key)
        if name is not None and Path(name).is_relative_to(conf_folder()):
            structure[key] = SHIPPED + Path(name).relative_to(conf_folder()).as_posix()


def _neighbours(path: Path) -> str:
    if not path.parent.is_dir():
        return ""
    known = {".yaml", ".yml", ".csv", ".xlsx"}
    return nearest(path.name, (entry.name for entry in path.parent.iterdir() if entry.suffix in known))
