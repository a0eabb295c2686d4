"""The reference engine: the model as SimPy processes, one file a mechanism; it defines what is true."""

from simorg.engines.reference.run import simulate

__all__ = ["simulate"]
