"""What is one more person worth, by role and home unit? Paired differences, and the bottleneck named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from simorg.config.errors import SettingsError, nearest
from simorg.config.labels import joined
from simorg.config.settings import DAYS_PER_YEAR, Settings
from simorg.config.vocabulary import ROLES
from simorg.experiments.answers.chosen_measures import answered
from simorg.experiments.answers.effects import TOGETHER, effect, marked, shown
from simorg.experiments.answers.printing import frame_table
from simorg.experiments.answers.seat_words import seat_words, share_words
from simorg.experiments.answers.seats import busiest
from simorg.experiments.answers.summary import NOT_SHOWN, summarise
from simorg.experiments.answers.words import (
    change,
    counted,
    measure_label,
    measure_name,
    plain,
    quantity,
    silences,
)
from simorg.experiments.design import Answer, Design, Scenario, scenario, structures_of
from simorg.experiments.designs.checks import each_once
from simorg.experiments.running.precision import precision_reached, until_precise
from simorg.measures import Measure
from simorg.organisation.files import custom
from simorg.organisation.people import CORPORATE_ROLES, unit_names
from simorg.organisation.wiring.staff import team_for

AS_IS = "as_is"
BUSY = "utilisation_"


def design(settings: Settings) -> Design:
    """Return the organisation as it is, and with each hire, under every structure.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.staffing`` says whom to hire.
    """
    scenarios: list[Scenario] = []
    for structure in structures_of(settings):
        scenarios.append(scenario(settings, f"{structure}-{AS_IS}", structure, {}))
        for role, unit, hire in _hires(settings):
            name = "-".join(part for part in (structure, role, unit) if part)
            scenarios.append(scenario(settings, name, structure, {"workforce.hires": hire}))
    return Design(tuple(scenarios), seats=True)


def _hires(settings: Settings) -> list[tuple[str, str, str]]:
    """Return role, home unit and the hire as settings write it, for every hire."""
    wanted = settings.experiment.staffing
    each_once("experiment.staffing.roles", wanted.roles)
    each_once("experiment.staffing.units", wanted.units)
    for role in wanted.roles:
        if role not in ROLES:
            raise SettingsError(f"experiment.staffing.roles: unknown role '{role}'{nearest(role, ROLES)}")
    if settings.workforce.hires:
        raise SettingsError("workforce.hires: must be empty; the experiment hires, one person at a time")
    if settings.structure.file is not None:
        return _into_teams(settings)
    known = unit_names(settings.workforce)
    for unit in wanted.units:
        if unit not in known:
            raise SettingsError(
                f"experiment.staffing.units: unknown home unit '{unit}'{nearest(unit, known)}"
            )
    roles = wanted.roles or tuple(role for role, count in settings.workforce.headcount.items() if count)
    found = []
    for role in roles:
        for unit in ("",) if role in CORPORATE_ROLES else wanted.units or ("unit_1",):
            place = f"@{unit}" if unit else ""
            found.append((role, unit, f"{wanted.seniority} {role}{place}"))
    return found


def _into_teams(settings: Settings) -> list[tuple[str, str, str]]:
    """Return role, team and the hire for every hire into the organisation of a file.

    Where no team is named, it is the one in which most people of the role sit.
    """
    wanted, staff = settings.experiment.staffing, custom.staff(settings)
    there = {seat.person.role for seat in staff.seats}
    found = []
    for role in wanted.roles or [role for role in ROLES if role in there]:
        for place in wanted.units or ("",):
            hire = f"{wanted.seniority} {role}" + (f"@{place}" if place else "")
            team = team_for(staff, hire)
            found.append((role, team, f"{wanted.seniority} {role}@{team}"))
    return list(dict.fromkeys(found))


def extend(settings: Settings, design: Design, runs: pd.DataFrame) -> Design:
    """Return the next round; see `until_precise`."""
    return until_precise(settings, design, runs)


def answer(
    settings: Settings,
    design: Design,
    runs: pd.DataFrame,
    measures: Sequence[Measure],
    seats: pd.DataFrame | None = None,
) -> Answer:
    """Return what every hire changes, and the busiest role before and after."""
    asked, summary = answered(settings, measures), summarise(runs, measures)
    busy = _busy(summary)
    rows: list[dict[str, Any]] = []
    sentences = []
    for structure in structures_of(settings):
        ours = [
            _row(settings, runs, busy, structure, hire, measure, len(asked))
            for hire in _hires(settings)
            for measure in asked
        ]
        sentences += [*_sentences(structure, ours, busy), *_busiest_seat(structure, seats)]
        rows += ours
    table = pd.DataFrame(rows)
    said = [*sentences, TOGETHER.format("all hires and measures of one structure")]
    said += precision_reached(settings, design, runs)
    return Answer({"staffing": table, "busy": busy, "summary": summary}, said, (_printed(rows),))


def _busy(summary: pd.DataFrame) -> pd.DataFrame:
    """Return the busy share of every role in every scenario."""
    names = {f"{BUSY}{role}": role for role in ROLES}
    table = summary[summary["measure"].isin(names)]
    return pd.DataFrame(
        {"scenario": table["scenario"], "role": table["measure"].map(names), "utilisation": table["mean"],
         "low": table["low"], "high": table["high"], "n": table["n"]}
    )  # fmt: skip


def _row(
    settings: Settings,
    runs: pd.DataFrame,
    busy: pd.DataFrame,
    structure: str,
    hire: tuple[str, str, str],
    measure: Measure,
    measures: int,
) -> dict[str, Any]:
    role, unit, _ = hire
    name = "-".join(part for part in (structure, role, unit) if part)
    before = busy[(busy["scenario"] == f"{structure}-{AS_IS}") & (busy["role"] == role)]["utilisation"]
    family = len(_hires(settings)) * measures
    return {
        "structure": structure, "role": role, "team": unit,
        **effect(runs, [name], [f"{structure}-{AS_IS}"], measure, family),
        "utilisation": float(before.iloc[0]) if len(before) else float("nan"),
        "cost_eur_per_year": settings.workforce.day_cost_eur.get(role, float("nan")) * DAYS_PER_YEAR,
    }  # fmt: skip


def _sentences(structure: str, rows: list[dict[str, Any]], busy: pd.DataFrame) -> list[str]:
    found: list[str] = []
    missing: list[str] = []
    for name in dict.fromkeys(row["measure"] for row in rows):
        ours = [row for row in rows if row["measure"] == name]
        clear = [row for row in ours if shown(row)]
        clear.sort(key=lambda row: -abs(row["difference"]))
        start = f"{plain(structure)}, {measure_name(name)}: one more"
        silent = silences(ours)
        if clear:
            listed = joined([f"{_hire(row, ours)} changes it by {change(row)}" for row in clear])
            rest = [
                f"{word} for {counted(len(hires), 'other hire', 'other hires')}"
                for word, hires in silent.items()
            ]
            found.append(f"{'; '.join([f'{start} {listed}', *rest])}.")
        elif NOT_SHOWN not in silent:
            missing.append(f"{start}? {' or '.join(silent).capitalize()} to say.")
    if not found and not missing:
        found = [f"{plain(structure)}: no hire is shown to change any of the measures asked for."]
    return [*found, *missing, _bottleneck(structure, rows, busy)]


def _hire(row: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    """Return who is hired, with the home unit where the same role is hired into several."""
    several = sum(other["role"] == row["role"] for other in rows) > 1
    return plain(row["role"]) + (f" ({plain(row['team'])})" if several else "")


def _bottleneck(structure: str, rows: list[dict[str, Any]], busy: pd.DataFrame) -> str:
    first, share = _busiest(busy, f"{structure}-{AS_IS}")
    text = f"{plain(structure)}: the busiest role is the {plain(first)} ({quantity(share, 'share')} % busy)"
    hired = [row for row in rows if row["role"] == first]
    if not hired:
        return f"{text}; nobody was hired there."
    name = "-".join(part for part in (structure, first, hired[0]["team"]) if part)
    after, share_after = _busiest(busy, name)
    where = "it stays so" if after == first else f"the bottleneck moves to the {plain(after)}"
    return f"{text}; with one more, {where} ({quantity(share_after, 'share')} %)."


def _busiest_seat(structure: str, seats: pd.DataFrame | None) -> list[str]:
    """Name the busiest people of one team before anybody is hired: a mean over a role can hide them."""
    mine = None if seats is None else seats[seats["scenario"] == f"{structure}-{AS_IS}"]
    if mine is None or mine.empty:
        return []
    (row,) = busiest(mine).to_dict("records")
    number = counted(row["people"], "person", "people")
    return [
        f"{plain(structure)}: the busiest people of one team are the {seat_words(row, mine)} ({number}, "
        f"{share_words(row, 'busy')} % busy)."
    ]


def _busiest(busy: pd.DataFrame, scenario: str) -> tuple[str, float]:
    ours = busy[busy["scenario"] == scenario].sort_values("utilisation", ascending=False, kind="stable")
    return str(ours["role"].iloc[0]), float(ours["utilisation"].iloc[0])


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
