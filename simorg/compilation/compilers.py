"""Compiling beside the work: one child process for each set of kernels, until its code is stored.

Nobody waits for them: rows come from the plain reference engine meanwhile, which gives the same. A child ends
when this process ends, however that happens: it watches a pipe. Two commands at once share the work: a child
holds a lock while it compiles, and finds the code there when it had to wait (see `warm_up` of the room that
runs experiments).

Goes in: which engine is wanted. Comes out: whether its kernels are there, are being made, or why they
cannot be.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from typing import IO

from simorg.compilation import cache
from simorg.plugins.elsewhere import told

NEEDED = {
    "auto": ("engine", "measures"),
    "compiled": ("engine", "measures"),
    "reference": ("rules", "measures"),
}
"""Sets of kernels that make a replication quick, by the engine that is asked for."""

CANNOT_STORE = 73
"""Exit code of a child whose code the disk did not take."""

LOOK_SECONDS = 0.05
_CHILD = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from simorg.plugins.elsewhere import take_over
take_over(sys.argv[3])
from simorg.experiments.running.warm_up import main
main(sys.argv[2])
"""


class Child:
    """One compiling process.

    Parameters
    ----------
    name : str
        Of the set of kernels.
    """

    def __init__(self, name: str) -> None:
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the child lives
        arguments = [sys.executable, "-c", _CHILD, json.dumps(sys.path), name, told()]
        environment = os.environ | {"NUMBA_CACHE_DIR": str(cache.cache_root())}
        self.process = subprocess.Popen(
            arguments,
            env=environment,
            stdin=subprocess.PIPE,  # ends with this process
            stdout=subprocess.DEVNULL,
            stderr=self._said,
        )

    def code(self) -> int | None:
        """Return its exit code, or None while it runs."""
        return self.process.poll()

    def last_words(self) -> str:
        """Return the last line of what it said."""
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").strip().splitlines()
        return lines[-1].strip() if lines else ""


@dataclass
class Compilers:
    """The compiling processes of this process."""

    children: dict[str, Child] = field(default_factory=dict)
    problem: str = ""
    """Why kernels cannot be compiled; empty as long as nothing is known against it."""
    ended: float = -1.0
    """When the last child ended, by `time.monotonic`."""
    left_to_others: bool = False
    """Whether this process is a worker, which starts none."""
    plain_seconds: float = 0.0
    """Plain work of this process and its workers, which compiled kernels would have saved."""

    def there(self, name: str) -> bool:
        """Return whether a set of kernels is there, or compiles in this process."""
        if _is_plain():
            return False
        from simorg.compilation import dispatchers, stamps

        self.running()
        return dispatchers.Whole.on_demand or stamps.stored(name)

    def ready(self, engine: str) -> bool:
        """Return whether all that makes an engine quick is there."""
        return all(self.there(name) for name in NEEDED[engine])

    def start(self, engine: str) -> None:
        """Start to compile what an engine needs and is not there, unless it is known to be in vain."""
        if self.left_to_others or self.problem or _is_plain():
            return
        for name in NEEDED[engine]:
            if self.there(name) or name in self.children:
                continue
            if cache.can_store() and sys.executable:
                self.children[name] = Child(name)
            else:
                self._compile_here()

    def running(self) -> bool:
        """Return whether a child is at work; those that have ended leave their code, or a reason."""
        for name, child in list(self.children.items()):
            code = child.code()
            if code is not None and self.children.pop(name, None) is not None:  # threads may ask at once
                self._take_in(name, code, child)
        return bool(self.children)

    def wait(self, name: str) -> None:
        """Wait until nobody is at work on a set of kernels."""
        while self.running() and name in self.children:
            time.sleep(LOOK_SECONDS)

    def finish(self) -> None:
        """Compile everything that is not there, and wait for it."""
        for engine in NEEDED:
            self.start(engine)
        for name in list(self.children):
            self.wait(name)

    def _take_in(self, name: str, code: int, child: Child) -> None:
        from simorg.compilation import dispatchers, stamps

        dispatchers.decide_again()
        self.ended = time.monotonic()
        if code == 0 and stamps.stored(name):
            return
        if code in (0, CANNOT_STORE):
            self._compile_here()
        else:
            reason = child.last_words() or (f"killed by signal {-code}" if code < 0 else f"exit code {code}")
            self.problem = self.problem or f"compiling failed: {reason}"

    def _compile_here(self) -> None:
        """Compile in this process, for this process only: no folder keeps the code."""
        from simorg.compilation import dispatchers

        dispatchers.compile_on_demand()


def _is_plain() -> bool:
    """Return whether every kernel of this process is the plain function."""
    from simorg import compilation

    return bool(compilation.obstacle()) or compilation.switched_off()


compilers = Compilers()
"""Those of this process."""
