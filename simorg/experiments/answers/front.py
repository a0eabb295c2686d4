"""What a search found: the designs that none beats, on random numbers that they were not picked by.

Goes in: designs asked for, and runs. Comes out: tables. Intervals of the front hold together over its
designs and objectives, so that its extremes may be read off it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from simorg.config.settings import Settings
from simorg.experiments.answers.effects import effect
from simorg.experiments.answers.summary import CONFIDENCE
from simorg.experiments.designs.candidates import AS_IS, Candidate, as_is, better_of
from simorg.experiments.running.task import OK
from simorg.measures import Measure
from simorg.organisation.structures import label
from simorg.statistics.intervals import mean_interval
from simorg.statistics.pareto import non_dominated, share_on_front
from simorg.statistics.simultaneous import bonferroni_confidence

AGAIN = "-again"
"""End of the name of a design that is run again on fresh random numbers."""
SEED = "seed"


def first_estimates(settings: Settings, runs: pd.DataFrame) -> dict[str, tuple[float, ...] | None]:
    """Return the objectives of every design run in the search, none where one of them has no value."""
    names = [name for name, _ in better_of(settings)]
    first = runs[~runs["scenario"].str.endswith(AGAIN)]
    means = first.groupby("scenario", sort=False)[names].mean()
    return {
        str(scenario): None if any(map(math.isnan, row)) else tuple(row)
        for scenario, row in zip(means.index, means.to_numpy(float).tolist(), strict=True)
    }


def fronts(settings: Settings, runs: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """Return which designs no other one beats, by the estimates of the search."""
    better = better_of(settings)
    estimates = first_estimates(settings, runs)
    missing = (math.nan,) * len(better)
    values = np.array([estimates[name] or missing for name in names]).reshape(-1, len(better))
    stands = non_dominated(values, [direction for _, direction in better])
    return [name for name, best in zip(names, stands.tolist(), strict=True) if best]


def tried_table(
    settings: Settings, runs: pd.DataFrame, objectives: Sequence[Measure], asked: Sequence[Candidate]
) -> pd.DataFrame:
    """Return one row a design: what it is, whether it can be run, and the estimates of the search.

    Parameters
    ----------
    settings : Settings
        The experiment.
    runs : DataFrame
        One row a scenario and replication.
    objectives : sequence of Measure
        What was optimised.
    asked : sequence of Candidate
        Every design that the search asked for.
    """
    first = as_is(settings)
    listed = [Candidate(AS_IS, label(first.settings), tuple(first.levers.items()), ""), *asked]
    by_name = dict(list(runs.groupby("scenario", sort=False)))
    best = fronts(settings, runs, [each.name for each in asked if not each.problem])
    rows = []
    for each in listed:
        ours = by_name.get(each.name, runs.iloc[:0])
        errors = ours.loc[ours["status"] != OK, "error"]
        problem = each.problem or (str(errors.iloc[0]) if len(errors) else "")
        row = {"scenario": each.name, "structure": each.structure} | _organisation(dict(each.levers))
        row |= _estimates(ours, objectives, 1)
        row |= {"front": each.name in best, "status": "failed" if problem else OK, "error": problem}
        rows.append(row)
    return pd.DataFrame(rows)


def _organisation(levers: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in levers.items() if key != SEED}


def _estimates(ours: pd.DataFrame, objectives: Sequence[Measure], family: int) -> dict[str, float]:
    """Return mean and interval of every objective, the replications used and those without a value."""
    found: dict[str, float] = {}
    for measure in objectives:
        interval = mean_interval(
            ours[measure.name].to_numpy(float), bonferroni_confidence(CONFIDENCE, family)
        )
        found |= {measure.name: interval.mean, f"{measure.name}_low": interval.low,
                  f"{measure.name}_high": interval.high}  # fmt: skip
    complete = ours[[measure.name for measure in objectives]].notna().all(axis=1)
    return found | {"n": int(complete.sum()), "n_missing": int((~complete).sum())}


def front_table(
    settings: Settings,
    runs: pd.DataFrame,
    objectives: Sequence[Measure],
    tried: pd.DataFrame,
    again: list[str],
) -> pd.DataFrame:
    """Return the designs run again, with their second estimates, and which of them none beats.

    Parameters
    ----------
    settings : Settings
        The experiment.
    runs : DataFrame
        One row a scenario and replication.
    objectives : sequence of Measure
        What was optimised.
    tried : DataFrame
        See `tried_table`.
    again : list of str
        Scenarios on fresh random numbers.
    """
    names, directions = zip(*better_of(settings), strict=True)
    by_name = dict(list(runs.groupby("scenario", sort=False)))
    about = tried.drop(columns=[*_estimates(runs.iloc[:0], objectives, 1), "front", "status", "error"])
    about = about.set_index("scenario")
    rows = []
    for name in again:
        design = name.removesuffix(AGAIN)
        what = about.loc[[design]].to_dict("records")[0]
        found = _estimates(by_name[name], objectives, len(again) * len(objectives))
        rows.append({"scenario": name, "design": design} | what | found)
    table = pd.DataFrame(rows)
    ours = runs[runs["scenario"].isin(again)]
    wide = [ours.pivot(index="replication", columns="scenario", values=name)[again] for name in names]
    values = np.stack([each.to_numpy(float) for each in wide], axis=2)
    whole = ~np.isnan(values).all(axis=0).any(axis=1)
    shares = np.full(len(again), math.nan)
    shares[whole] = share_on_front(values[:, whole], directions, seed=settings.seed)
    return table.assign(front=non_dominated(table[list(names)], directions), share_on_front=shares)


def gains_table(runs: pd.DataFrame, objectives: Sequence[Measure], again: list[str]) -> pd.DataFrame:
    """Return what each design run again changes against the organisation as it is, and what was seen."""
    rows = []
    others = [name for name in again if name != AS_IS + AGAIN]
    for name in others:
        for measure in objectives:
            found = effect(runs, [name], [AS_IS + AGAIN], measure, len(others) * len(objectives))
            before = effect(runs, [name.removesuffix(AGAIN)], [AS_IS], measure, 1)
            rows.append({"scenario": name} | found | {"difference_in_search": before["difference"]})
    return pd.DataFrame(rows)
