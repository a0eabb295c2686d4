"""Compare scenarios on common random numbers: runs, means with intervals, paired differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal

import pandas as pd

from simorg.config.brief import in_html, in_lines, some
from simorg.config.errors import SettingsError, nearest
from simorg.config.settings import Settings
from simorg.experiments.answers.seats import rows_of, seat_table
from simorg.experiments.answers.summary import HIGHER, LOWER, compare_pairs, summarise
from simorg.experiments.designs.scenarios import check_baseline, named, refuse_unpaired
from simorg.experiments.running.batches import DETAILED_RUNS
from simorg.experiments.running.progress import bar
from simorg.experiments.running.replicate import IN_SESSION, run_all, table, task_size
from simorg.experiments.running.task import Row, pack, split, unpack
from simorg.measures import Measure, catalogue


@dataclass(frozen=True)
class Comparison:
    """What a comparison found."""

    runs: pd.DataFrame  # one row a scenario and replication
    summary: pd.DataFrame  # one row a scenario and measure
    comparison: pd.DataFrame  # one row a scenario (but the baseline) and measure
    baseline: str
    seats: pd.DataFrame  # one row a scenario, seat and skill

    def __repr__(self) -> str:
        """Return what it is, in five lines."""
        return in_lines(*self._told())

    def _repr_html_(self) -> str:
        return in_html(*self._told())

    def _told(self) -> tuple[str, dict[str, str]]:
        names = [str(name) for name in self.runs["scenario"].unique()]
        failed = int((self.runs["status"] != "ok").sum())
        shown = sum(decision in (LOWER, HIGHER) for decision in self.comparison["decision"])
        facts = {
            "scenarios": some(names),
            "runs": f"{len(self.runs)} replications" + (f", {failed} failed" if failed else ""),
            "differences": f"{shown} of {len(self.comparison)} are shown, to {self.baseline}",
            "tables": ", ".join(each.name for each in fields(self) if each.name != "baseline"),
        }
        return f"Comparison of {len(names)} scenarios", facts


def compare(
    settings_list: Sequence[Settings] | Mapping[str, Settings],
    replications: int | Literal["auto"] = "auto",
    baseline: str | None = None,
    measures: Sequence[str] | None = None,
    engine: str | None = None,
    workers: int | None = None,
    progress: bool = True,
) -> Comparison:
    """Run scenarios with the same seed and compare them replication by replication.

    Parameters
    ----------
    settings_list : sequence or mapping of Settings
        Scenarios; without names of their own they are named after their structures.
    replications : int or "auto"
        Replications of each; "auto" = ``replications`` of the first settings.
    baseline : str, optional
        Scenario to compare with; the first when left out.
    measures : sequence of str, optional
        Measures to summarise and compare; all when left out.
    engine : str, optional
        Overrides ``settings.engine``.
    workers : int, optional
        Processes; none = one for each core, 1 = this process.
    progress : bool
        Whether to show a bar, on a terminal or in a notebook; elsewhere there is none.

    Returns
    -------
    Comparison
        Runs, summary, paired differences and seats; see `simorg.experiments.answers.summary`.

    Raises
    ------
    SettingsError
        If seeds, horizons or warm-ups differ, the baseline or a measure does not exist, or an
        organisation cannot do its work.
    """
    scenarios = named(settings_list)
    refuse_unpaired(scenarios)
    baseline = check_baseline(baseline, scenarios)
    wanted = next(iter(scenarios.values())).replications if replications == "auto" else replications
    if wanted < 1:
        raise SettingsError(f"replications = {wanted} must be at least 1, or 'auto'")
    chosen = choose_measures(scenarios, measures)
    tasks = [
        task._replace(seats=task.first < DETAILED_RUNS)
        for name, settings in scenarios.items()
        for task in split(name, settings, list(range(wanted)), task_size(wanted), engine=engine,
                           repeat=IN_SESSION % (engine or settings.engine))
    ]  # fmt: skip
    with bar("compare", sum(task.size for task in tasks), progress) as advance:
        results = run_all(tasks, workers, advance)
    rows: list[Row] = [{"scenario": each.task.scenario} | row for each in results for row in each.rows]
    return evaluate(table(rows, chosen), chosen, baseline, seat_table(pd.DataFrame(rows_of(results))))


def evaluate(
    runs: pd.DataFrame, measures: Sequence[Measure], baseline: str, seats: pd.DataFrame | None = None
) -> Comparison:
    """Summarise and compare runs that are there already.

    Parameters
    ----------
    runs : DataFrame
        One row a scenario and replication.
    measures : sequence of Measure
        Measures to summarise and compare.
    baseline : str
        Scenario to compare with.
    seats : DataFrame, optional
        From `seat_table`; none when left out.
    """
    seats = seat_table(pd.DataFrame()) if seats is None else seats
    paired = compare_pairs(runs, measures, baseline)
    return Comparison(runs, summarise(runs, measures), paired, baseline, seats)


def choose_measures(
    scenarios: Mapping[str, Settings], names: Sequence[str] | None = None
) -> tuple[Measure, ...]:
    """Return the measures that any of the scenarios has, or those of some names.

    Parameters
    ----------
    scenarios : mapping of Settings
        Scenarios; each plan is built, which refuses what cannot run.
    names : sequence of str, optional
        Names to keep, in this order.
    """
    found: dict[str, Measure] = {}
    for settings in scenarios.values():
        found |= {measure.name: measure for measure in catalogue(unpack(pack(settings))[1])}
    for name in names or ():
        if name not in found:
            raise SettingsError(f"measures: unknown measure '{name}'{nearest(name, found)}")
    return tuple(found[name] for name in (found if names is None else names))
