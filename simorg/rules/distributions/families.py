"""The families of distributions, and the one kernel that draws from any of them by inversion.

A distribution reaches the engines as a :class:`Lowered` quadruple: the number of its family and
three numbers whose meaning the family fixes (table below; :mod:`.lowering` produces them).  An
empirical sample does not fit in three numbers: its kernel reads the sorted values themselves.

=================  ============  =======  ==================
family             a             b        c
=================  ============  =======  ==================
constant           value         0        0
uniform            low           high     0
exponential        mean          0        0
lognormal          log median    sigma    0
gamma              shape         scale    log Gamma(shape)
weibull            scale         shape    0
triangular         low           mode     high
inverse_gaussian   mean          shape    0
empirical          first index   count    0
=================  ============  =======  ==================
"""

import math
from typing import Any, NamedTuple

from simorg.compilation import kernel
from simorg.rules.distributions.gamma import gamma_quantile
from simorg.rules.distributions.inverse_gaussian import inverse_gaussian_quantile
from simorg.rules.distributions.normal import normal_quantile

CONSTANT = 0
UNIFORM = 1
EXPONENTIAL = 2
LOGNORMAL = 3
GAMMA = 4
WEIBULL = 5
TRIANGULAR = 6
INVERSE_GAUSSIAN = 7
EMPIRICAL = 8

FAMILIES: dict[str, int] = {
    "constant": CONSTANT,
    "uniform": UNIFORM,
    "exponential": EXPONENTIAL,
    "lognormal": LOGNORMAL,
    "gamma": GAMMA,
    "weibull": WEIBULL,
    "triangular": TRIANGULAR,
    "inverse_gaussian": INVERSE_GAUSSIAN,
    "empirical": EMPIRICAL,
}


class Lowered(NamedTuple):
    """A distribution as the engines see it: a family and its three numbers."""

    family: int
    a: float
    b: float
    c: float


@kernel
def _triangular_quantile(low: float, mode: float, high: float, u: float) -> float:
    width = high - low
    if u * width <= mode - low:
        return low + math.sqrt(u * width * (mode - low))
    return high - math.sqrt((1.0 - u) * width * (high - mode))


@kernel
def quantile(family: int, a: float, b: float, c: float, u: float) -> float:
    """Invert the distribution function of any family but the empirical one.

    Parameters
    ----------
    family : int
        Number of the family, a value of :data:`FAMILIES`.
    a, b, c : float
        The lowered parameters, in the order of the table above.
    u : float
        Probability in the open interval (0, 1).

    Returns
    -------
    float
        x with P(X <= x) = u, in the unit in which the parameters were given.

    Raises
    ------
    AssertionError
        If `family` is empirical or unknown: an invariant of the plan is broken.
    """
    if family == CONSTANT:
        return a
    if family == LOGNORMAL:
        return math.exp(a + b * normal_quantile(u))
    if family == EXPONENTIAL:
        return -a * math.log1p(-u)
    if family == GAMMA:
        return gamma_quantile(a, b, c, u)
    if family == UNIFORM:
        return a + (b - a) * u
    if family == WEIBULL:
        return a * math.exp(math.log(-math.log1p(-u)) / b)
    if family == TRIANGULAR:
        return _triangular_quantile(a, b, c, u)
    assert family == INVERSE_GAUSSIAN
    return inverse_gaussian_quantile(a, b, u)


@kernel
def empirical_quantile(values_sorted: Any, start: int, count: int, u: float) -> float:
    """Interpolate the quantile of a sample stored as a slice of a longer array.

    Parameters
    ----------
    values_sorted : ndarray of float, shape (total,)
        Samples one after the other, each in ascending order.
    start : int
        Index of the first value of this sample.
    count : int
        Number of its values, >= 1.
    u : float
        Probability in the open interval (0, 1).

    Returns
    -------
    float
        The value at position h = (count - 1) u, linear between neighbours: definition 7 of [1]_,
        NumPy's default, which never leaves the range of the sample.

    References
    ----------
    .. [1] Hyndman, Fan (1996). Sample quantiles in statistical packages. The American
       Statistician 50, 361-365. doi:10.1080/00031305.1996.10473566
    """
    position = (count - 1) * u
    below = math.floor(position)
    low = float(values_sorted[start + below])
    if below + 1 >= count:
        return low
    return low + (position - below) * (float(values_sorted[start + below + 1]) - low)
