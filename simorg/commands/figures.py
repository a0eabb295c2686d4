"""``simorg figures``: draw the figures of a run folder again, from its stored tables alone."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from simorg.commands._looks import declare, page_of, structures_of, wishes_of

if TYPE_CHECKING:
    from simorg.experiments.results.stored_run import StoredRun
    from simorg.organisation.graph import Organisation

HELP = "draw the figures of a run folder, from its stored tables"
FORMATS = ("svg", "png", "pdf")


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.formatter_class = RawDescriptionHelpFormatter
    parser.epilog = "figures:\n" + "\n".join(f"  {name:<16} {about}" for name, about in _abouts().items())
    parser.add_argument("path", metavar="PATH", type=Path, help="run folder or published folder")
    parser.add_argument(
        "--only", metavar="NAME", action="append", help="only this figure; may be given several times"
    )
    parser.add_argument(
        "--format", metavar="FORMAT", action="append", help="svg, png or pdf; may be given several times"
    )
    declare(parser)


def run(args: Namespace) -> int:
    """Draw, and say what was written and what was left out."""
    from simorg.config.errors import SettingsError

    _check(args)
    from simorg.figures.backend import without_a_window

    without_a_window()
    from simorg.experiments.results.stored_run import StoredRun
    from simorg.figures.gallery import FORMATS as USUAL
    from simorg.figures.gallery import write_all
    from simorg.figures.lettering import told
    from simorg.figures.tables import MissingDataError

    stored, page = StoredRun(args.path), page_of(args)
    known = list(dict.fromkeys([*stored.scenarios, *stored.scenarios.values()]))
    structures = structures_of(args, known)
    wishes = wishes_of(args, page, structures, known)
    organisations = _organisations(stored) if not args.only or "organisation" in args.only else {}
    try:
        drawn = write_all(
            args.path, args.only, args.format or USUAL, page.width_mm, organisations, wishes, structures
        )
    except MissingDataError as error:
        raise SettingsError(f"{args.path}: the figure {error}") from error
    except OSError as error:
        raise SettingsError(f"{args.path / 'figures'}: cannot be written ({error.strerror})") from error
    for path in drawn.written:
        sys.stdout.write(f"{path}\n")
    for name, reason in drawn.skipped.items():
        sys.stdout.write(f"left out: {name} {reason}\n")
    for name, reason in drawn.failed.items():
        sys.stderr.write(f"simorg: {name} could not be drawn ({reason})\n")
    if drawn.unwritten:
        sys.stderr.write(
            f"simorg: {told(drawn.unwritten)}; install a font that has them, such as Noto Sans CJK\n"
        )
    if not drawn.written and not drawn.failed:
        raise SettingsError(f"{args.path}: no figure could be drawn; is it a run folder?")
    return 1 if drawn.failed else 0


def _abouts() -> dict[str, str]:
    """Return what each figure shows, read without importing matplotlib."""
    import ast

    from simorg.plugins import registry

    found = {}
    for name in registry.names("figures"):
        tree = ast.parse(registry.path_of("figures", name).read_text(encoding="utf-8"))
        values = (node.value for node in tree.body if isinstance(node, ast.Assign) and _is_about(node))
        found[name] = next((str(ast.literal_eval(value)) for value in values), "")
    return found


def _is_about(node: object) -> bool:
    import ast

    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "ABOUT" for target in node.targets
    )


def _check(args: Namespace) -> None:
    """Refuse what cannot be drawn before anything is written."""
    from simorg.config.errors import SettingsError
    from simorg.figures.drawings import names

    if not args.path.is_dir():
        raise SettingsError(f"{args.path}: no such folder")
    _known("--only", args.only or (), names())
    _known("--format", args.format or (), FORMATS)
    page_of(args)


def _known(option: str, given: Iterable[str], known: Iterable[str]) -> None:
    from simorg.config.errors import SettingsError, nearest

    for name in given:
        if name not in known:
            raise SettingsError(f"{option} = {name}: unknown{nearest(name, known)}")


def _organisations(stored: StoredRun) -> dict[str, Organisation]:
    """Rebuild the organisations of a run from its configuration; none if that is not possible here."""
    from simorg.config.errors import SettingsError
    from simorg.organisation import structures

    try:
        # how it was run does not matter here, and may be of another version
        settings = stored.settings_with({"experiment": None, "executor": None})
        known = (*structures.available(), structures.label(settings, structures.CUSTOM))
        return {
            name: structures.build(structures.with_structure(settings, name))
            for name in dict.fromkeys(stored.scenarios.values())
            if name in known
        }
    except (OSError, SettingsError):
        return {}  # of another version, or its organisation was read from a file that is not here
