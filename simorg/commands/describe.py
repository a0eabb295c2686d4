"""``simorg describe``: who sits where, who does what for whom; in words, and as a picture."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from simorg.organisation import Organisation

HELP = "show the organisation: teams, people, routes, approvals, ties"
SUFFIXES = (".png", ".svg", ".pdf")


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--figure", metavar="PATH", type=Path, help="also draw it (.png, .svg or .pdf)")
    parser.add_argument(
        "overrides", metavar="OVERRIDE", nargs="*", help="as for run: structure=embedded_squads"
    )


def run(args: Namespace) -> int:
    """Build the organisation of the settings and show it."""
    if args.figure is not None:
        _check_path(args.figure)
    from simorg.config.compose import load

    settings = load(args.overrides)
    from simorg import structures
    from simorg.experiments.terminal import terminal

    organisation = structures.build(settings)
    console = terminal()
    for table in (teams_table(organisation), routes_table(organisation), rules_table(organisation)):
        console.print(table)
    if args.figure is not None:
        _draw(organisation, args.figure)
        console.print(f"picture: {args.figure}", soft_wrap=True)
    return 0


def teams_table(organisation: Organisation) -> Table:
    """Return one row a team: the unit it belongs to, its head count and its people by role."""
    from rich.table import Table

    from simorg.organisation import PERSON, SEAT, TEAM

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

    from simorg.organisation import OWNER, ROUTE, UNIT

    units = organisation.nodes(UNIT)
    serving: dict[str, dict[str, list[str]]] = {}
    for unit, team, data in organisation.edges(ROUTE):
        serving.setdefault(data["skill"], {}).setdefault(team, []).append(unit)
    for unit, team, _ in organisation.edges(OWNER):
        serving.setdefault("live models", {}).setdefault(team, []).append(unit)
    table = Table("work", "done by", title="routes")
    for skill, teams in serving.items():
        shown = [f"{team} ({_units(served, units)})" for team, served in teams.items()]
        table.add_row(skill, ", ".join(shown))
    return table


def rules_table(organisation: Organisation) -> Table:
    """Return the approvals and the lengths of the ties."""
    from rich.table import Table

    from simorg.organisation import APPROVAL, TIE, UNIT

    units = organisation.nodes(UNIT)
    gates: dict[tuple[str, str, str, float], list[str]] = {}
    for unit, team, data in organisation.edges(APPROVAL):
        gates.setdefault((data["stage"], team, data["skill"], data["share"]), []).append(unit)
    table = Table("rule", "what", title="approvals and ties")
    for (stage, team, skill, share), served in gates.items():
        where = f"before {stage}, by {team} ({skill}), {share:.0%} of items ({_units(served, units)})"
        table.add_row("approval", where)
    if not gates:
        table.add_row("approval", "none")
    lengths = Counter(data["length"] for _, _, data in organisation.edges(TIE))
    ties = ", ".join(f"{n} of length {length:g}" for length, n in sorted(lengths.items()))
    table.add_row("ties", ties or "none")
    return table


def _units(served: list[str], units: list[str]) -> str:
    return "every unit" if len(served) == len(units) else ", ".join(served)


def _check_path(path: Path) -> None:
    from simorg.config.errors import SettingsError

    if path.suffix.lower() not in SUFFIXES:
        raise SettingsError(f"--figure = {path}: must end in {', '.join(SUFFIXES)}")
    if not path.absolute().parent.is_dir():
        raise SettingsError(f"--figure = {path}: no such folder: {path.absolute().parent}")


def _draw(organisation: Organisation, path: Path) -> None:
    from simorg.figures.backend import without_a_window

    without_a_window()
    from simorg import figures
    from simorg.figures.style import save

    figure = figures.organisation(organisation).get_figure(root=True)
    assert figure is not None
    save(figure, path.with_suffix(""), [path.suffix.lstrip(".")])
