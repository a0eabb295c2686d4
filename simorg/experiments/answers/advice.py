"""What differences speak for: a recommendation, what it costs, and what weakens it.

Goes in: differences of several choices to the same one, in the measures that were asked for. Comes out: one
sentence that says which to take, or why none is to be recommended.

Better and worse are told by the measures that have a good side. A choice that is shown to be better in
something and worse in nothing is recommended; one that is both has a price, which is told and not weighed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from simorg.config.labels import joined
from simorg.experiments.answers.seen import BETTER, ENOUGH_AT_FIRST, WORSE, comparative, value_of
from simorg.experiments.answers.summary import HIGHER, LOWER, NOT_SHOWN
from simorg.experiments.answers.words import measure_name, plain, quantity, silences

MUCH_MISSING = 0.1
"""Share of pairs without a value from which an answer begins with them."""
SEVERAL = 3
"""Most choices that a recommendation names."""

Row = Mapping[Any, Any]


class Choice(NamedTuple):
    """What is shown of one choice."""

    name: str
    better: list[Row]
    worse: list[Row]


def choices(rows: Iterable[Row], column: str) -> list[Choice]:
    """Return what is shown of each choice, in the measures that have a good side."""
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(str(row[column]), []).append(row)
    return [
        Choice(name, *([row for row in ours if value_of(row) == word] for word in (BETTER, WORSE)))
        for name, ours in by_name.items()
    ]


def recommendation(rows: Sequence[Row], column: str, baseline: str) -> str:
    """Return which choice to take, with what it gains; the baseline where none is shown to gain.

    Parameters
    ----------
    rows : sequence of mapping
        Differences of every choice to the baseline, in every measure asked for.
    column : str
        Where they name the choice.
    baseline : str
        What they are differences to, as a name.
    """
    judged = [row for row in rows if row["better"] in (LOWER, HIGHER)]
    if not judged:
        return ""
    found, start = choices(judged, column), plain(baseline)
    gaining = [each for each in found if each.better and not each.worse]
    if gaining:
        return _take(gaining, start)
    priced = [each for each in found if each.better]
    if priced:
        return _priced(priced, start)
    losing = [each for each in found if each.worse]
    if losing:
        return _stay(losing, [each for each in found if not each.worse], start)
    silent = silences(judged)
    if NOT_SHOWN in silent:
        names = joined(list(dict.fromkeys(measure_name(row["measure"]) for row in silent[NOT_SHOWN])))
        return f"Nothing is shown to speak for leaving {start}, nor against it: no difference in {names}."
    return no_recommendation(judged)


def no_recommendation(rows: Sequence[Row]) -> str:
    """Say why nothing can be recommended where no difference has an interval."""
    if all(row["n_pairs"] == 0 for row in rows):
        return "No recommendation: no pair of runs has a value of what was asked for."
    return f"Too few runs for a recommendation; replications={ENOUGH_AT_FIRST} would give intervals."


def _take(gaining: Sequence[Choice], start: str) -> str:
    ranked = sorted(gaining, key=lambda each: -len(each.better))[:SEVERAL]
    names = [plain(each.name) for each in ranked]
    by_gain: dict[str, list[str]] = {}
    for each in ranked:
        by_gain.setdefault(_sides(each.better), []).append(plain(each.name))
    gains = [f"under {joined(who)}, {gain}" for gain, who in by_gain.items()]
    told = f"{next(iter(by_gain))} there" if len(by_gain) == 1 else "; ".join(gains)
    choice = " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"Take {choice} rather than {start}: {told}, and nothing asked for is shown to be worse."


def _priced(priced: Sequence[Choice], start: str) -> str:
    ranked = sorted(priced, key=lambda each: len(each.worse) - len(each.better))[:SEVERAL]
    parts = [f"under {plain(each.name)}, {_sides(each.better)}, but {_sides(each.worse)}" for each in ranked]
    return f"Leaving {start} has a price, and what counts more decides: {'; '.join(parts)}."


def _stay(losing: Sequence[Choice], others: Sequence[Choice], start: str) -> str:
    by_loss: dict[str, list[str]] = {}
    for each in losing:
        by_loss.setdefault(_sides(each.worse), []).append(plain(each.name))
    parts = [f"under {joined(names)}, {loss}" for loss, names in by_loss.items()]
    text = f"Stay with {start}: {'; '.join(parts)}, and nothing asked for is shown to be better."
    if others:
        text += f" As far as could be seen, {joined([plain(each.name) for each in others])} would do as well."
    return text


def _sides(rows: Sequence[Row]) -> str:
    """Return on which side differences are: ``median lead time is shorter``."""
    return joined([f"{measure_name(row['measure'])} is {comparative(row, row['decision'])}" for row in rows])


def missing(rows: Iterable[Row]) -> list[str]:
    """Return what share of the pairs of runs has no value, where it is large enough to come first."""
    counts: dict[str, tuple[int, int]] = {}
    for row in rows:
        lost, all_ = counts.get(row["measure"], (0, 0))
        counts[row["measure"]] = (lost + row["n_missing"], all_ + row["n_missing"] + row["n_pairs"])
    much = {
        name: lost / every for name, (lost, every) in counts.items() if MUCH_MISSING * every <= lost < every
    }
    if not much:
        return []
    parts = [f"{quantity(share, 'share')} % for {measure_name(name)}" for name, share in much.items()]
    return [
        f"Caveat: runs without a value are left out of the differences, {joined(parts)}; the rest may be the "
        "easier part."
    ]
