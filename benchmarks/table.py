"""The table of the README, made from the kept JSON and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from benchmarks.timing import Raw, Row

PARTS = ("engines", "floor", "network", "replications", "growth", "memory", "start")
"""Modules of this folder, in the order of the table; each has TITLE, ``measure`` and ``rows``."""

BEGIN, END = "<!-- table: made from results.json, do not edit -->", "<!-- end of table -->"


def part(name: str) -> Any:
    """Return the module of a part."""
    return import_module(f"benchmarks.{name}")


def table(raw: Raw) -> str:
    """Return the results as Markdown.

    Parameters
    ----------
    raw : dict
        What ``results.json`` holds.
    """
    sections = [_machine(raw["machine"])]
    now = raw["machine"]["packages"]
    sections += [_section(name, raw["parts"][name], now) for name in PARTS if name in raw["parts"]]
    return "\n\n".join(sections)


def embed(text: str, raw: Raw) -> str:
    """Return a README with its table replaced.

    Parameters
    ----------
    text : str
        The README, with the two marks.
    raw : dict
        What ``results.json`` holds.
    """
    before, _, rest = text.partition(BEGIN)
    _, mark, after = rest.partition(END)
    assert mark, f"the README lacks the marks {BEGIN} and {END}"
    return f"{before}{BEGIN}\n\n{table(raw)}\n\n{END}{after}"


def _machine(machine: Raw) -> str:
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items() if version)
    place = f"{machine['processor']}, {machine['cores']} cores, {machine['system']}"
    return f"{place}; {machine['python']}; {packages}."


def _with(then: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Say which packages a part was measured with, where they are not those of the table."""
    other = [f"{name} {then[name] or '(none)'}" for name in then if then[name] != now.get(name)]
    return f", with {', '.join(other)}" if other else ""


def _section(name: str, raw: Raw, now: Mapping[str, str]) -> str:
    module, stamp = part(name), raw["stamp"]
    lines: list[Row] = module.rows(raw["result"])
    how = f"scale {stamp['scale']:g}, load of the machine before: {stamp['load_before']:.1f}"
    told = f"{stamp['date']}, commit {stamp['commit']}, {how}{_with(stamp.get('packages', now), now)}."
    head = [f"### {module.TITLE}", "", told, "", "| | median | spread | target |", "|---|---|---|---|"]
    return "\n".join(head + [f"| {' | '.join(line)} |" for line in lines])
