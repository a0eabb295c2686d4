"""Types of the arrays that measures are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
Table = np.ndarray[Any, np.dtype[np.void]]
"""Rows of a trace, of type `ROW`."""
