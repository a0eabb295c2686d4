"""Pooling: one shared queue against several separate ones, and when its advantage is used up.

Separate M/M/c groups at one utilisation are merged into one M/M/(k c) group.  At equal service
times the pool is always faster; but if serving strangers takes longer, there is an inflation of
the service time at which the two are equal.
"""

from scipy import optimize

from simorg.theory.queues import mmc


def pooled_sojourn(utilisation: float, servers: int, groups: int, inflation: float) -> float:
    """Compute the mean time in system of the pool, in units of the separate groups' service time.

    Parameters
    ----------
    utilisation : float
        Utilisation of each separate group, in (0, 1).
    servers : int
        Servers of each separate group.
    groups : int
        Number of groups merged.
    inflation : float
        Service time in the pool over that in a group; arrivals stay as they are.

    Returns
    -------
    float
        Wait plus service, in units of the uninflated mean service time.

    Raises
    ------
    ValueError
        If a value is out of range or the pool is unstable.
    """
    return mmc(utilisation * servers * groups, inflation, servers * groups).sojourn


def break_even_inflation(utilisation: float, servers: int, groups: int) -> float:
    """Find the inflation of service at which a pool is as slow as the groups it replaced.

    Parameters
    ----------
    utilisation : float
        Utilisation of each separate group, in (0, 1).
    servers : int
        Servers of each separate group, >= 1.
    groups : int
        Number of groups merged, >= 1.

    Returns
    -------
    float
        Factor >= 1 on the service time; 1.12 means 12 % longer.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    if not 0.0 < utilisation < 1.0:
        raise ValueError(f"utilisation={utilisation!r}: must be in (0, 1)")
    if groups < 1:
        raise ValueError(f"groups={groups!r}: must be at least 1")
    separate = pooled_sojourn(utilisation, servers, 1, 1.0)
    # The pool's time in system grows without limit as its own utilisation reaches 1.
    largest = (1.0 - 1e-12) / utilisation

    def excess(inflation: float) -> float:
        return pooled_sojourn(utilisation, servers, groups, inflation) - separate

    if groups == 1:
        return 1.0
    return float(optimize.brentq(excess, 1.0, largest, xtol=1e-13))
