"""``simorg explain``: load, bottleneck and head count before a run; prediction against run afterwards."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from simorg.config.settings import Settings
    from simorg.workload import Prediction

HELP = "predict load, bottleneck and head count; or hold the prediction against a finished run folder"
FORMATS = ("text", "csv", "md")
MOST_SCENARIOS = 12


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "what", metavar="PATH|OVERRIDE", nargs="*", help="a run folder, or Hydra overrides (demand=high)"
    )
    parser.add_argument(
        "--structures", metavar="A,B", help="structures side by side; of a run folder: scenarios to explain"
    )
    parser.add_argument(
        "--measure",
        metavar="N",
        type=int,
        help="also run N replications now and hold the prediction against them",
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="form of the tables (text)")
    parser.add_argument("--csv", metavar="PATH", type=Path, help="also write the table of rows to this file")


def run(args: Namespace) -> int:
    """Predict, compare if there is a run to compare with, print."""
    from simorg.commands._explain_printing import show_comparison, show_prediction
    from simorg.config.errors import SettingsError

    if args.csv is not None and not args.csv.absolute().parent.is_dir():
        raise SettingsError(f"--csv = {args.csv}: no such folder: {args.csv.absolute().parent}")
    if args.measure is not None and args.measure < 1:
        raise SettingsError(f"--measure = {args.measure}: must be at least 1")
    folder = _folder(args.what)
    names = _names(args.structures)
    if folder is not None:
        if args.measure is not None:
            raise SettingsError(f"--measure: {folder} has been measured already")
        table = show_comparison(_after(folder, names), args.format)
    elif args.measure is not None:
        wanted = _before(args.what, names)
        measured = {name: (_predicted(each), _measured(each, args.measure)) for name, each in wanted.items()}
        table = show_comparison(measured, args.format)
    else:
        found = {name: _predicted(settings) for name, settings in _before(args.what, names).items()}
        table = show_prediction(found, args.format)
    if args.csv is not None:
        _write(table, args.csv)
    return 0


def _folder(what: list[str]) -> Path | None:
    """Tell a run folder from overrides."""
    from simorg.config.errors import SettingsError

    paths = [Path(text) for text in what if "=" not in text.lstrip("+~") or Path(text).is_dir()]
    paths = [path for path in paths if not str(path).startswith("~")]
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


def _before(overrides: list[str], names: list[str]) -> dict[str, Settings]:
    """Return what to predict, by name."""
    from simorg.config.compose import load
    from simorg.config.errors import SettingsError, nearest
    from simorg.structures import available

    settings = load(overrides)
    if settings.textbook is not None:
        if names:
            raise SettingsError(f"--structures = {','.join(names)}: a textbook case has no structure")
        return {settings.textbook.case: settings}
    known = (*available(), "custom")
    for name in names:
        if name not in known:
            raise SettingsError(f"--structures: unknown structure '{name}'{nearest(name, known)}")
    found = {}
    for name in names or [settings.structure.name]:
        structure = settings.structure.model_copy(update={"name": name})
        found[name] = settings.model_copy(update={"structure": structure})
    return found


def _predicted(settings: Settings) -> Prediction:
    from simorg.plan import build
    from simorg.workload import predict

    return predict(build(settings))


def _measured(settings: Settings, replications: int) -> pd.DataFrame:
    from simorg.experiments.replicate import replicate

    runs = replicate(settings, replications)
    return runs[runs["status"] == "ok"]


def _after(folder: Path, names: list[str]) -> dict[str, tuple[Prediction, pd.DataFrame]]:
    """Return prediction and runs of the scenarios of a run folder, by name."""
    from simorg.config.errors import SettingsError, nearest
    from simorg.experiments.repeat import scenario_in
    from simorg.experiments.reproduce import unfinished

    experiment, runs = _read(folder)
    there = list(dict.fromkeys(runs["scenario"]))
    if unfinished(folder):
        sys.stderr.write(
            f"simorg: note: {folder} is not finished: so far {len(there)} "
            f"{'scenario has' if len(there) == 1 else 'scenarios have'} replications, {len(runs)} in all\n"
        )
    for name in names:
        if name not in there:
            raise SettingsError(f"--structures: {folder} has no scenario '{name}'{nearest(name, there)}")
    wanted = names or there
    if len(wanted) > MOST_SCENARIOS:
        raise SettingsError(
            f"{folder} has {len(wanted)} scenarios: name at most {MOST_SCENARIOS} with --structures, "
            f"e.g. --structures {','.join(wanted[:2])}"
        )
    return {
        name: (_predicted(scenario_in(folder, experiment, name)), runs[runs["scenario"] == name])
        for name in wanted
    }


def _read(folder: Path) -> tuple[Settings, pd.DataFrame]:
    """Return the settings of a run folder and the replications that succeeded."""
    import pandas as pd
    import yaml

    from simorg.config.compose import settings_from_config
    from simorg.config.errors import SettingsError
    from simorg.experiments.reproduce import of_another_version, unfinished

    config, parts = folder / "config.yaml", sorted((folder / "runs").glob("part-*.parquet"))
    if not config.is_file() or not parts:
        if config.is_file() and unfinished(folder):
            raise SettingsError(f"{folder} is not finished: no replications are stored yet")
        missing = "config.yaml" if not config.is_file() else "finished replications in runs/"
        raise SettingsError(f"{folder} is no run folder with results: it has no {missing}")
    try:
        data = yaml.safe_load(config.read_text(encoding="utf-8"))
        runs = pd.concat([pd.read_parquet(part) for part in parts], ignore_index=True)
    except (yaml.YAMLError, UnicodeDecodeError, OSError, ValueError) as error:
        raise SettingsError(f"{folder}: cannot be read ({str(error).splitlines()[0]})") from error
    if not isinstance(data, dict):
        raise SettingsError(f"{config}: cannot be read (it holds no keys)")
    if "status" in runs:
        runs = runs[runs["status"] == "ok"]
    if runs.empty or "scenario" not in runs:
        raise SettingsError(f"{folder}: no replication succeeded; nothing to compare with")
    try:
        return settings_from_config(data), runs
    except SettingsError as error:
        raise of_another_version(folder, error) from error


def _write(table: pd.DataFrame, path: Path) -> None:
    from simorg.config.errors import SettingsError

    try:
        table.to_csv(path, index=False, lineterminator="\n", float_format="%.6g")
    except OSError as error:
        raise SettingsError(f"--csv = {path}: cannot be written ({error.strerror})") from error
    sys.stdout.write(f"table: {path}\n")
