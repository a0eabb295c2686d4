"""``simorg report``: a run as one page for a browser, to be read, printed and mailed."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

HELP = "write a run as one HTML page: answer, figures, assumptions, how far to trust it"
SUFFIXES = (".html", ".htm")


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("path", metavar="PATH", type=Path, help="run folder or published folder")
    parser.add_argument(
        "--output", metavar="FILE", type=Path, help="file to write; report.html in the folder when left out"
    )


def run(args: Namespace) -> int:
    """Write the page, and say where it is."""
    from simorg.commands._experiment import report
    from simorg.config.errors import SettingsError

    _check(args.output)
    from simorg.experiments.results.opened import open_results

    found = open_results(args.path)
    target = args.output or found.path / "report.html"
    try:
        failed = report(found.path, target)
    except OSError as error:
        raise SettingsError(f"{target}: cannot be written ({error.strerror})") from error
    for name, reason in failed.items():
        sys.stderr.write(f"simorg: {name} could not be drawn ({reason})\n")
    sys.stdout.write(f"{target}\n")
    return 0


def _check(output: Path | None) -> None:
    """Refuse a file that no page can be written to."""
    from simorg.config.errors import SettingsError

    if output is None:
        return
    if output.suffix.lower() not in SUFFIXES:
        raise SettingsError(f"--output = {output}: must end in .html, such as {output.with_suffix('.html')}")
    if not output.absolute().parent.is_dir():
        raise SettingsError(f"--output = {output}: no such folder: {output.absolute().parent}")
