"""One's own organisation in a report: teams, roles and head counts, never people.

Goes in: a run of an organisation from a file. Come out: what is odd in its chart, and who sits where.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from simorg.config.labels import joined
from simorg.experiments.answers.words import plain
from simorg.experiments.results.stored_run import StoredRun
from simorg.organisation.structures import MIXTURE, available
from simorg.organisation.wiring.weak_spots import plural
from simorg.report.parts import Picture, Section, Table
from simorg.report.tables import shortened


def is_from_a_file(stored: StoredRun) -> bool:
    """Tell whether an organisation was read from a file of its owner."""
    structure = stored.config.get("structure") if (stored.path / "config.yaml").is_file() else None
    return isinstance(structure, dict) and structure.get("file") is not None


def own_names(stored: StoredRun) -> list[str]:
    """Return what the organisations are called that come from a file, as they are."""
    if not is_from_a_file(stored):
        return []
    return [name for name in dict.fromkeys(stored.scenarios.values()) if name not in (*available(), MIXTURE)]


def own(stored: StoredRun, sentences: Sequence[str], pictures: Sequence[Picture]) -> Section:
    """Return one's own organisation.

    Parameters
    ----------
    stored : StoredRun
        The run.
    sentences : sequence of str
        What is odd in the chart, and what a file cannot say.
    pictures : sequence of Picture
        Of organisations.
    """
    tables = _teams(stored)
    lead = (
        "As the simulation took it: teams, roles and head counts. Names of people are nowhere in this report."
    )
    return Section("own", "Your organisation" if is_from_a_file(stored) else "The organisation", lead,
                   texts=tuple(sentences), tables=tuple(tables), pictures=tuple(pictures))  # fmt: skip


def _teams(stored: StoredRun) -> Iterator[Table]:
    """Yield who sits where in the organisation as it is, from the seats that were kept."""
    seats = stored.table("seats")
    names = own_names(stored)
    ours = [scenario for scenario, structure in stored.scenarios.items() if structure in names]
    mine = seats[seats["scenario"] == ours[0]] if ours and len(seats) else pd.DataFrame()
    if not len(mine):
        return
    seated = mine.drop_duplicates(["team", "role", "skills"])
    rows = []
    for team, group in seated.groupby("team", sort=False):
        by_role = group.groupby("role", sort=False)["people"].sum().to_dict()
        roles = [f"{count:g} {plural(str(role), int(count))}" for role, count in by_role.items()]
        rows.append([plain(str(team)), f"{group['people'].sum():g}", joined(roles)])
    yield shortened(Table("teams", "Who sits where", ["Team", "People", "Roles"], rows), "seats.csv")
