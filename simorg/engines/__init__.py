"""Two engines, one rulebook: reference (SimPy) and, beside it, compiled (Numba)."""
