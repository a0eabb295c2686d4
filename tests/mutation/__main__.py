"""Count the mutants of the rules and of the engines that the stories kill: ``python -m tests.mutation``.

Options: ``--only TEXT`` (modules whose name holds it), ``--sample N`` (so many a module, the same each time),
``--page FILE`` (write the table). Ends with 1 if less than 95 % of what changes a trace is killed, or if a
survivor has no reason in survivors.yaml.
"""

from __future__ import annotations

import os

os.environ["NUMBA_DISABLE_JIT"] = "1"

from tests.mutation.report import main

if __name__ == "__main__":
    raise SystemExit(main())
