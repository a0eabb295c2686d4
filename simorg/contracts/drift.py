"""What holds of every drift law: times that make sense, in every corner of its parameters."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise, product
from types import ModuleType

from simorg.contracts.verdict import DoesNotApplyError, broken
from simorg.draws import uniform
from simorg.rules.drift import NEVER, LawNumbers
from simorg.theory.drift_laws import BREACHED_BY

USUAL = LawNumbers(
    rate=0.0004, volatility=0.002, margin=0.05, saturation=0.08, time_scale_days=23.0, season_days=260.0,
    season_amplitude=0.07,
)  # fmt: skip
"""The defaults of the settings."""

CHANCES = (1e-9, 0.01, 0.2, 0.5, 0.8, 0.99, 1.0 - 1e-9)
DRAWS = 4000
SURE = 1e-6
"""Probability at most that a right law fails the comparison with its closed form; the draws are fixed."""

SOON_DAYS, ALMOST_NO_MARGIN = 1.0, 1e-9


def _numbers() -> Iterator[LawNumbers]:
    """Yield numbers all over the allowed ranges, the usual ones first."""
    yield USUAL
    ranges = {
        "rate": (1e-6, 0.005, 1.0), "volatility": (0.0, 0.01, 1.0), "margin": (0.001, 0.1, 1.0),
        "saturation": (0.0, 0.2, 1.0), "time_scale_days": (0.01, 260.0, 1e5),
        "season_days": (1.0, 1e5), "season_amplitude": (0.0, 0.2, 1.0),
    }  # fmt: skip
    for name, values in ranges.items():
        yield from (USUAL._replace(**{name: value}) for value in values)
    for rate, margin, saturation in product((0.0, 0.01), (0.02, 0.5), (0.05, 0.9)):
        yield USUAL._replace(rate=rate, margin=margin, saturation=saturation)


def _said(law: LawNumbers, u: float) -> str:
    changed = [f"{k} = {v:g}" for k, v in law._asdict().items() if v != getattr(USUAL, k)]
    return f"{', '.join(changed) or 'usual numbers'}, u = {u:g}"


def times_are_times(module: ModuleType) -> None:
    """Breach and recovery take a time from 0 to NEVER, whatever the numbers and the chance."""
    for law in _numbers():
        for u in CHANCES:
            for name in ("breach_days", "recovery_days"):
                found = getattr(module, name)(law, u)
                if not isinstance(found, float):
                    broken(f"{_said(law, u)}: {name} is {found!r}, which is no float.")
                if not 0.0 <= found <= NEVER:
                    broken(f"{_said(law, u)}: {name} is {found}.")


def no_rate_no_breach(module: ModuleType) -> None:
    """A rate of 0 switches the law off."""
    for law in _numbers():
        found = min(module.breach_days(law._replace(rate=0.0), u) for u in CHANCES)
        if found < NEVER:
            broken(f"rate = 0: a breach after {found:g} days.")


def almost_no_margin_breaches_at_once(module: ModuleType) -> None:
    """With almost no margin a model breaches soon, or never does."""
    law = USUAL._replace(margin=ALMOST_NO_MARGIN, time_scale_days=1.0)
    for u in CHANCES[1:-1]:
        found = module.breach_days(law, u)
        if SOON_DAYS < found < NEVER:
            broken(f"margin = {ALMOST_NO_MARGIN:g}, u = {u:g}: a breach after {found:g} days.")


def faster_drift_breaches_sooner(module: ModuleType) -> None:
    """A higher rate never makes the breach later."""
    for law in _numbers():
        for u in CHANCES:
            times = [module.breach_days(law._replace(rate=rate), u) for rate in (1e-6, 1e-4, 0.01, 1.0)]
            for sooner, later in pairwise(times):
                if later > sooner * (1.0 + 1e-9):
                    broken(f"{_said(law, u)}: a higher rate moves it from {sooner:g} to {later:g} days.")


def more_margin_breaches_later(module: ModuleType) -> None:
    """A wider margin never makes the breach sooner."""
    for law in _numbers():
        for u in CHANCES:
            times = [module.breach_days(law._replace(margin=m), u) for m in (1e-4, 0.01, 0.05, 0.2, 1.0)]
            for narrow, wide in pairwise(times):
                if wide < narrow * (1.0 - 1e-9):
                    broken(f"{_said(law, u)}: more margin moves it from {narrow:g} to {wide:g} days.")


def one_chance_one_time(module: ModuleType) -> None:
    """The time rises with the chance, or falls with it: one draw gives each time once."""
    chances = [n / 400.0 for n in range(1, 400)]
    for law in _numbers():
        times = [module.breach_days(law, u) for u in chances]
        changes = [b - a for a, b in pairwise(times) if not math.isclose(a, b, rel_tol=1e-9)]
        if changes and min(changes) < 0.0 < max(changes):
            broken(f"{_said(law, 0.5)}: over all chances the time both rises and falls.")


def simulated_as_in_closed_form(module: ModuleType) -> None:
    """Drawn times are distributed as the closed form says, by the largest distance of the two curves.

    The bound is that of Dvoretzky, Kiefer and Wolfowitz with Massart's constant (1990).
    """
    closed_form = _closed_form(module)
    bound = math.sqrt(math.log(2.0 / SURE) / (2.0 * DRAWS))
    for law in (USUAL, USUAL._replace(rate=0.003, volatility=0.02), USUAL._replace(rate=0.0)):
        times = sorted(module.breach_days(law, uniform(1, n, 1, 0, 0)) for n in range(DRAWS))
        for n, days in enumerate(times):
            if days >= NEVER:
                break
            wanted = closed_form(law, days)
            if not n / DRAWS - bound <= wanted <= (n + 1) / DRAWS + bound:
                broken(
                    f"{_said(law, 0.5)}: within {days:g} days {n / DRAWS:.3f} of the draws are in breach, "
                    f"in closed form {wanted:.3f}."
                )
        ever = sum(days < NEVER for days in times) / DRAWS
        wanted = closed_form(law, NEVER / 10.0)
        if abs(ever - wanted) > bound:
            broken(f"{_said(law, 0.5)}: {ever:.3f} of the draws ever breach, in closed form {wanted:.3f}.")


def _closed_form(module: ModuleType) -> Callable[[LawNumbers, float], float]:
    """Return ``breached_by(law, days)`` of a plug-in; that of a built-in law stands with the theory."""
    own: Callable[[LawNumbers, float], float] | None = getattr(module, "breached_by", None)
    found = own or BREACHED_BY.get(module.__name__.rpartition(".")[2])
    if found is None:
        raise DoesNotApplyError("it states no closed form, breached_by(law, days)")
    return found


def compiled_as_written(module: ModuleType) -> None:
    """Compiled code gives the bits of the plain function, which the reference engine runs."""
    from simorg import compilation

    if compilation.obstacle() or compilation.switched_off():
        raise DoesNotApplyError("nothing is compiled on this machine")
    from simorg.compilation.dispatchers import Kernel, compiled

    for name in ("breach_days", "recovery_days"):
        rule = getattr(module, name)
        if not isinstance(rule, Kernel):
            broken(f"{name} lacks @kernel of simorg.compilation: the compiled engine cannot call it.")
        fast = compiled(rule)
        for law, u in product(_numbers(), CHANCES):
            plain, quick = rule.py_func(law, u), fast(law, u)
            if plain != quick:
                broken(f"{_said(law, u)}: {name} is {plain!r} as written and {quick!r} when compiled.")


CONTRACTS = (
    times_are_times, no_rate_no_breach, almost_no_margin_breaches_at_once, faster_drift_breaches_sooner,
    more_margin_breaches_later, one_chance_one_time, simulated_as_in_closed_form, compiled_as_written,
)  # fmt: skip
