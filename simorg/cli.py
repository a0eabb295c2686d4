"""The console command: every verb is a module of ``simorg/commands/``, and only the one asked for is loaded.

Exit codes are in ``simorg/commands/_endings.py``.
"""

from __future__ import annotations

import sys
from argparse import ArgumentError, ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import suppress

from simorg import __version__
from simorg.commands import command, names
from simorg.commands._endings import OK, ended
from simorg.config.errors import SettingsError, nearest
from simorg.plugins import registry
from simorg.plugins.folder import OPTION

HELP = ("--help", "-h", "help")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows ``simorg``; taken from the process when left out.

    Returns
    -------
    int
        Exit code.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    return ended(lambda: _dispatch(given))


def run_app() -> int:
    """Run ``simorg-run``: the verb `run` under a name of its own, which tab completion needs."""
    return ended(lambda: _verb("run", sys.argv[1:], "simorg-run"))


def parser_of(verb: str, program: str) -> ArgumentParser:
    """Return the parser of a verb.

    Parameters
    ----------
    verb : str
        One of `simorg.commands.names`.
    program : str
        What its help calls it.
    """
    parser = ArgumentParser(prog=program, description=command(verb).HELP)
    parser.set_defaults(program=program)
    command(verb).configure(parser)
    _declare_plugins(parser)
    return parser


def _declare_plugins(parser: ArgumentParser) -> None:
    parser.add_argument(
        OPTION, metavar="FOLDER", action="append", default=[],
        help="add structures, drift laws, measures, figures and kinds of experiment of your own: a folder or "
        "the name of an installed package that offers some; may be given several times",
    )  # fmt: skip


def _dispatch(arguments: list[str]) -> int:
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if verb in HELP:
        lines = [f"  {name:<10} {command(name).HELP}\n" for name in names()]
        sys.stdout.write("usage: simorg VERB ...\n\n" + "".join(lines) + "\nsimorg VERB --help says more.\n")
    elif verb == "--version":
        sys.stdout.write(f"simorg {__version__}\n")
    elif verb in names():
        return _verb(verb, rest, f"simorg {verb}")
    else:
        raise SettingsError(f"unknown verb '{verb}'{nearest(verb, names())}")
    return OK


def _verb(verb: str, arguments: list[str], program: str) -> int:
    first = ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    _declare_plugins(first)
    with suppress(ArgumentError):  # the parser of the verb says so
        _take(first.parse_known_args(arguments)[0])  # before it: helps list what plug-ins add
    args = parser_of(verb, program).parse_intermixed_args(arguments)
    _take(args)
    registry.load_all()
    return int(command(verb).run(args))


def _take(args: Namespace) -> None:
    for given in args.plugins:
        registry.use(given)
