"""``simorg describe``: who sits where, who does what for whom; in words, and as a picture."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from simorg.organisation.graph import Organisation

HELP = "show the organisation: teams, people, routes, rights, ties"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--figure", metavar="PATH", type=Path, help="also draw it (.png, .svg or .pdf)")
    parser.add_argument(
        "--format", choices=("table", "yaml"), default="table",
        help="yaml: a file for structure=custom that builds the same organisation",
    )  # fmt: skip
    parser.add_argument(
        "overrides", metavar="OVERRIDE", nargs="*", help="as for run: structure=embedded_squads"
    )


def run(args: Namespace) -> int:
    """Build the organisation of the settings and show it."""
    if args.figure is not None:
        from simorg.commands._pictures import refuse_unfit

        refuse_unfit(args.figure)
    from simorg.config.compose import load

    settings = load(args.overrides)
    from simorg.organisation import structures

    organisation = structures.build(settings)
    if args.format == "yaml":
        from simorg.organisation.files.yaml_writer import to_yaml

        sys.stdout.write(to_yaml(organisation, settings))
    else:
        _show(organisation)
    if args.figure is not None:
        from simorg import figures
        from simorg.commands._pictures import write

        write(figures.organisation(organisation), args.figure)
        place = sys.stderr if args.format == "yaml" else sys.stdout  # a file that is piped stays one
        place.write(f"picture: {args.figure}\n")
    return 0


def _show(organisation: Organisation) -> None:
    from simorg.experiments.answers.terminal import terminal

    console = terminal()
    for table in (teams_table, routes_table, rights_table, ties_table):
        console.print(table(organisation))


def teams_table(organisation: Organisation) -> Table:
    """Return one row a team: the unit it belongs to, its head count and its people by role."""
    from rich.table import Table

    from simorg.organisation.graph import PERSON, SEAT, TEAM

    members: dict[str, list[str]] = {}
    for person, team, _ in organisation.edges(SEAT):
        members.setdefault(team, []).append(person)
    table = Table("team", "unit", "people", "roles", title=f"{organisation.name}: teams")
    for team in organisation.nodes(TEAM):
        people = [organisation.person(name) for name in members.get(team, ())]
        roles = Counter(person["role"] for person in people)
        unit = organisation.graph.nodes[(TEAM, team)]["unit"] or "-"
        table.add_row(team, unit, str(len(people)), ", ".join(f"{n} {role}" for role, n in roles.items()))
    table.add_section()
    table.add_row("all", "", str(len(organisation.nodes(PERSON))), "")
    return table


def routes_table(organisation: Organisation) -> Table:
    """Return one row a skill: which team does it, for how many units (or for which)."""
    from rich.table import Table

    from simorg.organisation.graph import ROUTE, UNIT

    units = organisation.nodes(UNIT)
    serving: dict[str, dict[str, list[str]]] = {}
    for unit, team, data in organisation.edges(ROUTE):
        serving.setdefault(data["skill"], {}).setdefault(team, []).append(unit)
    table = Table("work", "done by", title="routes")
    for skill, teams in serving.items():
        shown = [f"{team} ({_units(served, units)})" for team, served in teams.items()]
        table.add_row(skill, ", ".join(shown))
    return table


def rights_table(organisation: Organisation) -> Table:
    """Return who decides, backs up, approves and owns."""
    from rich.table import Table

    from simorg.organisation.wiring.rights_table import rights_table as rows

    table = Table("right", "who", "for", title="rights")
    for row in rows(organisation):
        table.add_row(*row)
    return table


def ties_table(organisation: Organisation) -> Table:
    """Return how many ties there are of each length."""
    from rich.table import Table

    from simorg.organisation.graph import TIE

    table = Table("ties", "length", title="ties")
    for length, n in sorted(Counter(data["length"] for _, _, data in organisation.edges(TIE)).items()):
        table.add_row(str(n), f"{length:g}")
    return table


def _units(served: list[str], units: list[str]) -> str:
    return "every unit" if len(served) == len(units) else ", ".join(served)
