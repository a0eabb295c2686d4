"""``simorg roster``: an HR export at the door: what is read, who is left out, which roles, what looks odd."""

from __future__ import annotations

import re
import shlex
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simorg.config.settings import Settings
    from simorg.organisation.files.rosters.draft import Line

HELP = "read an HR export: who is in it, a draft of the titles, the organisation, and what looks odd"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar="FILE", help="the export: CSV or .xlsx")
    parser.add_argument("--titles", metavar="PATH", help="table of titles; drafted when left out")
    parser.add_argument("--ties", metavar="PATH", help="table of ties between teams")
    parser.add_argument(
        "--rights", metavar="PATH", help="YAML file of rights: who approves, backs up, decides"
    )
    parser.add_argument("--draft", metavar="PATH", type=Path, help="write the table of titles, to be edited")
    parser.add_argument(
        "--columns", metavar="FIELD=NAME", nargs="+", action="extend", default=[],
        help="what the file calls a column: person_id='Employee ID'; FIELD= (nothing) leaves it out",
    )  # fmt: skip
    parser.add_argument("--as-of", metavar="DAY", help="day at which to look, where there are end dates")
    parser.add_argument("overrides", metavar="OVERRIDE", nargs="*", help="as for run: structure.tie_weak=2")


def run(args: Namespace) -> int:
    """Read the file and show it; with --draft, write the table of titles."""
    settings = _settings(args)
    structure = settings.structure
    _check_draft(args.draft)
    from simorg.commands._roster_printing import show_organisation, show_reading
    from simorg.experiments.answers.terminal import terminal
    from simorg.organisation.files.custom import company_name
    from simorg.organisation.files.rosters import draft, seating
    from simorg.organisation.files.rosters.titles import read_titles

    roster = seating.open_roster(structure)
    roster.problems.stop()
    known = {} if args.titles is None else read_titles(args.titles, waiting=True)
    lines = draft.draft(roster, known)
    console = terminal()
    show_reading(console, roster, lines)
    if args.draft is not None:
        _write(args.draft, draft.as_csv(lines))
    organisation = seating.seat(roster, draft.seatable(lines), settings, company_name(settings))
    show_organisation(console, organisation)
    console.print(_next(args, lines), markup=False, highlight=False, soft_wrap=True)
    return 0


def _settings(args: Namespace) -> Settings:
    """Return the settings with what the options say, checked like any others."""
    from simorg.config.compose import load
    from simorg.config.errors import SettingsError
    from simorg.config.files import FILE_KEYS
    from simorg.config.levers import apply

    settings = load(args.overrides)
    fields = list(type(settings.structure.columns).model_fields)
    said = {"name": "custom", "as_of": args.as_of} | {key: getattr(args, key) for key in FILE_KEYS}
    for pair in args.columns:
        field, equals, name = pair.partition("=")
        if not equals or field not in fields:
            rule = f"write FIELD=NAME, the field one of {', '.join(fields)}"
            raise SettingsError(f"--columns {pair}: {rule}")
        said[f"columns.{field}"] = name
    return apply(settings, {f"structure.{key}": value for key, value in said.items() if value is not None})


def _check_draft(path: Path | None) -> None:
    from simorg.config.errors import SettingsError

    if path is not None and path.exists():
        rule = "is there already, and may have been edited; choose another name"
        raise SettingsError(f"--draft = {path}: {rule}")
    if path is not None and not path.absolute().parent.is_dir():
        raise SettingsError(f"--draft = {path}: no such folder: {path.absolute().parent}")


def _write(path: Path, text: str) -> None:
    from simorg.config.errors import SettingsError

    try:
        path.write_text(text, encoding="utf-8-sig")  # the mark tells Excel that it is UTF-8
    except OSError as error:
        raise SettingsError(f"--draft = {path}: cannot be written ({error.strerror})") from error


def _next(args: Namespace, lines: list[Line]) -> str:
    """Say what to do next, as a command."""
    from simorg.config.files import FILE_KEYS
    from simorg.organisation.files.rosters.titles import OPEN

    titles = args.draft or args.titles
    more = "".join(f" --columns {shlex.quote(pair)}" for pair in args.columns)
    more += f" --as-of {args.as_of}" if args.as_of else ""
    if titles is None:
        return f"Next: simorg roster {shlex.quote(args.file)}{more} --draft titles.csv"
    if args.draft is not None or any(line.title.role == OPEN for line in lines):
        check = f"Next: check the roles in {titles}, then simorg roster {shlex.quote(args.file)}{more}"
        return f"{check} --titles {shlex.quote(str(titles))}"
    keys = {key: getattr(args, key) for key in FILE_KEYS} | {"titles": str(titles), "as_of": args.as_of}
    keys |= {f"columns.{pair.partition('=')[0]}": pair.partition("=")[2] for pair in args.columns}
    said = " ".join(_override(f"structure.{key}", value) for key, value in keys.items() if value is not None)
    return f"Next: simorg run experiment=my_organisation {said}"


def _override(key: str, value: str) -> str:
    """Write an override as a shell and Hydra both read it."""
    if re.fullmatch(r"[A-Za-z0-9_./:-]+", value):
        return f"{key}={value}"
    if re.search(r"[\"'$`\\!]", value):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return shlex.quote(f"{key}='{escaped}'")
    return f"\"{key}='{value}'\""
