"""Run the experiment that settings describe: resume, finish, write, print.

The kind of experiment (``experiment.kind``) says which scenarios to run and what they answer; here it
is made to happen: which part of it is there already, what is left, where it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import pandas as pd
from rich.console import Console

from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.experiments.answers.caveats import caveats, strongest_first
from simorg.experiments.answers.chosen_measures import check_measures
from simorg.experiments.answers.terminal import terminal
from simorg.experiments.answers.timelines import timeline_table
from simorg.experiments.answers.words import failures, plain
from simorg.experiments.compare import choose_measures
from simorg.experiments.design import Answer, Design, design_of, kind_of, scenario_table
from simorg.experiments.designs.scenarios import refuse_unpaired
from simorg.experiments.results import provenance
from simorg.experiments.results.fingerprint import fingerprint, short
from simorg.experiments.results.lock import FolderLock, ShardLock
from simorg.experiments.results.publish import publish, refuse_foreign
from simorg.experiments.results.run_folder import RunFolder
from simorg.experiments.running.batches import DETAILED_RUNS, slice_of
from simorg.experiments.running.loop import End, finish
from simorg.experiments.running.precision import check_precision
from simorg.experiments.running.task import FAILED, OK
from simorg.measures import Measure

RESULTS = Path("results")
CATALOGUE_OF = 50
"""Scenarios whose measures are looked up: those of a large design differ in numbers only."""
EXIT_OK, EXIT_PARTLY_FAILED, EXIT_INTERRUPTED = 0, 3, 130

Draw = Callable[[Path], Mapping[str, str]]
"""Draws or tells a finished run folder (rooms for that lie a layer above); returns what failed, and why."""


def run_experiment(
    settings: Settings,
    folder: Path | None = None,
    out: TextIO | None = None,
    draw: Draw | None = None,
    brief: bool = False,
    watch: TextIO | None = None,
    report: Draw | None = None,
) -> int:
    """Run or resume an experiment, print its answer and say where it is.

    1. find the run folder, and keep what an earlier run finished;
    2. run the rest, batch by batch, and as many rounds as the kind of experiment asks for;
    3. write its tables, the answer in words and timelines; print the answer; draw the figures;
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
        Called with the folder when its answer has been printed, unless every scenario ran only once.
    brief : bool
        Print only where results are, not the answer itself: one of many jobs.
    watch : file, optional
        Where to show how far it is; with everything else when left out.
    report : callable, optional
        Called with the folder when its figures have been drawn, if ``experiment.report`` asks for a report.

    Returns
    -------
    int
        0; 3 if replications failed; 130 if interrupted (what is finished is kept).

    Raises
    ------
    SettingsError
        If an organisation cannot do its work, the folder is busy, or it holds another experiment.
    """
    console = terminal(out)
    published = folder is None and settings.experiment.publish
    if published:
        folder = RESULTS / settings.experiment.name
    if folder is not None:
        refuse_foreign(folder)
    design = design_of(settings)
    if design.baseline:
        refuse_unpaired({scenario.name: scenario.settings for scenario in design.scenarios})
    measures = choose_measures({s.name: s.settings for s in design.scenarios[:CATALOGUE_OF]})
    check_measures(settings, measures)
    check_precision(settings)
    path = run_folder(settings, folder.parent if folder else RESULTS)
    lock = _lock(path, settings, design)
    _make(path)
    with lock:
        store = RunFolder(path, settings, measures, shared=isinstance(lock, ShardLock))
        facts = _facts(settings)
        store.write_manifest(**facts, ended=None)
        _say_first(console, store, settings)
        design, end = finish(console, store, settings, design, console if watch is None else terminal(watch))
        if end is not End.COMPLETE:
            return EXIT_OK if end is End.SLICE else EXIT_INTERRUPTED
        found, runs = _answer(store, settings, design, measures)
        found = replace(found, sentences=[*found.sentences, *_left_out(store, design)])
        failed = _write(store, design, found, runs, facts)
        if not brief:
            _show(console, settings, found)
        for line in failures(runs):
            console.print(line, highlight=False, markup=False)
        single = all(scenario.replications == 1 for scenario in design.scenarios)
        if draw is not None and not single:  # a single run has no intervals to show, and wants to be quick
            _draw(console, draw, path)
        if report is not None and settings.experiment.report:
            _draw(console, report, path, "the report")
        if folder is not None:
            publish(path, folder, runs, store.mark)
        kept = _keep(settings, found) if published else ""
    console.print(f"Written to {folder or path}/", soft_wrap=True, highlight=False)
    if kept:
        console.print(kept, soft_wrap=True, highlight=False)
    if draw is not None and single:
        console.print(f"Single runs are not drawn; simorg figures {folder or path} does.", soft_wrap=True)
    return EXIT_PARTLY_FAILED if failed else EXIT_OK


def run_folder(settings: Settings, results: Path = RESULTS) -> Path:
    """Return where an experiment is kept: named by what decides its rows."""
    return results / "runs" / f"{settings.experiment.name}-{short(fingerprint(settings))}"


def _lock(path: Path, settings: Settings, design: Design) -> FolderLock:
    """Return what keeps other writers out; the shards of one plan let each other in."""
    mine = slice_of(settings)
    if settings.executor.kind != "shard":
        return FolderLock(path)
    return ShardLock(path, mine.index, f"shards of a plan ({mine.count} for {design.size} replications)")


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


def _say_first(console: Console, store: RunFolder, settings: Settings) -> None:
    for part in store.damaged:
        console.print(
            f"Damaged: {part}; put aside in damaged/, its replications are run again.", soft_wrap=True
        )


def _facts(settings: Settings) -> dict[str, object]:
    return {
        "experiment": settings.experiment.name,
        "kind": settings.experiment.kind,
        "horizon_days": settings.horizon_days,
        "warm_up_days": settings.warm_up_days,
        "seed": settings.seed,
        "engine": settings.engine,
        **provenance.machine(),
        "commit": provenance.commit(),
        "command": provenance.command(),
        "started": provenance.now(),
    }


def _answer(
    store: RunFolder, settings: Settings, design: Design, measures: tuple[Measure, ...]
) -> tuple[Answer, pd.DataFrame]:
    runs = store.runs({scenario.name: scenario.replications for scenario in design.scenarios})
    answer = kind_of(settings).answer
    if not design.seats:
        found: Answer = answer(settings, design, runs, measures)
    else:
        seats = store.seats(_detailed(design))
        told = answer(settings, design, runs, measures, seats=seats)
        found = replace(told, tables=told.tables | {"seats": seats})
    timelines = store.timelines(_detailed(design)) if design.timelines else None
    if timelines is not None:
        found = replace(found, tables=found.tables | {"timelines": timeline_table(timelines)})
    told = [*caveats(settings, design, timelines), *found.sentences]
    return replace(found, sentences=strongest_first(told)), runs


def _detailed(design: Design) -> dict[str, int]:
    """Return how many replications of each scenario are kept in detail."""
    return {s.name: min(s.replications, DETAILED_RUNS) for s in design.scenarios}


def _left_out(store: RunFolder, design: Design) -> list[str]:
    """Say so where the folder holds more than an answer uses: an earlier run asked for more."""
    more = {s.name: len(store.finished(s.name)) - s.replications for s in design.scenarios}
    if not any(count > 0 for count in more.values()):
        return []
    used = sorted({scenario.replications for scenario in design.scenarios})
    first = f"the first {used[0]}" if len(used) == 1 else f"the first {used[0]} to {used[-1]}"
    return [f"runs/ holds more replications than this answer uses: {first} of each scenario."]


def _write(
    store: RunFolder, design: Design, found: Answer, runs: pd.DataFrame, facts: dict[str, object]
) -> int:
    """Write the tables and close the manifest; return the number of failed replications."""
    store.write_text("scenarios.csv", scenario_table(design).to_csv(index=False, lineterminator="\n"))
    for name, table in found.tables.items():
        store.write_csv(f"{name}.csv", table)
    title = f"# {plain(str(facts['experiment']))}"
    store.write_text("answer.md", "\n\n".join([title, *found.sentences]) + "\n")
    failed = int((runs["status"] != OK).sum())
    names = [scenario.name for scenario in design.scenarios]
    listed = {"scenarios": names} if len(names) <= CATALOGUE_OF else {"scenarios": len(names)}
    counts = {OK: len(runs) - failed, FAILED: failed}
    store.write_manifest(**facts, **listed, ended=provenance.now(), counts=counts)
    return failed


def _draw(console: Console, draw: Draw, path: Path, what: str = "figures") -> None:
    """Draw or tell; the answer stands, and what fails is a note: a verb does it again when that is mended."""
    try:
        failed = draw(path)
    except Exception as error:
        failed = {what: f"{type(error).__name__}: {error}"}
    for name, reason in failed.items():
        line = f"Note: {name} could not be drawn ({' '.join(reason.split())})."
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _keep(settings: Settings, found: Answer) -> str:
    """Let a kind keep what others read of its published answer; return what to tell."""
    keep = getattr(kind_of(settings), "keep", None)
    return "" if keep is None else str(keep(settings, found))


def _show(console: Console, settings: Settings, found: Answer) -> None:
    console.print(plain(settings.experiment.name), style="bold", highlight=False)
    for part in found.printed:
        console.print(part)
    for sentence in found.sentences:
        console.print(sentence, highlight=False, markup=False)
