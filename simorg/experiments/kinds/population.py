"""Beside the case: how often each structure is better than another, over many organisations that cope.

One organisation is a case: what is faster there may be slower elsewhere. The population is drawn around the
configured organisation; each member runs under every structure on the same random numbers and decides each
pair by its own paired interval: better, worse, or open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from simorg.config.errors import SettingsError
from simorg.config.labels import inside, joined
from simorg.config.settings import Settings
from simorg.experiments.answers import beside
from simorg.experiments.answers.advice import recommendation
from simorg.experiments.answers.chosen_measures import answered, told
from simorg.experiments.answers.conditions import conditions
from simorg.experiments.answers.conditions import sentences as conditions_told
from simorg.experiments.answers.populated import NEITHER, OFTEN_BETTER, OFTEN_WORSE, fewest, measured
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.summary import CONFIDENCE, HIGHER, LOWER, NOT_SHOWN, decide
from simorg.experiments.answers.words import counted, measure_head, plain, quantity
from simorg.experiments.design import Answer, Design, structures_of
from simorg.experiments.designs.coping import Pilot, more, name_of, pilots, scenarios
from simorg.measures import Measure
from simorg.statistics.grouped import mean_intervals
from simorg.statistics.signs import median_interval, sign_test
from simorg.statistics.simultaneous import holm

BETTER, WORSE, OPEN = "better", "worse", "open"
LEVEL = 1.0 - CONFIDENCE
PAIR = ["measure", "unit", "direction", "structure", "baseline"]
"""Columns that say which pair of structures, in which measure."""


def design(settings: Settings) -> Design:
    """Return the first candidates under every structure, each as often as a pilot runs.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.population`` says how many organisations, and how different.
    """
    wanted, structures = settings.experiment.population, structures_of(settings)
    if len(structures) < 2:
        raise SettingsError(
            f"experiment.structures = [{', '.join(structures)}]: a pair needs at least two structures"
        )
    if settings.replications < wanted.pilot:
        raise SettingsError(
            f"experiment.population.pilot = {wanted.pilot}: must be <= replications = "
            f"{settings.replications}; nearest valid: {settings.replications}"
        )
    if wanted.candidates < wanted.backgrounds:
        raise SettingsError(
            f"experiment.population.candidates = {wanted.candidates}: must be >= "
            f"experiment.population.backgrounds = {wanted.backgrounds}; nearest valid: {wanted.backgrounds}"
        )
    return Design(scenarios(settings, structures, range(1, wanted.backgrounds + 1)))


def extend(settings: Settings, design: Design, runs: pd.DataFrame) -> Design:
    """Return more candidates while too few of them cope, then all replications of those that do."""
    wanted, structures = settings.experiment.population, structures_of(settings)
    judged = pilots(settings, structures, design, runs)
    chosen = _chosen(settings, judged)
    further = more(len(judged), len(chosen), wanted.backgrounds, wanted.candidates)
    if len(chosen) < wanted.backgrounds and further > 0:
        numbers = range(len(judged) + 1, len(judged) + further + 1)
        return Design(design.scenarios + scenarios(settings, structures, numbers))
    names = {name_of(settings, structure, number) for structure in structures for number in chosen}
    return design.with_replications(dict.fromkeys(names, settings.replications))


def _chosen(settings: Settings, judged: Sequence[Pilot]) -> list[int]:
    """Return the numbers of the first candidates that cope."""
    coping = [pilot.number for pilot in judged if not pilot.fails]
    return coping[: settings.experiment.population.backgrounds]


def answer(settings: Settings, design: Design, runs: pd.DataFrame, measures: Sequence[Measure]) -> Answer:
    """Return how often each structure is better than each other, measure by measure."""
    structures = structures_of(settings)
    judged = pilots(settings, structures, design, runs)
    chosen = _chosen(settings, judged)
    asked = [measure for measure in answered(settings, measures) if measure.better != "none"]
    differences = pd.concat(
        [
            frame
            for measure in asked
            for frame in _differences(settings, runs, measure, structures, chosen)
        ]
    )  # fmt: skip
    table = _counted(differences)
    first = differences[differences["baseline"] == structures[0]]
    names = [measure.name for measure in told(settings, measures)]
    where = conditions(first[first["measure"].isin(names)], _levers(settings, design, chosen))
    tables = {
        "population": table, "differences": first, "conditions": where,
        "backgrounds": _background_table(judged, chosen),
    }  # fmt: skip
    against = table[table["baseline"] == structures[0]]
    sentences = [
        _who(settings, judged, chosen),
        *_advice(against, names, len(table), len(chosen)),
        *conditions_told(where),
        *(_sentence(settings, against, m) for m in asked),
        _rule(settings, chosen),
    ]
    return Answer(tables, [text for text in sentences if text], (_printed(against),))


def keep(settings: Settings, found: Answer) -> str:
    """Keep the counts of a published population where comparisons find them; say where that is."""
    tried = len(found.tables["backgrounds"])
    return beside.store(settings, found.tables["population"], tried)


def _differences(
    settings: Settings, runs: pd.DataFrame, measure: Measure, structures: Sequence[str], chosen: Sequence[int]
) -> Iterator[pd.DataFrame]:
    """Yield one table a pair: a row a background, with its paired difference."""
    size = settings.replications
    wide = runs.pivot(index="scenario", columns="replication", values=measure.name)
    rows = {
        structure: wide.reindex([name_of(settings, structure, n) for n in chosen])
        .reindex(columns=range(size))
        .to_numpy(float)
        for structure in structures
    }
    for baseline, structure in combinations(structures, 2):
        gaps = rows[structure] - rows[baseline]
        found = mean_intervals(gaps.ravel(), np.full(len(chosen), size), CONFIDENCE)
        low, high = found.mean - found.half_width, found.mean + found.half_width
        decisions = [
            decide(a, b, n) for a, b, n in zip(low.tolist(), high.tolist(), found.n.tolist(), strict=True)
        ]
        yield pd.DataFrame(
            {"measure": measure.name, "unit": measure.unit, "direction": measure.better,
             "structure": structure, "baseline": baseline, "background": chosen, "difference": found.mean,
             "low": low, "high": high, "half_width": found.half_width, "n_pairs": found.n,
             "holds": [_better(word, measure.better) for word in decisions]}
        )  # fmt: skip


def _better(decision: str, direction: str) -> str:
    """Return whether a decided difference is for the better; anything else is open."""
    if decision not in (LOWER, HIGHER):
        return OPEN
    return BETTER if (decision == LOWER) == (direction == "lower") else WORSE


def _counted(differences: pd.DataFrame) -> pd.DataFrame:
    """Return one row a measure and pair: how many backgrounds say what, and what they say together."""
    rows: list[dict[str, Any]] = []
    for named, ours in differences.groupby(PAIR, sort=False):
        counts = ours["holds"].value_counts()
        better, worse = int(counts.get(BETTER, 0)), int(counts.get(WORSE, 0))
        median, low, high = median_interval(ours["difference"].tolist(), CONFIDENCE)
        seen, _, _ = median_interval(ours["half_width"].tolist(), CONFIDENCE)
        rows.append(
            dict(zip(PAIR, named, strict=True))
            | {"n": len(ours), "better": better, "worse": worse, "open": int(counts.get(OPEN, 0)),
               "median": median, "median_low": low, "median_high": high, "seen": seen,
               "p_value": sign_test(better, better + worse)}
        )  # fmt: skip
    table = pd.DataFrame(rows, columns=None if rows else [*PAIR, "n", "p_value", BETTER, WORSE])
    found = holm(table["p_value"].to_numpy(float), LEVEL)
    ahead = np.where(table[BETTER] > table[WORSE], OFTEN_BETTER, OFTEN_WORSE)
    return table.assign(p_adjusted=found.adjusted, verdict=np.where(found.rejected, ahead, NEITHER))


def _background_table(judged: Sequence[Pilot], chosen: Sequence[int]) -> pd.DataFrame:
    """Return one row a candidate: whether it copes, is used, how busy it is, and where it does not cope."""
    used = set(chosen)
    return pd.DataFrame(
        [
            {"background": pilot.number, "copes": not pilot.fails, "used": pilot.number in used,
             "fails": "; ".join(f"{name}: {why}" for name, why in pilot.fails.items())}
            | {f"busy_{name}": share for name, share in pilot.busy.items()}
            for pilot in judged
        ]
    )  # fmt: skip


def _who(settings: Settings, judged: Sequence[Pilot], chosen: Sequence[int]) -> str:
    """Say which organisations these are, and what share was turned down."""
    wanted, structures = settings.experiment.population, structures_of(settings)
    failing = [pilot for pilot in judged if pilot.fails]
    alone = [s for s in structures if any(list(pilot.fails) == [s] for pilot in failing)]
    only = f", some of them under {joined([plain(s) for s in alone])} alone" if alone else ""
    who = f"{counted(len(chosen), 'organisation', 'organisations')} around the configured one"
    text = f"The population: {who} that cope under every structure."
    if failing:
        share, busy = quantity(len(failing) / len(judged), "share"), quantity(wanted.most_busy, "share")
        text = (
            f"Caveat: {share} % of the candidates tried did not cope and are left out, because a role of a "
            f"team was busy beyond {busy} % or nothing was delivered{only}. What follows is of the others: "
            f"{who} that cope under every structure."
        )
    if len(chosen) < wanted.backgrounds:
        text += (
            f" Fewer than the {wanted.backgrounds} wanted cope; a larger experiment.population.candidates "
            "tries more."
        )
    return text


def _levers(settings: Settings, design: Design, chosen: Sequence[int]) -> pd.DataFrame:
    """Return the numbers that differ between organisations, by the number of the organisation."""
    structure = structures_of(settings)[0]
    rows = {n: dict(design.named(name_of(settings, structure, n)).levers) for n in chosen}
    table = pd.DataFrame.from_dict(rows, orient="index").drop(columns="seed", errors="ignore")
    return table.select_dtypes("number").astype(float)


def _advice(table: pd.DataFrame, names: Sequence[str], pairs: int, size: int) -> list[str]:
    """Say which structure is more often better; of too few organisations, how many would tell."""
    enough = fewest(pairs)
    if 0 < size < enough:
        return [
            f"Too few organisations for a recommendation: fewer than {enough} that all decide alike may be "
            f"chance in one of so many pairs; experiment.population.backgrounds={enough} or more."
        ]
    text = _recommended(table, names)
    return [f"In most organisations that decide: {inside(text)}"] if text else []


def _recommended(table: pd.DataFrame, names: Sequence[str]) -> str:
    sides = {OFTEN_BETTER: {LOWER: LOWER, HIGHER: HIGHER}, OFTEN_WORSE: {LOWER: HIGHER, HIGHER: LOWER}}
    rows = [
        row | {"better": row["direction"], "n_pairs": row["n"],
               "decision": sides.get(row["verdict"], {}).get(row["direction"], NOT_SHOWN)}
        for row in table.to_dict("records")
        if row["measure"] in names and row["n"]
    ]  # fmt: skip
    return recommendation(rows, "structure", str(rows[0]["baseline"])) if rows else ""


def _sentence(settings: Settings, table: pd.DataFrame, measure: Measure) -> str:
    """Say how often each structure is better than the first, and how small a difference could be seen."""
    ours = table[(table["measure"] == measure.name) & (table["n"] > 0)]
    rows = ours.assign(runs=settings.replications).to_dict("records")
    return measured(rows) if rows else ""


def _rule(settings: Settings, chosen: Sequence[int]) -> str:
    if not chosen:
        return ""
    expected = f"{0.5 * LEVEL * len(chosen):.3g}"
    return (
        f"Each organisation decides by its own 95 % interval of {settings.replications} paired runs: were "
        f"there no difference anywhere, about {expected} would still be called better and {expected} worse. "
        "'More often' is an exact sign test over the organisations that decide, adjusted for all pairs and "
        "measures (Holm, 5 %); what is typical is a median, and the tables have its interval. Conditions are "
        "rank correlations, adjusted likewise; organisations are parted at the middle of the parameter."
    )


def _printed(table: pd.DataFrame) -> Any:
    rows = [
        [
            measure_head(row["measure"]), plain(row["structure"]), str(row["better"]), str(row["worse"]),
            str(row["open"]), quantity(row["median"], row["unit"]), quantity(row["seen"], row["unit"]),
            row["verdict"],
        ]
        for row in table.to_dict("records")
    ]  # fmt: skip
    columns = ["measure", "structure", BETTER, WORSE, OPEN, "median difference", "smallest seen", "over all"]
    return frame_table("against the first structure, organisation by organisation", columns, rows)
