"""``simorg verify``: the engine against theory, as a table."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

HELP = "run textbook cases and compare them with their closed forms"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("cases", nargs="*", metavar="CASE", help="textbook cases; all when left out")
    parser.add_argument(
        "--replications", type=int, default=10, metavar="N", help="replications of each case (>= 2)"
    )
    parser.add_argument(
        "--engine", choices=["auto", "reference", "compiled"], default=None, help="which engine runs"
    )
    parser.add_argument(
        "--workers", type=int, default=None, metavar="N", help="processes; all cores when left out"
    )
    parser.add_argument("--csv", metavar="PATH", default=None, help="also write the table to this file")


def run(args: Namespace) -> int:
    """Print the table; exit code 1 if a row is not accepted."""
    from simorg.config.errors import SettingsError, nearest
    from simorg.config.files import options

    if args.replications < 2:
        raise SettingsError(f"--replications = {args.replications}: an interval needs at least 2")
    for case in args.cases:
        if case not in options("textbook"):
            raise SettingsError(f"unknown textbook case '{case}'{nearest(case, options('textbook'))}")
    from rich.table import Table

    from simorg.experiments.answers.terminal import terminal
    from simorg.validation.verify import FALSE_ALARM, verify

    result = verify(args.cases, args.replications, args.engine, args.workers)
    if args.csv:
        result.to_csv(args.csv, index=False)
    table = Table(title=f"Engine against theory, {args.replications} replications")
    for column in ("case", "measure", "theory", "simulated", "error", "accepted"):
        numeric = column in ("theory", "simulated", "error")
        table.add_column(column, justify="right" if numeric else "left", overflow="fold", no_wrap=numeric)
    for row in result.itertuples():
        table.add_row(
            str(row.case),
            str(row.measure),
            f"{row.theory:.5g}",
            f"{row.simulated:.5g} ± {row.half_width:.2g}",
            f"{row.error_percent:+.2f} %",
            "yes" if row.accepted else "NO",
        )
    console = terminal()
    console.print(table)
    failed = int((~result["accepted"]).sum())
    console.print(
        f"{len(result) - failed} of {len(result)} rows accepted. Intervals are simultaneous: "
        f"a correct engine fails somewhere in this table with probability {FALSE_ALARM:.0%} at most."
    )
    return 1 if failed else 0
