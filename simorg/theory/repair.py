"""The machine-repair model M/M/R//N: few machines that fail, fewer who repair them.

The finite-source queue of live models and responders: the more are down, the fewer can still fail.

References
----------
.. [1] Palm (1947). The distribution of repairmen in servicing automatic machines. Industritidningen
   Norden 75, 75-80, 90-94, 119-123.
.. [2] Gross, Shortle, Thompson, Harris (2008). Fundamentals of Queueing Theory, 4th ed., section
   2.7. Wiley. doi:10.1002/9781118625651
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class RepairShop(NamedTuple):
    """Long-run averages: machines in number, times in the unit of the mean up and repair times.

    `availability` is the share of machines up, `utilisation` the share of repairers busy,
    `failure_rate` failures per unit of time of all machines together, `down_time` from failure to
    repaired and `wait` the part of it before repair starts.
    """

    mean_down: float
    availability: float
    utilisation: float
    failure_rate: float
    down_time: float
    wait: float


def down_distribution(
    machines: int, repairers: int, mean_up: float, mean_repair: float
) -> NDArray[np.float64]:
    """Compute the long-run distribution of the number of machines down [2]_.

    Parameters
    ----------
    machines : int
        Number of machines, >= 1.
    repairers : int
        Number of repairers, >= 1; one works on one machine.
    mean_up : float
        Mean exponential time from repair to failure, positive.
    mean_repair : float
        Mean exponential repair time, positive.

    Returns
    -------
    ndarray, shape (machines + 1,)
        Probability that 0, 1, ..., all machines are down.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    if machines < 1 or repairers < 1:
        raise ValueError(f"machines={machines!r}, repairers={repairers!r}: must be at least 1")
    if not (0.0 < mean_up < math.inf and 0.0 < mean_repair < math.inf):
        raise ValueError(f"mean_up={mean_up!r}, mean_repair={mean_repair!r}: must be positive")
    down = np.arange(1, machines + 1)
    # Ratio of neighbouring states: failures out of the state below over repairs out of this one.
    ratios = (machines - down + 1) * mean_repair / (np.minimum(down, repairers) * mean_up)
    logs = np.concatenate(([0.0], np.cumsum(np.log(ratios))))
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


def machine_repair(machines: int, repairers: int, mean_up: float, mean_repair: float) -> RepairShop:
    """Solve the machine-repair model.

    Parameters
    ----------
    machines : int
        Number of machines, >= 1.
    repairers : int
        Number of repairers, >= 1.
    mean_up : float
        Mean exponential time from repair to failure, positive.
    mean_repair : float
        Mean exponential repair time, positive.

    Returns
    -------
    RepairShop
        Its long-run averages.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    chances = down_distribution(machines, repairers, mean_up, mean_repair)
    down = np.arange(machines + 1)
    mean_down = float(chances @ down)
    busy = float(chances @ np.minimum(down, repairers))
    failure_rate = busy / mean_repair
    down_time = mean_down / failure_rate
    return RepairShop(
        mean_down=mean_down,
        availability=1.0 - mean_down / machines,
        utilisation=busy / repairers,
        failure_rate=failure_rate,
        down_time=down_time,
        wait=(mean_down - busy) / failure_rate,
    )
