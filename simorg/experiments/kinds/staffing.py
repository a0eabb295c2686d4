"""What is one more person worth, or two, by role and home unit? Paired differences, the bottleneck named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from simorg.config.settings import DAYS_PER_YEAR, Settings
from simorg.config.vocabulary import ROLES
from simorg.experiments.answers.advice import missing
from simorg.experiments.answers.chosen_measures import answered, told
from simorg.experiments.answers.effects import TOGETHER, effect, marked
from simorg.experiments.answers.hired import bottleneck, busiest_seat, by_measure, hire_first, ranked
from simorg.experiments.answers.pairs import pair_rows, pair_sentences, pair_words
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.reasons import reason
from simorg.experiments.answers.summary import summarise
from simorg.experiments.answers.words import measure_label, plain, quantity
from simorg.experiments.design import Answer, Design, Scenario, scenario, structures_of
from simorg.experiments.designs.hires import AND, Hire, hires_of, name_of, pairs_of
from simorg.experiments.running.precision import precision_reached, until_precise
from simorg.measures import Measure

BUSY = "utilisation_"
MOST_PAIRS = 12
"""Most pairs that are printed, the best of each structure."""
RULE_OF_PAIRS = (
    "Which pairs are behind is told by intervals that hold together over every two pairs (95 %, Bonferroni)."
)

extend = until_precise
"""More rounds, until means are known as well as was asked for."""


def design(settings: Settings) -> Design:
    """Return the organisation as it is, and with each hire, or every two, under every structure.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.staffing`` says whom to hire.
    """
    hired: list[tuple[Hire, ...]] = [(), *((hire,) for hire in hires_of(settings)), *pairs_of(settings)]
    structures = structures_of(settings)
    return Design(tuple(_with(settings, structure, hires) for structure in structures for hires in hired),
                  seats=True)  # fmt: skip


def _with(settings: Settings, structure: str, hires: Sequence[Hire]) -> Scenario:
    """Return a structure with some people more."""
    if not hires:
        return scenario(settings, name_of(structure), structure, {})
    found = scenario(settings, name_of(structure, hires), structure, {"workforce.hires": hires[0].text})
    if len(hires) == 1:
        return found
    texts = tuple(hire.text for hire in hires)
    workforce = found.settings.workforce.model_copy(update={"hires": texts})
    changed = found.settings.model_copy(update={"workforce": workforce})
    return Scenario(found.name, changed, found.replications, {"workforce.hires": AND.join(texts)})


def answer(
    settings: Settings,
    design: Design,
    runs: pd.DataFrame,
    measures: Sequence[Measure],
    seats: pd.DataFrame | None = None,
) -> Answer:
    """Return what every hire changes, and the busiest role before and after; which two to hire."""
    asked, summary = answered(settings, measures), summarise(runs, measures)
    structures, pairs = structures_of(settings), pairs_of(settings)
    busy = _busy(summary)
    rows = [
        _row(settings, runs, busy, structure, hire, measure, len(asked))
        for structure in structures
        for hire in hires_of(settings)
        for measure in asked
    ]
    twos = [row for structure in structures for row in pair_rows(runs, structure, pairs, asked)]
    said = missing(rows)
    for structure in structures:
        ours = [row for row in rows if row["structure"] == structure]
        if pairs:
            said += pair_sentences([r for r in twos if r["structure"] == structure], told(settings, measures))
        said += [
            *_sentences(settings, structure, ours, runs, measures),
            bottleneck(structure, ours, busy, _names(settings, structure)),
            *busiest_seat(structure, seats),
        ]
    said += [TOGETHER.format("all hires and measures of one structure"), *([RULE_OF_PAIRS] if pairs else [])]
    said += precision_reached(settings, design, runs)
    table = pd.DataFrame([{key: value for key, value in row.items() if key != "hire"} for row in rows])
    tables = {"staffing": table, "busy": busy, "summary": summary}
    tables |= {"pairs": pd.DataFrame(twos)} if pairs else {}
    return Answer(tables, said, (_printed(rows), *([_printed_pairs(twos)] if pairs else [])))


def _names(settings: Settings, structure: str) -> dict[str, str]:
    """Return the scenario of every single hire."""
    return {hire.text: name_of(structure, [hire]) for hire in hires_of(settings)}


def _sentences(
    settings: Settings,
    structure: str,
    rows: Sequence[dict[str, Any]],
    runs: pd.DataFrame,
    measures: Sequence[Measure],
) -> list[str]:
    """Say whom to hire, why that helps, and what each hire does."""
    names = [measure.name for measure in told(settings, measures)]
    ours = [row for row in rows if row["measure"] in names]
    best = ranked(ours)
    why = ""
    if best:
        row, hired = best[0].better[0], _names(settings, structure)[best[0].name]
        why = reason(runs, [hired], [name_of(structure)], row["measure"], measures)
    return [hire_first(structure, ours), *([f"Why? {why[:1].upper()}{why[1:]}"] if why else []),
            *by_measure(ours, structure)]  # fmt: skip


def _busy(summary: pd.DataFrame) -> pd.DataFrame:
    """Return the busy share of every role, as it is and with each hire alone."""
    names = {f"{BUSY}{role}": role for role in ROLES}
    single = ~summary["scenario"].str.contains(AND, regex=False)
    table = summary[summary["measure"].isin(names) & single]
    return pd.DataFrame(
        {"scenario": table["scenario"], "role": table["measure"].map(names), "utilisation": table["mean"],
         "low": table["low"], "high": table["high"], "n": table["n"]}
    )  # fmt: skip


def _row(
    settings: Settings,
    runs: pd.DataFrame,
    busy: pd.DataFrame,
    structure: str,
    hire: Hire,
    measure: Measure,
    measures: int,
) -> dict[str, Any]:
    before = busy[(busy["scenario"] == name_of(structure)) & (busy["role"] == hire.role)]["utilisation"]
    family = len(hires_of(settings)) * measures
    return {
        "structure": structure, "role": hire.role, "team": hire.team, "hire": hire.text,
        **effect(runs, [name_of(structure, [hire])], [name_of(structure)], measure, family),
        "utilisation": float(before.iloc[0]) if len(before) else float("nan"),
        "cost_eur_per_year": settings.workforce.day_cost_eur.get(hire.role, float("nan")) * DAYS_PER_YEAR,
    }  # fmt: skip


def _printed(rows: list[dict[str, Any]]) -> Any:
    names = list(dict.fromkeys(row["measure"] for row in rows))[:4]
    hires = list(dict.fromkeys((row["structure"], row["role"], row["team"]) for row in rows))
    cells = []
    for hire in hires:
        ours = {row["measure"]: row for row in rows if (row["structure"], row["role"], row["team"]) == hire}
        busy = quantity(ours[names[0]]["utilisation"], "share")
        cells.append([*map(plain, hire), busy, *(marked(ours[name]) for name in names)])
    return frame_table(
        "change by one more person; ~ no difference shown",
        ["structure", "role", "home unit", "% busy", *map(measure_label, names)],
        cells,
    )


def _printed_pairs(rows: list[dict[str, Any]]) -> Any:
    """Return the best pairs by the first measure that has a good side."""
    names = list(dict.fromkeys(row["measure"] for row in rows))[:4]
    first = next((row for row in rows if row["better"] != "none"), rows[0])
    ours = [row for row in rows if row["measure"] == first["measure"]]
    ours.sort(key=lambda row: row["difference"] * (-1.0 if row["better"] == "higher" else 1.0))
    cells = []
    for row in ours[:MOST_PAIRS]:
        same = {
            each["measure"]: each
            for each in rows
            if all(
                each[key] == row[key] for key in ("structure", "first", "first_team", "second", "second_team")
            )
        }
        cells.append([plain(row["structure"]), pair_words(row), *(marked(same[name]) for name in names)])
    title = "change by two more people, the best first; ~ no difference shown"
    return frame_table(title, ["structure", "two more", *map(measure_label, names)], cells)
