"""What ``simorg explain`` shows: tables in text, Markdown or CSV, and sentences."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from simorg.workload.comparing import NOT_PREDICTED, accuracy, compared, verdict
from simorg.workload.tables import by_role, by_source, by_team_role, sentences

if TYPE_CHECKING:
    import pandas as pd

    from simorg.workload import Prediction

LOG_WIDTH = 180
NAMES = ("scenario", "team", "role", "source", "measure")
"""Columns whose cells stay on one line."""

PER_CENT = ("utilisation", "busy")
HEADS = {
    "capacity_days": "capacity (days/day)",
    "load_days": "load (days/day)",
    "utilisation": "asked for",
    "busy": "will be busy",
    "people_for_85": "people for 85 %",
    "jobs_per_day": "jobs/day",
    "half_width": "±",
}
SIDE_BY_SIDE = "utilisation: asked for (people there, people for 85 %)"


def show_prediction(found: Mapping[str, Prediction], form: str) -> pd.DataFrame:
    """Print predictions and return their rows: one a scenario, team and role.

    Parameters
    ----------
    found : mapping of Prediction
        By name of scenario.
    form : str
        ``text``, ``csv`` or ``md``.
    """
    import pandas as pd

    rows = pd.concat(
        [by_team_role(each).assign(scenario=name) for name, each in found.items()], ignore_index=True
    )
    rows = rows[["scenario", *(column for column in rows if column != "scenario")]]
    if form == "csv":
        sys.stdout.write(rows.to_csv(index=False, lineterminator="\n", float_format="%.6g"))
        return rows
    if len(found) > 1:
        _print(_beside(found), SIDE_BY_SIDE, form)
        for name, each in found.items():
            _say(f"{name}: ", sentences(each)[:2])
    else:
        ((name, each),) = found.items()
        _print(by_role(each), f"{name}: load by role", form)
        _print(by_team_role(each), f"{name}: load by team and role", form)
        _print(by_source(each), f"{name}: where the work comes from (person-days per day)", form)
        _say("", sentences(each))
    _say("", ["Not in the prediction: " + "; ".join(NOT_PREDICTED) + "."])
    return rows


def show_comparison(found: Mapping[str, tuple[Prediction, pd.DataFrame]], form: str) -> pd.DataFrame:
    """Print predictions beside measurements and return their rows: one a scenario and measure.

    Parameters
    ----------
    found : mapping
        Prediction and runs, by name of scenario.
    form : str
        ``text``, ``csv`` or ``md``.
    """
    import pandas as pd

    tables = {name: compared(prediction, runs) for name, (prediction, runs) in found.items()}
    rows = pd.concat([table.assign(scenario=name) for name, table in tables.items()], ignore_index=True)
    rows = rows[["scenario", *(column for column in rows if column != "scenario")]]
    if form == "csv":
        sys.stdout.write(rows.to_csv(index=False, lineterminator="\n", float_format="%.6g"))
        return rows
    if len(tables) > 1:
        overview = [{"scenario": name, **accuracy(table)} for name, table in tables.items()]
        _print(pd.DataFrame(overview), "utilisation of roles: prediction less measurement, in points", form)
    for name, table in tables.items():
        runs = int(table["n"].max()) if len(table) else 0
        _print(table.drop(columns="n"), f"{name}: prediction against {runs} replications", form)
        _say("", verdict(table, found[name][0]))
    return rows


def _beside(found: Mapping[str, Prediction]) -> pd.DataFrame:
    """Return one row a role, one column a scenario."""
    import pandas as pd

    columns = {}
    for name, each in found.items():
        table = by_role(each).set_index("role")
        columns[name] = table.apply(
            lambda row: f"{row['utilisation']:.0%} ({row['people']:.0f}, {row['people_for_85']:.0f})", axis=1
        )
    beside = pd.DataFrame(columns).fillna("-")
    return beside.rename_axis("role").reset_index()


def _print(table: pd.DataFrame, title: str, form: str) -> None:
    cells = [[_cell(column, value) for column, value in row.items()] for row in table.to_dict("records")]
    heads = [HEADS.get(str(column), str(column)) for column in table]
    if form == "md":
        lines = [f"**{title}**", "", "| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
        lines += ["| " + " | ".join(row) + " |" for row in cells]
        sys.stdout.write("\n".join(lines) + "\n\n")
        return
    shown = Table(title=title, box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
    for head, column in zip(heads, table, strict=True):
        number = not isinstance(table[column].iloc[0], str) if len(table) else False
        shown.add_column(
            head, justify="right" if number else "left", overflow="fold", no_wrap=column in NAMES
        )
    for row in cells:
        shown.add_row(*row)
    _console().print(shown)


def _cell(column: object, value: object) -> str:
    if isinstance(value, str):
        return value
    assert isinstance(value, (int, float))
    if column in PER_CENT:
        return f"{value:.0%}"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _say(head: str, told: list[str]) -> None:
    for sentence in told:
        sys.stdout.write(f"{head}{sentence}\n")
    sys.stdout.write("\n")


def _console() -> Console:
    terminal = Console()
    return terminal if terminal.is_terminal else Console(width=LOG_WIDTH)
