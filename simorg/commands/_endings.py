"""Every way in which a command can end, as an exit code.

0 ok; 1 failed; 2 bad input (one message, nothing written); 3 finished, with failed replications;
130 interrupted.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from contextlib import suppress

from simorg.commands import _streams
from simorg.config.errors import SettingsError

OK, FAILED, BAD_INPUT, PARTLY_FAILED, INTERRUPTED = 0, 1, 2, 3, 130


def ended(action: Callable[[], int]) -> int:
    """Run a whole command; return its exit code, whatever happens to it or to its output."""
    _streams.prepare()
    code = OK
    try:
        code = _left(action)
        sys.stdout.flush()
    except BrokenPipeError:  # `simorg params | head`: the reader has all he wanted
        pass
    except OSError as error:
        complain(f"the output cannot be written ({error.strerror})")
        code = FAILED
    _streams.settle()
    return code


def reported(action: Callable[[], int]) -> int:
    """Run an action; bad input is one message, anything else a traceback.

    What keeps the output from being written is raised: there is no use in going on.
    """
    try:
        return action()
    except SettingsError as error:
        complain(str(error))
        return BAD_INPUT
    except Exception as error:
        if _streams.is_output(error):
            raise
        traceback.print_exc()
        return FAILED


def _left(action: Callable[[], int]) -> int:
    try:
        return reported(action)
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except SystemExit as error:  # argparse leaves this way after --help
        return error.code if isinstance(error.code, int) else FAILED if error.code else OK


def complain(message: str) -> None:
    """Say on standard error what is wrong."""
    with suppress(OSError):  # nobody listens there either
        sys.stderr.write(f"simorg: {message}\n")
