"""What `simorg roster` prints: the columns that were read, who is left out, titles, teams, what looks odd."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from simorg.commands.describe import routes_table, teams_table
from simorg.organisation.files.rosters import presence, titles
from simorg.organisation.files.rosters.draft import Line
from simorg.organisation.files.rosters.roster import Roster
from simorg.organisation.graph import Organisation
from simorg.organisation.wiring.idle import unasked
from simorg.organisation.wiring.weak_spots import weak_spots

MOST_TITLES = 60
HIRE = "an open position? simorg run experiment=staffing says what a hire brings"
ELSEWHERE = (
    "Not so? A column `serves` in the table of titles says in which skills a title takes jobs (own, all, or "
    "skills); routes of a file in structure.rights say where work goes."
)
"""What to do where nobody asks some people for anything."""
ADVICE = {presence.OPEN: HIRE, presence.NO_ID: HIRE}


def show_reading(console: Console, roster: Roster, lines: list[Line]) -> None:
    """Print columns, remarks, who is left out, and titles."""
    table = Table("field", "column", title=f"columns of {escape(str(roster.problems.path))}")
    for field, column in roster.columns.items():
        table.add_row(field, escape(column))
    if roster.unused:
        table.add_section()
        table.add_row("not used", escape(", ".join(roster.unused)))
    console.print(table)
    for note in roster.notes:
        console.print(f"- {note}", markup=False, highlight=False)
    console.print(_who(roster, lines))
    console.print(_titles(lines))


def _who(roster: Roster, lines: list[Line]) -> Table:
    managing = sum(line.people for line in lines if line.title.role == titles.NOBODY)
    undecided = sum(line.people for line in lines if line.title.role == titles.OPEN)
    table = Table("lines", "", "", title="who is seated, and who is not")
    table.add_row(f"{len(roster.members) - managing - undecided:,}", "seated", "")
    if managing:
        table.add_row(f"{managing:,}", "role none", "do none of the simulated work; count for distances")
    if undecided:
        table.add_row(
            f"{undecided:,}", "role ?", "no word of the title is known: give it a role in the table"
        )
    for reason, count in roster.left_out.items():
        table.add_row(f"{count:,}", reason, ADVICE.get(reason, ""))
    return table


def _titles(lines: list[Line]) -> Table:
    table = Table("job title", "people", "role", "seniority", "guessed by", title="titles")
    used = [line for line in lines if line.people]
    for title, people, by in used[:MOST_TITLES]:
        rank = "" if title.role == titles.NOBODY else title.seniority
        table.add_row(escape(title.text), str(people), title.role, rank, escape(by))
    if len(used) > MOST_TITLES:
        table.add_row(f"and {len(used) - MOST_TITLES} more", "", "", "", "")
    return table


def show_organisation(console: Console, organisation: Organisation) -> None:
    """Print teams, who does what for whom, and warnings."""
    console.print(teams_table(organisation))
    console.print(routes_table(organisation))
    for sentence in weak_spots(organisation):
        console.print(f"Warning: {sentence}", style="bold", markup=False, highlight=False)
    if unasked(organisation):
        console.print(ELSEWHERE, markup=False, highlight=False, soft_wrap=True)
