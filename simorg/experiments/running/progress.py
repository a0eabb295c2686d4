"""How far a run is: a bar on a terminal, a line now and then in a log; rate and time left.

Both are measured from the moment when kernels were compiled: rows of the reference engine and waiting say
nothing of what is to come.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from simorg.compilation.compilers import compilers

LINE_SECONDS = 30.0
"""How often a log, which has no moving bar, gets a line."""


class Shown:
    """What is shown of a run."""

    def __init__(self, console: Console, bar: Progress, name: str, runs: int) -> None:
        self._console, self._bar, self._runs = console, bar, runs
        self._task = bar.add_task(name, total=runs, pace="")
        self._done = self._counted_from = 0
        self._start = self._said = time.monotonic()
        self._compiling = False

    @property
    def done(self) -> int:
        """Replications that are done."""
        return self._done

    def look(self) -> None:
        """Say once that kernels are being compiled, if they are."""
        if compilers.running() and not self._compiling:
            self._compiling = True
            told = "Compiling, once for this version, beside the first runs: a quarter of a minute."
            self._console.print(told, soft_wrap=True, highlight=False)
            self._bar.update(self._task, pace="compiling")

    def advance(self, runs: int) -> None:
        """Show that so many further runs are done."""
        self.look()
        self._done += runs
        now = time.monotonic()
        if compilers.ended > self._start:  # these rows waited for it; the next ones tell the rate
            self._start, self._counted_from = now, self._done
        pace = "compiling" if compilers.running() else self._pace(now - self._start)
        self._bar.update(self._task, advance=runs, pace=pace)
        if self._bar.disable and now - self._said >= LINE_SECONDS:
            self._said = now
            self._console.print(f"{self._done} of {self._runs} replications, {pace}", highlight=False)

    def _pace(self, seconds: float) -> str:
        """Return the rate, and the time left at that rate."""
        if self._done == self._counted_from:
            return "compiled"
        rate = (self._done - self._counted_from) / max(seconds, 1e-9)
        left = timedelta(seconds=round((self._runs - self._done) / rate))
        told = f"{left.days} days" if left.days > 1 else str(left)
        return f"{rate:.2g}/s, {told} left"


@contextmanager
def progress(console: Console, name: str, runs: int) -> Iterator[Shown]:
    """Show how far a run is."""
    columns = (
        TextColumn("{task.description}"), BarColumn(10), MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
    )  # fmt: skip
    with Progress(
        *columns, console=console, disable=not (console.is_terminal or console.is_jupyter), transient=True
    ) as bar:
        yield Shown(console, bar, name, runs)


@contextmanager
def bar(name: str, runs: int, wanted: bool = True) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar to somebody who waits for a function; nothing where nobody looks.

    Yields
    ------
    callable or None
        To be called with (done, wanted) replications.
    """
    console = Console(file=sys.stderr)
    if not wanted or not (console.is_jupyter or sys.stderr.isatty()):
        yield None
        return
    with progress(console, name, runs) as shown:
        yield lambda done, _: shown.advance(done - shown.done)
