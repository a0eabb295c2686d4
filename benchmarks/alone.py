"""``python -m benchmarks.alone NAME SCALE``: measure one part, in this process; for `benchmarks.__main__`."""

from __future__ import annotations

import json
import sys

from benchmarks.table import part
from benchmarks.timing import Scale

ANSWER = "measured: "
"""Begins the line of the answer; a simulator may have written others."""


if __name__ == "__main__":
    name, scale = sys.argv[1:]
    sys.stdout.write(f"\n{ANSWER}{json.dumps(part(name).measure(Scale(float(scale))))}\n")
