"""Distributions by inversion: one uniform number in, one quantity out, in both engines.

A distribution is described in human parameters, *lowered* once to a family and three numbers, and
inverted by the kernel :func:`quantile`.  This module only gathers the names; the pieces are

- ``families``: the families, their numbers, the dispatching kernel, the empirical quantile;
- ``normal``, ``gamma``, ``inverse_gaussian``, ``counts``: one kernel family each;
- ``lowering``, ``lowering_shaped``: human parameters to lowered ones, checked.
"""

from simorg.rules.distributions.counts import (
    NEVER,
    binomial_quantile,
    geometric_quantile,
    poisson_quantile,
)
from simorg.rules.distributions.families import (
    CONSTANT,
    EMPIRICAL,
    EXPONENTIAL,
    FAMILIES,
    GAMMA,
    INVERSE_GAUSSIAN,
    LOGNORMAL,
    TRIANGULAR,
    UNIFORM,
    WEIBULL,
    Lowered,
    empirical_quantile,
    quantile,
)
from simorg.rules.distributions.gamma import gamma_quantile
from simorg.rules.distributions.inverse_gaussian import (
    inverse_gaussian_cdf,
    inverse_gaussian_quantile,
)
from simorg.rules.distributions.lowering import (
    lower_constant,
    lower_empirical,
    lower_exponential,
    lower_lognormal,
    lower_lognormal_median,
    lower_triangular,
    lower_uniform,
)
from simorg.rules.distributions.lowering_shaped import (
    lower_gamma,
    lower_inverse_gaussian,
    lower_weibull,
    lower_weibull_scale,
    lower_weibull_shape,
)
from simorg.rules.distributions.normal import normal_cdf, normal_quantile

__all__ = [
    "CONSTANT",
    "EMPIRICAL",
    "EXPONENTIAL",
    "FAMILIES",
    "GAMMA",
    "INVERSE_GAUSSIAN",
    "LOGNORMAL",
    "NEVER",
    "TRIANGULAR",
    "UNIFORM",
    "WEIBULL",
    "Lowered",
    "binomial_quantile",
    "empirical_quantile",
    "gamma_quantile",
    "geometric_quantile",
    "inverse_gaussian_cdf",
    "inverse_gaussian_quantile",
    "lower_constant",
    "lower_empirical",
    "lower_exponential",
    "lower_gamma",
    "lower_inverse_gaussian",
    "lower_lognormal",
    "lower_lognormal_median",
    "lower_triangular",
    "lower_uniform",
    "lower_weibull",
    "lower_weibull_scale",
    "lower_weibull_shape",
    "normal_cdf",
    "normal_quantile",
    "poisson_quantile",
    "quantile",
]
