"""Standard output as it is found: closed, full, a pipe that nobody reads, an encoding without our signs.

`prepare` makes sure that there is something to write to and that no sign can fail; `trouble` says what
became of it; `discard` sends what is left nowhere, so that the interpreter can end in peace.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from contextlib import suppress

PLAIN = {"±": "+/-", "…": "...", "–": "-", "×": "x"}
"""What stands for a sign where the encoding of the output does not have it; for any other, ``?``."""

HANDLER = "simorg.plain"


def prepare() -> None:
    """Open what is closed, and take plain signs where an encoding lacks ours."""
    codecs.register_error(HANDLER, _plain)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, io.TextIOWrapper(io.BufferedWriter(io.FileIO(os.devnull, "w"))))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=HANDLER)


def trouble() -> OSError | None:
    """Return why standard output takes no more; a failed write fails again when it is flushed."""
    try:
        sys.stdout.flush()
    except OSError as error:
        return error
    return None


def discard() -> None:
    """Send what is still to be written nowhere."""
    with suppress(OSError, ValueError):  # a stream without a file, as in tests
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _plain(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    text = error.object[error.start : error.end]
    return "".join(PLAIN.get(sign, "?") for sign in text), error.end
