"""Face validity: published ranges beside what the default organisation gives; misses are reported.

Goes in: how many replications, how large a population. Come out: a table of all rows, a table of
what was tried for each row that lies outside, and means of what nobody has published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from simorg.config.citations import cited, spelled_out
from simorg.config.compose import load
from simorg.config.levers import apply
from simorg.config.registry import registry
from simorg.config.settings import Settings
from simorg.experiments.designs.coping import scenarios, trouble
from simorg.experiments.running.replicate import run_all, table, task_size
from simorg.experiments.running.task import OK, split
from simorg.measures import registry as measures
from simorg.statistics.intervals import mean_interval
from simorg.validation.published import THEMES, UNPUBLISHED, Published
from simorg.validation.tried import TRIED, Try

if TYPE_CHECKING:
    import pandas as pd

STRUCTURES = ("hub_and_spoke", "centre_of_excellence", "communities_of_practice", "informal_network")
"""The default structure first, then the others that the main question compares."""

INSIDE, MISSING = "inside", "missing"


class Validity(NamedTuple):
    """What was found."""

    rows: pd.DataFrame  # a published figure each
    tried: pd.DataFrame  # an override tried for a row outside each
    unpublished: pd.DataFrame  # a measure each
    replications: int
    population: int  # organisations that cope, of all that were tried
    candidates: int
    days: float  # of each run
    warm_up: float  # of these


def face_validity(
    replications: int = 20, overrides: Sequence[str] = (), workers: int | None = None, population: int = 120
) -> Validity:
    """Set published ranges beside the default organisation in each structure.

    Parameters
    ----------
    replications : int
        Replications of each structure, and of everything tried.
    overrides : sequence of str
        Further overrides.
    workers : int, optional
        Processes; all cores when left out.
    population : int
        Candidates for a population of organisations; those that do not cope are left out.
    """
    import pandas as pd

    named = {name: load([f"structure={name}", *overrides]) for name in STRUCTURES}
    default, runs = next(iter(named.values())), _runs(named, replications, workers)
    people = _population(default, population, workers)
    coping = people[[not why for why in people["trouble"]]]
    rows = [_row(theme, item, runs, coping) for theme, items in THEMES.items() for item in items]
    outside = [item for items in THEMES.values() for item in items if _is_outside(item, rows)]
    tried = [
        *_tried([item for item in outside if not item.population], default, runs[STRUCTURES[0]], workers),
        *_tried_on_teams([item for item in outside if item.population], default, coping, population, workers),
    ]
    return Validity(
        pd.DataFrame(rows), pd.DataFrame(tried), pd.DataFrame(_unpublished(runs)), replications, len(coping),
        population, default.horizon_days, default.warm_up_days,
    )  # fmt: skip


def verdict(value: float, low: float, high: float) -> str:
    """Say where a value lies against a published range."""
    if value != value:
        return MISSING
    if low <= value <= high:
        return INSIDE
    return f"too low, x {value / low:.3g}" if value < low else f"too high, x {value / high:.3g}"


def touched(source: str) -> tuple[str, ...]:
    """Return the parameters that cite one of the sources of a row."""
    keys = set(cited(source))
    return tuple(row.key for row in registry() if keys & set(row.cites.split()))


def in_published_unit(item: Published, values: pd.Series[float]) -> pd.Series[float]:
    """Return the values of a measure in the unit of the source; a factor of -1 is 1 - share."""
    return 1.0 - values if item.factor < 0.0 else item.factor * values


def _runs(named: Mapping[str, Settings], replications: int, workers: int | None) -> dict[str, pd.DataFrame]:
    """Return one table of replications a scenario; all are run together."""
    wanted, size = list(range(replications)), task_size(replications)
    tasks = [task for name, settings in named.items() for task in split(name, settings, wanted, size)]
    of: dict[str, list[dict[str, Any]]] = {name: [] for name in named}
    for result in run_all(tasks, workers):
        of[result.task.scenario] += result.rows
    return {name: table(rows, list(measures().values())) for name, rows in of.items()}


def _population(base: Settings, candidates: int, workers: int | None) -> pd.DataFrame:
    """Return one row a candidate: its means, and why it does not cope (empty if it does)."""
    import pandas as pd

    found = scenarios(base, [base.structure.name], range(1, candidates + 1))
    runs = _runs({each.name: each.settings for each in found}, found[0].replications, workers)
    most, rows = base.experiment.population.most_busy, []
    for each in found:
        row = runs[each.name].mean(numeric_only=True).to_dict()
        failed = bool((runs[each.name]["status"] != OK).any())
        rows.append(row | {"trouble": trouble(row | {"failed": failed}, most)})
    return pd.DataFrame(rows)


def _unpublished(runs: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    told = measures()
    return [
        {"quantity": told[name].label, "unit": told[name].unit}
        | {structure: float(found[name].mean()) for structure, found in runs.items()}
        for name in UNPUBLISHED
    ]


def _row(
    theme: str, item: Published, runs: Mapping[str, pd.DataFrame], population: pd.DataFrame
) -> dict[str, Any]:
    """Return a row; of a population there is one value, which stands under the default structure."""
    tables = {STRUCTURES[0]: population} if item.population else runs
    values = {name: _mean(item, found) for name, found in tables.items()}
    return {
        "theme": theme,
        "quantity": item.quantity,
        "unit": item.unit,
        "low": item.low,
        "high": item.high,
        **{name: values.get(name, float("nan")) for name in STRUCTURES},
        "verdict": verdict(values[STRUCTURES[0]], item.low, item.high),
        "mark": item.mark,
        "differs": item.differs,
        "input": item.is_input,
        "touches": ", ".join(touched(item.source)),
        "source": spelled_out(item.source),
    }


def _mean(item: Published, found: pd.DataFrame) -> float:
    return mean_interval(in_published_unit(item, found[item.measure]).to_numpy(dtype=float)).mean


def _is_outside(item: Published, rows: Iterable[Mapping[str, Any]]) -> bool:
    return any(row["quantity"] == item.quantity and row["verdict"] != INSIDE for row in rows)


def _tried(
    outside: Sequence[Published], default: Settings, base: pd.DataFrame, workers: int | None
) -> list[dict[str, Any]]:
    """Run everything that is to be tried for the rows outside, and return what it does to them."""
    named = {each.settings: apply(default, each.levers) for item in outside for each in _tries(item)}
    runs = _runs(named, len(base), workers) if named else {}
    return [_try(item, each, base, runs[each.settings]) for item in outside for each in _tries(item)]


def _tried_on_teams(
    outside: Sequence[Published], default: Settings, base: pd.DataFrame, candidates: int, workers: int | None
) -> list[dict[str, Any]]:
    """Do the same on a population: the organisations that cope as it is, whether or not they cope then."""
    rows = []
    for item in outside:
        for each in _tries(item):
            found = _population(apply(default, each.levers), candidates, workers)
            rows.append(_try(item, each, base, found.loc[base.index]))
    return rows


def _tries(item: Published) -> tuple[Try, ...]:
    return TRIED.get(item.quantity, ())


def _try(item: Published, tried: Try, base: pd.DataFrame, found: pd.DataFrame) -> dict[str, Any]:
    """Return where a row lies then, and the paired change with its 95 % interval."""
    before, after = (in_published_unit(item, each[item.measure]) for each in (base, found))
    change, value = mean_interval((after - before).to_numpy(dtype=float)), _mean(item, found)
    return {
        "quantity": item.quantity,
        "unit": item.unit,
        "low": item.low,
        "high": item.high,
        "before": _mean(item, base),
        "tried": tried.words,
        "settings": tried.settings,
        "after": value,
        "change": change.mean,
        "half_width": change.half_width,
        "verdict": verdict(value, item.low, item.high),
    }
