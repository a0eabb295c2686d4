"""``simorg plugins``: what is registered, and whether plug-ins keep the contracts of their sort."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simorg.contracts.verdict import Verdict

HELP = "list structures, drift laws, measures, figures and kinds of experiment; check those of your own"
WHAT = ("list", "check")


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("what", choices=WHAT, help="list what is registered; check: examine plug-ins")
    parser.add_argument(
        "folders", nargs="*", metavar="FOLDER", help="plug-ins, as for --plugins; check needs at least one"
    )
    parser.add_argument(
        "--only", metavar="NAME", action="append", default=[],
        help="check only what has this name; may be given several times",
    )  # fmt: skip


def run(args: Namespace) -> int:
    """List or check; exit code 1 if a contract is broken."""
    from simorg.plugins import registry

    for folder in args.folders:
        registry.use(folder)
    registry.load_all()
    if args.what == "list":
        sys.stdout.write("".join(_listed()))
        return 0
    return _check(_chosen(args.only))


def _listed() -> Iterator[str]:
    from simorg.plugins import registry
    from simorg.plugins.sorts import SORTS

    for sort in SORTS:
        yield f"{sort}:\n"
        for name in registry.names(sort):
            used = registry.owner(sort, name)
            yield f"  {name}" + (f"  ({registry.path_of(sort, name)})\n" if used else "\n")


def _chosen(only: Sequence[str]) -> list[tuple[str, str]]:
    """Return sort and name of the plug-ins in use, or of those that are asked for."""
    from simorg.config.errors import SettingsError, nearest
    from simorg.plugins import registry
    from simorg.plugins.sorts import SORTS

    found = [(sort, name) for sort in SORTS for used in registry.in_use() for name in used.named(sort)]
    if not found:
        raise SettingsError("simorg plugins check: give a folder of plug-ins, or the name of a package")
    names = {name for _, name in found}
    for name in only:
        if name not in names:
            raise SettingsError(f"--only = {name}: no plug-in has this name{nearest(name, names)}")
    return [(sort, name) for sort, name in found if not only or name in only]


def _check(plugins: Sequence[tuple[str, str]]) -> int:
    from simorg.figures.backend import without_a_window

    without_a_window()
    from rich.progress import Progress

    from simorg.contracts.verdict import contracts, examined
    from simorg.experiments.answers.terminal import terminal
    from simorg.plugins import registry
    from simorg.plugins.sorts import SORTS

    console, broken, all_ = terminal(), 0, 0
    with Progress(console=terminal(sys.stderr), transient=True) as progress:
        task = progress.add_task("", total=sum(len(contracts(sort)) for sort, _ in plugins))
        for sort, name in plugins:
            head = f"{SORTS[sort].one} {name} ({_near(registry.path_of(sort, name))})"
            console.print(head, highlight=False, markup=False, soft_wrap=True)
            for verdict in examined(sort, name):
                progress.update(task, advance=1, description=f"{name}: {verdict.contract}")
                console.print(_told(verdict), highlight=False, markup=False, soft_wrap=True)
                all_, broken = all_ + 1, broken + (not verdict.kept)
    console.print(f"{all_ - broken} of {all_} contracts are kept.", highlight=False)
    return 1 if broken else 0


def _near(path: Path) -> str:
    """Return a path as short as it can be written from here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _told(verdict: Verdict) -> str:
    """Return one line a contract: what is promised, and what was found where that is not kept."""
    if verdict.kept:
        return f"  kept    {verdict.promise}" + (f" (not examined: {verdict.said})" if verdict.said else "")
    return f"  BROKEN  {verdict.promise}\n          {verdict.said}"
