"""``simorg run``: one experiment, or with ``-m`` every combination of a sweep.

Hydra composes configurations, launches sweeps and completes words; ``hydra.main`` is not used. It takes
arguments from the process and ends it, reads no override behind a flag, makes folders wherever it is
told, unpickles files (``--experimental-rerun``), and its parser does not start on Python 3.14.
"""

from __future__ import annotations

import logging
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HELP = "run an experiment (default: compare the structures); -m sweeps, --help lists the presets"
ABOUT = """\
Run an experiment, by default the comparison of four structures. Naming a structure without an experiment
runs that structure alone."""
EXAMPLES = """\
examples:
  simorg run structure=hub_and_spoke drift=fast replications=100
  simorg run experiment=crossover
  simorg run experiment=sweep 'experiment.sweep.levers=[{key:drift.rate,values:[0.0002,0.0008]}]'
  simorg run experiment.precision.relative=0.02
  simorg run executor=dask executor.workers=4
  simorg run -m structure=hub_and_spoke,embedded_squads drift.rate=0.0004,0.002
  simorg run -m hydra/launcher=joblib executor.workers=1 seed=1,2     jobs side by side

simorg params lists every key with unit, range and source (--only drift).

presets:
"""
COMPLETED = "simorg-run"
SWEEP_MODE = "hydra.mode=MULTIRUN"
ALWAYS = ("hydra.searchpath", "hydra.mode")
PLACES = ("hydra.run.", "hydra.sweep.", "hydra.output_subdir", "hydra.job.chdir")
CHOOSING = ("experiment", "experiment.kind", "experiment.structures")
"""What says which structures run; other settings of an experiment leave that to ``structure``."""
INFO = ("all", "config", "defaults", "defaults-tree", "plugins", "searchpath")


def configure(parser: ArgumentParser) -> None:
    """Declare the options; flags have the names that Hydra gives them."""
    from simorg.config.files import groups, options

    parser.formatter_class = RawDescriptionHelpFormatter
    parser.description = ABOUT
    presets = {group: ", ".join(options(group)) for group in groups()}
    presets["+textbook"] = presets.pop("textbook")  # in the place of an organisation: it is added
    parser.epilog = EXAMPLES + "\n".join(f"  {group}: {names}" for group, names in presets.items())
    parser.add_argument(
        "overrides", nargs="*", metavar="OVERRIDE", help="GROUP=PRESET chooses a preset, KEY=VALUE sets a key"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "-m", "--multirun", action="store_true",
        help="run every combination of key=a,b; all are checked first, one table gathers them",
    )  # fmt: skip
    what.add_argument("-c", "--cfg", choices=["job", "hydra", "all"], help="print the configuration instead")
    what.add_argument(
        "-i", "--info", choices=INFO, nargs="?", const="all", help="print where the configuration comes from"
    )
    what.add_argument("-sc", "--shell-completion", action="store_true", help="install=SHELL: complete words")
    parser.add_argument("-p", "--package", metavar="KEY", help="with --cfg: only this part")
    parser.add_argument("--resolve", action="store_true", help="with --cfg: with interpolations filled in")
    parser.add_argument(
        "-cd",
        "--config-dir",
        metavar="FOLDER",
        type=Path,
        help="presets of your own: FOLDER/GROUP/PRESET.yaml",
    )


def run(args: Namespace) -> int:
    """Run, sweep, show or complete."""
    from simorg.commands import _experiment
    from simorg.commands._sweep import Sweep
    from simorg.config.overrides import readable, searching

    if args.shell_completion:
        return _complete(args)
    sweeping = args.multirun or SWEEP_MODE in args.overrides
    _check(args, sweeping)
    overrides = [readable(override, sweeping) for override in args.overrides]
    overrides += [] if args.config_dir is None else [searching(args.config_dir)]
    overrides += _implied(overrides)
    if args.cfg or args.info:
        return _show(args, overrides)
    if sweeping:
        return Sweep(overrides).run()
    return _experiment.execute(_experiment.checked(overrides))


def _check(args: Namespace, sweeping: bool) -> None:
    """Refuse flags and settings of Hydra that would do nothing, or do it outside of results/."""
    from simorg.config.errors import SettingsError

    if not args.cfg and (args.package or args.resolve):
        raise SettingsError("--package and --resolve go with --cfg, e.g. --cfg job --package drift")
    if args.config_dir is not None and not args.config_dir.is_dir():
        raise SettingsError(f"--config-dir = {args.config_dir}: no such folder")
    for override in args.overrides:
        key = override.lstrip("+~").partition("=")[0]
        if key.startswith(PLACES):
            raise SettingsError(
                f"{override}: simorg keeps everything in results/, below the working directory"
            )
        if (
            key.startswith(("hydra.", "hydra/"))
            and key not in ALWAYS
            and not (sweeping or args.cfg or args.info)
        ):
            raise SettingsError(f"{override}: settings of Hydra itself are for sweeps: add -m")


def _implied(overrides: Sequence[str]) -> list[str]:
    """Run a structure alone when it is named and no experiment is: naming it must not be in vain."""
    heads = [override.lstrip("+~").split("=")[0] for override in overrides]
    alone = any(head in ("structure", "textbook") for head in heads)
    chosen = any(head in CHOOSING for head in heads)
    return ["experiment=single"] if alone and not chosen else []


def _show(args: Namespace, overrides: list[str]) -> int:
    """Print the configuration, or where it comes from; a fault in it is told as for a run."""
    from hydra.types import RunMode
    from omegaconf import OmegaConf

    from simorg.config.compose import CONFIG_NAME, application, load
    from simorg.config.errors import SettingsError, nearest

    load(overrides)
    with application() as app:
        if args.info:
            with _logging_as_it_was():
                app.show_info(args.info, CONFIG_NAME, overrides)
            return 0
        config = app.compose_config(CONFIG_NAME, overrides, RunMode.RUN)
        if args.package is not None and OmegaConf.select(config, args.package) is None:
            raise SettingsError(f"--package = {args.package}: no such key{nearest(args.package, config)}")
        app.show_cfg(CONFIG_NAME, overrides, args.cfg, args.package, args.resolve)
    return 0


@contextmanager
def _logging_as_it_was() -> Iterator[None]:
    """Take back what Hydra does to the logging of the whole process in order to show something."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


def _complete(args: Namespace) -> int:
    """Install or answer tab completion, which the shell can bind to a whole command only."""
    from simorg.config.compose import CONFIG_NAME, application
    from simorg.config.errors import SettingsError

    if args.program != COMPLETED:
        raise SettingsError(f'--shell-completion: is of {COMPLETED}: eval "$({COMPLETED} -sc install=bash)"')
    with application() as app, _our_parser():
        app.shell_completion(CONFIG_NAME, args.overrides)
    return 0


@contextmanager
def _our_parser() -> Iterator[None]:
    """Let Hydra's completion read a line by the parser of this verb.

    Its own does not start on Python 3.14, where argparse checks help texts while options are added: Hydra
    adds a lazy one (facebookresearch/hydra 3121).
    """
    from hydra._internal import utils

    parser = ArgumentParser()
    configure(parser)
    theirs, utils.get_args = utils.get_args, parser.parse_intermixed_args
    try:
        yield
    finally:
        utils.get_args = theirs
