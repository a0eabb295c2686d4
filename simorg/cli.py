"""The console command: ``simorg run`` hands over to Hydra, every other verb to ``simorg/commands/``.

Exit codes: 0 ok; 1 failed; 2 bad input (one message, nothing written); 3 finished, with failed
replications; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simorg.config.errors import SettingsError, nearest

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from simorg.config.settings import Settings

MOST_BUILT = 100  # each takes 10 to 30 ms
OK, FAILED, BAD_INPUT, PARTLY_FAILED, INTERRUPTED = 0, 1, 2, 3, 130
RUN_HELP = "run an experiment (default: compare the structures); -m sweeps, --help lists the groups"


class UnfinishedError(Exception):
    """A run said by its exit code that it failed; raised so that Hydra knows."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


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
    return _guarded(lambda: _dispatch(given))


def run_app() -> int:
    """Run ``simorg-run``: the verb `run` as a Hydra application of its own, for tab completion."""
    return _guarded(lambda: run(sys.argv[1:], Path(sys.argv[0]).name))


def _guarded(action: Callable[[], int]) -> int:
    """Turn every way in which an action can end into an exit code."""
    try:
        return _reported(action)
    except KeyboardInterrupt:
        _complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:  # `simorg params | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except SystemExit as error:  # argparse and Hydra leave this way after --help
        return error.code if isinstance(error.code, int) else FAILED if error.code else OK


def _reported(action: Callable[[], int]) -> int:
    """Run an action; bad input is one message, anything else a traceback."""
    try:
        return action()
    except SettingsError as error:
        _complain(str(error))
        return BAD_INPUT
    except BrokenPipeError:
        raise
    except Exception:
        traceback.print_exc()
        return FAILED


def _complain(message: str) -> None:
    sys.stderr.write(f"simorg: {message}\n")


def _dispatch(arguments: list[str]) -> int:
    from argparse import ArgumentParser

    from simorg import __version__
    from simorg.commands import commands

    verb, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if verb == "run":
        return run(rest)
    found = commands()
    if verb in ("--help", "-h", "help"):
        lines = [
            f"  {name:<10} {text}\n"
            for name, text in [("run", RUN_HELP), *((n, m.HELP) for n, m in found.items())]
        ]
        sys.stdout.write("usage: simorg VERB ...\n\n" + "".join(lines) + "\nsimorg VERB --help says more.\n")
    elif verb == "--version":
        sys.stdout.write(f"simorg {__version__}\n")
    elif verb in found:
        parser = ArgumentParser(prog=f"simorg {verb}", description=found[verb].HELP)
        found[verb].configure(parser)
        return int(found[verb].run(parser.parse_intermixed_args(rest)))
    else:
        raise SettingsError(f"unknown verb '{verb}'{nearest(verb, ['run', *found])}")
    return OK


def run(arguments: Sequence[str], program: str = "simorg run") -> int:
    """Hand the arguments to Hydra, which composes and runs one job or, with ``-m``, many.

    Parameters
    ----------
    arguments : sequence of str
        Hydra overrides and flags.
    program : str
        Name that Hydra's help and completion use.

    Returns
    -------
    int
        The worst exit code of all jobs.
    """
    import hydra
    from hydra._internal.utils import get_args_parser  # the parser that hydra.main itself uses

    from simorg.config.compose import CONFIG_MODULE, CONFIG_NAME, VERSION_BASE, load
    from simorg.config.defaults import register
    from simorg.experiments.gather import forget_notes, gather, notes, show

    register()
    codes: list[int] = []
    origin = Path.cwd()
    with _handed_over([program, *arguments]):
        flags = get_args_parser().parse_args()
        implied = _implied(flags.overrides)
        sys.argv += implied
        overrides = [*flags.overrides, *implied]
        sweeping = flags.multirun or "hydra.mode=MULTIRUN" in overrides
        if sweeping and not (flags.config_name or flags.config_path):
            _check_sweep(overrides, flags.config_dir)
        together = origin / _sweep_folder(overrides)
        if sweeping:
            sys.argv.append(f"hydra.sweep.dir='{together}'")
            forget_notes(together)

        def job(config: DictConfig) -> int:
            return _one_job(config, origin, codes, sweeping)

        try:
            hydra.main(f"pkg://{CONFIG_MODULE}", CONFIG_NAME, VERSION_BASE)(job)()
        except (BrokenPipeError, SettingsError):
            raise
        except Exception as error:
            if isinstance(error, OSError) and error.filename is not None:
                where = f"{error.filename}: cannot be written ({error.strerror})"
                raise SettingsError(f"{where}; results go below results/") from error
            if not codes and not isinstance(error, UnfinishedError):
                if not sweeping:
                    load(overrides)  # the same fault again, as one message with all the others
                raise SettingsError(str(error).split("\n")[0]) from error
            codes.append(getattr(error, "code", FAILED))
    if sweeping:
        codes += [note.code for note in notes(together)]  # jobs may have run in other processes
        show(_sweep_folder(overrides), gather(together))
    return next((code for code in (INTERRUPTED, FAILED, BAD_INPUT, PARTLY_FAILED) if code in codes), OK)


def _implied(overrides: Sequence[str]) -> list[str]:
    """Run a structure alone when it is named and no experiment is: naming it must not be in vain."""
    heads = [override.lstrip("+~").split("=")[0] for override in overrides]
    alone = any(head in ("structure", "textbook") for head in heads)
    return (
        ["experiment=single"]
        if alone and not any(head.split(".")[0] == "experiment" for head in heads)
        else []
    )


def _one_job(config: DictConfig, origin: Path, codes: list[int], sweeping: bool) -> int:
    """Run one composed configuration, and say at once what went wrong, so that a sweep can go on.

    In a sweep a failure is raised, which is how Hydra's launchers and sweepers learn of it.
    """
    from hydra.core.hydra_config import HydraConfig

    from simorg.config.compose import settings_from_config
    from simorg.config.tables import stated

    written: list[Path] = []

    def work() -> int:
        said = stated(HydraConfig.get())
        settings = settings_from_config(config, said=said, base=origin, check=buildable)
        from simorg.experiments.run import run_experiment, run_folder

        code = int(run_experiment(settings, draw=_draw, brief=sweeping))
        if sweeping and code in (OK, PARTLY_FAILED):
            written.append(run_folder(settings))
        return code

    if not sweeping:
        codes.append(_reported(work))
        return codes[-1]
    sys.stdout.write(f"{_job_name()}\n")
    code = _reported(work)
    _leave_note(code, written)
    if code == INTERRUPTED:
        raise KeyboardInterrupt  # the jobs that follow are not wanted either
    if code in (FAILED, BAD_INPUT):
        raise UnfinishedError(code)
    return code


def _leave_note(code: int, written: list[Path]) -> None:
    from hydra.core.hydra_config import HydraConfig

    from simorg.experiments.gather import Note, leave_note

    job = HydraConfig.get()
    overrides = dict(text.lstrip("+~").partition("=")[::2] for text in job.overrides.task)
    leave_note(Path(job.sweep.dir), Note(job.job.num, overrides, code, str(written[0]) if written else ""))


def _sweep_folder(overrides: Sequence[str]) -> Path:
    """Return where a multirun keeps its table: the same command, the same folder."""
    from hashlib import sha256

    return Path("results", "runs", f"multirun-{sha256(' '.join(overrides).encode()).hexdigest()[:12]}")


def _job_name() -> str:
    """Return what sets one job of a sweep apart: its overrides."""
    from hydra.core.hydra_config import HydraConfig

    return ", ".join(HydraConfig.get().overrides.task)


def _draw(folder: Path) -> None:
    """Draw the figures of a finished run folder."""
    from simorg.figures.gallery import write_all  # matplotlib takes its time to load

    write_all(folder)


def buildable(settings: Settings) -> None:
    """Refuse an experiment with an organisation that cannot do its work.

    Of a large design, scenarios evenly spread over it are built; the others are checked when they run.
    """
    from simorg.experiments.design import design_of
    from simorg.plan import plan_of

    scenarios = design_of(settings).scenarios
    for scenario in scenarios[:: max(1, len(scenarios) // MOST_BUILT)]:
        plan_of(scenario.settings)


def _check_sweep(overrides: list[str], config_dir: str | None) -> None:
    """Check every combination of a sweep before the first one starts."""
    from simorg.config.compose import load
    from simorg.config.sweeps import combinations

    extra = [] if config_dir is None else [f"hydra.searchpath=[file://{Path(config_dir).absolute()}]"]
    for combination in combinations(overrides):
        load([*combination, *extra], check=buildable)


@contextmanager
def _handed_over(argv: list[Any]) -> Iterator[None]:
    """Give Hydra its arguments, and let errors come back here instead of ending the process."""
    kept, full_error = sys.argv, os.environ.get("HYDRA_FULL_ERROR")
    sys.argv, os.environ["HYDRA_FULL_ERROR"] = argv, "1"
    try:
        yield
    finally:
        sys.argv = kept
        if full_error is None:
            del os.environ["HYDRA_FULL_ERROR"]
        else:
            os.environ["HYDRA_FULL_ERROR"] = full_error
