"""What one more person is worth, in words: whom to hire, why, and where the bottleneck moves.

Goes in: differences of each hire to the organisation as it is, and busy shares. Come out: sentences.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from simorg.config.labels import inside, joined, sentence
from simorg.experiments.answers.advice import Choice, choices, no_recommendation
from simorg.experiments.answers.seat_words import seat_words, share_words
from simorg.experiments.answers.seats import busiest
from simorg.experiments.answers.seen import Row, comparative, measured
from simorg.experiments.answers.summary import NOT_SHOWN
from simorg.experiments.answers.words import counted, measure_name, plain, quantity, silences
from simorg.experiments.designs.hires import AS_IS

NOBODY = "with nobody more"
NEXT = 2
"""Most further hires that a recommendation names."""


def hire_words(row: Row, rows: Sequence[Row]) -> str:
    """Return who is hired, with the place where the same role is hired into several."""
    several = len({other["team"] for other in rows if other["role"] == row["role"]}) > 1
    return inside(sentence(row["role"])) + (f" in {plain(row['team'])}" if several else "")


def ranked(rows: Sequence[Row]) -> list[Choice]:
    """Return the hires that are shown to make something better and nothing worse, the clearest first.

    Parameters
    ----------
    rows : sequence of mapping
        Differences, each with ``hire``.
    """
    found = [each for each in choices(rows, "hire") if each.better and not each.worse]
    return sorted(found, key=lambda each: (-len(each.better), -max(map(_clear, each.better))))


def _clear(row: Row) -> float:
    return float(abs(row["difference"]) / max(row["half_width"], 1e-12))


def hire_first(structure: str, rows: Sequence[Row]) -> str:
    """Return whom to hire, and what that brings.

    Parameters
    ----------
    structure : str
        The structure.
    rows : sequence of mapping
        Differences of its hires, each with ``hire``.
    """
    names = {row["hire"]: hire_words(row, rows) for row in rows}
    found, where = ranked(rows), f"Under {plain(structure)}"
    if not found:
        if NOT_SHOWN not in silences(rows):
            return f"{where}: {no_recommendation(rows)}"
        return f"{where}, no hire is shown to make anything asked for better and nothing worse."
    best, others = found[0], found[1 : 1 + NEXT]
    cost = next(row["cost_eur_per_year"] for row in rows if row["hire"] == best.name)
    price = f" for {quantity(cost, 'EUR')} EUR a year" if cost == cost else ""
    gains = f"{_gains(best)}, and nothing asked for is shown to get worse"
    return f"{where}, hire one more {names[best.name]}{price}: {gains}.{_next(others, names)}"


def _gains(choice: Choice) -> str:
    return joined(
        [f"{measure_name(row['measure'])} gets {comparative(row, row['decision'])}" for row in choice.better]
    )


def _next(others: Sequence[Choice], names: dict[str, str]) -> str:
    told = [f"one more {names[each.name]} ({_gains(each)})" for each in others]
    return f" Also of use is {joined(told)}." if told else ""


def by_measure(rows: Sequence[Row], structure: str) -> list[str]:
    """Return what each hire does to each measure.

    Parameters
    ----------
    rows : sequence of mapping
        Differences of the hires of one structure.
    structure : str
        Its name.
    """

    def named(row: Row) -> str:
        return f"with one more {hire_words(row, rows)}"

    found = []
    for name in dict.fromkeys(row["measure"] for row in rows):
        text = measured([row for row in rows if row["measure"] == name], named, NOBODY)
        found.append(f"{sentence(plain(structure))}: {inside(text)}")
    return found


def bottleneck(structure: str, rows: Sequence[Row], busy: pd.DataFrame, names: dict[str, str]) -> str:
    """Say which role is busiest, and whether one more person of it changes that."""
    first, share = _busiest(busy, f"{structure}-{AS_IS}")
    who = inside(sentence(first))
    text = f"Under {plain(structure)}, the busiest role is the {who} ({quantity(share, 'share')} % busy)"
    hired = [row for row in rows if row["role"] == first]
    if not hired:
        return f"{text}; nobody was hired there."
    after, share_after = _busiest(busy, names[hired[0]["hire"]])
    where = "it stays so" if after == first else f"the bottleneck moves to the {inside(sentence(after))}"
    return f"{text}; with one more, {where} ({quantity(share_after, 'share')} %)."


def _busiest(busy: pd.DataFrame, scenario: str) -> tuple[str, float]:
    ours = busy[busy["scenario"] == scenario].sort_values("utilisation", ascending=False, kind="stable")
    return str(ours["role"].iloc[0]), float(ours["utilisation"].iloc[0])


def busiest_seat(structure: str, seats: pd.DataFrame | None) -> list[str]:
    """Name the busiest people of one team before anybody is hired: a mean over a role can hide them.

    Parameters
    ----------
    structure : str
        The structure.
    seats : DataFrame, optional
        From `seat_table`.
    """
    mine = None if seats is None else seats[seats["scenario"] == f"{structure}-{AS_IS}"]
    if mine is None or mine.empty:
        return []
    (row,) = busiest(mine).to_dict("records")
    number = counted(row["people"], "person", "people")
    who = f"the {seat_words(row, mine)} ({number}, {share_words(row, 'busy')} % busy)"
    return [f"Under {plain(structure)}, the busiest people of one team are {who}."]
