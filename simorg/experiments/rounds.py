"""Run what a design asks for, ask its kind for more, and stop when there is nothing left to do."""

from __future__ import annotations

from contextlib import closing
from importlib import import_module

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from simorg.config.settings import Settings
from simorg.experiments import repeat, work
from simorg.experiments.design import Design, kind_of
from simorg.experiments.store import RunFolder

TIMELINE_BINS = 36


def finish(console: Console, store: RunFolder, settings: Settings, design: Design) -> tuple[Design, bool]:
    """Run all rounds of an experiment.

    Parameters
    ----------
    console : Console
        Where progress is shown.
    store : RunFolder
        What is there, and where the rest is kept.
    settings : Settings
        The experiment.
    design : Design
        Its first round.

    Returns
    -------
    tuple
        The last design, and whether all of it is there.
    """
    extend = getattr(kind_of(settings), "extend", None)
    while True:
        try:
            _run(console, store, settings, design)
        except KeyboardInterrupt:
            _say(console, store, design, "Interrupted")
            return design, False
        if work.left(design, store.finished):
            _say(console, store, design, "Done")
            return design, False
        if extend is None:
            return design, True
        runs = store.runs({scenario.name: scenario.replications for scenario in design.scenarios})
        larger: Design = extend(settings, design, runs)
        if larger.size == design.size:
            return larger, True
        design = larger


def _say(console: Console, store: RunFolder, design: Design, word: str) -> None:
    missing = work.left(design, store.finished)
    console.print(
        f"{word}: {design.size - missing} of {design.size} replications are kept in {store.path}; "
        "the same command goes on from there.",
        soft_wrap=True,
    )


def _run(console: Console, store: RunFolder, settings: Settings, design: Design) -> None:
    """Run what the folder does not have yet, and keep every batch as soon as it is there."""
    missing = work.left(design, store.finished)
    if not missing:
        return
    executor = import_module(f"simorg.experiments.executors.{settings.executor.kind}")
    batches = work.batches(
        design,
        store.finished,
        settings.horizon_days / TIMELINE_BINS,
        lambda name: repeat.command(store.path, name),
    )
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("replications"),
        TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task(settings.experiment.name, total=missing, rate="")
        with closing(executor.run(batches, settings)) as found:
            for results in found:
                store.add(results)
                progress.advance(task, sum(result.block.size for result in results))
                speed = progress.tasks[task].speed
                progress.update(task, rate=f"{speed:.2g}/s" if speed else "")
