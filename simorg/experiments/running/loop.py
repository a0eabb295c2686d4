"""Run what a design asks for, ask its kind for more, and stop when there is nothing left to do."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import Enum
from importlib import import_module
from types import FrameType

from rich.console import Console

from simorg.config.settings import Settings
from simorg.experiments.design import Design, kind_of
from simorg.experiments.results import rerun
from simorg.experiments.results.run_folder import RunFolder
from simorg.experiments.running import batches
from simorg.experiments.running.progress import progress
from simorg.experiments.running.stopped import StoppedError

TIMELINE_BINS = 36
HANG_UP = getattr(signal, "SIGHUP", signal.SIGTERM)  # Windows has none


class End(Enum):
    """How the rounds of an experiment ended."""

    COMPLETE = "all is there"
    SLICE = "this shard has done its part"
    INTERRUPTED = "interrupted"


def finish(
    console: Console, store: RunFolder, settings: Settings, design: Design, watched: Console
) -> tuple[Design, End]:
    """Run all rounds of an experiment; a shard runs its part of the present round.

    Parameters
    ----------
    console : Console
        Where it is said how it ended.
    store : RunFolder
        What is there, and where the rest is kept.
    settings : Settings
        The experiment.
    design : Design
        Its first round.
    watched : Console
        Where progress is shown.

    Returns
    -------
    tuple
        The last design, and how it ended.
    """
    extend = getattr(kind_of(settings), "extend", None)
    shard = settings.executor.kind == "shard"
    while True:
        store.expect(design)
        if batches.left(design, store.finished):
            if not _ran(console, store, settings, design, watched):
                return design, End.INTERRUPTED
            if shard:
                _say_of_slice(console, store, settings, design)
                return design, End.SLICE
        if extend is None:
            break
        runs = store.runs({scenario.name: scenario.replications for scenario in design.scenarios})
        larger: Design = extend(settings, design, runs)
        done, design = larger.size == design.size, larger
        if done:
            break
    if shard:
        _say_of_slice(console, store, settings, design)
        return design, End.SLICE
    store.settle()
    return design, End.COMPLETE


def _ran(console: Console, store: RunFolder, settings: Settings, design: Design, watched: Console) -> bool:
    """Run a round; return whether it came to its end, and say how far it came if it did not."""
    try:
        with _ended_as_interrupted():
            _run(watched, store, settings, design)
    except KeyboardInterrupt:
        _say_kept(console, store, design, "Interrupted")
        return False
    except StoppedError:
        _say_kept(console, store, design, "Stopped")
        raise
    return True


def _say_kept(console: Console, store: RunFolder, design: Design, word: str) -> None:
    lost = batches.left(design, store.finished)
    console.print(
        f"{word}: {design.size - lost} of {design.size} replications are kept in {store.path}; "
        "the same command goes on from there.",
        soft_wrap=True,
    )


def _say_of_slice(console: Console, store: RunFolder, settings: Settings, design: Design) -> None:
    """Say what the other shards have left to do, as far as this machine can see."""
    store.look_again()
    lost, executor = batches.left(design, store.finished), settings.executor
    done = f"Shard {executor.index} of {executor.count} is done"
    rest = (
        f"{lost} of {design.size} replications are still missing"
        if lost
        else f"all {design.size} replications are there"
    )
    after = "when all shards are done, the" if lost else "the"
    console.print(
        f"{done}; {rest} in {store.path}: {after} same command without executor=shard writes the tables.",
        soft_wrap=True,
        highlight=False,
    )


def _run(watched: Console, store: RunFolder, settings: Settings, design: Design) -> None:
    """Run what the folder does not have yet, and keep it part by part."""
    executor = import_module(f"simorg.experiments.running.executors.{settings.executor.kind}")
    wanted = batches.missing(design, store.finished, batches.slice_of(settings))
    runs = sum(len(replications) for _, replications in wanted)
    work = batches.batches(
        wanted,
        batches.batch_size(runs, executor.width(settings)),
        settings.horizon_days / TIMELINE_BINS if design.timelines else None,
        design.seats,
        lambda name: rerun.command(store.path, name),
    )
    with progress(watched, settings.experiment.name, runs) as shown:
        try:
            with closing(executor.run(work, settings, runs)) as found:
                shown.look()
                for results in found:
                    store.add(results)
                    shown.advance(sum(result.task.size for result in results))
        finally:
            store.flush()


@contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """Take a request to end (batch systems send it at the time limit) like Ctrl-C: keep what is done.

    So is a terminal that is closed, unless `nohup` has said that it does not matter.
    """

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    def hang_up(number: int, frame: FrameType | None) -> None:
        for stream in gone:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():  # where no handler can be set
        yield
        return
    gone = [stream for stream in (sys.stdout, sys.stderr) if stream.isatty()]  # then: not even that is told
    handlers = {signal.SIGTERM: interrupt}
    if signal.getsignal(HANG_UP) is signal.SIG_DFL:
        handlers[HANG_UP] = hang_up
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
