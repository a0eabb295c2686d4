"""Does the ranking survive what we do not know? Every structure in many worlds.

Structures share random numbers within a world. Each world has a seed of its own: with one seed for all, the
luck of a few replications would favour the same structure everywhere, and no number of worlds would show it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from simorg.config.errors import SettingsError
from simorg.config.levers import Value
from simorg.config.settings import Settings
from simorg.experiments.answers.chosen_measures import answered
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.words import (
    change_unit,
    counted,
    measure_head,
    measure_label,
    plain,
    quantity,
)
from simorg.experiments.design import Answer, Design, scenario, structures_of
from simorg.experiments.designs.factors import factors
from simorg.measures import Measure
from simorg.statistics.ranking import Direction, Standing, rank_systems
from simorg.statistics.sampling import latin_hypercube

LARGEST_SEED = 1 << 32
KNOWN = ("workforce.units",)
"""What an organisation knows about itself; it varies only if ``experiment.robustness.keys`` names it."""


def design(settings: Settings) -> Design:
    """Return every structure in every world.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.robustness`` says what is uncertain.
    """
    wanted, structures = settings.experiment.robustness, structures_of(settings)
    if len(structures) < 2:
        raise SettingsError(
            f"experiment.structures = [{', '.join(structures)}]: a ranking needs at least two structures"
        )
    uncertain = [f for f in factors(settings, wanted.keys, wanted.reach) if wanted.keys or f.key not in KNOWN]
    points = latin_hypercube(wanted.worlds, len(uncertain), settings.seed)
    digits = len(str(wanted.worlds))
    worlds: list[dict[str, Value]] = [
        {factor.key: factor.at(share) for factor, share in zip(uncertain, point.tolist(), strict=True)}
        | {"seed": (settings.seed + n) % LARGEST_SEED}
        for n, point in enumerate(points)
    ]
    return Design(
        tuple(
            scenario(settings, f"{structure}-w{n:0{digits}d}", structure, world)
            for structure in structures
            for n, world in enumerate(worlds, start=1)
        )
    )


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return for each structure how often it is best, and its regret, measure by measure."""
    structures = structures_of(settings)
    asked = [measure for measure in answered(settings, measures) if measure.better != "none"]
    means = runs.groupby("scenario", sort=False)[[m.name for m in asked]].mean()
    names = [scenario.name for scenario in design.scenarios]
    rows = []
    for measure in asked:
        # Scenarios are listed structure by structure, each over the worlds in the same order.
        worlds = means[measure.name].reindex(names).to_numpy(float).reshape(len(structures), -1).T
        better: Direction = "lower" if measure.better == "lower" else "higher"
        for structure, standing in zip(structures, rank_systems(worlds, better), strict=True):
            rows.append({"structure": structure} | _row(measure, standing))
    table = pd.DataFrame(rows)
    busy = runs["utilisation_max_role_in_team"].groupby(runs["scenario"]).mean().dropna()
    sentences = [_sentence(table[table["measure"] == measure.name]) for measure in asked]
    most_busy = settings.experiment.population.most_busy
    share = float(np.mean(busy > most_busy)) if len(busy) else float("nan")
    sentences = [*_caveat(share, most_busy), *sentences, _rule(settings)]
    return Answer({"robustness": table, "worlds": means.reset_index()}, sentences, (_printed(table),))


def _caveat(share: float, most_busy: float) -> list[str]:
    """Say how many worlds are asked for too much, which weakens whatever follows."""
    if not share > 0.0:
        return []
    told, busy = quantity(share, "share"), quantity(most_busy, "share")
    return [
        f"Caveat: in {told} % of the cases some role of some team is busy beyond {busy} %: its queues grow "
        "as long as a run lasts, and lead times with them."
    ]


def _rule(settings: Settings) -> str:
    runs = counted(settings.replications, "run", "runs")
    return (
        f"A world is the organisation with every uncertain parameter drawn anew, judged by {runs} of each "
        "structure; part of what a choice gives away is the noise of so many runs."
    )


def _row(measure: Measure, standing: Standing) -> dict[str, Any]:
    return {
        "measure": measure.name, "unit": measure.unit, "better": measure.better,
        "probability_best": standing.best.value, "probability_low": standing.best.low,
        "probability_high": standing.best.high, "regret_mean": standing.regret.value,
        "regret_low": standing.regret.low, "regret_high": standing.regret.high,
        "regret_worst": standing.worst_regret, "n": standing.best.n, "n_missing": standing.best.n_missing,
    }  # fmt: skip


def _sentence(table: pd.DataFrame) -> str:
    rows = sorted(table.to_dict("records"), key=lambda row: (-row["probability_best"], row["regret_mean"]))
    first, second = rows[0], rows[1]
    name = measure_label(first["measure"])
    if first["n"] == 0:
        return f"{name}: no ranking; there is no world in which every structure has a value of it."
    chosen, unit = plain(first["structure"]), change_unit(first["unit"])
    share, missed = _best(first), ""
    if first["n_missing"]:
        left_out = quantity(first["n_missing"] / (first["n"] + first["n_missing"]), "share")
        missed = f" (left out: {left_out} % of the worlds, without a value)"
    loss = " and ".join(
        f"{quantity(first[key], first['unit'])} {unit}{word}".replace("  ", " ")
        for key, word in (("regret_mean", " on average"), ("regret_worst", " at worst"))
    )
    if first["probability_low"] > second["probability_high"]:
        start = f"take {chosen}, which is best in {share} of the worlds"
    else:
        start = f"no structure is shown to lead; ahead is {chosen}, best in {share} of the worlds"
    return f"{name}: {start}{missed}, {_follows(first, second)}; choosing it gives away {loss}."


def _follows(first: Mapping[Any, Any], second: Mapping[Any, Any]) -> str:
    """Say which structure comes next."""
    name = plain(second["structure"])
    if second["probability_best"] == first["probability_best"]:
        return f"as often as {name}, which gives away no less on average"
    return f"next {name} in {quantity(second['probability_best'], 'share')} %"


def _best(row: Mapping[Any, Any]) -> str:
    """Return how often a structure is best, with its interval."""
    value, low, high = (quantity(row[f"probability_{end}"], "share") for end in ("best", "low", "high"))
    return f"{value} % [{low}, {high}]"


def _printed(table: pd.DataFrame) -> Any:
    rows = [
        [
            measure_head(row["measure"]), plain(row["structure"]),
            _best(row),
            quantity(row["regret_mean"], row["unit"]), quantity(row["regret_worst"], row["unit"]),
        ]
        for row in table.to_dict("records")
    ]  # fmt: skip
    return frame_table(
        "", ["measure", "structure", "best in so many worlds", "mean regret", "worst regret"], rows
    )
