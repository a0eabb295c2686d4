"""Cost per event of the compiled engine as people, horizon and demand grow.

An event is a row of the trace. People grow as whole units: as many more people, business units
and hence ideas and models. The target allows a growth like the logarithm of the people.
"""

from __future__ import annotations

import math
from statistics import median

from benchmarks.subjects import Subject, missing, needs_compiled, subject
from benchmarks.timing import Raw, Row, Scale, interleave, number, ratios, row
from simorg.config.settings import Settings

TITLE = "Growth: compiled time per event (row of the trace)"
ROUNDS = 9
FACTORS = {"people": (1, 2, 4, 8, 16), "horizon": (1, 2, 4, 8, 16), "demand": (1, 2, 4)}


def measure(scale: Scale) -> Raw:
    """Time one replication of ever larger organisations, longer runs and higher demand."""
    return needs_compiled(lambda: {what: _measure(what, scale.rounds(ROUNDS)) for what in FACTORS})


def _measure(what: str, rounds: int) -> Raw:
    base = subject().settings
    larger = {str(factor): subject(*overrides(base, what, factor)) for factor in FACTORS[what]}
    sides = {factor: larger[factor].run for factor in larger}
    return {
        "people": {factor: len(one.plan.people) for factor, one in larger.items()},
        "rows": {factor: _rows(one, rounds) for factor, one in larger.items()},
        "seconds": interleave(sides, rounds),
    }


def _rows(subject: Subject, rounds: int) -> list[int]:
    return [len(subject.run(replication).rows) for replication in range(rounds)]


def overrides(base: Settings, what: str, factor: int) -> list[str]:
    """Return the overrides that make the default organisation `factor` times as large in one way.

    Parameters
    ----------
    base : Settings
        The default organisation.
    what : {"people", "horizon", "demand"}
        In which way.
    factor : int
        How much.
    """
    if what == "horizon":
        return [f"horizon_days={factor * base.horizon_days}"]
    if what == "demand":
        rate = base.demand.initiatives_per_unit_quarter
        return [f"demand.initiatives_per_unit_quarter={factor * rate}"]
    headcount = base.workforce.headcount
    seats = [f"workforce.headcount.{role}={factor * count}" for role, count in headcount.items()]
    return [f"workforce.units={factor * base.workforce.units}", *seats]


def rows(part: Raw) -> list[Row]:
    """Return the lines of the table."""
    if "missing" in part:
        return missing(part)
    return [line for what in FACTORS for line in _lines(what, part[what])]


def _lines(what: str, part: Raw) -> list[Row]:
    costs = {
        factor: [1e9 * s for s in ratios(seconds, part["rows"][factor])]
        for factor, seconds in part["seconds"].items()
    }
    lines = []
    for factor, cost in costs.items():
        line = row(f"{what} x {factor}", cost, "ns")
        grown = median(ratios(cost, costs["1"]))
        events = f"{number(median(part['rows'][factor]) / 1e3)} k events"
        people = f"{part['people'][factor]} people, " if what == "people" else ""
        lines.append(
            line._replace(
                median=f"{line.median}, {number(grown)} x", spread=f"{people}{events}; {line.spread}",
                target=_allowed(what, part["people"], factor),
            )
        )  # fmt: skip
    return lines


def _allowed(what: str, people: Raw, factor: str) -> str:
    if what != "people" or factor == "1":
        return ""
    return f"<= {number(math.log(people[factor]) / math.log(people['1']))} x"
