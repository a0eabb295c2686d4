"""``simorg explain``: who is asked for how much and what waits, in a first look or a finished run folder."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from simorg.config.settings import Settings

HELP = "say who is asked for how much, what waits and why: 20 replications now, or a finished run folder"
FORMATS = ("text", "csv", "md")
REPLICATIONS = "replications=20"
MOST_SCENARIOS = 12


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "what", metavar="PATH|OVERRIDE", nargs="*",
        help="a run folder, or Hydra overrides (demand=high, replications=100; 20 when left out)",
    )  # fmt: skip
    parser.add_argument(
        "--structures", metavar="A,B", help="structures side by side; of a run folder: scenarios to explain"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="form of the tables (text)")
    parser.add_argument("--csv", metavar="PATH", type=Path, help="also write all seats to this file")


def run(args: Namespace) -> int:
    """Look, or read what a run has stored, and print it."""
    from simorg.config.errors import SettingsError

    if args.csv is not None and not args.csv.absolute().parent.is_dir():
        raise SettingsError(f"--csv = {args.csv}: no such folder: {args.csv.absolute().parent}")
    folder = _folder(args.what)
    names = _names(args.structures)
    seats = _first_look(args.what, names) if folder is None else _stored(folder, names)
    from simorg.commands._explain_printing import show

    show(seats, args.format)
    if args.csv is not None:
        _write(seats, args.csv)
    return 0


def _folder(what: list[str]) -> Path | None:
    """Tell a run folder from overrides."""
    from simorg.commands._inputs import paths_in
    from simorg.config.errors import SettingsError

    paths = paths_in(what)
    if not paths:
        return None
    if len(what) > 1:
        raise SettingsError(f"simorg explain {' '.join(what)}: give one run folder or overrides, not both")
    if not paths[0].is_dir():
        raise SettingsError(f"{paths[0]}: no such run folder; overrides are written key=value")
    return paths[0]


def _names(given: str | None) -> list[str]:
    from simorg.config.errors import SettingsError

    if given is None:
        return []
    names = [name.strip() for name in given.split(",")]
    if "" in names or len(set(names)) < len(names):
        raise SettingsError(f"--structures = {given}: must name each structure once, with commas between")
    return names


def _first_look(overrides: list[str], names: list[str]) -> pd.DataFrame:
    """Return the seats of a few replications that run now."""
    from simorg.config.compose import load

    settings = load([REPLICATIONS, *overrides])
    from simorg.commands._explain_printing import watched
    from simorg.experiments.running.first_look import looks

    scenarios = _scenarios(settings, names)
    return watched(looks(scenarios, settings.replications)).seats


def _scenarios(settings: Settings, names: list[str]) -> dict[str, Settings]:
    """Return what to run, by name."""
    from simorg.config.errors import SettingsError, nearest
    from simorg.organisation.structures import CUSTOM, MIXTURE, available, with_structure

    if settings.textbook is not None:
        if names:
            raise SettingsError(f"--structures = {','.join(names)}: a textbook case has no structure")
        return {settings.textbook.case: settings}
    known = (*available(), CUSTOM, MIXTURE)
    for name in names:
        if name not in known:
            raise SettingsError(f"--structures: unknown structure '{name}'{nearest(name, known)}")
    return {name: with_structure(settings, name) for name in names or [settings.structure.name]}


def _stored(folder: Path, names: list[str]) -> pd.DataFrame:
    """Return the seats of the scenarios of a run folder."""
    from simorg.config.errors import SettingsError, nearest
    from simorg.experiments.results.stored_run import StoredRun
    from simorg.experiments.results.stored_seats import stored_seats

    seats = stored_seats(folder)
    there = list(dict.fromkeys(seats["scenario"]))
    if not StoredRun(folder).finished:
        runs = int(seats.groupby("scenario")["n"].max().sum())
        sys.stderr.write(
            f"simorg: note: {folder} is not finished: so far {len(there)} "
            f"{'scenario has' if len(there) == 1 else 'scenarios have'} replications, {runs} in all\n"
        )
    for name in names:
        if name not in there:
            raise SettingsError(f"--structures: {folder} has no scenario '{name}'{nearest(name, there)}")
    if not there:
        raise SettingsError(f"{folder}: no replication succeeded; nothing to explain")
    wanted = names or there
    if len(wanted) > MOST_SCENARIOS:
        raise SettingsError(
            f"{folder} has {len(wanted)} scenarios: name at most {MOST_SCENARIOS} with --structures, "
            f"e.g. --structures {','.join(wanted[:2])}"
        )
    return seats[seats["scenario"].isin(wanted)].reset_index(drop=True)


def _write(table: pd.DataFrame, path: Path) -> None:
    from simorg.config.errors import SettingsError

    try:
        table.to_csv(path, index=False, lineterminator="\n", float_format="%.6g")
    except OSError as error:
        raise SettingsError(f"--csv = {path}: cannot be written ({error.strerror})") from error
    sys.stdout.write(f"table: {path}\n")
