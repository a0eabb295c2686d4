"""Standard output as it is found: closed, full, a pipe that nobody reads, an encoding without our signs.

`prepare` makes sure that there is something to write to and that no sign can fail; `is_output` tells errors
of writing from others; `settle` leaves nothing that fails when the interpreter ends.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import select
import sys
from contextlib import suppress

PLAIN = {"±": "+/-", "…": "...", "–": "-", "×": "x"}
"""What stands for a sign where the encoding of the output does not have it; for any other, ``?``."""

HANDLER = "simorg.plain"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def prepare() -> None:
    """Open what is closed, and take plain signs where an encoding lacks ours."""
    codecs.register_error(HANDLER, _plain)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, io.TextIOWrapper(io.BufferedWriter(io.FileIO(os.devnull, "w"))))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=HANDLER)


def is_output(error: BaseException) -> bool:
    """Tell whether an error is that of a full disk, or of a pipe to standard output that nobody reads.

    An error of writing names no file, whichever file it was; one of opening does.
    """
    if not isinstance(error, OSError) or error.filename is not None:
        return False
    return error.errno in FULL or (error.errno == errno.EPIPE and (_fails() or _is_unread()))


def settle() -> None:
    """Send what cannot be written nowhere, so that the interpreter does not fail over it at its end."""
    if _fails():
        with suppress(OSError, ValueError):  # a stream without a file, as in tests
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fails() -> bool:
    try:
        sys.stdout.flush()
    except OSError:
        return True
    return False


def _is_unread() -> bool:
    with suppress(OSError, ValueError, AttributeError):  # no file, or a system without poll
        asked = select.poll()
        asked.register(sys.stdout, 0)
        return any(event & select.POLLERR for _, event in asked.poll(0))
    return False


def _plain(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    text = error.object[error.start : error.end]
    return "".join(PLAIN.get(sign, "?") for sign in text), error.end
