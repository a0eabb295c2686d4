"""How far can a lever be pulled before a measure passes a limit? A ladder of values, structure by structure.

Options (``experiment.options``): ``key``, ``lowest``, ``highest``, ``steps``, ``measure``, ``limit``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from simorg.config.errors import SettingsError, nearest
from simorg.config.settings import Settings
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.summary import summarise
from simorg.experiments.answers.words import measure_head, measure_name, plain
from simorg.experiments.design import Answer, Design, scenario, structures_of
from simorg.measures import Measure, registry

OPTIONS = {
    "key": "demand.initiatives_per_unit_quarter", "lowest": 2.0, "highest": 5.0, "steps": 4,
    "measure": "lead_time_p50_days", "limit": 120.0,
}  # fmt: skip


def design(settings: Settings) -> Design:
    """Return every step of the ladder under every structure."""
    options = _options(settings)
    ladder = np.linspace(options["lowest"], options["highest"], options["steps"])
    return Design(
        tuple(
            scenario(settings, f"{name}-step_{n}", name, {options["key"]: float(value)})
            for name in structures_of(settings)
            for n, value in enumerate(ladder, 1)
        )
    )


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return the last step of each structure up to which the mean stays within the limit."""
    options, summary = _options(settings), summarise(runs, measures)
    means = summary[summary["measure"] == options["measure"]].set_index("scenario")["mean"]
    rows, sentences = [], []
    for name in structures_of(settings):
        steps = [each for each in design.scenarios if each.name.rpartition("-")[0] == name]
        within = [bool(means[each.name] <= options["limit"]) for each in steps]
        held = within.index(False) if False in within else len(steps)
        last = float(steps[held - 1].levers[options["key"]]) if held else np.nan
        beyond = held < len(steps) and bool(np.isnan(means[steps[held].name]))
        rows.append(
            {"structure": name, "key": options["key"], "limit": options["limit"], "last_within": last}
        )
        said = f"up to {options['key']} = {last:g}" if held else "at no step"
        then = "; at the next one no run has a value" if beyond else ""
        goal = f"{measure_name(options['measure'])} within {options['limit']:g}"
        sentences.append(f"{plain(name)} keeps {goal} {said}{then}.")
    table = pd.DataFrame(rows)
    head = f"last {options['key']} with {measure_head(options['measure'])} within {options['limit']:g}"
    cells = [[plain(row["structure"]), f"{row['last_within']:g}"] for row in rows]
    tables = {"breaking_point": table, "summary": summary}
    return Answer(tables, sentences, (frame_table("", ["structure", head], cells),))


def _options(settings: Settings) -> dict[str, Any]:
    unknown = sorted(set(settings.experiment.options) - set(OPTIONS))
    if unknown:
        raise SettingsError(f"experiment.options.{unknown[0]}: unknown; valid: {', '.join(OPTIONS)}")
    options: dict[str, Any] = OPTIONS | dict(settings.experiment.options)
    if options["measure"] not in registry():
        rule = f"unknown measure{nearest(str(options['measure']), registry())}"
        raise SettingsError(f"experiment.options.measure = {options['measure']}: {rule}")
    if not (isinstance(options["steps"], int) and options["steps"] >= 1):
        raise SettingsError(f"experiment.options.steps = {options['steps']}: must be a whole number >= 1")
    if not float(options["lowest"]) <= float(options["highest"]):
        raise SettingsError("experiment.options.highest: must not be below lowest")
    return options
