"""How many mutants of the rules and the engines do the stories kill? ``python -m tests.mutation --help``.

Ends with 1 if less than 95 % of those that change a trace are killed, if a survivor has no reason in
survivors.yaml, or if a mistake in both engines is not proved to be seen by the stories alone.
"""

from __future__ import annotations

import os

os.environ["NUMBA_DISABLE_JIT"] = "1"

from tests.mutation.report import main

if __name__ == "__main__":
    raise SystemExit(main())
