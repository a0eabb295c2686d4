"""Which measures an experiment answers for, by name."""

from __future__ import annotations

from collections.abc import Sequence

from simorg.config.errors import SettingsError, nearest
from simorg.config.settings import Settings
from simorg.experiments.answers.words import QUESTIONS
from simorg.experiments.designs.checks import each_once
from simorg.measures import Measure

OWN = {"selection": "selection.measure", "optimise": "optimise.objectives"}
"""Kinds that answer for the measures they decide by, and where these are named."""


def answered(settings: Settings, measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Return the measures that an experiment answers for: those it names, else the headline."""
    names = settings.experiment.measures
    if names is None:
        return tuple(measure for measure in measures if measure.headline)
    by_name = {measure.name: measure for measure in measures}
    return tuple(by_name[name] for name in names)


def told(settings: Settings, measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Return the measures that sentences are about: those that an experiment names, else a few."""
    names = settings.experiment.measures or QUESTIONS
    return tuple(measure for measure in answered(settings, measures) if measure.name in names)


def check_measures(settings: Settings, measures: Sequence[Measure]) -> None:
    """Refuse an experiment that names a measure which does not exist."""
    experiment, by_name = settings.experiment, {measure.name: measure for measure in measures}
    named = {
        "measures": experiment.measures,
        "objective": None if experiment.objective is None else (experiment.objective,),
        "precision.measures": experiment.precision.measures if experiment.precision.relative else None,
        "selection.measure": (experiment.selection.measure,) if experiment.kind == "selection" else None,
        "optimise.objectives": [o.measure for o in experiment.optimise.objectives]
        if experiment.kind == "optimise"
        else None,
    }
    if experiment.measures is not None and experiment.kind in OWN:
        raise SettingsError(
            f"experiment.measures = [{', '.join(experiment.measures)}]: experiment.kind = {experiment.kind} "
            f"answers for what it decides by; name that in experiment.{OWN[experiment.kind]}"
        )
    for key, names in named.items():
        if names is None:
            continue
        if not names:
            raise SettingsError(f"experiment.{key} = []: name at least one measure")
        each_once(f"experiment.{key}", names)
        for name in names:
            if name not in by_name:
                raise SettingsError(f"experiment.{key}: unknown measure '{name}'{nearest(name, by_name)}")
    if experiment.kind in ("robustness", "population"):
        for name in experiment.measures or ():
            if by_name[name].better == "none":
                raise SettingsError(
                    f"experiment.measures: '{name}' is better neither low nor high: nothing is best in it"
                )
