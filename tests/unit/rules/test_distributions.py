"""Distributions by inversion, held against SciPy, quadrature and their own definitions."""

import itertools
import math

import numpy as np
import pytest
from scipy import special, stats

from simorg.rules import distributions as d
from tests.moments import mean_and_cv

pytestmark = pytest.mark.usefixtures("compile_on_demand")
EXPONENTS = np.arange(1, 13)


def on_the_grid(rough: np.ndarray) -> np.ndarray:
    """Snap to the grid of simorg.draws: odd multiples of 2**-53, on which 1 - u is exact."""
    return (2 * np.floor(rough * 2.0**52) + 1) / 2.0**53


UNIFORMS = on_the_grid(
    np.concatenate([10.0 ** -EXPONENTS[::-1], np.linspace(0.15, 0.85, 15), 1 - 10.0**-EXPONENTS])
)
# For counts: away from the round probabilities at which a distribution function has its steps.
BETWEEN_STEPS = on_the_grid(
    np.concatenate([0.37**EXPONENTS, np.linspace(0.1534, 0.8473, 15), 1 - 0.37**EXPONENTS])
)
LOWER = UNIFORMS < 0.5


def plain(function):
    """Return the Python function behind a kernel, compiled or not."""
    return getattr(function, "py_func", function)


def quantiles(lowered: d.Lowered, u=UNIFORMS) -> np.ndarray:
    return np.array([d.quantile(*lowered, x) for x in u])


def scipy_quantiles(law) -> np.ndarray:
    """Invert from the nearer tail: SciPy loses the upper one otherwise."""
    return np.where(LOWER, law.ppf(UNIFORMS), law.isf(1.0 - UNIFORMS))


CVS = [0.05, 0.3, 0.7, 1.0, 1.5, 2.0, 4.0]
LOWERED = {
    "constant": d.lower_constant(3.0),
    "exponential": d.lower_exponential(2.5),
    "uniform": d.lower_uniform(2.0, 5.0),
    "triangular": d.lower_triangular(1.0, 2.0, 7.0),
    "triangular, left edge": d.lower_triangular(1.0, 1.0, 7.0),
    "triangular, right edge": d.lower_triangular(1.0, 7.0, 7.0),
    "lognormal, median": d.lower_lognormal_median(4.0, 1.2),
    "weibull, scale": d.lower_weibull_scale(4.0, 0.8),
    "weibull, shape": d.lower_weibull_shape(4.0, 3.0),
    **{f"lognormal {cv}": d.lower_lognormal(3.0, cv) for cv in CVS},
    **{f"gamma {cv}": d.lower_gamma(3.0, cv) for cv in CVS},
    **{f"weibull {cv}": d.lower_weibull(3.0, cv) for cv in CVS},
    **{f"inverse gaussian {cv}": d.lower_inverse_gaussian(3.0, 3.0 / cv**2) for cv in CVS},
}
NAMES = list(LOWERED)


@pytest.mark.parametrize("name", NAMES)
def test_quantiles_rise_with_u(name):
    steps = np.diff(quantiles(LOWERED[name]))
    assert np.all(steps >= 0.0) if name == "constant" else np.all(steps > 0.0)


@pytest.mark.parametrize("name", NAMES)
def test_mean_and_cv_agree_with_quadrature(name):
    """Gauss-Legendre over z, with u = Phi(z): smooth even where the quantile has a pole."""
    nodes, weights = np.polynomial.legendre.leggauss(400)
    z, weights = (
        8.2 * nodes,
        8.2 * weights * np.exp(-0.5 * (8.2 * nodes) ** 2) / math.sqrt(2 * math.pi),
    )
    u = np.clip(special.ndtr(z), 2.0**-53, 1.0 - 2.0**-53)
    x = quantiles(LOWERED[name], u)
    mean = float(weights @ x)
    deviation = math.sqrt(max(0.0, float(weights @ (x - mean) ** 2)))
    expected_mean, expected_cv = mean_and_cv(LOWERED[name])
    # A lognormal with cv 4 keeps 1e-4 of its variance beyond the 1e-16 quantile.
    assert mean == pytest.approx(expected_mean, rel=2e-5)
    assert deviation / mean == pytest.approx(expected_cv, rel=2e-3, abs=1e-7)


@pytest.mark.parametrize(
    ("name", "mean", "cv"),
    [(f"{family} {cv}", 3.0, cv) for family in ("lognormal", "gamma", "weibull") for cv in CVS]
    + [(f"inverse gaussian {cv}", 3.0, cv) for cv in CVS]
    + [("exponential", 2.5, 1.0), ("constant", 3.0, 0.0), ("uniform", 3.5, 3 / 12**0.5 / 3.5)],
)
def test_lowering_keeps_the_mean_and_cv_it_was_given(name, mean, cv):
    assert mean_and_cv(LOWERED[name]) == pytest.approx((mean, cv), rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_compiled_and_plain_quantiles_have_the_same_bits(name):
    lowered = LOWERED[name]
    assert [plain(d.quantile)(*lowered, u) for u in UNIFORMS] == list(quantiles(lowered))


@pytest.mark.parametrize(
    ("lowered", "law"),
    [
        (d.lower_exponential(2.5), stats.expon(scale=2.5)),
        (d.lower_uniform(2.0, 5.0), stats.uniform(2.0, 3.0)),
        (d.lower_triangular(1.0, 2.0, 7.0), stats.triang(1 / 6, 1.0, 6.0)),
        (d.lower_lognormal_median(4.0, 1.2), stats.lognorm(1.2, scale=4.0)),
        (d.lower_lognormal(4.0, 2.0), stats.lognorm(math.log(5) ** 0.5, scale=4.0 / 5**0.5)),
        (d.lower_weibull_scale(4.0, 0.8), stats.weibull_min(0.8, scale=4.0)),
        (d.lower_weibull_scale(4.0, 0.2), stats.weibull_min(0.2, scale=4.0)),
    ],
)
def test_explicit_inverses_equal_scipy(lowered, law):
    np.testing.assert_allclose(quantiles(lowered), scipy_quantiles(law), rtol=1e-12)


@pytest.mark.parametrize("cv", [0.001, 0.01, 0.05, 0.3, 0.7, 1.0, 1.5, 2.0, 3.0, 4.0, 10.0])
def test_gamma_equals_scipy(cv):
    shape = 1.0 / cv**2
    expected = np.where(
        LOWER, special.gammaincinv(shape, UNIFORMS), special.gammainccinv(shape, 1.0 - UNIFORMS)
    )
    computed = quantiles(d.lower_gamma(shape, cv))
    # Beyond shape 1e4 SciPy's own inverse is good to some 1e-9 only.
    rtol = 1e-11 if cv >= 0.01 else 1e-8
    np.testing.assert_allclose(computed, expected, rtol=rtol, atol=1e-290)


def test_gamma_of_extreme_shape_stays_finite_and_near_normal():
    tiny = quantiles(d.lower_gamma(1.0, 100.0))
    assert tiny[0] == 0.0
    assert np.isfinite(tiny).all()
    narrow = quantiles(d.lower_gamma(1.0, 1e-5))
    np.testing.assert_allclose(narrow, 1.0 + 1e-5 * special.ndtri(UNIFORMS), atol=2e-9)


@pytest.mark.parametrize("cv", [0.1, 0.5, 1.0, 2.0, 4.0])
def test_inverse_gaussian_equals_scipy(cv):
    law = stats.invgauss(cv**2, scale=3.0 / cv**2)
    computed = quantiles(d.lower_inverse_gaussian(3.0, 3.0 / cv**2))
    np.testing.assert_allclose(computed, scipy_quantiles(law), rtol=1e-11)


@pytest.mark.parametrize("cv", [1e-4, 1e-2, 0.1, 0.5, 1.0, 2.0, 4.0, 30.0, 1000.0])
def test_inverse_gaussian_quantile_undoes_its_cdf(cv):
    shape = 3.0 / cv**2
    back = [d.inverse_gaussian_cdf(d.inverse_gaussian_quantile(3.0, shape, u), 3.0, shape) for u in UNIFORMS]
    np.testing.assert_allclose(back, UNIFORMS, rtol=1e-12 / min(1.0, cv))


def test_inverse_gaussian_cdf_equals_scipy_and_never_overflows():
    t = np.geomspace(0.01, 100.0, 60)
    for cv in (0.1, 0.5, 1.0, 4.0):
        law = stats.invgauss(cv**2, scale=1.0 / cv**2)
        computed = [d.inverse_gaussian_cdf(x, 1.0, 1.0 / cv**2) for x in t]
        np.testing.assert_allclose(computed, law.cdf(t), rtol=1e-11, atol=1e-300)
    assert d.inverse_gaussian_cdf(0.999, 1.0, 1e12) == 0.0
    assert d.inverse_gaussian_cdf(1.001, 1.0, 1e12) == 1.0
    assert d.inverse_gaussian_cdf(1.0, 1.0, 1e12) == pytest.approx(0.5, abs=1e-6)
    assert d.inverse_gaussian_cdf(0.0, 1.0, 1.0) == 0.0
    assert d.inverse_gaussian_cdf(1e-300, 1.0, 1.0) == 0.0


def test_inverse_gaussian_upper_tail_of_extreme_spread():
    """Reference value by quadrature of the density; SciPy is off by 1e-7 here."""
    u, mean, shape = 1.0 - 2.0**-40, 1.0, 1e-8
    y = math.log(d.inverse_gaussian_quantile(mean, shape, u))
    nodes, weights = np.polynomial.legendre.leggauss(200)
    z = y + 3.0 + 3.0 * nodes
    density = np.sqrt(shape / (2 * math.pi)) * np.exp(-0.5 * z - 0.5 * shape * np.expm1(z) ** 2 * np.exp(-z))
    assert 3.0 * weights @ density == pytest.approx(2.0**-40, rel=1e-11)


def test_normal_quantile_and_cdf_equal_scipy():
    z = np.array([d.normal_quantile(u) for u in UNIFORMS])
    np.testing.assert_allclose(z, special.ndtri(UNIFORMS), rtol=2e-15, atol=1e-15)
    x = np.linspace(-37.0, 8.0, 500)
    np.testing.assert_allclose([d.normal_cdf(v) for v in x], special.ndtr(x), rtol=1e-13)
    assert d.normal_quantile(0.5) == 0.0


def test_helpers_have_the_same_bits_compiled_or_not():
    for x in np.linspace(-30.0, 8.0, 2001):
        assert d.normal_cdf(x) == plain(d.normal_cdf)(x)
    for u in UNIFORMS:
        assert d.normal_quantile(u) == plain(d.normal_quantile)(u)
    for t, shape in itertools.product(np.geomspace(0.01, 100.0, 50), (0.01, 1.0, 1e4)):
        cdf = d.inverse_gaussian_cdf
        assert cdf(t, 1.0, shape) == plain(cdf)(t, 1.0, shape)


@pytest.mark.parametrize("u", [2.0**-53, 1.0 - 2.0**-53])
@pytest.mark.parametrize("name", NAMES)
def test_the_most_extreme_draws_are_finite(name, u):
    assert math.isfinite(d.quantile(*LOWERED[name], u))
    assert d.quantile(*LOWERED[name], u) >= 0.0


@pytest.mark.parametrize(
    "lowered",
    [
        d.lower_lognormal(3.0, 0.0),
        d.lower_lognormal_median(3.0, 0.0),
        d.lower_gamma(3.0, 0.0),
        d.lower_weibull(3.0, 0.0),
        d.lower_inverse_gaussian(3.0, math.inf),
        d.lower_uniform(3.0, 3.0),
        d.lower_triangular(3.0, 3.0, 3.0),
    ],
)
def test_no_spread_lowers_to_a_constant(lowered):
    assert lowered == d.lower_constant(3.0)
    assert d.quantile(*lowered, 0.9) == 3.0


@pytest.mark.parametrize(
    "lowered",
    [
        d.lower_exponential(0.0),
        d.lower_lognormal(0.0, 1.0),
        d.lower_lognormal_median(0.0, 1.0),
        d.lower_gamma(0.0, 1.0),
        d.lower_weibull(0.0, 1.0),
        d.lower_weibull_shape(0.0, 2.0),
        d.lower_weibull_scale(0.0, 2.0),
        d.lower_inverse_gaussian(0.0, 1.0),
    ],
)
def test_a_mean_of_zero_is_allowed(lowered):
    assert lowered == d.lower_constant(0.0)


@pytest.mark.parametrize("cv", [1e-7, 1.1e-5, 1e-3, 4.0, 50.0])
def test_weibull_of_extreme_cv_is_solved(cv):
    mean, found = mean_and_cv(d.lower_weibull(2.0, cv))
    assert mean == pytest.approx(2.0, rel=1e-12)
    assert found == pytest.approx(cv, rel=1e-4, abs=2e-8)


@pytest.mark.parametrize(
    ("lower", "arguments", "value"),
    [
        (d.lower_constant, (math.nan,), "nan"),
        (d.lower_exponential, (-1.0,), "-1.0"),
        (d.lower_lognormal, (1.0, -0.5), "-0.5"),
        (d.lower_lognormal, (1.0, 1e200), "1e\\+200"),
        (d.lower_lognormal_median, (1.0, 100.0), "overflows"),
        (d.lower_gamma, (math.inf, 1.0), "inf"),
        (d.lower_gamma, (1.0, math.nan), "nan"),
        (d.lower_weibull_scale, (1.0, 0.001), "overflows"),
        (d.lower_weibull_shape, (1.0, 0.0), "0.0"),
        (d.lower_triangular, (1.0, 3.0, 2.0), "3.0"),
        (d.lower_uniform, (2.0, 1.0), "2.0"),
        (d.lower_inverse_gaussian, (1.0, 0.0), "0.0"),
        (d.lower_inverse_gaussian, (1.0, 1e-13), "1e-13"),
        (d.lower_empirical, (0, 0), "count=0"),
    ],
)
def test_bad_parameters_are_refused_with_their_value(lower, arguments, value):
    with pytest.raises(ValueError, match=value):
        lower(*arguments)


def test_an_unknown_family_is_an_error_everywhere():
    with pytest.raises(AssertionError):
        d.quantile(99, 0.0, 0.0, 0.0, 0.5)


def test_families_have_distinct_stable_numbers():
    assert d.FAMILIES == {
        "constant": 0, "uniform": 1, "exponential": 2, "lognormal": 3, "gamma": 4,
        "weibull": 5, "triangular": 6, "inverse_gaussian": 7, "empirical": 8,
    }  # fmt: skip


def test_empirical_quantile_is_numpys_default():
    sample = np.sort(np.random.default_rng(1).lognormal(size=11))
    stored = np.concatenate([[-5.0, -4.0], sample, [1e9]])
    computed = [d.empirical_quantile(stored, 2, 11, u) for u in UNIFORMS]
    np.testing.assert_allclose(computed, np.quantile(sample, UNIFORMS), rtol=1e-14)
    assert computed == [plain(d.empirical_quantile)(stored, 2, 11, u) for u in UNIFORMS]
    assert d.empirical_quantile(stored, 2, 1, 0.7) == sample[0]


@pytest.mark.parametrize("mean", [0.0, 0.01, 0.5, 1.0, 3.7, 30.0, 499.0])
def test_poisson_equals_scipy(mean):
    u = BETWEEN_STEPS
    computed = [d.poisson_quantile(mean, x) for x in u]
    assert computed == [plain(d.poisson_quantile)(mean, x) for x in u]
    expected = stats.poisson(mean).ppf(u) if mean else np.zeros(len(u))
    np.testing.assert_array_equal(computed, expected)


@pytest.mark.parametrize("mean", [501.0, 5e3, 1e6])
def test_large_poisson_is_within_one_count(mean):
    u = BETWEEN_STEPS
    computed = np.array([d.poisson_quantile(mean, x) for x in u])
    assert np.abs(computed - stats.poisson(mean).ppf(u)).max() <= 1.0


@pytest.mark.parametrize("n", [0, 1, 5, 40, 300])
@pytest.mark.parametrize("p", [0.0, 0.001, 0.2, 0.5, 0.77, 0.999, 1.0])
def test_binomial_equals_scipy(n, p):
    u = BETWEEN_STEPS
    computed = [d.binomial_quantile(n, p, x) for x in u]
    assert computed == [plain(d.binomial_quantile)(n, p, x) for x in u]
    np.testing.assert_array_equal(computed, stats.binom(n, p).ppf(u))


def test_large_binomial_is_within_one_count_and_in_range():
    u = BETWEEN_STEPS
    for n, p in ((5000, 0.3), (100_000, 0.9), (2000, 0.5)):
        computed = np.array([d.binomial_quantile(n, p, x) for x in u])
        assert np.abs(computed - stats.binom(n, p).ppf(u)).max() <= 1.0
        assert computed.max() <= n


@pytest.mark.parametrize("p", [1e-6, 0.01, 0.3, 0.9])
def test_geometric_is_the_first_trial_that_reaches_u(p):
    """By definition, in logarithms; SciPy loses the upper tail by a count."""
    for u in UNIFORMS:
        trials = d.geometric_quantile(p, u)
        assert trials == plain(d.geometric_quantile)(p, u)
        none_yet, target = math.log1p(-p), math.log1p(-u)
        assert trials * none_yet <= target * (1.0 - 1e-14)
        assert trials == 1 or (trials - 1) * none_yet > target * (1.0 + 1e-14)
    computed = [d.geometric_quantile(p, u) for u in BETWEEN_STEPS]
    np.testing.assert_array_equal(computed, stats.geom(p).ppf(BETWEEN_STEPS))


def test_geometric_limits():
    assert d.geometric_quantile(1.0, 0.999) == 1
    assert d.geometric_quantile(0.0, 1e-9) == d.NEVER
    assert d.geometric_quantile(1e-300, 0.5) == d.NEVER
    assert d.geometric_quantile(0.5, 2.0**-53) == 1
    assert float(d.NEVER) == d.NEVER
