"""Run the experiment that settings describe: resume, finish, write, print.

The kind ``compare``: every structure of ``experiment.structures`` under the same settings and the
same random numbers; the first is the baseline.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TextIO

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.engines.run import choose, must_compile
from simorg.experiments import provenance, repeat
from simorg.experiments.block import FAILED, OK, Block, split
from simorg.experiments.compare import Comparison, choose_measures, evaluate
from simorg.experiments.fingerprint import fingerprint, short
from simorg.experiments.lock import FolderLock
from simorg.experiments.pool import run_blocks
from simorg.experiments.printing import LOG_WIDTH, show
from simorg.experiments.publish import publish
from simorg.experiments.replicate import block_size
from simorg.experiments.scenarios import refuse_unpaired, scenarios_of
from simorg.experiments.store import RunFolder

RESULTS = Path("results")
TIMELINE_BINS = 36
EXIT_OK, EXIT_PARTLY_FAILED, EXIT_INTERRUPTED = 0, 3, 130

Draw = Callable[[Path], object]
"""Draws the figures of a finished run folder (figures live a layer above experiments)."""


def run_experiment(
    settings: Settings, folder: Path | None = None, out: TextIO | None = None, draw: Draw | None = None
) -> int:
    """Run or resume an experiment, print its answer and say where it is.

    1. find the run folder, and keep what an earlier run finished;
    2. run the rest, block by block;
    3. write summary, comparison, timelines and figures; print the answer;
    4. copy everything to the published folder, if one is wanted.

    Parameters
    ----------
    settings : Settings
        What to run.
    folder : Path, optional
        Published folder, replaced when all is done; with ``experiment.publish`` and no folder,
        ``results/NAME``.
    out : file, optional
        Where to print; standard output when left out.
    draw : callable, optional
        Called with the folder once its tables are there.

    Returns
    -------
    int
        0; 3 if replications failed; 130 if interrupted (what is finished is kept).

    Raises
    ------
    SettingsError
        If an organisation cannot do its work, the folder is busy, or it holds another experiment.
    """
    console = _console(out)
    if folder is None and settings.experiment.publish:
        folder = RESULTS / settings.experiment.name
    scenarios = scenarios_of(settings)
    refuse_unpaired(scenarios)
    measures = choose_measures(scenarios)
    runs = (folder.parent if folder else RESULTS) / "runs"
    path = runs / f"{settings.experiment.name}-{short(fingerprint(settings))}"
    _make(path)
    with FolderLock(path):
        store = RunFolder(path, settings, measures)
        facts = _facts(settings, list(scenarios))
        store.write_manifest(**facts, ended=None)
        if must_compile(settings.engine):
            console.print("Compiling the engine, once for this version: about a minute.", highlight=False)
        try:
            _run_missing(console, store, settings, scenarios)
        except KeyboardInterrupt:
            _say_interrupted(console, store, settings, scenarios)
            return EXIT_INTERRUPTED
        found = evaluate(store.runs(scenarios, settings.replications), measures, next(iter(scenarios)))
        failed = _write(store, found, store.timelines(scenarios, settings.replications), facts)
        if draw is not None:
            draw(path)
        if folder is not None:
            publish(path, folder, found.runs, store.mark)
    show(console, found, _title(settings, scenarios))
    console.print(f"Written to {folder or path}/", soft_wrap=True, highlight=False)
    return EXIT_PARTLY_FAILED if failed else EXIT_OK


def _make(path: Path) -> None:
    """Make the run folder, or say in one line why it cannot be written."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        (path / ".lock").touch()
    except OSError as error:
        raise SettingsError(
            f"{path}: cannot be written ({error.strerror}); results go below the working directory, "
            "start simorg where you may write"
        ) from error


def _console(out: TextIO | None) -> Console:
    console = Console(file=out)
    return console if console.is_terminal else Console(file=out, width=LOG_WIDTH)


def _say_interrupted(
    console: Console, store: RunFolder, settings: Settings, scenarios: Mapping[str, Settings]
) -> None:
    done, wanted = (
        sum(len(store.finished(name)) for name in scenarios),
        len(scenarios) * settings.replications,
    )
    console.print(
        f"Interrupted: {done} of {wanted} replications are kept in {store.path}; "
        "the same command goes on from there.",
        soft_wrap=True,
    )


def _title(settings: Settings, scenarios: Mapping[str, Settings]) -> str:
    what = "same people, same demand, other wiring" if len(scenarios) > 1 else next(iter(scenarios))
    return f"{settings.experiment.name}: {what}".replace("_", " ")


def _facts(settings: Settings, scenarios: list[str]) -> dict[str, object]:
    return {
        "experiment": settings.experiment.name,
        "scenarios": scenarios,
        "replications": settings.replications,
        "horizon_days": settings.horizon_days,
        "warm_up_days": settings.warm_up_days,
        "seed": settings.seed,
        "engine": choose(settings.engine),
        **provenance.machine(),
        "commit": provenance.commit(),
        "command": provenance.command(),
        "started": provenance.now(),
    }


def _missing_blocks(store: RunFolder, settings: Settings, scenarios: Mapping[str, Settings]) -> list[Block]:
    wanted = range(settings.replications)
    return [
        block
        for name, scenario in scenarios.items()
        for block in split(
            name, scenario, sorted(set(wanted) - store.finished(name)), block_size(settings.replications),
            bin_days=settings.horizon_days / TIMELINE_BINS, repeat=repeat.command(store.path, name),
        )
    ]  # fmt: skip


def _run_missing(
    console: Console, store: RunFolder, settings: Settings, scenarios: Mapping[str, Settings]
) -> None:
    """Run what the folder does not have yet, and keep every block as soon as it is there."""
    blocks = _missing_blocks(store, settings, scenarios)
    if not blocks:
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("replications"),
        TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task(settings.experiment.name, total=sum(b.size for b in blocks), rate="")
        with closing(run_blocks(blocks, settings.experiment.workers)) as results:
            for result in results:
                store.add(result)
                progress.advance(task, result.block.size)
                speed = progress.tasks[task].speed
                progress.update(task, rate=f"{speed:.2g}/s" if speed else "")


def _write(store: RunFolder, found: Comparison, timelines: pd.DataFrame, facts: dict[str, object]) -> int:
    """Write the tables and close the manifest; return the number of failed replications."""
    store.write_csv("summary.csv", found.summary)
    store.write_csv("comparison.csv", found.comparison)
    store.write_csv("timelines.csv", timelines)
    failed = int((found.runs["status"] != OK).sum())
    counts = {OK: len(found.runs) - failed, FAILED: failed}
    store.write_manifest(**facts, ended=provenance.now(), counts=counts)
    return failed
