"""What matters? Morris screening of many parameters, Sobol indices of a few, structure among them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simorg.config.errors import SettingsError
from simorg.config.labels import joined, key_label
from simorg.config.levers import Value
from simorg.config.settings import Settings
from simorg.experiments.answers.chosen_measures import answered
from simorg.experiments.answers.maps import condition
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.sensitivity_indices import NOISE, Floats, indices, points
from simorg.experiments.answers.words import change_unit, measure_head, measure_label, measure_name, quantity
from simorg.experiments.design import Answer, Design, Scenario, scenario, structures_of
from simorg.experiments.designs.factors import Factor, factors
from simorg.experiments.running.task import OK
from simorg.measures import Measure

STRUCTURE = "structure"
HEAD_INDEX = {"morris": "mu_star", "sobol": "ST"}
"""Index by which factors are ranked."""
INDEX_MEANS = {
    "mu_star": "mean size of the change over the range of a factor",
    "ST": "share of the variance, alone and together with other factors",
}
NAMED, PRINTED, FIRST = 5, 12, 3
FEWEST_BLOCKS = 4
"""Trajectories or base points without which no index is given."""
COLUMNS = ["method", "measure", "unit", "key", "index", "value", "low", "high", "noise_floor"]
SEEDS, LARGEST_SEED = 65536, 1 << 32
"""Seeds that the noise factor spans, and the end of all seeds."""


def design(settings: Settings) -> Design:
    """Return the points of a Morris or Sobol design, the same seeds at each.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.sensitivity`` says which keys and how many points.
    """
    _check_samples(settings)
    names, varied, structures = _factors(settings)
    drawn = points(settings.experiment.sensitivity, names, settings.seed)
    digits = len(str(len(drawn)))
    return Design(
        tuple(
            _at(settings, f"p{n:0{digits}d}", varied, structures, point)
            for n, point in enumerate(drawn.tolist(), start=1)
        )
    )


def _check_samples(settings: Settings) -> None:
    """Refuse a design that is too small for any index before it is run."""
    samples = settings.experiment.sensitivity.samples
    if samples < FEWEST_BLOCKS:
        raise SettingsError(
            f"experiment.sensitivity.samples = {samples}: must be >= {FEWEST_BLOCKS}, no index is given of "
            f"fewer; nearest valid: {FEWEST_BLOCKS}"
        )


def _factors(settings: Settings) -> tuple[list[str], tuple[Factor, ...], tuple[str, ...]]:
    """Return the names of all factors: parameters, the structure if it is one, the seed."""
    wanted, structures = settings.experiment.sensitivity, structures_of(settings)
    varied = factors(settings, wanted.keys, wanted.reach)
    as_factor = wanted.structure_as_factor and len(structures) > 1
    if not as_factor and len(structures) > 1:
        raise SettingsError(
            f"experiment.structures = [{', '.join(structures)}]: name one structure, or vary it with "
            "experiment.sensitivity.structure_as_factor=true"
        )
    if wanted.method == "morris" and wanted.levels % 2:
        nearest_valid = max(wanted.levels + 1, -(-len(structures) // 2) * 2 if as_factor else 2)
        raise SettingsError(
            f"experiment.sensitivity.levels = {wanted.levels}: must be even; nearest valid: {nearest_valid}"
        )
    if as_factor and wanted.method == "morris" and wanted.levels < len(structures):
        raise SettingsError(
            f"experiment.sensitivity.levels = {wanted.levels}: must not be smaller than the number of "
            f"structures; nearest valid: {-(-len(structures) // 2) * 2}"
        )
    names = [factor.key for factor in varied] + ([STRUCTURE] if as_factor else []) + [NOISE]
    return names, varied, structures


def _at(
    settings: Settings, name: str, varied: Sequence[Factor], structures: Sequence[str], point: Sequence[float]
) -> Scenario:
    values: dict[str, Value] = {f.key: f.at(share) for f, share in zip(varied, point, strict=False)}
    values["seed"] = (settings.seed + round(point[-1] * SEEDS)) % LARGEST_SEED
    # Structures share the interval equally. With a single one the entry read is that of the seed: no matter.
    place = min(int(point[len(varied)] * len(structures)), len(structures) - 1)
    return scenario(settings, name, structures[place], values)


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return the indices of every factor for every measure asked for."""
    wanted, (names, _, _) = settings.experiment.sensitivity, _factors(settings)
    x = points(wanted, names, settings.seed)
    asked = answered(settings, measures)
    scenarios = [scenario.name for scenario in design.scenarios]
    means = runs[runs["status"] == OK].groupby("scenario", sort=False)[[m.name for m in asked]].mean()
    tables, sentences, caveats = [], [], []
    for measure in asked:
        y = means[measure.name].reindex(scenarios).to_numpy(float)
        complete = _complete(wanted.method, y, len(names))
        lost = 1.0 - float(complete.mean())
        if int(complete.sum()) < FEWEST_BLOCKS * _block(wanted.method, len(names)):
            sentences.append(_too_few(wanted.method, measure, y, complete, len(names)))
            continue
        if np.ptp(y[complete]) == 0.0:
            sentences.append(f"{measure_label(measure.name)}: no indices; it is the same at every point.")
            continue
        found = _table(settings, names, x[complete], y[complete], measure)
        if lost:
            caveats.append(f"{quantity(lost, 'share')} % for {measure_name(measure.name)}")
        sentences.append(_sentence(settings, found))
        tables.append(found)
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)
    printed = [] if table.empty else [_printed(settings, table)]
    sentences = [*_left_out(caveats), *_first(settings, table), *sentences]
    if tables:
        what = INDEX_MEANS[HEAD_INDEX[wanted.method]]
        sentences.append(f"Numbers are the {what}, each with an interval of its own.")
    return Answer({"sensitivity": table, "points": means.reset_index()}, sentences, tuple(printed))


def _left_out(shares: Sequence[str]) -> list[str]:
    """Say what is not known for want of values, which weakens whatever follows."""
    if not shares:
        return []
    return [
        f"Caveat: points without a value are left out of the design, with all that belongs to them, "
        f"{joined(list(shares))}; what matters only there is not seen."
    ]


def _first(settings: Settings, table: pd.DataFrame) -> list[str]:
    """Say what to find out first: what matters for most of what was asked for."""
    above: dict[str, list[str]] = {}
    for name in dict.fromkeys(table["measure"]):
        for key in _above(settings, table[table["measure"] == name])["key"].head(NAMED):
            above.setdefault(str(key), []).append(measure_name(str(name)))
    ranked = sorted((key for key in above if key != STRUCTURE), key=lambda key: -len(above[key]))[:FIRST]
    if not ranked:
        return []
    parts = [f"{condition(key)} (for {joined(above[key])})" for key in ranked]
    return [f"Before choosing, find out how things stand with {joined(parts)}.{_structure(above, table)}"]


def _structure(above: Mapping[str, Sequence[str]], table: pd.DataFrame) -> str:
    """Say whether the structure is among what matters."""
    if STRUCTURE not in set(table["key"]):
        return ""
    if STRUCTURE in above:
        return f" The structure matters for {joined(list(above[STRUCTURE]))}."
    return " The structure does not stand out beside these."


def _too_few(method: str, measure: Measure, y: Floats, complete: NDArray[np.bool_], factors: int) -> str:
    """Say that no index is given, for want of values, and how many points would do."""
    size = _block(method, factors)
    blocks = "trajectories" if method == "morris" else "base points"
    whole, drawn = int(complete.sum()) // size, len(y) // size
    enough = math.ceil(drawn * FEWEST_BLOCKS / whole) if whole else 0
    more = f"; experiment.sensitivity.samples={enough} would do at this rate" if enough else ""
    lost = quantity(float(np.isnan(y).mean()), "share")
    return (
        f"{measure_label(measure.name)}: no indices; too few complete {blocks} ({whole} of {drawn}, "
        f"{FEWEST_BLOCKS} are needed): {lost} % of the points have no value of it{more}."
    )


def _block(method: str, factors: int) -> int:
    """Return how many points of a design belong together: a trajectory, or a base point with its changes."""
    return factors + (1 if method == "morris" else 2)


def _complete(method: str, y: Floats, factors: int) -> NDArray[np.bool_]:
    """Return which points lie in blocks without a missing value; indices need whole blocks."""
    size = _block(method, factors)
    return np.repeat(~np.isnan(y.reshape(-1, size)).any(axis=1), size)


def _table(settings: Settings, names: Sequence[str], x: Floats, y: Floats, measure: Measure) -> pd.DataFrame:
    wanted = settings.experiment.sensitivity
    found = pd.DataFrame(indices(wanted, names, x, y, settings.seed)).rename(columns={"name": "index"})
    floors = found[found["key"] == NOISE].set_index("index")[["value", "high"]].max(axis=1)
    unit = measure.unit if wanted.method == "morris" else "share of variance"
    named = {"method": wanted.method, "measure": measure.name, "unit": unit}
    found = found.assign(**named, noise_floor=found["index"].map(floors))
    return found[COLUMNS]


def _ranked(settings: Settings, table: pd.DataFrame) -> pd.DataFrame:
    index = HEAD_INDEX[settings.experiment.sensitivity.method]
    ours = table[(table["index"] == index) & (table["key"] != NOISE)]
    return ours.sort_values("value", ascending=False, kind="stable")


def _above(settings: Settings, table: pd.DataFrame) -> pd.DataFrame:
    """Return the factors of one measure that stand out from noise, the largest first."""
    ranked = _ranked(settings, table)
    return ranked[ranked["low"] > ranked["noise_floor"]]


def _sentence(settings: Settings, table: pd.DataFrame) -> str:
    """Say what a measure depends on most, and how strongly."""
    above, name = _above(settings, table), str(table["measure"].iloc[0])
    if above.empty:
        return f"{measure_label(name)}: no factor stands out from noise."
    # Shares of variance are numbers around one here; quantity() would print a share in per cent.
    moves = settings.experiment.sensitivity.method == "morris"
    unit = str(above["unit"].iloc[0]) if moves else "1"
    told = []
    for row in above.head(NAMED).to_dict("records"):
        value, low, high = (quantity(row[column], unit) for column in ("value", "low", "high"))
        told.append(f"{condition(row['key'])}, {value} [{low}, {high}]")
    others = " (others stand out less)" if len(above) > NAMED else "; nothing else stands out from noise"
    words = f" ({change_unit(unit)})" if moves and change_unit(unit) else ""
    return f"{measure_label(name)}{words} depends most of all on {'; '.join(told)}{others}."


def _printed(settings: Settings, table: pd.DataFrame) -> Any:
    rows = []
    for name in dict.fromkeys(table["measure"]):
        for row in _ranked(settings, table[table["measure"] == name]).head(PRINTED).to_dict("records"):
            unit = str(row["unit"]) if row["method"] == "morris" else "1"
            cells = [quantity(row[column], unit) for column in ("value", "low", "high", "noise_floor")]
            rows.append([measure_head(name), key_label(row["key"]), *cells])
    index = HEAD_INDEX[settings.experiment.sensitivity.method]
    return frame_table(
        INDEX_MEANS[index], ["measure", "factor", "effect", "low", "high", "noise"], rows, 1000
    )
