"""Which measures an experiment answers for, by name; and lists that must not say the same twice."""

from __future__ import annotations

from collections.abc import Sequence

from simorg.config.errors import SettingsError, nearest
from simorg.config.settings import Settings
from simorg.experiments.summary import HEADLINE
from simorg.measures import Measure


def each_once(key: str, values: Sequence[object]) -> None:
    """Refuse a list in which something appears twice.

    Parameters
    ----------
    key : str
        Key of the list.
    values : sequence
        What it holds.

    Raises
    ------
    SettingsError
        Names the first value that is there twice.
    """
    for n, value in enumerate(values):
        if value in values[:n]:
            raise SettingsError(f"{key}: '{value}' appears twice")


def answered(settings: Settings, measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Return the measures that an experiment answers for: those it names, else the headline.

    Parameters
    ----------
    settings : Settings
        The experiment.
    measures : sequence of Measure
        All there are.
    """
    by_name = {measure.name: measure for measure in measures}
    names = settings.experiment.measures
    if names is None:
        return tuple(by_name[name] for name in HEADLINE if name in by_name)
    return tuple(by_name[name] for name in names)


def check_measures(settings: Settings, measures: Sequence[Measure]) -> None:
    """Refuse an experiment that names a measure which does not exist.

    Parameters
    ----------
    settings : Settings
        The experiment.
    measures : sequence of Measure
        All there are.
    """
    experiment, known = settings.experiment, [measure.name for measure in measures]
    named = {
        "measures": experiment.measures or (),
        "precision.measures": experiment.precision.measures if experiment.precision.relative else (),
        "selection.measure": (experiment.selection.measure,) if experiment.kind == "selection" else (),
        "optimise.objectives": [o.measure for o in experiment.optimise.objectives]
        if experiment.kind == "optimise"
        else (),
    }
    for key, names in named.items():
        for name in names:
            if name not in known:
                raise SettingsError(f"experiment.{key}: unknown measure '{name}'{nearest(name, known)}")
