"""Where answers are shown: a terminal, or a log or pipe, which has no width of its own and no moving bar."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from rich.console import Console

LABEL_WIDTH, COLUMN_WIDTH = 36, 25
LOG_WIDTH = LABEL_WIDTH + 6 * COLUMN_WIDTH
"""Columns of a log or pipe: room for six scenarios."""


class Patient(Console):
    """A console that goes on without its reader: ``simorg run | head`` still finishes what it keeps."""

    def on_broken_pipe(self) -> None:
        """Say nothing more, instead of ending the process."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.file.fileno())


def terminal(out: TextIO | None = None, log_width: int = LOG_WIDTH) -> Console:
    """Return a console for a stream; only what is a terminal has bars that move.

    Parameters
    ----------
    out : file, optional
        Where to print; standard output when left out.
    log_width : int
        Columns where the stream has no width of its own.
    """
    stream = sys.stdout if out is None else out
    if stream.isatty():
        return Patient(file=stream)
    # FORCE_COLOR asks for colours in a log; Rich would take the log for a terminal
    return Patient(
        file=stream,
        width=log_width,
        force_terminal=False,
        color_system="standard" if os.environ.get("FORCE_COLOR") else None,
    )
