"""Scenarios of an experiment, by name; and which of them may be compared pair by pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simorg.config.errors import SettingsError, nearest
from simorg.config.settings import Settings
from simorg.organisation.structures import label


def named(settings: Sequence[Settings] | Mapping[str, Settings]) -> dict[str, Settings]:
    """Return settings by name: as given, or by structure, numbered where a structure comes twice."""
    if isinstance(settings, Mapping):
        return dict(settings)
    structures = [label(each) for each in settings]
    names = [
        name if structures.count(name) == 1 else f"{name}_{structures[:n].count(name) + 1}"
        for n, name in enumerate(structures)
    ]
    return dict(zip(names, settings, strict=True))


def refuse_unpaired(scenarios: Mapping[str, Settings]) -> None:
    """Refuse scenarios whose replications do not share random numbers and observed time.

    Raises
    ------
    SettingsError
        Names the key and the two scenarios that differ.
    """
    if not scenarios:
        raise SettingsError("nothing to compare: give at least one scenario")
    first, reference = next(iter(scenarios.items()))
    for name, settings in scenarios.items():
        for key in ("seed", "horizon_days", "warm_up_days"):
            here, there = getattr(settings, key), getattr(reference, key)
            if here != there:
                raise SettingsError(
                    f"{key} = {here} in scenario '{name}' but {there} in '{first}': "
                    "a paired comparison needs the same seed, horizon and warm-up"
                )


def check_baseline(baseline: str | None, scenarios: Mapping[str, Settings]) -> str:
    """Return the name of the baseline: as given, or the first scenario."""
    if baseline is None:
        return next(iter(scenarios))
    if baseline not in scenarios:
        raise SettingsError(f"baseline = '{baseline}' is no scenario{nearest(baseline, scenarios)}")
    return baseline
