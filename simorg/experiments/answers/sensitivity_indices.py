"""Morris and Sobol designs and indices by SALib, on common random numbers.

Points of a design share their random numbers, and indices are computed from means over replications,
so that noise does not pass for influence. One more factor, the seed, changes nothing but the random
numbers: its index is what replication noise alone looks like, the floor that any other has to exceed.

References
----------
.. [1] Morris (1991). Factorial sampling plans for preliminary computational experiments. Technometrics
   33, 161-174. doi:10.1080/00401706.1991.10484804
.. [2] Campolongo, Cariboni, Saltelli (2007). An effective screening design for sensitivity analysis of
   large models. Environmental Modelling & Software 22, 1509-1518. doi:10.1016/j.envsoft.2006.10.004
.. [3] Saltelli et al. (2010). Variance based sensitivity analysis of model output. Computer Physics
   Communications 181, 259-270. doi:10.1016/j.cpc.2009.09.018
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simorg.config.errors import SettingsError
from simorg.config.groups.kinds import SensitivitySettings

Floats = NDArray[np.float64]

NOISE = "seed"
"""The factor that stands for replication noise."""


class Index(NamedTuple):
    """An index of one factor, with its bootstrap interval."""

    key: str
    name: str
    value: float
    low: float
    high: float


def points(wanted: SensitivitySettings, names: Sequence[str], seed: int) -> Floats:
    """Return the points of a design.

    Parameters
    ----------
    wanted : SensitivitySettings
        Method and size.
    names : sequence of str
        Factors, each over the unit interval.
    seed : int
        Seed of the design.

    Returns
    -------
    ndarray, shape (points, factors)
        Shares in [0, 1]. Morris [1]_: samples * (factors + 1) points; Sobol [3]_: samples * (factors + 2).

    Raises
    ------
    SettingsError
        If SALib is not installed, or the size breaks a rule of the method.
    """
    if wanted.method == "morris":
        if wanted.levels % 2:
            rule = f"must be even; nearest valid: {wanted.levels + 1}"
            raise SettingsError(f"experiment.sensitivity.levels = {wanted.levels}: {rule}")
        sample = _salib("sample.morris").sample
        return np.asarray(sample(_problem(names), wanted.samples, num_levels=wanted.levels, seed=seed))
    if wanted.samples & (wanted.samples - 1):
        raise SettingsError(
            f"experiment.sensitivity.samples = {wanted.samples}: must be a power of two for Sobol indices; "
            f"nearest valid: {1 << (wanted.samples - 1).bit_length()}"
        )
    sample = _salib("sample.sobol").sample
    return np.asarray(sample(_problem(names), wanted.samples, calc_second_order=False, seed=seed))


def indices(
    wanted: SensitivitySettings, names: Sequence[str], x: Floats, y: Floats, seed: int
) -> Iterator[Index]:
    """Yield the indices of every factor.

    Parameters
    ----------
    wanted : SensitivitySettings
        Method, levels and confidence.
    names : sequence of str
        Factors.
    x : ndarray, shape (points, factors)
        What `points` returned.
    y : ndarray, shape (points,)
        Means of a measure at these points, none missing.
    seed : int
        Seed of the bootstrap.

    Yields
    ------
    Index
        Morris: ``mu_star`` (mean absolute change over the range of the factor, in the unit of the
        measure, [2]_), ``mu`` and ``sigma`` (without intervals). Sobol: ``S1`` and ``ST``, shares of
        variance.
    """
    if wanted.method == "morris":
        found = _salib("analyze.morris").analyze(
            _problem(names), x, y, num_levels=wanted.levels, conf_level=wanted.confidence, seed=seed
        )
        columns = {"mu_star": "mu_star_conf", "mu": None, "sigma": None}
    else:
        found = _salib("analyze.sobol").analyze(
            _problem(names), y, calc_second_order=False, conf_level=wanted.confidence, seed=seed
        )
        columns = {"S1": "S1_conf", "ST": "ST_conf"}
    for name, width in columns.items():
        for n, key in enumerate(names):
            value = float(found[name][n])
            half = float("nan") if width is None else float(found[width][n])
            yield Index(key, name, value, value - half, value + half)


def _problem(names: Sequence[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def _salib(name: str) -> ModuleType:
    from importlib import import_module

    try:
        return import_module(f"SALib.{name}")
    except ImportError as error:
        raise SettingsError(
            "experiment.kind = sensitivity: needs SALib; install simorg[sensitivity]"
        ) from error
